package central

import (
	"context"
	"errors"
	"net/http"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/bulk"
	"github.com/buurtloket/buurtloket/central/fleet"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/replica"
)

// maxMessage bounds one message of any RPC: a batch of the largest size, and a little.
const maxMessage = replica.MaxRaw + 1<<20

// smallest is from how many bytes on a message is worth compressing: a booking never is.
const smallest = 16 << 10

// serveLink is what verified peers reach: counters theirs, nodes theirs.
func (n *Node) serveLink() http.Handler {
	limit := connect.WithHandlerOptions(connect.WithReadMaxBytes(maxMessage), connect.WithCompressMinBytes(smallest))
	sites, nodes := http.NewServeMux(), http.NewServeMux()
	path, exchanges := contractconnect.NewExchangeHandler(exchange{n}, limit)
	sites.Handle(path, hearing(exchanges))
	sites.Handle(contractconnect.NewBookingHandler(n.booking, limit))
	sites.Handle(contractconnect.NewCertificatesHandler(n.maker, limit))
	sites.Handle(link.RenewPath, n.fleet.RenewHandler())
	nodes.Handle(contractconnect.NewPeerHandler(forward.Handler{Local: n.raft}, limit))
	nodes.Handle(contractconnect.NewLinesHandler(fleet.Answer{Node: n.cfg.Name, Fleet: n.fleet}, limit))
	parts, bulks := contractconnect.NewBulkHandler(n.bulk, connect.WithReadMaxBytes(bulk.MaxMessage), connect.WithCompressMinBytes(smallest))
	sites.Handle(parts, bulks)
	nodes.Handle(parts, bulks)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch peer, _ := link.PeerOf(r); peer.Role {
		case link.RoleSite:
			sites.ServeHTTP(w, r)
		case link.RoleNode:
			nodes.ServeHTTP(w, r)
		default:
			http.Error(w, "no certificate", http.StatusForbidden)
		}
	})
}

// deafKey marks the context of a request with the way to stop reading it.
type deafKey struct{}

// hearing lets a handler of a stream stop reading it: who gives up on a message does not wait for the next one.
func hearing(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		deaf := func() { _ = http.NewResponseController(w).SetReadDeadline(time.Unix(0, 0)) } // both protocols can
		h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), deafKey{}, deaf)))
	})
}

// exchange serves the Exchange to counters.
type exchange struct{ n *Node }

// Sync implements the Exchange service. A site gets what the quota policy says as soon as what it did without
// a line is heard.
func (e exchange) Sync(ctx context.Context, stream *connect.BidiStream[contract.Uplink, contract.Downlink]) error {
	peer, _ := link.PeerFrom(ctx)
	site := peer.Site()
	log := e.n.cfg.Logger.With("site", string(site))
	receiver := replica.NewReceiver(e.n.intake, site)
	topped := false
	step := replica.Step[*contract.Uplink, *contract.Downlink]{
		Receive: func(ctx context.Context, m *contract.Uplink) ([]*contract.Downlink, error) {
			if err := e.n.fleet.Check(peer); err != nil { // one stream is one call, and may run for days
				return nil, err
			}
			e.n.fleet.Heard(site, m.GetHello())
			return receiver.Receive(ctx, m)
		},
		Pump:    receiver.Pump,
		Changed: func() <-chan struct{} { return e.n.bell.changed(site) },
		After: func() {
			if topped || !receiver.Heard() {
				return
			}
			topped = true
			if err := e.n.intake.TopUp(ctx, site); err != nil {
				log.Warn("the site was not topped up", "err", err)
			}
		},
	}
	step.HangUp, _ = ctx.Value(deafKey{}).(func())
	defer e.n.fleet.Here(site)()
	log.Info("exchange opened", "serial", peer.Serial)
	err := replica.Run(ctx, stream, step)
	log.Info("exchange ended", "err", err)
	if err == nil || ctx.Err() != nil {
		return nil
	}
	return connect.NewError(codeOf(err), errors.New(fault.KindOf(err).String()))
}

// codeOf is the RPC code of a fault, or of a message that was none: too large, or garbled.
func codeOf(err error) connect.Code {
	var garbled *connect.Error
	if fault.Is(err, fault.Internal) && errors.As(err, &garbled) {
		return garbled.Code()
	}
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Corrupt:
		return connect.CodeInvalidArgument
	case fault.Denied:
		return connect.CodePermissionDenied
	case fault.Exhausted:
		return connect.CodeResourceExhausted
	case fault.Unreachable:
		return connect.CodeUnavailable
	}
	return connect.CodeInternal
}
