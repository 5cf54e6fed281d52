package booking

import (
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// leave forgets an appointment that is another's now, and keeps a word of who it is for until that is erased, and of the leg that
// was here, by which a booking code of a former place is known. With forgotten, nobody said who has it: headquarters no
// longer speaks of it.
func leave(w kv.Writer, k *contract.KnownAppointment, forgotten bool) {
	forget(w, k)
	a := k.Appointment
	w.Put(awayKey(a.AppointmentID()), contract.Encode(&contract.MovedAway{Person: a.Person, Date: a.GetPlace().GetRun().GetDate(),
		Forgotten: forgotten, Leg: a.Leg}))
}

// away is what is left here of an appointment that is another's; nil when it never was here, or is back.
func away(r kv.Reader, id office.AppointmentID) *contract.MovedAway {
	b := r.Get(awayKey(id))
	if b == nil {
		return nil
	}
	return mustDecode(b, new(contract.MovedAway))
}

// erased drops the word of who an appointment that is another's is for.
func (f folding) erased(id office.AppointmentID) {
	if m := away(f.w, id); m != nil {
		m.Person = nil
		f.w.Put(awayKey(id), contract.Encode(m))
	}
}

// Leavers lists the commitments of people whom this site need not know any more: their appointment is another's. Nobody is
// needed here once all that happened is at headquarters (delivered) and no clerk has the answer to a wish about them still to
// work; whoever keeps the appointment knows them, and tells headquarters when to forget them. Without that word they go as
// everybody goes, when the day of the appointment is before the date.
func Leavers(r kv.Reader, site office.SiteID, delivered bool, before office.Date) (out [][]byte) {
	wishes, busy := wishes(r)
	for k, b := range r.Scan([]byte("b/m/"), nil) {
		m := mustDecode(b, new(contract.MovedAway))
		id := office.AppointmentID(k[len("b/m/"):])
		if len(m.Person) == 0 {
			continue
		}
		if delivered && !m.Forgotten && !busy[id] || office.Date(m.Date) < before {
			out = append(out, m.Person)
		}
	}
	for _, s := range wishes { // what was booked elsewhere was never known here
		a := s.Answer.GetAccepted()
		if a == nil || s.Request.GetBook() == nil || len(a.Person) == 0 || a.GetPlace().GetSite() == string(site) {
			continue
		}
		if delivered && s.Worked && !busy[a.AppointmentID()] && Known(r, a.AppointmentID()) == nil {
			out = append(out, a.Person)
		}
	}
	return out
}

// wishes lists all wishes, and the appointments of those that a clerk has not dealt with.
func wishes(r kv.Reader) (all []*contract.RequestState, busy map[office.AppointmentID]bool) {
	busy = map[office.AppointmentID]bool{}
	for s := range Requests(r) {
		all = append(all, s)
		of := s.Request.GetBook().GetId()
		if m := s.Request.GetMove(); m != nil {
			of = m.Appointment
		} else if c := s.Request.GetCancel(); c != nil {
			of = c.Appointment
		}
		if id, err := contract.ID16[office.AppointmentID](of); err == nil && !s.Worked {
			busy[id] = true
		}
	}
	return all, busy
}
