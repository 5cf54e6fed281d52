package devices_test

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// one is a steward of one ticket printer, on a wound clock.
func one(b *book) (*fake, *clock, *devices.Steward) {
	f, c := new(fake), &clock{now: time.Unix(1_000_000, 0)}
	set := &devices.Set{All: []devices.Device{{Kind: devices.Receipt, ID: "kiosk", Device: f}}}
	return f, c, devices.NewSteward(set, devices.Options{Note: b.note, Now: c.read, Steady: c.read})
}

func mustAsk(t *testing.T, s *devices.Steward) {
	t.Helper()
	if err := s.Ask(context.Background(), 0); err != nil {
		t.Fatal(err)
	}
}

func wantSaid(t *testing.T, b *book, want ...string) {
	t.Helper()
	if got := b.said(); !slices.Equal(got, want) {
		t.Fatalf("journaled %q, want %q", got, want)
	}
}

// TestChangesAreJournaledAndAnswersAreNot: also across a restart, which writes nothing when nothing changed.
func TestChangesAreJournaledAndAnswersAreNot(t *testing.T) {
	b := new(book)
	f, c, s := one(b)
	f.is(device.Ready)
	for range 10 {
		mustAsk(t, s)
		c.pass(10 * time.Second)
	}
	wantSaid(t, b, "kiosk ready")
	c.pass(time.Hour)
	f.is(device.Stopped, device.PaperOut)
	mustAsk(t, s)
	wantSaid(t, b, "kiosk ready", "kiosk stopped paper-out")
	f2, c2, s2 := one(b)
	f2.is(device.Stopped, device.PaperOut)
	mustAsk(t, s2)
	wantSaid(t, b, "kiosk ready", "kiosk stopped paper-out")
	c2.pass(time.Second)
	f2.is(device.Ready)
	mustAsk(t, s2)
	wantSaid(t, b, "kiosk ready", "kiosk stopped paper-out", "kiosk ready")
}

// TestAFlappingCable: it makes few records, each change is counted, and what it is in the end is always told.
func TestAFlappingCable_FillsNoJournal(t *testing.T) {
	b := new(book)
	f, c, s := one(b)
	flaps := 0
	for n := range 24 * 360 { // a day, a change every ten seconds
		if n%2 == 0 {
			f.is(device.Ready)
		} else {
			f.is(device.Absent, device.OutOfReach)
		}
		flaps++
		mustAsk(t, s)
		c.pass(10 * time.Second)
	}
	if n := len(b.records); n > 60 || n < 40 {
		t.Errorf("%d records in a day", n)
	}
	f.is(device.Ready)
	for range 1 + 31*6 {
		mustAsk(t, s)
		c.pass(10 * time.Second)
	}
	last := b.records[len(b.records)-1]
	if last.State != "ready" {
		t.Errorf("it works again, and the journal says %s", last)
	}
	counted := len(b.records)
	for _, r := range b.records {
		counted += int(r.Withheld)
	}
	if counted < flaps-3 || counted > flaps+1 { // the last few may still be uncounted
		t.Errorf("%d changes, %d counted", flaps, counted)
	}
	c.pass(devices.MostQuiet + devices.Calm)
	before := len(b.records)
	f.is(device.Stopped, device.PaperOut)
	mustAsk(t, s)
	c.pass(devices.Quiet)
	f.is(device.Ready)
	mustAsk(t, s)
	if n := len(b.records) - before; n != 2 {
		t.Errorf("after a calm hour a change and its end make %d records", n)
	}
}

// TestABrokenJournal: the table goes on, and what could not be journaled is tried again.
func TestABrokenJournal(t *testing.T) {
	b := new(book)
	f, _, s := one(b)
	f.is(device.Ready)
	b.broken = true
	if err := s.Ask(context.Background(), 0); err == nil {
		t.Error("no error")
	}
	if row := s.Table()[0]; row.Health.State != device.Ready {
		t.Errorf("the table says %s", row.Health)
	}
	b.broken = false
	mustAsk(t, s)
	wantSaid(t, b, "kiosk ready")
}

// TestRemovedDevices: the journal says that a device is not there any more, once.
func TestRemovedDevices(t *testing.T) {
	b := new(book)
	f, _, s := one(b)
	f.is(device.Ready)
	mustAsk(t, s)
	none := devices.NewSteward(new(devices.Set), devices.Options{Note: b.note})
	for range 2 {
		if err := none.Begin(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	wantSaid(t, b, "kiosk ready", "kiosk removed")
	if last, err := devices.Last(&b.state, devices.Receipt, "kiosk"); last != nil || err != nil {
		t.Errorf("%v, %v", last, err)
	}
	var r kv.Reader = &b.state
	for k := range r.Scan(nil, nil) {
		t.Errorf("%q is left", k)
	}
}

// TestASlowDeviceDelaysNoOther, and nothing runs any more when Run has returned, even though a question was under way.
func TestASlowDeviceDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, slow, quick := new(book), &fake{slow: true, lag: time.Second}, new(fake)
		quick.is(device.Ready)
		set := &devices.Set{All: []devices.Device{{Kind: devices.Vault, ID: "kluis", Device: slow}, {Kind: devices.Receipt, ID: "kiosk", Device: quick}}}
		paces := map[devices.Kind]devices.Pace{devices.Vault: {Period: time.Second, Patience: time.Hour}, devices.Receipt: {Period: 10 * time.Second, Patience: time.Second}}
		s := devices.NewSteward(set, devices.Options{Note: b.note, Paces: paces})
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error)
		go func() { done <- s.Run(ctx) }()
		time.Sleep(95 * time.Second) // of synctest's time
		synctest.Wait()
		if n := quick.times(); n != 10 {
			t.Errorf("the quick one was asked %d times", n)
		}
		if n := slow.times(); n != 1 {
			t.Errorf("the slow one was asked %d times", n)
		}
		wantSaid(t, b, "kiosk ready")
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if slow.inside != 0 {
			t.Error("it has returned, and a question is under way")
		}
		synctest.Wait()
		if stacks := goroutines(); strings.Contains(stacks, "devices.(*Steward)") {
			t.Errorf("left running:\n%s", stacks)
		}
		wantSaid(t, b, "kiosk ready") // an answer of our own going is no news
	})
}

func goroutines() string {
	buf := make([]byte, 1<<20)
	return string(buf[:runtime.Stack(buf, true)])
}

// TestWordsForEverything: a sentence for every kind, state and reason, and a next step wherever it cannot be used.
func TestWordsForEverything(t *testing.T) {
	reasons := []device.Reason{"", device.PaperLow, device.PaperOut, device.PaperJam, device.InkLow, device.InkOut, device.CoverOpen, device.DoorOpen,
		device.NoPower, device.NoCard, device.Paused, device.Hot, device.Frozen, device.Unreadable, device.Misfitted, device.OutOfReach,
		device.NotAllowed, device.InUse, device.Unspecified, "cutter", "mute", "unknown-card", "maker-47"}
	for _, k := range devices.Kinds() {
		for state := device.Unknown; state <= device.Absent; state++ {
			for _, r := range reasons {
				h := device.Health{State: state}
				if r != "" {
					h.Reasons = []device.Reason{r}
				}
				say, next := devices.Say(k, h)
				if !strings.HasPrefix(say, k.Dutch()+": ") || !strings.HasSuffix(say, ".") || strings.Contains(say, ": .") {
					t.Errorf("%s %s: %q", k, h, say)
				}
				if !state.Usable() && !strings.HasSuffix(next, ".") {
					t.Errorf("%s %s: what next: %q", k, h, next)
				}
				if r != "" && r != "maker-47" && strings.Contains(say, string(r)) && strings.Contains(string(r), "-") {
					t.Errorf("%s %s says a code: %q", k, h, say)
				}
			}
		}
	}
	say, next := devices.Say(devices.Receipt, device.Health{State: device.Stopped, Reasons: []device.Reason{device.PaperOut}})
	if say != "Ticketprinter: papier op." || next != "Leg een nieuwe rol in. Tickets tonen hun nummer op het scherm." {
		t.Errorf("%q %q", say, next)
	}
}
