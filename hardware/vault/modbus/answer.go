package modbus

import (
	"encoding/binary"
	"fmt"
)

// Exception is a board's refusal of a request. It is an error.
type Exception byte

// The exceptions of the norm that a master of bits can meet.
const (
	IllegalFunction  Exception = 0x01 // the board does not know the function
	IllegalAddress   Exception = 0x02 // the board has no such bit
	IllegalValue     Exception = 0x03 // the request is not as it should be
	BoardFailure     Exception = 0x04 // it failed while it acted
	Acknowledged     Exception = 0x05 // it has accepted and is still at it
	BoardBusy        Exception = 0x06 // it is at something else and has not begun
	NoPath           Exception = 0x0A // a gateway cannot reach the board's line
	NoAnswerToBridge Exception = 0x0B // a gateway has asked the board and got no answer
)

// Error implements error.
func (e Exception) Error() string {
	names := map[Exception]string{IllegalFunction: "illegal function", IllegalAddress: "illegal address",
		IllegalValue: "illegal value", BoardFailure: "board failure", Acknowledged: "acknowledged, not finished",
		BoardBusy: "board busy", NoPath: "gateway path unavailable", NoAnswerToBridge: "gateway got no answer"}
	if name, ok := names[e]; ok {
		return fmt.Sprintf("modbus: exception %d: %s", byte(e), name)
	}
	return fmt.Sprintf("modbus: exception %d", byte(e))
}

// Answer reads the answer to a request: the bits that were read, or nothing for a write that was done. A refusal gives its
// Exception; whatever does not fit the request gives ErrMalformed, also an answer with the right length about other bits.
func (r Request) Answer(b []byte) ([]bool, error) {
	if len(b) == 2 && b[0] == byte(r.Function)|refusal && b[1] != 0 {
		return nil, Exception(b[1])
	}
	if len(b) < 2 || b[0] != byte(r.Function) {
		return nil, fmt.Errorf("%w: % x is no answer to function %#02x", ErrMalformed, b[:min(len(b), 8)], byte(r.Function))
	}
	switch r.Function {
	case ReadCoils, ReadInputs:
		if n := (int(r.Count) + 7) / 8; int(b[1]) != n || len(b) != 2+n {
			return nil, fmt.Errorf("%w: %d bytes of bits for %d", ErrMalformed, len(b)-2, r.Count)
		}
		return bitsOf(b[2:], int(r.Count)), nil
	}
	if len(b) != 5 || binary.BigEndian.Uint16(b[1:]) != r.Address {
		return nil, fmt.Errorf("%w: % x confirms another write", ErrMalformed, b[:min(len(b), 8)])
	}
	second := uint16(len(r.Values))
	if r.Function == WriteCoil {
		second = uint16(onOff(r.Values[0])) << 8
	}
	if binary.BigEndian.Uint16(b[3:]) != second {
		return nil, fmt.Errorf("%w: % x confirms another value", ErrMalformed, b)
	}
	return nil, nil
}

// AppendAnswer appends a board's answer to a request: the bits of a read, which must be as many as were asked for, or the
// confirmation of a write.
func (r Request) AppendAnswer(dst []byte, bits []bool) []byte {
	dst = append(dst, byte(r.Function))
	if r.Function == ReadCoils || r.Function == ReadInputs {
		return appendBits(dst, bits)
	}
	dst = binary.BigEndian.AppendUint16(dst, r.Address)
	if r.Function == WriteCoil {
		return append(dst, onOff(r.Values[0]), 0)
	}
	return binary.BigEndian.AppendUint16(dst, uint16(len(r.Values)))
}

// AppendRefusal appends a board's refusal of a request.
func (r Request) AppendRefusal(dst []byte, e Exception) []byte {
	return append(dst, byte(r.Function)|refusal, byte(e))
}
