package local

import (
	"context"
	"slices"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// FindItems implements state.Counter.
func (c *Counter) FindItems(ctx context.Context, query string) ([]state.Item, error) {
	res, err := c.rpc.Stock(ctx, connect.NewRequest(&contract.StockRequest{Find: query}))
	if err != nil {
		return nil, fault.FromRPC("local.FindItems", err)
	}
	var out []state.Item
	for _, row := range res.Msg.Rows {
		out = append(out, itemOf(row))
	}
	return out, nil
}

// collectors are the contract's words for who may collect, in the order of state.Collector.
var collectors = [...]string{state.HolderSelf: "holder", state.Parent: "parent", state.Guardian: "guardian", state.Proxy: "mandate"}

// collectorsOf leaves out who this screen has no word for: better than calling them something else.
func collectorsOf(names []string) []state.Collector {
	var out []state.Collector
	for _, n := range names {
		if i := slices.Index(collectors[:], n); i >= 0 {
			out = append(out, state.Collector(i))
		}
	}
	return out
}

func itemOf(row *contract.StockRow) state.Item {
	item := state.Item{Number: office.DocumentNumber(row.Document), Kind: row.KindName, Holder: row.Name, Place: row.Compartment,
		Held: row.HeldBack, Legal: office.Date(row.Legal), Reminders: int(row.Reminders),
		May: collectorsOf(row.Collectors)}
	for _, s := range row.Steps {
		step := state.Step{Only: collectorsOf(s.Collectors)}
		if len(s.Collectors) > 0 && len(step.Only) == 0 {
			continue // it holds only for who this screen cannot choose
		}
		for _, c := range s.Choices {
			step.Choices = append(step.Choices, state.StepChoice{Code: c.Code, Words: c.Words})
		}
		item.Steps = append(item.Steps, step)
	}
	return item
}

// HandOut implements state.Counter.
func (c *Counter) HandOut(ctx context.Context, h state.HandOver) (state.Receipt, error) {
	return finished(call(ctx, c, "local.HandOut", func(cmd *contract.Command) *contract.HandOutRequest {
		q := &contract.HandOutRequest{Command: cmd, Document: string(h.Item), Collector: collectors[h.Collector], Evidence: h.Evidence, Born: int32(h.Born)}
		if h.Visit != (office.VisitID{}) {
			q.Visit = h.Visit[:]
		}
		return q
	}, c.rpc.HandOut))
}

// Stock implements state.Counter.
func (c *Counter) Stock(ctx context.Context) (state.Stock, error) {
	res, err := c.rpc.Stock(ctx, connect.NewRequest(new(contract.StockRequest)))
	if err != nil {
		return state.Stock{}, fault.FromRPC("local.Stock", err)
	}
	var out state.Stock
	for _, row := range res.Msg.Rows {
		out.Items = append(out.Items, itemOf(row))
	}
	for _, d := range res.Msg.Announced {
		delivery := state.Delivery{ID: d.Consignment, Lent: office.SiteID(d.LentBy), Trouble: d.Trouble}
		for _, i := range d.Items {
			delivery.Items = append(delivery.Items, state.Arrival{Number: office.DocumentNumber(i.Document),
				Kind: office.ProductID(i.Kind), Holder: i.Holder.GetName()})
		}
		out.Announced = append(out.Announced, delivery)
	}
	return out, nil
}

// Receive implements state.Counter.
func (c *Counter) Receive(ctx context.Context, d state.Delivery, with state.Second) (state.Receipt, error) {
	return finished(call(ctx, c, "local.Receive", func(cmd *contract.Command) *contract.ReceiveRequest {
		q := &contract.ReceiveRequest{Command: cmd, Consignment: d.ID, From: d.From, LentBy: string(d.Lent), Second: second(with)}
		for _, a := range d.Items {
			item := &contract.ReceiveRequest_NewItem{Document: string(a.Number), Kind: string(a.Kind)}
			if a.Holder != "" {
				item.Holder = &contract.Person{Name: a.Holder}
			}
			q.Items = append(q.Items, item)
		}
		return q
	}, c.rpc.Receive))
}

// Store implements state.Counter.
func (c *Counter) Store(ctx context.Context, item office.DocumentNumber, into string) (state.Receipt, error) {
	return finished(call(ctx, c, "local.Store", func(cmd *contract.Command) *contract.StoreRequest {
		return &contract.StoreRequest{Command: cmd, Document: string(item), Compartment: into}
	}, c.rpc.Store))
}

// Count implements state.Counter.
func (c *Counter) Count(ctx context.Context, in string, present []string) (state.Tally, error) {
	res, err := call(ctx, c, "local.Count", func(cmd *contract.Command) *contract.CountRequest {
		return &contract.CountRequest{Command: cmd, Present: present, Compartment: in}
	}, c.rpc.Count)
	return state.Tally{Missing: res.GetMissing(), Surplus: res.GetSurplus(), Misplaced: res.GetMisplaced()}, err
}
