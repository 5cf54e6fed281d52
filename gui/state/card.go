package state

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// byCard is the row of the sheet to sign in that stands for the card in the reader. No clerk's id has a space.
const byCard = "by card"

// card is what lies in the reader of this desk, or else in one that is everybody's; a card that was read goes before one
// that was not.
func (c *Clerk) card() (Card, bool) {
	var best Card
	rank := func(k Card) int {
		switch {
		case k.Stage == NoCard || k.Desk != 0 && k.Desk != c.cfg.Desk:
			return 0
		case k.Stage == CardRead:
			return 3 + int(min(k.Desk, 1))
		default:
			return 1 + int(min(k.Desk, 1))
		}
	}
	for _, k := range c.snap.Cards {
		if rank(k) > rank(best) {
			best = k
		}
	}
	return best, best.Stage != NoCard
}

// readCard is the card in the reader of this desk once it was read.
func (c *Clerk) readCard() (Card, bool) {
	k, ok := c.card()
	return k, ok && k.Stage == CardRead
}

// cardMark says what lies in the reader; false when nothing does. A card that is pulled out before it was read leaves
// nothing behind.
func (c *Clerk) cardMark() (Mark, bool) {
	w := c.cfg.Words.Card
	k, ok := c.card()
	switch {
	case !ok:
		return Mark{}, false
	case k.Stage == CardReading:
		return Mark{Half, w.Reading, Plain}, true
	case k.Stage == CardRefused:
		return Mark{Empty, cmp.Or(k.Say, w.Refused), Warn}, true
	}
	return Mark{Full, text.Fill(w.InReader, "who", joined(k.Name, k.Number)), Plain}, true
}

// cardSigns reports whether who signs in does so by the card in the reader: unless somebody else was chosen.
func (c *Clerk) cardSigns() bool {
	_, ok := c.readCard()
	return ok && (c.sign.who == "" || c.sign.who == byCard)
}

// signInByCard signs in by the card in the reader.
func (c *Clerk) signInByCard(pin string) {
	c.mu.Lock()
	k, ok := c.readCard()
	c.mu.Unlock()
	if !ok {
		return
	}
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) {
			return c.cfg.Counter.SignInByCard(ctx, k.Insertion, pin)
		},
		then: func(Receipt) {
			c.sheet = NoSheet
			if me := c.me(); me != nil {
				c.welcome(me.Person)
			}
		},
		fail: c.cardRefused,
	})
}

// cardRefused says why nothing came of a card. That it was pulled out meanwhile is no error.
func (c *Clerk) cardRefused(err error) {
	c.refused(err)
	if _, ok := c.readCard(); !ok && !fault.Is(err, fault.Denied) {
		c.notice.Tone = Warn
	}
}

// BindCard makes the card in the reader that of who is signed in.
func (c *Clerk) BindCard() {
	c.mu.Lock()
	k, ok := c.readCard()
	ok = ok && c.me() != nil
	c.mu.Unlock()
	if !ok {
		return
	}
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.BindCard(ctx, k.Insertion) },
		then: func(Receipt) {
			c.say(text.Fill(c.cfg.Words.Card.Bound, "who", k.Name), c.cfg.Words.Card.BoundNext, Good)
		},
		fail: c.cardRefused,
	})
}

// canBind is what binding the card in the reader is called; empty: there is none, or nobody to bind it to.
func (c *Clerk) canBind() string {
	if _, ok := c.readCard(); !ok || c.me() == nil {
		return ""
	}
	return c.cfg.Words.Card.Bind
}

// ArriveByCard announces the appointment of who the card in the reader is of.
func (c *Clerk) ArriveByCard() {
	c.mu.Lock()
	k, ok := c.readCard()
	c.mu.Unlock()
	if !ok {
		return
	}
	c.do(job{
		run:  func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.CheckInCard(ctx, k.Insertion) },
		then: c.arrived,
		fail: func(err error) {
			if !c.turnAway(WalkIn{}, err) {
				c.cardRefused(err)
			}
		},
	})
}

// checkCard compares the card in the reader with who collects the chosen document.
func (c *Clerk) checkCard() {
	c.mu.Lock()
	k, ok := c.readCard()
	h := c.hand
	c.mu.Unlock()
	if !ok || h.item == nil {
		return
	}
	var got Compared
	c.do(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			got, err = c.cfg.Counter.CheckHolder(ctx, k.Insertion, h.item.Number, h.collector)
			return r, err
		},
		then: func(Receipt) {
			if c.hand.item != nil && c.hand.item.Number == h.item.Number && c.hand.collector == h.collector {
				c.hand.compare(got)
			}
		},
		fail: c.cardRefused,
	})
}

// compare takes what a card proves: the step of the checklist, and the date of birth. A card that does not agree proves
// nothing, and takes back what another card proved.
func (h *handing) compare(got Compared) {
	h.forgetCard()
	h.card = &got
	if !got.Same {
		return
	}
	for _, s := range h.steps() {
		for i, choice := range s.Choices {
			if choice.Code == got.Evidence && h.picked(s) != i {
				h.done = slices.DeleteFunc(slices.Clone(h.done), func(code string) bool {
					return slices.ContainsFunc(s.Choices, func(o StepChoice) bool { return o.Code == code })
				})
				h.done, h.proved = append(h.done, choice.Code), choice.Code
			}
		}
	}
}

// forgetCard takes back what a card proved.
func (h *handing) forgetCard() {
	if h.proved != "" {
		h.done = slices.DeleteFunc(slices.Clone(h.done), func(code string) bool { return code == h.proved })
	}
	h.card, h.proved = nil, ""
}

// proofs are what the card and the machine-readable lines say of a hand-out. What does not agree is for a person to act on.
func (c *Clerk) proofs() (out []Mark) {
	w, h := c.cfg.Words.Card, &c.hand
	switch {
	case h.card == nil:
		if m, ok := c.cardMark(); ok {
			out = append(out, m)
		}
	case !h.card.Same:
		out = append(out, Mark{Empty, cmp.Or(h.card.Say, w.Differs), Bad})
	default:
		say := cmp.Or(h.card.Say, w.Same)
		if h.card.Born != 0 {
			say = joined(strings.TrimSuffix(say, "."), text.Fill(w.Born, "date", h.card.Born.UTC().Format("02/01/2006")))
		}
		out = append(out, Mark{Full, say, Good})
	}
	if h.lines.Words != "" {
		out = append(out, h.lines)
	}
	return out
}
