package register

import (
	"encoding/binary"
	"iter"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// The survey after a visit (A001-08). An answer is counted by site, product and week and is then nobody's: the command names no
// appointment, only a keyed sum that lets an answer count once and of which nobody can tell the visit without the nodes' secret.

const (
	// MaxRemark is how many characters a remark may have.
	MaxRemark = 500
	// SurveyDays is for how many days after the Monday of a visit's week an answer is taken.
	SurveyDays = 42
	// remarkDays is for how many days remarks are kept: they are free text.
	remarkDays = 182
)

// answeredKey notes that an answer was counted.
func answeredKey(week office.Date, key []byte) []byte { return append(weekKey("S/u/", week), key...) }

// surveyKey holds a SurveyRow: the answers of a site, product (empty: all) and week.
func surveyKey(site office.SiteID, product string, week office.Date) []byte {
	k := append(office.AppendSiteKey([]byte("S/c/"), site), product...)
	return binary.BigEndian.AppendUint32(append(k, 0), uint32(week))
}

// saidKey holds a SurveyRemark.
func saidKey(week office.Date, number uint64) []byte {
	return binary.BigEndian.AppendUint64(weekKey("S/r/", week), number)
}

func weekKey(prefix string, week office.Date) []byte {
	return binary.BigEndian.AppendUint32([]byte(prefix), uint32(week))
}

// refusedKey notes that who has an appointment wants no questions after it.
func refusedKey(id office.AppointmentID) []byte { return append([]byte("S/o/"), id[:]...) }

// WeekOf is the Monday of a day's week.
func WeekOf(d office.Date) office.Date { return d - office.Date((int(d.Weekday())+6)%7) }

// answered counts an answer, once.
func (t *turn) answered(c *contract.SurveyAnswered) *contract.HQReply {
	week := office.Date(c.Week)
	if no := t.countable(c, week); no != nil {
		return no
	}
	key := answeredKey(week, c.Key)
	if t.w.Get(key) != nil {
		return &contract.HQReply{Count: 0}
	}
	t.forgetSurveys()
	t.w.Put(key, nil)
	t.countAnswer(c, "", week)
	for _, p := range slices.Compact(slices.Sorted(slices.Values(c.Products))) {
		t.countAnswer(c, p, week)
	}
	if c.Answer.Remark != "" {
		save(t.w, saidKey(week, t.index), &contract.SurveyRemark{Site: c.Site, Week: c.Week, Text: c.Answer.Remark})
	}
	return &contract.HQReply{Count: 1}
}

// countable refuses an answer that is none; nil: it can be counted.
func (t *turn) countable(c *contract.SurveyAnswered, week office.Date) *contract.HQReply {
	today := t.calendar().Today(t.now)
	a := c.GetAnswer()
	switch _, known := t.calendar().Site(office.SiteID(c.Site)); {
	case !known:
		return refuse(fault.NotFound, c.Site, "Deze locatie is niet bekend.")
	case len(c.Key) != 16 || week != WeekOf(week) || len(c.Products) > 20:
		return refuse(fault.Invalid, "survey", "Dit antwoord is niet begrepen.")
	case week > today || week+SurveyDays < today:
		return refuse(fault.Refused, "survey", "Deze vragen zijn afgesloten.")
	case a.GetSatisfaction() < 1 || a.GetSatisfaction() > 5 || a.GetWait() > 3:
		return refuse(fault.Invalid, "answer", "Kies een antwoord uit de lijst.")
	case len([]rune(a.GetRemark())) > MaxRemark:
		return refuse(fault.Invalid, "remark", "Uw opmerking is te lang.")
	}
	return nil
}

func (t *turn) countAnswer(c *contract.SurveyAnswered, product string, week office.Date) {
	key, row := surveyKey(office.SiteID(c.Site), product, week), new(contract.SurveyRow)
	if !load(t.w, key, row) {
		row = &contract.SurveyRow{Site: c.Site, Product: product, Week: int32(week), Satisfaction: make([]uint32, 5), Wait: make([]uint32, 3)}
	}
	row.Answers++
	row.Satisfaction[c.Answer.Satisfaction-1]++
	if w := c.Answer.Wait; w > 0 {
		row.Wait[w-1]++
	}
	save(t.w, key, row)
}

// forgetSurveys forgets what marks answers that can be given no more, and remarks that are old. Counts stay.
func (t *turn) forgetSurveys() {
	today := t.calendar().Today(t.now)
	t.forgetWeeks("S/u/", today-SurveyDays-7)
	t.forgetWeeks("S/r/", today-remarkDays)
}

// forgetWeeks deletes what is of weeks before a day.
func (t *turn) forgetWeeks(prefix string, before office.Date) {
	var gone [][]byte
	for k := range t.w.Scan([]byte(prefix), nil) {
		if office.Date(binary.BigEndian.Uint32(k[len(prefix):])) >= before {
			break
		}
		gone = append(gone, slices.Clone(k))
	}
	for _, k := range gone {
		t.w.Delete(k)
	}
}

// refuseSurvey has somebody asked nothing after this appointment.
func (t *turn) refuseSurvey(c *contract.SurveyRefused) *contract.HQReply {
	id, _ := contract.ID16[office.AppointmentID](c.Appointment)
	if t.appointment(id) == nil {
		return refuse(fault.NotFound, "appointment", "Deze afspraak is niet gevonden.")
	}
	t.w.Put(refusedKey(id), nil)
	t.thread(appointmentThread(id), nil, func(th *contract.MessageThread) { dispatch.Supersede(th, t.atMS, msgSurvey) })
	return done()
}

// mayAsk reports whether who has the appointment of a thread may be asked how it was.
func (t *turn) mayAsk(th *contract.MessageThread) bool {
	id, _ := contract.ID16[office.AppointmentID](th.Appointment)
	return t.w.Get(refusedKey(id)) == nil
}

// Answered reports whether an answer of a week with this key was counted; Refused whether an appointment wants no questions.
func (v View) Answered(week office.Date, key []byte) bool {
	return v.r.Get(answeredKey(week, key)) != nil
}

// Refused reports whether who has an appointment wants no questions after it.
func (v View) Refused(id office.AppointmentID) bool { return v.r.Get(refusedKey(id)) != nil }

// Surveys yields the counts of answers of the weeks that begin from a day to another, both included.
func (v View) Surveys(from, to office.Date) iter.Seq[*contract.SurveyRow] {
	return func(yield func(*contract.SurveyRow) bool) {
		for _, b := range v.r.Scan([]byte("S/c/"), nil) {
			row := new(contract.SurveyRow)
			load1(b, row)
			if w := office.Date(row.Week); w >= from && w <= to && !yield(row) {
				return
			}
		}
	}
}

// SurveyRemarks yields what people wrote of visits of those weeks, the oldest week first, as far as it is kept.
func (v View) SurveyRemarks(from, to office.Date, now time.Time) iter.Seq[*contract.SurveyRemark] {
	from = max(from, v.Calendar().Today(now)-remarkDays)
	return func(yield func(*contract.SurveyRemark) bool) {
		for _, b := range v.r.Scan([]byte("S/r/"), weekKey("S/r/", from)) {
			r := new(contract.SurveyRemark)
			if load1(b, r); office.Date(r.Week) > to || !yield(r) {
				return
			}
		}
	}
}
