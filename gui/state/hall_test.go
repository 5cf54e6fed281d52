package state_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/office"
)

// row is a row of the waiting column by its ticket.
func row(t *testing.T, c *state.Clerk, ticket string) state.Row {
	t.Helper()
	i := slices.IndexFunc(c.Shown().Waiting, func(r state.Row) bool { return r.Lead == ticket })
	if i < 0 {
		t.Fatalf("%s is not in the waiting room", ticket)
	}
	return c.Shown().Waiting[i]
}

// Who is set aside frees the desk, is shown with how long they are away, and is taken back by one key.
func TestAVisitorStepsAside(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		if s := c.Shown(); !s.Can[state.ParkAct] || s.Can[state.ResumeAct] {
			t.Fatal("parking is not offered, or taking back is")
		}
		press(c, state.ParkAct)
		if s := c.Shown(); s.Now.Empty == "" || s.Notice.Say != "A014 wacht even opzij. Je loket is vrij." || s.WaitingCount != "6 · 2 opzij" {
			t.Fatalf("%+v %q", s.Notice, s.WaitingCount)
		}
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		if r := row(t, c, "A014"); r.State != "5 min" || r.Detail != "opzij · L. Maes" {
			t.Errorf("%+v", r)
		}
		if r := row(t, c, "A011"); r.State != "11 min" || r.Detail != "opzij · voor loket 2" {
			t.Errorf("%+v", r)
		}
		press(c, state.ResumeAct)
		if s := c.Shown(); s.Now.Ticket != "A014" || s.Now.Elapsed == "" || s.WaitingCount != "6 · 1 opzij" || counter.Calls("Return") != 0 {
			t.Errorf("%+v", s.Now)
		}
	})
}

// Another desk's visitor can only be let wait again; one of ours is taken back at once when the desk is free.
func TestTheSheetOfWhoSteppedAside(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.ParkAct)
		c.OpenVisitor(row(t, c, "A014").ID)
		if a := c.Shown().Away; c.Shown().Sheet != state.AsideSheet || !a.CanResume || a.When != "Even opzij al 0 min, voor loket 1" {
			t.Fatalf("%+v", a)
		}
		c.Dismiss()
		c.OpenVisitor(row(t, c, "A011").ID)
		if c.Shown().Away.CanResume {
			t.Error("another desk's visitor is taken back here")
		}
		c.Dismiss()
		press(c, state.ResumeAct)
		c.OpenVisitor(row(t, c, "A011").ID)
		if a := c.Shown().Away; a.CanResume || a.Title != "A011 · Emma De Smet" {
			t.Fatalf("%+v", a)
		}
		c.ResumeAside()
		c.LeaveAside()
		synctest.Wait()
		if a := c.Shown().Away; counter.Calls("Leave") != 0 || counter.Calls("Serve") != 1 || !a.Sure {
			t.Fatalf("left at the first press: %+v", a)
		}
		c.Dismiss()
		c.ReturnAside()
		if got := said(c); got != "A011 wacht weer, op dezelfde plaats in de rij." || counter.Calls("Return") != 1 || c.Shown().Sheet != state.NoSheet {
			t.Errorf("%q", got)
		}
		if row(t, c, "A011").Detail != "inloop · E. De Smet" {
			t.Errorf("%+v", row(t, c, "A011"))
		}
	})
}

// Of who stepped aside before this screen was opened nobody knows when: no time is invented.
func TestNobodyKnowsSinceWhenTheyAreAside(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(func(s *state.Snapshot) { s.Parked[0].Since = time.Time{} })
		synctest.Wait()
		if r := row(t, c, "A011"); r.State != "" {
			t.Errorf("%+v", r)
		}
		c.ChooseWaiting(row(t, c, "A011").ID)
		if s := c.Shown(); s.Why != "A011 · Even opzij, voor loket 2" || s.Can[state.HasteAct] || s.WaitingChosen != row(t, c, "A011").ID {
			t.Errorf("%q", s.Why)
		}
	})
}

// A visitor goes to a desk, a theme or a further product, in the place they have.
func TestSendingOn(t *testing.T) {
	for _, way := range []struct {
		filter, target, said string
		want                 state.Onward
	}{
		{"", "desk:2", "A014 wacht nu op loket 2.", state.Onward{Desk: 2}},
		{"woon", "", "", state.Onward{}},
		{"wonen", "theme:wonen", "A014 wacht nu op een loket voor Wonen.", state.Onward{Theme: "wonen"}},
		{"reispas aan", "product:reispas-aanvraag", "A014 wacht nu ook voor Reispas aanvraag.", state.Onward{Added: []office.ProductID{"reispas-aanvraag"}}},
	} {
		inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
			press(c, state.TransferAct)
			c.FilterTargets(way.filter)
			targets := c.Shown().Send.Targets
			if way.target == "" {
				if len(targets) != 0 {
					t.Fatalf("%q finds %+v", way.filter, targets)
				}
				return
			}
			if len(targets) == 0 || targets[0].ID != way.target {
				t.Fatalf("%q finds %+v", way.filter, targets)
			}
			c.Send(targets[0].ID)
			synctest.Wait()
			s, to := c.Shown(), counter.Sent()
			if s.Notice.Say != way.said || s.Sheet != state.NoSheet || s.Now.Empty == "" {
				t.Errorf("%q: %+v", way.filter, s.Notice)
			}
			if to.Desk != way.want.Desk || to.Theme != way.want.Theme || !slices.Equal(to.Added, way.want.Added) || len(to.Done) != 0 {
				t.Errorf("%q: sent to %+v", way.filter, to)
			}
		})
	}
}

// Who sits at the other desk is told, our own desk is no target, and what is done here goes with the visitor.
func TestWhereToSend(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		several(counter)
		press(c, state.TransferAct)
		s := c.Shown().Send
		if s.Targets[0].Main != "Loket 2" || s.Targets[0].Detail != "Bart Willems" || s.Targets[1].Main != "Thema Burgerzaken" {
			t.Fatalf("%+v", s.Targets)
		}
		if len(s.Products) != 3 || s.Products[0].Picked != -1 {
			t.Fatalf("%+v", s.Products)
		}
		c.DoneHere(0, true)
		c.DoneHere(2, true)
		c.DoneHere(2, false)
		c.DoneHere(9, true)
		c.Send("desk:2")
		synctest.Wait()
		if to := counter.Sent(); !slices.Equal(to.Done, []office.ProductID{"eid-afhalen"}) {
			t.Errorf("%+v", to)
		}
		c.Send("desk:2")
		synctest.Wait()
		if counter.Calls("Transfer") != 1 {
			t.Error("sent twice")
		}
	})
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.TransferAct)
		counter.Change(func(s *state.Snapshot) { s.Visits, s.Signed = s.Visits[1:], s.Signed[:1] })
		synctest.Wait()
		if c.Shown().Sheet != state.NoSheet {
			t.Error("the sheet of somebody who is gone stays")
		}
	})
}

// several gives the visitor at the desk three products.
func several(counter *statetest.Counter) {
	counter.Change(func(s *state.Snapshot) {
		s.Visits[0].Next, s.Visits[0].Of = []office.ProductID{"reispas-aanvraag", "rijbewijs-aanvraag"}, 3
	})
	synctest.Wait()
}

// The next product of one visit: what is done is noted, and the visitor waits for the rest.
func TestTheNextProduct(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		if c.Shown().Can[state.NextAct] {
			t.Fatal("a visit with one product has a next one")
		}
		several(counter)
		if s := c.Shown(); !s.Can[state.NextAct] || s.Now.Then != "Daarna: Reispas aanvraag, Rijbewijs aanvraag" {
			t.Fatalf("%q", s.Now.Then)
		}
		press(c, state.NextAct)
		if got := said(c); got != "A014: eID afhalen is klaar. De bezoeker wacht nu voor Reispas aanvraag." ||
			!slices.Equal(counter.Sent().Done, []office.ProductID{"eid-afhalen"}) || counter.Sent().Desk != 0 {
			t.Errorf("%q %+v", got, counter.Sent())
		}
		if r := row(t, c, "A014"); r.Main != "Reispas aanvraag" {
			t.Errorf("%+v", r)
		}
	})
}

// One key takes back the last step of this desk, and says which; another desk's steps are not ours to take back.
func TestUndo(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.Finish)
		if got := c.Shown().Undo; got != "Laatste stap: A014, afronding aan loket 1" {
			t.Fatalf("%q", got)
		}
		press(c, state.Call, state.UndoAct) // A019 was called: A014's end is the last step that is ours
		if got := c.Shown().Notice; got.Tone != state.Warn || !strings.Contains(got.Say, "Rond dat bezoek eerst af") {
			t.Fatalf("%+v", got)
		}
		press(c, state.Serve, state.Finish, state.UndoAct)
		if s := c.Shown(); s.Notice.Say != "Ongedaan: A019, afronding aan loket 1." || s.Now.Ticket != "A019" {
			t.Errorf("%+v", s.Notice)
		}
		counter.Change(func(s *state.Snapshot) {
			s.Visits, s.Parked, s.Ended = nil, nil, nil
			s.Queue[0].Undo = state.Undoable{Step: 99, Words: "code van spoed aan loket 2"}
		})
		synctest.Wait()
		if s := c.Shown(); s.Undo != "" || s.Can[state.UndoAct] {
			t.Errorf("another desk's step is offered: %q", s.Undo)
		}
	})
}

// What this window did to somebody who waits again can be taken back too.
func TestUndoOfASendingOn(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.TransferAct)
		c.Send("desk:2")
		synctest.Wait()
		if got := c.Shown().Undo; got != "Laatste stap: A014, doorverwijzing aan loket 1" {
			t.Fatalf("%q", got)
		}
		press(c, state.UndoAct)
		if s := c.Shown(); s.Now.Ticket != "A014" || len(s.Waiting) != 7 {
			t.Errorf("%+v", s.Now)
		}
	})
}

// An end that is not the last step is taken back from the list of what just ended.
func TestUndoOfAnEnd(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.Finish, state.FiguresAct)
		c.TurnHall(int(state.EndedPage))
		rows := c.Shown().Hall.Rows
		if len(rows) != 2 || rows[1].Lead != "A013" || rows[1].State != "afronding aan loket 1" {
			t.Fatalf("%+v", rows)
		}
		c.PressHall(rows[1].ID)
		if got := said(c); got != "Ongedaan: A013, afronding aan loket 1." || c.Shown().Now.Ticket != "A013" || c.Shown().Sheet != state.NoSheet {
			t.Errorf("%q", got)
		}
	})
}

// The order in words, the reason and the expected wait of each who waits, and who was passed over by the last call.
func TestWhyThisOrder(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(func(s *state.Snapshot) {
			s.Queue[1].Expect = ""
			s.Queue[1].Passed = "is voor loket 2"
			s.Visits[0].Served, s.Visits[0].Passed = time.Time{}, []string{"A016: is voor loket 2", "A018: nog niet"}
		})
		synctest.Wait()
		if got := c.Shown().Now.Passed; got != "Voorbijgegaan: A016: is voor loket 2; A018: nog niet" {
			t.Errorf("%q", got)
		}
		press(c, state.OrderAct)
		h := c.Shown().Hall
		if h.Page != state.OrderPage || len(h.Rules) < 5 || h.Rules[0] != "1. Wie een code spoed heeft." || len(h.Rows) != 6 {
			t.Fatalf("%+v", h)
		}
		if r := h.Rows[0]; r.Detail != "spoed, wacht 1 min" || r.State != "minder dan 5 min" {
			t.Errorf("%+v", r)
		}
		if r := h.Rows[1]; r.State != "geen gegevens" {
			t.Errorf("a wait is guessed: %+v", r)
		}
		if h.Hint != "A014. Voorbijgegaan: A016: is voor loket 2; A018: nog niet" {
			t.Errorf("%q", h.Hint)
		}
		c.ChooseHall(h.Rows[1].ID)
		if got := c.Shown().Hall.Why; got != "A017: afspraak 10:10, aan de beurt. Verwachte wachttijd: geen gegevens. Niet voor dit loket: is voor loket 2." {
			t.Errorf("%q", got)
		}
		c.PressHall(h.Rows[1].ID)
		if c.Shown().Sheet != state.VisitorSheet {
			t.Error("the visitor does not open")
		}
	})
}

// Who this desk passes over is not called from it; the next one is, and is chosen.
func TestWhoThisDeskPassesOver(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.Finish)
		counter.Change(func(s *state.Snapshot) { s.Queue[0].Passed = "is voor loket 2" })
		synctest.Wait()
		c.OpenVisitor(row(t, c, "A019").ID)
		if c.Shown().Visitor.CanCall {
			t.Error("who this desk passes over can be called")
		}
		c.Dismiss()
		c.ChooseWaiting("")
		if got := c.Shown().WaitingChosen; got != row(t, c, "A017").ID {
			t.Errorf("chosen is %s", got)
		}
		c.OpenVisitor(row(t, c, "A017").ID)
		if !c.Shown().Visitor.CanCall {
			t.Error("who is called next cannot be called")
		}
		counter.Change(func(s *state.Snapshot) {
			for i := range s.Queue {
				s.Queue[i].Passed = "is voor loket 2"
			}
		})
		synctest.Wait()
		c.OpenVisitor(c.Shown().Waiting[0].ID)
		if c.Shown().Visitor.CanCall {
			t.Error("of a queue for another desk the first can be called")
		}
	})
}

// A004-06 to A004-11, A003-23: the figures of today against the norm of each cluster; below ten there is none.
func TestFiguresOfToday_A004_06(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		if a := c.Shown().Alarm; a.Say != "Burgerzaken: A016 wacht al 12 min te lang." || a.Tone != state.Warn || a.Next != "" {
			t.Errorf("%+v", a)
		}
		counter.Change(func(s *state.Snapshot) { s.Alarms = append(s.Alarms, state.Alarm{Say: "Mobiliteit."}) })
		synctest.Wait()
		if a := c.Shown().Alarm; a.Next != "En nog 1: zie de cijfers van vandaag." {
			t.Errorf("%+v", a)
		}
		press(c, state.FiguresAct)
		rows := c.Shown().Hall.Rows
		want := []state.Row{
			{ID: "burgerzaken", Main: "Burgerzaken", Detail: "norm 1 min · vanaf aankomst 0,4 · wacht 6,2 · gesprek 7,1 · 3 vroeger geholpen", State: "0,6 min te laat", Tone: state.Good, Shape: state.Full},
			{ID: "mobiliteit", Main: "Mobiliteit", Detail: "norm 2 min · vanaf aankomst 3,1 · wacht 9,0 · gesprek 5,5", State: "3,4 min te laat", Tone: state.Warn, Shape: state.Empty},
			{ID: "wonen", Main: "Wonen", Detail: "norm 5 min", State: "geen gegevens (4 bezoeken)"},
		}
		if !slices.Equal(rows, want) {
			t.Errorf("%+v", rows)
		}
		if got := c.Shown().Hall.AlarmsBehind; len(got) != 2 {
			t.Errorf("%v", got)
		}
		press(c, state.FiguresAct)
		if got := c.Shown().Hall.Page; got != state.EndedPage {
			t.Errorf("the key does not turn the page: %d", got)
		}
		press(c, state.OrderAct)
		if got := c.Shown().Hall.Page; got != state.OrderPage {
			t.Errorf("page %d", got)
		}
	})
}

// Nothing of the waiting room can be done by who has not signed in; it can be read.
func TestTheHallWithoutAClerk(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(func(s *state.Snapshot) { s.Signed = nil })
		synctest.Wait()
		c.Dismiss()
		s := c.Shown()
		for _, a := range []state.Act{state.ParkAct, state.ResumeAct, state.TransferAct, state.NextAct, state.UndoAct, state.HasteAct} {
			if s.Can[a] {
				t.Errorf("act %d can be done", a)
			}
		}
		if !s.Can[state.OrderAct] || s.Undo != "" {
			t.Error("the order cannot be read")
		}
	})
}

// Tickets that the closing of the day ended are said at every desk, also when another closed it; those that stay are not.
func TestTicketsLeftAtClosingAreSaid(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(func(s *state.Snapshot) {
			s.Day.Closed = statetest.Morning.Add(8 * time.Hour)
			s.Visits, s.Queue, s.Parked = nil, s.Queue[:3], nil
		})
		want := "Bij sluiting waren A014, A015, A018, A020, A021, A011 nog hier. Hun volgnummers zijn afgesloten."
		if got := said(c); got != want || c.Shown().Notice.Next != "Wie terugkomt, krijgt een nieuw nummer." {
			t.Errorf("%q", got)
		}
		c.Dismiss()
		c.Dismiss()
		counter.Change(func(s *state.Snapshot) { s.Queue = nil })
		if got := said(c); got != "" {
			t.Errorf("who went away after it is told as left: %q", got)
		}
	})
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(func(s *state.Snapshot) { s.Today++; s.Visits = nil }) // nobody closed the day: the night did
		if got := said(c); got != "Bij sluiting waren A014, A015 nog hier. Hun volgnummers zijn afgesloten." {
			t.Errorf("%q", got)
		}
	})
}
