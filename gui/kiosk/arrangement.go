package kiosk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
)

// arrangement places a page: what is asked above, what is touched below it, the buttons of every page at the foot.
type arrangement struct{ v *View }

// MinSize implements fyne.Layout: any screen will do.
func (arrangement) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(480, 480) }

// Layout implements fyne.Layout.
func (a arrangement) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	v := a.v
	if s.Width < 1 || v.foot == nil {
		return
	}
	v.fit(s)
	m := 1.5 * kit.Space()
	put(v.ground, 0, 0, s.Width, s.Height)
	put(v.head.Container, 0, 0, s.Width, v.head.high())
	bottom := s.Height
	if v.foot.Visible() {
		high := v.foot.high(s.Width)
		bottom -= high
		put(v.foot.Container, 0, bottom, s.Width, high)
	}
	bottom -= m
	inner := s.Width - 2*m
	y := a.prose(v.title, m, v.head.high()+m, inner) + kit.Gap()
	y = a.prose(v.words, m, y, inner) + kit.Space()
	if v.idle.Visible() {
		put(v.idle.Container, m, y, inner, bottom-y)
		return
	}
	if v.slab.Visible() {
		room := bottom - y
		if v.tiles[0].Visible() {
			room -= a.needs(inner) + kit.Space() // what is touched must have its room
		}
		high := v.slab.high(inner, room)
		put(v.slab.Container, m, y, inner, high)
		y += high + kit.Space()
	}
	low := y
	if v.looks.Low {
		low = max(y, s.Height*(1-v.reach))
	}
	if v.field.Visible() {
		a.entry(m, y, low, inner, bottom)
		return
	}
	if !a.tiles(m, low, inner, bottom) {
		low = y // rather higher than cut
		if !a.tiles(m, y, inner, bottom) && inner > bottom-y {
			a.beside(m, inner, bottom)
		}
	}
}

// beside puts the words at the left of the tiles: on a screen that lies there is more width than height.
func (a arrangement) beside(m, inner, bottom float32) {
	v, left, top := a.v, 0.36*inner, a.v.head.high()+m
	y := a.prose(v.title, m, top, left) + kit.Gap()
	a.prose(v.words, m, y, left)
	a.tiles(m+left+m, top, inner-left-m, bottom)
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	if p := fyne.NewPos(x, y); o.Position() != p {
		o.Move(p)
	}
	if s := fyne.NewSize(w, h); o.Size() != s {
		o.Resize(s)
	}
}

// prose places a text at its own height and tells where the next thing begins.
func (a arrangement) prose(t *kit.Text, x, y, w float32) float32 {
	if t.Text() == "" {
		put(t, x, y, w, 0)
		return y
	}
	high := t.HeightFor(w)
	put(t, x, y, w, high)
	return y + high
}

// shown are the tiles of this page.
func (a arrangement) shown() (out []*kit.Tile) {
	for _, t := range a.v.tiles {
		if t.Visible() {
			out = append(out, t)
		}
	}
	return out
}

// needs is the height that a page with few tiles cannot do without.
func (a arrangement) needs(w float32) (high float32) {
	for _, t := range a.shown() {
		high += max(t.As(false).Need(w), kit.Control()) + kit.Space()
	}
	return high
}

// tiles stand under each other while they are few, else in two columns, or in three where the screen lies; their words are
// as large as there is room for. It reports whether they have it.
func (a arrangement) tiles(x, y, w, bottom float32) bool {
	v, gap, all := a.v, kit.Space(), a.shown()
	if v.pages.Visible() {
		turn, side := finger(), (w-2*gap)*0.3
		bottom -= turn
		words := v.pages.HeightFor(w)
		put(v.less, x, bottom, side, turn)
		put(v.more, x+w-side, bottom, side, turn)
		put(v.pages, x+side+gap, bottom+(turn-words)/2, w-2*side-2*gap, words)
		bottom -= gap
	}
	if len(all) == 0 {
		return true
	}
	columns := []int{2, 3, 1}
	switch {
	case w > bottom-y && len(all) != 4:
		columns = []int{min(len(all), 3), 2, 1}
	case w <= bottom-y && len(all) <= 3:
		columns = []int{1, 2, 3}
	}
	for _, roomy := range []bool{true, false} {
		for _, n := range columns {
			if g := a.grid(all, roomy, n, x, y, w, bottom); g.fits {
				g.put(all)
				return true
			}
		}
	}
	a.grid(all, false, columns[0], x, y, w, bottom).put(all)
	return false
}

// grid is how tiles stand in columns: from where, how wide and high each, and whether their words have room.
type grid struct {
	columns          int
	roomy            bool
	x, y, each, high float32
	fits             bool
}

// grid tries a way for the tiles to stand. It changes nothing: a tile that is tried in a size would be drawn in it.
func (a arrangement) grid(all []*kit.Tile, roomy bool, columns int, x, y, w, bottom float32) grid {
	gap := kit.Space()
	each := (w - float32(columns-1)*gap) / float32(columns)
	need, fits := float32(0), true
	for _, t := range all {
		t = t.As(roomy)
		need, fits = max(need, t.Need(each)), fits && t.Fits(each)
	}
	rows := float32((len(all) + columns - 1) / columns)
	room := (bottom - y - (rows-1)*gap) / rows
	most := 4 * kit.Control()
	if rows < 3 {
		most = 2.2 * kit.Control()
	}
	return grid{columns, roomy, x, y, each, min(max(need, min(room, most)), room), fits && need <= room}
}

// put places the tiles.
func (g grid) put(all []*kit.Tile) {
	gap := kit.Space()
	for i, t := range all {
		t.SetRoomy(g.roomy)
		put(t, g.x+float32(i%g.columns)*(g.each+gap), g.y+float32(i/g.columns)*(g.high+gap), g.each, g.high)
	}
}

// entry is what is typed, and the keys beneath it, not far above the foot: that is where hands are.
func (a arrangement) entry(x, top, low, w, bottom float32) {
	v := a.v
	for _, k := range v.keys {
		if !k.Visible() {
			continue
		}
		k.turn(w)
		above := v.field.high() + kit.Gap() + v.hint.HeightFor(w) + kit.Space()
		y := max(top, min(low, bottom-above-k.least()))
		keys := k.high(w, bottom-y-above)
		y += max(0, bottom-y-above-keys) * 0.3
		put(v.field.Container, x, y, w, v.field.high())
		y = a.prose(v.hint, x, y+v.field.high()+kit.Gap(), w) + kit.Space()
		put(k.Container, x, y, w, keys)
		k.Layout(nil, k.Size())
	}
}
