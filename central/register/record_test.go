package register_test

import (
	"slices"
	"testing"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// holding is headquarters with a site, in life 1, that holds all of tomorrow.
func holding(t *testing.T, booked ...func(*headquarters) *contract.Appointment) (*headquarters, []*contract.Appointment) {
	t.Helper()
	h := found(t)
	var as []*contract.Appointment
	for _, b := range booked {
		as = append(as, b(h))
	}
	h.greet(berchem, 1)
	h.now = today.At(20*60, h.plan.Zone())
	h.topUp(berchem)
	return h, as
}

// tomorrow books a place of tomorrow at headquarters, before the day passes to its site.
func tomorrow(minutes int, product string) func(*headquarters) *contract.Appointment {
	return func(h *headquarters) *contract.Appointment { return h.books(seat(1, minutes), product) }
}

func TestRecordsOfASite(t *testing.T) {
	h, as := holding(t, tomorrow(0, short))
	a := h.visit(seat(1, 10), long)
	h.taken(berchem, 1, h.booked(a), h.cancelled(as[0]))
	h.wants(seat(1, 10), of(1), a)
	h.wants(seat(1, 20), of(1), a)
	h.wants(seat(1, 0), of(1), nil)
	if !h.view().Appointment(as[0].AppointmentID()).Cancelled {
		t.Error("what the site cancelled is live")
	}
	h.taken(berchem, 1, &contract.Event{Kind: &contract.Event_Released{Released: &contract.Released{Free: h.held(seat(1, 0)),
		Booked: []*contract.Released_Handed{{Appointment: a.Id, Seats: append(h.held(seat(1, 10)), h.held(seat(1, 20))...)}}}}})
	h.wants(seat(1, 0), atHQ, nil)
	h.wants(seat(1, 20), atHQ, a)
	if got := h.conflicts(); len(got) != 0 {
		t.Errorf("conflicts: %v", got)
	}
	if tree := h.view().Tree(berchem, 1); tree.Size != 3 {
		t.Errorf("the cursor is at %d", tree.Size)
	}
}

func TestRecordsComeOnceAndInOrder(t *testing.T) {
	h, _ := holding(t)
	a := h.visit(seat(1, 0), short)
	batch := func(first uint64) *contract.HQCommand {
		return &contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: string(berchem), Root: make([]byte, 32),
			Batch: &contract.Batch{Incarnation: 1, First: first, Count: 1, Records: contract.JoinRecords([][]byte{contract.Encode(h.booked(a))})}}}}
	}
	h.refused(h.do(batch(2)), fault.Conflict) // a gap
	h.must(batch(1))
	if r := h.must(batch(1)); r.Ack.GetSize() != 1 {
		t.Errorf("again: %v", r)
	}
	if n := len(slices.Collect(func(yield func(uint64) bool) {
		for n := range h.view().Records(berchem, 1, 1) {
			if !yield(n) {
				return
			}
		}
	})); n != 1 {
		t.Errorf("%d records", n)
	}
}

// TestRecordsOfALifeThatIsOver: nothing is dropped; what they say of seats is for a person.
func TestRecordsOfALifeThatIsOver(t *testing.T) {
	h, as := holding(t, tomorrow(0, short))
	booked, ended := h.booked(h.visit(seat(1, 10), short)), h.cancelled(as[0])
	h.lose(berchem)
	h.greet(berchem, 2)
	h.taken(berchem, 1, booked, ended)
	h.wants(seat(1, 10), blocked, nil)
	h.wants(seat(1, 0), blocked, as[0])
	if h.view().Appointment(as[0].AppointmentID()).Cancelled {
		t.Error("cancelled, and on its seat")
	}
	want := []office.AppointmentID{booked.GetBooked().Appointment.AppointmentID(), as[0].AppointmentID()}
	if got := h.conflicts(); !slices.Equal(got, want) {
		t.Errorf("conflicts: %v, want %v", got, want)
	}
}

// TestRecordsOfALifeNeverHeardOf come from a box that lives a later one.
func TestRecordsOfALifeNeverHeardOf(t *testing.T) {
	h, _ := holding(t)
	a := h.visit(seat(1, 0), short)
	h.taken(berchem, 9, h.booked(a))
	if got := h.conflicts(); !slices.Equal(got, []office.AppointmentID{a.AppointmentID()}) {
		t.Errorf("conflicts: %v", got)
	}
	if h.view().Tree(berchem, 9).Size != 1 {
		t.Error("the record is not kept")
	}
}

func TestWishToBook(t *testing.T) {
	h, _ := holding(t)
	a := h.visit(there(3, 0), short)
	id := h.id()
	h.taken(berchem, 1, asks(id, toBook(a)))
	h.wants(there(3, 0), atHQ, a)
	if got := h.answers(berchem, h.stands(berchem)-1); len(got) != 1 || got[0].Accepted == nil {
		t.Fatalf("answered with %v", got)
	}
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Cancel{Cancel: &contract.CancelBooking{Appointment: a.Id}}})
	// A new life asks again what it has no answer to: the same answer, and nothing is done twice.
	h.greet(berchem, 2)
	stood := h.stands(berchem)
	h.taken(berchem, 2, asks(id, toBook(a)))
	if got := h.answers(berchem, stood); len(got) == 0 || got[len(got)-1].Accepted == nil {
		t.Fatalf("answered again with %v", got)
	}
	h.wants(there(3, 0), atHQ, nil)
}

func TestWishOfALifeThatIsOver(t *testing.T) {
	h, _ := holding(t)
	h.lose(berchem)
	a := h.visit(there(3, 0), short)
	h.taken(berchem, 1, asks(h.id(), toBook(a)))
	h.wants(there(3, 0), atHQ, nil)
}

func TestWishToMoveAway(t *testing.T) {
	for _, row := range []struct {
		title string
		to    office.SeatID
		yes   bool
	}{
		{"to a free seat", there(3, 0), true},
		{"to a taken seat", there(3, 10), false},
		{"to a closed hour", there(3, 200), false},
	} {
		t.Run(row.title, func(t *testing.T) {
			h, as := holding(t, tomorrow(0, short), func(h *headquarters) *contract.Appointment { return h.books(there(3, 10), short) })
			a := as[0]
			h.taken(berchem, 1, asks(h.id(), toMove(a, place(row.to, short), true), h.held(seat(1, 0))...))
			s := h.view().Seat(seat(1, 0))
			if s.Moved != row.yes || s.Booking != a.AppointmentID() || !row.yes && s.Ask != (office.RequestID{}) {
				t.Errorf("the old seat is %+v", s)
			}
			if row.yes {
				h.wants(row.to, atHQ, a)
			}
			if got := h.answers(berchem, h.stands(berchem)-1); len(got) != 1 || (got[0].Accepted != nil) != row.yes {
				t.Errorf("answered with %v", got)
			}
			h.refused(h.cancelWhileAsked(a, row.yes), fault.Conflict)
		})
	}
}

// cancelWhileAsked is a refusal when the appointment was not moved: then its site keeps it, and is asked.
func (h *headquarters) cancelWhileAsked(a *contract.Appointment, moved bool) *contract.HQReply {
	h.Helper()
	r := h.cancel(a)
	if moved == r.Pending {
		h.Fatalf("moved: %t, cancelled: %v", moved, r)
	}
	return &contract.HQReply{Kind: uint32(fault.Conflict) + 1, Say: "nagekeken"}
}

// TestWishToMoveWhatIsGone closes the wish all the same: the site would stay frozen.
func TestWishToMoveWhatIsGone(t *testing.T) {
	h, as := holding(t, tomorrow(0, short))
	unknown := h.visit(seat(1, 0), short)
	unknown.Id = as[0].Id
	end := &contract.AppointmentState{Appointment: as[0], Cancelled: true}
	h.w.Put(append([]byte("a/"), as[0].Id...), contract.Encode(end))
	h.taken(berchem, 1, asks(h.id(), toMove(unknown, place(there(3, 0), short), true), h.held(seat(1, 0))...))
	if s := h.view().Seat(seat(1, 0)); s.Ask != (office.RequestID{}) {
		t.Errorf("the seat is %+v", s)
	}
}

// TestWishToMoveThatFrozeNothing: the freeze did not count, so whoever keeps the appointment moves it, and it is on
// one place only.
func TestWishToMoveThatFrozeNothing(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	a := h.books(seat(2, 0), short)
	h.taken(berchem, 1, asks(h.id(), toMove(a, place(there(3, 0), short), true), &contract.HeldRun{Run: a.Place.Run, Grant: &contract.Identity{Era: 1, Number: 9}}))
	h.wants(seat(2, 0), atHQ, nil)
	h.wants(there(3, 0), atHQ, a)
}

// TestWishToCancelWhatASiteKeeps is refused in words, because an answer is final; another site is asked.
func TestWishToCancelWhatASiteKeeps(t *testing.T) {
	h, as := holding(t, tomorrow(0, short))
	h.greet(hoek, 5)
	cancel := &contract.Request{Wish: &contract.Request_Cancel_{Cancel: &contract.Request_Cancel{Appointment: as[0].Id}}}
	stood := h.stands(berchem)
	h.applied(berchem, stood)
	for site, life := range map[office.SiteID]office.Incarnation{hoek: 5, berchem: 1} {
		h.taken(site, life, asks(h.id(), cancel))
		if got := h.answers(site, h.stands(site)-1); len(got) != 1 || got[0].Refused.GetSay() == "" {
			t.Errorf("%s is answered with %v", site, got)
		}
	}
	asked := 0
	for _, e := range h.feed(berchem, stood) {
		if e.GetAsk() != nil {
			asked++
		}
	}
	if asked != 1 {
		t.Errorf("the site that keeps it was asked %d times", asked)
	}
	h.wants(seat(1, 0), of(1), as[0])
}

// TestSameCommandsSameState: two machines that apply the same commands hold the same bytes.
func TestSameCommandsSameState(t *testing.T) {
	h, as := holding(t, tomorrow(0, long), tomorrow(40, short))
	h.taken(berchem, 1, asks(h.id(), toMove(as[1], place(there(3, 0), short), true), h.held(seat(1, 40))...), h.booked(h.visit(seat(1, 50), long)))
	h.lose(berchem)
	h.greet(berchem, 2)
	h.topUp(berchem)
	h.greet(hoek, 3)
	h.greet(second(t, h), 4)
	h.announce(berchem, &contract.Consignment{Id: "Z1", Documents: []string{passport, "EN810005", "EN810006"}})
	surplus := received("Z1", passport, "EN810005", "EN810007")
	surplus.Surplus = []string{"EN810007"}
	h.taken(berchem, 2, vaultEvent(surplus), vaultEvent(&contract.Departed{Trip: "R1", To: string(hoek), Documents: []string{passport, "EN810005"}}))
	h.taken(second(t, h), 4, vaultEvent(received("Z2", passport, "EN810007")))
	h.taken(berchem, 2, vaultEvent(&contract.BroughtBack{Trip: "R1", Back: []string{passport}, HandedOut: []string{"EN810005"}}),
		vaultEvent(&contract.SentBack{Documents: []string{"EN810007"}}))
	h.clerk(&contract.Clerk{Id: "an", Pin: []byte("hash"), Roles: []string{"planner"}}, string(berchem), string(hoek))
	h.roster(&contract.RosterPut{Site: string(hoek), OfflineDays: 3, Also: []*contract.Roster_RoleRight{{Role: "reception", Right: "keep"}}})
	h.roster(&contract.RosterPut{Site: string(berchem), OfflineDays: 4})
	h.pieces(&contract.PlanChange{Put: &contract.Plan{Closures: []*contract.Closure{{Id: "x", FromDate: int32(today) + 1, ToDate: int32(today) + 3, Reason: "Verhuis"}},
		Terms: []*contract.Term{{Last: 30}}}})
	h.restored()
	h.report(berchem, 2, &contract.Report{Size: h.size[2], Hands: []*contract.Report_Hand{{Seats: h.held(seat(1, 0))[0], Appointment: as[0].Id}}, Appointments: as[:1]})
	if len(h.disputes()) != 1 {
		t.Fatalf("open conflicts: %v", h.disputes())
	}
	for range 5 {
		other := &register.Machine{Quota: h.m.Quota}
		var w kv.Memory
		for i, c := range h.commands {
			other.Apply(&w, uint64(i)+1, c)
		}
		if !w.Equal(&h.w) {
			t.Fatal("two states")
		}
	}
}

func TestTopUp(t *testing.T) {
	h := found(t)
	h.m.Quota = register.DefaultQuota
	a := h.books(seat(1, 0), long)
	h.greet(berchem, 1)
	h.now = today.At(9*60+30, h.plan.Zone())
	h.topUp(berchem)
	held := map[int]int{}
	for id, s := range h.view().SiteSeats(berchem) {
		if s.Owner == custody.SiteOwner(1) {
			held[int(id.Date-today)]++
		}
	}
	for day, want := range []int{9, 3, 3, 3, 3, 3, 3, 3, 0} { // of twelve: what is left of today, a quarter of each day after
		if held[day] != want {
			t.Errorf("day %d: %d seats, want %d", day, held[day], want)
		}
	}
	before := h.stands(berchem)
	h.topUp(berchem)
	if h.stands(berchem) != before {
		t.Error("topped up twice")
	}
	h.wants(seat(1, 0), atHQ, a)
	h.now = today.At(20*60, h.plan.Zone())
	h.topUp(berchem)
	h.wants(seat(1, 0), of(1), a)
	h.wants(seat(1, 10), of(1), a)
}
