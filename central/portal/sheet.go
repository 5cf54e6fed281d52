package portal

import (
	"net/http"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// sheetPage is what a visitor reads before making an appointment: whether it can be done at home, what to bring, and where
// it can be had without an appointment.
type sheetPage struct {
	Product    office.Product
	Ended      string // it is not offered now: why, and where to go (A002-47)
	AtHome     string // key of what can be done at home
	Bring      []string
	Minutes    int
	Bookable   bool
	StaffOnly  bool
	WithoutOne []walkIn
	NeedsNone  bool
	Form       wish
	Sites      []office.Site
	Flaws      []flaw
	Earliest   office.Date
	Latest     office.Date
}

// walkIn is where and when a product can be had without appointment.
type walkIn struct {
	Site office.Site
	How  calendar.Mode
	Say  string
}

// sheet is the page of one product (A003-08).
func (p *Portal) sheet(w http.ResponseWriter, r *http.Request, v *visitor) error {
	plan, err := p.plan()
	if err != nil {
		return err
	}
	id := office.ProductID(r.PathValue("id"))
	product, ok := plan.Product(id)
	if !ok || product.StatisticsOnly {
		return fault.New("portal.sheet", fault.NotFound).Tell(v.T("product.unknown"), "")
	}
	d := sheetPage{Product: product, Bring: catalogue.Bring(id), Minutes: product.Duration.Value.For(1),
		Form: wish{Products: []office.ProductID{id}, Persons: 1}, Sites: ourSites(plan)}
	d.Earliest, d.Latest = d.Form.bounds(plan, p.Now())
	switch product.SelfService.Value {
	case office.SelfServiceFull:
		d.AtHome = "home.full"
	case office.SelfServiceStart:
		d.AtHome = "home.start"
	}
	today := plan.Today(p.Now())
	d.Ended = ended(plan, product, today)
	d.NeedsNone = product.Appointment.Value == office.AppointmentNone
	d.StaffOnly = product.Appointment.Value == office.AppointmentStaffOnly
	d.Bookable = d.Ended == "" && !d.NeedsNone && !d.StaffOnly
	if d.Ended == "" {
		d.WithoutOne = withoutOne(plan, product, p.Now())
	}
	return p.render(w, v, http.StatusOK, "sheet", v.product(product), d)
}

// ended says why a product is not to be had at all any more, or not yet, and what to do instead; empty when it is.
func ended(plan *calendar.Plan, product office.Product, today office.Date) string {
	if product.Offered.Contains(today) || product.Offered.From > today && product.Offered.From <= today+calendar.Horizon {
		return ""
	}
	for _, s := range ourSites(plan) {
		if no := plan.Offer(s.ID, product.ID, today, office.ChannelWeb); no.Code == calendar.NoLonger || no.Code == calendar.NotYet {
			return no.Say()
		}
	}
	return ""
}

// withoutOne lists where a product can be had without an appointment in the coming week, the soonest of each site and way.
func withoutOne(plan *calendar.Plan, product office.Product, now time.Time) (out []walkIn) {
	today := plan.Today(now)
	ways := []calendar.Mode{calendar.Reception, calendar.WalkIn}
	if product.SelfService.Value == office.SelfServiceFull { // what can only be begun there still takes a visit
		ways = append(ways, calendar.SelfService)
	}
	for _, s := range ourSites(plan) {
		for _, m := range ways {
			for d := today; d < today+7; d++ {
				if plan.OfferIn(m, s.ID, product.ID, d, office.ChannelWeb).OK {
					out = append(out, walkIn{s, m, plan.Roster(s.ID, m).Say(now)})
					break
				}
			}
		}
	}
	return out
}

// ourSites are the sites of the municipality whose door this is, in the plan's order; all of them where nobody said whose
// they are.
func ourSites(plan *calendar.Plan) []office.Site {
	home := catalogue.Embedded().Home
	all := plan.Sites()
	own := slices.DeleteFunc(slices.Clone(all), func(s office.Site) bool { return s.NIS != home })
	if len(own) == 0 {
		return all
	}
	return own
}
