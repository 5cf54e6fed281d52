package booth

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"

	scale "golang.org/x/image/draw"

	"github.com/buurtloket/buurtloket/appliance/booth/glance"
	"github.com/buurtloket/buurtloket/appliance/photo"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// MaxPhoto is how many bytes the JPEG of a photo has at most.
const MaxPhoto = 400 << 10

// maxPoints is how many points a picture of a camera may have.
const maxPoints = 24 << 20

// Picture is one picture of a preview.
type Picture struct {
	JPEG          []byte
	Width, Height int
	Frame         *contract.PhotoFrame
}

// decode reads a picture of a camera, after a look at how large it says that it is.
func decode(b []byte) (image.Image, error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	if c.Width < 1 || c.Height < 1 || c.Width*c.Height > maxPoints {
		return nil, fmt.Errorf("a picture of %d × %d", c.Width, c.Height)
	}
	return jpeg.Decode(bytes.NewReader(b))
}

// encode writes a photo as JPEG, as good as fits, with the points an inch that it is printed at.
func encode(img image.Image, perInch int) ([]byte, error) {
	const best, step, least = 92, 6, 50
	var b bytes.Buffer
	for quality := best; quality >= least; quality -= step {
		b.Reset()
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
			return nil, fault.New("booth.encode", fault.Internal).Because(err)
		}
		if out := dense(b.Bytes(), perInch); len(out) <= MaxPhoto {
			return out, nil
		}
	}
	return nil, fault.New("booth.encode", fault.Exhausted).Because(fmt.Errorf("%d bytes", b.Len())).
		Tell("De foto is te groot om te bewaren.", "Zorg voor een effen achtergrond en neem een nieuwe.")
}

// dense puts the JFIF header with the density behind the first marker (JFIF 1.02): Go's encoder writes none.
func dense(b []byte, perInch int) []byte {
	app0 := []byte{0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 2, 1}
	app0 = binary.BigEndian.AppendUint16(app0, uint16(perInch))
	app0 = binary.BigEndian.AppendUint16(app0, uint16(perInch))
	return bytes.Join([][]byte{b[:2], append(app0, 0, 0), b[2:]}, nil)
}

// thumbnail is a photo for a screen.
func thumbnail(img image.Image) ([]byte, error) {
	const height = 360
	size := img.Bounds().Size()
	small := image.NewRGBA(image.Rect(0, 0, size.X*height/size.Y, height))
	scale.ApproxBiLinear.Scale(small, small.Rect, img, img.Bounds(), draw.Src, nil)
	var b bytes.Buffer
	err := jpeg.Encode(&b, small, &jpeg.Options{Quality: 85})
	return b.Bytes(), err
}

// Pictures of at most passes wide go as they came. Wider ones are read at so many eighths that they become about aim wide:
// a screen shows hardly more of them, and has to unpack fifteen a second.
const (
	passes = 800
	aim    = 540
)

// shrink makes a picture of a preview.
func shrink(b []byte, n photo.Norm) (Picture, error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return Picture{}, err
	}
	if c.Width <= passes {
		return Picture{JPEG: b, Width: c.Width, Height: c.Height, Frame: frameOf(n, c.Width, c.Height)}, nil
	}
	edge := max((8*aim+c.Width/2)/c.Width, 1)
	small, err := glance.Decode(b, edge, maxPoints)
	if errors.Is(err, glance.ErrOther) {
		small, err = shrinkSlowly(b, edge)
	}
	if err != nil {
		return Picture{}, err
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: 70}); err != nil {
		return Picture{}, err
	}
	size := small.Bounds().Size()
	return Picture{JPEG: out.Bytes(), Width: size.X, Height: size.Y, Frame: frameOf(n, size.X, size.Y)}, nil
}

// shrinkSlowly makes a picture small that is not written as cameras write theirs: it is read whole.
func shrinkSlowly(b []byte, edge int) (image.Image, error) {
	img, err := decode(b)
	if err != nil {
		return nil, err
	}
	size := img.Bounds().Size()
	to := image.NewRGBA(image.Rect(0, 0, (size.X*edge+7)/8, (size.Y*edge+7)/8))
	scale.ApproxBiLinear.Scale(to, to.Rect, img, img.Bounds(), draw.Src, nil)
	return to, nil
}

// frameOf is where the photo and the head should be in a picture of a size: the photo as large as leaves some room
// around it, in the middle, and the head of the size that is in the middle of the norm.
func frameOf(n photo.Norm, w, h int) *contract.PhotoFrame {
	const room = 0.9
	height := min(float64(h)*room, float64(w)*room*n.Height/n.Width)
	mm := height / n.Height
	width := n.Width * mm
	left, top := (float64(w)-width)/2, (float64(h)-height)/2
	head := (n.HeadMin + n.HeadMax) / 2 * mm
	broad := head * 0.72 // a head is about that much less broad than high
	at := func(v float64) uint32 { return uint32(max(v, 0) + 0.5) }
	return &contract.PhotoFrame{Left: at(left), Top: at(top), Width: at(width), Height: at(height),
		HeadLeft: at((float64(w) - broad) / 2), HeadTop: at(top + n.Above*mm), HeadWidth: at(broad), HeadHeight: at(head)}
}
