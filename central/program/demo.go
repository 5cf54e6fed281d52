package program

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/outbox"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
)

// DemoConfig is what a demonstration is made of.
type DemoConfig struct {
	Dir string // all of its state: authority/, hq1/ … hq3/, token, addresses.json
	// BasePort is the first of six ports on loopback: three for counters and nodes, three plain doors. Nodes remember
	// each other's address, so a folder keeps its ports for ever. Zero: those that the folder has, else free ones.
	BasePort int
	World    World
	Logger   *slog.Logger // nil: discards
}

// DefaultBasePort is where a demonstration listens when nothing else is said.
const DefaultBasePort = 7610

const demoNodes = 3

// keptFile holds a folder's addresses over restarts.
const keptFile = "addresses.json"

// Demo is a headquarters of three nodes in one process, with invented staff and appointments. Open it, Run it, Close
// it; it is founded at the first Run and found again at later ones.
type Demo struct {
	cfg   DemoConfig
	at    addresses
	nodes []*member
	ready chan struct{} // closed when headquarters answers and hq.json is written
}

// member is one node with what stops it.
type member struct {
	*central.Node
	name string

	mu      sync.Mutex
	cancel  context.CancelFunc // of its Run; nil before
	stopped bool
	done    chan struct{} // closed when its Run has returned
}

// OpenDemo opens the three nodes. Faults: Refused when a port is taken, Invalid when the folder has other ports.
func OpenDemo(cfg DemoConfig) (d *Demo, err error) {
	const op = "central.demo"
	cfg.World = cfg.World.filled()
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Dir, err = filepath.Abs(cfg.Dir); err != nil {
		return nil, fault.New(op, fault.Internal).Because(err)
	}
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, fault.New(op, fault.Internal).On(cfg.Dir).Because(err).Tell("De map van de demonstratie kan niet gemaakt worden.", "Kijk --state na.")
	}
	d = &Demo{cfg: cfg, ready: make(chan struct{})}
	if d.at, err = keepAddresses(cfg); err != nil {
		return nil, err
	}
	// What an earlier run left says nothing about this one.
	if err := os.Remove(d.file()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fault.New(op, fault.Internal).On(d.file()).Because(err)
	}
	if err := d.open(); err != nil {
		return nil, either(err, d.Close())
	}
	return d, nil
}

func (d *Demo) file() string { return filepath.Join(d.cfg.Dir, addressFile) }

// open opens authority, token and nodes.
func (d *Demo) open() error {
	w := d.cfg.World
	authority, err := central.LoadAuthority(filepath.Join(d.cfg.Dir, "authority"), link.AuthorityOptions{Now: w.Now, Random: w.Random})
	if err != nil {
		return err
	}
	token, err := keepToken(d.at.TokenFile, w)
	if err != nil {
		return err
	}
	var founders []consensus.Peer
	for i, addr := range d.at.Nodes {
		founders = append(founders, consensus.Peer{ID: demoName(i), Addr: addr})
	}
	for i, addr := range d.at.Nodes {
		n, err := central.Open(central.Config{Name: demoName(i), Dir: filepath.Join(d.cfg.Dir, demoName(i)), Listen: addr,
			Public: d.at.Public[i], Founders: founders, Authority: authority, Token: token, Letters: outbox.Embedded(demoPost, w.Now),
			Messages: d.messages(i), Now: w.Now, Random: w.Random, Logger: d.cfg.Logger})
		if err != nil {
			return busy(addr, err)
		}
		d.nodes = append(d.nodes, &member{Node: n, name: demoName(i), done: make(chan struct{})})
	}
	return nil
}

// demoPost is how long a letter of the demonstration takes from the register to the post.
const demoPost = time.Minute

func demoName(i int) string { return fmt.Sprintf("hq%d", i+1) }

// busy puts a port that is taken into words.
func busy(addr string, err error) error {
	if !fault.Is(err, fault.Refused) {
		return err
	}
	return fault.New("central.demo", fault.Refused).On(addr).Because(err).
		Tell("Een poort van de demonstratie is bezet ("+addr+").", "Draait er al een? Stop die, of geef een nieuwe map met --state en --base-port 0.")
}

// Ready is closed when headquarters answers and hq.json is there.
func (d *Demo) Ready() <-chan struct{} { return d.ready }

// Node gives the i-th node, from 0.
func (d *Demo) Node(i int) *central.Node { return d.nodes[i].Node }

// Run serves until ctx ends, or until a node fails.
func (d *Demo) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, m := range d.nodes {
		g.Go(func() error { return m.run(ctx) })
	}
	g.Go(func() error { return d.begin(ctx) })
	return fault.Wrap("central.demo", g.Wait())
}

// run serves one node until ctx ends or Stop stops it.
func (m *member) run(ctx context.Context) error {
	defer close(m.done)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	m.mu.Lock()
	m.cancel = cancel
	stopped := m.stopped
	m.mu.Unlock()
	if stopped {
		return nil
	}
	return m.Run(ctx)
}

// Stop takes down the i-th node while the others go on, to see how headquarters bears it. Run must be running.
func (d *Demo) Stop(i int) error {
	m := d.nodes[i]
	m.mu.Lock()
	m.stopped = true
	if m.cancel != nil {
		m.cancel()
	}
	m.mu.Unlock()
	<-m.done
	return m.Close()
}

// Close closes what OpenDemo opened. Run must have returned.
func (d *Demo) Close() error {
	var errs []error
	for _, m := range d.nodes {
		errs = append(errs, m.Close())
	}
	if err := os.Remove(d.file()); err != nil && !errors.Is(err, os.ErrNotExist) {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// patience is how often a demonstration begins anew with filling its headquarters when no majority answers in time: three nodes on a
// machine that is busy building take turns.
const patience = 5

// begin waits until headquarters is founded and leads, fills it, and says where it is.
func (d *Demo) begin(ctx context.Context) error {
	s := seed{demo: d, log: d.nodes[0].Log(), machine: &register.Machine{Quota: register.DefaultQuota}}
	if err := s.founded(ctx); err != nil {
		return stopped(ctx, err)
	}
	for left := patience; ; left-- { // what was done is not done again
		err := s.fill(ctx)
		if err == nil {
			break
		}
		if left == 0 || !fault.Is(err, fault.Unreachable) {
			return stopped(ctx, err)
		}
	}
	if err := d.at.write(d.file()); err != nil {
		return fault.New("central.demo", fault.Internal).On(d.file()).Because(err)
	}
	close(d.ready)
	return stopped(ctx, s.announce(ctx))
}

// stopped makes nothing of an error that only says that ctx ended.
func stopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// founded waits until a majority answers with a state that was made.
func (s seed) founded(ctx context.Context) error {
	for {
		known := false
		err := s.log.Read(ctx, func(r kv.Reader) error { known = s.machine.View(r).Founded(); return nil })
		if err != nil && !fault.Is(err, fault.Unreachable) || ctx.Err() != nil {
			return cmp.Or(err, ctx.Err())
		}
		if known {
			return nil
		}
		_, changed := s.log.Watch()
		if err != nil {
			continue // Read has waited long already
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}
