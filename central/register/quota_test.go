package register_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// sharing is headquarters whose site holds three of twelve seats of each day to come, and has taken what it was told.
func sharing(t *testing.T) *headquarters {
	t.Helper()
	h := found(t)
	h.m.Quota = register.DefaultQuota
	h.greet(berchem, 1)
	h.topUp(berchem)
	h.applied(berchem, h.stands(berchem))
	return h
}

// held are the site's free seats of a day.
func (h *headquarters) heldOn(day int) (out []office.SeatID) {
	for id, s := range h.view().DaySeats(berchem, today+office.Date(day)) {
		if s.Owner == of(1) && s.Booking == (office.AppointmentID{}) {
			out = append(out, id)
		}
	}
	return out
}

func (h *headquarters) recall(ids ...office.SeatID) *contract.HQReply {
	h.Helper()
	var runs []*contract.Run
	for _, id := range ids {
		runs = append(runs, contract.NewRun(id, 1, 10))
	}
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Recall{Recall: &contract.RecallPut{Site: string(berchem), Seats: runs}}})
}

func (h *headquarters) released(ids ...office.SeatID) {
	h.Helper()
	var free []*contract.HeldRun
	for _, id := range ids {
		free = append(free, h.held(id)...)
	}
	h.taken(berchem, 1, &contract.Event{Kind: &contract.Event_Released{Released: &contract.Released{Free: free}}})
}

// What a planner asked back stays at headquarters in the rounds that follow, until the day is the site's own; and the site
// gets no others in its stead.
func TestWhatWasRecalledIsNotGivenAgain(t *testing.T) {
	h := sharing(t)
	had := h.heldOn(2)
	if len(had) != 3 {
		t.Fatalf("it holds %v", had)
	}
	h.recall(had[0], had[1])
	h.topUp(berchem)
	if got := h.heldOn(2); len(got) != 3 {
		t.Errorf("asked, not answered, and it holds %v", got)
	}
	h.released(had[0], had[1])
	for range 3 {
		h.topUp(berchem)
		if got := h.heldOn(2); len(got) != 1 || got[0] != had[2] {
			t.Fatalf("after a round it holds %v", got)
		}
	}
	a := h.books(had[0], short) // what it was asked back for
	h.topUp(berchem)
	if got := h.heldOn(2); len(got) != 1 {
		t.Errorf("a booking at headquarters gave it %v", got)
	}
	if got := h.heldOn(3); len(got) != 3 {
		t.Errorf("of another day it holds %v", got)
	}
	h.now = (today + 1).At(20*60, h.plan.Zone())
	h.topUp(berchem)
	if got := h.heldOn(2); len(got) != 11 {
		t.Errorf("of its own day it holds %d free seats", len(got))
	}
	h.wants(had[0], of(1), a)
	for range h.w.Scan([]byte("r/"), nil) {
		t.Error("what was recalled of that day is remembered still")
	}
}

// What the site gives back of its own accord is given again: the policy says what it should hold.
func TestWhatWasGivenBackUnaskedIsGivenAgain(t *testing.T) {
	h := sharing(t)
	had := h.heldOn(2)
	before := h.view().Seat(had[0]).Grant
	h.released(had[0])
	h.wants(had[0], atHQ, nil)
	h.topUp(berchem)
	if got := h.heldOn(2); len(got) != 3 {
		t.Errorf("it holds %v", got)
	}
	if now := h.view().Seat(had[0]).Grant; h.view().Seat(had[0]).Owner == of(1) && !before.Less(now) {
		t.Errorf("given again as %+v after %+v", now, before)
	}
}

// What the site booked is no part of what it holds ahead: it gets others, as long as there are.
func TestWhatWasBookedIsToppedUp(t *testing.T) {
	h := sharing(t)
	for range 3 {
		h.taken(berchem, 1, h.booked(h.visit(h.heldOn(2)[0], short)))
	}
	h.topUp(berchem)
	if got := h.heldOn(2); len(got) != 3 {
		t.Errorf("it holds %v", got)
	}
	for range 20 { // until the day is full
		if held := h.heldOn(2); len(held) > 0 {
			h.taken(berchem, 1, h.booked(h.visit(held[0], short)))
		}
		h.topUp(berchem)
	}
	if got := h.heldOn(2); len(got) != 0 {
		t.Errorf("of a full day it holds %v", got)
	}
}

// A round gives nothing to a site that is not there, is lost, forked, or has not reported.
func TestWhoIsNotToppedUp(t *testing.T) {
	for title, change := range map[string]func(*headquarters){
		"never heard of":   func(*headquarters) {},
		"lost":             func(h *headquarters) { h.greet(berchem, 1); h.lose(berchem) },
		"has not reported": func(h *headquarters) { h.greet(berchem, 1); h.restored() },
		"forked": func(h *headquarters) {
			h.greet(berchem, 1)
			h.refused(h.do(&contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: string(berchem), Forks: true,
				Batch: &contract.Batch{Incarnation: 1}}}}), fault.Corrupt)
		},
	} {
		h := found(t)
		h.m.Quota = register.DefaultQuota
		change(h)
		before := h.w.Clone()
		h.topUp(berchem)
		if !h.w.Equal(before) {
			t.Errorf("%s: a round changed the state", title)
		}
	}
}

func TestARecallIsOfSeatsThatCanBe(t *testing.T) {
	h := sharing(t)
	before := h.w.Clone()
	h.refused(h.do(&contract.HQCommand{Kind: &contract.HQCommand_Recall{Recall: &contract.RecallPut{Site: "nergens",
		Seats: []*contract.Run{contract.NewRun(seat(2, 0), 1, 10)}}}}), fault.NotFound)
	h.refused(h.do(&contract.HQCommand{Kind: &contract.HQCommand_Recall{Recall: &contract.RecallPut{Site: string(berchem),
		Seats: []*contract.Run{contract.NewRun(seat(2, 0), 1, 10), {}}}}}), fault.Invalid)
	if !h.w.Equal(before) {
		t.Error("a recall that was refused changed the state")
	}
}
