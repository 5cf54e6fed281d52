package vault

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// reply is what an emulated board does with a request.
type reply struct {
	used   int           // bytes of the request; 0 while more must come
	answer []byte        // none is silence
	after  time.Duration // before it answers
	cut    bool          // the line breaks instead of an answer
}

// Serve shows the doors of these boards on one line, as lock boards that speak the dialect, until ctx or the line ends. The
// line is closed when it returns. Several lines may be served at once. The error is nil when ctx or the other side ended it.
func (e *Emulator) Serve(ctx context.Context, conn io.ReadWriteCloser, d Dialect, boards []Board) error {
	defer conn.Close()
	if err := checkBoards(d, boards); err != nil {
		return err
	}
	for _, b := range boards {
		for _, f := range b.Fittings {
			if e.doors[f.Door] == nil {
				return fmt.Errorf("%w: %d", ErrNoDoor, f.Door)
			}
		}
	}
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	var got []byte
	buf := make([]byte, 512)
	for {
		n, err := conn.Read(buf)
		if ctx.Err() != nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrClosedPipe) {
			return nil
		}
		if err != nil {
			return err
		}
		if got, err = e.reply(ctx, conn, d, boards, append(got, buf[:n]...)); err != nil {
			return nil // the line was cut, as the fault says, or the other side went away
		}
	}
}

// errCut ends a line.
var errCut = errors.New("cut")

// reply answers the requests that have come, and gives back what is left of them.
func (e *Emulator) reply(ctx context.Context, conn io.Writer, d Dialect, boards []Board, got []byte) ([]byte, error) {
	for len(got) > 0 {
		e.mu.Lock()
		cut := e.has(LineCut)
		r, err := reply{}, error(nil)
		if !cut {
			r, err = d.obey(e, boards, got)
		}
		e.mu.Unlock()
		if cut || r.cut {
			return nil, errCut
		}
		if err != nil {
			return nil, nil // a board waits for silence and begins anew
		}
		if r.used == 0 {
			return got, nil
		}
		got = got[r.used:]
		if r.after > 0 {
			select {
			case <-time.After(r.after):
			case <-ctx.Done():
				return nil, errCut
			}
		}
		if _, err := conn.Write(r.answer); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// powered reports whether a board answers, and whether its locks have power: a board that cannot tell of its locks has
// lost its own power with theirs. Like switchOn it is for obey, which holds mu.
func (e *Emulator) powered(b Board) (answers, locks bool) {
	lost := e.has(PowerLost)
	return !lost || b.Supply != nil, !lost
}

// switchOn is a coil that goes on. The reply says what becomes of the confirmation; the caller fills in the rest.
func (e *Emulator) switchOn(b Board, f Fitting) reply {
	if e.has(LostBefore) {
		return reply{cut: true}
	}
	if l := e.doors[f.Door]; !l.held {
		if _, locks := e.powered(b); locks {
			e.pulse(f.Door)
		}
		l.held = b.Release == ByMaster
	}
	r := reply{cut: e.has(LostAfter)}
	if e.has(SlowAnswer) {
		r.after = Slowness
	}
	return r
}

// boardAt finds a board by its address.
func boardAt(boards []Board, address byte) (Board, bool) {
	for _, b := range boards {
		if b.Address == address {
			return b, true
		}
	}
	return Board{}, false
}

// fittingAt finds a fitting by its lock.
func fittingAt(b Board, lock uint16) (Fitting, bool) {
	for _, f := range b.Fittings {
		if f.Lock == lock {
			return f, true
		}
	}
	return Fitting{}, false
}
