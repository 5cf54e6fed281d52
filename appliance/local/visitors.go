package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/certificate"
	"github.com/buurtloket/buurtloket/appliance/kiosk"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// visitors is the counter as the self-service desk asks it: the functions behind a clerk's calls, by the rules of citizens.
type visitors struct{ service *Service }

var _ kiosk.Counter = visitors{}

// CheckIn implements kiosk.Counter.
func (v visitors) CheckIn(ctx context.Context, who appliance.Who, q *contract.CheckInRequest) (*contract.TicketResponse, error) {
	comes, err := v.service.seek(ctx, who, q)
	if err != nil {
		return nil, err
	}
	return v.service.enter(ctx, "local.CheckIn", who, v.service.comesIn(q, comes, waits))
}

// WalkIn implements kiosk.Counter.
func (v visitors) WalkIn(ctx context.Context, who appliance.Who, w queue.Walk) (*contract.TicketResponse, bool, error) {
	return v.service.walksIn(ctx, who, w, waits)
}

// First implements kiosk.Counter.
func (v visitors) First(ctx context.Context, w queue.Walk) []*contract.FoundPlace {
	return v.service.first(ctx, w, office.ChannelKiosk)
}

// Search implements kiosk.Counter.
func (v visitors) Search(ctx context.Context, q *contract.SearchRequest) (*contract.SearchResponse, error) {
	return v.service.search(ctx, q, office.ChannelKiosk)
}

// Book implements kiosk.Counter.
func (v visitors) Book(ctx context.Context, who appliance.Who, q *contract.BookRequest) (*contract.BookResponse, error) {
	return v.service.book(ctx, who, q, office.ChannelKiosk)
}

// Certificate implements kiosk.Counter.
func (v visitors) Certificate(id certificate.ID) (*contract.CertificateRow, error) {
	return v.service.certificate(id)
}

// Certify implements kiosk.Counter.
func (v visitors) Certify(ctx context.Context, who appliance.Who, q *contract.CertifyRequest) (*contract.CertifyResponse, error) {
	return v.service.certify(ctx, who, q)
}

// Collect implements kiosk.Counter.
func (v visitors) Collect(ctx context.Context, who appliance.Who, pickup string) (*contract.CertifyResponse, error) {
	return v.service.collect(ctx, who, pickup)
}

// Prove implements kiosk.Counter.
func (v visitors) Prove(ctx context.Context, at office.Desk, insertion uint64, pin []byte) (bool, error) {
	cards := &v.service.cards
	if _, busy := cards.proving.LoadOrStore(insertion, true); busy { // a second tap must not cost a second try
		return true, nil
	}
	defer cards.proving.Delete(insertion)
	_, err := cards.watch.Prove(ctx, at, insertion, pin)
	return false, err
}

// Scans implements kiosk.Counter.
func (v visitors) Scans(ctx context.Context, at office.Desk, stream *connect.ServerStream[contract.ScanRow]) error {
	return v.service.scans(ctx, at, stream)
}
