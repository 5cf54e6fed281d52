package receipt

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The dots of a character of normal size, of the space between two lines of them, and of the paper's edge.
const (
	cellWidth  = 12
	cellHeight = 24
	lineGap    = 6
	edge       = 24
)

// Symbols draws the modules of a code, true for black: what the firmware of a printer does. A bar code is one row. The
// rows are of one length, without a quiet zone.
type Symbols func(c Code) ([][]bool, error)

// maxLength bounds a picture, in dots: four metres of paper.
const maxLength = 32_000

// Picture draws a slip as it is on paper, a dot for a dot: eight of them are a millimetre. Without symbols
// they are [Drawn]; where they fail a frame stands in the code's place.
func (s Slip) Picture(symbols Symbols) (*image.Gray, error) {
	if symbols == nil {
		symbols = Drawn
	}
	face, err := typeface()
	if err != nil {
		return nil, err
	}
	blocks := make([]*image.Gray, len(s.Rows))
	height := 2 * edge
	for i, r := range s.Rows {
		blocks[i] = r.picture(face, symbols)
		height += blocks[i].Rect.Dy()
		if height > maxLength {
			return nil, fmt.Errorf("receipt: a slip of more than %d dots", maxLength)
		}
	}
	out := white(s.Columns*cellWidth+2*edge, height)
	y := edge
	for i, b := range blocks {
		free := s.Columns*cellWidth - b.Rect.Dx()
		x := edge + [...]int{Left: 0, Middle: free / 2, Right: free}[s.Rows[i].Align]
		draw.Draw(out, b.Rect.Add(image.Pt(x, y)), b, image.Point{}, draw.Src)
		y += b.Rect.Dy()
	}
	return out, nil
}

// typeface is the face of normal characters; its advance is one cell.
var typeface = sync.OnceValues(func() (font.Face, error) {
	f, err := opentype.Parse(gomono.TTF)
	if err != nil {
		return nil, fmt.Errorf("receipt: %w", err)
	}
	// Go Mono is six tenths of its size wide.
	return opentype.NewFace(f, &opentype.FaceOptions{Size: cellWidth / 0.6, DPI: 72, Hinting: font.HintingFull})
})

// white gives an empty picture.
func white(width, height int) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, width, height))
	draw.Draw(m, m.Rect, image.White, image.Point{}, draw.Src)
	return m
}

// picture draws one row.
func (r Row) picture(face font.Face, symbols Symbols) *image.Gray {
	switch {
	case r.Code != nil:
		return r.Code.picture(face, symbols)
	case r.Feed > 0:
		return white(1, r.Feed*(cellHeight+lineGap))
	}
	width, tall := 0, 1
	for _, g := range r.Glyphs {
		width += int(g.Width) * cellWidth
		tall = max(tall, int(g.Height))
	}
	m := white(max(1, width), tall*cellHeight+lineGap)
	x := 0
	for _, g := range r.Glyphs {
		// Characters of different height stand on one line.
		g.draw(m, face, x, (tall-int(g.Height))*cellHeight)
		x += int(g.Width) * cellWidth
	}
	return m
}

// faces are not safe to share, and a typeface is made once.
var facing sync.Mutex

// draw puts a character at a place, each dot as many times as it is wide and high; bold is drawn twice, a dot apart.
func (g Glyph) draw(m *image.Gray, face font.Face, x, y int) {
	cell := white(cellWidth, cellHeight)
	pen := font.Drawer{Dst: cell, Src: image.Black, Face: face}
	facing.Lock()
	for shift := range map[bool]int{false: 1, true: 2}[g.Bold] {
		pen.Dot = fixed.P(shift, cellHeight-6)
		pen.DrawString(string(g.Rune))
	}
	facing.Unlock()
	for dy := range cellHeight * int(g.Height) {
		for dx := range cellWidth * int(g.Width) {
			if cell.GrayAt(dx/int(g.Width), dy/int(g.Height)).Y < 0x80 { // thermal paper has no grey
				m.SetGray(x+dx, y+dy, color.Gray{})
			}
		}
	}
}

// picture draws a code, or a frame in its place, and its text below when it has one.
func (c Code) picture(face font.Face, symbols Symbols) *image.Gray {
	rows := frame
	if drawn, err := symbols(c); err == nil && len(drawn) > 0 && len(drawn[0]) > 0 {
		rows = drawn
	}
	module, height := max(1, int(c.Module)), max(1, int(c.Module))
	if c.Kind != "qr" && len(rows) == 1 {
		height = max(1, int(c.Height))
	}
	below := white(0, 0)
	if c.Below {
		below = Row{Glyphs: glyphs(c.Text)}.picture(face, nil)
	}
	width, bars := len(rows[0])*module, len(rows)*height
	m := white(max(width, below.Rect.Dx()), bars+lineGap+below.Rect.Dy())
	left := (m.Rect.Dx() - width) / 2
	for y, row := range rows {
		for x, black := range row {
			if black {
				draw.Draw(m, image.Rect(left+x*module, y*height, left+(x+1)*module, (y+1)*height), image.Black, image.Point{}, draw.Src)
			}
		}
	}
	at := below.Rect.Add(image.Pt((m.Rect.Dx()-below.Rect.Dx())/2, bars+lineGap))
	draw.Draw(m, at, below, image.Point{}, draw.Src)
	return m
}

// glyphs gives a text in normal characters.
func glyphs(text string) (all []Glyph) {
	for _, r := range text {
		all = append(all, Glyph{r, 1, 1, false})
	}
	return all
}

// frame stands where a code would be.
var frame = func() [][]bool {
	const side = 21
	rows := make([][]bool, side)
	for y := range rows {
		rows[y] = make([]bool, side)
		for x := range rows[y] {
			rows[y][x] = x == 0 || y == 0 || x == side-1 || y == side-1
		}
	}
	return rows
}()
