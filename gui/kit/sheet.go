package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Sheet is a panel over the screen for one piece of work. While it is open the keyboard stays within it;
// closing gives the focus back to where it was. Escape is for the view to handle, as it may mean "back".
type Sheet struct {
	widget.BaseWidget
	canvas fyne.Canvas
	card   *Panel
	title  *Text
	want   fyne.Size
	before fyne.Focusable
	open   bool
}

// NewSheet makes a closed sheet with a title above its content. It will be as large as want, which large
// text may enlarge up to the window's size; zero means as large as its content.
func NewSheet(c fyne.Canvas, title string, want fyne.Size, content fyne.CanvasObject) *Sheet {
	s := &Sheet{canvas: c, want: want, title: NewHeading(title)}
	s.title.style.Elastic = true
	space := size(look.Space)
	s.card = NewPanel(look.Mist, space, space, Column(space, content, s.title, content))
	s.ExtendBaseWidget(s)
	return s
}

// SetTitle changes the title.
func (s *Sheet) SetTitle(title string) { s.title.SetText(title) }

// SetSize changes how large it wants to be; the next Relayout makes it so.
func (s *Sheet) SetSize(want fyne.Size) { s.want = want }

// IsOpen reports whether it is shown.
func (s *Sheet) IsOpen() bool { return s.open }

// Open shows the sheet and gives the keyboard to first, which may be nil.
func (s *Sheet) Open(first fyne.Focusable) {
	if s.open {
		return
	}
	s.open, s.before = true, s.canvas.Focused()
	s.canvas.Unfocus()
	s.canvas.Overlays().Add(s)
	s.Resize(s.canvas.Size())
	if first != nil {
		s.canvas.Focus(first)
	}
}

// Close takes the sheet away and gives the keyboard back.
func (s *Sheet) Close() {
	if !s.open {
		return
	}
	s.open = false
	s.canvas.Overlays().Remove(s)
	if s.before != nil {
		s.canvas.Focus(s.before)
	}
}

// CreateRenderer is called by the toolkit.
func (s *Sheet) CreateRenderer() fyne.WidgetRenderer {
	scrim := canvas.NewRectangle(color.Transparent)
	r := &painted{objects: []fyne.CanvasObject{scrim, s.card}}
	r.min = func() fyne.Size { return s.card.MinSize() }
	r.layout = func(z fyne.Size) {
		place(scrim, 0, 0, z.Width, z.Height)
		s.arrange()
	}
	r.refresh = func() {
		scrim.FillColor = tint(look.Scrim)
		scrim.Refresh()
		r.layout(s.Size())
	}
	r.refresh()
	return r
}

// arrange places the card in the middle: as large as was wanted or as its content needs, within the window.
func (s *Sheet) arrange() {
	z := s.Size()
	margin := size(look.Gap)
	grow := size(look.Text) / look.Theme{}.Size(look.Text)
	w := min(max(s.want.Width*grow, s.card.MinSize().Width), z.Width-2*margin)
	h := min(max(s.want.Height*grow, s.card.HeightFor(w)), z.Height-2*margin)
	place(s.card, (z.Width-w)/2, (z.Height-h)/2, w, h)
}

// Tapped swallows clicks beside the card.
func (s *Sheet) Tapped(*fyne.PointEvent) {}
