package kiosk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
)

// How many lines there are for what who passes by reads; what is more is left out whole.
const (
	mostHours = 5
	mostNotes = 8
	mostFacts = 3
)

// idle is what who passes by sees: that the screen is to be touched, and when what is open.
type idle struct {
	*fyne.Container
	call  *canvas.Rectangle
	touch *canvas.Text
	hours *table
	sites *table // these and the item take turns
	item  *leaf
	notes []*kit.Text
	shown *flow.Idling
}

// table is a heading and two columns.
type table struct {
	head *kit.Text
	rows []opening
	used int
}

type opening struct {
	name *kit.Text
	when *kit.Said
}

func newTable(most int) *table {
	t := &table{head: kit.NewText("", kit.Style{Size: look.Heading, Bold: true})}
	for range most {
		t.rows = append(t.rows, opening{kit.NewProse("", kit.Style{}), kit.NewSaid()})
	}
	return t
}

func (t *table) set(head string, all []flow.Opening) {
	t.head.SetText(head)
	t.used = min(len(all), len(t.rows))
	for i, o := range all[:t.used] {
		t.rows[i].name.SetText(o.Name)
		shape, tone := kit.Empty, kit.Plain
		if o.Open {
			shape, tone = kit.Full, kit.Good
		}
		t.rows[i].when.Set(shape, o.When, tone)
	}
}

// high is the height of all of it at a width.
func (t *table) high(w float32) float32 {
	high, left := t.head.HeightFor(w), w*nameShare
	for _, r := range t.rows[:t.used] {
		high += kit.Gap() + max(r.name.HeightFor(left), r.when.HeightFor(w-left-kit.Space()))
	}
	return high + kit.Gap()
}

// nameShare is the share of a table's width that names have.
const nameShare = 0.42

// put places the rows between y and bottom, as many as have room, and tells where the next thing begins.
func (t *table) put(x, y, w, bottom float32) float32 {
	show := t.used > 0 && y+t.head.HeightFor(w) < bottom
	kit.Show(t.head, show)
	if show {
		put(t.head, x, y, w, t.head.HeightFor(w))
		y += t.head.HeightFor(w) + kit.Gap()
	}
	left := w * nameShare
	for i, r := range t.rows {
		high := max(r.name.HeightFor(left), r.when.HeightFor(w-left-kit.Space()))
		show = show && i < t.used && y+high <= bottom
		kit.Show(r.name, show)
		kit.Show(r.when, show)
		if show {
			put(r.name, x, y, left, high)
			put(r.when, x+left+kit.Space(), y, w-left-kit.Space(), high)
			y += high + kit.Gap()
		}
	}
	return y
}

func newIdle() *idle {
	i := &idle{call: canvas.NewRectangle(nil), touch: canvas.NewText("", nil), hours: newTable(mostHours), sites: newTable(flow.TurnSites), item: newLeaf()}
	i.call.CornerRadius, i.touch.TextStyle.Bold, i.touch.Alignment = 16, true, fyne.TextAlignCenter
	i.Container = &fyne.Container{Layout: part{i.lay}, Objects: append([]fyne.CanvasObject{i.call, i.touch}, i.item.objects()...)}
	for _, t := range []*table{i.hours, i.sites} {
		i.Objects = append(i.Objects, t.head)
		for _, r := range t.rows {
			i.Objects = append(i.Objects, r.name, r.when)
		}
	}
	for range mostNotes {
		n := kit.NewProse("", kit.Style{})
		i.notes = append(i.notes, n)
		i.Objects = append(i.Objects, n)
	}
	return i
}

func (i *idle) set(s *flow.Idling) {
	kit.Show(i.Container, s != nil)
	i.shown = s
	if s == nil {
		return
	}
	paint(i.call, look.Accent)
	i.touch.Text, i.touch.Color, i.touch.TextSize = s.Touch, tint(look.OnAccent), 1.4*size(look.Title)
	i.touch.Refresh()
	i.hours.set(s.HoursHead, s.Hours)
	i.sites.set(s.SitesHead, s.Sites)
	i.item.set(s.Item)
	for n, t := range i.notes {
		words := ""
		if n < len(s.Notes) {
			words = s.Notes[n]
		}
		t.SetText(words)
	}
}

// standing is the share of the height that this site's own hours have at most, where the screen stands: below it other sites,
// news and activities take turns, at one place whichever it is.
const standing = 0.52

// lay puts what takes turns under the rest, or beside it where the screen lies.
func (i *idle) lay(s fyne.Size) {
	if i.shown == nil || s.Width < 1 {
		return
	}
	gap, w, own := 2*kit.Space(), s.Width, s.Height*standing
	lies := s.Width > s.Height
	if lies {
		w, own = (s.Width-2*gap)/2, s.Height
	}
	high := min(3*kit.Control(), s.Height/5)
	put(i.call, 0, 0, w, high)
	z := fyne.MeasureText(i.touch.Text, i.touch.TextSize, i.touch.TextStyle)
	if z.Width > w-2*gap {
		i.touch.TextSize *= (w - 2*gap) / z.Width
		z = fyne.MeasureText(i.touch.Text, i.touch.TextSize, i.touch.TextStyle)
	}
	put(i.touch, 0, (high-z.Height)/2, w, z.Height)
	y := i.hours.put(0, high+gap, w, own)
	y = i.prose(y, w, own) + gap
	if lies {
		i.beside(y, w, w+2*gap, s.Height)
		return
	}
	i.below(y, w, s.Height)
}

// below places the other sites, and the item under them: they stay where they are while it comes and goes. Where there is no
// room for both in letters that a passer-by reads, the item has it all.
func (i *idle) below(y, w, bottom float32) {
	under := y + i.sites.high(w) + 2*kit.Space()
	switch {
	case !i.item.on:
		i.sites.put(0, y, w, bottom)
	case i.item.fits(w, bottom-under):
		i.sites.put(0, y, w, under)
		i.item.put(0, under, w, bottom)
	default:
		i.sites.put(0, y, w, y)
		i.item.put(0, y, w, bottom)
	}
}

// beside places the other sites at the right, and the item under this site's own hours, or in their place where there is no room.
func (i *idle) beside(y, w, right, bottom float32) {
	if i.item.on && !i.item.fits(w, bottom-y) {
		i.sites.put(right, 0, w, 0)
		i.item.put(right, 0, w, bottom)
		return
	}
	i.sites.put(right, 0, w, bottom)
	i.item.put(0, y, w, bottom)
}

// prose places the notes, as many as have room.
func (i *idle) prose(y, w, bottom float32) float32 {
	room := true
	for _, n := range i.notes {
		high := n.HeightFor(w)
		room = room && n.Text() != "" && y+high <= bottom
		kit.Show(n, room)
		if room {
			put(n, 0, y, w, high)
			y += high + kit.Gap()
		}
	}
	return y
}
