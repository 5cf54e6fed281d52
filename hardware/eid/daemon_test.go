package eid_test

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
)

// pcscd is a daemon with one reader at most, that says what is in it and no more: what cards say through a daemon is
// tried with the real one.
type pcscd struct {
	mu     sync.Mutex
	states []byte // as package pcsc documents them; all zeros is no reader
}

// plug names a reader with bits of its state: 2 empty, 4 with a card, 12 with one that does not answer.
func (d *pcscd) plug(name string, bits uint32) {
	states := make([]byte, 16*184)
	copy(states, name)
	binary.NativeEndian.PutUint32(states[132:], bits)
	binary.NativeEndian.PutUint32(states[176:], 20)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.states = states
}

// listen serves on a socket until the test ends.
func (d *pcscd) listen(t *testing.T, socket string) {
	t.Helper()
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			all.Go(func() { d.talk(conn) })
		}
	})
	t.Cleanup(func() { listener.Close(); all.Wait() })
}

// talk answers the commands that look at readers, and hangs up at any other.
func (d *pcscd) talk(conn net.Conn) {
	defer conn.Close()
	for {
		head := make([]byte, 8)
		if _, err := io.ReadFull(conn, head); err != nil {
			return
		}
		body := make([]byte, binary.NativeEndian.Uint32(head))
		if _, err := io.ReadFull(conn, body); err != nil {
			return
		}
		switch binary.NativeEndian.Uint32(head[4:]) {
		case 0x11, 0x01:
			conn.Write(body)
		case 0x12, 0x13:
			d.mu.Lock()
			conn.Write(d.states)
			d.mu.Unlock()
		default:
			return
		}
	}
}

// TestDaemonComesLate: a counter starts before its daemon, and waits for it as it waits for a card.
func TestDaemonComesLate(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "pcscd")
	reader := eid.New(eid.NewDaemon(socket, ""), eid.Trust{})
	defer reader.Close()
	if h := reader.Health(t.Context()); h.State != device.Absent || !h.Has(device.OutOfReach) {
		t.Errorf("without a daemon: %s", h)
	}
	_, err := reader.Read(t.Context(), eid.Ask{What: eid.Names, At: now})
	if device.ReasonOf(err) != device.OutOfReach || !device.Refused(err) {
		t.Errorf("without a daemon: %v", err)
	}
	if err := reader.WaitGone(t.Context()); err != nil {
		t.Errorf("without a daemon there is no card: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	heard := make(chan error, 1)
	go func() { heard <- reader.Wait(ctx) }()
	daemon := &pcscd{}
	daemon.plug("Reader", 4)
	daemon.listen(t, socket)
	if err := <-heard; err != nil {
		t.Errorf("waiting for daemon and card: %v", err)
	}
}

// TestReaders: which reader is meant, and how it is.
func TestReaders(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "pcscd")
	daemon := &pcscd{}
	daemon.listen(t, socket)
	for name, row := range map[string]struct {
		reader string
		bits   uint32
		want   string
		reason device.Reason // of a read
	}{
		"none":        {"", 0, "absent no-answer", device.OutOfReach},
		"another one": {"Other Reader", 4, "absent no-answer", device.OutOfReach},
		"empty":       {"Desk Reader 00", 2, "ready", device.NoCard},
		"mute":        {"Desk Reader 00", 12, "attention mute", eid.UpsideDown},
		"starting":    {"Desk Reader 00", 1, "unknown", device.OutOfReach},
		"full":        {"Desk Reader 00", 4, "ready", device.OutOfReach}, // this daemon hangs up when asked to connect
	} {
		daemon.plug(row.reader, row.bits)
		reader := eid.New(eid.NewDaemon(socket, "Desk"), eid.Trust{})
		h := reader.Health(t.Context())
		if h.String() != row.want || h.State.Usable() && h.Model != row.reader {
			t.Errorf("%s: %s, model %q", name, h, h.Model)
		}
		_, err := reader.Read(t.Context(), eid.Ask{What: eid.Names, At: now})
		if device.ReasonOf(err) != row.reason || !device.Refused(err) {
			t.Errorf("%s: %v", name, err)
		}
		reader.Close()
		if h := reader.Health(t.Context()); h.State != device.Absent {
			t.Errorf("%s, closed: %s", name, h)
		}
	}
}
