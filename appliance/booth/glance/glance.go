package glance

import (
	"errors"
	"fmt"
	"image"
)

// ErrOther is what comes of a picture that is not written as cameras write them, or is no picture.
var ErrOther = errors.New("glance: not a baseline picture of one scan")

// errBroken is what comes of a picture that ends too soon or contradicts itself.
var errBroken = errors.New("glance: the picture is broken")

// Markers of T.81, table B.1.
const (
	markerSOF0 = 0xC0
	markerDHT  = 0xC4
	markerRST0 = 0xD0
	markerRST7 = 0xD7
	markerSOI  = 0xD8
	markerEOI  = 0xD9
	markerSOS  = 0xDA
	markerDQT  = 0xDB
	markerDRI  = 0xDD
)

// component is one plane of a picture.
type component struct {
	id, h, v int
	quant    int
	dc, ac   int
	before   int32 // the mean of the block before
	plane    []byte
	stride   int
}

// picture is what a header says, and the planes that come of it.
type picture struct {
	width, height int
	components    []component
	quants        [4][64]int32
	dcs, acs      [4]*codes
	interval      int // MCUs between two restarts; 0: there are none
	edge          int // points of a block that are wanted, each way
	cosines       *[8][8]int32
	place         [64]int8 // where the k-th coefficient belongs in a block of edge by edge; -1: nowhere
}

// Decode reads a picture at edge eighths of its size, from one to eight. A side is rounded up. maxPoints bounds the points of
// the picture as it was written. The planes are its own.
func Decode(b []byte, edge, maxPoints int) (image.Image, error) {
	if edge < 1 || edge > 8 {
		return nil, fmt.Errorf("glance: %d eighths", edge)
	}
	if len(b) < 4 || b[0] != 0xFF || b[1] != markerSOI {
		return nil, ErrOther
	}
	p := &picture{edge: edge, cosines: &cosines[edge-1]}
	for b = b[2:]; ; {
		for len(b) > 1 && b[0] == 0xFF && b[1] == 0xFF {
			b = b[1:] // bytes that fill up
		}
		if len(b) < 4 || b[0] != 0xFF {
			return nil, errBroken
		}
		marker, n := b[1], int(b[2])<<8|int(b[3])
		if n < 2 || len(b) < 2+n {
			return nil, errBroken
		}
		segment := b[4 : 2+n]
		b = b[2+n:]
		if marker == markerSOS {
			return p.scan(segment, b)
		}
		if err := p.segment(marker, segment, maxPoints); err != nil {
			return nil, err
		}
	}
}

// segment takes what stands before the scan.
func (p *picture) segment(marker byte, b []byte, maxPoints int) error {
	switch {
	case marker == markerDQT:
		return p.readQuants(b)
	case marker == markerDHT:
		return p.readCodes(b)
	case marker == markerDRI:
		if len(b) != 2 {
			return errBroken
		}
		p.interval = int(b[0])<<8 | int(b[1])
	case marker == markerSOF0:
		return p.readFrame(b, maxPoints)
	case marker > markerSOF0 && marker <= 0xCF && marker != 0xC8 && marker != 0xCC:
		return ErrOther
	case marker == markerEOI, marker == markerSOI:
		return errBroken
	}
	return nil
}

// readFrame reads how large the picture is and of what (T.81, B.2.2).
func (p *picture) readFrame(b []byte, maxPoints int) error {
	if len(b) < 6 || len(b) != 6+3*int(b[5]) || b[0] != 8 || p.components != nil {
		return ErrOther
	}
	p.height, p.width = int(b[1])<<8|int(b[2]), int(b[3])<<8|int(b[4])
	if p.width == 0 || p.height == 0 || p.width*p.height > maxPoints {
		return fmt.Errorf("glance: a picture of %d × %d", p.width, p.height)
	}
	for b = b[6:]; len(b) > 0; b = b[3:] {
		c := component{id: int(b[0]), h: int(b[1] >> 4), v: int(b[1] & 15), quant: int(b[2])}
		if c.h < 1 || c.h > 4 || c.v < 1 || c.v > 4 || c.quant > 3 {
			return ErrOther
		}
		p.components = append(p.components, c)
	}
	if len(p.components) == 1 {
		p.components[0].h, p.components[0].v = 1, 1 // of one component nothing is interleaved
		return nil
	}
	if _, ok := p.ratio(); !ok {
		return ErrOther
	}
	return nil
}

// ratio is how the colour planes are sampled, when image.YCbCr has it.
func (p *picture) ratio() (image.YCbCrSubsampleRatio, bool) {
	if len(p.components) != 3 {
		return 0, false
	}
	y, cb, cr := p.components[0], p.components[1], p.components[2]
	if cb.h != 1 || cb.v != 1 || cr.h != 1 || cr.v != 1 {
		return 0, false
	}
	ratio, ok := map[[2]int]image.YCbCrSubsampleRatio{{1, 1}: image.YCbCrSubsampleRatio444, {2, 1}: image.YCbCrSubsampleRatio422,
		{2, 2}: image.YCbCrSubsampleRatio420, {1, 2}: image.YCbCrSubsampleRatio440, {4, 1}: image.YCbCrSubsampleRatio411,
		{4, 2}: image.YCbCrSubsampleRatio410}[[2]int{y.h, y.v}]
	return ratio, ok
}

// readQuants reads how coarse each pattern was written (T.81, B.2.4.1).
func (p *picture) readQuants(b []byte) error {
	for len(b) > 0 {
		precision, id := int(b[0]>>4), int(b[0]&15)
		if precision > 1 || id > 3 || len(b) < 1+64*(1+precision) {
			return errBroken
		}
		b = b[1:]
		for k := range 64 {
			if precision == 0 {
				p.quants[id][k] = int32(b[k])
			} else {
				p.quants[id][k] = int32(b[2*k])<<8 | int32(b[2*k+1])
			}
		}
		b = b[64*(1+precision):]
	}
	return nil
}

// image is the planes as they are shown.
func (p *picture) image() image.Image {
	size := func(n int) int { return (n*p.edge + 7) / 8 }
	rect := image.Rect(0, 0, size(p.width), size(p.height))
	if len(p.components) == 1 {
		return &image.Gray{Pix: p.components[0].plane, Stride: p.components[0].stride, Rect: rect}
	}
	ratio, _ := p.ratio() // looked at with the header
	return &image.YCbCr{Y: p.components[0].plane, Cb: p.components[1].plane, Cr: p.components[2].plane,
		YStride: p.components[0].stride, CStride: p.components[1].stride, SubsampleRatio: ratio, Rect: rect}
}
