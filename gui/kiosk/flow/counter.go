package flow

import (
	"context"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// Counter is the daemon as a kiosk needs it: the Kiosk service. Every call is durable when it returns without an error; an
// error is a fault of sync/fault, and its sentence is not for visitors' eyes but for the kiosk to judge.
type Counter interface {
	// Watch calls show with the present view and every later one, in order, until ctx ends (then its error is nil or ctx's) or
	// the daemon is gone (then it returns why).
	Watch(ctx context.Context, show func(*contract.KioskView)) error

	Products(context.Context) ([]*contract.ProductRow, error)
	CheckIn(context.Context, *contract.KioskCheckInRequest) (*contract.KioskTicket, error)
	Issue(context.Context, *contract.KioskIssueRequest) (*contract.KioskTicket, error)
	Search(context.Context, *contract.SearchRequest) (*contract.SearchResponse, error)
	Book(context.Context, *contract.KioskBookRequest) (*contract.BookResponse, error)
	Certificates(context.Context) ([]*contract.CertificateKind, error)
	Certify(context.Context, *contract.KioskCertifyRequest) (*contract.KioskCertificate, error)
	Collect(context.Context, *contract.KioskCollectRequest) (*contract.KioskCertificate, error)
	AskLetter(context.Context, *contract.KioskLetterRequest) (*contract.KioskLetter, error)
	Where(context.Context, *contract.KioskWhereRequest) ([]*contract.KioskOffer, error)
	CallHelp(context.Context, *contract.KioskHelpRequest) error
	Used(context.Context, *contract.KioskUsedRequest) error

	// Scans calls take with every code that the kiosk's scanner reads, until ctx ends or the daemon is gone.
	Scans(ctx context.Context, take func(*contract.ScanRow)) error
}
