package scanner

import (
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// speeds are those that scanners come with; one on USB takes any and heeds none.
var speeds = map[int]uint32{9600: unix.B9600, 19200: unix.B19200, 38400: unix.B38400, 57600: unix.B57600, 115200: unix.B115200}

// OpenTTY opens a serial device, as /dev/serial/by-id/…, at a speed in bits a second, with 8 bits, no parity and one stop
// bit, untouched by the system's line editing. What waited in it is thrown away: it was scanned for somebody else.
func OpenTTY(path string, speed int) Opener {
	return func(context.Context) (io.ReadCloser, error) {
		baud, ok := speeds[speed]
		if !ok {
			return nil, fmt.Errorf("scanner: no speed of %d bits a second", speed)
		}
		// Without O_NONBLOCK the open would wait for a carrier that a scanner does not send, and the read could not be woken.
		file, err := os.OpenFile(path, unix.O_RDONLY|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
		if err != nil {
			return nil, fmt.Errorf("scanner: %w", err)
		}
		if err := setRaw(file, baud); err != nil {
			file.Close()
			return nil, fmt.Errorf("scanner: %s: %w", path, err)
		}
		return file, nil
	}
}

// setRaw sets the line and empties it.
func setRaw(file *os.File, baud uint32) error {
	raw, err := file.SyscallConn()
	if err != nil {
		return err
	}
	var failure error
	err = raw.Control(func(fd uintptr) {
		settings := unix.Termios{Cflag: unix.CS8 | unix.CREAD | unix.CLOCAL | baud, Ispeed: baud, Ospeed: baud}
		settings.Cc[unix.VMIN] = 1
		if failure = unix.IoctlSetTermios(int(fd), unix.TCSETS, &settings); failure == nil {
			failure = unix.IoctlSetInt(int(fd), unix.TCFLSH, unix.TCIFLUSH)
		}
	})
	if err != nil {
		return err
	}
	return failure
}
