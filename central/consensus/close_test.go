package consensus_test

import (
	"context"
	"log/slog"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/consensus/logtest"
)

// A node that is stopped while all is well has nothing to complain of.
func TestCleanStopIsQuiet(t *testing.T) {
	t.Parallel()
	for name, which := range map[string]func(*cluster) int{
		"leader": func(c *cluster) int { return c.leader() }, "follower": (*cluster).follower} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stopping atomic.Value
			c := mustCluster(t, 3, func(c *consensus.Config) {
				c.Logger = slog.New(overheard{slog.DiscardHandler, "", func(node string, r slog.Record) {
					if node == stopping.Load() && r.Level >= slog.LevelWarn {
						t.Errorf("%s: %s", r.Level, r.Message)
					}
				}})
			})
			_, last := c.mustPropose("1 a X")
			c.converged(last)
			i := which(c)
			stopping.Store(c.peers[i].ID)
			c.stop(i)
			stopping.Store("")
		})
	}
}

// overheard shows each record to a function, and which node it is of.
type overheard struct {
	slog.Handler
	node string
	hear func(node string, r slog.Record)
}

func (o overheard) Enabled(context.Context, slog.Level) bool      { return true }
func (o overheard) Handle(_ context.Context, r slog.Record) error { o.hear(o.node, r); return nil }

func (o overheard) WithAttrs(attrs []slog.Attr) slog.Handler {
	for _, a := range attrs {
		if a.Key == "node" {
			o.node = a.Value.String()
		}
	}
	return o
}

// silence is a stream layer on which nobody answers: not to a dial, or not to what is said.
type silence struct {
	*end
	dialled chan struct{}
	connect bool
}

func (s silence) Dial(string, time.Duration) (net.Conn, error) {
	select {
	case s.dialled <- struct{}{}:
	default:
	}
	if !s.connect {
		<-s.done
		return nil, net.ErrClosed
	}
	here, there := net.Pipe()
	go func() { // takes the hello and says nothing
		b := make([]byte, 256)
		for {
			if _, err := there.Read(b); err != nil {
				return
			}
		}
	}()
	return here, nil
}

// Close does not sit out a call to a node that is gone.
func TestCloseWhileNobodyAnswers(t *testing.T) {
	t.Parallel()
	for name, connect := range map[string]bool{"dial": false, "hello": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			layer := silence{newNetwork().listen("n1:1"), make(chan struct{}, 1), connect}
			n, err := consensus.Open(consensus.Config{NodeID: "n1", Dir: t.TempDir(), Stream: layer, Machine: logtest.Toy{},
				Heartbeat: 200 * time.Millisecond, RPCTimeout: time.Hour, SegmentSize: 1 << 20, MapSize: 64 << 20,
				Bootstrap: []consensus.Peer{{ID: "n1", Addr: "n1:1"}, {ID: "n2", Addr: "n2:1"}, {ID: "n3", Addr: "n3:1"}}})
			if err != nil {
				t.Fatal(err)
			}
			<-layer.dialled
			closed := make(chan error, 1)
			go func() { closed <- n.Close() }()
			select {
			case err := <-closed:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(4 * time.Second): // a hello alone may take five
				t.Error("Close waits for a node that does not answer")
				<-closed
			}
		})
	}
}
