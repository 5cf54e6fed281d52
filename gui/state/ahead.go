package state

import (
	"context"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Agendas is the part of [Counter] that reads days to come.
type Agendas interface {
	// AgendaOf is the agenda of a day here, as today's stands in the snapshot.
	AgendaOf(ctx context.Context, date office.Date) (AgendaDay, error)
}

// AgendaDay is one day of the agenda.
type AgendaDay struct {
	Date   office.Date
	Slots  []Slot // by time and desk
	Closed string // why there are none, where there is a reason
}

// furthest is how many days ahead the agenda can be read: the coming weeks, of which this counter knows what it holds and what
// headquarters told it.
const furthest = 28

// looking ahead in the agenda; a zero day is today, which the snapshot has.
type aheading struct {
	day  office.Date
	got  *AgendaDay // nil while it is fetched
	fail string     // why it could not be
}

// TurnAgenda reads the agenda of so many days further, or back; today is the first, four weeks from now the last.
func (c *Clerk) TurnAgenda(by int) {
	c.change(func() {
		day := c.ahead.day
		if day == 0 {
			day = c.snap.Today
		}
		to := min(max(day+office.Date(by), c.snap.Today), c.snap.Today+furthest)
		switch {
		case !c.ready || c.me() == nil || to == day:
		case to == c.snap.Today:
			c.ahead = aheading{}
		default:
			c.ahead = aheading{day: to}
			c.readAhead()
		}
	})
}

// readAhead asks for the day that is looked at. It wants the lock held.
func (c *Clerk) readAhead() {
	day := c.ahead.day
	var got AgendaDay
	var failed error
	c.look(job{
		run: func(ctx context.Context) (Receipt, error) {
			got, failed = c.cfg.Counter.AgendaOf(ctx, day)
			return Receipt{}, nil // said in the place of the day, not over the work
		},
		then: func(Receipt) {
			switch {
			case c.ahead.day != day:
			case failed != nil:
				c.ahead.got, c.ahead.fail = nil, fault.Sentence(failed)
			default:
				c.ahead.got, c.ahead.fail = &got, ""
			}
		},
	})
}

// followAhead keeps the day that is looked at as it is: what was booked is seen there, and when that day has come it is today.
// It wants the lock held.
func (c *Clerk) followAhead(before Snapshot) {
	switch {
	case c.ahead.day == 0:
	case c.ahead.day <= c.snap.Today || c.me() == nil:
		c.ahead = aheading{}
	case before.Sequence != c.snap.Sequence && c.sheet == NoSheet: // else a search may be under way, which this would push aside
		c.readAhead()
	}
}

// showAhead puts the day that is looked at in the place of today.
func (c *Clerk) showAhead(s *Shown) {
	w, a := c.cfg.Words.Agenda, &c.ahead
	if a.day == 0 {
		return
	}
	s.AgendaTitle, s.AgendaAhead, s.AgendaNow, s.Agenda = c.cfg.Words.Day(a.day.UTC()), true, "", nil
	switch {
	case a.fail != "":
		s.AgendaEmpty = a.fail
	case a.got == nil:
		s.AgendaEmpty = w.Fetching
	default:
		s.Agenda, s.AgendaEmpty = c.agendaRows(a.got.Slots), w.EmptyThen
		if a.got.Closed != "" {
			s.AgendaEmpty = a.got.Closed
		}
	}
}
