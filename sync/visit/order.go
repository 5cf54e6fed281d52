package visit

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Order is the rule of a site's queue, as data. The zero Order is the strictest: an appointment is due at
// its minute and not before, and one call unanswered closes a visit.
type Order struct {
	// Soon is how many minutes before its time an appointment already goes before the walk-ins, so that it
	// is not kept waiting past its time behind one of them.
	Soon int
	// Calls is how often a visitor is called before the visit is closed; less than 1 counts as 1.
	Calls int
}

// DefaultOrder serves until a site has an order of its own. Both figures are assumed, no source states
// them: five minutes is somewhat less than the mean transaction of seven (A000-30).
var DefaultOrder = Order{Soon: 5, Calls: 3}

// LastCall reports whether a miss now closes the visit.
func (o Order) LastCall(v Visit) bool { return v.Misses+1 >= max(o.Calls, 1) }

// Expected is an appointment of today whose visitor has not checked in.
type Expected struct {
	Appointment office.AppointmentID
	Planned     office.Minute
	Desk        office.Desk // of the place booked
}

// Queue is what the order is made from. Visits that do not wait are ignored, so it may hold the whole day.
type Queue struct {
	Visits   []Visit
	Expected []Expected
}

// Place is a visit's place in the order and the reason for it.
type Place struct {
	Visit Visit
	Why   string // Dutch, as "inloop, 12 min"
	Held  bool   // not to be called yet: it would make another late
	rank  rank
}

// rank is the first thing the order compares.
type rank uint8

const (
	urgent rank = iota // spoed
	due                // appointments whose time has come, or comes soon
	semi               // semi-spoed
	walkIn             // by arrival; also who missed a call
	early              // appointments before their time, when that makes nobody late
	held               // appointments before their time that must wait
)

// Arrange gives the waiting visits in the order in which desk will call them. Two desks may see a different
// order only where an early appointment would keep a place of one of them from starting in time; desk 0 is
// cautious for all. now is in the site's zone; of all its callers only the order of early and due depends
// on it. The same visits give the same order, in whatever order they come in.
func (o Order) Arrange(q Queue, now time.Time, desk office.Desk) []Place {
	var out []Place
	for _, v := range q.Visits {
		if v.State == Waiting {
			out = append(out, o.place(q, v, now, desk))
		}
	}
	slices.SortFunc(out, compare)
	return out
}

// Next is the visit that desk calls now: the first of the order, unless nobody waits or only those wait whose
// time has not come. The place says why.
func (o Order) Next(q Queue, now time.Time, desk office.Desk) (Place, bool) {
	if all := o.Arrange(q, now, desk); len(all) > 0 && !all[0].Held {
		return all[0], true
	}
	return Place{}, false
}

// compare is a total order: the id decides last, though two visits never share a turn.
func compare(a, b Place) int {
	c := cmp.Compare(a.rank, b.rank)
	if c == 0 && (a.rank == due || a.rank >= early) {
		c = cmp.Or(cmp.Compare(a.Visit.Date, b.Visit.Date), cmp.Compare(a.Visit.Planned, b.Visit.Planned))
	}
	return cmp.Or(c, cmp.Compare(a.Visit.Turn, b.Visit.Turn), bytes.Compare(a.Visit.ID[:], b.Visit.ID[:]))
}

// place ranks one waiting visit.
func (o Order) place(q Queue, v Visit, now time.Time, desk office.Desk) Place {
	p := Place{Visit: v}
	start, booked := v.Start(now.Location())
	switch {
	case v.Misses > 0:
		p.rank, p.Why = walkIn, fmt.Sprintf("opgeroepen om %s en niet verschenen, achteraan", clock(v.LastCalled, now))
	case v.Urgency == Urgent:
		p.rank, p.Why = urgent, "spoed, "+waited(v, now)
	case v.Urgency == SemiUrgent:
		p.rank, p.Why = semi, "semi-spoed, "+waited(v, now)
	case !booked:
		p.rank, p.Why = walkIn, "inloop, "+waited(v, now)
	case !start.After(now):
		p.rank, p.Why = due, fmt.Sprintf("afspraak %s, aan de beurt", v.Planned)
	default:
		o.placeEarly(&p, q, start, now, desk)
	}
	return p
}

// placeEarly ranks an appointment before its time.
func (o Order) placeEarly(p *Place, q Queue, start, now time.Time, desk office.Desk) {
	v := p.Visit
	if other, late := wouldBeLate(q, v, now, desk); late {
		p.rank, p.Held = held, true
		p.Why = fmt.Sprintf("afspraak %s, wacht: eerst de afspraak van %s", v.Planned, other)
		return
	}
	if start.Sub(now) <= time.Duration(o.Soon)*time.Minute {
		p.rank, p.Why = due, fmt.Sprintf("afspraak %s, zo meteen aan de beurt", v.Planned)
		return
	}
	p.rank, p.Why = early, fmt.Sprintf("afspraak %s, mag vroeger: niemand komt daardoor te laat", v.Planned)
}

// wouldBeLate finds the first appointment that v, served by desk from now on, would keep from starting at its
// time: one planned at that desk before v's own time and before v would be done. One planned after v is not
// made later by serving v early.
func wouldBeLate(q Queue, v Visit, now time.Time, desk office.Desk) (office.Minute, bool) {
	done := now.Add(time.Duration(v.Minutes) * time.Minute)
	first, found := office.EndOfDay, false
	consider := func(planned office.Minute, at office.Desk) {
		start := v.Date.At(planned, now.Location())
		if planned < v.Planned && planned < first && start.After(now) && start.Before(done) && (desk == 0 || at == desk) {
			first, found = planned, true
		}
	}
	for _, e := range q.Expected {
		consider(e.Planned, e.Desk)
	}
	for _, w := range q.Visits {
		if w.State == Waiting && w.Booked() && w.Date == v.Date && w.ID != v.ID {
			consider(w.Planned, w.PlannedDesk)
		}
	}
	return first, found
}

// waited says how long the visit has waited, in whole minutes.
func waited(v Visit, now time.Time) string {
	return fmt.Sprintf("%d min", max(0, int(now.Sub(v.Arrived.Time()).Minutes())))
}

// clock writes a stamp as the clock on the wall beside now showed it.
func clock(s Stamp, now time.Time) string { return s.Time().In(now.Location()).Format("15:04") }
