package tpm

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Opener opens a line to a chip. A Read or Write of it that hangs ends when it is closed, except of a file, which is polled.
type Opener func(ctx context.Context) (io.ReadWriteCloser, error)

// DefaultAddress is the chip of this machine, behind the kernel's own resource manager.
const DefaultAddress = "/dev/tpmrm0"

// Open opens the chip at an address: a device's path, "unix:/path" or "tcp:host:port" for one that another program emulates.
func Open(address string) Opener {
	network, where, ok := strings.Cut(address, ":")
	if ok && (network == "unix" || network == "tcp") {
		return func(ctx context.Context) (io.ReadWriteCloser, error) {
			var d net.Dialer
			return d.DialContext(ctx, network, where)
		}
	}
	return func(context.Context) (io.ReadWriteCloser, error) {
		info, err := os.Stat(address)
		if err != nil {
			return nil, err
		}
		if info.Mode()&os.ModeCharDevice == 0 {
			return nil, fmt.Errorf("%s: %w", address, errNoDevice)
		}
		return os.OpenFile(address, os.O_RDWR, 0)
	}
}

var errNoDevice = errors.New("no character device")

// maxAnswer is the longest answer of a chip.
const maxAnswer = 4096

// exchange is a line during one call; it implements go-tpm's transport.
type exchange struct {
	ctx  context.Context
	line io.ReadWriteCloser
}

// Send gives a command to the chip and returns its answer.
func (e exchange) Send(command []byte) ([]byte, error) {
	if _, err := e.line.Write(command); err != nil {
		return nil, e.cause(err)
	}
	if f, ok := e.line.(*os.File); ok {
		return e.fromDevice(f)
	}
	head := make([]byte, 10)
	if _, err := io.ReadFull(e.line, head); err != nil {
		return nil, e.cause(err)
	}
	size := int(binary.BigEndian.Uint32(head[2:]))
	if size < len(head) || size > maxAnswer {
		return nil, fmt.Errorf("an answer of %d bytes", size)
	}
	answer := append(head, make([]byte, size-len(head))...)
	_, err := io.ReadFull(e.line, answer[len(head):])
	return answer, e.cause(err)
}

// fromDevice waits until the kernel has the answer, which it gives to one Read.
func (e exchange) fromDevice(f *os.File) ([]byte, error) {
	raw, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	for ready := false; !ready; {
		if err := e.ctx.Err(); err != nil {
			return nil, err
		}
		var failure error
		err := raw.Control(func(fd uintptr) {
			var n int
			n, failure = unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, int((100 * time.Millisecond).Milliseconds()))
			ready = n > 0
		})
		if failure != nil && failure != unix.EINTR {
			err = errors.Join(err, failure)
		}
		if err != nil {
			return nil, err
		}
	}
	answer := make([]byte, maxAnswer)
	n, err := f.Read(answer)
	return answer[:n], err
}

// cause prefers why we gave up to how that looked on the line.
func (e exchange) cause(err error) error {
	if err != nil && e.ctx.Err() != nil {
		return e.ctx.Err()
	}
	return err
}
