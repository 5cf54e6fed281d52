package consensus

import (
	"io"
	"path/filepath"

	"github.com/hashicorp/raft"
	wal "github.com/hashicorp/raft-wal"
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
