package local_test

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/caller"
	"github.com/buurtloket/buurtloket/appliance/local"
	"github.com/buurtloket/buurtloket/hardware/voice"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// sounding is a counter with an emulated voice.
type sounding struct {
	*counter
	voice  *voice.Emulator
	caller *caller.Caller
	client contractconnect.CounterClient // of a socket that knows the voice
}

// callBook is the node's journal as the daemon gives it to a caller.
type callBook struct{ node *appliance.Node }

func (b callBook) Look(f func(caller.Sight) error) error {
	return b.node.Look(func(t appliance.Turn) error {
		return f(caller.Sight{R: t.View, Size: t.View.Size(), Newest: t.View.Last()})
	})
}

func (b callBook) Changed() <-chan struct{} { changed, _ := b.node.Changed(); return changed }

func mustSounding(t *testing.T) *sounding {
	t.Helper()
	s := &sounding{counter: mustCounter(t, nil)}
	s.voice = voice.NewEmulator(voice.Config{Now: s.clock}, false)
	s.caller = caller.New(caller.Options{Voice: s.voice, Book: callBook{s.node}, Desks: 2, Language: "nl", Usual: 60, Reset: 30 * time.Minute, Patience: 20 * time.Second,
		Now: func() time.Time { return s.clock().In(mustZone(t)) }, Steady: s.steady})
	path := folder(t) + "/v.sock"
	server, err := local.Listen(path, s.node, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	server.Sound(s.caller)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 2)
	go func() { done <- server.Run(ctx) }()
	go func() { done <- s.caller.Run(ctx) }()
	client := socket.Client(path)
	s.client = contractconnect.NewCounterClient(client, "http://counter")
	t.Cleanup(func() { // before the node closes
		client.CloseIdleConnections()
		cancel()
		if err := errors.Join(<-done, <-done); err != nil {
			t.Error(err)
		}
	})
	return s
}

// mustIssue gives a walk-in a ticket.
func (s *sounding) mustIssue() {
	s.tb.Helper()
	q := &contract.IssueRequest{Command: s.command(), Products: []string{"eid-aanvraag"}, Urgency: contract.Urgency_URGENCY_URGENT, Reason: "vertrek"}
	if _, err := s.counter.client.Issue(s.tb.Context(), connect.NewRequest(q)); err != nil {
		s.tb.Fatal(err)
	}
}

func (s *sounding) call() error {
	_, err := s.counter.client.Call(s.tb.Context(), connect.NewRequest(&contract.CallRequest{Command: s.command(), Desk: 1}))
	return err
}

// TestACallThatIsNotDurable is not heard.
func TestACallThatIsNotDurable(t *testing.T) {
	s := mustSounding(t)
	s.mustIssue()
	s.hurting(errors.New("no disk"))
	if err := s.call(); err == nil {
		t.Fatal("a call that is not durable was answered")
	}
	if n := len(s.voice.Heard()); n != 0 {
		t.Errorf("%d calls were heard that are not durable", n)
	}
}

// TestACallIsHeard: through the socket, at the desk that called.
func TestACallIsHeard(t *testing.T) {
	s := mustSounding(t)
	s.mustIssue()
	if err := s.call(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is heard", func() bool { return len(s.voice.Heard()) == 1 })
	if h := s.voice.Heard()[0]; h.Text != "nummer A een, loket een" {
		t.Errorf("heard %q", h.Text)
	}
}

// TestTheVolumeOfTheScreens: it is shown, set by who is signed in, and goes back by itself.
func TestTheVolumeOfTheScreens(t *testing.T) {
	s := mustSounding(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	views, err := s.client.Watch(ctx, connect.NewRequest(&contract.WatchRequest{Desk: 1}))
	if err != nil {
		t.Fatal(err)
	}
	shown := func() *contract.SoundRow {
		t.Helper()
		if !views.Receive() {
			t.Fatal(views.Err())
		}
		return views.Msg().Sound
	}
	if v := shown(); v.GetVolume() != 60 || v.GetUsual() != 60 || v.GetResetsMs() != 0 {
		t.Errorf("%+v", v)
	}
	set := func(client contractconnect.CounterClient, c *contract.Command, volume uint32) error {
		_, err := client.SetVolume(ctx, connect.NewRequest(&contract.SetVolumeRequest{Command: c, Volume: volume}))
		return fault.FromRPC("test", err)
	}
	if err := set(s.client, &contract.Command{}, 90); !fault.Is(err, fault.Denied) {
		t.Errorf("nobody sets it: %v", err)
	}
	signed, err := s.client.SignIn(ctx, connect.NewRequest(&contract.SignInRequest{Clerk: "bert", Pin: annPIN, Desk: 2}))
	if err != nil {
		t.Fatal(err)
	}
	as := &contract.Command{Session: signed.Msg.Session}
	if err := set(s.client, as, 101); !fault.Is(err, fault.Invalid) {
		t.Errorf("above all: %v", err)
	}
	before := s.size()
	if err := set(s.client, as, 90); err != nil {
		t.Fatal(err)
	}
	v := shown()
	for v.GetVolume() != 90 {
		v = shown() // signing in made a view of its own
	}
	if v.GetResetsMs() != s.clock().Add(30*time.Minute).UnixMilli() || s.size() != before {
		t.Errorf("%+v; %d records", v, s.size()-before)
	}
	if err := set(s.counter.client, s.command(), 90); !fault.Is(err, fault.Refused) {
		t.Errorf("where no voice is: %v", err)
	}
}
