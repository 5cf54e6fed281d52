package register_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// clashed is a headquarters with a conflict: a box was forgotten, and both sides booked the same place. Ours lost the seat.
func clashed(t *testing.T) (h *headquarters, ours, theirs *contract.Appointment) {
	h = found(t)
	h.restored()
	h.open(berchem, "an", "bo")
	h.open(hoek, "an", "bo")
	ours = h.books(seat(2, 0), short)
	h.greetFrom(berchem, 7, 3, true)
	theirs = h.visit(seat(2, 0), short)
	h.report(berchem, 7, &contract.Report{Hands: []*contract.Report_Hand{reported(h, seat(2, 0), theirs, 9)}, Appointments: []*contract.Appointment{theirs}})
	if got := h.conflicts(); len(got) != 1 || got[0] != ours.AppointmentID() {
		t.Fatalf("conflicts: %v", got)
	}
	return h, ours, theirs
}

func (h *headquarters) rules(d *contract.ConflictDecided) *contract.HQReply {
	h.Helper()
	if d.Number == 0 {
		d.Number = 1
	}
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_ConflictDecided{ConflictDecided: d}})
}

// TestDecided: each thing that a person can do, with who and why kept, and what it leaves.
func TestDecided(t *testing.T) {
	t.Run("contact leaves it open", func(t *testing.T) {
		h, _, _ := clashed(t)
		h.rules(&contract.ConflictDecided{By: "ines", Why: "Gebeld, belt terug", Action: register.ActContact})
		c := h.view().Conflict(1)
		if c.SettledBy != "" || len(c.Steps) != 1 || c.Steps[0].By != "ines" || c.Steps[0].Why != "Gebeld, belt terug" || c.Steps[0].AtMs != h.now.UnixMilli() {
			t.Errorf("it stands as %v", c)
		}
	})
	t.Run("accept settles it and moves nobody", func(t *testing.T) {
		h, _, theirs := clashed(t)
		h.rules(&contract.ConflictDecided{By: "ines", Why: "Twee balies die dag", Action: register.ActAccept})
		if c := h.view().Conflict(1); c.SettledBy != "ines" || !strings.Contains(c.Outcome, "Twee balies") {
			t.Errorf("it stands as %v", c)
		}
		h.wants(seat(2, 0), of(7), theirs)
	})
	t.Run("rebook gives the one without a seat another", func(t *testing.T) {
		h, ours, theirs := clashed(t)
		r := h.rules(&contract.ConflictDecided{By: "ines", Why: "Visitor agreed", Action: register.ActRebook, Appointment: ours.Id, To: place(there(3, 0), short)})
		if r.Kind != 0 || r.Appointment.Leg != ours.Leg+1 {
			t.Fatalf("rebooked: %v", r)
		}
		h.wants(seat(2, 0), of(7), theirs)
		h.wants(there(3, 0), atHQ, r.Appointment)
		c := h.view().Conflict(1)
		if c.SettledBy != "ines" || c.Steps[0].From.Run.Date != int32(today+2) || c.Steps[0].To.Run.Date != int32(today+3) {
			t.Errorf("it stands as %v", c)
		}
	})
	t.Run("settle needs no appointment", func(t *testing.T) {
		h, _, _ := clashed(t)
		h.rules(&contract.ConflictDecided{By: "ines", Why: "Niemand kwam", Action: register.ActSettle})
		if c := h.view().Conflict(1); c.SettledBy != "ines" || c.Outcome != "Niemand kwam" {
			t.Errorf("it stands as %v", c)
		}
	})
}

// TestNotDecided: what is refused changes nothing.
func TestNotDecided(t *testing.T) {
	settle := func() *contract.ConflictDecided {
		return &contract.ConflictDecided{By: "ines", Why: "klaar", Action: register.ActSettle}
	}
	for name, row := range map[string]struct {
		kind  fault.Kind
		alter func(h *headquarters, d *contract.ConflictDecided, ours, theirs *contract.Appointment)
	}{
		"unknown":          {fault.NotFound, func(_ *headquarters, d *contract.ConflictDecided, _, _ *contract.Appointment) { d.Number = 9 }},
		"nobody":           {fault.Invalid, func(_ *headquarters, d *contract.ConflictDecided, _, _ *contract.Appointment) { d.By = "" }},
		"without a reason": {fault.Invalid, func(_ *headquarters, d *contract.ConflictDecided, _, _ *contract.Appointment) { d.Why = "" }},
		"another thing":    {fault.Invalid, func(_ *headquarters, d *contract.ConflictDecided, _, _ *contract.Appointment) { d.Action = "forget" }},
		"ahead of what is": {fault.Conflict, func(_ *headquarters, d *contract.ConflictDecided, _, _ *contract.Appointment) { d.Seen = 3 }},
		"somebody was before": {fault.Conflict, func(h *headquarters, _ *contract.ConflictDecided, _, _ *contract.Appointment) {
			h.rules(&contract.ConflictDecided{By: "bo", Why: "gebeld", Action: register.ActContact})
		}},
		"settled": {fault.Conflict, func(h *headquarters, d *contract.ConflictDecided, _, _ *contract.Appointment) {
			h.rules(settle())
			d.Seen = 1
		}},
		"one that lies at the site": {fault.NotHeld, func(_ *headquarters, d *contract.ConflictDecided, _, theirs *contract.Appointment) {
			d.Action, d.Appointment, d.To = register.ActRebook, theirs.Id, place(there(3, 0), short)
		}},
		"to a place that is taken": {fault.Taken, func(h *headquarters, d *contract.ConflictDecided, ours, _ *contract.Appointment) {
			h.books(there(3, 0), short)
			d.Action, d.Appointment, d.To = register.ActRebook, ours.Id, place(there(3, 0), short)
		}},
		"to no place": {fault.Invalid, func(_ *headquarters, d *contract.ConflictDecided, ours, _ *contract.Appointment) {
			d.Action, d.Appointment = register.ActRebook, ours.Id
		}},
		"somebody else's appointment": {fault.Invalid, func(h *headquarters, d *contract.ConflictDecided, _, _ *contract.Appointment) {
			d.Action, d.Appointment, d.To = register.ActRebook, h.books(there(4, 0), short).Id, place(there(3, 0), short)
		}},
		"an overbooking that is over": {fault.Refused, func(h *headquarters, d *contract.ConflictDecided, ours, _ *contract.Appointment) {
			h.forgets(ours)
			d.Action = register.ActAccept
		}},
	} {
		t.Run(name, func(t *testing.T) {
			h, ours, theirs := clashed(t)
			d := settle()
			row.alter(h, d, ours, theirs)
			before := h.view().Conflict(1).String()
			h.refused(h.rules(d), row.kind)
			if after := h.view().Conflict(1).String(); after != before {
				t.Errorf("it was %s and is %s", before, after)
			}
			h.wants(seat(2, 0), of(7), theirs)
		})
	}
}

// forgets takes an appointment out of headquarters' memory.
func (h *headquarters) forgets(a *contract.Appointment) { h.w.Delete(append([]byte("a/"), a.Id...)) }

// TestRebookedWhileItSits: an appointment that still has its seat gives it up, and gets it back when the new place is refused.
func TestRebookedWhileItSits(t *testing.T) {
	h := found(t)
	a := h.books(seat(2, 0), short)
	h.w.Put(append([]byte("c/"), 0, 0, 0, 0, 0, 0, 0, 1), contract.Encode(&contract.ConflictState{Site: string(berchem), Appointment: a}))
	h.books(seat(3, 0), short)
	move := func(to *contract.Place) *contract.HQReply {
		return h.rules(&contract.ConflictDecided{By: "ines", Why: "gebeld", Action: register.ActRebook, Appointment: a.Id, To: to})
	}
	r := move(place(seat(3, 0), short))
	h.refused(r, fault.Taken)
	if len(r.Alternatives) == 0 {
		t.Error("a refusal offers nothing else")
	}
	h.wants(seat(2, 0), atHQ, a)
	if r := move(place(seat(2, 30), short)); r.Kind != 0 {
		t.Fatal(r)
	}
	h.wants(seat(2, 0), atHQ, nil)
	h.wants(seat(2, 30), atHQ, a)
}
