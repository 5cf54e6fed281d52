package state_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

// done are the steps of the visitor that are done.
func done(c *state.Clerk) (out []string) {
	for _, s := range c.Shown().Now.Work {
		if s.Done {
			out = append(out, s.ID)
		}
	}
	return out
}

// A procedure stands beside who is served: one key ticks the next step, a tap any, and taking back is the same tap.
func TestStepsAreTicked_A003_21(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		if s := c.Shown(); len(s.Now.Work) != 0 || s.Can[state.StepAct] {
			t.Fatalf("a procedure where there is none: %+v", s.Now)
		}
		counter.Change(statetest.Follows())
		synctest.Wait()
		s := c.Shown()
		if len(s.Now.Work) != 6 || s.Now.WorkNext != "brief" || s.Now.WorkDone != "0 van 6 stappen gedaan · Insert vinkt de volgende af" || !strings.Contains(s.Now.WorkWhy, "geactiveerd") {
			t.Fatalf("%+v", s.Now)
		}
		press(c, state.StepAct, state.StepAct)
		if got := done(c); !slices.Equal(got, []string{"brief", "identiteit"}) {
			t.Errorf("done: %v", got)
		}
		c.TickStep("chip", true)
		synctest.Wait()
		c.TickStep("brief", false)
		synctest.Wait()
		if got := done(c); !slices.Equal(got, []string{"identiteit", "chip"}) || c.Shown().Now.WorkNext != "brief" {
			t.Errorf("done: %v, next %s", got, c.Shown().Now.WorkNext)
		}
	})
}

func TestWhatTheJournalProvesCannotBeTakenBack(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(statetest.Follows())
		counter.Change(func(s *state.Snapshot) {
			s.Following = slices.Clone(s.Following)
			s.Following[0].Done, s.Following[0].Proven = []procedure.StepID{"brief"}, []procedure.StepID{"brief"}
		})
		synctest.Wait()
		if row := c.Shown().Now.Work[0]; !row.Done || !row.Fixed {
			t.Fatalf("%+v", row)
		}
		c.TickStep("brief", false)
		synctest.Wait()
		if n := c.Shown().Notice; n.Say == "" || len(done(c)) != 1 {
			t.Errorf("%+v, done %v", n, done(c))
		}
	})
}

// What was not ticked stops nobody: it is named once, calmly, when the service is over. Steps that may be left out are not.
func TestWhatWasNotTickedIsNamed(t *testing.T) {
	for _, row := range []struct {
		ticks int
		want  string
	}{
		{0, "Niet afgevinkt: Vraag de brief; Test de chip."},
		{2, "Niet afgevinkt: Test de chip."},
		{3, ""},
	} {
		inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
			counter.Change(statetest.Follows(procedure.Step{ID: "a", Say: "Vraag de brief", Required: true}, procedure.Step{ID: "b", Say: "Wens een fijne dag"},
				procedure.Step{ID: "c", Say: "Test de chip", Required: true}))
			synctest.Wait()
			for range row.ticks {
				press(c, state.StepAct)
			}
			press(c, state.Finish)
			s := c.Shown()
			if s.Notice.Say != row.want || s.Now.Empty == "" || row.want != "" && s.Notice.Tone != state.Plain {
				t.Errorf("%d ticks: %+v, %q", row.ticks, s.Notice, s.Now.Empty)
			}
		})
	}
}

// How much changed is said when somebody comes in, and on the screen of a free desk until it was read; never over a visitor.
func TestWhatChangedIsSaidCalmly_A000_04(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(statetest.News(statetest.Morning))
		synctest.Wait()
		if n := c.Shown(); n.Now.News != "" || n.Notice.Say != "" {
			t.Errorf("over a visitor: %q, %+v", n.Now.News, n.Notice)
		}
		press(c, state.Finish)
		const say = "2 werkprocessen zijn gewijzigd sinds je dienst van ma 23 nov. Lees ze met Ctrl+F1."
		if n := c.Shown(); n.Now.News != say {
			t.Errorf("on a free desk: %q", n.Now.News)
		}
		press(c, state.ProceduresAct)
		s := c.Shown()
		if s.Sheet != state.ProceduresSheet || s.Works.Chosen != "eid-afhalen" || !s.Works.CanRead || s.Works.News.Say != "Gewijzigd sinds je dienst van ma 23 nov." {
			t.Fatalf("%v %+v", s.Sheet, s.Works)
		}
		var states []string
		for _, r := range s.Works.Steps {
			states = append(states, r.State)
		}
		if want := []string{"", "vervalt", "", "", "verplaatst", "gewijzigd", "nieuw", ""}; !slices.Equal(states, want) {
			t.Errorf("difference %q", states)
		}
		c.ChooseStep("activeren")
		if d := c.Shown().Works.Detail; !strings.Contains(d, "Vroeger: Laat de pincode kiezen en activeer") || !strings.Contains(d, "Bron: rotselaar.be") {
			t.Errorf("detail %q", d)
		}
		c.ReadProcedure()
		synctest.Wait()
		if s = c.Shown(); s.Works.Chosen != "verlies-diefstal" || s.Works.News.Say != "Gewijzigd, en nog niet gelezen." || counter.Calls("ReadProcedure") != 1 {
			t.Errorf("after the first: %+v", s.Works)
		}
		c.ReadProcedure()
		synctest.Wait()
		c.ReadProcedure()
		synctest.Wait()
		c.Dismiss()
		c.Dismiss()
		if s = c.Shown(); s.Works.CanRead || s.Now.News != "" || counter.Calls("ReadProcedure") != 2 {
			t.Errorf("after both: %q, read %d times", s.Now.News, counter.Calls("ReadProcedure"))
		}
	})
}

// Who looks something up is called away like anybody: a key of the desk closes the sheet and works, and what was being written is still
// there afterwards.
func TestTheSheetBlocksNoCall(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.Finish, state.ProceduresAct)
		c.TypeRemark("De lezer is traag")
		press(c, state.Call)
		if s := c.Shown(); s.Sheet != state.NoSheet || counter.Calls("Call") != 1 || s.Now.Ticket == "" {
			t.Fatalf("%v, called %d times", s.Sheet, counter.Calls("Call"))
		}
		press(c, state.ProceduresAct)
		if s := c.Shown(); s.Works.Typed != "De lezer is traag" {
			t.Errorf("written: %q", s.Works.Typed)
		}
	})
}

// A remark is about the chosen step or all of it; it is sent once, is seen with the procedure, and its answer when it comes.
func TestAProcedureIsRemarkedUpon_A003_38(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.ProceduresAct)
		c.ChooseProcedure("reispas-afhalen")
		if s := c.Shown().Works; s.CanSend || !strings.Contains(s.Said, "In vak D") || !strings.Contains(s.About, "Versie 2 begint op do 3 dec.") {
			t.Fatalf("%+v", s)
		}
		c.ChooseStep("meegeven")
		if s := c.Shown().Works; s.Said != "" {
			t.Errorf("said of another step: %q", s.Said)
		}
		c.TypeRemark("bij 93.05.18-223.61 ging het mis")
		c.SendRemark()
		synctest.Wait()
		if s := c.Shown(); s.Notice.Tone != state.Bad || s.Works.Typed == "" {
			t.Errorf("a national number: %+v", s.Notice)
		}
		c.TypeRemark("Dit hoort voor de volmacht")
		c.SendRemark()
		synctest.Wait()
		s := c.Shown()
		if s.Notice.Say != "Je opmerking gaat naar het hoofdkantoor." || s.Works.Typed != "" || !strings.Contains(s.Works.Said, "Dit hoort voor de volmacht\nNog geen antwoord.") {
			t.Errorf("%+v %+v", s.Notice, s.Works)
		}
	})
}

func TestProceduresThatCannotBeReadSayWhy(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Fail("Procedures", fault.New("test", fault.Unreachable).Tell("Het toestel antwoordt niet.", ""))
		press(c, state.ProceduresAct)
		if s := c.Shown(); s.Works.Empty != "Het toestel antwoordt niet." || s.Notice.Say != "" {
			t.Errorf("%+v %+v", s.Works, s.Notice)
		}
		c.ReadProcedure() // nothing is chosen
		c.SendRemark()
		synctest.Wait()
		if counter.Calls("ReadProcedure")+counter.Calls("RemarkProcedure") != 0 {
			t.Error("called for nothing")
		}
	})
}
