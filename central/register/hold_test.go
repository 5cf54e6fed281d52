package register_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func hold(a *contract.Appointment, prolong bool) *contract.HQCommand {
	return &contract.HQCommand{Kind: &contract.HQCommand_Hold{Hold: &contract.HoldPlace{Appointment: a, Prolong: prolong}}}
}

func letGo(a *contract.Appointment) *contract.HQCommand {
	return &contract.HQCommand{Kind: &contract.HQCommand_LetGo{LetGo: &contract.LetGo{Hold: a.Id}}}
}

func lapse() *contract.HQCommand {
	return &contract.HQCommand{Kind: &contract.HQCommand_Lapse{Lapse: &contract.LapseHolds{}}}
}

// offers reports whether a seat is among those that headquarters offers.
func (h *headquarters) offers(s office.SeatID) bool {
	return h.view().Free(h.plan.Day(s.Site, s.Date)).Has(s.Desk, s.Start)
}

func TestAHeldPlaceIsWithheldFromOthers(t *testing.T) {
	h := found(t)
	a, b := h.visit(seat(2, 0), long), h.visit(seat(2, 10), short)
	first := h.must(hold(a, false)).Hold
	if got := time.UnixMilli(first.UntilMs).Sub(h.now); got != register.HoldFor {
		t.Errorf("held for %s", got)
	}
	if h.offers(seat(2, 0)) || h.offers(seat(2, 10)) || !h.offers(seat(2, 20)) {
		t.Error("a held seat is offered, or one beside it is not")
	}
	for _, c := range []*contract.HQCommand{hold(b, false), book(b)} {
		r := h.do(c)
		h.refused(r, fault.Taken)
		if len(r.Alternatives) == 0 {
			t.Error("no alternatives")
		}
	}
	h.now = h.now.Add(time.Minute)
	if again := h.must(hold(a, false)).Hold; again.UntilMs != first.UntilMs {
		t.Error("asked again, it lasts longer")
	}
	h.must(book(a))
	h.wants(seat(2, 0), atHQ, a)
	h.wants(seat(2, 10), atHQ, a)
	if h.view().Hold(a.AppointmentID()) != nil {
		t.Error("what is booked is held as well")
	}
	h.refused(h.do(hold(a, false)), fault.Conflict)
}

func TestAHoldLapses(t *testing.T) {
	h := found(t)
	a, b, c := h.visit(seat(2, 0), short), h.visit(seat(2, 0), short), h.visit(seat(2, 10), short)
	h.must(hold(a, false))
	h.must(hold(c, false))
	h.must(lapse())
	if h.offers(seat(2, 0)) {
		t.Error("it lapsed before its time")
	}
	h.now = h.now.Add(register.HoldFor)
	h.must(hold(b, false)) // the time of the first is over, although nobody swept it yet
	if n := h.must(lapse()).Count; n != 2 {
		t.Errorf("%d lapsed", n)
	}
	if h.offers(seat(2, 0)) || !h.offers(seat(2, 10)) {
		t.Error("the second's hold went with the first's, or a place whose hold lapsed is not offered")
	}
	h.refused(h.do(book(a)), fault.Taken)
	h.must(book(c)) // too late, and nobody took it
	h.must(book(b))
}

func TestAHoldIsProlongedTwice(t *testing.T) {
	h := found(t)
	a := h.visit(seat(2, 0), short)
	h.must(hold(a, false))
	for n := range uint32(register.HoldProlongs) {
		h.now = h.now.Add(register.HoldFor - time.Second)
		if s := h.must(hold(a, true)).Hold; s.Prolonged != n+1 || time.UnixMilli(s.UntilMs).Sub(h.now) != register.HoldFor {
			t.Errorf("prolonged: %v", s)
		}
	}
	h.refused(h.do(hold(a, true)), fault.Exhausted)
	h.now = h.now.Add(register.HoldFor - time.Second)
	h.must(book(a))
}

// TestAHoldMoves: the back button, and another place of the same list.
func TestAHoldMoves(t *testing.T) {
	h := found(t)
	a, b := h.visit(seat(2, 0), long), h.visit(seat(2, 10), long)
	taken := h.books(seat(2, 60), short)
	b.Id = a.Id
	h.must(hold(a, false))
	h.must(hold(b, false)) // onto its own second seat
	if !h.offers(seat(2, 0)) || h.offers(seat(2, 10)) || h.offers(seat(2, 20)) {
		t.Error("the hold did not move")
	}
	c := h.visit(seat(2, 60), short)
	c.Id = a.Id
	h.refused(h.do(hold(c, false)), fault.Taken)
	h.wants(seat(2, 60), atHQ, taken)
	if h.offers(seat(2, 10)) {
		t.Error("a refusal cost the place that is held")
	}
	h.must(letGo(a))
	h.must(letGo(a))
	if !h.offers(seat(2, 10)) || !h.offers(seat(2, 20)) {
		t.Error("let go of, and not offered")
	}
}

// TestAHeldPlaceIsNotGivenToItsSite until it is booked or over.
func TestAHeldPlaceIsNotGivenToItsSite(t *testing.T) {
	h := found(t)
	a, b := h.visit(seat(1, 0), short), h.visit(seat(1, 10), short)
	h.greet(berchem, 1)
	h.must(hold(a, false))
	h.must(hold(b, false))
	h.now = today.At(20*60, h.plan.Zone()).Add(-time.Minute)
	h.must(hold(a, false))
	h.must(hold(b, false))
	h.now = h.now.Add(time.Minute)
	h.topUp(berchem)
	h.wants(seat(1, 0), atHQ, nil)
	h.wants(seat(1, 20), of(1), nil)
	h.must(book(a))
	h.now = h.now.Add(register.HoldFor)
	h.topUp(berchem)
	h.wants(seat(1, 0), of(1), a)
	h.wants(seat(1, 10), of(1), nil)
}

// TestHolds_property: whatever citizens do and whenever, a seat has one holder at most, nobody books what another
// holds, nothing that is held goes to a site, and when all is over no trace of a hold is left.
func TestHolds_property(tt *testing.T) {
	rapid.Check(tt, func(t *rapid.T) {
		h := found(tt)
		h.m.Quota = register.DefaultQuota
		h.greet(berchem, 1)
		people := make([]*contract.Appointment, 4)
		for i := range people {
			people[i] = h.visit(seat(2, 0), short)
		}
		type claim struct {
			who   string
			until time.Time
		}
		held := map[office.SeatID]claim{} // the model
		drop := func(who string) {
			for s, c := range held {
				if c.who == who {
					delete(held, s)
				}
			}
		}
		live := func(s office.SeatID) string {
			if c := held[s]; h.now.Before(c.until) {
				return c.who
			}
			return ""
		}
		done := map[string]bool{}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			i := rapid.IntRange(0, len(people)-1).Draw(t, "who")
			at := seat(rapid.IntRange(1, 3).Draw(t, "day"), 10*rapid.IntRange(0, 5).Draw(t, "slot"))
			product := rapid.SampledFrom([]string{short, long}).Draw(t, "product")
			a := h.visit(at, product)
			a.Id = people[i].Id
			who := string(a.Id)
			others := false
			for _, s := range a.Place.Seats() {
				if by := live(s); by != "" && by != who {
					others = true
				}
			}
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0, 1:
				r := h.do(hold(a, rapid.Bool().Draw(t, "prolong")))
				if r.Kind != 0 {
					continue
				}
				if others || done[who] {
					t.Fatalf("%s: held for a second, or after booking", at)
				}
				drop(who)
				for _, s := range a.Place.Seats() {
					held[s] = claim{who, time.UnixMilli(r.Hold.UntilMs)}
				}
			case 2:
				r := h.do(book(a))
				if r.Kind != 0 || done[who] {
					continue
				}
				if others {
					t.Fatalf("%s: booked while another holds it", at)
				}
				drop(who)
				done[who] = true
			case 3:
				h.must(letGo(a))
				drop(who)
			case 4:
				h.now = h.now.Add(time.Duration(rapid.IntRange(1, 700).Draw(t, "seconds")) * time.Second)
				h.must(lapse())
			case 5:
				before := map[office.SeatID]bool{}
				for s := range held {
					before[s] = h.view().Seat(s).Owner == atHQ
				}
				h.topUp(berchem)
				for s, was := range before {
					if was && live(s) != "" && h.view().Seat(s).Owner != atHQ {
						t.Fatalf("%s: given to its site while it is held", s)
					}
				}
			}
			for s := range held {
				if live(s) != "" && h.offers(s) {
					t.Fatalf("%s: offered while it is held", s)
				}
			}
		}
		h.now = h.now.Add(time.Hour)
		h.must(lapse())
		for _, prefix := range []string{"G/", "H/"} {
			for k := range h.w.Scan([]byte(prefix), nil) {
				t.Fatalf("%x is left", k)
			}
		}
	})
}
