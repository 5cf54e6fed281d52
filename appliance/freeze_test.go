package appliance_test

import (
	"context"
	"testing"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// TestAFrozenCounterStaysFrozen: what headquarters said of two histories outlives a restart and is journaled once; a new
// life, which a person begins, is free.
func TestAFrozenCounterStaysFrozen(t *testing.T) {
	const say = "Er zijn twee versies van dit loket."
	cfg := appliance.Config{Dir: t.TempDir()}
	n := mustOpen(t, cfg)
	mustBeFrozen(t, n, "")
	for range 2 { // at each exchange anew
		if err := n.Shipping().Freeze(say); err != nil {
			t.Fatal(err)
		}
	}
	mustBeFrozen(t, n, say)
	if _, size := life(t, n); size != 1 {
		t.Errorf("%d records say so", size)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	n = mustOpen(t, cfg)
	mustBeFrozen(t, n, say)
	before, size := life(t, n)
	if r, err := n.Shipping().Report(context.Background(), 2); !fault.Is(err, fault.Conflict) || r != nil {
		t.Errorf("it reports to a restored headquarters: %v, %v", r, err)
	}
	if now, after := life(t, n); now != before || after != size {
		t.Errorf("the refused report changed the journal from %d to %d records", size, after)
	}
	if err := n.Reborn(context.Background(), "beslist"); err != nil {
		t.Fatal(err)
	}
	mustBeFrozen(t, n, "")
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	mustBeFrozen(t, mustOpen(t, cfg), "")
}

// mustBeFrozen fails unless acts of custody are refused with these words; "" means that they are not refused.
func mustBeFrozen(t *testing.T, n *appliance.Node, say string) {
	t.Helper()
	err := n.Custody()
	if say == "" && err != nil || say != "" && (!fault.Is(err, fault.Conflict) || fault.Sentence(err) == "") {
		t.Fatalf("custody is refused with %v, want %q", err, say)
	}
}
