package photo

import (
	"image"
	"math"

	"github.com/buurtloket/buurtloket/appliance/photo/face"
)

// head is where the parts of a face are, in points of the picture.
type head struct {
	face.Face
	left, right face.Point // the middles of the eyes, as they stand in the picture
	chin        face.Point
	jaw         float64 // half the width of the face
	middle      float64 // x of the middle of the face
	crown       float64 // y of the top of the head, hair included
	seen        bool    // the crown was seen against the ground; else it is reckoned from the eyes
}

// Where the crown is when the ground does not show it: the eyes are a little below the middle of a head.
const crownAboveEyes = 1.1

// headOf measures a face. The crown is where the ground ends, looking down upon the middle of the head.
func headOf(p picture, f face.Face) head {
	h := head{Face: f, left: mean(f.Points[36:42]), right: mean(f.Points[42:48]), chin: f.Points[8]}
	h.jaw = (f.Points[16].X - f.Points[0].X) / 2
	h.middle = (f.Points[0].X + f.Points[16].X + h.left.X + h.right.X) / 4
	eyes := (h.left.Y + h.right.Y) / 2
	down := h.chin.Y - eyes
	h.crown = eyes - crownAboveEyes*down
	ground := p.ground(h)
	if ground.n == 0 {
		return h
	}
	from, to := max(p.Rect.Min.Y, int(eyes-2.2*down)), int(eyes-0.6*down)
	for y, deep := from, 0; y < to; y++ {
		if p.leaves(ground, y, int(h.middle-h.jaw/2), int(h.middle+h.jaw/2)) {
			deep++
		} else {
			deep = 0
		}
		if deep == 3 && y-2 > from {
			h.crown, h.seen = float64(y-2), true
			return h
		}
	}
	return h
}

// height is chin to crown.
func (h head) height() float64 { return h.chin.Y - h.crown }

// roll is how far the eyes are from level, in degrees; clockwise is positive.
func (h head) roll() float64 {
	return math.Atan2(h.right.Y-h.left.Y, h.right.X-h.left.X) * 180 / math.Pi
}

// turn is where the nose is between the edges of the jaw: 0 in the middle, −1 and 1 at the edges.
func (h head) turn() float64 {
	if h.jaw <= 0 {
		return 1
	}
	return (h.Points[30].X - (h.Points[0].X+h.Points[16].X)/2) / h.jaw
}

// open is the height of an eye to its width; the less open one counts.
func (h head) open() float64 {
	eye := func(p []face.Point) float64 {
		return (apart(p[1], p[5]) + apart(p[2], p[4])) / max(2*apart(p[0], p[3]), 1)
	}
	return min(eye(h.Points[36:42]), eye(h.Points[42:48]))
}

// gap is the gap between the lips to the width of the mouth.
func (h head) gap() float64 {
	p := h.Points[60:68]
	return (apart(p[1], p[7]) + apart(p[2], p[6]) + apart(p[3], p[5])) / max(3*apart(p[0], p[4]), 1)
}

// cut is the part of the picture that becomes the photo: a head of the right size, its crown the right way under the
// edge. What does not fit is moved, and made smaller when it is larger than the picture.
func (h head) cut(p picture, n Norm) image.Rectangle {
	mm := h.height() / n.head()
	mm = min(mm, float64(p.Rect.Dx())/n.Width, float64(p.Rect.Dy())/n.Height)
	w, t := n.Width*mm, n.Height*mm
	x := clamp(h.middle-w/2, float64(p.Rect.Min.X), float64(p.Rect.Max.X)-w)
	y := clamp(h.crown-n.Above*mm, float64(p.Rect.Min.Y), float64(p.Rect.Max.Y)-t)
	return image.Rect(int(x), int(y), int(x+w), int(y+t))
}

func clamp(v, low, high float64) float64 { return max(low, min(v, high)) }

func apart(a, b face.Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

func mean(points []face.Point) (m face.Point) {
	for _, p := range points {
		m.X += p.X / float64(len(points))
		m.Y += p.Y / float64(len(points))
	}
	return m
}
