package planning_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/pin"
)

// Documents tells what journals say, and what is announced and has not come (A002-43).
func TestDocuments(t *testing.T) {
	w := newWorld(t)
	w.arrive(t, berchem, 7)
	ok[contract.AnnounceResponse](t)(w.Announce(t.Context(), req(&contract.AnnounceRequest{Site: berchem,
		Consignment: &contract.Consignment{Id: "Z1", Items: []*contract.Item{{Document: "EN810004", Kind: "reispas-afhalen"}, {Document: "EN810005"}}}})))
	body := contract.Encode(&contract.Event{AtMs: 9, Kind: &contract.Event_Received{Received: &contract.Received{Consignment: "Z1",
		Items: []*contract.Item{{Document: "EN810004", Kind: "reispas-afhalen"}}}}})
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: berchem, Root: make([]byte, 32),
		Batch: &contract.Batch{Incarnation: 7, First: 1, Count: 1, Records: contract.JoinRecords([][]byte{body})}}}})
	all := func(q *contract.DocumentsRequest) (said []string) {
		for _, d := range ok[contract.DocumentsResponse](t)(w.Documents(t.Context(), req(q))).Documents {
			said = append(said, d.Document+" "+d.Site+" "+d.State)
		}
		return said
	}
	if got := strings.Join(all(&contract.DocumentsRequest{Site: berchem}), ", "); got != "EN810004 "+berchem+" here, EN810005 "+berchem+" announced" {
		t.Errorf("of the site: %s", got)
	}
	if got := strings.Join(all(&contract.DocumentsRequest{Document: "en 810004"}), ", "); got != "EN810004 "+berchem+" here" {
		t.Errorf("of the document: %s", got)
	}
	if got := all(&contract.DocumentsRequest{Document: "EN810004", Site: "buurtloket-groenenhoek"}); len(got) != 0 {
		t.Errorf("elsewhere: %v", got)
	}
	_, err := w.Documents(t.Context(), req(&contract.DocumentsRequest{}))
	refused(t, fault.Invalid, err)
	_, err = w.Documents(t.Context(), req(&contract.DocumentsRequest{Document: "??"}))
	refused(t, fault.Invalid, err)
	_, err = w.Documents(t.Context(), req(&contract.DocumentsRequest{Site: "nergens"}))
	refused(t, fault.NotFound, err)
}

// A change of several pieces can be tried first: the same hits, and nothing changed (A002-47).
func TestPutPlan(t *testing.T) {
	w := newWorld(t)
	a := w.book(t, 9*60+10, "Lotte")
	q := &contract.PutPlanRequest{By: "an", Try: true, Put: &contract.Plan{Terms: []*contract.Term{{Last: 30}},
		Closures: []*contract.Closure{{Id: "x", FromDate: int32(tuesday), Reason: "Verhuis"}}}}
	tried := ok[contract.PlanResponse](t)(w.PutPlan(t.Context(), req(q)))
	if now := ok[contract.PlanResponse](t)(w.Rules(t.Context(), req(&contract.RulesRequest{}))); now.Plan.Version != 1 || len(now.Plan.Closures) != 0 {
		t.Fatalf("trying changed the plan to version %d", now.Plan.Version)
	}
	q.Try = false
	put := ok[contract.PlanResponse](t)(w.PutPlan(t.Context(), req(q)))
	for _, res := range []*contract.PlanResponse{tried, put} {
		if len(res.Hits) != 1 || len(res.Hit) != 1 || string(res.Hit[0].Id) != string(a.Id) || res.Hits[0].Why == "" || res.Plan.Version != 2 || len(res.Plan.Terms) != 1 {
			t.Errorf("answered %v", res.Hits)
		}
	}
	_, err := w.PutPlan(t.Context(), req(&contract.PutPlanRequest{Remove: &contract.Plan{Regimes: []*contract.Regime{{Id: "geen"}}}}))
	refused(t, fault.NotFound, err)
	_, err = w.PutPlan(t.Context(), req(&contract.PutPlanRequest{Try: true}))
	refused(t, fault.Invalid, err)
}

// Skills reach the roster; a PIN that is not typed again stays; nobody is shown one (A000-40, A002-54).
func TestRoster(t *testing.T) {
	w := newWorld(t)
	clerk := &contract.Clerk{Id: "an", Name: "An", Roles: []string{"auditor"}, Skills: []string{"eid-aanvraag"}}
	_, err := w.PutClerk(t.Context(), req(&contract.PutClerkRequest{Sites: []string{berchem}, Clerk: clerk}))
	refused(t, fault.Invalid, err)
	ok[contract.PutClerkResponse](t)(w.PutClerk(t.Context(), req(&contract.PutClerkRequest{Sites: []string{berchem}, Clerk: clerk, Pin: "4321"})))
	clerk.Roles = []string{"planner"}
	ok[contract.PutClerkResponse](t)(w.PutClerk(t.Context(), req(&contract.PutClerkRequest{Sites: []string{berchem}, Clerk: clerk})))
	res := ok[contract.RosterResponse](t)(w.PutRoster(t.Context(), req(&contract.PutRosterRequest{Site: berchem, OfflineDays: 6,
		Also: []*contract.Roster_RoleRight{{Role: "reception", Right: "hand-out"}}})))
	if r := res.Roster; r.OfflineDays != 6 || len(r.Also) != 1 || len(r.Clerks) != 1 || r.Clerks[0].Roles[0] != "planner" || len(r.Clerks[0].Skills) != 1 || len(r.Clerks[0].Pin) != 0 {
		t.Errorf("shown %v", r)
	}
	w.arrive(t, berchem, 7)
	w.view(t, func(v register.View) {
		e, err := contract.Decode(v.Feed(berchem, 0, tuesday).Entries[0], new(contract.FeedEntry))
		if err != nil {
			t.Fatal(err)
		}
		if c := e.GetSnapshot().GetRoster().GetClerks(); len(c) != 1 || !pin.Verify("4321", c[0].Pin, c[0].PinSalt) {
			t.Errorf("told %v", c)
		}
	})
	_, err = w.Roster(t.Context(), req(&contract.RosterRequest{Site: "nergens"}))
	refused(t, fault.NotFound, err)
	_, err = w.PutRoster(t.Context(), req(&contract.PutRosterRequest{Site: berchem, OfflineDays: 999}))
	refused(t, fault.Invalid, err)
}

// TestTakeBack ends an announcement over the planners' door, and says what is wrong with one that has come (A002-43).
func TestTakeBack_A002_43(t *testing.T) {
	w := newWorld(t)
	w.arrive(t, berchem, 7)
	ok[contract.AnnounceResponse](t)(w.Announce(t.Context(), req(&contract.AnnounceRequest{Site: berchem,
		Consignment: &contract.Consignment{Id: "Z1", Documents: []string{"EN810004", "EN810005"}}})))
	back := &contract.TakeBackRequest{Site: berchem, By: "an", Back: &contract.TakenBack{Consignment: "Z1"}}
	if got := ok[contract.TakeBackResponse](t)(w.TakeBack(t.Context(), req(back))); got.Documents != 2 {
		t.Errorf("%d documents come no more", got.Documents)
	}
	_, err := w.TakeBack(t.Context(), req(back))
	refused(t, fault.Conflict, err)
	back.Back.Consignment = ""
	_, err = w.TakeBack(t.Context(), req(back))
	refused(t, fault.Invalid, err)
}

// TestHistoryOfThePlan: who changed what, when it is asked for.
func TestHistoryOfThePlan_A002_66(t *testing.T) {
	w := newWorld(t)
	ok[contract.PlanResponse](t)(w.PutPlan(t.Context(), req(&contract.PutPlanRequest{By: "an", Put: &contract.Plan{
		Orders: []*contract.QueueOrder{{Site: berchem, Calls: 2}}}})))
	if got := ok[contract.PlanResponse](t)(w.Rules(t.Context(), req(&contract.RulesRequest{}))); len(got.History) != 0 || len(got.Plan.Orders) != 1 {
		t.Errorf("not asked for: %v", got.History)
	}
	got := ok[contract.PlanResponse](t)(w.Rules(t.Context(), req(&contract.RulesRequest{History: true}))).History
	if len(got) != 1 || got[0].By != "an" || got[0].Version != 2 || len(got[0].After.Orders) != 1 || got[0].AtMs == 0 {
		t.Errorf("history %v", got)
	}
}
