package demo

import (
	"context"
	"errors"
	"slices"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// The clerk whose card signs in: one of the people whose cards lie beside the reader.
const (
	cardClerk  = "an"
	cardHolder = "An Peeters"
	cardDesk   = 2 // the first one is for who tries the demonstration
)

// BindCard lets a clerk sign in with the card that bears her name: she puts it in the reader, says once that it is hers, and
// takes it out again. The counter must know its staff.
func BindCard(ctx context.Context, c contractconnect.CounterClient) error {
	const op = "demo.BindCard"
	in, err := c.SignIn(ctx, connect.NewRequest(&contract.SignInRequest{Clerk: cardClerk, Pin: storePIN, Desk: cardDesk}))
	if err != nil {
		return fault.FromRPC(op, err)
	}
	command := func() *contract.Command { return &contract.Command{Session: in.Msg.Session} }
	reader, err := putIn(ctx, c)
	if err == nil {
		var card *contract.CardRow
		if card, err = readCard(ctx, c); err == nil {
			_, err = c.BindCard(ctx, connect.NewRequest(&contract.BindCardRequest{Command: command(), Insertion: card.Insertion}))
			err = fault.FromRPC(op, err)
		}
		_, out := c.Emulate(ctx, connect.NewRequest(&contract.EmulateRequest{Kind: reader.Kind, Device: reader.Device, Code: reader.Code}))
		err = errors.Join(err, fault.FromRPC(op, out))
	}
	_, out := c.SignOut(ctx, connect.NewRequest(command()))
	return errors.Join(err, fault.FromRPC(op, out))
}

// putIn puts her card in the reader.
func putIn(ctx context.Context, c contractconnect.CounterClient) (reader *contract.SwitchRow, err error) {
	const op = "demo.putIn"
	v, err := seen(ctx, c, func(v *contract.View) bool {
		i := slices.IndexFunc(v.Switches, func(s *contract.SwitchRow) bool { return slices.Contains(s.Choices, cardHolder) })
		if i >= 0 {
			reader = v.Switches[i]
		}
		return true // what is not plugged in now will not be
	})
	if err != nil || reader == nil {
		return nil, errors.Join(err, fault.New(op, fault.NotFound).On(v.GetSite()))
	}
	_, err = c.Emulate(ctx, connect.NewRequest(&contract.EmulateRequest{Kind: reader.Kind, Device: reader.Device, Code: reader.Code, On: true, Choice: cardHolder}))
	return reader, fault.FromRPC(op, err)
}

// readCard waits until the card in the reader was read.
func readCard(ctx context.Context, c contractconnect.CounterClient) (card *contract.CardRow, err error) {
	_, err = seen(ctx, c, func(v *contract.View) bool {
		i := slices.IndexFunc(v.Cards, func(r *contract.CardRow) bool { return r.Stage == contract.CardStage_CARD_STAGE_READ })
		if i >= 0 {
			card = v.Cards[i]
		}
		return i >= 0
	})
	return card, err
}

// seen waits until a view of the counter is as wanted.
func seen(ctx context.Context, c contractconnect.CounterClient, wanted func(*contract.View) bool) (*contract.View, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := c.Watch(ctx, connect.NewRequest(&contract.WatchRequest{Desk: cardDesk}))
	if err != nil {
		return nil, fault.FromRPC("demo.seen", err)
	}
	for stream.Receive() {
		if v := stream.Msg(); wanted(v) {
			cancel()           // the daemon sends for ever: we end it,
			_ = stream.Close() // so that this says nothing new
			return v, nil
		}
	}
	return nil, errors.Join(fault.FromRPC("demo.seen", stream.Err()), stream.Close())
}

// bindCard is BindCard at the first counter. The demonstration goes on without: everybody has a PIN.
func (d *Demo) bindCard(ctx context.Context) error {
	http := socket.Client(d.Socket(Counters[0]))
	defer http.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(ctx, fillPatience)
	defer cancel()
	return BindCard(ctx, contractconnect.NewCounterClient(http, "http://counter"))
}
