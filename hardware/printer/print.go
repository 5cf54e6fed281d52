package printer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// ErrFormat says that a printer does not take documents of this format.
var ErrFormat = errors.New("the printer does not take this format")

// Print implements Printer.
func (p *IPP) Print(ctx context.Context, d Document) (Job, error) {
	const act = "printer.Print"
	d.Format = cmp.Or(d.Format, PDF)
	err := checkName(d.Name)
	if err == nil && d.Body == nil {
		err = errors.New("a document without a body")
	}
	if err != nil {
		return Job{}, &device.Error{Op: act, Outcome: device.NotDone, Reason: device.Unspecified, Err: err}
	}
	if err := p.mayPrint(ctx, d, act); err != nil {
		return Job{}, err
	}
	c := p.jobCall(act, PrintJob, d)
	c.document, c.size = d.Body, d.Size
	m, err := p.exchange(ctx, c)
	if err != nil {
		return Job{}, err
	}
	job := jobOf(m.First(TagJob))
	if job.ID.Number <= 0 {
		return Job{}, c.fail(true, device.Unreadable, errors.New("it took the document and gave no number"))
	}
	job.ID.Name = d.Name // the answer to Print-Job does not repeat it
	return job, nil
}

// mayPrint asks the printer whether it can and will print a document. Every error of it is NotDone.
func (p *IPP) mayPrint(ctx context.Context, d Document, act string) error {
	about, err := p.describe(ctx, act, append(slices.Clone(healthAttributes), "document-format-supported", "operations-supported"))
	if err != nil {
		return err
	}
	if h := healthOf(about); !h.State.Usable() {
		reason := device.Unspecified
		if len(h.Reasons) > 0 {
			reason = h.Reasons[0]
		}
		return &device.Error{Op: act, Outcome: device.NotDone, Reason: reason, Err: errors.New("the printer is " + h.State.String())}
	}
	if !slices.Contains(about.Texts("document-format-supported"), d.Format) {
		err := fmt.Errorf("%w: %s", ErrFormat, d.Format)
		return &device.Error{Op: act, Outcome: device.NotDone, Reason: device.Misfitted, Err: err}
	}
	if !supports(about, ValidateJob) {
		return nil
	}
	_, err = p.exchange(ctx, p.jobCall(act, ValidateJob, d))
	return err
}

// jobCall makes the request that Validate-Job and Print-Job have in common.
func (p *IPP) jobCall(act string, op Operation, d Document) call {
	g := p.operation()
	p.owned(&g)
	g.text(TagName, "job-name", d.Name)
	g.text(TagMediaType, "document-format", d.Format)
	job := Group{Tag: TagJob}
	if d.Media != "" {
		// Another paper than asked for is no certificate: refuse rather than substitute.
		g.with("ipp-attribute-fidelity", Bool(true))
		job.text(TagKeyword, "media", d.Media)
	}
	return call{act: act, operation: op, group: g, job: &job}
}

// describe asks the printer about itself.
func (p *IPP) describe(ctx context.Context, act string, attributes []string) (Group, error) {
	g := p.operation()
	p.owned(&g)
	g.text(TagKeyword, "requested-attributes", attributes...)
	m, err := p.exchange(ctx, call{act: act, operation: GetPrinterAttributes, group: g})
	return m.First(TagPrinter), err
}

// supports reports whether a printer lists an operation.
func supports(about Group, op Operation) bool {
	return slices.ContainsFunc(about.Get("operations-supported"), func(v Value) bool {
		n, ok := v.Int()
		return ok && n == int32(op)
	})
}
