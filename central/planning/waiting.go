package planning

import (
	"context"
	"slices"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/office"
)

// WaitingList implements the WaitingList service: how many wait for a sooner place, and what became of offers. It tells of nobody,
// and of no appointment. It is safe for concurrent use.
type WaitingList struct {
	p    *Planning
	hold time.Duration
}

var _ contractconnect.WaitingListHandler = WaitingList{}

// NewWaitingList is the waiting list as a node's planning door sees it; hold is how long that node has places held, 0: it offers none.
func NewWaitingList(p *Planning, hold time.Duration) WaitingList { return WaitingList{p, hold} }

// Counts implements the WaitingList service.
func (w WaitingList) Counts(ctx context.Context, _ *connect.Request[contract.WaitingCountsRequest]) (*connect.Response[contract.WaitingCountsResponse], error) {
	out := &contract.WaitingCountsResponse{HoldMinutes: uint64(w.hold.Minutes())}
	err := w.p.read(ctx, func(v register.View) error {
		rows := map[string]*contract.WaitingSite{}
		for _, site := range v.Calendar().Sites() {
			row := &contract.WaitingSite{Site: string(site.ID), Name: site.Name, Tally: v.Tally(site.ID)}
			out.Sites, rows[row.Site] = append(out.Sites, row), row
		}
		for one := range v.Waits() {
			w.count(v, one, rows)
		}
		return nil
	})
	out.Sites = slices.DeleteFunc(out.Sites, func(s *contract.WaitingSite) bool {
		return s.Waiting+s.Wanted+s.Offered == 0 && s.Tally.Offered == 0
	})
	return answer(out, err)
}

// count adds one who waits to the sites that it is about.
func (w WaitingList) count(v register.View, one *contract.WaitingState, rows map[string]*contract.WaitingSite) {
	id, _ := contract.ID16[office.AppointmentID](one.Appointment)
	if row := rows[v.Appointment(id).GetAppointment().GetPlace().GetSite()]; row != nil {
		row.Waiting++
	}
	for site, row := range rows {
		if wish := one.GetWish().GetSites(); len(wish) == 0 || slices.Contains(wish, site) {
			row.Wanted++
		}
	}
	if row := rows[register.Offered(one, w.p.now()).GetPlace().GetSite()]; row != nil {
		row.Offered++
	}
}
