package face

import (
	"image"
	"image/color"
	"image/draw"
	"sync"

	scale "golang.org/x/image/draw"
)

// Point is a place in a picture, in its own points; it may lie outside.
type Point struct{ X, Y float64 }

// Face is one face in a picture.
type Face struct {
	Box    Box
	Score  float64 // how sure the detector is, 0 to 1
	Points [68]Point
}

// Finder finds faces. Make it with New; it is safe for concurrent use, and each use takes all cores.
type Finder struct{ detector, points weights }

var embedded = sync.OnceValue(func() *Finder {
	return &Finder{detector: read("tiny_face_detector_model"), points: read("face_landmark_68_model")}
})

// New gives the finder with the embedded networks. They are read once.
func New() *Finder { return embedded() }

// Find gives all faces of a picture with at least this score, the surest first. A picture without an area has none.
func (f *Finder) Find(img image.Image, least float64) []Face {
	if img.Bounds().Empty() {
		return nil
	}
	var out []Face
	for _, b := range f.boxes(img, least) {
		box := b.Box.In(img.Bounds())
		if box.Empty() {
			continue
		}
		out = append(out, Face{Box: b.Box, Score: b.score, Points: f.landmarks(img, box)})
	}
	return out
}

// square draws a part of a picture into a square, as large as it fits, with black around it, and takes the mean colour
// of a training set away. It says how many points of the square one of the picture takes, and where the picture begins.
func square(img image.Image, part image.Rectangle, size int, middle bool, mean [3]float32) (g grid, by float64, at image.Point) {
	by = float64(size) / float64(max(part.Dx(), part.Dy()))
	w, h := max(1, int(float64(part.Dx())*by+0.5)), max(1, int(float64(part.Dy())*by+0.5))
	if middle {
		at = image.Pt((size-w)/2, (size-h)/2)
	}
	canvas := image.NewRGBA(image.Rect(0, 0, size, size))
	draw.Draw(canvas, canvas.Bounds(), image.NewUniform(color.Black), image.Point{}, draw.Src)
	scale.BiLinear.Scale(canvas, image.Rectangle{Min: at, Max: at.Add(image.Pt(w, h))}, img, part, draw.Src, nil)
	g = newGrid(size, size, 3)
	for i := range size * size {
		for c := range 3 {
			g.at[i*3+c] = (float32(canvas.Pix[i*4+c]) - mean[c]) / 255
		}
	}
	return g, by, at
}
