//go:build devices

package local_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance/night/sheet"
	"github.com/buurtloket/buurtloket/hardware/device/devicetest"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// The peers are ippeveprinter, a printer of documents but for the paper, and a socket that takes tickets as a printer in the
// network does; what comes over it is read by the emulator.

// TestPapersOverTheWire: from the counter's call to the printers, over their protocols: a certificate is the same to the
// byte when it arrives, the sheet of the day arrives whole, and a number comes out with the visitor.
func TestPapersOverTheWire(t *testing.T) {
	roll := receipt.NewEmulator(receipt.Wide42)
	address, tray := startPrinter(t)
	ipp, err := printer.New(printer.Config{Address: address})
	if err != nil {
		t.Fatal(err)
	}
	p := new(printing).with(t, receipt.New(receipt.Config{Open: receipt.TCP(sink(t, roll))}), ipp, true, nil)

	issued := p.mustIssue()
	eventually(t, "the number is out", func() bool { return len(roll.Slips()) == 1 })
	if text := strings.ReplaceAll(roll.Slips()[0].Text(), " ", ""); !strings.Contains(text, issued.Ticket) {
		t.Errorf("it is\n%s", text)
	}

	q := p.typed()
	row := p.mustCertify(q)
	eventually(t, "the slip is out", func() bool { return len(roll.Slips()) == 2 })
	pdf := mustPDF(t)
	p.made(press{pdf: pdf})
	if _, err := p.collect(p.command(), row.Pickup); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the printer said so", func() bool {
		return p.row(row.Certificate).Stage == contract.CertificateStage_CERTIFICATE_STAGE_PRINTED
	})
	if all := tray(); len(all) != 1 || !bytes.Equal(all[0], pdf) {
		t.Fatalf("%d papers came out, or other bytes than were made", len(all))
	}
	for n, ask := range []func(context.Context, *connect.Request[contract.PrintRequest]) (*connect.Response[contract.PrintResponse], error){p.client.Reprint, p.client.Print} {
		of := &contract.PrintSubject{Kind: contract.PrintKind_PRINT_KIND_CERTIFICATE, Id: row.Certificate}
		if n == 1 {
			of = &contract.PrintSubject{Kind: contract.PrintKind_PRINT_KIND_DAY_SHEET, Date: int32(monday)}
		}
		r, err := ask(context.Background(), connect.NewRequest(&contract.PrintRequest{Command: p.command(), Of: of}))
		if err != nil {
			t.Fatal(err)
		}
		eventually(t, "it is printed", func() bool { return p.mustRow(r.Msg.Print.Print).Stage == contract.PrintStage_PRINT_STAGE_PRINTED })
	}
	all := tray()
	if len(all) != 3 || !bytes.Contains(all[1], []byte("DUPLICAAT")) || !bytes.Contains(all[2], []byte("Dagblad Buurtloket Berchem")) || !bytes.HasSuffix(bytes.TrimSpace(all[2]), []byte("%%EOF")) {
		t.Errorf("%d papers came out, or not the duplicate and the sheet of the day", len(all))
	}
}

// mustPDF is a document of a few pages.
func mustPDF(t *testing.T) []byte {
	t.Helper()
	s := sheet.Sheet{Site: "Stad", Day: "attest", Printed: time.Unix(0, 0).UTC(), Head: strings.Repeat("Zo\xc3\xab Peeters\n", 200)}
	b, err := s.PDF()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sink is a port that a ticket printer listens on.
func sink(t *testing.T, roll *receipt.Emulator) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var lines sync.WaitGroup
	lines.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			lines.Go(func() {
				_ = roll.Serve(ctx, c) // the driver hangs up
				_ = c.Close()
			})
		}
	})
	t.Cleanup(func() {
		cancel()
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		lines.Wait()
	})
	return l.Addr().String()
}

// startPrinter starts a document printer on a free port and gives its address and what came out of it. It is stopped after the
// test, by its process.
func startPrinter(t *testing.T) (address string, tray func() [][]byte) {
	t.Helper()
	dir := t.TempDir()
	out, spool, command := filepath.Join(dir, "tray"), filepath.Join(dir, "spool"), filepath.Join(dir, "command")
	script := fmt.Sprintf("#!/bin/sh\ncp \"$1\" %q/$(printf %%04d \"$IPP_JOB_ID\")\n", out)
	if err := errors.Join(os.Mkdir(out, 0o700), os.Mkdir(spool, 0o700)); err != nil {
		t.Fatal(err)
	}
	devicetest.Script(t, command, script)
	port := devicetest.FreePort(t)
	program := exec.Command(mustFind(t, "ippeveprinter", "cups-ipp-utils"), "-r", "off", "-n", "localhost", "-p", port, "-k", "-d", spool, "-K", dir,
		"-f", "application/pdf", "-c", command, "Peer")
	program.Env = append(os.Environ(), "DBUS_SYSTEM_BUS_ADDRESS="+startBus(t)) // it announces itself there, where nobody listens
	startPeer(t, program)
	eventually(t, "the printer answers", func() bool {
		c, err := net.Dial("tcp", net.JoinHostPort("localhost", port))
		return err == nil && c.Close() == nil
	})
	return "ipp://" + net.JoinHostPort("localhost", port) + "/ipp/print", func() (all [][]byte) {
		t.Helper()
		entries, err := os.ReadDir(out)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			b, err := os.ReadFile(filepath.Join(out, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, b)
		}
		return all
	}
}

// startBus starts a private message bus and gives its address.
func startBus(t *testing.T) string {
	t.Helper()
	bus := exec.Command(mustFind(t, "dbus-daemon", "dbus"), "--session", "--nofork", "--print-address=1")
	out, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	startPeer(t, bus)
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(address)
}

// startPeer starts a program and kills it after the test.
func startPeer(t *testing.T, program *exec.Cmd) {
	t.Helper()
	program.WaitDelay = 5 * time.Second
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := program.Process.Kill(); err != nil {
			t.Errorf("stop %s: %v", program.Path, err)
		}
		_ = program.Wait() // it was killed, and says so
	})
}

// mustFind fails a test whose peer is not installed: under this tag nothing is skipped.
func mustFind(t *testing.T, program, pkg string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%s is missing: install the Debian package %s", program, pkg)
	}
	return path
}
