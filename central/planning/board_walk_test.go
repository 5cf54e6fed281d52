package planning_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestWhoWalkedInIsExpectedAgain: visits without appointment are read from the journals, each record once however often the board
// is looked at, and of what came meanwhile the rest.
func TestWhoWalkedInIsExpectedAgain(t *testing.T) {
	b := newBoard(t)
	b.arrive(t, berchem, 7)
	size, root := uint64(0), []byte(nil)
	write := func(n int, on office.Date) {
		t.Helper()
		var bodies [][]byte
		for range n {
			bodies = append(bodies, contract.Encode(&contract.Event{AtMs: now.UnixMilli() - 86_400_000, Clerk: "an",
				Kind: &contract.Event_TicketIssued{TicketIssued: &contract.TicketIssued{Date: int32(on), Products: []string{"eid-aanvraag"}}}}))
		}
		bodies = append(bodies, contract.Encode(&contract.Event{AtMs: now.UnixMilli(), Kind: &contract.Event_SignedOut{SignedOut: &contract.SignedOut{}}}))
		next := []byte{byte(size + 1)}
		b.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: berchem, Base: root, Root: next,
			Batch: &contract.Batch{Incarnation: 7, First: size + 1, Count: uint32(len(bodies)), Records: contract.JoinRecords(bodies)}}}})
		size, root = size+uint64(len(bodies)), next
	}
	expected := func(want float64) {
		t.Helper()
		if c := b.row(t, berchem, tuesday, 1).Cells[0]; !c.Known || c.Expected != want {
			t.Errorf("expected %v of %d days, want %v", c.Expected, c.RestsOn, want)
		}
	}
	write(12, tuesday-7)
	expected(2) // twelve in six weeks
	expected(2)
	write(6, tuesday-14)
	expected(3)
}
