package sheet

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Sheet is what stands on the paper, all of it in Dutch.
type Sheet struct {
	Site     string // its name
	Day      string // as people say it
	Printed  time.Time
	Opened   string // who and when; empty: nobody
	Closed   string
	Sections []Section
	Head     string // the signed note, in its own lines
}

// Section is a table under a title. Each row has as many cells as there are columns; the first is text, the others are
// figures.
type Section struct {
	Title   string
	Columns []string
	Rows    [][]string
	None    string // said when there are no rows
}

// Widths in millimetres of an A4 sheet between its margins.
const (
	margin = 18.0
	width  = 210 - 2*margin
	figure = 24.0 // one column of figures
	line   = 5.5
)

// PDF renders the sheet. It fails on a section whose rows do not fit its columns.
func (s Sheet) PDF() ([]byte, error) {
	doc := fpdf.New("P", "mm", "A4", "")
	p := page{doc, doc.UnicodeTranslatorFromDescriptor("")}
	doc.SetCompression(false)
	doc.SetCatalogSort(true)
	doc.SetCreationDate(s.Printed.UTC())
	doc.SetModificationDate(s.Printed.UTC())
	doc.SetProducer("Buurtloket", false)
	doc.SetTitle("Dagblad "+s.Site+" "+s.Day, true)
	doc.SetLang("nl-BE")
	doc.SetMargins(margin, margin, margin)
	doc.SetAutoPageBreak(true, margin)
	doc.SetFooterFunc(func() {
		doc.SetY(-margin + 4)
		p.text("Helvetica", "", 8, fmt.Sprintf("%s, %s - blad %d", s.Site, s.Day, doc.PageNo()))
	})
	doc.AddPage()
	p.text("Helvetica", "B", 16, "Dagblad "+s.Site)
	p.text("Helvetica", "", 11, s.Day)
	p.text("Helvetica", "", 9, "Afgedrukt op "+s.Printed.Format("02-01-2006 15:04:05"))
	p.text("Helvetica", "", 9, "Geopend: "+orNobody(s.Opened))
	p.text("Helvetica", "", 9, "Afgesloten: "+orNobody(s.Closed))
	for _, section := range s.Sections {
		if err := p.section(section); err != nil {
			return nil, err
		}
	}
	p.head(s.Head)
	p.signatures()
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return nil, fault.New("sheet.PDF", fault.Internal).Because(err)
	}
	return out.Bytes(), nil
}

func orNobody(text string) string {
	if text == "" {
		return "door niemand"
	}
	return text
}

// page writes on the document in the printer's letters.
type page struct {
	*fpdf.Fpdf
	letters func(string) string
}

// text writes one paragraph and goes to the next line.
func (p page) text(font, style string, size float64, text string) {
	p.SetFont(font, style, size)
	p.MultiCell(width, line, p.letters(text), "", "L", false)
}

func (p page) section(s Section) error {
	p.Ln(3)
	p.text("Helvetica", "B", 11, s.Title)
	if len(s.Rows) == 0 {
		p.text("Helvetica", "", 9, s.None)
		return nil
	}
	p.row("B", s.Columns)
	for _, row := range s.Rows {
		if len(row) != len(s.Columns) {
			return fault.New("sheet.PDF", fault.Invalid).On(s.Title).Because(fmt.Errorf("a row of %d cells under %d columns", len(row), len(s.Columns)))
		}
		p.row("", row)
	}
	return nil
}

// row writes one line of a table. A single column may take several lines, and begins a new page by itself.
func (p page) row(style string, cells []string) {
	if len(cells) == 1 {
		p.text("Helvetica", style, 9, cells[0])
		return
	}
	p.SetFont("Helvetica", style, 9)
	for i, cell := range cells {
		w, align := figure, "R"
		if i == 0 {
			w, align = width-figure*float64(len(cells)-1), "L"
		}
		p.CellFormat(w, line, p.fit(p.letters(cell), w), "", 0, align, false, 0, "")
	}
	p.Ln(line)
}

// fit cuts what is wider than its column, which would run into the next. The text is in single-byte letters already.
func (p page) fit(text string, w float64) string {
	for len(text) > 0 && p.GetStringWidth(text) > w-2 {
		text = text[:len(text)-1]
	}
	return text
}

// head prints the signed note in a font whose letters cannot be mistaken, a long line over several.
func (p page) head(note string) {
	p.Ln(3)
	p.text("Helvetica", "B", 11, "Hoofd van het logboek")
	p.text("Helvetica", "", 9, "Deze regels leggen elke gebeurtenis tot nu vast. Bewaar dit blad: het bewijst het logboek.")
	for _, l := range strings.Split(strings.TrimRight(note, "\n"), "\n") {
		p.text("Courier", "", 9, l)
	}
}

func (p page) signatures() {
	p.Ln(8)
	p.text("Helvetica", "", 9, "Naam en handtekening: ______________________________    Tweede: ______________________________")
}
