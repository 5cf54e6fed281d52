package planning_test

import (
	"crypto/rand"
	"encoding/binary"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/planning"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestSurveyResults: sums by site, product and week; of groups below ten nothing but that they are, and no remark of theirs.
func TestSurveyResults_A001_08(t *testing.T) {
	w := newWorld(t)
	s := planning.NewSurveys(planning.New(w.Solo, w.seat, w.machine, w.fleet, func() time.Time { return now }, rand.Reader))
	monday := register.WeekOf(office.DateOf(now))
	n := uint64(0)
	say := func(times int, site string, week office.Date, product string, satisfaction uint32, remark string) {
		t.Helper()
		for range times {
			n++
			w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_SurveyAnswered{SurveyAnswered: &contract.SurveyAnswered{Key: append(make([]byte, 8), binary.BigEndian.AppendUint64(nil, n)...),
				Site: site, Week: int32(week), Products: []string{product}, Answer: &contract.SurveyAnswer{Satisfaction: satisfaction, Wait: 2, Remark: remark}}}})
		}
	}
	results := func(q *contract.SurveyResultsRequest) *contract.SurveyResultsResponse {
		t.Helper()
		return ok[contract.SurveyResultsResponse](t)(s.Results(t.Context(), req(q)))
	}
	if got := results(&contract.SurveyResultsRequest{}); len(got.Rows) != 0 {
		t.Errorf("nobody answered: %v", got)
	}
	say(12, berchem, monday, "eid-aanvraag", 5, "")
	say(11, berchem, monday-7, "reispas-aanvraag", 4, "Goed")
	say(3, berchem, monday-7, "rijbewijs-aanvraag", 1, "Slecht")
	say(4, "buurtloket-groenenhoek", monday, "eid-aanvraag", 2, "Alleen ik")
	got := results(&contract.SurveyResultsRequest{Remarks: true})
	rows := map[string]*contract.SurveyRow{}
	for _, r := range got.Rows {
		key := r.Site + "/" + r.Product
		if r.Week != 0 {
			key += office.Date(r.Week).String()
		}
		rows[key] = r
	}
	for key, want := range map[string]uint32{berchem + "/": 26, berchem + "/eid-aanvraag": 12, berchem + "/" + monday.String(): 12, berchem + "/" + (monday - 7).String(): 14} {
		if r := rows[key]; r == nil || r.Answers != want || r.Withheld {
			t.Errorf("%s: %v, want %d", key, r, want)
		}
	}
	// Three at a product would be the sum less the others: so the next smallest goes too.
	for _, key := range []string{berchem + "/rijbewijs-aanvraag", berchem + "/reispas-aanvraag"} {
		if r := rows[key]; r == nil || !r.Withheld || r.Answers != 0 || r.Satisfaction != nil {
			t.Errorf("%s is told: %v", key, r)
		}
	}
	if r := rows["buurtloket-groenenhoek/"]; r == nil || !r.Withheld || r.Answers != 0 || rows["buurtloket-groenenhoek/eid-aanvraag"] != nil {
		t.Errorf("a site of four is told: %v", rows)
	}
	if len(got.Remarks) != 14 {
		t.Errorf("%d remarks", len(got.Remarks))
	}
	for _, m := range got.Remarks {
		if m.Site != berchem || m.Week != 0 {
			t.Errorf("a remark of a small group, or with its week: %v", m)
		}
	}
	if only := results(&contract.SurveyResultsRequest{Sites: []string{berchem}, From: int32(monday)}); len(only.Rows) == 0 || only.Rows[0].Answers != 12 || only.Remarks != nil {
		t.Errorf("this week only: %v", only)
	}
	if _, err := s.Results(t.Context(), req(&contract.SurveyResultsRequest{Sites: []string{"nergens"}})); !fault.Is(fault.FromRPC("test", err), fault.NotFound) {
		t.Errorf("a site that there is not: %v", err)
	}
}
