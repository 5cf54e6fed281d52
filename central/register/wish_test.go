package register_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func toCancel(a *contract.Appointment) *contract.Request {
	return &contract.Request{Wish: &contract.Request_Cancel_{Cancel: &contract.Request_Cancel{Appointment: a.Id, Reason: "ziek"}}}
}

// asked has Berchem's first life ask for something, and gives the answer it gets.
func (h *headquarters) asked(id [16]byte, r *contract.Request, frozen ...*contract.HeldRun) *contract.Answer {
	h.Helper()
	stood := h.stands(berchem)
	h.taken(berchem, 1, asks(id, r, frozen...))
	got := h.answers(berchem, stood)
	if len(got) != 1 || string(got[0].Request) != string(id[:]) || got[0].Era != h.view().Era() {
		h.Fatalf("answered with %v", got)
	}
	return got[0]
}

// wanting is a site that has heard all it was told.
func wanting(t *testing.T) *headquarters {
	t.Helper()
	h, _ := holding(t)
	h.applied(berchem, h.stands(berchem))
	return h
}

// Every wish is answered once, with what became of it, or with a refusal in words.
func TestWishesAreAnswered(t *testing.T) {
	for _, row := range []struct {
		title string
		wish  func(*headquarters) *contract.Request
		no    string // the refusal's code; empty: accepted
	}{
		{"to book elsewhere", func(h *headquarters) *contract.Request { return toBook(h.visit(there(3, 0), short)) }, ""},
		{"to book at home, what headquarters has", func(h *headquarters) *contract.Request { return toBook(h.visit(seat(3, 0), short)) }, ""},
		{"to book what is taken", func(h *headquarters) *contract.Request {
			h.books(there(3, 0), short)
			return toBook(h.visit(there(3, 0), short))
		}, fault.Taken.String()},
		{"to book what the site has itself", func(h *headquarters) *contract.Request { return toBook(h.visit(seat(1, 0), short)) }, fault.NotHeld.String()},
		{"to book nowhere", func(h *headquarters) *contract.Request {
			return toBook(&contract.Appointment{Id: []byte("sixteen bytes id"), Products: []string{short}})
		}, fault.Invalid.String()},
		{"to cancel next week's", func(h *headquarters) *contract.Request { return toCancel(h.books(seat(3, 0), short)) }, ""},
		{"to cancel another site's", func(h *headquarters) *contract.Request { return toCancel(h.books(there(3, 0), short)) }, ""},
		{"to cancel what is not there", func(h *headquarters) *contract.Request { return toCancel(h.visit(seat(3, 0), short)) }, fault.NotFound.String()},
		{"to cancel without saying what", func(*headquarters) *contract.Request { return toCancel(&contract.Appointment{}) }, fault.NotFound.String()},
		{"to move next week's", func(h *headquarters) *contract.Request {
			return toMove(h.books(seat(3, 0), short), place(there(4, 0), short), false)
		}, ""},
		{"to move where nobody can", func(h *headquarters) *contract.Request {
			return toMove(h.books(seat(3, 0), short), place(there(3, 300), short), false)
		}, fault.Refused.String()},
		{"of a newer version", func(*headquarters) *contract.Request { return &contract.Request{} }, fault.Invalid.String()},
	} {
		t.Run(row.title, func(t *testing.T) {
			h := wanting(t)
			wish := row.wish(h)
			h.applied(berchem, h.stands(berchem))
			id := h.id()
			got := h.asked(id, wish)
			if row.no == "" && got.Accepted == nil || row.no != "" && (got.Refused.GetCode() != row.no || got.Refused.GetSay() == "") {
				t.Fatalf("answered with %v, want %q", got, row.no)
			}
			// Asked once more, it is answered as before, and nothing is done again.
			count := h.w.Clone()
			h.taken(berchem, 1, asks(id, wish))
			after := h.answers(berchem, h.stands(berchem)-1)
			if len(after) != 1 || after[0].Refused.GetSay() != got.Refused.GetSay() || (after[0].Accepted == nil) != (got.Accepted == nil) {
				t.Errorf("asked again, answered with %v", after)
			}
			for id, s := range h.view().SiteSeats(hoek) {
				if before := count.Get(id.AppendKey([]byte("t/"))); string(before) != string(h.w.Get(id.AppendKey([]byte("t/")))) {
					t.Errorf("asked again, %s is %+v", id, s)
				}
			}
		})
	}
}

// A refused booking names the nearest places; a clerk chooses one with the visitor still there.
func TestARefusedWishNamesOtherPlaces(t *testing.T) {
	h := wanting(t)
	h.books(there(3, 0), short)
	if got := h.asked(h.id(), toBook(h.visit(there(3, 0), short))); len(got.Refused.GetAlternatives()) == 0 {
		t.Errorf("answered with %v", got)
	}
}

// Another site is told of what a wish changed at its desk, and the asker of what changed at its own.
func TestSitesHearOfWhatAWishChanged(t *testing.T) {
	h := wanting(t)
	h.greet(hoek, 5)
	h.applied(hoek, h.stands(hoek))
	a := h.visit(there(3, 0), short)
	h.asked(h.id(), toBook(a))
	h.asked(h.id(), toMove(a, place(seat(4, 0), short), false))
	var told []bool
	for _, e := range h.feed(hoek, h.stands(hoek)-2) {
		told = append(told, e.GetAppointment().GetCancelled())
	}
	if len(told) != 2 || told[0] || !told[1] {
		t.Errorf("the other site hears it came, and went: %v", told)
	}
	stood := h.stands(berchem)
	h.asked(h.id(), toCancel(a))
	if f := h.feed(berchem, stood); len(f) != 2 || !f[0].GetAppointment().GetCancelled() || f[1].GetAnswer() == nil {
		t.Errorf("the asker hears %v", f)
	}
}

// The whole of a move away from what a site keeps: frozen, booked there, answered, and only then free here.
func TestAMoveAwayEndsWithTheSitesWord(t *testing.T) {
	h, as := holding(t, tomorrow(0, short))
	h.applied(berchem, h.stands(berchem))
	a, ask := as[0], h.id()
	got := h.asked(ask, toMove(a, place(there(3, 0), short), true), h.held(seat(1, 0))...)
	if got.Accepted.GetPlace().GetSite() != string(hoek) || got.Accepted.Leg != 1 {
		t.Fatalf("answered with %v", got)
	}
	h.wants(seat(1, 0), of(1), a)
	h.wants(there(3, 0), atHQ, a)
	h.taken(berchem, 1, &contract.Event{Kind: &contract.Event_Cancelled{Cancelled: &contract.Cancelled{Appointment: a.Id,
		Seats: h.held(seat(1, 0)), MovedTo: got.Accepted.Place, Ask: ask[:]}}})
	h.wants(seat(1, 0), of(1), nil)
	h.wants(there(3, 0), atHQ, a)
	if h.view().Appointment(a.AppointmentID()).Cancelled || len(h.conflicts()) != 0 {
		t.Error("the appointment ended with its move")
	}
}

// A refused move leaves everything as it was; the site's word that it has heard so changes nothing more.
func TestARefusedMoveLeavesTheAppointment(t *testing.T) {
	h, as := holding(t, tomorrow(0, short))
	h.applied(berchem, h.stands(berchem))
	ask := h.id()
	h.books(there(3, 0), short)
	if got := h.asked(ask, toMove(as[0], place(there(3, 0), short), true), h.held(seat(1, 0))...); got.Refused == nil {
		t.Fatalf("answered with %v", got)
	}
	before := h.view().Seat(seat(1, 0))
	h.taken(berchem, 1, &contract.Event{Kind: &contract.Event_Thawed{Thawed: &contract.Thawed{Ask: ask[:], Seats: h.held(seat(1, 0))}}})
	if after := h.view().Seat(seat(1, 0)); after != before || after.Ask != (office.RequestID{}) || after.Booking != as[0].AppointmentID() {
		t.Errorf("the seat is %+v, was %+v", after, before)
	}
}

// What a clerk has worked is gone from the snapshots; that of another site is not.
func TestWorkedAnswersAreForgotten(t *testing.T) {
	h := wanting(t)
	h.greet(hoek, 5)
	id := h.id()
	h.asked(id, toBook(h.visit(there(3, 0), short)))
	h.applied(berchem, h.stands(berchem))
	worked := &contract.Event{Kind: &contract.Event_AnswerWorked{AnswerWorked: &contract.AnswerWorked{Request: id[:]}}}
	h.taken(hoek, 5, worked)
	if got := h.answers(berchem, 0); len(got) != 1 {
		t.Errorf("another site worked it: %v", got)
	}
	for range 2 {
		h.taken(berchem, 1, worked)
		if got := h.answers(berchem, 0); len(got) != 0 {
			t.Errorf("worked, and still there: %v", got)
		}
	}
}

// TestAWishToCollectIsHeldAgainstTheVault (A002-43): what a counter asks for from afar goes only where the document lies, and
// a refusal names places there. Headquarters keeps what it is for, so that a move is held against it too.
func TestAWishToCollectIsHeldAgainstTheVault_A002_43(t *testing.T) {
	for _, row := range []struct {
		title, document string
		at              office.SeatID
		no              string // empty: accepted
		places          bool
	}{
		{"where it lies", "EN700", seat(3, 0), "", false},
		{"as it was typed", "en 700", seat(3, 0), "", false},
		{"where it lies not", "EN701", seat(3, 0), fault.Refused.String(), true},
		{"it came nowhere yet", "EN999", seat(3, 0), fault.NotFound.String(), false},
		{"it was collected", "EN702", seat(3, 0), fault.Refused.String(), false},
		{"what is no number", "??", seat(3, 0), fault.Invalid.String(), false},
		{"none in particular", "", seat(3, 0), "", false},
	} {
		t.Run(row.title, func(t *testing.T) {
			h := vaulted(t)
			there := second(t, h)
			h.pieces(&contract.PlanChange{Put: &contract.Plan{Rules: []*contract.Rule{{Id: "daar", Site: string(there), Weekdays: 127, From: 540, To: 660,
				Desks: 1, FirstDesk: 1, Mode: "appointment"}}}})
			h.says(berchem, received("Z1", "EN700", "EN702"), &contract.HandedOut{Document: "EN702"})
			h.says(there, received("Z2", "EN701"))
			h.applied(hoek, h.stands(hoek))
			stood := h.stands(hoek)
			a := h.visit(row.at, "eid-afhalen")
			wish := toBook(a)
			wish.Document = row.document
			h.taken(hoek, 2, asks(h.id(), wish))
			got := h.answers(hoek, stood)[0]
			if row.no == "" {
				if got.Accepted == nil || got.Refused != nil {
					t.Fatalf("answered %v", got)
				}
				h.wants(row.at, atHQ, a)
				if row.document == "" {
					return
				}
				r := h.move(a, office.SeatID{Site: there, Date: today + 4, Desk: 1, Start: 540}, "eid-afhalen")
				h.refused(r, fault.Refused)
				return
			}
			if got.Refused.GetCode() != row.no || got.Refused.Say == "" || row.places != (len(got.Refused.Alternatives) > 0) {
				t.Fatalf("answered %v, want %s", got, row.no)
			}
			for _, p := range got.Refused.Alternatives {
				if p.Site != string(there) {
					t.Errorf("offered %s; it lies in %s", p.Site, there)
				}
			}
			h.wants(row.at, atHQ, nil)
		})
	}
}

// TestABookingOfACounterSaysWhatItCollects: it is known here too, also when it moves.
func TestABookingOfACounterSaysWhatItCollects_A002_43(t *testing.T) {
	h := wanting(t)
	a := h.visit(seat(1, 0), short)
	e := h.booked(a)
	e.GetBooked().Document = "EN700"
	h.taken(berchem, 1, e)
	if got := h.view().Appointment(a.AppointmentID()); got.GetDocument() != "EN700" {
		t.Errorf("known %v", got)
	}
}
