package local

import (
	"context"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

// proceduresOf reads what is followed for the visits at the desks, and how much is new to who is signed in.
func proceduresOf(s *state.Snapshot, v *contract.View) {
	for _, p := range v.Procedures {
		id, err := contract.ID16[office.VisitID](p.Visit)
		if err != nil {
			continue // of no visit that can be acted on
		}
		f := state.Following{Visit: id, Product: office.ProductID(p.Product), Version: p.Version, Steps: procedure.ReadSteps(p.Steps)}
		for _, step := range p.Done {
			f.Done = append(f.Done, procedure.StepID(step))
		}
		for _, step := range p.Proven {
			f.Proven = append(f.Proven, procedure.StepID(step))
		}
		s.Following = append(s.Following, f)
	}
	for _, n := range v.ProcedureNews {
		s.News = append(s.News, state.ProcedureNews{Clerk: office.ClerkID(n.Clerk), Unread: int(n.Unread), Shift: instant(n.ShiftMs)})
	}
}

// Procedures implements state.Procedures.
func (c *Counter) Procedures(ctx context.Context) (state.Manual, error) {
	res, err := call(ctx, c, "local.Procedures", func(cmd *contract.Command) *contract.CounterProceduresRequest {
		return &contract.CounterProceduresRequest{Command: cmd}
	}, c.rpc.Procedures)
	if err != nil {
		return state.Manual{}, err
	}
	out := state.Manual{Shift: instant(res.ShiftMs)}
	for _, row := range res.Procedures {
		w := state.Work{Procedure: procedure.Read(row.Procedure), InForce: row.InForce, Knows: row.Knows, SinceShift: row.SinceShift}
		for _, r := range row.Remarks {
			w.Remarks = append(w.Remarks, state.Remark{At: instant(r.AtMs), Step: procedure.StepID(r.Step), Words: r.Text, Answer: r.Answer, By: r.By})
		}
		out.Works = append(out.Works, w)
	}
	return out, nil
}

// TickStep implements state.Procedures.
func (c *Counter) TickStep(ctx context.Context, f state.Following, step procedure.StepID, undone bool) (state.Receipt, error) {
	return finished(call(ctx, c, "local.TickStep", func(cmd *contract.Command) *contract.TickStepRequest {
		return &contract.TickStepRequest{Command: cmd, Visit: f.Visit[:], Product: string(f.Product), Version: f.Version, Step: string(step), Undone: undone}
	}, c.rpc.TickStep))
}

// ReadProcedure implements state.Procedures.
func (c *Counter) ReadProcedure(ctx context.Context, product office.ProductID, version uint32) (state.Receipt, error) {
	return finished(call(ctx, c, "local.ReadProcedure", func(cmd *contract.Command) *contract.ReadProcedureRequest {
		return &contract.ReadProcedureRequest{Command: cmd, Product: string(product), Version: version}
	}, c.rpc.ReadProcedure))
}

// RemarkProcedure implements state.Procedures.
func (c *Counter) RemarkProcedure(ctx context.Context, product office.ProductID, version uint32, step procedure.StepID, words string) (state.Receipt, error) {
	return finished(call(ctx, c, "local.RemarkProcedure", func(cmd *contract.Command) *contract.RemarkProcedureRequest {
		return &contract.RemarkProcedureRequest{Command: cmd, Product: string(product), Version: version, Step: string(step), Text: words}
	}, c.rpc.RemarkProcedure))
}
