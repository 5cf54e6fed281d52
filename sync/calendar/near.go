package calendar

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// How far away an alternative feels, in minutes: a day later or earlier weighs as half a working day,
// another location as two hours. So ten minutes later at the same counter comes before the same hour
// elsewhere, and that before the same hour on the next day. Estimates, to be set from what people choose.
const (
	costOfDay  = 240
	costOfSite = 120
)

// Alternatives lists the n free places nearest to the one wished for, which is left out: same visit, same
// channel, any site of the municipality of the site wished for; nearest in time of day, date and location together. A refusal carries
// them. It lists none when the rules allow the visit nowhere.
func Alternatives(w Wish, n int, p *Plan, o Occupancy) []Place {
	a, verdict := p.ask(Query{Products: w.Products, Persons: w.Persons, Channel: w.Channel, Urgency: w.Urgency, Now: w.Now, At: w.Site, Named: w.Named})
	if !verdict.OK || n <= 0 {
		return nil
	}
	a.skip = office.SeatID{Site: w.Site, Date: w.Date, Desk: w.Desk, Start: w.Start}
	near := nearest{wish: w, n: n, ask: a}
	anchor := min(max(w.Date, a.first), a.last)
	for away := office.Date(0); away <= a.last-a.first && !near.done(int(away)); away++ {
		if later := anchor + away; later <= a.last {
			a.each(later, o, near.add)
		}
		if earlier := anchor - away; away > 0 && earlier >= a.first {
			a.each(earlier, o, near.add)
		}
	}
	return near.places()
}

// nearest keeps the n best candidates seen so far, best first; of one site and start, the lowest desk.
type nearest struct {
	wish Wish
	n    int
	ask  *ask
	best []ranked
}

type ranked struct {
	candidate
	cost int
}

// done reports whether no day that lies so many days or more away can hold anything better.
func (x *nearest) done(away int) bool {
	return len(x.best) == x.n && x.best[x.n-1].cost < away*costOfDay
}

// add weighs a free place. Places of a desk come upwards in time: after the hour wished for they only get
// farther, so one that is too far ends the desk.
func (x *nearest) add(c candidate) bool {
	r := ranked{c, x.cost(c)}
	if len(x.best) == x.n && compareRanked(r, x.best[x.n-1]) > 0 {
		return c.start() < x.wish.Start
	}
	twin := slices.IndexFunc(x.best, func(o ranked) bool { return o.day == c.day && o.key>>8 == c.key>>8 })
	if twin >= 0 {
		if c.desk < x.best[twin].desk {
			x.best[twin] = r
		}
		return true
	}
	at, _ := slices.BinarySearchFunc(x.best, r, compareRanked)
	x.best = slices.Insert(x.best[:min(len(x.best), x.n-1)], at, r)
	return true
}

// compareRanked orders by cost, then by date and the order within it, so that equals never depend on the
// order in which they were found.
func compareRanked(a, b ranked) int {
	return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.day.Date, b.day.Date), cmp.Compare(a.key, b.key))
}

func (x *nearest) cost(c candidate) int {
	cost := costOfDay*abs(int(c.day.Date-x.wish.Date)) + abs(int(c.start())-int(x.wish.Start))
	if c.day.Site != x.wish.Site {
		cost += costOfSite
	}
	return cost
}

// places writes the best down, each with what differs from the wish.
func (x *nearest) places() []Place {
	var list []Place
	for _, r := range x.best {
		place := r.place(x.ask)
		place.Why = x.why(r.candidate)
		list = append(list, place)
	}
	return list
}

func (x *nearest) why(c candidate) string {
	when := "op hetzelfde uur"
	switch diff := int(c.start()) - int(x.wish.Start); {
	case diff > 0:
		when = fmt.Sprintf("%d minuten later", diff)
	case diff < 0:
		when = fmt.Sprintf("%d minuten vroeger", -diff)
	}
	day, where := "Dezelfde dag", ""
	if c.day.Date != x.wish.Date {
		day = capital(SayDate(c.day.Date))
	}
	if c.day.Site != x.wish.Site {
		where = ", in " + c.day.site.Name
	}
	return fmt.Sprintf("%s, %s%s.", day, when, where)
}

func abs(n int) int { return max(n, -n) }
