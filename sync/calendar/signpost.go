package calendar

import (
	"strings"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Signpost tells what to do instead and where to go when something has ended or is not given here (A002-47). All of it
// is Dutch text for visitors; the zero value says nothing.
type Signpost struct {
	Say     string        // what to do instead: "Vraag dit aan de dienst Sociale Dienstverlening."
	Where   string        // organisation or address
	Site    office.SiteID // or another site of ours
	Web     string        // address of a page
	Phone   string
	Assumed bool // not stated by a source
}

// empty reports whether there is nothing to tell.
func (s Signpost) empty() bool { return s == Signpost{Assumed: s.Assumed} }

// text writes the signpost as sentences.
func (s Signpost) text(p *Plan) string {
	var parts []string
	if s.Say != "" {
		parts = append(parts, s.Say)
	}
	where := s.Where
	if own := p.bySite[s.Site]; own != nil {
		where = own.Name
	}
	if where != "" {
		parts = append(parts, "U kunt terecht bij "+where+".")
	}
	if s.Web != "" {
		parts = append(parts, "Zie "+s.Web+".")
	}
	if s.Phone != "" {
		parts = append(parts, "Bel "+s.Phone+".")
	}
	return strings.Join(parts, " ")
}
