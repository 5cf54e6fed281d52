package state_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
)

// One key confirms what mostly happens, once a person noted all that the key may not: who collects and their likeness. It says
// what it confirmed, every line can still be changed, and only the next press gives the document.
func TestOneKeyConfirmsTheUsualOnly(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.HandOutAct)
		c.ChooseItem("592-1234567-32")
		for _, lines := range [][]int{nil, {1}, {2}} { // nothing, the identity only, the likeness only
			for _, i := range lines {
				c.Pick(i, 0)
			}
			if n := c.Shown().Now; n.Usual || c.Shown().Can[state.HandOutAct] {
				t.Fatalf("with lines %v noted the key would confirm %q", lines, n.Phase)
			}
			press(c, state.HandOutAct)
			for i, s := range c.Shown().Now.Steps {
				if noted := len(lines) > 0 && lines[0] == i; (s.Picked >= 0) != noted {
					t.Fatalf("with lines %v noted, line %d is %d", lines, i, s.Picked)
				}
			}
			for _, i := range lines {
				c.Pick(i, -1)
			}
		}
		c.Pick(1, 0)
		c.Pick(2, 0)
		said := "Brief met pin- en pukcode gezien; Oude kaart ingenomen; Chip getest; Kaart geactiveerd"
		if n := c.Shown().Now; !n.Usual || n.Ready || !strings.Contains(n.Phase, said) {
			t.Fatalf("%+v", n)
		}
		press(c, state.HandOutAct)
		if s := c.Shown(); !s.Now.Ready || s.Notice.Say != "Bevestigd: "+said+"." || counter.Calls("HandOut") != 0 {
			t.Fatalf("%+v, given %d times", s.Notice, counter.Calls("HandOut"))
		}
		c.Pick(5, 1)
		press(c, state.HandOutAct)
		if got := strings.Join(counter.Handed().Evidence, " "); got != "letter-seen identity likeness old-card-taken chip-tested later" {
			t.Errorf("evidence %q", got)
		}
	})
}

// A mandate, its copy and its reason are a person's to note too.
func TestOneKeyConfirmsNoAuthority(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, _ *statetest.Counter) {
		press(c, state.HandOutAct)
		c.ChooseItem("592-1234567-32")
		c.Collects(2)
		for i, s := range c.Shown().Now.Steps {
			if s.Usual {
				continue
			}
			if c.Shown().Now.Usual {
				t.Fatalf("line %d is still a person's", i)
			}
			c.Pick(i, 0)
		}
		if n := c.Shown().Now; !n.Usual || strings.Contains(n.Phase, "olmacht") || strings.Contains(n.Phase, "dentiteit") {
			t.Errorf("%q", n.Phase)
		}
	})
}
