package local

import (
	"context"
	"slices"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Park implements state.Hall.
func (c *Counter) Park(ctx context.Context, id office.VisitID) (state.Receipt, error) {
	return c.visit(ctx, "local.Park", id, c.rpc.Park)
}

// Return implements state.Hall.
func (c *Counter) Return(ctx context.Context, id office.VisitID) (state.Receipt, error) {
	return c.visit(ctx, "local.Return", id, c.rpc.Return)
}

// Transfer implements state.Hall.
func (c *Counter) Transfer(ctx context.Context, id office.VisitID, to state.Onward) (state.Receipt, error) {
	return visited(call(ctx, c, "local.Transfer", func(cmd *contract.Command) *contract.TransferRequest {
		return &contract.TransferRequest{Command: cmd, Visit: id[:], ToDesk: uint32(to.Desk), ToTheme: string(to.Theme),
			Done: texts(to.Done), Added: texts(to.Added)}
	}, c.rpc.Transfer))
}

// Hasten implements state.Hall.
func (c *Counter) Hasten(ctx context.Context, id office.VisitID, u visit.Urgency, reason visit.ReasonCode) (state.Receipt, error) {
	return visited(call(ctx, c, "local.Hasten", func(cmd *contract.Command) *contract.HastenRequest {
		return &contract.HastenRequest{Command: cmd, Visit: id[:], Urgency: contract.Urgency(u), Reason: string(reason)}
	}, c.rpc.Hasten))
}

// Undo implements state.Hall.
func (c *Counter) Undo(ctx context.Context, id office.VisitID, step uint64) (state.Receipt, error) {
	return visited(call(ctx, c, "local.Undo", func(cmd *contract.Command) *contract.UndoRequest {
		return &contract.UndoRequest{Command: cmd, Visit: id[:], Step: step}
	}, c.rpc.Undo))
}

// CheckInCode implements state.Hall.
func (c *Counter) CheckInCode(ctx context.Context, code string) (state.Receipt, error) {
	return ticketed(call(ctx, c, "local.CheckInCode", func(cmd *contract.Command) *contract.CheckInRequest {
		return &contract.CheckInRequest{Command: cmd, Code: code}
	}, c.rpc.CheckIn))
}

// texts writes products as a request has them.
func texts(in []office.ProductID) []string {
	var out []string
	for _, p := range in {
		out = append(out, string(p))
	}
	return out
}

// pending are the products of a visit that still need a desk, the next one first.
func pending(row *contract.VisitRow) (next office.ProductID, then []office.ProductID) {
	for _, p := range row.Products {
		switch {
		case slices.Contains(row.Done, p):
		case next == "":
			next = office.ProductID(p)
		default:
			then = append(then, office.ProductID(p))
		}
	}
	return next, then
}

func undoableOf(row *contract.VisitRow) state.Undoable {
	return state.Undoable{Step: row.UndoStep, Words: row.Undo}
}

// hallOf reads what a view tells of the waiting room beyond the queue.
func hallOf(s *state.Snapshot, v *contract.View) {
	s.Desks, s.Themes, s.Order = int(v.Desks), themes(), v.Order
	for _, row := range v.Parked {
		id, _ := contract.ID16[office.VisitID](row.Visit) // the zero id is refused as unknown
		next, _ := pending(row)
		s.Parked = append(s.Parked, state.Aside{Visit: id, Desk: office.Desk(row.Desk), Ticket: row.Ticket, Product: next,
			Name: row.Name, Since: instant(row.PausedMs), Undo: undoableOf(row)})
	}
	for _, row := range v.Ended {
		id, _ := contract.ID16[office.VisitID](row.Visit)
		s.Ended = append(s.Ended, state.Ended{Visit: id, Desk: office.Desk(row.Desk), Ticket: row.Ticket, Product: first(row.Products),
			Name: row.Name, Undo: undoableOf(row)})
	}
	for _, a := range v.Alarms {
		s.Alarms = append(s.Alarms, state.Alarm{Say: a.Say, Missed: a.Missed})
	}
	s.Figures = figuresOf(v)
}

// themes are the groups of products of the catalogue, which this program has as the daemon has.
func themes() []state.Theme {
	var out []state.Theme
	for _, c := range catalogue.Embedded().Clusters {
		out = append(out, state.Theme{ID: c.ID, Dutch: c.Dutch, English: c.English})
	}
	return out
}

// coded reports whether a product is there to count urgent visits (A001-12).
func coded(id office.ProductID) bool {
	p, ok := catalogue.Embedded().Product(id)
	return ok && p.StatisticsOnly
}

// figuresOf gathers the measures of today by cluster, in the order in which they come. Whether a norm is missed is what
// the daemon says.
func figuresOf(v *contract.View) []state.Figures {
	var out []state.Figures
	for _, m := range v.Measures {
		i := slices.IndexFunc(out, func(f state.Figures) bool { return string(f.Cluster) == m.Cluster })
		if i < 0 {
			i = len(out)
			out = append(out, state.Figures{Cluster: office.ClusterID(m.Cluster), Name: m.ClusterName, Norm: normFor(m.Cluster), Missed: slices.ContainsFunc(v.Alarms,
				func(a *contract.Alarm) bool { return a.Cluster == m.Cluster && a.Missed })})
		}
		f := &out[i]
		mean := state.Mean{Minutes: m.Value, Visits: int(m.N), Known: m.N >= visit.SmallestGroup}
		switch m.Name {
		case "lateness":
			f.Lateness, f.Norm = mean, m.Norm // the daemon's catalogue goes before ours
		case "lateness_fair":
			f.LatenessFair = mean
		case "wait_onsite":
			f.Wait = mean
		case "transaction_time":
			f.Transaction = mean
		case "early_service":
			f.Early = int(m.Value)
		}
	}
	return out
}

// normFor is the published norm of a cluster that has no figure for it yet, in minutes; 0: none.
func normFor(cluster string) float64 {
	if c, ok := catalogue.Embedded().Cluster(office.ClusterID(cluster)); ok && c.Norm != nil {
		return c.Norm.Value
	}
	return 0
}
