package citizen

import (
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Wish is what somebody looks for.
type Wish struct {
	Products []office.ProductID
	Persons  int
	Postcode string // or the name of a district
	Near     bool   // only in the district of the postcode, or next to it
	Part     calendar.Part
	StepFree bool
	Site     office.SiteID // empty: any
	From     office.Date   // this day or later; 0: as soon as possible
	Only     bool          // From and no later day
}

// WishOf is the wish that an appointment came of, without its place.
func WishOf(a *contract.Appointment) Wish {
	return Wish{Products: a.ProductIDs(), Persons: max(1, int(a.Persons))}
}

// ToBe is the appointment that may come of a wish, with its identity and without its place.
func (w Wish) ToBe(id []byte) *contract.Appointment {
	a := &contract.Appointment{Id: id, Persons: uint32(w.Persons), Channel: contract.Channel_CHANNEL_WEB}
	for _, product := range w.Products {
		a.Products = append(a.Products, string(product))
	}
	return a
}

// Query is the wish as the calendar understands it.
func (w Wish) Query() calendar.Query {
	q := calendar.Query{Products: w.Products, Persons: w.Persons, Part: w.Part, StepFree: w.StepFree, From: w.From, District: DistrictOf(w.Postcode)}
	if w.Near && q.District != "" {
		q.Reach = calendar.Nearby
	}
	if w.Site != "" {
		q.Sites = []office.SiteID{w.Site}
	}
	if w.Only {
		q.To = w.From
	}
	return q
}

// Judge gives the products of a wish and the desk time that it takes, in minutes. Its fault is NotFound for a product that there is
// not, or for none, and Refused for too many persons.
func (w Wish) Judge(plan *calendar.Plan) (products []office.Product, minutes int, err error) {
	for _, id := range w.Products {
		if product, ok := plan.Product(id); ok {
			products = append(products, product)
		}
	}
	if len(products) == 0 || len(products) < len(w.Products) {
		return products, 0, say("citizen.Judge", fault.NotFound, "product.unknown")
	}
	minutes, err = plan.Minutes(w.Products, w.Persons)
	return products, minutes, err
}

// Bounds are the first and the last day that the wish can be had on the web.
func (w Wish) Bounds(plan *calendar.Plan, now time.Time) (first, last office.Date) {
	first, last, err := plan.WindowFor(w.Products, office.ChannelWeb, now)
	if err != nil {
		return plan.Window(office.ChannelWeb, now)
	}
	return first, last
}

// Places lists what is free for a query, the first first; without any it says why in Dutch. What is listed is decided again when it
// is asked for.
func (d *Door) Places(q calendar.Query) (found []calendar.Place, why string, err error) {
	return d.booking.Places(q)
}

// DistrictOf is the district of a postcode, or of a district's own name; empty when it is none of ours. Of a postcode that two
// districts share, the one that has most of it comes first in the catalogue.
func DistrictOf(text string) string {
	text = strings.TrimSpace(text)
	digits := text[:min(len(text), 4)]
	for _, d := range catalogue.Embedded().Districts {
		if strings.EqualFold(d.ID, text) || slices.Contains(d.Postcodes, digits) {
			return d.ID
		}
	}
	return ""
}
