package state_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// listed does the whole checklist of the visitor's document.
func listed(c *state.Clerk) {
	press(c, state.HandOutAct)
	c.ChooseItem("592-1234567-32")
	for i := range c.Shown().Now.Steps {
		c.Pick(i, 0)
	}
}

// move moves a door and waits until that is shown.
func move(counter *statetest.Counter, place string, to ...state.DoorState) {
	for _, s := range to {
		counter.MoveDoor(place, s)
		synctest.Wait()
	}
}

// steps are the words of the sheet, with a sign for how far each is.
func steps(c *state.Clerk) string {
	synctest.Wait()
	var out []string
	for _, m := range c.Shown().Doorway.Steps {
		out = append(out, [...]string{" ", "●", "◐", "○"}[m.Shape]+m.Words)
	}
	return strings.Join(out, ", ")
}

// A document leaves through its door: one key opens it when the checklist is done, the screen follows it, and Enter hands
// the document out only after it was shut.
func TestHandOutThroughADoor(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		listed(c)
		if n := c.Shown().Now; n.Door != "Open vak 12" {
			t.Fatalf("%+v", n)
		}
		press(c, state.HandOutAct)
		s := c.Shown()
		if s.Sheet != state.DoorwaySheet || counter.Calls("HandOut") != 0 || s.Doorway.Verb != "Geef af" || s.Doorway.Can || s.Doorway.Task != "Neem Identiteitskaart 592-1234567-32 uit vak 12." {
			t.Fatalf("%+v", s.Doorway)
		}
		if got := steps(c); got != "◐Vak 12 gaat open — deur 2, ○Deur 2 open, ○Deur 2 dicht" {
			t.Errorf("%s", got)
		}
		c.PassDoor()
		if synctest.Wait(); counter.Calls("HandOut") != 0 || counter.Calls("OpenDoor") != 1 {
			t.Fatal("went on before the door opened")
		}
		move(counter, "12", state.DoorOpen)
		if got := steps(c); got != "●Vak 12 gaat open — deur 2, ●Deur 2 open, ◐Sluit deur 2" || !c.Shown().Doorway.Can {
			t.Errorf("%s", got)
		}
		c.PassDoor()
		if got := said(c); got != "Deur 2 staat nog open." || counter.Calls("HandOut") != 0 {
			t.Fatalf("%q", got)
		}
		move(counter, "12", state.DoorShut)
		if got := steps(c); got != "●Vak 12 gaat open — deur 2, ●Deur 2 open, ●Deur 2 dicht" {
			t.Errorf("%s", got)
		}
		c.PassDoor()
		if got := said(c); got != "Identiteitskaart afgegeven aan Lotte Maes." || c.Shown().Sheet != state.NoSheet {
			t.Errorf("%q", got)
		}
		if o := counter.Orders(); len(o) != 1 || o[0].Purpose != state.ForCollect || o[0].Document != "592-1234567-32" || o[0].With != "" {
			t.Errorf("%+v", o)
		}
		if counter.Calls("HandOut") != 1 {
			t.Errorf("handed out %d times", counter.Calls("HandOut"))
		}
	})
}

// A contact that goes on saying open does not hold a visitor up: a second Enter goes on.
func TestADoorThatStaysOpen(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		listed(c)
		press(c, state.HandOutAct)
		move(counter, "12", state.DoorOpen)
		c.PassDoor()
		c.PassDoor()
		if got := said(c); !strings.HasPrefix(got, "Identiteitskaart afgegeven") {
			t.Errorf("%q", got)
		}
	})
}

// The document can be taken out before the checklist is done; then it is handed out without a second opening.
func TestADocumentIsFetchedFirst(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.HandOutAct)
		c.ChooseItem("592-1234567-32")
		if press(c, state.OpenDoorAct); c.Shown().Doorway.Verb != "Verder" {
			t.Fatalf("%+v", c.Shown().Doorway)
		}
		move(counter, "12", state.DoorOpen, state.DoorShut)
		c.PassDoor()
		synctest.Wait()
		if s := c.Shown(); s.Sheet != state.NoSheet || s.Now.Door != "" || s.Can[state.OpenDoorAct] || !s.Now.Chosen {
			t.Fatalf("%+v", s.Now)
		}
		for i := range c.Shown().Now.Steps {
			c.Pick(i, 0)
		}
		press(c, state.HandOutAct)
		if counter.Calls("OpenDoor") != 1 || counter.Calls("HandOut") != 1 {
			t.Errorf("opened %d times, handed out %d times", counter.Calls("OpenDoor"), counter.Calls("HandOut"))
		}
	})
}

// A door that did not open, by the counter's word or by time, is told of with both ways on: again, or with the key.
func TestADoorThatDoesNotOpen(t *testing.T) {
	ways := map[string]func(*statetest.Counter){
		"alarm": func(counter *statetest.Counter) {
			counter.Change(func(s *state.Snapshot) {
				s.DoorAlarms = []state.DoorAlarm{{Door: 2, Compartment: "12", Kind: "missed", Say: "Vak 12, deur 2: De deur ging niet open toen ze gevraagd werd."}}
			})
		},
		"time": func(*statetest.Counter) { time.Sleep(16 * time.Second) },
	}
	for name, happens := range ways {
		equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
			listed(c)
			press(c, state.HandOutAct)
			c.GoByKey() // not offered yet
			happens(counter)
			if got := steps(c); !strings.HasPrefix(got, "○Deur 2 ging niet open.") || !c.Shown().Doorway.ByKey || c.Shown().Doorway.Verb != "Open opnieuw" {
				t.Fatalf("%s: %s", name, got)
			}
			c.PassDoor()
			if synctest.Wait(); counter.Calls("OpenDoor") != 2 || counter.Calls("HandOut") != 0 {
				t.Fatalf("%s: not opened again", name)
			}
			time.Sleep(16 * time.Second)
			synctest.Wait()
			c.GoByKey()
			if got := said(c); !strings.HasPrefix(got, "Identiteitskaart afgegeven") {
				t.Errorf("%s: %q", name, got)
			}
		})
	}
}

// A vault that does nothing does not stop the counter: the work goes on with the key. What the person may not do does.
func TestAVaultThatCannot(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		listed(c)
		counter.Fail("OpenDoor", fault.New("x", fault.Unreachable).Tell("Vak 12 is niet geopend: de kluis kon het niet doen.", "Kijk bij de toestellen."))
		press(c, state.HandOutAct)
		if s := c.Shown(); s.Sheet != state.DoorwaySheet || !s.Doorway.ByKey || !strings.HasPrefix(s.Notice.Say, "Vak 12 is niet geopend") {
			t.Fatalf("%+v, %+v", s.Doorway, s.Notice)
		}
		c.GoByKey()
		if got := said(c); !strings.HasPrefix(got, "Identiteitskaart afgegeven") {
			t.Errorf("%q", got)
		}
	})
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		listed(c)
		counter.Fail("OpenDoor", fault.New("x", fault.Denied).Tell("Dat mag je niet.", ""))
		press(c, state.HandOutAct)
		if s := c.Shown(); s.Sheet != state.NoSheet || s.Notice.Tone != state.Bad || counter.Calls("HandOut") != 0 {
			t.Errorf("sheet %d: %+v", s.Sheet, s.Notice)
		}
	})
}

// A door that nobody sees is the person's to look at; given up, nothing is written down.
func TestADoorThatIsNotSeen(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.MoveDoor("12", state.DoorUnseen)
		listed(c)
		press(c, state.HandOutAct)
		if got := steps(c); !strings.Contains(got, "is niet te zien") || !c.Shown().Doorway.Can {
			t.Fatalf("%s", got)
		}
		c.Dismiss()
		if synctest.Wait(); c.Shown().Sheet != state.NoSheet || counter.Calls("HandOut") != 0 || c.Shown().Now.Door == "" {
			t.Errorf("%+v", c.Shown().Now)
		}
		press(c, state.HandOutAct)
		c.PassDoor()
		if got := said(c); !strings.HasPrefix(got, "Identiteitskaart afgegeven") {
			t.Errorf("%q", got)
		}
	})
}

// A delivery is taken in, its door opened and, once that is shut, its place written down: on one word of the colleague.
func TestLoadingThroughADoor(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		received := func(into string) {
			press(c, state.VaultAct)
			for _, n := range []string{"592-7000001-11", "592-7000002-12"} {
				c.TickArrival(n)
				c.SetKind(0)
				c.SetHolder("Noor Peeters")
			}
			c.SetDelivery("", "bpost", into)
			c.ReceiveDelivery()
			c.Attest(statetest.PIN)
			synctest.Wait()
		}
		received("14")
		s := c.Shown()
		if s.Sheet != state.DoorwaySheet || counter.Calls("Receive") != 1 || counter.Calls("Store") != 0 || s.Doorway.Task != "Leg 2 documenten in vak 14." || s.Doorway.Verb != "Berg op" {
			t.Fatalf("sheet %d: %+v", s.Sheet, s.Doorway)
		}
		move(counter, "14", state.DoorOpen, state.DoorShut)
		c.PassDoor()
		if got := said(c); got != "2 documenten aangenomen. Ze liggen in vak 14." || counter.Calls("Store") != 2 || c.Shown().Sheet != state.VaultSheet {
			t.Errorf("%q, stored %d", got, counter.Calls("Store"))
		}
		if o := counter.Orders(); len(o) != 1 || o[0].Purpose != state.ForLoad || o[0].Compartment != "14" || o[0].With == "" || o[0].ByPIN || counter.Calls("Vouch") != 1 {
			t.Errorf("%+v, vouched %d times", o, counter.Calls("Vouch"))
		}
	})
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) { // where the compartment has no door nothing changes
		press(c, state.VaultAct)
		c.TickArrival("592-7000001-11")
		c.SetKind(0)
		c.SetHolder("Noor Peeters")
		c.SetDelivery("", "bpost", "b3")
		c.ReceiveDelivery()
		c.Attest(statetest.PIN)
		if got := said(c); got != "1 document aangenomen. Het ligt in vak B3." || counter.Calls("OpenDoor") != 0 {
			t.Errorf("%q", got)
		}
	})
}

// Given up at the door, the delivery is in the clerk's hands, and the page with the stock says so; storing it later asks
// the colleague again.
func TestLoadingIsGivenUp(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.VaultAct)
		c.TickArrival("592-7000001-11")
		c.SetKind(0)
		c.SetHolder("Noor Peeters")
		c.SetDelivery("", "bpost", "14")
		c.ReceiveDelivery()
		c.Attest(statetest.PIN)
		synctest.Wait()
		c.Dismiss()
		synctest.Wait()
		if s := c.Shown(); s.Vault.Page != state.StockPage || s.Notice.Tone != state.Bad || !strings.HasSuffix(s.Notice.Next, "Berg ze op.") || counter.Calls("Store") != 0 {
			t.Fatalf("%+v", s.Notice)
		}
		c.SetCompartment("14")
		c.StoreItem()
		if s := c.Shown(); s.Sheet != state.SecondSheet || s.Second.What != "Jullie bergen samen 592-7000001-11 op in vak 14." {
			t.Fatalf("sheet %d: %+v", s.Sheet, s.Second)
		}
		c.Attest(statetest.PIN)
		synctest.Wait()
		move(counter, "14", state.DoorOpen, state.DoorShut)
		c.PassDoor()
		if got := said(c); got != "592-7000001-11 ligt in vak 14." || c.Shown().Sheet != state.VaultSheet {
			t.Errorf("%q", got)
		}
	})
}

// Documents that are destroyed leave through the door of each compartment, one after the other, and are written down after
// the last: on one word, while that holds.
func TestRemovingThroughDoors(t *testing.T) {
	for _, slow := range []bool{false, true} {
		equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
			counter.SetLists(func(l *state.Lists) {
				*l = statetest.SafeLists(office.DateOf(statetest.Morning))
				l.Questions = nil
				for _, n := range []string{"592-1234567-32", "590-0000071-97"} {
					l.Questions = append(l.Questions, state.Question{About: n, Code: "proposed", Say: "Voorgesteld."})
				}
			})
			press(c, state.VaultAct)
			c.OpenPage(state.DecidePage)
			synctest.Wait()
			c.TickQuestion("592-1234567-32")
			c.TickQuestion("590-0000071-97")
			c.SetAnswers("PV 12", "")
			c.Decide()
			c.Attest(statetest.PIN)
			synctest.Wait()
			if d := c.Shown().Doorway; d.Title != "Vak 12" || d.After != "Daarna: vak 14." || d.Verb != "Open vak 14" || counter.Calls("Destroy") != 0 {
				t.Fatalf("%+v", d)
			}
			if slow {
				time.Sleep(3 * time.Minute)
			}
			move(counter, "12", state.DoorOpen, state.DoorShut)
			c.PassDoor()
			synctest.Wait()
			if asked := c.Shown().Sheet == state.SecondSheet; asked != slow {
				t.Fatalf("asked for the colleague again: %v", asked)
			}
			if slow { // who changes their mind stands before a door that was not ordered
				c.Dismiss()
				c.PassDoor()
				if d := c.Shown().Doorway; d.Title != "Vak 14" || d.Can || counter.Calls("Destroy") != 0 {
					t.Fatalf("%+v", d)
				}
				time.Sleep(16 * time.Second)
				synctest.Wait()
				c.PassDoor()
				synctest.Wait()
			}
			c.Attest(statetest.PIN)
			synctest.Wait()
			move(counter, "14", state.DoorOpen, state.DoorShut)
			c.PassDoor()
			synctest.Wait()
			done := counter.Carried()
			if done.Act != "Destroy" || done.With == "" || len(done.Documents) != 2 || c.Shown().Sheet != state.VaultSheet || c.Shown().Notice.Tone != state.Good {
				t.Errorf("%+v, %+v", done, c.Shown().Notice)
			}
			if n := counter.Calls("Vouch"); n != 1 && !slow || n != 2 && slow {
				t.Errorf("the colleague vouched %d times", n)
			}
			var places []string
			for _, o := range counter.Orders() {
				if places = append(places, string(o.Purpose)+" "+o.Compartment); o.ByPIN {
					t.Error("the PIN went on to a door")
				}
			}
			if !slices.Equal(places, []string{"remove 12", "remove 14"}) {
				t.Errorf("%q", places)
			}
		})
	}
}

// A door is forgotten with who worked here: nobody goes on in another's name.
func TestADoorIsForgottenWithWhoAsked(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		listed(c)
		press(c, state.HandOutAct)
		move(counter, "12", state.DoorOpen, state.DoorShut)
		counter.Change(func(s *state.Snapshot) { s.Signed = nil })
		synctest.Wait()
		c.PassDoor()
		if synctest.Wait(); counter.Calls("HandOut") != 0 || c.Shown().Sheet != state.SignInSheet {
			t.Errorf("sheet %d, handed out %d times", c.Shown().Sheet, counter.Calls("HandOut"))
		}
	})
}
