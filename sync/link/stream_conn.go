package link

import (
	"net"
	"sync"

	"github.com/quic-go/quic-go"
)

// streamConn is a QUIC stream as a net.Conn. Reading, writing and closing may happen on different goroutines.
type streamConn struct {
	*quic.Stream
	conn    *quic.Conn
	writing sync.Mutex // Close must not run beside a Write
	failed  bool       // a Write failed: the stream is cancelled, not finished; under writing
}

var _ net.Conn = (*streamConn)(nil)

func newStreamConn(conn *quic.Conn, str *quic.Stream) *streamConn {
	return &streamConn{Stream: str, conn: conn}
}

// Write writes all of p, or says how much it could.
func (c *streamConn) Write(p []byte) (int, error) {
	c.writing.Lock()
	defer c.writing.Unlock()
	n, err := c.Stream.Write(p)
	c.failed = c.failed || err != nil
	return n, err
}

// Close ends both directions. What was written still arrives, unless a write failed or is under way: then the
// stream is cancelled, so that the other end does not take half a message for a whole one.
func (c *streamConn) Close() error {
	c.CancelRead(0)
	if !c.writing.TryLock() {
		c.CancelWrite(1)
		return nil
	}
	defer c.writing.Unlock()
	if c.failed {
		c.CancelWrite(1)
		return nil
	}
	return c.Stream.Close()
}

func (c *streamConn) abort() {
	c.CancelRead(1)
	c.CancelWrite(1)
}

// LocalAddr is the address of the socket.
func (c *streamConn) LocalAddr() net.Addr { return c.conn.LocalAddr() }

// RemoteAddr is the address of the other node's socket, as seen from here.
func (c *streamConn) RemoteAddr() net.Addr { return c.conn.RemoteAddr() }
