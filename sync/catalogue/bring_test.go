package catalogue_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/catalogue"
)

// TestBring: lines for a slip, each once, for every product that can be booked.
func TestBring(t *testing.T) {
	both := catalogue.Bring("eid-aanvraag", "reispas-aanvraag")
	if n := len(slices.Compact(slices.Sorted(slices.Values(both)))); n != len(both) || len(both) < 4 || both[0] != catalogue.Bring("eid-aanvraag")[0] {
		t.Errorf("%q", both)
	}
	if got := catalogue.Bring("onbekend"); !slices.Equal(got, []string{"uw identiteitskaart"}) {
		t.Errorf("of what is unknown: %q", got)
	}
	if got := catalogue.Bring(); got != nil {
		t.Errorf("for nothing: %q", got)
	}
	for _, p := range catalogue.Products() {
		for _, line := range catalogue.Bring(p.ID) {
			if line != strings.TrimSpace(line) || line == "" || len(line) > 80 || strings.HasSuffix(line, ".") {
				t.Errorf("%s: %q is no line of a slip", p.ID, line)
			}
		}
		photo := slices.ContainsFunc(catalogue.Bring(p.ID), func(l string) bool { return strings.Contains(l, "pasfoto") })
		if p.Photo.Value && !photo {
			t.Errorf("%s needs a photo, and nobody is told", p.ID)
		}
	}
}
