package appliance

import (
	"context"
	"errors"
	"time"

	"connectrpc.com/connect"
	"golang.org/x/sync/errgroup"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/replica"
)

// Run keeps the line until ctx ends; without addresses of headquarters it only waits. A device without a
// certificate enrols first, trying until it succeeds or is refused. Run returns an error when this device can
// never get a line: its code is refused, its certificate cannot be read.
func (n *Node) Run(ctx context.Context) error {
	if len(n.cfg.HQ) == 0 {
		<-ctx.Done()
		return nil
	}
	id, err := n.identity(ctx)
	if err != nil || ctx.Err() != nil {
		return fault.Wrap("appliance.Run", err)
	}
	client, err := link.NewClient(link.ClientOptions{Identity: id, Nodes: n.cfg.HQ, Timing: n.cfg.Timing, Plug: n.plug,
		Now: n.cfg.Now, Random: n.cfg.Random, Logger: n.cfg.Logger})
	if err != nil {
		return fault.Wrap("appliance.Run", err)
	}
	n.client.Store(client)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return client.Run(ctx) })
	g.Go(func() error { return n.exchange(ctx, client) })
	g.Go(func() error { return n.bulk(ctx, client) })
	g.Go(func() error { return n.certify(ctx, client) })
	g.Go(func() error { return n.renew(ctx, client) })
	return g.Wait()
}

// renew asks for a new certificate when two thirds of the present one's life are over.
func (n *Node) renew(ctx context.Context, client *link.Client) error {
	for {
		id := client.Identity()
		wait := max(id.RenewAt().Sub(n.cfg.Now()), time.Minute)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(min(wait, time.Hour)): // looks again now and then: clocks are set
		}
		if n.cfg.Now().Before(id.RenewAt()) {
			continue
		}
		fresh, err := link.Renew(ctx, client.HTTPClient(), id, link.EnrolOptions{Now: n.cfg.Now})
		if err != nil {
			n.cfg.Logger.Warn("the certificate was not renewed", "err", err)
			continue
		}
		if err := n.keep(fresh); err != nil {
			return err
		}
		client.Use(fresh)
	}
}

// exchange runs one exchange after the other, whenever there is a line.
func (n *Node) exchange(ctx context.Context, client *link.Client) error {
	rpc := contractconnect.NewExchangeClient(client.HTTPClient(), link.URL)
	for ctx.Err() == nil {
		state, changed := client.Watch()
		if !state.Up {
			n.line.set(contract.Line_OFFLINE, n.cfg.Now(), false)
			select {
			case <-ctx.Done():
			case <-changed:
			}
			continue
		}
		err := n.once(ctx, rpc)
		n.line.set(contract.Line_OFFLINE, n.cfg.Now(), false)
		if ctx.Err() != nil {
			break
		}
		n.cfg.Logger.Info("the exchange ended", "err", err)
		select { // whatever ended it, a pause keeps two ends from answering each other's errors for ever
		case <-ctx.Done():
		case <-time.After(pause(err)):
		}
	}
	return nil
}

func pause(err error) time.Duration {
	if fault.Is(err, fault.Unreachable) || err == nil {
		return 200 * time.Millisecond
	}
	return 5 * time.Second
}

// once runs one exchange over a stream, until it ends.
func (n *Node) once(ctx context.Context, rpc contractconnect.ExchangeClient) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream := rpc.Sync(ctx)
	defer func() {
		_ = stream.CloseRequest() // the stream is over: what they say of it is the error already in hand
		_ = stream.CloseResponse()
	}()
	shipper := replica.NewShipper(n.Shipping(), replica.DefaultLimits)
	first, err := shipper.Open()
	if err != nil {
		return err
	}
	step := replica.Step[*contract.Downlink, *contract.Uplink]{
		Receive: shipper.Receive,
		Pump: func(context.Context) ([]*contract.Uplink, error) {
			out, err := shipper.Pump()
			if !shipper.CaughtUp() {
				n.line.sent(n.cfg.Steady())
			}
			return out, err
		},
		Changed: n.journal.Changed,
		After:   func() { n.progress(ctx, shipper) },
		HangUp:  cancel,
	}
	return rpcFault(replica.Run(ctx, stream, step, first...))
}

// progress notes where the exchange stands, and gives later days' appointments back once HQ has the rest.
func (n *Node) progress(ctx context.Context, s *replica.Shipper) {
	now := n.cfg.Now()
	switch {
	case s.CaughtUp():
		n.line.set(contract.Line_ONLINE, now, true)
		if err := n.Tidy(ctx); err != nil {
			n.cfg.Logger.Warn("appointments of later days were not given to headquarters", "err", err)
		}
	case s.Welcomed():
		n.line.set(contract.Line_CATCHING_UP, now, true)
	}
}

// rpcFault gives an error of the RPC layer its kind. A stream that breaks off in the middle of a message is a line that
// broke, though the layer calls it an internal error of its own.
func rpcFault(err error) error {
	var ce *connect.Error
	if err == nil || !errors.As(err, &ce) {
		return err
	}
	if ce.Code() == connect.CodeInternal && !connect.IsWireError(err) {
		return fault.New("appliance.exchange", fault.Unreachable).Because(err)
	}
	switch ce.Code() {
	case connect.CodeUnavailable, connect.CodeCanceled, connect.CodeDeadlineExceeded, connect.CodeUnknown, connect.CodeAborted:
		return fault.New("appliance.exchange", fault.Unreachable).Because(err)
	case connect.CodePermissionDenied, connect.CodeUnauthenticated:
		return fault.New("appliance.exchange", fault.Denied).Because(err)
	}
	return fault.New("appliance.exchange", fault.Corrupt).Because(err)
}

// Headquarters is a client for live questions over the line; nil while there is none.
func (n *Node) Headquarters() contractconnect.BookingClient {
	client := n.client.Load()
	if client == nil || !client.State().Up {
		return nil
	}
	return contractconnect.NewBookingClient(client.HTTPClient(), link.URL)
}
