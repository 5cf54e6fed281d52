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

func TestTicketsCountPerDay_A003_11(t *testing.T) {
	w := mustRoom(t)
	first, second := w.issue(), w.checkIn(w.book("10:10"))
	if a, b := w.visit(first).Ticket.String(), w.visit(second).Ticket.String(); a != "A001" || b != "A002" {
		t.Errorf("tickets %s, %s", a, b)
	}
	w.now = time.Date(2026, 11, 27, 0, 1, 0, 0, w.now.Location())
	w.closeDay()
	if got := w.visit(w.issue()).Ticket.String(); got != "A001" {
		t.Errorf("first ticket of the next day %s", got)
	}
	w.now = w.now.AddDate(0, 0, -1).Add(10 * time.Hour) // a clock set back a day
	if got := w.visit(w.issue()).Ticket.String(); got != "A003" {
		t.Errorf("ticket after the clock was set back %s: a number was given twice", got)
	}
}

func TestCheckInTwiceGivesTheSameTicket(t *testing.T) {
	w := mustRoom(t)
	a := w.book("10:10")
	first := w.checkIn(a)
	a.Visit = w.id()
	if w.must(queue.CheckIn(w.state, a, w.now)) {
		t.Error("a second check-in made an event")
	}
	w.call(1)
	if w.must(queue.CheckIn(w.state, a, w.now)) {
		t.Error("a check-in of a called visit made an event")
	}
	if v, err := queue.OfAppointment(w.state, a.Appointment); err != nil || v.ID != first {
		t.Errorf("visit %v, %v", v, err)
	}
}

func TestCheckInAfterTheVisitEndedIsRefused(t *testing.T) {
	w := mustRoom(t)
	a := w.book("10:10")
	id := w.checkIn(a)
	w.must(queue.Leave(w.state, id, w.now))
	a.Visit = id
	if w.must(queue.CheckIn(w.state, a, w.now)) {
		t.Error("the same tap, repeated late, made an event")
	}
	a.Visit = w.id()
	e, err := queue.CheckIn(w.state, a, w.now)
	w.refuse(fault.Refused, e, err)
	if !strings.Contains(fault.Sentence(err), "A001") {
		t.Errorf("says %q", fault.Sentence(err))
	}
}

func TestCheckInRefusesWhatCannotBe(t *testing.T) {
	for name, change := range map[string]func(*queue.Arrival){
		"no visit":        func(a *queue.Arrival) { a.Visit = office.VisitID{} },
		"no appointment":  func(a *queue.Arrival) { a.Appointment = office.AppointmentID{} },
		"no desk":         func(a *queue.Arrival) { a.Desk = 0 },
		"no length":       func(a *queue.Arrival) { a.Minutes = 0 },
		"after midnight":  func(a *queue.Arrival) { a.Planned = 24 * 60 },
		"eleven products": func(a *queue.Arrival) { a.Products = slices.Repeat([]office.ProductID{"x"}, 11) },
	} {
		t.Run(name, func(t *testing.T) {
			w := mustRoom(t)
			a := w.book("10:10")
			a.Visit = w.id()
			change(&a)
			e, err := queue.CheckIn(w.state, a, w.now)
			w.refuse(fault.Invalid, e, err)
		})
	}
	for _, days := range []office.Date{-1, 1} {
		w := mustRoom(t)
		a := w.book("10:10")
		a.Visit, a.Date = w.id(), a.Date+days
		e, err := queue.CheckIn(w.state, a, w.now)
		w.refuse(fault.Refused, e, err)
	}
	w := mustRoom(t)
	e, err := queue.CheckIn(w.state, queue.ArrivalOf(w.id(), nil), w.now)
	w.refuse(fault.Invalid, e, err)
}

func TestCheckInCopiesTheAppointment(t *testing.T) {
	w := mustRoom(t)
	id := w.id()
	a := &contract.Appointment{Id: id[:], Products: []string{"eid-aanvraag", "reispas-aanvraag"}, Persons: 3,
		Place: &contract.Place{Site: "berchem", Run: &contract.Run{Date: int32(w.today()), Desk: 2, Start: 630, Count: 3}}}
	arrival := queue.ArrivalOf(w.id(), a)
	w.must(queue.CheckIn(w.state, arrival, w.now))
	v := w.visit(arrival.Visit)
	if v.Appointment != office.AppointmentID(id) || v.Planned != 630 || v.PlannedDesk != 2 || v.Minutes != 30 || v.Persons != 3 ||
		!slices.Equal(v.Products, []office.ProductID{"eid-aanvraag", "reispas-aanvraag"}) || v.Arrived != visit.StampOf(w.now) {
		t.Errorf("visit %+v", v)
	}
}

func TestIssueRefusesWhatCannotBe(t *testing.T) {
	ok := queue.Walk{Products: []office.ProductID{"reispas-afhalen"}, Persons: 2}
	for name, change := range map[string]func(*queue.Walk){
		"no product":                        func(k *queue.Walk) { k.Products = nil },
		"unknown product":                   func(k *queue.Walk) { k.Products = []office.ProductID{"koffie"} },
		"a product twice":                   func(k *queue.Walk) { k.Products = append(k.Products, k.Products[0]) },
		"eleven products":                   func(k *queue.Walk) { k.Products = slices.Repeat(k.Products, 11) },
		"30 persons":                        func(k *queue.Walk) { k.Persons = 30 },
		"no visit":                          func(k *queue.Walk) { k.Visit = office.VisitID{} },
		"unknown urgency":                   func(k *queue.Walk) { k.Urgency = 9 },
		"A001-15 zonder-afspraak, no code":  func(k *queue.Walk) { k.Products = []office.ProductID{"zonder-afspraak"} },
		"A002-47 not offered any more":      func(k *queue.Walk) { k.Products = []office.ProductID{"sociale-producten"} },
		"not UTF-8, as long as a paragraph": func(k *queue.Walk) { k.Products = []office.ProductID{office.ProductID(strings.Repeat("\xff", 9999))} },
	} {
		t.Run(name, func(t *testing.T) {
			w := mustRoom(t)
			walk := ok
			walk.Visit = w.id()
			change(&walk)
			e, err := queue.Issue(w.state, catalogue.Embedded(), walk, w.now)
			w.refuse(fault.Invalid, e, err)
		})
	}
	w := mustRoom(t)
	for _, walk := range []queue.Walk{ok, {Products: []office.ProductID{"zonder-afspraak"}, Urgency: visit.SemiUrgent}} {
		walk.Visit = w.id()
		if !w.must(queue.Issue(w.state, catalogue.Embedded(), walk, w.now)) {
			t.Error("no ticket")
		}
		if w.must(queue.Issue(w.state, catalogue.Embedded(), walk, w.now)) {
			t.Error("A second ticket for one visit")
		}
	}
}
