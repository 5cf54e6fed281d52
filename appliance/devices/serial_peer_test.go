//go:build devices

package devices_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/hardware/device"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
)

// serialVault is a configuration as a site has it: two doors at one board on a serial line, with a lamp at the first.
const serialVault = `
vault:
  id: kluis
  dialect: modbus-rtu
  serial: %s
  speed: 115200
  patience: 2s
  boards: [{address: 1}]
  doors: [{door: 1, compartment: A1, lock: 0, lamp: 8}, {door: 2, compartment: B3, lock: 1}]
`

// board is pymodbus at the other end of the serial line, with those two doors.
type board struct {
	in   io.Writer
	out  *bufio.Reader
	stop func()
}

// startBoard starts pymodbus on a device; it listens a moment later.
func startBoard(t *testing.T, path string) *board {
	t.Helper()
	cmd := exec.Command("/usr/bin/python3", "board.py", "rtu", path)
	cmd.Dir = "../../hardware/vault/testdata"
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatalf("install Debian's python3-pymodbus and python3-serial: %v", err)
	}
	b := &board{in: in, out: bufio.NewReader(out), stop: func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }}
	t.Cleanup(b.stop)
	fmt.Fprintln(in, `[{"unit": 1, "hold": false, "coils": {"0": 1, "1": 2}, "lamps": {"8": 1}, "inputs": {"0": [1, false], "1": [2, false]}}]`)
	return b
}

// say gives the board a command and reads its answer.
func (b *board) say(t *testing.T, words ...any) string {
	t.Helper()
	fmt.Fprintln(b.in, words...)
	answer, err := b.out.ReadString('\n')
	if err != nil {
		t.Fatalf("board.py: %v", err)
	}
	return strings.TrimSpace(answer)
}

// cable joins two serial devices with socat, until it is cut.
func cable(t *testing.T, ours, theirs string) (cut func()) {
	t.Helper()
	cmd := exec.Command("socat", "pty,raw,echo=0,link="+ours, "pty,raw,echo=0,link="+theirs)
	if err := cmd.Start(); err != nil {
		t.Fatalf("install Debian's socat: %v", err)
	}
	cut = func() { _ = cmd.Process.Kill(); _ = cmd.Wait(); os.Remove(ours); os.Remove(theirs) }
	t.Cleanup(cut)
	eventually(t, "the cable", func() bool {
		_, err := os.Stat(ours)
		_, other := os.Stat(theirs)
		return err == nil && other == nil
	})
	return cut
}

// eventually polls what other programs bring about.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); <-time.After(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal(what)
		}
	}
}

// TestSerialVault: the vault of a site's file, over this package's own serial line, before a board of others: it is found,
// read, opened and lit; a cable that is pulled makes its doors unknown, and one that is back needs no restart.
func TestSerialVault(t *testing.T) {
	dir := t.TempDir()
	ours, theirs := filepath.Join(dir, "ours"), filepath.Join(dir, "theirs")
	cut := cable(t, ours, theirs)
	b := startBoard(t, theirs)
	set, err := devices.Open(mustRead(t, fmt.Sprintf(serialVault, ours)), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	v := devices.Of[locker.Vault](set)[0]
	ctx := context.Background()
	ready := func() bool { return v.Health(ctx).State == device.Ready }
	eventually(t, "the board answers", ready)
	if p := set.All[0].Test(ctx); !p.OK || !strings.Contains(p.Say, "2 deuren gelezen: 2 dicht, 0 open, 0 onbekend") {
		t.Errorf("%+v", p)
	}
	if err := v.Open(ctx, locker.Order{Door: 2, Deadline: time.Now().Add(time.Minute)}); err != nil {
		t.Fatal(err)
	}
	if err := v.Light(ctx, 1, 2); err != nil {
		t.Error(err)
	}
	stands := func(want1, want2 locker.State) {
		t.Helper()
		if r, _ := v.Doors(ctx); r.State(1) != want1 || r.State(2) != want2 {
			t.Errorf("doors %+v", r.Doors)
		}
	}
	stands(locker.Closed, locker.Open)
	if p1, p2, lit := b.say(t, "pulses", 1), b.say(t, "pulses", 2), b.say(t, "lit", 1); p1 != "0" || p2 != "1" || lit != "True" {
		t.Errorf("pulses %s and %s, lit %s", p1, p2, lit)
	}
	b.say(t, "shut", 2)
	stands(locker.Closed, locker.Closed)

	b.stop()
	cut()
	if h := v.Health(ctx); h.State != device.Absent || !h.Has(device.OutOfReach) {
		t.Errorf("a pulled cable: %s", h)
	}
	stands(locker.Unknown, locker.Unknown)
	if err := v.Open(ctx, locker.Order{Door: 1, Deadline: time.Now().Add(time.Minute)}); !device.Refused(err) {
		t.Errorf("an order over a pulled cable: %v", err)
	}
	cable(t, ours, theirs)
	b = startBoard(t, theirs)
	eventually(t, "the board answers again", ready)
	if n := b.say(t, "pulses", 1); n != "0" {
		t.Errorf("an order executed late: %s", n)
	}
	if err := v.Light(ctx); err != nil || b.say(t, "lit", 1) != "False" {
		t.Errorf("the lamp: %v", err)
	}
}
