package printer_test

import (
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/printer/printertest"
)

// TestTreatyInMemory and TestTreatyOverSockets try the same driver against the emulator, without and with a socket.
func TestTreatyInMemory(t *testing.T) {
	printertest.Run(t, func(t *testing.T, c printertest.Case) printertest.Bench {
		e, b := emulated(c)
		b.Printer = mustNew(t, printer.Config{Address: printer.EmulatorAddress, Client: e.Client()})
		return b
	})
}

func TestTreatyOverSockets(t *testing.T) {
	printertest.Run(t, func(t *testing.T, c printertest.Case) printertest.Bench {
		e, b := emulated(c)
		server := httptest.NewServer(e)
		t.Cleanup(server.Close)
		b.Printer = mustNew(t, printer.Config{Address: server.URL + "/ipp/print"})
		b.Unplug = server.Close
		return b
	})
}

// emulated makes the emulator of a case, on a clock of its own.
func emulated(c printertest.Case) (*printer.Emulator, printertest.Bench) {
	clock := &clock{now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	config := printer.EmulatorConfig{Now: clock.Now}
	if c == printertest.Holds || c == printertest.RunsOut {
		config.Pace = time.Minute
	}
	e := printer.NewEmulator(config)
	b := printertest.Bench{
		Tray:   e.Tray,
		RunOut: func() { e.Break(printer.OutOfPaper) },
		Unplug: func() { e.Break(printer.Unplugged) },
		Go: func() {
			e.Repair(printer.OutOfPaper)
			clock.add(time.Minute)
		},
	}
	switch c {
	case printertest.Aborts:
		e.Break(printer.Aborting)
	case printertest.TakesNoPDF:
		e.Break(printer.NoPDF)
	case printertest.LosesAnswer:
		e.Break(printer.AnswerLost)
	}
	return e, b
}

// clock is moved by the test.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func mustNew(t *testing.T, c printer.Config) *printer.IPP {
	t.Helper()
	p, err := printer.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}
