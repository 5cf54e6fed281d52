package planning_test

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/planning"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
)

// TestALineAtAnotherNode: a counter is there for the planner at whichever node its line is open; a node that says nothing is passed over.
func TestALineAtAnotherNode(t *testing.T) {
	w := newWorld(t)
	w.seat.status = consensus.Status{ID: "n1", Peers: []consensus.Peer{{ID: "n1", Addr: "n1"}, {ID: "n2", Addr: "n2"}, {ID: "n3", Addr: "n3"}}}
	others := map[string]node{"n2": {{Site: berchem, Open: true, SinceMs: 7}, {Site: hoek, SinceMs: 8}}, "n3": nil}
	p := planning.New(w.Solo, w.seat, w.machine, w.fleet, func() time.Time { return now }, rand.Reader)
	b := planning.NewBoard(p)
	online := func() (out [2]bool) {
		t.Helper()
		week := ok[contract.BoardWeekResponse](t)(b.Week(t.Context(), req(&contract.BoardWeekRequest{Sites: []string{berchem, hoek}})))
		for _, r := range week.Rows {
			out[map[string]int{berchem: 0, hoek: 1}[r.Site]] = r.Online
		}
		return out
	}
	if got := online(); got != [2]bool{} {
		t.Errorf("a board that asks nobody knows of lines: %v", got)
	}
	b.Lines(planning.NewFleet(p, func(addr string) contractconnect.LinesClient { return others[addr] }))
	if got := online(); got != [2]bool{true, false} {
		t.Errorf("with the lines of the others: %v", got)
	}
	gone := w.fleet.Here(hoek)
	if got := online(); got != [2]bool{true, true} {
		t.Errorf("with a line here: %v", got)
	}
	effect := ok[contract.BoardEffect](t)(b.Try(t.Context(), req(&contract.BoardDraft{Moves: []*contract.BoardMove{morning()}})))
	for _, r := range effect.Recalls {
		if !r.Online {
			t.Errorf("what is asked back of %s has no line", r.Site)
		}
	}
	if gone(); online() != [2]bool{true, false} || len(effect.Recalls) == 0 {
		t.Errorf("after that line ended: %v; %d sites are asked", online(), len(effect.Recalls))
	}
}
