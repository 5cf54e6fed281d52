package register_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// answer is what somebody said, under a key.
func answer(key byte, satisfaction, wait uint32, remark string, products ...string) *contract.HQCommand {
	return &contract.HQCommand{Kind: &contract.HQCommand_SurveyAnswered{SurveyAnswered: &contract.SurveyAnswered{Key: bytes.Repeat([]byte{key}, 16), Site: string(berchem),
		Products: products, Week: int32(register.WeekOf(today)), Answer: &contract.SurveyAnswer{Satisfaction: satisfaction, Wait: wait, Remark: remark}}}}
}

// TestSurveyIsCountedOnce, by site and week, and by each product once; what was said is nobody's.
func TestSurveyIsCountedOnce(t *testing.T) {
	h := found(t)
	if n := h.must(answer(1, 5, 2, "Vriendelijk", short, long, short)).Count; n != 1 {
		t.Errorf("counted %d times", n)
	}
	if n := h.must(answer(1, 1, 1, "Toch niet", short)).Count; n != 0 {
		t.Errorf("the second time counted %d times", n)
	}
	h.must(answer(2, 4, 0, "", short))
	rows := map[string]*contract.SurveyRow{}
	for r := range h.view().Surveys(today-7, today) {
		rows[r.Product] = r
	}
	if len(rows) != 3 || rows[""].Answers != 2 || rows[short].Answers != 2 || rows[long].Answers != 1 ||
		!slices.Equal(rows[""].Satisfaction, []uint32{0, 0, 0, 1, 1}) || !slices.Equal(rows[""].Wait, []uint32{0, 1, 0}) {
		t.Errorf("counted %v", rows)
	}
	var said []string
	for r := range h.view().SurveyRemarks(today-7, today, h.now) {
		said = append(said, r.Text)
	}
	if !slices.Equal(said, []string{"Vriendelijk"}) {
		t.Errorf("said %v", said)
	}
	h.now = h.now.AddDate(0, 0, 200) // remarks go, counts stay
	later := answer(3, 3, 0, "", short)
	later.GetSurveyAnswered().Week = int32(register.WeekOf(today + 200))
	h.must(later)
	for k := range h.w.Scan([]byte("S/r/"), nil) {
		t.Errorf("%x is kept", k)
	}
	n := 0
	for range h.w.Scan([]byte("S/u/"), nil) {
		n++
	}
	if n != 1 {
		t.Errorf("%d marks of answers are kept", n)
	}
}

func TestSurveyRefused(t *testing.T) {
	h := found(t)
	for name, row := range map[string]struct {
		change func(*contract.SurveyAnswered)
		kind   fault.Kind
	}{
		"no answer":        {func(c *contract.SurveyAnswered) { c.Answer = nil }, fault.Invalid},
		"six":              {func(c *contract.SurveyAnswered) { c.Answer.Satisfaction = 6 }, fault.Invalid},
		"a fourth wait":    {func(c *contract.SurveyAnswered) { c.Answer.Wait = 4 }, fault.Invalid},
		"too long":         {func(c *contract.SurveyAnswered) { c.Answer.Remark = strings.Repeat("é", 501) }, fault.Invalid},
		"no key":           {func(c *contract.SurveyAnswered) { c.Key = nil }, fault.Invalid},
		"no Monday":        {func(c *contract.SurveyAnswered) { c.Week++ }, fault.Invalid},
		"an unknown place": {func(c *contract.SurveyAnswered) { c.Site = "nergens" }, fault.NotFound},
		"too late":         {func(c *contract.SurveyAnswered) { c.Week -= 49 }, fault.Refused},
		"to come":          {func(c *contract.SurveyAnswered) { c.Week += 7 }, fault.Refused},
	} {
		c := answer(1, 3, 1, "", short)
		row.change(c.GetSurveyAnswered())
		h.refused(h.do(c), row.kind)
		for k := range h.w.Scan([]byte("S/"), nil) {
			t.Errorf("%s: %x is there", name, k)
		}
	}
	h.must(answer(1, 3, 1, strings.Repeat("é", 500), short))
}

// TestNoQuestions: who wants none is asked none, whether they say so before the visit or after it.
func TestNoQuestions(t *testing.T) {
	visit := bytes.Repeat([]byte{9}, 16)
	no := func(h *headquarters, a *contract.Appointment) {
		h.must(&contract.HQCommand{Kind: &contract.HQCommand_SurveyRefused{SurveyRefused: &contract.SurveyRefused{Appointment: a.Id}}})
	}
	for name, before := range map[string]bool{"before": true, "after": false} {
		h, _ := holding(t, tomorrow(0, long))
		a := h.booksFor(seat(3, 0), short)
		if before {
			no(h, a)
		}
		h.now = (today + 3).At(9*60, h.plan.Zone())
		h.taken(berchem, 1, &contract.Event{AtMs: h.now.UnixMilli(), Kind: &contract.Event_CheckedIn{CheckedIn: &contract.CheckedIn{Visit: visit, Appointment: a.Id}}},
			&contract.Event{AtMs: h.now.UnixMilli(), Kind: &contract.Event_Finished{Finished: &contract.Finished{Visit: visit}}})
		if !before {
			no(h, a)
		}
		h.now = h.now.Add(dispatch.SurveyAfter)
		for _, m := range h.told(about(a)) {
			if m.kind == survey && (before || m.stage != dispatch.Dropped) {
				t.Errorf("%s: asked all the same: %v", name, m)
			}
		}
		if !h.view().Refused(a.AppointmentID()) {
			t.Errorf("%s: it is not known", name)
		}
		h.now = h.now.Add(dispatch.Keep + 96*time.Hour)
		h.must(&contract.HQCommand{Kind: &contract.HQCommand_MessageSweep{MessageSweep: &contract.MessageSweep{Threads: [][]byte{about(a)}}}})
		if h.view().Refused(a.AppointmentID()) {
			t.Errorf("%s: kept for ever", name)
		}
	}
	h := found(t)
	h.refused(h.do(&contract.HQCommand{Kind: &contract.HQCommand_SurveyRefused{SurveyRefused: &contract.SurveyRefused{Appointment: make([]byte, 16)}}}), fault.NotFound)
}
