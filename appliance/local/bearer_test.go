package local_test

import (
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func officeDate(y, m, d int) office.Date { return office.NewDate(y, time.Month(m), d) }

// bookFor books a place of a day for somebody.
func (r *reading) bookFor(name string, d office.Date, start office.Minute) *contract.BookResponse {
	r.tb.Helper()
	q := r.wish(d, start)
	q.Person.Name = name
	return r.mustBook(q)
}

// TestCheckInByCard: the one appointment of today on the name of the card, however it was written.
func TestCheckInByCard(t *testing.T) {
	r := mustReading(t)
	r.bookFor("Saïda Peeters", monday, 9*60)
	r.bookFor("Tom Specimen", monday, 9*60+10) // a brother
	r.bookFor("SPECIMEN, noel", monday, 11*60)
	card := mustCard(t, virtual.Citizen)
	row := r.put(1, card)
	q := &contract.CheckInRequest{Command: r.command(), Card: row.Insertion}
	in, err := r.checkIn(q)
	if err != nil || in.Ticket == "" {
		t.Fatal(err)
	}
	e := r.events()[r.size()-1].GetCheckedIn()
	if e.GetPlanned() != 11*60 {
		t.Errorf("journaled %v", e)
	}
	r.pull(1)
	before := r.size()
	if again, err := r.checkIn(q); err != nil || again.Ticket != in.Ticket || r.size() != before { // the card is out by then
		t.Errorf("the same tap: %v, %v", again, err)
	}
	q = &contract.CheckInRequest{Command: r.command(), Card: row.Insertion}
	r.says(fault.Conflict, before, second(r.checkIn(q)))
	row = r.put(1, card)
	if again, err := r.checkIn(&contract.CheckInRequest{Command: r.command(), Card: row.Insertion}); err != nil || again.Ticket != in.Ticket || r.size() != before {
		t.Errorf("checked in twice: %v, %v", again, err)
	}
	forged := mustCard(t, virtual.Citizen)
	forged.Forge(eid.IdentitySignatureFile)
	r.says(fault.Refused, before, second(r.checkIn(&contract.CheckInRequest{Command: r.command(), Card: r.put(1, forged).Insertion})))
	row = r.put(1, card)
	r.slots[0].PullAt(4)
	r.says(fault.Conflict, before, second(r.checkIn(&contract.CheckInRequest{Command: r.command(), Card: row.Insertion})))
}

// TestCheckInByCardSaysWhatItFound: none, several, only a surname, another day.
func TestCheckInByCardSaysWhatItFound(t *testing.T) {
	r := mustReading(t)
	r.grant(2, monday+2, 1)
	r.bookFor("Saïda Peeters", monday, 9*60)
	row := r.put(1, mustCard(t, virtual.Citizen))
	try := func() error { return second(r.checkIn(&contract.CheckInRequest{Card: row.Insertion})) }
	if say := r.says(fault.NotFound, r.size(), try()); !strings.Contains(say, "geen afspraak bekend") {
		t.Errorf("none: %q", say)
	}
	r.bookFor("Noël Specimen", monday+2, 10*60+20)
	if say := r.says(fault.Refused, r.size(), try()); !strings.Contains(say, "10:20") || !strings.Contains(say, "woensdag") {
		t.Errorf("another day: %q", say)
	}
	r.bookFor("Specimen", monday, 9*60+30)
	if say := r.says(fault.Conflict, r.size(), try()); !strings.Contains(say, "Alleen de familienaam") || !strings.Contains(say, "09:30") {
		t.Errorf("a surname: %q", say)
	}
	first := r.bookFor("N. Specimen", monday, 9*60+50)
	r.bookFor("Noël André Specimen", monday, 11*60+10)
	say := r.says(fault.Conflict, r.size(), try())
	if !strings.Contains(say, "09:50 en 11:10") || strings.Contains(say, "Specimen") {
		t.Errorf("several: %q", say)
	}
	// One of them is over: then it is the other.
	in, err := r.checkIn(&contract.CheckInRequest{Appointment: first.Appointment.Id})
	if err != nil {
		t.Fatal(err)
	}
	tap(t, r.counter, r.client.Leave, &contract.VisitCommand{Command: r.command(), Visit: in.Visit})
	if err := try(); err != nil {
		t.Fatal(err)
	}
	if e := r.events()[r.size()-1].GetCheckedIn(); e.GetPlanned() != 11*60+10 {
		t.Errorf("journaled %v", e)
	}
}
