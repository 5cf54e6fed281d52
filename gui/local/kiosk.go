package local

import (
	"context"
	"net/http"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// Kiosk implements flow.Counter over the daemon's unix socket. It is safe for concurrent use.
type Kiosk struct {
	rpc  contractconnect.KioskClient
	http *http.Client
}

var _ flow.Counter = (*Kiosk)(nil)

// DialKiosk reaches the daemon at a unix socket. It does not wait for the daemon: Watch says when there is none.
func DialKiosk(path string) *Kiosk {
	http := socket.Client(path)
	return &Kiosk{rpc: contractconnect.NewKioskClient(http, "http://counter"), http: http}
}

// Close lets go of the connection.
func (k *Kiosk) Close() { k.http.CloseIdleConnections() }

// Watch implements flow.Counter.
func (k *Kiosk) Watch(ctx context.Context, show func(*contract.KioskView)) error {
	stream, err := k.rpc.Watch(ctx, connect.NewRequest(new(contract.WatchKioskRequest)))
	return follow(ctx, "local.Kiosk", stream, err, show)
}

// Scans implements flow.Counter: the scanner that is everybody's, and no desk's.
func (k *Kiosk) Scans(ctx context.Context, take func(*contract.ScanRow)) error {
	stream, err := k.rpc.Scans(ctx, connect.NewRequest(new(contract.KioskScansRequest)))
	return follow(ctx, "local.Scans", stream, err, take)
}

// follow gives what a stream brings until it or ctx ends; an error is why the daemon is gone.
func follow[T any](ctx context.Context, op string, stream *connect.ServerStreamForClient[T], err error, take func(*T)) error {
	if err != nil {
		return fault.FromRPC(op, err)
	}
	for stream.Receive() {
		take(stream.Msg())
	}
	err = stream.Err()
	_ = stream.Close() // it has ended; its error is in hand
	if ctx.Err() != nil {
		return nil
	}
	if denied := fault.FromRPC(op, err); fault.Is(denied, fault.Denied) { // put out, which is no daemon that is gone
		return denied
	}
	return fault.New(op, fault.Unreachable).Because(err)
}

// ask makes one call.
func ask[Q, A any](ctx context.Context, op string, q *Q, do func(context.Context, *connect.Request[Q]) (*connect.Response[A], error)) (*A, error) {
	res, err := do(ctx, connect.NewRequest(q))
	if err != nil {
		return nil, fault.FromRPC(op, err)
	}
	return res.Msg, nil
}

// Products implements flow.Counter.
func (k *Kiosk) Products(ctx context.Context) ([]*contract.ProductRow, error) {
	res, err := ask(ctx, "local.Products", new(contract.KioskProductsRequest), k.rpc.Products)
	return res.GetProducts(), err
}

// CheckIn implements flow.Counter.
func (k *Kiosk) CheckIn(ctx context.Context, q *contract.KioskCheckInRequest) (*contract.KioskTicket, error) {
	return ask(ctx, "local.CheckIn", q, k.rpc.CheckIn)
}

// Issue implements flow.Counter.
func (k *Kiosk) Issue(ctx context.Context, q *contract.KioskIssueRequest) (*contract.KioskTicket, error) {
	return ask(ctx, "local.Issue", q, k.rpc.Issue)
}

// Search implements flow.Counter.
func (k *Kiosk) Search(ctx context.Context, q *contract.SearchRequest) (*contract.SearchResponse, error) {
	return ask(ctx, "local.Search", q, k.rpc.Search)
}

// Book implements flow.Counter.
func (k *Kiosk) Book(ctx context.Context, q *contract.KioskBookRequest) (*contract.BookResponse, error) {
	return ask(ctx, "local.Book", q, k.rpc.Book)
}

// Certificates implements flow.Counter.
func (k *Kiosk) Certificates(ctx context.Context) ([]*contract.CertificateKind, error) {
	res, err := ask(ctx, "local.Certificates", new(contract.KioskProductsRequest), k.rpc.Certificates)
	return res.GetKinds(), err
}

// Certify implements flow.Counter.
func (k *Kiosk) Certify(ctx context.Context, q *contract.KioskCertifyRequest) (*contract.KioskCertificate, error) {
	return ask(ctx, "local.Certify", q, k.rpc.Certify)
}

// Collect implements flow.Counter.
func (k *Kiosk) Collect(ctx context.Context, q *contract.KioskCollectRequest) (*contract.KioskCertificate, error) {
	return ask(ctx, "local.Collect", q, k.rpc.Collect)
}

// AskLetter implements flow.Counter.
func (k *Kiosk) AskLetter(ctx context.Context, q *contract.KioskLetterRequest) (*contract.KioskLetter, error) {
	return ask(ctx, "local.AskLetter", q, k.rpc.AskLetter)
}

// Where implements flow.Counter.
func (k *Kiosk) Where(ctx context.Context, q *contract.KioskWhereRequest) ([]*contract.KioskOffer, error) {
	res, err := ask(ctx, "local.Where", q, k.rpc.Where)
	return res.GetOffers(), err
}

// CallHelp implements flow.Counter.
func (k *Kiosk) CallHelp(ctx context.Context, q *contract.KioskHelpRequest) error {
	_, err := ask(ctx, "local.CallHelp", q, k.rpc.CallHelp)
	return err
}

// Used implements flow.Counter.
func (k *Kiosk) Used(ctx context.Context, q *contract.KioskUsedRequest) error {
	_, err := ask(ctx, "local.Used", q, k.rpc.Used)
	return err
}
