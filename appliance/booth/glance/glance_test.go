package glance_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"os"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/booth/glance"
)

const maxPoints = 4 << 20

// mustRead reads the free portrait.
func mustRead(tb testing.TB) []byte {
	tb.Helper()
	b, err := os.ReadFile("../../photo/face/testdata/astronaut.jpg")
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// mean is the mean of a square of a picture, as each of its colours.
func mean(img image.Image, r image.Rectangle) (out [3]float64) {
	r = r.Intersect(img.Bounds())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			out[0], out[1], out[2] = out[0]+float64(c.R), out[1]+float64(c.G), out[2]+float64(c.B)
		}
	}
	for i := range out {
		out[i] /= float64(r.Dx() * r.Dy())
	}
	return out
}

// TestSmallIsTheSamePicture: at every size each part has the colour that the whole picture has there, and at its own size
// it is the picture that the standard library reads.
func TestSmallIsTheSamePicture(t *testing.T) {
	b := mustRead(t)
	whole, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	size := whole.Bounds().Size()
	for edge := 1; edge <= 8; edge++ {
		small, err := glance.Decode(b, edge, maxPoints)
		if err != nil {
			t.Fatal(err)
		}
		want := image.Pt((size.X*edge+7)/8, (size.Y*edge+7)/8)
		if small.Bounds() != image.Rect(0, 0, want.X, want.Y) {
			t.Fatalf("%d eighths: %v", edge, small.Bounds())
		}
		worst := 0.0
		for y := range size.Y / 32 {
			for x := range size.X / 32 {
				a := mean(whole, image.Rect(32*x, 32*y, 32*x+32, 32*y+32))
				c := mean(small, image.Rect(4*edge*x, 4*edge*y, 4*edge*(x+1), 4*edge*(y+1)))
				for i := range a {
					worst = max(worst, math.Abs(a[i]-c[i]))
				}
			}
		}
		if limit := map[bool]float64{true: 1, false: 9}[edge == 8]; worst > limit {
			t.Errorf("%d eighths: a part is off by %.1f", edge, worst)
		}
	}
}

// TestGray: a picture without colour.
func TestGray(t *testing.T) {
	gray := image.NewGray(image.Rect(0, 0, 50, 30))
	draw.Draw(gray, image.Rect(25, 0, 50, 30), image.White, image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, gray, nil); err != nil {
		t.Fatal(err)
	}
	small, err := glance.Decode(b.Bytes(), 4, maxPoints)
	if err != nil || small.Bounds() != image.Rect(0, 0, 25, 15) || mean(small, image.Rect(0, 0, 8, 15))[0] > 4 || mean(small, image.Rect(16, 0, 25, 15))[0] < 251 {
		t.Errorf("%v, %v", small, err)
	}
}

// restarting makes one block of a shade into a picture of two such blocks, with a restart between them.
func restarting(t *testing.T, shade uint8) []byte {
	t.Helper()
	block := image.NewGray(image.Rect(0, 0, 8, 8))
	for i := range block.Pix {
		block.Pix[i] = shade
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, block, nil); err != nil {
		t.Fatal(err)
	}
	frame, scan := bytes.Index(b.Bytes(), []byte{0xFF, 0xC0}), bytes.Index(b.Bytes(), []byte{0xFF, 0xDA})
	head, data := bytes.Clone(b.Bytes()[:scan]), b.Bytes()[scan+10:b.Len()-2]
	head[frame+8] = 16 // points wide
	return bytes.Join([][]byte{head, {0xFF, 0xDD, 0, 4, 0, 1}, b.Bytes()[scan : scan+10], data, {0xFF, 0xD0}, data, {0xFF, 0xD9}}, nil)
}

// TestRestarts: many cameras begin anew within a picture; one that does not where it said it would is broken.
func TestRestarts(t *testing.T) {
	b := restarting(t, 200)
	if whole, err := jpeg.Decode(bytes.NewReader(b)); err != nil || whole.Bounds().Dx() != 16 {
		t.Fatalf("the standard library does not read it: %v", err)
	}
	img, err := glance.Decode(b, 2, maxPoints)
	if err != nil || img.Bounds() != image.Rect(0, 0, 4, 2) {
		t.Fatal(err)
	}
	for _, half := range []image.Rectangle{image.Rect(0, 0, 2, 2), image.Rect(2, 0, 4, 2)} {
		if got := mean(img, half)[0]; math.Abs(got-200) > 2 {
			t.Errorf("%v is %.0f", half, got)
		}
	}
	if _, err := glance.Decode(bytes.Replace(b, []byte{0xFF, 0xD0}, nil, 1), 2, maxPoints); err == nil {
		t.Error("a restart that does not come is passed over")
	}
}

// TestWhatIsNoSuchPicture is told, never believed.
func TestWhatIsNoSuchPicture(t *testing.T) {
	b := mustRead(t)
	progressive := bytes.Replace(bytes.Clone(b), []byte{0xFF, 0xC0}, []byte{0xFF, 0xC2}, 1)
	if _, err := glance.Decode(progressive, 4, maxPoints); !errors.Is(err, glance.ErrOther) {
		t.Errorf("progressive: %v", err)
	}
	for name, bad := range map[string][]byte{"nothing": nil, "text": []byte("no picture at all"), "half": b[:len(b)/2], "its head": b[:200],
		"no data": append(bytes.Clone(b[:bytes.Index(b, []byte{0xFF, 0xDA})+14]), 0xFF, 0xD9)} {
		if img, err := glance.Decode(bad, 4, maxPoints); err == nil {
			t.Errorf("%s: %v", name, img.Bounds())
		}
	}
	if _, err := glance.Decode(b, 4, 1000); err == nil {
		t.Error("more points than are allowed")
	}
	for _, edge := range []int{0, 9} {
		if _, err := glance.Decode(b, edge, maxPoints); err == nil {
			t.Errorf("%d eighths", edge)
		}
	}
}

// FuzzDecode: whatever comes, it ends, and what it gives is whole.
func FuzzDecode(f *testing.F) {
	small := image.NewYCbCr(image.Rect(0, 0, 33, 17), image.YCbCrSubsampleRatio420)
	for i := range small.Y {
		small.Y[i] = byte(i * 7)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, small, nil); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes(), 4)
	f.Add(b.Bytes()[:b.Len()-20], 1)
	f.Fuzz(func(t *testing.T, b []byte, edge int) {
		img, err := glance.Decode(b, edge, 1<<16)
		if err != nil {
			return
		}
		img.At(img.Bounds().Max.X-1, img.Bounds().Max.Y-1)
		if err := jpeg.Encode(new(bytes.Buffer), img, nil); err != nil {
			t.Error(err)
		}
	})
}

// BenchmarkDecode is a picture of 1280 × 720 and of 1920 × 1080 made about 640 wide, beside the standard library.
func BenchmarkDecode(b *testing.B) {
	portrait, err := jpeg.Decode(bytes.NewReader(mustRead(b)))
	if err != nil {
		b.Fatal(err)
	}
	for name, c := range map[string]struct {
		size image.Point
		edge int
	}{"720p": {image.Pt(1280, 720), 4}, "1080p": {image.Pt(1920, 1080), 3}} {
		large := image.NewRGBA(image.Rectangle{Max: c.size})
		for y := range c.size.Y {
			for x := range c.size.X {
				large.Set(x, y, portrait.At(x*portrait.Bounds().Dx()/c.size.X, y*portrait.Bounds().Dy()/c.size.Y))
			}
		}
		var buf bytes.Buffer
		if err := jpeg.Encode(&buf, large, &jpeg.Options{Quality: 85}); err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := glance.Decode(buf.Bytes(), c.edge, maxPoints); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"-whole", func(b *testing.B) {
			for b.Loop() {
				if _, err := jpeg.Decode(bytes.NewReader(buf.Bytes())); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
