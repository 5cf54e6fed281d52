package consensus_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/consensus/logtest"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// nopMachine writes its command under one key.
type nopMachine struct{}

func (nopMachine) Apply(w kv.Writer, _ uint64, command []byte) []byte {
	w.Put([]byte("k"), command)
	return nil
}

func mustBackup(t *testing.T) (backup []byte, index uint64) {
	t.Helper()
	c := mustCluster(t, 3, nil)
	for i := range 10 {
		c.mustPropose(fmt.Sprintf("%d seat%d X", i, i))
	}
	var b bytes.Buffer
	index, err := c.nodes[c.leader()].Backup(t.Context(), &b)
	if err != nil || index != 10 {
		t.Fatal(index, err)
	}
	return b.Bytes(), index
}

func TestBackupBecomesNewCluster(t *testing.T) {
	t.Parallel()
	backup, index := mustBackup(t)
	c := &cluster{t: t, net: newNetwork(), machine: logtest.Toy{}, peers: []consensus.Peer{{ID: "r1", Addr: "r1:1"}},
		dirs: []string{filepath.Join(t.TempDir(), "r1")}, nodes: make([]*consensus.Node, 1)}
	t.Cleanup(func() {
		for i := range c.nodes {
			c.stop(i)
		}
	})
	r := consensus.Restoration{Dir: c.dirs[0], NodeID: "r1", Addr: "r1:1", Machine: logtest.Toy{}, First: []byte("era new era")}
	reply, err := consensus.RestoreBackup(r, bytes.NewReader(backup))
	if err != nil || string(reply) != "ok" {
		t.Fatalf("%q, %v", reply, err)
	}
	if _, err := consensus.RestoreBackup(r, bytes.NewReader(backup)); !fault.Is(err, fault.Invalid) {
		t.Errorf("over an existing node: %v", err)
	}
	c.start(0)
	if got := c.stale(0, "seat/new"); got != "era" {
		t.Errorf("the new era is not there from the first look: %q", got)
	}
	if reply, at := c.mustPropose("3 seat3 X"); reply != "ok" || at != index+2 {
		t.Errorf("a command of before the backup: %q at %d", reply, at)
	}
	if got := logtest.MustGet(t, c.nodes[0], "count"); got != "11" {
		t.Errorf("count %q", got)
	}
	for _, id := range []string{"r2", "r3"} {
		i := c.add(id)
		c.mustChange(func(ctx context.Context, n *consensus.Node) error { return n.Join(ctx, id, c.peers[i].Addr) })
	}
	_, last := c.mustPropose("11 seat11 X")
	c.converged(last)
	// Ids of the old cluster stay spent.
	i := c.add("n2")
	if err := c.nodes[c.leader(i)].Join(t.Context(), "n2", c.peers[i].Addr); !fault.Is(err, fault.Taken) {
		t.Errorf("an id of the old cluster: %v", err)
	}
}

func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	backup, _ := mustBackup(t)
	restore := func(id string, first string, from []byte) error {
		_, err := consensus.RestoreBackup(consensus.Restoration{Dir: filepath.Join(t.TempDir(), "r"), NodeID: id, Addr: "r:1",
			Machine: logtest.Toy{}, First: []byte(first)}, bytes.NewReader(from))
		return err
	}
	if err := restore("n1", "era new era", backup); !fault.Is(err, fault.Taken) {
		t.Errorf("an id of the backup's cluster: %v", err)
	}
	if err := restore("r", "", backup); !fault.Is(err, fault.Invalid) {
		t.Errorf("no first command: %v", err)
	}
	if err := restore("r", "era new era", backup[:len(backup)-1]); !fault.Is(err, fault.Corrupt) {
		t.Errorf("one byte short: %v", err)
	}
	bad := bytes.Clone(backup)
	bad[len(bad)/2] ^= 1
	if err := restore("r", "era new era", bad); !fault.Is(err, fault.Corrupt) {
		t.Errorf("one bit flipped: %v", err)
	}
}

// Any damage to an image is seen, at any place.
func TestImageDamage(t *testing.T) {
	t.Parallel()
	backup, _ := mustBackup(t)
	read := func(b []byte) error {
		in, _, err := consensus.OpenImage(bytes.NewReader(b))
		for err == nil {
			_, _, _, err = in.Next()
		}
		return err
	}
	if err := read(backup); err != io.EOF {
		t.Fatalf("an intact image: %v", err)
	}
	for i := range backup {
		bad := bytes.Clone(backup)
		bad[i] ^= 0x41
		if err := read(bad); err == io.EOF {
			t.Errorf("byte %d changed and nobody saw", i)
		}
		if err := read(backup[:i]); err == io.EOF {
			t.Errorf("cut at %d and nobody saw", i)
		}
	}
	if err := read(append(bytes.Clone(backup), 0)); err == io.EOF {
		t.Error("a byte too many and nobody saw")
	}
}

func TestBackupEndsWithContext(t *testing.T) {
	t.Parallel()
	c := mustCluster(t, 1, nil)
	c.mustPropose("1 a X")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.nodes[0].Backup(ctx, io.Discard); err == nil {
		t.Error("a backup went on after its context")
	}
	if _, err := c.nodes[0].Backup(t.Context(), failing{}); err == nil || !strings.Contains(err.Error(), os.ErrClosed.Error()) {
		t.Errorf("a writer's failure: %v", err)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestEnvelope(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SliceOf(rapid.SliceOf(rapid.Byte())).Draw(t, "commands")
		out, err := consensus.OpenCommands(consensus.SealCommands(in))
		if err != nil || len(out) != len(in) {
			t.Fatal(len(out), err)
		}
		for i := range in {
			if !bytes.Equal(in[i], out[i]) {
				t.Fatalf("command %d", i)
			}
		}
		// Whatever bytes come, reading them ends without a panic.
		_, _ = consensus.OpenCommands(append([]byte{1}, rapid.SliceOf(rapid.Byte()).Draw(t, "junk")...))
	})
}
