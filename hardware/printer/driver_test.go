package printer_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/printer/printertest"
)

// TestHealthOfEachFault: every fault shows in words, before a document is at risk.
func TestHealthOfEachFault(t *testing.T) {
	for fault, want := range map[printer.Fault]struct {
		state  device.State
		reason device.Reason
		prints bool
	}{
		printer.OutOfPaper: {device.Stopped, device.PaperOut, false},
		printer.Jammed:     {device.Stopped, device.PaperJam, false},
		printer.OpenCover:  {device.Stopped, device.CoverOpen, false},
		printer.LowPaper:   {device.Attention, device.PaperLow, true},
		printer.Unplugged:  {device.Absent, device.OutOfReach, false},
		printer.Garbled:    {device.Unknown, device.Unreadable, false},
		printer.Refusing:   {device.Ready, device.Unspecified, false},
	} {
		e, p := mustEmulate(t)
		e.Break(fault)
		if h := p.Health(t.Context()); h.State != want.state || want.state != device.Ready && !h.Has(want.reason) {
			t.Errorf("%s: %s, want %s %s", fault, h, want.state, want.reason)
		}
		_, err := p.Print(t.Context(), document("p-1"))
		if (err == nil) != want.prints || err != nil && (!device.Refused(err) || device.ReasonOf(err) != want.reason) {
			t.Errorf("%s: print: %v", fault, err)
		}
		e.Repair(fault)
		if h := p.Health(t.Context()); fault != printer.LowPaper && h.State != device.Ready {
			t.Errorf("%s: repaired, it is %s", fault, h)
		}
		if n := len(e.Tray()); (n == 1) != want.prints {
			t.Errorf("%s: %d documents came out", fault, n)
		}
	}
}

// TestLineBreaksInDocument: some of it had left, so nobody can say that nothing came out.
func TestLineBreaksInDocument(t *testing.T) {
	e, p := mustEmulate(t)
	e.Break(printer.LineBroken)
	if _, err := p.Print(t.Context(), document("p-1")); err == nil || device.Refused(err) {
		t.Errorf("the line broke in the document: %v", err)
	}
	if _, err := p.Find(t.Context(), "p-1"); !errors.Is(err, printer.ErrNoJob) {
		t.Errorf("found: %v", err)
	}
}

// TestPowerCutForgets: a printer that was off counts from 1 again, and its new job 1 is not the old one.
func TestPowerCutForgets(t *testing.T) {
	e, p := mustEmulate(t)
	old := mustPrint(t, p, "p-1")
	e.Break(printer.Unplugged)
	e.Repair(printer.Unplugged)
	if young := mustPrint(t, p, "p-2"); young.ID.Number != old.ID.Number {
		t.Fatalf("it counts on: %+v after %+v", young, old)
	}
	if _, err := p.Job(t.Context(), old.ID); !errors.Is(err, printer.ErrNoJob) {
		t.Errorf("the old job: %v", err)
	}
	if len(e.Tray()) != 2 {
		t.Errorf("%d documents in the tray", len(e.Tray()))
	}
}

// TestStopsInTheMiddle: the job stands still and goes on, with the part that was done.
func TestStopsInTheMiddle(t *testing.T) {
	clock := &clock{now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	e := printer.NewEmulator(printer.EmulatorConfig{Now: clock.Now, Pace: 10 * time.Second})
	p := mustNew(t, printer.Config{Address: printer.EmulatorAddress, Client: e.Client()})
	job := mustPrint(t, p, "p-1")
	for _, step := range []struct {
		passes time.Duration
		breaks func()
		want   printer.JobState
	}{
		{6 * time.Second, func() { e.Break(printer.Jammed) }, printer.JobStopped},
		{time.Hour, func() { e.Repair(printer.Jammed) }, printer.JobPrinting},
		{3 * time.Second, func() {}, printer.JobPrinting},
		{2 * time.Second, func() {}, printer.JobDone},
	} {
		clock.add(step.passes)
		step.breaks()
		if now, err := p.Job(t.Context(), job.ID); err != nil || now.State != step.want {
			t.Errorf("after %s: %s, %v, want %s", step.passes, now.State, err, step.want)
		}
	}
}

// TestPatience: a slow printer is waited for until the caller gives up, and Close ends the waiting too.
func TestPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := printer.NewEmulator(printer.EmulatorConfig{Delay: 10 * time.Second})
		p := mustNew(t, printer.Config{Address: printer.EmulatorAddress, Client: e.Client()})
		e.Break(printer.Slow)
		if h := p.Health(t.Context()); h.State != device.Ready {
			t.Errorf("waited for, it is %s", h)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		if h := p.Health(ctx); h.State != device.Absent || time.Since(began) != time.Second {
			t.Errorf("given up after %s, it is %s", time.Since(began), h)
		}
		done := make(chan device.Health)
		go func() { done <- p.Health(t.Context()) }()
		synctest.Wait()
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		if h := <-done; h.State != device.Absent {
			t.Errorf("closed, it is %s", h)
		}
	})
}

// TestAnswersOfOthers: what stands at the address may be anything that speaks HTTP. After a Print-Job only a refusal that
// comes before the document is looked at says that nothing came out.
func TestAnswersOfOthers(t *testing.T) {
	other, err := printer.Encode(printer.Message{Version: printer.Version, Request: 1 << 20, Groups: []printer.Group{
		{Tag: printer.TagJob, Attributes: []printer.Attribute{{Name: "job-id", Values: []printer.Value{printer.Int(printer.TagInteger, 1)}}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		status int
		kind   string
		body   string
		want   device.Reason
		sure   bool
	}{
		{http.StatusUnauthorized, "", "", device.NotAllowed, true},
		{http.StatusNotFound, "", "", device.Misfitted, true},
		{http.StatusTemporaryRedirect, "", "", device.Misfitted, true},
		{http.StatusFound, "", "", device.Misfitted, true}, // followed, it would be a GET
		{http.StatusBadRequest, "", "", device.Unspecified, false},
		{http.StatusRequestTimeout, "", "", device.Unspecified, false},
		{http.StatusBadGateway, "", "", device.Unspecified, false},
		{http.StatusOK, "text/html", "<html>", device.Misfitted, false},
		{http.StatusOK, "application/ipp", "<html>", device.Unreadable, false},
		{http.StatusOK, "application/ipp", string(other), device.Unreadable, false}, // the answer to another request
		{http.StatusOK, "application/ipp", "\x02\x00\x00\x00\x00\x00\x00\x00\x03", device.Unreadable, false},
	} {
		e := printer.NewEmulator(printer.EmulatorConfig{})
		client := &http.Client{Transport: &impostor{wire: e.Client().Transport, status: test.status, kind: test.kind, body: test.body}}
		p := mustNew(t, printer.Config{Address: printer.EmulatorAddress, Client: client})
		_, err := p.Print(t.Context(), document("p-1"))
		if device.ReasonOf(err) != test.want || device.Refused(err) != test.sure {
			t.Errorf("%d %s: %v, want %s, refused %v", test.status, test.kind, err, test.want, test.sure)
		}
	}
}

// impostor answers Print-Job itself, as something else than a printer does; the rest goes to the emulator.
type impostor struct {
	wire   http.RoundTripper
	status int
	kind   string
	body   string
}

func (i *impostor) RoundTrip(r *http.Request) (*http.Response, error) {
	all, err := io.ReadAll(r.Body)
	if err := errors.Join(err, r.Body.Close()); err != nil {
		return nil, err
	}
	if m, _, err := printer.Decode(all); err != nil || printer.Operation(m.Code) != printer.PrintJob {
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(all))
		return i.wire.RoundTrip(r)
	}
	return &http.Response{
		StatusCode: i.status, Header: http.Header{"Content-Type": {i.kind}, "Location": {"http://elsewhere.invalid/"}},
		Body: io.NopCloser(bytes.NewReader([]byte(i.body))), Request: r,
	}, nil
}

// TestStatusesOfPrintJob: which refusals are sure is a table, because a wrong row prints a certificate twice.
func TestStatusesOfPrintJob(t *testing.T) {
	for status, want := range map[uint16]struct {
		reason device.Reason
		sure   bool
	}{
		0x0400: {device.Unspecified, true},  // bad request
		0x0403: {device.NotAllowed, true},   // not authorized
		0x040A: {device.Misfitted, true},    // document format not supported
		0x0500: {device.Unspecified, false}, // internal error
		0x0504: {device.Unspecified, false}, // device error: it can come in the middle of a page
		0x0506: {device.Paused, true},       // not accepting jobs
		0x0507: {device.Unspecified, true},  // busy
		0x0508: {device.Unspecified, false}, // job canceled while it was sent
	} {
		for _, job := range []bool{false, true} {
			e := printer.NewEmulator(printer.EmulatorConfig{})
			client := &http.Client{Transport: &refusal{e.Client().Transport, status, job}}
			p := mustNew(t, printer.Config{Address: printer.EmulatorAddress, Client: client})
			_, err := p.Print(t.Context(), document("p-1"))
			if device.ReasonOf(err) != want.reason || device.Refused(err) != (want.sure && !job) {
				t.Errorf("status %04x, with a job %v: %v", status, job, err)
			}
		}
	}
}

// refusal turns the answer to Print-Job into one of a status, with the job that was made or without.
type refusal struct {
	wire   http.RoundTripper
	status uint16
	job    bool
}

func (f *refusal) RoundTrip(r *http.Request) (*http.Response, error) {
	all, err := io.ReadAll(r.Body)
	if err := errors.Join(err, r.Body.Close()); err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(all))
	answer, err := f.wire.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	asked, _, _ := printer.Decode(all)
	if m, _, err := printer.Decode(body); err == nil && printer.Operation(asked.Code) == printer.PrintJob {
		m.Code = f.status
		if !f.job {
			m.Groups = m.Groups[:1]
		}
		if body, err = printer.Encode(m); err != nil {
			return nil, err
		}
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return answer, nil
}

// TestCertificate: a printer signs its own certificate; only the one that was pinned is spoken to.
func TestCertificate(t *testing.T) {
	e := printer.NewEmulator(printer.EmulatorConfig{})
	server := httptest.NewUnstartedServer(e)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // the refused handshake is wanted here
	server.StartTLS()
	t.Cleanup(server.Close)
	right := sha256.Sum256(server.Certificate().Raw)
	address := "ipps://" + server.Listener.Addr().String() + "/ipp/print"
	p := mustNew(t, printer.Config{Address: address, TLS: printer.PinnedTo(right)})
	if h := p.Health(t.Context()); h.State != device.Ready {
		t.Errorf("with its fingerprint it is %s: %s", h, h.Detail)
	}
	p = mustNew(t, printer.Config{Address: address, TLS: printer.PinnedTo([32]byte{1})})
	if _, err := p.Print(t.Context(), document("p-1")); !errors.Is(err, printer.ErrOtherCertificate) || !device.Refused(err) {
		t.Errorf("with another fingerprint: %v", err)
	}
}

// TestNoLineIsKept: each call has a connection of its own, which is over with it.
func TestNoLineIsKept(t *testing.T) {
	e := printer.NewEmulator(printer.EmulatorConfig{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !r.Close {
			t.Error("the line is to be kept")
		}
		e.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	mustPrint(t, mustNew(t, printer.Config{Address: server.URL}), "p-1")
}

// TestAddresses: an address is what it says, and nothing is guessed.
func TestAddresses(t *testing.T) {
	for _, bad := range []string{"", "printer", "lpd://printer/", "ipp:///ipp/print", "http://an:1234@printer/", "ipp://printer:x/"} {
		if _, err := printer.New(printer.Config{Address: bad}); err == nil {
			t.Errorf("%q is taken for an address", bad)
		}
	}
}

func mustEmulate(t *testing.T) (*printer.Emulator, *printer.IPP) {
	t.Helper()
	e := printer.NewEmulator(printer.EmulatorConfig{})
	return e, mustNew(t, printer.Config{Address: printer.EmulatorAddress, Client: e.Client()})
}

func document(name string) printer.Document {
	return printer.Document{Name: name, Body: bytes.NewReader(printertest.PDF(name)), Media: "iso_a4_210x297mm"}
}

func mustPrint(t *testing.T, p printer.Printer, name string) printer.Job {
	t.Helper()
	job, err := p.Print(t.Context(), document(name))
	if err != nil {
		t.Fatal(err)
	}
	return job
}
