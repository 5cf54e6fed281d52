package pcsc

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// The commands of the protocol that are used here.
const (
	cmdEstablish  = 0x01
	cmdConnect    = 0x04
	cmdDisconnect = 0x06
	cmdTransmit   = 0x09
	cmdVersion    = 0x11
	cmdStates     = 0x12
	cmdWait       = 0x13
)

const (
	versionMajor = 4
	versionMinor = 4

	scopeSystem    = 2
	shareExclusive = 1
	protocolT0     = 1
	resetCard      = 1

	nameBytes    = 128
	stateBytes   = 184
	readerSlots  = 16
	changeBytes  = 8
	maxResponse  = 264 // the daemon's own bound for a short response
	protocolHead = 16  // what libpcsclite sends on a 64-bit machine; the daemon ignores it
)

// order is the machine's: both ends of the socket are on it.
var order = binary.NativeEndian

// words lays numbers out one after the other.
func words(values ...uint32) []byte {
	out := make([]byte, 0, 4*len(values))
	for _, v := range values {
		out = order.AppendUint32(out, v)
	}
	return out
}

// request is a body under its header.
func request(command uint32, body []byte) []byte {
	return append(words(uint32(len(body)), command), body...)
}

// number is the word at a place of a body.
func number(body []byte, at int) uint32 { return order.Uint32(body[at:]) }

// result is what the last word of a body says.
func result(body []byte) error {
	if code := Code(number(body, len(body)-4)); code != 0 {
		return code
	}
	return nil
}

// connectBody asks for a reader's card. A name that does not fit is refused before it is cut off and means another.
func connectBody(context uint32, reader string) ([]byte, error) {
	if len(reader) >= nameBytes {
		return nil, fmt.Errorf("pcsc: a reader's name of %d bytes", len(reader))
	}
	body := words(context)
	body = append(body, reader...)
	body = append(body, make([]byte, nameBytes-len(reader))...)
	return append(body, words(shareExclusive, protocolT0, 0, 0, 0)...), nil
}

// transmitBody announces a command for the card.
func transmitBody(card uint32, length int) []byte {
	return words(card, protocolT0, protocolHead, uint32(length), protocolT0, protocolHead, maxResponse, 0)
}

// Presence is what a reader says of its slot.
type Presence uint8

// The presences.
const (
	NotKnown Presence = iota // the reader is starting up, or says nothing that makes sense
	Empty
	Inserted
	Mute // a card is in and does not answer: upside down, dirty, or no chip card
)

// Reader is a card reader as the daemon sees it.
type Reader struct {
	Name     string
	Presence Presence
	Changes  uint32 // insertions and removals since the reader was plugged in
}

// decodeStates reads the states of all readers; slots without a reader are left out.
func decodeStates(body []byte) ([]Reader, error) {
	if len(body) != readerSlots*stateBytes {
		return nil, fmt.Errorf("pcsc: %d bytes of reader states", len(body))
	}
	var readers []Reader
	for at := 0; at < len(body); at += stateBytes {
		state := body[at : at+stateBytes]
		name, _, _ := bytes.Cut(state[:nameBytes], []byte{0})
		if len(name) == 0 {
			continue
		}
		readers = append(readers, Reader{
			Name:     string(name),
			Presence: presence(number(state, 132), number(state, 176)),
			Changes:  number(state, 128),
		})
	}
	return readers, nil
}

// presence reads the bits of a reader's state.
func presence(bits, answer uint32) Presence {
	const absent, present, swallowed, maxAnswer = 2, 4, 8, 33
	switch {
	case answer > maxAnswer:
		return NotKnown
	case bits&absent != 0:
		return Empty
	case bits&swallowed != 0, bits&present != 0 && answer == 0:
		return Mute
	case bits&present != 0:
		return Inserted
	}
	return NotKnown
}
