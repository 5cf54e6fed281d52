package citizen

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Limit is how many acts one client may do: holding, booking, changing. Looking is not counted.
type Limit struct {
	Burst int           // at once
	Every time.Duration // then one each so long
	Holds int           // places that it may hold at a time, at this node, without booking them
}

// DefaultLimit lets through a family that books for each of six, wrongly at first, and a library where many share one address;
// and not who wants to hold a whole day.
var DefaultLimit = Limit{Burst: 60, Every: 2 * time.Second, Holds: 20}

// TooMany says that a client has no acts left for a while.
type TooMany struct{ Wait time.Duration }

// Error implements error.
func (t *TooMany) Error() string { return fmt.Sprintf("too many acts: come back in %s", t.Wait) }

// clients is of how many clients is remembered what they did; beyond that those are forgotten who have all their acts again.
const clients = 1 << 16

// guard counts acts by client. It is safe for concurrent use.
type guard struct {
	limit Limit
	now   func() time.Time

	mu   sync.Mutex
	full map[netip.Prefix]time.Time                          // when a client has all its acts again
	held map[netip.Prefix]map[office.AppointmentID]time.Time // until when a client holds what
}

func newGuard(l Limit, now func() time.Time) *guard {
	return &guard{limit: l, now: now, full: map[netip.Prefix]time.Time{}, held: map[netip.Prefix]map[office.AppointmentID]time.Time{}}
}

// mayHold says whether a client may hold one more place, or how long to wait until a hold of its ends. Holding another place
// under the same identity is no more.
func (g *guard) mayHold(client netip.Prefix, id office.AppointmentID) (wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now, first := g.now(), time.Duration(0)
	for other, until := range g.held[client] {
		left := until.Sub(now)
		if left <= 0 {
			delete(g.held[client], other)
		} else if first == 0 || left < first {
			first = left
		}
	}
	if _, same := g.held[client][id]; same || len(g.held[client]) < g.limit.Holds {
		return 0
	}
	return first
}

// holds notes what a client holds, until when; a moment that is past: no more.
func (g *guard) holds(client netip.Prefix, id office.AppointmentID, until time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !until.After(g.now()) {
		delete(g.held[client], id)
		if len(g.held[client]) == 0 {
			delete(g.held, client)
		}
		return
	}
	if len(g.held) >= clients {
		clear(g.held)
	}
	if g.held[client] == nil {
		g.held[client] = map[office.AppointmentID]time.Time{}
	}
	g.held[client][id] = until
}

// take uses up one act of a client, or says how long to wait for the next.
func (g *guard) take(client netip.Prefix) (wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	full := g.full[client]
	whole := time.Duration(g.limit.Burst) * g.limit.Every
	if full.Before(now) || full.Sub(now) > whole { // the clock was set back: nobody waits for that
		full = now
	}
	if after := full.Add(g.limit.Every); after.Sub(now) > whole {
		return after.Sub(now) - whole
	}
	if len(g.full) >= clients {
		for c, at := range g.full {
			if at.Before(now) {
				delete(g.full, c)
			}
		}
		if len(g.full) >= clients { // everybody at once: better no memory than no door
			clear(g.full)
		}
	}
	g.full[client] = full.Add(g.limit.Every)
	return 0
}

// Take uses up one act of a client; its error is a [TooMany]. Pages and programs ask it before each thing that they do, and share it.
func (d *Door) Take(client netip.Prefix) error {
	if wait := d.guard.take(client); wait > 0 {
		return &TooMany{wait}
	}
	return nil
}

// ClientOf is whom a request comes from: the address, or of IPv6 the network of a household. What a proxy says is believed
// when it stands on this machine or in the city's own network.
func ClientOf(r *http.Request) netip.Prefix {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	addr, _ := netip.ParseAddr(host)
	addr = addr.Unmap()
	if addr.IsLoopback() || addr.IsPrivate() {
		all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if said, err := netip.ParseAddr(strings.TrimSpace(all[len(all)-1])); err == nil { // the last was written by the nearest
			addr = said.Unmap()
		}
	}
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	client, _ := addr.Prefix(bits) // of no address: the zero prefix, which all of those share
	return client
}
