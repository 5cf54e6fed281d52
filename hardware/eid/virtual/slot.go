package virtual

import (
	"context"
	"errors"
	"sync"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
)

// Slot is a card reader: cards are put in and pulled, and it can be unplugged. It may be used from any goroutine.
type Slot struct {
	mu        sync.Mutex
	card      *Card
	unplugged bool
	closed    bool
	countdown int           // commands until the card is pulled; none at zero
	changes   uint64        // cards put in and readers unplugged so far
	told      uint64        // what changes was when Inserted returned last
	taken     chan struct{} // holds one token while somebody has the card
	changed   chan struct{} // closed, and made anew, at every change
}

var _ eid.Terminal = (*Slot)(nil)

// NewSlot makes an empty slot.
func NewSlot() *Slot { return &Slot{changed: make(chan struct{}), taken: make(chan struct{}, 1)} }

// change does something and tells all who wait.
func (s *Slot) change(act func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	act()
	close(s.changed)
	s.changed = make(chan struct{})
}

// Insert puts a card in, in the place of whichever was there.
func (s *Slot) Insert(c *Card) {
	c.Reset()
	s.change(func() { s.card, s.countdown = c, 0; s.changes++ })
}

// Pull takes the card out.
func (s *Slot) Pull() { s.change(func() { s.card, s.countdown = nil, 0 }) }

// PullAt takes the card out when the nth command from now comes: that one is not answered any more.
func (s *Slot) PullAt(n int) { s.change(func() { s.countdown = n }) }

// Unplug takes the reader away, and Plug brings it back with what is in it.
func (s *Slot) Unplug() { s.change(func() { s.unplugged = true; s.changes++ }) }

// Plug brings the reader back.
func (s *Slot) Plug() { s.change(func() { s.unplugged = false }) }

// Plugged reports whether the reader is there.
func (s *Slot) Plugged() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.unplugged
}

// Inside is the card in the slot, also while the reader is unplugged, or nil.
func (s *Slot) Inside() *Card {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.card
}

// Card is what is in the slot, or nil.
func (s *Slot) Card() *Card {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unplugged || s.closed {
		return nil
	}
	return s.card
}

// Inserted implements eid.Terminal.
func (s *Slot) Inserted(ctx context.Context) error {
	return s.await(ctx, func() bool {
		if s.card == nil || s.unplugged {
			return false
		}
		s.told = s.changes
		return true
	})
}

// Removed implements eid.Terminal.
func (s *Slot) Removed(ctx context.Context) error {
	return s.await(ctx, func() bool { return s.card == nil || s.unplugged || s.told != 0 && s.changes != s.told })
}

func (s *Slot) await(ctx context.Context, wanted func() bool) error {
	for {
		s.mu.Lock()
		done, closed, changed := wanted(), s.closed, s.changed
		s.mu.Unlock()
		switch {
		case closed:
			return errClosed
		case done:
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

var (
	errClosed = &device.Error{Reason: device.OutOfReach, Err: errors.New("reader was closed")}
	errGone   = &device.Error{Reason: device.OutOfReach, Err: errors.New("no card reader")}
	errEmpty  = &device.Error{Reason: device.NoCard, Err: errors.New("no card")}
	errMute   = &device.Error{Reason: eid.UpsideDown, Err: errors.New("card does not answer")}
	errTaken  = &device.Error{Reason: eid.InUse, Err: errors.New("card in use by another program")}
)

// Connect implements eid.Terminal.
func (s *Slot) Connect(ctx context.Context) (eid.Channel, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	card, err := s.present()
	if err != nil {
		return nil, err
	}
	select {
	case s.taken <- struct{}{}:
		return &channel{slot: s, card: card}, nil
	default:
		return nil, errTaken
	}
}

// present is the card, if there is one that can be spoken to.
func (s *Slot) present() (*Card, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return nil, errClosed
	case s.unplugged:
		return nil, errGone
	case s.card == nil:
		return nil, errEmpty
	case !s.card.answers():
		return nil, errMute
	}
	return s.card, nil
}

// count says whether the card is still in after one command more.
func (s *Slot) count() {
	s.mu.Lock()
	last := s.countdown == 1
	if s.countdown > 1 {
		s.countdown--
	}
	s.mu.Unlock()
	if last {
		s.Pull()
	}
}

// Health implements eid.Terminal.
func (s *Slot) Health(context.Context) device.Health {
	_, err := s.present()
	model := "virtual card reader"
	switch {
	case err == nil, errors.Is(err, errEmpty):
		return device.Health{State: device.Ready, Model: model}
	case errors.Is(err, errMute):
		return device.Health{State: device.Attention, Reasons: []device.Reason{eid.UpsideDown}, Model: model}
	}
	return device.Health{State: device.Absent, Reasons: []device.Reason{device.OutOfReach}, Detail: "no card reader"}
}

// Close implements eid.Terminal.
func (s *Slot) Close() error {
	s.change(func() { s.closed = true })
	return nil
}

// channel is a card that somebody has taken.
type channel struct {
	slot *Slot
	card *Card
	once sync.Once
}

// Transmit implements eid.Channel.
func (c *channel) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c.slot.count()
	now, err := c.slot.present()
	if err != nil {
		return nil, err
	}
	if now != c.card {
		return nil, errEmpty // it was pulled, and another one put in
	}
	return c.card.Process(command), nil
}

// Close implements eid.Channel.
func (c *channel) Close() error {
	c.once.Do(func() {
		c.card.Reset()
		<-c.slot.taken
	})
	return nil
}
