package consensus

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Every stream between nodes begins with a hello of the opener and a welcome of the other side:
//
//	hello     "BLH1", purpose (1: 'r' raft, 'p' probe), own life (16), length of own id (1), own id,
//	          length of the other's id (1), the other's id
//	welcome   verdict (1), own life (16), last raft index in the state (8, big endian)
//
// It holds two promises that raft itself does not make: bytes meant for one node never reach another that
// has taken over its address, and a node that lost its disk is not counted under its old id.
const helloMagic = "BLH1"

type purpose byte

const (
	purposeRaft  purpose = 'r'
	purposeProbe purpose = 'p'
)

// verdict is what a node answers to a hello.
type verdict byte

const (
	welcome    verdict = 0
	notMe      verdict = 1 // the address belongs to another node now
	otherLife  verdict = 2 // the opener was known under another life: it was wiped, or its disk was copied
	notServing verdict = 3 // closing or reopening
)

var (
	errNotMe     = errors.New("the address is another node's now")
	errOtherLife = errors.New("this id belongs to a node with another disk: a node that lost its disk needs a new id")
	errHello     = errors.New("not a hello of this protocol")
)

// hello is the opener's frame.
type hello struct {
	purpose  purpose
	life     life
	from, to string
}

func (h hello) bytes() []byte {
	b := append([]byte(helloMagic), byte(h.purpose))
	b = append(b, h.life[:]...)
	b = append(append(b, byte(len(h.from))), h.from...)
	return append(append(b, byte(len(h.to))), h.to...)
}

func readHello(r io.Reader) (h hello, err error) {
	b := make([]byte, len(helloMagic)+1+len(h.life))
	if _, err := io.ReadFull(r, b); err != nil {
		return h, err
	}
	if string(b[:4]) != helloMagic {
		return h, errHello
	}
	h.purpose = purpose(b[4])
	copy(h.life[:], b[5:])
	if h.from, err = readShort(r); err == nil {
		h.to, err = readShort(r)
	}
	return h, err
}

func readShort(r io.Reader) (string, error) {
	var n [1]byte
	if _, err := io.ReadFull(r, n[:]); err != nil {
		return "", err
	}
	b := make([]byte, n[0])
	_, err := io.ReadFull(r, b)
	return string(b), err
}

// reply is the answer to a hello.
type reply struct {
	verdict verdict
	life    life
	applied uint64
}

func (w reply) bytes() []byte {
	b := append([]byte{byte(w.verdict)}, w.life[:]...)
	return binary.BigEndian.AppendUint64(b, w.applied)
}

func readReply(r io.Reader) (w reply, err error) {
	b := make([]byte, 1+len(w.life)+8)
	if _, err := io.ReadFull(r, b); err != nil {
		return w, fmt.Errorf("welcome: %w", err)
	}
	w.verdict = verdict(b[0])
	copy(w.life[:], b[1:])
	w.applied = binary.BigEndian.Uint64(b[17:])
	return w, nil
}
