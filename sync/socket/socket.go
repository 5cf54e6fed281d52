// Package socket is the way from a screen to the daemon of its counter: HTTP/1.1 over a unix socket, written and read by
// the goroutine that asks.
//
// The standard transport hands each request to one goroutine and takes the answer from another. On a machine with two
// cores that have been idle for a moment, those hand-overs cost a tap more than everything else on the way but the disk.
// Here nothing is between the caller and the socket. What is given up for that: no proxies, no redirects, no pipelining,
// no 100-continue, and no cookie ever — none of which a socket on one machine needs.
package socket

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// keep is how many idle connections wait for their next request. A window asks one thing at a time; more than that is
// for whoever serves many.
const keep = 64

// Transport carries requests to whoever listens at Path. The host of a request's URL means nothing. It is safe for
// concurrent use; each request has a connection for itself until its answer was read to the end and closed. A
// request is never sent twice: whether to ask again is for the caller, who knows what it would do.
type Transport struct {
	Path string

	mu   sync.Mutex // guards idle
	idle []*line    // the last is the one used last
}

var _ http.RoundTripper = (*Transport)(nil)

// Client is an HTTP client for the daemon at a path. Its answers must be read or closed, as always.
func Client(path string) *http.Client { return &http.Client{Transport: &Transport{Path: path}} }

// CloseIdleConnections lets go of the connections that nobody uses; http.Client passes its own call on to it.
func (t *Transport) CloseIdleConnections() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, l := range t.idle {
		l.close()
	}
	t.idle = nil
}

// RoundTrip sends a request and reads the head of its answer; the body is read as the caller reads. The end of the
// request's context cuts the connection, also while the body is read, and is the error then.
func (t *Transport) RoundTrip(q *http.Request) (*http.Response, error) {
	ctx := q.Context()
	l, err := t.line(ctx)
	if err != nil {
		if q.Body != nil {
			err = errors.Join(err, q.Body.Close())
		}
		return nil, err
	}
	a := &answer{t: t, line: l, ctx: ctx}
	a.uncut = context.AfterFunc(ctx, l.cut)
	err = q.Write(l.to)
	sent := l.to.Flush() // also what went wrong with the connection before, which Write wraps beyond recognition
	if a.unheard = hungUp(sent); (err != nil || sent != nil) && !a.unheard {
		return nil, a.fail(cmp.Or(sent, err))
	}
	r, unread := http.ReadResponse(l.from, q)
	if unread != nil {
		return nil, a.fail(cmp.Or(sent, unread))
	}
	a.body, a.keep = r.Body, !a.unheard && !r.Close && !q.Close
	if r.Body == http.NoBody {
		a.done()
	}
	r.Body = a
	return r, nil
}

// line is an idle connection that still has somebody at the other end, or a new one.
func (t *Transport) line(ctx context.Context) (*line, error) {
	for {
		t.mu.Lock()
		n := len(t.idle)
		if n == 0 {
			t.mu.Unlock()
			break
		}
		l := t.idle[n-1]
		t.idle = t.idle[:n-1]
		t.mu.Unlock()
		if l.quiet() {
			return l, nil
		}
		l.close()
	}
	c, err := new(net.Dialer).DialContext(ctx, "unix", t.Path)
	if err != nil {
		return nil, err
	}
	return &line{conn: c, from: bufio.NewReader(c), to: bufio.NewWriter(c)}, nil
}

// back takes a connection whose answer was read to its end.
func (t *Transport) back(l *line) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.idle) >= keep {
		l.close()
		return
	}
	t.idle = append(t.idle, l)
}

// line is one connection.
type line struct {
	conn net.Conn
	from *bufio.Reader
	to   *bufio.Writer
}

// cut ends what is read or written now, and everything after.
func (l *line) cut() { _ = l.conn.SetDeadline(time.Unix(1, 0)) }

func (l *line) close() { _ = l.conn.Close() }

// answer is the body of a response, and what happens to its connection afterwards.
type answer struct {
	t     *Transport
	line  *line
	ctx   context.Context
	uncut func() bool
	body  io.ReadCloser
	keep  bool
	over  bool // the connection is no longer ours

	unheard bool // the daemon hung up before the end of the question; it may have said why
}

// hungUp reports whether an error says that the other end is gone. A socket that is closed with something unread in it
// says so once to whoever reads, behind what there was to read.
func hungUp(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)
}

// Read implements io.Reader.
func (a *answer) Read(b []byte) (int, error) {
	if a.over {
		return 0, io.EOF
	}
	n, err := a.body.Read(b)
	if a.unheard && hungUp(err) {
		err = io.EOF
	}
	switch {
	case err == io.EOF:
		a.done()
	case err != nil:
		err = a.fail(err)
	}
	return n, err
}

// Close implements io.Closer. What was not read is lost, and the connection with it.
func (a *answer) Close() error {
	if !a.over {
		a.over = true
		a.uncut()
		a.line.close()
	}
	return nil
}

// done gives the connection back, unless its context cut it or the daemon said that it closes it.
func (a *answer) done() {
	if a.over {
		return
	}
	a.over = true
	if a.uncut() && a.keep {
		a.t.back(a.line)
		return
	}
	a.line.close()
}

// fail gives up the connection; the context's end, where that was the cause, is the error.
func (a *answer) fail(err error) error {
	a.over = true
	a.uncut()
	a.line.close()
	if cause := a.ctx.Err(); cause != nil {
		return cause
	}
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
