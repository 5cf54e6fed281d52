package portal

import (
	"bytes"
	"context"
	"net/http"
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// minePage is the appointments of whoever signed in.
type minePage struct {
	Coming, Gone []shownAppointment
	Notice       string
}

// mine lists the appointments of whoever signed in; others are asked to.
func (p *Portal) mine(w http.ResponseWriter, r *http.Request, v *visitor) error {
	if v.Known == nil {
		http.Redirect(w, r, v.SignInAt("/mijn"), http.StatusSeeOther)
		return nil
	}
	all, plan, err := p.Mine(r.Context(), v.Known.Holder)
	if err != nil {
		return err
	}
	d := minePage{}
	for _, s := range all {
		if shown := p.shown(s, plan, v); shown.Past || shown.Cancelled {
			d.Gone = append(d.Gone, shown)
		} else {
			d.Coming = append(d.Coming, shown)
		}
	}
	slices.Reverse(d.Gone) // the last one first
	return p.render(w, v, http.StatusOK, "mine", v.T("mine.title"), d)
}

// keptView is what the page of an appointment says to whoever signed in.
type keptView struct {
	Mine    bool
	Profile bool // it can be told to a profile
	Tell    bool // and is
	Action  string
}

// keptBy is that view; nil for who did not sign in, and where the appointment is somebody else's.
func (p *Portal) keptBy(ctx context.Context, v *visitor, a shownAppointment, id office.AppointmentID) (*keptView, error) {
	if v.Known == nil {
		return nil, nil
	}
	link, err := p.KeptBy(ctx, id)
	if err != nil || link != nil && !bytes.Equal(link.Holder, v.Known.Holder) {
		return nil, err
	}
	return &keptView{Mine: link != nil, Profile: p.profile, Tell: link.GetTell(), Action: a.Link + "/bewaren"}, nil
}

// keep puts an appointment with those of whoever signed in, or takes it off.
func (p *Portal) keep(w http.ResponseWriter, r *http.Request, v *visitor) error {
	state, _, err := p.linked(r)
	if err != nil {
		return err
	}
	id := state.Appointment.AppointmentID()
	if v.Known == nil {
		http.Redirect(w, r, v.SignInAt(p.path(id)), http.StatusSeeOther)
		return nil
	}
	err = p.Keep(r.Context(), &contract.CitizenLinked{Appointment: id[:], Holder: v.Known.Holder, Tell: p.profile && r.PostForm.Has("profiel"),
		LetGo: r.PostForm.Has("weg")})
	if err != nil && !fault.Is(err, fault.Conflict) { // somebody else's: the page offers nothing then
		return err
	}
	http.Redirect(w, r, v.U(p.path(id)), http.StatusSeeOther)
	return nil
}

// booked puts an appointment that was just made with the others of whoever signed in. It is made in any case: what fails here can be
// done on its page.
func (p *Portal) booked(r *http.Request, v *visitor, id office.AppointmentID) {
	if v.Known == nil {
		return
	}
	err := p.Keep(r.Context(), &contract.CitizenLinked{Appointment: id[:], Holder: v.Known.Holder, Tell: p.profile && r.PostForm.Has("profiel")})
	if err != nil {
		p.logger.Warn("an appointment was not put with those of who booked it", "appointment", id.String(), "err", err)
	}
}
