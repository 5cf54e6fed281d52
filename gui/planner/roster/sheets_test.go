package roster_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/planner/roster"
	"github.com/buurtloket/buurtloket/gui/planner/roster/rostertest"
	"github.com/buurtloket/buurtloket/gui/planner/week"
)

// TestOneEveningMore (A002-61, A002-62): hours needed beside hours there, as it is and as it would be; nothing changes.
func TestOneEveningMore(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, hq *rostertest.Headquarters) {
		s := at(p, gaps, wed, p.Reckon)
		if s.Sheet != roster.NeedSheet || len(hq.Needs) != 1 || hq.Needs[0].Put != nil || hq.Needs[0].Sites[0] != rostertest.Berchem || hq.Needs[0].Monday != rostertest.Monday {
			t.Fatalf("asked %v", hq.Needs)
		}
		contains(t, said(s.Need.Lines), "Nu: 38 u 30 nodig, 125 u aan contracten, zeker 0 u tekort.", "Van Noor Haddad-Vandenbroucke is geen contract bekend")
		contains(t, s.Need.Items[thu].Detail, "7 u nodig, waarvan 3 u avond")
		p.WhatIf()
		synctest.Wait()
		s = p.Shown()
		contains(t, said(s.Need.Lines), "Met wo 25 nov 17:00–20:00, 2 loketten erbij. Er verandert niets.", "Dan: 44 u 30 nodig", "wonen: 3 u aangeboden, medewerkers die dit kunnen: 1, zeker 1 u tekort.")
		contains(t, s.Need.Items[wed].Detail+s.Need.Items[wed].State.Say, "0 u » 6 u nodig", "waarvan 0 u » 6 u avond", "0 u » 3 u tekort")
		if rule := hq.Needs[1].Put.Rules[0]; rule.Weekdays != 1<<3 || rule.ValidFrom != rostertest.Monday+wed || rule.Desks != 2 || rule.FirstDesk != 63 || rule.From != 1020 || rule.To != 1200 {
			t.Errorf("thought of %v", rule)
		}
		p.Way(1)
		p.On(fri)
		p.Begin("9")
		p.End("12:30")
		p.WhatIf()
		synctest.Wait()
		s = p.Shown()
		contains(t, said(s.Need.Lines), "Met vr 27 nov 09:00–12:30 dicht.", "Dan: 31 u 30 nodig")
		if c := hq.Needs[2].Put.Closures[0]; c.Site != rostertest.Berchem || c.FromDate != rostertest.Monday+fri || c.From != 540 || c.To != 750 || s.Need.WithDesks {
			t.Errorf("closed %v", c)
		}
		p.Way(0)
		for _, desks := range []string{"", "0", "99", "x"} {
			p.Desks(desks)
			if p.WhatIf(); p.Shown().Notice.Tone != week.Warn {
				t.Errorf("%q desks were asked for", desks)
			}
		}
		p.End("8")
		if p.WhatIf(); p.Shown().Notice.Tone != week.Warn || len(hq.Needs) != 3 {
			t.Errorf("hours that are none were asked for")
		}
		if len(hq.Puts) != 0 || p.Shown().Draft != "" {
			t.Error("a question changed something")
		}
	})
}

// TestSitesAndWeeks: another week and another site, but not away from a draft.
func TestSitesAndWeeks(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, _ *rostertest.Headquarters) {
		s := at(p, an, tue, func() { p.Turn(1) })
		contains(t, s.Title, "week van ma 30 nov")
		if s.Row != 0 || s.Day != 0 || s.Rows[an].Cells[tue].Main != "" {
			t.Errorf("%d/%d %+v", s.Row, s.Day, s.Rows[an])
		}
		s = at(p, 0, 0, func() { p.Turn(-1) })
		contains(t, s.Title, "week van ma 23 nov")
		p.OpenSites()
		if s = p.Shown(); s.List.At != 1 || len(s.List.Items) != 2 {
			t.Fatalf("%+v", s.List)
		}
		p.Choose(0)
		p.Act()
		synctest.Wait()
		s = p.Shown()
		contains(t, s.Title, "Stadsloket Harmonie, week van ma 23 nov")
		if s.Sheet != roster.NoSheet || s.Rows[gaps].Cells[wed].Main != "8 u" || s.Rows[1].Name != "Noor Haddad-Vandenbroucke" || len(s.Rows) != 6 {
			t.Errorf("%+v", s.Rows)
		}
		p.OpenSites()
		p.Choose(1)
		p.Act()
		synctest.Wait()
		at(p, joris, tue, p.Fill)
		for _, leave := range []func(){func() { p.Turn(1) }, p.OpenSites} {
			if s = at(p, joris, tue, leave); s.Sheet != roster.NoSheet || s.Notice.Tone != week.Warn || !strings.Contains(s.Title, "23 nov") || s.Draft == "" {
				t.Errorf("left a draft: %+v", s)
			}
		}
		p.Discard()
		synctest.Wait()
		if s = p.Shown(); s.Draft != "" || s.Rows[joris].Cells[tue].Main != "" || s.Can.Discard {
			t.Errorf("%q", s.Draft)
		}
	})
}

// TestWhoChangedWhat: the latest first, each with what it changed.
func TestWhoChangedWhat(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, _ *rostertest.Headquarters) {
		s := at(p, 0, 0, p.History)
		contains(t, listed(s.List), "ma 23 nov 10:00, wim |  | 4 erbij, 0 weg", "za 21 nov 10:00, mia | eerste keer | 5 erbij, 0 weg")
		if !strings.HasPrefix(listed(s.List), "ma 23") || s.List.Do != "" {
			t.Errorf("%s", listed(s.List))
		}
		contains(t, said(s.List.Lines), "Erbij: Joris Claes, wo 25 nov 09:00–16:00, backoffice", "Aanvaard: team/an+bart/2026-11-24/09:00")
		p.Act()
		p.Dismiss()
		p.Turn(1)
		synctest.Wait()
		if s = at(p, 0, 0, p.History); len(s.List.Items) != 0 || s.List.Empty == "" {
			t.Errorf("%+v", s.List)
		}
	})
}

// TestPeople: what rosters know of somebody; who falls ill is absent at once, and the day shows it.
func TestPeople(t *testing.T) {
	inBubble(t, func(t *testing.T, p *roster.Roster, _ *rostertest.Headquarters) {
		s := at(p, an, tue, p.OpenStaff)
		contains(t, s.List.Title, "di 24 nov")
		contains(t, listed(s.List), "An Peeters | 38 u | aanwezig", "Noor Haddad-Vandenbroucke | geen contract bekend | afwezig")
		contains(t, said(s.List.Lines), "An Peeters: 38 u, Stadsloket Harmonie, Buurtloket Berchem", "Ploeg: ploeg blauw.", "Thema's: vreemdelingenzaken.", "11 u rust per dag", "tussen twee locaties 30 min", "delen nooit een dienst: ploeg blauw, ploeg groen")
		p.Act()
		synctest.Wait()
		s = p.Shown()
		if s.List.Items[an-1].State.Say != "afwezig" || s.List.Do != "Meld aanwezig" || s.Rows[gaps].Cells[tue].Main != "9 u 30" {
			t.Fatalf("%s; %+v, %+v", listed(s.List), s.Rows[gaps].Cells[tue], s.Notice)
		}
		p.Act()
		synctest.Wait()
		if s = p.Shown(); s.List.Items[an-1].State.Say != "aanwezig" || s.Rows[gaps].Cells[tue].Main != "3 u" {
			t.Errorf("%s; %+v", listed(s.List), s.Rows[gaps].Cells[tue])
		}
		p.Choose(noor - 1) // for some hours of three days: that is not taken back with a key
		p.Act()
		if s = p.Shown(); s.Notice.Tone != week.Warn || s.List.Items[noor-1].State.Say != "afwezig" {
			t.Errorf("%+v", s.Notice)
		}
	})
}
