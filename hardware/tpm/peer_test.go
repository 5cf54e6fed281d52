//go:build devices

package tpm_test

import (
	"context"
	"net"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/tpm"
	"github.com/buurtloket/buurtloket/hardware/tpm/tpmtest"
)

// TestPeer runs the suite with swtpm, over a unix socket.
func TestPeer(t *testing.T) {
	tpmtest.Run(t, func(t *testing.T) tpmtest.Bench {
		m := &machine{t: t, dir: t.TempDir()}
		m.Plug()
		c := tpm.New(tpm.Open("unix:" + m.socket()))
		t.Cleanup(func() {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
			if m.stop != nil {
				m.Unplug()
			}
		})
		m.chip = c
		return m
	})
}

// machine has a chip that swtpm emulates; its state outlives the program, as a chip's does its power.
type machine struct {
	t     *testing.T
	dir   string
	chip  *tpm.Chip
	stop  context.CancelFunc
	ended chan error
}

func (m *machine) socket() string { return filepath.Join(m.dir, "s") }

// Sealer implements tpmtest.Bench.
func (m *machine) Sealer() tpm.Sealer { return m.chip }

// Plug implements tpmtest.Bench: it starts swtpm and waits until it answers.
func (m *machine) Plug() {
	m.t.Helper()
	if _, err := exec.LookPath("swtpm"); err != nil {
		m.t.Fatal("swtpm is missing: install the Debian package swtpm")
	}
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, "swtpm", "socket", "--tpm2", "--tpmstate", "dir="+m.dir, "--server", "type=unixio,path="+m.socket(),
		"--flags", "not-need-init,startup-clear")
	if err := cmd.Start(); err != nil {
		m.t.Fatal(err)
	}
	m.stop, m.ended = stop, make(chan error, 1)
	go func(ended chan error) { ended <- cmd.Wait() }(m.ended)
	limit := time.Now().Add(10 * time.Second)
	for {
		c, err := net.Dial("unix", m.socket())
		if err == nil {
			_ = c.Close()
			return
		}
		if time.Now().After(limit) {
			m.t.Fatal(err)
		}
		select {
		case err := <-m.ended:
			m.t.Fatalf("swtpm has ended: %v", err)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// Unplug implements tpmtest.Bench.
func (m *machine) Unplug() {
	m.t.Helper()
	m.stop()
	<-m.ended
	m.stop = nil
}
