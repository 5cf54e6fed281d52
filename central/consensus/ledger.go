package consensus

import (
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/hashicorp/raft"
	wal "github.com/hashicorp/raft-wal"
)

// ledger is the raft log: raft-wal, with two guards.
//
// Failing disk. The first error of an append is kept and answered to every later one: after a failed fsync
// nobody knows what the kernel still holds, so nothing is tried again before the file is closed and verified.
//
// Guard #697. A follower whose log runs to M receives a snapshot up to K ≤ M, because its entries from
// before K on are another leader's, never committed. Raft then empties a monotonic store such as raft-wal,
// but goes on believing that its log ends at M. What follows is a livelock (each append is refused for want
// of the entry before it, and answered with the snapshot again) or a panic of the process (a commit that
// reads the missing entries). Raft's belief can only be corrected by opening it anew. So the emptying call
// is the place to stop: DeleteRange reports the hollow log and does not return before raft was told to shut
// down; raft's main goroutine, which is in it, cannot act on its belief in between. The node then reopens raft.
type ledger struct {
	*wal.WAL
	disk     func(Write) error
	fail     func(error)
	log      *slog.Logger
	onHollow func() // called at most once, from DeleteRange; must not block

	free chan struct{} // closed by release: raft is shutting down

	mu        sync.Mutex
	broken    error
	snapIndex uint64 // of the newest snapshot begun or found
	snapTerm  uint64
	released  bool
}

var (
	_ raft.LogStore          = (*ledger)(nil)
	_ raft.MonotonicLogStore = (*ledger)(nil)
)

// StoreLog implements raft.LogStore.
func (l *ledger) StoreLog(entry *raft.Log) error { return l.StoreLogs([]*raft.Log{entry}) }

// StoreLogs implements raft.LogStore with the latch for a failing disk.
func (l *ledger) StoreLogs(entries []*raft.Log) error {
	l.mu.Lock()
	broken := l.broken
	l.mu.Unlock()
	if broken != nil {
		return broken
	}
	err := error(nil)
	if l.disk != nil {
		err = l.disk(WriteEntries)
	}
	if err == nil {
		err = l.WAL.StoreLogs(entries)
	}
	if err == nil || errors.Is(err, wal.ErrClosed) {
		return err
	}
	l.mu.Lock()
	l.broken = fmt.Errorf("append to raft log: %w", err)
	broken = l.broken
	l.mu.Unlock()
	l.fail(broken)
	return broken
}

// snapshot notes that a snapshot up to this entry is being made or installed.
func (l *ledger) snapshot(index, term uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if index > l.snapIndex {
		l.snapIndex, l.snapTerm = index, term
	}
}

// DeleteRange implements raft.LogStore with guard #697.
func (l *ledger) DeleteRange(lowest, highest uint64) error {
	hollow, err := l.hollows(lowest, highest)
	if err != nil {
		return err
	}
	if err := l.WAL.DeleteRange(lowest, highest); err != nil || !hollow {
		return err
	}
	l.log.Warn("snapshot replaced a raft log that ran past it: raft is reopened", "log", highest)
	l.onHollow()
	<-l.free
	return nil
}

// hollows reports whether deleting the range empties the log while raft goes on believing that its last
// entry is at or past the snapshot and not the snapshot's own.
func (l *ledger) hollows(lowest, highest uint64) (bool, error) {
	first, ferr := l.FirstIndex()
	last, lerr := l.LastIndex()
	if err := errors.Join(ferr, lerr); err != nil {
		return false, err
	}
	l.mu.Lock()
	index, term := l.snapIndex, l.snapTerm
	l.mu.Unlock()
	if last == 0 || lowest > first || highest < last || last < index {
		return false, nil
	}
	if last > index {
		return true, nil
	}
	var entry raft.Log
	if err := l.GetLog(last, &entry); err != nil {
		return false, err
	}
	return entry.Term != term, nil
}

// release lets a DeleteRange that waits go on; raft must have been told to shut down.
func (l *ledger) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.released {
		l.released = true
		close(l.free)
	}
}

// reconcile applies the same rule at start, before raft reads the log: a crash may have come between the
// snapshot and the emptying. A log that does not hold the snapshot's entry as the snapshot knows it is
// another leader's and goes.
func (l *ledger) reconcile(index, term uint64) error {
	l.snapshot(index, term)
	first, ferr := l.FirstIndex()
	last, lerr := l.LastIndex()
	if err := errors.Join(ferr, lerr); err != nil {
		return err
	}
	switch {
	case last == 0 || first == index+1:
		return nil
	case last < index: // the snapshot is ahead: what comes next would leave a gap
		return l.WAL.DeleteRange(first, last)
	case first > index+1:
		return fmt.Errorf("the raft log begins at %d, the newest snapshot ends at %d: entries are missing", first, index)
	}
	var entry raft.Log
	if err := l.GetLog(index, &entry); err != nil {
		return err
	}
	if entry.Term == term {
		return nil
	}
	l.log.Warn("raft log contradicts the snapshot and is dropped", "log", last, "snapshot", index)
	return l.WAL.DeleteRange(first, last)
}

// snapshots is raft's file store, telling the ledger about each snapshot.
type snapshots struct {
	*raft.FileSnapshotStore
	ledger *ledger
}

// Create implements raft.SnapshotStore.
func (s *snapshots) Create(version raft.SnapshotVersion, index, term uint64, conf raft.Configuration,
	confIndex uint64, trans raft.Transport) (raft.SnapshotSink, error) {
	s.ledger.snapshot(index, term)
	return s.FileSnapshotStore.Create(version, index, term, conf, confIndex, trans)
}
