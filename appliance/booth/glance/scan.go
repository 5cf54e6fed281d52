package glance

import "image"

// scan reads the data of all components, interleaved in units of one or more blocks of each (T.81, A.2.3).
func (p *picture) scan(header, data []byte) (image.Image, error) {
	if err := p.readScan(header); err != nil {
		return nil, err
	}
	y := p.components[0]
	wide := (p.width + 8*y.h - 1) / (8 * y.h)
	high := (p.height + 8*y.v - 1) / (8 * y.v)
	for i := range p.components {
		c := &p.components[i]
		c.stride = wide * c.h * p.edge
		c.plane = make([]byte, c.stride*high*c.v*p.edge)
	}
	p.places()
	bits := &reader{b: data}
	for mcu := range wide * high {
		if p.interval > 0 && mcu > 0 && mcu%p.interval == 0 {
			if !bits.restart() {
				return nil, errBroken
			}
			for i := range p.components {
				p.components[i].before = 0
			}
		}
		if !p.unit(bits, mcu%wide, mcu/wide) {
			return nil, errBroken
		}
	}
	if bits.overrun() {
		return nil, errBroken
	}
	return p.image(), nil
}

// readScan reads which tables each component goes by (T.81, B.2.3).
func (p *picture) readScan(b []byte) error {
	n := len(p.components)
	if n == 0 || len(b) != 4+2*n || int(b[0]) != n {
		return ErrOther
	}
	for i := range p.components {
		c := &p.components[i]
		if int(b[1+2*i]) != c.id {
			return ErrOther
		}
		c.dc, c.ac = int(b[2+2*i]>>4), int(b[2+2*i]&15)
		if c.dc > 3 || c.ac > 3 || p.dcs[c.dc] == nil || p.acs[c.ac] == nil {
			return ErrOther
		}
	}
	return nil
}

// zigzag is where the k-th coefficient of a block belongs (T.81, figure A.6).
var zigzag = [64]int8{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// places says where each coefficient belongs in the small block.
func (p *picture) places() {
	for k, at := range zigzag {
		row, column := int(at)/8, int(at)%8
		p.place[k] = -1
		if row < p.edge && column < p.edge {
			p.place[k] = int8(row*8 + column)
		}
	}
}

// unit reads the blocks of one place in the picture, of all components.
func (p *picture) unit(bits *reader, x, y int) bool {
	var block [64]int32
	for i := range p.components {
		c := &p.components[i]
		for k := range c.h * c.v {
			flat, ok := p.block(bits, c, &block)
			if !ok {
				return false
			}
			at := ((y*c.v+k/c.h)*c.stride + x*c.h + k%c.h) * p.edge
			if flat {
				level(c.plane[at:], c.stride, p.edge, block[0])
				block[0] = 0
				continue
			}
			transform(c.plane[at:], c.stride, p.edge, &block, p.cosines)
			block = [64]int32{}
		}
	}
	return true
}

// block reads the coefficients of one block; flat says that of those that are wanted only the mean is not zero.
func (p *picture) block(bits *reader, c *component, out *[64]int32) (flat, ok bool) {
	quant := &p.quants[c.quant]
	size := bits.symbol(p.dcs[c.dc])
	if size > 11 {
		return false, false
	}
	c.before += bits.receive(uint(size))
	out[0], flat = c.before*quant[0], true
	codes := p.acs[c.ac]
	for k := 1; k < 64; k++ {
		symbol := bits.symbol(codes)
		size := uint(symbol & 15)
		if size == 0 {
			if symbol>>4 != 15 {
				break
			}
			k += 15
			continue
		}
		if k += int(symbol >> 4); k > 63 {
			return false, false
		}
		v := bits.receive(size)
		if at := p.place[k]; at >= 0 {
			out[at], flat = v*quant[k], false
		}
	}
	return flat, true
}
