package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Field is a line of text to type in, with our focus ring. Keys that a text field has no use for — the
// function keys, Escape, up and down — go to OnKey or else to the window.
type Field struct {
	widget.Entry
	label   string
	focused bool
	ring    *ring

	// OnKey may take a key that the field has no use for; false passes it on to the window.
	OnKey func(*fyne.KeyEvent) bool
}

var (
	_ fyne.Focusable  = (*Field)(nil)
	_ fyne.Accessible = (*Field)(nil)
)

// NewField makes a field; label says what it is for, to who cannot see it.
func NewField(label string, changed func(string)) *Field {
	f := &Field{label: label, ring: newRing()}
	f.ExtendBaseWidget(f)
	f.OnChanged = changed
	return f
}

// Put changes the text, when it differs, and selects it: what was filled in for a person goes when that person types.
// Who is typing the same is not disturbed.
func (f *Field) Put(text string) {
	if f.Text != text {
		f.SetText(text)
		f.TypedShortcut(&fyne.ShortcutSelectAll{})
		f.Refresh()
	}
}

// FocusGained is called by the toolkit.
func (f *Field) FocusGained() { f.focused = true; f.Entry.FocusGained(); f.Refresh() }

// FocusLost is called by the toolkit.
func (f *Field) FocusLost() { f.focused = false; f.Entry.FocusLost(); f.Refresh() }

// TypedKey types, or passes the key on.
func (f *Field) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case !offers(ev.Name):
		f.Entry.TypedKey(ev)
	case f.OnKey != nil && f.OnKey(ev):
	case ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter:
		f.Entry.TypedKey(ev)
	default:
		Forward(f, ev)
	}
}

// offers are the keys that a field of one line has no use for itself.
func offers(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6, fyne.KeyF7, fyne.KeyF8, fyne.KeyF9,
		fyne.KeyF10, fyne.KeyF11, fyne.KeyF12, fyne.KeyEscape, fyne.KeyUp, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnter:
		return true
	}
	return false
}

// AccessibilityLabel is the label with what was typed.
func (f *Field) AccessibilityLabel() string { return f.label + " " + f.Text }

// AccessibilityRole is text: the toolkit has no role for a field yet.
func (f *Field) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by the toolkit.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	f.ExtendBaseWidget(f)
	return &fieldRenderer{WidgetRenderer: f.Entry.CreateRenderer(), f: f}
}

// fieldRenderer adds the ring to the toolkit's own drawing.
type fieldRenderer struct {
	fyne.WidgetRenderer
	f *Field
}

func (r *fieldRenderer) Objects() []fyne.CanvasObject {
	return append(append([]fyne.CanvasObject{}, r.WidgetRenderer.Objects()...), r.f.ring.objects()...)
}

func (r *fieldRenderer) MinSize() fyne.Size {
	m := r.WidgetRenderer.MinSize()
	m.Height = max(m.Height, size(look.Control))
	return m
}

func (r *fieldRenderer) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	r.f.ring.draw(r.f.focused, 0, 0, s.Width, s.Height)
}

func (r *fieldRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	s := r.f.Size()
	r.f.ring.draw(r.f.focused, 0, 0, s.Width, s.Height)
}

// Labelled puts a label above a field or another control.
func Labelled(label string, o fyne.CanvasObject) *fyne.Container {
	return Column(6, nil, NewText(label, Style{Size: look.Small, Role: look.Quiet}), o)
}
