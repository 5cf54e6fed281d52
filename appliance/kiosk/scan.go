package kiosk

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// Scans implements the Kiosk service: what the scanner that is no desk's reads from now on. What the scanners of desks read is
// not for visitors.
func (k *Service) Scans(ctx context.Context, _ *connect.Request[contract.KioskScansRequest], stream *connect.ServerStream[contract.ScanRow]) error {
	return k.counter.Scans(ctx, self, stream)
}
