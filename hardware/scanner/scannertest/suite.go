// Package scannertest is the suite that every scanner must pass: the emulator, and the driver over a serial line.
package scannertest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/scanner"
)

// Hand is what holds the scanner, and the cable.
type Hand interface {
	Send(data []byte)
	Unplug()
	Plug()
}

// patience bounds one call; a scanner that needs it has failed.
const patience = 10 * time.Second

// The lines of the standard's own specimens (ICAO Doc 9303), and of Belgian ones.
const (
	Card     = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
	Overflow = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
	Small    = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
	Passport = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
	Belgian  = "IDBEL590335801485120100200<<<<\n8512017F0901015BEL<<<<<<<<<<<7\nREINARTZ<<ULRIKE<KATIA<E<<<<<<"
)

// Run runs the suite on one scanner from its first code to its last.
func Run(t *testing.T, open func(t *testing.T, rules scanner.Rules) (scanner.Scanner, Hand)) {
	s, hand := open(t, scanner.DefaultRules())
	b := bench{s, hand}
	t.Run("Kinds", b.testKinds)
	t.Run("Pieces", b.testPieces)
	t.Run("Noise", b.testNoise)
	t.Run("GivenUp", b.testGivenUp)
	t.Run("Unplugged", b.testUnplugged)
	t.Run("Closed", b.testClosed)
}

type bench struct {
	scanner.Scanner
	hand Hand
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// mustNext wants a code with a text.
func (b *bench) mustNext(t *testing.T, kind scanner.Kind, text string) scanner.Code {
	t.Helper()
	code, err := b.Next(within(t))
	if err != nil {
		t.Fatalf("want %s: %v", kind, err)
	}
	if code.Kind != kind || code.Text != text {
		t.Fatalf("%s %q, want %s %q", code.Kind, code.Text, kind, text)
	}
	return code
}

func (b *bench) send(text string) { b.hand.Send([]byte(text)) }

func (b *bench) testKinds(t *testing.T) {
	if h := b.Health(within(t)); h.State != device.Ready {
		t.Errorf("a scanner that is plugged in is %s (%s)", h, h.Detail)
	}
	b.send("BL1.c2lnbmVk.ZXZlbnQ\r\n590-1234567-74\rZL1.Z-2026-07;590123456774;EP123456\n5410126006957\r\n")
	b.mustNext(t, scanner.Booking, "BL1.c2lnbmVk.ZXZlbnQ")
	if c := b.mustNext(t, scanner.Document, "590-1234567-74"); c.Number != "590123456774" {
		t.Errorf("number %q", c.Number)
	}
	c := b.mustNext(t, scanner.Consignment, "ZL1.Z-2026-07;590123456774;EP123456")
	if c.Number != "Z-2026-07" || len(c.Documents) != 2 || c.Documents[1] != "EP123456" {
		t.Errorf("consignment %q with %q", c.Number, c.Documents)
	}
	b.mustNext(t, scanner.Unknown, "5410126006957")
	for _, lines := range []string{Card, Overflow, Small, Passport, Belgian} {
		b.send(strings.ReplaceAll(lines, "\n", "\r\n") + "\r\n")
		if c := b.mustNext(t, scanner.Travel, lines); c.MRZ.Surname == "" {
			t.Error("lines without a name")
		}
	}
}

// testPieces: a line gives bytes as it likes.
func (b *bench) testPieces(t *testing.T) {
	b.send("BL1.")
	b.send("half")
	b.send("\x03\r")
	b.mustNext(t, scanner.Booking, "BL1.half")
	b.send("\n\r\n\x02EP123456\x03\r\n")
	b.mustNext(t, scanner.Document, "EP123456")
	b.send("Zoë\r\n")
	b.mustNext(t, scanner.Unknown, "Zoë")
}

// testNoise: what is no text is dropped, and the next code is whole.
func (b *bench) testNoise(t *testing.T) {
	b.send("\x00\xFF\xFE\x80\r\n")
	b.send(strings.Repeat("9", scanner.MaxFrame+1) + "\r\n")
	b.send("BL1.after\r\n")
	b.mustNext(t, scanner.Booking, "BL1.after")
	// Lines of a document of which the last never comes do not swallow what comes after.
	first, _, _ := strings.Cut(Card, "\n")
	b.send(first + "\r\nBL1.after\r\n")
	b.mustNext(t, scanner.Booking, "BL1.after")
	if h := b.Health(within(t)); h.State != device.Ready {
		t.Errorf("after noise and a code: %s", h)
	}
}

// testGivenUp: who gives up hears so, and what is scanned then is not lost.
func (b *bench) testGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	heard := make(chan error, 1)
	go func() { _, err := b.Next(ctx); heard <- err }()
	cancel()
	if err := <-heard; !errors.Is(err, context.Canceled) || !device.Refused(err) {
		t.Errorf("who gave up: %v", err)
	}
	b.send("BL1.later\r\n")
	b.mustNext(t, scanner.Booking, "BL1.later")
}

// testUnplugged pulls the cable in the middle of a code.
func (b *bench) testUnplugged(t *testing.T) {
	b.send("BL1.whole\r\nBL1.ha")
	b.mustNext(t, scanner.Booking, "BL1.whole")
	heard := make(chan error, 1)
	go func() { _, err := b.Next(within(t)); heard <- err }()
	b.hand.Unplug()
	if err := <-heard; device.ReasonOf(err) != device.OutOfReach || !device.Refused(err) {
		t.Errorf("a scanner that was unplugged: %v", err)
	}
	if h := b.Health(within(t)); h.State != device.Absent || !h.Has(device.OutOfReach) {
		t.Errorf("a scanner that was unplugged is %s", h)
	}
	if _, err := b.Next(within(t)); device.ReasonOf(err) != device.OutOfReach {
		t.Errorf("a scanner that is still away: %v", err)
	}
	b.hand.Plug()
	if h := b.Health(within(t)); h.State != device.Ready {
		t.Errorf("plugged in again: %s", h)
	}
	b.send("BL1.again\r\n")
	b.mustNext(t, scanner.Booking, "BL1.again")
}

func (b *bench) testClosed(t *testing.T) {
	heard := make(chan error, 1)
	go func() { _, err := b.Next(within(t)); heard <- err }()
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	if err := <-heard; device.ReasonOf(err) != device.OutOfReach {
		t.Errorf("who waited at the closing: %v", err)
	}
	if _, err := b.Next(within(t)); device.ReasonOf(err) != device.OutOfReach {
		t.Errorf("after the closing: %v", err)
	}
	if h := b.Health(within(t)); h.State != device.Absent {
		t.Errorf("after the closing: %s", h)
	}
}
