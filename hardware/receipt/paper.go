package receipt

import (
	"bytes"
	"slices"
)

// paper is what a printer draws on, and how it stands: the interpreter of the commands.
type paper struct {
	columns int
	rows    []Row
	printed int // lines ever printed

	line   []Glyph
	align  Align
	width  uint8 // times
	height uint8
	bold   bool
	page   byte // of ESC t

	symbol Code // the QR code that is being described, then the next bar code's look
}

// Glyph is one character on paper.
type Glyph struct {
	Rune          rune
	Width, Height uint8 // times the normal size
	Bold          bool
}

// Code is a QR or bar code on paper. The printer draws it itself, from these.
type Code struct {
	Kind   string // "qr" or "code128"
	Text   string
	Module uint8 // dots
	Height uint8 // dots of the bars
	Level  byte  // of a QR code: L, M, Q or H
	Below  bool  // its text stands below
}

// Row is one line of print, or a code, or white space of Feed lines.
type Row struct {
	Align  Align
	Glyphs []Glyph
	Code   *Code
	Feed   int
}

// maxRows bounds how much uncut paper is remembered.
const maxRows = 1000

// newPaper gives a printer's state after it was switched on: code page 437.
func newPaper(columns int) paper {
	return paper{columns: columns, width: 1, height: 1, symbol: Code{Module: 3, Height: 162, Level: 'L'}}
}

// slip gives what is on paper since the last cut.
func (p *paper) slip() Slip { return Slip{Columns: p.columns, Rows: slices.Clone(p.rows)} }

// obey carries out one command. What it does not know leaves no trace, as in a real printer.
func (p *paper) obey(c Command) {
	arg := func(i int) byte {
		if i < len(c.Args) {
			return c.Args[i]
		}
		return 0
	}
	switch c.Name {
	case "text":
		p.write(c.Args)
	case "LF":
		p.feedLine()
	case "ESC @":
		fresh := newPaper(p.columns)
		fresh.rows, fresh.printed = p.rows, p.printed
		*p = fresh
	case "ESC a":
		p.align = Align(arg(0) % 48 % 3)
	case "ESC t":
		p.page = arg(0)
	case "ESC E":
		p.bold = arg(0)&1 == 1
	case "GS !":
		p.width, p.height = min(arg(0)>>4, 7)+1, min(arg(0)&0x0F, 7)+1
	case "ESC d":
		p.endLine()
		p.row(Row{Feed: int(arg(0))})
	case "GS h":
		p.symbol.Height = arg(0)
	case "GS w":
		p.symbol.Module = min(arg(0), 16)
	case "GS H":
		p.symbol.Below = arg(0)%48 >= 2
	case "GS ( k":
		p.symbols(c.Args)
	case "GS k":
		p.barCode(c.Args)
	}
}

// write puts text on the line; a full line is printed, in the middle of a word if need be.
func (p *paper) write(text []byte) {
	for _, b := range text {
		r := '?'
		if b < 0x80 || p.page == page858 {
			r = fromPage858(b)
		}
		if p.used()+int(p.width) > p.columns {
			p.feedLine()
		}
		p.line = append(p.line, Glyph{r, p.width, p.height, p.bold})
	}
}

// used is how many columns of the line are taken.
func (p *paper) used() (columns int) {
	for _, g := range p.line {
		columns += int(g.Width)
	}
	return columns
}

// feedLine prints the line, empty or not.
func (p *paper) feedLine() {
	p.row(Row{Align: p.align, Glyphs: p.line})
	p.line = nil
}

// endLine prints the line when there is something on it.
func (p *paper) endLine() {
	if len(p.line) > 0 {
		p.feedLine()
	}
}

// row puts a row on paper.
func (p *paper) row(r Row) {
	p.rows = append(p.rows, r)
	p.rows = p.rows[max(0, len(p.rows)-maxRows):]
	p.printed += max(1, r.Feed)
}

// symbols carries out GS ( k for QR codes: args are the length, '1', a function and what it needs.
func (p *paper) symbols(args []byte) {
	if len(args) < 5 || args[2] != '1' {
		return
	}
	switch value := args[4:]; args[3] {
	case 'C':
		p.symbol.Module = min(value[0], 16)
	case 'E':
		if i := int(value[0]) - '0'; i >= 0 && i < 4 {
			p.symbol.Level = "LMQH"[i]
		}
	case 'P':
		p.symbol.Text = string(value[1:])
	case 'Q':
		p.code("qr", p.symbol.Text)
	}
}

// barCode carries out GS k for Code 128.
func (p *paper) barCode(args []byte) {
	if len(args) < 4 || args[0] != 'I' || !bytes.HasPrefix(args[2:], []byte("{B")) {
		return
	}
	p.code("code128", string(bytes.ReplaceAll(args[4:], []byte("{{"), []byte("{"))))
}

// code puts a code on paper.
func (p *paper) code(kind, text string) {
	p.endLine()
	c := p.symbol
	c.Kind, c.Text = kind, text
	if text != "" {
		p.row(Row{Align: p.align, Code: &c})
	}
}
