package eid

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid/pcsc"
)

// Daemon is the terminal of a reader that pcscd owns. It holds no connection between calls: the daemon may start late,
// and readers may be plugged in and out.
type Daemon struct {
	socket string
	reader string
	life   context.Context // ends with Close
	end    context.CancelFunc

	mu   sync.Mutex
	told pcsc.Reader // as it was when Inserted returned last; without a name: it never did
}

var _ Terminal = (*Daemon)(nil)

// letGo bounds how long letting a card go may take; the daemon does it in milliseconds.
const letGo = 2 * time.Second

// tryAgain is how long a call that waits for a card leaves a daemon alone that is not there.
const tryAgain = time.Second

// NewDaemon makes a terminal of the first reader whose name contains reader; empty takes the first that has a card, or
// the first. The socket is pcsc.DefaultSocket on Debian.
func NewDaemon(socket, reader string) *Daemon {
	life, end := context.WithCancel(context.Background())
	return &Daemon{socket: socket, reader: reader, life: life, end: end}
}

// Close implements Terminal.
func (d *Daemon) Close() error {
	d.end()
	return nil
}

// Inserted implements Terminal.
func (d *Daemon) Inserted(ctx context.Context) error {
	return d.await(ctx, func(readers []pcsc.Reader) bool {
		r, ok := d.pick(readers)
		if !ok || r.Presence != pcsc.Inserted && r.Presence != pcsc.Mute {
			return false
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		d.told = r
		return true
	})
}

// Removed implements Terminal.
func (d *Daemon) Removed(ctx context.Context) error {
	return d.await(ctx, func(readers []pcsc.Reader) bool {
		r, ok := d.pick(readers)
		return !ok || r.Presence == pcsc.Empty || d.another(r)
	})
}

// another reports whether what lies in a reader was put in after Inserted returned last: the daemon counts what goes in and
// out, so a card that was changed between two looks is seen too.
func (d *Daemon) another(r pcsc.Reader) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.told.Name != "" && (r.Name != d.told.Name || r.Changes != d.told.Changes)
}

// await waits for the readers to be as wanted, and for the daemon to be there at all.
func (d *Daemon) await(ctx context.Context, wanted func([]pcsc.Reader) bool) error {
	ctx, cancel := d.both(ctx)
	defer cancel()
	for {
		conn, err := pcsc.Dial(ctx, d.socket)
		if err == nil {
			_, err = conn.Await(ctx, wanted)
			conn.Close()
		}
		if err == nil {
			return nil
		}
		if ctx.Err() != nil { // who gives up has not seen that nothing is there
			return d.reason(ctx, ctx.Err())
		}
		if wanted(nil) {
			return nil // no daemon, no reader, no card
		}
		if device.ReasonOf(d.reason(ctx, err)) != device.OutOfReach {
			return d.reason(ctx, err)
		}
		select {
		case <-time.After(tryAgain):
		case <-ctx.Done():
			return d.reason(ctx, ctx.Err())
		}
	}
}

// Connect implements Terminal.
func (d *Daemon) Connect(ctx context.Context) (Channel, error) {
	ctx, cancel := d.both(ctx)
	defer cancel()
	conn, err := pcsc.Dial(ctx, d.socket)
	if err != nil {
		return nil, d.reason(ctx, err)
	}
	card, err := d.connect(ctx, conn)
	if err != nil {
		conn.Close()
		return nil, d.reason(ctx, err)
	}
	return &daemonCard{daemon: d, conn: conn, card: card}, nil
}

func (d *Daemon) connect(ctx context.Context, conn *pcsc.Conn) (*pcsc.Card, error) {
	readers, err := conn.Readers(ctx)
	if err != nil {
		return nil, err
	}
	r, ok := d.pick(readers)
	switch {
	case !ok:
		return nil, pcsc.NoReaders
	case r.Presence == pcsc.Empty:
		return nil, pcsc.NoSmartcard
	case r.Presence == pcsc.Mute:
		return nil, pcsc.Unresponsive
	}
	return conn.Connect(ctx, r.Name)
}

// pick finds the reader that is meant.
func (d *Daemon) pick(readers []pcsc.Reader) (pcsc.Reader, bool) {
	readers = slices.DeleteFunc(slices.Clone(readers), func(r pcsc.Reader) bool {
		return !strings.Contains(r.Name, d.reader)
	})
	if len(readers) == 0 {
		return pcsc.Reader{}, false
	}
	full := slices.IndexFunc(readers, func(r pcsc.Reader) bool { return r.Presence == pcsc.Inserted })
	return readers[max(full, 0)], true
}

// Health implements Terminal.
func (d *Daemon) Health(ctx context.Context) device.Health {
	ctx, cancel := d.both(ctx)
	defer cancel()
	conn, err := pcsc.Dial(ctx, d.socket)
	if err != nil {
		return device.Health{State: device.Absent, Reasons: []device.Reason{device.OutOfReach}, Detail: "pcscd does not answer"}
	}
	defer conn.Close()
	readers, err := conn.Readers(ctx)
	if err != nil {
		return device.Health{State: device.Unknown, Reasons: []device.Reason{device.ReasonOf(d.reason(ctx, err))}}
	}
	r, ok := d.pick(readers)
	if !ok {
		return device.Health{State: device.Absent, Reasons: []device.Reason{device.OutOfReach}, Detail: "no card reader"}
	}
	return device.Health{State: healthOf(r.Presence), Reasons: reasonsOf(r.Presence), Model: r.Name}
}

func healthOf(p pcsc.Presence) device.State {
	switch p {
	case pcsc.Empty, pcsc.Inserted:
		return device.Ready
	case pcsc.Mute:
		return device.Attention
	}
	return device.Unknown
}

func reasonsOf(p pcsc.Presence) []device.Reason {
	if p == pcsc.Mute {
		return []device.Reason{UpsideDown}
	}
	return nil
}

// both is a context that ends with the caller's and with Close.
func (d *Daemon) both(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(d.life, cancel)
	if d.life.Err() != nil {
		cancel() // at once: the function runs in its own time
	}
	return ctx, func() { stop(); cancel() }
}

// reason gives what the daemon said its code.
func (d *Daemon) reason(ctx context.Context, err error) error {
	var code pcsc.Code
	reason := device.OutOfReach
	switch {
	case d.life.Err() != nil:
		err = errClosed
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &code):
		reason = reasonFor(code)
	}
	return &device.Error{Reason: reason, Err: err}
}

var errClosed = errors.New("reader was closed")

func reasonFor(code pcsc.Code) device.Reason {
	switch code {
	// Contact that is lost in the middle of a command is a card on its way out, or one that must be put in again.
	case pcsc.NoSmartcard, pcsc.Removed, pcsc.Reset, pcsc.Unpowered, pcsc.NotTransacted, pcsc.CommError, pcsc.DataLost:
		return device.NoCard
	case pcsc.Unresponsive, pcsc.Unsupported:
		return UpsideDown
	case pcsc.ProtoMismatch:
		return OtherCard
	case pcsc.SharingViolation:
		return InUse
	case pcsc.Denied:
		return device.NotAllowed
	case pcsc.NoReaders, pcsc.UnknownReader, pcsc.ReaderGone, pcsc.NoService, pcsc.Stopped:
		return device.OutOfReach
	}
	return device.Unspecified
}

// daemonCard is a card that was taken of the daemon.
type daemonCard struct {
	daemon *Daemon
	conn   *pcsc.Conn
	card   *pcsc.Card
}

// Transmit implements Channel.
func (c *daemonCard) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	ctx, cancel := c.daemon.both(ctx)
	defer cancel()
	response, err := c.card.Transmit(ctx, command)
	if err != nil {
		return nil, c.daemon.reason(ctx, err)
	}
	return response, nil
}

// Close implements Channel. It is bounded by itself, for a card must be let go also when the caller's time is over.
func (c *daemonCard) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), letGo)
	defer cancel()
	err := c.card.Disconnect(ctx)
	c.conn.Close()
	return err
}
