package queue

import (
	"cmp"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Hall is the waiting room as the rules see it: the order of the site, what its desks serve, and who may still come.
type Hall struct {
	Order    visit.Order
	Rule     Rule // by which tickets of earlier days are kept; nil: by Order
	Offer    visit.Offer
	Posts    []visit.Post     // the manned desks; one that is not among them calls anybody
	Expected []visit.Expected // today's appointments of this site; those checked in are known here
}

// Room is a hall at one moment, with who is in it: read once, however much is asked of it. It does not change.
type Room struct {
	hall  Hall
	open  []visit.Visit // all that are open, those too that are not to be called
	queue visit.Queue   // who may be called today, and who may still come
	now   time.Time
}

// Room reads who is here. now is in the site's zone.
func (h Hall) Room(r kv.Reader, now time.Time) (Room, error) {
	open, err := Open(r)
	if err != nil {
		return Room{}, err
	}
	slices.SortStableFunc(open, func(a, b visit.Visit) int { return cmp.Or(cmp.Compare(a.Desk, b.Desk), cmp.Compare(a.Turn, b.Turn)) })
	room := Room{hall: h, open: open, now: now, queue: visit.Queue{Offer: h.Offer, Posts: h.Posts}}
	today := office.DateOf(now)
	for _, v := range open {
		if v.Date == today || v.Date < today && h.on(v.Date).AtClosing(v, today) == visit.Stays {
			room.queue.Visits = append(room.queue.Visits, v)
		}
	}
	for _, e := range h.Expected {
		if !came(r, e.Appointment, today) {
			room.queue.Expected = append(room.queue.Expected, e)
		}
	}
	return room, nil
}

// on is the order of a day.
func (h Hall) on(d office.Date) visit.Order {
	if h.Rule == nil {
		return h.Order
	}
	return h.Rule(d)
}

// List is the queue in the order in which desk calls it: each with why it stands there, and with why the desk does not
// call it when it does not. Desk 0 is no desk in particular.
func (r Room) List(desk office.Desk) []visit.Place { return r.hall.Order.Arrange(r.queue, r.now, desk) }

// Ahead is how many stand before the visit, whichever desk calls.
func (r Room) Ahead(id office.VisitID) int {
	return max(0, slices.IndexFunc(r.List(0), func(p visit.Place) bool { return p.Visit.ID == id }))
}

// AtDesks are those who are called or served, by desk. A service left open yesterday is among them: it still takes the
// desk.
func (r Room) AtDesks() []visit.Visit {
	return r.those(func(v visit.Visit) bool { return v.State.AtDesk() })
}

// Parked are those who wait aside, by desk, then by turn.
func (r Room) Parked() []visit.Visit {
	return r.those(func(v visit.Visit) bool { return v.State == visit.Parked })
}

func (r Room) those(are func(visit.Visit) bool) (out []visit.Visit) {
	for _, v := range r.open {
		if are(v) {
			out = append(out, v)
		}
	}
	return out
}

// Alarms lists who waits longer now than the norm of the cluster allows, the latest first (A003-23).
func (r Room) Alarms(c *catalogue.Catalogue) []visit.Alarm {
	return visit.Alarms(r.queue.Visits, r.hall.Offer, Norms(c), r.now)
}

// Stranded lists who waits though no manned desk serves them; nobody while no desk is manned, for then nobody is here to
// be told.
func (r Room) Stranded() []visit.Place {
	if len(r.hall.Posts) == 0 {
		return nil
	}
	return r.hall.Order.Stranded(r.queue, r.now)
}

// Expect says in Dutch how long a waiting visit is likely to wait yet, at the site's own pace: a range, or visit.NoData.
func (r Room) Expect(id office.VisitID, pace visit.Pace) string {
	if wait, ok := r.ExpectOf(id, pace); ok {
		return wait.String()
	}
	return visit.NoData
}

// ExpectOf is the range that Expect says; ok is false when nobody can say.
func (r Room) ExpectOf(id office.VisitID, pace visit.Pace) (w visit.Wait, ok bool) {
	return r.hall.Order.Expect(r.queue, id, pace, r.now)
}

// ExpectNew is how long who comes now is likely to wait, at the site's own pace; ok is false when nobody can say.
func (r Room) ExpectNew(pace visit.Pace) (w visit.Wait, ok bool) {
	return r.hall.Order.ExpectNew(r.queue, pace, r.now)
}

// Board is what the public display may show of the room: the latest calls, at most so many.
func (r Room) Board(most int) visit.Board { return visit.BoardOf(r.open, r.hall.Offer, most) }
