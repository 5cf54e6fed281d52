package modbus

import (
	"encoding/binary"
	"fmt"
	"time"
)

// Frame is a request or an answer on its way.
type Frame struct {
	Transaction uint16 // of TCP: an answer has that of its request; RTU has none
	Unit        byte   // the board; 0 is everybody on a serial line, and nobody answers it
	Body        []byte // the request or the answer
}

// maxBody is the longest body of the norm.
const maxBody = 253

// Side says whose frames are read.
type Side uint8

// The sides.
const (
	FromMaster Side = iota // requests
	FromBoard              // answers
)

// AppendTCP appends a frame for TCP.
func (f Frame) AppendTCP(dst []byte) []byte {
	dst = binary.BigEndian.AppendUint16(dst, f.Transaction)
	dst = append(dst, 0, 0)
	dst = binary.BigEndian.AppendUint16(dst, uint16(1+len(f.Body)))
	return append(append(dst, f.Unit), f.Body...)
}

// SplitTCP reads the frame that b begins with, and how many bytes it has: none as long as more must come. The body lies
// in b. Bytes that cannot become a frame give ErrMalformed.
func SplitTCP(b []byte) (f Frame, n int, err error) {
	if len(b) >= 4 && (b[2] != 0 || b[3] != 0) {
		return f, 0, fmt.Errorf("%w: protocol %#x in a frame of TCP", ErrMalformed, b[2:4])
	}
	if len(b) < 6 {
		return f, 0, nil
	}
	length := int(binary.BigEndian.Uint16(b[4:]))
	if length < 2 || length > 1+maxBody {
		return f, 0, fmt.Errorf("%w: length %d in a frame of TCP", ErrMalformed, length)
	}
	if len(b) < 6+length {
		return f, 0, nil
	}
	return Frame{Transaction: binary.BigEndian.Uint16(b), Unit: b[6], Body: b[7 : 6+length]}, 6 + length, nil
}

// AppendRTU appends a frame for a serial line.
func (f Frame) AppendRTU(dst []byte) []byte {
	start := len(dst)
	dst = append(append(dst, f.Unit), f.Body...)
	return binary.LittleEndian.AppendUint16(dst, Checksum(dst[start:]))
}

// SplitRTU reads the frame that b begins with, and how many bytes it has: none as long as more must come. The body lies
// in b. A function whose length is not known here, and a checksum that does not fit, give ErrMalformed: where the next
// frame begins is not known then, before the line has been silent.
func SplitRTU(b []byte, side Side) (f Frame, n int, err error) {
	body, err := bodyLength(b, side)
	if err != nil || body == 0 {
		return f, 0, err
	}
	n = 1 + body + 2
	if len(b) < n {
		return f, 0, nil
	}
	if got, want := binary.LittleEndian.Uint16(b[n-2:]), Checksum(b[:n-2]); got != want {
		return f, 0, fmt.Errorf("%w: checksum %#04x of a frame with %#04x", ErrMalformed, got, want)
	}
	return Frame{Unit: b[0], Body: b[1 : n-2]}, n, nil
}

// bodyLength tells from the first bytes how long a body is; 0 when they do not tell yet.
func bodyLength(b []byte, side Side) (int, error) {
	if len(b) < 2 {
		return 0, nil
	}
	fn := Function(b[1])
	counted := -1 // where the byte count stands in the frame
	switch {
	case side == FromBoard && fn&refusal != 0:
		return 2, nil
	case fn == WriteCoil, side == FromMaster && (fn == ReadCoils || fn == ReadInputs), side == FromBoard && fn == WriteCoils:
		return 5, nil
	case side == FromMaster && fn == WriteCoils:
		counted = 6
	case side == FromBoard && (fn == ReadCoils || fn == ReadInputs):
		counted = 2
	default:
		return 0, fmt.Errorf("%w: function %#02x on a serial line", ErrMalformed, b[1])
	}
	if len(b) <= counted {
		return 0, nil
	}
	body := counted + int(b[counted])
	if body > maxBody {
		return 0, fmt.Errorf("%w: %d bytes of bits", ErrMalformed, b[counted])
	}
	return body, nil
}

// Checksum is the CRC-16 of RTU: polynomial A001 reflected, from FFFF.
func Checksum(b []byte) uint16 {
	sum := uint16(0xFFFF)
	for _, c := range b {
		sum ^= uint16(c)
		for range 8 {
			odd := sum & 1
			sum >>= 1
			if odd == 1 {
				sum ^= 0xA001
			}
		}
	}
	return sum
}

// Silence is how long a serial line must be silent between two frames: three and a half characters of eleven bits, and
// never less than 1.75 ms, which the norm fixes for everything above 19200 baud.
func Silence(baud int) time.Duration {
	if baud <= 0 || baud > 19200 {
		return 1750 * time.Microsecond
	}
	return time.Duration(3.5 * 11 / float64(baud) * float64(time.Second))
}
