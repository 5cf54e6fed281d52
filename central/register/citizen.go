package register

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Who signs in at the citizens' pages finds back what they booked. All that is kept of them is a hash of what their identity provider
// calls them, under a key that is in no state and no backup; it goes with the person of the appointment.

// linkKey holds a CitizenLink.
func linkKey(id office.AppointmentID) []byte { return append([]byte("C/a/"), id[:]...) }

// holderKey lists an appointment with the others of whoever signed in.
func holderKey(holder []byte, id office.AppointmentID) []byte {
	return append(holdersPrefix(holder), id[:]...)
}

func holdersPrefix(holder []byte) []byte { return append([]byte("C/h/"), holder...) }

// linkCitizen puts an appointment with the others of whoever signed in, or takes it off. It is one person's: who comes later is refused,
// because it would vanish from the first one's list.
func (t *turn) linkCitizen(c *contract.CitizenLinked) *contract.HQReply {
	id, err := contract.ID16[office.AppointmentID](c.Appointment)
	state := t.appointment(id)
	if err != nil || state == nil {
		return refuse(fault.NotFound, "appointment", "Deze afspraak is niet gevonden.")
	}
	if len(c.Holder) != holderSize {
		return refuse(fault.Invalid, "holder", "Er is niet gezegd wie aangemeld is.")
	}
	had := View{t.w, t.m}.CitizenLink(id)
	switch {
	case had != nil && !bytes.Equal(had.Holder, c.Holder):
		return refuse(fault.Conflict, id.String(), "Deze afspraak staat al bij de afspraken van iemand anders.")
	case c.LetGo:
		t.forgetLink(id, had)
		return done()
	case had == nil && state.Cancelled:
		return refuse(fault.Refused, id.String(), "Deze afspraak is geannuleerd.")
	}
	link := &contract.CitizenLink{Holder: c.Holder, SinceMs: t.atMS, Tell: c.Tell}
	if had != nil {
		link.SinceMs = had.SinceMs
	}
	save(t.w, linkKey(id), link)
	t.w.Put(holderKey(link.Holder, id), nil)
	switch {
	case !link.Tell:
		t.dropNotice(id)
	case !had.GetTell():
		t.tellProfile(nil, state)
	}
	return done()
}

// forgetLink forgets whose an appointment is, and what was to be told of it.
func (t *turn) forgetLink(id office.AppointmentID, link *contract.CitizenLink) {
	if link == nil {
		return
	}
	t.w.Delete(linkKey(id))
	t.w.Delete(holderKey(link.Holder, id))
	t.forgetNotice(id)
}

// forgetCitizen forgets that the appointment of an erased person was of somebody who signed in. The subject of who booked is the
// appointment; any other has no link.
func (t *turn) forgetCitizen(subject []byte) {
	if id, err := contract.ID16[office.AppointmentID](subject); err == nil {
		t.forgetLink(id, View{t.w, t.m}.CitizenLink(id))
	}
}

// CitizenLink is whose an appointment is; nil when nobody put it with theirs.
func (v View) CitizenLink(id office.AppointmentID) *contract.CitizenLink {
	l := new(contract.CitizenLink)
	if !load(v.r, linkKey(id), l) {
		return nil
	}
	return l
}

// AppointmentsOf are the appointments of whoever signed in, live or ended, by day and hour.
func (v View) AppointmentsOf(holder []byte) (out []*contract.AppointmentState) {
	if len(holder) != holderSize {
		return nil
	}
	for k := range v.r.Scan(holdersPrefix(holder), nil) {
		if s := v.Appointment(office.AppointmentID(k[len("C/h/")+holderSize:])); s != nil {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b *contract.AppointmentState) int {
		x, y := a.Appointment.GetPlace().GetRun(), b.Appointment.GetPlace().GetRun()
		return cmp.Or(cmp.Compare(x.GetDate(), y.GetDate()), cmp.Compare(x.GetStart(), y.GetStart()))
	})
	return out
}
