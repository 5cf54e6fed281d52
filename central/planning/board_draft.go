package planning

import (
	"context"
	"fmt"
	"strings"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// weighed is a draft that can be, with what it would do.
type weighed struct {
	made   uint64 // version of the plan that its maker saw
	stale  bool   // the plan in force is another
	change board.Change
	effect board.Effect
}

// draftOf reads a draft from the wire. Its pieces are named after the version that its commit makes: that happens once.
func draftOf(v register.View, d *contract.BoardDraft) (board.Draft, error) {
	out := board.Draft{Name: fmt.Sprint(v.Plan().GetVersion() + 1), Reason: d.GetReason()}
	for _, m := range d.GetMoves() {
		if max(m.From, m.To, m.At) > uint32(office.EndOfDay) || max(m.Desk, m.ToDesk) > calendar.MaxDesks {
			return out, fault.New("planning.Board", fault.Invalid).On(m.FromSite).Tell("Deze uren of dit loket bestaan niet.", "")
		}
		move := board.Move{From: board.Block{Site: office.SiteID(m.FromSite), Date: office.Date(m.FromDate), From: office.Minute(m.From), To: office.Minute(m.To), Desk: office.Desk(m.Desk)},
			To: board.Target{Site: office.SiteID(m.ToSite), Date: office.Date(m.ToDate), From: office.Minute(m.At), Desk: office.Desk(m.ToDesk)}}
		for _, p := range m.Products {
			move.To.Products = append(move.To.Products, office.ProductID(p))
		}
		for _, c := range m.Clusters {
			move.To.Clusters = append(move.To.Clusters, office.ClusterID(c))
		}
		out.Moves = append(out.Moves, move)
	}
	if d.GetUndo() == 0 {
		return out, nil
	}
	if out.Undo = v.Change(d.Undo); out.Undo == nil {
		return out, fault.New("planning.Board", fault.NotFound).On(fmt.Sprint(d.Undo)).Tell("Die wijziging van het plan is niet bekend.", "Kijk met 'central rules history'.")
	}
	return out, nil
}

// weigh translates a draft and tells what it would do.
func weigh(v register.View, s *board.Scene, d *contract.BoardDraft) (weighed, error) {
	stored := v.Plan()
	w := weighed{made: d.GetVersion(), stale: d.GetVersion() != 0 && d.GetVersion() != stored.GetVersion()}
	draft, err := draftOf(v, d)
	if err != nil || draft.Empty() {
		return w, err
	}
	if w.change, err = board.Translate(draft, stored, s.Plan, s.Today()); err != nil {
		return w, err
	}
	_, after, err := v.Changed(w.change.Pieces())
	if err != nil {
		return w, err
	}
	w.effect = board.Weigh(s, after, w.change.Touch)
	return w, w.effect.Balanced()
}

// Try implements the Board service.
func (b *Board) Try(ctx context.Context, r *connect.Request[contract.BoardDraft]) (*connect.Response[contract.BoardEffect], error) {
	out, on := new(contract.BoardEffect), b.reached(ctx)
	err := b.seen(ctx, func(v register.View, s *board.Scene) error {
		w, err := weigh(v, s, r.Msg)
		if err == nil {
			out = b.effect(v, s, on, w)
		}
		return err
	})
	return answer(out, err)
}

// Commit implements the Board service: one command changes the plan and asks the seats back, if the plan is still the one that
// the planner saw and nobody is hit whom the planner did not see.
func (b *Board) Commit(ctx context.Context, r *connect.Request[contract.BoardCommitRequest]) (*connect.Response[contract.BoardCommitResponse], error) {
	const op = "planning.Board.Commit"
	q := r.Msg
	switch {
	case strings.TrimSpace(q.By) == "":
		return answer[contract.BoardCommitResponse](nil, nameless(op, "Zeg wie dit beslist."))
	case len(q.Draft.GetMoves()) == 0 && q.Draft.GetUndo() == 0:
		return answer[contract.BoardCommitResponse](nil, nameless(op, "Dit ontwerp doet niets."))
	}
	put := &contract.PlanPut{By: q.By, Guard: &contract.PlanGuard{Hit: q.Hit}}
	out, on := new(contract.BoardCommitResponse), b.reached(ctx)
	err := b.seen(ctx, func(v register.View, s *board.Scene) error {
		w, err := weigh(v, s, q.Draft)
		if w.stale {
			return overtaken(op, v.Since(w.made))
		}
		if err != nil {
			return err
		}
		out.Effect = b.effect(v, s, on, w)
		put.Guard.Version = v.Plan().GetVersion()
		put.Change = &contract.PlanPut_Pieces{Pieces: w.change.Pieces()}
		put.Recalls = recalls(v, s.Plan, w.effect)
		return nil
	})
	if err != nil {
		return answer[contract.BoardCommitResponse](nil, err)
	}
	if _, err = b.p.do(ctx, op, &contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: put}}); err != nil {
		return answer[contract.BoardCommitResponse](nil, b.explain(ctx, op, put.Guard.Version, err))
	}
	out.Version = put.Guard.Version + 1
	return answer(out, nil)
}

// recalls are what is asked back: every seat that goes, of sites that have a counter. One that is headquarters' now may be
// given to its site a moment before the command.
func recalls(v register.View, p *calendar.Plan, e board.Effect) (out []*contract.RecallPut) {
	for _, r := range e.Recalls {
		if st, _ := v.Site(r.Site); st.Current.Incarnation != 0 {
			out = append(out, &contract.RecallPut{Site: string(r.Site), Seats: runs(p, r.Seats)})
		}
	}
	return out
}

// explain adds to a refusal what changed meanwhile, if the plan did.
func (b *Board) explain(ctx context.Context, op string, version uint64, refused error) error {
	if !fault.Is(refused, fault.Conflict) {
		return refused
	}
	var since []*contract.PlanNote
	if err := b.p.read(ctx, func(v register.View) error { since = v.Since(version); return nil }); err != nil || len(since) == 0 {
		return refused // what was refused is told as it was
	}
	return overtaken(op, since)
}

// overtaken is the refusal of a draft that was made of another plan: it says who changed what.
func overtaken(op string, since []*contract.PlanNote) error {
	var said []string
	for _, n := range since {
		by := n.By
		if by == "" {
			by = "iemand"
		}
		said = append(said, fmt.Sprintf("%s wijzigde %s (versie %d)", by, strings.Join(pieceNames(n), ", "), n.Version))
	}
	const most = 5
	if len(said) > most {
		said = append(said[:most], fmt.Sprintf("en nog %d wijzigingen", len(said)-most))
	}
	return fault.New(op, fault.Conflict).On("plan").Tell("Het plan is intussen gewijzigd: "+strings.Join(said, "; ")+". Er is niets gewijzigd.",
		"Kijk het ontwerp opnieuw na en bevestig het dan.")
}

// pieceNames are the ids of what a change touched, each once.
func pieceNames(n *contract.PlanNote) (out []string) {
	seen := map[string]bool{}
	for _, p := range []*contract.Plan{n.GetBefore(), n.GetAfter()} {
		var ids []string
		for _, x := range p.GetRules() {
			ids = append(ids, x.Id)
		}
		for _, x := range p.GetClosures() {
			ids = append(ids, x.Id)
		}
		for _, x := range p.GetRegimes() {
			ids = append(ids, x.Id)
		}
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				out = append(out, "'"+id+"'")
			}
		}
	}
	if len(out) == 0 {
		return []string{"iets anders in het plan"}
	}
	return out
}
