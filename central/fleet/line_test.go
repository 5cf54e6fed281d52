package fleet_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// TestLines: a line is told with since when it is open or closed, and with what the counter said; a second exchange of the same
// counter is the same line.
func TestLines(t *testing.T) {
	h := mustHQ(t)
	if got := h.Lines(); len(got) != 0 {
		t.Fatalf("a node that has just started knows of %v", got)
	}
	h.Heard(berchem, &contract.Hello{Size: 5}) // of no line: nothing to note
	begun := h.now().UnixMilli()
	first := h.Here(berchem)
	h.Heard(berchem, &contract.Hello{Size: 37, Program: "1.4"})
	h.Heard(berchem, nil) // a message that is no greeting
	h.add(time.Minute)
	second := h.Here(berchem)
	first()
	wants := func(want *contract.SiteLine) {
		t.Helper()
		want.Site = string(berchem)
		if got := h.Lines(); len(got) != 1 || got[0].String() != want.String() {
			t.Errorf("lines %v, want %v", got, want)
		}
	}
	wants(&contract.SiteLine{Open: true, SinceMs: begun, Size: 37, Program: "1.4"})
	h.add(time.Minute)
	second()
	wants(&contract.SiteLine{SinceMs: begun + 120_000, Program: "1.4"})
}
