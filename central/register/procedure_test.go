package register_test

import (
	"fmt"
	"testing"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

const eid = "eid-afhalen"

// version is one that headquarters would publish.
func version(from office.Date, steps ...string) *contract.ProcedureVersion {
	v := &contract.ProcedureVersion{ValidFrom: int32(from)}
	for _, s := range steps {
		v.Steps = append(v.Steps, &contract.ProcedureStep{Id: s, Say: "Doe " + s, Required: true})
	}
	return v
}

func (h *headquarters) publishes(by, product string, v *contract.ProcedureVersion) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Procedure{Procedure: &contract.ProcedurePut{Product: product, Version: v, By: by}}})
}

// TestAProcedureIsPublished_A000_04: the first version published follows that of the program, goes to every site with all versions,
// and who published what from when stays; what no clerk could work by is refused and leaves no trace.
func TestAProcedureIsPublished_A000_04(t *testing.T) {
	h := connected(t)
	stood := h.stands(berchem)
	if r := h.publishes("an", eid, version(today+3, "brief", "chip")); r.Kind != 0 || r.Count != 2 {
		t.Fatal(r)
	}
	for name, row := range map[string]struct {
		product string
		v       *contract.ProcedureVersion
		kind    fault.Kind
	}{
		"an unknown product": {"pannenkoek", version(today+9, "a"), fault.NotFound},
		"the past":           {"reispas-afhalen", version(today-1, "a"), fault.Invalid},
		"before the last":    {eid, version(today+2, "a"), fault.Invalid},
		"without steps":      {eid, version(today + 9), fault.Invalid},
		"another's number":   {eid, &contract.ProcedureVersion{Number: 2, ValidFrom: int32(today + 9), Steps: version(0, "a").Steps}, fault.Conflict},
	} {
		if r := h.publishes("bo", row.product, row.v); r.Kind != uint32(row.kind)+1 || r.Say == "" {
			t.Errorf("%s: %v", name, r)
		}
	}
	told := h.feed(berchem, stood)
	if len(told) != 1 || told[0].GetProcedure().GetProduct() != eid || len(told[0].GetProcedure().Versions) != 2 {
		t.Fatalf("told %v", told)
	}
	p := h.view().Procedure(eid)
	if len(p.Versions) != 2 || p.Versions[0].By != "" || p.Last().By != "an" || p.Last().From != today+3 || p.Last().Known.IsZero() {
		t.Errorf("%+v", p)
	}
	if other := h.view().Procedure("reispas-afhalen"); other.Last().Number != 1 {
		t.Errorf("%+v", other)
	}
	if got := len(h.view().Procedures()); got != len(procedure.Embedded()) {
		t.Errorf("%d procedures", got)
	}
}

// TestACounterThatComesLateHasEveryProcedure: a snapshot has what the feed would have told, and of long histories the newest.
func TestACounterThatComesLateHasEveryProcedure(t *testing.T) {
	h := connected(t)
	for i := range 25 {
		if r := h.publishes("an", eid, version(today, fmt.Sprintf("stap-%d", i))); r.Kind != 0 {
			t.Fatal(r)
		}
	}
	h.publishes("an", "reispas-afhalen", version(today, "a"))
	h.greet(hoek, 9)
	feed := h.feed(hoek, 0)
	s := feed[0].GetSnapshot()
	if len(s.GetProcedures()) != 2 {
		t.Fatalf("%v", feed)
	}
	got := s.Procedures[0]
	if n := len(got.Versions); n != 20 || got.Versions[n-1].Number != 26 || got.Versions[0].Number != 7 {
		t.Errorf("%d versions, of %d to %d", n, got.Versions[0].Number, got.Versions[n-1].Number)
	}
}

// What is published stays as it is, whatever is published after it; numbers have no gaps and days never go back.
func TestPublishedVersionsStay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := found(t)
		var before procedure.Procedure
		for range rapid.IntRange(1, 8).Draw(rt, "puts") {
			v := version(today+office.Date(rapid.IntRange(-1, 5).Draw(rt, "day")), rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 3, rapid.ID[string]).Draw(rt, "steps")...)
			v.Number = uint32(rapid.IntRange(0, 4).Draw(rt, "number"))
			h.publishes("an", eid, v)
			now := h.view().Procedure(eid)
			for i, v := range before.Versions {
				if !proto.Equal(v.Wire(), now.Versions[i].Wire()) {
					rt.Fatalf("version %d changed", v.Number)
				}
			}
			for i, v := range now.Versions {
				if v.Number != uint32(i+1) || i > 0 && v.From < now.Versions[i-1].From {
					rt.Fatalf("%+v", now)
				}
			}
			before = now
		}
	})
}

func remarked(act byte, text string) *contract.Event {
	return &contract.Event{AtMs: 1000, Clerk: "bart", Act: []byte{15: act}, Kind: &contract.Event_ProcedureRemarked{
		ProcedureRemarked: &contract.ProcedureRemarked{Product: eid, Version: 1, Step: "chip", Text: text}}}
}

// TestWhatClerksSayIsAnswered_A003_38: a remark comes with the journal and stays open until somebody answers it, once; the site
// hears the answer, also when it comes late. What names a person by a number is not kept.
func TestWhatClerksSayIsAnswered_A003_38(t *testing.T) {
	h := connected(t)
	h.taken(berchem, 1, remarked(1, "De chip test ik liever eerst"), remarked(2, "bij 93051822361 ging het mis"), remarked(3, "Stap ontbreekt"))
	h.taken(berchem, 1, remarked(1, "De chip test ik liever eerst")) // told again
	open := h.view().Remarks(false, "", "")
	if len(open) != 2 || open[0].Number != 1 || open[0].Site != string(berchem) || open[0].Clerk != "bart" || open[1].Text != "Stap ontbreekt" {
		t.Fatalf("%v", open)
	}
	answer := func(n uint64, by, say string) *contract.HQReply {
		return h.do(&contract.HQCommand{Kind: &contract.HQCommand_ProcedureAnswered{ProcedureAnswered: &contract.ProcedureAnswered{Number: n, By: by, Answer: say}}})
	}
	h.refused(answer(9, "an", "Goed"), fault.NotFound)
	h.refused(answer(1, "", "Goed"), fault.Invalid)
	h.refused(answer(1, "an", " "), fault.Invalid)
	stood := h.stands(berchem)
	if r := answer(1, "an", "Dat doen we vanaf december"); r.Kind != 0 {
		t.Fatal(r)
	}
	h.refused(answer(1, "bo", "Nee"), fault.Conflict)
	told := h.feed(berchem, stood)
	if len(told) != 1 || told[0].GetProcedureRemark().GetAnswer() != "Dat doen we vanaf december" {
		t.Errorf("told %v", told)
	}
	if open, all := h.view().Remarks(false, "", ""), h.view().Remarks(true, eid, berchem); len(open) != 1 || len(all) != 2 {
		t.Errorf("open %v, all %v", open, all)
	}
	if s := h.feed(berchem, 0); len(s[0].GetSnapshot().GetProcedureRemarks()) != 1 {
		t.Errorf("%v", s)
	}
}
