package receipt

import "strings"

// Slip is a piece of paper with what is on it.
type Slip struct {
	Columns int
	Rows    []Row
}

// Text gives the paper as lines of text, aligned as on paper, each code in brackets. Wide characters are followed by spaces.
func (s Slip) Text() string {
	var b strings.Builder
	for _, r := range s.Rows {
		line, width := r.text()
		switch {
		case r.Feed > 0:
			b.WriteString(strings.Repeat("\n", r.Feed))
			continue
		case r.Align == Middle:
			line = strings.Repeat(" ", max(0, s.Columns-width)/2) + line
		case r.Align == Right:
			line = strings.Repeat(" ", max(0, s.Columns-width)) + line
		}
		b.WriteString(strings.TrimRight(line, " "))
		b.WriteByte('\n')
	}
	return b.String()
}

// text gives a row as text, and how many columns it takes.
func (r Row) text() (string, int) {
	if r.Code != nil {
		text := "[" + r.Code.Kind + " " + r.Code.Text + "]"
		return text, len(text)
	}
	var b strings.Builder
	width := 0
	for _, g := range r.Glyphs {
		b.WriteRune(g.Rune)
		b.WriteString(strings.Repeat(" ", int(g.Width)-1))
		width += int(g.Width)
	}
	return b.String(), width
}

// Codes gives the codes on the paper, from top to bottom.
func (s Slip) Codes() []Code {
	var all []Code
	for _, r := range s.Rows {
		if r.Code != nil {
			all = append(all, *r.Code)
		}
	}
	return all
}
