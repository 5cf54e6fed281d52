package calendar_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// A002-41: one offer matrix product × site × channel × date. What it says of appointments is what Offer says, and
// with a clock what the search finds: a cell without an appointment never has a place, and a cell with one has places
// unless all are taken.
func TestMatrixIsTheOneSource_A002_41(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyTown(t)
		p, err := calendar.NewPlan(c)
		if err != nil {
			t.Fatal(err)
		}
		x := calendar.Scope{Dates: anyPeriod(t), Now: (firstDay + 3).At(600, p.Zone())}
		x.Dates.To = min(x.Dates.To, x.Dates.From+2)
		n := 0
		for cell := range p.Matrix(x) {
			n++
			found, _ := calendar.Search(calendar.Query{Products: []office.ProductID{cell.Product}, Sites: []office.SiteID{cell.Site}, From: cell.Date, To: cell.Date,
				Channel: cell.Channel, Urgency: 1, Now: x.Now, Limit: 1}, p, calendar.Everything)
			by := cell.By[calendar.Appointment]
			if len(found) > 0 && !by.OK {
				t.Fatalf("%+v has a place though %+v", cell, by)
			}
			if offer := p.Offer(cell.Site, cell.Product, cell.Date, cell.Channel); by.OK && by != offer {
				t.Fatalf("%+v, offer %+v", by, offer)
			}
			for m, v := range cell.By {
				if v.OK && !slices.ContainsFunc(p.Day(cell.Site, cell.Date).Openings, func(o calendar.Opening) bool { return o.Mode == calendar.Mode(m) }) {
					t.Fatalf("%+v is offered in mode %s without an opening", cell, calendar.Mode(m))
				}
				if !v.OK && v.Say() == "" {
					t.Fatalf("%+v does not say why not", cell)
				}
			}
			if cell.Offered() != (p.Why(cell.Site, cell.Product, cell.Date, cell.Channel) == "") && by.Code != calendar.Past && by.OK {
				t.Fatalf("%+v: why %q", cell, p.Why(cell.Site, cell.Product, cell.Date, cell.Channel))
			}
		}
		if want := len(c.Sites) * len(c.Products) * 5 * int(x.Dates.To-x.Dates.From+1); n != want {
			t.Fatalf("%d cells, want %d", n, want)
		}
	})
}

// What the cells of the embedded town say, read aloud.
func TestMatrixInWords_A002_41_A002_43_A002_47(t *testing.T) {
	p := mustTown(t)
	for _, c := range []struct {
		site    office.SiteID
		product office.ProductID
		date    string
		channel office.Channel
		mode    calendar.Mode
		offered bool
		says    string
	}{
		{berchem, "eid-afhalen", "2026-03-03", office.ChannelWeb, calendar.Appointment, true, "Kan op afspraak."},
		{berchem, "reispas-afhalen", "2026-03-03", office.ChannelWeb, calendar.Reception, true, "Kan aan het onthaal."},
		{snelbalie, "adreswijziging-aangifte", "2026-03-03", office.ChannelWeb, calendar.WalkIn, true, "Kan tijdens de vrije inloop."},
		{"kiosk-de-poort", "attest-bevolking", "2026-03-03", office.ChannelKiosk, calendar.SelfService, true, "Kan aan een zelfbedieningsloket."},
		{harmonie, "eid-aanvraag", "2026-03-03", office.ChannelWeb, calendar.Appointment, true, "Kan op afspraak."},
		{berchem, "eid-aanvraag", "2026-03-03", office.ChannelWeb, calendar.Appointment, true, "Kan op afspraak. Breng een pasfoto mee"},
		{groenenhoek, "eid-afhalen", "2026-03-05", office.ChannelWeb, 0, false, "daar is geen kluis om documenten veilig te bewaren. Kies een andere locatie."},
		{berchem, "sociale-producten", "2026-03-03", office.ChannelDesk, 0, false,
			"kon tot en met vrijdag 31 december 2021; daarna niet meer. Vraag dit sinds 1 januari 2022 aan de dienst Sociale Dienstverlening."},
	} {
		for cell := range p.Matrix(calendar.Scope{Sites: []office.SiteID{c.site}, Products: []office.ProductID{c.product}, Channels: []office.Channel{c.channel},
			Dates: office.Period{From: mustDate(t, c.date), To: mustDate(t, c.date)}}) {
			best, ok := cell.Best()
			if ok != c.offered || (ok && best != c.mode) || !strings.Contains(cell.Say(), c.says) {
				t.Errorf("%s at %s: %s, %q", c.product, c.site, best, cell.Say())
			}
		}
	}
	// Why not here, and where it can be had that day.
	why := p.Why(groenenhoek, "eid-afhalen", mustDate(t, "2026-03-05"), office.ChannelWeb)
	if !strings.HasSuffix(why, "Op deze dag kan het wel in Stadsloket Harmonie.") {
		t.Errorf("why: %q", why)
	}
	if why := p.Why("nergens", "wafel", 0, office.ChannelWeb); why == "" {
		t.Error("nowhere has no reason")
	}
	if why := p.Why(berchem, "eid-afhalen", mustDate(t, "2026-03-03"), office.ChannelWeb); why != "" {
		t.Errorf("what is offered: %q", why)
	}
}

// A Matrix stops when its reader does, and judges past days and terms when it knows the time.
func TestMatrixWithAClock_A000_33(t *testing.T) {
	p := mustTown(t)
	x := calendar.Scope{Sites: []office.SiteID{berchem}, Products: ids("eid-afhalen"), Now: at(t, "2026-03-03 08:00"),
		Dates: office.Period{From: mustDate(t, "2026-02-27"), To: mustDate(t, "2026-03-06")}}
	got := map[string]calendar.Code{}
	for c := range p.Matrix(x) {
		if c.Channel == office.ChannelWeb || c.Channel == office.ChannelDesk {
			got[c.Channel.String()+" "+c.Date.String()] = c.By[calendar.Appointment].Code
		}
	}
	for cell, want := range map[string]calendar.Code{"web 2026-02-27": calendar.Past, "web 2026-03-03": calendar.SameDay, "desk 2026-03-03": calendar.Fine,
		"web 2026-03-06": calendar.Fine, "web 2026-03-04": calendar.Closed} {
		if got[cell] != want {
			t.Errorf("%s: %q, want %q", cell, got[cell], want)
		}
	}
	for range p.Matrix(x) {
		break
	}
}

// A002-46: every product whose offer differs between sites of one kind, and why.
func TestDifferences_A002_46(t *testing.T) {
	p := mustTown(t)
	x := calendar.Scope{Dates: office.Period{From: mustDate(t, "2026-03-02"), To: mustDate(t, "2026-03-08")}}
	list := p.Differences(x)
	var said []string
	for _, d := range list {
		if d.Kind == office.KindNeighbourhood && d.Mode == calendar.Appointment {
			said = append(said, string(d.Product))
		}
		if d.Kind == office.KindSelfService || d.Kind == office.KindRegionalHub {
			t.Errorf("sites that are all the same differ: %s", d.Say(p))
		}
	}
	want := []string{"eid-afhalen", "kids-id-afhalen", "pinpuk-afhalen", "reispas-afhalen", "rijbewijs-afhalen", "internationaal-rijbewijs", "vreemdelingenkaart-afhalen"}
	if !slices.Equal(said, want) {
		t.Errorf("the two neighbourhood counters differ in %q", said)
	}
	i := slices.IndexFunc(list, func(d calendar.Difference) bool { return d.Product == "eid-afhalen" && d.Mode == calendar.Appointment })
	say := list[i].Say(p)
	if say != "'eID afhalen en activeren' kan op afspraak in Buurtloket Berchem, niet in Buurtloket Groenenhoek ('eID afhalen en activeren' kan niet in Buurtloket Groenenhoek: daar is geen kluis om documenten veilig te bewaren.)." {
		t.Errorf("says %q", say)
	}
}

// A site that lacks something over a week says what it lacks, not that it is closed on Sundays.
func TestDifferencesTellWhatIsLacking_A002_46(t *testing.T) {
	rule := func(id string, except ...office.ProductID) calendar.Rule {
		return calendar.Rule{ID: id, Site: office.SiteID(id), Days: calendar.EveryDay &^ calendar.On(time.Sunday), From: 540, To: 720, Desks: 1, Except: except}
	}
	two := append(anything(), anything()...)
	two[1].ID, two[1].Dutch = "q", "Q"
	p := mustPlan(t, calendar.Config{Sites: []office.Site{{ID: "a", Name: "A", Kind: "x"}, {ID: "b", Name: "B", Kind: "x"}}, Products: two,
		Rules: []calendar.Rule{rule("a"), rule("b", "q")}})
	monday := mustDate(t, "2026-03-02")
	list := p.Differences(calendar.Scope{Dates: office.Period{From: monday, To: monday + 6}})
	if len(list) != 1 || list[0].Product != "q" || len(list[0].Without) != 1 || list[0].Without[0].Why.Code != calendar.NotThen {
		t.Errorf("%+v", list)
	}
}

// The municipality's own closing days as data (facts 2.7): in force when taken over, and those of 2025 are those
// published.
func TestMunicipalExtrasAsData(t *testing.T) {
	p := mustTown(t, extras(t)...)
	for date, want := range map[string]int{
		"2025-11-10": 0, "2025-05-02": 0, "2025-05-30": 0, // bridges as published
		"2025-07-11": 0, "2025-11-15": 0, "2026-11-02": 0,
		"2025-12-24": 12 * 18, "2026-12-24": 12 * 18, "2026-12-31": 12 * 18, // half days, each year
		"2025-12-23": 12 * 66, "2026-03-03": 12 * 66,
	} {
		if got := p.Day(harmonie, mustDate(t, date)).Len(); got != want {
			t.Errorf("%s: %d seats, want %d", date, got, want)
		}
	}
	if d := p.Day(harmonie, mustDate(t, "2025-11-10")); d.Closed != "Stadsloket Harmonie is gesloten op maandag 10 november 2025: brugdag." {
		t.Errorf("the bridge says %q", d.Closed)
	}
	if d := mustTown(t).Day(harmonie, mustDate(t, "2025-11-10")); d.Len() == 0 {
		t.Error("in force without anybody having decided it")
	}
	if d := p.Day(harmonie, mustDate(t, "2028-02-29")); d.Len() == 0 || d.Date.Weekday() != time.Tuesday {
		t.Error("29 February is closed")
	}
}
