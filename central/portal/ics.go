package portal

import (
	"strings"

	"github.com/buurtloket/buurtloket/central/ics"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// ics writes an appointment as an iCalendar.
func (p *Portal) ics(s *contract.AppointmentState, plan *calendar.Plan, v *visitor) []byte {
	d := p.shown(s, plan, v)
	var names []string
	for _, product := range d.Products {
		names = append(names, v.product(product))
	}
	say := v.T("ics.code", d.Code)
	if bring := catalogue.Bring(s.Appointment.ProductIDs()...); len(bring) > 0 {
		say += "\n" + v.T("bring.title") + ": " + strings.Join(bring, "; ") + "."
	}
	return ics.Event{Code: d.Code, Sequence: 2 * int(d.Leg), Cancelled: d.Cancelled, Stamp: p.Now(),
		Start: d.At.Date.At(d.At.Start, plan.Zone()), End: d.At.Date.At(d.At.Until, plan.Zone()),
		Summary:     v.T("ics.summary", strings.Join(names, ", ")),
		Location:    strings.Trim(d.At.Site.Name+", "+d.At.Address, ", "),
		Description: say}.Bytes()
}
