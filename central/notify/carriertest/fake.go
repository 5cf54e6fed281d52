package carriertest

import (
	"context"
	"errors"
	"sync"

	"github.com/buurtloket/buurtloket/central/notify"
)

// Fake is a carrier and its peer in one, in memory. It is safe for concurrent use.
type Fake struct {
	mu      sync.Mutex
	mood    Mood
	parcels []notify.Parcel
	tried   int
}

var (
	_ notify.Carrier = (*Fake)(nil)
	_ Peer           = (*Fake)(nil)
)

// Where implements notify.Carrier.
func (f *Fake) Where() string { return "fake" }

// Carrier implements Peer.
func (f *Fake) Carrier() notify.Carrier { return f }

// Feel implements Peer.
func (f *Fake) Feel(m Mood) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.mood = m
}

// Taken implements Peer.
func (f *Fake) Taken() (ids []string) {
	for _, p := range f.Parcels() {
		ids = append(ids, p.ID)
	}
	return ids
}

// Parcels are the messages that it has.
func (f *Fake) Parcels() []notify.Parcel {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]notify.Parcel(nil), f.parcels...)
}

// Tried is how often somebody came with a message.
func (f *Fake) Tried() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.tried
}

// Carry implements notify.Carrier.
func (f *Fake) Carry(ctx context.Context, p notify.Parcel) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tried++
	switch f.mood {
	case RefusesNow:
		return &notify.NotTaken{Until: notify.Later, Reason: "fake-later"}
	case RefusesEver:
		return &notify.NotTaken{Until: notify.Never, Reason: "fake-never"}
	case Gone, HangsUpEarly:
		return &notify.NotTaken{Until: notify.Away, Reason: "away"}
	}
	f.parcels = append(f.parcels, p)
	switch f.mood {
	case HangsUpLate:
		return errors.New("fake: it hung up")
	case Silent:
		<-ctx.Done()
		return ctx.Err()
	}
	return nil
}
