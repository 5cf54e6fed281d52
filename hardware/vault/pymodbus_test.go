//go:build devices

package vault_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/hardware/vault/modbus"
)

// python is Debian's own, for which python3-pymodbus is installed.
const python = "/usr/bin/python3"

// peer is a running board.py.
type peer struct {
	in     io.WriteCloser
	out    *bufio.Reader
	stop   func() // by pid, and waits; more than once is harmless
	errors *strings.Builder
}

// startBoards starts the boards; they listen a moment later.
func startBoards(t *testing.T, boards []vault.Board, kind, where string) *peer {
	t.Helper()
	if out, err := exec.Command(python, "-c", "import pymodbus, serial").CombinedOutput(); err != nil {
		t.Fatalf("install Debian's python3-pymodbus and python3-serial: %v\n%s", err, out)
	}
	_, port, _ := strings.Cut(where, ":")
	if kind == "rtu" {
		port = where
	}
	cmd := exec.Command(python, "testdata/board.py", kind, port)
	p := &peer{errors: &strings.Builder{}}
	cmd.Stderr = p.errors
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	p.in, p.out = in, bufio.NewReader(out)
	p.stop = func() { once.Do(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }) }
	t.Cleanup(p.stop)
	fmt.Fprintln(in, plan(boards))
	p.say(t, "reset")
	return p
}

// plan is what hangs at the boards, for board.py.
func plan(boards []vault.Board) string {
	type board struct {
		Unit   byte              `json:"unit"`
		Hold   bool              `json:"hold"`
		Coils  map[uint16]int    `json:"coils"`
		Lamps  map[uint16]int    `json:"lamps"`
		Inputs map[uint16][2]any `json:"inputs"`
	}
	var plan []board
	for _, b := range boards {
		p := board{Unit: b.Address, Hold: b.Release == vault.ByMaster, Coils: map[uint16]int{}, Lamps: map[uint16]int{}, Inputs: map[uint16][2]any{}}
		p.Inputs[b.Supply.Input] = [2]any{0, b.Supply.Inverted}
		for _, f := range b.Fittings {
			p.Coils[f.Lock] = int(f.Door)
			if f.Lamp != nil {
				p.Lamps[*f.Lamp] = int(f.Door)
			}
			p.Inputs[f.Contact.Input] = [2]any{f.Door, f.Contact.Inverted}
		}
		plan = append(plan, p)
	}
	text, err := json.Marshal(plan)
	if err != nil {
		panic(err) // a constant plan
	}
	return string(text)
}

// say gives a command and reads its answer.
func (p *peer) say(t *testing.T, words ...any) string {
	t.Helper()
	if _, err := fmt.Fprintln(p.in, words...); err != nil {
		t.Fatalf("board.py: %v\n%s", err, p.errors)
	}
	answer, err := p.out.ReadString('\n')
	if err != nil {
		p.stop()
		t.Fatalf("board.py: %v\n%s", err, p.errors)
	}
	return strings.TrimSpace(answer)
}

// Pulses is for tests that hold the peer itself.
func (p *peer) Pulses(d vault.Door) int {
	fmt.Fprintln(p.in, "pulses", d)
	answer, _ := p.out.ReadString('\n')
	n, err := strconv.Atoi(strings.TrimSpace(answer))
	if err != nil {
		return -1
	}
	return n
}

// Lit reports whether the coil of a door's lamp is on.
func (p *peer) Lit(d vault.Door) bool {
	fmt.Fprintln(p.in, "lit", d)
	answer, _ := p.out.ReadString('\n')
	return strings.TrimSpace(answer) == "True"
}

// hands is the cabinet behind a peer.
type hands struct {
	*peer
	t *testing.T
}

func (h *hands) Shut(d vault.Door)  { h.say(h.t, "shut", d) }
func (h *hands) Force(d vault.Door) { h.say(h.t, "force", d) }
func (h *hands) Mend(f vault.Fault) { h.say(h.t, "mend", f) }
func (h *hands) Break(f vault.Fault, doors ...vault.Door) {
	words := []any{"break", f}
	for _, d := range doors {
		words = append(words, d)
	}
	h.say(h.t, words...)
}

// serialPair is two serial devices with a cable between them.
func serialPair(t *testing.T) (ours, theirs string) {
	t.Helper()
	dir := t.TempDir()
	joinSerial(t, dir)
	return filepath.Join(dir, "ours"), filepath.Join(dir, "theirs")
}

// joinSerial makes the devices ours and theirs in a folder; pull takes them away, by the pid of socat.
func joinSerial(t *testing.T, dir string) (pull func()) {
	t.Helper()
	ours, theirs := filepath.Join(dir, "ours"), filepath.Join(dir, "theirs")
	cmd := exec.Command(mustFind(t, "socat", "socat"), "pty,raw,echo=0,link="+ours, "pty,raw,echo=0,link="+theirs)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	pull = func() { once.Do(func() { _ = cmd.Process.Kill(); _ = cmd.Wait(); os.Remove(ours); os.Remove(theirs) }) }
	t.Cleanup(pull)
	eventually(t, func() error {
		_, err := os.Stat(ours)
		_, other := os.Stat(theirs)
		return errors.Join(err, other)
	})
	return pull
}

// serialLine opens a device that is set up already.
func serialLine(path string) vault.Line {
	return vault.Line{Silence: modbus.Silence(115200), Connect: func(context.Context) (io.ReadWriteCloser, error) {
		return os.OpenFile(path, os.O_RDWR, 0)
	}}
}

func dialer(where string) func(context.Context) (io.ReadWriteCloser, error) {
	return func(ctx context.Context) (io.ReadWriteCloser, error) {
		var d net.Dialer
		return d.DialContext(ctx, "tcp", where)
	}
}

func mustFind(t *testing.T, program, debian string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("install Debian's %s: %v", debian, err)
	}
	return path
}

func mustConnect(t *testing.T, l vault.Line) io.ReadWriteCloser {
	t.Helper()
	conn, err := l.Connect(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func mustNew(t *testing.T, c vault.Config) *vault.Cabinet {
	t.Helper()
	v, err := vault.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

// eventually polls a condition that other programs bring about.
func eventually(t *testing.T, try func() error) {
	t.Helper()
	end := time.Now().Add(20 * time.Second)
	for {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
		<-time.After(20 * time.Millisecond)
	}
}
