package kit

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Tile is a large choice: words that wrap, with a line beneath that says when, where, or why it cannot be had, and room for a
// picture beside them. It is pressed as a button is.
type Tile struct {
	Button
	hint    string
	picture fyne.Resource
	middle  bool // the words stand in the middle
	roomy   bool // the words are as large as a heading
}

var (
	_ fyne.Tappable    = (*Tile)(nil)
	_ fyne.Focusable   = (*Tile)(nil)
	_ fyne.Disableable = (*Tile)(nil)
	_ fyne.Accessible  = (*Tile)(nil)
)

// NewTile makes an empty tile.
func NewTile(press func()) *Tile {
	t := &Tile{Button: Button{press: press}}
	t.init(t)
	return t
}

// Middle puts the words in the middle: for a button whose words may need two lines.
func (t *Tile) Middle() *Tile {
	t.middle = true
	return t
}

// Set changes what the tile says, and whether it can be pressed.
func (t *Tile) Set(words, hint string, enabled bool) {
	if t.words == words && t.hint == hint && t.disabled == !enabled {
		return
	}
	t.words, t.hint, t.disabled = words, hint, !enabled
	t.Refresh()
}

// SetPicture changes the picture before the words; nil: none. It is drawn in the accent, or as quiet as the words of a tile that
// cannot be pressed.
func (t *Tile) SetPicture(r fyne.Resource) {
	if t.picture != r {
		t.picture = r
		t.Refresh()
	}
}

// SetRoomy makes the words as large as a heading, or of the usual size.
func (t *Tile) SetRoomy(on bool) {
	if t.roomy != on {
		t.roomy = on
		t.Refresh()
	}
}

// AccessibilityLabel is all that it says.
func (t *Tile) AccessibilityLabel() string { return strings.TrimSpace(t.words + " " + t.hint) }

// styles are how the two are written.
func (t *Tile) styles() (words, hint Style) {
	words, hint = Style{Bold: true}, Style{Size: look.Small}
	if t.roomy {
		words.Size, hint.Size = look.Heading, look.Text
	}
	if t.middle {
		words.Align, hint.Align = fyne.TextAlignCenter, fyne.TextAlignCenter
	}
	return words, hint
}

// left is where the words begin.
func (t *Tile) left() float32 {
	if t.picture == nil {
		return size(look.Space)
	}
	return t.edge() + 2.5*size(look.Space)
}

// edge is how wide and high the picture is.
func (t *Tile) edge() float32 {
	words, _ := t.styles()
	return 2 * words.size()
}

// lines are the words and the hint, broken for a width.
func (t *Tile) lines(width float32) (words, hint []string) {
	inner := width - t.left() - size(look.Space)
	w, h := t.styles()
	words = w.wrap(t.words, inner)
	if t.hint != "" {
		hint = h.wrap(t.hint, inner)
	}
	return words, hint
}

// As says what a tile needs with its words in either size, without changing it: Need and Fits then answer for that size.
func (t *Tile) As(roomy bool) *Tile {
	if t.roomy == roomy {
		return t
	}
	return &Tile{Button: Button{words: t.words}, hint: t.hint, picture: t.picture, middle: t.middle, roomy: roomy}
}

// Need is the height that the words need at a width, which may be less than a finger does.
func (t *Tile) Need(width float32) float32 {
	words, hint := t.lines(width)
	w, h := t.styles()
	high := float32(len(words))*w.measure("Ag").Height + float32(len(hint))*h.measure("Ag").Height
	return high + size(look.Space)
}

// Fits reports whether every single word has room at a width: lines break between words only.
func (t *Tile) Fits(width float32) bool {
	inner := width - t.left() - size(look.Space)
	words, hint := t.lines(width)
	w, h := t.styles()
	for _, l := range words {
		if w.measure(l).Width > inner+0.5 {
			return false
		}
	}
	for _, l := range hint {
		if h.measure(l).Width > inner+0.5 {
			return false
		}
	}
	return true
}
