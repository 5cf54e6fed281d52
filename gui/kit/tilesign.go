package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// signs are the pictures that a tile has shown, drawn. The toolkit draws an icon anew whenever its size is another, which takes
// longer than all else that a page does, and remembers one size of each: who changes the size of the text, and goes back, would
// pay twice. The latest stay, each as an object of its own.
type signs struct {
	now  *canvas.Image // what is shown; nil: nothing
	kept []drawnSign   // the latest last
}

// drawnSign is one of them.
type drawnSign struct {
	picture fyne.Resource
	colour  color.Color
	edge    float32
	image   *canvas.Image
}

// mostSigns is how many are kept: two sizes of text, in two themes, with words of either size.
const mostSigns = 8

// show makes a picture the one that is shown, in the colour that a role has now and so wide and high; nil shows nothing.
func (s *signs) show(picture fyne.Resource, role fyne.ThemeColorName, edge float32) {
	if picture == nil {
		s.now = nil
		return
	}
	c := tint(role)
	for _, k := range s.kept {
		if k.picture == picture && k.colour == c && k.edge == edge {
			s.now = k.image
			return
		}
	}
	s.now = canvas.NewImageFromResource(Coloured(picture, role))
	s.now.FillMode = canvas.ImageFillContain
	if len(s.kept) == mostSigns {
		s.kept = append(s.kept[:0], s.kept[1:]...)
	}
	s.kept = append(s.kept, drawnSign{picture, c, edge, s.now})
}
