package photo_test

import (
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"os"
	"sync"
	"testing"

	scale "golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"github.com/buurtloket/buurtloket/appliance/photo/face"
)

// portrait is a face of which every photo of these tests is made: a free picture, three times enlarged, since a camera
// gives more points than a sample does.
var portrait = sync.OnceValues(func() (*image.RGBA, error) {
	img, err := enlarged("face/testdata/astronaut.jpg", 3)
	if err != nil {
		return nil, err
	}
	return part(img, 240, 0, 1140, 900), nil
})

// sitter is the same person with the mouth shut: what was between the lips is taken out, and the chin comes up as much.
var sitter = sync.OnceValues(func() (*image.RGBA, error) {
	img, err := portrait()
	if err != nil {
		return nil, err
	}
	return shut(img), nil
})

func enlarged(path string, by int) (*image.RGBA, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	img, err := jpeg.Decode(file)
	if err != nil {
		return nil, err
	}
	out := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx()*by, img.Bounds().Dy()*by))
	scale.CatmullRom.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
	return out, nil
}

func must(t *testing.T, make func() (*image.RGBA, error)) *image.RGBA {
	t.Helper()
	img, err := make()
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// shut takes the rows between the lips out, column by column, and moves what is below up; the move fades out below the
// chin.
func shut(img *image.RGBA) *image.RGBA {
	p := face.New().Find(img, 0.5)[0].Points
	upper, lower := p[60:65], []face.Point{p[60], p[67], p[66], p[65], p[64]}
	bottom := p[8].Y + (p[8].Y-p[57].Y)/2
	return warp(img, func(x, y float64) (float64, float64) {
		top, under := along(upper, x), along(lower, x)
		gap := under - top
		if y <= top || y >= bottom || gap <= 0 {
			return x, y
		}
		return x, y + gap*(bottom-y)/(bottom-top)
	})
}

// along is the height of a line through points at a place; outside it is where it ends.
func along(line []face.Point, x float64) float64 {
	if x <= line[0].X {
		return line[0].Y
	}
	for i := 1; i < len(line); i++ {
		if a, b := line[i-1], line[i]; x <= b.X {
			return a.Y + (b.Y-a.Y)*(x-a.X)/(b.X-a.X)
		}
	}
	return line[len(line)-1].Y
}

// warp makes a picture whose point at (x, y) is that of the old one at from(x, y).
func warp(img *image.RGBA, from func(x, y float64) (float64, float64)) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
		for x := img.Rect.Min.X; x < img.Rect.Max.X; x++ {
			u, v := from(float64(x), float64(y))
			at := image.Pt(min(max(int(math.Round(u)), img.Rect.Min.X), img.Rect.Max.X-1), min(max(int(math.Round(v)), img.Rect.Min.Y), img.Rect.Max.Y-1))
			out.SetRGBA(x, y, img.RGBAAt(at.X, at.Y))
		}
	}
	return out
}

// each makes a picture point by point.
func each(img *image.RGBA, f func(x, y int, c [3]float64) [3]float64) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
		for x := img.Rect.Min.X; x < img.Rect.Max.X; x++ {
			c := img.RGBAAt(x, y)
			n := f(x, y, [3]float64{float64(c.R), float64(c.G), float64(c.B)})
			b := func(v float64) uint8 { return uint8(max(0, min(255, math.Round(v)))) }
			out.SetRGBA(x, y, color.RGBA{b(n[0]), b(n[1]), b(n[2]), 255})
		}
	}
	return out
}

// lit multiplies the light, which may differ from left to right.
func lit(img *image.RGBA, by func(x float64) float64) *image.RGBA {
	return each(img, func(x, _ int, c [3]float64) [3]float64 {
		k := by(float64(x-img.Rect.Min.X) / float64(img.Rect.Dx()))
		return [3]float64{c[0] * k, c[1] * k, c[2] * k}
	})
}

// turned rotates a picture about the tip of the nose, clockwise, in degrees.
func turned(img *image.RGBA, degrees float64) *image.RGBA {
	nose := face.New().Find(img, 0.5)[0].Points[30]
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	out := image.NewRGBA(img.Rect)
	draw.Draw(out, out.Rect, image.NewUniform(img.RGBAAt(img.Rect.Min.X+5, img.Rect.Min.Y+5)), image.Point{}, draw.Src)
	scale.BiLinear.Transform(out, f64.Aff3{cos, -sin, nose.X - cos*nose.X + sin*nose.Y, sin, cos, nose.Y - sin*nose.X - cos*nose.Y}, img, img.Rect, draw.Src, nil)
	return out
}

// through makes a picture smaller or larger and back: what is lost is lost.
func through(img *image.RGBA, by float64) *image.RGBA {
	small := resized(img, by)
	out := image.NewRGBA(img.Rect)
	scale.BiLinear.Scale(out, out.Rect, small, small.Rect, draw.Src, nil)
	return out
}

func resized(img *image.RGBA, by float64) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, int(float64(img.Rect.Dx())*by), int(float64(img.Rect.Dy())*by)))
	scale.BiLinear.Scale(out, out.Rect, img, img.Rect, draw.Src, nil)
	return out
}

// part is a part of a picture, as the camera would have given it.
func part(img *image.RGBA, x0, y0, x1, y1 int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, x1-x0, y1-y0))
	draw.Draw(out, out.Rect, img, image.Pt(x0, y0), draw.Src)
	return out
}

// behind changes the ground only: what has its colour, and lies above the collar.
func behind(img *image.RGBA, f func(x, y int, c [3]float64) [3]float64) *image.RGBA {
	return each(img, func(x, y int, c [3]float64) [3]float64 {
		if y < 500 && math.Abs(c[0]-195)+math.Abs(c[1]-185)+math.Abs(c[2]-185) < 100 && math.Abs(c[0]-c[2]) < 30 {
			return f(x, y, c)
		}
		return c
	})
}
