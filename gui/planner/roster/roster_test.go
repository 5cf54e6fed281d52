package roster_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/planner/roster"
	"github.com/buurtloket/buurtloket/gui/planner/roster/rostertest"
	"github.com/buurtloket/buurtloket/gui/planner/week"
)

// Where people stand: row 0 is what nobody covers. The days are from Monday.
const (
	gaps, an, bart, fatima, joris, noor = 0, 1, 2, 3, 4, 5
	mon, tue, wed, thu, fri, sat        = 0, 1, 2, 3, 4, 5
)

// inBubble runs a page over a city in memory, in a time of its own.
func inBubble(t *testing.T, f func(*testing.T, *roster.Roster, *rostertest.Headquarters)) {
	synctest.Test(t, func(t *testing.T) {
		hq := rostertest.New()
		p := roster.New(hq, errand.Config{By: "ines", Now: func() time.Time { return rostertest.Noon }, Location: time.UTC})
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { p.Run(ctx) })
		synctest.Wait()
		f(t, p, hq)
		cancel()
		wg.Wait()
	})
}

// at does something where it is done.
func at(p *roster.Roster, row, day int, do func()) roster.Shown {
	p.Point(row, day)
	do()
	synctest.Wait()
	return p.Shown()
}

func said(lines []week.Line) string {
	var out []string
	for _, l := range lines {
		out = append(out, l.Say)
	}
	return strings.Join(out, "\n")
}

func listed(l roster.List) string {
	var out []string
	for _, x := range l.Items {
		out = append(out, x.Main+" | "+x.Detail+" | "+x.State.Say)
	}
	return strings.Join(out, "\n")
}

func contains(t *testing.T, all string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(all, w) {
			t.Errorf("no %q in\n%s", w, all)
		}
	}
}

// TestAWeek (A003-02): who works when, what nobody covers, who is absent, what was accepted.
func TestAWeek(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, _ *rostertest.Headquarters) {
		s := p.Shown()
		contains(t, s.Title, "Buurtloket Berchem, week van ma 23 nov")
		contains(t, s.Summary.Say, "Nodig 38 u 30, onbezet 6 u 30.")
		if s.Summary.Tone != week.Warn || s.Objections.Tone != week.Plain || s.Draft != "" || s.Can.Save || s.Can.Undo {
			t.Errorf("%+v %+v %+v", s.Summary, s.Objections, s.Can)
		}
		var names []string
		for _, r := range s.Rows {
			names = append(names, strings.Fields(r.Name)[0])
		}
		if want := []string{"Onbezet", "An", "Bart", "Fatima", "Joris", "Noor"}; !slices.Equal(names, want) {
			t.Fatalf("rows %v, want %v", names, want)
		}
		for _, c := range []struct {
			row, day             int
			main, detail, marked string
			dim                  bool
		}{
			{gaps, mon, "bezet", "", "", false}, {gaps, tue, "3 u", "1 gat", "", false}, {gaps, wed, "dicht", "", "", true}, {gaps, fri, "3 u 30", "1 gat", "", false},
			{an, mon, "", "", "", false}, {an, tue, "09:00–12:30", "13:30–16:30", "", false}, {bart, tue, "09:00–12:30", "loket 2", "(!)", false}, {bart, wed, "afwezig", "", "", true},
			{fatima, tue, "09:00–12:30", "opleiding", "", false}, {fatima, thu, "13:00–20:00", "loket 1", "", false}, {joris, wed, "09:00–16:00", "backoffice", "", false},
			{noor, mon, "09:00–16:30", "onthaal", "", false}, {noor, wed, "", "weg 09:00–12:00", "", false},
		} {
			if got := s.Rows[c.row].Cells[c.day]; got.Main != c.main || got.Detail != c.detail || got.Mark != c.marked || got.Dim != c.dim || got.Changed {
				t.Errorf("row %d day %d: %+v, want %+v", c.row, c.day, got, c)
			}
		}
		if f := s.Rows[fatima]; f.Side != "15 u / 38 u" && f.Side != "14 u 30 / 38 u" || f.Under != "1 avond, weekend" {
			t.Errorf("Fatima: %q, %q", f.Side, f.Under)
		}
		if s.Rows[an].Under != "ploeg blauw" || s.Rows[noor].Side != "7 u 30" {
			t.Errorf("An %q, Noor %q", s.Rows[an].Under, s.Rows[noor].Side)
		}
		contains(t, said(s.Findings), "Aanvaard: An Peeters (ploeg blauw) en Bart Maes (ploeg groen)", "hun ploegen delen geen dienst")
		contains(t, said(at(p, gaps, tue, func() {}).Here), "di 24 nov: 3 u onbezet van 13 u.", "Niemand staat aan loket 2 op dinsdag van 13:30 tot 16:30.")
		contains(t, said(at(p, bart, tue, func() {}).Here), "09:00–12:30 loket 2.", "Aanvaard: ", "3 u 30 in deze week, contract 19 u.")
		contains(t, said(at(p, bart, wed, func() {}).Here), "Afwezig van wo 25 nov tot en met wo 25 nov.")
		contains(t, said(at(p, noor, tue, func() {}).Here), "telkens 09:00–12:00", "geen contract bekend")
	})
}

// TestOneKeyFillsAGap: on a person, with that person; on the row of gaps, with who suits best. It is a draft until it is saved.
func TestOneKeyFillsAGap(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, hq *rostertest.Headquarters) {
		s := at(p, joris, tue, p.Fill)
		if c := s.Rows[joris].Cells[tue]; c.Main != "13:30–16:30" || c.Detail != "loket 2" || !c.Changed {
			t.Fatalf("Joris on Tuesday %+v", c)
		}
		if s.Rows[gaps].Cells[tue].Main != "bezet" || !strings.Contains(s.Draft, "1 wijziging, nog niet") || !s.Can.Save || len(hq.Puts) != 0 {
			t.Errorf("%+v; %q; saved %v", s.Rows[gaps].Cells[tue], s.Draft, hq.Puts)
		}
		s = at(p, gaps, fri, p.Fill) // Bart is of Berchem with most hours left per contract: whoever it is, it is free and does desks
		if s.Rows[gaps].Cells[fri].Main != "bezet" || s.Rows[noor].Cells[fri].Main != "" {
			t.Errorf("Friday %+v, Noor %+v", s.Rows[gaps].Cells[fri], s.Rows[noor].Cells[fri])
		}
		if s = at(p, gaps, fri, p.Fill); s.Notice.Tone != week.Warn {
			t.Errorf("filled again: %+v", s.Notice)
		}
		if s = at(p, noor, fri, p.Fill); s.Notice.Tone != week.Warn {
			t.Errorf("filled what is covered: %+v", s.Notice)
		}
		if s = at(p, an, sat, p.Fill); len(s.Draft) == 0 || len(hq.Puts) != 0 {
			t.Errorf("%q %v", s.Draft, hq.Puts)
		}
		p.Save()
		s = p.Shown()
		contains(t, listed(s.List), "Erbij: Joris Claes, di 24 nov 13:30–16:30, loket 2")
		contains(t, said(s.List.Lines), "Daarna")
		p.Save()
		synctest.Wait()
		s = p.Shown()
		if len(hq.Puts) != 1 || hq.Puts[0].By != "ines" || hq.Puts[0].Sheet.Version != 3 || s.Notice.Tone != week.Good || s.Draft != "" || s.Sheet != roster.NoSheet || s.Can.Undo {
			t.Errorf("%v; %+v", hq.Puts, s.Notice)
		}
	})
}

// TestNobodyWhoCannot: who does other work, is away, is busy or has worked long enough is not put at a gap.
func TestNobodyWhoCannot(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, _ *rostertest.Headquarters) {
		if s := at(p, noor, tue, p.Fill); s.Draft != "" || s.Notice.Tone != week.Warn {
			t.Errorf("the reception at a desk: %q, %+v", s.Draft, s.Notice)
		}
		if s := at(p, an, tue, p.Fill); s.Draft != "" { // is at the other desk then
			t.Errorf("twice at once: %q", s.Draft)
		}
		if s := at(p, an, sat, p.Remove); s.Notice.Tone != week.Warn || s.Draft != "" {
			t.Errorf("nothing was taken away: %+v, %q", s.Notice, s.Draft)
		}
		s := at(p, noor, mon, p.Remove) // then the reception is open on Monday
		if s.Rows[gaps].Cells[mon].Main != "7 u 30" || s.Rows[noor].Cells[mon].Main != "" {
			t.Fatalf("Monday %+v", s.Rows[gaps].Cells[mon])
		}
		if s = at(p, joris, mon, p.Fill); s.Notice.Tone != week.Warn || s.Rows[joris].Cells[mon].Main != "" {
			t.Errorf("Joris does no reception: %+v", s.Notice)
		}
		p.Undo()
		synctest.Wait()
		if s = p.Shown(); s.Rows[noor].Cells[mon].Main != "09:00–16:30" || s.Draft != "" || s.Can.Undo {
			t.Errorf("after a step back %+v, %q", s.Rows[noor].Cells[mon], s.Draft)
		}
	})
}

// TestAsMuchAsSomebodyCan: a gap is cut to what is left of somebody's day: less what they are away, and no longer than the longest day.
func TestAsMuchAsSomebodyCan(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, hq *rostertest.Headquarters) {
		hq.Away("joris", tue, 780, 870)
		hq.Away("fatima", tue, 0, 0)
		p.Refresh()
		synctest.Wait()
		if s := at(p, fatima, tue, p.Fill); s.Draft != "" || s.Notice.Tone != week.Warn {
			t.Errorf("who is away: %q", s.Draft)
		}
		if s := at(p, joris, tue, p.Fill); s.Rows[joris].Cells[tue].Main != "14:30–16:30" {
			t.Errorf("who is away until half past two: %+v", s.Rows[joris].Cells[tue])
		}
		at(p, fatima, thu, p.Remove)
		at(p, joris, thu, p.Press)
		p.What(3)
		p.From("8")
		p.To("12")
		p.Place()
		synctest.Wait()
		if s := at(p, joris, thu, p.Fill); s.Rows[joris].Cells[thu].Main != "08:00–12:00" || s.Rows[joris].Cells[thu].Detail != "13:00–18:00" {
			t.Errorf("nine hours in all: %+v", s.Rows[joris].Cells[thu])
		}
	})
}

// TestAShiftByHand: the form begins with what nobody covers, says while it is filled in what that does, and what it breaks.
func TestAShiftByHand(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, hq *rostertest.Headquarters) {
		s := at(p, joris, tue, p.Press)
		f := s.Form
		if f.Title != "Nieuwe dienst: Joris Claes" || f.From != "13:30" || f.To != "16:30" || f.Desk != "2" || f.Work != 0 || f.Day != tue || f.Who != joris-1 || len(f.Gaps) != 1 || f.Old {
			t.Fatalf("the form %+v", f)
		}
		contains(t, said(f.Effect), "Vult 3 u van wat onbezet is.", "Breekt geen regel.")
		contains(t, f.People[bart-1].State.Say, "werkt 09:00–12:30")
		contains(t, f.People[noor-1].State.Say, "afwezig")
		p.Who(fatima - 1) // nothing was chosen yet: the suggestion follows
		p.From("12:00")
		synctest.Wait()
		s = p.Shown()
		contains(t, said(s.Form.Effect), "Kan niet: Fatima Aydin staat op dinsdag dubbel.")
		if s.Rows[fatima].Cells[tue].Mark != "!!" || s.Rows[fatima].Cells[tue].Tone != week.Bad || s.Draft != "" {
			t.Errorf("behind the form %+v, draft %q", s.Rows[fatima].Cells[tue], s.Draft)
		}
		for _, typed := range []string{"17", "25:00", "x", "16:75", "", "16:30"} {
			p.From(typed)
			synctest.Wait()
			if s = p.Shown(); s.Form.Effect[0].Tone != week.Warn || s.Form.From != typed {
				t.Errorf("from %q: %+v", typed, s.Form.Effect)
			}
			p.Place()
			if p.Shown().Sheet != roster.ShiftSheet || p.Shown().Notice.Tone != week.Warn {
				t.Errorf("from %q was placed", typed)
			}
		}
		p.From("1330")
		p.Desk("x")
		if p.Place(); p.Shown().Sheet != roster.ShiftSheet {
			t.Error("a desk that is none was placed")
		}
		p.Desk("")
		p.What(2) // telephone
		p.Who(joris - 1)
		p.Place()
		synctest.Wait()
		s = p.Shown()
		if c := s.Rows[joris].Cells[tue]; s.Sheet != roster.NoSheet || c.Main != "13:30–16:30" || c.Detail != "telefoon" || s.Row != joris || s.Day != tue {
			t.Errorf("Joris %+v, at %d/%d", c, s.Row, s.Day)
		}
		s = at(p, joris, tue, p.Press) // change it: another day, other hours stay
		if !s.Form.Old || s.Form.Title != "Dienst van Joris Claes" {
			t.Fatalf("%+v", s.Form)
		}
		p.When(fri)
		p.Place()
		synctest.Wait()
		if s = p.Shown(); s.Rows[joris].Cells[tue].Main != "" || s.Rows[joris].Cells[fri].Detail != "13:30–16:30" || s.Day != fri {
			t.Errorf("moved: %+v, %+v", s.Rows[joris].Cells[tue], s.Rows[joris].Cells[fri])
		}
		s = at(p, an, tue, p.Press)
		p.Next() // from the morning to the afternoon
		if s = p.Shown(); s.Form.From != "13:30" || !s.Form.Old {
			t.Errorf("the second shift %+v", s.Form)
		}
		p.Strike()
		synctest.Wait()
		if s = p.Shown(); s.Rows[an].Cells[tue].Detail != "loket 1" || s.Rows[gaps].Cells[tue].Main != "6 u" {
			t.Errorf("An %+v, open %+v", s.Rows[an].Cells[tue], s.Rows[gaps].Cells[tue])
		}
		if len(hq.Puts) != 0 {
			t.Error("something was saved")
		}
	})
}

// TestDismissed: a form that is closed leaves nothing.
func TestDismissed(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, _ *rostertest.Headquarters) {
		before := p.Shown()
		at(p, gaps, fri, p.Press)
		p.Gap(0)
		p.To("24:00")
		synctest.Wait()
		p.Dismiss()
		synctest.Wait()
		s := p.Shown()
		if s.Draft != "" || s.Sheet != roster.NoSheet || fmt.Sprint(s.Rows) != fmt.Sprint(before.Rows) || s.Can.Save {
			t.Errorf("left %q\n%v\n%v", s.Draft, s.Rows, before.Rows)
		}
	})
}
