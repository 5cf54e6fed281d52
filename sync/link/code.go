package link

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Code is a one-time enrolment code: a secret of 80 bits and the fingerprint of the authority, by which the
// device knows headquarters when it has no certificate yet.
//
// It is written as nine groups of four characters of Crockford's base 32, with hyphens; read back, case and
// spaces and hyphens do not matter, O reads as 0, I and L as 1. In order: 16 characters secret, 16 characters
// fingerprint, 4 characters check (the first 20 bits of a SHA-256 over the rest). A code is a secret until it is used.
type Code struct {
	secret [10]byte
	pin    Fingerprint
}

const (
	codeBytes = 20 // secret and fingerprint
	codeChars = 36 // those 160 bits and 20 bits of check
	crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

// NewCode draws a code for the authority with this fingerprint.
func NewCode(random io.Reader, pin Fingerprint) (Code, error) {
	c := Code{pin: pin}
	if _, err := io.ReadFull(random, c.secret[:]); err != nil {
		return Code{}, fault.New("link.NewCode", fault.Internal).Because(err)
	}
	return c, nil
}

// String writes the code for people. Do not log it.
func (c Code) String() string {
	var b strings.Builder
	for i, char := range c.chars() {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(char)
	}
	return b.String()
}

// chars writes the 180 bits, five at a time.
func (c Code) chars() [codeChars]byte {
	data := append(c.secret[:], c.pin[:]...)
	check := codeCheck(data)
	bits := append(data, byte(check>>12), byte(check>>4), byte(check<<4))
	var out [codeChars]byte
	for i := range out {
		at := i * 5
		pair := uint16(bits[at/8]) << 8
		if at/8+1 < len(bits) {
			pair |= uint16(bits[at/8+1])
		}
		out[i] = crockford[pair>>(11-at%8)&31]
	}
	return out
}

// codeCheck is 20 bits that tell a typing error from a code.
func codeCheck(data []byte) uint32 {
	sum := sha256.Sum256(append([]byte("buurtloket enrolment check\x00"), data...))
	return uint32(sum[0])<<12 | uint32(sum[1])<<4 | uint32(sum[2])>>4
}

// ParseCode reads a code as a person types it. Its fault is of kind Invalid and says whether the length, a
// character or the whole is wrong; nothing has been sent anywhere then.
func ParseCode(text string) (Code, error) {
	chars, err := cleanCode(text)
	if err != nil {
		return Code{}, malformed(err)
	}
	if len(chars) != codeChars {
		return Code{}, malformed(fmt.Errorf("%d characters instead of %d", len(chars), codeChars))
	}
	var data [codeBytes]byte
	for i, v := range chars[:32] {
		for bit := range 5 {
			if v&(16>>bit) != 0 {
				at := i*5 + bit
				data[at/8] |= 128 >> (at % 8)
			}
		}
	}
	check := uint32(chars[32])<<15 | uint32(chars[33])<<10 | uint32(chars[34])<<5 | uint32(chars[35])
	if codeCheck(data[:]) != check {
		return Code{}, malformed(errors.New("check characters do not fit"))
	}
	return Code{secret: [10]byte(data[:10]), pin: Fingerprint(data[10:])}, nil
}

func malformed(cause error) error {
	return fault.New("link.ParseCode", fault.Invalid).Because(cause).
		Tell("Deze aansluitcode klopt niet: ze telt negen groepjes van vier tekens.", "Tik ze opnieuw over.")
}

// cleanCode maps characters to their five bits, leaving out what only helps the eye.
func cleanCode(text string) ([]byte, error) {
	var out []byte
	for _, r := range strings.ToUpper(text) {
		switch r {
		case '-', '–', ' ', '\t', '\n', '\r', '\u00a0':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		at := strings.IndexRune(crockford, r)
		if at < 0 {
			return nil, errors.New("a character that is in no code")
		}
		if len(out) == codeChars {
			return nil, errors.New("too many characters")
		}
		out = append(out, byte(at))
	}
	return out, nil
}

// Hash is all that headquarters keeps of a code. The secret has 80 random bits, so a plain hash of it cannot
// be searched; what is stored can therefore not be used to enrol.
func (c Code) Hash() []byte { return hashSecret(c.secret[:]) }

func hashSecret(secret []byte) []byte {
	sum := sha256.Sum256(append([]byte("buurtloket enrolment code\x00"), secret...))
	return sum[:]
}
