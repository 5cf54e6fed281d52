package receipt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

// Opener opens the line to a printer. It returns by the end of ctx. Close of what it gives ends a Read and a Write that
// hang, from another goroutine too.
type Opener func(ctx context.Context) (io.ReadWriteCloser, error)

// TCP opens a line to a printer in the network, as "10.4.0.13:9100".
func TCP(address string) Opener {
	return func(ctx context.Context) (io.ReadWriteCloser, error) {
		var d net.Dialer
		return d.DialContext(ctx, "tcp", address)
	}
}

// ErrNoDevice says that a path is not a device that a printer can be behind.
var ErrNoDevice = errors.New("not a character device")

// Device opens a line to a printer at a character device, as "/dev/usb/lp0". It never makes a file where there is none.
func Device(path string) Opener {
	return func(context.Context) (io.ReadWriteCloser, error) {
		f, err := os.OpenFile(path, os.O_RDWR|syscall.O_NOCTTY|syscall.O_NONBLOCK, 0)
		if err != nil {
			return nil, err
		}
		if err := checkDevice(f); err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
		}
		return f, nil
	}
}

// checkDevice refuses what cannot be waited for: a Read of it could hang beyond Close.
func checkDevice(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Mode()&os.ModeCharDevice == 0 {
		return ErrNoDevice
	}
	if err := f.SetDeadline(time.Time{}); err != nil {
		return errors.Join(ErrNoDevice, err)
	}
	return nil
}
