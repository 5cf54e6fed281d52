package booking_test

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// lagging is a log whose readers see the state as it was held, until it is let go: as a reader does that began before
// the last command became visible.
type lagging struct {
	consensus.Log
	held    *kv.Memory
	applied uint64
}

// hold keeps the present state.
func (l *lagging) hold(t *testing.T) {
	t.Helper()
	if err := l.Log.Stale(func(r kv.Reader, fresh consensus.Freshness) error {
		l.held, l.applied = new(kv.Memory), fresh.Applied
		for k, v := range r.Scan(nil, nil) {
			l.held.Put(k, v)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// Stale implements consensus.Log.
func (l *lagging) Stale(f func(kv.Reader, consensus.Freshness) error) error {
	if l.held != nil {
		return f(l.held, consensus.Freshness{Applied: l.applied})
	}
	return l.Log.Stale(f)
}

// What a search read before a booking is not kept for the searches after it, whenever the booking became visible.
func TestCacheKeepsNothingOfBefore(t *testing.T) {
	h := mustOpen(t)
	log := &lagging{Log: h.Solo}
	h.Booking = booking.New(log, h.machine, func() time.Time { return now }, rand.Reader)
	h.machine.Touched = h.Booking.Touched
	place := h.free(t, t.Context(), office.ChannelWeb)[0]
	log.hold(t)
	h.mustBook(t, t.Context(), wish(place)) // the day is forgotten here
	if !offered(h.free(t, t.Context(), office.ChannelWeb), place) {
		t.Fatal("a reader of before sees what came after")
	}
	log.held = nil
	if offered(h.free(t, t.Context(), office.ChannelWeb), place) {
		t.Error("the cache holds what was read before the booking")
	}
}

// A day that was read is not read again: what is put past the register is not seen before the day is touched.
func TestCacheSparesReading(t *testing.T) {
	h := mustOpen(t)
	log := &lagging{Log: h.Solo}
	h.Booking = booking.New(log, h.machine, func() time.Time { return now }, rand.Reader)
	places := h.free(t, t.Context(), office.ChannelWeb)
	h.mustBook(t, t.Context(), wish(places[0])) // nobody tells the cache
	if !offered(h.free(t, t.Context(), office.ChannelWeb), places[0]) {
		t.Error("the day was read again")
	}
	h.machine.Touched = h.Booking.Touched
	var other *contract.Place // of the same day
	for _, p := range places[1:] {
		if p.Run.First(berchem).Date == places[0].Run.First(berchem).Date {
			other = p
		}
	}
	h.mustBook(t, t.Context(), wish(other))
	if now := h.free(t, t.Context(), office.ChannelWeb); offered(now, places[0]) || offered(now, other) {
		t.Error("a day that was touched was not read again")
	}
}
