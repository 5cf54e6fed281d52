package portal

import (
	"net/http"
	"net/url"
	"time"

	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// hold keeps a place of the list for whoever clicked on it, and goes on to the form.
func (p *Portal) hold(w http.ResponseWriter, r *http.Request, v *visitor) error {
	a, ok := p.signer.readVisit(ofForm, r.PostFormValue("bezoek"))
	if !ok {
		return fault.New("portal.hold", fault.Invalid).Tell(v.T("form.broken"), "")
	}
	if a.Place = readPlace(r.PostFormValue("plaats")); a.Place == nil {
		return fault.New("portal.hold", fault.Invalid).Tell(v.T("place.none"), "")
	}
	client, id := clientOf(r), a.AppointmentID()
	if wait := p.guard.mayHold(client, id); wait > 0 {
		return &tooMany{wait}
	}
	held, err := p.Booking.Hold(r.Context(), a, false)
	if err != nil {
		return p.holdRefused(w, r, v, a, err)
	}
	p.guard.holds(client, id, time.UnixMilli(held.UntilMs))
	p.toDetails(w, r, v, a)
	return nil
}

// prolong gives more time, and shows the form again.
func (p *Portal) prolong(w http.ResponseWriter, r *http.Request, v *visitor) error {
	a, ok := p.signer.readVisit(ofHold, r.PostFormValue("bezoek"))
	if !ok {
		return fault.New("portal.prolong", fault.Invalid).Tell(v.T("form.broken"), "")
	}
	d := detailsPage{Typed: typedOf(r)}
	d.Typed.check(v) // what is missing is no matter yet; a national number is wiped
	held, err := p.Booking.Hold(r.Context(), a, true)
	switch {
	case err == nil:
		p.guard.holds(clientOf(r), a.AppointmentID(), time.UnixMilli(held.UntilMs))
	case fault.Is(fault.FromRPC("portal.prolong", err), fault.Exhausted):
		d.Notice = v.T("hold.enough")
	default:
		return p.holdRefused(w, r, v, a, err)
	}
	return p.showDetails(w, r, v, a, d, http.StatusOK)
}

// letGo frees the place, and shows others.
func (p *Portal) letGo(w http.ResponseWriter, r *http.Request, v *visitor) error {
	a, ok := p.signer.readVisit(ofHold, r.PostFormValue("bezoek"))
	if !ok {
		return fault.New("portal.letGo", fault.Invalid).Tell(v.T("form.broken"), "")
	}
	if err := p.Booking.LetGo(r.Context(), a.AppointmentID()); err != nil {
		return fault.FromRPC("portal.letGo", err)
	}
	p.guard.holds(clientOf(r), a.AppointmentID(), time.Time{})
	http.Redirect(w, r, v.U("/vrij")+"?"+wishOf(a).Values().Encode(), http.StatusSeeOther)
	return nil
}

// wishOf is the wish that an appointment came of, without its place.
func wishOf(a *contract.Appointment) wish {
	return wish{Products: a.ProductIDs(), Persons: max(1, int(a.Persons)), When: whens[0]}
}

// toDetails goes on to the form with a page that can be shown again.
func (p *Portal) toDetails(w http.ResponseWriter, r *http.Request, v *visitor, a *contract.Appointment) {
	http.Redirect(w, r, v.U("/gegevens")+"?"+url.Values{"b": {p.signer.visit(ofHold, a)}}.Encode(), http.StatusSeeOther)
}

// holdRefused tells that a place cannot be held: because there is an appointment already, or with the next best.
func (p *Portal) holdRefused(w http.ResponseWriter, r *http.Request, v *visitor, a *contract.Appointment, err error) error {
	no := fault.FromRPC("portal.hold", err)
	switch fault.KindOf(no) {
	case fault.Conflict:
		p.toAppointment(w, r, v, a.AppointmentID(), "al")
		return nil
	case fault.Unreachable, fault.Internal, fault.Denied, fault.Invalid:
		return no
	}
	t := typedOf(r)
	if len(t.check(v)) > 0 {
		t = typed{}
	}
	return p.next(w, v, a, no, booking.Alternatives(err), t)
}

// nextPage offers the next best when a place went between list and click.
type nextPage struct {
	Say     string
	Others  []moment
	Action  string // of their buttons
	Token   string
	Typed   typed
	Again   string // address of a new list
	Booking bool   // the buttons book, with what was typed
}

// next is the page of the next best. What was typed already goes along, so that nobody types it twice.
func (p *Portal) next(w http.ResponseWriter, v *visitor, a *contract.Appointment, no error, others []*contract.Place, t typed) error {
	plan, err := p.plan()
	if err != nil {
		return err
	}
	d := nextPage{Say: fault.Sentence(no), Action: v.U("/vasthouden"), Typed: t, Again: v.U("/vrij") + "?" + wishOf(a).Values().Encode()}
	for _, o := range others {
		d.Others = append(d.Others, momentOf(plan, o))
	}
	bare := &contract.Appointment{Id: a.Id, Products: a.Products, Persons: a.Persons, Channel: a.Channel}
	d.Token = p.signer.visit(ofForm, bare)
	if t.Name != "" {
		bare.Place = a.Place
		d.Token, d.Action, d.Booking = p.signer.visit(ofHold, bare), v.U("/boeken"), true
	}
	return p.render(w, v, http.StatusConflict, "next", v.T("next.title"), d)
}

// left is how long a hold lasts still; zero when it is over.
func left(h *contract.HoldState, now time.Time) time.Duration {
	return max(0, time.UnixMilli(h.GetUntilMs()).Sub(now))
}
