package waiting_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/waiting"
	"github.com/buurtloket/buurtloket/sync/office"
)

var sites = []office.SiteID{"a", "b"}

// seatAt is a seat of one of two sites, on one of six days, of six.
func seatAt(site, day, slot int) office.SeatID {
	return office.SeatID{Site: sites[site], Date: office.Date(day), Desk: 1, Start: office.Minute(540 + 10*slot)}
}

// world is a calendar in which every seat is somebody's until it comes free, and people who wait.
type world struct {
	*rapid.T
	free    map[office.SeatID]bool
	freed   map[office.SeatID][]office.AppointmentID // came free, and who was told since
	waiters map[office.AppointmentID]*one
	n       uint64
	heard   map[string]bool // who was offered which freeing of a seat
	freeing map[office.SeatID]int
}

// one waits; of how many seats the visit is, and what is held for them.
type one struct {
	waiting.Waiter
	seats int
	held  []office.SeatID
}

// places are the runs of free seats that nobody holds and that hold a seat.
func (w *world) places(x waiting.Waiter, s office.SeatID) (out [][]office.SeatID) {
	n := w.waiters[x.ID].seats
	if !x.Suits(s.Site, s.Date) {
		w.Fatalf("asked for places that suit nobody")
	}
	for first := s.Start - office.Minute(10*(n-1)); first <= s.Start; first += 10 {
		var run []office.SeatID
		for k := range n {
			seat := s
			seat.Start = first + office.Minute(10*k)
			if w.free[seat] && !w.isHeld(seat) {
				run = append(run, seat)
			}
		}
		if len(run) == n {
			out = append(out, run)
		}
	}
	return out
}

func (w *world) isHeld(s office.SeatID) bool {
	for _, x := range w.waiters {
		if slices.Contains(x.held, s) {
			return true
		}
	}
	return false
}

func (w *world) seat() office.SeatID {
	return seatAt(rapid.IntRange(0, 1).Draw(w.T, "site"), rapid.IntRange(1, 6).Draw(w.T, "day"), rapid.IntRange(0, 5).Draw(w.T, "slot"))
}

func (w *world) pick() *one {
	all := []*one{}
	for i := uint64(1); i <= w.n; i++ {
		if x := w.waiters[office.AppointmentID{15: byte(i)}]; x != nil {
			all = append(all, x)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return rapid.SampledFrom(all).Draw(w.T, "who")
}

func (w *world) look(*rapid.T) {
	var all []waiting.Waiter
	for _, x := range w.waiters { // in any order
		x.Passed = x.held != nil
		all = append(all, x.Waiter)
	}
	var freed []waiting.Freed
	for s, told := range w.freed {
		if !w.isHeld(s) {
			freed = append(freed, waiting.Freed{Seat: s, Told: told})
		}
	}
	offers, over := waiting.Choose(all, freed, w.places)
	w.judge(all, offers)
	for _, o := range offers {
		x := w.waiters[o.To]
		x.held = o.Seats
		fresh := false
		for _, s := range o.Seats {
			if told, ok := w.freed[s]; ok {
				key := fmt.Sprint(o.To, s, w.freeing[s])
				if w.heard[key] {
					w.Fatalf("%v hears of %v a second time", o.To, s)
				}
				w.heard[key], fresh = true, true
				w.freed[s] = append(slices.Clone(told), o.To)
			}
		}
		if !fresh {
			w.Fatalf("%v is offered what did not come free: %v", o.To, o.Seats)
		}
	}
	for _, s := range over {
		if w.isHeld(s) {
			w.Fatalf("%v is offered and open to everybody", s)
		}
		delete(w.freed, s)
	}
}

// judge holds the offers of one look against the rules: one for each, what suits, in nobody else's hand, and in the order in which
// they asked.
func (w *world) judge(all []waiting.Waiter, offers []waiting.Offer) {
	got, taken := map[office.AppointmentID][]office.SeatID{}, map[office.SeatID]bool{}
	for _, o := range offers {
		x := w.waiters[o.To]
		if x.held != nil || got[o.To] != nil {
			w.Fatalf("%v has two offers", o.To)
		}
		got[o.To] = o.Seats
		for _, s := range o.Seats {
			if taken[s] || w.isHeld(s) || !w.free[s] {
				w.Fatalf("%v is in two hands", s)
			}
			taken[s] = true
			if s.Date >= x.Date || s.Date < x.From || len(x.Sites) > 0 && !slices.Contains(x.Sites, s.Site) {
				w.Fatalf("%v does not suit %+v", s, x.Waiter)
			}
		}
	}
	for _, o := range offers { // nobody who asked before would have taken that very place and got none
		for _, before := range all {
			x := w.waiters[before.ID]
			told := slices.ContainsFunc(o.Seats, func(s office.SeatID) bool { return slices.Contains(w.freed[s], before.ID) })
			if before.Number < w.waiters[o.To].Number && !before.Passed && got[before.ID] == nil && !told && x.seats <= len(o.Seats) &&
				x.seats == w.waiters[o.To].seats && before.Suits(o.Seats[0].Site, o.Seats[0].Date) {
				w.Fatalf("%v got %v before %v, who asked first", o.To, o.Seats, before.ID)
			}
		}
	}
}

// TestChoose: people ask, places come free, are offered, taken, declined and lapse, in any order.
func TestChoose(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := &world{T: rt, free: map[office.SeatID]bool{}, freed: map[office.SeatID][]office.AppointmentID{}, waiters: map[office.AppointmentID]*one{},
			heard: map[string]bool{}, freeing: map[office.SeatID]int{}}
		release := func(*rapid.T) {
			if s := w.seat(); !w.free[s] {
				w.free[s], w.freed[s] = true, nil
				w.freeing[s]++
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"ask": func(t *rapid.T) {
				w.n++
				x := &one{Waiter: waiting.Waiter{ID: office.AppointmentID{15: byte(w.n)}, Number: w.n, Date: office.Date(rapid.IntRange(2, 7).Draw(t, "date")),
					From: office.Date(rapid.IntRange(0, 4).Draw(t, "from"))}, seats: rapid.IntRange(1, 2).Draw(t, "seats")}
				if k := rapid.IntRange(0, 2).Draw(t, "at"); k < 2 {
					x.Sites = sites[k : k+1]
				}
				w.waiters[x.ID] = x
			},
			"release": release, "another": release, "a third": release,
			"book": func(*rapid.T) { // somebody else is quicker
				if s := w.seat(); !w.isHeld(s) {
					w.free[s] = false
					delete(w.freed, s)
				}
			},
			"look": w.look,
			"no": func(*rapid.T) { // declined, or its time is over
				if x := w.pick(); x != nil {
					x.held = nil
				}
			},
			"yes": func(*rapid.T) {
				x := w.pick()
				if x == nil || x.held == nil {
					return
				}
				for _, s := range x.held {
					w.free[s] = false
					delete(w.freed, s)
				}
				delete(w.waiters, x.ID)
			},
		})
	})
}

// TestOrder: who asked first gets the soonest, and the next the next.
func TestOrder(t *testing.T) {
	places := func(_ waiting.Waiter, s office.SeatID) [][]office.SeatID { return [][]office.SeatID{{s}} }
	who := func(n byte, date office.Date) waiting.Waiter {
		return waiting.Waiter{ID: office.AppointmentID{15: n}, Number: uint64(n), Date: date}
	}
	late, soon := seatAt(0, 5, 0), seatAt(1, 3, 2)
	freed := []waiting.Freed{{Seat: late}, {Seat: soon}}
	offers, over := waiting.Choose([]waiting.Waiter{who(3, 9), who(1, 9), who(2, 4)}, freed, places)
	if len(offers) != 2 || offers[0].To[15] != 1 || offers[0].Seats[0] != soon || offers[1].To[15] != 3 || offers[1].Seats[0] != late || over != nil {
		t.Errorf("offers %v, over %v", offers, over)
	}
	offers, over = waiting.Choose([]waiting.Waiter{who(2, 4)}, freed, places)
	if len(offers) != 1 || !slices.Equal(over, []office.SeatID{late}) {
		t.Errorf("offers %v, over %v", offers, over)
	}
	if offers, _ = waiting.Choose([]waiting.Waiter{who(1, 3)}, freed[1:], places); offers != nil {
		t.Errorf("the same day is no sooner: %v", offers)
	}
	// Visits of two seats: what the first takes a half of is no place for the second.
	pairs := func(_ waiting.Waiter, s office.SeatID) [][]office.SeatID {
		next := s
		next.Start += 10
		return [][]office.SeatID{{s, next}}
	}
	offers, over = waiting.Choose([]waiting.Waiter{who(1, 9), who(2, 9)}, []waiting.Freed{{Seat: seatAt(0, 5, 0)}, {Seat: seatAt(0, 5, 1)}}, pairs)
	if len(offers) != 1 || over != nil {
		t.Errorf("overlapping: offers %v, over %v", offers, over)
	}
	shifted := func(_ waiting.Waiter, s office.SeatID) [][]office.SeatID {
		before := s
		before.Start -= 10
		return [][]office.SeatID{{before, s}}
	}
	offers, over = waiting.Choose([]waiting.Waiter{who(1, 9), who(2, 9)}, []waiting.Freed{{Seat: seatAt(0, 5, 1)}, {Seat: seatAt(0, 5, 2)}}, shifted)
	if len(offers) != 1 || len(over) != 1 || over[0] != seatAt(0, 5, 2) {
		t.Errorf("a seat in two hands: offers %v, over %v", offers, over)
	}
}
