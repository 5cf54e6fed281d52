package register_test

import (
	"slices"
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func (h *headquarters) announce(site office.SiteID, c *contract.Consignment) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Consignment{Consignment: &contract.ConsignmentPut{Site: string(site), Consignment: c}}})
}

// TestWhatCannotBeAnnounced (A002-43, A002-45): a list that nobody could receive is refused before a courier has it.
func TestWhatCannotBeAnnounced(t *testing.T) {
	items := func(kind string, numbers ...string) (out []*contract.Item) {
		for _, n := range numbers {
			out = append(out, &contract.Item{Document: n, Kind: kind})
		}
		return out
	}
	other := second(t, found(t))
	for _, row := range []struct {
		title string
		site  office.SiteID
		c     *contract.Consignment
		kind  fault.Kind
	}{
		{"nothing", berchem, &contract.Consignment{Id: "Z2"}, fault.Invalid},
		{"no number of its own", berchem, &contract.Consignment{Documents: []string{"EN1"}}, fault.Invalid},
		{"twice in documents", berchem, &contract.Consignment{Id: "Z2", Documents: []string{"EN900", "en 900"}}, fault.Invalid},
		{"twice in items", berchem, &contract.Consignment{Id: "Z2", Items: items("", "EN900", "EN900")}, fault.Invalid},
		{"no number", berchem, &contract.Consignment{Id: "Z2", Documents: []string{"??"}}, fault.Invalid},
		{"a card's number with a slip", berchem, &contract.Consignment{Id: "Z2", Items: items("eid-afhalen", "592-8100001-12")}, fault.Invalid},
		{"a passport as a card", berchem, &contract.Consignment{Id: "Z2", Items: items("eid-afhalen", passport)}, fault.Invalid},
		{"a kind that is none", berchem, &contract.Consignment{Id: "Z2", Items: items("bibkaart", "EN900")}, fault.Invalid},
		{"a kind that no vault keeps", berchem, &contract.Consignment{Id: "Z2", Items: items(short, "EN900")}, fault.Invalid},
		{"a holder that is none", berchem, &contract.Consignment{Id: "Z2", Items: []*contract.Item{{Document: "EN900", Holder: []byte("Jan")}}}, fault.Invalid},
		{"no such site", "nergens", &contract.Consignment{Id: "Z2", Documents: []string{"EN900"}}, fault.NotFound},
		{"for another site", berchem, &contract.Consignment{Id: "Z2", Site: string(hoek), Documents: []string{"EN900"}}, fault.Invalid},
		{"no vault there", hoek, &contract.Consignment{Id: "Z2", Documents: []string{"EN900"}}, fault.Refused},
		{"lent by who has none", berchem, &contract.Consignment{Id: "Z2", LentBy: string(hoek), Documents: []string{"EN900"}}, fault.Refused},
		{"lies elsewhere", other, &contract.Consignment{Id: "Z2", Documents: []string{"EN800"}}, fault.Taken},
		{"handed out", berchem, &contract.Consignment{Id: "Z2", Documents: []string{"EN801"}}, fault.Taken},
		{"on its way already", berchem, &contract.Consignment{Id: "Z2", Documents: []string{"EN802"}}, fault.Taken},
		{"on its way to another site", other, &contract.Consignment{Id: "Z2", Documents: []string{"EN802"}}, fault.Taken},
	} {
		t.Run(row.title, func(t *testing.T) {
			h := vaulted(t)
			h.says(berchem, received("Z1", "EN800", "EN801"), &contract.HandedOut{Document: "EN801"})
			if r := h.announce(berchem, &contract.Consignment{Id: "Z3", Documents: []string{"EN802"}}); r.Kind != 0 {
				t.Fatal(r)
			}
			stood := h.stands(berchem)
			h.refused(h.announce(row.site, row.c), row.kind)
			if h.stands(berchem) != stood || len(h.view().Announced("")) != 1 {
				t.Error("a refusal left a trace")
			}
		})
	}
}

// TestAnAnnouncementIsComplete: each document stands in both lists, with kind, holder and site as far as known.
func TestAnAnnouncementIsComplete(t *testing.T) {
	h := vaulted(t)
	holder := make([]byte, 16)
	if r := h.announce(berchem, &contract.Consignment{Id: "Z1", Documents: []string{"en 810006", card},
		Items: []*contract.Item{{Document: card, Kind: "eid-afhalen", Holder: holder}}}); r.Kind != 0 {
		t.Fatal(r)
	}
	if r := h.announce(hoek, &contract.Consignment{Id: "R1", LentBy: string(berchem), Documents: []string{passport}}); r.Kind != 0 {
		t.Fatal(r) // a vault lends to a site that has none
	}
	got := h.view().Announced(berchem)[0]
	if !slices.Equal(got.Documents, []string{card, "EN810006"}) || len(got.Items) != 2 || got.Site != string(berchem) ||
		got.Items[0].Kind != "eid-afhalen" || len(got.Items[0].Holder) != 16 || got.Items[1].Document != "EN810006" {
		t.Errorf("announced %v", got)
	}
	h.says(berchem, received("Z1", card))
	if left := h.view().Announced(berchem); len(left) != 1 || !slices.Equal(left[0].Documents, []string{"EN810006"}) || len(left[0].Items) != 1 {
		t.Errorf("left %v", left)
	}
	h.says(berchem, &contract.MissingReported{Document: "EN810006", Consignment: "Z1"})
	if left := h.view().Announced(berchem); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}
