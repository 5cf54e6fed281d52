package register_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"github.com/buurtloket/buurtloket/sync/visit"
)

func (h *headquarters) decides(by string, c *contract.PlanChange) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: &contract.PlanPut{By: by, Change: &contract.PlanPut_Pieces{Pieces: c}}}})
}

// TestTheOrderOfASiteIsDecided (A001-04, A002-66): an order is put, goes to every site with the plan, and who put what in the
// place of what is kept for good; one that no site can mean is refused and leaves no trace.
func TestTheOrderOfASiteIsDecided_A001_04_A002_66(t *testing.T) {
	h := connected(t)
	first, second := rulebook.ToOrder(berchem, 0, visit.Order{Calls: 2, KeepDays: 1}), rulebook.ToOrder(berchem, 0, visit.Order{Calls: 1})
	desk := &contract.SitePost{Site: string(hoek), Desk: 2, Kind: "snelbalie"}
	put := func(by string, p *contract.Plan) {
		t.Helper()
		if r := h.decides(by, &contract.PlanChange{Put: p}); r.Kind != 0 || len(r.Hits) != 0 {
			t.Fatal(r)
		}
	}
	stood := h.stands(berchem)
	put("an", &contract.Plan{Orders: []*contract.QueueOrder{first}})
	put("bo", &contract.Plan{Orders: []*contract.QueueOrder{second}, Posts: []*contract.SitePost{desk}})
	told := h.feed(berchem, stood)
	if len(told) != 2 || !proto.Equal(told[1].GetPlan().Orders[0], second) || len(told[1].GetPlan().Posts) != 1 {
		t.Fatalf("told %v", told)
	}
	if r := h.decides("cas", &contract.PlanChange{Remove: &contract.Plan{Orders: []*contract.QueueOrder{{Site: string(berchem)}}}}); r.Kind != 0 {
		t.Fatal(r)
	}
	all := h.view().History()
	want := []struct {
		by         string
		was, is    *contract.QueueOrder
		posts      int
		version    uint64
		priorPosts int
	}{{"an", nil, first, 0, 2, 0}, {"bo", first, second, 1, 3, 0}, {"cas", second, nil, 0, 4, 0}}
	if len(all) != len(want) {
		t.Fatalf("history %v", all)
	}
	one := func(p *contract.Plan) *contract.QueueOrder {
		if len(p.Orders) != 1 {
			return nil
		}
		return p.Orders[0]
	}
	for i, w := range want {
		n := all[i]
		if n.By != w.by || n.Version != w.version || n.AtMs != h.now.UnixMilli() || !same(one(n.Before), w.was) || !same(one(n.After), w.is) ||
			len(n.After.Posts) != w.posts || len(n.Before.Posts) != w.priorPosts || len(n.After.Rules)+len(n.Before.Rules) != 0 {
			t.Errorf("note %d: %v", i, n)
		}
	}
	before := h.w.Clone()
	for _, bad := range []*contract.Plan{
		{Orders: []*contract.QueueOrder{{Site: string(berchem), Sequence: []string{"walk-in"}}}},
		{Orders: []*contract.QueueOrder{{Site: "nergens"}}},
		{Posts: []*contract.SitePost{{Site: string(hoek), Desk: 1, Kind: "theme"}}},
	} {
		r := h.decides("an", &contract.PlanChange{Put: bad})
		if h.refused(r, fault.Invalid); !strings.Contains(r.Say, "veld '") || !h.w.Equal(before) {
			t.Errorf("%v: %q", bad, r.Say)
		}
	}
	h.refused(h.decides("an", &contract.PlanChange{Remove: &contract.Plan{Posts: []*contract.SitePost{{Site: string(hoek), Desk: 1}}}}), fault.NotFound)
}

func same(a, b *contract.QueueOrder) bool {
	return a == nil && b == nil || a != nil && b != nil && proto.Equal(a, b)
}

// TestEveryChangeIsKept: rules and closures as well, by the commands of before too; and trying leaves no note.
func TestEveryChangeIsKept(t *testing.T) {
	h := connected(t)
	closed := &contract.Closure{Id: "brug", FromDate: int32(today) + 9, Reason: "Brugdag"}
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: &contract.PlanPut{By: "an", Change: &contract.PlanPut_Closure{Closure: closed}}}})
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: &contract.PlanPut{By: "an", Change: &contract.PlanPut_RemoveClosure{RemoveClosure: "brug"}}}})
	if _, _, err := h.view().Try(&contract.PlanChange{Put: &contract.Plan{Closures: []*contract.Closure{closed}}}, today); err != nil {
		t.Fatal(err)
	}
	all := h.view().History()
	if len(all) != 2 || len(all[0].Before.Closures) != 0 || !proto.Equal(all[0].After.Closures[0], closed) || !proto.Equal(all[1].Before.Closures[0], closed) || len(all[1].After.Closures) != 0 {
		t.Errorf("history %v", all)
	}
}

// TestWhatIsNewSurvivesASnapshot: the state is one store, so what is kept of changes, of consignments taken back and of what
// a booking collects is in its copy; a machine that goes on from the copy answers the same.
func TestWhatIsNewSurvivesASnapshot(t *testing.T) {
	h := vaulted(t)
	h.says(berchem, received("Z0", "EN700"))
	h.decides("an", &contract.PlanChange{Put: &contract.Plan{Orders: []*contract.QueueOrder{rulebook.ToOrder(berchem, 0, visit.Order{KeepDays: 1})}}})
	h.announce(berchem, &contract.Consignment{Id: "Z1", Documents: []string{"EN800", "EN801"}})
	h.takeBack(berchem, "Z1", "EN800")
	var copied kv.Memory
	for k, v := range h.w.Scan(nil, nil) {
		copied.Put(slices.Clone(k), slices.Clone(v))
	}
	other := *h
	other.w, other.size = copied, maps.Clone(h.size)
	for _, one := range []*headquarters{h, &other} {
		if n := len(one.view().History()); n != 1 {
			t.Errorf("%d notes", n)
		}
		one.says(berchem, received("Z1", "EN800", "EN801"))
	}
	if !h.w.Equal(&other.w) {
		t.Error("the copy went another way")
	}
	if n := len(h.conflicts()); n != 1 {
		t.Errorf("%d conflicts", n)
	}
}
