// Package receipttest holds the treaty of a ticket printer as tests: what every receipt.Printer must do, over whatever
// line.
package receipttest

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/receipt"
)

// Bench is a driver with the emulated printer at the other end of its line.
type Bench struct {
	Printer  receipt.Printer
	Emulator *receipt.Emulator
}

// Run tries the whole treaty. Make gives a fresh printer of 42 columns, whose driver waits a fraction of a second for an
// answer and a few seconds for an end, and cleans up after the test.
func Run(t *testing.T, make func(t *testing.T) Bench) {
	for name, test := range map[string]func(t *testing.T, b Bench){
		"Prints": testPrints, "InTurn": testInTurn, "Standing": testStanding, "Low": testLow, "RunsOut": testRunsOut, "Mute": testMute,
		"Garbled": testGarbled, "LineBroken": testLineBroken, "Replugged": testReplugged, "Busy": testBusy, "BadTicket": testBadTicket,
		"GivenUp": testGivenUp, "Closed": testClosed,
	} {
		t.Run(name, func(t *testing.T) { test(t, make(t)) })
	}
}

// Ticket is a visitor's ticket.
func Ticket(number string) receipt.Ticket {
	return receipt.Ticket{
		receipt.Line{Text: "Loket Berchem", Align: receipt.Middle, Bold: true},
		receipt.Line{Text: number, Align: receipt.Middle, Size: 3},
		receipt.Rule{},
		receipt.Line{Text: "Zoë, u wordt geroepen aan balie 1 of 2. Prijs: € 12,50"},
		receipt.QR{Text: "https://loket.example/t/" + number, Align: receipt.Middle},
		receipt.Feed(1),
		receipt.Cut{},
	}
}

// testPrints: what was asked for stands on paper, in the characters and places that were asked for.
func testPrints(t *testing.T, b Bench) {
	if h := b.Printer.Health(t.Context()); h.State != device.Ready || len(h.Reasons) > 0 {
		t.Errorf("a fresh printer is %s", h)
	}
	report, err := b.Printer.Print(t.Context(), Ticket("A042"))
	if err != nil || len(report.Replaced) > 0 || report.Split > 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	slip := wantSlips(t, b, 1)
	want := `              Loket Berchem
               A  0  4  2
──────────────────────────────────────────
Zoë, u wordt geroepen aan balie 1 of 2.
Prijs: € 12,50
    [qr https://loket.example/t/A042]

`
	if got := slip.Text(); got != want {
		t.Errorf("on paper stands\n%s\nwant\n%s", got, want)
	}
}

// testInTurn: tickets of several callers come out whole, one after the other.
func testInTurn(t *testing.T, b Bench) {
	var all sync.WaitGroup
	for _, number := range []string{"A001", "B002", "C003"} {
		all.Go(func() {
			if _, err := b.Printer.Print(t.Context(), Ticket(number)); err != nil {
				t.Errorf("%s: %v", number, err)
			}
		})
	}
	all.Wait()
	wantSlips(t, b, 3)
	for _, s := range b.Emulator.Slips() {
		if n := len(s.Codes()); n != 1 {
			t.Errorf("a slip with %d codes:\n%s", n, s.Text())
		}
	}
}

// testStanding: a printer that stands still takes nothing, so that nothing comes out when it goes on.
func testStanding(t *testing.T, b Bench) {
	for fault, reason := range map[receipt.Fault]device.Reason{
		receipt.OutOfPaper: device.PaperOut, receipt.OpenCover: device.CoverOpen, receipt.StuckCutter: receipt.CutterStuck,
		receipt.Offline: device.Paused,
	} {
		b.Emulator.Break(fault)
		if h := b.Printer.Health(t.Context()); h.State != device.Stopped || h.Reasons[0] != reason {
			t.Errorf("%s: %s", fault, h)
		}
		_, err := b.Printer.Print(t.Context(), Ticket("A1"))
		if !device.Refused(err) || device.ReasonOf(err) != reason {
			t.Errorf("%s: print: %v", fault, err)
		}
		b.Emulator.Repair(fault)
		if h := b.Printer.Health(t.Context()); h.State != device.Ready {
			t.Errorf("%s: repaired, it is %s", fault, h)
		}
	}
	wantSlips(t, b, 0)
}

// testLow: paper that is nearly out is told, and does not keep a ticket back.
func testLow(t *testing.T, b Bench) {
	b.Emulator.Break(receipt.LowPaper)
	if h := b.Printer.Health(t.Context()); h.State != device.Attention || !h.Has(device.PaperLow) {
		t.Errorf("nearly out of paper it is %s", h)
	}
	if _, err := b.Printer.Print(t.Context(), Ticket("A2")); err != nil {
		t.Error(err)
	}
	wantSlips(t, b, 1)
}

// testRunsOut is the trap of these printers: they take a ticket whole, stop in the middle of it, and print the rest when
// somebody puts paper in.
func testRunsOut(t *testing.T, b Bench) {
	b.Emulator.RunOutAfter(3)
	_, err := b.Printer.Print(t.Context(), Ticket("A3"))
	if err == nil || device.Refused(err) || device.ReasonOf(err) != device.PaperOut {
		t.Errorf("paper ran out in the middle: %v", err)
	}
	if text := b.Emulator.Hanging().Text(); !strings.Contains(text, "A  3") || strings.Contains(text, "[qr") {
		t.Errorf("out hangs\n%s", text)
	}
	wantSlips(t, b, 0)
	b.Emulator.Repair(receipt.OutOfPaper)
	wantSlips(t, b, 1)
	if h := b.Printer.Health(t.Context()); h.State != device.Ready {
		t.Errorf("with paper it is %s", h)
	}
}

// testMute: a printer that cannot say how it is, is not used; one that falls silent may have printed.
func testMute(t *testing.T, b Bench) {
	b.Emulator.Break(receipt.Mute)
	if h := b.Printer.Health(t.Context()); h.State != device.Absent {
		t.Errorf("silent, it is %s", h)
	}
	if _, err := b.Printer.Print(t.Context(), Ticket("A4")); !device.Refused(err) {
		t.Errorf("printed on a silent printer: %v", err)
	}
	wantSlips(t, b, 0)
}

// testGarbled: what answers with something else than a status is no printer to send a ticket to.
func testGarbled(t *testing.T, b Bench) {
	b.Emulator.Break(receipt.Garbled)
	if h := b.Printer.Health(t.Context()); h.State != device.Unknown || !h.Has(device.Unreadable) {
		t.Errorf("with answers that are none it is %s", h)
	}
	if _, err := b.Printer.Print(t.Context(), Ticket("A5")); !device.Refused(err) {
		t.Errorf("printed on something else: %v", err)
	}
}

// testLineBroken: bytes have left, so that nobody can say that nothing came out.
func testLineBroken(t *testing.T, b Bench) {
	b.Emulator.Break(receipt.LineBroken)
	if _, err := b.Printer.Print(t.Context(), Ticket("A6")); err == nil || device.Refused(err) {
		t.Errorf("the line broke in the ticket: %v", err)
	}
	wantSlips(t, b, 0)
}

// testReplugged: a printer that comes back is used again by itself.
func testReplugged(t *testing.T, b Bench) {
	b.Emulator.Break(receipt.Unplugged)
	if h := b.Printer.Health(t.Context()); h.State != device.Absent {
		t.Errorf("unplugged, it is %s", h)
	}
	if _, err := b.Printer.Print(t.Context(), Ticket("A7")); !device.Refused(err) {
		t.Errorf("printed on nothing: %v", err)
	}
	b.Emulator.Repair(receipt.Unplugged)
	if _, err := b.Printer.Print(t.Context(), Ticket("A8")); err != nil {
		t.Errorf("plugged in again: %v", err)
	}
	wantSlips(t, b, 1)
}

// testBusy: a Health beside a Print does not disturb it.
func testBusy(t *testing.T, b Bench) {
	b.Emulator.RunOutAfter(3) // so that the print has to wait
	done := make(chan error)
	go func() {
		_, err := b.Printer.Print(t.Context(), Ticket("A9"))
		done <- err
	}()
	eventually(t, "it is busy", func() bool { return b.Printer.Health(t.Context()).State == device.Busy })
	if err := <-done; device.ReasonOf(err) != device.PaperOut {
		t.Errorf("asked meanwhile, the print says %v", err)
	}
}

// testBadTicket: a ticket that cannot be printed never reaches the line.
func testBadTicket(t *testing.T, b Bench) {
	if _, err := b.Printer.Print(t.Context(), nil); !errors.Is(err, receipt.ErrTicket) || !device.Refused(err) {
		t.Errorf("an empty ticket: %v", err)
	}
}

// testGivenUp: who gives up before the line is opened has printed nothing; who gives up later does not know.
func testGivenUp(t *testing.T, b Bench) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Printer.Print(ctx, Ticket("A10")); !device.Refused(err) {
		t.Errorf("given up before it began: %v", err)
	}
	wantSlips(t, b, 0)

	b.Emulator.RunOutAfter(3)
	ctx, cancel = context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := b.Printer.Print(ctx, Ticket("A11")); err == nil || device.Refused(err) {
		t.Errorf("given up in the middle: %v", err)
	}
}

// testClosed: a closed driver opens no line.
func testClosed(t *testing.T, b Bench) {
	if err := b.Printer.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Printer.Print(t.Context(), Ticket("A12")); !device.Refused(err) {
		t.Errorf("printed after Close: %v", err)
	}
	if h := b.Printer.Health(t.Context()); h.State != device.Absent {
		t.Errorf("after Close it is %s", h)
	}
	wantSlips(t, b, 0)
}

// wantSlips wants so many pieces of paper, and gives the last.
func wantSlips(t *testing.T, b Bench, n int) receipt.Slip {
	t.Helper()
	all := b.Emulator.Slips()
	if len(all) != n {
		t.Fatalf("%d slips came out, want %d", len(all), n)
	}
	if n == 0 {
		return receipt.Slip{}
	}
	return all[n-1]
}

// eventually waits for what another goroutine does.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	limit := time.After(10 * time.Second)
	for !is() {
		select {
		case <-limit:
			t.Fatalf("not in 10 s: %s", what)
		case <-time.After(time.Millisecond):
		}
	}
}
