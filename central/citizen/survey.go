package citizen

import (
	"bytes"
	"context"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Survey is the questions after a visit (A001-08). What is answered is counted without the person.
type Survey struct {
	Site     office.Site
	Day      office.Date
	Answered bool // already
	Closed   bool // it is too long ago, or has not been

	id       office.AppointmentID
	products []string
}

// Surveys reports whether visitors are asked here how it was.
func (d *Door) Surveys() bool { return d.surveys }

// SurveyLink is what stands in the address of the questions after the visit of an appointment. Whoever has it can answer them once, and
// neither read nor change the appointment.
func (d *Door) SurveyLink(id office.AppointmentID) string { return d.signer.sign(ofSurvey, id[:]) }

// answerKey marks that an answer about an appointment was counted.
func (d *Door) answerKey(id office.AppointmentID) []byte {
	return d.signer.sum(ofAnswer, bytes.Clone(id[:]))
}

// Survey is the questions of a link. Its fault is NotFound for a link that is none, or where nobody is asked.
func (d *Door) Survey(ctx context.Context, link string) (s Survey, err error) {
	const op = "citizen.Survey"
	body, ok := d.signer.read(ofSurvey, link)
	switch {
	case !d.surveys:
		return s, say(op, fault.NotFound, "survey.none")
	case !ok || len(body) != len(s.id):
		return s, say(op, fault.NotFound, "link.broken")
	}
	s.id = office.AppointmentID(body)
	err = d.log.Read(ctx, func(k kv.Reader) error {
		v := d.machine.View(k)
		state, plan := v.Appointment(s.id), v.Calendar()
		if state == nil {
			return say(op, fault.NotFound, "survey.closed")
		}
		d.fill(&s, state, plan)
		s.Answered = v.Answered(register.WeekOf(s.Day), d.answerKey(s.id))
		return nil
	})
	return s, err
}

// fill takes of an appointment what the questions need.
func (d *Door) fill(s *Survey, state *contract.AppointmentState, plan *calendar.Plan) {
	at := state.Appointment.Place
	s.Site, _ = plan.Site(office.SiteID(at.Site))
	s.Day, s.products = office.Date(at.Run.Date), state.Appointment.Products
	today := plan.Today(d.Now())
	s.Closed = state.Cancelled || s.Day > today || register.WeekOf(s.Day)+register.SurveyDays < today
}

// CheckAnswer says what is wrong with an answer. A national number in a remark is wiped, so that nothing shows or keeps it.
func CheckAnswer(a *contract.SurveyAnswer) (flaws []Flaw) {
	if a.Satisfaction < 1 || a.Satisfaction > 5 || a.Wait > 3 {
		flaws = append(flaws, Flaw{"tevreden", "survey.choose"})
	}
	switch {
	case HasNational(a.Remark):
		a.Remark = ""
		flaws = append(flaws, Flaw{"opmerking", "national"})
	case len([]rune(a.Remark)) > register.MaxRemark:
		flaws = append(flaws, Flaw{"opmerking", "survey.long"})
	}
	return flaws
}

// Answer counts an answer, which has been checked; once for each visit, whoever sends it how often. Its fault is Refused when it is too
// late.
func (d *Door) Answer(ctx context.Context, s Survey, a *contract.SurveyAnswer) error {
	if s.Closed {
		return say("citizen.Answer", fault.Refused, "survey.closed")
	}
	return d.command(ctx, "citizen.Answer", &contract.HQCommand{Kind: &contract.HQCommand_SurveyAnswered{SurveyAnswered: &contract.SurveyAnswered{
		Key: d.answerKey(s.id), Site: string(s.Site.ID), Products: s.products, Week: int32(register.WeekOf(s.Day)), Answer: a}}})
}

// AskNothing has whoever has an appointment asked nothing after it.
func (d *Door) AskNothing(ctx context.Context, of *contract.AppointmentState) error {
	return d.command(ctx, "citizen.AskNothing", &contract.HQCommand{Kind: &contract.HQCommand_SurveyRefused{
		SurveyRefused: &contract.SurveyRefused{Appointment: of.Appointment.Id}}})
}

// Asks reports whether who has an appointment would be asked how it was.
func (d *Door) Asks(ctx context.Context, of *contract.AppointmentState) (asks bool, err error) {
	if !d.surveys || len(of.Appointment.Person) == 0 {
		return false, nil
	}
	err = d.log.Read(ctx, func(k kv.Reader) error {
		asks = !d.machine.View(k).Refused(of.Appointment.AppointmentID())
		return nil
	})
	return asks, err
}
