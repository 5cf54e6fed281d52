package display

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/display/board"
)

// arrangement places everything by shares of the screen: the call at the left and who else at the right, or one above the
// other where the screen stands upright.
type arrangement struct{ v *View }

// MinSize implements fyne.Layout: any screen will do.
func (arrangement) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 240) }

// box is a part of the screen.
type box struct{ x, y, w, h float32 }

// upper is how high the call is on a screen that stands upright.
const upper = 0.72

// calm is how high it is there while nobody is called and an item stands below it.
const calm = 0.6

// Layout implements fyne.Layout.
func (a arrangement) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	upright := s.Height > s.Width
	unit := s.Height // what shares are of
	if upright {
		unit = s.Width
	}
	m := 0.03 * unit
	bar := box{0, 0, s.Width, 0.11 * unit}
	foot := box{0, s.Height - 0.06*unit, s.Width, 0.06 * unit}
	room := box{0, s.Height - 0.26*unit, s.Width, 0.26 * unit} // a warning lies over its foot
	body := box{m, bar.h + m, s.Width - 2*m, room.y - bar.h - 2*m}
	call, others := box{body.x, body.y, body.w*0.63 - m, body.h}, box{body.x + body.w*0.63, body.y, body.w * 0.37, body.h}
	if upright {
		room = box{0, s.Height - 0.47*unit, s.Width, 0.47 * unit}
		body.h = room.y - bar.h - 2*m
		call, others = box{body.x, body.y, body.w, upper * unit}, box{body.x, body.y + upper*unit + m, body.w, body.h - upper*unit - m}
	}
	item := box{}
	switch {
	case a.v.news.item != (board.Item{}) && upright:
		call.h = calm * unit
		item = box{body.x, body.y + call.h + m, body.w, body.h - call.h - m}
	case a.v.news.item != (board.Item{}):
		call.w = body.w*0.44 - m
		item = box{body.x + body.w*0.44, body.y, body.w * 0.56, body.h}
	case a.v.alone:
		call = body
	}
	a.v.news.lay(item, m, unit)
	a.v.news.whisper(m, foot.y+(foot.h-least*leading*unit)/2, s.Width-2*m, unit)
	a.bar(bar, m, unit)
	a.call(call, m, unit)
	a.others(others, unit, upright)
	a.room(room, m, unit, upright)
	a.foot(foot, m, unit)
	a.v.even()
}

func fill(g *ground, b box) {
	g.Move(fyne.NewPos(b.x, b.y))
	g.Resize(fyne.NewSize(b.w, b.h))
}

func (a arrangement) bar(b box, m, unit float32) {
	fill(a.v.bar, b)
	y := (b.h - middle*leading*unit) / 2
	a.v.site.put(m, y, b.w*0.55-m, unit)
	a.v.clock.put(b.w*0.55, y, b.w*0.45-m, unit)
}

// call has the number in the middle of its ground.
func (a arrangement) call(b box, m, unit float32) {
	v := a.v
	fill(v.call, b)
	v.call.CornerRadius = 0.02 * unit
	high := (huge*tight + (small+big+small)*leading) * unit
	x, w := b.x+m, b.w-2*m
	y := b.y + max(0, (b.h-high)/2)
	y = v.number.put(x, y, w, unit)
	y = v.ticket.put(x, y, w, unit)
	y = v.where.put(x, y, w, unit)
	v.what.put(x, y, w, unit)
}

// others are who was called before, and who comes soon.
func (a arrangement) others(b box, unit float32, upright bool) {
	v, next := a.v, b
	if upright {
		b.w, next.x, next.w = b.w*0.5, b.x+b.w*0.56, b.w*0.44
	}
	y := v.beforeHead.put(b.x, b.y, b.w, unit)
	for i := range v.before {
		row := &v.before[i]
		row.ticket.put(b.x, y, b.w*0.36, unit)
		down := (middle - small) * leading * unit / 2
		row.where.put(b.x+b.w*0.38, y+down, b.w*0.62, unit)
		y += middle * leading * unit
	}
	if upright {
		y = b.y - 0.02*unit
	}
	y = v.nextHead.put(next.x, y+0.02*unit, next.w, unit)
	const columns = 3
	for i, n := range v.next {
		n.put(next.x+next.w/columns*float32(i%columns), y+small*leading*unit*float32(i/columns), next.w/columns, unit)
	}
}

// room is how many wait and how long it takes, when it is open, and what closes it.
func (a arrangement) room(b box, m, unit float32, upright bool) {
	v := a.v
	fill(v.room, b)
	top, full := b.y+m, b.w-2*m
	wait, hours, notes := box{m, top, full*0.36 - m, 0}, box{m + full*0.36, top, full*0.29 - m, 0}, box{m + full*0.65, top, full * 0.35, 0}
	if upright {
		three := board.Notes * least * leading * unit
		wait.w = full
		hours = box{m, top + (middle+small)*leading*unit, full, 0}
		notes = box{m, hours.y + three, full, 0}
	}
	y := v.waits.put(wait.x, wait.y, wait.w, unit)
	v.expect.put(wait.x, y, wait.w, unit)
	for i := range board.Notes {
		hours.y = v.hours[i].put(hours.x, hours.y, hours.w, unit)
		notes.y = v.notes[i].put(notes.x, notes.y, notes.w, unit)
	}
}

// foot is what is wrong with this screen, when something is.
func (a arrangement) foot(b box, m, unit float32) {
	fill(a.v.warning, b)
	y := b.y + (b.h-least*leading*unit)/2
	a.v.stale.put(m, y, b.w*0.62-m, unit)
	a.v.staleIf.put(b.w*0.62, y, b.w*0.38-m, unit)
}
