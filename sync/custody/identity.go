package custody

import (
	"cmp"
	"fmt"
)

// Identity names one grant of one seat: the life of HQ's store that made it and a number within that life.
// Identities of a seat only ever grow, also across eras (I4). Zero is no grant.
type Identity struct{ Era, N uint64 }

// Compare orders identities by era, then by number.
func (i Identity) Compare(o Identity) int {
	return cmp.Or(cmp.Compare(i.Era, o.Era), cmp.Compare(i.N, o.N))
}

// Less reports whether i was given before o.
func (i Identity) Less(o Identity) bool { return i.Compare(o) < 0 }

// IsZero reports whether i is no grant at all.
func (i Identity) IsZero() bool { return i == Identity{} }

// String writes "era.number".
func (i Identity) String() string { return fmt.Sprintf("%d.%d", i.Era, i.N) }
