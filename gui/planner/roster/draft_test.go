package roster_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/planner/roster"
	"github.com/buurtloket/buurtloket/gui/planner/roster/rostertest"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// TestAnObjectionIsAccepted (A000-27): a broken rule keeps the roster from being saved until the planner takes it upon themselves by
// its key; what cannot be nobody accepts.
func TestAnObjectionIsAccepted(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, hq *rostertest.Headquarters) {
		at(p, joris, fri, p.Remove)
		at(p, an, fri, p.Fill)
		s := at(p, bart, fri, p.Fill)
		if s.Rows[bart].Cells[fri].Mark != "!" || s.Rows[bart].Cells[fri].Tone != week.Warn {
			t.Errorf("Bart beside An: %+v", s.Rows[bart].Cells[fri])
		}
		s = at(p, bart, fri, p.Save)
		if s.Sheet != roster.JudgeSheet || s.Objections.Tone != week.Bad || s.Notice.Tone != week.Warn {
			t.Fatalf("sheet %d, %+v, %+v", s.Sheet, s.Objections, s.Notice)
		}
		var which int
		for i, x := range s.List.Items {
			if strings.Contains(x.Main, "Bart Maes, vr 27 nov") && x.Detail == "ploegen" {
				which = i
			}
		}
		p.Choose(which)
		if l := p.Shown().List; l.Do != "Aanvaard als ines" || !l.Can || l.Items[which].State.Say != "mag niet" || !strings.Contains(said(l.Lines), "staan op vrijdag samen") {
			t.Fatalf("%+v", l)
		}
		p.Act()
		synctest.Wait()
		if s = p.Shown(); s.List.Items[which].State.Say != "aanvaard" || s.List.Do != "Neem terug" {
			t.Fatalf("%+v", s.List)
		}
		p.Act()
		synctest.Wait()
		p.Act()
		synctest.Wait()
		p.Dismiss()
		p.Save()
		if s = p.Shown(); s.Sheet != roster.SaveSheet {
			t.Fatalf("sheet %d: %+v", s.Sheet, s.Notice)
		}
		contains(t, listed(s.List), "Aanvaard: Bart Maes, vr 27 nov (ploegen)")
		p.Act()
		synctest.Wait()
		if len(hq.Puts) != 1 || !slices.Contains(hq.Puts[0].Sheet.Accepted, "team/an+bart/2026-11-27/09:00") || len(hq.Puts[0].Sheet.Accepted) != 2 {
			t.Fatalf("saved %v", hq.Puts)
		}
		at(p, bart, fri, p.Remove)
		p.Save()
		p.Save()
		synctest.Wait()
		if n := len(hq.Puts); n != 2 || len(hq.Puts[1].Sheet.Accepted) != 1 {
			t.Errorf("an objection that is gone stays accepted: %v", hq.Puts[n-1].Sheet.Accepted)
		}
		at(p, joris, wed, p.Press)
		p.Next() // a second one
		p.From("10:00")
		p.To("11:00")
		p.Place()
		synctest.Wait()
		p.Judge()
		if s = p.Shown(); s.Objections.Tone != week.Bad {
			t.Fatalf("%+v", s.Objections)
		}
		for i, x := range s.List.Items {
			if x.State.Say == "kan niet" {
				p.Choose(i)
			}
		}
		p.Act()
		if s = p.Shown(); s.Notice.Tone != week.Warn || !strings.Contains(s.Notice.Say, "niemand aanvaarden") {
			t.Errorf("%+v", s.Notice)
		}
	})
}

// TestSomebodyWasBefore: the second planner is told who was before, and what they wanted is done again on what stands now.
func TestSomebodyWasBefore(t *testing.T) {
	other := func(s *contract.RosterSheet) {
		s.Shifts = slices.DeleteFunc(s.Shifts, func(x *contract.RosterShift) bool { return x.Person == "noor" })
		s.Shifts = append(s.Shifts, &contract.RosterShift{Person: "bart", Date: rostertest.Monday + fri, From: 540, To: 750, Work: "desk", Desk: 2})
	}
	check := func(t *testing.T, p *roster.Roster, hq *rostertest.Headquarters) {
		t.Helper()
		s := p.Shown()
		contains(t, s.Notice.Say, "wim wijzigde dit rooster intussen")
		if s.Rows[noor].Cells[mon].Main != "" || s.Rows[bart].Cells[fri].Main == "" || s.Rows[joris].Cells[tue].Main != "13:30–16:30" || s.Rows[an].Cells[tue].Detail != "" || !strings.Contains(s.Draft, "3 wijzigingen") {
			t.Errorf("draft %q: %+v", s.Draft, s.Rows)
		}
		p.Save()
		p.Save()
		synctest.Wait()
		if len(hq.Puts) != 1 || hq.Puts[0].Sheet.Version != 4 || len(hq.Stored(rostertest.Berchem, rostertest.Monday).Shifts) != 8 {
			t.Errorf("saved %v, %+v", hq.Puts, p.Shown().Notice)
		}
	}
	mine := func(p *roster.Roster) {
		at(p, joris, tue, p.Fill)
		at(p, an, tue, p.Remove)
	}
	t.Run("found out when saving", func(t *testing.T) {
		inBubble(t, func(t *testing.T, p *roster.Roster, hq *rostertest.Headquarters) {
			mine(p)
			hq.Other("wim", other)
			p.Save()
			p.Save()
			synctest.Wait()
			if len(hq.Puts) != 0 {
				t.Fatal("it was saved over another's")
			}
			check(t, p, hq)
		})
	})
	t.Run("found out meanwhile", func(t *testing.T) {
		inBubble(t, func(t *testing.T, p *roster.Roster, hq *rostertest.Headquarters) {
			mine(p)
			hq.Other("wim", other)
			time.Sleep(errand.Every)
			synctest.Wait()
			check(t, p, hq)
		})
	})
	t.Run("without a draft it is only shown", func(t *testing.T) {
		inBubble(t, func(t *testing.T, p *roster.Roster, hq *rostertest.Headquarters) {
			hq.Other("wim", other)
			time.Sleep(errand.Every)
			synctest.Wait()
			if s := p.Shown(); s.Draft != "" || s.Rows[bart].Cells[fri].Main == "" || s.Notice.Say != "" {
				t.Errorf("%q %+v", s.Draft, s.Notice)
			}
		})
	})
}

// TestStepsBack: each step takes back one change, until nothing is left.
func TestStepsBack(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, _ *rostertest.Headquarters) {
		at(p, joris, tue, p.Fill)
		at(p, an, tue, p.Remove)
		for _, want := range []struct{ an, joris string }{{"09:00–12:30", "13:30–16:30"}, {"09:00–12:30", ""}, {"09:00–12:30", ""}} {
			p.Undo()
			synctest.Wait()
			if s := p.Shown(); s.Rows[an].Cells[tue].Main != want.an || s.Rows[joris].Cells[tue].Main != want.joris {
				t.Errorf("An %+v, Joris %+v, want %v", s.Rows[an].Cells[tue], s.Rows[joris].Cells[tue], want)
			}
		}
	})
}

// TestNotDisturbed: while a sheet is open nothing is read by itself; what somebody else did meanwhile is told afterwards.
func TestNotDisturbed(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, hq *rostertest.Headquarters) {
		at(p, joris, tue, p.Fill)
		p.Save()
		hq.Other("wim", func(s *contract.RosterSheet) { s.Shifts = s.Shifts[1:] })
		time.Sleep(3 * errand.Every)
		synctest.Wait()
		if s := p.Shown(); s.Sheet != roster.SaveSheet || s.Notice.Say != "" || s.Rows[noor].Cells[mon].Main == "" || len(s.List.Items) != 1 {
			t.Errorf("disturbed: %+v, %+v", s.Notice, s.List)
		}
		p.Dismiss()
		time.Sleep(errand.Every)
		synctest.Wait()
		if s := p.Shown(); !strings.Contains(s.Notice.Say, "wim") || s.Rows[noor].Cells[mon].Main != "" {
			t.Errorf("not told: %+v", s.Notice)
		}
	})
}

// TestAProposal: it shows what it fills and what it cannot, changes nothing, and becomes a draft when the planner wants it.
func TestAProposal(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, hq *rostertest.Headquarters) {
		hq.Set(func() { hq.Proposes = hq.Proposes[:1] })
		s := at(p, gaps, mon, p.Propose)
		if s.Sheet != roster.ProposalSheet || s.Draft != "" || len(s.List.Items) != 1 {
			t.Fatalf("%+v, draft %q", s.List, s.Draft)
		}
		contains(t, s.List.Intro, "Vult 3 u van de 6 u 30", "3 u 30 blijft")
		contains(t, said(s.List.Lines), "Geen regel wordt gebroken", "Dit kan zo niet bezet worden", "aan loket 2 op vrijdag")
		p.Dismiss()
		synctest.Wait()
		if s = p.Shown(); s.Draft != "" || s.Rows[gaps].Side != "6 u 30" {
			t.Fatalf("it was taken: %q", s.Draft)
		}
		at(p, gaps, mon, p.Propose)
		p.Act()
		synctest.Wait()
		if s = p.Shown(); s.Sheet != roster.NoSheet || s.Rows[gaps].Side != "3 u 30" || !strings.Contains(s.Draft, "1 wijziging,") || len(hq.Puts) != 0 {
			t.Errorf("%q, open %q, saved %v", s.Draft, s.Rows[gaps].Side, hq.Puts)
		}
		hq.Set(func() { hq.Proposes = nil })
		if s = at(p, gaps, mon, p.Propose); s.List.Can || len(s.List.Items) != 0 || s.List.Empty == "" {
			t.Errorf("%+v", s.List)
		}
	})
}

// TestAlone: without headquarters roster and draft stay, and it says so; when the line is back, what the draft does is asked.
func TestAlone(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, hq *rostertest.Headquarters) {
		hq.Cut(true)
		s := at(p, joris, tue, p.Fill)
		if s.Line.Tone != week.Warn || !strings.Contains(s.Line.Say, "van 12:00") || s.Rows[joris].Cells[tue].Main != "13:30–16:30" || s.Draft == "" {
			t.Fatalf("%+v, %q", s.Line, s.Draft)
		}
		p.Save()
		p.Save()
		synctest.Wait()
		hq.Cut(false)
		time.Sleep(2 * errand.Every)
		synctest.Wait()
		s = p.Shown()
		if s.Line.Tone != week.Good || s.Rows[gaps].Cells[tue].Main != "bezet" || s.Draft == "" {
			t.Errorf("%+v, %+v, %q, sheet %d", s.Line, s.Rows[gaps].Cells[tue], s.Draft, s.Sheet)
		}
	})
}

// TestNoSheetIsChanged: what headquarters told is never changed by what a planner does.
func TestNoSheetIsChanged(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, hq *rostertest.Headquarters) {
		before := hq.Stored(rostertest.Berchem, rostertest.Monday)
		at(p, joris, tue, p.Fill)
		at(p, an, tue, p.Remove)
		p.Discard()
		synctest.Wait()
		if !proto.Equal(before, hq.Stored(rostertest.Berchem, rostertest.Monday)) || p.Shown().Rows[an].Cells[tue].Changed {
			t.Error("the roster is another")
		}
	})
}
