package consensus

import (
	"encoding/binary"
	"errors"
)

// A raft entry of ours is an envelope:
//
//	kind 1 (commands): byte 1, then per command its length (uvarint) and its bytes; none at all is the opener
//	    of a term: it changes nothing but proves to the leader that its term has committed
//	kind 2 (life):     byte 2, the life of a node (16 bytes), its id: who has this id, for ever
//
// One envelope carries the commands of all callers that waited at that moment. See doc.go for what it buys.
const (
	entryCommands = 1
	entryLife     = 2
)

var errEntry = errors.New("a raft entry that this version cannot read")

// sealCommands makes one entry of the commands.
func sealCommands(commands [][]byte) []byte {
	size := 1
	for _, c := range commands {
		size += len(c) + binary.MaxVarintLen32
	}
	b := append(make([]byte, 0, size), entryCommands)
	for _, c := range commands {
		b = binary.AppendUvarint(b, uint64(len(c)))
		b = append(b, c...)
	}
	return b
}

// openCommands is the reverse; the commands share memory with the entry.
func openCommands(entry []byte) ([][]byte, error) {
	if len(entry) == 0 || entry[0] != entryCommands {
		return nil, errEntry
	}
	var commands [][]byte
	for b := entry[1:]; len(b) > 0; {
		size, n := binary.Uvarint(b)
		if n <= 0 || size > uint64(len(b)-n) {
			return nil, errEntry
		}
		commands = append(commands, b[n:n+int(size):n+int(size)])
		b = b[n+int(size):]
	}
	return commands, nil
}

// sealLife makes the entry that binds id to a life.
func sealLife(id string, l life) []byte {
	return append(append([]byte{entryLife}, l[:]...), id...)
}

func openLife(entry []byte) (id string, l life, err error) {
	if len(entry) < 2+len(l) || entry[0] != entryLife {
		return "", l, errEntry
	}
	copy(l[:], entry[1:])
	return string(entry[1+len(l):]), l, nil
}
