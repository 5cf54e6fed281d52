package receipt_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"unsafe"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/hardware/receipt/receipttest"
)

// TestDevice prints through a character device: the slave of a pseudo terminal, with the emulator at its master.
func TestDevice(t *testing.T) {
	master, path := mustTerminal(t)
	e := receipt.NewEmulator(receipt.Wide42)
	var serving sync.WaitGroup
	serving.Go(func() { _ = e.Serve(context.Background(), master) }) // ends when the master is closed
	t.Cleanup(func() {
		if err := master.Close(); err != nil {
			t.Error(err)
		}
		serving.Wait()
	})
	p := mustNew(t, receipt.Device(path))
	if h := p.Health(t.Context()); h.State != device.Ready {
		t.Fatalf("it is %s: %s", h, h.Detail)
	}
	for i := range 2 {
		if _, err := p.Print(t.Context(), receipttest.Ticket("A042")); err != nil {
			t.Fatal(err)
		}
		if n := len(e.Slips()); n != i+1 {
			t.Errorf("%d slips", n)
		}
	}
	e.RunOutAfter(2)
	if _, err := p.Print(t.Context(), receipttest.Ticket("A043")); device.Refused(err) || device.ReasonOf(err) != device.PaperOut {
		t.Errorf("paper ran out in the middle: %v", err)
	}
}

// TestDeviceThatIsNone: a path in the configuration never becomes a file full of tickets.
func TestDeviceThatIsNone(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	pipe := filepath.Join(dir, "pipe")
	if err := errors.Join(os.WriteFile(file, nil, 0o600), syscall.Mkfifo(pipe, 0o600)); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]struct {
		state  device.State
		reason device.Reason
	}{
		filepath.Join(dir, "none"): {device.Absent, device.OutOfReach},
		file:                       {device.Unknown, device.Misfitted},
		pipe:                       {device.Unknown, device.Misfitted},
		os.DevNull:                 {device.Unknown, device.Misfitted},
	} {
		p := mustNew(t, receipt.Device(path))
		if h := p.Health(t.Context()); h.State != want.state || !h.Has(want.reason) {
			t.Errorf("%s is %s: %s", path, h, h.Detail)
		}
		if _, err := p.Print(t.Context(), receipttest.Ticket("A1")); !device.Refused(err) {
			t.Errorf("printed on %s: %v", path, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file was made: %v", err)
	}
}

// mustTerminal makes a pseudo terminal that passes bytes on as they are, and gives its master and the path of its slave.
func mustTerminal(t *testing.T) (*os.File, string) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Skipf("this machine has no pseudo terminals: %v", err)
	}
	var number, unlock uint32
	control(t, master, syscall.TIOCSPTLCK, unsafe.Pointer(&unlock))
	control(t, master, syscall.TIOCGPTN, unsafe.Pointer(&number))
	path := fmt.Sprintf("/dev/pts/%d", number)
	// Held open, so that the master does not end between two calls of the driver.
	slave, err := os.OpenFile(path, os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = slave.Close() })
	raw := syscall.Termios{Cflag: syscall.CS8 | syscall.CREAD}
	raw.Cc[syscall.VMIN] = 1 // a read waits for a byte
	control(t, slave, syscall.TCSETS, unsafe.Pointer(&raw))
	return master, path
}

// control makes one call of a terminal's driver.
func control(t *testing.T, f *os.File, request uintptr, argument unsafe.Pointer) {
	t.Helper()
	connection, err := f.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var failed syscall.Errno
	err = connection.Control(func(fd uintptr) {
		_, _, failed = syscall.Syscall(syscall.SYS_IOCTL, fd, request, uintptr(argument))
	})
	if err != nil || failed != 0 {
		t.Fatalf("%s: request %x: %v, %v", f.Name(), request, err, failed)
	}
}
