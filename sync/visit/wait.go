package visit

import (
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Pace is how long the latest visits of a site took at its desks, shortest first.
type Pace []time.Duration

// PaceOf takes the pace from visits; those without data are left out.
func PaceOf(visits []Visit) Pace {
	var out Pace
	for _, v := range visits {
		if d, ok := TransactionTime(v); ok {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return out
}

// quarter is the n-th quartile, the lower of two neighbours.
func (p Pace) quarter(n int) time.Duration { return p[(len(p)-1)*n/4] }

// Wait is what one may expect to wait until the call: a range, because nobody knows. In whole minutes, rounded
// outwards to five.
type Wait struct{ From, To time.Duration }

// NoData is what is said instead of a wait that nobody can know.
const NoData = "geen gegevens"

// String says the range in Dutch: "10 tot 20 min".
func (w Wait) String() string {
	if w.From == 0 {
		return fmt.Sprintf("minder dan %d min", int(w.To.Minutes()))
	}
	return fmt.Sprintf("%d tot %d min", int(w.From.Minutes()), int(w.To.Minutes()))
}

// Expect is how long the waiting visit is likely to wait yet. Ahead of it are those that stand before it and that a desk
// must call which could call it; the quicker half of the site's own latest visits gives the near end, the slower half the
// far one. An appointment before its time may be called early, but is not promised it: it reaches to its hour.
//
// ok is false, and NoData is to be said, when the pace rests on fewer than SmallestGroup visits, when no manned desk
// serves the visit, or when it does not wait.
func (o Order) Expect(q Queue, id office.VisitID, pace Pace, now time.Time) (w Wait, ok bool) {
	if len(pace) < SmallestGroup {
		return Wait{}, false
	}
	s := o.scene(q, now, 0)
	i := slices.IndexFunc(s.slots, func(one slot) bool { return one.visit.ID == id })
	if i < 0 {
		return Wait{}, false
	}
	v := s.slots[i].visit
	var posts []Post
	for _, p := range q.Posts {
		if o.bar(q, p, v).kind == barNone {
			posts = append(posts, p)
		}
	}
	if len(posts) == 0 {
		return Wait{}, false
	}
	ahead := 0
	for _, before := range s.slots[:i] {
		if slices.ContainsFunc(posts, func(p Post) bool { return o.bar(q, p, before.visit).kind == barNone }) {
			ahead++
		}
	}
	w = pace.wait(ahead, len(posts))
	if start, booked := v.Start(now.Location()); booked {
		w.To = max(w.To, start.Sub(now))
	}
	return w.rounded(), true
}

// wait is how long it takes until so many are served at so many desks.
func (p Pace) wait(ahead, posts int) Wait {
	return Wait{From: time.Duration(ahead) * p.quarter(1) / time.Duration(posts), To: time.Duration(ahead+1) * p.quarter(3) / time.Duration(posts)}
}

// rounded is the wait as people say it: in steps of five minutes, never none at the far end.
func (w Wait) rounded() Wait {
	const step = 5 * time.Minute
	return Wait{From: w.From.Truncate(step), To: max(step, (w.To + step - 1).Truncate(step))}
}

// ExpectNew is how long somebody who comes now without appointment is likely to wait: behind everybody whom a manned desk
// serves. ok is false, and NoData is to be said, when the pace rests on fewer than SmallestGroup visits or no desk is manned.
func (o Order) ExpectNew(q Queue, pace Pace, now time.Time) (w Wait, ok bool) {
	if len(pace) < SmallestGroup || len(q.Posts) == 0 {
		return Wait{}, false
	}
	ahead := 0
	for _, one := range o.scene(q, now, 0).slots {
		if slices.ContainsFunc(q.Posts, func(p Post) bool { return o.bar(q, p, one.visit).kind == barNone }) {
			ahead++
		}
	}
	return pace.wait(ahead, len(q.Posts)).rounded(), true
}

// Stranded lists who waits though no manned desk serves them, in order, each with why in Passed: somebody must be
// found for them, or they must be told. With no desk manned everybody is.
func (o Order) Stranded(q Queue, now time.Time) []Place {
	var out []Place
	s := o.scene(q, now, 0)
	for _, one := range s.slots {
		served := slices.ContainsFunc(q.Posts, func(p Post) bool { return o.bar(q, p, one.visit).kind == barNone })
		if !served {
			p := s.place(one)
			p.Passed = "geen bezet loket kan dit bezoek nu helpen"
			out = append(out, p)
		}
	}
	return out
}
