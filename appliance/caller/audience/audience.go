package audience

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/voice"
)

// Spoken is one announcement as displays get it.
type Spoken struct {
	ID uint64
	voice.Announcement
}

// Audience is those who listen. Its methods may be called from any goroutine.
type Audience struct {
	model string
	now   func() time.Time

	mu        sync.Mutex
	last      uint64
	pending   []*made // those whose moment has not passed, the oldest first
	listeners map[chan Spoken]struct{}
	closed    chan struct{}
}

var _ voice.Voice = (*Audience)(nil)

// made is an announcement and whether somebody has it.
type made struct {
	Spoken
	told chan struct{} // closed when the first has it
	once sync.Once
}

// room is how many announcements a display may leave lying before it is told to listen anew.
const room = 16

// New makes an audience of nobody. A nil now is time.Now; announcements are held against it.
func New(model string, now func() time.Time) *Audience {
	if now == nil {
		now = time.Now
	}
	return &Audience{model: model, now: now, last: uint64(max(now().UnixMilli(), 1)), listeners: map[chan Spoken]struct{}{}, closed: make(chan struct{})}
}

// Listen gives the announcements that are made from now on, and those after a number whose moment has not passed; 0: none of
// these. newest is the last that was made. The channel is closed for who stands still, and when the audience is let go. stop must
// be called.
func (a *Audience) Listen(after uint64) (heard <-chan Spoken, newest uint64, stop func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	c := make(chan Spoken, room)
	a.tidy()
	if after != 0 && after <= a.last {
		for _, m := range a.pending {
			if m.ID > after {
				a.tell(c, m)
			}
		}
	}
	select {
	case <-a.closed:
		close(c)
	default:
		a.listeners[c] = struct{}{}
	}
	return c, a.last, func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.listeners, c)
	}
}

// tell hands an announcement over; who has no room for it is out. It wants mu held.
func (a *Audience) tell(c chan Spoken, m *made) {
	select {
	case c <- m.Spoken:
		m.once.Do(func() { close(m.told) })
	default:
		delete(a.listeners, c)
		close(c)
	}
}

// tidy forgets whose moment has passed. It wants mu held.
func (a *Audience) tidy() {
	now := a.now()
	a.pending = slices.DeleteFunc(a.pending, func(m *made) bool { return !now.Before(m.By) })
}

var (
	errNobody = errors.New("no display listens")
	errClosed = errors.New("the audience was let go")
)

func failed(reason device.Reason, err error) error {
	return &device.Error{Op: "audience.Announce", Outcome: device.NotDone, Reason: reason, Err: err}
}

// Announce implements voice.Voice, but for one thing: it returns when a display has the announcement, since each display says what
// it has in order and by itself. Without a By it is made only for who listens now.
func (a *Audience) Announce(ctx context.Context, an voice.Announcement) error {
	if an.Volume <= 0 || an.Chime == voice.Silent && an.Text == "" {
		return nil
	}
	left := an.By.Sub(a.now())
	if !an.By.IsZero() && left <= 0 {
		return failed(voice.TooLate, errNobody)
	}
	m, err := a.make(an)
	if err != nil {
		return err
	}
	if an.By.IsZero() {
		left = 0
	}
	late := time.NewTimer(left)
	defer late.Stop()
	select {
	case <-m.told:
		return nil
	default:
	}
	select {
	case <-m.told:
		return nil
	case <-late.C:
	case <-ctx.Done():
	case <-a.closed:
	}
	return a.take(ctx, m)
}

// make numbers an announcement, and tells it to everybody who listens.
func (a *Audience) make(an voice.Announcement) (*made, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	select {
	case <-a.closed:
		return nil, failed(device.OutOfReach, errClosed)
	default:
	}
	a.last++
	m := &made{Spoken: Spoken{ID: a.last, Announcement: an}, told: make(chan struct{})}
	for c := range a.listeners {
		a.tell(c, m)
	}
	a.tidy()
	if !an.By.IsZero() {
		a.pending = append(a.pending, m)
	}
	return m, nil
}

// take takes back what nobody had in time.
func (a *Audience) take(ctx context.Context, m *made) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	select {
	case <-m.told: // in the last moment
		return nil
	default:
	}
	a.pending = slices.DeleteFunc(a.pending, func(one *made) bool { return one == m })
	switch {
	case ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded):
		return failed(device.Unspecified, ctx.Err())
	case m.By.IsZero():
		return failed(device.OutOfReach, errNobody)
	}
	return failed(voice.TooLate, errNobody)
}

// Health implements device.Device: it is Absent while no display listens.
func (a *Audience) Health(context.Context) device.Health {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.listeners) == 0 {
		return device.Health{Model: a.model, State: device.Absent, Reasons: []device.Reason{device.OutOfReach}, Detail: errNobody.Error()}
	}
	return device.Health{Model: a.model, State: device.Ready}
}

// Close implements device.Device: nobody listens any more.
func (a *Audience) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	select {
	case <-a.closed:
	default:
		close(a.closed)
		for c := range a.listeners {
			close(c)
		}
		clear(a.listeners)
	}
	return nil
}
