package printer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// contentType is that of every message (RFC 8010, section 4).
const contentType = "application/ipp"

// call is one request.
type call struct {
	act       string // for errors, as "printer.Print"
	operation Operation
	group     Group
	job       *Group    // attributes of a job to make, for Print-Job and Validate-Job
	document  io.Reader // behind the message, or nil
	size      int64     // of the document, 0 when not known
}

// acts reports whether the call can change something at the printer.
func (c call) acts() bool { return c.operation == PrintJob || c.operation == CancelJob }

// fail makes the error of a call. It is Uncertain only when the call acts and something of it may have arrived.
func (c call) fail(left bool, r device.Reason, err error) error {
	outcome := device.NotDone
	if left && c.acts() {
		outcome = device.Uncertain
	}
	return &device.Error{Op: c.act, Outcome: outcome, Reason: r, Err: err}
}

// exchange makes one request and reads its answer. An answer of any status is an answer; a status that is not a success
// is an error of refused.
func (p *IPP) exchange(ctx context.Context, c call) (Message, error) {
	message := Message{Version: Version, Code: uint16(c.operation), Request: max(1, p.request.Add(1)&0x7FFFFFFF), Groups: []Group{c.group}}
	if c.job != nil && len(c.job.Attributes) > 0 {
		message.Groups = append(message.Groups, *c.job)
	}
	head, err := Encode(message)
	if err != nil {
		return Message{}, c.fail(false, device.Unspecified, err)
	}
	if err := errors.Join(ctx.Err(), p.closing.Err()); err != nil {
		return Message{}, c.fail(false, device.OutOfReach, err)
	}
	answer, left, err := p.post(ctx, c, head)
	if err != nil {
		return Message{}, err
	}
	m, _, err := Decode(answer)
	if err == nil && (m.Request != message.Request || m.Version>>8 != 1 && m.Version>>8 != 2) {
		err = fmt.Errorf("%w: an answer to request %d of version %04x", ErrMessage, m.Request, m.Version)
	}
	if err != nil {
		return Message{}, c.fail(left, device.Unreadable, err)
	}
	return m, c.refused(m)
}

// post sends a request over HTTP and gives the answer's body, and whether anything of the request had left.
func (p *IPP) post(ctx context.Context, c call, head []byte) (answer []byte, left bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(p.closing, cancel)
	body := newOrder(head, c.document)
	// The line may still read the document when the answer is there: neither it nor the caller's reader outlives the call.
	defer func() { cancel(); stop(); <-body.closed }()

	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url, body)
	if err != nil {
		close(body.closed)
		return nil, false, c.fail(false, device.Unspecified, err)
	}
	request.Header.Set("Content-Type", contentType)
	if c.document == nil || c.size > 0 {
		request.ContentLength = int64(len(head)) + c.size
	}
	response, err := p.client.Do(request)
	if err != nil {
		return nil, body.begun.Load(), c.fail(body.begun.Load(), device.OutOfReach, err)
	}
	defer response.Body.Close() // it was read: what closing says adds nothing
	if err := c.checkHTTP(response); err != nil {
		return nil, true, err
	}
	answer, err = io.ReadAll(io.LimitReader(response.Body, MaxMessage))
	if err != nil {
		return nil, true, c.fail(true, device.OutOfReach, err)
	}
	return answer, true, nil
}

// checkHTTP refuses an answer that is not one of IPP. Only a status that a server gives before it looks at the body says
// that nothing was printed; any other may come in the middle, or from something between here and the printer.
func (c call) checkHTTP(r *http.Response) error {
	err := fmt.Errorf("HTTP status %d", r.StatusCode)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch r.StatusCode {
	case http.StatusOK:
		if kind == contentType {
			return nil
		}
		return c.fail(true, device.Misfitted, fmt.Errorf("it answers with %.64q", kind))
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusProxyAuthRequired, http.StatusUpgradeRequired:
		return c.fail(false, device.NotAllowed, err)
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect,
		http.StatusPermanentRedirect, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusLengthRequired,
		http.StatusUnsupportedMediaType:
		return c.fail(false, device.Misfitted, err)
	}
	return c.fail(true, device.Unspecified, err)
}

// refused makes an error of an answer that is not a success.
func (c call) refused(m Message) error {
	status := Status(m.Code)
	if status.ok() {
		return nil
	}
	// A refusal that names a job has made one first: pages of it may be out.
	_, made := m.First(TagJob).Int("job-id")
	left := made || !status.refuses()
	switch status {
	case statusForbidden, statusNotAuthentic, statusNotAuthorized:
		return c.fail(left, device.NotAllowed, status)
	case statusNotFound, statusGone, statusNotPossible:
		if c.operation == GetJobAttributes || c.operation == CancelJob {
			return c.fail(left, device.Unspecified, errors.Join(ErrNoJob, status))
		}
		return c.fail(left, device.Misfitted, status)
	case statusNotAccepting, statusDeactivated:
		return c.fail(left, device.Paused, status)
	case statusNoOperation, statusNoVersion, statusFormat, statusAttributes:
		return c.fail(left, device.Misfitted, status)
	}
	return c.fail(left, device.Unspecified, status)
}

// Error makes a status usable as the cause of an error.
func (s Status) Error() string { return s.String() }

// order is the body of a request. It knows whether any of it was taken: what was not taken cannot have arrived.
type order struct {
	io.Reader
	begun  atomic.Bool
	closed chan struct{} // closed when the line lets go of the body
	once   sync.Once
}

// newOrder joins a message and the document behind it.
func newOrder(head []byte, document io.Reader) *order {
	o := &order{Reader: bytes.NewReader(head), closed: make(chan struct{})}
	if document != nil {
		o.Reader = io.MultiReader(o.Reader, document)
	}
	return o
}

// Read implements io.Reader.
func (o *order) Read(b []byte) (int, error) {
	o.begun.Store(true)
	return o.Reader.Read(b)
}

// Close implements io.Closer for the line; the document itself stays the caller's.
func (o *order) Close() error {
	o.once.Do(func() { close(o.closed) })
	return nil
}
