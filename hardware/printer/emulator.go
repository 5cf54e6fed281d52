package printer

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Fault is something that goes wrong with a printer.
type Fault uint8

// The faults of an Emulator. Those of paper and cover make it stand still, in the middle of a job too; it goes on when
// they are repaired.
const (
	OutOfPaper Fault = iota
	LowPaper
	Jammed
	OpenCover
	Aborting   // jobs end with an error of the printer's own
	Refusing   // it answers that it is too busy to take a job
	Slow       // it answers after EmulatorConfig.Delay
	Unplugged  // nobody answers; when it is repaired the printer has forgotten its jobs and counts them from 1 again
	AnswerLost // the answer to Print-Job never comes, and the job is made
	LineBroken // the line breaks in the middle of a Print-Job's document, and no job is made
	NoPDF      // it takes its own raster only
	Garbled    // what it answers is no message
	faults
)

// String names a fault in a test and on the command line.
func (f Fault) String() string {
	names := [faults]string{
		"out of paper", "low paper", "jammed", "open cover", "aborting", "refusing", "slow", "unplugged",
		"answer lost", "line broken", "no PDF", "garbled",
	}
	if f < faults {
		return names[f]
	}
	return "no fault"
}

// EmulatorConfig says how an emulated printer works.
type EmulatorConfig struct {
	Now   func() time.Time // nil means time.Now
	Pace  time.Duration    // how long a job takes; 0 means that it is done when somebody looks next
	Delay time.Duration    // of every answer when Slow; 0 means until the asker gives up
}

// maxDocument bounds what an Emulator takes, maxKept how many jobs it remembers with their documents.
const (
	maxDocument = 64 << 20
	maxKept     = 50
)

// Emulator is an IPP printer in memory: the other end of the wire. It answers as an http.Handler on a listener, or without
// one through Client. Its printer moves on only when somebody asks it something, so it needs no goroutine. All methods
// may be called from any goroutine.
type Emulator struct {
	config EmulatorConfig
	began  time.Time

	mu     sync.Mutex // guards what follows
	broken [faults]bool
	jobs   []*emulated // oldest first
	number int32       // of the last job
	out    int         // documents that came out whole, ever
	since  time.Time   // when the printer last moved on
}

// emulated is a job inside an Emulator.
type emulated struct {
	id    ID
	state JobState
	left  time.Duration // until it is done
	body  []byte
}

// NewEmulator makes a printer that is ready.
func NewEmulator(c EmulatorConfig) *Emulator {
	if c.Now == nil {
		c.Now = time.Now
	}
	now := c.Now()
	return &Emulator{config: c, began: now, since: now}
}

// Break lets a fault begin.
func (e *Emulator) Break(f Fault) { e.set(f, true) }

// Repair ends a fault. What it has done stays done.
func (e *Emulator) Repair(f Fault) { e.set(f, false) }

// set moves the printer on as it was, and then changes it.
func (e *Emulator) set(f Fault, broken bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if f >= faults {
		return
	}
	e.moveOn()
	e.broken[f] = broken
	if f == Unplugged && broken {
		// What lies in the tray stays there; what was to come is gone.
		e.jobs = slices.DeleteFunc(e.jobs, func(j *emulated) bool { return j.state != JobDone })
		for _, j := range e.jobs {
			j.id = ID{}
		}
		e.number = 0
	}
}

// Broken reports whether a fault is there.
func (e *Emulator) Broken(f Fault) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return f < faults && e.broken[f]
}

// Tray gives the documents that came out whole, oldest first; no more than the last few dozen.
func (e *Emulator) Tray() [][]byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.moveOn()
	var out [][]byte
	for _, j := range e.jobs {
		if j.state == JobDone {
			out = append(out, bytes.Clone(j.body))
		}
	}
	return out
}

// Out is how many documents came out whole, ever; Tray has the last of them.
func (e *Emulator) Out() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.moveOn()
	return e.out
}

// EmulatorAddress is what a Config says to reach an Emulator through its Client.
const EmulatorAddress = "ipp://emulator.invalid/ipp/print"

// Client gives an HTTP client that reaches this printer at any address, without a socket.
func (e *Emulator) Client() *http.Client { return &http.Client{Transport: wire{e}} }

// wire is the line to an Emulator inside the process.
type wire struct{ e *Emulator }

// RoundTrip implements http.RoundTripper.
func (w wire) RoundTrip(r *http.Request) (*http.Response, error) {
	defer r.Body.Close() // it is an order of this package, which cannot fail to close
	if w.e.Broken(Unplugged) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	}
	answer, err := w.e.serve(r.Context(), r.Body)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(bytes.NewReader(answer)),
		ContentLength: int64(len(answer)), Request: r,
	}, nil
}

// ServeHTTP implements http.Handler. Faults of the line break the connection.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if e.Broken(Unplugged) {
		panic(http.ErrAbortHandler)
	}
	answer, err := e.serve(r.Context(), r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", contentType)
	_, _ = w.Write(answer) // who asked has gone: there is nobody to tell
}

// serve reads a request and answers it, or fails as a line does.
func (e *Emulator) serve(ctx context.Context, body io.Reader) ([]byte, error) {
	if e.Broken(LineBroken) {
		body = &breaking{body}
	}
	request, err := io.ReadAll(io.LimitReader(body, maxDocument))
	if err != nil {
		return nil, err
	}
	if e.Broken(Slow) {
		if err := e.wait(ctx); err != nil {
			return nil, err
		}
	}
	m, document, err := Decode(request)
	if err != nil {
		return Encode(Message{Version: Version, Code: uint16(statusBadRequest)})
	}
	answer, err := Encode(e.answer(m, document))
	switch {
	case err != nil:
		return nil, err
	case e.Broken(Garbled):
		return []byte("<html>it works</html>"), nil
	case Operation(m.Code) == PrintJob && e.Broken(AnswerLost):
		return nil, io.ErrUnexpectedEOF
	}
	return answer, nil
}

// wait passes the delay of a slow printer, or the patience of who asks.
func (e *Emulator) wait(ctx context.Context) error {
	timer := time.NewTimer(cmp.Or(e.config.Delay, time.Duration(1<<62)))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// breaking is a line that breaks once a document is on it: it lets a message through, whose end is where a read stops.
type breaking struct{ from io.Reader }

// Read implements io.Reader.
func (b *breaking) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if n > 0 && bytes.Contains(p[:n], []byte("%PDF")) {
		return 0, io.ErrUnexpectedEOF
	}
	return n, err
}
