package explore_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/sync/custody"
	"pgregory.net/rapid"
)

// TestLargerWorlds walks at random through worlds too large to enumerate: three sites, ten seats, many faults.
func TestLargerWorlds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &model{scope{
			seatSite: []int{0, 0, 0, 0, 1, 1, 1, 2, 2, 2}, sites: 3,
			faultSet: rapid.SampledFrom([]string{"", "rcl", "h", "rclh"}).Draw(t, "faults"),
			bounds:   bounds{grants: 40, books: 25, asks: 20, reports: 20, faults: 6, boxes: 4},
		}, real()}
		w := newWorld(m.scope)
		w.folds = true
		for range rapid.IntRange(50, 400).Draw(t, "steps") {
			byOp := map[op][]*world{}
			labels := map[*world]step{}
			var ops []op
			m.next(w, func(s step, to *world) {
				if byOp[s.op] == nil {
					ops = append(ops, s.op)
				}
				byOp[s.op], labels[to] = append(byOp[s.op], to), s
			})
			if len(ops) == 0 {
				return
			}
			choices := byOp[rapid.SampledFrom(ops).Draw(t, "kind")]
			w = choices[rapid.IntRange(0, len(choices)-1).Draw(t, "which")]
			if bad := m.check(w); bad != "" {
				t.Fatalf("%s, after: %v", bad, labels[w])
			}
		}
		w.refold(t)
	})
}

// refold checks that every box's hands are what its whole journal says (I5).
func (w *world) refold(t *rapid.T) {
	for b, x := range w.boxes {
		hands := make([]custody.Hand, len(x.hands))
		for i, e := range x.journal {
			h, err := hands[e.seat].Fold(e.Record)
			if err != nil {
				t.Fatalf("I5: box %d record %d does not fold: %v", b, i, err)
			}
			hands[e.seat] = h
		}
		for s := range hands {
			if hands[s] != x.hands[s] {
				t.Fatalf("I5: box %d seat %d folds to %+v, is %+v", b, s, hands[s], x.hands[s])
			}
		}
	}
}
