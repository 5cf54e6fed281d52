package calendar

import (
	"cmp"
	"math/bits"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Query asks for the first free place that suits.
type Query struct {
	Products []office.ProductID
	Persons  int             // fewer than one counts as one
	From, To office.Date     // both included; 0: as early, as late as the channel may book
	Sites    []office.SiteID // only these, and ties in this order; empty: those of the municipality, in the plan's order
	At       office.SiteID   // where it is asked: that site and its municipality are offered; empty: nowhere in particular
	Days     Weekdays        // only these days of the week; 0: any
	Part     Part            // only starts in this part of the day
	Channel  office.Channel
	Urgency  Urgency // as in Wish
	Named    bool    // as in Wish
	Now      time.Time

	// District is where the visitor lives, or empty. Of places at one time the nearer comes first; with Reach, what
	// is too far is left out. StepFree leaves out sites that are not known to be without steps (A002-29). None of it
	// is forced on anybody.
	District string
	Reach    Reach
	StepFree bool

	Limit   int  // at most so many places; 0: all
	OneDesk bool // one place, on the lowest desk, where several desks are free at the same start
}

// Part is a part of the day in which a visit may begin.
type Part uint8

// The parts. Evenings and Saturdays are what people asked for who work by day (A002-36).
const (
	AnyTime   Part = iota
	Morning        // before 12:00
	Afternoon      // from 12:00 to 17:00
	Evening        // from 17:00
	AfterWork      // before 9:00, from 17:00, or in the weekend
)

// has reports whether a start on that weekday lies in the part.
func (p Part) has(day time.Weekday, start office.Minute) bool {
	const nine, noon, five = 9 * 60, 12 * 60, 17 * 60
	switch p {
	case Morning:
		return start < noon
	case Afternoon:
		return start >= noon && start < five
	case Evening:
		return start >= five
	case AfterWork:
		return start < nine || start >= five || day == time.Saturday || day == time.Sunday
	}
	return true
}

// Search lists the free places, earliest first over all sites; of places at one time, those nearer to the visitor's
// district first, else in the order of the sites, then of the desks (A002-34). Each is one that Check allows at the
// same instant and the occupancy has free. An empty list with a nil error means that everything is taken; an error, a
// fault with a Code as Check gives, that the rules leave nothing to search.
func Search(q Query, p *Plan, o Occupancy) ([]Place, error) {
	a, verdict := p.ask(q)
	if !verdict.OK {
		return nil, verdict.fault("calendar.Search", "")
	}
	var places []Place
	found := earliest{limit: a.Limit, oneDesk: a.OneDesk}
	for date := a.first; date <= a.last && (a.Limit <= 0 || len(places) < a.Limit); date++ {
		found.reset()
		a.each(date, o, found.add)
		for _, c := range found.sorted() {
			places = append(places, c.place(a))
		}
	}
	if a.Limit > 0 && len(places) > a.Limit {
		places = places[:a.Limit]
	}
	return a.explain(places), nil
}

// SearchEach gives of each site its first free place, soonest first: where one can go first (A002-34). Sites without
// one are left out; errors are those of Search.
func SearchEach(q Query, p *Plan, o Occupancy) ([]Place, error) {
	a, verdict := p.ask(q)
	if !verdict.OK {
		return nil, verdict.fault("calendar.SearchEach", "")
	}
	var firsts []Place
	all := a.sites
	for i := range all {
		a.sites = all[i : i+1]
		found := earliest{limit: 1}
		for date := a.first; date <= a.last && len(found.list) == 0; date++ {
			found.reset()
			a.each(date, o, found.add)
		}
		for _, c := range found.sorted() {
			firsts = append(firsts, c.place(a))
		}
	}
	slices.SortStableFunc(firsts, func(x, y Place) int {
		return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Start, y.Start))
	})
	if q.Limit > 0 && len(firsts) > q.Limit {
		firsts = firsts[:q.Limit]
	}
	for i := range firsts {
		firsts[i].Why = a.whyFirst(firsts[i])
	}
	return firsts, nil
}

// Count is the number of places Search would list without a limit.
func Count(q Query, p *Plan, o Occupancy) (int, error) {
	a, verdict := p.ask(q)
	if !verdict.OK {
		return 0, verdict.fault("calendar.Count", "")
	}
	n := 0
	var last *Day
	var counted [office.EndOfDay]bool // starts of the day counted already
	for date := a.first; date <= a.last; date++ {
		a.each(date, o, func(c candidate) bool {
			if a.OneDesk {
				if c.day != last {
					last, counted = c.day, [office.EndOfDay]bool{}
				}
				if counted[c.start()] {
					return true
				}
				counted[c.start()] = true
			}
			n++
			return true
		})
	}
	return n, nil
}

// candidate is a place found, before it is written down.
type candidate struct {
	key  uint64 // start, rank of the site in the query, desk: the order within a date
	day  *Day
	open *Opening
	desk office.Desk
	slot int
	site int // index in ask.sites
}

// start is the minute the candidate begins.
func (c candidate) start() office.Minute { return c.open.start(c.slot) }

// place writes the candidate down.
func (c candidate) place(a *ask) Place {
	return c.day.place(c.open, c.desk, c.slot, a.visit, a.sites[c.site].warnings)
}

// each yields the date's free places, site by site, and on each desk upwards in time. The receiver says
// with false that nothing later on that desk and in that opening matters to it.
func (a *ask) each(date office.Date, o Occupancy, yield func(candidate) bool) {
	a.weekday = date.Weekday()
	if !a.Days.Has(a.weekday) || !a.plan.offered(a.visit, date).OK {
		return
	}
	begin := a.plan.notBefore(date, a.soonest)
	for i := range a.sites {
		d := a.plan.day(a.sites[i].site, date)
		if d.words == 0 || len(d.site.offerings) > 0 && !a.plan.offeredAt(d.site, a.visit, date).OK {
			continue
		}
		free := o.Free(d)
		if !free.For(d) {
			continue
		}
		for k := range d.Openings {
			if open := &d.Openings[k]; open.takes(Appointment, a.visit) {
				a.in(candidate{day: d, open: open, site: i}, free, begin, yield)
			}
		}
	}
}

// in yields the free places of one opening, of which c holds what they share. Nearly all openings, up to
// ten hours and a half of ten-minute slots, have one word per desk, and most searches pass through full
// days: those cost a few operations per desk.
func (a *ask) in(c candidate, free Free, begin office.Minute, yield func(candidate) bool) {
	var lane [laneWords]uint64
	o, n := c.open, c.open.need(a.visit.minutes)
	if o.words == 1 {
		for k, w := range free.bits[o.at : o.at+int(o.Desks)] {
			if lane[0] = runsOfWord(w, n); lane[0] != 0 {
				c.desk = o.FirstDesk + office.Desk(k)
				a.desk(c, lane[:1], n, begin, yield)
			}
		}
		return
	}
	for k := range int(o.Desks) {
		c.desk = o.FirstDesk + office.Desk(k)
		w := lane[:copy(lane[:o.words], free.bits[o.word(c.desk):])]
		runs(w, n)
		a.desk(c, w, n, begin, yield)
	}
}

// desk yields the places of one desk that begin at the set bits and suit the query.
func (a *ask) desk(c candidate, begins []uint64, n int, begin office.Minute, yield func(candidate) bool) {
	for i, w := range begins {
		for ; w != 0; w &= w - 1 {
			c.slot = i*64 + bits.TrailingZeros64(w)
			start := c.start()
			if start < begin || !a.Part.has(a.weekday, start) || a.skips(c.day, c.desk, start) ||
				c.day.limited(Appointment, a.visit, span{start, c.open.start(c.slot + n)}) != nil {
				continue
			}
			c.key = uint64(start)<<32 | uint64(c.site)<<8 | uint64(c.desk)
			if !yield(c) {
				return
			}
		}
	}
}

// skips reports whether the place that begins there is the one that is not wanted.
func (a *ask) skips(d *Day, desk office.Desk, start office.Minute) bool {
	return a.skip.Site == d.Site && a.skip == office.SeatID{Site: d.Site, Date: d.Date, Desk: desk, Start: start}
}

// earliest gathers the first places of a date. It forgets what can no longer be among them, so that a
// whole empty day costs little more than its first hour.
type earliest struct {
	limit   int // 0 or less: all
	oneDesk bool
	list    []candidate
	bound   uint64 // a greater key is too late
}

func (e *earliest) reset() { e.list, e.bound = e.list[:0], ^uint64(0) }

// add takes a candidate, or says that it and all later ones come too late.
func (e *earliest) add(c candidate) bool {
	if c.key > e.bound {
		return false
	}
	e.list = append(e.list, c)
	if e.limit > 0 && len(e.list)/4 >= e.limit {
		e.sorted()
	}
	return true
}

// sorted puts the list in order, cuts it to the limit and sets the bound.
func (e *earliest) sorted() []candidate {
	slices.SortFunc(e.list, func(x, y candidate) int { return cmp.Compare(x.key, y.key) })
	if e.oneDesk {
		e.list = slices.CompactFunc(e.list, func(x, y candidate) bool { return x.key>>8 == y.key>>8 })
	}
	if e.limit > 0 && len(e.list) >= e.limit {
		e.list = e.list[:e.limit]
		e.bound = e.list[e.limit-1].key
	}
	return e.list
}
