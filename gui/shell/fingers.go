package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// film lies over a screen that fingers touch, and takes the pointer from it. The toolkit asks the uppermost thing that wants to
// know of the pointer how it looks, and tells it alone where it is: so none is shown, and nothing beneath looks as if one were over
// it, which after a touch it would until the next. Nor is a page painted for that before the touch itself is heard. What is tapped
// is asked of things that can be tapped: this is none.
type film struct{ widget.BaseWidget }

var (
	_ desktop.Cursorable = (*film)(nil)
	_ desktop.Hoverable  = (*film)(nil)
)

// under puts the film over a screen.
func under(screen fyne.CanvasObject) fyne.CanvasObject {
	f := new(film)
	f.ExtendBaseWidget(f)
	return container.NewStack(screen, f)
}

// Cursor implements desktop.Cursorable.
func (*film) Cursor() desktop.Cursor { return desktop.HiddenCursor }

// MouseIn implements desktop.Hoverable.
func (*film) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements desktop.Hoverable.
func (*film) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (*film) MouseOut() {}

// CreateRenderer is called by the toolkit.
func (*film) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
