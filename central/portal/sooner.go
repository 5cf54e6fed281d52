package portal

import (
	"net/http"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// soonerPage is the page on which somebody asks for a sooner moment, or takes the one that is held for them. Opening it changes
// nothing: programs that look into mail open links too.
type soonerPage struct {
	shownAppointment
	Notices  []string
	Flaws    []flaw
	Waiting  bool
	Offer    *moment // held for them
	Until    string  // until then
	Act      string  // of taking it
	Free     *moment // free already, for everybody
	List     string  // where that is
	Sites    []chosen
	From     office.Date
	Earliest office.Date
	Latest   office.Date
	Outside  bool // only outside office hours
}

// chosen is a site that can be ticked.
type chosen struct {
	office.Site
	On bool
}

func (p *Portal) routeSooner() {
	p.handle(map[string]page{
		"GET /afspraak/{link}/vroeger":       p.sooner,
		"POST /afspraak/{link}/vroeger":      p.act(p.askSooner),
		"POST /afspraak/{link}/vroeger/nee":  p.act(p.declineSooner),
		"POST /afspraak/{link}/vroeger/stop": p.act(p.stopSooner),
	})
}

// soonerWords are what just happened, each with the key of its notice.
var soonerWords = []struct{ word, key string }{{"gevraagd", "sooner.said.asked"}, {"nee", "sooner.said.no"}, {"stop", "sooner.said.stop"}}

// waiting is how the appointment of the link in a request stands on the list. Where nobody can wait, or for nothing, it is answered
// already.
func (p *Portal) waiting(w http.ResponseWriter, r *http.Request, v *visitor) (s citizen.Sooner, answered bool, err error) {
	if s, err = p.Door.Sooner(r.Context(), r.PathValue("link")); err != nil {
		return s, true, err
	}
	if s.State.Cancelled || p.Over(s.State.Appointment, s.Plan) {
		http.Redirect(w, r, v.U(p.path(s.State.Appointment.AppointmentID()))+"?geannuleerd=1", http.StatusSeeOther)
		return s, true, nil
	}
	if !p.Waits() {
		return s, true, fault.New("portal.sooner", fault.NotFound).Tell(v.T("sooner.none"), "").Coded("sooner.none")
	}
	return s, false, nil
}

// sooner is the page of a sooner moment.
func (p *Portal) sooner(w http.ResponseWriter, r *http.Request, v *visitor) error {
	s, answered, err := p.waiting(w, r, v)
	if answered {
		return err
	}
	d := p.soonerPage(s, v)
	for _, said := range soonerWords {
		if r.URL.Query().Has(said.word) && (said.word == "stop") != d.Waiting {
			d.Notices = append(d.Notices, v.T(said.key))
		}
	}
	return p.renderSooner(w, v, http.StatusOK, d)
}

// soonerKey is the key of what an appointment's own page says of the waiting list; empty where there is none.
func (p *Portal) soonerKey(r *http.Request) (string, error) {
	if !p.Waits() {
		return "", nil
	}
	s, err := p.Door.Sooner(r.Context(), r.PathValue("link"))
	switch {
	case err != nil:
		return "", err
	case s.Offer != nil:
		return "change.offer", nil
	case s.Waiting != nil:
		return "change.waiting", nil
	}
	return "change.sooner", nil
}

// soonerPage is the page as things stand.
func (p *Portal) soonerPage(s citizen.Sooner, v *visitor) *soonerPage {
	a, wish := s.State.Appointment, s.Waiting.GetWish()
	d := &soonerPage{shownAppointment: p.shown(s.State, s.Plan, v), Waiting: s.Waiting != nil, From: office.Date(wish.GetFrom()),
		Earliest: s.Plan.Today(p.Now()), Latest: office.Date(a.Place.Run.Date) - 1, Outside: wish.GetPart() == contract.Part_PART_AFTER_WORK}
	for _, site := range citizen.Sites(s.Plan) {
		d.Sites = append(d.Sites, chosen{site, slices.Contains(wish.GetSites(), string(site.ID))})
	}
	if s.Offer != nil {
		m := momentOf(s.Plan, s.Offer.Place)
		until := s.Until()
		d.Offer, d.Until = &m, v.T("sooner.until", v.Day(office.DateOf(until)), until.Format("15:04"))
		return d
	}
	if free, ok := p.FreeSooner(a); ok {
		m := momentOf(s.Plan, rulebook.PlaceOf(free))
		d.Free, d.List = &m, d.Link+"/verzetten"
	}
	return d
}

func (p *Portal) renderSooner(w http.ResponseWriter, v *visitor, status int, d *soonerPage) (err error) {
	title := v.T("sooner.title")
	if d.Offer != nil {
		title = v.T("sooner.offer.title")
		if d.Act, err = p.actID(); err != nil {
			return err
		}
	}
	return p.render(w, v, status, "sooner", title, d)
}

// askSooner puts the appointment on the list, or changes what it waits for.
func (p *Portal) askSooner(w http.ResponseWriter, r *http.Request, v *visitor) error {
	s, answered, err := p.waiting(w, r, v)
	if answered {
		return err
	}
	wish, flaws := readSooner(r, v)
	if len(flaws) == 0 {
		err := p.AskSooner(r.Context(), s.State, wish)
		switch {
		case err == nil:
			http.Redirect(w, r, v.U(p.path(s.State.Appointment.AppointmentID()))+"/vroeger?gevraagd=1", http.StatusSeeOther)
			return nil
		case !fault.Is(err, fault.Invalid):
			return err
		}
		flaws = append(flaws, flaw{"dag", fault.Sentence(err)})
	}
	d := p.soonerPage(s, v)
	d.Flaws, d.Outside, d.From = flaws, wish.Part == contract.Part_PART_AFTER_WORK, office.Date(wish.From)
	for i := range d.Sites {
		d.Sites[i].On = slices.Contains(wish.Sites, string(d.Sites[i].ID))
	}
	return p.renderSooner(w, v, http.StatusUnprocessableEntity, d)
}

// readSooner reads what somebody would come sooner for.
func readSooner(r *http.Request, v *visitor) (wish *contract.WaitingWish, flaws []flaw) {
	wish = new(contract.WaitingWish)
	for _, site := range r.PostForm["locatie"] {
		if site = citizen.Clip(site, 60); site != "" && !slices.Contains(wish.Sites, site) {
			wish.Sites = append(wish.Sites, site)
		}
	}
	if r.PostFormValue("buiten") != "" {
		wish.Part = contract.Part_PART_AFTER_WORK
	}
	if text := strings.TrimSpace(r.PostFormValue("dag")); text != "" {
		day, err := office.ParseDate(text)
		if err != nil {
			return wish, []flaw{{"dag", v.T("day.unknown")}}
		}
		wish.From = int32(day)
	}
	return wish, nil
}

// declineSooner lets the offered place go to the next; stopSooner ends the waiting.
func (p *Portal) declineSooner(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.leaveSooner(w, r, v, true, "nee")
}

func (p *Portal) stopSooner(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.leaveSooner(w, r, v, false, "stop")
}

func (p *Portal) leaveSooner(w http.ResponseWriter, r *http.Request, v *visitor, offerOnly bool, word string) error {
	s, answered, err := p.waiting(w, r, v)
	if answered {
		return err
	}
	if err := p.LeaveSooner(r.Context(), s.State, offerOnly); err != nil {
		return err
	}
	http.Redirect(w, r, v.U(p.path(s.State.Appointment.AppointmentID()))+"/vroeger?"+word+"=1", http.StatusSeeOther)
	return nil
}
