package scanner_test

import (
	"context"
	"io"
	"testing"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/scanner"
	"github.com/buurtloket/buurtloket/hardware/scanner/scannertest"
)

func TestEmulatorKeepsTheTreaty(t *testing.T) {
	scannertest.Run(t, func(_ *testing.T, rules scanner.Rules) (scanner.Scanner, scannertest.Hand) {
		e := scanner.NewEmulator(rules)
		return e, e
	})
}

// TestClosedWhileOpening: a line that takes its time to open does not hold a closing up.
func TestClosedWhileOpening(t *testing.T) {
	opening := make(chan struct{})
	line := scanner.NewLine(scanner.Config{Open: func(ctx context.Context) (io.ReadCloser, error) {
		close(opening)
		<-ctx.Done()
		return nil, ctx.Err()
	}})
	heard := make(chan error, 1)
	go func() { _, err := line.Next(t.Context()); heard <- err }()
	<-opening
	if err := line.Close(); err != nil {
		t.Error(err)
	}
	if err := <-heard; device.ReasonOf(err) != device.OutOfReach {
		t.Errorf("who waited: %v", err)
	}
}

// TestWrongSpeed: a scanner that only ever says noise wants care, and says so.
func TestWrongSpeed(t *testing.T) {
	e := scanner.NewEmulator(scanner.DefaultRules())
	defer e.Close()
	e.Send([]byte("\xF8\x80\x00\r\n"))
	e.Scan("EP123456")
	if _, err := e.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	if h := e.Health(t.Context()); h.State != device.Ready {
		t.Errorf("noise and then a code: %s", h)
	}
	heard := make(chan struct{})
	go func() { defer close(heard); e.Next(t.Context()) }()
	e.Send([]byte("\xF8\x80\x00\r\n"))
	eventually(t, func() bool { return e.Health(t.Context()).Has(device.Unreadable) })
	e.Scan("EP123456")
	<-heard
	if h := e.Health(t.Context()); h.State != device.Ready {
		t.Errorf("a code at last: %s", h)
	}
}
