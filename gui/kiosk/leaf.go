package kiosk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
)

// leaf is one piece of news, or one activity: what it is, its title and text, and when and where. Its letters are as large as
// there is room for; nothing of it is ever left out.
type leaf struct {
	ground                    *canvas.Rectangle
	head, marked, title, text *kit.Text
	facts                     [mostFacts]*kit.Text
	on                        bool
}

func newLeaf() *leaf {
	l := &leaf{ground: canvas.NewRectangle(nil), head: kit.NewText("", kit.Style{Role: look.Quiet, Bold: true}),
		marked: kit.NewText("", kit.Style{Role: look.Quiet, Align: fyne.TextAlignTrailing}),
		title:  kit.NewProse("", kit.Style{Size: look.Title, Bold: true}), text: kit.NewProse("", kit.Style{Size: look.Heading})}
	l.ground.CornerRadius = 16
	for n := range l.facts {
		l.facts[n] = kit.NewProse("", kit.Style{Bold: n == 0}) // the day and the hour
	}
	return l
}

func (l *leaf) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{l.ground, l.head, l.marked, l.title, l.text}
	for _, f := range l.facts {
		out = append(out, f)
	}
	return out
}

// set takes the words of an item; nil: it is not the turn of one.
func (l *leaf) set(i *flow.Item) {
	l.on = i != nil
	for _, o := range l.objects() {
		kit.Show(o, l.on)
	}
	if i == nil {
		return
	}
	paint(l.ground, look.Mist)
	if c := tint(look.Hairline); l.ground.StrokeColor != c { // in high contrast the ground is that of the page
		l.ground.StrokeColor, l.ground.StrokeWidth = c, size(look.Line)
		l.ground.Refresh()
	}
	l.head.SetText(i.Head)
	l.marked.SetText(i.Marked)
	l.title.SetText(i.Title)
	l.text.SetText(i.Text)
	for n, f := range l.facts {
		words := ""
		if n < len(i.Facts) {
			words = i.Facts[n]
		}
		f.SetText(words)
		kit.Show(f, words != "")
	}
}

// leafSizes are the sizes of title, text and facts, the largest first.
var leafSizes = [][3]fyne.ThemeSizeName{{look.Title, look.Heading, look.Text}, {look.Heading, look.Text, look.Text}, {look.Text, look.Small, look.Small}}

// roomy is how many of them a passer-by reads well.
const roomy = 2

// fits reports whether it has room in letters that a passer-by reads well.
func (l *leaf) fits(w, room float32) bool { return l.size(w-2*inset(), room, leafSizes[:roomy]) }

// size takes the largest of some sizes that has room, or the last of them; it reports whether that has.
func (l *leaf) size(inner, room float32, all [][3]fyne.ThemeSizeName) bool {
	for _, s := range all {
		l.title.SetSize(s[0])
		l.text.SetSize(s[1])
		for _, f := range l.facts {
			f.SetSize(s[2])
		}
		if l.high(inner) <= room {
			return true
		}
	}
	return false
}

// put places it between y and bottom, in the largest letters that have room there.
func (l *leaf) put(x, y, w, bottom float32) {
	if !l.on {
		return
	}
	inner := w - 2*inset()
	l.size(inner, bottom-y, leafSizes)
	put(l.ground, x, y, w, min(l.high(inner), bottom-y))
	x, y = x+inset(), y+inset()
	marked := l.marked.MinSize().Width
	put(l.head, x, y, max(0, inner-marked-kit.Space()), l.head.HeightFor(inner))
	put(l.marked, x+inner-marked, y, marked, l.head.HeightFor(inner))
	y += l.head.HeightFor(inner) + kit.Space()
	for _, t := range []*kit.Text{l.title, l.text} {
		put(t, x, y, inner, t.HeightFor(inner))
		y += t.HeightFor(inner) + kit.Space()
	}
	for _, f := range l.facts {
		if f.Text() != "" {
			put(f, x, y, inner, f.HeightFor(inner))
			y += f.HeightFor(inner) + kit.Gap()
		}
	}
}

// high is the height that it wants at an inner width.
func (l *leaf) high(inner float32) float32 {
	high := 2*inset() + l.head.HeightFor(inner) + kit.Space()
	for _, t := range []*kit.Text{l.title, l.text} {
		high += t.HeightFor(inner) + kit.Space()
	}
	for _, f := range l.facts {
		if f.Text() != "" {
			high += f.HeightFor(inner) + kit.Gap()
		}
	}
	return high
}
