package roster

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Hours writes minutes as people plan them: "38 u", "7 u 36".
func Hours(minutes int) string {
	if minutes%60 == 0 {
		return fmt.Sprintf("%d u", minutes/60)
	}
	return fmt.Sprintf("%d u %02d", minutes/60, minutes%60)
}

func day(d office.Date) string { return calendar.SayDate(d) }

func between(s Shift) string { return s.From.String() + "-" + s.To.String() }

// Say tells of a gap in Dutch.
func (g Gap) Say() string {
	when := fmt.Sprintf("op %s van %s tot %s", day(g.Date), g.From, g.To)
	switch {
	case g.Cluster != "":
		name := string(g.Cluster)
		if c, ok := catalogue.Embedded().Cluster(g.Cluster); ok {
			name = c.Dutch
		}
		return fmt.Sprintf("Niemand kan '%s' %s.", name, when)
	case g.Desk != 0:
		return fmt.Sprintf("Niemand staat aan loket %d %s.", g.Desk, when)
	case g.Work == Desk:
		return fmt.Sprintf("Niemand staat klaar voor de vrije inloop %s.", when)
	}
	return fmt.Sprintf("Niemand doet het werk '%s' %s.", g.Work.Dutch(), when)
}
