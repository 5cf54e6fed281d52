package register_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func (h *headquarters) takeBack(site office.SiteID, consignment string, documents ...string) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_TakeBack{TakeBack: &contract.TakeBack{Site: string(site), By: "an",
		Back: &contract.TakenBack{Consignment: consignment, Documents: documents, Reason: "verkeerde locatie"}}}})
}

// coming are the numbers that a site still waits for.
func (h *headquarters) coming(site office.SiteID) (out []string) {
	for _, c := range h.view().Announced(site) {
		out = append(out, c.Documents...)
	}
	return out
}

// TestTakenBackBeforeItCame (A002-43): whole or in part, the site is told exactly what does not come, and the documents can
// be announced elsewhere or again.
func TestTakenBackBeforeItCame_A002_43(t *testing.T) {
	for _, row := range []struct {
		title string
		take  []string
		left  []string
	}{
		{"all of it", nil, nil}, {"one", []string{"en 801"}, []string{"EN800", "EN802"}}, {"all by name", []string{"EN800", "EN801", "EN802", "EN802"}, nil},
	} {
		t.Run(row.title, func(t *testing.T) {
			h := vaulted(t)
			h.announce(berchem, &contract.Consignment{Id: "Z1", Documents: []string{"EN800", "EN801", "EN802"}})
			stood := h.stands(berchem)
			r := h.takeBack(berchem, "Z1", row.take...)
			if r.Kind != 0 || int(r.Count) != 3-len(row.left) || !slices.Equal(h.coming(berchem), row.left) {
				t.Fatalf("reply %v, coming %q", r, h.coming(berchem))
			}
			told := h.feed(berchem, stood)
			if len(told) != 1 || told[0].GetTakenBack().GetConsignment() != "Z1" || len(told[0].GetTakenBack().Documents) != int(r.Count) || told[0].GetTakenBack().Reason == "" {
				t.Errorf("told %v", told)
			}
			if r := h.announce(berchem, &contract.Consignment{Id: "Z2", Documents: []string{"EN801"}}); r.Kind != 0 {
				t.Errorf("announced with another consignment: %v", r)
			}
			h.says(berchem, received("Z2", "EN801"))
			if n := len(h.conflicts()); n != 0 {
				t.Errorf("%d conflicts over what came in order", n)
			}
		})
	}
}

// TestWhatCannotBeTakenBack: received, lost, on a trip, never announced. A refusal says which, and leaves no trace.
func TestWhatCannotBeTakenBack_A002_43(t *testing.T) {
	for _, row := range []struct {
		title string
		do    func(*headquarters)
		id    string
		take  []string
		kind  fault.Kind
		say   string
	}{
		{"received", func(h *headquarters) { h.says(berchem, received("Z1", "EN800", "EN801")) }, "Z1", nil, fault.Refused, "al ontvangen in"},
		{"received, by name", func(h *headquarters) { h.says(berchem, received("Z1", "EN800")) }, "Z1", []string{"EN801", "EN800"}, fault.Refused, "EN800 is al ontvangen in"},
		{"reported missing", func(h *headquarters) {
			h.says(berchem, &contract.MissingReported{Document: "EN800", Consignment: "Z1"})
		}, "Z1", []string{"EN800"}, fault.Refused, "als vermist gemeld"},
		{"taken back before", func(h *headquarters) { h.takeBack(berchem, "Z1") }, "Z1", nil, fault.Conflict, "al teruggenomen"},
		{"never announced", nil, "Z9", nil, fault.NotFound, "niet aangekondigd"},
		{"no number", nil, "", nil, fault.NotFound, "niet aangekondigd"},
		{"a document of another", nil, "Z1", []string{"EN900"}, fault.NotFound, "EN900 is niet aangekondigd met zending Z1"},
		{"what is no document", nil, "Z1", []string{"??"}, fault.Invalid, "geen documentnummer"},
	} {
		t.Run(row.title, func(t *testing.T) {
			h := vaulted(t)
			h.announce(berchem, &contract.Consignment{Id: "Z1", Documents: []string{"EN800", "EN801"}})
			if row.do != nil {
				row.do(h)
			}
			before := h.w.Clone()
			r := h.takeBack(berchem, row.id, row.take...)
			h.refused(r, row.kind)
			if !strings.Contains(r.Say, row.say) || !h.w.Equal(before) {
				t.Errorf("said %q, want %q and nothing changed", r.Say, row.say)
			}
		})
	}
	t.Run("nowhere", func(t *testing.T) { h := vaulted(t); h.refused(h.takeBack("nergens", "Z1"), fault.NotFound) })
	t.Run("on a trip", func(t *testing.T) {
		h := vaulted(t)
		h.says(berchem, received("Z1", "EN800"), &contract.Departed{Trip: "R1", To: string(hoek), Carrier: "an", Documents: []string{"EN800"}})
		if got := h.coming(hoek); !slices.Equal(got, []string{"EN800"}) {
			t.Fatalf("on its way: %q", got)
		}
		h.refused(h.takeBack(hoek, "R1"), fault.Refused)
	})
}

// TestReceivedAllTheSame: a site that receives before it hears has the document, and a person is told.
func TestReceivedAllTheSame_A002_43(t *testing.T) {
	h := vaulted(t)
	h.announce(berchem, &contract.Consignment{Id: "Z1", Documents: []string{"EN800", "EN801"}})
	h.takeBack(berchem, "Z1")
	h.says(berchem, received("Z1", "EN800"))
	var disputed []string
	for _, c := range h.view().Conflicts() {
		disputed = append(disputed, c.Document)
	}
	if at, err := h.view().Lies("EN800"); at != berchem || err != nil || !slices.Equal(disputed, []string{"EN800"}) {
		t.Errorf("lies in %q (%v), disputed %q", at, err, disputed)
	}
	h.refused(h.takeBack(berchem, "Z1", "EN800"), fault.Refused)
	h.says(berchem, received("Z1", "EN800")) // told twice
	if n := len(h.conflicts()); n != 1 {
		t.Errorf("%d conflicts", n)
	}
}

// TestTheFeedTellsWhatIsAwaited: in any order of announcing, taking back and receiving, a site that follows its feed, and
// knows what it received itself, awaits exactly what headquarters does.
func TestTheFeedTellsWhatIsAwaited_A002_43(t *testing.T) {
	all := []string{"EN800", "EN801", "EN802"}
	rapid.Check(t, func(rt *rapid.T) {
		h := vaulted(t)
		following, stood, here := map[string]bool{}, h.stands(berchem), map[string]bool{}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			some := rapid.SliceOfNDistinct(rapid.SampledFrom(all), 1, 3, rapid.ID).Draw(rt, "some")
			id := rapid.SampledFrom([]string{"Z1", "Z2"}).Draw(rt, "consignment")
			switch rapid.IntRange(0, 2).Draw(rt, "step") {
			case 0:
				h.announce(berchem, &contract.Consignment{Id: id, Documents: some})
			case 1:
				h.takeBack(berchem, id, some[:rapid.IntRange(0, len(some)).Draw(rt, "named")]...)
			case 2:
				some = slices.DeleteFunc(some, func(n string) bool { return here[n] })
				if len(some) > 0 {
					h.says(berchem, received(id, some...))
				}
				for _, n := range some {
					here[n] = true
					delete(following, id+n)
				}
			}
			for _, e := range h.feed(berchem, stood) {
				if c := e.GetConsignment(); c != nil {
					for _, n := range all {
						delete(following, c.Id+n)
					}
					for _, n := range c.Documents {
						following[c.Id+n] = true
					}
				}
				for _, n := range e.GetTakenBack().GetDocuments() {
					delete(following, e.GetTakenBack().Consignment+n)
				}
			}
			stood = h.stands(berchem)
			want := 0
			for _, c := range h.view().Announced(berchem) {
				for _, n := range c.Documents {
					want++
					if !following[c.Id+n] {
						rt.Fatalf("%s of %s is awaited, and the site does not know", n, c.Id)
					}
				}
			}
			if len(following) != want {
				rt.Fatalf("the site awaits %v, headquarters %d", following, want)
			}
		}
	})
}
