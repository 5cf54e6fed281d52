package certificate

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Symbol draws the modules of a QR code, true for black, without a quiet zone.
type Symbol func(text string) ([][]bool, error)

// paper is one certificate as it is drawn. The same fields give the same bytes.
type paper struct {
	statement
	city    string
	made    time.Time // in the city's zone
	code    string
	check   string // where it can be verified; empty: nobody said
	salt    string
	sample  bool // of persons who do not exist
	repeats bool // it is a duplicate
	symbol  [][]bool
}

// duplicate is the word on a duplicate. It also stands in the file as plain letters, where whoever prints it looks.
const duplicate = "DUPLICAAT"

// Widths in millimetres of an A4 sheet between its margins.
const (
	margin = 22.0
	width  = 210 - 2*margin
	label  = 48.0
	line   = 6.5
	module = 0.85 // of the QR code
)

// pdf draws it.
func (c paper) pdf() ([]byte, error) {
	doc := fpdf.New("P", "mm", "A4", "")
	p := page{doc}
	doc.SetCompression(false)
	doc.SetCatalogSort(true)
	doc.SetCreationDate(c.made.UTC())
	doc.SetModificationDate(c.made.UTC())
	doc.SetProducer("Buurtloket", false)
	doc.SetTitle(c.title, true)
	doc.SetKeywords(c.salt, false)
	if c.repeats {
		doc.SetSubject(duplicate, false)
	}
	doc.SetLang("nl-BE")
	doc.AddUTF8FontFromBytes(letters, "", goregular.TTF)
	doc.AddUTF8FontFromBytes(letters, "B", gobold.TTF)
	doc.SetMargins(margin, margin, margin)
	doc.SetAutoPageBreak(true, margin)
	doc.SetFooterFunc(func() {
		doc.SetY(-margin + 4)
		p.text("", 8, fmt.Sprintf("%s - %s - blad %d", c.title, c.code, doc.PageNo()))
	})
	doc.AddPage()
	c.head(p)
	c.body(p)
	c.foot(p)
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return nil, fault.New("certificate.pdf", fault.Internal).Because(err)
	}
	return out.Bytes(), nil
}

func (c paper) head(p page) {
	if c.repeats {
		p.text("B", 16, duplicate)
	}
	if c.sample {
		p.SetTextColor(176, 0, 32)
		p.text("B", 11, "VOORBEELD ZONDER WAARDE: deze persoon bestaat niet.")
		p.SetTextColor(0, 0, 0)
	}
	p.text("B", 13, c.city)
	p.text("", 10, "Bevolking en burgerlijke stand")
	p.Ln(10)
	p.text("B", 18, c.title)
	p.Ln(4)
	p.text("", 11, c.opening)
	p.Ln(3)
}

func (c paper) body(p page) {
	for _, row := range c.rows {
		p.row(row)
	}
	for i, row := range c.table {
		if i == 0 {
			p.Ln(4)
		}
		p.cells(row, i == 0)
	}
	p.Ln(4)
	p.text("", 11, c.closing)
}

// foot is how to verify it.
func (c paper) foot(p page) {
	side := module * float64(len(c.symbol))
	const most = 12 * line // what follows stays on one page
	if _, high := p.GetPageSize(); p.GetY()+max(side, most) > high-margin {
		p.AddPage()
	}
	p.Ln(8)
	p.text("", 10, fmt.Sprintf("Gemaakt en elektronisch verzegeld op %s.", c.made.Format("02-01-2006 om 15:04")))
	p.text("", 10, "Controlecode:")
	p.text("B", 14, c.code)
	say := "Wie dit papier krijgt, kan met deze code bij de stad navragen of het echt is."
	if c.check != "" {
		say = "Wie dit papier krijgt, kan nakijken of het echt is: " + c.check
	}
	p.text("", 10, say)
	x, y := margin, p.GetY()+3
	for row, modules := range c.symbol {
		for column, black := range modules {
			if black {
				p.Rect(x+module*float64(column), y+module*float64(row), module, module, "F")
			}
		}
	}
	p.SetY(y + side)
}

// letters is the family of the fonts, which are embedded: names come from everywhere.
const letters = "go"

// page writes on the document.
type page struct{ *fpdf.Fpdf }

// text writes one paragraph and goes to the next line.
func (p page) text(style string, size float64, text string) {
	p.SetFont(letters, style, size)
	p.MultiCell(width, size*0.55, text, "", "L", false)
}

// row writes a label and what stands behind it, over as many lines as that needs.
func (p page) row(row [2]string) {
	p.SetFont(letters, "", 11)
	p.CellFormat(label, line, row[0], "", 0, "L", false, 0, "")
	p.SetFont(letters, "B", 11)
	p.MultiCell(width-label, line, row[1], "", "L", false)
}

// columns are the shares of a table's columns.
var columns = []float64{0.5, 0.2, 0.3}

// cells writes one row of a table.
func (p page) cells(row []string, heading bool) {
	style := ""
	if heading {
		style = "B"
	}
	p.SetFont(letters, style, 10)
	for i, cell := range row {
		p.CellFormat(columns[i]*width, line, p.fit(cell, columns[i]*width), "B", 0, "L", false, 0, "")
	}
	p.Ln(line)
}

// fit cuts what is wider than its column, which would run into the next.
func (p page) fit(text string, w float64) string {
	all := []rune(text)
	if p.GetStringWidth(text) <= w-2 {
		return text
	}
	for len(all) > 0 && p.GetStringWidth(string(all)+"…") > w-2 {
		all = all[:len(all)-1]
	}
	return string(all) + "…"
}
