package consensus_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// putMachine stores the command under its first eight bytes.
type putMachine struct{}

func (putMachine) Apply(w kv.Writer, _ uint64, command []byte) []byte {
	w.Put(command[:8], command)
	return nil
}

// loopback is a stream layer over TCP.
type loopback struct{ net.Listener }

func (loopback) Dial(to string, timeout time.Duration) (net.Conn, error) {
	return net.DialTimeout("tcp", to, timeout)
}

// mustTCPCluster founds three nodes over TCP on this machine.
func mustTCPCluster(b *testing.B, change func(*consensus.Config)) *cluster {
	c := &cluster{t: b}
	var ends []loopback
	for i := range 3 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		ends = append(ends, loopback{l})
		c.peers = append(c.peers, consensus.Peer{ID: fmt.Sprintf("n%d", i+1), Addr: l.Addr().String()})
	}
	for i, p := range c.peers {
		conf := consensus.Config{NodeID: p.ID, Dir: b.TempDir(), Stream: ends[i], Machine: putMachine{}, Bootstrap: c.peers}
		if change != nil {
			change(&conf)
		}
		n, err := consensus.Open(conf)
		if err != nil {
			b.Fatal(err)
		}
		c.nodes = append(c.nodes, n)
		b.Cleanup(func() {
			if err := n.Close(); err != nil {
				b.Error(err)
			}
		})
	}
	return c
}

// load runs b.N calls by some callers and reports rate, median and 99th percentile.
func load(b *testing.B, callers int, call func(i uint64) error) {
	var next atomic.Uint64
	took := make([][]time.Duration, callers)
	var wg sync.WaitGroup
	b.ResetTimer()
	for w := range callers {
		wg.Go(func() {
			for i := next.Add(1); i <= uint64(b.N); i = next.Add(1) {
				began := time.Now()
				if err := call(i); err != nil {
					b.Error(err)
					return
				}
				took[w] = append(took[w], time.Since(began))
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	all := slices.Sorted(slices.Values(slices.Concat(took...)))
	if len(all) > 0 {
		b.ReportMetric(float64(len(all))/b.Elapsed().Seconds(), "calls/s")
		b.ReportMetric(float64(all[len(all)/2].Microseconds()), "p50-µs")
		b.ReportMetric(float64(all[len(all)*99/100].Microseconds()), "p99-µs")
	}
}

// BenchmarkPropose proposes 300-byte commands with spread keys to three nodes over TCP. "raw" gives every
// caller's command to raft as an entry of its own, and so lets raft do the grouping.
func BenchmarkPropose(b *testing.B) {
	for _, callers := range []int{1, 64, 256} {
		for _, way := range []string{"raw", "flights=1", "flights=2", "flights=4"} {
			if callers == 1 && way > "flights=1" && way != "raw" {
				continue
			}
			b.Run(fmt.Sprintf("callers=%d/%s", callers, way), func(b *testing.B) {
				c := mustTCPCluster(b, func(c *consensus.Config) {
					if _, err := fmt.Sscanf(way, "flights=%d", &c.Flights); err != nil {
						c.Flights = 1
					}
				})
				n := c.nodes[c.leader()]
				load(b, callers, func(i uint64) error {
					command := make([]byte, 300)
					binary.BigEndian.PutUint64(command, i*0x9E3779B97F4A7C15)
					if way == "raw" {
						return n.RawApply(command)
					}
					_, _, err := n.Propose(context.Background(), command)
					return err
				})
			})
		}
	}
}

// BenchmarkRead reads one key linearizably.
func BenchmarkRead(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			c := mustTCPCluster(b, nil)
			n := c.nodes[c.leader()]
			get := func(r kv.Reader) error { r.Get([]byte("key")); return nil }
			load(b, callers, func(uint64) error { return n.Read(context.Background(), get) })
		})
	}
}
