package consensus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/hashicorp/raft"
	wal "github.com/hashicorp/raft-wal"
)

// Folders in a node's directory.
const (
	raftDir  = "raft"  // raft-wal's segments and its meta file; raft makes "snapshots" beside it
	stateDir = "state" // the machine's state; thrown away at each start
)

// core is one opened raft with what belongs to it. A node has one after another when it is revived.
type core struct {
	raft    *raft.Raft
	ledger  *ledger
	snaps   *snapshots
	door    *door
	confirm *confirmation

	stop    sync.Once
	stopped raft.Future   // set by stop
	gone    chan struct{} // closed when raft has stopped
}

// openCore opens raft on the node's directory. keep says that the state already holds the latest snapshot
// and perhaps more, so raft need not load it.
func (n *Node) openCore(keep bool) (c *core, err error) {
	log := raftLogger{n.log, "raft", n.ctx.Done()}
	c = &core{confirm: newConfirmation(), gone: make(chan struct{})}
	if c.ledger, err = openLedger(n.c, log, n.fail, n.hollow); err != nil {
		return nil, err
	}
	opened := c.ledger
	defer func() {
		if err != nil {
			err = closing(err, opened)
		}
	}()
	if c.snaps, err = openSnapshots(n.c, log, c.ledger); err != nil {
		return nil, err
	}
	if err := n.settle(c); err != nil {
		return nil, err
	}
	c.door = n.relay.open()
	trans := &transport{raft.NewNetworkTransportWithConfig(&raft.NetworkTransportConfig{
		Stream: c.door, MaxPool: 3, Timeout: n.c.RPCTimeout, Logger: log,
	}), c.confirm}
	conf := n.raftConfig(log)
	conf.NoSnapshotRestoreOnStart = keep
	if c.raft, err = raft.NewRaft(conf, n.state, c.ledger, c.ledger.WAL, c.snaps, trans); err != nil {
		return nil, errors.Join(err, trans.Close())
	}
	return c, nil
}

func openLedger(c Config, log raftLogger, fail func(error), onHollow func()) (*ledger, error) {
	dir := filepath.Join(c.Dir, raftDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	w, err := wal.Open(dir, wal.WithLogger(log), wal.WithSegmentSize(c.SegmentSize))
	if err != nil {
		return nil, fmt.Errorf("raft log: %w", err)
	}
	return &ledger{WAL: w, disk: c.Disk, fail: fail, log: c.Logger, onHollow: onHollow,
		free: make(chan struct{})}, nil
}

func openSnapshots(c Config, log raftLogger, l *ledger) (*snapshots, error) {
	store, err := raft.NewFileSnapshotStoreWithLogger(c.Dir, 2, log)
	if err != nil {
		return nil, fmt.Errorf("snapshots: %w", err)
	}
	return &snapshots{store, l}, nil
}

// settle makes log and snapshot agree, and holds an empty raft against what this node remembers of itself.
func (n *Node) settle(c *core) error {
	found, err := raft.HasExistingState(c.ledger, c.ledger.WAL, c.snaps)
	if err != nil {
		return err
	}
	if !found {
		if n.reg.started() {
			return fmt.Errorf("raft's files are gone, but node %s was started before: %w", n.c.NodeID, errOtherLife)
		}
		return nil
	}
	if err := n.reg.markStarted(); err != nil {
		return err
	}
	list, err := c.snaps.List()
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return c.ledger.reconcile(0, 0)
	}
	return c.ledger.reconcile(list[0].Index, list[0].Term)
}

func (n *Node) raftConfig(log raftLogger) *raft.Config {
	conf := raft.DefaultConfig()
	conf.LocalID = raft.ServerID(n.c.NodeID)
	conf.HeartbeatTimeout = n.c.Heartbeat
	conf.ElectionTimeout = n.c.Heartbeat
	conf.LeaderLeaseTimeout = n.c.Heartbeat / 2
	conf.CommitTimeout = min(conf.CommitTimeout, n.c.Heartbeat/5)
	conf.SnapshotThreshold = n.c.SnapshotEvery
	conf.SnapshotInterval = n.c.SnapshotInterval
	conf.TrailingLogs = uint64(max(n.c.Trailing, 0))
	// A removed leader steps down and stays quiet; if raft shut itself down, nobody could wait for its end.
	conf.ShutdownOnRemove = false
	conf.Logger = log
	conf.NoLegacyTelemetry = true
	return conf
}

// close stops raft and closes its files. The order matters: raft is told first, so that a hollow log may
// let go of its goroutine; then the streams end, so that replication does not sit out its timeouts.
func (c *core) close() error {
	c.shutdown()
	err := errors.Join(c.door.Close(), c.stopped.Error())
	close(c.gone)
	return errors.Join(err, c.ledger.Close())
}

// shutdown tells raft to stop and does not wait. Raft gives a future that waits only to the first who asks.
func (c *core) shutdown() {
	c.stop.Do(func() {
		c.stopped = c.raft.Shutdown()
		c.ledger.release()
	})
}

// configuration is the latest one that raft knows, committed or not.
func (c *core) configuration() raft.Configuration { return c.raft.GetConfiguration().Configuration() }
