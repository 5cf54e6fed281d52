package paper_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// checkNothingLeaks: what stands on paper stands in no event, and the projection is that of the events.
func (w *world) checkNothingLeaks() {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	again := new(kv.Memory)
	for _, e := range w.events {
		if b := contract.Encode(e); bytes.Contains(b, []byte(secret)) {
			w.t.Fatalf("an event holds what stands on paper: %v", e)
		}
		if err := paper.Fold(again, e); err != nil {
			w.t.Fatal(err)
		}
	}
	if !again.Equal(w.state) {
		w.t.Fatal("the events do not give the state")
	}
}

// cancelFirst withdraws the first print there is.
func cancelFirst(r kv.Reader, now time.Time) (*contract.Event, error) {
	all, err := paper.Day(r, office.DateOf(now))
	if err != nil {
		return nil, err
	}
	return paper.Cancel(r, all[0].ID)
}

// TestADuplicateSaysSo on paper and in the journal; an original does not, and is asked for once.
func TestADuplicateSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		for _, of := range []paper.Subject{visitA, today} {
			first := w.queue(of)
			second := w.id()
			if w.must(func(r kv.Reader, now time.Time) (*contract.Event, error) {
				return paper.Queue(r, second, of, deviceOf(of), now)
			}) {
				t.Error("a second original")
			}
			w.work(deviceOf(of))
			w.pass(time.Minute)
			w.work(deviceOf(of))
			again := w.reprint(of)
			w.work(deviceOf(of))
			w.pass(time.Minute)
			w.work(deviceOf(of))
			if p := w.get(first); p.Duplicate() || p.Stage != paper.Printed {
				t.Errorf("the original is %+v", p)
			}
			if p := w.get(again); p.Original != first || p.Stage != paper.Printed || !strings.Contains(paper.WordsOf(p, "").Say, "duplicaat") {
				t.Errorf("the duplicate is %+v", p)
			}
			all, err := paper.OfSubject(w.state, of)
			if err != nil || len(all) != 2 || all[0].ID != first || all[1].ID != again {
				t.Errorf("%+v, %v", all, err)
			}
		}
		papers := w.papers()
		if len(papers) != 4 {
			t.Fatalf("%d papers", len(papers))
		}
		for i, p := range papers {
			if got := strings.Contains(p.text, paper.Mark); got != (i%2 == 1) {
				t.Errorf("paper %d says duplicate: %v\n%s", i, got, p.text)
			}
		}
	})
}

// TestABrokenLineSwallowsNoMark: a line that breaks after any byte of the original leaves the printer waiting for the rest of a
// command, which takes it from the duplicate. Whatever of that comes out as a paper says that it is one.
func TestABrokenLineSwallowsNoMark(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for cut := 1; cut < 200; cut++ {
			w := newWorld(t)
			w.queue(visitA)
			w.cut = cut
			w.work(tickets)
			w.cut = 0
			again := w.reprint(visitA)
			w.work(tickets)
			for _, p := range w.papers() {
				if slices.Contains(p.prints, again.Name()) && !strings.Contains(p.text, paper.Mark) {
					t.Errorf("cut after %d bytes, the duplicate is\n%s", cut, p.text)
				}
			}
		}
	})
}

// TestADocumentThatHidesItsMark is not printed.
func TestADocumentThatHidesItsMark(t *testing.T) {
	w := newWorld(t)
	w.queue(today)
	w.work(documents)
	w.pass(time.Minute)
	w.work(documents)
	w.runner.Draw = func(context.Context, paper.Print) (paper.Paper, error) { return paper.Paper{PDF: []byte("%PDF")}, nil }
	id := w.reprint(today)
	w.work(documents)
	if got := stands(w.get(id)); got != "failed no-content" || len(w.papers()) != 1 {
		t.Errorf("it is %s, with %d papers", got, len(w.papers()))
	}
}

// TestCommands: what is refused, what changes nothing, and their words.
func TestCommands(t *testing.T) {
	w := newWorld(t)
	first := w.queue(visitA)
	queue := func(id paper.ID, of paper.Subject, printer string) (*contract.Event, error) {
		return paper.Queue(w.state, id, of, printer, w.now)
	}
	reprint := func(id paper.ID, of paper.Subject) (*contract.Event, error) {
		return paper.Reprint(w.state, id, of, tickets, w.now)
	}
	refused := func(name string, kind fault.Kind, e *contract.Event, err error) {
		t.Helper()
		if e != nil || !fault.Is(err, kind) || fault.Sentence(err) == "" {
			t.Errorf("%s: %v, %v, want a fault %s", name, e, err, kind)
		}
	}
	for name, of := range map[string]paper.Subject{"nothing": {}, "a ticket of nobody": {Kind: paper.Ticket}, "a newer kind": {Kind: 9, ID: [16]byte{1}},
		"a day with an id": {Kind: paper.DaySheet, ID: [16]byte{1}}, "a ticket of a day": {Kind: paper.Ticket, ID: [16]byte{1}, Day: 3}} {
		e, err := queue(w.id(), of, tickets)
		refused(name, fault.Invalid, e, err)
		e, err = reprint(w.id(), of)
		refused("again "+name, fault.Invalid, e, err)
	}
	e, err := queue(paper.ID{}, visitB, tickets)
	refused("no id", fault.Invalid, e, err)
	e, err = queue(w.id(), visitB, "")
	refused("no printer", fault.Invalid, e, err)
	e, err = reprint(w.id(), visitB)
	refused("a duplicate of nothing", fault.NotFound, e, err)
	e, err = reprint(w.id(), visitA)
	refused("a duplicate of what is under way", fault.Conflict, e, err)
	e, err = paper.Cancel(w.state, w.id())
	refused("cancel nothing", fault.NotFound, e, err)
	if e, err := queue(first, visitB, tickets); e != nil || err != nil {
		t.Errorf("the same act for something else: %v, %v", e, err)
	}
	w.must(cancelFirst)
	if w.must(cancelFirst) {
		t.Error("withdrawn twice")
	}
	again := w.reprint(visitA)
	if e, err := reprint(again, visitA); e != nil || err != nil {
		t.Errorf("the same tap twice: %v, %v", e, err)
	}
}

// TestFoldRefuses what no decision of this state makes.
func TestFoldRefuses(t *testing.T) {
	w := newWorld(t)
	id := w.queue(visitA)
	sent := &contract.Event{Kind: &contract.Event_PrintSent{PrintSent: &contract.PrintSent{Print: id[:]}}}
	ends := func(how contract.PrintStage) *contract.Event {
		return &contract.Event{Kind: &contract.Event_PrintEnded{PrintEnded: &contract.PrintEnded{Print: id[:], Outcome: how}}}
	}
	other := w.id()
	second := &contract.Event{Kind: &contract.Event_PrintQueued{PrintQueued: &contract.PrintQueued{Print: other[:], Device: tickets,
		Of: &contract.PrintSubject{Kind: contract.PrintKind_PRINT_KIND_TICKET, Id: visitA.ID[:]}}}}
	refuse := func(name string, e *contract.Event) {
		t.Helper()
		before := w.state.Clone()
		if err := paper.Fold(w.state, e); !fault.Is(err, fault.Corrupt) || !before.Equal(w.state) {
			t.Errorf("%s: %v", name, err)
		}
	}
	take := func(e *contract.Event) {
		t.Helper()
		if err := paper.Fold(w.state, e); err != nil {
			t.Fatal(err)
		}
	}
	refuse("a second original", second)
	refuse("printed and never sent", ends(contract.PrintStage_PRINT_STAGE_PRINTED))
	refuse("unknown and never sent", ends(contract.PrintStage_PRINT_STAGE_UNKNOWN))
	refuse("an end that is none", ends(contract.PrintStage_PRINT_STAGE_SENT))
	take(sent)
	refuse("sent twice", sent)
	take(ends(contract.PrintStage_PRINT_STAGE_UNKNOWN))
	refuse("sent after its end", sent)
	refuse("printed after its end", ends(contract.PrintStage_PRINT_STAGE_PRINTED))
	refuse("a duplicate of another", &contract.Event{Kind: &contract.Event_PrintQueued{PrintQueued: &contract.PrintQueued{Print: other[:],
		Device: tickets, DuplicateOf: other[:], Of: &contract.PrintSubject{Kind: contract.PrintKind_PRINT_KIND_TICKET, Id: visitA.ID[:]}}}})
	refuse("nobody asked", &contract.Event{Kind: &contract.Event_PrintHeld{PrintHeld: &contract.PrintHeld{Print: other[:]}}})
}

// TestDigest: it is of what was sent, and there is none of what holds personal data.
func TestDigest(t *testing.T) {
	w := newWorld(t)
	draw := w.runner.Draw
	id := w.queue(today)
	w.work(documents)
	if p := w.get(id); !p.Fingerprint || p.Digest != sha256.Sum256([]byte("%PDF-1.4 "+secret+" "+id.Name())) {
		t.Errorf("%+v", p)
	}
	w.runner.Draw = func(ctx context.Context, p paper.Print) (paper.Paper, error) {
		out, err := draw(ctx, p)
		out.Personal = true
		return out, err
	}
	w.pass(time.Minute)
	w.work(documents)
	id = w.queue(attest)
	w.work(documents)
	if p := w.get(id); p.Fingerprint || p.Stage != paper.Sent {
		t.Errorf("%+v", p)
	}
}

// TestARefusalIsNotHammered: a printer that looks ready and refuses is tried less and less.
func TestARefusalIsNotHammered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.before = func() { w.roll.Break(receipt.OutOfPaper) }
		id := w.queue(visitA)
		for range 120 {
			w.work(tickets)
			w.roll.Repair(receipt.OutOfPaper)
			w.pass(time.Second)
		}
		if p := w.get(id); p.Tries != 4 || p.Stage != paper.Queued || len(w.papers()) != 0 {
			t.Errorf("after two minutes: %+v", p)
		}
		if n := len(w.events); n > 10 {
			t.Errorf("%d records of it", n)
		}
	})
}

// TestWords: every code has words, no number is forgotten, and a code of tomorrow is shown as it is.
func TestWords(t *testing.T) {
	codes := []paper.Reason{device.PaperLow, device.PaperOut, device.PaperJam, device.InkLow, device.InkOut, device.CoverOpen, device.DoorOpen,
		device.NoPower, device.Paused, device.Hot, device.Unreadable, device.Misfitted, device.OutOfReach, device.NotAllowed, device.InUse,
		device.Unspecified, receipt.CutterStuck, paper.TooLate, paper.NoContent, paper.Withdrawn, paper.Restarted, paper.NoJob, paper.Stopped,
		paper.Aborted, paper.NoPrinter, paper.Unprinted, paper.Unfinished, "maker-7"}
	for _, code := range codes {
		for s := paper.Queued; s <= paper.Unknown; s++ {
			p := paper.Print{Of: visitA, Stage: s, Reason: code}
			words := paper.WordsOf(p, "A042")
			if !strings.HasSuffix(words.Say, ".") || s != paper.Printed && s != paper.Sent && words.Next == "" {
				t.Errorf("%s %s: %q, %q", s, code, words.Say, words.Next)
			}
			if known := !strings.Contains(words.Say, "("); known == (code == "maker-7") && s != paper.Sent && s != paper.Printed {
				t.Errorf("%s: %q", code, words.Say)
			}
			if (s == paper.Failed || s == paper.Unknown) && !strings.Contains(words.Next, "Volgnummer A042 blijft geldig") {
				t.Errorf("%s: the number is forgotten: %q", s, words.Next)
			}
			if say := paper.ForVisitor(p, "A042"); !strings.HasPrefix(say, "Uw nummer is A042.") || (s == paper.Failed || s == paper.Unknown) && !strings.Contains(say, "blijft geldig") {
				t.Errorf("%s: the kiosk says %q", s, say)
			}
		}
	}
}

// TestRun: it wakes for what is asked, waits for a printer, and ends after the paper that is under way.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		gone := w.id()
		w.must(func(r kv.Reader, now time.Time) (*contract.Event, error) {
			return paper.Queue(r, gone, visitB, "weg", now)
		})
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- w.runner.Run(ctx) }()
		synctest.Wait()
		if got := stands(w.get(gone)); got != "failed no-printer" {
			t.Errorf("of a printer that is not here: %s", got)
		}
		id := w.queue(visitA)
		time.Sleep(time.Second)
		if got := stands(w.get(id)); got != "printed" {
			t.Errorf("asked while it runs: %s", got)
		}
		w.roll.Break(receipt.OpenCover)
		id = w.reprint(visitA)
		time.Sleep(3 * time.Second)
		if got := stands(w.get(id)); got != "queued cover-open" {
			t.Errorf("with the cover open: %s", got)
		}
		w.roll.Repair(receipt.OpenCover)
		time.Sleep(2 * time.Second)
		if got := stands(w.get(id)); got != "printed" {
			t.Errorf("closed again: %s", got)
		}
		w.roll.Break(receipt.Hung) // takes the bytes; the end comes after the context's
		w.during = stop
		id = w.reprint(visitA)
		if err := <-done; err != nil {
			t.Error(err)
		}
		if got := stands(w.get(id)); got != "unknown no-answer" {
			t.Errorf("under way when it was told to stop: %s", got)
		}
		w.checkNothingLeaks()
	})
}

// TestRunEndsWithItsJournal: nothing more is sent when a step could not be recorded.
func TestRunEndsWithItsJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.queue(visitA)
		w.queue(visitB)
		w.dieAt(isSent, true)
		if err := w.runner.Run(t.Context()); err == nil || len(w.papers()) != 0 {
			t.Errorf("%v, %d papers", err, len(w.papers()))
		}
	})
}

// TestRunIsToldToStopBeforeItSends: what the journal did not take up any more is no failure, and nothing goes.
func TestRunIsToldToStopBeforeItSends(t *testing.T) {
	w := newWorld(t)
	id := w.queue(visitA)
	ctx, stop := context.WithCancel(t.Context())
	w.runner.Book = closing{w, stop}
	if err := w.runner.Run(ctx); err != nil || len(w.papers()) != 0 || stands(w.get(id)) != "queued" {
		t.Errorf("%v, %d papers, %s", err, len(w.papers()), stands(w.get(id)))
	}
}

// closing is a book that is told to close when somebody is about to write.
type closing struct {
	*world
	stop func()
}

// Do implements paper.Book.
func (c closing) Do(ctx context.Context, decide func(kv.Reader, time.Time) (*contract.Event, error)) error {
	c.stop()
	return c.world.Do(ctx, decide)
}

// TestWhatHappensWhileItIsDrawn: a paper that was withdrawn, sent by another, or for which nobody waits any more when it has been
// drawn, does not go.
func TestWhatHappensWhileItIsDrawn(t *testing.T) {
	for name, meanwhile := range map[string]func(w *world, id paper.ID){
		"withdrawn": func(w *world, _ paper.ID) { w.must(cancelFirst) },
		"too late":  func(w *world, _ paper.ID) { w.pass(3 * time.Minute) },
		"sent": func(w *world, id paper.ID) {
			w.must(func(kv.Reader, time.Time) (*contract.Event, error) {
				return &contract.Event{Kind: &contract.Event_PrintSent{PrintSent: &contract.PrintSent{Print: id[:]}}}, nil
			})
		},
	} {
		w := newWorld(t)
		id, draw := w.queue(visitA), w.draw
		w.runner.Draw = func(ctx context.Context, p paper.Print) (paper.Paper, error) {
			meanwhile(w, id)
			return draw(ctx, p)
		}
		w.step(tickets)
		if n := len(w.papers()); n != 0 {
			t.Errorf("%s: %d papers", name, n)
		}
	}
}
