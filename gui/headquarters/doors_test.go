package headquarters_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/headquarters"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// node is a node of headquarters behind a real socket: it wants the token, and does what a test says.
type node struct {
	contractconnect.UnimplementedFleetHandler
	contractconnect.UnimplementedInboxHandler
	contractconnect.UnimplementedBoardHandler
	name  string
	url   string
	calls atomic.Int32
	acts  chan []byte // of each decision

	mu     sync.Mutex
	answer func(http.ResponseWriter, *http.Request) bool // true: it answered itself
	say    error                                         // what Glance refuses with
}

const token = "geheim"

func mustNode(t *testing.T, name string) *node {
	t.Helper()
	n := &node{name: name, acts: make(chan []byte, 9)}
	mux := http.NewServeMux()
	mux.Handle(contractconnect.NewFleetHandler(n))
	mux.Handle(contractconnect.NewInboxHandler(n))
	mux.Handle(contractconnect.NewBoardHandler(n))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.calls.Add(1)
		if r.Header.Get("Authorization") != "Bearer "+token {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"code":"unauthenticated","message":"Toon het token van de planner."}`))
			return
		}
		n.mu.Lock()
		answer := n.answer
		n.mu.Unlock()
		if answer == nil || !answer(w, r) {
			mux.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	n.url = server.URL
	return n
}

// set changes what it does.
func (n *node) set(answer func(http.ResponseWriter, *http.Request) bool, say error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.answer, n.say = answer, say
}

// gone is a node that cannot be reached any more.
func gone(w http.ResponseWriter, _ *http.Request) bool {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
	return true
}

func (n *node) Glance(context.Context, *connect.Request[contract.FleetRequest]) (*connect.Response[contract.FleetResponse], error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.say != nil {
		return nil, fault.RPC(n.say)
	}
	return connect.NewResponse(&contract.FleetResponse{Node: n.name}), nil
}

func (n *node) Decide(_ context.Context, r *connect.Request[contract.InboxDecideRequest]) (*connect.Response[contract.InboxDecideResponse], error) {
	n.acts <- r.Msg.Act
	return connect.NewResponse(&contract.InboxDecideResponse{}), nil
}

// mustDial reaches nodes with a token.
func mustDial(t *testing.T, shown string, nodes ...*node) *headquarters.Doors {
	t.Helper()
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(shown+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a := headquarters.Address{TokenFile: file}
	for _, n := range nodes {
		a.Public = append(a.Public, n.url)
	}
	d, err := headquarters.Dial(a)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// asked asks for the fleet and tells which node answered.
func asked(t *testing.T, d *headquarters.Doors) string {
	t.Helper()
	r, err := d.Glance(t.Context(), &contract.FleetRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Node
}

// TestAnotherNode: when a node is gone the next one is asked, and from then on first.
func TestAnotherNode(t *testing.T) {
	a, b := mustNode(t, "a"), mustNode(t, "b")
	d := mustDial(t, token, a, b)
	if got := asked(t, d); got != "a" {
		t.Fatalf("%s answered first", got)
	}
	a.set(gone, nil)
	if got := asked(t, d); got != "b" {
		t.Fatalf("%s answered", got)
	}
	before := a.calls.Load()
	if got := asked(t, d); got != "b" || a.calls.Load() != before {
		t.Errorf("%s answered, the node that is gone was asked %d times more", got, a.calls.Load()-before)
	}
	a.set(nil, nil)
	b.set(gone, nil)
	if got := asked(t, d); got != "a" {
		t.Errorf("%s answered when the other came back", got)
	}
}

// TestWithoutAMajority: a node that lives and cannot help is not the last word, but its words are when nobody can.
func TestWithoutAMajority(t *testing.T) {
	a, b := mustNode(t, "a"), mustNode(t, "b")
	d := mustDial(t, token, a, b)
	alone := fault.New("test", fault.Unreachable).Tell("Dit knooppunt staat alleen.", "")
	a.set(nil, alone)
	if got := asked(t, d); got != "b" {
		t.Errorf("%s answered", got)
	}
	b.set(gone, nil)
	_, err := d.Glance(t.Context(), &contract.FleetRequest{})
	if !fault.Is(err, fault.Unreachable) || fault.Sentence(err) != fault.Sentence(alone) {
		t.Errorf("it says %q", fault.Sentence(err))
	}
}

// TestRefusals: what a node refuses is not asked of another, and comes with its words.
func TestRefusals(t *testing.T) {
	a, b := mustNode(t, "a"), mustNode(t, "b")
	no := fault.New("test", fault.Conflict).Tell("Iemand was je voor.", "")
	a.set(nil, no)
	_, err := mustDial(t, token, a, b).Glance(t.Context(), &contract.FleetRequest{})
	if !fault.Is(err, fault.Conflict) || fault.Sentence(err) != fault.Sentence(no) || b.calls.Load() != 0 {
		t.Errorf("refused with %v, the other node asked %d times", err, b.calls.Load())
	}
	for _, shown := range []string{"", "fout"} {
		_, err := mustDial(t, shown, b, a).Glance(t.Context(), &contract.FleetRequest{})
		if err == nil || fault.Is(err, fault.Unreachable) {
			t.Errorf("with token %q: %v", shown, err)
		}
	}
	if b.calls.Load() != 2 {
		t.Errorf("a badge that is refused was shown %d times", b.calls.Load())
	}
}

// TestGoneInTheMiddle: the node did it, and its answer got lost. The other one is asked with the same act, which it knows.
func TestGoneInTheMiddle(t *testing.T) {
	a, b := mustNode(t, "a"), mustNode(t, "b")
	a.set(func(w http.ResponseWriter, r *http.Request) bool {
		mux := http.NewServeMux()
		mux.Handle(contractconnect.NewInboxHandler(a))
		mux.ServeHTTP(httptest.NewRecorder(), r)
		return gone(w, r)
	}, nil)
	act := []byte("this act is mine")
	if _, err := mustDial(t, token, a, b).Decide(t.Context(), &contract.InboxDecideRequest{Act: act}); err != nil {
		t.Fatal(err)
	}
	if first, second := <-a.acts, <-b.acts; string(first) != string(act) || string(second) != string(act) {
		t.Errorf("asked with %q and %q", first, second)
	}
}

// TestWhoGivesUp: a planner who leaves waits for nobody, and no other node is asked for them.
func TestWhoGivesUp(t *testing.T) {
	a, b := mustNode(t, "a"), mustNode(t, "b")
	ctx, leave := context.WithCancel(t.Context())
	a.set(func(_ http.ResponseWriter, r *http.Request) bool {
		leave()
		<-r.Context().Done()
		return true
	}, nil)
	if _, err := mustDial(t, token, a, b).Glance(ctx, &contract.FleetRequest{}); err == nil || b.calls.Load() != 0 {
		t.Errorf("%v, the other node asked %d times", err, b.calls.Load())
	}
}

// TestWhereItIs: an address is read, and what cannot be one is refused in words.
func TestWhereItIs(t *testing.T) {
	dir := t.TempDir()
	if _, err := headquarters.ReadAddress(dir); !fault.Is(err, fault.Unreachable) {
		t.Errorf("an empty folder: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "hq.json"), []byte(`{"public":["127.0.0.1:1"],"token_file":"t"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := headquarters.ReadAddress(dir)
	if err != nil || len(a.Public) != 1 || a.TokenFile != "t" {
		t.Errorf("%v, %v", a, err)
	}
	if _, err := headquarters.Dial(headquarters.Address{}); !fault.Is(err, fault.Invalid) {
		t.Errorf("no address: %v", err)
	}
	if _, err := headquarters.Dial(headquarters.Address{Public: []string{"x"}, TokenFile: filepath.Join(dir, "none")}); !fault.Is(err, fault.Denied) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no token: %v", err)
	}
}
