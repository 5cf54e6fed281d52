package planning

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/advice"
	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Advise implements the Board service. Each suggestion is a draft of its own, made of the plan in force; which of them are
// tried and committed is a planner's to say.
func (b *Board) Advise(ctx context.Context, r *connect.Request[contract.BoardAdviseRequest]) (*connect.Response[contract.BoardAdviseResponse], error) {
	out := &contract.BoardAdviseResponse{Method: advice.Method}
	err := b.seen(ctx, func(v register.View, s *board.Scene) error {
		out.Version = v.Plan().GetVersion()
		a := advice.Ask(advice.Question{Scene: s, Stored: v.Plan(), From: office.Date(r.Msg.From), Days: int(r.Msg.Days), Most: int(r.Msg.Most),
			After: func(c *contract.PlanChange) (*calendar.Plan, error) {
				_, after, err := v.Changed(c)
				return after, err
			}})
		out.WaitingBefore, out.WaitingAfter = a.Before, a.After
		for _, x := range a.Suggestions {
			out.Suggestions = append(out.Suggestions, &contract.BoardSuggestion{Reason: x.Reason, WaitingLess: x.Less,
				Draft: &contract.BoardDraft{Version: out.Version, Moves: []*contract.BoardMove{showMove(x.Move)}}})
		}
		return nil
	})
	return answer(out, err)
}
