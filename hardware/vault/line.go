package vault

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Line is a cable to one board or several, and how to speak on it.
type Line struct {
	// Connect opens the cable, when it is needed and again after it broke: a TCP connection, or a serial port. What it gives
	// must end a Read that waits when it is closed, as network connections and serial ports do. Its ctx is for connecting.
	Connect func(context.Context) (io.ReadWriteCloser, error)
	// Patience is how long connecting, and one answer, may take; 0 is a second.
	Patience time.Duration
	// Silence is how long the cable must be still before a request: modbus.Silence of the speed on a serial line, 0 on TCP.
	Silence time.Duration
	// Echo says that the cable gives back what was sent, as two-wire adapters do. It cannot be found out: to some requests
	// the right answer is the request once more.
	Echo bool
}

// failure is an exchange that did not succeed.
type failure struct {
	maybe  bool          // what was asked may have happened all the same
	reason device.Reason // "" when it has nothing to do with the device
	err    error
}

// Error is the cause: what is known and why go into a device.Error.
func (f *failure) Error() string { return f.err.Error() }

// Unwrap gives the cause.
func (f *failure) Unwrap() error { return f.err }

var (
	// errBroken is a connection that ended; one that has been used before may have ended long ago.
	errBroken = errors.New("the line broke")
	// errInUse is a turn that did not come.
	errInUse = errors.New("the line is at something else")
)

// line is a Line at work. One exchange is outstanding at a time: who holds the turn owns the other fields.
type line struct {
	Line
	turn  chan struct{} // holds one token
	link  *link         // nil until needed, and after a failure
	count uint64        // links so far: a board may have to be looked at anew after each
	used  bool          // an answer has come over link
	asked uint64        // requests so far, for dialects that number them
}

func newLine(l Line) *line {
	if l.Patience <= 0 {
		l.Patience = time.Second
	}
	return &line{Line: l, turn: make(chan struct{}, 1)}
}

// enter waits for the turn; leave gives it back.
func (l *line) enter(ctx context.Context) error {
	select {
	case l.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &failure{err: fmt.Errorf("%w: %w", errInUse, context.Cause(ctx))}
	}
}

func (l *line) leave() { <-l.turn }

// connect sees to it that there is a link.
func (l *line) connect(ctx context.Context) error {
	if l.link != nil {
		return nil
	}
	if ctx.Err() != nil {
		return &failure{err: context.Cause(ctx)}
	}
	ctx, cancel := context.WithTimeout(ctx, l.Patience)
	defer cancel()
	conn, err := l.Connect(ctx)
	if err != nil {
		return &failure{reason: device.OutOfReach, err: err}
	}
	l.link, l.used = newLink(conn), false
	l.count++
	return nil
}

// drop lets the link go.
func (l *line) drop() {
	if l.link != nil {
		l.link.close()
		l.link = nil
	}
}

// ask sends a request and gives the bytes that came back once whole finds an answer at their beginning: whole says how
// many bytes that has, 0 while more must come. It waits for the answer no longer than ctx and the line's patience. When
// may is not nil it has the last word before the bytes leave. After any failure the link is let go, because what comes
// over it next might be a late answer. Errors are *failure.
func (l *line) ask(ctx context.Context, request []byte, whole func([]byte) (int, error), may func() error) ([]byte, error) {
	if err := l.connect(ctx); err != nil {
		return nil, err
	}
	answer, err := l.exchange(ctx, request, whole, may)
	if err != nil {
		l.drop()
		return nil, err
	}
	l.used = true
	return answer, nil
}

func (l *line) exchange(ctx context.Context, request []byte, whole func([]byte) (int, error), may func() error) ([]byte, error) {
	if err := l.hush(ctx); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, l.Patience, fmt.Errorf("no answer in %s", l.Patience))
	defer cancel()
	if may != nil {
		if err := may(); err != nil {
			return nil, &failure{err: err}
		}
	}
	stop := context.AfterFunc(ctx, l.link.cut) // ends a Write that waits
	defer stop()
	if n, err := l.link.conn.Write(request); err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, &failure{maybe: n > 0, reason: device.OutOfReach, err: fmt.Errorf("%w: %w", errBroken, err)}
	}
	if l.Echo {
		if err := l.echoed(ctx, request); err != nil {
			return nil, err
		}
	}
	return l.link.await(ctx, whole)
}

// echoed takes back what was sent.
func (l *line) echoed(ctx context.Context, request []byte) error {
	echo, err := l.link.await(ctx, func(b []byte) (int, error) {
		if len(b) < len(request) {
			return 0, nil
		}
		return len(request), nil
	})
	if err == nil && string(echo) != string(request) {
		return &failure{maybe: true, reason: device.Unreadable, err: errors.New("the line gave back something else than was sent")}
	}
	return err
}

// hush waits until the cable is still, and throws away what comes meanwhile: nobody has been asked for it.
func (l *line) hush(ctx context.Context) error {
	l.link.rest = nil
	timer := time.NewTimer(l.Silence)
	defer timer.Stop()
	for {
		select {
		case _, ok := <-l.link.in:
			if !ok {
				return &failure{reason: device.OutOfReach, err: fmt.Errorf("%w: %w", errBroken, l.link.err)}
			}
			timer.Reset(l.Silence)
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return &failure{err: context.Cause(ctx)}
		}
	}
}

// link is one connection. Its goroutine reads until the connection ends; close waits for it.
type link struct {
	conn io.ReadWriteCloser
	in   chan []byte // what was read; closed at the end, when err is set
	err  error
	rest []byte // read and not yet used
	over chan struct{}
	once sync.Once
}

func newLink(conn io.ReadWriteCloser) *link {
	if c, ok := conn.(interface{ SetLinger(int) error }); ok {
		_ = c.SetLinger(0) // a connection that is let go must not deliver later what it still holds
	}
	k := &link{conn: conn, in: make(chan []byte), over: make(chan struct{})}
	go k.read()
	return k
}

func (k *link) read() {
	defer close(k.in)
	buf := make([]byte, 512)
	for {
		n, err := k.conn.Read(buf)
		if n > 0 {
			select {
			case k.in <- append([]byte(nil), buf[:n]...):
			case <-k.over:
				k.err = ErrClosed
				return
			}
		}
		if err != nil {
			k.err = err
			return
		}
	}
}

// cut ends the connection and throws away what has not left yet. It may be called from anywhere, and returns when the
// connection is closed.
func (k *link) cut() {
	k.once.Do(func() {
		if c, ok := k.conn.(interface{ ResetOutputBuffer() error }); ok {
			_ = c.ResetOutputBuffer() // a serial port sends on after it was closed
		}
		close(k.over)
		_ = k.conn.Close() // whatever it says, it is gone
	})
}

// close cuts and waits for the goroutine.
func (k *link) close() {
	k.cut()
	for range k.in {
	}
}

// await gives the bytes up to where whole is content; what came after them is kept for the next call.
func (k *link) await(ctx context.Context, whole func([]byte) (int, error)) ([]byte, error) {
	buf := k.rest
	k.rest = nil
	for {
		n, err := whole(buf)
		if err != nil {
			return nil, &failure{maybe: true, reason: device.Unreadable, err: err}
		}
		if n > 0 {
			k.rest = buf[n:]
			return buf[:n], nil
		}
		select {
		case b, ok := <-k.in:
			if !ok {
				return nil, k.ended(ctx)
			}
			buf = append(buf, b...)
		case <-ctx.Done():
			return nil, &failure{maybe: true, reason: device.OutOfReach, err: context.Cause(ctx)}
		}
	}
}

// ended tells why no more bytes come.
func (k *link) ended(ctx context.Context) error {
	if ctx.Err() != nil {
		return &failure{maybe: true, reason: device.OutOfReach, err: context.Cause(ctx)}
	}
	return &failure{maybe: true, reason: device.OutOfReach, err: fmt.Errorf("%w: %w", errBroken, k.err)}
}
