package local_test

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance/caller"
	"github.com/buurtloket/buurtloket/appliance/caller/audience"
	"github.com/buurtloket/buurtloket/appliance/local"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// aloud is a counter whose displays call visitors.
type aloud struct {
	*sounding
	hall contractconnect.HallClient
}

func mustAloud(t *testing.T) *aloud {
	t.Helper()
	s := &aloud{sounding: &sounding{counter: mustCounter(t, nil)}}
	far := audience.New("schermen", s.clock)
	s.caller = caller.New(caller.Options{Voice: far, Book: callBook{s.node}, Desks: 2, Language: "nl", Usual: 60, Loudest: 50, Reset: 30 * time.Minute, Patience: 20 * time.Second,
		Now: func() time.Time { return s.clock().In(mustZone(t)) }, Steady: s.steady})
	path := folder(t) + "/v.sock"
	server, err := local.Listen(path, s.node, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	server.Sound(s.caller)
	server.Displays(far)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 2)
	go func() { done <- server.Run(ctx) }()
	go func() { done <- s.caller.Run(ctx) }()
	http := socket.Client(path)
	s.hall, s.client = contractconnect.NewHallClient(http, "http://counter"), contractconnect.NewCounterClient(http, "http://counter")
	t.Cleanup(func() { // before the node closes
		http.CloseIdleConnections()
		cancel()
		if err := errors.Join(<-done, <-done); err != nil {
			t.Error(err)
		}
	})
	return s
}

// mustListen is a display with a loudspeaker; it has the number that it begins with.
func (s *aloud) mustListen(t *testing.T, last uint64) (stream *connect.ServerStreamForClient[contract.HallAnnouncement], newest uint64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	stream, err := s.hall.Listen(ctx, connect.NewRequest(&contract.ListenHallRequest{Last: last}))
	if err != nil || !stream.Receive() || stream.Msg().Text != "" || stream.Msg().Chime {
		t.Fatalf("listens to %v: %v, %v", stream.Msg(), err, stream.Err())
	}
	t.Cleanup(func() { _ = stream.Close() }) // it ends with the test
	return stream, stream.Msg().Id
}

// TestDisplaysCall: a call and each recall are told to a display once, in words and as loud as the clerks set it; a display that
// begins later hears nothing of them, one whose line broke what it missed.
func TestDisplaysCall(t *testing.T) {
	s := mustAloud(t)
	one, from := s.mustListen(t, 0)
	s.mustIssue()
	if err := s.call(); err != nil {
		t.Fatal(err)
	}
	if !one.Receive() {
		t.Fatal(one.Err())
	}
	first := one.Msg()
	if first.Text != "nummer A een, loket een" || first.Language != "nl" || !first.Chime || first.Volume != 30 || first.WithinMs == 0 || first.WithinMs > 20000 || first.Id <= from {
		t.Errorf("heard %v", first)
	}
	if s.caller.Volume().Now != 60 {
		t.Errorf("volume %v", s.caller.Volume())
	}
	s.caller.SetVolume(100)
	s.set(s.clock().Add(time.Second))
	visit := s.mustView().AtDesks[0].Visit
	if _, err := s.counter.client.Recall(t.Context(), connect.NewRequest(&contract.VisitCommand{Command: s.command(), Visit: visit})); err != nil {
		t.Fatal(err)
	}
	if !one.Receive() || one.Msg().Text != first.Text || one.Msg().Volume != 50 || one.Msg().Id <= first.Id {
		t.Errorf("the recall is %v: %v", one.Msg(), one.Err())
	}
	recall := one.Msg().Id
	if _, newest := s.mustListen(t, 0); newest != recall {
		t.Errorf("a display that begins is told %d, want %d", newest, recall)
	}
	back, _ := s.mustListen(t, first.Id)
	if !back.Receive() || back.Msg().Id != recall {
		t.Errorf("a display that comes back hears %v: %v", back.Msg(), back.Err())
	}
}

// TestTheCounterCallsItself: then a display is told that it has nothing to say, and why.
func TestTheCounterCallsItself(t *testing.T) {
	s := mustSounding(t)
	stream, err := contractconnect.NewHallClient(s.http, "http://counter").Listen(t.Context(), connect.NewRequest(new(contract.ListenHallRequest)))
	if err == nil {
		stream.Receive()
		err = stream.Err()
	}
	if f := fault.FromRPC("test", err); !fault.Is(f, fault.Refused) || fault.Sentence(f) == "" {
		t.Errorf("listens: %v", err)
	}
}
