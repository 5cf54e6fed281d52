package inbox_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/planner/inbox"
	"github.com/buurtloket/buurtloket/gui/planner/inbox/inboxtest"
	"github.com/buurtloket/buurtloket/gui/planner/week"
)

// inBubble runs a page over disputes in memory, in a time of its own.
func inBubble(t *testing.T, f func(*testing.T, *inbox.Inbox, *inboxtest.Headquarters)) {
	synctest.Test(t, func(t *testing.T) {
		hq := inboxtest.New()
		p := inbox.New(hq, errand.Config{By: "ines", Now: func() time.Time { return inboxtest.Noon }, Location: time.UTC})
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { p.Run(ctx) })
		synctest.Wait()
		f(t, p, hq)
		cancel()
		wg.Wait()
	})
}

func said(lines []week.Line) string {
	var out []string
	for _, l := range lines {
		out = append(out, l.Say)
	}
	return strings.Join(out, "\n")
}

// TestEvidence: of each dispute what both sides have, what was done, and what can be.
func TestEvidence(t *testing.T) {
	inBubble(t, func(t *testing.T, p *inbox.Inbox, _ *inboxtest.Headquarters) {
		for id, row := range map[string]struct {
			says []string
			can  inbox.Can
		}{
			"4": {[]string{"Afspraak do 26 nov om 10:10, Buurtloket Berchem.", "Bea Maes, 0470 11 22 33.", "Beëindigd: volgens het verslag van het loket.", "Karim Aydin", "aan het loket", "Heeft de plaats.", "alleen daar"},
				inbox.Can{Refresh: true, Contact: true, Rebook: true, Accept: true, Settle: true}},
			"7": {[]string{"ligt volgens Buurtloket Merksem daar, en volgens Stadsloket Harmonie ook", "Logboek van Buurtloket Merksem: ligt daar, 08:00.", "Stadsloket Harmonie: ligt daar, zo 22 nov 10:00", "10:00: bo nam contact op. Merksem kijkt na de middag"},
				inbox.Can{Refresh: true, Contact: true, Settle: true}},
			"9": {[]string{"Nog niets."}, inbox.Can{Refresh: true, Contact: true, Settle: true}},
		} {
			p.Choose(id)
			s := p.Shown()
			for _, w := range row.says {
				if all := s.Say + "\n" + said(s.Evidence) + "\n" + said(s.Steps); !strings.Contains(all, w) {
					t.Errorf("%s: no %q in\n%s", id, w, all)
				}
			}
			if s.Can != row.can || s.At != id {
				t.Errorf("%s: at %s, can %+v", id, s.At, s.Can)
			}
		}
	})
}

// TestDecisions: each act asks for a reason, carries who and what was seen, and does what it says.
func TestDecisions(t *testing.T) {
	for _, act := range []inbox.Act{inbox.Contact, inbox.Rebook, inbox.Accept, inbox.Settle} {
		inBubble(t, func(t *testing.T, p *inbox.Inbox, hq *inboxtest.Headquarters) {
			p.Open(act)
			synctest.Wait()
			p.Confirm()
			synctest.Wait()
			if s := p.Shown(); s.Sheet == nil || s.Notice.Tone != week.Warn || len(hq.Decided) != 0 {
				t.Fatalf("%s without a reason: %+v", act, s.Notice)
			}
			p.Place(1)
			p.Why(" Gebeld, goed zo. ")
			p.Confirm()
			synctest.Wait()
			s := p.Shown()
			if s.Sheet != nil || s.Notice.Tone != week.Good || len(hq.Decided) != 1 {
				t.Fatalf("%s: %+v, %v", act, s.Notice, hq.Decided)
			}
			q := hq.Decided[0]
			if q.By != "ines" || q.Why != "Gebeld, goed zo." || q.Action != string(act) || q.Number != 4 || q.Seen != 0 || len(q.Act) != 16 {
				t.Errorf("%s: asked %v", act, q)
			}
			if act == inbox.Rebook && (q.To.GetRun().GetDate() != q.To.Run.Date || q.To.Run.Start != 610 || q.Appointment[0] != 1) {
				t.Errorf("rebooked to %v", q)
			}
			if n := len(s.Rows); act == inbox.Contact && n != 3 || act != inbox.Contact && n != 2 {
				t.Errorf("%s leaves %d disputes", act, n)
			}
		})
	}
}

// TestSomebodyWasBefore: what was decided on is not what is; nothing is done, and the list comes anew.
func TestSomebodyWasBefore(t *testing.T) {
	inBubble(t, func(t *testing.T, p *inbox.Inbox, hq *inboxtest.Headquarters) {
		p.Open(inbox.Settle)
		p.Why("klaar")
		hq.Other(4)
		p.Confirm()
		synctest.Wait()
		s := p.Shown()
		if s.Sheet != nil || s.Notice.Tone != week.Bad || len(hq.Decided) != 0 || !strings.Contains(said(s.Steps), "bo nam contact op") {
			t.Errorf("%+v, %v, steps %v", s.Notice, hq.Decided, s.Steps)
		}
	})
}

// TestAlone: without headquarters the list stays, with its age, and nothing can be decided; a decision that did not arrive stays on its
// sheet.
func TestAlone(t *testing.T) {
	inBubble(t, func(t *testing.T, p *inbox.Inbox, hq *inboxtest.Headquarters) {
		p.Open(inbox.Settle)
		p.Why("klaar")
		hq.Cut(true)
		p.Confirm()
		synctest.Wait()
		if s := p.Shown(); s.Sheet == nil || s.Sheet.Why != "klaar" || s.Notice.Tone != week.Bad {
			t.Errorf("%+v, %+v", s.Sheet, s.Notice)
		}
		p.Dismiss()
		time.Sleep(errand.Every)
		synctest.Wait()
		if s := p.Shown(); len(s.Rows) != 3 || s.Line.Tone != week.Warn || s.Can.Settle || s.Can.Rebook {
			t.Errorf("%d rows, %+v, can %+v", len(s.Rows), s.Line, s.Can)
		}
		hq.Cut(false)
		time.Sleep(errand.Every)
		synctest.Wait()
		if s := p.Shown(); s.Line.Tone != week.Good || !s.Can.Settle {
			t.Errorf("%+v, can %+v", s.Line, s.Can)
		}
	})
}
