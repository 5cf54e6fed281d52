package receipt_test

import (
	"context"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/hardware/receipt/receipttest"
)

// TestTreatyInMemory, and the same driver over TCP.
func TestTreatyInMemory(t *testing.T) {
	receipttest.Run(t, func(t *testing.T) receipttest.Bench {
		e := receipt.NewEmulator(receipt.Wide42)
		return receipttest.Bench{Printer: mustNew(t, e.Open), Emulator: e}
	})
}

func TestTreatyOverTCP(t *testing.T) {
	receipttest.Run(t, func(t *testing.T) receipttest.Bench {
		e := receipt.NewEmulator(receipt.Wide42)
		return receipttest.Bench{Printer: mustNew(t, receipt.TCP(serve(t, e))), Emulator: e}
	})
}

// TestHung: a printer that says that it is ready and never confirms the end may have printed or not. Driver and line hold
// to the time they were given.
func TestHung(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := receipt.NewEmulator(receipt.Wide42)
		e.Break(receipt.Hung)
		p := mustNew(t, e.Open)
		began := time.Now()
		_, err := p.Print(t.Context(), receipttest.Ticket("A1"))
		if err == nil || device.Refused(err) || device.ReasonOf(err) != device.OutOfReach {
			t.Errorf("a printer that hangs: %v", err)
		}
		if passed := time.Since(began); passed < 5*time.Second || passed > 6*time.Second {
			t.Errorf("it was waited for %s", passed)
		}
	})
}

// TestStandsStill: a printer that says that it stands still is not waited for any longer.
func TestStandsStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := receipt.NewEmulator(receipt.Wide42)
		e.RunOutAfter(3)
		p := mustNew(t, e.Open)
		began := time.Now()
		_, err := p.Print(t.Context(), receipttest.Ticket("A1"))
		if passed := time.Since(began); device.ReasonOf(err) != device.PaperOut || passed > time.Second {
			t.Errorf("after %s: %v", passed, err)
		}
	})
}

// serve lets an emulator answer on a port, one connection after the other as these printers do.
func serve(t *testing.T, e *receipt.Emulator) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			stop := context.AfterFunc(ctx, func() { _ = connection.Close() })
			_ = e.Serve(ctx, connection) // lines end in every way here
			stop()
			_ = connection.Close()
		}
	})
	t.Cleanup(func() {
		cancel()
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
		serving.Wait()
	})
	return listener.Addr().String()
}

func mustNew(t *testing.T, open receipt.Opener) *receipt.Thermal {
	t.Helper()
	p := receipt.New(receipt.Config{Open: open, Answer: 100 * time.Millisecond, Finish: 5 * time.Second})
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}
