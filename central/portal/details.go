package portal

import (
	"net/http"
	"net/mail"
	"strings"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// typed is what somebody wrote of themselves.
type typed struct{ Name, Mail, Phone string }

func typedOf(r *http.Request) typed {
	return typed{clip(trimmed(r, "naam"), 200), clip(trimmed(r, "mail"), 200), clip(trimmed(r, "telefoon"), 60)}
}

// check says what is missing or cannot be. A national number is wiped, so that no page shows it again.
func (t *typed) check(v *visitor) (flaws []flaw) {
	for field, text := range map[string]*string{"naam": &t.Name, "mail": &t.Mail, "telefoon": &t.Phone} {
		if hasNational(*text) && !(field == "telefoon" && strings.HasPrefix(*text, "32")) {
			*text = ""
			flaws = append(flaws, flaw{field, v.T("national")})
		}
	}
	if len(flaws) > 0 {
		return flaws
	}
	switch {
	case t.Name == "":
		flaws = append(flaws, flaw{"naam", v.T("name.missing")})
	case len([]rune(t.Name)) > 80:
		flaws = append(flaws, flaw{"naam", v.T("name.long")})
	}
	if t.Mail == "" && t.Phone == "" {
		return append(flaws, flaw{"mail", v.T("contact.missing")})
	}
	if t.Mail != "" && !isMail(t.Mail) {
		flaws = append(flaws, flaw{"mail", v.T("mail.wrong")})
	}
	if t.Phone != "" && !isPhone(t.Phone) {
		flaws = append(flaws, flaw{"telefoon", v.T("phone.wrong")})
	}
	return flaws
}

// isMail reports whether a text can be an address for mail: of the form, nobody asked whether it exists.
func isMail(text string) bool {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text || len(text) > 120 {
		return false
	}
	at := strings.LastIndexByte(text, '@')
	return strings.Contains(text[at:], ".")
}

// isPhone reports whether a text can be a telephone number, here or abroad.
func isPhone(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+ ./-()", r):
			return false
		}
	}
	return digits >= 8 && digits <= 15
}

// detailsPage is the form of who comes.
type detailsPage struct {
	At       moment
	Products []office.Product
	Persons  int
	Token    string
	Typed    typed
	Flaws    []flaw
	Notice   string

	Until    time.Time // of the hold, local; zero: it is over
	Left     time.Duration
	CanMore  bool
	Elsewere string // address of the list again
}

// details shows the form for a place that is held.
func (p *Portal) details(w http.ResponseWriter, r *http.Request, v *visitor) error {
	a, ok := p.signer.readVisit(ofHold, r.URL.Query().Get("b"))
	if !ok || a.Place.Check() != nil {
		return fault.New("portal.details", fault.Invalid).Tell(v.T("link.broken"), "")
	}
	return p.showDetails(w, r, v, a, detailsPage{}, http.StatusOK)
}

// showDetails fills the form. Of what is booked already it shows the appointment.
func (p *Portal) showDetails(w http.ResponseWriter, r *http.Request, v *visitor, a *contract.Appointment, d detailsPage, status int) error {
	var booked *contract.AppointmentState
	var held *contract.HoldState
	var plan *calendar.Plan
	if err := p.Log.Read(r.Context(), func(k kv.Reader) error {
		view := p.Machine.View(k)
		booked, held, plan = view.Appointment(a.AppointmentID()), view.Hold(a.AppointmentID()), view.Calendar()
		return nil
	}); err != nil {
		return err
	}
	if booked != nil {
		p.toAppointment(w, r, v, a.AppointmentID(), "al")
		return nil
	}
	d.At, d.Persons, d.Token = momentOf(plan, a.Place), max(1, int(a.Persons)), p.signer.visit(ofHold, a)
	for _, id := range a.ProductIDs() {
		if product, ok := plan.Product(id); ok {
			d.Products = append(d.Products, product)
		}
	}
	if d.Left = left(held, p.Now()); d.Left > 0 && placeText(held.Place) == placeText(a.Place) {
		d.Until = time.UnixMilli(held.UntilMs).In(plan.Zone())
		d.CanMore = held.Prolonged < register.HoldProlongs
	} else {
		d.Left = 0
	}
	d.Elsewere = v.U("/vrij") + "?" + wishOf(a).Values().Encode()
	return p.render(w, v, status, "details", v.T("details.title"), d)
}

// book makes the appointment. The same form again is the same appointment; a place that went is answered with the next best.
func (p *Portal) book(w http.ResponseWriter, r *http.Request, v *visitor) error {
	a, ok := p.signer.readVisit(ofHold, r.PostFormValue("bezoek"))
	if !ok {
		return fault.New("portal.book", fault.Invalid).Tell(v.T("form.broken"), "")
	}
	if other := readPlace(r.PostFormValue("plaats")); other != nil {
		a.Place = other
	}
	t := typedOf(r)
	if flaws := t.check(v); len(flaws) > 0 {
		return p.showDetails(w, r, v, a, detailsPage{Typed: t, Flaws: flaws}, http.StatusUnprocessableEntity)
	}
	_, err := p.Booking.Book(r.Context(), connect.NewRequest(&contract.PublicBookRequest{Id: a.Id, Place: a.Place, Products: a.Products,
		Persons: a.Persons, Channel: contract.Channel_CHANNEL_WEB, Person: &contract.Person{Name: t.Name, Mail: t.Mail, Phone: t.Phone}}))
	if err == nil {
		p.guard.holds(clientOf(r), a.AppointmentID(), time.Time{})
		p.toAppointment(w, r, v, a.AppointmentID(), "nieuw")
		return nil
	}
	no := fault.FromRPC("portal.book", err)
	switch fault.KindOf(no) {
	case fault.Unreachable: // it may have been booked; the identity makes a second time harmless
		return p.showDetails(w, r, v, a, detailsPage{Typed: t, Notice: v.T("book.unsure")}, http.StatusServiceUnavailable)
	case fault.Internal, fault.Denied, fault.Invalid:
		return no
	}
	return p.next(w, v, a, no, booking.Alternatives(err), t)
}
