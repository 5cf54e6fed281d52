// Package consensus makes three or five nodes of headquarters agree on one sequence of commands, and keeps
// the state that these make. It is the only door to hashicorp/raft and raft-wal, and headquarters' only door
// to bbolt. What a command means is not known here: a [Machine] knows, and this package hosts it.
//
// # Terms
//
// Term, index, commit, apply, leader, follower, voter, snapshot: as in raft's own documents.
//
//   - command: bytes that a caller proposes; index: its number among all commands ever, from 1 without gaps.
//   - entry: what raft's log holds; one entry is an envelope of many commands (entry.go). Raft's own index
//     counts entries and never leaves this package, except in [Status].
//   - state: the machine's keys and values, and meta data beside them, in two sections (store.go): a bbolt file with a
//     bucket for each, and over it in memory what was applied since that file was last written, the overlays
//     (overlay.go, section.go).
//   - image: a state as a stream: a raft snapshot's body and a backup (image.go describes the bytes).
//   - life: 16 random bytes minted when a directory is first used (identity.go).
//   - core: one opened raft; a node has several, one after another, when it is revived (core.go).
//   - door: the stream layer that one raft sees; the relay behind it lives as long as the node (door.go, relay.go).
//
// # What is durable
//
// In a node's directory: node.json (its id, its life, whom it has met; replaced whole), raft/ (raft-wal: log,
// term and vote; synced before raft answers anyone), snapshots/ (the two newest, synced, checksummed twice). A
// command is answered when a majority has it in raft/. The state/ folder is NOT durable: bbolt writes it
// without any sync, and every start deletes it and builds it from snapshot and log, so no power cut can leave a
// torn page that is ever read. Hence the overlays: nothing is lost when a batch stays in memory, and one transaction
// for thousands of commands costs a fraction of one for each batch. Readers see file and overlays as one state, and the
// applied position belongs to the batch it came with.
//
// # Goroutines
//
// [Open] starts, and [Node.Close] waits for: the relay's acceptor with one goroutine per unfinished hello; the
// proposer, with one per entry under way; the verifier, who confirms leadership for all waiting readers at
// once; the watchdog; during founding, the founder; after a Restore, one that closes the replaced state file when
// its last reader left. Raft has its own (main, FSM, snapshots, per peer) and is stopped before those end. One
// leak is accepted: raft forgets some futures at shutdown, and what waits on one of those waits for ever
// (core.await); Close lets work land first, so that this takes a raft that hangs.
//
// # Reads
//
// Linearizable: an entry of this term is in the state → note the commit index → a majority of voters accepts a
// heartbeat sent after that → the state reaches the index → f runs. The third step does not rest on raft's
// VerifyLeader alone: that counts answers to requests older than the question, and of nodes without a vote,
// so after a long pause of the process it can vouch for a leader long since replaced. Our transport counts by
// moments, not by time (transport.go). Stale reads say their age, and decide nothing.
//
// # Guards
//
// Three open defects of hashicorp/raft (their numbers there):
//
//   - #695, silent divergence through heartbeats handled beside the main goroutine: transport.go ignores
//     SetHeartbeatHandler. A follower that is busy (loading a snapshot) answers heartbeats late, so
//     Config.Heartbeat must allow for its slowest disk.
//   - #696, a stall of all proposals long after a leadership transfer: nothing here transfers leadership; a
//     test reads the sources for it.
//   - #697, livelock or panic after a snapshot replaced a longer log: ledger.go stops raft's main goroutine at
//     the very call that makes its memory and its log disagree, and the watchdog reopens raft on the same files.
//     A second, cruder guard reopens it after four snapshots without an entry between.
//
// # A wiped node
//
// A node that lost its disk has forgotten votes and acknowledgements; counted under its old id it can lose what
// was committed. It is kept out at five places. An empty directory opens only with Bootstrap or Join.
// Founders bootstrap only once each has met all others, and let no raft stream in before. Every stream begins
// with a hello (hello.go) that carries the opener's id and life and the id it wants: the first life seen with an
// id is remembered on disk, another one is refused, and a stream never reaches the wrong node at a reused
// address. Join binds the newcomer's life in the replicated state. And Join refuses any id that was ever in a
// configuration, by a history that travels with snapshots and backups. A refused founder fails with a clear
// error from [Node.Run]; its replacement takes a new id and Join.
//
// # Rejected
//
//   - One raft entry per command, leaving the grouping to raft: on three nodes in one process with 64 callers,
//     300-byte commands, envelopes gave 0.9 to 3, mostly 1.6 times as many commands per second in the same runs; they also
//     give each caller its own context without a goroutine per call.
//   - raft's index as the command's index: several commands share an entry, and gaps would tempt callers.
//   - bbolt's own pages as snapshot: faster to load, but not equal on equal states, and tied to the store.
//   - A barrier entry per read round instead of confirmation: as safe, but it writes and syncs to read.
//   - A synced state file that survives restarts: two syncs per batch to save a rebuild of seconds.
//   - The whole state in memory: the counters' records are for years, and gigabytes.
//   - raft's LogCache before raft-wal: 3 % less work, for memory that a burst of large entries makes large.
//   - Stepping over a panic of the machine: if the cause is not the same everywhere, the states diverge.
//   - Forwarding to the leader: one floor up, where there is a contract to forward by; see [LeaderOf].
package consensus
