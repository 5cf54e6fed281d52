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
	Sites    []office.SiteID // only these, and ties in this order; empty: all, in the plan's order
	Days     Weekdays        // only these days of the week; 0: any
	Part     Part            // only starts in this part of the day
	Channel  office.Channel
	Now      time.Time
	Limit    int  // at most so many places; 0: all
	OneDesk  bool // one place, on the lowest desk, where several desks are free at the same start
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

// Search lists the free places, earliest first over all sites; of places at one time, in the order of the
// sites, then of the desks (A002-34). Each is one that Check allows at the same instant and the occupancy
// has free. An empty list with a nil error means that everything is taken; an error, a fault with a Code
// as Check gives, that the rules leave nothing to search.
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

// ask is a query resolved against a plan: what is the same on every day is judged once. It belongs to one
// search and one goroutine.
type ask struct {
	Query
	plan        *Plan
	visit       visit
	sites       []siteAsk
	first, last office.Date
	weekday     time.Weekday  // of the date being searched
	skip        office.SeatID // a place that begins with this seat is not wanted
}

// siteAsk is a site that may serve the visit.
type siteAsk struct {
	*site
	warnings []string
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

// ask resolves a query, or says why nothing can come of it.
func (p *Plan) ask(q Query) (*ask, Verdict) {
	a := &ask{Query: q, plan: p}
	if a.Days == 0 {
		a.Days = EveryDay
	}
	var verdict Verdict
	if a.visit, verdict = p.visit(q.Products, q.Persons, q.Channel); !verdict.OK {
		return nil, verdict
	}
	if verdict = a.dates(); !verdict.OK {
		return nil, verdict
	}
	return a, a.places()
}

// dates narrows the query's dates to the channel's window.
func (a *ask) dates() Verdict {
	a.first, a.last = a.plan.Window(a.Channel, a.Now)
	if a.To != 0 && a.To < a.plan.Today(a.Now) {
		return refusal(Past, SayDate(a.To)+" is voorbij.")
	}
	if a.To != 0 && a.To < a.first {
		return a.plan.dateInWindow(a.To, a.Channel, a.Now)
	}
	if a.From > a.last {
		return a.plan.dateInWindow(a.From, a.Channel, a.Now)
	}
	if a.From != 0 {
		a.first = max(a.first, a.From)
	}
	if a.To != 0 {
		a.last = min(a.last, a.To)
	}
	return fine
}

// places gathers the sites that may serve the visit. With none, the verdict says why: of the one site, of
// the channel, or in general.
func (a *ask) places() Verdict {
	sites := a.plan.sites
	if len(a.Sites) > 0 {
		sites = nil
		for _, id := range a.Sites {
			s := a.plan.bySite[id]
			if s == nil {
				return refusal(UnknownSite, sayUnknownSite)
			}
			if !slices.Contains(sites, s) {
				sites = append(sites, s)
			}
		}
	}
	no := refusal(NotThere, "Geen enkele locatie biedt dit aan.")
	for _, s := range sites {
		verdict, warnings := a.plan.at(s, a.visit)
		if verdict.OK {
			a.sites = append(a.sites, siteAsk{s, warnings})
		} else if len(sites) == 1 || verdict.Code == NoAppointmentNeeded || verdict.Code == StaffOnly {
			no = verdict
		}
	}
	if len(a.sites) == 0 {
		return no
	}
	return fine
}

// each yields the date's free places, site by site, and on each desk upwards in time. The receiver says
// with false that nothing later on that desk and in that opening matters to it.
func (a *ask) each(date office.Date, o Occupancy, yield func(candidate) bool) {
	a.weekday = date.Weekday()
	if !a.Days.Has(a.weekday) || !a.visit.offered(date).OK {
		return
	}
	begin := a.plan.notBefore(date, a.Now)
	for i := range a.sites {
		d := a.plan.day(a.sites[i].site, date)
		if d.words == 0 {
			continue
		}
		free := o.Free(d)
		if !free.For(d) {
			continue
		}
		for k := range d.Openings {
			if open := &d.Openings[k]; open.takes(a.visit) {
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
				c.day.limited(a.visit, span{start, c.open.start(c.slot + n)}) != nil {
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
