package display

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/display/board"
	"github.com/buurtloket/buurtloket/gui/look"
)

// How many lines there are for each part of an item.
const (
	titleLines = 3
	textLines  = 10
	factLines  = 5
)

// news is an item while it is closed, on lines that are made once, and while it is open one quiet line at the foot.
type news struct {
	ground *ground
	head   *line
	title  [titleLines]*line
	text   [textLines]*line
	facts  [factLines]*line
	quiet  *line
	item   board.Item
	words  board.Line
}

func (v *View) newNews() *news {
	n := &news{ground: v.area(look.Mist), head: v.text(look.Quiet, least, true, fyne.TextAlignLeading), quiet: v.text(look.Quiet, least, false, fyne.TextAlignLeading)}
	for i := range n.title {
		n.title[i] = v.text(look.Ink, middle, true, fyne.TextAlignLeading)
	}
	for i := range n.text {
		n.text[i] = v.text(look.Ink, small, false, fyne.TextAlignLeading)
	}
	for i := range n.facts {
		n.facts[i] = v.text(look.Ink, small, i == 0, fyne.TextAlignLeading) // the day and the hour
	}
	n.ground.Hide()
	return n
}

// set takes an item and a quiet line, and reports whether things stand otherwise than before.
func (n *news) set(i board.Item, l board.Line) bool {
	changed := i != n.item || l != n.words
	n.item, n.words = i, l
	return changed
}

// lay places the item in a box, or hides it. Its letters are as large as there is room for, none of its words is left out.
func (n *news) lay(b box, m, unit float32) {
	if n.item == (board.Item{}) {
		n.ground.Hide()
		for _, l := range n.lines() {
			l.say("")
		}
		return
	}
	n.ground.Show()
	fill(n.ground, b)
	n.ground.CornerRadius = 0.02 * unit
	n.ground.StrokeColor, n.ground.StrokeWidth = fyne.CurrentApp().Settings().Theme().Color(look.Hairline, 0), 1 // in high contrast the grounds are one
	w, high := b.w-2*m, b.h-2*m
	scale := float32(1)
	for scale > 0.3 && !n.fits(scale, w, high, unit) {
		scale *= 0.94
	}
	x, y := b.x+m, b.y+m
	n.head.say(n.item.Head)
	y = n.head.put(x, y, w, unit)
	for _, p := range n.parts() {
		for i, l := range p.lines {
			l.share = p.share * scale
			words := ""
			if all := wrap(p.words, l, w, unit); i < len(all) {
				words = all[i]
			}
			l.say(words)
			if below := l.put(x, y, w, unit); words != "" {
				y = below
			}
		}
		if p.apart {
			y += 0.012 * unit
		}
	}
}

// paragraph is words that are set on the same lines.
type paragraph struct {
	words string
	lines []*line
	share float32
	apart bool // what follows stands apart
}

func (n *news) parts() []paragraph {
	facts := strings.TrimRight(strings.Join(n.item.Facts[:], "\n"), "\n")
	return []paragraph{{n.item.Title, n.title[:], middle, true}, {n.item.Text, n.text[:], small, true}, {facts, n.facts[:], small, false}}
}

func (n *news) lines() []*line {
	out := []*line{n.head}
	for _, p := range n.parts() {
		out = append(out, p.lines...)
	}
	return out
}

// fits reports whether everything has room at a scale.
func (n *news) fits(scale, w, high, unit float32) bool {
	need := n.head.share*leading*unit + 0.024*unit
	for _, p := range n.parts() {
		p.lines[0].share = p.share * scale
		all := wrap(p.words, p.lines[0], w, unit)
		for _, one := range all {
			if fyne.MeasureText(one, p.share*scale*unit, p.lines[0].TextStyle).Width > w {
				return false // a word that is wider than the box
			}
		}
		if len(all) > len(p.lines) {
			return false
		}
		need += float32(len(all)) * p.share * scale * leading * unit
	}
	return need <= high
}

// wrap breaks words into lines, between words, as wide as a line of that share is.
func wrap(words string, l *line, w, unit float32) (out []string) {
	if words == "" {
		return nil
	}
	for para := range strings.SplitSeq(words, "\n") {
		one := ""
		for word := range strings.FieldsSeq(para) {
			longer := strings.TrimSpace(one + " " + word)
			if one != "" && fyne.MeasureText(longer, l.share*unit, l.TextStyle).Width > w {
				out, longer = append(out, one), word
			}
			one = longer
		}
		out = append(out, one)
	}
	return out
}

// room is how small the quiet line may be, in shares of what it wants: what is smaller says less, or nothing.
const room = 0.8

// whisper places the quiet line: as much of an item as there is room for, if any.
func (n *news) whisper(x, y, w, unit float32) {
	n.quiet.put(x, y, w, unit)
	for _, words := range []string{n.words.Long, n.words.Short, ""} {
		n.quiet.say(words)
		if n.quiet.fitting() >= room*n.quiet.full {
			return
		}
	}
}
