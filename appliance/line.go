package appliance

import (
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// line is what the screens are told of the line to headquarters. Its signal says that they should look again.
type line struct {
	signal

	mu    sync.Mutex // guards what follows
	state contract.Line_State
	since time.Time
	heard time.Time
}

// set changes the state; since moves only when it really changed. Heard is noted whenever HQ spoke.
func (l *line) set(s contract.Line_State, now time.Time, heard bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if heard {
		l.heard = now
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

// last is when headquarters last spoke to this process; zero: never.
func (l *line) last() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.heard
}

// Line is the state of the line, for a screen.
func (n *Node) Line(t Turn) (*contract.Line, error) {
	n.line.mu.Lock()
	out := &contract.Line{State: n.line.state, SinceMs: n.line.since.UnixMilli()}
	if !n.line.heard.IsZero() {
		out.HeardMs = n.line.heard.UnixMilli()
	}
	n.line.mu.Unlock()
	acked, err := n.journal.Acknowledged(t.View.Life())
	if err != nil {
		return nil, err
	}
	out.Waiting = t.View.Size() - min(acked.Size, t.View.Size())
	out.OwnPlaces = uint32(booking.OwnPlaces(t.View, n.cfg.Site, office.DateOf(t.Now), office.MinuteOf(t.Now)))
	return out, nil
}

// Plugged reports whether the demonstration's plug is in.
func (n *Node) Plugged() bool { return !n.plug.Pulled() }
