package appliance

import (
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/night"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// line is what the screens are told of the line to headquarters. Its signal says that they should look again.
type line struct {
	signal

	mu    sync.Mutex // guards what follows
	state contract.Line_State
	since time.Time
	heard time.Time
	// whole: headquarters had everything at some moment since the line is there. behind is since when it has not, by the
	// clock that nobody sets; zero: it has.
	whole  bool
	behind time.Time
}

// set changes the state; since moves only when it really changed. Heard is noted whenever HQ spoke.
func (l *line) set(s contract.Line_State, now time.Time, heard bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if heard {
		l.heard = now
	}
	if s != contract.Line_CATCHING_UP {
		l.whole, l.behind = s == contract.Line_ONLINE, time.Time{}
	}
	if l.state == s {
		return
	}
	// Catching up belongs to being connected: what people ask is since when there is a line, or none.
	if s == contract.Line_OFFLINE || l.state == contract.Line_OFFLINE {
		l.since = now
	}
	l.state = s
	l.broadcast()
}

// last is when headquarters was last heard of over a line; zero: never.
func (l *line) last() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.heard
}

// ordinary is how long headquarters may be behind without anybody having to know: whatever is done at a counter is on its
// way for a moment.
const ordinary = time.Minute

// sent notes that something is on its way to headquarters. Screens are not told: they show it already.
func (l *line) sent(steady time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.behind.IsZero() {
		l.behind = steady
	}
}

// fresh reports whether there is a line, and all was said over it but for what was just done.
func (l *line) fresh(steady time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.whole && (l.behind.IsZero() || steady.Sub(l.behind) < ordinary)
}

// recall begins the line of a process where the journal says that it was. A record that headquarters acknowledged proves that
// it spoke when that was made, or later. The first that it did not acknowledge was made without a line, or as one ended: if
// there is one, this process was not there to see the line go. What people read of a line must not begin anew
// because the power failed a moment.
func (n *Node) recall() error {
	lives, err := n.journal.Lives()
	if err != nil {
		return fault.Wrap("appliance.recall", err)
	}
	life := lives[len(lives)-1]
	acked, err := n.journal.Acknowledged(life)
	if err != nil {
		return fault.Wrap("appliance.recall", err)
	}
	now := n.cfg.Now()
	at := func(sequence uint64) (time.Time, error) {
		if sequence == 0 {
			return time.Time{}, nil
		}
		b, err := n.journal.Batch(life, sequence, 1, 0)
		if err != nil || len(b.Bodies) == 0 {
			return time.Time{}, err
		}
		e, err := contract.Decode(b.Bodies[0], new(contract.Event))
		if err != nil || e.AtMs > now.UnixMilli() { // the clock was set since: nothing is known
			return time.Time{}, err
		}
		return time.UnixMilli(e.AtMs), nil
	}
	heard, err := at(acked.Size)
	if err != nil {
		return fault.Wrap("appliance.recall", err)
	}
	since, err := at(acked.Size + 1)
	if err != nil {
		return fault.Wrap("appliance.recall", err)
	}
	if since.IsZero() {
		since = now
	}
	n.line.heard, n.line.since = heard, since
	return nil
}

// Line is the state of the line, for a screen.
func (n *Node) Line(t Turn) (*contract.Line, error) {
	n.line.mu.Lock()
	out := &contract.Line{State: n.line.state, SinceMs: n.line.since.UnixMilli()}
	n.line.mu.Unlock()
	if heard := n.HeardLast(t); !heard.IsZero() {
		out.HeardMs = heard.UnixMilli()
	}
	acked, err := n.journal.Acknowledged(t.View.Life())
	if err != nil {
		return nil, err
	}
	out.Waiting = t.View.Size() - min(acked.Size, t.View.Size())
	out.OwnPlaces = uint32(booking.OwnPlaces(t.View, n.cfg.Site, office.DateOf(t.Now), office.MinuteOf(t.Now)))
	return out, nil
}

// HeardLast is when headquarters was heard of last: by the journal, or later, over the line; zero: never. It is the one moment
// from which people count how old things are: the rules of the morning, and the days that sign-in still works.
func (n *Node) HeardLast(t Turn) time.Time {
	written, spoken := night.Heard(t.View), n.line.last()
	if written.After(spoken) {
		return written
	}
	return spoken
}

// Plugged reports whether the demonstration's plug is in.
func (n *Node) Plugged() bool { return !n.plug.Pulled() }
