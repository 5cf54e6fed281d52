package tpm

import (
	"encoding/binary"
	"errors"
	"fmt"
)

const magic = "BLTPM\x01"

// maxSealed bounds what is read as sealed bytes.
const maxSealed = 2048

// blob is what Seal gives, taken apart.
type blob struct{ parent, public, private []byte }

func (b blob) encode() []byte {
	out := []byte(magic)
	for _, part := range [][]byte{b.parent, b.public, b.private} {
		out = binary.BigEndian.AppendUint16(out, uint16(len(part)))
		out = append(out, part...)
	}
	return out
}

var errNoBlob = errors.New("nothing that was sealed")

func decodeBlob(in []byte) (b blob, err error) {
	if len(in) > maxSealed || len(in) < len(magic) || string(in[:len(magic)]) != magic {
		return b, errNoBlob
	}
	in = in[len(magic):]
	for _, part := range []*[]byte{&b.parent, &b.public, &b.private} {
		if len(in) < 2 || len(in)-2 < int(binary.BigEndian.Uint16(in)) {
			return blob{}, fmt.Errorf("%w: it is cut short", errNoBlob)
		}
		n := 2 + int(binary.BigEndian.Uint16(in))
		*part, in = in[2:n], in[n:]
	}
	if len(in) > 0 {
		return blob{}, fmt.Errorf("%w: %d bytes too many", errNoBlob, len(in))
	}
	return b, nil
}
