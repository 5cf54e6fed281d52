package display

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// line is a text on one line, as high as its share of the screen, or less where its width asks for that.
type line struct {
	*canvas.Text
	role  fyne.ThemeColorName
	share float32 // of the screen's height
	width float32 // it has
	full  float32 // size of text that its share gives
}

func newLine(role fyne.ThemeColorName, share float32, bold bool, align fyne.TextAlign) *line {
	l := &line{Text: canvas.NewText("", color.Transparent), role: role, share: share}
	l.TextStyle.Bold, l.Alignment = bold, align
	return l
}

// say changes the words; the same words cost nothing.
func (l *line) say(words string) {
	if l.Text.Text == words {
		return
	}
	l.Text.Text = words
	l.fit()
	l.Refresh()
}

// paint takes the colour of the theme of this moment.
func (l *line) paint(th fyne.Theme) {
	if c := th.Color(l.role, 0); c != l.Color {
		l.Color = c
		l.Refresh()
	}
}

// put places the line on a screen of that height, and tells where the next one begins.
func (l *line) put(x, y, width, screen float32) (below float32) {
	l.width, l.full = width, l.share*screen
	l.fit()
	height := l.full * leading
	if l.share == huge {
		height = l.full * tight
	}
	l.Move(fyne.NewPos(x, y))
	l.Resize(fyne.NewSize(width, height))
	return y + height
}

// leading is the height of a line, in heights of its text.
const leading = 1.3

// tight is that of the number, which has no letters that hang.
const tight = 1.2

// fit makes the text as large as it can be.
func (l *line) fit() { l.TextSize = l.fitting() }

// fitting is the size that the share says, or that the width allows.
func (l *line) fitting() float32 {
	size := l.full
	for range 5 { // letters are as wide as whole points allow, so it takes more than one step
		w := fyne.MeasureText(l.Text.Text, size, l.TextStyle).Width
		if w <= l.width || w == 0 {
			break
		}
		size *= l.width / w * 0.98
	}
	return size
}

// even gives lines that stand together one size: that of the longest.
func even(lines []*line) {
	size := lines[0].full
	for _, l := range lines {
		size = min(size, l.fitting())
	}
	for _, l := range lines {
		if l.TextSize != size {
			l.TextSize = size
			l.Refresh()
		}
	}
}
