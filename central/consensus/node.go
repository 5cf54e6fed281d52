package consensus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Node is one member of the replicated log. Make it with [Open]; all methods may be called concurrently.
type Node struct {
	c     Config
	log   *slog.Logger
	reg   *registry
	relay *relay
	state *state
	born  time.Time

	queue  chan *proposal  // to the proposer
	verify chan chan error // to the verifier
	sick   chan string     // to the watchdog: why raft must be reopened

	ctx    context.Context // ends when Close begins or the node fails
	cancel context.CancelCauseFunc
	wg     sync.WaitGroup // the node's own goroutines, all started by Open
	riders sync.WaitGroup // of which those that wait for raft: proposer, its flights, verifier
	ended  sync.Once
	endErr error

	outcast bool       // the last inspection found this node removed; owned by the watchdog
	joining sync.Mutex // one change of membership at a time

	mu       sync.RWMutex // guards what follows; held for writing only to swap
	core     *core        // nil before the first and after the last
	revivals int
}

// Open starts a node on its directory. It returns when the node serves, which does not mean that there is a
// leader yet. Faults: Invalid for a bad Config or another node's directory, Refused for an empty directory
// without Bootstrap or Join, Corrupt for files that do not belong together, Internal for a failing disk.
// The caller closes the node.
func Open(config Config) (*Node, error) {
	const op = "consensus.Open"
	c, err := config.withDefaults()
	if err != nil {
		return nil, closeStream(err, config.Stream)
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, closeStream(fault.New(op, fault.Internal).Because(err), c.Stream)
	}
	reg, err := openRegistry(c)
	if err != nil {
		return nil, closeStream(err, c.Stream)
	}
	n := &Node{c: c, reg: reg, log: c.Logger.With("node", c.NodeID), born: c.Now(),
		queue: make(chan *proposal), verify: make(chan chan error), sick: make(chan string, 1)}
	n.ctx, n.cancel = context.WithCancelCause(context.Background())
	if err := n.start(); err != nil {
		n.cancel(errClosed)
		kind := fault.Internal
		if errors.Is(err, errOtherLife) || errors.Is(err, errImage) {
			kind = fault.Corrupt
		}
		return nil, errors.Join(fault.New(op, kind).On(c.Dir).Because(err), n.stop())
	}
	return n, nil
}

func closeStream(err error, s StreamLayer) error {
	if s == nil {
		return err
	}
	return closing(err, s)
}

// start brings up relay, state and raft, in that order, and the node's goroutines.
func (n *Node) start() (err error) {
	n.relay = &relay{stream: n.c.Stream, self: Peer{ID: n.c.NodeID, Addr: n.c.Addr}, reg: n.reg, log: n.log,
		known: n.lifeOf, came: n.came, wait: min(n.c.RPCTimeout, 5*time.Second), fresh: map[net.Conn]struct{}{}}
	if n.state, err = openState(filepath.Join(n.c.Dir, stateDir), n.c, n.fail); err != nil {
		return err
	}
	founding := !n.reg.started() && len(n.c.Bootstrap) > 0
	n.relay.gated.Store(founding)
	n.wg.Go(n.relay.run)
	c, err := n.openCore(false)
	if err != nil {
		return err
	}
	n.core = c
	n.riders.Go(n.propose)
	n.riders.Go(n.verifyRounds)
	n.wg.Go(n.watchdog)
	if founding {
		n.wg.Go(n.found)
	}
	return nil
}

// Run waits until ctx ends, and then returns nil, or until the node cannot go on (its disk fails; it turns
// out to be wiped), and then returns why. The node's work is done whether Run is called or not; a
// program calls it to learn of failure, closes the node, and starts anew.
func (n *Node) Run(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-n.ctx.Done():
		if err := n.failure(); err != nil {
			return fault.New("consensus.Run", fault.Internal).On(n.c.NodeID).Because(err)
		}
		return nil
	}
}

// Close stops the node and waits for everything it started. Proposals under way end as Unknown. Other
// methods then fail with kind Unreachable. Closing again gives the same answer.
func (n *Node) Close() error {
	n.cancel(errClosed)
	return n.stop()
}

func (n *Node) stop() error {
	n.ended.Do(func() { n.endErr = n.tearDown() })
	return n.endErr
}

// tearDown lets what is under way land, for a bounded time, since raft forgets some of it when it stops;
// then raft is told to stop and the streams end, then the goroutines, then the files.
func (n *Node) tearDown() error {
	var errs []error
	landed := make(chan struct{})
	n.wg.Go(func() { n.riders.Wait(); close(landed) })
	select {
	case <-landed:
	case <-time.After(2 * n.c.Heartbeat):
	}
	n.mu.Lock()
	c := n.core
	n.core = nil
	n.mu.Unlock()
	if c != nil {
		c.shutdown()
	}
	if n.relay != nil { // before raft is waited for, which may be waiting for a node that does not answer
		errs = append(errs, n.relay.close())
	}
	if c != nil {
		errs = append(errs, c.close())
	}
	if n.relay != nil {
		n.relay.drained()
	}
	n.wg.Wait()
	if n.state != nil {
		errs = append(errs, n.state.close())
	}
	return errors.Join(errs...)
}

// fail ends the node because of err. It may be called from any goroutine, raft's included.
func (n *Node) fail(err error) {
	n.log.Error("node stops", "err", err)
	n.cancel(fmt.Errorf("node failed: %w", err))
}

// failure is why the node failed, nil when it runs or was closed.
func (n *Node) failure() error {
	if err := context.Cause(n.ctx); err != nil && !errors.Is(err, errClosed) {
		return err
	}
	return nil
}

// serving is the current raft, or a fault while there is none.
func (n *Node) serving(op string) (*core, error) {
	if err := context.Cause(n.ctx); err != nil {
		return nil, unreachable(op, err)
	}
	n.mu.RLock()
	defer n.mu.RUnlock()
	if n.core == nil {
		return nil, unreachable(op, errClosed)
	}
	return n.core, nil
}

func (n *Node) lifeOf(id string) (life, bool) { return n.state.lifeOf(id) }

// came is the raft index of the state.
func (n *Node) came() uint64 {
	at, _ := n.state.look()
	return at.raft
}
