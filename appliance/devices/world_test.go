package devices_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// fake is a device whose answers are told to it.
type fake struct {
	mu     sync.Mutex
	health device.Health
	slow   bool // answers only when the asker gives up
	asked  int
	closed bool
	lag    time.Duration // how long it goes on after the asker gave up
	inside int           // questions under way
}

func (f *fake) Health(ctx context.Context) device.Health {
	f.mu.Lock()
	f.asked++
	f.inside++
	h, slow := f.health, f.slow
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.inside--
	}()
	if slow {
		<-ctx.Done()
		time.Sleep(f.lag) // of synctest's time, or none
		return device.Health{State: device.Absent, Reasons: []device.Reason{device.OutOfReach}}
	}
	return h
}

func (f *fake) Close() error { f.closed = true; return nil }

func (f *fake) is(s device.State, rs ...device.Reason) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.health, f.slow = device.Health{State: s, Reasons: rs}, false
}

func (f *fake) times() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked
}

// book is a journal in memory, with the projection of the devices.
type book struct {
	mu      sync.Mutex
	state   kv.Memory
	records []*contract.DeviceChanged
	broken  bool
}

func (b *book) note(_ context.Context, decide func(kv.Reader) ([]*contract.Event, error)) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broken {
		return errors.New("the disk is full")
	}
	events, err := decide(&b.state)
	if err != nil {
		return err
	}
	for _, e := range events {
		e, err := contract.Decode(contract.Encode(e), new(contract.Event)) // as it is read back
		if err != nil {
			return err
		}
		if err := devices.Fold(&b.state, e); err != nil {
			return err
		}
		b.records = append(b.records, e.GetDeviceChanged())
	}
	return nil
}

// said lists the records as words.
func (b *book) said() (out []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.records {
		text := c.Id + " " + c.State
		for _, r := range c.Reasons {
			text += " " + r
		}
		out = append(out, text)
	}
	return out
}

// clock is a steady clock that a test winds.
type clock struct{ now time.Time }

func (c *clock) read() time.Time      { return c.now }
func (c *clock) pass(d time.Duration) { c.now = c.now.Add(d) }

func mustRead(t *testing.T, text string) devices.Configuration {
	t.Helper()
	c, err := devices.Read([]byte(text))
	if err != nil {
		t.Fatal(devices.Flaws(err), err)
	}
	return c
}
