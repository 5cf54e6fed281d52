package demo

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// Till is the part of the Counter service that fills a vault.
type Till interface {
	SignIn(context.Context, *connect.Request[contract.SignInRequest]) (*connect.Response[contract.SignInResponse], error)
	SignOut(context.Context, *connect.Request[contract.Command]) (*connect.Response[contract.Done], error)
	Stock(context.Context, *connect.Request[contract.StockRequest]) (*connect.Response[contract.StockResponse], error)
	Receive(context.Context, *connect.Request[contract.ReceiveRequest]) (*connect.Response[contract.Done], error)
	Store(context.Context, *connect.Request[contract.StoreRequest]) (*connect.Response[contract.Done], error)
	Count(context.Context, *connect.Request[contract.CountRequest]) (*connect.Response[contract.CountResponse], error)
}

// Everything below is invented: who stores the documents, who brought them, what they are and for whom. The first
// holder is one of the visitors whom headquarters' demonstration expects every day to collect an identity card.
const (
	storeClerk  = "fatima"
	storePIN    = "1234"
	storeDesk   = 2
	secondClerk = "joris" // counts along: two people receive a delivery
	carrier     = "Koerier van de demonstratie (verzonnen)"
	note        = "verzonnen voor de demonstratie"
)

// cardForm is how the number of an identity card is printed: its last two digits are the first ten modulo 97, or 97 for 0.
const cardForm = "592-81%05d-"

// number makes the number of an invented document for a day.
func number(form string, day int32) string {
	text := fmt.Sprintf(form, day)
	if form != cardForm {
		return text
	}
	return fmt.Sprintf("%s%02d", text, (59281_00000+int64(day)+96)%97+1)
}

// lying is an invented document: what it is, how its number is written, for whom it is and where it is put.
type lying struct{ kind, form, holder, compartment string }

var invented = []lying{
	{"eid-afhalen", cardForm, "Wim Janssens", "B3"},
	{"reispas-afhalen", "EV%06d", "Oksana Kovalenko", "A1"},
	{"rijbewijs-afhalen", "81%08d", "Greet De Smet", "A2"},
}

// compartmentOf is where a document of a kind is put.
func compartmentOf(kind string) string {
	return invented[slices.IndexFunc(invented, func(l lying) bool { return l.kind == kind })].compartment
}

// FillVault receives and stores a document for each of the invented holders who has none in stock, in the name of an
// invented colleague: so that handing out works from the first minute, and again on the days after. day is the civil
// date in days, from which the numbers are made: a number is never used twice.
func FillVault(ctx context.Context, till Till, day int32) error {
	stock, err := till.Stock(ctx, connect.NewRequest(new(contract.StockRequest)))
	if err != nil {
		return fault.FromRPC("demo.FillVault", err)
	}
	d := &contract.ReceiveRequest{Consignment: fmt.Sprintf("VERZONNEN-%d", day), From: carrier}
	for _, i := range invented {
		if !slices.ContainsFunc(stock.Msg.Rows, func(r *contract.StockRow) bool { return r.Name == i.holder && r.Kind == i.kind }) {
			d.Items = append(d.Items, &contract.ReceiveRequest_NewItem{Document: number(i.form, day), Kind: i.kind,
				Holder: &contract.Person{Name: i.holder, Note: note}})
		}
	}
	if len(d.Items) == 0 {
		return nil
	}
	in, err := till.SignIn(ctx, connect.NewRequest(&contract.SignInRequest{Clerk: storeClerk, Pin: storePIN, Desk: storeDesk}))
	if err != nil {
		return fault.FromRPC("demo.FillVault", err)
	}
	command := func() *contract.Command { return &contract.Command{Session: in.Msg.Session} } // the counter draws the act
	err = takeIn(ctx, till, d, command)
	if err == nil {
		err = count(ctx, till, command)
	}
	_, out := till.SignOut(ctx, connect.NewRequest(command()))
	return errors.Join(err, fault.FromRPC("demo.FillVault", out))
}

// takeIn receives a delivery and puts it into the compartment. A document that was handed out today is left out: the
// register knows its number.
func takeIn(ctx context.Context, till Till, d *contract.ReceiveRequest, command func() *contract.Command) error {
	for _, item := range d.Items {
		one := &contract.ReceiveRequest{Command: command(), Consignment: d.Consignment, From: d.From, Items: []*contract.ReceiveRequest_NewItem{item},
			Second: &contract.Second{Clerk: secondClerk, Pin: storePIN}}
		_, err := till.Receive(ctx, connect.NewRequest(one))
		if err = fault.FromRPC("demo.takeIn", err); fault.Is(err, fault.Taken) {
			continue
		} else if err != nil {
			return err
		}
		if _, err := till.Store(ctx, connect.NewRequest(&contract.StoreRequest{Command: command(), Document: item.Document, Compartment: compartmentOf(item.Kind)})); err != nil {
			return fault.FromRPC("demo.takeIn", err)
		}
	}
	return nil
}

// count writes down that all lies where it was put: no door was opened for it, as one is when people do it, and register and
// doors would not agree.
func count(ctx context.Context, till Till, command func() *contract.Command) error {
	stock, err := till.Stock(ctx, connect.NewRequest(new(contract.StockRequest)))
	if err != nil {
		return fault.FromRPC("demo.count", err)
	}
	present := map[string][]string{}
	for _, r := range stock.Msg.Rows {
		if r.Compartment != "" {
			present[r.Compartment] = append(present[r.Compartment], r.Document)
		}
	}
	for _, in := range slices.Sorted(maps.Keys(present)) {
		if _, err := till.Count(ctx, connect.NewRequest(&contract.CountRequest{Command: command(), Present: present[in], Compartment: in})); err != nil {
			return fault.FromRPC("demo.count", err)
		}
	}
	return nil
}

// fillVault fills the vault of the first counter, once that knows its staff. The demonstration goes on without.
func (d *Demo) fillVault(ctx context.Context) error {
	http := socket.Client(d.Socket(Counters[0]))
	defer http.CloseIdleConnections()
	till := contractconnect.NewCounterClient(http, "http://counter")
	ctx, cancel := context.WithTimeout(ctx, fillPatience)
	defer cancel()
	day, err := staffed(ctx, till)
	if err != nil {
		return fault.Wrap("demo.fillVault", err)
	}
	return FillVault(ctx, till, day)
}

// fillPatience is how long the roster may take to come from headquarters.
const fillPatience = 20 * time.Second

// staffed waits until the counter knows its staff, and tells its civil date.
func staffed(ctx context.Context, till contractconnect.CounterClient) (day int32, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := till.Watch(ctx, connect.NewRequest(new(contract.WatchRequest)))
	if err != nil {
		return 0, fault.FromRPC("demo.staffed", err)
	}
	for stream.Receive() {
		v := stream.Msg()
		if slices.ContainsFunc(v.Staff, func(p *contract.StaffRow) bool { return p.Id == storeClerk }) {
			cancel()           // the daemon sends for ever: we end it,
			_ = stream.Close() // so that this says nothing new
			return v.Today.GetDate(), nil
		}
	}
	return 0, errors.Join(fault.New("demo.staffed", fault.Unreachable).Because(stream.Err()).
		Tell("Het rooster van het hoofdkantoor kwam niet op tijd.", "Start de demonstratie opnieuw."), stream.Close())
}
