package camera

import (
	"context"
	"errors"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// MaxFrame is how long a picture may be, in bytes.
const MaxFrame = 8 << 20

// Frame is one picture.
type Frame struct {
	// JPEG is the picture as the camera made it. It belongs to whoever got it.
	JPEG []byte
	// Number counts the pictures of a stream from one, those that were dropped included.
	Number uint64
}

// Camera is one camera. Its calls may be made from any goroutine.
type Camera interface {
	device.Device
	// Open begins to look. A camera has one stream at a time: while there is one, a second Open fails as not done, with
	// the reason device.InUse. It fails within ctx when the camera cannot be reached; ctx has no bearing on the
	// stream afterwards.
	Open(ctx context.Context) (Stream, error)
}

// Stream is a camera that is looked at. Next and Close may be called at the same time; Next by one goroutine at a time.
type Stream interface {
	// Next gives the newest picture that it has not given yet, or waits for one. It fails with the reason device.Frozen
	// when the picture stands still, device.OutOfReach when none comes or the camera is gone, device.Unreadable when
	// what comes are no pictures. After any of these the stream is over, except after the end of ctx.
	Next(ctx context.Context) (Frame, error)
	// Close ends the stream and waits until nothing is read any more. A second Close does nothing.
	Close() error
}

// Live gives a picture of a stream that was just opened, and knows that it is of now: the second. The first proves nothing, since
// a camera that froze gives its last picture to whoever comes; that no other follows is what shows it. When ctx ends before
// another came, the reason is device.Frozen too.
func Live(ctx context.Context, s Stream) (Frame, error) {
	if _, err := s.Next(ctx); err != nil {
		return Frame{}, err
	}
	f, err := s.Next(ctx)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = failure("camera.Live", device.Frozen, err)
	}
	return f, err
}
