package notice

import (
	"bytes"
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Millimetres of an A4 sheet, and sizes of letters in points: large, since it is read standing before a door.
const (
	margin  = 18.0
	width   = 210 - 2*margin
	dayWide = 38.0
	line    = 8.0
	huge    = 34.0
	head    = 20.0
	body    = 15.0
	small   = 9.0
)

// letters is the family of the fonts, which are embedded.
const letters = "go"

// page writes on the document.
type page struct{ *fpdf.Fpdf }

// PDF draws the notice on A4. The same notice gives the same bytes.
func (n *Notice) PDF() ([]byte, error) {
	doc := fpdf.New("P", "mm", "A4", "")
	p := page{doc}
	doc.SetCatalogSort(true)
	doc.SetCreationDate(n.made.UTC())
	doc.SetModificationDate(n.made.UTC())
	doc.SetProducer("Buurtloket", false)
	doc.SetTitle(n.title()+" - "+n.site.Name, true)
	doc.SetLang("nl-BE")
	doc.AddUTF8FontFromBytes(letters, "", goregular.TTF)
	doc.AddUTF8FontFromBytes(letters, "B", gobold.TTF)
	doc.SetMargins(margin, margin, margin)
	doc.SetAutoPageBreak(true, margin)
	doc.SetFooterFunc(func() {
		doc.SetY(-margin + 4)
		p.text("", small, fmt.Sprintf("%s - gemaakt op %s - versie %d van de openingsuren - blad %d", n.site.Name, n.made.Format("02-01-2006"), n.version, doc.PageNo()))
	})
	doc.AddPage()
	n.draw(p)
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return nil, fault.New("notice.PDF", fault.Internal).Because(err)
	}
	return out.Bytes(), nil
}

func (n *Notice) draw(p page) {
	p.text("B", huge, n.title())
	p.text("B", head, n.site.Name)
	if n.site.Address.Value != "" {
		p.text("", body, n.site.Address.Value)
	}
	p.Ln(4)
	p.text("B", head, n.starts())
	for _, why := range n.why {
		p.text("", body, why)
	}
	for _, t := range n.tables {
		p.Ln(4)
		p.table(t, n)
	}
	if len(n.tables) > 0 && len(n.same) > 0 {
		p.Ln(2)
		p.text("", body, n.stays())
	}
	if len(n.days) > 0 {
		p.Ln(4)
		p.text("B", body, "Bijzondere dagen")
		for _, d := range n.days {
			p.text("", body, d)
		}
	}
	if n.near.ID != "" {
		p.Ln(4)
		p.text("B", body, n.elsewhere())
		for _, l := range n.nearby {
			p.text("", body, capital(l))
		}
	}
}

// text writes one paragraph and goes to the next line.
func (p page) text(style string, size float64, text string) {
	p.SetFont(letters, style, size)
	p.MultiCell(width, size*0.5, text, "", "L", false)
}

// table writes the hours in one way: the day, now, and from the day on. What changes is bold.
func (p page) table(t table, n *Notice) {
	p.text("B", body, capital(t.mode.Dutch()))
	p.row("B", "", "Nu", "Vanaf "+n.from.UTC().Format("02-01-2006"), "B")
	for _, r := range t.rows {
		style := ""
		if r.before != r.after {
			style = "B"
		}
		p.row("", capital(r.day), lines(r.before), lines(r.after), style)
	}
}

// lines puts each stretch of hours on a line of its own.
func lines(hours string) string { return strings.ReplaceAll(hours, " en ", "\nen ") }

// row writes three columns, the two with hours over as many lines as they need.
func (p page) row(style, day, before, after, strong string) {
	column := (width - dayWide) / 2
	p.SetFont(letters, strong, body)
	deep := max(len(p.SplitText(after, column-3)), 1)
	p.SetFont(letters, style, body)
	deep = max(deep, len(p.SplitText(before, column-3)))
	high := line*float64(deep) + 1
	if _, sheet := p.GetPageSize(); p.GetY()+high > sheet-margin {
		p.AddPage()
	}
	x, y := margin, p.GetY()
	p.Line(x, y+high, x+width, y+high)
	p.SetXY(x, y)
	p.MultiCell(dayWide, line, day, "", "L", false)
	p.SetXY(x+dayWide, y)
	p.MultiCell(column, line, before, "", "L", false)
	p.SetFont(letters, strong, body)
	p.SetXY(x+dayWide+column, y)
	p.MultiCell(column, line, after, "", "L", false)
	p.SetXY(x, y+high)
}
