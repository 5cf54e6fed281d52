package register_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// newHours has a change decided by ines that says when citizens are told, in days from today.
func (h *headquarters) newHours(effective, published int, hurry string, c *contract.PlanChange) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: &contract.PlanPut{By: "ines", Change: &contract.PlanPut_Pieces{Pieces: c},
		Publication: &contract.Publication{Effective: int32(today) + int32(effective), Published: int32(today) + int32(published), Hurry: hurry}}}})
}

// closing closes a site so many days from today.
func closing(id string, site office.SiteID, days int) *contract.PlanChange {
	return &contract.PlanChange{Put: &contract.Plan{Closures: []*contract.Closure{{Id: id, Site: string(site), FromDate: int32(today) + int32(days), Reason: "werken"}}}}
}

// TestAChangeIsPublishedInTime_A000_10: a week before, or as the site's own norm says, or with the reason why not, which is kept; never
// from a day that is over, nor from another day than it says.
func TestAChangeIsPublishedInTime_A000_10(t *testing.T) {
	h := connected(t)
	inPlace := &contract.PlanChange{Put: &contract.Plan{Rules: []*contract.Rule{proto.CloneOf(h.view().Plan().Rules[0])}}}
	inPlace.Put.Rules[0].To = 10 * 60
	for name, row := range map[string]struct {
		effective, published int
		hurry                string
		change               *contract.PlanChange
		say                  string
	}{
		"too late":           {6, 0, "", closing("c", berchem, 6), "minstens 7 dagen vooraf"},
		"told late":          {10, 4, " ", closing("c", berchem, 10), "minstens 7 dagen vooraf"},
		"told in hindsight":  {10, -1, "", closing("c", berchem, 10), "bekendmaking kan niet"},
		"told after":         {10, 11, "ziek", closing("c", berchem, 10), "komt na de eerste dag"},
		"begins in the past": {-1, 0, "ziek", closing("c", berchem, 3), "een dag die voorbij is"},
		"begins before":      {10, 0, "", closing("c", berchem, 9), "geldt al vanaf woensdag 2 december 2026"},
		"everywhere before":  {10, 0, "", closing("c", "", 8), "geldt al vanaf"},
		"changed in place":   {10, 0, "", inPlace, "geldt al vanaf maandag 23 november 2026"},
		"in another life":    {5000, 0, "", closing("c", berchem, 5000), "te ver weg"},
	} {
		version := h.view().Plan().Version
		no := h.newHours(row.effective, row.published, row.hurry, row.change)
		h.refused(no, fault.Invalid)
		if !strings.Contains(no.Say, row.say) || h.view().Plan().Version != version {
			t.Errorf("%s: %q, version %d", name, no.Say, h.view().Plan().Version)
		}
	}
	if r := h.newHours(7, 0, "", closing("week", berchem, 7)); r.Kind != 0 {
		t.Fatal(r)
	}
	if r := h.newHours(1, 0, "An is ziek", closing("ziek", berchem, 1)); r.Kind != 0 {
		t.Fatal(r)
	}
	notes := h.view().History()
	if p := notes[len(notes)-1].Publication; p.GetHurry() != "An is ziek" || p.Effective != int32(today)+1 || p.Published != int32(today) {
		t.Errorf("kept %v", p)
	}
	if r := h.pieces(&contract.PlanChange{Put: &contract.Plan{Norms: []*contract.NoticeNorm{{Site: string(berchem), Days: 14}, {Days: 3}}}}); r.Kind != 0 {
		t.Fatal(r)
	}
	h.refused(h.newHours(13, 0, "", closing("d", berchem, 13)), fault.Invalid)
	h.refused(h.newHours(13, 0, "", closing("d", "", 13)), fault.Invalid) // the longest of the sites that it touches
	if r := h.newHours(3, 0, "", closing("d", hoek, 3)); r.Kind != 0 {
		t.Error(r)
	}
	if last := h.view().History(); len(last[len(last)-2].After.Norms) != 2 {
		t.Errorf("the norm is not in the history: %v", last[len(last)-2])
	}
}

// TestWhatAPublicationIsNotFor: a change that carries none is as free as before.
func TestWithoutAPublication(t *testing.T) {
	h := connected(t)
	if r := h.pieces(closing("c", berchem, 0)); r.Kind != 0 || h.view().History()[0].Publication != nil {
		t.Error(r)
	}
}
