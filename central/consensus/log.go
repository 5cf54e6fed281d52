package consensus

import (
	"context"
	"math"
	"time"

	"github.com/buurtloket/buurtloket/sync/kv"
)

// Machine is the state machine that is replicated. Every node calls it with the same commands in the same
// order, so it must be a pure function of the state it reads through w and the command: no clock, no
// randomness, no map order, no I/O, nothing remembered between calls. Time that a rule needs rides in the
// command as data of the proposer.
//
// Apply is never called concurrently with itself. It changes w and answers; a refusal is an answer too,
// encoded in the reply by the machine. It must recognise a command that it has seen before (by the event id
// inside it) and answer as it did then: callers propose again after [Unknown]. Neither w nor command may be
// kept after the call; reply must not share memory with w. Keys are 1 to 32,768 bytes long.
//
// A panic is not caught: a machine that cannot go on must not be stepped over on one node and not on another.
type Machine interface {
	// Apply executes one command. Index is its place in the history of all commands, from 1, without gaps,
	// never used twice: not raft's index, which counts entries of which one may carry many commands.
	Apply(w kv.Writer, index uint64, command []byte) (reply []byte)
}

// Log is what the floors above see of consensus: one agreed sequence of commands and the state they make.
// [Node] is the replicated one; [Solo] is one in memory for tests and simulators. All methods may be called
// concurrently. The functions given to Read and Stale must be short and must not call the Log.
type Log interface {
	// Propose has the command applied and returns the machine's reply and the command's index, after a
	// majority holds the command durably and this node has applied it. Errors are faults:
	//   - kind Unreachable with a [*NotLeader] cause: another node leads, or none; nothing was applied;
	//   - kind Unreachable with an [*Unknown] cause: it may or may not be applied, now or later; propose the
	//     same command again, with the same event id, until an answer comes;
	//   - kind Unreachable otherwise: not proposed (closing, or ctx ended first);
	//   - kind Exhausted: the command is larger than the limit.
	// The command may be changed by the caller after Propose returned nil or a fault without Unknown.
	Propose(ctx context.Context, command []byte) (reply []byte, index uint64, err error)
	// Read runs f on a state that holds the effect of every Propose and Read that returned before this
	// Read began. Only the leader can; elsewhere and without a majority it fails with kind Unreachable.
	// The error of f is returned as it is.
	Read(ctx context.Context, f func(kv.Reader) error) error
	// Stale runs f on the state as this node knows it, leader or not, and says how fresh that is. It never
	// waits for others. What is read so may be shown, with its age; it decides nothing.
	Stale(f func(r kv.Reader, fresh Freshness) error) error
	// Watch returns the index of the last applied command and a channel that is closed when a later one
	// has been applied (or the state was replaced by a newer snapshot). Many applies may lie between two
	// looks: a follower of the state reads index, catches up, waits, and looks again. Nothing is to be
	// released.
	Watch() (applied uint64, changed <-chan struct{})
	// Leader tells who leads as far as this node knows: empty when nobody, isMe when it is this node.
	Leader() (id, addr string, isMe bool)
}

// Freshness says how current a stale read is.
type Freshness struct {
	// Applied is the index of the last command in the state.
	Applied uint64
	// Age is the time since this node last heard from a leader: 0 on the leader itself (which notices within
	// half a heartbeat that it lost its majority), [Forever] when it heard none since it started. It is
	// measured on this node's clock, for display only.
	Age time.Duration
	// Behind is the number of raft entries known to be committed but not yet in the state.
	Behind uint64
}

// Forever is the age of a state of which nobody knows how old it is.
const Forever = time.Duration(math.MaxInt64)

// Peer is one node of the cluster: its id, for ever its own, and the address that others dial.
type Peer struct {
	ID    string
	Addr  string
	Voter bool // ignored in Config.Bootstrap: founders vote
}

// Status is what an operator sees of one node.
type Status struct {
	ID         string
	State      string // raft's word: Leader, Follower, Candidate, Shutdown
	Leader     string // id; empty: none known
	Term       uint64
	Commit     uint64 // raft index known to be committed
	Applied    uint64 // raft index in the state
	Index      uint64 // commands in the state
	Snapshot   uint64 // raft index of the latest snapshot on disk; 0: none
	FirstEntry uint64 // first raft index still in the raft log
	LastEntry  uint64
	Peers      []Peer
	Contact    time.Duration // as Freshness.Age
	Revivals   int           // times that raft was reopened by the watchdog since start
	Failed     error         // the failure that stopped this node, nil while it is sound
}

var (
	_ Log = (*Node)(nil)
	_ Log = (*Solo)(nil)
)
