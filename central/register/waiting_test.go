package register_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

const sooner = contract.MessageKind_MESSAGE_KIND_SOONER

// offerFor is how long these tests have places held.
const offerFor = 2 * time.Hour

func askSooner(a *contract.Appointment, wish *contract.WaitingWish) *contract.HQCommand {
	return &contract.HQCommand{Kind: &contract.HQCommand_WaitingAsk{WaitingAsk: &contract.WaitingAsk{Appointment: a.Id, Wish: wish}}}
}

func withdraw(a *contract.Appointment, offerOnly bool) *contract.HQCommand {
	return &contract.HQCommand{Kind: &contract.HQCommand_WaitingWithdraw{WaitingWithdraw: &contract.WaitingWithdraw{Appointment: a.Id, OfferOnly: offerOnly}}}
}

// look has what came free offered, and gives how many offers were made.
func (h *headquarters) look() int {
	h.Helper()
	return int(h.must(&contract.HQCommand{Kind: &contract.HQCommand_WaitingLook{WaitingLook: &contract.WaitingLook{HoldMs: offerFor.Milliseconds()}}}).Count)
}

// waits has somebody with an appointment wait for a sooner one.
func (h *headquarters) waits(at office.SeatID, product string, wish *contract.WaitingWish) *contract.Appointment {
	h.Helper()
	a := h.booksFor(at, product)
	h.must(askSooner(a, wish))
	return a
}

func (h *headquarters) waiting(a *contract.Appointment) *contract.WaitingState {
	return h.view().Waiting(a.AppointmentID())
}

// offered fails unless exactly this place is held for somebody who waits; a zero seat: none.
func (h *headquarters) offered(a *contract.Appointment, at office.SeatID) {
	h.Helper()
	o := register.Offered(h.waiting(a), h.now)
	switch {
	case at == office.SeatID{}:
		if o != nil {
			h.Fatalf("is offered %v", o)
		}
	case o == nil || o.Place.Run.First(office.SiteID(o.Place.Site)) != at:
		h.Fatalf("is offered %v, want %s", o, at)
	}
}

// soonerTold counts the messages of a sooner place that an appointment ever had.
func (h *headquarters) soonerTold(a *contract.Appointment) (n int) {
	for _, m := range h.told(about(a)) {
		if m.kind == sooner {
			n++
		}
	}
	return n
}

var nowhere = office.SeatID{}

// TestSooner: a place comes free, is held for who waits, and nobody else gets it; one step moves the appointment there.
func TestSooner(t *testing.T) {
	h := found(t)
	other := h.books(seat(3, 0), short)
	a := h.waits(seat(5, 0), short, nil)
	if h.view().WaitingDue(h.now) || h.look() != 0 {
		t.Fatal("something to do, and nothing came free")
	}
	h.refusedNot(h.cancel(other))
	if !h.view().WaitingDue(h.now) || h.look() != 1 || h.view().WaitingDue(h.now) {
		t.Fatal("not offered, or not once")
	}
	h.offered(a, seat(3, 0))
	if n := h.soonerTold(a); n != 1 || h.offers(seat(3, 0)) {
		t.Fatalf("told %d times; or it is offered to all", n)
	}
	h.refused(h.do(book(h.visit(seat(3, 0), short))), fault.Taken)
	h.refused(h.do(hold(h.visit(seat(3, 0), short), false)), fault.Taken)
	h.refusedNot(h.move(a, seat(3, 0), short))
	h.wants(seat(3, 0), atHQ, a)
	h.wants(seat(5, 0), atHQ, nil)
	if h.waiting(a) != nil || h.view().Hold(a.AppointmentID()) != nil || !h.offers(seat(5, 0)) {
		t.Error("who moved waits, or holds a place, or their old one is not offered")
	}
	if c := h.view().Tally(berchem); c.Offered != 1 || c.Taken != 1 || c.Declined+c.Lapsed != 0 {
		t.Errorf("counted %v", c)
	}
}

// TestSoonerInTurn: in the order of asking; who lets it pass, or declines, is not told of that place again; in the end it is
// everybody's.
func TestSoonerInTurn(t *testing.T) {
	h := found(t)
	other := h.books(seat(3, 0), short)
	first, second, third := h.waits(seat(5, 0), short, nil), h.waits(seat(5, 10), short, nil), h.waits(seat(5, 20), short, nil)
	h.refusedNot(h.cancel(other))
	h.look()
	h.offered(first, seat(3, 0))
	h.offered(second, nowhere)
	h.now = h.now.Add(offerFor)
	h.must(lapse()) // as the node that leads does each second
	if !h.view().WaitingDue(h.now) || h.look() != 1 {
		t.Fatal("the next is not told")
	}
	h.offered(first, nowhere)
	h.offered(second, seat(3, 0))
	h.must(withdraw(second, true))
	h.look()
	h.offered(third, seat(3, 0))
	h.must(withdraw(third, false))
	if h.look() != 0 || !h.offers(seat(3, 0)) || h.view().WaitingDue(h.now) {
		t.Error("somebody is told a second time, or it is not everybody's")
	}
	if h.waiting(first) == nil || h.waiting(second) == nil || h.waiting(third) != nil {
		t.Error("who waits, and who not")
	}
	if a, b, c := h.soonerTold(first), h.soonerTold(second), h.soonerTold(third); a != 1 || b != 1 || c != 1 {
		t.Errorf("told %d, %d and %d times", a, b, c)
	}
	if c := h.view().Tally(berchem); c.Offered != 3 || c.Lapsed != 1 || c.Declined != 2 || c.Taken != 0 {
		t.Errorf("counted %v", c)
	}
	again := h.books(seat(3, 0), short) // it comes free once more: that is another time
	h.refusedNot(h.cancel(again))
	h.look()
	h.offered(first, seat(3, 0))
}

// TestSoonerSuits: only what was asked for.
func TestSoonerSuits(t *testing.T) {
	for name, row := range map[string]struct {
		at      office.SeatID // of the appointment
		product string
		wish    *contract.WaitingWish
		free    []office.SeatID // come free, each by the end of another's visit
		want    office.SeatID
	}{
		"the same day is no sooner": {seat(3, 100), short, nil, []office.SeatID{seat(3, 0)}, nowhere},
		"later":                     {seat(3, 0), short, nil, []office.SeatID{seat(4, 0)}, nowhere},
		"the soonest":               {seat(5, 0), short, nil, []office.SeatID{seat(4, 0), seat(3, 0), seat(3, 10)}, seat(3, 0)},
		"any site":                  {seat(5, 0), short, nil, []office.SeatID{there(4, 0)}, there(4, 0)},
		"another site":              {seat(5, 0), short, &contract.WaitingWish{Sites: []string{string(berchem)}}, []office.SeatID{there(4, 0)}, nowhere},
		"a chosen site":             {seat(5, 0), short, &contract.WaitingWish{Sites: []string{string(hoek)}}, []office.SeatID{seat(3, 0), there(4, 0)}, there(4, 0)},
		"too soon":                  {seat(5, 0), short, &contract.WaitingWish{From: int32(today + 4)}, []office.SeatID{seat(3, 0)}, nowhere},
		"from a day on":             {seat(5, 0), short, &contract.WaitingWish{From: int32(today + 4)}, []office.SeatID{seat(3, 0), seat(4, 10)}, seat(4, 10)},
		"in office hours":           {seat(4, 0), short, &contract.WaitingWish{Part: contract.Part_PART_AFTER_WORK}, []office.SeatID{seat(3, 0)}, nowhere},
		"a Saturday":                {seat(8, 0), short, &contract.WaitingWish{Part: contract.Part_PART_AFTER_WORK}, []office.SeatID{seat(4, 0), seat(5, 0)}, seat(5, 0)},
		"half of what it takes":     {seat(5, 0), long, nil, []office.SeatID{seat(3, 20)}, nowhere},
		"all of what it takes":      {seat(5, 0), long, nil, []office.SeatID{seat(3, 20), seat(3, 30)}, seat(3, 20)},
		"today is over for the web": {seat(5, 0), short, nil, []office.SeatID{seat(0, 100)}, nowhere},
	} {
		t.Run(name, func(t *testing.T) {
			h := found(t)
			h.TB = t
			var others []*contract.Appointment
			a := h.waits(row.at, row.product, row.wish)
			for _, s := range row.free { // whole days are full but for what comes free
				for k := range 12 {
					at := s
					at.Start = office.Minute(9*60 + 10*k)
					if !h.view().Seat(at).Free() {
						continue
					}
					b := h.visit(at, short)
					if s.Date == today {
						b.Channel = contract.Channel_CHANNEL_PHONE
					}
					if h.do(book(b)).Kind == 0 {
						others = append(others, b)
					}
				}
			}
			for _, b := range others {
				for _, s := range row.free {
					if b.Place.Seats()[0] == s {
						h.refusedNot(h.cancel(b))
					}
				}
			}
			h.look()
			h.offered(a, row.want)
		})
	}
}

// TestSoonerIsReturned: what a site gives back is offered too, when the record of it is here.
func TestSoonerIsReturned(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	h.now = today.At(20*60, h.plan.Zone())
	h.topUp(berchem)
	h.wants(seat(1, 0), of(1), nil)
	a := h.waits(seat(5, 0), short, nil)
	if h.look() != 0 {
		t.Fatal("offered, and it is the site's")
	}
	h.taken(berchem, 1, &contract.Event{Kind: &contract.Event_Released{Released: &contract.Released{Free: h.held(seat(1, 0)), Reason: "recall"}}})
	h.look()
	h.offered(a, seat(1, 0))
	h.topUp(berchem)
	h.wants(seat(1, 0), atHQ, nil) // held: given to no site
	h.refusedNot(h.move(a, seat(1, 0), short))
	h.wants(seat(1, 0), atHQ, a)
}

// TestSoonerEnds with its appointment, however that ends, and lets go of what was held.
func TestSoonerEnds(t *testing.T) {
	for name, end := range map[string]func(*headquarters, *contract.Appointment){
		"cancelled":       func(h *headquarters, a *contract.Appointment) { h.refusedNot(h.cancel(a)) },
		"moved elsewhere": func(h *headquarters, a *contract.Appointment) { h.refusedNot(h.move(a, seat(4, 50), short)) },
		"withdrawn":       func(h *headquarters, a *contract.Appointment) { h.must(withdraw(a, false)) },
		"nobody takes mail there": func(h *headquarters, a *contract.Appointment) {
			for _, ref := range h.note("hq1/x", h.claims("hq1/x")) {
				h.note("hq1/x", nil, &contract.MessageNoted_Outcome{Ref: ref, Stage: dispatch.Failed, Reason: "smtp-5.1.1"})
			}
			h.look()
		},
		"no address": func(h *headquarters, a *contract.Appointment) {
			for _, ref := range h.claims("hq1/x") {
				h.note("hq1/x", nil, &contract.MessageNoted_Outcome{Ref: ref, Stage: dispatch.Dropped, Reason: "no-address"})
			}
			h.look()
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := found(t)
			h.TB = t
			other := h.books(seat(3, 0), short)
			a := h.waits(seat(5, 0), short, nil)
			h.refusedNot(h.cancel(other))
			h.look()
			h.offered(a, seat(3, 0))
			end(h, a)
			if h.waiting(a) != nil || h.view().Hold(a.AppointmentID()) != nil || !h.offers(seat(3, 0)) {
				t.Errorf("still %v, hold %v, offered to all %v", h.waiting(a), h.view().Hold(a.AppointmentID()), h.offers(seat(3, 0)))
			}
			for _, m := range h.view().Thread(about(a)).GetMessages() {
				if m.Kind == sooner && !dispatch.Ended(m) {
					t.Errorf("is still to be told: %v", m)
				}
			}
			h.look()
			if h.view().WaitingDue(h.now) {
				t.Error("there is still something to do")
			}
		})
	}
	h := found(t)
	a := h.waits(seat(5, 0), short, nil)
	h.now = (today + 5).At(9*60, h.plan.Zone())
	if !h.view().WaitingDue(h.now) || h.look() != 0 || h.waiting(a) != nil {
		t.Error("whose visit begins still waits")
	}
}

// TestSoonerIsNotSent: a message that comes too late to be read in time is not sent, and the next is told at once.
func TestSoonerIsNotSent(t *testing.T) {
	h := found(t)
	other := h.books(seat(3, 0), short)
	a, b := h.waits(seat(5, 0), short, nil), h.waits(seat(5, 10), short, nil)
	h.refusedNot(h.cancel(other))
	h.look()
	h.now = h.now.Add(offerFor / 2)
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_MessageSweep{MessageSweep: &contract.MessageSweep{Threads: [][]byte{about(a), about(b)}}}})
	h.look()
	h.offered(a, nowhere)
	h.offered(b, seat(3, 0))
	if h.waiting(a) == nil {
		t.Error("who could not be told in time waits no more")
	}
}

// TestSoonerNoMore: who lets five pass is asked no sixth time.
func TestSoonerNoMore(t *testing.T) {
	h := found(t)
	a := h.waits(seat(8, 0), short, nil)
	for n := range 6 {
		b := h.books(seat(5, 10*n), short)
		h.refusedNot(h.cancel(b))
		h.look()
		h.now = h.now.Add(offerFor)
		h.look()
	}
	if n := h.soonerTold(a); n != 5 || h.waiting(a) != nil {
		t.Errorf("told %d times, waits %v", n, h.waiting(a))
	}
}

// TestSoonerRefused: who cannot be told, or moved, or asks for what cannot be.
func TestSoonerRefused(t *testing.T) {
	h := found(t)
	a := h.booksFor(seat(5, 0), short)
	gone := h.booksFor(seat(5, 10), short)
	h.refusedNot(h.cancel(gone))
	nobody := h.books(seat(5, 20), short)
	for name, row := range map[string]struct {
		a    *contract.Appointment
		wish *contract.WaitingWish
		kind fault.Kind
	}{
		"unknown":          {h.visit(seat(5, 30), short), nil, fault.NotFound},
		"cancelled":        {gone, nil, fault.NotFound},
		"nobody to tell":   {nobody, nil, fault.Refused},
		"from its own day": {a, &contract.WaitingWish{From: int32(today + 5)}, fault.Invalid},
		"before all days":  {a, &contract.WaitingWish{From: -1}, fault.Invalid},
		"an unknown site":  {a, &contract.WaitingWish{Sites: []string{"nergens"}}, fault.NotFound},
		"an unknown part":  {a, &contract.WaitingWish{Part: 9}, fault.Invalid},
	} {
		h.refused(h.do(askSooner(row.a, row.wish)), row.kind)
		if h.waiting(row.a) != nil {
			t.Errorf("%s: waits", name)
		}
	}
	for _, ms := range []int64{0, 1, time.Minute.Milliseconds(), (48 * time.Hour).Milliseconds()} {
		h.refused(h.do(&contract.HQCommand{Kind: &contract.HQCommand_WaitingLook{WaitingLook: &contract.WaitingLook{HoldMs: ms}}}), fault.Invalid)
	}
	h.must(withdraw(a, false)) // was never on it
	first := h.must(askSooner(a, nil)).Waiting
	other := h.waits(seat(6, 0), short, nil)
	if again := h.must(askSooner(a, &contract.WaitingWish{From: int32(today + 2)})).Waiting; again.Number != first.Number || h.waiting(other).Number <= again.Number {
		t.Error("who changes what they wait for lost their place in the order")
	}
	own, as := holding(t, tomorrow(0, short)) // the site has it
	own.refused(own.do(askSooner(as[0], nil)), fault.Refused)
	mine := own.booksFor(seat(3, 0), short)
	own.now = (today + 2).At(20*60, own.plan.Zone())
	own.topUp(berchem)
	own.refused(own.do(askSooner(mine, nil)), fault.NotHeld)
}

// TestSoonerIsTheCountersToMove: whose appointment a counter has by now is offered nothing: headquarters could not move it.
func TestSoonerIsTheCountersToMove(t *testing.T) {
	for _, given := range []bool{false, true} {
		h := found(t)
		h.m.Quota.Hands = 60 // tomorrow is the counter's since one in the night
		phone := func(a *contract.Appointment) *contract.Appointment {
			a.Channel, a.Person = contract.Channel_CHANNEL_PHONE, somebody.Commitment
			h.must(&contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: a, Person: somebody}}})
			return a
		}
		a, other := phone(h.visit(seat(1, 0), short)), phone(h.visit(there(0, 110), short))
		h.must(askSooner(a, nil))
		if h.greet(berchem, 1); given {
			h.topUp(berchem)
			h.wants(seat(1, 0), of(1), a)
		}
		h.refusedNot(h.cancel(other))
		h.look()
		if given {
			h.offered(a, nowhere)
		} else {
			h.offered(a, there(0, 110))
		}
	}
}
