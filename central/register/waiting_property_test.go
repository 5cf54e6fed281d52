package register_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// list is a headquarters with people who wait, and what they should see.
type list struct {
	*rapid.T
	h       *headquarters
	booked  []*contract.Appointment
	freeing map[office.SeatID]int // how often a seat came free
	heard   map[string]bool       // who was offered which of those
	seen    map[office.AppointmentID]*contract.WaitingOffer
}

func (l *list) one() *contract.Appointment {
	live := slices.DeleteFunc(slices.Clone(l.booked), func(a *contract.Appointment) bool { return l.h.view().Appointment(a.AppointmentID()).GetCancelled() })
	if len(live) == 0 {
		return nil
	}
	return l.h.view().Appointment(rapid.SampledFrom(live).Draw(l.T, "who").AppointmentID()).Appointment
}

func (l *list) book(t *rapid.T) {
	at := seat(rapid.IntRange(1, 6).Draw(t, "day"), 10*rapid.IntRange(0, 5).Draw(t, "slot"))
	if rapid.Bool().Draw(t, "there") {
		at.Site = hoek
	}
	a := l.h.visit(at, rapid.SampledFrom([]string{short, short, long}).Draw(t, "product"))
	a.Person = somebody.Commitment
	held := l.held()
	r := l.h.do(&contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: a, Person: somebody}}})
	if r.Kind != 0 {
		return
	}
	for _, s := range a.Place.Seats() {
		if held[s] != (office.AppointmentID{}) {
			t.Fatalf("%s was booked by another while it is held", s)
		}
	}
	l.booked = append(l.booked, a)
}

// held is whom each seat is held for that somebody is offered.
func (l *list) held() map[office.SeatID]office.AppointmentID {
	out := map[office.SeatID]office.AppointmentID{}
	for w := range l.h.view().Waits() {
		for _, s := range register.Offered(w, l.h.now).GetPlace().Seats() {
			if l.h.view().Hold(office.AppointmentID(w.Appointment)) != nil {
				out[s] = office.AppointmentID(w.Appointment)
			}
		}
	}
	return out
}

func (l *list) ask(t *rapid.T) {
	a := l.one()
	if a == nil {
		return
	}
	wish := &contract.WaitingWish{From: int32(today) + int32(rapid.IntRange(0, 4).Draw(t, "from")), Part: contract.Part(rapid.SampledFrom([]int{0, 0, 0, 1, 4}).Draw(t, "part"))}
	if rapid.Bool().Draw(t, "chosen") {
		wish.Sites = []string{rapid.SampledFrom([]string{string(berchem), string(hoek)}).Draw(t, "site")}
	}
	l.h.do(askSooner(a, wish))
}

// frees does something, and notes which seats came free by it.
func (l *list) frees(do func()) {
	before := map[office.SeatID]bool{}
	for _, a := range l.booked {
		for _, s := range l.h.view().Appointment(a.AppointmentID()).Appointment.Place.Seats() {
			before[s] = l.h.view().Seat(s).Free()
		}
	}
	do()
	for s, free := range before {
		if !free && l.h.view().Seat(s).Free() {
			l.freeing[s]++
		}
	}
}

func (l *list) look(t *rapid.T) {
	l.h.look()
	if l.h.view().WaitingDue(l.h.now) {
		t.Fatal("a look leaves something to do")
	}
}

// check holds every offer against what was wished, and against the seats; and each new one against all before.
func (l *list) check(t *rapid.T) {
	taken := map[office.SeatID]bool{}
	for w := range l.h.view().Waits() {
		id := office.AppointmentID(w.Appointment)
		o := register.Offered(w, l.h.now)
		if o == nil {
			l.seen[id] = nil
			continue
		}
		a := l.h.view().Appointment(id).Appointment
		day := office.Date(o.Place.Run.Date)
		weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
		fresh := l.seen[id] == nil || l.seen[id].Message != o.Message
		if fresh && (day >= office.Date(a.Place.Run.Date) || int32(day) < w.Wish.From || len(w.Wish.Sites) > 0 && !slices.Contains(w.Wish.Sites, o.Place.Site) ||
			w.Wish.Part == contract.Part_PART_AFTER_WORK && !weekend || o.Place.Run.Len() != a.Place.Run.Len()) {
			t.Fatalf("%v does not suit %v of %v", o, w.Wish, a)
		}
		came := false
		for _, s := range o.Place.Seats() {
			if taken[s] || !l.h.view().Seat(s).Free() || l.h.offers(s) {
				t.Fatalf("%s is in two hands", s)
			}
			taken[s] = true
			if n := l.freeing[s]; fresh && n > 0 {
				key := fmt.Sprint(id, s, n)
				if l.heard[key] {
					t.Fatalf("%s is told of %s a second time", id, s)
				}
				l.heard[key], came = true, true
			}
		}
		if fresh && !came {
			t.Fatalf("%v never came free", o)
		}
		l.seen[id] = o
	}
}

// TestSoonerAlways: bookings, ends, moves, wishes, looks, time and a site that takes its day, in any order: nobody is told twice of the
// same place, nor of one that does not suit; no seat is in two hands.
func TestSoonerAlways(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := &list{T: rt, h: found(t), freeing: map[office.SeatID]int{}, heard: map[string]bool{}, seen: map[office.AppointmentID]*contract.WaitingOffer{}}
		l.h.greet(berchem, 1)
		steps := map[string]func(*rapid.T){
			"": l.check, "book": l.book, "another": l.book, "ask": l.ask, "asks": l.ask, "look": l.look, "looks": l.look,
			"cancel": func(*rapid.T) {
				if a := l.one(); a != nil {
					l.frees(func() { l.h.cancel(a) })
				}
			},
			"take": func(t *rapid.T) {
				a := l.one()
				if a == nil {
					return
				}
				if o := register.Offered(l.h.waiting(a), l.h.now); o != nil {
					l.frees(func() {
						r := l.h.do(&contract.HQCommand{Kind: &contract.HQCommand_Move{Move: &contract.MoveBooking{Appointment: a.Id, To: o.Place}}})
						if r.Kind != 0 && l.h.view().Seat(a.Place.Seats()[0]).Owner == atHQ {
							t.Fatalf("what is held for them is refused: %v", r)
						}
					})
				}
			},
			"no": func(t *rapid.T) {
				if a := l.one(); a != nil {
					l.h.must(withdraw(a, rapid.Bool().Draw(t, "only")))
				}
			},
			"time": func(t *rapid.T) {
				l.h.now = l.h.now.Add(time.Duration(rapid.IntRange(1, 600).Draw(t, "minutes")) * time.Minute)
				l.h.topUp(berchem)
			},
			"sweep": func(*rapid.T) { l.h.must(lapse()) },
		}
		for range rapid.IntRange(5, 60).Draw(rt, "steps") {
			steps[rapid.SampledFrom([]string{"book", "another", "ask", "asks", "look", "looks", "cancel", "cancel", "cancel", "take", "no", "time", "sweep"}).Draw(rt, "step")](rt)
			l.check(rt)
		}
	})
}
