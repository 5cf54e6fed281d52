package consensus

import (
	"io"
	"path/filepath"

	"github.com/hashicorp/raft"
	wal "github.com/hashicorp/raft-wal"
	bolt "go.etcd.io/bbolt"
)

// PlantTail appends n entries to a stopped node's raft log, in the term of its last one: what a leader
// leaves behind that was cut off before anybody else had them.
func PlantTail(dir string, n int) (last uint64, err error) {
	w, err := wal.Open(filepath.Join(dir, raftDir), wal.WithSegmentSize(1<<20))
	if err != nil {
		return 0, err
	}
	defer func() { err = closing(err, w) }()
	if last, err = w.LastIndex(); err != nil {
		return 0, err
	}
	term, err := w.GetUint64([]byte("CurrentTerm"))
	if err != nil {
		return 0, err
	}
	for range n {
		last++
		entry := &raft.Log{Index: last, Term: term, Type: raft.LogCommand,
			Data: sealCommands([][]byte{[]byte("stray stray stray")})}
		if err := w.StoreLog(entry); err != nil {
			return last, err
		}
	}
	return last, nil
}

// TakeSnapshot makes raft write a snapshot now.
func (n *Node) TakeSnapshot() error {
	c, err := n.serving("test")
	if err != nil {
		return err
	}
	return c.raft.Snapshot().Error()
}

// Transport makes the transport that a node gives to raft.
func Transport(s raft.StreamLayer) (t raft.Transport, network *raft.NetworkTransport) {
	network = raft.NewNetworkTransportWithConfig(&raft.NetworkTransportConfig{Stream: s, MaxPool: 1})
	return &transport{network, newConfirmation()}, network
}

var (
	SealCommands = sealCommands
	OpenCommands = openCommands
	OpenImage    = openImage
	NewConfirm   = newConfirmation
)

// Confirmation gives tests the kernel of linearizable reads.
type Confirmation = confirmation

// Accept, Moment and Majority are its steps.
func (c *confirmation) Accept(id string, term, sent uint64) { c.accept(raft.ServerID(id), term, sent) }
func (c *confirmation) Moment() uint64                      { return c.moment() }
func (c *confirmation) Majority(self string, conf raft.Configuration, term, since uint64) bool {
	yes, _ := c.majority(raft.ServerID(self), conf, term, since)
	return yes
}

// Next reads one record of an image.
func (ir *imageReader) Next() (tag byte, key, value []byte, err error) { return ir.next() }

// RawApply hands one command to raft in an entry of its own, past the proposer: the yardstick of batching.
func (n *Node) RawApply(command []byte) error {
	c, err := n.serving("test")
	if err != nil {
		return err
	}
	return c.raft.Apply(sealCommands([][]byte{command}), enqueueTimeout).Error()
}

// ReadHello reads the ids of a hello.
func ReadHello(r io.Reader) (from, to string, err error) {
	h, err := readHello(r)
	return h.from, h.to, err
}

// Overlay gives tests the ordered map over the state file; a nil value is a deleted key.
type Overlay struct{ o overlay }

// OverlayEdit is one batch on it.
type OverlayEdit struct{ e *edit }

func (o Overlay) Edit() OverlayEdit             { return OverlayEdit{o.o.edit()} }
func (e OverlayEdit) Put(key, value []byte)     { e.e.put(change{key, value}) }
func (e OverlayEdit) Publish() Overlay          { return Overlay{e.e.publish()} }
func (o Overlay) Get(key []byte) ([]byte, bool) { c, ok := o.o.get(key); return c.value, ok }
func (o Overlay) From(start []byte, yield func(key, value []byte) bool) {
	o.o.from(start, func(c change) bool { return yield(c.key, c.value) })
}

// Store gives tests the state section of a store.
type Store struct{ s store }

// View is one of its states.
type View struct {
	reader
	v *view
}

// Batch is a change of it.
type Batch struct {
	*writer
	b *batch
}

// NewStore makes a store on a new file.
func NewStore(path string, limit int) (*Store, error) {
	db, err := openFile(path, 1<<20)
	if err != nil {
		return nil, err
	}
	s := &Store{store{limit: limit}}
	s.s.now.Store(&edition{db: db})
	return s, nil
}

func (s *Store) Begin() (Batch, error) {
	b, err := s.s.begin()
	if err != nil {
		return Batch{}, err
	}
	return Batch{&b.part[stateSection], b}, nil
}

func (s *Store) View() (View, error) {
	v, err := s.s.view()
	if err != nil {
		return View{}, err
	}
	return View{v.state, v}, nil
}

// ViewAcross is a view that begins to read the file before do, and takes the overlays after it; false when it has to
// begin again.
func (s *Store) ViewAcross(do func()) (v View, ok bool, err error) {
	before := s.s.now.Load()
	tx, err := before.db.Begin(false)
	if err != nil {
		return View{}, false, err
	}
	do()
	if v := s.s.over(before, tx); v != nil {
		return View{v.state, v}, true, nil
	}
	return View{}, false, ignoreDone(tx.Rollback())
}

// FlushHalf writes the overlays to the file as a flush does that has not told readers yet.
func (s *Store) FlushHalf() error {
	e := s.s.now.Load()
	if err := s.s.letGo(); err != nil {
		return err
	}
	return e.db.Update(func(tx *bolt.Tx) error { return e.over[stateSection].pour(tx.Bucket(bucketNames[stateSection])) })
}

func (s *Store) Publish(b Batch) error { return s.s.publish(b.b) }
func (s *Store) Close() error          { return s.s.close() }
func (v View) Close() error            { return v.v.close() }
