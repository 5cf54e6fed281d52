package scanner

import (
	"context"
	"errors"
	"io"
	"sync"
)

// Emulator is a scanner in memory: a hand that scans, and a cable that can be pulled. What stands above the cable is the
// real driver. Its methods may be called from any goroutine.
type Emulator struct {
	*Line
	cable *cable
}

// NewEmulator makes a scanner that is plugged in.
func NewEmulator(rules Rules) *Emulator {
	e := &Emulator{cable: &cable{plugged: true, changed: make(chan struct{})}}
	e.Line = NewLine(Config{Open: e.cable.open, Rules: rules, Model: "virtual scanner"})
	return e
}

// Scan sends a code as a scanner does.
func (e *Emulator) Scan(text string) { e.Send([]byte(text + "\r\n")) }

// Send sends bytes as they are: half a code, or noise.
func (e *Emulator) Send(data []byte) {
	e.cable.change(func(c *cable) { c.data = append(c.data, data...) })
}

// Unplug pulls the cable, with what is in it.
func (e *Emulator) Unplug() {
	e.cable.change(func(c *cable) { c.plugged, c.data = false, nil; c.pulls++ })
}

// Plug puts it back.
func (e *Emulator) Plug() { e.cable.change(func(c *cable) { c.plugged = true }) }

// Plugged reports whether the cable is in.
func (e *Emulator) Plugged() bool {
	e.cable.mu.Lock()
	defer e.cable.mu.Unlock()
	return e.cable.plugged
}

// cable carries bytes from the hand to whoever has it open.
type cable struct {
	mu      sync.Mutex
	plugged bool
	pulls   int // a cable that was pulled stays dead for who had it open
	data    []byte
	changed chan struct{} // closed, and made anew, at every change
}

func (c *cable) change(act func(*cable)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	act(c)
	close(c.changed)
	c.changed = make(chan struct{})
}

var errUnplugged = errors.New("no such device")

func (c *cable) open(context.Context) (io.ReadCloser, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.plugged {
		return nil, errUnplugged
	}
	return &end{cable: c, pulls: c.pulls, shut: make(chan struct{})}, nil
}

// end is one end of a cable, as somebody opened it.
type end struct {
	cable *cable
	pulls int
	once  sync.Once
	shut  chan struct{}
}

// Read implements io.Reader.
func (e *end) Read(p []byte) (int, error) {
	for {
		e.cable.mu.Lock()
		pulled := e.cable.pulls != e.pulls
		n := 0
		if !pulled {
			n = copy(p, e.cable.data)
			e.cable.data = e.cable.data[n:]
		}
		changed := e.cable.changed
		e.cable.mu.Unlock()
		switch {
		case pulled:
			return 0, io.EOF
		case n > 0:
			return n, nil
		}
		select {
		case <-changed:
		case <-e.shut:
			return 0, io.ErrClosedPipe
		}
	}
}

// Close implements io.Closer.
func (e *end) Close() error {
	e.once.Do(func() { close(e.shut) })
	return nil
}
