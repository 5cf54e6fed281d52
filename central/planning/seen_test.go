package planning_test

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/busy"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/planning"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
)

// TestSeen: a line at any node is one; where a node does not answer, nobody knows of a counter that is at no other; and what was seen
// long ago is no knowledge.
func TestSeen(t *testing.T) {
	w := newWorld(t)
	w.seat.status = consensus.Status{ID: "n1", Peers: []consensus.Peer{{ID: "n1", Addr: "n1"}, {ID: "n2", Addr: "n2"}}}
	at, other := now, node{{Site: berchem, Open: true, SinceMs: now.UnixMilli() - 5000, Size: 3}}
	p := planning.New(w.Solo, w.seat, w.machine, w.fleet, func() time.Time { return at }, rand.Reader)
	s := planning.NewSeen(planning.NewFleet(p, func(string) contractconnect.LinesClient { return other }))
	if got := s.Line(berchem); got.Known {
		t.Errorf("nobody looked, and it is %+v", got)
	}
	wants := func(want busy.Line) {
		t.Helper()
		s.Step(t.Context())
		if want.At = at; s.Line(berchem) != want {
			t.Errorf("%+v, want %+v", s.Line(berchem), want)
		}
	}
	wants(busy.Line{Known: true, Open: true, Size: 3})
	gone := w.fleet.Here(berchem) // it came here, and said nothing yet
	wants(busy.Line{Known: true, Open: true})
	w.fleet.Heard(berchem, &contract.Hello{Size: 9})
	wants(busy.Line{Known: true, Open: true, Size: 9})
	other[0].Open = false
	gone()
	wants(busy.Line{Known: true})
	other = nil // that node is silent
	wants(busy.Line{})
	gone = w.fleet.Here(berchem)
	wants(busy.Line{Known: true, Open: true})
	at = at.Add(2 * time.Minute)
	if got := s.Line(berchem); got.Known {
		t.Errorf("two minutes later: %+v", got)
	}
	gone()
}
