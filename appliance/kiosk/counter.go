package kiosk

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/certificate"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Counter does for a visitor what it does for a clerk, by the rules of citizens and in nobody's name: nobody for a clerk, no
// desk, no urgency. Who names the act, which makes a call that is repeated the same call. Its faults are those that a clerk is
// told; what a visitor is told instead is this package's to say.
type Counter interface {
	// CheckIn lets in who has an appointment, by a code or by the card that is in the reader. They wait their turn.
	CheckIn(ctx context.Context, who appliance.Who, q *contract.CheckInRequest) (*contract.TicketResponse, error)
	// WalkIn lets in who has none. Refused tells that err is the calendar's word on it.
	WalkIn(ctx context.Context, who appliance.Who, w queue.Walk) (t *contract.TicketResponse, refused bool, err error)
	// First are the first free places for somebody who was refused; none when the rules offer none.
	First(ctx context.Context, w queue.Walk) []*contract.FoundPlace
	// Search finds free places, here and of headquarters' while there is a line.
	Search(ctx context.Context, q *contract.SearchRequest) (*contract.SearchResponse, error)
	// Book books for a person. Without an answer of headquarters where one is needed it is a wish.
	Book(ctx context.Context, who appliance.Who, q *contract.BookRequest) (*contract.BookResponse, error)

	// Certificate is one that was asked for; nil when it was not.
	Certificate(id certificate.ID) (*contract.CertificateRow, error)
	// Certify asks for one about the holder of the card that is in the reader, and has it printed when it is made at once.
	Certify(ctx context.Context, who appliance.Who, q *contract.CertifyRequest) (*contract.CertifyResponse, error)
	// Collect prints one by its code.
	Collect(ctx context.Context, who appliance.Who, pickup string) (*contract.CertifyResponse, error)
	// Prove has the card in the reader of a desk prove that who put it there has its PIN. Busy: it is being asked already, and
	// this call cost no try. Its faults are those of card.Watch.
	Prove(ctx context.Context, at office.Desk, insertion uint64, pin []byte) (busy bool, err error)

	// Scans tells a stream what the scanners of a desk read from now on, until ctx or the server ends.
	Scans(ctx context.Context, at office.Desk, stream *connect.ServerStream[contract.ScanRow]) error
}
