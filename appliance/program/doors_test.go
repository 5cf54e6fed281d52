package program_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/doors"
	"github.com/buurtloket/buurtloket/appliance/program"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pin"
	"github.com/buurtloket/buurtloket/sync/replica"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// passport is a document that the vault of these tests keeps.
const passport = "EN810004"

// guarded is a counter with a vault of two doors, whose clock runs ahead when a test says so. Ann leads, Bert and Cis are
// clerks, Rita receives.
type guarded struct {
	t      *testing.T
	client contractconnect.CounterClient
	vault  *locker.Emulator
	node   *appliance.Node
	ahead  atomic.Int64
	who    string // is signed in
	in     string // the session
}

func (g *guarded) now() time.Time { return time.Now().Add(time.Duration(g.ahead.Load())) }

func mustGuard(t *testing.T) *guarded {
	t.Helper()
	g := &guarded{t: t}
	dir, err := os.MkdirTemp("", "doors") // short: a socket's path is
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, devices.FileName), []byte("vault: {id: kluis, emulator: true, settle: 1ms, doors: [{door: 1, compartment: A1}, {door: 2, compartment: B3}]}"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	e, err := program.PlugIn("", dir, g.now)
	if err != nil {
		t.Fatal(err)
	}
	d, err := program.Open(appliance.Config{Site: site, Dir: dir, Now: g.now}, "")
	if err == nil {
		err = d.Equip(e)
	}
	hash, salt, bad := pin.New("246810", rand.Reader)
	if err = errors.Join(err, bad); err != nil {
		t.Fatal(err)
	}
	roster := &contract.Roster{Version: 1}
	for who, role := range map[string]string{"ann": "lead", "bert": "clerk", "cis": "clerk", "rita": "reception"} {
		roster.Clerks = append(roster.Clerks, &contract.Clerk{Id: who, Name: who, Roles: []string{role}, Pin: hash, PinSalt: salt})
	}
	entry := contract.Encode(&contract.FeedEntry{Number: 1, Kind: &contract.FeedEntry_Roster{Roster: roster}})
	if err := d.Node().Shipping().Apply(t.Context(), &contract.Feed{First: 1, Entries: [][]byte{entry}}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx, slog.New(slog.DiscardHandler)) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-done, d.Close(), e.Set.Close(), os.RemoveAll(dir)); err != nil {
			t.Error(err)
		}
	})
	g.client, g.node = contractconnect.NewCounterClient(socket.Client(d.Socket()), "http://counter"), d.Node()
	g.vault = e.Set.All[0].Emulator.(*locker.Emulator)
	g.until("the doors are known", func() bool { return slices.Contains(g.said(), "found [A1 B3]") })
	return g
}

// until polls what the keeper brings about, which reads the doors twice a second.
func (g *guarded) until(what string, is func() bool) {
	g.t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); <-time.After(10 * time.Millisecond) {
		if time.Now().After(end) {
			g.t.Fatalf("%s: never; journaled %q", what, g.said())
		}
	}
}

// as gives a command of somebody, who signs in at the one desk unless they are: a PIN takes its time.
func (g *guarded) as(clerk string) *contract.Command {
	g.t.Helper()
	if g.who != clerk {
		in, err := g.client.SignIn(g.t.Context(), connect.NewRequest(&contract.SignInRequest{Clerk: clerk, Pin: "246810", Desk: 1}))
		if err != nil {
			g.t.Fatal(err)
		}
		g.who, g.in = clerk, in.Msg.Session
	}
	act, err := office.NewID(rand.Reader, time.Now().UnixMilli())
	if err != nil {
		g.t.Fatal(err)
	}
	return &contract.Command{Session: g.in, Act: act[:]}
}

// said lists what the journal says of doors.
func (g *guarded) said() (out []string) {
	g.t.Helper()
	var life office.Incarnation
	var size uint64
	_ = g.node.View(func(v journal.View) error { life, size = v.Life(), v.Size(); return nil })
	for next := uint64(1); next <= size; {
		b, err := g.node.Shipping().Batch(life, next, replica.DefaultLimits)
		if err != nil {
			g.t.Fatal(err)
		}
		bodies, err := replica.Unpack(b)
		if err != nil {
			g.t.Fatal(err)
		}
		for _, body := range bodies {
			e, err := contract.Decode(body, new(contract.Event))
			if err != nil {
				g.t.Fatal(err)
			}
			if say := sayDoor(e); say != "" {
				out = append(out, say)
			}
		}
		next += uint64(len(bodies))
	}
	return out
}

func sayDoor(e *contract.Event) string {
	switch k := e.Kind.(type) {
	case *contract.Event_DoorOrdered:
		return fmt.Sprintf("ordered %s %s by %s", k.DoorOrdered.Purpose, k.DoorOrdered.Compartment, strings.TrimSpace(e.Clerk+" "+k.DoorOrdered.Second))
	case *contract.Event_DoorEnded:
		return k.DoorEnded.Outcome
	case *contract.Event_DoorShut:
		return fmt.Sprintf("shut %d", k.DoorShut.Door)
	case *contract.Event_DoorDenied:
		return fmt.Sprintf("denied %s to %s: %s", k.DoorDenied.Purpose, e.Clerk, k.DoorDenied.Why)
	case *contract.Event_DoorsSeen:
		return fmt.Sprintf("found %v", k.DoorsSeen.Compartments)
	}
	return ""
}

// passes has a door opened, waits until it was seen open, does something, shuts it, and waits until that was seen.
func (g *guarded) passes(q *contract.OpenDoorRequest, meanwhile func()) {
	g.t.Helper()
	before := len(g.said())
	r, err := g.client.OpenDoor(g.t.Context(), connect.NewRequest(q))
	if err != nil {
		g.t.Fatal(err)
	}
	g.until("open", func() bool { return slices.Contains(g.said()[before:], "opened") })
	meanwhile()
	g.vault.Shut(locker.Door(r.Msg.Door))
	g.until("shut", func() bool { return slices.Contains(g.said()[before:], fmt.Sprintf("shut %d", r.Msg.Door)) })
}

// rows are the doors' report: per compartment how many documents, and what somebody must look into.
func (g *guarded) rows() (out []string) {
	g.t.Helper()
	all, err := g.client.Doors(g.t.Context(), connect.NewRequest(&contract.DoorsRequest{}))
	if err != nil {
		g.t.Fatal(err)
	}
	for _, r := range all.Msg.Rows {
		out = append(out, fmt.Sprintf("%s %s %d %s", r.Compartment, r.State, r.Documents, strings.Join(r.Findings, " ")))
	}
	return out
}

// TestWhoOpensWhat: each refusal names its person in the journal, and no lock is pulsed; each door that opens has a named
// person, two where two must.
func TestWhoOpensWhat(t *testing.T) {
	t.Parallel()
	g := mustGuard(t)
	in := &contract.ReceiveRequest{Command: g.as("bert"), Consignment: "K1", From: "koerier", Second: &contract.Second{Clerk: "cis", Pin: "246810"},
		Items: []*contract.ReceiveRequest_NewItem{{Document: passport, Kind: "reispas-afhalen", Damaged: true}}}
	if _, err := g.client.Receive(t.Context(), connect.NewRequest(in)); err != nil {
		t.Fatal(err)
	}
	load := func(second *contract.Second) *contract.OpenDoorRequest {
		return &contract.OpenDoorRequest{Purpose: "load", Document: passport, Compartment: "B3", Second: second}
	}
	remove := &contract.OpenDoorRequest{Purpose: "remove", Document: passport, Second: &contract.Second{Clerk: "cis", Pin: "246810"}}
	for _, c := range []struct {
		who  string
		q    *contract.OpenDoorRequest
		kind fault.Kind
		say  string
	}{
		{"", load(&contract.Second{Clerk: "cis", Pin: "246810"}), fault.Denied, ""},
		{"rita", load(&contract.Second{Clerk: "cis", Pin: "246810"}), fault.Denied, "denied load to rita: denied"},
		{"bert", load(nil), fault.Denied, "denied load to bert: denied"},
		{"ann", load(&contract.Second{Clerk: "cis", Pin: "111111"}), fault.Denied, "denied load to ann: denied"},
		{"cis", load(&contract.Second{Clerk: "rita", Pin: "246810"}), fault.Denied, "denied load to cis: denied"},
		{"cis", load(&contract.Second{Clerk: "bert", Pin: "246810"}), fault.NotHeld, "denied load to cis: not held"},
		{"bert", remove, fault.Denied, "denied remove to bert: denied"},
		{"ann", remove, fault.NotHeld, "denied remove to ann: not held"},
		{"bert", &contract.OpenDoorRequest{Purpose: "emergency", Compartment: "A1", Reason: "rook"}, fault.Denied, "denied emergency to bert: denied"},
		{"ann", &contract.OpenDoorRequest{Purpose: "emergency", Compartment: "A1"}, fault.Invalid, "denied emergency to ann: invalid"},
		{"ann", &contract.OpenDoorRequest{Purpose: "look", Compartment: "A1"}, fault.Invalid, "denied  to ann: invalid"},
	} {
		before := g.said()
		if c.q.Command = new(contract.Command); c.who != "" {
			c.q.Command = g.as(c.who)
		}
		_, err := g.client.OpenDoor(t.Context(), connect.NewRequest(c.q))
		if err := fault.FromRPC("test", err); !fault.Is(err, c.kind) || fault.Sentence(err) == "" {
			t.Errorf("%s %s: %v", c.who, c.q.Purpose, err)
		}
		if now := g.said(); c.say == "" && len(now) != len(before) || c.say != "" && (len(now) != len(before)+1 || now[len(now)-1] != c.say) {
			t.Errorf("%s %s: journaled %q", c.who, c.q.Purpose, now[len(before):])
		}
	}
	if g.vault.Pulses(1)+g.vault.Pulses(2) != 0 {
		t.Error("a lock was pulsed")
	}
	q := load(&contract.Second{Clerk: "cis", Pin: "246810"})
	q.Command = g.as("bert")
	before := len(g.said())
	g.passes(q, func() {})
	if got := g.said()[before:]; !slices.Equal(got, []string{"ordered load B3 by bert cis", "opened", "shut 2"}) || g.vault.Pulses(2) != 1 {
		t.Errorf("journaled %q", got)
	}
}

// TestRegisterAndDoors: what goes in and out through its door agrees with it, lit while somebody collects; what the register
// does without the door, and the door without the register, is told by compartment, until that is counted.
func TestRegisterAndDoors(t *testing.T) {
	t.Parallel()
	g := mustGuard(t)
	const card, other = "592-0000001-82", "EN810005"
	cis := &contract.Second{Clerk: "cis", Pin: "246810"}
	in := &contract.ReceiveRequest{Command: g.as("bert"), Consignment: "K1", From: "koerier", Second: cis,
		Items: []*contract.ReceiveRequest_NewItem{{Document: passport, Kind: "reispas-afhalen"}, {Document: other, Kind: "reispas-afhalen"}, {Document: card, Kind: "eid-afhalen"}}}
	if _, err := g.client.Receive(t.Context(), connect.NewRequest(in)); err != nil {
		t.Fatal(err)
	}
	store := func(document, compartment string) {
		t.Helper()
		if _, err := g.client.Store(t.Context(), connect.NewRequest(&contract.StoreRequest{Command: g.as("bert"), Document: document, Compartment: compartment})); err != nil {
			t.Fatal(err)
		}
	}
	g.passes(&contract.OpenDoorRequest{Command: g.as("bert"), Purpose: "load", Document: passport, Compartment: "B3", Second: cis}, func() { store(passport, "B3"); store(other, "B3") })
	g.ahead.Add(int64(doors.Grace))
	if got := g.rows(); !slices.Equal(got, []string{"A1 closed 0 ", "B3 closed 2 "}) {
		t.Fatalf("%q", got)
	}
	collect := func(document string) *contract.OpenDoorRequest {
		return &contract.OpenDoorRequest{Command: g.as("bert"), Purpose: "collect", Document: document}
	}
	handOut := func(document string) {
		t.Helper()
		q := &contract.HandOutRequest{Command: g.as("bert"), Document: document, Collector: "holder", Evidence: g.ticks(document)}
		if _, err := g.client.HandOut(t.Context(), connect.NewRequest(q)); err != nil {
			t.Fatal(err)
		}
	}
	g.passes(collect(passport), func() { g.until("lit", func() bool { return g.vault.Lit(2) && !g.vault.Lit(1) }) })
	g.until("dark", func() bool { return !g.vault.Lit(2) })
	handOut(passport)
	g.ahead.Add(int64(doors.Grace))
	if got := g.rows(); !slices.Equal(got, []string{"A1 closed 0 ", "B3 closed 1 "}) {
		t.Fatalf("handed out through its door: %q", got)
	}
	g.passes(collect(other), func() {}) // and nothing is handed out
	g.ahead.Add(int64(doors.Grace))
	if got := g.rows(); !strings.Contains(got[1], "open voor "+other+", en volgens het register ligt het hier nog") || got[0] != "A1 closed 0 " {
		t.Errorf("opened for nothing: %q", got)
	}
	store(card, "A1")
	handOut(other)
	g.ahead.Add(int64(doors.Grace))
	got := g.rows()
	if !strings.HasPrefix(got[0], "A1 closed 1 "+card+" is volgens het register") || !strings.HasPrefix(got[1], "B3 closed 0 "+other+" is volgens het register") || strings.Contains(got[1], "ligt het hier nog") {
		t.Errorf("without their doors: %q", got)
	}
	for compartment, present := range map[string][]string{"A1": {card}, "B3": nil} {
		if _, err := g.client.Count(t.Context(), connect.NewRequest(&contract.CountRequest{Command: g.as("bert"), Compartment: compartment, Present: present})); err != nil {
			t.Fatal(err)
		}
	}
	if got := g.rows(); !slices.Equal(got, []string{"A1 closed 1 ", "B3 closed 0 "}) {
		t.Errorf("counted: %q", got)
	}
}

// ticks are checks that hand a document out to its holder: of each step the first choice that a clerk can tick.
func (g *guarded) ticks(document string) (out []string) {
	g.t.Helper()
	stock, err := g.client.Stock(g.t.Context(), connect.NewRequest(&contract.StockRequest{Find: document}))
	if err != nil || len(stock.Msg.Rows) != 1 {
		g.t.Fatalf("%v, %v", stock, err)
	}
	for _, s := range stock.Msg.Rows[0].Steps {
		if len(s.Collectors) == 0 || slices.Contains(s.Collectors, "holder") {
			out = append(out, s.Choices[0].Code)
		}
	}
	return out
}
