package register_test

import (
	"slices"
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestAPositionOfAnotherLifeOfHeadquarters: the site applied entries that this headquarters has forgotten and written
// anew; that it says so must neither trim this feed nor keep the snapshot from it.
func TestAPositionOfAnotherLifeOfHeadquarters(t *testing.T) {
	h, _ := holding(t)
	h.restored()
	h.report(berchem, 1, &contract.Report{})
	stands := h.stands(berchem)
	h.applied(berchem, stands-1)
	if f := h.feed(berchem, stands-1); len(f) != 1 || f[0].GetSnapshot() == nil || f[0].Number != stands {
		t.Fatalf("heard: %v", f)
	}
	h.applied(berchem, stands)
	if f := h.feed(berchem, stands); len(f) != 0 {
		t.Fatalf("after the snapshot: %v", f)
	}
	h.books(seat(3, 0), short)
	if f := h.feed(berchem, stands); len(f) != 1 || f[0].Number != stands+1 {
		t.Fatalf("after that: %v", f)
	}
}

func TestASiteThatStandsBeyondTheFeedGetsASnapshot(t *testing.T) {
	h, _ := holding(t)
	h.greetFrom(berchem, 1, 40, true)
	if f := h.feed(berchem, 40); len(f) != 1 || f[0].GetSnapshot() == nil || f[0].Number != 41 {
		t.Fatalf("heard: %v", f)
	}
}

// TestASnapshotRepeatsAnswersUntilTheyAreWorked: who trimmed the feed may not be who waits for the answer.
func TestASnapshotRepeatsAnswersUntilTheyAreWorked(t *testing.T) {
	h, _ := holding(t)
	id := h.id()
	h.taken(berchem, 1, asks(id, toBook(h.visit(there(3, 0), short))))
	h.applied(berchem, h.stands(berchem))
	h.greet(berchem, 2)
	if got := h.answers(berchem, 0); len(got) != 1 {
		t.Fatalf("the snapshot has %v", got)
	}
	h.taken(berchem, 2, &contract.Event{Kind: &contract.Event_AnswerWorked{AnswerWorked: &contract.AnswerWorked{Request: id[:]}}})
	if got := h.answers(berchem, 0); len(got) != 0 {
		t.Fatalf("worked, and still there: %v", got)
	}
	// Of an answer that is on its way nobody can have worked more than its forerunner.
	id = h.id()
	worked := &contract.Event{Kind: &contract.Event_AnswerWorked{AnswerWorked: &contract.AnswerWorked{Request: id[:]}}}
	h.taken(berchem, 2, asks(id, toBook(h.visit(there(3, 10), short))), worked)
	if got := h.answers(berchem, 0); len(got) != 1 {
		t.Fatalf("not heard yet, and forgotten: %v", got)
	}
}

// TestPersonsGoWithWhatIsAttended: a counter that receives the visitors of blocked seats must know who they are.
func TestPersonsGoWithWhatIsAttended(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	a := h.visit(seat(1, 0), short)
	sealed := &contract.Sealed{Commitment: make([]byte, 16), Subject: a.Id, Salt: make([]byte, 16), Plain: []byte("Jan")}
	a.Person = sealed.Commitment
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: a, Person: sealed}}})
	h.now = today.At(20*60, h.plan.Zone())
	h.topUp(berchem)
	h.lose(berchem)
	h.greet(berchem, 2)
	stood := h.stands(berchem)
	h.topUp(berchem)
	for _, after := range []uint64{0, stood} {
		f := h.view().Feed(berchem, after, today)
		if len(f.Personal) != 1 {
			t.Errorf("after entry %d: %d persons", after, len(f.Personal))
		}
	}
}

func reported(h *headquarters, at office.SeatID, a *contract.Appointment, number uint64) *contract.Report_Hand {
	return &contract.Report_Hand{Seats: &contract.HeldRun{Run: contract.NewRun(at, 1, 10), Grant: &contract.Identity{Era: 1, Number: number}}, Appointment: a.GetId()}
}

// TestReportIsTheLaterWord: headquarters woke with an appointment on a seat that it had ended and given out since.
func TestReportIsTheLaterWord(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	a, half := h.books(seat(3, 0), short), h.books(seat(3, 20), long)
	h.restored()
	free := reported(h, seat(3, 0), nil, 7)
	empty := reported(h, seat(3, 30), half, 8) // given back long ago; the other of its two seats has been given out since
	empty.Empty = true
	h.report(berchem, 1, &contract.Report{Hands: []*contract.Report_Hand{free, reported(h, seat(3, 20), nil, 9), empty}})
	h.wants(seat(3, 0), of(1), nil)
	h.wants(seat(3, 20), of(1), nil)
	h.wants(seat(3, 30), atHQ, nil)
	for _, a := range []*contract.Appointment{a, half} {
		if !slices.Contains(h.conflicts(), a.AppointmentID()) {
			t.Errorf("nobody is shown %v", a)
		}
		if !h.view().Appointment(a.AppointmentID()).Cancelled {
			t.Errorf("live, and nowhere: %v", a)
		}
	}
}

// TestReportTellsOfWhatHeadquartersNeverHadOf: appointments, persons, and where they went from.
func TestReportTellsOfWhatHeadquartersForgot(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	h.greet(hoek, 2)
	moved := h.books(there(3, 0), short)
	h.restored()
	h.report(hoek, 2, &contract.Report{})
	now := moved.MovedTo(place(seat(3, 0), short))
	now.Person = []byte("0123456789abcdef")
	h.report(berchem, 1, &contract.Report{Hands: []*contract.Report_Hand{reported(h, seat(3, 0), now, 7)}, Appointments: []*contract.Appointment{now},
		Personal: []*contract.Sealed{{Commitment: now.Person, Subject: now.Id, Salt: make([]byte, 16), Plain: []byte("Jan")}}})
	h.wants(seat(3, 0), of(1), now)
	h.wants(there(3, 0), atHQ, nil)
	if h.view().Person(now.Person) == nil {
		t.Error("the person is unknown")
	}
	if state := h.view().Appointment(now.AppointmentID()); state.Appointment.Leg != 1 || state.Cancelled {
		t.Errorf("known as %v", state)
	}
}

// TestHistoryIsNoNews: records that a report spoke for change no seat, and tell the site nothing that was undone since.
func TestHistoryIsNoNews(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	h.restored()
	a := h.visit(seat(3, 0), short)
	h.report(berchem, 1, &contract.Report{Size: 2})
	stood := h.stands(berchem)
	h.taken(berchem, 1, h.booked(a), &contract.Event{Kind: &contract.Event_Released{Released: &contract.Released{
		Booked: []*contract.Released_Handed{{Appointment: a.Id, Seats: h.held(seat(3, 0))}}}}})
	h.wants(seat(3, 0), atHQ, nil)
	if f := h.feed(berchem, stood); len(f) != 0 {
		t.Errorf("told: %v", f)
	}
	if state := h.view().Appointment(a.AppointmentID()); state == nil || !state.Cancelled {
		t.Errorf("on no seat, and known as %v", state)
	}
}

// TestOpenMovesAreAnsweredAgain: the site takes no answer of an older era.
func TestOpenMovesAreAnsweredAgain(t *testing.T) {
	for _, granted := range []bool{true, false} {
		h, as := holding(t, tomorrow(0, short))
		id, to := h.id(), there(3, 0)
		if !granted {
			to = there(3, 200)
		}
		ask := asks(id, toMove(as[0], place(to, short), true), h.held(seat(1, 0))...)
		h.taken(berchem, 1, ask)
		hand := reported(h, seat(1, 0), as[0], h.view().Seat(seat(1, 0)).Grant.N)
		hand.Ask = id[:]
		h.restored()
		h.report(berchem, 1, &contract.Report{Size: 1, Hands: []*contract.Report_Hand{hand}, Appointments: as})
		var last *contract.Answer
		for _, a := range h.answers(berchem, 0) {
			last = a
		}
		if last == nil || last.Era != 2 || (last.Accepted != nil) != granted {
			t.Fatalf("granted %t: answered with %v", granted, last)
		}
		if s := h.view().Seat(seat(1, 0)); s.Moved != granted {
			t.Errorf("granted %t: the seat is %+v", granted, s)
		}
	}
}

func TestLost(t *testing.T) {
	h, as := holding(t, tomorrow(0, short))
	r := h.do(&contract.HQCommand{Kind: &contract.HQCommand_Lost{Lost: &contract.Lost{Site: string(berchem), By: "an", Second: "an"}}})
	h.refused(r, fault.Denied)
	if r := h.lose(berchem); r.Count != 11 || r.SecondCount != 1 {
		t.Errorf("%d free and %d booked seats were blocked", r.Count, r.SecondCount)
	}
	h.wants(seat(1, 0), blocked, as[0])
	h.wants(seat(1, 10), blocked, nil)
	h.refused(h.do(book(h.visit(seat(1, 10), short))), fault.Refused)
}

// TestLostBetweenTheTwoRecordsOfAMove: the new place is known, the record that gives up the old one never comes.
func TestLostBetweenTheTwoRecordsOfAMove(t *testing.T) {
	h, as := holding(t, tomorrow(0, short))
	h.taken(berchem, 1, h.booked(as[0].MovedTo(place(seat(1, 30), short))))
	h.lose(berchem)
	h.wants(seat(1, 0), blocked, nil)
	h.wants(seat(1, 30), blocked, as[0])
	h.greet(berchem, 2)
	h.topUp(berchem)
	h.wants(seat(1, 30), custody.Owner{Kind: custody.Blocked, By: 2}, as[0])
	h.wants(seat(1, 0), blocked, nil)
}

// TestHalfAnAppointmentGoesToNoSite: a person has the conflict.
func TestHalfAnAppointmentGoesToNoSite(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	a := h.books(seat(1, 0), long)
	h.restored()
	h.report(berchem, 1, &contract.Report{Hands: []*contract.Report_Hand{reported(h, seat(1, 0), nil, 7)}})
	h.now = today.At(20*60, h.plan.Zone())
	h.topUp(berchem)
	h.wants(seat(1, 10), atHQ, a)
}

func TestRiskIsOfWholeAppointments(t *testing.T) {
	h, as := holding(t, tomorrow(0, long))
	h.lose(berchem)
	risk := func(second, reason string) *contract.HQReply {
		return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Risk{Risk: &contract.RiskAccepted{Site: string(berchem),
			Seats: []*contract.Run{contract.NewRun(seat(1, 10), 2, 10)}, By: "an", Second: second, Reason: reason}}})
	}
	h.refused(risk("an", "druk"), fault.Denied)
	h.refused(risk("bo", ""), fault.Invalid)
	if r := risk("bo", "druk"); r.Count != 3 {
		t.Errorf("%d seats came back", r.Count)
	}
	for minute, a := range map[int]*contract.Appointment{0: as[0], 10: as[0], 20: nil} {
		h.wants(seat(1, minute), atHQ, a)
	}
	h.wants(seat(1, 30), blocked, nil)
}

func TestACommandThatIsNoneChangesNothing(t *testing.T) {
	h := found(t)
	h.books(seat(2, 0), short)
	before := h.w.Clone()
	for _, command := range [][]byte{{0xff}, nil, contract.Encode(&contract.HQCommand{}), contract.Encode(book(&contract.Appointment{})),
		contract.Encode(&contract.HQCommand{Kind: &contract.HQCommand_Move{Move: &contract.MoveBooking{Appointment: []byte("x")}}})} {
		reply, err := contract.Decode(h.m.Apply(&h.w, 99, command), new(contract.HQReply))
		if err != nil || reply.Kind == 0 {
			t.Errorf("%x: %v, %v", command, reply, err)
		}
		if !h.w.Equal(before) {
			t.Errorf("%x changed the state", command)
		}
	}
	var _ kv.Reader = &h.w
}

// TestASnapshotGivesNothingThatWasMovedAway: the old seat is still the site's, its appointment has another place. Given
// there, the site would take seats that were never granted.
func TestASnapshotGivesNothingThatWasMovedAway(t *testing.T) {
	h, as := holding(t, tomorrow(0, short))
	h.taken(berchem, 1, asks(h.id(), toMove(as[0], place(seat(3, 0), short), true), h.held(seat(1, 0))...))
	h.wants(seat(3, 0), atHQ, as[0])
	for _, g := range h.feed(berchem, 0)[0].GetSnapshot().Grants {
		for _, a := range slices.Concat(g.Booked, g.Attended) {
			for _, id := range a.Place.Seats() {
				if s := h.view().Seat(id); s.Owner.By != 1 || s.Grant.N != g.Identity.Number {
					t.Errorf("%s is given under %v; it is %+v", id, g.Identity, s)
				}
			}
		}
	}
}

// TestRiskIsOfSeatsThatWereSignedFor: an appointment's place, as known, may be seats that it is not on.
func TestRiskIsOfSeatsThatWereSignedFor(t *testing.T) {
	h, as := holding(t, tomorrow(0, short))
	moved := h.booked(as[0].MovedTo(place(seat(1, 50), short)))
	h.lose(berchem)
	h.greet(berchem, 2)
	h.taken(berchem, 1, moved) // too late: a conflict, and the new place is known
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Risk{Risk: &contract.RiskAccepted{Site: string(berchem),
		Seats: []*contract.Run{contract.NewRun(seat(1, 0), 1, 10)}, By: "an", Second: "bo", Reason: "druk"}}})
	h.wants(seat(1, 0), atHQ, as[0])
	h.wants(seat(1, 50), blocked, nil)
}

// TestGivenBackToAHeadquartersThatForgot: the counter gave the appointment back and has no more of it than its records.
func TestGivenBackToAHeadquartersThatForgot(t *testing.T) {
	for _, whole := range []bool{true, false} {
		h := found(t)
		h.greet(berchem, 1)
		a := h.visit(seat(3, 0), long)
		h.restored()
		var hands []*contract.Report_Hand
		for i, at := range a.Place.Seats() {
			hand := reported(h, at, a, 7)
			hand.Empty = true
			if i == 0 && !whole {
				hand = reported(h, at, nil, 8) // given out anew since
			}
			hands = append(hands, hand)
		}
		h.report(berchem, 1, &contract.Report{Size: 1, Hands: hands})
		h.taken(berchem, 1, h.booked(a))
		state := h.view().Appointment(a.AppointmentID())
		if state.Cancelled == whole {
			t.Errorf("whole %t: known as %v", whole, state)
		}
		if on := h.view().Seat(seat(3, 10)).Booking == a.AppointmentID(); on != whole {
			t.Errorf("whole %t: on its second seat: %t", whole, on)
		}
	}
}

// TestAnOldAnswerWorkedIsNotTheNewOne: headquarters forgot its no and says yes; that somebody worked the no is history.
func TestAnOldAnswerWorkedIsNotTheNewOne(t *testing.T) {
	h, _ := holding(t)
	h.restored()
	h.report(berchem, 1, &contract.Report{Size: 2})
	id := h.id()
	h.taken(berchem, 1, asks(id, toBook(h.visit(there(3, 0), short))),
		&contract.Event{Kind: &contract.Event_AnswerWorked{AnswerWorked: &contract.AnswerWorked{Request: id[:]}}})
	if got := h.answers(berchem, 0); len(got) != 1 || got[0].Era != 2 {
		t.Fatalf("the snapshot has %v", got)
	}
}

// TestOneAppointmentOnTwoSeatsIsShown: a site has it where a forgotten headquarters left it, this one has moved it.
func TestOneAppointmentOnTwoSeatsIsShown(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	a := h.books(seat(3, 0), short)
	if r := h.move(a, seat(4, 0), short); r.Kind != 0 {
		t.Fatal(r)
	}
	h.restored()
	h.report(berchem, 1, &contract.Report{Hands: []*contract.Report_Hand{reported(h, seat(3, 0), a, 7)}, Appointments: []*contract.Appointment{a}})
	if got := h.conflicts(); !slices.Contains(got, a.AppointmentID()) {
		t.Fatalf("conflicts: %v", got)
	}
	h.wants(seat(3, 0), of(1), a)
	h.wants(seat(4, 0), atHQ, a)
}

// TestGivenBackFromTwoPlaces: an HQ that is gone moved it in between; it is on one place again.
func TestGivenBackFromTwoPlaces(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	a := h.visit(seat(3, 0), short)
	h.restored()
	var hands []*contract.Report_Hand
	for day := 3; day <= 4; day++ {
		hand := reported(h, seat(day, 0), a, uint64(day))
		hand.Empty = true
		hands = append(hands, hand)
	}
	h.report(berchem, 1, &contract.Report{Size: 1, Hands: hands})
	h.taken(berchem, 1, h.booked(a))
	h.wants(seat(3, 0), atHQ, a)
	h.wants(seat(4, 0), atHQ, nil)
}
