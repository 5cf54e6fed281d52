package socket

import (
	"errors"
	"syscall"
)

// quiet reports whether an idle connection has somebody at the other end who said nothing: a daemon that was started
// again has closed it, and whoever speaks before being asked is not understood.
func (l *line) quiet() bool {
	if l.from.Buffered() > 0 {
		return false
	}
	c, ok := l.conn.(syscall.Conn)
	if !ok {
		return false
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return false
	}
	alive := false
	err = raw.Read(func(fd uintptr) bool {
		var b [1]byte
		_, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		alive = errors.Is(err, syscall.EAGAIN)
		return true // whatever it is, do not wait
	})
	return err == nil && alive
}
