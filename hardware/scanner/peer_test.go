//go:build devices

package scanner_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/scanner"
	"github.com/buurtloket/buurtloket/hardware/scanner/scannertest"
)

// TestOverSerialLine runs the suite over a pair of pseudo terminals: the kernel's own serial driver, with its buffers and
// its hang-ups, between the hand and us.
func TestOverSerialLine(t *testing.T) {
	scannertest.Run(t, func(t *testing.T, rules scanner.Rules) (scanner.Scanner, scannertest.Hand) {
		wire := newWire(t)
		line := scanner.NewLine(scanner.Config{Open: scanner.OpenTTY(wire.ours, 115200), Rules: rules})
		t.Cleanup(func() { line.Close() })
		return line, wire
	})
}

// TestPrintedCodesComeBack: what we print as a code is made by zint, read by zbarimg, both written by others, typed into
// the line as a scanner would, and is what it was.
func TestPrintedCodesComeBack(t *testing.T) {
	mustHave(t, "zint", "zint")
	mustHave(t, "zbarimg", "zbar-tools")
	wire := newWire(t)
	line := scanner.NewLine(scanner.Config{Open: scanner.OpenTTY(wire.ours, 9600), Rules: scanner.DefaultRules()})
	defer line.Close()
	if h := line.Health(t.Context()); h.State != device.Ready {
		t.Fatalf("the line is %s: %s", h, h.Detail)
	}
	const code128, qr = "20", "58"
	var listed []string
	for i := range 60 {
		listed = append(listed, fmt.Sprintf("EP%06d", 100000+i))
	}
	for _, row := range []struct {
		symbology, text string
		kind            scanner.Kind
	}{
		{qr, "BL1.AZ0az9-_" + strings.Repeat("Signed_by-HQ.", 16), scanner.Booking},
		{code128, "BL1.c2hvcnQ", scanner.Booking},
		{code128, "590-1234567-74", scanner.Document},
		{code128, "590123456774", scanner.Document},
		{code128, "EP123456", scanner.Document},
		{qr, "ZL1.Z-2026-07;" + strings.Join(listed, ";"), scanner.Consignment},
		{code128, "5410126006957", scanner.Unknown},
		{qr, "Zoë, Güçlü en coöperatie € 5", scanner.Unknown},
	} {
		wire.Send(mustPrintAndRead(t, row.symbology, row.text))
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		code, err := line.Next(ctx)
		cancel()
		if err != nil || code.Kind != row.kind || code.Text != row.text {
			t.Errorf("%q came back as %s %q: %v", row.text, code.Kind, code.Text, err)
		}
	}
}

// mustPrintAndRead gives what a reader makes of a printed code, ended as it ends it.
func mustPrintAndRead(t *testing.T, symbology, text string) []byte {
	t.Helper()
	picture := filepath.Join(t.TempDir(), "code.png")
	// ECI 26 tells the reader that the text is UTF-8.
	arguments := []string{"--barcode=" + symbology, "--output=" + picture, "--scale=3", "--quietzones", "--data=" + text}
	if symbology == "58" {
		arguments = append(arguments, "--eci=26")
	}
	if out, err := exec.Command("zint", arguments...).CombinedOutput(); err != nil {
		t.Fatalf("zint: %v: %s", err, out)
	}
	var said bytes.Buffer
	reader := exec.Command("zbarimg", "--raw", "--quiet", picture)
	reader.Stderr = &said
	read, err := reader.Output()
	if err != nil {
		t.Fatalf("zbarimg read nothing of %q: %v: %s", text, err, said.String())
	}
	return read
}

// wire is a pair of pseudo terminals that socat holds together: ours, and the one that the scanner writes to.
type wire struct {
	t            *testing.T
	ours, theirs string
	stop         context.CancelFunc
	ended        chan error
}

func newWire(t *testing.T) *wire {
	t.Helper()
	mustHave(t, "socat", "socat")
	folder := t.TempDir()
	w := &wire{t: t, ours: filepath.Join(folder, "ours"), theirs: filepath.Join(folder, "theirs")}
	w.Plug()
	t.Cleanup(func() {
		if w.stop != nil {
			w.Unplug()
		}
	})
	return w
}

// Plug starts socat, and waits until both ends are there.
func (w *wire) Plug() {
	w.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	cable := exec.CommandContext(ctx, "socat", "pty,raw,echo=0,link="+w.ours, "pty,raw,echo=0,link="+w.theirs)
	if err := cable.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.stop, w.ended = stop, make(chan error, 1)
	go func(ended chan error) { ended <- cable.Wait() }(w.ended)
	eventually(w.t, func() bool { return exists(w.ours) && exists(w.theirs) })
}

// Unplug ends socat, which takes both ends away.
func (w *wire) Unplug() {
	w.t.Helper()
	w.stop()
	<-w.ended
	w.stop = nil
	// A socat that is killed leaves the names of its ends behind.
	os.Remove(w.ours)
	os.Remove(w.theirs)
}

// Send writes as a scanner does.
func (w *wire) Send(data []byte) {
	w.t.Helper()
	file, err := os.OpenFile(w.theirs, os.O_WRONLY, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.Write(data); err != nil {
		w.t.Fatal(err)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func mustHave(t *testing.T, program, debian string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Fatalf("%s is missing: install the Debian package %s", program, debian)
	}
}
