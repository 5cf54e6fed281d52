package paper_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// tester is what both testing.T and rapid.T are.
type tester interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// The printers of the world.
const (
	tickets   = "tickets"
	documents = "documenten"
)

// secret stands on every paper and may stand nowhere else.
const secret = "Zoë Peeters"

// errKilled is what a step sees of a process that dies.
var errKilled = errors.New("killed")

// world is a counter with its two printers, emulated, and a journal that can die at any commit. A restart is nothing but
// the next step: a runner keeps nothing.
type world struct {
	t      tester
	runner paper.Runner
	roll   *receipt.Emulator
	sheet  *printer.Emulator
	lost   bool   // the next ticket's confirmation gets lost on its way
	before func() // called between the look at a printer and the sending
	during func() // called when a paper goes
	mid    func() // called when the bytes of a ticket are on the line
	cut    int    // the line breaks after so many bytes of a ticket; 0: it does not

	mu      sync.Mutex // guards what follows
	now     time.Time
	state   *kv.Memory
	events  []*contract.Event
	changed chan struct{}
	ids     byte
	kill    func(e *contract.Event, kept bool) bool // dies at this commit, before or after it is durable
	said    map[string]bool                         // prints that a printer said are printed
	sent    map[string]int                          // how often a print went to a printer
	drawErr error
}

// newWorld opens on Thursday 26 November 2026 at 10:00.
func newWorld(t tester) *world {
	w := &world{t: t, now: time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC), state: new(kv.Memory), changed: make(chan struct{}),
		said: map[string]bool{}, sent: map[string]int{}}
	w.roll = receipt.NewEmulator(receipt.Wide42)
	w.sheet = printer.NewEmulator(printer.EmulatorConfig{Now: w.time, Pace: 10 * time.Second})
	ipp, err := printer.New(printer.Config{Address: printer.EmulatorAddress, Client: w.sheet.Client()})
	if err != nil {
		t.Fatal(err)
	}
	thermal := receipt.New(receipt.Config{Open: w.open, Answer: 2 * time.Millisecond, Finish: 10 * time.Millisecond})
	w.runner = paper.Runner{Book: w, Draw: w.draw, Printers: map[string]paper.Outlet{
		tickets: witness{w, paper.Roll{Printer: thermal}}, documents: witness{w, paper.Sheet{Printer: ipp}}}}
	return w
}

func (w *world) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// pass lets time go by.
func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *world) id() (id paper.ID) {
	w.ids++
	id[0], id[15] = 7, w.ids
	return id
}

// Look implements paper.Book.
func (w *world) Look(f func(kv.Reader, time.Time) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return f(w.state, w.now)
}

// Do implements paper.Book.
func (w *world) Do(ctx context.Context, decide func(kv.Reader, time.Time) (*contract.Event, error)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	e, err := decide(w.state, w.now)
	if e == nil || err != nil {
		return err
	}
	e.AtMs, e.Clerk, e.Desk = w.now.UnixMilli(), "anna", 2
	if w.kill != nil && w.kill(e, false) {
		return errKilled
	}
	if err := paper.Fold(w.state, e); err != nil {
		w.t.Fatalf("fold: %v", err)
	}
	w.events = append(w.events, e)
	close(w.changed)
	w.changed = make(chan struct{})
	if w.kill != nil && w.kill(e, true) {
		return errKilled
	}
	return nil
}

// Changed implements paper.Book.
func (w *world) Changed() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.changed
}

// draw makes papers that name their print.
func (w *world) draw(_ context.Context, p paper.Print) (paper.Paper, error) {
	if w.drawErr != nil {
		return paper.Paper{}, w.drawErr
	}
	if p.Of.Kind == paper.Ticket {
		return paper.Paper{Ticket: receipt.Ticket{receipt.Line{Text: secret}, receipt.Line{Text: "A042", Size: 4}, receipt.QR{Text: p.ID.Name()},
			receipt.Feed(1), receipt.Cut{}}}, nil
	}
	text := "%PDF-1.4 " + secret + " " + p.ID.Name()
	if p.Duplicate() {
		text += " " + paper.Mark
	}
	return paper.Paper{PDF: []byte(text)}, nil
}

// witness remembers what went to a printer and what it said. It holds that what goes is durable as sent.
type witness struct {
	w *world
	paper.Outlet
}

func (o witness) Health(ctx context.Context) device.Health {
	h := o.Outlet.Health(ctx)
	if o.w.before != nil && h.State.Usable() {
		o.w.before()
	}
	return h
}

func (o witness) Send(ctx context.Context, name string, p paper.Paper) paper.Answer {
	o.w.mu.Lock()
	if last := o.w.events[len(o.w.events)-1].GetPrintSent(); last == nil || paper.ID(last.Print).Name() != name {
		o.w.t.Fatalf("%s goes to the printer before it is journaled", name)
	}
	o.w.mu.Unlock()
	if o.w.during != nil {
		o.w.during()
	}
	a := o.Outlet.Send(ctx, name, p)
	o.w.mu.Lock()
	defer o.w.mu.Unlock()
	if a.Stage != paper.Queued {
		o.w.sent[name]++
	}
	o.w.said[name] = o.w.said[name] || a.Stage == paper.Printed
	return a
}

func (o witness) Ask(ctx context.Context, name string) paper.Answer {
	a := o.Outlet.Ask(ctx, name)
	o.w.mu.Lock()
	defer o.w.mu.Unlock()
	if a.Stage == paper.Queued {
		o.w.t.Fatalf("asked after %s, the printer would print it again", name)
	}
	o.w.said[name] = o.w.said[name] || a.Stage == paper.Printed
	return a
}

// step does one step of a printer and says whether the process died in it.
func (w *world) step(name string) (wait time.Duration, died bool) {
	w.t.Helper()
	wait, err := w.runner.Step(context.Background(), name)
	if err != nil && !errors.Is(err, errKilled) {
		w.t.Fatalf("step of %s: %v", name, err)
	}
	return wait, err != nil
}

// work steps a printer until it has to wait or the process dies.
func (w *world) work(name string) (died bool) {
	w.t.Helper()
	for range 50 {
		if wait, died := w.step(name); wait > 0 || died {
			return died
		}
	}
	w.t.Fatalf("%s never waits", name)
	return false
}

// must runs a command, and reports whether it made an event.
func (w *world) must(decide func(r kv.Reader, now time.Time) (*contract.Event, error)) bool {
	w.t.Helper()
	made := false
	if err := w.Do(context.Background(), func(r kv.Reader, now time.Time) (*contract.Event, error) {
		e, err := decide(r, now)
		made = e != nil
		return e, err
	}); err != nil {
		w.t.Fatalf("refused: %v", err)
	}
	return made
}

// queue asks for the original of a subject, under a fresh id.
func (w *world) queue(of paper.Subject) paper.ID {
	w.t.Helper()
	id := w.id()
	if !w.must(func(r kv.Reader, now time.Time) (*contract.Event, error) {
		return paper.Queue(r, id, of, deviceOf(of), now)
	}) {
		w.t.Fatal("it was asked for before")
	}
	return id
}

// reprint asks for a duplicate.
func (w *world) reprint(of paper.Subject) paper.ID {
	w.t.Helper()
	id := w.id()
	w.must(func(r kv.Reader, now time.Time) (*contract.Event, error) {
		return paper.Reprint(r, id, of, deviceOf(of), now)
	})
	return id
}

func deviceOf(of paper.Subject) string {
	if of.Kind == paper.Ticket {
		return tickets
	}
	return documents
}

// get reads a print.
func (w *world) get(id paper.ID) paper.Print {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	p, err := paper.Get(w.state, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// sheetOf is one piece of paper that came out.
type sheetOf struct {
	text   string
	prints []string // whose it is; of two, after a line broke in the middle
}

// papers lists what came out of both printers.
func (w *world) papers() (out []sheetOf) {
	for _, s := range w.roll.Slips() {
		one := sheetOf{text: strings.ReplaceAll(s.Text(), " ", "")}
		for _, c := range s.Codes() {
			one.prints = append(one.prints, c.Text)
		}
		out = append(out, one)
	}
	for _, pdf := range w.sheet.Tray() {
		text := string(pdf)
		i := strings.Index(text, "print-")
		out = append(out, sheetOf{text, []string{text[i : i+38]}})
	}
	return out
}

// open is an Opener with a bad line.
func (w *world) open(ctx context.Context) (io.ReadWriteCloser, error) {
	inner, err := w.roll.Open(ctx)
	return bad{inner, w}, err
}

// bad is a line on which something happens in the middle of a ticket.
type bad struct {
	io.ReadWriteCloser
	w *world
}

// Write implements io.Writer.
func (l bad) Write(b []byte) (int, error) {
	if l.w.lost && bytes.Equal(b, []byte{0x1D, 'r', 1}) {
		return 0, errors.Join(errors.New("lost"), l.Close())
	}
	if l.w.mid != nil && len(b) > 3 {
		l.w.mid()
	}
	if l.w.cut > 0 && len(b) > l.w.cut && len(b) > 3 {
		n, err := l.ReadWriteCloser.Write(b[:l.w.cut])
		return n, errors.Join(err, errors.New("cut"), l.Close())
	}
	return l.ReadWriteCloser.Write(b)
}

var (
	visitA = paper.OfVisit(office.VisitID{1})
	visitB = paper.OfVisit(office.VisitID{2})
	today  = paper.OfDay(office.NewDate(2026, 11, 26))
	attest = paper.Subject{Kind: paper.Certificate, ID: [16]byte{9}}
)

// stands writes a print as "queued paper-out".
func stands(p paper.Print) string { return strings.TrimSpace(fmt.Sprintf("%s %s", p.Stage, p.Reason)) }
