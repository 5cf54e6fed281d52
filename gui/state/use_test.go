package state_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
)

// TestTheUseOfTheSelfServiceDesk: what it was for before the rest, small groups without a figure, and in words where they are known.
func TestTheUseOfTheSelfServiceDesk_A002_24(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, f *statetest.Counter) {
		f.Used(append([]state.KioskUse{{By: "what", Code: "of-later", Count: 11}}, statetest.Use...)...)
		press(c, state.FiguresAct)
		c.TurnHall(int(state.UsePage))
		synctest.Wait()
		h := c.Shown().Hall
		var said []string
		for _, r := range h.Rows {
			said = append(said, r.Main+": "+r.State)
		}
		all := strings.Join(said, "; ")
		for _, want := range []string{"of-later: 11×; Attest of akte: 64×", "Hulp gevraagd: te weinig", "25 tot en met 64: 33×", "65 of ouder: te weinig", "Türkçe: 12×"} {
			if !strings.Contains(all, want) {
				t.Errorf("it does not say %q: %s", want, all)
			}
		}
		if strings.Contains(all, "2026-11-26") || !strings.Contains(h.Hint, "onder de 10") || !strings.Contains(h.Hint, "vr 30 okt") || h.Verb != "" {
			t.Errorf("%s; %q %q", all, h.Hint, h.Verb)
		}
	})
}
