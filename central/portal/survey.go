package portal

import (
	"net/http"
	"strconv"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// surveyPage is the questions after a visit, or the thanks for the answers.
type surveyPage struct {
	citizen.Survey
	Link         string
	Flaws        []flaw
	Answer       *contract.SurveyAnswer
	Thanks       bool
	Satisfaction []int // what can be chosen, the best first
	Waits        []int
	Most         int // characters of a remark
}

func (p *Portal) routeSurvey() {
	p.handle(map[string]page{
		"GET /vragen/{link}":                p.survey,
		"POST /vragen/{link}":               p.act(p.answer),
		"POST /afspraak/{link}/geen-vragen": p.act(p.askNothing),
	})
}

// SurveyPage is the path of the questions after the visit of an appointment, as a message names it.
func (p *Portal) SurveyPage(id office.AppointmentID) string { return p.surveyPath(p.SurveyLink(id)) }

func (p *Portal) surveyPath(link string) string { return "/vragen/" + link }

// survey is the page of the questions. Opening it answers nothing.
func (p *Portal) survey(w http.ResponseWriter, r *http.Request, v *visitor) error {
	s, err := p.Survey(r.Context(), r.PathValue("link"))
	if err != nil {
		return err
	}
	if s.Closed && !s.Answered {
		return fault.New("portal.survey", fault.Refused).Tell(v.T("survey.closed"), "").Coded("survey.closed")
	}
	return p.renderSurvey(w, r, v, http.StatusOK, &surveyPage{Survey: s, Answer: new(contract.SurveyAnswer), Thanks: s.Answered})
}

func (p *Portal) renderSurvey(w http.ResponseWriter, r *http.Request, v *visitor, status int, d *surveyPage) error {
	d.Link, d.Satisfaction, d.Waits, d.Most = v.U(p.surveyPath(r.PathValue("link"))), []int{5, 4, 3, 2, 1}, []int{1, 2, 3}, register.MaxRemark
	title := v.T("survey.title", d.Site.Name)
	if d.Thanks {
		title = v.T("survey.thanks")
	}
	return p.render(w, v, status, "survey", title, d)
}

// answer counts what somebody says. Whoever sends it again is thanked, and changes nothing.
func (p *Portal) answer(w http.ResponseWriter, r *http.Request, v *visitor) error {
	s, err := p.Survey(r.Context(), r.PathValue("link"))
	if err != nil {
		return err
	}
	a := &contract.SurveyAnswer{Satisfaction: choice(r, "tevreden", 5), Wait: choice(r, "wachten", 3), Remark: trimmed(r, "opmerking")}
	if flaws := citizen.CheckAnswer(a); len(flaws) > 0 && !s.Answered {
		d := &surveyPage{Survey: s, Answer: a}
		for _, f := range flaws {
			d.Flaws = append(d.Flaws, flaw{f.Field, v.T(f.Code)})
		}
		return p.renderSurvey(w, r, v, http.StatusUnprocessableEntity, d)
	}
	if !s.Answered {
		if err := p.Answer(r.Context(), s, a); err != nil {
			return err
		}
	}
	http.Redirect(w, r, v.U(p.surveyPath(r.PathValue("link"))), http.StatusSeeOther)
	return nil
}

// choice is which of so many answers was chosen; 0: none.
func choice(r *http.Request, field string, most int) uint32 {
	n, err := strconv.Atoi(r.PostFormValue(field))
	if err != nil || n < 1 || n > most {
		return 0
	}
	return uint32(n)
}

// askNothing has somebody asked nothing after their visit.
func (p *Portal) askNothing(w http.ResponseWriter, r *http.Request, v *visitor) error {
	state, _, err := p.linked(r)
	if err != nil {
		return err
	}
	if err := p.AskNothing(r.Context(), state); err != nil {
		return err
	}
	p.toAppointment(w, r, v, state.Appointment.AppointmentID(), "geenvragen")
	return nil
}
