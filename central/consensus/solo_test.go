package consensus_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/consensus/logtest"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

func TestSoloFaults(t *testing.T) {
	t.Parallel()
	s := consensus.NewSolo(logtest.Toy{})
	s.Forget(1)
	if _, _, err := s.Propose(t.Context(), []byte("1 a Ann")); !consensus.IsUnknown(err) || !fault.Is(err, fault.Unreachable) {
		t.Errorf("a forgotten reply: %v", err)
	}
	s.Lose(1)
	if _, _, err := s.Propose(t.Context(), []byte("2 b Bob")); !consensus.IsUnknown(err) {
		t.Errorf("a lost proposal: %v", err)
	}
	if got := logtest.MustGet(t, s, "count"); got != "1" {
		t.Errorf("count %q", got)
	}
	if reply, index := logtest.MustPropose(t, s, "1 a Ann"); reply != "ok" || index != 2 {
		t.Errorf("the repetition: %q at %d", reply, index)
	}
	s.Depose(consensus.Peer{ID: "x", Addr: "x:1"})
	_, _, err := s.Propose(t.Context(), []byte("3 c X"))
	if id, addr, ok := consensus.LeaderOf(err); !ok || id != "x" || addr != "x:1" {
		t.Errorf("deposed: %v", err)
	}
	if err := s.Read(t.Context(), func(kv.Reader) error { return nil }); !fault.Is(err, fault.Unreachable) {
		t.Errorf("deposed read: %v", err)
	}
	if id, _, isMe := s.Leader(); id != "x" || isMe {
		t.Errorf("leader %q", id)
	}
	s.Depose(consensus.Peer{})
	_, _, err = s.Propose(t.Context(), []byte("3 c X"))
	if _, _, ok := consensus.LeaderOf(err); ok || !fault.Is(err, fault.Unreachable) {
		t.Errorf("no leader: %v", err)
	}
	s.Elect()
	if reply, _ := logtest.MustPropose(t, s, "3 c X"); reply != "ok" {
		t.Errorf("elected again: %q", reply)
	}
}
