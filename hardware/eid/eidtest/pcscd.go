//go:build devices

package eidtest

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
)

// vpcdDriver is the virtual reader that pcscd loads.
const vpcdDriver = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"

// daemonScript starts pcscd where it meets no other: its fixed folder is a private one, and the virtual reader, which
// listens on every address there is, has a network of its own with nothing but a loopback in it. (In the mode where the
// reader dials the card instead, Debian's vpcd 3.3 makes pcscd abort as soon as a card is pulled.)
const daemonScript = `ip link set lo up && mkdir -p /run/pcscd && mount --bind "$1" /run/pcscd &&
	exec pcscd --foreground --error --config "$2"`

// daemonConfig gives the daemon its one reader.
const daemonConfig = "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x%[1]X\nLIBPATH %[2]s\nCHANNELID 0x%[1]X\n"

// cardPort is where the reader listens for the card of its first slot.
const cardPort = 35963

// StartDaemon starts a pcscd of our own whose one reader, called "Virtual PCD", is fed from a slot, and returns its socket. The daemon is ended
// by its process id.
func StartDaemon(t *testing.T, slot *virtual.Slot) string {
	t.Helper()
	for program, debian := range map[string]string{"pcscd": "pcscd", "unshare": "util-linux", "ip": "iproute2"} {
		mustHave(t, program, debian)
	}
	if _, err := os.Stat(vpcdDriver); err != nil {
		t.Fatalf("the virtual reader is missing: install the Debian package vsmartcard-vpcd (%v)", err)
	}
	private, config := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(config, "vpcd"), fmt.Appendf(nil, daemonConfig, cardPort, vpcdDriver), 0o644); err != nil {
		t.Fatal(err)
	}
	spaces := []string{"--mount", "--net", "sh", "-c", daemonScript, "sh", private, config}
	if os.Getuid() != 0 {
		spaces = append([]string{"--map-root-user"}, spaces...)
	}
	daemon := exec.Command("unshare", spaces...)
	var output bytes.Buffer
	daemon.Stdout, daemon.Stderr = &output, &output
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- daemon.Wait() }()
	t.Cleanup(func() {
		daemon.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			daemon.Process.Kill()
			<-ended
		}
		t.Logf("pcscd said: %s", strings.TrimSpace(output.String()))
	})
	socket := filepath.Join(private, "pcscd.comm")
	waitForReader(t, socket, ended)
	serveSlot(t, daemon.Process.Pid, slot)
	return socket
}

// waitForReader waits until the daemon answers and has found its reader.
func waitForReader(t *testing.T, socket string, ended chan error) {
	t.Helper()
	reader := eid.NewDaemon(socket, "Virtual PCD")
	defer reader.Close()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("pcscd ended by itself: %v (it needs root, or a user namespace, for its private folder)", err)
		case <-time.After(20 * time.Millisecond):
		}
		if h := reader.Health(t.Context()); h.State == device.Ready {
			t.Logf("reader %q", h.Model)
			return
		}
	}
	t.Fatal("pcscd does not serve")
}

// handSpeed is how long a hand needs at least to put a card into the slot. The daemon looks every 0.4 s and takes two cards
// that were swapped in between for one, which no hand can do.
const handSpeed = 500 * time.Millisecond

// serveSlot feeds the reader, and checks that nobody but us could.
func serveSlot(t *testing.T, daemon int, slot *virtual.Slot) {
	t.Helper()
	if conn, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", cardPort)); err == nil {
		conn.Close()
		t.Fatal("the virtual reader can be reached from outside its network")
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	dial := func(ctx context.Context) (net.Conn, error) {
		select {
		case <-time.After(handSpeed):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		return dialInside(daemon)
	}
	go func() { served <- virtual.Serve(ctx, dial, slot) }()
	t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
}

// dialInside dials the reader from within the network of the daemon. The thread that goes there is not used again: a
// locked thread ends with its goroutine.
func dialInside(daemon int) (net.Conn, error) {
	type result struct {
		conn net.Conn
		err  error
	}
	dialled := make(chan result)
	go func() {
		runtime.LockOSThread()
		network, err := os.Open(fmt.Sprintf("/proc/%d/ns/net", daemon))
		if err != nil {
			dialled <- result{err: err}
			return
		}
		defer network.Close()
		if err := unix.Setns(int(network.Fd()), unix.CLONE_NEWNET); err != nil {
			dialled <- result{err: err}
			return
		}
		conn, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", cardPort))
		dialled <- result{eager{conn}, err}
	}()
	r := <-dialled
	return r.conn, r.err
}

// eager is a connection that acknowledges at once: the reader sends each message in two parts and waits with the second
// one until the first is acknowledged, which takes 40 ms a command when nobody hurries.
type eager struct{ net.Conn }

// Read implements net.Conn.
func (c eager) Read(p []byte) (int, error) {
	if raw, err := c.Conn.(*net.TCPConn).SyscallConn(); err == nil {
		raw.Control(func(fd uintptr) { unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_QUICKACK, 1) })
	}
	return c.Conn.Read(p)
}

func mustHave(t *testing.T, program, debian string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Fatalf("%s is missing: install the Debian package %s", program, debian)
	}
}
