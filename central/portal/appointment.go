package portal

import (
	"encoding/base64"
	"html/template"
	"net/http"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// shownAppointment is an appointment on a page. Who it is for is not on it.
type shownAppointment struct {
	At        moment
	Products  []office.Product
	Persons   int
	Code      string
	Link      string // address of its page
	Cancelled bool
	Past      bool
	Leg       uint32
}

// appointmentPage is the page that somebody keeps.
type appointmentPage struct {
	shownAppointment
	Notices []string
	Bring   []string
	Warn    []string
	Pass    template.HTML // its signed code as a picture; empty: none just now
	Act     string        // identity of the next act
	Again   string        // address of a new list
	Asks    bool          // they would be asked how it was
	Sooner  string        // key of what is said of the waiting list; empty: nothing
	Kept    *keptView     // for who signed in
}

// path is the page of an appointment.
func (p *Portal) path(id office.AppointmentID) string { return "/afspraak/" + p.Door.Link(id) }

// Link is the path of an appointment's page, as a message names it. Whoever has it may move and cancel that appointment.
func (p *Portal) Link(id office.AppointmentID) string { return p.path(id) }

var encoding = base64.RawURLEncoding

// toAppointment goes on to an appointment's page, with a word of what just happened.
func (p *Portal) toAppointment(w http.ResponseWriter, r *http.Request, v *visitor, id office.AppointmentID, word string) {
	http.Redirect(w, r, v.U(p.path(id))+"?"+word+"=1", http.StatusSeeOther)
}

// linked is the appointment of the link in a request, as it stands now.
func (p *Portal) linked(r *http.Request) (*contract.AppointmentState, *calendar.Plan, error) {
	return p.Linked(r.Context(), r.PathValue("link"))
}

// shown is an appointment as pages show it.
func (p *Portal) shown(s *contract.AppointmentState, plan *calendar.Plan, v *visitor) shownAppointment {
	a := s.Appointment
	out := shownAppointment{At: momentOf(plan, a.Place), Persons: max(1, int(a.Persons)), Code: a.AppointmentID().Code(), Cancelled: s.Cancelled,
		Link: v.U(p.path(a.AppointmentID())), Leg: a.Leg}
	out.Past = p.Over(a, plan)
	for _, id := range a.ProductIDs() {
		if product, ok := plan.Product(id); ok {
			out.Products = append(out.Products, product)
		}
	}
	return out
}

// words that come with a redirect, each with the key of its notice and whether it is said of a cancelled appointment.
var appointmentWords = []struct {
	word, key string
	cancelled bool
}{
	{"nieuw", "said.new", false}, {"al", "said.already", false}, {"verzet", "said.moved", false},
	{"geannuleerd", "said.cancelled", true}, {"gevraagd", "said.asked", false}, {"geenvragen", "said.nothing", false},
}

// appointment is the page that somebody keeps: when, where, the code, what to bring.
func (p *Portal) appointment(w http.ResponseWriter, r *http.Request, v *visitor) error {
	state, plan, err := p.linked(r)
	if err != nil {
		return err
	}
	d := appointmentPage{shownAppointment: p.shown(state, plan, v), Bring: catalogue.Bring(state.Appointment.ProductIDs()...)}
	d.Again = v.U("/vrij") + "?" + wishOf(state.Appointment).values().Encode()
	for _, said := range appointmentWords {
		if r.URL.Query().Has(said.word) && said.cancelled == state.Cancelled {
			d.Notices = append(d.Notices, v.T(said.key))
		}
	}
	title := v.T("appointment.title")
	if d.Cancelled {
		title = v.T("appointment.cancelled")
		return p.render(w, v, http.StatusOK, "appointment", title, d)
	}
	if !d.Past {
		d.Warn = p.Warnings(state.Appointment, plan)
		d.Pass = p.pass(r, v, state.Appointment)
		if d.Asks, err = p.Door.Asks(r.Context(), state); err != nil {
			return err
		}
		if d.Sooner, err = p.soonerKey(r); err != nil {
			return err
		}
		if d.Kept, err = p.keptBy(r.Context(), v, d.shownAppointment, state.Appointment.AppointmentID()); err != nil {
			return err
		}
	}
	return p.render(w, v, http.StatusOK, "appointment", title, d)
}

// pass is the signed code of an appointment as a picture; empty when headquarters cannot sign just now.
func (p *Portal) pass(r *http.Request, v *visitor, a *contract.Appointment) template.HTML {
	text := p.Pass(r.Context(), a)
	if text == "" {
		return ""
	}
	drawn, err := picture(text, v.T("pass.alt"))
	if err != nil {
		p.logger.Warn("a booking code was not drawn", "err", err)
		return ""
	}
	return drawn
}

// agenda is the appointment for somebody's own agenda.
func (p *Portal) agenda(w http.ResponseWriter, r *http.Request, v *visitor) error {
	state, plan, err := p.linked(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="afspraak.ics"`)
	_, err = w.Write(p.ics(state, plan, v))
	return ignoreGone(err)
}

// askCancel asks whether somebody is sure.
func (p *Portal) askCancel(w http.ResponseWriter, r *http.Request, v *visitor) error {
	state, plan, err := p.linked(r)
	if err != nil {
		return err
	}
	d := appointmentPage{shownAppointment: p.shown(state, plan, v)}
	if d.Cancelled || d.Past {
		http.Redirect(w, r, d.Link+"?geannuleerd=1", http.StatusSeeOther)
		return nil
	}
	if d.Act, err = p.actID(); err != nil {
		return err
	}
	return p.render(w, v, http.StatusOK, "cancel", v.T("cancel.title"), d)
}

// actID draws the identity of an act, so that a form sent twice acts once.
func (p *Portal) actID() (string, error) {
	id, err := p.NewID()
	return encoding.EncodeToString(id), err
}

// readAct reads the identity of an act, or draws one for a form that has none.
func (p *Portal) readAct(r *http.Request) ([]byte, error) {
	if b, err := encoding.DecodeString(r.PostFormValue("poging")); err == nil && len(b) == 16 {
		return b, nil
	}
	return p.NewID()
}

// cancel ends an appointment, or asks the counter that keeps it.
func (p *Portal) cancel(w http.ResponseWriter, r *http.Request, v *visitor) error {
	state, plan, err := p.linked(r)
	if err != nil {
		return err
	}
	d := p.shown(state, plan, v)
	if d.Cancelled || d.Past {
		http.Redirect(w, r, d.Link+"?geannuleerd=1", http.StatusSeeOther)
		return nil
	}
	act, err := p.readAct(r)
	if err != nil {
		return err
	}
	pending, err := p.Cancel(r.Context(), act, state)
	if err != nil {
		return err
	}
	word := "geannuleerd"
	if pending {
		word = "gevraagd"
	}
	http.Redirect(w, r, d.Link+"?"+word+"=1", http.StatusSeeOther)
	return nil
}
