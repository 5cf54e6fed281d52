package look

import "fyne.io/fyne/v2"

// The sizes, in the toolkit's device-independent pixels, on a grid of 8. Those of text, rows and controls
// grow by [LargeFactor] in large-text mode; gaps and lines do not.
const (
	Text      fyne.ThemeSizeName = "buurtloket.text"      // running text and rows
	Small     fyne.ThemeSizeName = "buurtloket.small"     // secondary text, key hints
	Heading   fyne.ThemeSizeName = "buurtloket.heading"   // heading of a panel
	Title     fyne.ThemeSizeName = "buurtloket.title"     // the one thing a screen is about
	Row       fyne.ThemeSizeName = "buurtloket.row"       // height of a row of one line
	RowDouble fyne.ThemeSizeName = "buurtloket.rowDouble" // height of a row of two lines
	Control   fyne.ThemeSizeName = "buurtloket.control"   // height of a button or field
	Gap       fyne.ThemeSizeName = "buurtloket.gap"       // between things that belong together
	Space     fyne.ThemeSizeName = "buurtloket.space"     // between groups, and inside panels
	Line      fyne.ThemeSizeName = "buurtloket.line"      // a border
	Corner    fyne.ThemeSizeName = "buurtloket.corner"    // rounding of controls
	RingWide  fyne.ThemeSizeName = "buurtloket.ringWide"  // outer band of the focus ring
	RingThin  fyne.ThemeSizeName = "buurtloket.ringThin"  // inner band; zero where there is one band
)

// LargeFactor is how much large-text mode multiplies text and what holds it.
const LargeFactor = 1.4

// growing are the sizes that large-text mode multiplies.
var growing = map[fyne.ThemeSizeName]float32{
	Text: 15, Small: 13, Heading: 20, Title: 26, Row: 40, RowDouble: 56, Control: 40,
}

// standing are the sizes of a screen that people stand before: text to be read at arm's length by who reads with trouble,
// and things to touch of at least 20 mm on the usual screen (EN 301 549, 8.5).
var standing = map[fyne.ThemeSizeName]float32{
	Text: 28, Small: 22, Heading: 34, Title: 44, Row: 72, RowDouble: 112, Control: 96,
}

// standingScreen is what they are drawn for, lying or standing; on a smaller one they shrink with it, to leastShrink: what is smaller
// nobody reads.
var standingScreen = fyne.NewSize(1920, 1080)

const leastShrink = 0.6

// fixed are the sizes that stay as they are.
var fixed = map[fyne.ThemeSizeName]float32{Gap: 8, Space: 16, Line: 1, Corner: 6}

// ring gives the two bands of the focus ring: light has ink around amber, the others one band.
func ring(m Mode, name fyne.ThemeSizeName) float32 {
	outer := name == RingWide
	switch {
	case m == Light && outer, m == Dark && outer:
		return 3
	case m == Light:
		return 2
	case m == Contrast && outer:
		return 4
	}
	return 0
}
