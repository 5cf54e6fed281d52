package receipt

import (
	"context"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Printer is the treaty of a ticket printer. All calls may be made at any time from any goroutine. A printer does one
// thing at a time: a second Print waits for the first; Health beside a Print answers Busy at once and asks nothing. Each
// call returns by the end of its ctx, however the line hangs. Errors are *device.Error.
//
// Nothing here is durable, and a printer remembers nothing: a ticket that is Uncertain cannot be looked up. It stays valid —
// the number is the visitor's whether it is on paper or not — and the kiosk says it.
//
// The states of Health: Ready, Busy (printing, or cooling down), Attention (the paper is nearly out), Stopped (paper out,
// cover open, knife stuck, offline), Absent (no line, or no answer on it: a printer that cannot say how it is, is not used),
// and Unknown when what comes back is no status.
type Printer interface {
	device.Device

	// Print prints one ticket, once, and returns when the printer says that it has printed all of it.
	//
	// NotDone: nothing was sent, because the ticket cannot be printed, or the printer is not there, or it is Stopped: a ticket
	// must not come out later, when somebody puts paper in. Uncertain: bytes have left, and the printer did not confirm the
	// end; paper that ran out in the middle is the usual reason. The rest can still come out when the printer goes on. It is
	// never repeated by itself.
	//
	// The report says what paper cannot show; the ticket was printed all the same.
	Print(ctx context.Context, t Ticket) (Report, error)
}

// Report is what differs between a ticket and its paper. It may hold parts of names: it is for the caller, not for a log.
type Report struct {
	Replaced []rune // characters that code page 858 does not have, each printed as Replacement
	Split    int    // words longer than a line, continued on the next one after a hyphen
}

// CutterStuck is a reason of ticket printers alone: the knife does not move.
const CutterStuck device.Reason = "cutter"
