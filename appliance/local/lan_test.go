package local_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/desk"
	"github.com/buurtloket/buurtloket/appliance/local"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// lanOffice is a counter that also listens on the LAN; Ann is at desk 1, Lea leads.
type lanOffice struct {
	*counter
	lan   *local.LAN
	desks contractconnect.DesksClient // at the socket
	reg   *desk.Register

	address string // asked for
}

func mustLAN(t *testing.T) *lanOffice {
	t.Helper()
	return mustOpenLAN(t, linktest.FreeAddr(t))
}

func mustOpenLAN(t *testing.T, address string) *lanOffice {
	t.Helper()
	o := &lanOffice{counter: &counter{tb: t, dir: folder(t), now: monday.At(9*60, mustZone(t))}, address: address}
	o.openLAN()
	o.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: hours()}})
	people := roster("ann", "bert", "lea")
	people.Clerks[2].Roles = []string{"lead"}
	o.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: people}})
	o.session = o.mustSignIn("ann", 1)
	return o
}

// openLAN starts the process.
func (o *lanOffice) openLAN() {
	o.tb.Helper()
	node, err := appliance.Open(appliance.Config{Site: site, Dir: o.dir, Now: o.clock, Steady: o.steady, Interrupt: o.interrupt})
	if err != nil {
		o.tb.Fatal(err)
	}
	path := filepath.Join(o.dir, "counter.sock")
	server, err := local.Listen(path, node, rand.Reader)
	if err != nil {
		o.tb.Fatal(err)
	}
	if o.reg, err = desk.Open(desk.Options{Site: site, Dir: o.dir, Now: o.clock, Note: noteIn(node)}); err != nil {
		o.tb.Fatal(err)
	}
	if o.lan, err = server.OpenLAN(o.address, o.reg); err != nil {
		o.tb.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 2)
	go func() { done <- server.Run(ctx) }()
	go func() { done <- o.lan.Run(ctx) }()
	o.node, o.http = node, socket.Client(path)
	o.client = contractconnect.NewCounterClient(o.http, "http://counter")
	o.desks = contractconnect.NewDesksClient(o.http, "http://counter")
	o.stop = sync.OnceFunc(func() {
		o.http.CloseIdleConnections()
		cancel()
		if err := errors.Join(<-done, <-done, node.Close()); err != nil {
			o.tb.Error(err)
		}
	})
	o.tb.Cleanup(o.stop)
	o.look(func(t appliance.Turn) { o.life = t.View.Life() })
}

// noteIn journals a fact as the program does.
func noteIn(node *appliance.Node) func(context.Context, [16]byte, *contract.Event) error {
	return func(ctx context.Context, act [16]byte, e *contract.Event) error {
		_, err := node.Do(ctx, appliance.Who{Act: act, Once: true}, func(appliance.Turn) (appliance.Decision, error) {
			return appliance.One(e, nil)
		})
		return err
	}
}

// invite gives a code for a desk, as the command line does.
func (o *lanOffice) invite(d uint32) link.Code {
	o.tb.Helper()
	res, err := o.desks.Invite(context.Background(), connect.NewRequest(&contract.InviteDeskRequest{Desk: d}))
	if err != nil {
		o.tb.Fatal(err)
	}
	code, err := link.ParseCode(res.Msg.Code)
	if err != nil {
		o.tb.Fatal(err)
	}
	return code
}

// enroll brings a code, with a key of its own unless one is given.
func (o *lanOffice) enroll(code link.Code, with link.EnrolOptions) (link.Identity, error) {
	with.Now = o.clock
	return link.EnrollDesk(context.Background(), o.lan.Address(), code, with)
}

func (o *lanOffice) mustJoin(d uint32) link.Identity {
	o.tb.Helper()
	id, err := o.enroll(o.invite(d), link.EnrolOptions{})
	if err != nil {
		o.tb.Fatal(err)
	}
	return id
}

// quickly is the patience of a screen in tests.
var quickly = link.Timing{Dial: 5 * time.Second, Quiet: 2 * time.Second, Base: 5 * time.Millisecond, Cap: 20 * time.Millisecond}

// dial keeps a line with a certificate until the test ends.
func (o *lanOffice) dial(id link.Identity) *link.Client {
	o.tb.Helper()
	line, err := link.NewClient(link.ClientOptions{Identity: id, Nodes: []string{o.lan.Address()}, Timing: quickly, Now: o.clock, Logger: o.node.Logger()})
	if err != nil {
		o.tb.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- line.Run(ctx) }()
	o.tb.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			o.tb.Error(err)
		}
	})
	return line
}

// screen is the service over a line.
func screen(line *link.Client) contractconnect.CounterClient {
	return contractconnect.NewCounterClient(line.HTTPClient(), link.CounterURL)
}

// at puts the counter's calls on another way until it is put back.
func (o *lanOffice) at(way contractconnect.CounterClient, session string) (back func()) {
	client, before := o.client, o.session
	o.client, o.session = way, session
	return func() { o.client, o.session = client, before }
}

// mustWatch waits for the first view, and gives the stream.
func mustWatch(t *testing.T, c contractconnect.CounterClient, d uint32) *connect.ServerStreamForClient[contract.View] {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	stream, err := c.Watch(ctx, connect.NewRequest(&contract.WatchRequest{Desk: d}))
	if err != nil || !stream.Receive() {
		t.Fatalf("nothing to see: %v, %v", err, stream.Err())
	}
	t.Cleanup(func() { _ = stream.Close() }) // it is cut off, or ends with the test
	return stream
}

// TestADeskOverTheLAN is the way of every day: a code, a certificate, a clerk at desk 2; and what the journal says of it.
func TestADeskOverTheLAN(t *testing.T) {
	o := mustLAN(t)
	before := o.size()
	id := o.mustJoin(2)
	if p := id.Peer(); p.Role != link.RoleDesk || p.Desk() != 2 || p.Site() != site {
		t.Fatalf("became %v", p)
	}
	var facts []any
	for _, e := range o.events()[before:] {
		facts = append(facts, e.Kind)
	}
	invited, ok1 := facts[0].(*contract.Event_DeskInvited)
	joined, ok2 := facts[1].(*contract.Event_DeskJoined)
	if len(facts) != 2 || !ok1 || !ok2 || string(invited.DeskInvited.Pass) != string(joined.DeskJoined.Pass) || joined.DeskJoined.Desk != 2 {
		t.Fatalf("the journal has %v", facts)
	}
	way := screen(o.dial(id))
	if s := mustWatch(t, way, 2); s.Msg().Site != string(site) {
		t.Errorf("saw %v", s.Msg())
	}
	defer o.at(way, "")()
	o.session = o.mustSignIn("bert", 2)
	if _, err := way.Call(context.Background(), connect.NewRequest(&contract.CallRequest{Command: o.command()})); !fault.Is(fault.FromRPC("test", err), fault.NotFound) {
		t.Errorf("nobody waits: %v", err)
	}
	res, err := o.desks.List(context.Background(), connect.NewRequest(&contract.ListDesksRequest{}))
	if err != nil || len(res.Msg.Desks) != 1 || res.Msg.Desks[0].Desk != 2 || !res.Msg.Desks[0].Connected || res.Msg.Desks[0].InvitedMs != 0 {
		t.Errorf("the list has %v: %v", res, err)
	}
}

// TestWhoKeepsTheDesks: at the socket, a lead or the command line; nobody over the LAN.
func TestWhoKeepsTheDesks(t *testing.T) {
	o := mustLAN(t)
	ctx := context.Background()
	lea := o.mustSignIn("lea", 0)
	type client = contractconnect.DesksClient
	calls := map[string]func(d client, session string) error{
		"invite": func(d client, session string) error {
			return second(d.Invite(ctx, connect.NewRequest(&contract.InviteDeskRequest{Session: session, Desk: 2})))
		},
		"list": func(d client, session string) error {
			return second(d.List(ctx, connect.NewRequest(&contract.ListDesksRequest{Session: session})))
		},
		"revoke": func(d client, session string) error {
			return second(d.Revoke(ctx, connect.NewRequest(&contract.RevokeDeskRequest{Session: session, Desk: 2})))
		},
	}
	far := contractconnect.NewDesksClient(o.dial(o.mustJoin(2)).HTTPClient(), link.CounterURL)
	for _, name := range []string{"invite", "list", "revoke"} {
		before := o.size()
		o.mustRefuse(fault.Denied, before, calls[name](o.desks, o.session))
		o.mustRefuse(fault.Denied, before, calls[name](o.desks, "no session"))
		if err := calls[name](far, lea); err == nil || o.size() != before {
			t.Errorf("%s over the LAN: %v", name, err)
		}
		if err := calls[name](o.desks, lea); err != nil {
			t.Errorf("%s by the lead: %v", name, err)
		}
	}
	last := o.events()[o.size()-1]
	if last.GetDeskLeft().GetReason() != "revoked" || last.Clerk != "lea" {
		t.Errorf("the journal ends with %v", last)
	}
	for _, d := range []uint32{0, 3, 256 + 2} { // Berchem has two
		_, err := o.desks.Invite(ctx, connect.NewRequest(&contract.InviteDeskRequest{Desk: d}))
		o.mustRefuse(fault.Invalid, o.size(), err)
		_, err = o.desks.Revoke(ctx, connect.NewRequest(&contract.RevokeDeskRequest{Desk: d}))
		if f := fault.FromRPC("test", err); !fault.Is(f, fault.Invalid) && !fault.Is(f, fault.NotFound) {
			t.Errorf("revoking desk %d: %v", d, err)
		}
	}
}

// TestWithoutALANItSaysSo: the commands of desks say what to do.
func TestWithoutALANItSaysSo(t *testing.T) {
	c := mustCounter(t, nil)
	_, err := contractconnect.NewDesksClient(c.http, "http://counter").Invite(context.Background(), connect.NewRequest(&contract.InviteDeskRequest{Desk: 2}))
	c.mustRefuse(fault.Refused, c.size(), err)
	server, err := local.Listen(filepath.Join(t.TempDir(), "s"), c.node, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if _, err := server.OpenLAN("nowhere", nil); !fault.Is(err, fault.Invalid) {
		t.Errorf("an address that is none: %v", err)
	}
}

// TestRevokedAtOnce: the line of who is put out is cut, with what was watched over it, and a replaced screen's too.
func TestRevokedAtOnce(t *testing.T) {
	for name, out := range map[string]func(*lanOffice) error{
		"revoked": func(o *lanOffice) error {
			_, err := o.desks.Revoke(context.Background(), connect.NewRequest(&contract.RevokeDeskRequest{Desk: 2}))
			return err
		},
		"replaced": func(o *lanOffice) error { o.mustJoin(2); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			o := mustLAN(t)
			id := o.mustJoin(2)
			line := o.dial(id)
			seen := mustWatch(t, screen(line), 2)
			back := o.at(screen(line), "")
			o.mustSignIn("bert", 2)
			back()
			if err := out(o); err != nil {
				t.Fatal(err)
			}
			for seen.Receive() { // a view that was on its way
			}
			eventually(t, "a line that is refused", func() bool {
				s := line.State()
				return !s.Up && fault.Is(s.Err, fault.Denied)
			})
			if say := fault.Sentence(line.State().Err); say != "De toegang van dit scherm tot het loket is ingetrokken. Vraag een nieuwe code aan de teamverantwoordelijke." {
				t.Errorf("it is told %q", say)
			}
			last := o.events()[o.size()-2]
			if left := last.GetDeskLeft(); left.GetReason() != name || left.GetDesk() != 2 {
				t.Errorf("the journal says %v", last)
			}
			if _, bert := signedAt(o, 2); bert != (name == "replaced") { // who replaces a machine may sit there still
				t.Errorf("Bert sits at desk 2: %t", bert)
			}
			o.stop()
			o.openLAN() // and it stays out
			again := o.dial(id)
			eventually(t, "a refusal after a restart", func() bool { return fault.Is(again.State().Err, fault.Denied) })
		})
	}
}

// TestALANThatComesLater: an address that cannot be had when the counter starts stops nothing, and is had once it can.
func TestALANThatComesLater(t *testing.T) {
	taken, err := net.Listen("tcp", linktest.FreeAddr(t))
	if err != nil {
		t.Fatal(err)
	}
	o := mustOpenLAN(t, taken.Addr().String())
	if o.lan.Address() != "" {
		t.Fatalf("listens at %s", o.lan.Address())
	}
	o.session = o.mustSignIn("ann", 1)
	code := o.invite(2)
	if err := taken.Close(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the LAN", func() bool { return o.lan.Address() != "" })
	if _, err := o.enroll(code, link.EnrolOptions{}); err != nil {
		t.Error(err)
	}
}

// TestAClockThatWasWrong: a counter that started in the future, or long ago, has a certificate for today once its clock is
// right.
func TestAClockThatWasWrong(t *testing.T) {
	for name, off := range map[string]time.Duration{"ahead": 30 * 24 * time.Hour, "behind": -20 * 365 * 24 * time.Hour} {
		o := mustLAN(t)
		right := o.clock()
		id := o.mustJoin(2)
		o.stop()
		o.set(right.Add(off))
		o.openLAN()
		o.set(right)
		if err := o.lan.Renew(); err != nil {
			t.Fatal(err)
		}
		if _, err := screen(o.dial(id)).Products(t.Context(), connect.NewRequest(new(contract.ProductsRequest))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBadgesRenew: a certificate that was renewed is of the same desk, and goes with the one before when that is put out.
func TestBadgesRenew(t *testing.T) {
	o := mustLAN(t)
	id := o.mustJoin(2)
	o.set(id.RenewAt().Add(time.Hour))
	if err := o.lan.Renew(); err != nil { // the counter's own, which is as old
		t.Fatal(err)
	}
	fresh, err := link.Renew(context.Background(), o.dial(id).HTTPClient(), id, link.EnrolOptions{Now: o.clock})
	if err != nil {
		t.Fatal(err)
	}
	if !fresh.Expires().After(id.Expires()) || fresh.Peer().Desk() != 2 || fresh.Peer().Device != id.Peer().Device {
		t.Errorf("%v until %v became %v until %v", id.Peer(), id.Expires(), fresh.Peer(), fresh.Expires())
	}
	o.set(id.Expires().Add(time.Hour)) // past the first certificates of either side
	line := o.dial(fresh)
	mustWatch(t, screen(line), 2)
	if _, err := o.desks.Revoke(context.Background(), connect.NewRequest(&contract.RevokeDeskRequest{Desk: 2})); err != nil {
		t.Fatal(err)
	}
	eventually(t, "both are out", func() bool { return fault.Is(line.State().Err, fault.Denied) })
	if _, err := link.Renew(context.Background(), &http.Client{Transport: line.Transport()}, fresh, link.EnrolOptions{Now: o.clock}); err == nil {
		t.Error("renewed after it was put out")
	}
}

// TestPlainLimits: what is too long is refused over the LAN as at the socket.
func TestPlainLimits(t *testing.T) {
	o := mustLAN(t)
	line := o.dial(o.mustJoin(2))
	long := &contract.SignInRequest{Clerk: string(make([]byte, 2<<20)), Desk: 2}
	before := o.size()
	_, err := screen(line).SignIn(context.Background(), connect.NewRequest(long))
	o.mustRefuse(fault.Exhausted, before, err)
	_, err = o.client.SignIn(context.Background(), connect.NewRequest(long))
	o.mustRefuse(fault.Exhausted, before, err)
	q := connect.NewRequest(&contract.SignInRequest{Clerk: "ann", Desk: 2})
	q.Header().Set("X-Long", strings.Repeat("x", 64<<10))
	if _, err := screen(line).SignIn(context.Background(), q); err == nil || o.size() != before {
		t.Errorf("headers without end: %v", err)
	}
}
