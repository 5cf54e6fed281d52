package link

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// ClientOptions are what a [Client] is made of.
type ClientOptions struct {
	Identity Identity        // required; replace it with [Client.Use]
	Current  func() Identity // asked at each handshake by who renews its identity itself; nil: Identity, or what Use gave last
	Roots    *x509.CertPool  // Identity.Roots() when nil
	Nodes    []string        // addresses of HQ's nodes, or the counter's, host:port, in order of preference; at least one
	Timing   Timing
	Plug     *Plug            // a switch in the line; none when nil
	Now      func() time.Time // for certificates and State.Since; time.Now when nil
	Random   io.Reader        // for jitter; crypto/rand when nil
	Logger   *slog.Logger     // slog.Default() when nil
}

// Client keeps a line from this device (or node) to one of HQ's nodes, or from a desk's screen to its counter: the
// role in its certificate decides. See the package comment. Run must be
// running for requests to be answered. All methods are safe for concurrent use.
type Client struct {
	opts     ClientOptions
	to       *far
	log      *slog.Logger
	identity presented
	renewed  chan struct{} // holds one when Use was called
	kicked   chan struct{} // holds one when Try was called
	draining sync.WaitGroup

	random sync.Mutex // guards opts.Random

	mu      sync.Mutex // guards what follows
	state   State
	current *carrier      // the line new requests go over; nil when down
	changed chan struct{} // closed at the next change of state
}

// NewClient makes a client that does nothing yet: call Run.
func NewClient(o ClientOptions) (*Client, error) {
	if o.Identity.key == nil || len(o.Nodes) == 0 {
		return nil, fault.New("link.NewClient", fault.Internal).
			Because(errors.New("a client needs an identity and an address"))
	}
	if o.Roots == nil {
		o.Roots = o.Identity.Roots()
	}
	if o.Plug == nil {
		o.Plug = new(Plug)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	o.Timing = o.Timing.filled()
	c := &Client{
		opts:    o,
		to:      whom(o.Identity.peer.Role),
		log:     orElse(o.Logger, slog.Default()).With("peer", o.Identity.peer.Name),
		renewed: make(chan struct{}, 1),
		kicked:  make(chan struct{}, 1),
		changed: make(chan struct{}),
		state:   State{Trying: true},
	}
	c.identity.ask = o.Current
	c.identity.held.Store(&o.Identity)
	return c, nil
}

// State is how the line is now.
func (c *Client) State() State {
	s, _ := c.Watch()
	return s
}

// Watch gives the state and a channel that is closed when it is no longer so. Whoever watches in a loop misses
// no last state, though perhaps some in between.
func (c *Client) Watch() (State, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.state
	s.Plugged = !c.opts.Plug.Pulled()
	return s, c.changed
}

// Identity is the one in use.
func (c *Client) Identity() Identity { return *c.identity.now() }

// Use takes a renewed identity: a new line is made with it, then the old one is drained. The caller has stored
// it before.
func (c *Client) Use(id Identity) {
	c.identity.held.Store(&id)
	nudge(c.renewed)
}

// Try makes a waiting client try to connect at once: for a button.
func (c *Client) Try() { nudge(c.kicked) }

func nudge(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}

// Transport sends requests for [URL], or [CounterURL], over the line. While a connection is being tried they wait for its
// outcome; while the client is waiting for the next try they fail at once, with a fault of kind Unreachable,
// or Denied when HQ refused. A request is never sent twice unless HQ said it did not look at it.
func (c *Client) Transport() http.RoundTripper { return roundTripper{c} }

// HTTPClient is a client over [Client.Transport], for RPC clients. It has no timeout: contexts have.
func (c *Client) HTTPClient() *http.Client { return &http.Client{Transport: c.Transport()} }

// set changes the state and tells who watches.
func (c *Client) set(change func(*State)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.state)
	close(c.changed)
	c.changed = make(chan struct{})
}

// up makes a carrier the one that new requests take.
func (c *Client) up(car *carrier) {
	now := c.opts.Now()
	c.set(func(s *State) {
		c.current = car
		*s = State{Up: true, Protocol: car.protocol, Node: car.node, Since: now}
	})
	c.log.Info("line up", "node", car.node, "protocol", car.protocol.String())
}

// lost takes note that the line went down.
func (c *Client) lost(car *carrier, err error) {
	now := c.opts.Now()
	c.set(func(s *State) {
		c.current = nil
		*s = State{Node: car.node, Since: now, Trying: true, Err: err}
	})
	c.log.Warn("line lost", "node", car.node, "protocol", car.protocol.String(), "err", err)
}

// trying takes note that a round over the nodes begins, or that it failed with err.
func (c *Client) trying(begin bool, err error) {
	now := c.opts.Now()
	c.set(func(s *State) {
		s.Trying = begin
		if err != nil {
			s.Err = err
		}
		if !begin && s.Since.IsZero() {
			s.Since = now
		}
	})
}

func (c *Client) draw(top time.Duration) time.Duration {
	c.random.Lock()
	defer c.random.Unlock()
	return jitter(c.opts.Random, top)
}

// steady is how long a line must have lasted for its loss to be a new story.
const steady = 5 * time.Second

var errStopped = errors.New("the client has stopped")

// Run keeps the line until ctx ends, then closes it and returns nil. It must not be called twice.
func (c *Client) Run(ctx context.Context) error {
	defer c.draining.Wait()
	defer c.trying(false, fault.New("link.Run", fault.Unreachable).Because(errStopped))
	wait := Backoff{Base: c.opts.Timing.Base, Cap: c.opts.Timing.Cap, Random: drawer{c}}
	nodes := newRota(c.opts.Nodes)
	for ctx.Err() == nil {
		c.trying(true, nil)
		car, err := c.round(ctx, nodes)
		if err != nil {
			c.trying(false, err)
			c.rest(ctx, wait.Next())
			continue
		}
		start := time.Now() // a duration, not a date: the machine's own clock
		c.hold(ctx, car, nodes)
		if time.Since(start) >= steady {
			wait.Reset()
			continue
		}
		// A line that comes and goes must not make a storm of handshakes.
		d := wait.Next()
		if d > c.opts.Timing.Base {
			c.trying(false, nil)
		}
		c.rest(ctx, d)
	}
	return nil
}

// drawer reads the client's randomness under its lock.
type drawer struct{ c *Client }

func (d drawer) Read(p []byte) (int, error) {
	d.c.random.Lock()
	defer d.c.random.Unlock()
	return io.ReadFull(d.c.opts.Random, p)
}

// rest waits for the next round: for d, or until someone asks, or until the plug is turned.
func (c *Client) rest(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		turned := c.opts.Plug.next()
		due := timer.C
		if c.opts.Plug.Pulled() {
			due = nil
			c.trying(false, unplugged())
		}
		select {
		case <-ctx.Done():
			return
		case <-due:
			return
		case <-c.kicked:
			return
		case <-turned:
			if !c.opts.Plug.Pulled() {
				return
			}
		}
	}
}

// round tries all nodes once.
func (c *Client) round(ctx context.Context, nodes *rota) (*carrier, error) {
	var errs []error
	kind := fault.Unreachable
	for range nodes.addresses {
		node := nodes.current()
		car, err := c.connect(ctx, node, nodes.udpBlocked(node))
		if err == nil {
			nodes.note(node, car.protocol, c.opts.Timing.Retry)
			return car, nil
		}
		c.log.Info("node not reached", "node", node, "err", err)
		errs = append(errs, err)
		if fault.Is(err, fault.Denied) {
			kind = fault.Denied // the more telling one: someone did answer
			errs[0], errs[len(errs)-1] = errs[len(errs)-1], errs[0]
		}
		nodes.advance()
		if ctx.Err() != nil {
			break
		}
	}
	f := fault.New("link.Connect", kind).Because(errors.Join(errs...))
	var inner *fault.Fault
	if errors.As(errs[0], &inner) {
		f.Say, f.Next = inner.Say, inner.Next
	}
	return nil, f
}

// hold lets requests use a carrier until it is lost, replacing it by a better one meanwhile.
func (c *Client) hold(ctx context.Context, car *carrier, nodes *rota) {
	c.up(car)
	for {
		var due <-chan time.Time
		var timer *time.Timer
		if car.protocol == HTTP2 && c.to.udp {
			half := c.opts.Timing.Retry / 2
			timer = time.NewTimer(half + c.draw(half))
			due = timer.C
		}
		better := (*carrier)(nil)
		select {
		case <-ctx.Done():
			c.lost(car, fault.New("link.Run", fault.Unreachable).Because(errStopped))
			car.close()
			return
		case <-car.done:
			c.lost(car, fault.New("link.Run", fault.Unreachable).On(car.node).Because(ourOwn(car.cause())))
			car.close()
			nodes.advance()
			return
		case <-due:
			better = c.upgrade(ctx, car.node)
		case <-c.renewed:
			better = c.again(ctx, car)
		}
		if timer != nil {
			timer.Stop()
		}
		if better != nil {
			nodes.note(better.node, better.protocol, c.opts.Timing.Retry)
			c.up(better)
			c.drain(ctx, car)
			car = better
		}
	}
}

// again makes a line like car with the renewed identity; without luck the next connection will have it.
func (c *Client) again(ctx context.Context, car *carrier) *carrier {
	better, err := c.connect(ctx, car.node, car.protocol == HTTP2)
	if err != nil {
		c.log.Warn("no new line yet for the renewed identity", "node", car.node, "err", err)
		return nil
	}
	return better
}

// drain closes a replaced line once its requests have ended, at the latest after Timing.Drain.
func (c *Client) drain(ctx context.Context, car *carrier) {
	c.draining.Go(func() {
		defer car.close()
		timer := time.NewTimer(c.opts.Timing.Drain)
		defer timer.Stop()
		select {
		case <-car.idle():
		case <-car.done:
		case <-timer.C:
		case <-ctx.Done():
		}
	})
}
