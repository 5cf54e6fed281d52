package portal

import (
	"net/http"
	"net/url"
	"time"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// fieldNames are the fields of the form by what they are of a person.
var fieldNames = map[string]string{"name": "naam", "mail": "mail", "phone": "telefoon"}

func typedOf(r *http.Request) citizen.Person {
	return citizen.PersonOf(r.FormValue("naam"), r.FormValue("mail"), r.FormValue("telefoon"))
}

// flawsOf says what is wrong with what somebody wrote of themselves, and wipes what must not be shown.
func flawsOf(t *citizen.Person, v *visitor) (flaws []flaw) {
	for _, f := range t.Check() {
		flaws = append(flaws, flaw{fieldNames[f.Field], v.T(f.Code)})
	}
	return flaws
}

// detailsPage is the form of who comes.
type detailsPage struct {
	At       moment
	Products []office.Product
	Persons  int
	Token    string
	Typed    citizen.Person
	Flaws    []flaw
	Notice   string

	Until    time.Time // of the hold, local; zero: it is over
	Left     time.Duration
	CanMore  bool
	Elsewere string // address of the list again
	Here     string // of this page
	Tell     bool   // a profile is to be told
}

// details shows the form for a place that is held.
func (p *Portal) details(w http.ResponseWriter, r *http.Request, v *visitor) error {
	a, ok := p.ReadVisit(citizen.OfHold, r.URL.Query().Get("b"))
	if !ok || a.Place.Check() != nil {
		return fault.New("portal.details", fault.Invalid).Tell(v.T("link.broken"), "")
	}
	return p.showDetails(w, r, v, a, detailsPage{Typed: v.typed()}, http.StatusOK)
}

// showDetails fills the form. Of what is booked already it shows the appointment.
func (p *Portal) showDetails(w http.ResponseWriter, r *http.Request, v *visitor, a *contract.Appointment, d detailsPage, status int) error {
	booked, held, plan, err := p.Progress(r.Context(), a.AppointmentID())
	if err != nil {
		return err
	}
	if booked != nil {
		p.toAppointment(w, r, v, a.AppointmentID(), "al")
		return nil
	}
	d.At, d.Persons, d.Token = momentOf(plan, a.Place), max(1, int(a.Persons)), p.Visit(citizen.OfHold, a)
	for _, id := range a.ProductIDs() {
		if product, ok := plan.Product(id); ok {
			d.Products = append(d.Products, product)
		}
	}
	if d.Left = p.Left(held); d.Left > 0 && citizen.PlaceText(held.Place) == citizen.PlaceText(a.Place) {
		d.Until = time.UnixMilli(held.UntilMs).In(plan.Zone())
		d.CanMore = held.Prolonged < register.HoldProlongs
	} else {
		d.Left = 0
	}
	d.Here, d.Tell = v.U("/gegevens")+"?"+url.Values{"b": {d.Token}}.Encode(), d.Tell || r.PostForm.Has("profiel")
	d.Elsewere = v.U("/vrij") + "?" + wishOf(a).values().Encode()
	return p.render(w, v, status, "details", v.T("details.title"), d)
}

// book makes the appointment. The same form again is the same appointment; a place that went is answered with the next best.
func (p *Portal) book(w http.ResponseWriter, r *http.Request, v *visitor) error {
	a, ok := p.ReadVisit(citizen.OfHold, r.PostFormValue("bezoek"))
	if !ok {
		return fault.New("portal.book", fault.Invalid).Tell(v.T("form.broken"), "")
	}
	if other := citizen.ReadPlace(r.PostFormValue("plaats")); other != nil {
		a.Place = other
	}
	t := typedOf(r)
	if flaws := flawsOf(&t, v); len(flaws) > 0 {
		return p.showDetails(w, r, v, a, detailsPage{Typed: t, Flaws: flaws}, http.StatusUnprocessableEntity)
	}
	no := p.Book(r.Context(), citizen.ClientOf(r), a, t)
	if no == nil {
		p.booked(r, v, a.AppointmentID())
		p.toAppointment(w, r, v, a.AppointmentID(), "nieuw")
		return nil
	}
	switch fault.KindOf(no) {
	case fault.Unreachable: // it may have been booked; the identity makes a second time harmless
		return p.showDetails(w, r, v, a, detailsPage{Typed: t, Notice: v.T("book.unsure")}, http.StatusServiceUnavailable)
	case fault.Internal, fault.Denied, fault.Invalid:
		return no
	}
	return p.next(w, v, a, no, t)
}
