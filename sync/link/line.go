package link

import (
	"context"
	"crypto/x509"
	"net"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// line is one open connection at the server's side, of whatever protocol, with its verified peer.
type line struct {
	peer    Peer
	expires time.Time
	remote  string
	cut     func() // closes the connection with all its streams, at once; may be called more than once
}

type lineKey struct{}

func newLine(leaf *x509.Certificate, remote net.Addr, cut func()) (*line, error) {
	peer, err := peerOfCertificate(leaf)
	if err != nil {
		return nil, err
	}
	return &line{peer: peer, expires: leaf.NotAfter, remote: remote.String(), cut: cut}, nil
}

// lines are the open ones, bounded in number.
type lines struct {
	max  int
	mu   sync.Mutex
	open map[*line]struct{}
}

// add admits a line unless there are too many.
func (ls *lines) add(l *line) bool {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if len(ls.open) >= ls.max {
		return false
	}
	if ls.open == nil {
		ls.open = make(map[*line]struct{})
	}
	ls.open[l] = struct{}{}
	return true
}

func (ls *lines) remove(l *line) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	delete(ls.open, l)
}

func (ls *lines) all() []*line {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	out := make([]*line, 0, len(ls.open))
	for l := range ls.open {
		out = append(out, l)
	}
	return out
}

// welcome tells whether this line's peer may (still) speak: certificate in its time, and not revoked. Kind Unreachable
// means that nobody can say yet: such a peer comes back later, and keeps a line it has.
func (s *Server) welcome(l *line) error {
	const op = "link.Check"
	us := whom(s.Identity.peer.Role)
	if s.now().After(l.expires) {
		return fault.New(op, fault.Denied).On(l.peer.Name).
			Tell(us.expired.say, us.expired.next)
	}
	if s.Check == nil {
		return nil
	}
	err := s.Check(l.peer)
	if fault.Is(err, fault.Unreachable) {
		return fault.Wrap(op, err)
	}
	if err != nil {
		return fault.New(op, fault.Denied).On(l.peer.Name).Because(err).
			Tell(us.revoked.say, us.revoked.next)
	}
	return nil
}

// Recheck asks Check about every open line and closes those that are no longer welcome, with the streams on
// them; so too the lines between nodes of which a certificate ended. Call it after a revocation; [Server.Run] does so by itself every Limits.Sweep.
func (s *Server) Recheck() {
	for _, l := range s.lines.all() {
		if err := s.welcome(l); err != nil && !fault.Is(err, fault.Unreachable) {
			s.log.Warn("line closed: no longer welcome", "peer", l.peer.String(), "err", err)
			l.cut()
		}
	}
	if s.streams != nil {
		s.streams.expire()
	}
}

// Peers are those who have a line open now, in no order.
func (s *Server) Peers() []Peer {
	var out []Peer
	for _, l := range s.lines.all() {
		out = append(out, l.peer)
	}
	return out
}

// sweep is Recheck at intervals, until ctx ends.
func (s *Server) sweep(ctx context.Context) {
	tick := time.NewTicker(s.Limits.Sweep)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.Recheck()
		}
	}
}

// linger is how long a refused line stays open so that its 403 still arrives.
const linger = 200 * time.Millisecond

func (l *line) cutSoon() { time.AfterFunc(linger, l.cut) }
