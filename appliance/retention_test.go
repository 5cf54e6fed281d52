package appliance_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestWhoWentElsewhereIsErased: who was booked at another site is known here until the clerk has dealt with the answer and
// headquarters has everything; the next night erases them. Without a line they stay: theirs may be the only copy.
func TestWhoWentElsewhereIsErased(t *testing.T) {
	h, dir := mustHQ(t), t.TempDir()
	h.admit(dir)
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	first := office.DateOf(time.Now().In(zone)) + 2 // the counter's clock is never behind headquarters'
	c := &clock{now: (first - 1).At(18*60, zone)}
	n := mustOpen(t, appliance.Config{Dir: dir, HQ: []string{h.addr}, Timing: quick, Now: c.read})
	run(t, n)
	settled := func() {
		eventually(t, "all is delivered", func() bool { l := line(t, n); return l.State == contract.Line_ONLINE && l.Waiting == 0 })
	}
	settled()
	id := office.AppointmentID{1, 2, 3}
	sealed, err := journal.Seal(rand.Reader, office.SubjectID(id), contract.Encode(&contract.Person{Name: "Saïda Peeters"}))
	if err != nil {
		t.Fatal(err)
	}
	a := &contract.Appointment{Id: id[:], Person: sealed.Commitment[:], Place: &contract.Place{Site: "buurtloket-groenenhoek",
		Run: contract.NewRun(office.SeatID{Date: first + 10, Desk: 1, Start: 600}, 1, 10)}}
	do := func(e *contract.Event, personal ...journal.Sealed) {
		t.Helper()
		if _, err := n.Do(context.Background(), appliance.Who{}, func(appliance.Turn) (appliance.Decision, error) {
			return appliance.Decision{Events: []*contract.Event{e}, Sealed: personal}, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	do(&contract.Event{Kind: &contract.Event_Requested{Requested: &contract.Requested{Request: &contract.Request{Id: id[:], Wish: &contract.Request_Book{Book: a}}}}}, sealed)
	h.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Answer{Answer: &contract.Answer{Request: id[:], Accepted: a}}})
	eventually(t, "the answer", func() (there bool) {
		look(t, n, func(t appliance.Turn) { there = booking.RequestOf(t.View, office.RequestID(id)).GetAnswer() != nil })
		return there
	})
	night := func(number int, kept bool, still func()) {
		t.Helper()
		sleep(t, n, c, (first+office.Date(number)).At(8*60, zone), still)
		look(t, n, func(turn appliance.Turn) {
			if _, known := turn.View.Personal(sealed.Commitment); known != kept {
				t.Errorf("after night %d known: %t, want %t", number, known, kept)
			}
		})
	}
	night(0, true, settled) // nobody has looked at the answer yet
	do(&contract.Event{Kind: &contract.Event_AnswerWorked{AnswerWorked: &contract.AnswerWorked{Request: id[:]}}})
	n.SetLine(false)
	eventually(t, "the plug is out", func() bool { return line(t, n).State == contract.Line_OFFLINE })
	night(1, true, func() {})
	n.SetLine(true)
	night(2, false, settled)
}
