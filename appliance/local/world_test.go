package local_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/local"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pin"
	"github.com/buurtloket/buurtloket/sync/replica"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"github.com/buurtloket/buurtloket/sync/socket"
)

const site office.SiteID = "buurtloket-berchem"

const annPIN = "246810"

// monday is the day of every test; it is closed on the Tuesday after.
var monday = office.NewDate(2026, time.November, 23)

// annsHash is made once: it takes its time.
var annsHash, annsSalt = mustPIN(annPIN)

func mustPIN(text string) (hash, salt []byte) {
	hash, salt, err := pin.New(text, rand.Reader)
	if err != nil {
		panic(err)
	}
	return hash, salt
}

// counter is one appliance behind its socket, at nine on the Monday. Headquarters' feed is told to it by hand.
type counter struct {
	tb     testing.TB
	dir    string
	node   *appliance.Node
	client contractconnect.CounterClient
	http   *http.Client
	stop   func() // ends the server and closes the node

	mu   sync.Mutex
	now  time.Time // wall time
	idle time.Time // the steady clock
	hurt error     // with which the next commits fail, before anything is written
	late error     // or once all is written
	fed  uint64
	life office.Incarnation

	session string
}

// mustCounter opens a counter with a plan, a roster and seats of its own, and signs Ann in at desk 1.
func mustCounter(tb testing.TB, change func(*appliance.Config)) *counter {
	tb.Helper()
	c := &counter{tb: tb, dir: folder(tb), now: monday.At(9*60, mustZone(tb))}
	c.open(change)
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: hours()}})
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: roster("ann", "bert")}})
	c.grant(1, monday, 1)
	c.session = c.mustSignIn("ann", 1)
	return c
}

// open starts the process.
func (c *counter) open(change func(*appliance.Config)) {
	c.tb.Helper()
	cfg := appliance.Config{Site: site, Dir: c.dir, Now: c.clock, Steady: c.steady, Interrupt: c.interrupt}
	if change != nil {
		change(&cfg)
	}
	node, err := appliance.Open(cfg)
	if err != nil {
		c.tb.Fatal(err)
	}
	path := filepath.Join(c.dir, "counter.sock")
	server, err := local.Listen(path, node, rand.Reader)
	if err != nil {
		c.tb.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx) }()
	c.node, c.http = node, socket.Client(path)
	c.client = contractconnect.NewCounterClient(c.http, "http://counter")
	c.stop = sync.OnceFunc(func() {
		c.http.CloseIdleConnections()
		cancel()
		if err := <-done; err != nil {
			c.tb.Error(err)
		}
		if err := node.Close(); err != nil {
			c.tb.Error(err)
		}
	})
	c.tb.Cleanup(c.stop)
	c.look(func(t appliance.Turn) { c.life = t.View.Life() })
}

func (c *counter) clock() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *counter) steady() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.idle
}

// pass lets time go by on the steady clock only.
func (c *counter) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.idle = c.idle.Add(d)
}

func (c *counter) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

func (c *counter) interrupt(s journal.Stage) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s == journal.AfterCommit {
		return c.late
	}
	return c.hurt
}

func (c *counter) hurting(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hurt, c.late = err, nil
}

// after has the process die once a commit is on the disk, before anybody is answered.
func (c *counter) after(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.late = err
}

// tell is headquarters' next feed entry.
func (c *counter) tell(e *contract.FeedEntry, personal ...*contract.Sealed) {
	c.tb.Helper()
	c.fed++
	e.Number = c.fed
	err := c.node.Shipping().Apply(context.Background(), &contract.Feed{First: c.fed, Entries: [][]byte{contract.Encode(e)}, Personal: personal})
	if err != nil {
		c.tb.Fatal(err)
	}
}

// grant gives the counter all of a desk's seats of a morning.
func (c *counter) grant(n uint64, d office.Date, desk office.Desk) {
	c.tb.Helper()
	run := contract.NewRun(office.SeatID{Site: site, Date: d, Desk: desk, Start: 9 * 60}, 18, 10)
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Grant{Grant: &contract.Grant{
		Identity: &contract.Identity{Era: 1, Number: n}, To: uint64(c.life), Free: []*contract.Run{run}}}})
}

func (c *counter) look(f func(appliance.Turn)) {
	c.tb.Helper()
	if err := c.node.Look(func(t appliance.Turn) error { f(t); return nil }); err != nil {
		c.tb.Fatal(err)
	}
}

// size is how many records the journal has.
func (c *counter) size() (n uint64) {
	c.look(func(t appliance.Turn) { n = t.View.Size() })
	return n
}

// events are the journal's records of the present life.
func (c *counter) events() (out []*contract.Event) {
	c.tb.Helper()
	size := c.size()
	for next := uint64(1); next <= size; {
		b, err := c.node.Shipping().Batch(c.life, next, replica.DefaultLimits)
		if err != nil {
			c.tb.Fatal(err)
		}
		bodies, err := replica.Unpack(b)
		if err != nil {
			c.tb.Fatal(err)
		}
		for _, b := range bodies {
			e, err := contract.Decode(b, new(contract.Event))
			if err != nil {
				c.tb.Fatal(err)
			}
			out = append(out, e)
		}
		next += uint64(len(bodies))
	}
	return out
}

func (c *counter) signIn(clerk, typed string, desk uint32) (*contract.SignInResponse, error) {
	res, err := c.client.SignIn(context.Background(), connect.NewRequest(&contract.SignInRequest{Clerk: clerk, Pin: typed, Desk: desk}))
	if err != nil {
		return nil, err
	}
	return res.Msg, nil
}

func (c *counter) mustSignIn(clerk string, desk uint32) string {
	c.tb.Helper()
	res, err := c.signIn(clerk, annPIN, desk)
	if err != nil {
		c.tb.Fatal(err)
	}
	return res.Session
}

// command is one tap.
func (c *counter) command() *contract.Command {
	id, err := office.NewID(rand.Reader, c.clock().UnixMilli())
	if err != nil {
		c.tb.Fatal(err)
	}
	return &contract.Command{Session: c.session, Act: id[:]}
}

// wish is a booking of one seat at desk 1.
func (c *counter) wish(d office.Date, start office.Minute) *contract.BookRequest {
	return &contract.BookRequest{Command: c.command(), Products: []string{"eid-aanvraag"}, Persons: 1,
		Place:  &contract.Place{Site: string(site), Run: contract.NewRun(office.SeatID{Date: d, Desk: 1, Start: start}, 1, 10)},
		Person: &contract.Person{Name: "Saïda Peeters", Phone: "03 000 00 00"}}
}

func (c *counter) book(q *contract.BookRequest) (*contract.BookResponse, error) {
	res, err := c.client.Book(context.Background(), connect.NewRequest(q))
	if err != nil {
		return nil, err
	}
	return res.Msg, nil
}

func (c *counter) mustBook(q *contract.BookRequest) *contract.BookResponse {
	c.tb.Helper()
	res, err := c.book(q)
	if err != nil {
		c.tb.Fatal(err)
	}
	return res
}

// mustRefuse wants a fault of a kind, with words, and a journal that is as it was.
func (c *counter) mustRefuse(kind fault.Kind, before uint64, err error) {
	c.tb.Helper()
	f := fault.FromRPC("test", err)
	if !fault.Is(f, kind) || fault.Sentence(f) == "" {
		c.tb.Fatalf("got %v, want a fault: %s", err, kind)
	}
	if now := c.size(); now != before {
		c.tb.Fatalf("the journal went from %d to %d records: %v", before, now, c.events()[before:])
	}
}

// eventually waits until something holds.
func eventually(tb testing.TB, what string, holds func() bool) {
	tb.Helper()
	deadline := time.After(10 * time.Second)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			tb.Fatalf("never came: %s", what)
		}
	}
}

// hours is a plan of two desks on every day of the week but Tuesday, from nine to twelve; the offer is short.
func hours() *contract.Plan {
	return &contract.Plan{Version: 1, Rules: []*contract.Rule{rulebook.ToRule(calendar.Rule{ID: "week", Site: site,
		Days: calendar.EveryDay, From: 9 * 60, To: 12 * 60, Mode: calendar.Appointment, Desks: 2, FirstDesk: 1,
		Products: []office.ProductID{"eid-aanvraag", "buitenlands-rijbewijs"}})},
		Closures: []*contract.Closure{{Id: "tuesday", Site: string(site), FromDate: int32(monday) + 1, Reason: "verhuizing"}}}
}

func roster(ids ...string) *contract.Roster {
	r := &contract.Roster{Version: 1}
	for _, id := range ids {
		r.Clerks = append(r.Clerks, &contract.Clerk{Id: id, Name: id, Roles: []string{"clerk"}, Pin: annsHash, PinSalt: annsSalt})
	}
	return r
}

// bert shows his PIN beside whoever is signed in.
func bert() *contract.Second { return &contract.Second{Clerk: "bert", Pin: annPIN} }

func mustZone(tb testing.TB) *time.Location {
	tb.Helper()
	zone, err := calendar.Zone()
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}

// folder is a folder in memory where the machine has that; its name is short, as a socket's must be.
func folder(tb testing.TB) string {
	tb.Helper()
	parent := ""
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		parent = "/dev/shm"
	}
	dir, err := os.MkdirTemp(parent, "counter")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = os.RemoveAll(dir) }) // a left-over does no harm
	return dir
}
