package staff

import (
	"bytes"
	"encoding/hex"
	"io"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// DefaultIdle ends a session that no command came from: about an afternoon.
const DefaultIdle = 4 * time.Hour

// Session is a person signed in at a desk.
type Session struct {
	Token string // secret, 64 hexadecimal digits; never logged
	Person
	Desk office.Desk
	By   string // ByCard, or empty for their own PIN
	seen time.Time
	pin  []byte // hash that opened it: a new PIN ends the session
}

// Door keeps the sessions of one appliance, in memory: after a restart everybody signs in again. All methods
// are safe for concurrent use.
type Door struct {
	random io.Reader
	idle   time.Duration
	turn   chan struct{} // holds one token: the PIN being compared

	mu    sync.Mutex // guards what follows, and random
	open  map[string]Session
	words map[string]word
}

// NewDoor makes a door without sessions. Tokens are drawn from random, which must be fit for secrets; idle 0
// means DefaultIdle.
func NewDoor(random io.Reader, idle time.Duration) *Door {
	if idle == 0 {
		idle = DefaultIdle
	}
	return &Door{random: random, idle: idle, turn: make(chan struct{}, 1), open: map[string]Session{}, words: map[string]word{}}
}

// Open begins a session of a clerk whose SignedIn is durable. At a desk there is one session: whoever sat there
// before is out. Desk 0 is no place, and may have any number. Faults: NotFound when meanwhile the clerk left the
// roster; Internal when random fails.
func (d *Door) Open(r kv.Reader, clerk office.ClerkID, desk office.Desk, now time.Time) (Session, error) {
	return d.OpenBy(r, "", clerk, desk, now)
}

// OpenBy is Open for who came in by something else than their PIN: ByCard.
func (d *Door) OpenBy(r kv.Reader, by string, clerk office.ClerkID, desk office.Desk, now time.Time) (Session, error) {
	const op = "staff.Open"
	c, err := find(r, clerk)
	if err != nil {
		return Session{}, fault.Wrap(op, err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	var token [32]byte
	if _, err := io.ReadFull(d.random, token[:]); err != nil {
		return Session{}, fault.New(op, fault.Internal).Because(err)
	}
	for t, s := range d.open {
		if desk != 0 && s.Desk == desk || d.stale(s, now) {
			delete(d.open, t)
		}
	}
	s := Session{Token: hex.EncodeToString(token[:]), Person: personOf(c), Desk: desk, By: by, seen: now, pin: c.GetPin()}
	d.open[s.Token] = s
	return s, nil
}

// Find is the session of a token, which thereby is seen. Faults: Denied when there is none, or none any more.
func (d *Door) Find(token string, now time.Time) (Session, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, ok := d.open[token]
	if !ok || d.stale(s, now) {
		delete(d.open, token)
		return Session{}, fault.New("staff.Find", fault.Denied).Tell("Je bent niet meer aangemeld.", "Meld je opnieuw aan.")
	}
	s.seen = now
	d.open[token] = s
	return s, nil
}

// End ends a session and gives it; false when there was none.
func (d *Door) End(token string) (Session, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, ok := d.open[token]
	delete(d.open, token)
	return s, ok
}

// Refresh brings the sessions in line with a new roster: who is gone from it or has another PIN is out,
// others get their present name and roles. It gives the sessions that ended, which the node signs out. A damaged roster ends all.
func (d *Door) Refresh(r kv.Reader) []Session {
	d.mu.Lock()
	defer d.mu.Unlock()
	var ended []Session
	for t, s := range d.open {
		c, err := find(r, s.ID)
		if err != nil || !bytes.Equal(c.GetPin(), s.pin) {
			delete(d.open, t)
			ended = append(ended, s)
			continue
		}
		s.Person = personOf(c)
		d.open[t] = s
	}
	return ended
}

// stale reports whether nothing came from the session for too long. A clock set back ends none.
func (d *Door) stale(s Session, now time.Time) bool { return now.Sub(s.seen) > d.idle }
