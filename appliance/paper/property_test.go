package paper_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// TestAnyOrderOfThings: whatever is asked, breaks, is repaired, and whenever the process dies, no print gives two papers, no
// subject two papers without the mark, and nothing is said to be printed without a printer's word and a paper.
func TestAnyOrderOfThings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rapid.Check(timeless{t}, anyOrder)
	})
}

// timeless is a test without a deadline, which nobody may ask in a bubble.
type timeless struct{ rapid.TB }

func anyOrder(t *rapid.T) {
	w := newWorld(t)
	subjects := []paper.Subject{visitA, visitB, today, attest}
	var ids []paper.ID
	ask := func(decide func(r kv.Reader, id paper.ID, of paper.Subject, printer string, now time.Time) (*contract.Event, error)) func(*rapid.T) {
		return func(t *rapid.T) {
			of := rapid.SampledFrom(subjects).Draw(t, "of")
			id := w.id()
			if len(ids) > 0 && rapid.IntRange(0, 4).Draw(t, "again") == 0 {
				id = rapid.SampledFrom(ids).Draw(t, "which")
			}
			err := w.Do(t.Context(), func(r kv.Reader, now time.Time) (*contract.Event, error) { return decide(r, id, of, deviceOf(of), now) })
			if err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Conflict) {
				t.Fatal(err)
			}
			if w.state.Get(append([]byte("pr/i/"), id[:]...)) != nil && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	steps := func(name string) func(*rapid.T) {
		return func(t *rapid.T) {
			dies, kept, n := rapid.IntRange(1, 6).Draw(t, "dies at commit"), rapid.Bool().Draw(t, "kept"), 0
			w.kill = func(_ *contract.Event, after bool) bool {
				if !after {
					n++
				}
				return n == dies && after == kept
			}
			if f := receipt.Fault(rapid.IntRange(-30, 9).Draw(t, "mid")); f < 10 {
				w.mid = func() { w.roll.Break(f) }
			}
			w.lost = rapid.IntRange(0, 9).Draw(t, "lost") == 0
			w.work(name)
			w.kill, w.mid, w.lost = nil, nil, false
		}
	}
	t.Repeat(map[string]func(*rapid.T){
		"queue":     ask(paper.Queue),
		"reprint":   ask(paper.Reprint),
		"tickets":   steps(tickets),
		"documents": steps(documents),
		"cancel": func(t *rapid.T) {
			if len(ids) > 0 {
				w.must(func(r kv.Reader, _ time.Time) (*contract.Event, error) {
					return paper.Cancel(r, rapid.SampledFrom(ids).Draw(t, "which"))
				})
			}
		},
		"break roll":  func(t *rapid.T) { w.roll.Break(receipt.Fault(rapid.IntRange(0, 9).Draw(t, "fault"))) },
		"run out":     func(t *rapid.T) { w.roll.RunOutAfter(rapid.IntRange(0, 12).Draw(t, "lines")) },
		"repair roll": func(*rapid.T) { mendRoll(w) },
		"break sheet": func(t *rapid.T) { w.sheet.Break(anyFault(t)) },
		"repair sheet": func(t *rapid.T) {
			w.sheet.Repair(anyFault(t))
		},
		"clock": func(t *rapid.T) { w.pass(time.Duration(rapid.IntRange(-100, 400).Draw(t, "seconds")) * time.Second) },
		"":      func(t *rapid.T) { w.checkPapers() },
	})
	w.checkEnd(ids)
}

// anyFault is a fault of the document printer; Slow would only make its askers give up.
func anyFault(t *rapid.T) printer.Fault {
	return rapid.SampledFrom([]printer.Fault{printer.OutOfPaper, printer.Jammed, printer.Aborting, printer.Refusing, printer.Unplugged,
		printer.AnswerLost, printer.LineBroken, printer.NoPDF, printer.Garbled}).Draw(t, "fault")
}

// checkPapers holds what came out against what is said of it.
func (w *world) checkPapers() {
	w.t.Helper()
	w.checkNothingLeaks()
	byName := map[string]paper.Print{}
	all, err := paper.Day(w.state, today.Day)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, p := range all {
		byName[p.ID.Name()] = p
	}
	out := map[string]int{}
	plain := map[paper.Subject]int{}
	for _, s := range w.papers() {
		for _, name := range s.prints {
			p, known := byName[name]
			if !known {
				w.t.Fatalf("a paper of %s, for which nobody asked", name)
			}
			if out[name]++; !strings.Contains(s.text, paper.Mark) {
				if plain[p.Of]++; p.Duplicate() {
					w.t.Fatalf("%s is a duplicate and does not say so:\n%s", name, s.text)
				}
			}
		}
	}
	for name, p := range byName {
		switch {
		case out[name] > 1 || w.sent[name] > 1 || plain[p.Of] > 1:
			w.t.Fatalf("%s came out %d times, was taken %d times; its subject has %d papers without the mark", name, out[name], w.sent[name], plain[p.Of])
		case p.Stage == paper.Printed && (!w.said[name] || out[name] != 1):
			w.t.Fatalf("%s is said to be printed: the printer said so: %v, papers: %d", name, w.said[name], out[name])
		case p.Stage == paper.Queued && out[name] > 0:
			w.t.Fatalf("%s waits for the printer, and its paper is out", name)
		}
	}
}

// checkEnd: with everything repaired, every print ends.
func (w *world) checkEnd(ids []paper.ID) {
	w.t.Helper()
	mendRoll(w)
	for f := printer.OutOfPaper; f <= printer.Garbled; f++ {
		w.sheet.Repair(f)
	}
	for range 200 {
		w.work(tickets)
		w.work(documents)
		w.pass(10 * time.Second)
	}
	for _, id := range ids {
		if p := w.get(id); !p.Stage.Ended() {
			w.t.Fatalf("%+v never ends", p)
		}
	}
	w.checkPapers()
}
