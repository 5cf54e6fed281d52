package register

import (
	"bytes"

	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Short names of what is told about an appointment.
const (
	msgConfirmation = contract.MessageKind_MESSAGE_KIND_CONFIRMATION
	msgChange       = contract.MessageKind_MESSAGE_KIND_CHANGE
	msgCancellation = contract.MessageKind_MESSAGE_KIND_CANCELLATION
	msgReminder     = contract.MessageKind_MESSAGE_KIND_REMINDER
	msgConflict     = contract.MessageKind_MESSAGE_KIND_CONFLICT
	msgSurvey       = contract.MessageKind_MESSAGE_KIND_SURVEY
)

// keepAppointment stores an appointment as it now stands. What changed is told to whom it is for; a history — what a site says of
// the time before a restore — is no news to anybody, and leaves only the reminder of what is to come.
func (t *turn) keepAppointment(now *contract.AppointmentState, history bool) {
	id := now.Appointment.AppointmentID()
	before := t.appointment(id)
	save(t.w, appointmentKey(id), now)
	t.tellProfile(before, now)
	name := appointmentThread(id)
	var begin *contract.MessageThread
	if len(now.Appointment.Person) > 0 && !now.Cancelled {
		begin = &contract.MessageThread{Appointment: id[:]}
	}
	switch {
	case now.Cancelled && (before == nil || before.Cancelled):
	case now.Cancelled:
		t.thread(name, begin, func(th *contract.MessageThread) {
			dispatch.Supersede(th, t.atMS)
			if !history {
				t.tellVisit(th, name, msgCancellation, now.Appointment)
			}
		})
	case before == nil || before.Cancelled || before.Appointment.Leg != now.Appointment.Leg:
		t.thread(name, begin, func(th *contract.MessageThread) {
			kind := msgConfirmation
			if before != nil && !before.Cancelled {
				kind = msgChange
			}
			dispatch.Supersede(th, t.atMS)
			if !history {
				t.tellVisit(th, name, kind, now.Appointment)
			}
			t.remind(th, name, now.Appointment)
		})
	}
	t.waitingChanged(now)
}

// starts is when a visit begins, in milliseconds.
func (t *turn) starts(a *contract.Appointment) int64 {
	run := a.Place.GetRun()
	return office.Date(run.GetDate()).At(office.Minute(run.GetStart()), t.calendar().Zone()).UnixMilli()
}

// tellVisit tells at once of a visit that is still to come.
func (t *turn) tellVisit(th *contract.MessageThread, name []byte, kind contract.MessageKind, a *contract.Appointment) {
	t.tellCitizen(th, name, dispatch.Wish{Kind: kind, Due: t.atMS, Expires: t.starts(a)})
}

func (t *turn) remind(th *contract.MessageThread, name []byte, a *contract.Appointment) {
	run := a.Place.GetRun()
	due, expires, ok := dispatch.Remind(office.Date(run.GetDate()), office.Minute(run.GetStart()), t.calendar().Zone(), t.atMS)
	if ok {
		t.tellCitizen(th, name, dispatch.Wish{Kind: msgReminder, Due: due, Expires: expires})
	}
}

// tellConflict tells, unless people settle it soon, that there is something wrong with an appointment that is to come.
func (t *turn) tellConflict(number uint64, appointments ...[]byte) {
	for _, b := range appointments {
		id, err := contract.ID16[office.AppointmentID](b)
		state := t.appointment(id)
		if err != nil || state == nil || state.Cancelled || len(state.Appointment.Person) == 0 {
			continue
		}
		name := appointmentThread(id)
		t.thread(name, &contract.MessageThread{Appointment: id[:]}, func(th *contract.MessageThread) {
			for _, m := range th.Messages {
				if m.Kind == msgConflict && !dispatch.Ended(m) {
					return // told already, of another seat of the same visit
				}
			}
			t.tellCitizen(th, name, dispatch.Wish{Kind: msgConflict, Due: t.atMS + dispatch.ConflictAfter.Milliseconds(),
				Expires: t.starts(state.Appointment), Conflict: number})
		})
	}
}

// untellConflict takes back what was not told yet of a conflict that is settled.
func (t *turn) untellConflict(number uint64, appointments ...[]byte) {
	for _, b := range appointments {
		id, _ := contract.ID16[office.AppointmentID](b)
		t.thread(appointmentThread(id), nil, func(th *contract.MessageThread) {
			for _, m := range th.Messages {
				if m.Kind == msgConflict && m.Conflict == number && !dispatch.Ended(m) {
					dispatch.Supersede(th, t.atMS, msgConflict)
				}
			}
		})
	}
}

// foldTold takes what a record means for the messages: whoever is there needs no reminder, whoever was served is asked how it was,
// and documents come and go.
func (t *turn) foldTold(from origin, e *contract.Event) {
	switch k := e.Kind.(type) {
	case *contract.Event_CheckedIn:
		t.toldCame(from, k.CheckedIn)
	case *contract.Event_Finished:
		t.toldLeft(from, k.Finished.Visit, e.AtMs)
	case *contract.Event_Left:
		t.toldLeft(from, k.Left.Visit, 0)
	default:
		t.toldDocuments(from, e)
	}
}

func (t *turn) toldCame(from origin, c *contract.CheckedIn) {
	id, err := contract.ID16[office.AppointmentID](c.Appointment)
	if err != nil || len(c.Visit) != 16 {
		return
	}
	name := appointmentThread(id)
	t.thread(name, nil, func(th *contract.MessageThread) {
		dispatch.Supersede(th, t.atMS)
		t.forgetVisit(th)
		th.Visit, th.Site = bytes.Clone(c.Visit), string(from.site)
		t.w.Put(visitKey(from.site, c.Visit), name)
	})
}

// toldLeft ends a visit. Who was served is asked how it was, where it was (A001-08, A002-40); when it was served is 0 for who was not.
func (t *turn) toldLeft(from origin, visit []byte, served int64) {
	name := bytes.Clone(t.w.Get(visitKey(from.site, visit)))
	if name == nil {
		return
	}
	t.thread(name, nil, func(th *contract.MessageThread) {
		t.forgetVisit(th)
		if served != 0 && !from.silent && t.mayAsk(th) {
			t.tellCitizen(th, name, dispatch.Wish{Kind: msgSurvey, Due: served + dispatch.SurveyAfter.Milliseconds(),
				Expires: served + dispatch.SurveyUntil.Milliseconds()})
		}
	})
}

func (t *turn) forgetVisit(th *contract.MessageThread) {
	if len(th.Visit) > 0 {
		t.w.Delete(visitKey(office.SiteID(th.Site), th.Visit))
		th.Visit = nil
	}
}
