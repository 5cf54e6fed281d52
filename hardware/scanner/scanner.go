package scanner

import (
	"context"
	"io"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Scanner is a hand scanner. This is its treaty.
//
// States: Ready while its line is open; Absent when the line cannot be opened; Attention when what came last was noise
// only, as with a wrong speed. A scanner cannot be asked anything: that it was unplugged shows at the next Next.
//
// Concurrency: Health and Close may be called at any time. Next is for one caller at a time; a second one waits its turn.
//
// Durability: none. Somebody calls Next again and again for as long as the scanner is in use, and decides whether a code is
// wanted just then: what is scanned while nobody calls waits in the line and comes out at the next call. Opening the line
// throws away what waited in it before.
//
// Errors are *device.Error, and all mean that nothing was read. After one, the next call opens the line anew; half a code
// that had come is gone. Pacing the calls while a scanner is away is the caller's.
type Scanner interface {
	device.Device

	// Next returns the next code that is scanned. When ctx ends, nothing is lost: a code that is under way comes out at
	// the next call, if the line can be left open, and else is noise.
	Next(ctx context.Context) (Code, error)
}

// Opener opens a line to a scanner; see OpenTTY. A line that has SetReadDeadline, as files and sockets do, stays open
// when a caller gives up; another is closed, to wake its reader.
type Opener func(ctx context.Context) (io.ReadCloser, error)

// deadliner is a line whose reader can be woken without closing it.
type deadliner interface{ SetReadDeadline(time.Time) error }
