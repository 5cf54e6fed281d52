package calendar_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// A day without places says why, by the name of what closes it; nothing is said where places are, or were.
func TestShutInWords_A001_16_A001_19(t *testing.T) {
	c := town(t)
	c.Closures = []calendar.Closure{
		{ID: "x", Site: berchem, Dates: office.Period{From: mustDate(t, "2026-03-03"), To: mustDate(t, "2026-03-03")}, Reason: "personeelsdag"},
		{ID: "y", Site: berchem, Dates: office.Period{From: mustDate(t, "2026-03-10"), To: mustDate(t, "2026-03-10")}, Reason: "de kluis wordt nagekeken", Products: ids("eid-afhalen")}}
	p := mustPlan(t, c)
	two := []office.SiteID{berchem, harmonie}
	for _, row := range []struct {
		title   string
		sites   []office.SiteID
		product string
		from    string
		to      string
		now     string
		part    calendar.Part
		says    string
	}{
		{"a holiday", []office.SiteID{snelbalie}, "reispas-aanvraag", "2025-11-11", "", "2025-11-10 08:50", 0, "is gesloten op dinsdag 11 november 2025: Wapenstilstand. Kies een ander moment."},
		{"a holiday, everywhere", two, "reispas-aanvraag", "2025-11-11", "", "2025-11-10 08:50", 0, "Alle locaties zijn gesloten op dinsdag 11 november 2025: Wapenstilstand."},
		{"a closure", []office.SiteID{berchem}, "eid-aanvraag", "2026-03-03", "", "2026-03-02 08:50", 0, "Buurtloket Berchem is gesloten op dinsdag 3 maart 2026: personeelsdag."},
		{"a closure of a product", []office.SiteID{berchem}, "eid-afhalen", "2026-03-10", "", "2026-03-02 08:50", 0, "op dinsdag 10 maart 2026: de kluis wordt nagekeken."},
		{"never open then", []office.SiteID{harmonie}, "eid-aanvraag", "2026-11-29", "", "2026-11-25 10:00", 0, "Stadsloket Harmonie is niet open op zondag 29 november 2026."},
		{"another way", []office.SiteID{snelbalie}, "reispas-aanvraag", "2025-04-01", "", "2025-03-25 09:05", 0, "heeft op dinsdag 1 april 2025 geen afspraken; wel vrije inloop van 09:00 tot 12:00."},
		{"left out of the other way", []office.SiteID{snelbalie}, "vreemdelingenkaart-aanvraag", "2025-04-01", "", "2025-03-25 09:05", 0, "kan niet tijdens de vrije inloop. Maak een afspraak."},
		{"too late today", []office.SiteID{harmonie}, "eid-aanvraag", "2026-11-28", "", "2026-11-28 14:00", 0, "Voor vandaag is het te laat: Stadsloket Harmonie heeft afspraken van 09:00 tot 13:00."},
		{"no evening", []office.SiteID{harmonie}, "eid-aanvraag", "2026-11-28", "", "2026-11-25 10:00", calendar.Evening, "Stadsloket Harmonie heeft op zaterdag 28 november 2026 alleen afspraken van 09:00 tot 13:00."},
		{"a weekend of one", []office.SiteID{berchem}, "eid-aanvraag", "2026-11-28", "2026-11-29", "2026-11-25 10:00", 0, "Van zaterdag 28 november 2026 tot en met zondag 29 november 2026 kan dit niet in Buurtloket Berchem. Buurtloket Berchem is niet open"},
		{"places", []office.SiteID{harmonie}, "eid-aanvraag", "2026-11-28", "2026-11-29", "2026-11-25 10:00", 0, ""},
	} {
		q := calendar.Query{Sites: row.sites, Products: ids(row.product), From: mustDate(t, row.from), To: mustDate(t, row.from), Part: row.part,
			Channel: office.ChannelDesk, Now: at(t, row.now)}
		if row.to != "" {
			q.To = mustDate(t, row.to)
		}
		say, err := calendar.Shut(q, p)
		if err != nil || !strings.Contains(say, row.says) || (say == "") != (row.says == "") {
			t.Errorf("%s: %q, %v", row.title, say, err)
		}
	}
	if _, err := calendar.Shut(calendar.Query{Products: ids("paspoortje")}, p); calendar.CodeOf(err) != calendar.UnknownProduct {
		t.Errorf("an unknown product: %v", err)
	}
}

// Only what the rules leave open can be full: Shut speaks exactly where an empty calendar has no place.
func TestShutIsWhatIsNotFull(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyTown(t)
		p, err := calendar.NewPlan(c)
		if err != nil {
			t.Fatal(err)
		}
		dates := anyPeriod(t)
		q := calendar.Query{Products: []office.ProductID{rapid.SampledFrom(c.Products).Draw(t, "product").ID}, From: dates.From, To: min(dates.To, dates.From+2),
			Channel: office.ChannelDesk, Urgency: 1, Now: (firstDay + 3).At(600, p.Zone()), Part: calendar.Part(rapid.IntRange(0, 4).Draw(t, "part"))}
		if rapid.Bool().Draw(t, "one site") {
			q.Sites = []office.SiteID{rapid.SampledFrom(c.Sites).Draw(t, "site").ID}
		}
		found, err := calendar.Search(q, p, calendar.Everything)
		say, again := calendar.Shut(q, p)
		if (err == nil) != (again == nil) || err == nil && (len(found) == 0) != (say != "") {
			t.Fatalf("%d places, %v; %q, %v", len(found), err, say, again)
		}
	})
}
