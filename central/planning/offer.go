package planning

import (
	"context"
	"strings"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/notice"
	"github.com/buurtloket/buurtloket/central/offer"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Hours implements the Hours service on any node: changes of opening hours with what they do, when citizens are told, and the notice
// for them. It is safe for concurrent use.
type Hours struct{ p *Planning }

var _ contractconnect.HoursHandler = (*Hours)(nil)

// NewHours is the door for opening hours of a node's planning door.
func NewHours(p *Planning) *Hours { return &Hours{p} }

// weighedHours is a change of hours that can be, with what it would do.
type weighedHours struct {
	change *contract.PlanChange
	sites  []office.SiteID
	after  *calendar.Plan
	effect *contract.HoursEffect
}

// weighHours compiles the plan as it would be and tells what is otherwise.
func (h *Hours) weighHours(v register.View, d *contract.HoursDraft) (weighedHours, error) {
	stored, before := v.Plan(), v.Calendar()
	today := before.Today(h.p.now())
	w := weighedHours{change: &contract.PlanChange{Put: d.GetPut(), Remove: d.GetRemove()}}
	var err error
	if _, w.after, err = v.Changed(w.change); err != nil {
		return w, err
	}
	w.effect = &contract.HoursEffect{Version: stored.GetVersion()}
	if d.GetVersion() != 0 && d.GetVersion() != stored.GetVersion() {
		w.effect.Changed = v.Since(d.GetVersion())
	}
	if w.effect.Warnings, err = offer.Warnings(d.GetPut(), stored, before.Zone(), today); err != nil {
		return w, err
	}
	if _, w.effect.Hits, err = v.Try(w.change, today); err != nil {
		return w, err
	}
	w.sites = register.Touched(w.change, stored, before.Sites())
	if first, ok := before.FirstChange(w.after, w.sites, office.Period{From: today, To: today + register.LookAhead}); ok {
		w.effect.First = int32(first)
	}
	norm := register.Norm(stored, w.sites)
	w.effect.NormDays, w.effect.Early = uint32(norm), d.GetPublication() != nil && register.Early(d.GetPublication(), norm)
	return w, nil
}

// Try implements the Hours service.
func (h *Hours) Try(ctx context.Context, r *connect.Request[contract.HoursDraft]) (*connect.Response[contract.HoursEffect], error) {
	var out *contract.HoursEffect
	err := h.p.read(ctx, func(v register.View) error {
		w, err := h.weighHours(v, r.Msg)
		out = w.effect
		return err
	})
	return answer(out, err)
}

// Commit implements the Hours service: one command changes the plan and asks back what sites hold of the hours that go, if the plan is
// still the one that the planner saw, nobody is hit whom the planner did not see, and the publication holds.
func (h *Hours) Commit(ctx context.Context, r *connect.Request[contract.HoursCommitRequest]) (*connect.Response[contract.HoursCommitResponse], error) {
	const op = "planning.Hours.Commit"
	q := r.Msg
	switch {
	case strings.TrimSpace(q.By) == "":
		return answer[contract.HoursCommitResponse](nil, nameless(op, "Zeg wie dit beslist."))
	case q.Draft.GetPublication() == nil:
		return answer[contract.HoursCommitResponse](nil, nameless(op, "Zeg vanaf wanneer dit geldt en wanneer het bekend gemaakt wordt."))
	}
	put := &contract.PlanPut{By: q.By, Publication: q.Draft.Publication, Guard: &contract.PlanGuard{Hit: q.Hit, Version: q.Draft.GetVersion()}}
	out := new(contract.HoursCommitResponse)
	err := h.p.read(ctx, func(v register.View) error {
		if put.Guard.Version == 0 {
			put.Guard.Version = v.Plan().GetVersion()
		}
		w, err := h.weighHours(v, q.Draft)
		if since := v.Since(put.Guard.Version); len(since) > 0 { // also when the change cannot be any more: this is why
			return overtaken(op, since)
		}
		if err != nil {
			return err
		}
		out.Hits = w.effect.Hits
		put.Change = &contract.PlanPut_Pieces{Pieces: w.change}
		put.Recalls = lostSeats(v, w)
		return nil
	})
	if err != nil {
		return answer[contract.HoursCommitResponse](nil, err)
	}
	if _, err = h.p.do(ctx, op, &contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: put}}); err != nil {
		return answer[contract.HoursCommitResponse](nil, h.explain(ctx, op, put.Guard.Version, err))
	}
	out.Version = put.Guard.Version + 1
	return answer(out, nil)
}

// lostSeats are what is asked back of the sites: free seats in their hands that the plan has no more.
func lostSeats(v register.View, w weighedHours) (out []*contract.RecallPut) {
	first, before := office.Date(w.effect.First), v.Calendar()
	if first == 0 {
		return nil
	}
	gone := func(id office.SeatID) bool {
		return before.Day(id.Site, id.Date).Has(id.Desk, id.Start) && !w.after.Day(id.Site, id.Date).Has(id.Desk, id.Start)
	}
	for _, site := range w.sites {
		var lost []office.SeatID
		for id, seat := range v.SiteSeats(site) {
			if id.Date >= first && seat.Owner.Kind == custody.Site && seat.Booking == (office.AppointmentID{}) && gone(id) {
				lost = append(lost, id)
			}
		}
		if len(lost) > 0 {
			out = append(out, &contract.RecallPut{Site: string(site), Seats: runs(before, lost)})
		}
	}
	return out
}

// explain adds to a refusal what changed meanwhile, if the plan did.
func (h *Hours) explain(ctx context.Context, op string, version uint64, refused error) error {
	if !fault.Is(refused, fault.Conflict) {
		return refused
	}
	var since []*contract.PlanNote
	if err := h.p.read(ctx, func(v register.View) error { since = v.Since(version); return nil }); err != nil || len(since) == 0 {
		return refused // what was refused is told as it was
	}
	return overtaken(op, since)
}

// Notice implements the Hours service.
func (h *Hours) Notice(ctx context.Context, r *connect.Request[contract.HoursNoticeRequest]) (*connect.Response[contract.HoursNoticeResponse], error) {
	out := new(contract.HoursNoticeResponse)
	err := h.p.read(ctx, func(v register.View) error {
		if err := known(v, r.Msg.Site); err != nil {
			return err
		}
		n, err := notice.Of(v.Calendar(), v.Plan(), office.SiteID(r.Msg.Site), office.Date(r.Msg.From), h.p.now())
		if err != nil {
			return err
		}
		out.Text, out.Name = n.Text(), n.Name()
		out.Pdf, err = n.PDF()
		return err
	})
	return answer(out, err)
}
