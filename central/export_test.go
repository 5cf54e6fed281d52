package central

import (
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/link"
)

// BadgeLife is how long a node's certificate holds.
const BadgeLife = badgeLife

// NewBadge gives a badge without its node, by what it shows.
func NewBadge(cfg Config) (current func() link.Identity, err error) {
	b, err := newBadge(cfg.withDefaults())
	if err != nil {
		return nil, err
	}
	return b.current, nil
}

// Shows reports whether a node's line to this one goes by a certificate that was given after a moment.
func (n *Node) Shows(node string, after time.Time) bool {
	return slices.ContainsFunc(n.link.Peers(), func(p link.Peer) bool { return p.Name == node && p.Issued.After(after) })
}
