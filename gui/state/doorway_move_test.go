package state_test

import (
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
)

// A document that moves to another compartment goes through both doors, the second of which takes two; given up between them
// it lies where it lay, as far as the register knows.
func TestMovingThroughDoors(t *testing.T) {
	for _, through := range []bool{true, false} {
		equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
			press(c, state.VaultAct)
			c.OpenPage(state.StockPage)
			synctest.Wait()
			c.ChooseStock("EK123456")
			c.SetCompartment("14")
			c.StoreItem()
			synctest.Wait()
			if d := c.Shown().Doorway; d.Title != "Vak 3" || d.After != "Daarna: vak 14." || d.Verb != "Open vak 14" {
				t.Fatalf("%+v", d)
			}
			move(counter, "3", state.DoorOpen, state.DoorShut)
			c.PassDoor()
			synctest.Wait()
			if s := c.Shown(); s.Sheet != state.SecondSheet || s.Second.What != "Jullie bergen samen EK123456 op in vak 14." {
				t.Fatalf("sheet %d: %+v", s.Sheet, s.Second)
			}
			if !through {
				c.Dismiss()
				c.Dismiss()
				if synctest.Wait(); counter.Calls("Store") != 0 || counter.Calls("OpenDoor") != 1 || c.Shown().Sheet != state.VaultSheet {
					t.Errorf("stored %d times, opened %d, sheet %d", counter.Calls("Store"), counter.Calls("OpenDoor"), c.Shown().Sheet)
				}
				return
			}
			c.Attest(statetest.PIN)
			synctest.Wait()
			move(counter, "14", state.DoorOpen, state.DoorShut)
			c.PassDoor()
			if got := said(c); got != "EK123456 ligt in vak 14." || c.Shown().Notice.Next != "" || counter.Calls("Store") != 1 {
				t.Errorf("%+v", c.Shown().Notice)
			}
			o := counter.Orders()
			if len(o) != 2 || o[0].Compartment != "3" || o[0].Purpose != state.ForCollect || o[1].Compartment != "14" || o[1].Purpose != state.ForLoad || o[1].With == "" {
				t.Errorf("%+v", o)
			}
		})
	}
}

// Documents that go on a trip leave through the door of each compartment, and who carries them says so afterwards.
func TestATripThroughDoors(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.VaultAct)
		c.OpenPage(state.TripPage)
		synctest.Wait()
		c.ChooseTrip("+")
		c.TickTripDocument("592-1234567-32")
		c.TickTripDocument("590-0000071-97")
		c.SetTripSite(c.Shown().Vault.Trip.Sites[0].ID)
		c.Travel()
		synctest.Wait()
		if d := c.Shown().Doorway; c.Shown().Sheet != state.DoorwaySheet || d.Title != "Vak 12" || d.Verb != "Open vak 14" {
			t.Fatalf("sheet %d: %+v", c.Shown().Sheet, d)
		}
		for _, place := range []string{"12", "14"} {
			if counter.Calls("Depart") != 0 || c.Shown().Sheet != state.DoorwaySheet {
				t.Fatalf("vak %s: %d departures, sheet %d", place, counter.Calls("Depart"), c.Shown().Sheet)
			}
			move(counter, place, state.DoorOpen, state.DoorShut)
			c.PassDoor()
			synctest.Wait()
		}
		if s := c.Shown(); s.Sheet != state.SecondSheet || counter.Calls("Depart") != 0 {
			t.Fatalf("sheet %d", s.Sheet)
		}
		c.Attest(statetest.PIN)
		synctest.Wait()
		if o := counter.Orders(); len(o) != 2 || o[0].Purpose != state.ForCollect || o[1].Purpose != state.ForCollect || counter.Calls("Depart") != 1 || c.Shown().Sheet != state.VaultSheet {
			t.Errorf("%+v, %d departures, sheet %d", o, counter.Calls("Depart"), c.Shown().Sheet)
		}
	})
}
