package camera

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// DefaultStall is how long a camera may be silent or stand still.
const DefaultStall = 3 * time.Second

// Driver is a camera whose pictures come as a stream of bytes. Each stream has one goroutine, which its Close waits for.
type Driver struct {
	open  Opener
	model string
	stall time.Duration

	mu      sync.Mutex
	current *stream
	check   chan struct{} // closed when the look that Health takes is over; nil: it takes none
	closed  bool
}

var _ Camera = (*Driver)(nil)

// New is the camera that open reaches; nothing is opened yet. A stall of zero is DefaultStall. The model is what screens
// call it.
func New(open Opener, model string, stall time.Duration) *Driver {
	return &Driver{open: open, model: model, stall: cmp.Or(stall, DefaultStall)}
}

// failure is an act that did not happen.
func failure(op string, reason device.Reason, err error) error {
	return &device.Error{Op: op, Outcome: device.NotDone, Reason: reason, Err: err}
}

// Open implements Camera. The look that Health takes is nobody's: it is waited for.
func (d *Driver) Open(ctx context.Context) (Stream, error) {
	s, err := d.begin(ctx, nil)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// begin opens the stream. A check is closed by who gave it, once the stream that it got is closed.
func (d *Driver) begin(ctx context.Context, check chan struct{}) (*stream, error) {
	const op = "camera.Open"
	d.mu.Lock()
	defer d.mu.Unlock()
	for d.check != nil {
		over := d.check
		d.mu.Unlock()
		select {
		case <-over:
		case <-ctx.Done():
		}
		d.mu.Lock()
		if ctx.Err() != nil {
			return nil, failure(op, device.OutOfReach, ctx.Err())
		}
	}
	if d.closed {
		return nil, failure(op, device.OutOfReach, errors.New("the camera was let go"))
	}
	if d.current != nil {
		return nil, failure(op, device.InUse, nil)
	}
	from, err := d.open(ctx)
	if err != nil {
		return nil, failure(op, device.OutOfReach, err)
	}
	s := &stream{driver: d, from: from, news: make(chan struct{}, 1), over: make(chan struct{})}
	d.current, d.check = s, check
	go s.run() // ends when from is closed, or by itself; Close waits for it
	return s, nil
}

// Health implements device.Device: a camera that is looked at is as its stream is; else two pictures are taken, since one that
// froze gives its last picture too.
func (d *Driver) Health(ctx context.Context) device.Health {
	check := make(chan struct{})
	s, err := d.begin(ctx, check)
	if device.ReasonOf(err) == device.InUse {
		d.mu.Lock()
		s = d.current
		d.mu.Unlock()
		if s != nil && s.number() > 0 {
			return device.Health{State: device.Busy, Model: d.model}
		}
		return device.Health{State: device.Unknown, Model: d.model} // it has just begun, or just ended
	}
	if err == nil {
		_, err = Live(ctx, s)
		err = errors.Join(err, s.Close())
		d.mu.Lock()
		d.check = nil
		d.mu.Unlock()
		close(check)
	}
	if err == nil {
		return device.Health{State: device.Ready, Model: d.model}
	}
	h := device.Health{State: device.Absent, Model: d.model, Reasons: []device.Reason{device.ReasonOf(err)}, Detail: err.Error()}
	if h.Has(device.Frozen) || h.Has(device.Unreadable) {
		h.State = device.Stopped
	}
	return h
}

// Close implements device.Device.
func (d *Driver) Close() error {
	d.mu.Lock()
	d.closed = true
	s := d.current
	d.mu.Unlock()
	if s == nil {
		return nil
	}
	return s.Close()
}

// stream is a camera that is looked at.
type stream struct {
	driver *Driver
	from   io.ReadCloser
	news   chan struct{} // holds one when there is a picture that was not given yet
	over   chan struct{} // closed when nothing is read any more
	once   sync.Once
	failed error // of closing

	mu    sync.Mutex
	last  Frame  // the newest
	still uint64 // the first of the pictures that are all the same
	err   error  // why it is over; set before over is closed
}

// run reads pictures until there are none.
func (s *stream) run() {
	defer close(s.over)
	split := newSplitter(s.from, MaxFrame)
	for {
		picture, err := split.next()
		s.mu.Lock()
		if err != nil {
			s.err = err
			s.mu.Unlock()
			return
		}
		number := s.last.Number + 1
		if !bytes.Equal(picture, s.last.JPEG) {
			s.still = number
		}
		s.last = Frame{JPEG: picture, Number: number}
		fresh := s.still == number
		s.mu.Unlock()
		if fresh { // the same picture again is no news
			select {
			case s.news <- struct{}{}:
			default:
			}
		}
	}
}

// Next implements Stream.
func (s *stream) Next(ctx context.Context) (Frame, error) {
	const op = "camera.Next"
	before := s.number()
	stall := time.NewTimer(s.driver.stall)
	defer stall.Stop()
	select {
	case <-s.news:
		s.mu.Lock()
		defer s.mu.Unlock()
		f := s.last
		f.JPEG = bytes.Clone(f.JPEG)
		return f, nil
	case <-s.over:
		s.mu.Lock()
		defer s.mu.Unlock()
		if errors.Is(s.err, errNoPicture) {
			return Frame{}, failure(op, device.Unreadable, s.err)
		}
		return Frame{}, failure(op, device.OutOfReach, s.err)
	case <-stall.C:
		err := failure(op, device.OutOfReach, errors.New("no picture came"))
		if s.number() > before {
			err = failure(op, device.Frozen, nil)
		}
		return Frame{}, errors.Join(err, s.Close())
	case <-ctx.Done():
		return Frame{}, failure(op, device.OutOfReach, ctx.Err())
	}
}

// number is how many pictures have come.
func (s *stream) number() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last.Number
}

// Close implements Stream.
func (s *stream) Close() error {
	s.once.Do(func() {
		s.failed = s.from.Close()
		<-s.over
		s.driver.mu.Lock()
		defer s.driver.mu.Unlock()
		s.driver.current = nil
	})
	return s.failed
}
