package paper

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Mark is the word on a duplicate.
const Mark = "DUPLICAAT"

// Paper is what goes to a printer: a ticket for a roll, or a PDF.
type Paper struct {
	Ticket   receipt.Ticket
	PDF      []byte // of a duplicate, with Mark in it as readable text
	Personal bool   // it holds personal data: no digest of it is journaled, since few persons make it a guess
}

// marked puts Mark on a ticket, and looks for it in a PDF. On a ticket it stands at both ends: what a broken line left in the
// printer can swallow the first lines of the next paper.
func (p Paper) marked() (Paper, error) {
	if p.PDF != nil {
		if !bytes.Contains(p.PDF, []byte(Mark)) {
			return p, errors.New("a duplicate that does not say so")
		}
		return p, nil
	}
	mark := receipt.Line{Text: Mark, Align: receipt.Middle, Size: 2, Bold: true}
	end := len(p.Ticket)
	for ; end > 0; end-- {
		if _, cut := p.Ticket[end-1].(receipt.Cut); cut {
			continue
		}
		if _, feed := p.Ticket[end-1].(receipt.Feed); !feed {
			break
		}
	}
	p.Ticket = slices.Concat(receipt.Ticket{mark}, p.Ticket[:end], receipt.Ticket{mark}, p.Ticket[end:])
	return p, nil
}

// Answer is what is known of a print after a printer was asked: Queued when it took nothing of it, for certain, Sent while
// it is under way or nothing was learnt, or an end.
type Answer struct {
	Stage  Stage
	Reason Reason
}

// Outlet is a printer as the runner sees it, a Roll or a Sheet. Its calls come one after the other, and each returns by the
// end of its ctx.
type Outlet interface {
	// Takes reports whether a kind of paper comes out of it.
	Takes(Kind) bool
	// Health asks the printer how it is.
	Health(ctx context.Context) device.Health
	// Check gives the digest of a paper, or an error when this printer can never print it. It asks the printer nothing.
	Check(p Paper) ([]byte, error)
	// Send hands over a paper, once.
	Send(ctx context.Context, name string, p Paper) Answer
	// Ask asks what became of a print that was sent. It is never Queued: what was sent is not sent again.
	Ask(ctx context.Context, name string) Answer
	// Cancel asks to stop a print that takes too long. How that ended is for Ask.
	Cancel(ctx context.Context, name string)
}

// Prompt is an Outlet from which some papers come without anybody asking for them.
type Prompt interface {
	AtOnce(Kind) bool
}

// AtOnce is the first printer by name from which a kind comes by itself; false when it comes from none.
func AtOnce(printers map[string]Outlet, k Kind) (string, bool) {
	for _, name := range slices.Sorted(maps.Keys(printers)) {
		if p, ok := printers[name].(Prompt); ok && p.AtOnce(k) {
			return name, true
		}
	}
	return "", false
}

// PrinterFor is the first printer by name that a kind comes out of. Without one it refuses, in words.
func PrinterFor(printers map[string]Outlet, k Kind) (string, error) {
	for _, name := range slices.Sorted(maps.Keys(printers)) {
		if printers[name].Takes(k) {
			return name, nil
		}
	}
	return "", fault.New("paper.PrinterFor", fault.Refused).Tell(fmt.Sprintf("Deze locatie heeft geen printer voor een %s.", k), "Zeg of schrijf het voor de bezoeker op.")
}

// Roll is a ticket printer.
type Roll struct {
	Printer receipt.Printer
	Columns receipt.Columns // of its paper; 0 is receipt.Wide42
	Tickets bool            // a visitor's number comes out of it as soon as it is given
}

var (
	_ Outlet = Roll{}
	_ Prompt = Roll{}
)

// AtOnce implements Prompt.
func (o Roll) AtOnce(k Kind) bool { return o.Tickets && k == Ticket }

// Takes implements Outlet.
func (o Roll) Takes(k Kind) bool { return k.onRoll() }

// Health implements Outlet.
func (o Roll) Health(ctx context.Context) device.Health { return o.Printer.Health(ctx) }

// Check implements Outlet.
func (o Roll) Check(p Paper) ([]byte, error) {
	columns := o.Columns
	if columns == 0 {
		columns = receipt.Wide42
	}
	data, _, err := receipt.Encode(p.Ticket, columns) // what it replaces or splits is printed all the same
	if err != nil {
		return nil, err
	}
	return digest(p, data), nil
}

// Send implements Outlet.
func (o Roll) Send(ctx context.Context, _ string, p Paper) Answer {
	_, err := o.Printer.Print(ctx, p.Ticket)
	switch {
	case err == nil:
		return Answer{Stage: Printed}
	case device.Refused(err):
		return Answer{Queued, device.ReasonOf(err)}
	}
	return Answer{Unknown, device.ReasonOf(err)}
}

// Ask implements Outlet: a ticket printer remembers nothing.
func (o Roll) Ask(context.Context, string) Answer { return Answer{Unknown, Restarted} }

// Cancel implements Outlet.
func (o Roll) Cancel(context.Context, string) {}

// Sheet is a document printer.
type Sheet struct{ Printer printer.Printer }

var _ Outlet = Sheet{}

// Takes implements Outlet.
func (o Sheet) Takes(k Kind) bool { return k == DaySheet || k == Certificate }

// Health implements Outlet.
func (o Sheet) Health(ctx context.Context) device.Health { return o.Printer.Health(ctx) }

// Check implements Outlet.
func (o Sheet) Check(p Paper) ([]byte, error) {
	if len(p.PDF) == 0 {
		return nil, fmt.Errorf("a sheet without a document")
	}
	return digest(p, p.PDF), nil
}

// Send implements Outlet. What is Uncertain is asked after: the printer's list decides.
func (o Sheet) Send(ctx context.Context, name string, p Paper) Answer {
	job, err := o.Printer.Print(ctx, printer.Document{Name: name, Body: bytes.NewReader(p.PDF), Size: int64(len(p.PDF)), Media: a4})
	switch {
	case err == nil:
		return answerOf(job)
	case errors.Is(err, printer.ErrFormat):
		return Answer{Failed, Unprinted}
	case device.Refused(err):
		return Answer{Queued, device.ReasonOf(err)}
	}
	return Answer{Sent, device.ReasonOf(err)}
}

// a4 is the paper of every document, by its name in PWG 5101.1.
const a4 = "iso_a4_210x297mm"

// Ask implements Outlet. A printer that does not know the job may have been switched off after printing it.
func (o Sheet) Ask(ctx context.Context, name string) Answer {
	job, err := o.Printer.Find(ctx, name)
	switch {
	case err == nil:
		return answerOf(job)
	case errors.Is(err, printer.ErrNoJob):
		return Answer{Unknown, NoJob}
	}
	return Answer{Sent, device.ReasonOf(err)}
}

// Cancel implements Outlet.
func (o Sheet) Cancel(ctx context.Context, name string) {
	if job, err := o.Printer.Find(ctx, name); err == nil {
		_ = o.Printer.Cancel(ctx, job.ID) // Ask tells whether it did
	}
}

// answerOf is what a job says of a print.
func answerOf(j printer.Job) Answer {
	switch j.State {
	case printer.JobDone:
		return Answer{Stage: Printed}
	case printer.JobCanceled:
		return Answer{Failed, Stopped}
	case printer.JobAborted:
		return Answer{Failed, Aborted}
	}
	if len(j.Reasons) > 0 {
		return Answer{Sent, j.Reasons[0]}
	}
	return Answer{Stage: Sent}
}

// digest names what was sent, where that gives nobody away.
func digest(p Paper, data []byte) []byte {
	if p.Personal {
		return nil
	}
	d := sha256.Sum256(data)
	return d[:]
}
