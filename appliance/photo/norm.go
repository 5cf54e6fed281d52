package photo

import (
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Norm is what a photo must be. Lengths are in millimetres on the printed photo, luminances from 0 (black) to 255.
type Norm struct {
	Width, Height    float64 // of the printed photo
	HeadMin, HeadMax float64 // chin to crown
	Above            float64 // between the crown and the upper edge, when there is room
	Beside           float64 // how far the middle of the face may be from the middle of the photo
	Print            int     // points an inch of the photo that is made
	Resolution       float64 // points an inch that the camera must have given, at least

	Roll  float64 // how far the head may lean, in degrees
	Turn  float64 // how far the nose may be from the middle of the jaw: 0 is in the middle, 1 at its edge
	Eyes  float64 // the height of an open eye to its width, at least
	Pupil float64 // how much darker than the cheeks the darkest part of an eye is, at least: 0 is as light, 1 is black
	Mouth float64 // the gap between the lips to the width of the mouth, at most

	Dark, Light float64 // between which the face's mean luminance lies
	Lost        float64 // which part of the face may be pure white or black
	Even        float64 // the darker cheek to the lighter one, at least
	Ground      float64 // luminance of the ground, at least
	Plain       float64 // standard deviation of the ground's luminance, at most
	Sharp       float64 // energy of the edges of a face to that of its slopes, at least
}

// Default is the norm where a city has set none. Sizes are what Belgian municipalities publish (laarne.be,
// steenokkerzeel.be); the rest is assumed.
var Default = Norm{Width: 35, Height: 45, HeadMin: 31, HeadMax: 36, Above: 4.5, Beside: 2, Print: 600, Resolution: 300,
	Roll: 5, Turn: 0.15, Eyes: 0.18, Pupil: 0.35, Mouth: 0.12,
	Dark: 80, Light: 215, Lost: 0.05, Even: 0.75, Ground: 140, Plain: 18, Sharp: 0.15}

// Check refuses, as Invalid, a norm that no photo can meet.
func (n Norm) Check() error {
	bad := func(say string) error {
		return fault.New("photo.Norm", fault.Invalid).Tell(say, "Kijk de maten van de pasfoto na.")
	}
	switch {
	case n.Width <= 0 || n.Height <= n.HeadMax+n.Above:
		return bad("Het hoofd past niet op de foto.")
	case n.HeadMin <= 0 || n.HeadMin > n.HeadMax:
		return bad("De kleinste maat van het hoofd is groter dan de grootste.")
	case n.Print < 72 || n.Print > 2400 || n.Resolution <= 0:
		return bad("Het aantal punten per inch kan niet.")
	case n.Dark >= n.Light:
		return bad("Tussen te donker en te licht blijft niets over.")
	}
	return nil
}

// Head is the middle of what the head may measure.
func (n Norm) head() float64 { return (n.HeadMin + n.HeadMax) / 2 }

// Pixels is the size of the photo that is made.
func (n Norm) Pixels() (w, h int) {
	points := func(mm float64) int { return int(mm/25.4*float64(n.Print) + 0.5) }
	return points(n.Width), points(n.Height)
}
