package consensus

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/hashicorp/raft"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Backup writes one consistent state of this node to w, as an image (see image.go): with its position, the
// time, and a checksum over all of it. It may run on any node; on a follower it can lack what was committed
// last. A write transaction is never waited for, but the state file grows while a slow w is being written to.
// The image holds everything in the clear: the caller seals it.
func (n *Node) Backup(ctx context.Context, w io.Writer) (index uint64, err error) {
	const op = "consensus.Backup"
	if _, err := n.serving(op); err != nil {
		return 0, err
	}
	err = n.state.view(func(v *view) error {
		index = v.position().index
		return writeImage(ctxWriter{ctx, w}, v, n.c.Now().Unix())
	})
	if err != nil {
		return 0, fault.New(op, fault.Internal).Because(err)
	}
	return index, nil
}

var errEmptyDir = errors.New("the directory must be empty")

// ctxWriter fails once its context has ended.
type ctxWriter struct {
	ctx context.Context
	w   io.Writer
}

// Write implements io.Writer.
func (w ctxWriter) Write(b []byte) (int, error) {
	if err := cause(w.ctx); err != nil {
		return 0, err
	}
	return w.w.Write(b)
}

// Restoration says how a backup becomes a cluster.
type Restoration struct {
	Dir     string  // of the new node; absent or empty
	NodeID  string  // of the new node; never used in the cluster of the backup
	Addr    string  // as Config.Addr
	Machine Machine // executes First
	// First is applied to the restored state before anybody can see it: the machine's own command that
	// marks a new era. It is required; an HQ that does not know that it was restored would grant twice.
	First  []byte
	Rand   io.Reader    // default crypto/rand
	Logger *slog.Logger // default: discards
}

// RestoreBackup makes of a backup the only node of a NEW cluster, offline; further nodes then Join it with
// empty directories and new ids. It returns the machine's reply to First. The node of the old cluster must
// never run again beside it. When it fails or is interrupted, the directory is not a node: empty it and try again.
// Faults: Invalid, Corrupt for a damaged backup, Taken for a NodeID the backup knows, Internal.
func RestoreBackup(r Restoration, backup io.Reader) (reply []byte, err error) {
	const op = "consensus.RestoreBackup"
	if !validPeer(Peer{ID: r.NodeID, Addr: r.Addr}) || r.Dir == "" || r.Machine == nil || len(r.First) == 0 {
		return nil, fault.New(op, fault.Invalid).On("NodeID, Addr, Dir, Machine and First are required")
	}
	if r.Rand == nil {
		r.Rand = rand.Reader
	}
	if r.Logger == nil {
		r.Logger = slog.New(slog.DiscardHandler)
	}
	if entries, err := os.ReadDir(r.Dir); err == nil && len(entries) > 0 {
		return nil, fault.New(op, fault.Invalid).On(r.Dir).Because(errEmptyDir)
	}
	if err := os.MkdirAll(r.Dir, 0o700); err != nil {
		return nil, fault.New(op, fault.Internal).Because(err)
	}
	if reply, err = r.build(backup); err != nil {
		var known *fault.Fault
		switch {
		case errors.As(err, &known):
			return nil, err
		case errors.Is(err, errImage):
			return nil, fault.New(op, fault.Corrupt).Because(err)
		}
		return nil, fault.New(op, fault.Internal).Because(err)
	}
	return reply, nil
}

// build makes state, snapshot, raft term and identity, in that order: the identity makes it a node.
func (r Restoration) build(backup io.Reader) (reply []byte, err error) {
	c := Config{NodeID: r.NodeID, Dir: r.Dir, MapSize: defaultMapSize, Overlay: defaultOverlay, SegmentSize: 64 << 20, Machine: r.Machine,
		Logger: r.Logger}
	var broke error
	s, err := openState(filepath.Join(r.Dir, stateDir), c, func(err error) { broke = err })
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close(), broke) }()
	if err := s.Restore(io.NopCloser(backup)); err != nil {
		return nil, err
	}
	if known, err := s.everMember(r.NodeID); err != nil {
		return nil, err
	} else if known {
		return nil, fault.New("consensus.RestoreBackup", fault.Taken).On(r.NodeID).Because(errOtherLife)
	}
	at, _ := s.look()
	res, ok := s.Apply(&raft.Log{Index: at.raft + 1, Term: at.term + 1, Type: raft.LogCommand,
		Data: sealCommands([][]byte{r.First})}).(applied)
	if !ok || res.err != nil {
		return nil, fmt.Errorf("first command: %w", res.err)
	}
	if err := r.persist(c, s); err != nil {
		return nil, err
	}
	who, err := mintLife(r.Rand)
	if err != nil {
		return nil, err
	}
	reg := &registry{path: filepath.Join(r.Dir, identityFile), me: identity{ID: r.NodeID, Life: who, Started: true}}
	return res.replies[0], reg.write()
}

// persist writes the state as raft's snapshot, in a configuration of this node alone.
func (r Restoration) persist(c Config, s *state) (err error) {
	log := raftLogger{to: r.Logger, name: "restore"}
	l, err := openLedger(c, log, func(error) {}, func() {})
	if err != nil {
		return err
	}
	defer func() { err = closing(err, l) }()
	snaps, err := openSnapshots(c, log, l)
	if err != nil {
		return err
	}
	at, _ := s.look()
	self := raft.Server{ID: raft.ServerID(r.NodeID), Address: addressOf(Peer{ID: r.NodeID, Addr: r.Addr})}
	_, naming := raft.NewInmemTransport(self.Address) // only encodes the address
	sink, err := snaps.Create(raft.SnapshotVersionMax, at.raft, at.term,
		raft.Configuration{Servers: []raft.Server{self}}, at.raft, naming)
	if err != nil {
		return err
	}
	if err := s.view(func(v *view) error { return writeImage(sink, v, 0) }); err != nil {
		return errors.Join(err, sink.Cancel())
	}
	if err := sink.Close(); err != nil {
		return err
	}
	return l.SetUint64([]byte("CurrentTerm"), at.term) // raft's own key: it must not start below its snapshot
}
