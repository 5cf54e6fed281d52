package planning

import (
	"context"
	"slices"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// Board implements the Board service on any node: the planner's week, drafts and suggestions. Figures come from this node's own
// state, after it has caught up with everything acknowledged before. It is safe for concurrent use.
type Board struct {
	p      *Planning
	lines  *Fleet // nil: this node's lines count alone
	ledger ledger
	walked walked
}

var _ contractconnect.BoardHandler = (*Board)(nil)

// NewBoard is the board of a node's planning door. The register must tell it what is touched: see Touched.
func NewBoard(p *Planning) *Board { return &Board{p: p} }

// Touched forgets what was remembered of a day. It is the register's hook, beside that of the booking door.
func (b *Board) Touched(site office.SiteID, d office.Date, index uint64) {
	b.ledger.touch(site, d, index)
}

// seen runs f on the scene as this node sees it, once it holds every command that was acknowledged before the call.
func (b *Board) seen(ctx context.Context, f func(register.View, *board.Scene) error) error {
	if err := b.p.log.Read(ctx, func(kv.Reader) error { return nil }); err != nil {
		return err
	}
	return b.p.log.Stale(func(r kv.Reader, fresh consensus.Freshness) error {
		v := b.p.machine.View(r)
		return f(v, b.scene(v, fresh.Applied))
	})
}

// scene is what a board is made of, from a view.
func (b *Board) scene(v register.View, applied uint64) *board.Scene {
	now := b.p.now()
	b.walked.catchUp(v, now.UnixMilli())
	s := &board.Scene{Plan: v.Calendar(), Ledger: b.ledger.over(v, applied), Now: now, Beside: &b.walked, Staff: map[office.SiteID][]board.Person{}}
	for _, site := range s.Plan.Sites() {
		s.Staff[site.ID] = servers(v.Roster(site.ID))
	}
	s.OnDuty = onDuty(v)
	s.Bookings = func(site office.SiteID, on office.Date) []calendar.Booking { return bookingsOn(v, site, on) }
	return s
}

// servers are those of a roster who may serve at a desk: clerks, those who lead them, and whom the site lets besides.
func servers(r *contract.Roster) []board.Person {
	roles := []string{"clerk", "lead"}
	for _, also := range r.GetAlso() {
		if also.Right == "serve" {
			roles = append(roles, also.Role)
		}
	}
	var out []board.Person
	for _, c := range r.GetClerks() {
		if slices.ContainsFunc(c.Roles, func(role string) bool { return slices.Contains(roles, role) }) {
			out = append(out, board.Person{ID: c.Id, Name: c.Name, Skills: c.Skills})
		}
	}
	return out
}

// bookingsOn are the live appointments of a site's day.
func bookingsOn(v register.View, site office.SiteID, on office.Date) []calendar.Booking {
	var out []calendar.Booking
	known := map[office.AppointmentID]bool{}
	for _, seat := range v.DaySeats(site, on) {
		if seat.Booking == (office.AppointmentID{}) || known[seat.Booking] {
			continue
		}
		known[seat.Booking] = true
		if a := v.Appointment(seat.Booking); a != nil && !a.Cancelled && a.Appointment.GetPlace().Check() == nil {
			out = append(out, rulebook.BookingOf(a.Appointment))
		}
	}
	return out
}

// Week implements the Board service.
func (b *Board) Week(ctx context.Context, r *connect.Request[contract.BoardWeekRequest]) (*connect.Response[contract.BoardWeekResponse], error) {
	out, on := new(contract.BoardWeekResponse), b.reached(ctx)
	err := b.seen(ctx, func(v register.View, s *board.Scene) error {
		of := board.Span{From: office.Date(r.Msg.From), Days: int(r.Msg.Days), Hours: r.Msg.Hours}
		if of.From == 0 {
			of.From = monday(s.Today())
		}
		if of.Days == 0 {
			of.Days = 7
		}
		for _, site := range r.Msg.Sites {
			if err := known(v, site); err != nil {
				return err
			}
			of.Sites = append(of.Sites, office.SiteID(site))
		}
		week := board.Week(s, of)
		out.Version, out.From, out.Days, out.Today = week.Version, int32(week.From), uint32(week.Days), int32(s.Today())
		out.Method, out.NormDays = s.Method(), board.Norm
		for _, row := range week.Rows {
			out.Rows = append(out.Rows, b.row(v, s, on, row))
		}
		return nil
	})
	return answer(out, err)
}

// monday is that of the week of a day; at the weekend, that of the next.
func monday(d office.Date) office.Date {
	switch w := d.Weekday(); w {
	case time.Saturday:
		return d + 2
	case time.Sunday:
		return d + 1
	default:
		return d - office.Date(w-time.Monday)
	}
}
