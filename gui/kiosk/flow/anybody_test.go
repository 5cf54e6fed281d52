package flow_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow/flowtest"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// TestAnybodyMayDoAnything: whatever is pressed in whatever order, the kiosk has a title, at most six choices and a way out,
// and after everybody has gone it is as it was.
func TestAnybodyMayDoAnything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		presses := rapid.SliceOfN(rapid.IntRange(0, 19), 1, 60).Draw(rt, "presses")
		offline, full, refuses := rapid.Bool().Draw(rt, "offline"), rapid.Bool().Draw(rt, "full"), rapid.Bool().Draw(rt, "refuses")
		letters, ages, reader := rapid.Bool().Draw(rt, "letters"), rapid.Bool().Draw(rt, "ages"), rapid.Bool().Draw(rt, "reader")
		synctest.Test(t, func(t *testing.T) {
			d := open(rt)
			defer d.stop()
			idle := d.Shown()
			d.counter.Set(func(c *flowtest.Counter, v *contract.KioskView) {
				c.Offline, c.Full, c.NoWalkIn, c.NewCard = offline, full, refuses, refuses
				v.Letters, v.AskAge, v.LetterCardOnly = letters, ages, full
				if !reader {
					v.Cards = nil
				}
			})
			for _, p := range presses {
				act := map[int]func(){0: d.Touch, 1: d.Touch, 2: d.Touch, 3: d.Touch, 4: d.Touch, 5: d.Touch, 6: d.Next, 7: d.Back, 8: d.write("ab1@c.de"), 9: d.write("30071985"), 10: d.Erase, 11: func() { d.Turn(1) }, 12: func() { d.Turn(-1) },
					13: d.Help, 14: d.Languages, 15: d.Settings, 16: d.counter.Insert, 17: d.counter.Pull, 18: func() { d.counter.Read("booking", flowtest.Known) }, 19: d.Home}[p]
				d.do(act)
				if p < 6 {
					d.do(func() { d.Choose(d.Shown(), p) })
				}
				s := d.Shown()
				if s.Title == "" || len(s.Choices) > flow.MostChoices || s.Page != flow.Idle && s.Home == "" || s.Page != flow.Idle && s.Speak == "" {
					rt.Fatalf("after %d: %+v", p, s)
				}
			}
			d.do(d.counter.Pull)
			d.counter.Look(func(c *flowtest.Counter) {
				for _, u := range c.Uses { // what is counted has nothing that was typed or read
					if all := u.String(); strings.Contains(all, "30071985") || strings.Contains(all, "Peeters") || strings.Contains(all, "ab1") {
						rt.Fatalf("counted %s", all)
					}
				}
			})
			time.Sleep(flow.Patience + flow.Warning + 2*time.Second) // invented time: the bubble's
			synctest.Wait()
			s := d.Shown()
			s.Idle, idle.Idle, s.Clock, idle.Clock = nil, nil, "", ""
			if fmt.Sprintf("%+v", s) != fmt.Sprintf("%+v", idle) {
				rt.Fatalf("left behind %+v, was %+v", s, idle)
			}
		})
	})
}
