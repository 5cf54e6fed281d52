package register_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"google.golang.org/protobuf/proto"
)

func (h *headquarters) pieces(c *contract.PlanChange) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: &contract.PlanPut{Change: &contract.PlanPut_Pieces{Pieces: c}}}})
}

// TestAChangeSaysWhomItHits and why (A002-47): closed days, closed products, shorter slots, fewer desks. Nobody is moved, and
// trying changes nothing.
func TestAChangeSaysWhomItHits(t *testing.T) {
	day := int32(today) + 2
	for _, row := range []struct {
		title string
		put   *contract.Plan
		code  string
		hit   int
	}{
		{"a closed day", &contract.Plan{Closures: []*contract.Closure{{Id: "x", FromDate: day, Reason: "Verhuis"}}}, "closed", 2},
		{"every other week", &contract.Plan{Closures: []*contract.Closure{{Id: "x", Reason: "Opleiding", FromDate: int32(today),
			When: &contract.Recurrence{Weekdays: 1 << 3, Every: 2, Since: int32(today)}}}}, "closed", 2},
		{"the other weeks", &contract.Plan{Closures: []*contract.Closure{{Id: "x", Reason: "Opleiding", FromDate: int32(today),
			When: &contract.Recurrence{Weekdays: 1 << 3, Every: 2, Since: int32(today) + 7}}}}, "", 0},
		{"one product", &contract.Plan{Closures: []*contract.Closure{{Id: "x", FromDate: day, Products: []string{long}, Reason: "Storing"}}}, "closed", 1},
		{"another mode", &contract.Plan{Closures: []*contract.Closure{{Id: "x", FromDate: day, Modes: []string{"walk_in"}, Reason: "Drukte"}}}, "", 0},
		{"shorter slots", &contract.Plan{Rules: []*contract.Rule{{Id: string(berchem), Site: string(berchem), Weekdays: 127, From: 540, To: 660, Desks: 1, FirstDesk: 1,
			SlotMinutes: 5, Mode: "appointment"}}}, "no such seat", 2},
		{"a desk that nobody serves at", &contract.Plan{Regimes: []*contract.Regime{{Id: "x", Site: string(berchem), FromDate: day, ToDate: day, Closed: 1, Reason: "Ziekte"}}}, "", 2},
		{"a term", &contract.Plan{Terms: []*contract.Term{{Product: short, First: 1, Last: 30}}}, "", 0},
	} {
		t.Run(row.title, func(t *testing.T) {
			h := connected(t)
			one, two := h.books(seat(2, 0), short), h.books(seat(2, 10), long)
			before := h.w.Clone()
			plan, tried, err := h.view().Try(&contract.PlanChange{Put: row.put}, today)
			if err != nil || !h.w.Equal(before) || plan.Version != 2 {
				t.Fatalf("tried: %v, plan %v", err, plan)
			}
			r := h.pieces(&contract.PlanChange{Put: row.put})
			if r.Kind != 0 || len(r.Hits) != row.hit || len(r.Hit) != row.hit || len(tried) != row.hit {
				t.Fatalf("hit %v, tried %v", r, tried)
			}
			for i, x := range r.Hits {
				if x.Why == "" || row.code != "" && x.Code != row.code || !proto.Equal(x, tried[i]) {
					t.Errorf("hit %v", x)
				}
			}
			h.wants(seat(2, 0), atHQ, one)
			h.wants(seat(2, 10), atHQ, two)
			for _, e := range h.feed(berchem, h.stands(berchem)-1) {
				if e.GetPlan().GetVersion() != 2 {
					t.Errorf("told %v", e)
				}
			}
		})
	}
}

// TestAChangeIsWhole: one bad piece, or one to remove that is not there, and nothing changes. The words name the field.
func TestAChangeIsWhole(t *testing.T) {
	h := connected(t)
	good := &contract.Closure{Id: "goed", FromDate: int32(today) + 9, Reason: "Brugdag"}
	for _, row := range []struct {
		change *contract.PlanChange
		kind   fault.Kind
		say    string
	}{
		{&contract.PlanChange{}, fault.Invalid, "geen wijziging"},
		{&contract.PlanChange{Put: &contract.Plan{Closures: []*contract.Closure{good},
			Rules: []*contract.Rule{{Id: "krom", Site: string(berchem), Weekdays: 2, From: 540, To: 660, Desks: 1, SlotMinutes: 4, Mode: "appointment"}}}}, fault.Invalid, "veld 'slot_minutes'"},
		{&contract.PlanChange{Put: &contract.Plan{Closures: []*contract.Closure{good}}, Remove: &contract.Plan{Regimes: []*contract.Regime{{Id: "nergens"}}}}, fault.NotFound, "'nergens'"},
		{&contract.PlanChange{Put: &contract.Plan{Closures: []*contract.Closure{good}}, Remove: &contract.Plan{Terms: []*contract.Term{{Product: short}}}}, fault.NotFound, short},
	} {
		before := h.w.Clone()
		r := h.pieces(row.change)
		h.refused(r, row.kind)
		if !strings.Contains(r.Say, row.say) || !h.w.Equal(before) {
			t.Errorf("said %q; want %q and nothing changed", r.Say, row.say)
		}
	}
	if r := h.pieces(&contract.PlanChange{Put: &contract.Plan{Closures: []*contract.Closure{good}, Terms: []*contract.Term{{Product: short, First: 1, Last: 30}}}}); r.Kind != 0 {
		t.Fatal(r)
	}
	if r := h.pieces(&contract.PlanChange{Put: &contract.Plan{Terms: []*contract.Term{{Product: short, First: 1, Last: 20}}},
		Remove: &contract.Plan{Closures: []*contract.Closure{{Id: "goed"}}}}); r.Kind != 0 {
		t.Fatal(r)
	}
	if p := h.view().Plan(); len(p.Closures) != 0 || len(p.Terms) != 1 || p.Terms[0].Last != 20 || p.Version != 3 {
		t.Errorf("plan %v", p)
	}
}

// TestAPlanOfAnotherVersion: what this version does not understand is set aside and counted, and the rest holds; a plan of
// which nothing can be read closes, and stops nobody.
func TestAPlanOfAnotherVersion(t *testing.T) {
	h := found(t)
	stored := h.view().Plan()
	stored.Version = 7
	stored.Rules = append(stored.Rules, &contract.Rule{Id: "later", Site: string(berchem), Weekdays: 2, From: 700, To: 760, Desks: 1, Mode: "hologram"})
	stored.Closures = append(stored.Closures, &contract.Closure{Id: "maan", FromDate: int32(today), Products: []string{"maanreis"}, Reason: "Vol"})
	h.w.Put([]byte("plan"), contract.Encode(stored))
	v := h.view()
	if aside := v.Aside(); len(aside) != 2 || len(v.Calendar().Day(berchem, today+1).Seats()) != 12 {
		t.Fatalf("set aside %v", aside)
	}
	h.books(seat(2, 0), short)
	stored.Rules = append(stored.Rules, stored.Rules[0], nil)
	var w kv.Memory
	w.Put([]byte("plan"), contract.Encode(stored))
	if (&register.Machine{}).View(&w).Calendar() == nil {
		t.Error("no calendar")
	}
	if r := h.pieces(&contract.PlanChange{Remove: &contract.Plan{Rules: []*contract.Rule{{Id: "later"}}, Closures: []*contract.Closure{{Id: "maan"}}}}); r.Kind != 0 {
		t.Fatal(r)
	}
	if aside := h.view().Aside(); len(aside) != 0 {
		t.Errorf("set aside %v", aside)
	}
}
