package kiosk

import (
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
)

func size(name fyne.ThemeSizeName) float32 { return fyne.CurrentApp().Settings().Theme().Size(name) }

func tint(role fyne.ThemeColorName) color.Color {
	return fyne.CurrentApp().Settings().Theme().Color(role, 0)
}

// paint gives a rectangle the colour that a role has now.
func paint(r *canvas.Rectangle, role fyne.ThemeColorName) {
	if c := tint(role); r.FillColor != c {
		r.FillColor = c
		r.Refresh()
	}
}

// part is a container that a function lays out.
type part struct{ lay func(fyne.Size) }

// MinSize implements fyne.Layout: the page gives it its room.
func (part) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements fyne.Layout.
func (p part) Layout(_ []fyne.CanvasObject, s fyne.Size) { p.lay(s) }

// head is the band above every page: where this is, whether the page is a translation, and the time.
type head struct {
	*fyne.Container
	ground              *canvas.Rectangle
	site, marked, clock *kit.Text
}

func newHead() *head {
	h := &head{ground: canvas.NewRectangle(nil), site: kit.NewText("", kit.Style{Bold: true, Elastic: true}),
		marked: kit.NewText("", kit.Style{Role: look.Quiet, Align: fyne.TextAlignTrailing}), clock: kit.NewText("", kit.Style{Align: fyne.TextAlignTrailing})}
	h.Container = &fyne.Container{Layout: part{h.lay}, Objects: []fyne.CanvasObject{h.ground, h.site, h.marked, h.clock}}
	return h
}

func (h *head) set(site, marked, clock string) {
	paint(h.ground, look.Mist)
	h.site.SetText(site)
	h.marked.SetText(marked)
	h.clock.SetText(clock)
}

func (h *head) high() float32 { return h.site.HeightFor(0) + 1.5*kit.Space() }

func (h *head) lay(s fyne.Size) {
	m, y := 1.5*kit.Space(), 0.75*kit.Space()
	put(h.ground, 0, 0, s.Width, s.Height)
	clock, marked := h.clock.MinSize().Width, h.marked.MinSize().Width
	line := s.Height - 2*y
	put(h.clock, s.Width-m-clock, y, clock, line)
	put(h.marked, s.Width-2*m-clock-marked, y, marked, line)
	put(h.site, m, y, max(0, s.Width-4*m-clock-marked), line)
}

// slab is what happened, said large: the one thing to remember, a few sentences, and a sign of how it is meant.
type slab struct {
	*fyne.Container
	ground *canvas.Rectangle
	sign   *canvas.Image
	big    *canvas.Text
	words  *kit.Text
	below  *kit.Text // words under the one thing to remember: in the middle
	tone   flow.Tone
	colour color.Color // the sign was drawn in; nil: it was not
}

func newSlab() *slab {
	l := &slab{ground: canvas.NewRectangle(nil), sign: canvas.NewImageFromResource(nil), big: canvas.NewText("", nil),
		words: kit.NewProse("", kit.Style{Size: look.Heading}), below: kit.NewProse("", kit.Style{Size: look.Heading, Align: fyne.TextAlignCenter})}
	l.ground.CornerRadius = 16
	l.sign.FillMode = canvas.ImageFillContain
	l.big.TextStyle.Bold, l.big.Alignment = true, fyne.TextAlignCenter
	l.Container = &fyne.Container{Layout: part{l.lay}, Objects: []fyne.CanvasObject{l.ground, l.sign, l.big, l.words, l.below}}
	return l
}

// toned is the ground, the sign and its role of a tone.
type toned struct {
	ground, role fyne.ThemeColorName
	sign         fyne.Resource
}

var tones = sync.OnceValue(func() map[flow.Tone]toned {
	return map[flow.Tone]toned{
		flow.Plain: {look.Mist, look.Accent, nil},
		flow.Good:  {look.OKGround, look.OK, theme.ConfirmIcon()},
		flow.Warn:  {look.WarnGround, look.Warn, theme.WarningIcon()},
		flow.Bad:   {look.BadGround, look.Bad, theme.ErrorIcon()},
	}
})

func (l *slab) set(on bool, big, words string, tone flow.Tone) {
	kit.Show(l.Container, on && (big != "" || words != ""))
	t := tones()[tone]
	paint(l.ground, t.ground)
	if c := tint(t.role); tone != l.tone || l.colour != c {
		l.tone, l.colour = tone, c
		l.sign.Resource = nil
		if t.sign != nil {
			l.sign.Resource = kit.Coloured(t.sign, t.role)
		}
	}
	kit.Show(l.sign, big == "" && t.sign != nil)
	kit.Show(l.big, big != "")
	l.big.Text, l.big.Color = big, tint(look.Ink)
	l.words.SetText(words)
	l.below.SetText(words)
	kit.Show(l.words, big == "")
	kit.Show(l.below, big != "")
	if on {
		l.sign.Refresh()
		l.big.Refresh()
	}
}

// inset is the slab's edge, on every side.
func inset() float32 { return 2 * kit.Space() }

// left is where the words begin.
func (l *slab) left() float32 {
	if l.sign.Visible() {
		return 2*inset() + 2*size(look.Title)
	}
	return inset()
}

// high is how high it wants to be at a width, where there is as much room.
func (l *slab) high(width, room float32) float32 {
	words := l.words.HeightFor(width-l.left()-inset()) + 2*inset()
	if l.big.Visible() {
		return min(max(words+l.figure(width, room-words)*1.3, 0), room)
	}
	return min(max(words, 2*size(look.Title)+2*inset(), 0.25*room), room)
}

// figure is the size of the one thing to remember.
func (l *slab) figure(width, room float32) float32 {
	at := min(7.5*size(look.Title), max(room, 0)/1.3)
	wide := fyne.MeasureText(l.big.Text, 100, l.big.TextStyle).Width
	return min(at, (width-2*inset())/max(wide, 1)*98)
}

func (l *slab) lay(s fyne.Size) {
	put(l.ground, 0, 0, s.Width, s.Height)
	x := l.left()
	words := l.words.HeightFor(s.Width - x - inset())
	if l.big.Visible() {
		l.big.TextSize = l.figure(s.Width, s.Height-words-2*inset())
		put(l.big, 0, inset()/2, s.Width, l.big.TextSize*1.3)
		put(l.below, inset(), s.Height-words-inset(), s.Width-2*inset(), words)
		return
	}
	e := 2 * size(look.Title)
	put(l.sign, inset(), (s.Height-e)/2, e, e)
	put(l.words, x, (s.Height-words)/2, s.Width-x-inset(), words)
}

// field is what is typed.
type field struct {
	*fyne.Container
	ground *canvas.Rectangle
	text   *canvas.Text
	caret  *canvas.Rectangle
	typed  string
}

func newField() *field {
	f := &field{ground: canvas.NewRectangle(nil), text: canvas.NewText("", nil), caret: canvas.NewRectangle(nil)}
	f.ground.CornerRadius, f.text.TextStyle.Bold = 12, true
	f.Container = &fyne.Container{Layout: part{f.lay}, Objects: []fyne.CanvasObject{f.ground, f.text, f.caret}}
	return f
}

func (f *field) set(typed string, wrong bool) {
	f.typed = typed
	paint(f.ground, look.Paper)
	paint(f.caret, look.Accent)
	edge, wide := look.Accent, float32(3)
	if wrong {
		edge, wide = look.Bad, 5
	}
	f.ground.StrokeColor, f.ground.StrokeWidth = tint(edge), wide
	f.ground.Refresh()
	f.text.Text, f.text.Color, f.text.TextSize = typed, tint(look.Ink), size(look.Title)
	f.lay(f.Size())
	f.text.Refresh()
}

func (f *field) high() float32 { return size(look.Control) }

// lay shows the end of what does not fit: that is where is typed.
func (f *field) lay(s fyne.Size) {
	if s.Width < 1 {
		return
	}
	m := 1.5 * kit.Space()
	shown := []rune(f.typed)
	wide := func() fyne.Size { return fyne.MeasureText(string(shown)+"\u200b", f.text.TextSize, f.text.TextStyle) }
	for len(shown) > 1 && wide().Width > s.Width-2*m-8 {
		shown = shown[1:]
	}
	f.text.Text = string(shown)
	z := fyne.MeasureText(f.text.Text, f.text.TextSize, f.text.TextStyle)
	high := fyne.MeasureText("Ag", f.text.TextSize, f.text.TextStyle).Height
	put(f.ground, 0, 0, s.Width, s.Height)
	put(f.text, m, (s.Height-high)/2, z.Width, high)
	put(f.caret, m+z.Width+3, (s.Height-0.8*high)/2, 4, 0.8*high)
}
