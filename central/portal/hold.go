package portal

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// hold keeps a place of the list for whoever clicked on it, and goes on to the form.
func (p *Portal) hold(w http.ResponseWriter, r *http.Request, v *visitor) error {
	a, ok := p.ReadVisit(citizen.OfForm, r.PostFormValue("bezoek"))
	if !ok {
		return fault.New("portal.hold", fault.Invalid).Tell(v.T("form.broken"), "")
	}
	if a.Place = citizen.ReadPlace(r.PostFormValue("plaats")); a.Place == nil {
		return fault.New("portal.hold", fault.Invalid).Tell(v.T("place.none"), "")
	}
	if _, err := p.Hold(r.Context(), citizen.ClientOf(r), a); err != nil {
		return p.holdRefused(w, r, v, a, err)
	}
	p.toDetails(w, r, v, a)
	return nil
}

// prolong gives more time, and shows the form again.
func (p *Portal) prolong(w http.ResponseWriter, r *http.Request, v *visitor) error {
	a, ok := p.ReadVisit(citizen.OfHold, r.PostFormValue("bezoek"))
	if !ok {
		return fault.New("portal.prolong", fault.Invalid).Tell(v.T("form.broken"), "")
	}
	d := detailsPage{Typed: typedOf(r)}
	d.Typed.Check() // what is missing is no matter yet; a national number is wiped
	_, err := p.Prolong(r.Context(), citizen.ClientOf(r), a)
	switch {
	case err == nil:
	case fault.Is(err, fault.Exhausted):
		d.Notice = v.T("hold.enough")
	default:
		return p.holdRefused(w, r, v, a, err)
	}
	return p.showDetails(w, r, v, a, d, http.StatusOK)
}

// letGo frees the place, and shows others.
func (p *Portal) letGo(w http.ResponseWriter, r *http.Request, v *visitor) error {
	a, ok := p.ReadVisit(citizen.OfHold, r.PostFormValue("bezoek"))
	if !ok {
		return fault.New("portal.letGo", fault.Invalid).Tell(v.T("form.broken"), "")
	}
	if err := p.LetGo(r.Context(), citizen.ClientOf(r), a.AppointmentID()); err != nil {
		return err
	}
	http.Redirect(w, r, v.U("/vrij")+"?"+wishOf(a).values().Encode(), http.StatusSeeOther)
	return nil
}

// wishOf is the wish that an appointment came of, without its place.
func wishOf(a *contract.Appointment) wish { return wish{citizen.WishOf(a)} }

// toDetails goes on to the form with a page that can be shown again.
func (p *Portal) toDetails(w http.ResponseWriter, r *http.Request, v *visitor, a *contract.Appointment) {
	http.Redirect(w, r, v.U("/gegevens")+"?"+url.Values{"b": {p.Visit(citizen.OfHold, a)}}.Encode(), http.StatusSeeOther)
}

// holdRefused tells that a place cannot be held: because there is an appointment already, or with the next best.
func (p *Portal) holdRefused(w http.ResponseWriter, r *http.Request, v *visitor, a *contract.Appointment, no error) error {
	var many *citizen.TooMany
	if errors.As(no, &many) {
		return no
	}
	switch fault.KindOf(no) {
	case fault.Conflict:
		p.toAppointment(w, r, v, a.AppointmentID(), "al")
		return nil
	case fault.Unreachable, fault.Internal, fault.Denied, fault.Invalid:
		return no
	}
	t := typedOf(r)
	if len(t.Check()) > 0 {
		t = citizen.Person{}
	}
	return p.next(w, v, a, no, t)
}

// nextPage offers the next best when a place went between list and click.
type nextPage struct {
	Say     string
	Others  []moment
	Action  string // of their buttons
	Token   string
	Typed   citizen.Person
	Again   string // address of a new list
	Booking bool   // the buttons book, with what was typed
}

// next is the page of the next best. What was typed already goes along, so that nobody types it twice.
func (p *Portal) next(w http.ResponseWriter, v *visitor, a *contract.Appointment, no error, t citizen.Person) error {
	plan, err := p.Plan()
	if err != nil {
		return err
	}
	d := nextPage{Say: fault.Sentence(no), Action: v.U("/vasthouden"), Typed: t, Again: v.U("/vrij") + "?" + wishOf(a).values().Encode()}
	for _, o := range instead(no) {
		d.Others = append(d.Others, momentOf(plan, o))
	}
	bare := &contract.Appointment{Id: a.Id, Products: a.Products, Persons: a.Persons, Channel: a.Channel}
	d.Token = p.Visit(citizen.OfForm, bare)
	if t.Name != "" {
		bare.Place = a.Place
		d.Token, d.Action, d.Booking = p.Visit(citizen.OfHold, bare), v.U("/boeken"), true
	}
	return p.render(w, v, http.StatusConflict, "next", v.T("next.title"), d)
}

// instead is what can be had in the place of what was refused.
func instead(no error) []*contract.Place {
	var refusal *citizen.Refusal
	if errors.As(no, &refusal) {
		return refusal.Instead
	}
	return nil
}
