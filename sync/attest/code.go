package attest

import (
	"errors"
	"strings"
)

// alphabet is Crockford's: nothing in it looks like anything else in it.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Form is how long a code is, and how it is grouped.
type Form struct {
	symbols int // with the check
	group   int
}

// The forms.
var (
	Verification = Form{12, 4}
	Pickup       = Form{6, 3}
)

// ErrCode is the fault of what is no code: wrong letters, wrong length, or mistyped. It repeats nothing of it.
var ErrCode = errors.New("no code, or mistyped")

// Make writes a code of bits, of which it uses as many as the form has; there must be eight bytes. The same bits give the
// same code.
func (f Form) Make(bits [8]byte) string {
	symbols := make([]byte, 0, f.symbols)
	check := byte(0)
	var n uint64
	for _, b := range bits {
		n = n<<8 | uint64(b)
	}
	for len(symbols) < f.symbols-1 {
		s := byte(n >> 59)
		symbols, check, n = append(symbols, s), double(check)^s, n<<5
	}
	symbols = append(symbols, double(check))
	return f.write(symbols)
}

// Parse reads what people typed and gives the code as Make writes it.
func (f Form) Parse(typed string) (string, error) {
	var symbols []byte
	sum := byte(0)
	for _, r := range strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed)) {
		s := strings.IndexRune(alphabet, r)
		if s < 0 || len(symbols) == f.symbols {
			return "", ErrCode
		}
		symbols, sum = append(symbols, byte(s)), double(sum)^byte(s)
	}
	if len(symbols) != f.symbols || sum != 0 {
		return "", ErrCode
	}
	return f.write(symbols), nil
}

func (f Form) write(symbols []byte) string {
	var b strings.Builder
	for i, s := range symbols {
		if i > 0 && i%f.group == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(alphabet[s])
	}
	return b.String()
}

// double multiplies by α in GF(32), with the polynomial x⁵+x²+1.
func double(a byte) byte {
	a <<= 1
	if a&32 != 0 {
		a ^= 0b100101
	}
	return a
}
