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

// Find implements state.Counter.
func (c *Counter) Find(ctx context.Context, w state.Wish) ([]state.Place, error) {
	q := &contract.SearchRequest{Products: []string{string(w.Product)}, Persons: uint32(max(w.Persons, 1)), From: int32(w.From), Limit: uint32(w.Limit)}
	if w.Here {
		view, err := c.site(ctx)
		if err != nil {
			return nil, err
		}
		q.Sites = []string{view}
	}
	res, err := c.rpc.Search(ctx, connect.NewRequest(q))
	if err != nil {
		return nil, fault.FromRPC("local.Find", err)
	}
	var out []state.Place
	for _, p := range res.Msg.Places {
		place := placeOf(p.Place, p.SiteName)
		place.Way = state.Live
		if p.Sure {
			place.Way = state.Own
		} else if p.Pending {
			place.Way = state.Request
		}
		place.NoBooth = len(p.Warnings) > 0
		out = append(out, place)
	}
	return out, nil
}

// site is whose counter this is.
func (c *Counter) site(ctx context.Context) (string, error) {
	day, err := c.rpc.Agenda(ctx, connect.NewRequest(&contract.AgendaRequest{}))
	if err != nil {
		return "", fault.FromRPC("local.site", err)
	}
	return day.Msg.Site, nil
}

func placeOf(p *contract.Place, name string) state.Place {
	return state.Place{Seats: p.Seats(), SiteName: name}
}

// Book implements state.Counter.
func (c *Counter) Book(ctx context.Context, b state.Booking) (state.Receipt, error) {
	return booked(call(ctx, c, "local.Book", 0, func(cmd *contract.Command) *contract.BookRequest {
		q := &contract.BookRequest{Command: cmd, Place: contractPlace(b.Place), Products: []string{string(b.Product)}, Persons: uint32(max(b.Persons, 1))}
		if b.Name != "" || b.Phone != "" {
			q.Person = &contract.Person{Name: b.Name, Phone: b.Phone}
		}
		return q
	}, c.rpc.Book))
}

// contractPlace writes consecutive seats as a run; their distance is the length of a slot.
func contractPlace(p state.Place) *contract.Place {
	first := p.Seats[0]
	minutes := 10
	if len(p.Seats) > 1 {
		minutes = int(p.Seats[1].Start - first.Start)
	}
	return &contract.Place{Site: string(first.Site), Run: contract.NewRun(first, len(p.Seats), minutes)}
}

// booked reads what became of a booking or a wish. One that headquarters refused while we waited is an error with
// its words; the alternatives lie in the inbox.
func booked(b *contract.BookResponse, err error) (state.Receipt, error) {
	if err == nil && b.GetAnswer().GetRefused() != nil {
		err = fault.New("local.Book", fault.Refused).Tell(b.Answer.Refused.Say, "De dichtste alternatieven liggen in het postvak.")
	}
	return state.Receipt{Sequence: b.GetSequence(), Asked: b.GetPending()}, err
}

// FindItems implements state.Counter.
func (c *Counter) FindItems(ctx context.Context, query string) ([]state.Item, error) {
	res, err := c.rpc.Stock(ctx, connect.NewRequest(&contract.StockRequest{Find: query}))
	if err != nil {
		return nil, fault.FromRPC("local.FindItems", err)
	}
	var out []state.Item
	for _, row := range res.Msg.Rows {
		item := state.Item{Number: office.DocumentNumber(row.Document), Kind: c.productName(row.Kind), Holder: row.Name, Place: row.Compartment}
		for _, step := range row.Procedure {
			item.Steps = append(item.Steps, state.Step{ID: step, Words: step})
		}
		out = append(out, item)
	}
	return out, nil
}

func (c *Counter) productName(id string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i := slices.IndexFunc(c.products, func(p state.Product) bool { return string(p.ID) == id }); i >= 0 {
		return c.products[i].Name
	}
	return id
}

// collectors are the contract's words for who may collect.
var collectors = map[state.Collector]string{state.HolderSelf: "holder", state.Parent: "parent", state.Guardian: "guardian", state.Proxy: "mandate"}

// HandOut implements state.Counter.
func (c *Counter) HandOut(ctx context.Context, h state.HandOver) (state.Receipt, error) {
	return finished(call(ctx, c, "local.HandOut", h.Desk, func(cmd *contract.Command) *contract.HandOutRequest {
		q := &contract.HandOutRequest{Command: cmd, Document: string(h.Item), Collector: collectors[h.Collector], Evidence: h.Steps}
		if h.Visit != (office.VisitID{}) {
			q.Visit = h.Visit[:]
		}
		return q
	}, c.rpc.HandOut))
}
