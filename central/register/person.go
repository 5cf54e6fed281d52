package register

import (
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// keepPerson stores personal data that came with a command, once.
func (t *turn) keepPerson(s *contract.Sealed) {
	if s == nil || len(s.Commitment) != 16 || len(s.Subject) != 16 || t.w.Get(personKey(s.Commitment)) != nil {
		return
	}
	save(t.w, personKey(s.Commitment), s)
	t.w.Put(subjectKey(s.Subject, s.Commitment), nil)
}

// keepPersons is for how many days after an appointment who it was for is kept, as at counters.
const keepPersons = 30

// foldErased forgets a person whom a site has erased, unless the appointment is still to come or another site's: who it is for
// is then needed there, and that site says when it is not. Whoever booked is the booking's subject.
func (t *turn) foldErased(from origin, subject []byte) {
	id, err := contract.ID16[office.AppointmentID](subject)
	state := t.appointment(id)
	if err == nil && state != nil && !state.Cancelled {
		date, today := office.Date(state.Appointment.GetPlace().GetRun().GetDate()), t.calendar().Today(t.now)
		elsewhere := state.Appointment.GetPlace().GetSite() != string(from.site)
		if date >= today || elsewhere && date+keepPersons > today {
			return
		}
	}
	t.erase(subject)
}

// erase removes everything that belongs to one person. It lingers in the raft log until the next snapshot
// compacts it away; the records keep only commitments, which say nothing without the salt.
func (t *turn) erase(subject []byte) {
	prefix := subjectKey(subject, nil)
	for k := range t.w.Scan(prefix, nil) {
		t.gone = append(t.gone, personKey(append([]byte(nil), k[len(prefix):]...)))
	}
	for _, k := range t.gone {
		t.w.Delete(k)
	}
	t.gone = nil
	kv.Clear(t.w, prefix)
	t.erasePhotos(subject)
	t.forgetCitizen(subject)
}

// Person gives the sealed data behind a commitment, or nil when it was erased or never came.
func (v View) Person(commitment []byte) *contract.Sealed {
	if len(commitment) == 0 {
		return nil
	}
	s := new(contract.Sealed)
	if !load(v.r, personKey(commitment), s) {
		return nil
	}
	return s
}

// sealedOf appends the personal data that an entry refers to.
func (v View) sealedOf(to []*contract.Sealed, e *contract.FeedEntry) []*contract.Sealed {
	add := func(as ...*contract.Appointment) {
		for _, a := range as {
			if s := v.Person(a.GetPerson()); s != nil {
				to = append(to, s)
			}
		}
	}
	holders := func(all ...*contract.Consignment) { // of a trip: who a document is for, as the vault that lends it had it sealed
		for _, c := range all {
			for _, i := range c.GetItems() {
				if s := v.Person(i.GetHolder()); s != nil {
					to = append(to, s)
				}
			}
		}
	}
	switch k := e.Kind.(type) {
	case *contract.FeedEntry_Consignment:
		holders(k.Consignment)
	case *contract.FeedEntry_Appointment:
		add(k.Appointment.Appointment)
	case *contract.FeedEntry_Answer:
		add(k.Answer.Accepted)
	case *contract.FeedEntry_Grant:
		add(k.Grant.Booked...)
		add(k.Grant.Attended...)
	case *contract.FeedEntry_Snapshot:
		add(k.Snapshot.Appointments...)
		for _, g := range k.Snapshot.Grants {
			add(g.Booked...)
			add(g.Attended...)
		}
		for _, a := range k.Snapshot.Answers {
			add(a.Accepted)
		}
		holders(k.Snapshot.Consignments...)
	}
	return to
}
