package planning_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// used has Berchem's appliance tell of uses, all of one batch.
func (w *world) used(t *testing.T, first uint64, root byte, events ...*contract.Event) {
	t.Helper()
	var bodies [][]byte
	for _, e := range events {
		bodies = append(bodies, contract.Encode(e))
	}
	base := make([]byte, 32)
	base[0] = root - 1
	if first == 1 {
		base = nil
	}
	now := make([]byte, 32)
	now[0] = root
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: berchem, Root: now, Base: base,
		Batch: &contract.Batch{Incarnation: 1, First: first, Count: uint32(len(bodies)), Records: contract.JoinRecords(bodies)}}}})
}

// TestUseBesideWhatWasHopedFor: the sites ranked, each with its trend, its share without a line and its target by the rule of each day; low
// use is told, not of what is to stop; and no small group of ages.
func TestUseBesideWhatWasHopedFor_A002_20(t *testing.T) {
	w := newWorld(t)
	w.arrive(t, berchem, 1)
	day := office.NewDate(2026, 11, 16)
	var events []*contract.Event
	add := func(d office.Date, n int, offline bool, outcome string) {
		for range n {
			events = append(events, &contract.Event{Kind: &contract.Event_KioskUsed{KioskUsed: &contract.KioskUsed{Date: int32(d), What: "certificate", Product: "attest-bevolking", Outcome: outcome, Offline: offline}}})
		}
	}
	add(day-1, 4, false, "done")
	add(day, 3, false, "done")
	add(day+3, 2, true, "left")
	events = append(events, &contract.Event{Kind: &contract.Event_KioskTold{KioskTold: &contract.KioskTold{Date: int32(day), Ages: []*contract.KioskCount{{Code: "25-64", Count: 14}, {Code: "65-", Count: 4}},
		Languages: []*contract.KioskCount{{Code: "nl", Count: 30}, {Code: "tr", Count: 12}}}}})
	w.used(t, 1, 1, events...)
	rule := func(from office.Date, n uint32, decided string) {
		ok[contract.PlanResponse](t)(w.PutPlan(t.Context(), req(&contract.PutPlanRequest{By: "Mia", Put: &contract.Plan{Kiosks: []*contract.KioskRule{
			{Site: berchem, ValidFrom: int32(from), TargetWeek: n, Decision: decided}}}})))
	}
	rule(0, 7, "")
	rule(day+2, 21, "")
	ask := func() *contract.PlannerKioskUseResponse {
		return ok[contract.PlannerKioskUseResponse](t)(w.KioskUse(t.Context(), req(&contract.PlannerKioskUseRequest{From: int32(day), To: int32(day + 3)})))
	}
	got := ask()
	if len(got.Sites) != 1 {
		t.Fatalf("%v", got.Sites)
	}
	s := got.Sites[0]
	if s.Uses != 5 || s.Before != 4 || s.Offline != 2 || s.Done != 3 || s.Target != 8 || !s.Low { // two days of one, two of three
		t.Errorf("%v", s)
	}
	shares := map[string]uint32{}
	for _, r := range got.Shares {
		if r.Withheld != (r.Count == 0) {
			t.Errorf("%v", r)
		}
		shares[r.Code] = r.Count
	}
	if shares["65-"] != 0 || shares["25-64"] != 0 || shares["nl"] != 30 || shares["tr"] != 12 { // with one age told, the total would tell the other
		t.Errorf("%v", shares)
	}
	rule(day+3, 21, "stop")
	if s := ask().Sites[0]; s.Low || s.Decision != "stop" {
		t.Errorf("what is to stop: %v", s)
	}
	if all := ok[contract.PlannerKioskUseResponse](t)(w.KioskUse(t.Context(), req(&contract.PlannerKioskUseRequest{Sites: []string{"kiosk-corso"}, To: int32(day)}))); len(all.Sites) != 1 || all.Sites[0].Uses != 0 {
		t.Errorf("a site that is asked for by name: %v", all)
	}
	_, err := w.KioskUse(t.Context(), req(&contract.PlannerKioskUseRequest{Sites: []string{"nergens"}}))
	refused(t, fault.NotFound, err)
	_, err = w.KioskUse(t.Context(), req(&contract.PlannerKioskUseRequest{From: 9, To: 3}))
	refused(t, fault.Invalid, err)
}

// TestLettersAreListedWithoutWhoseTheyAre, the latest first.
func TestLettersAreListedWithoutWhoseTheyAre(t *testing.T) {
	w := newWorld(t)
	w.arrive(t, berchem, 1)
	asked := func(n byte, at int64) *contract.Event {
		return &contract.Event{AtMs: at, Kind: &contract.Event_LetterAsked{LetterAsked: &contract.LetterAsked{Letter: append(make([]byte, 15), n), Person: make([]byte, 16), Holder: make([]byte, 32)}}}
	}
	w.used(t, 1, 1, asked(1, 5), asked(2, 9))
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Letter{Letter: &contract.LetterPut{Site: berchem, Letter: append(make([]byte, 15), 1), Stage: contract.LetterStage_LETTER_STAGE_SENT}}})
	all := ok[contract.LettersResponse](t)(w.Letters(t.Context(), req(&contract.LettersRequest{}))).Letters
	if len(all) != 2 || all[0].AskedMs != 9 || len(all[0].Person)+len(all[0].Holder) != 0 {
		t.Errorf("%v", all)
	}
	if open := ok[contract.LettersResponse](t)(w.Letters(t.Context(), req(&contract.LettersRequest{Site: berchem, Open: true}))).Letters; len(open) != 1 || open[0].AskedMs != 9 {
		t.Errorf("open: %v", open)
	}
}
