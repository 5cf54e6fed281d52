package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Picture shows what a camera sees, as large as fits, with guides over it: a frame and an oval. It can have the keyboard,
// so that a key takes the photo. A new picture redraws the picture alone.
type Picture struct {
	control
	label      string
	image      image.Image
	frame      image.Rectangle // in points of the image; empty: none
	oval       image.Rectangle
	count      string
	face       *pictureFace
	minW, minH float32

	// OnKey may take a key; false passes it on to the window.
	OnKey func(*fyne.KeyEvent) bool
}

var (
	_ fyne.Focusable  = (*Picture)(nil)
	_ fyne.Tappable   = (*Picture)(nil)
	_ fyne.Accessible = (*Picture)(nil)
)

// NewPicture makes one without a picture; label says what it shows, to who cannot see it.
func NewPicture(label string) *Picture {
	p := &Picture{label: label, minW: 240, minH: 180}
	p.init(p)
	return p
}

// Set shows another picture with its guides; nil shows none, and keeps none.
func (p *Picture) Set(img image.Image, frame, oval image.Rectangle) {
	if p.image == img && p.frame == frame && p.oval == oval {
		return
	}
	moved := p.frame != frame || p.oval != oval || sizeOf(p.image) != sizeOf(img)
	p.image, p.frame, p.oval = img, frame, oval
	if p.face == nil {
		return
	}
	if moved {
		p.Refresh()
		return
	}
	p.face.show()
}

func sizeOf(img image.Image) image.Point {
	if img == nil {
		return image.Point{}
	}
	return img.Bounds().Size()
}

// Image is the picture that is shown; nil: none.
func (p *Picture) Image() image.Image { return p.image }

// SetCount writes a figure large over the picture; empty takes it away.
func (p *Picture) SetCount(count string) {
	if p.count != count {
		p.count = count
		p.Refresh()
	}
}

// TypedKey gives the key to OnKey, or passes it on.
func (p *Picture) TypedKey(ev *fyne.KeyEvent) {
	if p.OnKey == nil || !p.OnKey(ev) {
		Forward(p, ev)
	}
}

// Tapped takes the keyboard.
func (p *Picture) Tapped(*fyne.PointEvent) { p.take() }

// AccessibilityLabel is the label, with the figure.
func (p *Picture) AccessibilityLabel() string {
	if p.count != "" {
		return p.label + " " + p.count
	}
	return p.label
}

// AccessibilityRole is text: the toolkit has no role for a picture yet.
func (p *Picture) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// within is where the picture lies in a box, whole and undistorted.
func within(box fyne.Size, points image.Point) (x, y, scale float32) {
	if points.X == 0 || points.Y == 0 {
		return 0, 0, 0
	}
	scale = min(box.Width/float32(points.X), box.Height/float32(points.Y))
	return (box.Width - scale*float32(points.X)) / 2, (box.Height - scale*float32(points.Y)) / 2, scale
}

// CreateRenderer is called by the toolkit.
func (p *Picture) CreateRenderer() fyne.WidgetRenderer {
	f := &pictureFace{p: p, ground: canvas.NewRectangle(color.Transparent), image: canvas.NewImageFromImage(nil),
		number: canvas.NewText("", color.Transparent), plate: canvas.NewRectangle(color.Transparent), ring: newRing()}
	f.image.ScaleMode = canvas.ImageScaleFastest // the painter scales it; scaling here would cost more than all the rest
	for i := range f.frames {
		f.frames[i], f.ovals[i] = canvas.NewRectangle(color.Transparent), canvas.NewEllipse(color.Transparent)
	}
	p.face = f
	objects := []fyne.CanvasObject{f.ground, f.image, f.frames[0], f.frames[1], f.ovals[0], f.ovals[1], f.plate, f.number}
	f.refresh()
	return &painted{objects: append(objects, f.ring.objects()...), layout: f.layout, refresh: f.refresh,
		min: func() fyne.Size { return fyne.NewSize(p.minW, p.minH) }}
}

// pictureFace draws each guide twice, dark and light: one of the two is seen on any picture.
type pictureFace struct {
	p      *Picture
	ground *canvas.Rectangle
	image  *canvas.Image
	frames [2]*canvas.Rectangle
	ovals  [2]*canvas.Ellipse
	plate  *canvas.Rectangle
	number *canvas.Text
	ring   *ring
}

// show draws the picture alone.
func (f *pictureFace) show() {
	f.image.Image = f.p.image
	Show(f.image, f.p.image != nil)
	f.image.Refresh()
}

// guideWidths are those of the dark line and of the light one upon it.
var guideWidths = [2]float32{5, 2}

func (f *pictureFace) layout(s fyne.Size) {
	p := f.p
	points := sizeOf(p.image)
	x, y, scale := within(s, points)
	place(f.ground, 0, 0, s.Width, s.Height)
	place(f.image, x, y, scale*float32(points.X), scale*float32(points.Y))
	at := func(o fyne.CanvasObject, r image.Rectangle, in float32) {
		place(o, x+scale*float32(r.Min.X)+in, y+scale*float32(r.Min.Y)+in, scale*float32(r.Dx())-2*in, scale*float32(r.Dy())-2*in)
		Show(o, !r.Empty() && p.image != nil)
	}
	for i, width := range guideWidths {
		in := (guideWidths[0] - width) / 2 // strokes lie within
		at(f.frames[i], p.frame, in)
		at(f.ovals[i], p.oval, in)
	}
	h := fyne.MeasureText(f.number.Text, f.number.TextSize, f.number.TextStyle)
	edge := max(h.Width, h.Height)
	place(f.plate, size(look.Space), size(look.Space), edge, edge) // in the corner: the face stays free
	place(f.number, size(look.Space)+(edge-h.Width)/2, size(look.Space)+(edge-h.Height)/2, h.Width, h.Height)
	Show(f.plate, p.count != "")
	Show(f.number, p.count != "")
	f.ring.draw(p.focused, 0, 0, s.Width, s.Height)
}

func (f *pictureFace) refresh() {
	f.ground.FillColor, f.ground.StrokeColor, f.ground.StrokeWidth = tint(look.Mist), tint(look.Edge), size(look.Line)
	dark, light := tint(look.Ink), tint(look.Paper)
	for i, c := range []color.Color{dark, light} {
		f.frames[i].StrokeColor, f.frames[i].StrokeWidth, f.frames[i].CornerRadius = c, guideWidths[i], 2
		f.ovals[i].StrokeColor, f.ovals[i].StrokeWidth = c, guideWidths[i]
		f.frames[i].Refresh()
		f.ovals[i].Refresh()
	}
	f.plate.FillColor, f.plate.CornerRadius = tint(look.Accent), size(look.Corner)
	f.plate.Refresh()
	f.number.Text, f.number.Color, f.number.TextStyle.Bold = f.p.count, tint(look.OnAccent), true
	f.number.TextSize = 3 * size(look.Title)
	f.number.Refresh()
	f.ground.Refresh()
	f.layout(f.p.Size())
	f.show()
}
