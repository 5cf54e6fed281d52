package glance

// codes is a Huffman code: most symbols are found by their first bits in one step.
type codes struct {
	quick   [1 << quickBits]uint16 // symbol<<8 | length; 0: the code is longer
	highest [17]int32              // of the codes of a length; -1: there are none
	offset  [17]int32              // from a code of a length to its symbol
	symbols []byte
}

// quickBits is how many bits are looked up in one step.
const quickBits = 9

// readCodes reads Huffman codes (T.81, B.2.4.2 and annex C).
func (p *picture) readCodes(b []byte) error {
	for len(b) > 0 {
		if len(b) < 17 {
			return errBroken
		}
		class, id, n := b[0]>>4, b[0]&15, 0
		for _, many := range b[1:17] {
			n += int(many)
		}
		if class > 1 || id > 3 || n > 256 || len(b) < 17+n {
			return errBroken
		}
		c, ok := newCodes([16]byte(b[1:17]), b[17:17+n])
		if !ok {
			return errBroken
		}
		if class == 0 {
			p.dcs[id] = c
		} else {
			p.acs[id] = c
		}
		b = b[17+n:]
	}
	return nil
}

// newCodes makes the codes of symbols, the shortest first; many is how many there are of each length.
func newCodes(many [16]byte, symbols []byte) (*codes, bool) {
	c := &codes{symbols: append([]byte(nil), symbols...)}
	code, at := int32(0), int32(0)
	for length := int32(1); length <= 16; length++ {
		n := int32(many[length-1])
		c.highest[length], c.offset[length] = -1, at-code
		if n > 0 {
			c.highest[length] = code + n - 1
		}
		if code+n > 1<<length {
			return nil, false
		}
		for range n {
			if length <= quickBits {
				first := code << (quickBits - length)
				for k := range int32(1) << (quickBits - length) {
					c.quick[first+k] = uint16(c.symbols[at])<<8 | uint16(length)
				}
			}
			code, at = code+1, at+1
		}
		code <<= 1
	}
	return c, true
}

// reader gives the bits of a scan. Behind the end it gives zeros, and overrun tells that some were used.
type reader struct {
	b      []byte
	acc    uint64
	n      uint // bits in acc
	behind uint // bits in acc that were never there
}

// fill takes in so many bytes that one symbol and its value can be read.
func (r *reader) fill() {
	for r.n <= 48 {
		c := byte(0)
		switch {
		case len(r.b) == 0, r.b[0] == 0xFF && (len(r.b) < 2 || r.b[1] != 0): // the end, or a marker
			r.behind += 8
		case r.b[0] == 0xFF:
			c, r.b = 0xFF, r.b[2:]
		default:
			c, r.b = r.b[0], r.b[1:]
		}
		r.acc, r.n = r.acc<<8|uint64(c), r.n+8
	}
}

// overrun reports whether bits were used that are not there.
func (r *reader) overrun() bool { return r.behind > r.n }

// symbol reads one symbol; of a code that does not exist it is 0.
func (r *reader) symbol(c *codes) byte {
	if r.n < 32 {
		r.fill()
	}
	if e := c.quick[r.acc>>(r.n-quickBits)&(1<<quickBits-1)]; e != 0 {
		r.n -= uint(e & 0xFF)
		return byte(e >> 8)
	}
	for length := uint(quickBits + 1); length <= 16; length++ {
		code := int32(r.acc >> (r.n - length) & (1<<length - 1))
		if code <= c.highest[length] {
			r.n -= length
			return c.symbols[code+c.offset[length]]
		}
	}
	r.n -= 16
	r.behind += 1 << 20 // nothing that follows means anything
	return 0
}

// receive reads a value of a size (T.81, F.2.2.1).
func (r *reader) receive(size uint) int32 {
	if size == 0 {
		return 0
	}
	r.n -= size
	v := int32(r.acc >> r.n & (1<<size - 1))
	if v < 1<<(size-1) {
		v += -1<<size + 1
	}
	return v
}

// restart goes on behind the next restart marker; false when there is none.
func (r *reader) restart() bool {
	if r.overrun() || len(r.b) < 2 || r.b[0] != 0xFF || r.b[1] < markerRST0 || r.b[1] > markerRST7 {
		return false
	}
	r.b = r.b[2:]
	r.acc, r.n, r.behind = 0, 0, 0
	return true
}
