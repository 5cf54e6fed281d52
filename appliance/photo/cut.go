package photo

import (
	"image"
	"image/draw"

	scale "golang.org/x/image/draw"
)

// Cut makes the photo: the part of the picture that a verdict found, in the size and with the points an inch of the norm.
// It is nil when the verdict has no cut.
func (n Norm) Cut(img image.Image, v Verdict) *image.RGBA {
	if v.Cut.Empty() {
		return nil
	}
	w, h := n.Pixels()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	scale.CatmullRom.Scale(out, out.Rect, img, v.Cut, draw.Src, nil)
	return out
}
