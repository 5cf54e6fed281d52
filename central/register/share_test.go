package register_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// manned is a headquarters whose Berchem is open with several desks: each rule has desks and slots of its own.
func manned(tb testing.TB, t *rapid.T, rules int) *headquarters {
	p := &contract.Plan{Version: 1}
	desk := office.Desk(1)
	for n := range rules {
		r := calendar.Rule{ID: fmt.Sprintf("r%d", n), Site: berchem, Days: calendar.EveryDay, From: office.Minute(60 * rapid.IntRange(8, 11).Draw(t, "from")),
			Mode: calendar.Appointment, FirstDesk: desk, Desks: uint8(rapid.IntRange(1, 4).Draw(t, "desks")), Slot: 10}
		r.To = r.From + office.Minute(30*rapid.IntRange(1, 8).Draw(t, "length"))
		if n > 0 {
			r.Products = []office.ProductID{"reispas-aanvraag"}
		}
		desk += office.Desk(r.Desks)
		p.Rules = append(p.Rules, rulebook.ToRule(r))
	}
	plan, err := rulebook.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	h := &headquarters{TB: tb, m: &register.Machine{Quota: register.DefaultQuota}, plan: plan, now: today.At(8*60, plan.Zone()), size: map[office.Incarnation]uint64{}}
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: p}}})
	h.greet(berchem, 1)
	return h
}

// tally counts the seats of a day by start: all, and those that are free at headquarters; and what the site holds.
func (h *headquarters) tally(day *calendar.Day) (all, here map[office.Minute]int, held int) {
	all, here = map[office.Minute]int{}, map[office.Minute]int{}
	for _, id := range day.Seats() {
		all[id.Start]++
		switch s := h.view().Seat(id); {
		case s.Free():
			here[id.Start]++
		case s.Owner == of(1) && s.Booking == (office.AppointmentID{}):
			held++
		}
	}
	return all, here, held
}

// A share is a quarter of each day and at least one place; each rule gives its part; and of each hour with more than one
// place at least one stays for the web and the phone. Its own day a site has whole.
func TestAShareLeavesPlacesAtEveryHour_A001_20(tt *testing.T) {
	rapid.Check(tt, func(t *rapid.T) {
		h := manned(tt, t, rapid.IntRange(1, 3).Draw(t, "rules"))
		h.topUp(berchem)
		for d := today + 1; d <= today+7; d++ {
			day := h.plan.Day(berchem, d)
			all, here, held := h.tally(day)
			if want := max(day.Len()/4, 1); held != want {
				t.Fatalf("of %d seats it holds %d, want %d", day.Len(), held, want)
			}
			for start, n := range all {
				if n > 1 && here[start] == 0 {
					t.Fatalf("at %s the site has all %d places", start, n)
				}
			}
			for _, o := range day.Openings {
				held := 0
				for k := range o.Slots {
					for n := range o.Desks {
						if h.view().Seat(office.SeatID{Site: berchem, Date: d, Desk: o.FirstDesk + office.Desk(n), Start: o.From + office.Minute(k)*o.Slot}).Owner == of(1) {
							held++
						}
					}
				}
				if whole := o.Slots * int(o.Desks); held < whole/4-1 || held > whole/4+2 {
					t.Fatalf("of the %d seats of %s it holds %d", whole, o.Rule, held)
				}
			}
		}
		if _, here, _ := h.tally(h.plan.Day(berchem, today)); len(here) != 0 {
			t.Fatalf("of today headquarters still has %v", here)
		}
	})
}

// What is booked meanwhile, on either side, changes neither: the share is made up, of each hour a place stays while others
// can make it up; and where only the last ones are left the share goes before the hour.
func TestAShareIsMadeUpFromOtherHours(tt *testing.T) {
	rapid.Check(tt, func(t *rapid.T) {
		h := manned(tt, t, 1)
		day := h.plan.Day(berchem, today+2)
		for range rapid.IntRange(0, 30).Draw(t, "booked") {
			if id := rapid.SampledFrom(day.Seats()).Draw(t, "seat"); h.view().Seat(id).Free() {
				h.books(id, "reispas-aanvraag")
			}
		}
		_, before, _ := h.tally(day)
		h.topUp(berchem)
		all, here, held := h.tally(day)
		free, spare := 0, 0
		for start, n := range before {
			free, spare = free+n, spare+max(0, n-min(1, all[start]-1))
		}
		want := min(max(day.Len()/4, 1), free)
		if held != want {
			t.Fatalf("it holds %d, want %d", held, want)
		}
		for start, n := range all {
			if spare >= want && n > 1 && before[start] > 0 && here[start] == 0 {
				t.Fatalf("at %s nothing is left", start)
			}
		}
	})
}

// The same commands give the same seats, whatever the machine: no map order, no clock.
func TestAShareIsTheSameOnEveryNode(tt *testing.T) {
	rapid.Check(tt, func(t *rapid.T) {
		h := manned(tt, t, rapid.IntRange(1, 3).Draw(t, "rules"))
		h.topUp(berchem)
		var other kv.Memory
		m := &register.Machine{Quota: register.DefaultQuota}
		for i, c := range h.commands {
			m.Apply(&other, uint64(i+1), c)
		}
		if !h.w.Equal(&other) {
			t.Fatal("two nodes differ")
		}
	})
}
