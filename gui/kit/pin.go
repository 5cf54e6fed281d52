package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/buurtloket/buurtloket/gui/look"
)

// maxPIN is the longest PIN that can be typed, which is that of an identity card; more digits are ignored.
const maxPIN = 12

// Pin takes a PIN: digits from the keyboard or from its keypad, shown as dots. It is one stop of the Tab
// key; the keys of the pad are for pointer and finger. The digits are forgotten as soon as they are given.
type Pin struct {
	control
	label  string
	digits []rune
	dots   *canvas.Text

	// OnDone is called with the digits when Enter is pressed.
	OnDone func(pin string)
}

var (
	_ fyne.Focusable  = (*Pin)(nil)
	_ fyne.Tappable   = (*Pin)(nil)
	_ fyne.Accessible = (*Pin)(nil)
)

// NewPin makes an empty PIN; label says whose.
func NewPin(label string, done func(string)) *Pin {
	p := &Pin{label: label, OnDone: done}
	p.init(p)
	return p
}

// Pad is the keypad that types into the PIN: erase is the word on the key that takes one digit back, enter
// the word on the key that gives the PIN.
func (p *Pin) Pad(erase, enter string) *fyne.Container {
	grid := make([]fyne.CanvasObject, 0, 12)
	for _, d := range "123456789" {
		grid = append(grid, p.padKey(string(d), func() { p.TypedRune(d) }))
	}
	grid = append(grid, p.padKey(erase, p.erase), p.padKey("0", func() { p.TypedRune('0') }), p.padKey(enter, p.done))
	return container.NewGridWithColumns(3, grid...)
}

// padKey is a button that leaves the focus with the PIN.
func (p *Pin) padKey(words string, press func()) fyne.CanvasObject {
	k := &padKey{Button: Button{words: words, press: press}}
	k.init(k)
	return k
}

// SetLabel says whose PIN it is; digits of another are forgotten.
func (p *Pin) SetLabel(label string) {
	if p.label != label {
		p.label = label
		p.Clear()
	}
}

// Clear forgets the digits.
func (p *Pin) Clear() {
	clear(p.digits)
	p.digits = p.digits[:0]
	p.Refresh()
}

// TypedRune takes a digit.
func (p *Pin) TypedRune(r rune) {
	if unicode.IsDigit(r) && r < 0x80 && len(p.digits) < maxPIN {
		p.digits = append(p.digits, r)
		p.Refresh()
	}
}

// TypedKey takes a digit back, gives the PIN, or passes the key on.
func (p *Pin) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyBackspace, fyne.KeyDelete:
		p.erase()
	case fyne.KeyReturn, fyne.KeyEnter:
		p.done()
	default:
		Forward(p, ev)
	}
}

func (p *Pin) erase() {
	if n := len(p.digits); n > 0 {
		p.digits = p.digits[:n-1]
		p.Refresh()
	}
}

func (p *Pin) done() {
	pin := string(p.digits)
	p.Clear()
	if pin != "" && p.OnDone != nil {
		p.OnDone(pin)
	}
}

// Tapped takes the focus.
func (p *Pin) Tapped(*fyne.PointEvent) { p.take() }

// AccessibilityLabel never says the digits.
func (p *Pin) AccessibilityLabel() string { return p.label }

// AccessibilityRole is text.
func (p *Pin) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by the toolkit.
func (p *Pin) CreateRenderer() fyne.WidgetRenderer {
	box := canvas.NewRectangle(tint(look.Paper))
	p.dots = canvas.NewText("", tint(look.Ink))
	ring := newRing()
	r := &painted{objects: append([]fyne.CanvasObject{box, p.dots}, ring.objects()...)}
	r.min = func() fyne.Size { return fyne.NewSize(200, size(look.Control)) }
	r.layout = func(s fyne.Size) {
		place(box, 0, 0, s.Width, s.Height)
		h := Style{Size: look.Heading}.measure("Ag").Height
		place(p.dots, 0, (s.Height-h)/2, s.Width, h)
		ring.draw(p.focused, 0, 0, s.Width, s.Height)
	}
	r.refresh = func() {
		box.FillColor, box.StrokeColor, box.StrokeWidth = tint(look.Paper), tint(look.Edge), size(look.Line)
		box.CornerRadius = size(look.Corner)
		dots := strings.TrimSpace(strings.Repeat("• ", len(p.digits)))
		setText(p.dots, dots, Style{Size: look.Heading, Bold: true, Align: fyne.TextAlignCenter}, look.Ink)
		box.Refresh()
		r.layout(p.Size())
	}
	r.refresh()
	return r
}

// padKey is a button of the keypad: it takes no focus, so that Tab passes it by.
type padKey struct{ Button }

// Tapped presses it and leaves the focus where it is.
func (k *padKey) Tapped(*fyne.PointEvent) { k.Press() }

// Disabled makes the Tab key pass by.
func (k *padKey) Disabled() bool { return true }

// CreateRenderer is called by the toolkit.
func (k *padKey) CreateRenderer() fyne.WidgetRenderer { return k.Button.CreateRenderer() }
