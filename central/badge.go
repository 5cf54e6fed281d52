package central

import (
	"context"
	"encoding/binary"
	"io"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

const (
	// badgeLife is how long a node's certificate holds. How long a node may run or be off does not depend on it, since a
	// node makes a new one whenever it wants; it bounds how long a key that was stolen from a node's memory is good.
	badgeLife = 90 * 24 * time.Hour
	// badgeSpread is how much earlier than at two thirds of its life a certificate may be renewed. Each node draws its own
	// moment, so that nodes that were started together do not change their lines together.
	badgeSpread = badgeLife / 12
	// badgeGlance is how often the clock is looked at. It may be set, so nobody sleeps until a date.
	badgeGlance = time.Second
)

// badge is the certificate by which this node is known. Every node holds the authority, so each makes its own anew: at
// every start, and while it runs when two thirds of its life are over. It asks nobody and stores nothing. Hence no
// headquarters can have been off for too long, and none that runs loses its nodes to each other. Safe for concurrent use.
type badge struct {
	cfg Config

	mu  sync.Mutex
	id  link.Identity
	due time.Time // when the next is made
}

// newBadge makes the first one.
func newBadge(cfg Config) (*badge, error) {
	b := &badge{cfg: cfg}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b, b.renew()
}

// current is the certificate to show now. It is asked at every handshake, so that also after a jump of the clock none is
// shown that has ended, or that is of a time to come: the clock was wrong when it was made.
func (b *badge) current() link.Identity {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.cfg.Now()
	if now.Before(b.due) && !now.Before(b.id.Peer().Issued) {
		return b.id
	}
	if err := b.renew(); err != nil { // tried again at the next look; the present one may have a month left
		b.cfg.Logger.Error("the node's certificate is not renewed", "err", err, "ends", b.id.Expires())
	}
	return b.id
}

// renew makes the next one. The caller holds mu.
func (b *badge) renew() error {
	id, err := b.cfg.Authority.NewNode(b.cfg.Name, badgeLife)
	if err != nil {
		return err
	}
	early, err := drawUpTo(b.cfg.Random, badgeSpread)
	if err != nil {
		return fault.New("central.badge", fault.Internal).Because(err)
	}
	b.id, b.due = id, id.RenewAt().Add(-early)
	b.cfg.Logger.Info("new certificate for this node", "serial", id.Peer().Serial, "ends", id.Expires())
	return nil
}

// drawUpTo draws a duration from 0 to top, without top.
func drawUpTo(random io.Reader, top time.Duration) (time.Duration, error) {
	var b [8]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return 0, err
	}
	return time.Duration(binary.BigEndian.Uint64(b[:]) % uint64(top)), nil
}

// tend renews the badge in time, and moves the lines to other nodes over to it, until ctx ends.
func (n *Node) tend(ctx context.Context) error {
	tick := time.NewTicker(badgeGlance)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			n.peers.show(n.badge.current())
		}
	}
}
