package card

import (
	"crypto/hmac"
	"crypto/sha256"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/appliance/card/name"
)

// CheckStands is for how long a card that was checked counts for a hand-out.
const CheckStands = 10 * time.Minute

// Check is a card that was held against a document: in whose session, for which document, for what kind of collector.
type Check struct {
	Session, Document, Collector string
}

// Checks remembers which cards were checked a moment ago, so that nobody can say so of one that was not. It is in memory and
// keeps no name: of that only a hash, keyed with what only this process has. Its methods are safe for concurrent use.
type Checks struct {
	key [32]byte

	mu   sync.Mutex
	made map[Check]checked
}

type checked struct {
	at   time.Time
	name [32]byte
}

// NewChecks makes an empty memory. The key is drawn anew for each process.
func NewChecks(key [32]byte) *Checks { return &Checks{key: key, made: map[Check]checked{}} }

// Note remembers that a card of this name was checked. now is of a clock that nobody sets.
func (c *Checks) Note(k Check, full string, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for old, m := range c.made {
		if now.Sub(m.at) > CheckStands {
			delete(c.made, old)
		}
	}
	c.made[k] = checked{at: now, name: c.hash(full)}
}

// Drop forgets a check: another card was held against the document since, or the document is out.
func (c *Checks) Drop(k Check) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.made, k)
}

// Stands reports whether the card was checked a moment ago, and whether its name was this one; an empty name is not looked at.
func (c *Checks) Stands(k Check, full string, now time.Time) (stands, named bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	m, ok := c.made[k]
	stands = ok && now.Sub(m.at) <= CheckStands
	return stands, stands && (full == "" || m.name == c.hash(full))
}

func (c *Checks) hash(full string) (sum [32]byte) {
	mac := hmac.New(sha256.New, c.key[:])
	mac.Write([]byte(name.Key(full)))
	mac.Sum(sum[:0])
	return sum
}
