package portal

import (
	"net/http"
	"net/url"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// askMove lists other moments for an appointment. The place that it has stays its own until the new one is.
func (p *Portal) askMove(w http.ResponseWriter, r *http.Request, v *visitor) error {
	state, plan, err := p.linked(r)
	if err != nil {
		return err
	}
	shown := p.shown(state, plan, v)
	if shown.Cancelled || shown.Past {
		http.Redirect(w, r, shown.Link+"?geannuleerd=1", http.StatusSeeOther)
		return nil
	}
	form, flaws := readWish(r.URL.Query(), v)
	own := wishOf(state.Appointment)
	form.Products, form.Persons = own.Products, own.Persons
	d := &momentsPage{Form: form, Flaws: flaws, Action: shown.Link + "/nieuw", Method: "get", Path: shown.Link + "/verzetten", Move: &shown}
	if err := p.fill(r, v, d); err != nil {
		return err
	}
	return p.render(w, v, d.status(), "moments", v.T("move.title"), d)
}

// movePage asks whether somebody is sure, or offers the next best.
type movePage struct {
	shownAppointment
	To     moment
	Act    string
	Say    string // the new place went: in words, with others
	Others []moment
}

// confirmMove asks whether somebody is sure of the new moment.
func (p *Portal) confirmMove(w http.ResponseWriter, r *http.Request, v *visitor) error {
	state, plan, err := p.linked(r)
	if err != nil {
		return err
	}
	to := citizen.ReadPlace(r.URL.Query().Get("plaats"))
	if to == nil {
		return fault.New("portal.confirmMove", fault.Invalid).Tell(v.T("place.none"), "")
	}
	d := movePage{shownAppointment: p.shown(state, plan, v), To: momentOf(plan, to)}
	if d.Cancelled || d.Past {
		http.Redirect(w, r, d.Link+"?geannuleerd=1", http.StatusSeeOther)
		return nil
	}
	if d.Act, err = p.actID(); err != nil {
		return err
	}
	return p.render(w, v, http.StatusOK, "move", v.T("move.sure.title"), d)
}

// move moves the appointment, in one step: it has the new place, or still the old one.
func (p *Portal) move(w http.ResponseWriter, r *http.Request, v *visitor) error {
	state, plan, err := p.linked(r)
	if err != nil {
		return err
	}
	to := citizen.ReadPlace(r.PostFormValue("plaats"))
	if to == nil {
		return fault.New("portal.move", fault.Invalid).Tell(v.T("place.none"), "")
	}
	act, err := p.readAct(r)
	if err != nil {
		return err
	}
	_, no := p.Move(r.Context(), act, state, to)
	if no == nil {
		http.Redirect(w, r, p.shown(state, plan, v).Link+"?"+url.Values{"verzet": {"1"}}.Encode(), http.StatusSeeOther)
		return nil
	}
	if k := fault.KindOf(no); k != fault.Taken && k != fault.Refused && k != fault.NotHeld {
		return no
	}
	d := movePage{shownAppointment: p.shown(state, plan, v), To: momentOf(plan, to), Say: fault.Sentence(no)}
	for _, o := range instead(no) {
		d.Others = append(d.Others, momentOf(plan, o))
	}
	return p.render(w, v, http.StatusConflict, "move", v.T("next.title"), d)
}
