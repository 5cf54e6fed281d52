package central_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/sync/link"
)

// TestTheAuthorityIsProlonged: at each start in the second half of the authority's life, and after it, but not before.
func TestTheAuthorityIsProlonged(t *testing.T) {
	t.Parallel()
	clk, dir := new(setClock), t.TempDir()
	load := func() *link.Authority {
		t.Helper()
		a, err := central.LoadAuthority(dir, link.AuthorityOptions{Now: clk.now})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	first := load()
	if a := load(); !a.Certificate().Equal(first.Certificate()) {
		t.Error("it has another certificate at the second start")
	}
	for range 3 {
		clk.add(link.AuthorityLife * 2 / 3)
		a := load()
		if left := a.Certificate().NotAfter.Sub(clk.now()); left < link.AuthorityLife*9/10 {
			t.Errorf("%s are left of it", left)
		}
		if a.Fingerprint() != first.Fingerprint() {
			t.Error("its key is another")
		}
	}
}
