package photo

import (
	"image"
	"image/draw"
	"math"
	"slices"

	scale "golang.org/x/image/draw"

	"github.com/buurtloket/buurtloket/appliance/photo/face"
)

// picture is a picture whose points can be read fast.
type picture struct{ *image.RGBA }

func pictureOf(img image.Image) picture {
	if p, ok := img.(*image.RGBA); ok {
		return picture{p}
	}
	p := image.NewRGBA(img.Bounds())
	draw.Draw(p, p.Rect, img, p.Rect.Min, draw.Src)
	return picture{p}
}

// rgb is the colour of a point inside.
func (p picture) rgb(x, y int) [3]float64 {
	c := p.Pix[p.PixOffset(x, y):][:3]
	return [3]float64{float64(c[0]), float64(c[1]), float64(c[2])}
}

// luma is the luminance of a colour (ITU-R BT.601).
func luma(c [3]float64) float64 { return 0.299*c[0] + 0.587*c[1] + 0.114*c[2] }

// tone is what a set of points has in common.
type tone struct {
	n       int
	mean    [3]float64
	spread  float64 // standard deviation of the colour, per channel
	lumas   []float64
	lowest  float64 // the luminance that a tenth is darker than
	plain   float64 // the spread of the luminance, without the darkest and the lightest: a lock of hair is no pattern
	extreme float64 // the part that is pure black or white
}

// toneOf looks at all points of the areas that lie in the picture.
func (p picture) toneOf(areas ...image.Rectangle) (t tone) {
	var sum, square [3]float64
	lost := 0
	for _, area := range areas {
		area = area.Intersect(p.Rect)
		for y := area.Min.Y; y < area.Max.Y; y++ {
			for x := area.Min.X; x < area.Max.X; x++ {
				c := p.rgb(x, y)
				for i, v := range c {
					sum[i] += v
					square[i] += v * v
				}
				l := luma(c)
				if l < 4 || l > 251 {
					lost++
				}
				t.lumas = append(t.lumas, l)
			}
		}
	}
	if t.n = len(t.lumas); t.n == 0 {
		return t
	}
	variance := 0.0
	for i := range 3 {
		t.mean[i] = sum[i] / float64(t.n)
		variance += max(0, square[i]/float64(t.n)-t.mean[i]*t.mean[i])
	}
	t.spread = math.Sqrt(variance / 3)
	slices.Sort(t.lumas)
	t.lowest, t.extreme = t.lumas[t.n/10], float64(lost)/float64(t.n)
	t.plain = (t.lumas[t.n*85/100] - t.lumas[t.n*15/100]) / normalWidth
	return t
}

// normalWidth is how many standard deviations lie between the darkest and the lightest 15 % of a normal distribution.
const normalWidth = 2.07

// luma is the mean luminance.
func (t tone) luma() float64 { return luma(t.mean) }

// ground looks at what is behind a head: beside it, from above the crown down to the eyes.
func (p picture) ground(h head) tone {
	eyes := (h.left.Y + h.right.Y) / 2
	top, bottom := int(eyes-1.3*(h.chin.Y-eyes)), int(eyes)
	strip := func(from, to float64) image.Rectangle {
		return image.Rect(int(h.middle+from*h.jaw), top, int(h.middle+to*h.jaw), bottom)
	}
	return p.toneOf(strip(-1.85, -1.6), strip(1.6, 1.85))
}

// leaves reports whether most of a row is not of the ground's colour.
func (p picture) leaves(ground tone, y, from, to int) bool {
	from, to = max(from, p.Rect.Min.X), min(to, p.Rect.Max.X)
	if from >= to || y < p.Rect.Min.Y || y >= p.Rect.Max.Y {
		return false
	}
	limit, other := max(30, 3.5*ground.spread), 0
	for x := from; x < to; x++ {
		c := p.rgb(x, y)
		if math.Sqrt(sq(c[0]-ground.mean[0])+sq(c[1]-ground.mean[1])+sq(c[2]-ground.mean[2])) > limit {
			other++
		}
	}
	return other > (to-from)/2
}

// sharpness is the energy of the Laplacian to that of the slopes, on the face made 128 points wide: how much of what
// changes changes at once. What was enlarged, moved or out of focus has slopes and few edges; light and contrast count
// in both alike.
func (p picture) sharpness(area image.Rectangle) float64 {
	const wide = 128
	area = area.Intersect(p.Rect)
	if area.Dx() < 8 || area.Dy() < 8 {
		return 0
	}
	tall := area.Dy() * wide / area.Dx()
	small := image.NewGray(image.Rect(0, 0, wide, tall))
	scale.BiLinear.Scale(small, small.Rect, p, area, draw.Src, nil)
	at := func(x, y int) float64 { return float64(small.Pix[y*wide+x]) }
	edges, slopes := 0.0, 1.0
	for y := 1; y < tall-1; y++ {
		for x := 1; x < wide-1; x++ {
			edges += sq(at(x-1, y) + at(x+1, y) + at(x, y-1) + at(x, y+1) - 4*at(x, y))
			slopes += sq(at(x+1, y)-at(x-1, y)) + sq(at(x, y+1)-at(x, y-1))
		}
	}
	return edges / slopes
}

func sq(v float64) float64 { return v * v }

// around is the smallest area with all the points in it.
func around(points []face.Point) image.Rectangle {
	r := image.Rectangle{Min: image.Pt(math.MaxInt32, math.MaxInt32), Max: image.Pt(math.MinInt32, math.MinInt32)}
	for _, p := range points {
		r.Min = image.Pt(min(r.Min.X, int(math.Floor(p.X))), min(r.Min.Y, int(math.Floor(p.Y))))
		r.Max = image.Pt(max(r.Max.X, int(math.Ceil(p.X))), max(r.Max.Y, int(math.Ceil(p.Y))))
	}
	return r
}
