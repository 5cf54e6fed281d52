package devices

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// speeds are those of serial lines with lock boards.
var speeds = map[int]uint32{9600: unix.B9600, 19200: unix.B19200, 38400: unix.B38400, 57600: unix.B57600, 115200: unix.B115200}

// serial is a serial line in both directions. Closing it ends a Read that waits.
type serial struct{ *os.File }

// ResetOutputBuffer throws away what has not left yet: an order must not leave after its line was let go.
func (s serial) ResetOutputBuffer() error { return s.control(unix.TCFLSH, unix.TCOFLUSH) }

// openSerial opens a serial line with 8 bits, no parity and one stop bit, untouched by the system's line editing. What
// waited in it is thrown away: it answers somebody else's question.
func openSerial(path string, speed int) (serial, error) {
	baud, ok := speeds[speed]
	if !ok {
		return serial{}, fmt.Errorf("devices: no speed of %d bits a second", speed)
	}
	// Without O_NONBLOCK the open would wait for a carrier that boards do not send, and a read could not be woken.
	file, err := os.OpenFile(path, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return serial{}, err
	}
	s := serial{file}
	settings := unix.Termios{Cflag: unix.CS8 | unix.CREAD | unix.CLOCAL | baud, Ispeed: baud, Ospeed: baud}
	settings.Cc[unix.VMIN] = 1
	raw, err := file.SyscallConn()
	if err == nil {
		var failure error
		err = raw.Control(func(fd uintptr) { failure = unix.IoctlSetTermios(int(fd), unix.TCSETS, &settings) })
		err = errors.Join(err, failure, s.control(unix.TCFLSH, unix.TCIOFLUSH))
	}
	if err != nil {
		return serial{}, errors.Join(fmt.Errorf("devices: %s: %w", path, err), file.Close())
	}
	return s, nil
}

// control asks the system something about the line.
func (s serial) control(request uint, value int) error {
	raw, err := s.SyscallConn()
	if err != nil {
		return err
	}
	var failure error
	err = raw.Control(func(fd uintptr) { failure = unix.IoctlSetInt(int(fd), request, value) })
	return errors.Join(err, failure)
}
