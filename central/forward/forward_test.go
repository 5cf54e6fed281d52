package forward_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// pair is a follower with a line to a leader. Each has a state of its own, so that a test sees where a thing was done.
func pair(t *testing.T) (follower *forward.Log, own, leader *consensus.Solo) {
	t.Helper()
	own, leader = founded(t), founded(t)
	mux := http.NewServeMux()
	mux.Handle(contractconnect.NewPeerHandler(forward.Handler{Local: leader}))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	own.Depose(consensus.Peer{ID: "leader", Addr: "there"})
	follower = &forward.Log{Log: own, Peer: func(addr string) contractconnect.PeerClient {
		if addr != "there" {
			t.Errorf("asked %q", addr)
		}
		return contractconnect.NewPeerClient(server.Client(), server.URL)
	}}
	return follower, own, leader
}

func TestProposeIsPassedOn(t *testing.T) {
	follower, own, leader := pair(t)
	if _, err := forward.Command(t.Context(), follower, closure(1)); err != nil {
		t.Fatal(err)
	}
	if here, there := version(t, own), version(t, leader); here != 1 || there != 2 {
		t.Errorf("plan version %d here, %d at the leader", here, there)
	}
}

// What the leader said of a command's fate is what the follower's caller hears.
func TestFateCrossesTheWire(t *testing.T) {
	for name, c := range map[string]struct {
		trouble func(*consensus.Solo)
		unknown bool
	}{
		"reply lost":   {func(s *consensus.Solo) { s.Forget(1) }, true},
		"not a leader": {func(s *consensus.Solo) { s.Depose(consensus.Peer{}) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			follower, _, leader := pair(t)
			c.trouble(leader)
			_, _, err := follower.Propose(t.Context(), contract.Encode(closure(1)))
			var not *consensus.NotLeader
			if consensus.IsUnknown(err) != c.unknown || errors.As(err, &not) == c.unknown || !fault.Is(err, fault.Unreachable) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// A leader that is gone leaves the fate unknown.
func TestLeaderGone(t *testing.T) {
	own := founded(t)
	own.Depose(consensus.Peer{ID: "leader", Addr: "there"})
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	log := &forward.Log{Log: own, Peer: func(string) contractconnect.PeerClient {
		return contractconnect.NewPeerClient(http.DefaultClient, server.URL)
	}}
	if _, _, err := log.Propose(t.Context(), contract.Encode(closure(1))); !consensus.IsUnknown(err) {
		t.Errorf("error %v", err)
	}
}

// A leader that says nothing any more holds nobody up once another leads: the command is asked of that one.
func TestLeaderSilent(t *testing.T) {
	own, next := founded(t), founded(t)
	asked, over := make(chan struct{}), make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(asked); <-over }))
	mux := http.NewServeMux()
	mux.Handle(contractconnect.NewPeerHandler(forward.Handler{Local: next}))
	server := httptest.NewServer(mux)
	t.Cleanup(func() { close(over); silent.Close(); server.Close() })
	own.Depose(consensus.Peer{ID: "old", Addr: silent.URL})
	log := &forward.Log{Log: own, Peer: func(addr string) contractconnect.PeerClient {
		return contractconnect.NewPeerClient(http.DefaultClient, addr)
	}}
	go func() { <-asked; own.Depose(consensus.Peer{ID: "new", Addr: server.URL}) }()
	if _, err := forward.Command(t.Context(), log, closure(1)); err != nil {
		t.Fatal(err)
	}
	if v := version(t, next); v != 2 {
		t.Errorf("plan version %d at the new leader", v)
	}
}

// A follower that is as far as the leader reads its own state.
func TestReadIsLocal(t *testing.T) {
	follower, own, leader := pair(t)
	if _, err := forward.Command(t.Context(), leader, closure(1)); err != nil {
		t.Fatal(err)
	}
	ran := false
	done := make(chan error, 1)
	go func() { done <- follower.Read(t.Context(), func(kv.Reader) error { ran = true; return nil }) }()
	own.Elect() // it catches up as a follower would, by a command of its own
	if _, err := forward.Command(t.Context(), own, closure(1)); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil || !ran {
		t.Errorf("error %v, ran %t", err, ran)
	}
}
