package register_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Somebody and burgerTwo else who signed in.
var (
	burgerOne = bytes.Repeat([]byte{1}, 32)
	burgerTwo = bytes.Repeat([]byte{2}, 32)
)

func (h *headquarters) link(a *contract.Appointment, l *contract.CitizenLinked) *contract.HQReply {
	h.Helper()
	l.Appointment = a.Id
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_CitizenLinked{CitizenLinked: l}})
}

func (h *headquarters) listed(holder []byte) (ids []office.AppointmentID) {
	for _, s := range h.view().AppointmentsOf(holder) {
		ids = append(ids, s.Appointment.AppointmentID())
	}
	return ids
}

// TestAnAppointmentIsOfOne: it is on one list, by day and hour, until it is taken off or its person is erased; nobody else takes it or takes it off.
func TestAnAppointmentIsOfOne(t *testing.T) {
	h := found(t)
	late, early := h.books(seat(3, 30), short), h.books(seat(2, 60), short)
	for _, a := range []*contract.Appointment{late, early, late} {
		if r := h.link(a, &contract.CitizenLinked{Holder: burgerOne}); r.Kind != 0 {
			t.Fatalf("%v", r)
		}
	}
	if got := h.listed(burgerOne); !slices.Equal(got, []office.AppointmentID{early.AppointmentID(), late.AppointmentID()}) {
		t.Errorf("listed: %v", got)
	}
	h.refused(h.link(late, &contract.CitizenLinked{Holder: burgerTwo, Tell: true}), fault.Conflict)
	h.refused(h.link(late, &contract.CitizenLinked{Holder: burgerTwo, LetGo: true}), fault.Conflict)
	h.refused(h.link(late, &contract.CitizenLinked{Holder: burgerOne[:31]}), fault.Invalid)
	h.refused(h.link(h.visit(seat(4, 0), short), &contract.CitizenLinked{Holder: burgerOne}), fault.NotFound)
	if len(h.listed(burgerTwo)) != 0 || len(h.listed(burgerOne[:31])) != 0 || h.view().Notice(late.AppointmentID()) != nil {
		t.Error("a refusal changed something")
	}
	if r := h.link(early, &contract.CitizenLinked{Holder: burgerOne, LetGo: true}); r.Kind != 0 || len(h.listed(burgerOne)) != 1 {
		t.Errorf("%v, listed %v", r, h.listed(burgerOne))
	}
	if r := h.link(early, &contract.CitizenLinked{Holder: burgerTwo}); r.Kind != 0 || len(h.listed(burgerTwo)) != 1 {
		t.Errorf("what was let go: %v", r)
	}
	h.cancel(early)
	if len(h.listed(burgerTwo)) != 1 {
		t.Error("a cancelled one is on no list")
	}
	gone := h.books(seat(5, 0), short)
	h.cancel(gone)
	h.refused(h.link(gone, &contract.CitizenLinked{Holder: burgerOne}), fault.Refused)
}

// TestOneNotice: a change that was not told yet is overtaken by the next, whose act is another; one that is over is not told at all.
func TestOneNotice(t *testing.T) {
	h := found(t)
	a := h.books(seat(3, 0), short)
	h.link(a, &contract.CitizenLinked{Holder: burgerOne, Tell: true})
	first := h.view().Notice(a.AppointmentID())
	h.link(a, &contract.CitizenLinked{Holder: burgerOne, Tell: true}) // again: no news
	if again := h.view().Notice(a.AppointmentID()); !bytes.Equal(again.Act, first.Act) || first.Change != contract.ProfileChange_PROFILE_CHANGE_MADE {
		t.Errorf("%v, then %v", first, again)
	}
	h.now = h.now.Add(time.Minute)
	h.move(a, seat(4, 0), short)
	second := h.view().Notice(a.AppointmentID())
	if bytes.Equal(first.Act, second.Act) || second.Change != contract.ProfileChange_PROFILE_CHANGE_MOVED || second.ExpiresMs <= first.ExpiresMs {
		t.Errorf("%v, then %v", first, second)
	}
	if due := h.view().DueNotices(h.now.UnixMilli(), -1); len(due) != 1 {
		t.Errorf("due: %v", due)
	}
	h.do(&contract.HQCommand{Kind: &contract.HQCommand_Profile{Profile: &contract.ProfileStep{Outcomes: []*contract.ProfileOutcome{{Appointment: a.Id, Act: first.Act, Sent: true}}}}})
	if n := h.view().Notice(a.AppointmentID()); n.Stage != contract.ProfileStage_PROFILE_STAGE_WAITING {
		t.Errorf("what became of the first is taken for the second: %v", n)
	}
	claim := &contract.HQCommand{Kind: &contract.HQCommand_Profile{Profile: &contract.ProfileStep{By: "hq1", Claim: [][]byte{a.Id, a.Id, []byte("none")}}}}
	if r := h.do(claim); len(r.Notices) != 1 || r.Notices[0].By != "hq1" {
		t.Errorf("claimed: %v", r)
	}
	if r := h.do(claim); len(r.Notices) != 0 {
		t.Errorf("claimed by two: %v", r)
	}
	h.link(a, &contract.CitizenLinked{Holder: burgerOne})
	if n := h.view().Notice(a.AppointmentID()); n.Stage != contract.ProfileStage_PROFILE_STAGE_DROPPED || len(h.view().DueNotices(n.ExpiresMs, -1)) != 0 {
		t.Errorf("who agrees no more: %v", n)
	}
}

// TestServiceDocuments: all or none, by who read what is there, each kept as it came.
func TestServiceDocuments(t *testing.T) {
	h := found(t)
	put := func(seen uint64, by string, docs ...*contract.ServiceDocument) *contract.HQReply {
		return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Services{Services: &contract.ServicesPut{Services: docs, Seen: seen, By: by}}})
	}
	good := &contract.ServiceDocument{Product: "a", Document: []byte(`{"x":1.50}`)}
	h.refused(put(0, "", good), fault.Invalid)
	h.refused(put(0, "ines"), fault.Invalid)
	h.refused(put(0, "ines", good, &contract.ServiceDocument{Product: "b", Document: []byte(`{"x":`)}), fault.Invalid)
	h.refused(put(0, "ines", &contract.ServiceDocument{Document: []byte(`{}`)}), fault.Invalid)
	h.refused(put(1, "ines", good), fault.Conflict)
	if n := len(slices.Collect(h.view().Services())); n != 0 || h.view().ServicesVersion() != 0 {
		t.Fatalf("a refusal stored %d", n)
	}
	if r := put(0, "ines", good); r.Kind != 0 || r.Version != 1 {
		t.Fatalf("%v", r)
	}
	h.refused(put(0, "bo", good), fault.Conflict)
	all := slices.Collect(h.view().Services())
	if len(all) != 1 || fmt.Sprintf("%s %s", all[0].Document, all[0].By) != `{"x":1.50} ines` {
		t.Errorf("%v", all)
	}
}
