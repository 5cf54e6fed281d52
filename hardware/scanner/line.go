package scanner

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Config is what a Line needs.
type Config struct {
	Open  Opener
	Rules Rules
	Model string           // as the configuration calls it
	Now   func() time.Time // time.Now when nil
}

// Line is a [Scanner] on a serial line.
type Line struct {
	config Config
	turn   chan struct{} // holds one token: whoever takes it reads, and owns the fields up to mu

	splitter  Splitter
	assembler *Assembler
	waiting   []Code
	left      time.Time // when the last read came back
	buffer    [512]byte

	mu     sync.Mutex    // guards what follows
	stream io.ReadCloser // nil while the line is closed
	noise  bool          // the last thing that came was none
	closed bool
	life   context.Context // ends with Close
	end    context.CancelFunc
}

var _ Scanner = (*Line)(nil)

// NewLine makes a scanner of a line, which it opens when it is first asked for something.
func NewLine(config Config) *Line {
	if config.Now == nil {
		config.Now = time.Now
	}
	life, end := context.WithCancel(context.Background())
	return &Line{
		config: config, turn: make(chan struct{}, 1), assembler: NewAssembler(config.Rules), life: life, end: end,
	}
}

// Next implements Scanner.
func (l *Line) Next(ctx context.Context) (Code, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(l.life, cancel)
	defer stop()
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	case <-ctx.Done():
		return Code{}, l.failed(ctx, ctx.Err())
	}
	for len(l.waiting) == 0 {
		if err := l.read(ctx); err != nil {
			return Code{}, l.failed(ctx, err)
		}
	}
	code := l.waiting[0]
	l.waiting = l.waiting[1:]
	return code, nil
}

// read takes what the line has, and makes codes of it. An error has closed the line, or ctx has ended.
func (l *Line) read(ctx context.Context) error {
	stream, err := l.connect(ctx)
	if err != nil {
		return err
	}
	if !l.left.IsZero() {
		l.splitter.Absent(l.config.Now().Sub(l.left))
	}
	n, err := l.readStream(ctx, stream)
	now := l.config.Now()
	l.left = now
	before := l.splitter.Dropped
	for _, frame := range l.splitter.Feed(l.buffer[:n], now) {
		if code, whole := l.assembler.Feed(frame, now); whole {
			l.waiting = append(l.waiting, code)
		}
	}
	clear(l.buffer[:n])
	l.heard(n > 0 && l.splitter.Dropped > before, len(l.waiting) > 0)
	if err == nil || len(l.waiting) > 0 && ctx.Err() == nil {
		return nil // what came before the line broke is whole; that it broke shows at the next read
	}
	if ctx.Err() == nil {
		l.hangUp(stream)
	}
	return err
}

// readStream reads once, and is woken when ctx ends.
func (l *Line) readStream(ctx context.Context, stream io.ReadCloser) (int, error) {
	wake := func() { l.hangUp(stream) }
	if d, ok := stream.(deadliner); ok && d.SetReadDeadline(time.Time{}) == nil {
		wake = func() { d.SetReadDeadline(time.Unix(1, 0)) }
	}
	woken := make(chan struct{})
	stop := context.AfterFunc(ctx, func() { defer close(woken); wake() })
	n, err := stream.Read(l.buffer[:])
	if !stop() {
		<-woken // else the waking could hit the next reader
		if err == nil {
			return n, nil
		}
		return n, ctx.Err()
	}
	return n, err
}

// connect opens the line if it is closed.
func (l *Line) connect(ctx context.Context) (io.ReadCloser, error) {
	l.mu.Lock()
	stream, closed := l.stream, l.closed
	l.mu.Unlock()
	if closed {
		return nil, errClosed
	}
	if stream != nil {
		return stream, nil
	}
	// Half of what the line said before it broke does not belong to what it says now.
	l.splitter.Reset()
	l.assembler.Reset()
	stream, err := l.config.Open(ctx)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		stream.Close()
		return nil, errClosed
	}
	l.stream = stream
	return stream, nil
}

// hangUp closes the line, if it is still the one that is meant.
func (l *Line) hangUp(stream io.ReadCloser) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stream == stream {
		l.stream = nil
	}
	stream.Close()
}

// heard remembers whether what came was noise.
func (l *Line) heard(noise, code bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if code || noise {
		l.noise = noise && !code
	}
}

var errClosed = errors.New("scanner was closed")

// failed names what went wrong. The cause of a broken line is the system's, and has nothing of a code in it.
func (l *Line) failed(ctx context.Context, err error) error {
	out := &device.Error{Op: "scanner.Next", Outcome: device.NotDone, Reason: device.OutOfReach, Err: err}
	switch {
	case l.life.Err() != nil:
		out.Err = errClosed
	case ctx.Err() != nil:
		out.Reason, out.Err = "", ctx.Err()
	}
	return out
}

// Health implements device.Device. It opens the line if nobody reads, to see whether the scanner is there.
func (l *Line) Health(ctx context.Context) device.Health {
	health := device.Health{State: device.Ready, Model: l.config.Model}
	select {
	case l.turn <- struct{}{}:
		_, err := l.connect(ctx)
		<-l.turn
		if err != nil {
			health.Detail = err.Error()
		}
	default: // somebody reads: the line is as they found it
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.stream == nil:
		health.State, health.Reasons = device.Absent, []device.Reason{device.OutOfReach}
	case l.noise:
		health.State, health.Reasons = device.Attention, []device.Reason{device.Unreadable}
	}
	return health
}

// Close implements device.Device.
func (l *Line) Close() error {
	l.end()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	if l.stream == nil {
		return nil
	}
	err := l.stream.Close()
	l.stream = nil
	return err
}
