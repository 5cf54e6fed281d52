package link

import (
	"context"
	"errors"
	"net"
	"sync"
	"syscall"
	"time"
)

// handover is a net.Listener of connections that were accepted elsewhere.
type handover struct {
	addr   net.Addr
	queue  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newHandover(addr net.Addr) *handover {
	return &handover{addr: addr, queue: make(chan net.Conn), closed: make(chan struct{})}
}

// pass gives a connection to whoever accepts, or closes it when nobody will any more.
func (h *handover) pass(c net.Conn) {
	select {
	case h.queue <- c:
	case <-h.closed:
		_ = c.Close()
	}
}

// Accept waits for the next connection; net.ErrClosed after Close.
func (h *handover) Accept() (net.Conn, error) {
	select {
	case c := <-h.queue:
		return c, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept and pass.
func (h *handover) Close() error {
	h.once.Do(func() { close(h.closed) })
	return nil
}

func (h *handover) drop() { _ = h.Close() }

// Addr is the address of the socket the connections come from.
func (h *handover) Addr() net.Addr { return h.addr }

// watchedConn tells when its connection is closed, by whichever side of our own code.
type watchedConn struct {
	net.Conn
	line *line // at the server, of a verified peer
	once sync.Once
	done chan struct{}
	mu   sync.Mutex
	todo []func()
	err  error
}

func watch(c net.Conn) *watchedConn { return &watchedConn{Conn: c, done: make(chan struct{})} }

// after runs f once the connection is closed; at once when it already is.
func (w *watchedConn) after(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case <-w.done:
		f()
	default:
		w.todo = append(w.todo, f)
	}
}

// Close closes the connection and does what was left for after.
func (w *watchedConn) Close() error {
	w.once.Do(func() {
		w.err = w.Conn.Close()
		w.mu.Lock()
		defer w.mu.Unlock()
		close(w.done)
		for _, f := range w.todo {
			f()
		}
	})
	return w.err
}

// tooManyFiles is an accept error that passes when others close.
func tooManyFiles(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) || errors.Is(err, syscall.ECONNABORTED)
}

// pause waits, unless ctx ends first.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
