//go:build devices

package printer_test

import (
	"bufio"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/device/devicetest"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/printer/printertest"
)

// The peer is ippeveprinter, the IPP Everywhere printer of the CUPS project: a real printer but for the paper. It hands
// each document to a command, which is where paper runs out and jobs fail. Each case has a process of its own. It listens
// on every address of the machine and offers no other way.

// commands are what the printer does with a document, per case. They get its file as $1; $TRAY and $GO are ours. One that
// waits outlives a printer that is killed, and ends with the test's folder.
var commands = map[printertest.Case]string{
	printertest.Works:       `cp "$1" "$TRAY/$IPP_JOB_ID"`,
	printertest.LosesAnswer: `cp "$1" "$TRAY/$IPP_JOB_ID"`,
	printertest.TakesNoPDF:  `cp "$1" "$TRAY/$IPP_JOB_ID"`,
	printertest.Aborts:      `exit 1`,
	printertest.Holds:       `while [ -d "$TRAY" ] && [ ! -e "$GO" ]; do sleep 0.05; done; cp "$1" "$TRAY/$IPP_JOB_ID"`,
	printertest.RunsOut: `echo "STATE: +media-empty-error" >&2
		while [ -d "$TRAY" ] && [ ! -e "$GO" ]; do sleep 0.05; done
		echo "STATE: -media-empty-error" >&2
		cp "$1" "$TRAY/$IPP_JOB_ID"`,
}

// TestTreatyWithPeer tries the driver against the real program.
func TestTreatyWithPeer(t *testing.T) {
	printertest.Run(t, func(t *testing.T, c printertest.Case) printertest.Bench {
		peer := startPeer(t, c)
		config := printer.Config{Address: peer.address}
		if c == printertest.LosesAnswer {
			config.Client = &http.Client{Transport: losing{&http.Transport{DisableKeepAlives: true}}}
		}
		peer.bench.Printer = mustNew(t, config)
		return peer.bench
	})
}

// TestEncryptedPeer: the program signs its own certificate, as printers do, and takes TLS on the same port.
func TestEncryptedPeer(t *testing.T) {
	peer := startPeer(t, printertest.Works)
	address := strings.TrimSuffix(strings.TrimPrefix(peer.address, "ipp://"), "/ipp/print")
	seen, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	fingerprint := sha256.Sum256(seen.ConnectionState().PeerCertificates[0].Raw)
	if err := seen.Close(); err != nil {
		t.Error(err)
	}
	p := mustNew(t, printer.Config{Address: "ipps" + strings.TrimPrefix(peer.address, "ipp"), TLS: printer.PinnedTo(fingerprint)})
	if h := p.Health(t.Context()); h.State != device.Ready {
		t.Errorf("over TLS it is %s: %s", h, h.Detail)
	}
	if _, err := p.Print(t.Context(), document("p-1")); err != nil {
		t.Error(err)
	}
	p = mustNew(t, printer.Config{Address: "ipps" + strings.TrimPrefix(peer.address, "ipp"), TLS: printer.PinnedTo([32]byte{})})
	if h := p.Health(t.Context()); h.State != device.Absent {
		t.Errorf("with another fingerprint it is %s", h)
	}
}

// TestJudgedByTool: ipptool, the client of the same project, sees our job at the peer as we do — and our emulator passes
// the tool's own test of a printer's answers.
func TestJudgedByTool(t *testing.T) {
	peer := startPeer(t, printertest.Works)
	p := mustNew(t, printer.Config{Address: peer.address})
	job := mustPrint(t, p, "seen-by-others")
	out := ipptool(t, peer.address, "get-completed-jobs.test", func(out string) bool { return strings.Contains(out, "completed-successfully") })
	for _, want := range []string{
		"job-name (nameWithoutLanguage) = seen-by-others", fmt.Sprintf("job-id (integer) = %d", job.ID.Number), "[PASS]",
		"job-originating-user-name (nameWithoutLanguage) = buurtloket", // without TLS the peer believes the name that it is told
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the tool does not see %q:\n%s", want, out)
		}
	}

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: printer.NewEmulator(printer.EmulatorConfig{})}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		if err := errors.Join(server.Close(), <-served); !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	for _, test := range []string{"get-printer-attributes.test", "validate-job.test", "print-job.test", "get-completed-jobs.test"} {
		if out := ipptool(t, "ipp://"+listener.Addr().String()+"/ipp/print", test, nil); !strings.Contains(out, "[PASS]") {
			t.Errorf("the tool does not take the emulator's answer:\n%s", out)
		}
	}
}

// ipptool runs one of the tool's own tests until its output is as wanted, or once.
func ipptool(t *testing.T, address, test string, until func(string) bool) (out string) {
	t.Helper()
	path := mustFind(t, "ipptool")
	file := filepath.Join(t.TempDir(), "one.pdf")
	if err := os.WriteFile(file, printertest.PDF("one"), 0o600); err != nil {
		t.Fatal(err)
	}
	limit := time.Now().Add(20 * time.Second)
	for {
		raw, err := exec.CommandContext(t.Context(), path, "-tv", "-f", file, address, test).CombinedOutput()
		out = string(raw)
		if until == nil || until(out) || time.Now().After(limit) {
			if err != nil {
				t.Errorf("ipptool: %v", err)
			}
			return out
		}
	}
}

// peer is a printer program with the folders it works in.
type peer struct {
	address string
	bench   printertest.Bench
}

// startPeer starts the printer of a case on a free port, and stops it after the test by its process.
func startPeer(t *testing.T, c printertest.Case) peer {
	t.Helper()
	dir := t.TempDir()
	tray, spool, goes := filepath.Join(dir, "tray"), filepath.Join(dir, "spool"), filepath.Join(dir, "go")
	command := filepath.Join(dir, "command")
	script := fmt.Sprintf("#!/bin/sh\nTRAY=%q GO=%q\n%s\n", tray, goes, commands[c])
	if err := errors.Join(os.Mkdir(tray, 0o700), os.Mkdir(spool, 0o700)); err != nil {
		t.Fatal(err)
	}
	devicetest.Script(t, command, script)
	port := devicetest.FreePort(t)
	args := []string{"-r", "off", "-n", "localhost", "-p", port, "-k", "-d", spool, "-K", dir, "-c", command}
	if c != printertest.TakesNoPDF {
		args = append(args, "-f", "application/pdf")
	}
	program := exec.Command(mustFind(t, "ippeveprinter"), append(args, "Peer")...)
	// It announces itself over the system's bus; here that is a private one, where nobody listens.
	program.Env = append(os.Environ(), "DBUS_SYSTEM_BUS_ADDRESS="+startBus(t))
	stop := start(t, program)
	address := net.JoinHostPort("localhost", port)
	limit := time.Now().Add(20 * time.Second)
	for {
		connection, err := net.Dial("tcp", address)
		if err == nil {
			_ = connection.Close() // it was only to see that somebody answers
			break
		}
		if time.Now().After(limit) {
			t.Fatalf("ippeveprinter does not answer: %v", err)
		}
		<-time.After(20 * time.Millisecond)
	}
	return peer{"ipp://" + address + "/ipp/print", printertest.Bench{
		Tray: func() [][]byte { return files(t, tray) }, Unplug: stop, RunOut: func() {},
		Go: func() {
			if err := os.WriteFile(goes, nil, 0o600); err != nil {
				t.Error(err)
			}
		},
	}}
}

// startBus starts a private message bus and gives its address.
func startBus(t *testing.T) string {
	t.Helper()
	bus := exec.Command(mustFind(t, "dbus-daemon"), "--session", "--nofork", "--print-address=1")
	out, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	start(t, bus)
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(address)
}

// start starts a program, and gives what stops it: it is killed, as by a pulled plug, once.
func start(t *testing.T, program *exec.Cmd) (stop func()) {
	t.Helper()
	var said strings.Builder
	program.Stderr = &said
	program.WaitDelay = 5 * time.Second // a command of a killed printer may hold its output
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	running := true
	stop = func() {
		if !running {
			return
		}
		running = false
		if err := program.Process.Kill(); err != nil {
			t.Errorf("stop %s: %v", program.Path, err)
		}
		_ = program.Wait() // it was killed, and says so
	}
	t.Cleanup(func() {
		stop()
		if t.Failed() {
			t.Logf("%s said:\n%s", program.Path, said.String())
		}
	})
	return stop
}

// files gives the contents of a folder, by name.
func files(t *testing.T, dir string) (all [][]byte) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data)
	}
	return all
}

// mustFind fails a test whose peer is not installed: under this tag nothing is skipped.
func mustFind(t *testing.T, program string) string {
	t.Helper()
	packages := map[string]string{"ippeveprinter": "cups-ipp-utils", "ipptool": "cups-ipp-utils", "dbus-daemon": "dbus"}
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%s is missing: install the Debian package %s", program, packages[program])
	}
	return path
}

// losing is a line that loses the answer to a Print-Job which the printer has taken.
type losing struct{ line http.RoundTripper }

func (l losing) RoundTrip(r *http.Request) (*http.Response, error) {
	var head [4]byte
	if _, err := io.ReadFull(r.Body, head[:]); err != nil {
		return nil, err
	}
	again := r.Clone(r.Context())
	again.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(strings.NewReader(string(head[:])), r.Body), r.Body}
	answer, err := l.line.RoundTrip(again)
	if err == nil && printer.Operation(head[2])<<8|printer.Operation(head[3]) == printer.PrintJob {
		return nil, errors.Join(io.ErrUnexpectedEOF, answer.Body.Close())
	}
	return answer, err
}
