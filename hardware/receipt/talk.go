package receipt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// errNoStatus says that bytes came back that are no status.
var errNoStatus = errors.New("what it answers is no status")

// errSilent says that no answer came in time.
var errSilent = errors.New("it does not answer")

// maxStray bounds how many bytes are passed over in search of an answer: status that a printer sends unasked, left over
// from another program.
const maxStray = 64

// talk is an open line with somebody listening on it. Only the goroutine of the call uses it.
type talk struct {
	ctx   context.Context // the call's own
	line  io.ReadWriteCloser
	heard chan byte     // closed when the line has ended
	quit  chan struct{} // closed when nobody wants to hear more
	free  func()        // detaches the line from ctx
	err   error         // why it ended, once heard is closed
	done  bool          // whether an answer to GS r was heard, also among answers to other questions
}

// open opens the line for one call. The end of ctx, and Close of the driver, close it.
func (t *Thermal) open(ctx context.Context) (*talk, error) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(t.closing, cancel)
	free := func() { stop(); cancel() }
	if err := errors.Join(ctx.Err(), t.closing.Err()); err != nil {
		free()
		return nil, err
	}
	line, err := t.config.Open(ctx)
	if err != nil {
		free()
		return nil, err
	}
	k := &talk{ctx: ctx, line: line, heard: make(chan byte), quit: make(chan struct{})}
	hangUp := context.AfterFunc(ctx, func() { _ = line.Close() }) // the call that hangs on it tells
	k.free = func() { hangUp(); free() }
	go k.listen()
	return k, nil
}

// listen passes on what the printer says, until the line is closed.
func (k *talk) listen() {
	defer close(k.heard)
	var buffer [64]byte
	for {
		n, err := k.line.Read(buffer[:])
		for _, b := range buffer[:n] {
			select {
			case k.heard <- b:
			case <-k.quit:
				return
			}
		}
		if err != nil {
			k.err = err
			return
		}
	}
}

// end closes the line and waits for the listener.
func (k *talk) end() {
	k.free()
	close(k.quit)
	_ = k.line.Close() // all that counts was confirmed or is an error already
	for range k.heard {
	}
}

// hear gives the first byte that is wanted, within a time.
func (k *talk) hear(patience time.Duration, wanted func(byte) bool) (byte, error) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for stray := 0; ; stray++ {
		select {
		case b, ok := <-k.heard:
			k.done = k.done || ok && isDone(b)
			switch {
			case !ok:
				return 0, errors.Join(k.ctx.Err(), k.err)
			case wanted(b):
				return b, nil
			case stray == maxStray:
				return 0, fmt.Errorf("%w: %02x", errNoStatus, b)
			}
		case <-timer.C:
			if stray > 0 {
				return 0, errNoStatus
			}
			return 0, errSilent
		}
	}
}

// status asks for the four bytes of a Status, one after the other: their place says what they mean.
func (k *talk) status(patience time.Duration) (s Status, err error) {
	for i := range s {
		if _, err := k.line.Write([]byte{dle, 4, byte(i + 1)}); err != nil {
			return s, errors.Join(k.ctx.Err(), err)
		}
		if s[i], err = k.hear(patience, isStatus); err != nil {
			return s, err
		}
	}
	return s, nil
}

// send writes a ticket, and says how many bytes have left. A line that takes no bytes for the given time is closed.
func (k *talk) send(data []byte, patience time.Duration) (int, error) {
	timer := time.AfterFunc(patience, func() { _ = k.line.Close() }) // Write tells
	defer timer.Stop()
	n, err := k.line.Write(data)
	if err == nil && n < len(data) {
		err = io.ErrShortWrite
	}
	if err != nil {
		return n, errors.Join(k.ctx.Err(), err)
	}
	return n, nil
}

// finished asks in the queue of commands, so that the answer comes after everything before it is on paper. It gives up
// when the printer says meanwhile that it stands still.
func (k *talk) finished(patience, answer time.Duration) error {
	k.done = false
	if _, err := k.line.Write([]byte{gs, 'r', 1}); err != nil {
		return errors.Join(k.ctx.Err(), err)
	}
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for {
		_, err := k.hear(answer, isDone)
		if err == nil || !errors.Is(err, errSilent) {
			return err
		}
		status, err := k.status(answer)
		switch {
		case err != nil:
			return err
		case k.done:
			return nil
		case !status.Health().State.Usable():
			return errSilent
		}
		select {
		case <-limit.C:
			return errSilent
		default:
		}
	}
}

// isDone reports whether a byte can be the answer to GS r: bit 4 is set in every status.
func isDone(b byte) bool { return b&0x90 == 0 }
