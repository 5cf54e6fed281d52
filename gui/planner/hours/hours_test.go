package hours_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/planner/hours"
	"github.com/buurtloket/buurtloket/gui/planner/hours/hourstest"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// page is a page over a headquarters in memory, at Berchem, in a time of its own.
type page struct {
	*hours.Hours
	t     *testing.T
	hq    *hourstest.Headquarters
	saved map[string]string
}

func inBubble(t *testing.T, f func(*page)) {
	synctest.Test(t, func(t *testing.T) {
		p := &page{t: t, hq: hourstest.New(), saved: map[string]string{}}
		p.Hours = hours.New(p.hq, errand.Config{By: "ines", Now: func() time.Time { return hourstest.Noon }, Location: time.UTC}, func(name string, b []byte) (string, error) {
			p.saved[name] = string(b)
			return "berichten/" + name, nil
		})
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { p.Run(ctx) })
		synctest.Wait()
		p.Site(hourstest.Berchem)
		f(p)
		cancel()
		wg.Wait()
	})
}

// fill opens a form and types into it.
func (p *page) fill(k hours.Kind, pairs ...string) {
	p.t.Helper()
	p.Open(k)
	if p.Shown().Form == nil {
		p.t.Fatalf("form %s does not open", k)
	}
	for i := 0; i < len(pairs); i += 2 {
		p.Type(pairs[i], pairs[i+1])
	}
}

// press confirms and waits.
func (p *page) press() hours.Shown {
	p.Confirm()
	synctest.Wait()
	return p.Shown()
}

// commit looks and commits, and gives what went to headquarters.
func (p *page) commit() *contract.HoursCommitRequest {
	p.t.Helper()
	if s := p.press(); s.Form == nil || !s.Form.Looked || !s.Can.Confirm {
		p.t.Fatalf("looked: %+v, notice %+v", s.Form, s.Notice)
	}
	before := len(p.hq.Commits)
	if s := p.press(); s.Form != nil || len(p.hq.Commits) != before+1 {
		p.t.Fatalf("committed: %+v, %+v", s.Form, s.Notice)
	}
	return p.hq.Commits[before]
}

// open tells the plain openings of Berchem on a day, so many days from today.
func (p *page) open(days int) string {
	p.t.Helper()
	plan, err := rulebook.Compile(p.hq.Plan())
	if err != nil {
		p.t.Fatal(err)
	}
	var out []string
	for _, h := range plan.Roster(hourstest.Berchem, calendar.Appointment).On(hourstest.Today + office.Date(days)) {
		out = append(out, h.From.String()+"-"+h.To.String())
	}
	return strings.Join(out, " ")
}

func said(lines []week.Line) string {
	var out []string
	for _, l := range lines {
		out = append(out, l.Say)
	}
	return strings.Join(out, "\n")
}

func has(t *testing.T, all string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(all, w) {
			t.Errorf("no %q in\n%s", w, all)
		}
	}
}

// TestWhatHoldsAndWhatComes_A003_16: what is in force first, then what comes with who, when told and why so late; the special days of
// the year in order; who changed what.
func TestWhatHoldsAndWhatComes_A003_16(t *testing.T) {
	inBubble(t, func(p *page) {
		s := p.Shown()
		has(t, said(s.Week), "Nu. Afspraak: di 09:00 - 12:30 en 13:30 - 16:30; vr", "Vanaf ma 7 dec. Afspraak: ", "wo 17:00 - 19:00")
		if last := s.Rows[len(s.Rows)-1]; s.Rows[0].State.Say != "geldt nu" || last.State.Say != "vanaf ma 7 dec" || !strings.Contains(last.Main, "wo 17:00 tot 19:00") {
			t.Errorf("rows %+v", s.Rows)
		}
		p.Choose("rule/berchem-avond")
		has(t, said(p.Shown().Here), "Wij proberen een avond uit.", "ines, ma 23 nov", "bekend op do 3 dec", "te laat bekend: An is ziek tot in januari")
		p.Turn(hours.CalendarTab)
		var all []string
		for _, r := range p.Shown().Rows {
			all = append(all, r.Main+" / "+r.Detail+" / "+r.State.Say)
		}
		if want := "di 1 dec  Zitdag FOD Sociale Zaken / Loket 2 is voor een andere dienst / zitdag\nwo 2 dec  Koffie met de wijk / Zaal 1, 14:00 tot 16:00 / activiteit\n" +
			"do 24 dec  Kerstavond / 12:00 tot 24:00, alle locaties / sluiting\nvr 25 dec  Kerstmis / gesloten / feestdag\n"; !strings.HasPrefix(strings.Join(all, "\n"), want) {
			t.Errorf("calendar\n%s", strings.Join(all, "\n"))
		}
		p.Turn(hours.HistoryTab)
		if s := p.Shown(); len(s.Rows) != 3 || !strings.Contains(s.Rows[0].Detail, "Zitdag FOD") {
			t.Errorf("history %+v", s.Rows)
		}
		p.Choose(p.Shown().Rows[1].ID)
		has(t, said(p.Shown().Here), "ines", "nieuw: wo 17:00 tot 19:00", "geldt vanaf ma 7 dec, bekend op do 3 dec", "te laat bekend: An is ziek")
	})
}

// TestWhatDiffers_A002_46: what sites of one kind do not all offer, with the reason.
func TestWhatDiffers_A002_46(t *testing.T) {
	inBubble(t, func(p *page) {
		p.Turn(hours.DifferTab)
		s := p.Shown()
		if len(s.Rows) == 0 || s.Rows[0].Main != "eID afhalen en activeren" {
			t.Fatalf("%+v", s.Rows)
		}
		has(t, said(s.Here), "kan op afspraak in Buurtloket Berchem, niet in Buurtloket Groenenhoek", "geen kluis")
	})
}

// TestEachForm: every form makes the hours that it says, from its day on and not before, carries who and when citizens are told, and
// leaves the rest as it was.
func TestEachForm_A000_10_A002_47_A002_48(t *testing.T) {
	tuesday, thursday := 8, 10 // days from today
	for name, row := range map[string]struct {
		fill  func(*page)
		opens map[int]string
	}{
		"rule": {func(p *page) {
			p.fill(hours.RuleForm, hours.From, "9u", hours.To, "12.00", hours.Start, "1 dec", hours.End, "31-12-2026", hours.After, "Ga naar het districtshuis.", hours.Products, "eID aanvraag")
			p.Tick(time.Thursday, true)
		}, map[int]string{thursday: "09:00-12:00", thursday - 7: "", thursday + 35: ""}},
		"change": {func(p *page) {
			p.fill(hours.ChangeForm, hours.To, "11:00", hours.Start, "8/12")
		}, map[int]string{tuesday: "09:00-12:30 13:30-16:30", tuesday + 7: "09:00-11:00 13:30-16:30"}},
		"closure": {func(p *page) {
			p.fill(hours.ClosureForm, hours.Start, "di 8 dec 2026", hours.End, "", hours.From, "9:00", hours.To, "11:00", hours.Reason, "vergadering")
		}, map[int]string{tuesday: "09:00-12:30 13:30-16:30", tuesday + 7: "11:00-12:30 13:30-16:30", tuesday + 14: "09:00-12:30 13:30-16:30"}},
		"day": {func(p *page) {
			p.fill(hours.DayForm, hours.Date, "15-12-2026", hours.From, "10:00", hours.To, "18:00", hours.Reason, "opendeurdag")
		}, map[int]string{tuesday + 7: "09:00-12:30 13:30-16:30", tuesday + 14: "10:00-18:00"}},
		"day-shut": {func(p *page) { // a day on which it is not open at all
			p.fill(hours.DayForm, hours.Date, "2026-12-10", hours.From, "10:00", hours.To, "12:00", hours.Reason, "extra")
		}, map[int]string{thursday + 7: "10:00-12:00", thursday: ""}},
		"sitting": {func(p *page) { // desk 1 of two goes, and of the evening the only one
			p.fill(hours.SittingForm, hours.Date, "9 dec", hours.Who, "FOD Financiën", hours.End, "30 dec")
			p.Pick(hours.Times, 1)
		}, map[int]string{9 + 7: "", 9 + 7 + 7*4: "17:00-19:00", tuesday + 7: "09:00-12:30 13:30-16:30"}},
		"stop": {func(p *page) {
			p.fill(hours.StopForm, hours.Without, "15 dec", hours.After, "Ga naar Harmonie.")
		}, map[int]string{tuesday + 7: "09:00-12:30 13:30-16:30", tuesday + 14: "13:30-16:30"}},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(p *page) {
				row.fill(p)
				q := p.commit()
				for days, want := range row.opens {
					if got := p.open(days); got != want {
						t.Errorf("in %d days open %q, want %q", days, got, want)
					}
				}
				if q.By != "ines" || q.Draft.Publication.Published != int32(hourstest.Today) || q.Draft.Version != 4 {
					t.Errorf("committed %v", q)
				}
				if name == "rule" && (q.Draft.Put.Rules[0].After.GetSay() == "" || q.Draft.Put.Rules[0].Products[0] != "eid-aanvraag") {
					t.Errorf("rule %v", q.Draft.Put.Rules[0])
				}
				if s := p.Shown(); s.Notice.Tone != week.Good {
					t.Errorf("notice %+v", s.Notice)
				}
			})
		})
	}
}

// TestAnOfferEndsHere_A002_47: a product has a last day here and words for afterwards; its first day is the one after, whom that hits is
// shown, and taking it back is a change like another.
func TestAnOfferEndsHere_A002_47(t *testing.T) {
	inBubble(t, func(p *page) {
		p.fill(hours.OfferForm, hours.Products, "eid-aanvraag", hours.End, "30 nov", hours.After, "Hiervoor gaat u naar het stadhuis.")
		s := p.press()
		if s.Form == nil || !s.Form.Looked || len(s.Form.Hits) != 2 {
			t.Fatalf("%+v, %+v", s.Form, s.Notice)
		}
		p.press()
		if len(p.hq.Commits) != 1 || p.hq.Commits[0].Draft.Publication.Effective != int32(hourstest.Today)+8 {
			t.Fatalf("%v", p.hq.Commits)
		}
		s = p.Shown()
		row := s.Rows[len(s.Rows)-1]
		if row.Detail != "Aanbod" || row.State.Say != "tot en met ma 30 nov" {
			t.Fatalf("rows %+v", s.Rows)
		}
		p.Choose(row.ID)
		has(t, said(p.Shown().Here), "Waarheen na de laatste dag: Hiervoor gaat u naar het stadhuis.", "ines, ma 23 nov")
		p.fill(hours.StopForm, hours.Without, "25 nov")
		q := p.commit()
		if len(q.Draft.Remove.Offers) != 1 || len(p.hq.Plan().Offers) != 0 {
			t.Errorf("%v", q)
		}
		p.fill(hours.OfferForm, hours.End, "30 nov")
		if s := p.press(); s.Form == nil || s.Form.Looked || !strings.Contains(s.Notice.Say, "Zeg welk product") {
			t.Errorf("%+v", s.Notice)
		}
	})
}

// TestWhatIsTyped: what cannot be is refused with words before headquarters is asked, and the form stays.
func TestWhatIsTyped(t *testing.T) {
	for name, row := range map[string]struct {
		kind  hours.Kind
		typed []string
		say   string
	}{
		"no day":           {hours.RuleForm, nil, "Kies minstens één dag"},
		"31 November":      {hours.ClosureForm, []string{hours.Start, "31-11-2026", hours.Reason, "x"}, "'31-11-2026' is geen dag"},
		"an hour":          {hours.DayForm, []string{hours.From, "25:00", hours.Reason, "x"}, "'25:00' is geen uur"},
		"backwards":        {hours.DayForm, []string{hours.From, "12:00", hours.To, "09:00", hours.Reason, "x"}, "einde komt voor het begin"},
		"desk":             {hours.DayForm, []string{hours.Desks, "99", hours.Reason, "x"}, "'99' is geen nummer"},
		"no reason":        {hours.ClosureForm, nil, "Schrijf de reden op"},
		"a holiday":        {hours.DayForm, []string{hours.Date, "25 dec", hours.Reason, "x"}, "is een feestdag (Kerstmis)"},
		"the past":         {hours.ClosureForm, []string{hours.Start, "1-11-2026", hours.End, "", hours.Reason, "x"}, "niet voor vandaag"},
		"unknown product":  {hours.RuleForm, []string{hours.Products, "maanreis"}, "'maanreis' is niet bekend"},
		"several products": {hours.RuleForm, []string{hours.Products, "aanvraag"}, "'aanvraag' is niet bekend, of"},
		"as it is":         {hours.DayForm, []string{hours.Date, "11 dec", hours.From, "9:00", hours.To, "12:30", hours.Reason, "x"}, "al zo open"},
		"published":        {hours.ClosureForm, []string{hours.Published, "gisteren", hours.Reason, "x"}, "Bekend op: 'gisteren'"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(p *page) {
				p.fill(row.kind, row.typed...)
				s := p.press()
				if s.Form == nil || s.Form.Looked || s.Notice.Tone != week.Bad {
					t.Fatalf("%+v, %+v", s.Form, s.Notice)
				}
				has(t, s.Notice.Say, row.say)
			})
		})
	}
}

// TestWhatHeadquartersRefuses: rules that overlap come back with their words, and nothing changes.
func TestOverlappingRules(t *testing.T) {
	inBubble(t, func(p *page) {
		p.fill(hours.RuleForm, hours.From, "10:00", hours.To, "11:00")
		p.Tick(time.Tuesday, true)
		s := p.press()
		if s.Form == nil || s.Form.Looked || len(p.hq.Commits) != 0 {
			t.Fatalf("%+v", s.Form)
		}
		has(t, s.Notice.Say, "opent hetzelfde loket op hetzelfde moment als regel", "Er is niets gewijzigd")
	})
}

// TestADayWithAppointments: whom a closure hits is shown before, day by day, and rides along; who books meanwhile stops it.
func TestADayWithAppointments(t *testing.T) {
	inBubble(t, func(p *page) {
		p.fill(hours.ClosureForm, hours.Start, "1 dec", hours.End, "1 dec", hours.Reason, "werken")
		s := p.press()
		if s.Form == nil || len(s.Form.Hits) != 2 {
			t.Fatalf("%+v", s.Form)
		}
		has(t, said(s.Form.Lines), "2 afspraken verliezen hun plaats, op di 1 dec (2).", "Niemand wordt verplaatst", "8 dagen vooraf; de norm is 7", "di 1 dec: nu 09:00 - 16:30 onthaal", "straks gesloten")
		has(t, strings.Join(s.Form.Hits, "\n"), "di 1 dec 09:30, Buurtloket Berchem: eID aanvraag")
		p.hq.Book(8, 600)
		if s = p.press(); len(p.hq.Commits) != 0 || s.Notice.Tone != week.Bad || s.Form == nil || s.Form.Looked {
			t.Fatalf("somebody booked meanwhile: %+v, %+v", s.Notice, s.Form)
		}
		if s = p.press(); len(s.Form.Hits) != 3 {
			t.Fatalf("looked again: %+v", s.Form)
		}
		p.press()
		if len(p.hq.Commits) != 1 || len(p.hq.Commits[0].Hit) != 3 {
			t.Errorf("%v", p.hq.Commits)
		}
	})
}

// TestTooLate_A000_10: fewer days than the norm wants a reason, which rides along.
func TestTooLate_A000_10(t *testing.T) {
	inBubble(t, func(p *page) {
		p.fill(hours.ClosureForm, hours.Start, "27 nov", hours.End, "27 nov", hours.Reason, "ziekte")
		s := p.press()
		if s.Form == nil || !s.Form.Looked || s.Can.Confirm {
			t.Fatalf("%+v, can %+v", s.Form, s.Can)
		}
		has(t, said(s.Form.Lines), "4 dagen vooraf; de norm is 7. Schrijf op waarom")
		p.press()
		p.Dismiss()
		p.Type(hours.Hurry, " An is ziek ")
		if q := p.commit(); q.Draft.Publication.Hurry != "An is ziek" {
			t.Errorf("%v", q.Draft.Publication)
		}
	})
}

// TestTwoPlanners: of two who change the same rule the second is told and begins anew; what the first changed elsewhere is told, and the
// second goes on.
func TestTwoPlanners(t *testing.T) {
	inBubble(t, func(p *page) {
		p.fill(hours.ChangeForm, hours.To, "11:00")
		rule := p.hq.Plan().Rules[0]
		for _, r := range p.hq.Plan().Rules {
			if "rule/"+r.Id == p.Shown().At {
				rule = r
			}
		}
		rule.To = 720
		p.hq.Other("bo", &contract.Plan{Rules: []*contract.Rule{rule}})
		s := p.press()
		if s.Form != nil || s.Notice.Tone != week.Bad || len(p.hq.Commits) != 0 {
			t.Fatalf("%+v, %+v", s.Form, s.Notice)
		}
		has(t, s.Notice.Say, "Intussen wijzigde bo hetzelfde")
		synctest.Wait()
		p.fill(hours.ClosureForm, hours.Start, "15 dec", hours.End, "", hours.Reason, "werken")
		p.hq.Other("bo", &contract.Plan{Closures: []*contract.Closure{{Id: "elders", Site: "antwerpen-harmonie", FromDate: int32(hourstest.Today) + 5, Reason: "x"}}})
		s = p.press()
		if s.Form == nil || !s.Form.Looked {
			t.Fatalf("%+v, %+v", s.Form, s.Notice)
		}
		has(t, said(s.Form.Lines), "Intussen wijzigde bo: elders.")
		p.hq.Other("bo", &contract.Plan{Closures: []*contract.Closure{{Id: "elders", Site: "antwerpen-harmonie", FromDate: int32(hourstest.Today) + 6, Reason: "x"}}})
		if s = p.press(); len(p.hq.Commits) != 0 || s.Form == nil || s.Form.Looked || s.Notice.Tone != week.Bad {
			t.Errorf("changed between look and commit: %+v, %+v", s.Form, s.Notice)
		}
	})
}

// TestAlone: without headquarters the hours stay, with their age, and nothing can be begun; what was being typed is kept.
func TestAlone(t *testing.T) {
	inBubble(t, func(p *page) {
		p.fill(hours.ClosureForm, hours.Reason, "werken")
		p.hq.Cut(true)
		if s := p.press(); s.Form == nil || s.Notice.Tone != week.Bad {
			t.Errorf("%+v, %+v", s.Form, s.Notice)
		}
		p.Dismiss()
		time.Sleep(errand.Every)
		synctest.Wait()
		if s := p.Shown(); len(s.Sites) == 0 || s.Line.Tone != week.Warn || s.Can.Open || s.Can.Notice {
			t.Errorf("%+v, can %+v", s.Line, s.Can)
		}
		p.hq.Cut(false)
		time.Sleep(errand.Every)
		synctest.Wait()
		if s := p.Shown(); s.Line.Tone != week.Good || !s.Can.Open {
			t.Errorf("%+v, can %+v", s.Line, s.Can)
		}
	})
}

// TestTheNotice: it is of what the planner stands on, or of the next change, and is saved with its words.
func TestTheNotice_A000_10(t *testing.T) {
	inBubble(t, func(p *page) {
		p.SaveNotice()
		synctest.Wait()
		s := p.Shown()
		has(t, s.Notice.Say, "berichten/openingsuren-buurtloket-berchem-2026-12-07.pdf")
		if len(p.saved) != 2 || p.saved["openingsuren-buurtloket-berchem-2026-12-07.pdf.txt"] != "Nieuwe openingsuren" {
			t.Errorf("saved %v", p.saved)
		}
		p.Site("antwerpen-harmonie")
		p.SaveNotice()
		synctest.Wait()
		if s := p.Shown(); s.Notice.Tone != week.Warn || len(p.saved) != 2 {
			t.Errorf("%+v", s.Notice)
		}
	})
}
