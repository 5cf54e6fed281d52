package calendar_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// hours counts the dates of a week and the hours of them in a roster, from Monday 2 March 2026.
func hours(t *testing.T, r calendar.Roster) (dates int, minutes office.Minute) {
	t.Helper()
	for i := range office.Date(7) {
		list := r.On(mustDate(t, "2026-03-02") + i)
		if len(list) > 0 {
			dates++
		}
		for _, h := range list {
			minutes += h.To - h.From
		}
	}
	return dates, minutes
}

// Each mode has its roster: desks on two days beside a reception on four (A002-37, A002-49), six days with two
// evenings and every Saturday (A002-58, A002-59), no reception at all (A002-52).
func TestRosters_A002_37_A002_49_A002_52_A002_58(t *testing.T) {
	p := mustTown(t)
	for _, c := range []struct {
		name    string
		site    office.SiteID
		mode    calendar.Mode
		dates   int
		minutes office.Minute
	}{
		{"A002-37 Berchem's desks", berchem, calendar.Appointment, 2, 210 + 180 + 210},
		{"A002-49 Berchem's reception", berchem, calendar.Reception, 4, 0},
		{"A002-39 Groenenhoek's desks", groenenhoek, calendar.Appointment, 1, 360},
		{"A002-52 Groenenhoek has no reception", groenenhoek, calendar.Reception, 0, 0},
		{"A002-58 Harmonie", harmonie, calendar.Appointment, 6, 3*480 + 2*660 + 240},
		{"A002-17 a self-service desk", "kiosk-de-poort", calendar.SelfService, 5, 4*480 + 240},
		{"A001-16 the walk-in", snelbalie, calendar.WalkIn, 1, 180},
		{"a site that is not there", "nergens", calendar.Appointment, 0, 0},
	} {
		r := p.Roster(c.site, c.mode)
		dates, minutes := hours(t, r)
		if dates != c.dates || (c.minutes > 0 && minutes != c.minutes) || r.Exists(mustDate(t, "2026-03-02")) != (c.dates > 0) {
			t.Errorf("%s: %d dates, %d minutes", c.name, dates, minutes)
		}
	}
	evening := p.Roster(harmonie, calendar.Appointment).On(mustDate(t, "2026-03-03"))
	if len(evening) != 1 || evening[0].To != mustMinute(t, "20:00") { // A002-59
		t.Errorf("Tuesday at Harmonie: %+v", evening)
	}
}

// A002-60: open now, or when next, exceptions included.
func TestOpenNowOrNext_A002_60(t *testing.T) {
	p := mustTown(t, calendar.Closure{ID: "half", Site: harmonie, Dates: office.Period{From: mustDate(t, "2026-03-04"), To: mustDate(t, "2026-03-04")},
		From: 0, To: mustMinute(t, "12:00"), Reason: "vorming"})
	for _, c := range []struct{ at, want string }{
		{"2026-03-03 08:59", "Nu gesloten. Opent vandaag om 09:00."},
		{"2026-03-03 09:00", "Nu open tot 20:00."},
		{"2026-03-03 19:59", "Nu open tot 20:00."},
		{"2026-03-03 20:00", "Nu gesloten. Opent morgen om 12:00."}, // the closed morning
		{"2026-03-07 13:00", "Nu gesloten. Opent maandag 9 maart 2026 om 09:00."},
		{"2026-04-04 13:00", "Nu gesloten. Opent dinsdag 7 april 2026 om 09:00."}, // over Easter Monday
	} {
		if got := p.Roster(harmonie, calendar.Appointment).Say(at(t, c.at)); got != c.want {
			t.Errorf("%s: %q, want %q", c.at, got, c.want)
		}
	}
	if got := p.Roster(groenenhoek, calendar.Reception).Say(at(t, "2026-03-03 10:00")); got != "Gesloten." {
		t.Errorf("without a reception: %q", got)
	}
}

// A004-21, A004-22: a call belongs to the hours of its arrival, holidays included.
func TestCallInsideHours_A004_21(t *testing.T) {
	p := mustTown(t)
	r := p.Roster("lier-stadskantoor", calendar.Phone)
	list := r.On(mustDate(t, "2026-03-03"))
	if len(list) == 0 {
		t.Fatal("the contact centre has no hours")
	}
	closing := list[len(list)-1].To
	for minute, want := range map[office.Minute]bool{list[0].From - 1: false, list[0].From: true, closing - 1: true, closing: false} {
		if _, in := r.At(mustDate(t, "2026-03-03").At(minute, p.Zone())); in != want {
			t.Errorf("a call at %s is inside hours: %t", minute, in)
		}
	}
	if _, in := r.At(mustDate(t, "2025-11-11").At(closing-1, p.Zone())); in {
		t.Error("a call on a holiday counts")
	}
}

// A001-16, A001-19: the walk-in on Tuesday is for burgerzaken without the foreigners' files, from 1 April 2025 on,
// within its hours, and not on holidays; what it excludes gets an appointment offered.
func TestWalkIn_A001_16_A001_19(t *testing.T) {
	p := mustTown(t)
	r := p.Roster(snelbalie, calendar.WalkIn)
	for _, c := range []struct {
		name, at string
		product  office.ProductID
		want     calendar.Code
		says     string
	}{
		{"inside the window", "2025-04-01 09:00", "eid-aanvraag", calendar.PhotoNeeded, ""},
		{"its last minute", "2025-04-01 11:59", "adreswijziging-aangifte", calendar.Fine, ""},
		{"A001-16 a week before it began", "2025-03-25 09:00", "adreswijziging-aangifte", calendar.Closed, "geen vrije inloop; wel op afspraak"},
		{"before it opens", "2025-04-01 08:30", "adreswijziging-aangifte", calendar.NotThen, "van 09:00 tot 12:00"},
		{"after it", "2025-04-01 12:00", "adreswijziging-aangifte", calendar.PastClosing, "niet meer"},
		{"A001-16 the excluded product", "2025-04-01 09:00", "vreemdelingenkaart-aanvraag", calendar.ByAppointment, "Maak een afspraak."},
		{"another cluster", "2025-04-01 09:00", "woonadvies", calendar.NotThen, "vrije inloop"},
		{"A001-19 a holiday", "2025-11-11 09:00", "adreswijziging-aangifte", calendar.Closed, "Wapenstilstand"},
		{"A001-19 another holiday", "2026-07-21 09:00", "adreswijziging-aangifte", calendar.Closed, "Nationale Feestdag"},
		{"the week after the holiday", "2026-07-28 09:00", "adreswijziging-aangifte", calendar.Fine, ""},
		{"unknown", "2025-04-01 09:00", "wafel", calendar.UnknownProduct, ""},
	} {
		v := r.Admits(c.product, at(t, c.at))
		if v.Code != c.want || !strings.Contains(v.Say(), c.says) {
			t.Errorf("%s: %+v, says %q", c.name, v, v.Say())
		}
	}
	if v := p.Roster("nergens", calendar.WalkIn).Admits("eid-aanvraag", at(t, "2025-04-01 09:00")); v.Code != calendar.UnknownSite {
		t.Errorf("nowhere: %+v", v)
	}
}

// A rule that excludes a product which could be walked in with refuses it too, and a service that is closed for an
// hour is refused within that hour.
func TestWalkInExceptAndLimit_A001_16(t *testing.T) {
	c := town(t)
	date := mustDate(t, "2026-03-03")
	for i := range c.Rules {
		if c.Rules[i].Mode == calendar.WalkIn {
			c.Rules[i].Except = append([]office.ProductID{"eid-aanvraag"}, c.Rules[i].Except...)
		}
	}
	c.Closures = []calendar.Closure{{ID: "toestel", Site: snelbalie, Dates: office.Period{From: date, To: date}, From: 600, To: 660, Reason: "toestel stuk",
		Modes: calendar.Only(calendar.WalkIn), Products: []office.ProductID{"reispas-aanvraag"}}}
	r := mustPlan(t, c).Roster(snelbalie, calendar.WalkIn)
	for name, want := range map[string]calendar.Code{"eid-aanvraag 09:30": calendar.NotThen, "reispas-aanvraag 09:30": calendar.PhotoNeeded,
		"reispas-aanvraag 10:30": calendar.Closed, "reispas-aanvraag 11:00": calendar.PhotoNeeded} { // until 11:00, not at it
		product, minute, _ := strings.Cut(name, " ")
		if v := r.Admits(office.ProductID(product), at(t, "2026-03-03 "+minute)); v.Code != want {
			t.Errorf("%s: %+v", name, v)
		}
	}
	// The same closure on a day by appointment closes nothing there: it is of the walk-in.
	c.Closures[0].Dates.To++
	w := calendar.Wish{Site: snelbalie, Date: date + 1, Desk: 1, Start: 620, Products: ids("reispas-aanvraag"), Channel: office.ChannelDesk, Now: at(t, "2026-03-03 08:00")}
	wantCode(t, calendar.Check(mustPlan(t, c), w), calendar.Fine)
	c.Closures[0].Modes = 0
	wantCode(t, calendar.Check(mustPlan(t, c), w), calendar.Closed)
}

// Hours of rules that touch or overlap are one stretch to whoever asks until when it is open.
func TestTouchingHoursAreOne_A002_60(t *testing.T) {
	rule := func(id string, from, to office.Minute, first office.Desk) calendar.Rule {
		return calendar.Rule{ID: id, Site: "s", Days: calendar.EveryDay, From: from, To: to, Desks: 1, FirstDesk: first}
	}
	p := mustPlan(t, calendar.Config{Sites: []office.Site{{ID: "s", Name: "S"}}, Products: anything(),
		Rules: []calendar.Rule{rule("a", 540, 660, 1), rule("b", 660, 720, 1), rule("c", 600, 640, 2), rule("d", 780, 840, 1)}})
	date := mustDate(t, "2026-03-03")
	got := p.Roster("s", calendar.Appointment).On(date)
	if len(got) != 2 || got[0] != (calendar.Hours{Date: date, From: 540, To: 720}) || got[1].From != 780 {
		t.Errorf("%+v", got)
	}
}

// A000-34: the reception hands out what is quick, where there is a vault; a closure of the reception leaves the desks
// open, and one that is closed for good has a signpost (A002-53).
func TestReception_A000_34_A002_53(t *testing.T) {
	c := town(t)
	date := mustDate(t, "2026-03-03")
	var last office.Date
	for i := range c.Rules {
		if r := &c.Rules[i]; r.Site == berchem && r.Mode == calendar.Reception {
			r.Valid.To = mustDate(t, "2026-06-30")
			r.After = calendar.Signpost{Say: "Meld u aan bij de zuil.", Site: harmonie, Web: "stad.example/loket", Phone: "03 000 00 00"}
			last = r.Valid.To
		}
	}
	c.Closures = []calendar.Closure{{ID: "ziek", Site: berchem, Dates: office.Period{From: date, To: date}, Reason: "onthaal afwezig", Modes: calendar.Only(calendar.Reception)}}
	p := mustPlan(t, c)
	reception := func(id office.ProductID, d office.Date) calendar.Verdict {
		return p.OfferIn(calendar.Reception, berchem, id, d, office.ChannelDesk)
	}
	if v := reception("reispas-afhalen", date+7); !v.OK {
		t.Errorf("a passport at the reception: %+v", v)
	}
	if v := reception("huwelijk-aangifte", date+7); v.Code != calendar.ByAppointment {
		t.Errorf("a marriage at the reception: %+v", v)
	}
	if v := p.OfferIn(calendar.Reception, groenenhoek, "reispas-afhalen", date+2, office.ChannelDesk); v.Code != calendar.NoVault {
		t.Errorf("a passport without a vault: %+v", v)
	}
	if d := p.Day(berchem, date); d.Len() != 78 || len(d.Notes) != 1 || d.Notes[0] != "Gesloten voor onthaal: onthaal afwezig." {
		t.Errorf("on the day the reception is closed: %d seats, %q", d.Len(), d.Notes)
	}
	if v := reception("reispas-afhalen", date); v.Code != calendar.Closed || !strings.Contains(v.Reason, "onthaal afwezig") {
		t.Errorf("the closed reception: %+v", v)
	}
	v := reception("reispas-afhalen", last+7)
	if v.OK || v.Instead != "Meld u aan bij de zuil. U kunt terecht bij Stadsloket Harmonie. Zie stad.example/loket. Bel 03 000 00 00." {
		t.Errorf("after its last day: %+v", v)
	}
	if p.Roster(berchem, calendar.Reception).Exists(last+1) || !p.Roster(berchem, calendar.Reception).Exists(last) {
		t.Error("the roster ends on another day")
	}
}
