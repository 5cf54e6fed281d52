package booking_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// A day on which nobody is served is not full: the search says which holiday it is, or that nobody is there then.
func TestAClosedDayIsNotFull_A001_19(t *testing.T) {
	h := mustOpen(t)
	today := office.DateOf(now)
	for _, row := range []struct {
		day  int32
		says string
	}{
		{int32(today) + 2, "niet open op zondag 29 november 2026"},
		{int32(office.NewDate(2026, 12, 25)), "Kerst"},
	} {
		res := h.mustSearch(t, &contract.PublicSearchRequest{Products: []string{"eid-aanvraag"}, Sites: []string{"antwerpen-harmonie"}, From: row.day, To: row.day})
		if len(res.Places) != 0 || !strings.Contains(res.Why, row.says) || strings.Contains(res.Why, "bezet") {
			t.Errorf("%d: %d places, %q", row.day, len(res.Places), res.Why)
		}
	}
}

// A search that names no site stays in the municipality: the plan's, or that of the counter that asks.
func TestASearchStaysInTheMunicipality(t *testing.T) {
	h := mustOpen(t)
	q := &contract.PublicSearchRequest{Products: []string{"reispas-aanvraag"}, Limit: 100}
	for _, p := range h.mustSearch(t, q).Places {
		if p.Place.Site == "lier-stadskantoor" {
			t.Fatal("Lier is offered unasked")
		}
	}
	q.Sites = []string{"lier-stadskantoor"}
	if len(h.mustSearch(t, q).Places) == 0 {
		t.Error("Lier is not offered by name")
	}
}

// A document on a trip is looked for where it is that day, and at home afterwards (A002-45).
func TestATripIsSearchedWhereItIs_A002_45(t *testing.T) {
	h := mustOpen(t)
	h.receives(t, passport)
	day := office.NewDate(2026, 12, 3) // a Thursday: Groenenhoek is open
	body := contract.Encode(&contract.Event{Kind: &contract.Event_Departed{Departed: &contract.Departed{Trip: "R1", To: "buurtloket-groenenhoek",
		Documents: []string{passport}, Date: int32(day)}}})
	h.mustDo(t, &contract.HQCommand{AtMs: now.UnixMilli(), Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: berchem, Root: make([]byte, 32), Base: make([]byte, 32),
		Batch: &contract.Batch{Incarnation: 1, First: 2, Count: 1, Records: contract.JoinRecords([][]byte{body})}}}})
	q := &contract.PublicSearchRequest{Products: []string{"eid-afhalen"}, Document: passport, From: int32(day), Limit: 100}
	seen := map[string]int{}
	for _, p := range h.mustSearch(t, q).Places {
		if (p.Place.Site == berchem) == (p.Place.Run.Date <= int32(day)) {
			t.Fatalf("%s on day %d", p.Place.Site, p.Place.Run.Date-int32(day))
		}
		seen[p.Place.Site]++
	}
	if seen[berchem] == 0 || seen["buurtloket-groenenhoek"] == 0 {
		t.Fatalf("found %v", seen)
	}
	q.To, q.Sites = int32(day), []string{"buurtloket-groenenhoek"}
	b := wish(h.mustSearch(t, q).Places[0].Place)
	b.Products, b.Document = []string{"eid-afhalen"}, passport
	h.mustBook(t, t.Context(), b)
}
