package planning_test

import (
	"bytes"
	"crypto/rand"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/planning"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestWaitingCounts: how many wait, by the site of their appointment and by where they would come; what is held, and what became of
// offers. No identity is in it.
func TestWaitingCounts(t *testing.T) {
	b := newWorld(t)
	p := planning.New(b.Solo, b.seat, b.machine, b.fleet, func() time.Time { return now }, rand.Reader)
	door := planning.NewWaitingList(p, 2*time.Hour)
	counts := func() (row *contract.WaitingSite, all int) {
		t.Helper()
		res, err := door.Counts(t.Context(), connect.NewRequest(&contract.WaitingCountsRequest{}))
		if err != nil || res.Msg.HoldMinutes != 120 {
			t.Fatal(res, err)
		}
		for _, s := range res.Msg.Sites {
			if s.Site == berchem {
				row = s
			}
		}
		return row, len(res.Msg.Sites)
	}
	if _, all := counts(); all != 0 {
		t.Errorf("%d sites, and nobody waits", all)
	}
	who := &contract.Sealed{Commitment: bytes.Repeat([]byte{7}, 16), Subject: bytes.Repeat([]byte{8}, 16), Plain: []byte("sealed")}
	book := func(id byte, on office.Date) []byte {
		t.Helper()
		a := &contract.Appointment{Id: bytes.Repeat([]byte{id}, 16), Products: []string{"eid-aanvraag"}, Persons: 1, Channel: contract.Channel_CHANNEL_WEB, Person: who.Commitment,
			Place: &contract.Place{Site: berchem, Run: contract.NewRun(office.SeatID{Date: on, Desk: 1, Start: 9 * 60}, 1, 10)}}
		b.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: a, Person: who}}})
		return a.Id
	}
	later, sooner := book(1, tuesday+3), book(2, tuesday)
	b.must(t, &contract.HQCommand{Kind: &contract.HQCommand_WaitingAsk{WaitingAsk: &contract.WaitingAsk{Appointment: later, Wish: &contract.WaitingWish{Sites: []string{berchem}}}}})
	b.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Cancel{Cancel: &contract.CancelBooking{Appointment: sooner}}})
	b.must(t, &contract.HQCommand{Kind: &contract.HQCommand_WaitingLook{WaitingLook: &contract.WaitingLook{HoldMs: (2 * time.Hour).Milliseconds()}}})
	if row, all := counts(); all != 1 || row.Waiting != 1 || row.Wanted != 1 || row.Offered != 1 || row.Tally.Offered != 1 {
		t.Errorf("%d sites, %v", all, row)
	}
	b.must(t, &contract.HQCommand{Kind: &contract.HQCommand_WaitingWithdraw{WaitingWithdraw: &contract.WaitingWithdraw{Appointment: later}}})
	if row, _ := counts(); row.Waiting+row.Wanted+row.Offered != 0 || row.Tally.Declined != 1 {
		t.Errorf("withdrawn: %v", row)
	}
}
