package rehearsal

import (
	"time"

	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// turnaround is how long a hand needs to put another card in: the reader sees the slot empty in between.
const turnaround = 400 * time.Millisecond

// early is at which command a card that comes out too early is gone: in the middle of being read.
const early = 8

// wallet is the cards beside a reader and the hand that has them.
type wallet struct {
	reader *virtual.Emulator
	now    func() time.Time
	kept   []virtual.Kept
	forged map[*virtual.Card]bool
	early  bool // each card comes out while it is read

	next  *virtual.Card // on its way in
	since time.Time     // when the one before it was pulled
}

// walletOf are the switches of a card reader.
func walletOf(e *virtual.Emulator, o Options) prop {
	w := &wallet{reader: e, now: o.Now, kept: e.Wallet(), forged: map[*virtual.Card]bool{}}
	var names []string
	for _, k := range w.kept {
		names = append(names, k.Name)
	}
	onCard := func(is func(*virtual.Card) bool) func() (bool, string) {
		return func() (bool, string) { c := w.inside(); return c != nil && is(c), "" }
	}
	return prop{step: w.step, levers: []lever{
		{code: "insert", say: "kaart in de lezer", choices: names, state: w.inserted, pull: w.insert},
		{code: "pulled-early", say: "kaart komt er te vroeg uit", harmless: true, state: func() (bool, string) { return w.early, "" },
			pull: func(on bool, _ string) error { w.early = on; return nil }},
		{code: "upside-down", say: "kaart zit omgekeerd", state: onCard((*virtual.Card).Mute),
			pull: w.alter((*virtual.Card).Mute, (*virtual.Card).TurnOver, (*virtual.Card).TurnOver)},
		{code: "forged", say: "kaart is vervalst", state: onCard(w.isForged), pull: w.alter(w.isForged, w.forge, w.forge)},
		{code: "pin-blocked", say: "pincode van de kaart geblokkeerd", state: onCard(isBlocked),
			pull: w.alter(isBlocked, (*virtual.Card).Block, (*virtual.Card).Unblock)},
		{code: "unplugged", say: "lezer uitgetrokken", state: func() (bool, string) { return !e.Slot.Plugged(), "" },
			pull: func(on bool, _ string) error {
				if on {
					e.Slot.Unplug()
				} else {
					e.Slot.Plug()
				}
				return nil
			}},
	}}
}

// inside is the card that is in the slot, or about to be.
func (w *wallet) inside() *virtual.Card {
	if w.next != nil {
		return w.next
	}
	return w.reader.Slot.Inside()
}

func (w *wallet) inserted() (bool, string) {
	c := w.inside()
	for _, k := range w.kept {
		if k.Card == c {
			return true, k.Name
		}
	}
	return c != nil, ""
}

func (w *wallet) insert(on bool, with string) error {
	if !on {
		w.next = nil
		w.reader.Slot.Pull()
		return nil
	}
	for _, k := range w.kept {
		if k.Name == with {
			w.put(k.Card)
		}
	}
	return nil
}

// put puts a card in; where another one is, after that was pulled.
func (w *wallet) put(c *virtual.Card) {
	if w.reader.Slot.Inside() != nil {
		w.reader.Slot.Pull()
		w.next, w.since = c, w.now()
		return
	}
	w.next = nil
	w.reader.Slot.Insert(c)
	if w.early {
		w.reader.Slot.PullAt(early)
	}
}

// step puts the card in that was on its way.
func (w *wallet) step(now time.Time) (bool, error) {
	if c := w.next; c != nil && now.Sub(w.since) >= turnaround {
		w.put(c)
		return true, nil
	}
	return false, nil
}

// alter makes the card in the slot another sort of card, and puts it in anew: only then the reader looks at it again.
func (w *wallet) alter(is func(*virtual.Card) bool, to, back func(*virtual.Card)) func(bool, string) error {
	return func(on bool, _ string) error {
		c := w.inside()
		switch {
		case c == nil:
			return fault.New("rehearsal.alter", fault.Refused).Tell("Er zit geen kaart in de lezer.", "Steek er eerst een in.")
		case is(c) == on:
			return nil
		case on:
			to(c)
		default:
			back(c)
		}
		w.put(c)
		return nil
	}
}

func isBlocked(c *virtual.Card) bool { return c.TriesLeft() == 0 }

func (w *wallet) isForged(c *virtual.Card) bool { return w.forged[c] }

// forge changes a letter of the identity, or back.
func (w *wallet) forge(c *virtual.Card) {
	c.Forge(eid.IdentityFile)
	w.forged[c] = !w.forged[c]
}
