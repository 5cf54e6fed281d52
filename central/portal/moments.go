package portal

import (
	"net/http"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// moment is a free place as a button.
type moment struct {
	Value    string // of the button
	Site     office.Site
	Address  string
	Date     office.Date
	Start    office.Minute
	Until    office.Minute
	Warnings []string
	Why      string
}

// daySite is the free places of one day at one site.
type daySite struct {
	Date    office.Date
	Site    office.Site
	Address string
	Shown   []moment // spread over the day, or all of them where one day and site was asked for
	Count   int      // of all
	All     string   // address of all, when there are more than those
}

// momentsPage is a list of free moments, and the form to look for others.
type momentsPage struct {
	Form     wish
	Products []office.Product
	Minutes  int
	Sites    []office.Site
	First    *moment
	Groups   []daySite
	Later    string // address of what comes after these
	None     string // why there are none, in Dutch
	Flaws    []flaw
	Earliest office.Date // that can be asked for
	Latest   office.Date

	// What the buttons do.
	Action string
	Method string
	Token  string
	Path   string // of this page
	Move   *shownAppointment
}

// days is how many days with free places a page shows; spread how many moments of each site and day at first.
const (
	days   = 3
	spread = 6
)

// moments is the page of the free moments.
func (p *Portal) moments(w http.ResponseWriter, r *http.Request, v *visitor) error {
	form, flaws := readWish(r.URL.Query(), v)
	id, err := p.NewID()
	if err != nil {
		return err
	}
	d := &momentsPage{Form: form, Flaws: flaws, Action: v.U("/vasthouden"), Method: "post", Path: v.U("/vrij"),
		Token: p.Visit(citizen.OfForm, form.ToBe(id))}
	if err := p.fill(r, v, d); err != nil {
		return err
	}
	return p.render(w, v, d.status(), "moments", v.T("moments.title"), d)
}

// status is that of the page: what was asked cannot be, or it can.
func (d *momentsPage) status() int {
	if len(d.Flaws) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// fill looks for the free moments that a page shows. What the rules refuse becomes a flaw of the form.
func (p *Portal) fill(r *http.Request, v *visitor, d *momentsPage) error {
	plan, err := p.Plan()
	if err != nil {
		return err
	}
	d.Sites = citizen.Sites(plan)
	d.Earliest, d.Latest = d.Form.Bounds(plan, p.Now())
	d.Products, d.Minutes, err = d.Form.Judge(plan)
	switch {
	case fault.Is(err, fault.NotFound):
		return err
	case err != nil:
		d.Flaws = append(d.Flaws, flaw{"personen", fault.Sentence(err)})
	}
	if len(d.Flaws) > 0 {
		return nil
	}
	if err = p.free(d, plan); err == nil || fault.Is(err, fault.Unreachable) || fault.Is(err, fault.Internal) {
		return err
	}
	d.Flaws = append(d.Flaws, flaw{d.Form.about(), fault.Sentence(err)})
	return nil
}

// free finds the days that a page shows: the first that has a place, and those after it.
func (p *Portal) free(d *momentsPage, plan *calendar.Plan) error {
	next := d.Form.Query()
	for n := 0; n < days; n++ {
		next.Limit = 1
		first, why, err := p.Places(next)
		if err != nil || len(first) == 0 {
			if n > 0 { // no later day is no fault of what was asked
				err, d.Later = nil, ""
			}
			if n == 0 {
				d.None = why
				d.later(d.Form.From)
			}
			return err
		}
		day := d.Form.Query()
		day.From, day.To = first[0].Date, first[0].Date
		all, _, err := p.Places(day)
		if err != nil {
			return err
		}
		if n == 0 {
			m := momentOf(plan, rulebook.PlaceOf(first[0]))
			m.Warnings, m.Why = first[0].Warnings, first[0].Why
			d.First = &m
		}
		d.show(plan, all)
		d.later(first[0].Date)
		if next.From = first[0].Date + 1; d.Form.Only || next.From > d.Latest {
			break
		}
	}
	return nil
}

// later offers what comes after a day, if anything can.
func (d *momentsPage) later(after office.Date) {
	if d.Later = ""; after != 0 && after < d.Latest {
		d.Later = d.Path + "?" + d.Form.after(after+1).values().Encode()
	}
}

// about names the field that a refusal is most likely about.
func (w wish) about() string {
	switch {
	case w.From != 0:
		return "dag"
	case w.Site != "":
		return "locatie"
	case w.Near:
		return "postcode"
	}
	return "uren"
}

// show adds the places of a day, by site, in the order in which the sites come first.
func (d *momentsPage) show(plan *calendar.Plan, all []calendar.Place) {
	var sites []office.SiteID
	at := map[office.SiteID][]calendar.Place{}
	for _, f := range all {
		if at[f.Site] == nil {
			sites = append(sites, f.Site)
		}
		at[f.Site] = append(at[f.Site], f)
	}
	for _, id := range sites {
		own := at[id]
		first := momentOf(plan, rulebook.PlaceOf(own[0]))
		g := daySite{Date: first.Date, Site: first.Site, Address: first.Address, Count: len(own)}
		shown := len(own)
		if shown > spread && !(d.Form.Only && d.Form.Site != "") {
			shown = spread
			one := d.Form.at(g.Date)
			one.Site = id
			g.All = d.Path + "?" + one.values().Encode()
		}
		for k := range shown {
			g.Shown = append(g.Shown, momentOf(plan, rulebook.PlaceOf(own[k*len(own)/shown])))
		}
		d.Groups = append(d.Groups, g)
	}
}

// momentOf is a place as people read it.
func momentOf(plan *calendar.Plan, at *contract.Place) moment {
	site, _ := plan.Site(office.SiteID(at.Site))
	return moment{Value: citizen.PlaceText(at), Site: site, Address: citizen.AddressOf(site), Date: office.Date(at.Run.Date), Start: office.Minute(at.Run.Start), Until: at.Run.End()}
}
