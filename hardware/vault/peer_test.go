//go:build devices

package vault_test

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/device/devicetest"
	"github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/hardware/vault/vaulttest"
)

// TestPeerTCP is the treaty before boards of pymodbus over TCP.
func TestPeerTCP(t *testing.T) {
	for name, release := range map[string]vault.Release{"board ends the pulse": vault.ByBoard, "we end the pulse": vault.ByMaster} {
		t.Run(name, func(t *testing.T) {
			boards := modbusBoards(release)
			where := net.JoinHostPort("127.0.0.1", devicetest.FreePort(t))
			p := startBoards(t, boards, "tcp", where)
			peerSuite(p, func() vault.Config {
				return vault.Config{Line: vault.Line{Connect: dialer(where)}, Dialect: vault.ModbusTCP, Boards: boards}
			}).Run(t)
		})
	}
}

// TestPeerRTU is the treaty before boards of pymodbus on a serial line.
func TestPeerRTU(t *testing.T) {
	boards := modbusBoards(vault.ByBoard)
	ours, theirs := serialPair(t)
	p := startBoards(t, boards, "rtu", theirs)
	peerSuite(p, func() vault.Config {
		return vault.Config{Line: serialLine(ours), Dialect: vault.ModbusRTU, Boards: boards}
	}).Run(t)
}

// TestPeerUnplugged: boards that die, and an adapter that is pulled, take the doors away and give them back, over the same
// cabinet.
func TestPeerUnplugged(t *testing.T) {
	boards := modbusBoards(vault.ByBoard)
	t.Run("tcp", func(t *testing.T) {
		where := net.JoinHostPort("127.0.0.1", devicetest.FreePort(t))
		p := startBoards(t, boards, "tcp", where)
		v := mustNew(t, vault.Config{Line: vault.Line{Connect: dialer(where)}, Dialect: vault.ModbusTCP, Boards: boards})
		unplugged(t, v, p.stop, func() { startBoards(t, boards, "tcp", where) })
	})
	t.Run("rtu", func(t *testing.T) {
		dir := t.TempDir()
		pull := joinSerial(t, dir)
		p := startBoards(t, boards, "rtu", filepath.Join(dir, "theirs"))
		v := mustNew(t, vault.Config{Line: serialLine(filepath.Join(dir, "ours")), Dialect: vault.ModbusRTU, Boards: boards})
		unplugged(t, v, func() { pull(); p.stop() }, func() {
			joinSerial(t, dir)
			startBoards(t, boards, "rtu", filepath.Join(dir, "theirs"))
		})
	})
}

// unplugged: Ready, Absent, and Ready again.
func unplugged(t *testing.T, v *vault.Cabinet, pull, plug func()) {
	t.Helper()
	wantReady(t, v)
	pull()
	if h := v.Health(context.Background()); h.State != device.Absent || !h.Has(device.OutOfReach) {
		t.Errorf("without boards: %s: %s", h, h.Detail)
	}
	err := v.Open(context.Background(), vault.Order{Door: 1, Deadline: time.Now().Add(time.Minute)})
	if !device.Refused(err) {
		t.Errorf("without boards: %v", err)
	}
	plug()
	wantReady(t, v)
}

// wantReady waits until the boards answer: a peer says that it has started before it listens.
func wantReady(t *testing.T, v *vault.Cabinet) {
	t.Helper()
	eventually(t, func() error {
		if h := v.Health(context.Background()); h.State != device.Ready {
			return fmt.Errorf("%s: %s", h, h.Detail)
		}
		return nil
	})
}

// TestSecondMaster: mbpoll sees the door that we opened, and a lock that it pulses is an alarm here.
func TestSecondMaster(t *testing.T) {
	boards := modbusBoards(vault.ByBoard)
	where := net.JoinHostPort("127.0.0.1", devicetest.FreePort(t))
	p := startBoards(t, boards, "tcp", where)
	v := mustNew(t, vault.Config{Line: vault.Line{Connect: dialer(where)}, Dialect: vault.ModbusTCP, Boards: boards})
	wantReady(t, v)
	_, port, _ := net.SplitHostPort(where)
	m := vault.NewMonitor(vault.Limits{OpenWithin: time.Minute, CloseWithin: time.Minute}, doors...)
	m.Ordered(2, "hand-out", time.Now())
	if err := v.Open(context.Background(), vault.Order{Door: 2, Deadline: time.Now().Add(time.Minute)}); err != nil {
		t.Fatal(err)
	}
	mbpoll(t, []string{"[2]: \t0"}, "-a", "1", "-t", "1", "-r", "2", "-p", port, "127.0.0.1")
	mbpoll(t, []string{"[0]: \t1"}, "-a", "1", "-t", "1", "-r", "0", "-p", port, "127.0.0.1")
	mbpoll(t, []string{"Written 1 references"}, "-a", "7", "-t", "0", "-r", "41", "-p", port, "127.0.0.1", "1")
	r, err := v.Doors(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	found := m.Read(r)
	if len(found) != 2 || found[0].Kind != vault.Opened || found[0].Door != 2 || found[1].Kind != vault.Forced || found[1].Door != 7 {
		t.Errorf("%+v", found)
	}
	if p.Pulses(2) != 1 || p.Pulses(7) != 1 {
		t.Errorf("pulses %d and %d", p.Pulses(2), p.Pulses(7))
	}
}

// TestEmulatorByOthers: mbpoll reads and pulses the emulator, over TCP and on a serial line.
func TestEmulatorByOthers(t *testing.T) {
	t.Run("tcp", func(t *testing.T) {
		b := newBench(t, vault.ModbusTCP, modbusBoards(vault.ByMaster))
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		all.Go(func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				all.Go(func() { _ = b.Serve(b.ctx, conn, b.dialect, b.boards) })
			}
		})
		defer all.Wait()
		defer l.Close()
		_, port, _ := net.SplitHostPort(l.Addr().String())
		judged(t, b, "-p", port, "127.0.0.1")
	})
	t.Run("rtu", func(t *testing.T) {
		b := newBench(t, vault.ModbusRTU, modbusBoards(vault.ByMaster))
		ours, theirs := serialPair(t)
		conn := mustConnect(t, serialLine(ours))
		b.served.Go(func() { _ = b.Serve(b.ctx, conn, b.dialect, b.boards) })
		judged(t, b, "-m", "rtu", "-b", "115200", "-P", "none", theirs)
	})
}

// judged: one coil, several coils, coils read back, inputs, and an address that is not there.
func judged(t *testing.T, b *bench, line ...string) {
	t.Helper()
	ask := func(want string, args ...string) {
		t.Helper()
		options, values := args, []string(nil)
		for i, a := range args {
			if a == "=" {
				options, values = args[:i], args[i+1:]
			}
		}
		mbpoll(t, strings.Split(want, "|"), slices.Concat(options, line, values)...)
	}
	ask("[0]: \t1", "-a", "1", "-t", "1", "-r", "0")
	ask("Written 1 references", "-a", "1", "-t", "0", "-r", "0", "=", "1")
	ask("[0]: \t0", "-a", "1", "-t", "1", "-r", "0")
	ask("Written 2 references", "-a", "7", "-t", "0", "-r", "41", "=", "1", "1")
	ask("[40]: \t0|[41]: \t1|[42]: \t1", "-a", "7", "-t", "0", "-r", "40", "-c", "3")
	ask("Written 3 references", "-a", "7", "-t", "0", "-r", "40", "=", "0", "0", "0")
	ask("[40]: \t0|[41]: \t0|[42]: \t0", "-a", "7", "-t", "0", "-r", "40", "-c", "3")
	ask("Illegal data address", "-a", "1", "-t", "1", "-r", "1")
	for d, want := range map[vault.Door]int{1: 1, 2: 0, 6: 0, 7: 1, 8: 1} {
		if got := b.Pulses(d); got != want {
			t.Errorf("lock %d was pulsed %d times, want %d", d, got, want)
		}
	}
}

// mbpoll runs the other master once and looks for what it must say. Debian's mbpoll speaks libmodbus.
func mbpoll(t *testing.T, want []string, args ...string) {
	t.Helper()
	path := mustFind(t, "mbpoll", "mbpoll")
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	out, _ := exec.CommandContext(ctx, path, append([]string{"-1", "-0", "-q"}, args...)...).CombinedOutput()
	for _, w := range want {
		if !strings.Contains(string(out), w) {
			t.Errorf("mbpoll %s does not say %q:\n%s", strings.Join(args, " "), w, out)
		}
	}
}

// peerSuite is the suite over one peer, whose boards are reset before each play.
func peerSuite(p *peer, config func() vault.Config) vaulttest.Suite {
	return vaulttest.Suite{Doors: doors, Lamps: lamps, Faults: []vault.Fault{vault.PowerLost, vault.StuckShut, vault.Refusing},
		Stage: func(t *testing.T, play func(*testing.T, vault.Vault, vaulttest.Cabinet)) {
			p.say(t, "reset")
			v := mustNew(t, config())
			wantReady(t, v)
			play(t, v, &hands{p, t})
		}}
}
