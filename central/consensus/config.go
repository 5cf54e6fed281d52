package consensus

import (
	"cmp"
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// StreamLayer carries the bytes between nodes: authenticated, encrypted, ordered streams. In production
// sync/link supplies streams of its QUIC connections; tests supply TCP or pipes. The opener of a stream
// writes first. Deadlines of the connections must work; Close of a connection must end reads and writes.
type StreamLayer interface {
	// Accept waits for the next incoming stream. It fails once the layer is closed.
	Accept() (net.Conn, error)
	// Dial opens a stream to the node at this address, within the timeout.
	Dial(addr string, timeout time.Duration) (net.Conn, error)
	// Close ends Accept, and every Dial under way. Streams that exist may stay open; their users close them.
	Close() error
	// Addr is the local address, as others may dial it unless Config.Addr says otherwise.
	Addr() net.Addr
}

// Config is what a node is made of. NodeID, Dir, Stream and Machine are required; zero elsewhere means the
// default that is named.
type Config struct {
	// NodeID names this node for ever. A node whose disk was lost or wiped comes back under a new id.
	NodeID string
	// Dir holds all of the node's files. One process owns it.
	Dir string
	// Addr is the address that other nodes dial. Default: Stream.Addr().
	Addr string
	// Stream is owned by the node from Open on, also when Open fails, and closed with it.
	Stream StreamLayer
	// Machine makes the state.
	Machine Machine

	// Bootstrap names all founders, this node among them, with the same list on each: one, three or five. It
	// matters only for the first start of an empty Dir; later it is ignored, so it may stay configured.
	Bootstrap []Peer
	// Join lets an empty Dir start without founding anything: the node waits until a leader's Join adds it.
	Join bool

	Now    func() time.Time // default time.Now; for ages and backup headers only
	Rand   io.Reader        // default crypto/rand; for the life of a new Dir only
	Logger *slog.Logger     // default: discards

	// Heartbeat is how long a follower goes without its leader before it stands for election; a leader
	// without its majority resigns after half of it. Default 1 s.
	Heartbeat time.Duration
	// RPCTimeout bounds one exchange with a peer, except snapshots, which get more by their size. Default 10 s.
	RPCTimeout time.Duration
	// SnapshotEvery is the number of raft entries after which a snapshot is due. Default 8192.
	SnapshotEvery uint64
	// SnapshotInterval is how often that is looked at (raft adds up to as much again). Default 2 min.
	SnapshotInterval time.Duration
	// Trailing is the number of raft entries kept behind a snapshot, so that a follower that was briefly
	// away needs no snapshot. Default 10240; negative: none.
	Trailing int64

	// BatchCommands and BatchBytes bound what shares one raft entry; one command always fits. Defaults 256
	// and 256 KiB. BatchCommands 1 gives every command its own entry.
	BatchCommands, BatchBytes int
	// Flights bounds the raft entries of this node that are under way at once. Default 4.
	Flights int
	// MaxCommand is the largest command taken, in bytes. Default 4 MiB.
	MaxCommand int
	// MapSize is the address space reserved for the state file, in bytes. While the file is smaller, a long
	// read never blocks an apply. Default 4 GiB on 64-bit machines; it costs no memory.
	MapSize int
	// Overlay is how many bytes of applied changes are kept in memory before they are written to the state file, in
	// one transaction. Default 8 MiB.
	Overlay int
	// SegmentSize is the size of one file of the raft log in bytes. Default 64 MiB.
	SegmentSize int

	// Disk, when set, is asked before each write of the raft log and of a state transaction; an error it
	// returns is treated as the disk's own. For tests of failing disks.
	Disk func(Write) error
}

// Write names a kind of disk write for Config.Disk.
type Write string

// The writes that can be made to fail.
const (
	WriteEntries Write = "entries" // raft log append
	WriteState   Write = "state"   // commit of an applied batch
)

// withDefaults is a complete copy, or a fault of kind Invalid.
func (c Config) withDefaults() (Config, error) {
	const op = "consensus.Open"
	if c.NodeID == "" || c.Dir == "" || c.Stream == nil || c.Machine == nil {
		return c, fault.New(op, fault.Invalid).On("NodeID, Dir, Stream and Machine are required")
	}
	c.Addr = cmp.Or(c.Addr, c.Stream.Addr().String())
	if !validPeer(Peer{ID: c.NodeID, Addr: c.Addr}) {
		return c, fault.New(op, fault.Invalid).On("node id or address")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	c.Heartbeat = cmp.Or(c.Heartbeat, time.Second)
	c.RPCTimeout = cmp.Or(c.RPCTimeout, 10*time.Second)
	c.SnapshotEvery = cmp.Or(c.SnapshotEvery, 8192)
	c.SnapshotInterval = cmp.Or(c.SnapshotInterval, 2*time.Minute)
	c.Trailing = cmp.Or(c.Trailing, 10240)
	c.BatchCommands = cmp.Or(c.BatchCommands, 256)
	c.BatchBytes = cmp.Or(c.BatchBytes, 256<<10)
	c.Flights = cmp.Or(c.Flights, 4)
	c.MaxCommand = cmp.Or(c.MaxCommand, 4<<20)
	c.MapSize = cmp.Or(c.MapSize, defaultMapSize)
	c.Overlay = cmp.Or(c.Overlay, defaultOverlay)
	c.SegmentSize = cmp.Or(c.SegmentSize, 64<<20)
	return c, c.checkFounders(op)
}

const defaultOverlay = 8 << 20

// defaultMapSize is 4 GiB where addresses have 64 bits, else 256 MiB.
const defaultMapSize = 256 << 20 << (^uint(0) >> 63 * 4)

// checkFounders refuses a founding list that cannot give a sound cluster.
func (c Config) checkFounders(op string) error {
	if len(c.Bootstrap) == 0 {
		return nil
	}
	if n := len(c.Bootstrap); n != 1 && n != 3 && n != 5 {
		return fault.New(op, fault.Invalid).On("one, three or five founders are needed")
	}
	seen := map[string]bool{}
	for _, p := range c.Bootstrap {
		if !validPeer(p) || seen[p.ID] {
			return fault.New(op, fault.Invalid).On("founder " + p.ID)
		}
		seen[p.ID] = true
	}
	me := func(p Peer) bool { return p.ID == c.NodeID && p.Addr == c.Addr }
	if !slices.ContainsFunc(c.Bootstrap, me) {
		return fault.New(op, fault.Invalid).On("the founders do not list " + c.NodeID + " at " + c.Addr)
	}
	return nil
}
