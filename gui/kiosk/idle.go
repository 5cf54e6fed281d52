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
	mostSites = 16
	mostNotes = 8
)

// idle is what who passes by sees: that the screen is to be touched, and when what is open.
type idle struct {
	*fyne.Container
	call  *canvas.Rectangle
	touch *canvas.Text
	hours *table
	sites *table
	notes []*kit.Text
	news  *kit.Text // above the notes that are news
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

// put places the rows between y and bottom, as many as have room, and tells where the next thing begins.
func (t *table) put(x, y, w, bottom float32) float32 {
	show := t.used > 0 && y+t.head.HeightFor(w) < bottom
	visible(t.head, show)
	if show {
		put(t.head, x, y, w, t.head.HeightFor(w))
		y += t.head.HeightFor(w) + kit.Gap()
	}
	left := w * 0.42
	for i, r := range t.rows {
		high := max(r.name.HeightFor(left), r.when.HeightFor(w-left-kit.Space()))
		show = show && i < t.used && y+high <= bottom
		visible(r.name, show)
		visible(r.when, show)
		if show {
			put(r.name, x, y, left, high)
			put(r.when, x+left+kit.Space(), y, w-left-kit.Space(), high)
			y += high + kit.Gap()
		}
	}
	return y
}

func newIdle() *idle {
	i := &idle{call: canvas.NewRectangle(nil), touch: canvas.NewText("", nil), hours: newTable(mostHours), sites: newTable(mostSites),
		news: kit.NewText("", kit.Style{Size: look.Heading, Bold: true})}
	i.call.CornerRadius, i.touch.TextStyle.Bold, i.touch.Alignment = 16, true, fyne.TextAlignCenter
	i.Container = &fyne.Container{Layout: part{i.lay}, Objects: []fyne.CanvasObject{i.call, i.touch, i.news}}
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
	visible(i.Container, s != nil)
	i.shown = s
	if s == nil {
		return
	}
	paint(i.call, look.Accent)
	i.touch.Text, i.touch.Color, i.touch.TextSize = s.Touch, tint(look.OnAccent), 1.4*size(look.Title)
	i.touch.Refresh()
	i.hours.set(s.HoursHead, s.Hours)
	i.sites.set(s.SitesHead, s.Sites)
	i.news.SetText(s.NewsHead)
	for n, t := range i.notes {
		words := ""
		switch at := n - len(s.Notes); {
		case at < 0:
			words = s.Notes[n]
		case at < len(s.News):
			words = s.News[at][0] + ": " + s.News[at][1]
		}
		t.SetText(words)
	}
}

// lay puts one thing under the other, or the other sites beside the rest where the screen lies.
func (i *idle) lay(s fyne.Size) {
	if i.shown == nil || s.Width < 1 {
		return
	}
	gap, w := 2*kit.Space(), s.Width
	lies := s.Width > s.Height
	if lies {
		w = (s.Width - 2*gap) / 2
	}
	high := min(3*kit.Control(), s.Height/5)
	put(i.call, 0, 0, w, high)
	z := fyne.MeasureText(i.touch.Text, i.touch.TextSize, i.touch.TextStyle)
	if z.Width > w-2*gap {
		i.touch.TextSize *= (w - 2*gap) / z.Width
		z = fyne.MeasureText(i.touch.Text, i.touch.TextSize, i.touch.TextStyle)
	}
	put(i.touch, 0, (high-z.Height)/2, w, z.Height)
	y := i.hours.put(0, high+gap, w, s.Height)
	y = i.prose(0, len(i.shown.Notes), y, w, s.Height) + gap
	if lies {
		i.sites.put(w+2*gap, 0, w, s.Height)
	} else {
		y = i.sites.put(0, y, w, s.Height) + gap
	}
	news := len(i.shown.News) > 0 && y+2*i.news.HeightFor(w) < s.Height
	visible(i.news, news)
	if !news {
		i.prose(len(i.shown.Notes), mostNotes, s.Height, w, s.Height)
		return
	}
	put(i.news, 0, y, w, i.news.HeightFor(w))
	i.prose(len(i.shown.Notes), mostNotes, y+i.news.HeightFor(w)+kit.Gap(), w, s.Height)
}

// prose places some of the notes, as many as have room.
func (i *idle) prose(from, to int, y, w, bottom float32) float32 {
	room := true
	for _, n := range i.notes[min(from, mostNotes):min(to, mostNotes)] {
		high := n.HeightFor(w)
		room = room && n.Text() != "" && y+high <= bottom
		visible(n, room)
		if room {
			put(n, 0, y, w, high)
			y += high + kit.Gap()
		}
	}
	return y
}
