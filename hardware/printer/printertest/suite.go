// Package printertest holds the treaty of a document printer as tests: what every printer.Printer must do, whether an
// emulator or a real program stands at the other end of the wire.
package printertest

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/printer"
)

// Case is how the printer of one test behaves. A case has a printer of its own: real ones stay upset after a fault.
type Case uint8

// The cases.
const (
	Works       Case = iota // jobs are done soon
	Holds                   // a job stays under way until Bench.Go
	Aborts                  // jobs end with an error of the printer
	RunsOut                 // the paper is out from Bench.RunOut, when a job is under way, until Bench.Go
	TakesNoPDF              // it takes other formats only
	LosesAnswer             // it takes the job, and the answer to Print-Job never arrives
)

// Bench is a printer with what stands beside it.
type Bench struct {
	Printer printer.Printer
	Tray    func() [][]byte // the documents that came out, oldest first
	Go      func()          // lets a job that is under way go on to its end
	RunOut  func()          // takes the paper away, in the case RunsOut
	Unplug  func()          // takes the printer away, for good
}

// Run tries the whole treaty. Make gives a fresh printer of a case and cleans up after the test.
func Run(t *testing.T, make func(t *testing.T, c Case) Bench) {
	for _, test := range []struct {
		name string
		in   Case
		do   func(t *testing.T, b Bench)
	}{
		{"Ready", Works, testReady},
		{"Prints", Works, testPrints},
		{"Streams", Works, testStreams},
		{"Aborted", Aborts, testAborted},
		{"PaperOut", RunsOut, testPaperOut},
		{"UnpluggedMidJob", Holds, testUnplugged},
		{"FormatRefused", TakesNoPDF, testFormat},
		{"AnswerLost", LosesAnswer, testAnswerLost},
		{"Canceled", Holds, testCanceled},
		{"OtherJob", Works, testOtherJob},
		{"NameRefused", Works, testName},
		{"GivenUp", Works, testGivenUp},
		{"Closed", Works, testClosed},
	} {
		t.Run(test.name, func(t *testing.T) { test.do(t, make(t, test.in)) })
	}
}

// PDF gives a small document that no two names share.
func PDF(name string) []byte {
	return []byte("%PDF-1.4\n% " + name + "\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\n" +
		"endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
}

// testReady: a fresh printer says what it is and has nothing to complain of.
func testReady(t *testing.T, b Bench) {
	if h := b.Printer.Health(t.Context()); h.State != device.Ready || len(h.Reasons) > 0 || h.Model == "" {
		t.Errorf("a fresh printer is %s, model %q", h, h.Model)
	}
}

// testPrints: the document comes out byte for byte, once, and is found by its name afterwards.
func testPrints(t *testing.T, b Bench) {
	job := mustPrint(t, b, "p-1")
	if job.ID.Number <= 0 || job.ID.Name != "p-1" {
		t.Fatalf("the job is %+v", job)
	}
	if end := follow(t, b, job.ID); end.State != printer.JobDone || len(end.Reasons) > 0 {
		t.Fatalf("it ended as %+v", end)
	}
	wantTray(t, b, PDF("p-1"))
	found, err := b.Printer.Find(t.Context(), "p-1")
	if err != nil || found.ID != job.ID || found.State != printer.JobDone {
		t.Errorf("found %+v, %v", found, err)
	}
}

// testStreams hands over more than any buffer holds, with its size and without.
func testStreams(t *testing.T, b Bench) {
	big := append(PDF("big"), bytes.Repeat([]byte("% 0123456789abcdef\n"), 300_000)...)
	for _, size := range []int64{0, int64(len(big))} {
		name := map[bool]string{true: "chunked", false: "sized"}[size == 0]
		job, err := b.Printer.Print(t.Context(), printer.Document{Name: name, Body: bytes.NewReader(big), Size: size})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if end := follow(t, b, job.ID); end.State != printer.JobDone {
			t.Fatalf("%s: it ended as %+v", name, end)
		}
	}
	wantTray(t, b, big, big)
}

// testAborted: a job that the printer gives up ends, and never as done.
func testAborted(t *testing.T, b Bench) {
	job := mustPrint(t, b, "p-2")
	if end := follow(t, b, job.ID); end.State != printer.JobAborted || len(end.Reasons) == 0 {
		t.Errorf("it ended as %+v", end)
	}
}

// testPaperOut: the reason is told while the job waits, and the job goes on by itself when there is paper.
func testPaperOut(t *testing.T, b Bench) {
	job := mustPrint(t, b, "p-3")
	b.RunOut()
	eventually(t, "the paper is out", func() bool { return b.Printer.Health(t.Context()).Has(device.PaperOut) })
	now, err := b.Printer.Job(t.Context(), job.ID)
	if err != nil || now.State.Ended() {
		t.Fatalf("without paper the job is %+v, %v", now, err)
	}
	b.Go()
	if end := follow(t, b, job.ID); end.State != printer.JobDone {
		t.Errorf("with paper it ended as %+v", end)
	}
	eventually(t, "there is paper", func() bool { return b.Printer.Health(t.Context()).State == device.Ready })
}

// testUnplugged: a printer that is gone knows nothing: neither that the job ended nor that there was none.
func testUnplugged(t *testing.T, b Bench) {
	job := mustPrint(t, b, "p-4")
	b.Unplug()
	_, err := b.Printer.Job(t.Context(), job.ID)
	if err == nil || errors.Is(err, printer.ErrNoJob) || device.ReasonOf(err) != device.OutOfReach {
		t.Errorf("asked of a printer that is gone: %v", err)
	}
	if h := b.Printer.Health(t.Context()); h.State != device.Absent || !h.Has(device.OutOfReach) {
		t.Errorf("a printer that is gone is %s", h)
	}
	if _, err := b.Printer.Find(t.Context(), "p-4"); err == nil || errors.Is(err, printer.ErrNoJob) {
		t.Errorf("looked up at a printer that is gone: %v", err)
	}
	if _, err := print(t, b, "p-5"); !device.Refused(err) {
		t.Errorf("printed on a printer that is gone: %v", err)
	}
}

// testFormat: a document of a format that the printer does not take is not even read.
func testFormat(t *testing.T, b Bench) {
	read := false
	body := readFunc(func([]byte) (int, error) { read = true; return 0, errors.New("must not be read") })
	_, err := b.Printer.Print(t.Context(), printer.Document{Name: "p-6", Body: body})
	if !errors.Is(err, printer.ErrFormat) || !device.Refused(err) || read {
		t.Errorf("a format that it does not take: %v, read: %v", err, read)
	}
	if _, err := b.Printer.Find(t.Context(), "p-6"); !errors.Is(err, printer.ErrNoJob) {
		t.Errorf("what was refused is found: %v", err)
	}
	wantTray(t, b)
}

// testAnswerLost is the reason for names: the print is found again, and is there once.
func testAnswerLost(t *testing.T, b Bench) {
	_, err := print(t, b, "p-7")
	if err == nil || device.Refused(err) {
		t.Fatalf("the answer was lost, and Print says %v", err)
	}
	found, err := b.Printer.Find(t.Context(), "p-7")
	if err != nil {
		t.Fatal(err)
	}
	if end := follow(t, b, found.ID); end.State != printer.JobDone {
		t.Errorf("it ended as %+v", end)
	}
	wantTray(t, b, PDF("p-7"))
}

// testCanceled: a cancelled job ends as cancelled, and can be cancelled once.
func testCanceled(t *testing.T, b Bench) {
	job := mustPrint(t, b, "p-8")
	// One that has not begun can be cancelled too, but a real printer was seen to begin it all the same.
	eventually(t, "it is under way", func() bool {
		now, err := b.Printer.Job(t.Context(), job.ID)
		return err == nil && now.State == printer.JobPrinting
	})
	if err := b.Printer.Cancel(t.Context(), job.ID); err != nil {
		t.Fatal(err)
	}
	b.Go()
	if end := follow(t, b, job.ID); end.State != printer.JobCanceled {
		t.Errorf("it ended as %+v", end)
	}
	if err := b.Printer.Cancel(t.Context(), job.ID); !errors.Is(err, printer.ErrNoJob) || !device.Refused(err) {
		t.Errorf("canceled twice: %v", err)
	}
}

// testOtherJob: a number alone is no identity, because printers count anew.
func testOtherJob(t *testing.T, b Bench) {
	job := mustPrint(t, b, "p-9")
	for _, id := range []printer.ID{{Number: job.ID.Number, Name: "p-10"}, {Number: job.ID.Number + 1000, Name: "p-9"}} {
		if _, err := b.Printer.Job(t.Context(), id); !errors.Is(err, printer.ErrNoJob) {
			t.Errorf("%+v: %v", id, err)
		}
		if err := b.Printer.Cancel(t.Context(), id); !errors.Is(err, printer.ErrNoJob) {
			t.Errorf("canceling %+v: %v", id, err)
		}
	}
	if end := follow(t, b, job.ID); end.State != printer.JobDone {
		t.Errorf("it ended as %+v", end)
	}
}

// testName: a print that could not be found again by its name does not begin.
func testName(t *testing.T, b Bench) {
	for _, name := range []string{"", " p", "p\n", "é", string(bytes.Repeat([]byte{'p'}, printer.MaxName+1))} {
		if _, err := print(t, b, name); !device.Refused(err) {
			t.Errorf("name %.12q: %v", name, err)
		}
	}
	if _, err := b.Printer.Print(t.Context(), printer.Document{Name: "p-13"}); !device.Refused(err) {
		t.Errorf("a document without a body: %v", err)
	}
	wantTray(t, b)
}

// testGivenUp: who gives up before it begins has printed nothing.
func testGivenUp(t *testing.T, b Bench) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Printer.Print(ctx, document("p-11")); !device.Refused(err) {
		t.Errorf("given up before it began: %v", err)
	}
	if h := b.Printer.Health(ctx); h.State != device.Absent {
		t.Errorf("given up, it is %s", h)
	}
	wantTray(t, b)
}

// testClosed: a closed driver reaches nobody.
func testClosed(t *testing.T, b Bench) {
	if err := b.Printer.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := print(t, b, "p-12"); !device.Refused(err) {
		t.Errorf("printed after Close: %v", err)
	}
	if h := b.Printer.Health(t.Context()); h.State != device.Absent {
		t.Errorf("after Close it is %s", h)
	}
}

// readFunc is a reader made of a function.
type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

func document(name string) printer.Document {
	return printer.Document{Name: name, Body: bytes.NewReader(PDF(name))}
}

func print(t *testing.T, b Bench, name string) (printer.Job, error) {
	t.Helper()
	return b.Printer.Print(t.Context(), document(name))
}

func mustPrint(t *testing.T, b Bench, name string) printer.Job {
	t.Helper()
	job, err := print(t, b, name)
	if err != nil {
		t.Fatalf("print %s: %v", name, err)
	}
	return job
}

// follow asks after a job until it has ended.
func follow(t *testing.T, b Bench, id printer.ID) (job printer.Job) {
	t.Helper()
	eventually(t, "the job ends", func() (ended bool) {
		var err error
		if job, err = b.Printer.Job(t.Context(), id); err != nil {
			t.Fatalf("follow %+v: %v", id, err)
		}
		return job.State.Ended()
	})
	return job
}

func wantTray(t *testing.T, b Bench, want ...[]byte) {
	t.Helper()
	got := b.Tray()
	if len(got) != len(want) {
		t.Fatalf("%d documents came out, want %d", len(got), len(want))
	}
	for i := range want {
		if !bytes.Equal(got[i], want[i]) {
			t.Errorf("document %d came out as %d bytes, want the %d that were sent", i, len(got[i]), len(want[i]))
		}
	}
}

// eventually waits for what a printer in another process does in its own time.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	limit := time.After(20 * time.Second)
	for !is() {
		select {
		case <-limit:
			t.Fatalf("not in 20 s: %s", what)
		case <-time.After(10 * time.Millisecond):
		}
	}
}
