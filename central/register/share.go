package register

import (
	"cmp"
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

// share gives as many free seats of a day as are missing from the site's share. Each rule, and so each sort of product,
// gives its part; and the seats are spread over the hours before they are spread over the desks, so that the site and the
// other channels both have places at all times of the day.
//
// The same state gives the same seats on every node: all orders are those of the plan.
func (g *gift) share(d *calendar.Day, q Quota) {
	day := g.sort(d)
	missing := min(max(day.seats/q.Share, q.AtLeast)-day.held, day.free)
	if day.seats == 0 || missing <= 0 {
		return
	}
	want, before := max(day.seats/q.Share, q.AtLeast), 0
	for i := range day.lots { // the parts add up to the share
		l := &day.lots[i]
		part := (before+l.seats)*want/day.seats - before*want/day.seats
		before += l.seats
		missing -= g.pick(day, l.free, min(part-l.held, missing), q.Stays)
	}
	rest := day.rest()
	missing -= g.pick(day, rest, missing, q.Stays)
	g.pick(day, day.rest(), missing, 0) // the share goes before the hour
}

// shared is a day while its share is chosen.
type shared struct {
	lots              []lot
	seats, held, free int
	left              map[hour]int // free seats that headquarters still has; looked up, never ranged over
	of                map[hour]int // seats that there are
	given             map[office.SeatID]bool
}

// lot is the seats of one rule: the same products, the same desks.
type lot struct {
	rule        string
	seats, held int
	free        []spot
}

// spot is a free seat. Two that follow each other on a desk are a pair: given together, longer visits fit too.
type spot struct {
	id   office.SeatID
	rule string
	pair office.Minute // when its pair begins
}

// hour is a start of a rule, or of the whole site where the rule is empty.
type hour struct {
	rule  string
	start office.Minute
}

// sort sees who has which seat of a day.
func (g *gift) sort(d *calendar.Day) *shared {
	day := &shared{left: map[hour]int{}, of: map[hour]int{}, given: map[office.SeatID]bool{}}
	for i := range d.Openings {
		o := &d.Openings[i]
		if o.Mode != calendar.Appointment {
			continue
		}
		at := slices.IndexFunc(day.lots, func(l lot) bool { return l.rule == o.Rule })
		if at < 0 {
			at, day.lots = len(day.lots), append(day.lots, lot{rule: o.Rule})
		}
		for k := range o.Slots {
			for n := range o.Desks {
				id := office.SeatID{Site: d.Site, Date: d.Date, Desk: o.FirstDesk + office.Desk(n), Start: o.From + office.Minute(k)*o.Slot}
				g.look(day, &day.lots[at], spot{id, o.Rule, o.From + office.Minute(k/2*2)*o.Slot})
			}
		}
	}
	for i := range day.lots {
		slices.SortFunc(day.lots[i].free, spot.compare)
	}
	return day
}

// look counts one seat: what was asked back counts as held, since a planner wants it elsewhere.
func (g *gift) look(day *shared, l *lot, s spot) {
	day.seats++
	l.seats++
	for _, h := range s.hours() {
		day.of[h]++
	}
	switch seat := (View{g.t.w, g.t.m}).seat(g.st, s.id); {
	case g.t.w.Get(recalledKey(s.id)) != nil,
		seat.Owner == custody.SiteOwner(g.to) && seat.Booking == (office.AppointmentID{}):
		day.held++
		l.held++
	case seat.Free() && g.t.holder(s.id) != (office.AppointmentID{}): // somebody is just booking it
	case seat.Free():
		day.free++
		l.free = append(l.free, s)
		for _, h := range s.hours() {
			day.left[h]++
		}
	}
}

// hours are those in which a seat counts: of its rule, and of the site.
func (s spot) hours() [2]hour { return [2]hour{{s.rule, s.id.Start}, {"", s.id.Start}} }

// compare orders by pair, then by desk, then by start: the hours of the day first.
func (s spot) compare(o spot) int {
	return cmp.Or(cmp.Compare(s.pair, o.pair), cmp.Compare(s.id.Desk, o.id.Desk), cmp.Compare(s.id.Start, o.id.Start))
}

// rest is all that is still free, of all rules.
func (day *shared) rest() []spot {
	var out []spot
	for _, l := range day.lots {
		for _, s := range l.free {
			if !day.given[s.id] {
				out = append(out, s)
			}
		}
	}
	slices.SortFunc(out, spot.compare)
	return out
}

// pick gives n of the free seats, evenly spread and in pairs, as far as of each hour enough stay; it tells how many. What
// cannot be had where it was sought is taken from the first that can.
func (g *gift) pick(day *shared, free []spot, n, stays int) int {
	done := 0
	take := func(at int) {
		if s := free[at]; done < n && !day.given[s.id] && day.spares(s, stays) {
			day.given[s.id] = true
			for _, h := range s.hours() {
				day.left[h]--
			}
			g.give(s.id, View{g.t.w, g.t.m}.seat(g.st, s.id))
			done++
		}
	}
	for _, at := range spread(len(free), min(n, len(free))) {
		take(at)
	}
	for at := range free {
		take(at)
	}
	return done
}

// spares reports whether a seat can be given so that of its hour enough stay. Of an hour with few seats all but one can go.
func (day *shared) spares(s spot, stays int) bool {
	for _, h := range s.hours() {
		if day.left[h]-1 < min(stays, day.of[h]-1) {
			return false
		}
	}
	return true
}

// spread picks n of total places in pairs, evenly, in order.
func spread(total, n int) []int {
	if n <= 0 {
		return nil
	}
	var out []int
	taken := make([]bool, total)
	pairs := (n + 1) / 2
	for p := range pairs {
		at := p * total / pairs
		for range 2 {
			for at < total && taken[at] {
				at++
			}
			if at < total && len(out) < n {
				taken[at] = true
				out = append(out, at)
			}
		}
	}
	slices.Sort(out)
	return out
}
