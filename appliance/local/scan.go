package local

import (
	"context"
	"strings"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance/scan"
	"github.com/buurtloket/buurtloket/hardware/scanner"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// Hear says who hears the scanners; call it before Run. Nil: there are none.
func (s *Server) Hear(ears *scan.Ears) { s.service.ears = ears }

// Scans implements the Counter service: what the scanners of a desk, and everybody's, read from now on. A counter without
// scanners keeps the stream open and says nothing, so that a screen need not know.
func (s *Service) Scans(ctx context.Context, r *connect.Request[contract.ScansRequest], stream *connect.ServerStream[contract.ScanRow]) error {
	return s.scans(ctx, office.Desk(min(r.Msg.Desk, 255)), stream)
}

// scans tells a stream what is read for a desk.
func (s *Service) scans(ctx context.Context, desk office.Desk, stream *connect.ServerStream[contract.ScanRow]) error {
	var codes <-chan scan.Code
	if s.ears != nil {
		heard, stop := s.ears.Listen(desk)
		defer stop()
		codes = heard
	}
	// The headers go out at once: whoever has the answer knows that from here on nothing is missed.
	if err := stream.Send(nil); err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.stop:
			return nil
		case c, ok := <-codes:
			if !ok {
				return nil // it stood still: it listens anew
			}
			if err := stream.Send(scanRow(c, s.node.Now())); err != nil {
				return err
			}
		}
	}
}

// scanRow is a code as a screen gets it.
func scanRow(c scan.Code, now time.Time) *contract.ScanRow {
	row := &contract.ScanRow{Scanner: c.ID, Desk: uint32(c.Desk), Kind: c.Kind.String(), Text: c.Text, Number: c.Number, Documents: c.Documents}
	switch c.Kind {
	case scanner.Travel:
		row.Number, row.Name = c.MRZ.Number, strings.TrimSpace(c.MRZ.Given+" "+c.MRZ.Surname)
		row.Born = born(c.MRZ, now)
	case scanner.Booking:
		if _, err := pass.Parse(c.Text); err != nil {
			row.Say = "Deze afspraakcode is beschadigd of niet volledig. Scan ze opnieuw, of zoek op naam of op de korte code."
		}
	case scanner.Unknown:
		row.Say = "Deze code is geen afspraak, document, leverlijst of reisdocument. Scan ze opnieuw, of tik over wat erbij staat."
	}
	return row
}

// born is the date of birth of a travel document's holder; 0 when the document does not say it whole. Of the year it has two
// digits: nobody was born after the document was read.
func born(m scanner.MRZ, now time.Time) int32 {
	at, err := time.Parse("060102", m.Birth)
	if err != nil {
		return 0
	}
	if at.After(now) {
		at = at.AddDate(-100, 0, 0)
	}
	return int32(office.DateOf(at))
}
