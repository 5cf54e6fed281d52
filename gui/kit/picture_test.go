package kit_test

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
)

// parts are the drawn parts of a picture.
func parts(p *kit.Picture) (img *canvas.Image, frame *canvas.Rectangle, oval *canvas.Ellipse) {
	for _, o := range test.WidgetRenderer(p).Objects() {
		switch o := o.(type) {
		case *canvas.Image:
			img = o
		case *canvas.Ellipse:
			if oval == nil {
				oval = o
			}
		case *canvas.Rectangle:
			if o.StrokeWidth == 5 {
				frame = o
			}
		}
	}
	return img, frame, oval
}

// A picture is whole and undistorted, its guides lie where they belong, and none is kept once it is taken away.
func TestPicture(t *testing.T) {
	begin(t, look.Theme{})
	p := kit.NewPicture("Beeld van de camera")
	p.Resize(fyne.NewSize(400, 400))
	img, frame, oval := parts(p)
	now := image.NewRGBA(image.Rect(0, 0, 200, 100))
	p.Set(now, image.Rect(50, 10, 150, 90), image.Rect(80, 20, 120, 80))
	if img.Image != now || img.Position() != fyne.NewPos(0, 100) || img.Size() != fyne.NewSize(400, 200) {
		t.Errorf("the picture is at %v of %v", img.Position(), img.Size())
	}
	if frame.Position() != fyne.NewPos(100, 120) || frame.Size() != fyne.NewSize(200, 160) || oval.Position() != fyne.NewPos(160, 140) || oval.Size() != fyne.NewSize(80, 120) {
		t.Errorf("the guides are at %v of %v and %v of %v", frame.Position(), frame.Size(), oval.Position(), oval.Size())
	}
	next := image.NewRGBA(now.Rect)
	p.Set(next, image.Rect(50, 10, 150, 90), image.Rect(80, 20, 120, 80))
	if img.Image != next || !frame.Visible() {
		t.Error("the next picture is not drawn")
	}
	p.SetCount("3")
	if p.AccessibilityLabel() != "Beeld van de camera 3" {
		t.Errorf("%q", p.AccessibilityLabel())
	}
	p.Set(nil, image.Rectangle{}, image.Rectangle{})
	if img.Image != nil || img.Visible() || frame.Visible() || oval.Visible() || p.Image() != nil {
		t.Error("something of it is still there")
	}
}

// Its keys are the view's; what that has no use for goes to the window.
func TestPictureKeys(t *testing.T) {
	begin(t, look.Theme{})
	p := kit.NewPicture("x")
	win := mustShow(t, look.Theme{}, 400, 300, p)
	var taken, passed []fyne.KeyName
	p.OnKey = func(ev *fyne.KeyEvent) bool {
		taken = append(taken, ev.Name)
		return ev.Name == fyne.KeySpace
	}
	win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { passed = append(passed, ev.Name) })
	for _, k := range []fyne.KeyName{fyne.KeySpace, fyne.KeyF2} {
		p.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if len(taken) != 2 || len(passed) != 1 || passed[0] != fyne.KeyF2 {
		t.Errorf("taken %v, passed on %v", taken, passed)
	}
}
