package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// scanKinds are the contract's kinds of code; any other is unknown.
var scanKinds = map[string]state.ScanKind{"booking": state.BookingScan, "document": state.DocumentScan, "consignment": state.ConsignmentScan,
	"travel": state.TravelScan}

// Scans implements state.Scanner.
func (c *Counter) Scans(ctx context.Context, show func(state.Scan)) error {
	const op = "local.Scans"
	stream, err := c.rpc.Scans(ctx, connect.NewRequest(&contract.ScansRequest{Desk: uint32(c.desk)}))
	if err != nil {
		return fault.FromRPC(op, err)
	}
	for stream.Receive() {
		show(scanOf(stream.Msg()))
	}
	err = stream.Err()
	_ = stream.Close() // it has ended; its error is in hand
	if ctx.Err() != nil {
		return nil
	}
	if err = fault.FromRPC(op, err); err == nil {
		err = fault.New(op, fault.Unreachable)
	}
	return err
}

func scanOf(r *contract.ScanRow) state.Scan {
	s := state.Scan{Kind: scanKinds[r.Kind], Text: r.Text, Say: r.Say, Name: r.Name, Born: office.Date(r.Born)}
	if s.Kind == state.ConsignmentScan {
		s.Delivery = r.Number
	} else {
		s.Number = office.DocumentNumber(r.Number)
	}
	for _, d := range r.Documents {
		s.Documents = append(s.Documents, office.DocumentNumber(d))
	}
	return s
}
