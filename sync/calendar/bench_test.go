package calendar_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// region is twenty sites with four desks, open six days a week for eleven hours: about 30,000 seats a week.
func region(b *testing.B) *calendar.Plan {
	c := calendar.Config{
		Products: []office.Product{{ID: "p", Dutch: "P", Duration: office.Sourced[office.DeskTime]{Value: office.DeskTime{Minutes: 25}}}},
		Windows:  calendar.Windows{office.ChannelDesk: {First: 0, Last: 59}},
	}
	for i := range 20 {
		id := office.SiteID(fmt.Sprintf("loket-%d", i))
		c.Sites = append(c.Sites, office.Site{ID: id, Name: string(id)})
		for k, part := range [][2]office.Minute{{540, 750}, {780, 1200}} {
			c.Rules = append(c.Rules, calendar.Rule{ID: fmt.Sprintf("%d-%d", i, k), Site: id, From: part[0], To: part[1], Desks: 4,
				Days: calendar.EveryDay &^ calendar.On(time.Sunday)})
		}
	}
	return mustPlan(b, c)
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

// BenchmarkPlan is the cold start: compile the rules and build 60 days of all sites.
func BenchmarkPlan(b *testing.B) {
	for b.Loop() {
		p := region(b)
		today := office.NewDate(2026, 3, 2)
		for _, s := range p.Sites() {
			for date := today; date < today+60; date++ {
				p.Day(s.ID, date)
			}
		}
	}
}
