package calendar_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// A000-09: to keep a distance, every second desk is closed for a period; before and after all is as it was.
func TestRegimeClosesDesks_A000_09(t *testing.T) {
	c := town(t)
	from, to := mustDate(t, "2026-03-02"), mustDate(t, "2026-03-15")
	c.Regimes = []calendar.Regime{{ID: "afstand", Site: harmonie, Dates: office.Period{From: from, To: to}, Closed: calendar.DeskSet(2, 4, 6, 8, 10, 12), Reason: "afstand houden"}}
	p, was := mustPlan(t, c), mustTown(t)
	for _, d := range []struct {
		date  string
		share int // of the seats, in halves
	}{{"2026-02-28", 2}, {"2026-03-02", 1}, {"2026-03-14", 1}, {"2026-03-16", 2}} {
		date := mustDate(t, d.date)
		if got, all := p.Day(harmonie, date).Len(), was.Day(harmonie, date).Len(); all == 0 || got*2 != all*d.share {
			t.Errorf("%s: %d of %d seats", date, got, all)
		}
	}
	d := p.Day(harmonie, from)
	if d.Has(2, 540) || !d.Has(1, 540) || !d.Has(11, 540) || len(d.Notes) != 1 || d.Notes[0] != "Niet alle loketten zijn open: afstand houden." {
		t.Errorf("desks of the day: %+v, %q", d.Openings, d.Notes)
	}
	w := calendar.Wish{Site: harmonie, Date: from + 1, Desk: 2, Start: 540, Products: []office.ProductID{"eid-aanvraag"}, Channel: office.ChannelDesk, Now: at(t, "2026-03-02 08:00")}
	wantCode(t, calendar.Check(p, w), calendar.NoSeat)
	if p.Day(berchem, mustDate(t, "2026-03-03")).Len() != 78 {
		t.Error("another site is limited too")
	}
}

// A000-27, A000-28: two teams take turns by week, or by half day, and never meet; a desk of no team is always open.
func TestTeamsNeverMeet_A000_27_A000_28(t *testing.T) {
	monday := mustDate(t, "2026-03-02")
	week := func(since office.Date) calendar.Recurrence { return calendar.Recurrence{Every: 2, Since: since} }
	town := func(teams ...calendar.Team) *calendar.Plan {
		return mustPlan(t, calendar.Config{Sites: []office.Site{{ID: "s", Name: "S"}}, Products: anything(),
			Rules:   []calendar.Rule{{ID: "r", Site: "s", Days: calendar.EveryDay, From: 540, To: 720, Desks: 5}},
			Regimes: []calendar.Regime{{ID: "bubbels", Dates: office.Period{From: monday, To: monday + 27}, Teams: teams, Reason: "twee bubbels"}}})
	}
	open := func(p *calendar.Plan, date office.Date, minute office.Minute) (desks []office.Desk) {
		for d := office.Desk(1); d <= 6; d++ {
			if p.Day("s", date).Has(d, minute) {
				desks = append(desks, d)
			}
		}
		return desks
	}
	byWeek := town(calendar.Team{Name: "A", Desks: calendar.DeskSet(1, 2), Turn: week(monday)}, calendar.Team{Name: "B", Desks: calendar.DeskSet(3, 4), Turn: week(monday + 7)})
	byHalf := town(calendar.Team{Name: "A", Desks: calendar.DeskSet(1, 2), To: 620}, calendar.Team{Name: "B", Desks: calendar.DeskSet(2, 3, 4), From: 620, To: office.EndOfDay})
	for _, c := range []struct {
		name string
		p    *calendar.Plan
		date office.Date
		at   office.Minute
		want string
	}{
		{"A's week", byWeek, monday, 540, "\x01\x02\x05"}, {"B's week", byWeek, monday + 7, 540, "\x03\x04\x05"},
		{"A's week again", byWeek, monday + 20, 540, "\x01\x02\x05"}, {"after the regime", byWeek, monday + 28, 540, "\x01\x02\x03\x04\x05"},
		{"A's morning", byHalf, monday, 610, "\x01\x02\x05"}, {"B's part", byHalf, monday, 620, "\x02\x03\x04\x05"},
	} {
		if got := open(c.p, c.date, c.at); string(got) != c.want {
			t.Errorf("%s: desks %v, want %v", c.name, got, []byte(c.want))
		}
	}
	// No visit goes over from one team to the other, even at a desk that both use.
	w := calendar.Wish{Site: "s", Date: monday, Desk: 2, Start: 610, Products: []office.ProductID{"p", "p"}, Channel: office.ChannelDesk, Now: monday.At(0, time.UTC)}
	wantCode(t, calendar.Check(byHalf, w), calendar.PastClosing)
	w.Desk = 5
	wantCode(t, calendar.Check(byHalf, w), calendar.Fine)
}

// A002-48: a third party sits at a desk of its own on the first and third Wednesday, for its product only; the others
// go on.
func TestSittingDays_A002_48(t *testing.T) {
	products := append(anything(), office.Product{ID: "zitdag", Dutch: "Zitdag FOD", Duration: office.Sourced[office.DeskTime]{Value: office.DeskTime{Minutes: 20}}})
	p := mustPlan(t, calendar.Config{Sites: []office.Site{{ID: "s", Name: "S"}}, Products: products, Rules: []calendar.Rule{
		{ID: "eigen", Site: "s", Days: calendar.EveryDay, From: 540, To: 720, Desks: 2, Except: []office.ProductID{"zitdag"}},
		{ID: "zitdag", Site: "s", Days: calendar.On(time.Wednesday), When: calendar.Recurrence{Nth: calendar.First | calendar.Third}, From: 540, To: 720, Desks: 1, FirstDesk: 3, Slot: 20,
			Products: []office.ProductID{"zitdag"}, Valid: office.Period{To: mustDate(t, "2026-06-30")}, After: calendar.Signpost{Where: "het gemeentehuis"}},
	}})
	for date, want := range map[string]calendar.Code{"2026-03-04": calendar.Fine, "2026-03-18": calendar.Fine, "2026-03-11": calendar.NotThen, "2026-03-05": calendar.NotThen, "2026-07-01": calendar.NotThen} {
		v := p.Offer("s", "zitdag", mustDate(t, date), office.ChannelWeb)
		if own := p.Offer("s", "p", mustDate(t, date), office.ChannelWeb); v.Code != want || !own.OK {
			t.Errorf("%s: %+v; the others %+v", date, v, own)
		}
		if ended := date == "2026-07-01"; ended != (v.Instead == "U kunt terecht bij het gemeentehuis.") {
			t.Errorf("%s: instead %q", date, v.Instead)
		}
	}
	w := calendar.Wish{Site: "s", Date: mustDate(t, "2026-03-04"), Desk: 3, Start: 540, Products: ids("zitdag"), Channel: office.ChannelWeb, Now: at(t, "2026-03-02 10:00")}
	wantCode(t, calendar.Check(p, w), calendar.Fine)
	w.Products = ids("p")
	wantCode(t, calendar.Check(p, w), calendar.NotThen)
}
