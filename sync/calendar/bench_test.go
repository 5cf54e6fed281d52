package calendar_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/office"
)

// region is twenty sites with four desks, open six days a week for eleven hours: about 30,000 seats a week; with
// every sort of rule that a city has: rosters in four modes, hours by the second week and the last of the month,
// closures of days, half days, services and rosters, a regime of two teams, terms.
func region(b *testing.B) *calendar.Plan { return mustPlan(b, regionRules()) }

func regionRules() calendar.Config {
	c := calendar.Config{
		Windows: calendar.Windows{office.ChannelDesk: {First: 0, Last: 59}},
		Terms:   []calendar.Term{{Product: "p", Window: calendar.Window{First: 0, Last: 59}, Notice: 15}, {Product: "q", Channel: office.ChannelWeb, Window: calendar.Window{First: 2, Last: 30}}},
		Near:    map[string][]string{"d0": {"d1", "d2"}}, StepFree: map[office.SiteID]bool{},
	}
	for i := range 32 {
		id := office.ProductID("p" + fmt.Sprint(i))
		if i < 2 {
			id = office.ProductID("pq"[i : i+1])
		}
		c.Products = append(c.Products, office.Product{ID: id, Dutch: "P", Duration: office.Sourced[office.DeskTime]{Value: office.DeskTime{Minutes: 25}}})
	}
	monday := office.NewDate(2026, 3, 2)
	for i := range 20 {
		id := office.SiteID(fmt.Sprintf("loket-%d", i))
		c.Sites = append(c.Sites, office.Site{ID: id, Name: string(id), District: fmt.Sprintf("d%d", i%5)})
		c.StepFree[id] = true
		week := calendar.EveryDay &^ calendar.On(time.Sunday)
		rule := func(name string, from, to office.Minute, days calendar.Weekdays, m calendar.Mode, when calendar.Recurrence) {
			c.Rules = append(c.Rules, calendar.Rule{ID: fmt.Sprintf("%d-%s", i, name), Site: id, From: from, To: to, Desks: 4, Days: days, Mode: m, When: when})
		}
		rule("morning", 540, 750, week, calendar.Appointment, calendar.Recurrence{})
		rule("afternoon", 780, 1200, week, calendar.Appointment, calendar.Recurrence{})
		rule("evening", 1200, 1260, calendar.On(time.Thursday), calendar.Appointment, calendar.Recurrence{Every: 2, Since: monday})
		rule("sunday", 600, 720, calendar.On(time.Sunday), calendar.Appointment, calendar.Recurrence{Nth: calendar.First | calendar.Last})
		rule("reception", 540, 1200, week, calendar.Reception, calendar.Recurrence{})
		rule("walk-in", 540, 720, calendar.On(time.Tuesday), calendar.WalkIn, calendar.Recurrence{Week: calendar.First | calendar.Third})
		rule("kiosk", 480, 1320, calendar.EveryDay, calendar.SelfService, calendar.Recurrence{})
		c.Closures = append(c.Closures,
			calendar.Closure{ID: fmt.Sprintf("%d-staff", i), Site: id, Dates: office.Period{From: monday + 10, To: monday + 10}, Reason: "personeelsdag"},
			calendar.Closure{ID: fmt.Sprintf("%d-talk", i), Site: id, Dates: office.Period{From: monday}, When: calendar.Recurrence{Days: calendar.On(time.Monday), Nth: calendar.First}, From: 540, To: 600, Reason: "overleg"},
			calendar.Closure{ID: fmt.Sprintf("%d-machine", i), Site: id, Dates: office.Period{From: monday + 3, To: monday + 5}, Products: []office.ProductID{"q"}, Reason: "toestel stuk"})
	}
	c.Closures = append(c.Closures, catalogue.Extras()...)
	c.Regimes = []calendar.Regime{{ID: "bubbels", Dates: office.Period{From: monday + 20, To: monday + 40}, Reason: "bubbels", Teams: []calendar.Team{
		{Name: "A", Desks: calendar.DeskSet(1, 2), Turn: calendar.Recurrence{Every: 2, Since: monday}}, {Name: "B", Desks: calendar.DeskSet(3, 4), Turn: calendar.Recurrence{Every: 2, Since: monday + 7}}}}}
	return c
}

// remembered is an occupancy as a caller keeps it: a bitmap per site and date.
type remembered map[*calendar.Day]calendar.Free

func (r remembered) Free(d *calendar.Day) calendar.Free { return r[d] }

// remember fills 60 days of all sites; keep says which seats stay free.
func remember(p *calendar.Plan, from office.Date, keep func(office.SeatID) bool) remembered {
	r := remembered{}
	for _, s := range p.Sites() {
		for date := from; date < from+60; date++ {
			d := p.Day(s.ID, date)
			f := d.NoneFree()
			for _, seat := range d.Seats() {
				if keep(seat) {
					f.Give(seat.Desk, seat.Start)
				}
			}
			r[d] = f
		}
	}
	return r
}

// BenchmarkSearch is the first-free search over 20 sites × 60 days, warm, for a visit of three slots.
// "last day" is the worst case for the limit: everything else is taken, in a pattern that leaves pairs.
func BenchmarkSearch(b *testing.B) {
	p := region(b)
	now := time.Date(2026, 3, 2, 9, 4, 0, 0, time.UTC)
	today := p.Today(now)
	pairs := func(s office.SeatID) bool { return s.Start/10%3 != 0 }
	for _, c := range []struct {
		name string
		keep func(office.SeatID) bool
	}{
		{"empty", func(office.SeatID) bool { return true }},
		{"full", func(office.SeatID) bool { return false }},
		{"pairs", pairs},
		{"last day", func(s office.SeatID) bool { return pairs(s) || s.Date >= today+58 }},
	} {
		o := remember(p, today, c.keep)
		q := calendar.Query{Products: []office.ProductID{"p"}, Channel: office.ChannelDesk, Now: now, Limit: 10}
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := calendar.Search(q, p, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	o := remember(p, today, func(s office.SeatID) bool { return s.Date >= today+58 })
	w := calendar.Wish{Site: "loket-7", Date: today + 20, Desk: 1, Start: 600, Products: []office.ProductID{"p"}, Channel: office.ChannelDesk, Now: now}
	b.Run("alternatives", func(b *testing.B) {
		for b.Loop() {
			calendar.Alternatives(w, 3, p, o)
		}
	})
	all := remember(p, today, func(office.SeatID) bool { return true })
	q := calendar.Query{Products: []office.ProductID{"p"}, Channel: office.ChannelDesk, Now: now}
	b.Run("count all", func(b *testing.B) {
		for b.Loop() {
			if _, err := calendar.Count(q, p, all); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkCheck is what a booking pays for the rules.
func BenchmarkCheck(b *testing.B) {
	p := region(b)
	now := time.Date(2026, 3, 2, 9, 4, 0, 0, time.UTC)
	w := calendar.Wish{Site: "loket-7", Date: p.Today(now) + 1, Desk: 1, Start: 600, Products: []office.ProductID{"p"}, Channel: office.ChannelDesk, Now: now}
	b.ReportAllocs()
	for b.Loop() {
		if err := calendar.Check(p, w); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCold is a search right after the rules changed: compile them, build 60 days of all sites with their free
// seats, find the first places on the last days.
func BenchmarkCold(b *testing.B) {
	c := regionRules()
	now := time.Date(2026, 3, 2, 9, 4, 0, 0, time.UTC)
	q := calendar.Query{Products: []office.ProductID{"p"}, Channel: office.ChannelDesk, Now: now, Limit: 10}
	for b.Loop() {
		p := mustPlan(b, c)
		places, err := calendar.Search(q, p, late{p.Today(now) + 58})
		if err != nil || len(places) == 0 {
			b.Fatal(err)
		}
	}
}

// late is the occupancy in which everything before a date is taken; the sets are made anew, as on a cold start.
type late struct{ from office.Date }

func (l late) Free(d *calendar.Day) calendar.Free {
	if d.Date < l.from {
		return d.NoneFree()
	}
	return d.AllFree()
}

// BenchmarkMatrix is a week of the whole offer for one screen: 20 sites × 32 products × 7 dates, one channel.
func BenchmarkMatrix(b *testing.B) {
	p := region(b)
	monday := office.NewDate(2026, 3, 2)
	x := calendar.Scope{Channels: []office.Channel{office.ChannelWeb}, Dates: office.Period{From: monday, To: monday + 6}}
	for b.Loop() {
		n := 0
		for range p.Matrix(x) {
			n++
		}
		if n != 20*32*7 {
			b.Fatal(n)
		}
	}
}
