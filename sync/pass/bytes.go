package pass

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/office"
)

const (
	fixed     = 31 // bytes before the names
	checkSize = 3
	context   = "buurtloket pass 1\n"
)

// Bytes writes a signed pass as doc.go describes it.
func (s Signed) Bytes() []byte {
	b := append(s.body(), s.Signature[:]...)
	return append(b, checkOf(b)...)
}

// body is what is signed, without the words that stand before it.
func (s Signed) body() []byte {
	b := make([]byte, 0, 160)
	b = append(b, s.Key[:]...)
	b = append(b, s.Appointment[:]...)
	b = binary.BigEndian.AppendUint16(b, uint16(s.Edition))
	b = binary.BigEndian.AppendUint16(b, uint16(s.Date))
	b = binary.BigEndian.AppendUint16(b, uint16(s.Start))
	b = append(b, byte(s.Desk), byte(s.Seats))
	b = binary.BigEndian.AppendUint16(b, uint16(s.Minutes))
	b = append(b, byte(s.Persons))
	b = appendName(b, string(s.Site))
	b = append(b, byte(len(s.Products)))
	for _, p := range s.Products {
		b = appendName(b, string(p))
	}
	return b
}

func appendName(b []byte, name string) []byte { return append(append(b, byte(len(name))), name...) }

func checkOf(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:checkSize]
}

// message is what the signature is over.
func (s Signed) message() []byte { return append([]byte(context), s.body()...) }

// Read reads the bytes of a pass, and believes nothing of them yet: see Keys.Verify. It fails with [Damaged].
func Read(b []byte) (Signed, error) {
	n := len(b) - checkSize
	if n < 0 || string(checkOf(b[:n])) != string(b[n:]) {
		return Signed{}, fmt.Errorf("%w: its check bytes are wrong", Damaged)
	}
	s, err := read(b[:n])
	if err == nil {
		err = s.Check()
	}
	if err != nil {
		return Signed{}, fmt.Errorf("%w: %w", Damaged, err)
	}
	return s, nil
}

// read takes the fields apart. All of them have one width or say their own, so there is one way to write each pass.
func read(b []byte) (s Signed, err error) {
	if len(b) < fixed {
		return s, fmt.Errorf("it has %d bytes", len(b))
	}
	copy(s.Key[:], b)
	copy(s.Appointment[:], b[4:])
	s.Edition = int(binary.BigEndian.Uint16(b[20:]))
	s.Date = office.Date(binary.BigEndian.Uint16(b[22:]))
	s.Start = office.Minute(binary.BigEndian.Uint16(b[24:]))
	s.Desk, s.Seats = office.Desk(b[26]), int(b[27])
	s.Minutes = int(binary.BigEndian.Uint16(b[28:]))
	s.Persons = int(b[30])
	rest := b[fixed:]
	site, rest, err := cutName(rest)
	if err != nil {
		return s, err
	}
	s.Site = office.SiteID(site)
	if len(rest) == 0 || rest[0] > MaxProducts {
		return s, fmt.Errorf("its products cannot be counted")
	}
	count, rest := int(rest[0]), rest[1:]
	for range count {
		var name string
		if name, rest, err = cutName(rest); err != nil {
			return s, err
		}
		s.Products = append(s.Products, office.ProductID(name))
	}
	if len(rest) != ed25519.SignatureSize {
		return s, fmt.Errorf("%d bytes stand where the signature should", len(rest))
	}
	copy(s.Signature[:], rest)
	return s, nil
}

func cutName(b []byte) (string, []byte, error) {
	if len(b) == 0 || len(b) <= int(b[0]) {
		return "", nil, fmt.Errorf("a name is cut off")
	}
	n := 1 + int(b[0])
	return string(b[1:n]), b[n:], nil
}
