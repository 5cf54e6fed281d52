package register_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestWhoIsStillNeededIsNotForgotten: a site erases whom it need not know any more; who it is for stays known here as long as
// the appointment is to come, or was a short while ago another site's.
func TestWhoIsStillNeededIsNotForgotten(t *testing.T) {
	for _, row := range []struct {
		title string
		at    office.SeatID
		days  int // that have gone by when Berchem erases
		end   bool
		kept  bool
	}{
		{"its own, thirty days ago", seat(1, 0), 32, false, false},
		{"its own, to come", seat(3, 0), 1, false, true},
		{"its own, today", seat(1, 0), 1, false, true},
		{"another's, to come", there(3, 0), 1, false, true},
		{"another's, last week", there(3, 0), 10, false, true},
		{"another's, thirty days ago", there(1, 0), 31, false, false},
		{"cancelled, to come", seat(3, 0), 1, true, false},
	} {
		t.Run(row.title, func(t *testing.T) {
			h := connected(t)
			a := h.visit(row.at, short)
			a.Person = []byte("a person's words")
			h.must(&contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: a,
				Person: &contract.Sealed{Commitment: a.Person, Subject: a.Id, Salt: make([]byte, 16), Plain: []byte("wie")}}}})
			if row.end {
				h.cancel(a)
			}
			if h.view().Person(a.Person) == nil {
				t.Fatal("nobody was kept")
			}
			h.now = h.now.AddDate(0, 0, row.days)
			h.taken(berchem, 1, &contract.Event{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: a.Id}}})
			if kept := h.view().Person(a.Person) != nil; kept != row.kept {
				t.Errorf("kept %t, want %t", kept, row.kept)
			}
		})
	}
}

// TestWhoseIsNoBookingIsForgotten: the holder of a document is known by no appointment.
func TestWhoseIsNoBookingIsForgotten(t *testing.T) {
	h := connected(t)
	a := h.visit(seat(3, 0), short)
	a.Person = []byte("a person's words")
	subject := []byte("holder of a card")
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: a,
		Person: &contract.Sealed{Commitment: a.Person, Subject: subject, Salt: make([]byte, 16), Plain: []byte("wie")}}}})
	h.taken(berchem, 1, &contract.Event{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: subject}}})
	if h.view().Person(a.Person) != nil {
		t.Error("still known")
	}
}
