package state_test

import (
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// onStage runs a story with the demonstration's sheet open.
func onStage(t *testing.T, story func(t *testing.T, c *state.Clerk, counter *statetest.Counter)) {
	t.Helper()
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(statetest.Rehearsed)
		synctest.Wait()
		press(c, state.StageAct)
		if s := c.Shown(); s.Sheet != state.StageSheet || len(s.Stage.Rows) == 0 {
			t.Fatalf("%v, %+v", s.Sheet, s.Stage)
		}
		story(t, c, counter)
	})
}

// pressed moves the switch and waits for what comes of it.
func pressed(c *state.Clerk) state.Shown {
	c.PressSwitch()
	synctest.Wait()
	return c.Shown()
}

// The devices stand in their order, each with how many of its switches are on, in words.
func TestTheStageIsSaidInWords(t *testing.T) {
	onStage(t, func(t *testing.T, c *state.Clerk, _ *statetest.Counter) {
		s := c.Shown().Stage
		want := []string{"Lijn · 1 aan", "Kluis · 1 aan", "Camera", "Documentprinter", "Ticketprinter balie · 1 aan", "Ticketprinter kiosk", "Kaartlezer", "Scanner"}
		if len(s.Props) != len(want) {
			t.Fatalf("%q", s.Props)
		}
		for i := range want {
			if s.Props[i] != want[i] {
				t.Errorf("%q, want %q", s.Props[i], want[i])
			}
		}
		if s.Prop != 1 || s.Say != "Kluis: deur opengebroken" || s.Now.Words != "nu: vak B3 (deur 6)" || s.Verb != "Zet uit" {
			t.Errorf("%+v", s)
		}
		c.ChooseWith("vak A1 (deur 1)")
		if got := c.Shown().Stage; got.Verb != "Zet aan" || got.Choice != "vak A1 (deur 1)" {
			t.Errorf("another door: %+v", got)
		}
	})
}

// A switch goes on and off by the same press, what it is done with is passed on, and what is on is told in words.
func TestSwitchesAreMoved(t *testing.T) {
	onStage(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.TurnStage(3)
		if s := pressed(c); s.Stage.Rows[0].State != "aan" || s.Notice.Say != "Documentprinter: papier op is aan." || s.Stage.Verb != "Zet uit" {
			t.Errorf("on: %+v, %+v", s.Stage.Rows, s.Notice)
		}
		if s := pressed(c); s.Stage.Rows[0].State != "uit" || s.Notice.Say != "Documentprinter: papier op is uit." {
			t.Errorf("off: %+v, %+v", s.Stage.Rows, s.Notice)
		}
		c.TurnStage(6)
		c.ChooseWith("An Peeters")
		if s := pressed(c); s.Stage.Now.Words != "nu: An Peeters" || s.Stage.Verb != "Zet uit" {
			t.Errorf("the card: %+v", s.Stage)
		}
		c.ChooseWith("Wim Janssens")
		if s := pressed(c); s.Stage.Now.Words != "nu: Wim Janssens" {
			t.Errorf("another card: %+v", s.Stage)
		}
		c.TurnStage(2)
		c.ChooseWith("donker")
		if s := pressed(c); s.Stage.Now.Words != "nu: donker" || s.Stage.Verb != "Doe het nu" {
			t.Errorf("who sits: %+v", s.Stage)
		}
		counter.Fail("Emulate", fault.New("x", fault.Refused).Tell("Er zit geen kaart in de lezer.", "Steek er eerst een in."))
		if s := pressed(c); s.Notice.Say == "" || s.Sheet != state.StageSheet {
			t.Errorf("a refusal: %+v", s.Notice)
		}
	})
}

// The line is a switch like the others.
func TestTheLineOnTheStage(t *testing.T) {
	onStage(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.TurnStage(0)
		if s := pressed(c); s.Plug.Out || s.Stage.Rows[0].State != "uit" || counter.Calls("Emulate") != 0 {
			t.Errorf("%+v, %+v", s.Plug, s.Stage.Rows)
		}
		press(c, state.PlugAct)
		if !c.Shown().Plug.Out {
			t.Error("F12 does nothing here")
		}
	})
}

// It lies over the work, which comes back as it was; what is scanned goes to the work.
func TestTheStageGoesBackToTheWork(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.TicketAct)
		if press(c, state.StageAct); c.Shown().Sheet != state.StageSheet {
			t.Fatal("there is a line to unplug, and no sheet")
		}
		if press(c, state.StageAct); c.Shown().Sheet != state.TicketSheet {
			t.Errorf("back at %v", c.Shown().Sheet)
		}
		counter.Change(statetest.Rehearsed)
		synctest.Wait()
		press(c, state.StageAct)
		c.TurnStage(7)
		if s := c.Shown().Stage; s.Choices[0].Main != "leverlijst DEMO-1" || s.Choices[0].Detail != "ZL1.DEMO-1;592…" || !s.Types {
			t.Errorf("%+v", s)
		}
		c.TypeCode(" EN810004 ")
		if s := pressed(c); s.Sheet != state.TicketSheet || counter.Calls("Emulate") != 1 || counter.Emulated() != "scan EN810004" {
			t.Errorf("%v, %q", s.Sheet, counter.Emulated())
		}
		if c.Dismiss(); c.Shown().Sheet != state.NoSheet {
			t.Error("the work did not end")
		}
	})
}

// Where nothing can be done there is no sheet.
func TestNoStage(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(func(s *state.Snapshot) { s.Plug.Present = false })
		synctest.Wait()
		if press(c, state.StageAct); c.Shown().Sheet != state.NoSheet || c.Shown().Can[state.StageAct] {
			t.Error("a stage without devices")
		}
	})
}
