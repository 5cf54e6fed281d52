package local

import (
	"cmp"
	"context"
	"slices"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/procedure"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	work "github.com/buurtloket/buurtloket/sync/procedure"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Procedures implements the Counter service: those of all products, by their names: who comes to a desk without a vault still asks how to collect.
func (s *Service) Procedures(_ context.Context, r *connect.Request[contract.CounterProceduresRequest]) (*connect.Response[contract.CounterProceduresResponse], error) {
	const op = "local.Procedures"
	session, err := s.session(r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	out := new(contract.CounterProceduresResponse)
	err = s.node.Look(func(t appliance.Turn) error {
		shift, err := procedure.LastShift(t.View, session.ID, t.Now)
		if err != nil {
			return err
		}
		if !shift.Ended.IsZero() {
			out.ShiftMs = shift.Ended.UnixMilli()
		}
		all, err := procedure.All(t.View)
		for _, p := range all {
			if err == nil && s.procedural(p.Product) {
				var row *contract.ProcedureRow
				row, err = procedureRow(t, session.ID, shift, p)
				out.Procedures = append(out.Procedures, row)
			}
		}
		return err
	})
	slices.SortFunc(out.Procedures, func(a, b *contract.ProcedureRow) int {
		return cmp.Compare(s.productName(a.GetProcedure().GetProduct()), s.productName(b.GetProcedure().GetProduct()))
	})
	return respond(out, err)
}

// procedural reports whether this version of the program knows a product: of another one nobody can come for it.
func (s *Service) procedural(product office.ProductID) bool {
	_, ok := s.room.Products.Product(product)
	return ok
}

func (s *Service) productName(id string) string {
	p, _ := s.room.Products.Product(office.ProductID(id))
	return cmp.Or(p.Dutch, id)
}

// procedureRow is a procedure as a clerk sees it.
func procedureRow(t appliance.Turn, clerk office.ClerkID, shift procedure.Shift, p work.Procedure) (*contract.ProcedureRow, error) {
	now, _ := p.At(t.Now)
	row := &contract.ProcedureRow{Procedure: p.Wire(), InForce: now.Number, Knows: now.Number}
	if news, ok := procedure.NewsOf(t.View, clerk, shift, p, t.Now); ok {
		row.Knows, row.SinceShift = news.Was.Number, news.SinceShift
	}
	var err error
	row.Remarks, err = procedure.Remarks(t.View, p.Product)
	return row, err
}

// TickStep implements the Counter service. Only the desk that serves a visitor ticks; what it ticked goes along when the visitor is
// sent on.
func (s *Service) TickStep(ctx context.Context, r *connect.Request[contract.TickStepRequest]) (*connect.Response[contract.Done], error) {
	const op = "local.TickStep"
	q := r.Msg
	return s.once(ctx, op, q.Command, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
		id, err := contract.ID16[office.VisitID](q.Visit)
		if err != nil {
			return nil, fault.New(op, fault.Invalid).Because(err)
		}
		at, err := queue.AtDesk(t.View, who.Desk)
		if err != nil {
			return nil, err
		}
		if at.ID != id {
			return nil, fault.New(op, fault.Conflict).Tell("Deze bezoeker is niet aan dit loket.", "Roep de bezoeker op.")
		}
		if !slices.Contains(at.Products, office.ProductID(q.Product)) {
			return nil, fault.New(op, fault.NotFound).On(q.Product).Tell("Deze bezoeker komt niet voor dit product.", "")
		}
		return procedure.Tick(t.View, id, office.ProductID(q.Product), q.Version, work.StepID(q.Step), q.Undone, t.Now)
	})
}

// ReadProcedure implements the Counter service.
func (s *Service) ReadProcedure(ctx context.Context, r *connect.Request[contract.ReadProcedureRequest]) (*connect.Response[contract.Done], error) {
	return s.once(ctx, "local.ReadProcedure", r.Msg.Command, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
		return procedure.Read(t.View, who.Clerk, office.ProductID(r.Msg.Product), r.Msg.Version)
	})
}

// RemarkProcedure implements the Counter service.
func (s *Service) RemarkProcedure(ctx context.Context, r *connect.Request[contract.RemarkProcedureRequest]) (*connect.Response[contract.Done], error) {
	q := r.Msg
	return s.once(ctx, "local.RemarkProcedure", q.Command, func(t appliance.Turn, _ appliance.Who) (*contract.Event, error) {
		return procedure.Remark(t.View, office.ProductID(q.Product), q.Version, work.StepID(q.Step), q.Text)
	})
}

// fillProcedures shows what is followed for the visits at the desks, and how much is new to who is signed in.
func (s *Service) fillProcedures(t appliance.Turn, out *contract.View) error {
	for d := office.Desk(1); d <= office.Desk(s.site.Desks.Value); d++ {
		at, err := queue.AtDesk(t.View, d)
		if fault.Is(err, fault.NotFound) {
			continue // nobody
		}
		if err != nil {
			return err
		}
		row, err := visitProcedure(t, at)
		if err != nil {
			return err
		}
		if row != nil {
			out.Procedures = append(out.Procedures, row)
		}
	}
	for _, signed := range out.Signed {
		clerk := office.ClerkID(signed.Id)
		shift, err := procedure.LastShift(t.View, clerk, t.Now)
		if err != nil {
			return err
		}
		n, err := procedure.Count(t.View, clerk, shift, t.Now, s.procedural)
		if err != nil {
			return err
		}
		news := &contract.ProcedureNews{Clerk: signed.Id, Unread: uint32(n)}
		if !shift.Ended.IsZero() {
			news.ShiftMs = shift.Ended.UnixMilli()
		}
		out.ProcedureNews = append(out.ProcedureNews, news)
	}
	return nil
}

// visitProcedure is what is followed for the first product of a visit that is not done yet; nil when there is no procedure.
func visitProcedure(t appliance.Turn, v visit.Visit) (*contract.VisitProcedure, error) {
	at := slices.IndexFunc(v.Products, func(p office.ProductID) bool { return !slices.Contains(v.Done, p) })
	if at < 0 {
		return nil, nil
	}
	f, err := procedure.Follow(t.View, v.ID, v.Products[at], t.Now)
	if err != nil || len(f.Version.Steps) == 0 {
		return nil, err
	}
	out := &contract.VisitProcedure{Visit: v.ID[:], Product: string(f.Product), Version: f.Version.Number}
	for _, step := range f.Version.Steps {
		out.Steps = append(out.Steps, step.Wire())
		if f.Done(step.ID) {
			out.Done = append(out.Done, string(step.ID))
		}
		if f.Proven(step.ID) {
			out.Proven = append(out.Proven, string(step.ID))
		}
	}
	return out, nil
}
