package modbus

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Function is what a request asks for.
type Function byte

// The functions that are spoken here.
const (
	ReadCoils  Function = 0x01
	ReadInputs Function = 0x02
	WriteCoil  Function = 0x05
	WriteCoils Function = 0x0F
)

// How many bits a request may ask for or bring.
const (
	MaxRead  = 2000
	MaxWrite = 1968
)

// refusal marks the function of an answer that is an exception.
const refusal = 0x80

// ErrMalformed is a frame, request or answer that has no meaning by the norm, or that does not fit what was asked.
var ErrMalformed = errors.New("modbus: malformed")

// Request is one request of a master. Reads carry Count, writes carry Values.
type Request struct {
	Function Function
	Address  uint16 // of the first bit, from 0, as it stands on the wire
	Count    uint16 // how many bits are read
	Values   []bool // what is written
}

// bits is how many bits a request is about.
func (r Request) bits() int {
	if r.Function == WriteCoil || r.Function == WriteCoils {
		return len(r.Values)
	}
	return int(r.Count)
}

// check tells whether a request keeps the bounds of the norm.
func (r Request) check() error {
	most := MaxRead
	switch r.Function {
	case ReadCoils, ReadInputs:
	case WriteCoils:
		most = MaxWrite
	case WriteCoil:
		most = 1
	default:
		return fmt.Errorf("%w: function %#02x", ErrMalformed, byte(r.Function))
	}
	if n := r.bits(); n < 1 || n > most || int(r.Address)+n > 1<<16 {
		return fmt.Errorf("%w: function %#02x at %d with %d bits", ErrMalformed, byte(r.Function), r.Address, n)
	}
	return nil
}

// Append appends the bytes of a request, without a frame. A request outside the bounds gives ErrMalformed and dst as it was.
func (r Request) Append(dst []byte) ([]byte, error) {
	if err := r.check(); err != nil {
		return dst, err
	}
	dst = append(dst, byte(r.Function))
	dst = binary.BigEndian.AppendUint16(dst, r.Address)
	switch r.Function {
	case WriteCoil:
		return append(dst, onOff(r.Values[0]), 0), nil
	case WriteCoils:
		dst = binary.BigEndian.AppendUint16(dst, uint16(len(r.Values)))
		return appendBits(dst, r.Values), nil
	}
	return binary.BigEndian.AppendUint16(dst, r.Count), nil
}

// ParseRequest reads the bytes of a request, all of them and no more, as a board does. A function that is not spoken here
// gives IllegalFunction, bounds that are not kept IllegalValue: the exceptions that a board answers with.
func ParseRequest(b []byte) (Request, error) {
	if len(b) == 0 {
		return Request{}, ErrMalformed
	}
	r := Request{Function: Function(b[0])}
	switch r.Function {
	case ReadCoils, ReadInputs, WriteCoil, WriteCoils:
	default:
		return r, IllegalFunction
	}
	if len(b) < 5 || r.Function != WriteCoils && len(b) != 5 {
		return r, ErrMalformed
	}
	r.Address = binary.BigEndian.Uint16(b[1:])
	n := binary.BigEndian.Uint16(b[3:])
	switch {
	case r.Function == WriteCoil && (n == 0 || n == 0xFF00):
		r.Values = []bool{n != 0}
	case r.Function == WriteCoil:
		return r, IllegalValue
	case r.Function == WriteCoils:
		if n < 1 || n > MaxWrite {
			return r, IllegalValue
		}
		if len(b) < 6 || int(b[5]) != (int(n)+7)/8 || len(b) != 6+int(b[5]) {
			return r, ErrMalformed
		}
		r.Values = bitsOf(b[6:], int(n))
	default:
		r.Count = n
	}
	if r.check() != nil {
		return r, IllegalValue
	}
	return r, nil
}

func onOff(on bool) byte {
	if on {
		return 0xFF
	}
	return 0
}

// appendBits appends a byte count and the bits.
func appendBits(dst []byte, values []bool) []byte {
	dst = append(dst, byte((len(values)+7)/8))
	for i, v := range values {
		if i%8 == 0 {
			dst = append(dst, 0)
		}
		if v {
			dst[len(dst)-1] |= 1 << (i % 8)
		}
	}
	return dst
}

// bitsOf reads n bits, which are there.
func bitsOf(b []byte, n int) []bool {
	values := make([]bool, n)
	for i := range values {
		values[i] = b[i/8]>>(i%8)&1 == 1
	}
	return values
}
