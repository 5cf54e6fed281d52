package card

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Reader is a reader of this site. Somebody else closes it.
type Reader struct {
	eid.Reader
	Name string      // as the configuration calls it
	Desk office.Desk // where it stands; 0: it is everybody's
}

// Options are what a watch is made of.
type Options struct {
	Readers []Reader
	Key     Key
	Now     func() time.Time // in the site's zone: when certificates must be valid, and what today is
	Random  io.Reader        // fit for secrets
}

// patience bounds the reading of one card, which takes a second or two; again is how long one that could not be read, and may
// be read yet, is left alone.
const (
	patience = 20 * time.Second
	again    = time.Second
)

// Watch follows the readers of a site. Its methods are safe for concurrent use.
type Watch struct {
	// Checks are of cards that were held against documents.
	Checks *Checks

	key    Key
	now    func() time.Time
	random io.Reader
	slots  []*slot // not changed after NewWatch, but for what mu guards in each

	mu        sync.Mutex
	insertion uint64
	next      chan struct{} // closed at the next change; nil: nobody waits
}

// slot is one reader and what lies in it, guarded by the watch's mu.
type slot struct {
	Reader
	lying lying
}

// lying is all that is kept of a card while it is in a reader. The zero value is an empty one.
type lying struct {
	insertion    uint64
	stage        contract.CardStage
	say          string
	name, number string   // as shown
	holder       [32]byte // keyed hash of the national number
	card         [32]byte // and of that with the number of the card: another card is noticed
}

// NewWatch makes a watch that has not looked yet. Its fault is Internal, when chance fails. Insertions begin anywhere, so that a
// screen's number of before a restart is not that of another card after it.
func NewWatch(o Options) (*Watch, error) {
	var secret [32]byte
	var first [4]byte
	_, err := io.ReadFull(o.Random, secret[:])
	if err == nil {
		_, err = io.ReadFull(o.Random, first[:])
	}
	if err != nil {
		return nil, fault.New("card.NewWatch", fault.Internal).Because(err)
	}
	w := &Watch{Checks: NewChecks(secret), key: o.Key, now: o.Now, random: o.Random, insertion: uint64(binary.BigEndian.Uint32(first[:])) << 16}
	for _, r := range o.Readers {
		w.slots = append(w.slots, &slot{Reader: r})
	}
	return w, nil
}

// Run follows every reader until ctx ends, each in a goroutine of its own, so that none waits for another.
func (w *Watch) Run(ctx context.Context) error {
	var all sync.WaitGroup
	for _, s := range w.slots {
		all.Go(func() {
			for ctx.Err() == nil {
				if w.follow(ctx, s) != nil { // the reader itself: it was closed, or its daemon refuses us
					pause(ctx, again)
				}
			}
		})
	}
	all.Wait()
	return nil
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// Changed gives a channel that is closed when next something else lies in a reader.
func (w *Watch) Changed() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next == nil {
		w.next = make(chan struct{})
	}
	return w.next
}

// Rows are what a screen of a desk may know: what lies in its readers, and in those that are everybody's. A screen of no desk
// is told of the latter whether a card is in, and not whose.
func (w *Watch) Rows(desk office.Desk) (out []*contract.CardRow) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.slots {
		if s.Desk != 0 && s.Desk != desk {
			continue
		}
		l := s.lying
		row := &contract.CardRow{Reader: s.Name, Desk: uint32(s.Desk), Stage: l.stage, Say: l.say, Insertion: l.insertion}
		if desk != 0 {
			row.Name, row.Number = l.name, l.number
		}
		out = append(out, row)
	}
	return out
}

// change does something to what the watch knows and tells all who wait.
func (w *Watch) change(act func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	act()
	if w.next != nil {
		close(w.next)
		w.next = nil
	}
}

// Holder is the keyed hash by which the counter knows a person's card.
func (w *Watch) Holder(n eid.NationalNumber) [32]byte { return n.Digest(w.key[:]) }

// mark is by what a card is known again. The same person's next card is another card.
func (w *Watch) mark(c *eid.Card) (sum [32]byte) {
	mac := hmac.New(sha256.New, w.key[:])
	holder := w.Holder(c.Number)
	mac.Write(append([]byte("card"), holder[:]...))
	mac.Write([]byte(c.CardNumber))
	mac.Sum(sum[:0])
	return sum
}
