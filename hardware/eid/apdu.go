package eid

import (
	"context"
	"fmt"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// status is the two bytes that end a response.
type status uint16

const (
	statusOK       status = 0x9000
	statusNoFile   status = 0x6A82
	statusPastEnd  status = 0x6B00
	statusNoAccess status = 0x6982
	statusBlocked  status = 0x6983
)

// Error implements error: a status that a command cannot go on with.
func (s status) Error() string { return fmt.Sprintf("card answers %04X", uint16(s)) }

// more is how many bytes 61xx announces; none for another status.
func (s status) more() (int, bool) { return lengthOf(s), s>>8 == 0x61 }

// wanted is the length 6Cxx wants the command repeated with.
func (s status) wanted() (int, bool) { return lengthOf(s), s>>8 == 0x6C }

// lengthOf reads a status' second byte as a length; 00 stands for 256.
func lengthOf(s status) int {
	if n := int(s & 0xFF); n != 0 {
		return n
	}
	return 256
}

// maxRounds bounds how often a card may say "fetch" or "repeat" for one command: a signature of 4096 bits takes two.
const maxRounds = 8

var errT0 = &device.Error{Reason: device.Unreadable, Err: fmt.Errorf("card does not keep to T=0")}

// exchange has the card do one command and returns all of its response, by the rules of T=0. A status that is not an
// error of the transport is returned beside the data, for the caller to judge. The data are the caller's to wipe.
func exchange(ctx context.Context, ch Channel, command []byte) ([]byte, status, error) {
	var data []byte
	repeated := false
	for range maxRounds {
		response, err := ch.Transmit(ctx, command)
		if err != nil {
			clear(data)
			return nil, 0, err
		}
		if len(response) < 2 {
			clear(data)
			return nil, 0, errT0
		}
		end := len(response) - 2
		sw := status(response[end])<<8 | status(response[end+1])
		data = gather(data, response[:end])
		if n, ok := sw.more(); ok {
			command = []byte{0x00, 0xC0, 0x00, 0x00, byte(n)}
			continue
		}
		if n, ok := sw.wanted(); ok && !repeated && len(command) == 5 {
			repeated = true
			command = append(command[:4:4], byte(n))
			continue
		}
		return data, sw, nil
	}
	clear(data)
	return nil, 0, errT0
}

// gather appends, and wipes what the bytes were in before.
func gather(data, more []byte) []byte {
	joined := make([]byte, 0, len(data)+len(more))
	joined = append(append(joined, data...), more...)
	clear(data)
	clear(more)
	return joined
}

// selectFile makes a file, or a directory, the one that the next commands are about.
func selectFile(ctx context.Context, ch Channel, path []byte) error {
	_, sw, err := exchange(ctx, ch, append([]byte{0x00, 0xA4, 0x08, 0x0C, byte(len(path))}, path...))
	if err == nil && sw != statusOK {
		err = sw
	}
	return err
}

// readBinary reads the selected file to its end, or refuses it above limit bytes.
func readBinary(ctx context.Context, ch Channel, limit int) ([]byte, error) {
	var file []byte
	for len(file) <= limit {
		at := len(file)
		piece, sw, err := exchange(ctx, ch, []byte{0x00, 0xB0, byte(at >> 8), byte(at), 0x00})
		if err == nil && sw != statusOK && sw != statusPastEnd {
			err = sw
		}
		if err != nil {
			clear(file)
			return nil, err
		}
		short := len(piece) < 256
		file = gather(file, piece)
		if short {
			return file, nil
		}
	}
	clear(file)
	return nil, &device.Error{Reason: device.Unreadable, Err: fmt.Errorf("file of more than %d bytes", limit)}
}
