package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Style is how a text is drawn. The zero value is running text in ink.
type Style struct {
	Role    fyne.ThemeColorName // default look.Ink
	Size    fyne.ThemeSizeName  // default look.Text
	Bold    bool
	Align   fyne.TextAlign
	Elastic bool // may be given less width than the text has: then it ends in "…"
}

func (s Style) role() fyne.ThemeColorName {
	if s.Role == "" {
		return look.Ink
	}
	return s.Role
}

func (s Style) size() float32 {
	if s.Size == "" {
		return size(look.Text)
	}
	return size(s.Size)
}

func (s Style) face() fyne.TextStyle { return fyne.TextStyle{Bold: s.Bold} }

func (s Style) measure(text string) fyne.Size { return fyne.MeasureText(text, s.size(), s.face()) }

// elide shortens text to fit width, ending in "…"; whole says that nothing was taken off.
func (s Style) elide(text string, width float32) (shown string, whole bool) {
	if text == "" || s.measure(text).Width <= width+0.5 {
		return text, true
	}
	runes := []rune(text)
	lo, hi := 0, len(runes)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if s.measure(string(runes[:mid])+"…").Width <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return strings.TrimRight(string(runes[:lo]), " ") + "…", false
}

// wrap breaks text into lines of at most width, between words.
func (s Style) wrap(text string, width float32) []string {
	var lines []string
	for para := range strings.SplitSeq(text, "\n") {
		line := ""
		for _, word := range strings.Fields(para) {
			longer := strings.TrimSpace(line + " " + word)
			if line != "" && s.measure(longer).Width > width {
				lines, longer = append(lines, line), word
			}
			line = longer
		}
		lines = append(lines, line)
	}
	return lines
}

// Text is text on one line, or, made by NewProse, on as many lines as its width asks for.
type Text struct {
	widget.BaseWidget
	text  string
	style Style
	prose bool
	cut   bool // the last layout could not show all of it
}

var _ fyne.Accessible = (*Text)(nil)

// NewText makes a text of one line.
func NewText(text string, style Style) *Text {
	t := &Text{text: text, style: style}
	t.ExtendBaseWidget(t)
	return t
}

// NewProse makes a text that wraps between words. Our layouts give it the height it needs at its width.
func NewProse(text string, style Style) *Text {
	t := &Text{text: text, style: style, prose: true}
	t.ExtendBaseWidget(t)
	return t
}

// SetText changes the words; the same words cost nothing.
func (t *Text) SetText(text string) {
	if t.text != text {
		t.text = text
		t.Refresh()
	}
}

// SetRole changes the colour role.
func (t *Text) SetRole(role fyne.ThemeColorName) {
	if t.style.Role != role {
		t.style.Role = role
		t.Refresh()
	}
}

// SetSize changes the size of the letters.
func (t *Text) SetSize(size fyne.ThemeSizeName) {
	if t.style.Size != size {
		t.style.Size = size
		t.Refresh()
	}
}

// Text is what is said, in full.
func (t *Text) Text() string { return t.text }

// Cut reports whether the last layout could not show all of it.
func (t *Text) Cut() bool { return t.cut && t.Visible() }

// HeightFor is the height needed at a width.
func (t *Text) HeightFor(width float32) float32 {
	h := t.style.measure("Ag").Height
	if !t.prose {
		return h
	}
	return h * float32(len(t.style.wrap(t.text, width)))
}

// AccessibilityLabel is the text in full, also when it is shown cut.
func (t *Text) AccessibilityLabel() string { return t.text }

// AccessibilityRole is text.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by the toolkit.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	r := &textRenderer{t: t}
	r.Refresh()
	return r
}

// textRenderer keeps one canvas text per line and reuses them.
type textRenderer struct {
	t     *Text
	lines []fyne.CanvasObject
}

func (r *textRenderer) MinSize() fyne.Size {
	m := r.t.style.measure(r.t.text)
	if r.t.style.Elastic || r.t.prose {
		m.Width = 0
	}
	if r.t.text == "" {
		m.Height = r.t.style.measure("Ag").Height
	}
	if w := r.t.Size().Width; r.t.prose && w > 0 {
		m.Height = r.t.HeightFor(w)
	}
	return m
}

func (r *textRenderer) Layout(s fyne.Size) {
	st := r.t.style
	words := []string{r.t.text}
	r.t.cut = false
	if r.t.prose {
		words = st.wrap(r.t.text, s.Width)
	} else if s.Width > 0 {
		shown, whole := st.elide(r.t.text, s.Width)
		words, r.t.cut = []string{shown}, !whole
	}
	h := st.measure("Ag").Height
	if r.t.prose && h*float32(len(words)) > s.Height+1 {
		r.t.cut = true
	}
	r.lines = r.lines[:min(len(r.lines), len(words))]
	for i, w := range words {
		if i == len(r.lines) {
			r.lines = append(r.lines, canvas.NewText("", tint(look.Ink)))
		}
		r.draw(r.lines[i].(*canvas.Text), w)
		place(r.lines[i], 0, float32(i)*h, s.Width, h)
	}
}

func (r *textRenderer) draw(c *canvas.Text, words string) {
	st, col := r.t.style, tint(r.t.style.role())
	if c.Text == words && c.Color == col && c.TextSize == st.size() && c.Alignment == st.Align && c.TextStyle == st.face() {
		return
	}
	c.Text, c.Color, c.TextSize, c.Alignment, c.TextStyle = words, col, st.size(), st.Align, st.face()
	c.Refresh()
}

func (r *textRenderer) Refresh()                     { r.Layout(r.t.Size()) }
func (r *textRenderer) Objects() []fyne.CanvasObject { return r.lines }
func (r *textRenderer) Destroy()                     {}
