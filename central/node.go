package central

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/central/bulk"
	"github.com/buurtloket/buurtloket/central/certificate"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/fleet"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/intake"
	"github.com/buurtloket/buurtloket/central/notify"
	"github.com/buurtloket/buurtloket/central/outbox"
	"github.com/buurtloket/buurtloket/central/passes"
	"github.com/buurtloket/buurtloket/central/planning"
	"github.com/buurtloket/buurtloket/central/portal"
	"github.com/buurtloket/buurtloket/central/profile"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Config is what a node is made of. Name, Dir, Listen and Authority are required.
type Config struct {
	Name      string // of this node, for ever its own
	Dir       string // all of its files
	Listen    string // address for counters and nodes: host:port
	Public    string // address of the plain door, loopback; empty: none
	Advertise string // address that others dial; default Listen
	// Founders are all nodes of a new cluster, this one among them; ignored once the cluster exists. Empty with
	// Join set: this node waits to be added.
	Founders []consensus.Peer
	Join     bool

	Authority *link.Authority // signs certificates; every node holds it
	Token     string          // opens Planning on the plain door
	Plan      *contract.Plan  // a new cluster's rules; nil: those of the embedded catalogue
	Quota     register.Quota  // zero: register.DefaultQuota
	// Persons is the city's population register, of which certificates are made; nil: one of invented persons.
	Persons certificate.Register
	// Letters is who has letters with a PIN and PUK sent; nil: nobody, and they wait.
	Letters outbox.Sender
	// Verify is where people verify a certificate: a code follows it. Empty: papers name no address.
	Verify string
	Symbol certificate.Symbol // draws QR codes on certificates; nil: they have none

	BusyLimit time.Duration // how old may be what is told of how busy a site is now; 0: busy.DefaultLimit

	Messages Messages // how citizens are told; zero: they are not
	Citizens Citizens // how citizens sign in; zero: they do not

	Now    func() time.Time
	Random io.Reader
	Logger *slog.Logger
	Limits link.Limits
}

// GCPercent is what a program that runs nodes gives to debug.SetGCPercent: what lives in a node's heap is small beside
// the memory of any server, for the state lies in mapped files, and collecting it less often spares a sixth of the work
// of a booking.
const GCPercent = 400

// Node is one open node of headquarters.
type Node struct {
	cfg     Config
	machine *register.Machine
	raft    *consensus.Node
	log     *forward.Log
	badge   *badge
	link    *link.Server
	public  *http.Server
	door    net.Listener
	peers   *peers
	bell    *bell
	fleet   *fleet.Fleet
	intake  *intake.Intake
	passes  *passes.Signer
	booking *booking.Booking
	plan    *planning.Planning
	board   *planning.Board
	rosters planning.Rosters
	glance  *planning.Fleet
	inbox   *planning.Inbox
	seen    *planning.Seen
	hours   *planning.Hours
	bulk    *bulk.Bulk
	maker   *certificate.Maker
	portal  *portal.Portal
	outbox  *outbox.Outbox
	profile *profile.Outbox
	notify  *notify.Notifier
	handler late
}

// revocationSweep is how soon a withdrawn device loses a line on which it only listens; its next call loses it at once.
const revocationSweep = 2 * time.Second

func (c Config) withDefaults() Config {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	c.Logger = c.Logger.With("node", c.Name)
	if c.Limits.Sweep == 0 {
		c.Limits.Sweep = revocationSweep
	}
	if c.Quota == (register.Quota{}) {
		c.Quota = register.DefaultQuota
	}
	return c
}

// flights is how many entries of the raft log are under way at once. With one, what comes meanwhile waits and shares the
// next entry: under load entries are three times larger, and raft, its disk and its line have as many fewer to
// handle.
const flights = 1

// Open opens the node's files and sockets; Run serves. On an error everything is closed again.
func Open(cfg Config) (n *Node, err error) {
	const op = "central.Open"
	cfg = cfg.withDefaults()
	if cfg.Authority == nil {
		return nil, fault.New(op, fault.Invalid).On("authority")
	}
	n = &Node{cfg: cfg, bell: newBell()}
	defer func() {
		if err != nil {
			err = either(fault.Wrap(op, err), n.Close())
		}
	}()
	n.machine = &register.Machine{Quota: cfg.Quota, Fed: n.bell.fed}
	if n.badge, err = newBadge(cfg); err != nil {
		return n, err
	}
	n.fleet = fleet.New(cfg.Authority, cfg.Random, cfg.Now)
	n.link = &link.Server{Identity: n.badge.current(), Current: n.badge.current, Handler: &n.handler, Enrol: n.fleet.EnrolHandler(),
		Check: n.fleet.Check, Logger: cfg.Logger, Limits: cfg.Limits, Now: cfg.Now}
	if err = n.link.Listen(cfg.Listen); err != nil {
		return n, err
	}
	n.raft, err = consensus.Open(consensus.Config{NodeID: cfg.Name, Dir: filepath.Join(cfg.Dir, "raft"), Addr: cfg.Advertise,
		Stream: n.link.Streams(), Machine: n.machine, Flights: flights, Bootstrap: cfg.Founders, Join: cfg.Join,
		Now: cfg.Now, Rand: cfg.Random, Logger: cfg.Logger})
	if err != nil {
		return n, err
	}
	n.peers = newPeers(n.badge, cfg)
	n.log = &forward.Log{Log: n.raft, Peer: n.peers.client}
	behind := &founded{Log: n.log, machine: n.machine}
	n.intake = intake.New(behind, n.machine, cfg.Now)
	n.booking = booking.New(behind, n.machine, cfg.Now, cfg.Random)
	n.plan = planning.New(behind, n.raft, n.machine, n.fleet, cfg.Now, cfg.Random)
	n.board = planning.NewBoard(n.plan)
	n.rosters = planning.NewRosters(n.plan)
	n.glance, n.inbox = planning.NewFleet(n.plan, n.peers.openLines), planning.NewInbox(n.plan)
	n.board.Lines(n.glance)
	n.seen = planning.NewSeen(n.glance)
	n.hours = planning.NewHours(n.plan)
	n.fleet.Use(behind, n.machine)
	n.passes = passes.New(cfg.Authority, n.machine, cfg.Logger)
	n.booking.Use(n.passes)
	n.plan.Use(n.passes)
	blobs, err := blob.Open(filepath.Join(cfg.Dir, "blobs"))
	if err != nil {
		return n, err
	}
	n.bulk = bulk.New(bulk.Config{Store: blobs, Log: behind, Machine: n.machine, Peer: n.peers.bulk, Now: cfg.Now, Random: cfg.Random,
		Logger: cfg.Logger, Voters: func() ([]consensus.Peer, string) { s := n.raft.Status(); return s.Peers, s.ID }})
	if n.maker, err = newMaker(cfg, behind, n.machine); err != nil {
		return n, err
	}
	if n.portal, err = newPortal(n, behind); err != nil {
		return n, err
	}
	if n.notify, err = newNotifier(n, behind); err != nil {
		return n, err
	}
	if n.outbox, err = newOutbox(cfg, behind, n.machine, n.raft); err != nil {
		return n, err
	}
	n.profile = newProfile(n, behind)
	n.machine.Touched = func(site office.SiteID, d office.Date, index uint64) {
		n.booking.Touched(site, d, index)
		n.board.Touched(site, d, index)
	}
	n.handler.set(n.serveLink())
	if cfg.Public != "" {
		if n.door, err = net.Listen("tcp", cfg.Public); err != nil {
			return n, fault.New(op, fault.Refused).On(cfg.Public).Because(err)
		}
		n.public = n.newPublic()
	}
	return n, nil
}

// Addr is where counters and nodes find this node; PublicAddr is the plain door, empty without one.
func (n *Node) Addr() string { return n.link.Addr().String() }

// PublicAddr is the address of the plain door.
func (n *Node) PublicAddr() string {
	if n.door == nil {
		return ""
	}
	return n.door.Addr().String()
}

// Log is the cluster as seen from this node: any call may be made at any node.
func (n *Node) Log() *forward.Log { return n.log }

// Raft is this node's own seat in the cluster.
func (n *Node) Raft() *consensus.Node { return n.raft }

// landing is how long the sockets wait for raft when a node stops. Longer would be in vain: what raft then waits for is
// a call to a node that is gone, and closing the sockets ends that call.
const landing = 500 * time.Millisecond

// Run serves until ctx ends, and returns an error when a part of the node fails. The sockets outlive raft: what is
// under way then lands, and its answer still finds the way out.
func (n *Node) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	lines, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	g.Go(func() error {
		defer hangUp()
		err := n.raft.Run(ctx)
		defer time.AfterFunc(landing, hangUp).Stop()
		return either(err, n.raft.Close())
	})
	g.Go(func() error { return n.link.Run(lines) })
	g.Go(func() error { return n.peers.run(lines) })
	g.Go(func() error { return n.tend(lines) })
	g.Go(func() error { return n.ring(ctx) })
	g.Go(func() error { return n.rounds(ctx) })
	g.Go(func() error { return n.seen.Run(ctx) })
	g.Go(func() error { return n.bulk.Run(ctx) })
	g.Go(func() error { return n.runMessages(ctx) })
	g.Go(func() error { return n.outbox.Run(ctx) })
	g.Go(func() error { return n.runProfile(ctx) })
	g.Go(func() error { return n.found(ctx) })
	if n.public != nil {
		g.Go(func() error { return n.servePublic(lines) })
	}
	return fault.Wrap("central.Run", g.Wait())
}

// either is the one error of two there is, as it is, so that its words are not lost; both when there are two.
func either(a, b error) error {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return errors.Join(a, b)
}

// Close closes what Open opened. Run must have returned.
func (n *Node) Close() error {
	var errs []error
	if n.raft != nil {
		errs = append(errs, n.raft.Close())
	}
	if n.link != nil && n.link.Addr() != nil {
		errs = append(errs, n.link.Close())
	}
	if n.door != nil {
		if err := n.door.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
