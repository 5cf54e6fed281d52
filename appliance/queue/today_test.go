package queue_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// TestWrongDayOrSite: who stands here for another day or site is told where and when instead, and gets no ticket.
func TestWrongDayOrSite(t *testing.T) {
	for _, row := range []struct {
		name string
		site office.SiteID
		days office.Date
		say  string
	}{
		{"here, today", "antwerpen-berchem", 0, ""},
		{"tomorrow", "antwerpen-berchem", 1, "Deze afspraak is op vrijdag 27 november 2026 om 10:10, niet vandaag. Verzet de afspraak"},
		{"elsewhere", "antwerpen-harmonie", 0, "Deze afspraak is op donderdag 26 november 2026 om 10:10 in Stadsloket Harmonie, niet hier. Verzet"},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := mustRoom(t)
			a := w.book("10:10")
			a.Visit, a.Site, a.SiteName, a.Here, a.Date = w.id(), row.site, "Stadsloket Harmonie", "antwerpen-berchem", a.Date+row.days
			e, err := queue.CheckIn(w.state, a, w.now)
			if row.say == "" {
				w.must(e, err)
				return
			}
			if w.refuse(fault.Refused, e, err); !strings.HasPrefix(fault.Sentence(err), row.say) {
				t.Errorf("says %q", fault.Sentence(err))
			}
		})
	}
}

// TestServedWithoutCheckIn: who stands at the desk unannounced is served from that moment; no wait is measured.
func TestServedWithoutCheckIn_A002_52_A000_34(t *testing.T) {
	w := mustRoom(t)
	a := w.book("10:10")
	a.Visit, a.Straight = w.id(), 1
	w.must(queue.CheckIn(w.state, a, w.now))
	if w.must(queue.CheckIn(w.state, a, w.now)) {
		t.Error("a second tap made an event")
	}
	v := w.visit(a.Visit)
	if at, err := queue.AtDesk(w.state, 1); err != nil || at.ID != v.ID || v.State != visit.Serving || v.Arrived != 0 || v.Ticket != 1 {
		t.Fatalf("%+v, %v", v, err)
	}
	if _, ok := visit.WaitOnsite(v); ok {
		t.Error("a wait was measured")
	}
	walk := queue.Walk{Visit: w.id(), Products: []office.ProductID{"reispas-afhalen"}, Straight: 1}
	e, err := queue.Issue(w.state, catalogue.Embedded(), walk, w.now)
	w.refuse(fault.Conflict, e, err)
	w.must(queue.Finish(w.state, v.ID, 1, "", w.now))
	w.must(queue.Issue(w.state, catalogue.Embedded(), walk, w.now))
	if v := w.visit(walk.Visit); v.State != visit.Serving || v.Desk != 1 {
		t.Errorf("%+v", v)
	}

	b := w.book("10:20")
	waits := w.checkIn(b)
	b.Visit, b.Straight = w.id(), 2
	e, err = queue.CheckIn(w.state, b, w.now)
	w.refuse(fault.Conflict, e, err)
	if ticket := w.visit(waits).Ticket.String(); !strings.Contains(fault.Sentence(err), ticket) {
		t.Errorf("says %q", fault.Sentence(err))
	}
}

// TestTicketsLeftAtClosing: closed by rule and said so, or kept where the site wants it; a kept number is not given again.
func TestTicketsLeftAtClosing(t *testing.T) {
	for _, keep := range []int{0, 1} {
		w := mustRoom(t)
		w.order.KeepDays = keep
		served, waits := w.issue(), w.issue()
		w.serve(1)
		yesterday := w.today()
		w.now = w.now.AddDate(0, 0, 1)
		if n := w.closeDay(); n != 2-keep {
			t.Errorf("kept %d days: %d closed", keep, n)
		}
		say, err := queue.Closing(w.state, w.order, yesterday)
		if err != nil || len(say) != 2 || !strings.Contains(say[0], "A001 was bij sluiting nog in behandeling bij loket 1") ||
			!strings.Contains(say[1], []string{"het volgnummer is afgesloten", "blijft geldig tot en met vrijdag 27 november 2026"}[keep]) {
			t.Errorf("says %q, %v", say, err)
		}
		if w.visit(served).State != visit.Finished {
			t.Errorf("%+v", w.visit(served))
		}
		w.issue()
		w.issue()
		want := [][]string{{"A001 inloop, 0 min", "A002 inloop, 0 min"},
			{"A002 inloop van donderdag 26 november 2026, het volgnummer is bewaard", "A001 inloop, 0 min", "A003 inloop, 0 min"}}[keep]
		if got := w.tickets(); !slices.Equal(got, want) {
			t.Errorf("kept %d days: waiting %q", keep, got)
		}
		if keep == 1 && w.call(1) != waits {
			t.Error("the kept ticket is not called first")
		}
		w.now = w.now.AddDate(0, 0, 1)
		w.closeDay()
		if open, err := queue.Open(w.state); err != nil || len(open) != 2*keep {
			t.Errorf("the day after, kept %d days: %v, %v", keep, open, err)
		}
	}
}

// TestTheDayCanBeClosedInTheEvening: with tomorrow's date the running day is closed, once.
func TestTheDayCanBeClosedInTheEvening(t *testing.T) {
	w := mustRoom(t)
	w.issue()
	for _, want := range []int{1, 0} {
		events, err := queue.Close(w.state, always(w.order), w.today()+1)
		if err != nil || len(events) != want {
			t.Fatalf("%d events, %v", len(events), err)
		}
		for _, e := range events {
			w.must(e, nil)
		}
	}
}

// TestTodayOnScreen: the figures of the day per cluster from this counter's journal alone, with who did not come.
func TestTodayOnScreen_A003_23_A004_06(t *testing.T) {
	w := mustRoom(t)
	hall := w.hall()
	var booked []queue.Booked
	for n := range 10 {
		a := w.book("10:00")
		booked = append(booked, queue.Booked{Appointment: a.Appointment, Planned: a.Planned, Products: a.Products})
		id := w.checkIn(a)
		w.call(1)
		w.must(queue.Serve(w.state, id, 1, w.now))
		w.pass(2)
		w.must(queue.Finish(w.state, id, 1, "", w.now))
		id = w.ask("eid-aanvraag")
		pace, err := queue.Pace(w.state, w.now)
		if say := w.look(hall).Expect(id, pace); err != nil || (say == visit.NoData) != (n < 9) {
			t.Errorf("after %d visits: expected %q, %v", n+1, say, err)
		}
		open, _ := queue.Open(w.state)
		w.must(queue.Leave(w.state, open[0].ID, w.now))
		if n < 9 {
			w.now = w.now.Add(-time.Minute)
		}
	}
	booked = append(booked, queue.Booked{Appointment: w.id(), Planned: 605, Products: []office.ProductID{"eid-aanvraag"}})
	c := w.day(w.today(), booked...).Clusters["burgerzaken"]
	norm := queue.Norms(catalogue.Embedded())("burgerzaken")
	if got := c.Lateness(norm); got != (visit.Verdict{Minutes: 4.5, N: 10, Shown: true, Judged: true}) || c.Served != 10 || c.Left != 10 || c.NoShows != 1 {
		t.Errorf("%+v, %+v", got, c)
	}
	if queue.Norms(catalogue.Embedded())("onthaal") != nil {
		t.Error("a cluster without a norm has one")
	}
	late := w.ask("eid-aanvraag")
	w.pass(2)
	if alarms := w.look(hall).Alarms(catalogue.Embedded()); len(alarms) != 1 || alarms[0].Visit.ID != late {
		t.Errorf("alarms %v", alarms)
	}
}

// TestThePaceIsRecent: a site that was closed for two weeks has no data again.
func TestThePaceIsRecent(t *testing.T) {
	w := mustRoom(t)
	for range 10 {
		id := w.issue()
		w.serve(1)
		w.pass(3)
		w.must(queue.Finish(w.state, id, 1, "", w.now))
	}
	for days, want := range map[int]int{0: 10, 13: 10, 14: 0} {
		if pace, err := queue.Pace(w.state, w.now.AddDate(0, 0, days)); err != nil || len(pace) != want {
			t.Errorf("after %d days: %d, %v", days, len(pace), err)
		}
	}
}

// BenchmarkCall is the whole decision with 500 waiting: read from the store, ranked, the event with its reasons.
func BenchmarkCall(b *testing.B) {
	w := newRoom(b)
	for n := range 500 {
		if n%2 == 0 {
			w.checkIn(w.book(office.Minute(600 + n/4).String()))
		} else {
			w.issue()
		}
	}
	hall := w.hall()
	var e *contract.Event
	for b.Loop() {
		var err error
		if e, err = hall.Call(w.state, 1, w.now); err != nil || e == nil {
			b.Fatal(err)
		}
	}
}

// TestATicketIsKeptAsItsDayHadIt: the order that was in force when the visitor was told holds for the ticket, whatever holds
// since; it is called, or closed, by that.
func TestATicketIsKeptAsItsDayHadIt_A001_04(t *testing.T) {
	for _, row := range []struct {
		title         string
		before, since int // days that a ticket is kept
		kept          bool
	}{{"kept no more since today", 1, 0, true}, {"kept since today", 0, 1, false}} {
		w := mustRoom(t)
		today := w.today() + 1
		rule := func(d office.Date) visit.Order {
			o := visit.DefaultOrder
			if o.KeepDays = row.before; d >= today {
				o.KeepDays = row.since
			}
			return o
		}
		id := w.issue()
		w.now = w.now.AddDate(0, 0, 1)
		events, err := queue.CloseDay(w.state, rule, w.now)
		if err != nil || (len(events) == 0) != row.kept {
			t.Errorf("%s: closed %v, %v", row.title, events, err)
		}
		hall := queue.Hall{Order: rule(today), Rule: rule}
		e, err := hall.Call(w.state, 1, w.now)
		if got := e.GetCalled().GetVisit(); (err == nil) != row.kept || row.kept && string(got) != string(id[:]) {
			t.Errorf("%s: called %v, %v", row.title, e, err)
		}
	}
}
