package state

import (
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
)

// usualChoices are what one key may confirm of a checklist: what mostly happens to the document and to the old one. It is a
// list of what may, not of what may not: who the collector is, their likeness, their authority and every step that this
// list does not know are noted by a person one by one, or by the reader.
var usualChoices = []string{"letter-seen", "letter-sealed", "old-card-taken", "old-passport-cancelled", "old-licence-taken",
	"licence-seen", "chip-tested", "activation-done"}

// usualOf is the usual choice of a step; -1: it has none.
func usualOf(s Step) int {
	return slices.IndexFunc(s.Choices, func(o StepChoice) bool { return slices.Contains(usualChoices, o.Code) })
}

// usual are the choices that one key confirms now: of every step that is left, when each of them has a usual one. Empty while
// something is left that a person must note.
func (h *handing) usual() []StepChoice {
	var out []StepChoice
	for _, s := range h.steps() {
		if h.picked(s) >= 0 {
			continue
		}
		i := usualOf(s)
		if i < 0 {
			return nil
		}
		out = append(out, s.Choices[i])
	}
	return out
}

// confirmUsual ticks what one key confirms, and says what that was. It gives nothing: that is the key's next press.
func (c *Clerk) confirmUsual() {
	c.change(func() {
		all, w := c.hand.usual(), c.cfg.Words.HandOut
		if len(all) == 0 {
			return
		}
		c.hand.done = slices.Clone(c.hand.done)
		for _, o := range all {
			c.hand.done = append(c.hand.done, o.Code)
		}
		c.say(text.Fill(w.UsualDone, "what", listed(all)), "", Plain)
	})
}

// listed are choices in one sentence.
func listed(all []StepChoice) string {
	var out []string
	for _, o := range all {
		out = append(out, o.Words)
	}
	return strings.Join(out, "; ")
}
