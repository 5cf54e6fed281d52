package demo_test

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/demo"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// BenchmarkWindow measures the real program: `loket clerk` on a virtual display of 1280 × 800, painted in software, at a
// counter of the demonstration with its durable writes. "tap" is from a key, sent as a keyboard does, to the first
// pixel of its effect (call, visitor here, done, in turns); "crowd" the same with 500 people waiting and as many of 300
// appointments as the counter has places for; "first" from starting the program to the first picture of
// the counter; "idle" the share of one core that the window takes while nothing happens. It needs Xvfb and the
// programs as `make build` leaves them, in bin/ or in the folder that BIN names, and skips without.
func BenchmarkWindow(b *testing.B) {
	w := mustWindow(b)
	first, err := w.open()
	if err != nil {
		b.Fatal(err)
	}
	if err := w.signIn(); err != nil {
		b.Fatal(err)
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(first.Microseconds()), "p50-µs")
	})
	b.Run("idle", func(b *testing.B) {
		for b.Loop() {
		}
		share, err := w.idle(5 * time.Second)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(100*share, "%-of-a-core")
	})
	b.Run("tap", w.measureTaps)
	booked, err := w.crowd(500, 300)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("crowd", func(b *testing.B) {
		w.measureTaps(b)
		b.ReportMetric(float64(booked), "appointments")
	})
}

func (w *window) measureTaps(b *testing.B) {
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		d, err := w.tap(i)
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, d)
	}
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[int(share*float64(len(took)-1))].Microseconds())
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(at(0.5), "p50-µs")
	b.ReportMetric(at(0.99), "p99-µs")
}

// window is a clerk's window over a demonstration.
type window struct {
	b       *testing.B
	bin     string
	demo    *demo.Demo
	display string
	x       *xclient
	cmd     *exec.Cmd
	till    contractconnect.CounterClient
	session string
}

func mustWindow(b *testing.B) *window {
	b.Helper()
	bin, err := filepath.Abs(cmp.Or(os.Getenv("BIN"), "../../bin"))
	if err != nil {
		b.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(bin, "loket.windowless")); err == nil {
		b.Skip("loket was built without windows")
	}
	for _, program := range []string{"loket", "central", "appliance"} {
		if _, err := os.Stat(filepath.Join(bin, program)); err != nil {
			b.Skip("no bin/: run `make build` first")
		}
	}
	if _, err := exec.LookPath("Xvfb"); err != nil {
		b.Skip("no Xvfb")
	}
	dir, err := os.MkdirTemp("", "window")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = os.RemoveAll(dir) })
	w := &window{b: b, bin: bin}
	w.screen()
	if w.demo, err = demo.Start(b.Context(), demo.Config{Programs: bin, State: filepath.Join(dir, "s"), Out: new(bytes.Buffer)}); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = w.demo.Close() })
	if err := w.colleague(); err != nil {
		b.Fatal(err)
	}
	return w
}

// start runs a program until the benchmark ends.
func (w *window) start(cmd *exec.Cmd) {
	w.b.Helper()
	if err := cmd.Start(); err != nil {
		w.b.Fatal(err)
	}
	w.b.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	})
}

// screen starts a virtual display, which takes a free number itself and says which.
func (w *window) screen() {
	w.b.Helper()
	r, tell, err := os.Pipe()
	if err != nil {
		w.b.Fatal(err)
	}
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{tell}
	w.start(cmd)
	_ = tell.Close()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		w.b.Fatal(err)
	}
	w.display = strings.TrimSpace(line)
	if w.x, err = dialX(w.display); err != nil {
		w.b.Fatal(err)
	}
}

// colleague signs in at the second desk, to let visitors in.
func (w *window) colleague() error {
	w.till = contractconnect.NewCounterClient(socket.Client(w.demo.Socket(demo.Counters[0])), "http://counter")
	in, err := w.till.SignIn(w.b.Context(), connect.NewRequest(&contract.SignInRequest{Clerk: "bart", Pin: "1234", Desk: 2}))
	if err == nil {
		w.session = in.Msg.Session
	}
	return err
}

// visitor lets somebody in, so that there is always somebody to call.
func (w *window) visitor() error {
	_, err := w.till.Issue(w.b.Context(), connect.NewRequest(&contract.IssueRequest{Command: &contract.Command{Session: w.session},
		Products: []string{"attest-bevolking"}, Persons: 1}))
	return err
}

// crowd lets people in and books the first free places of the counter, and tells how many places there were.
func (w *window) crowd(waiting, appointments int) (booked int, err error) {
	for range waiting {
		if err := w.visitor(); err != nil {
			return 0, err
		}
	}
	for booked < appointments {
		found, err := w.till.Search(w.b.Context(), connect.NewRequest(&contract.SearchRequest{Products: []string{"attest-bevolking"}, Persons: 1,
			Sites: []string{demo.Counters[0]}, Limit: 100}))
		if err != nil {
			return booked, err
		}
		before := booked
		for _, free := range found.Msg.Places {
			if booked == appointments || !free.Sure {
				break
			}
			if _, err := w.till.Book(w.b.Context(), connect.NewRequest(&contract.BookRequest{Command: &contract.Command{Session: w.session}, Place: free.Place,
				Products: []string{"attest-bevolking"}, Persons: 1, Person: &contract.Person{Name: "Klant"}})); err != nil {
				return booked, err
			}
			booked++
		}
		if booked == before {
			break
		}
	}
	<-time.After(time.Second) // until all of them are painted
	return booked, nil
}

// area is a part of the display.
type area struct{ left, top, wide, high uint16 }

// open starts the clerk's window and tells how long it took until the counter was painted: its name at the top, and the sheet
// to sign in, the pixels of which lie in the middle.
func (w *window) open() (time.Duration, error) { return w.show(area{500, 300, 200, 200}, "clerk") }

// show starts a screen and tells how long it took until something was painted in a part of the display.
func (w *window) show(in area, args ...string) (time.Duration, error) {
	blank, err := w.x.pixels(in.left, in.top, in.wide, in.high)
	if err != nil {
		return 0, err
	}
	w.cmd = exec.Command(filepath.Join(w.bin, "loket"), append(args, "--socket", w.demo.Socket(demo.Counters[0]))...)
	w.cmd.Env = append(os.Environ(), "DISPLAY=:"+w.display, "WAYLAND_DISPLAY=", "LANG=nl_NL.UTF-8")
	began := time.Now()
	w.start(w.cmd)
	_, err = w.x.until(in.left, in.top, in.wide, in.high, func(now string) bool { return now != blank && varied(now) })
	return time.Since(began), err
}

// varied reports whether pixels show something: more than one colour.
func varied(pixels string) bool {
	colours := map[string]bool{}
	for i := 0; i+4 <= len(pixels); i += 4 {
		colours[pixels[i:i+4]] = true
	}
	return len(colours) > 8
}

// signIn types An's PIN, and waits until the sheet is gone and the white of the column under it is painted.
func (w *window) signIn() error {
	if err := w.visitor(); err != nil {
		return err
	}
	for _, c := range "1234" {
		if err := w.x.key(digits[c]); err != nil {
			return err
		}
	}
	if err := w.x.key(keyReturn); err != nil {
		return err
	}
	_, err := w.x.until(600, 400, 1, 1, func(now string) bool { return now[:3] == "\xff\xff\xff" })
	<-time.After(time.Second) // until what follows, the first visitor in the list, is painted too
	return err
}

// tap presses the key that is next and waits for its effect where the visitor of the desk is shown.
func (w *window) tap(i int) (time.Duration, error) {
	if i%3 == 0 {
		if err := w.visitor(); err != nil {
			return 0, err
		}
		<-time.After(300 * time.Millisecond) // the list is painted
	}
	left, width := uint16(376), uint16(300) // the ticket and the name, or that there is nobody
	if i%3 == 1 {
		left, width = 690, 100 // the service time begins to run
	}
	before, err := w.x.pixels(left, 90, width, 60)
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := w.x.key([]byte{keyF2, keyF5, keyF4}[i%3]); err != nil {
		return 0, err
	}
	_, err = w.x.until(left, 90, width, 60, func(now string) bool { return now != before })
	took := time.Since(began)
	<-time.After(200 * time.Millisecond) // a person does not press the next key sooner
	return took, err
}

// idle is the share of one core that the window takes for a while.
func (w *window) idle(while time.Duration) (float64, error) {
	before, err := ticks(w.cmd.Process.Pid)
	if err != nil {
		return 0, err
	}
	<-time.After(while)
	after, err := ticks(w.cmd.Process.Pid)
	return float64(after-before) / 100 / while.Seconds(), err
}

// ticks is what a process has used of the processors, in hundredths of a second.
func ticks(pid int) (int, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		return 0, err
	}
	system, err := strconv.Atoi(fields[12])
	return user + system, err
}
