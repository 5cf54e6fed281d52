package queue

import (
	"cmp"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Rule gives the order in force on a day. Whether a ticket is kept goes by the order of the ticket's own day, which is what
// its visitor was told.
type Rule func(office.Date) visit.Order

// Close gives the events that end what is still open of the days before the date, as the site's rule says: none when
// nothing is. With tomorrow's date it closes the day that runs.
func Close(r kv.Reader, rule Rule, before office.Date) ([]*contract.Event, error) {
	all, err := Open(r)
	if err != nil {
		return nil, fault.Wrap("queue.Close", err)
	}
	var out []*contract.Event
	for _, v := range all {
		switch rule(v.Date).AtClosing(v, before) {
		case visit.CutOff:
			out = append(out, &contract.Event{Desk: uint32(v.Desk), Kind: &contract.Event_Finished{Finished: &contract.Finished{Visit: v.ID[:], Outcome: DayClosed}}})
		case visit.TurnedAway:
			out = append(out, &contract.Event{Desk: uint32(v.Desk), Kind: &contract.Event_Left{Left: &contract.Left{Visit: v.ID[:], Reason: DayClosed}}})
		}
	}
	return out, nil
}

// CloseDay is Close of the days before today. The node asks at the first moment of a day; a clock set back closes nothing.
func CloseDay(r kv.Reader, rule Rule, now time.Time) ([]*contract.Event, error) {
	return Close(r, rule, office.DateOf(now))
}

// Closing says in Dutch, by ticket, what the closing of a day did to who was still there: for the clerk's morning. It is
// empty for a day on which nobody was.
func Closing(r kv.Reader, o visit.Order, d office.Date) ([]string, error) {
	all, err := Day(r, d)
	if err != nil {
		return nil, fault.Wrap("queue.Closing", err)
	}
	slices.SortFunc(all, func(a, b visit.Visit) int { return cmp.Compare(a.Ticket, b.Ticket) })
	var out []string
	for _, v := range all {
		if say := o.Closed(v); say != "" {
			out = append(out, say)
		}
	}
	return out, nil
}
