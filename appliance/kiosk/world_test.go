package kiosk_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/certificate"
	"github.com/buurtloket/buurtloket/appliance/follow"
	"github.com/buurtloket/buurtloket/appliance/kiosk"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/appliance/room"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

const site office.SiteID = "buurtloket-berchem"

// monday is the day of every test.
var monday = office.NewDate(2026, time.November, 23)

// asked is a counter that notes what a kiosk asks of it, and answers with err.
type asked struct {
	who     []appliance.Who
	checkIn *contract.CheckInRequest
	walk    queue.Walk
	search  *contract.SearchRequest
	book    *contract.BookRequest
	at      []office.Desk
	refused bool
	err     error
}

var _ kiosk.Counter = (*asked)(nil)

func (a *asked) CheckIn(_ context.Context, who appliance.Who, q *contract.CheckInRequest) (*contract.TicketResponse, error) {
	a.who, a.checkIn = append(a.who, who), q
	return nil, a.err
}

func (a *asked) WalkIn(_ context.Context, who appliance.Who, w queue.Walk) (*contract.TicketResponse, bool, error) {
	a.who, a.walk = append(a.who, who), w
	return nil, a.refused, a.err
}

func (a *asked) First(context.Context, queue.Walk) []*contract.FoundPlace {
	return []*contract.FoundPlace{{SiteName: "elders"}}
}

func (a *asked) Search(_ context.Context, q *contract.SearchRequest) (*contract.SearchResponse, error) {
	a.search = q
	return nil, a.err
}

func (a *asked) Book(_ context.Context, who appliance.Who, q *contract.BookRequest) (*contract.BookResponse, error) {
	a.who, a.book = append(a.who, who), q
	return nil, a.err
}

func (a *asked) Certificate(certificate.ID) (*contract.CertificateRow, error) { return nil, a.err }

func (a *asked) Certify(_ context.Context, who appliance.Who, _ *contract.CertifyRequest) (*contract.CertifyResponse, error) {
	a.who = append(a.who, who)
	return nil, a.err
}

func (a *asked) Collect(_ context.Context, who appliance.Who, _ string) (*contract.CertifyResponse, error) {
	a.who = append(a.who, who)
	return nil, a.err
}

func (a *asked) Prove(_ context.Context, at office.Desk, _ uint64, _ []byte) (bool, error) {
	a.at = append(a.at, at)
	return false, a.err
}

func (a *asked) Scans(_ context.Context, at office.Desk, _ *connect.ServerStream[contract.ScanRow]) error {
	a.at = append(a.at, at)
	return a.err
}

// mustKiosk is a kiosk of a counter on the Monday at nine that nobody told anything.
func mustKiosk(t *testing.T, c kiosk.Counter) *kiosk.Service {
	t.Helper()
	zone, err := calendar.Zone()
	if err != nil {
		t.Fatal(err)
	}
	node, err := appliance.Open(appliance.Config{Site: site, Dir: t.TempDir(), Now: func() time.Time { return monday.At(9*60, zone) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := node.Close(); err != nil {
			t.Error(err)
		}
	})
	products := catalogue.Embedded()
	location, ok := products.Location(site)
	if !ok {
		t.Fatal("no such site")
	}
	return kiosk.New(kiosk.Config{Node: node, Room: room.New(location.Site, products, vault.Register{Site: site, Vault: true, Procedures: vault.DefaultProcedures}),
		Follow: follow.Follower{Counter: node}, Counter: c, Random: rand.Reader})
}

// says is the fault of a call.
func says[A any](_ *connect.Response[A], err error) error { return fault.FromRPC("test", err) }
