package paper_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// TestTheProjection: what was sent comes first, whatever waits before it; a paper that was taken has no reason to wait, and one that
// was not has no digest.
func TestTheProjection(t *testing.T) {
	w := newWorld(t)
	first, second := w.queue(visitA), w.queue(visitB)
	sent := func(id paper.ID) {
		w.must(func(kv.Reader, time.Time) (*contract.Event, error) {
			return &contract.Event{Kind: &contract.Event_PrintSent{PrintSent: &contract.PrintSent{Print: id[:], Digest: make([]byte, 32)}}}, nil
		})
	}
	held := func(id paper.ID) {
		w.must(func(kv.Reader, time.Time) (*contract.Event, error) {
			return &contract.Event{Kind: &contract.Event_PrintHeld{PrintHeld: &contract.PrintHeld{Print: id[:], Reason: string(device.PaperOut)}}}, nil
		})
	}
	sent(second)
	if p, found, err := paper.Next(w.state, tickets); !found || err != nil || p.ID != second {
		t.Errorf("%x is next: %v, %v", p.ID, found, err)
	}
	held(second)
	if p := w.get(second); p.Fingerprint || stands(p) != "queued paper-out" || p.Tries != 1 {
		t.Errorf("held: %+v", p)
	}
	sent(second)
	if p := w.get(second); !p.Fingerprint || stands(p) != "sent" || p.Tries != 2 {
		t.Errorf("sent again: %+v", p)
	}
	for from, want := range map[uint64]int{0: 2, 1: 2, 2: 1, 3: 0} {
		if all, err := paper.Since(w.state, today.Day, from); err != nil || len(all) != want {
			t.Errorf("from %d: %d, %v", from, len(all), err)
		}
	}
	if all, err := paper.UnderWay(w.state); err != nil || len(all) != 2 || all[0].ID != first {
		t.Errorf("%+v, %v", all, err)
	}
	if a, b := visitA.First(), visitB.First(); a == b || a != visitA.First() || a == paper.OfPickup(visitA.ID).First() {
		t.Error("an original that the counter asks for by itself has no name of its own")
	}
}

// TestAPrinterThatIsGone: of a printer that the configuration does not have any more, what waited has failed, and of what was
// sent nobody knows.
func TestAPrinterThatIsGone(t *testing.T) {
	w := newWorld(t)
	waits, sent := w.queue(visitA), w.queue(today)
	w.must(func(kv.Reader, time.Time) (*contract.Event, error) {
		return &contract.Event{Kind: &contract.Event_PrintSent{PrintSent: &contract.PrintSent{Print: sent[:]}}}, nil
	})
	w.runner.Printers = nil
	if err := w.runner.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a, b := stands(w.get(waits)), stands(w.get(sent)); a != "failed no-printer" || b != "unknown no-printer" {
		t.Errorf("%s, %s", a, b)
	}
}

// TestAtOnce: a number comes by itself only from a roll that was told so, and nothing else does.
func TestAtOnce(t *testing.T) {
	printers := map[string]paper.Outlet{"a": paper.Sheet{}, "b": paper.Roll{}, "c": paper.Roll{Tickets: true}, "d": paper.Roll{Tickets: true}}
	if name, ok := paper.AtOnce(printers, paper.Ticket); !ok || name != "c" {
		t.Errorf("%s, %v", name, ok)
	}
	for k := paper.Confirmation; k <= paper.Pickup; k++ {
		if name, ok := paper.AtOnce(printers, k); ok {
			t.Errorf("a %s comes from %s by itself", k, name)
		}
		if name, err := paper.PrinterFor(printers, k); err != nil || (name == "b") != (k == paper.Confirmation || k == paper.Pickup) {
			t.Errorf("a %s comes from %s, %v", k, name, err)
		}
	}
}

// TestNothingGoesOnAfterTheEnd: neither a refusal nor another end changes a print that is over.
func TestNothingGoesOnAfterTheEnd(t *testing.T) {
	w := newWorld(t)
	id := w.queue(visitA)
	w.must(cancelFirst)
	for name, e := range map[string]*contract.Event{
		"held":   {Kind: &contract.Event_PrintHeld{PrintHeld: &contract.PrintHeld{Print: id[:], Reason: "x"}}},
		"failed": {Kind: &contract.Event_PrintEnded{PrintEnded: &contract.PrintEnded{Print: id[:], Outcome: contract.PrintStage_PRINT_STAGE_FAILED, Reason: "x"}}},
	} {
		before := w.state.Clone()
		if err := paper.Fold(w.state, e); !fault.Is(err, fault.Corrupt) || !before.Equal(w.state) {
			t.Errorf("%s after its end: %v", name, err)
		}
	}
}
