package calendar_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Horizon and notice per product and channel: the most particular term holds, of a visit the strictest, and none lets
// a citizen book the same day (A000-33).
func TestTerms_A000_33(t *testing.T) {
	c := town(t)
	c.Windows = calendar.Windows{office.ChannelKiosk: {First: 1, Last: 10}}
	c.Terms = []calendar.Term{
		{Product: "huwelijk-aangifte", Window: calendar.Window{First: 14, Last: 180}},
		{Product: "huwelijk-aangifte", Channel: office.ChannelWeb, Window: calendar.Window{First: 21, Last: 90}},
		{Product: "reispas-aanvraag", Window: calendar.Window{First: 0, Last: 30}},
		{Channel: office.ChannelPhone, Window: calendar.Window{First: 0, Last: 100}},
	}
	p, now := mustPlan(t, c), at(t, "2026-03-02 10:04")
	for _, x := range []struct {
		products    string
		channel     office.Channel
		first, last office.Date
	}{
		{"eid-aanvraag", office.ChannelWeb, 1, 56}, {"eid-aanvraag", office.ChannelDesk, 0, 56},
		{"eid-aanvraag", office.ChannelKiosk, 1, 10}, {"eid-aanvraag", office.ChannelPhone, 0, 100},
		{"huwelijk-aangifte", office.ChannelDesk, 14, 180}, {"huwelijk-aangifte", office.ChannelWeb, 21, 90}, {"huwelijk-aangifte", office.ChannelKiosk, 14, 180},
		{"reispas-aanvraag", office.ChannelWeb, 1, 30}, {"reispas-aanvraag", office.ChannelDesk, 0, 30},
		{"reispas-aanvraag huwelijk-aangifte", office.ChannelWeb, 21, 30},
		{"zonder-afspraak", office.ChannelDesk, 0, 0},
	} {
		first, last, err := p.WindowFor(ids(x.products), x.channel, now)
		if today := p.Today(now); err != nil || first != today+x.first || last != today+x.last {
			t.Errorf("%s by %s: from %d to %d, %v", x.products, x.channel, first-p.Today(now), last-p.Today(now), err)
		}
	}
	if _, _, err := p.WindowFor(nil, office.ChannelWeb, now); calendar.CodeOf(err) != calendar.UnknownProduct {
		t.Errorf("without a product: %v", err)
	}
}

func ids(names string) (list []office.ProductID) {
	for _, n := range strings.Fields(names) {
		list = append(list, office.ProductID(n))
	}
	return list
}

// A notice is real time: of two hours at 10:04, 12:00 is too soon and 12:10 is not; over a change of the clock an
// hour is an hour.
func TestNotice(t *testing.T) {
	c := town(t)
	c.Terms = []calendar.Term{{Product: "eid-aanvraag", Window: calendar.Window{First: 0, Last: 56}, Notice: 120}}
	p := mustPlan(t, c)
	w := calendar.Wish{Site: berchem, Date: mustDate(t, "2026-03-03"), Desk: 1, Products: ids("eid-aanvraag"), Channel: office.ChannelDesk, Now: at(t, "2026-03-03 10:04")}
	for start, want := range map[string]calendar.Code{"10:00": calendar.Past, "10:10": calendar.TooSoon, "12:00": calendar.TooSoon, "12:10": calendar.Fine} {
		w.Start = mustMinute(t, start)
		wantCode(t, calendar.Check(p, w), want)
	}
	w.Start = mustMinute(t, "12:00")
	if say := fault.Sentence(calendar.Check(p, w)); say != "Dit moet vooraf gevraagd worden: het kan vanaf dinsdag 3 maart 2026 om 12:04. Kies een ander moment." {
		t.Errorf("says %q", say)
	}
	q := calendar.Query{Products: w.Products, Sites: []office.SiteID{berchem}, Channel: w.Channel, Now: w.Now, Limit: 1}
	if places, err := calendar.Search(q, p, calendar.Everything); err != nil || len(places) != 1 || places[0].Start != mustMinute(t, "12:10") {
		t.Errorf("%+v, %v", places, err)
	}
	q.Now, q.To = at(t, "2026-03-03 23:00"), w.Date // the notice passes midnight
	if _, err := calendar.Search(q, p, calendar.Everything); calendar.CodeOf(err) != calendar.TooSoon {
		t.Errorf("today with a notice until tomorrow: %v", err)
	}
}

// A001-12 to A001-15: what is urgent and has no appointment fills the free moments of the day, by staff, with an
// urgency code.
func TestWithoutAppointment_A001_12_A001_13_A001_14_A001_15(t *testing.T) {
	p := mustTown(t)
	date := mustDate(t, "2026-03-03")
	fine := calendar.Wish{Site: berchem, Date: date, Desk: 1, Start: 600, Products: ids("zonder-afspraak"), Channel: office.ChannelDesk, Urgency: 1, Now: at(t, "2026-03-03 09:31")}
	for _, c := range []struct {
		name  string
		spoil func(*calendar.Wish)
		want  calendar.Code
	}{
		{"A001-14 a free moment of the day", func(w *calendar.Wish) {}, calendar.Fine},
		{"A001-15 spoed", func(w *calendar.Wish) { w.Urgency = 2 }, calendar.Fine},
		{"A001-15 without a code", func(w *calendar.Wish) { w.Urgency = 0 }, calendar.UrgencyNeeded},
		{"A001-14 tomorrow's moments are not free for it", func(w *calendar.Wish) { w.Now = at(t, "2026-03-02 09:31") }, calendar.TodayOnly},
		{"a moment that is over", func(w *calendar.Wish) { w.Start = 570 }, calendar.Past},
		{"by a citizen", func(w *calendar.Wish) { w.Channel = office.ChannelWeb }, calendar.StaffOnly},
		{"A001-12 before it existed", func(w *calendar.Wish) { w.Date, w.Now = mustDate(t, "2024-08-27"), at(t, "2024-08-27 09:31") }, calendar.NotYet},
		{"A001-13 with what the visitor came for", func(w *calendar.Wish) { w.Products = ids("zonder-afspraak verlies-diefstal") }, calendar.Fine},
		{"with what there is no time left for", func(w *calendar.Wish) { w.Start, w.Products = 740, ids("zonder-afspraak vreemdelingenkaart-aanvraag") }, calendar.PastClosing},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := fine
			c.spoil(&w)
			wantCode(t, calendar.Check(p, w), c.want)
		})
	}
	w := fine
	w.Products = ids("zonder-afspraak verlies-diefstal") // A001-13: it counts, and takes no time of its own
	if place, err := p.Fit(w); err != nil || place.Minutes != 10 || len(place.Seats) != 1 {
		t.Errorf("%+v, %v", place, err)
	}
	q := calendar.Query{Products: ids("zonder-afspraak"), Sites: []office.SiteID{berchem}, Channel: office.ChannelDesk, Urgency: 2, Now: fine.Now}
	free, err := calendar.Search(q, p, calendar.Everything)
	if n := 2 * (17 + 18); err != nil || len(free) != n { // from 09:40 to 12:30 and the afternoon, today only
		t.Errorf("%d free moments, want %d; %v", len(free), n, err)
	}
	q.Urgency = 0
	if _, err := calendar.Search(q, p, calendar.Everything); calendar.CodeOf(err) != calendar.UrgencyNeeded {
		t.Errorf("searched without a code: %v", err)
	}
	q.Urgency, q.Products = 1, ids("zonder-afspraak huwelijk-aangifte")
	c := town(t)
	c.Terms = []calendar.Term{{Product: "huwelijk-aangifte", Window: calendar.Window{First: 14, Last: 90}}}
	if _, err := calendar.Search(q, mustPlan(t, c), calendar.Everything); calendar.CodeOf(err) != calendar.NotTogether {
		t.Errorf("what has no day in common: %v", err)
	}
}

// Several products and persons in one visit: minutes add up, the last person's too, and whole slots are taken on one
// desk (A003-27).
func TestSeveralProductsAndPersons_A003_27(t *testing.T) {
	p := mustTown(t)
	for _, c := range []struct {
		products string
		persons  int
		want     int
	}{
		{"eid-aanvraag", 1, 10}, {"eid-aanvraag", 0, 10}, {"eid-aanvraag", 4, 10 + 3*8}, {"eid-aanvraag reispas-aanvraag", 2, 18 + 18},
		{"eid-aanvraag eid-aanvraag", 1, 20}, {"nieuwe-inwoner adres-eid-aanpassen", 3, 25 + 10},
	} {
		if got, err := p.Minutes(ids(c.products), c.persons); got != c.want || err != nil {
			t.Errorf("%s for %d: %d minutes, %v", c.products, c.persons, got, err)
		}
	}
	if _, err := p.Minutes(ids("eid-aanvraag"), 30); calendar.CodeOf(err) != calendar.TooMany {
		t.Errorf("30 persons: %v", err)
	}
}
