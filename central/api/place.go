package api

import (
	"slices"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// Place is where and when a visit can be.
type Place struct {
	Place    string   `json:"place" max:"400" doc:"The place, to hold or to move to. Of no other use."`
	Site     string   `json:"site"`
	SiteName string   `json:"siteName"`
	Address  string   `json:"address,omitempty"`
	Date     string   `json:"date" format:"date" doc:"Civil date in Brussels."`
	Start    string   `json:"start" format:"date-time"`
	End      string   `json:"end" format:"date-time"`
	Warnings []string `json:"warnings,omitempty" doc:"What must be told, in Dutch."`
	Why      string   `json:"why,omitempty" doc:"Why it stands at this rank, in Dutch."`
}

func placeOf(at *contract.Place, plan *calendar.Plan) Place {
	site, _ := plan.Site(office.SiteID(at.Site))
	d := office.Date(at.Run.Date)
	return Place{Place: citizen.PlaceText(at), Site: at.Site, SiteName: site.Name, Address: citizen.AddressOf(site), Date: d.String(),
		Start: instant(d, office.Minute(at.Run.Start), plan), End: instant(d, at.Run.End(), plan)}
}

// placesOf is what a refusal offers instead; nothing when the rules cannot be read just now.
func (a *API) placesOf(all []*contract.Place) (out []Place) {
	plan, err := a.door.Plan()
	if err != nil {
		return nil
	}
	for _, p := range all {
		out = append(out, placeOf(p, plan))
	}
	return out
}

// parts are the parts of the day, by calendar.Part.
var parts = []string{"any", "morning", "afternoon", "evening", "after-work"}

type freeIn struct {
	Product  []string `query:"product" required:"yes" max:"60" doc:"Identities of the products of the visit."`
	Persons  int      `query:"persons" min:"1" max:"1000" doc:"For how many; without it for one."`
	Postcode string   `query:"postcode" max:"60" doc:"Where the visitor lives, or the name of a district: of places at one time the nearer comes first."`
	Near     bool     `query:"near" doc:"Only in that district or next to it."`
	Part     string   `query:"part" enum:"any,morning,afternoon,evening,after-work" doc:"After work is before nine, from five on, and in the weekend."`
	StepFree bool     `query:"stepFree" doc:"Only sites known to be without steps."`
	Site     string   `query:"site" max:"60"`
	From     string   `query:"from" format:"date" doc:"This day or later."`
	Only     bool     `query:"only" doc:"That day and no later one."`
	Limit    int      `query:"limit" min:"1" max:"200" doc:"How many places at most; without it ten."`
}

// Free is what suits, the first first.
type Free struct {
	Visit    string  `json:"visit" doc:"What was looked for, signed. A hold needs it. What comes of it is one appointment, however often it is sent."`
	Minutes  int     `json:"minutes" min:"0" max:"1440" doc:"At the desk."`
	Earliest string  `json:"earliest" format:"date" doc:"The first day that can be booked."`
	Latest   string  `json:"latest" format:"date"`
	Places   []Place `json:"places"`
	Why      string  `json:"why,omitempty" doc:"Why there are none, in Dutch."`
}

func (a *API) free(_ asked, in *freeIn) (*Free, error) {
	w, err := in.wish()
	if err != nil {
		return nil, err
	}
	plan, err := a.door.Plan()
	if err != nil {
		return nil, err
	}
	_, minutes, err := w.Judge(plan)
	if err != nil {
		return nil, err
	}
	first, last := w.Bounds(plan, a.door.Now())
	query := w.Query()
	if query.Limit = in.Limit; query.Limit == 0 {
		query.Limit = 10
	}
	found, why, err := a.door.Places(query)
	if err != nil {
		return nil, err
	}
	id, err := a.door.NewID()
	if err != nil {
		return nil, err
	}
	out := &Free{Visit: a.door.Visit(citizen.OfForm, w.ToBe(id)), Minutes: minutes, Earliest: first.String(), Latest: last.String(),
		Places: make([]Place, 0, len(found)), Why: why}
	for _, f := range found {
		p := placeOf(rulebook.PlaceOf(f), plan)
		p.Warnings, p.Why = f.Warnings, f.Why
		out.Places = append(out.Places, p)
	}
	return out, nil
}

// wish is what is looked for.
func (in *freeIn) wish() (w citizen.Wish, err error) {
	w = citizen.Wish{Persons: max(1, in.Persons), Postcode: in.Postcode, Near: in.Near, Part: calendar.Part(max(0, slices.Index(parts, in.Part))),
		StepFree: in.StepFree, Site: office.SiteID(in.Site), Only: in.Only}
	for _, p := range in.Product {
		w.Products = append(w.Products, office.ProductID(p))
	}
	if in.From != "" {
		if w.From, err = office.ParseDate(in.From); err != nil {
			return w, fault.New("api.free", fault.Invalid).Because(err)
		}
	}
	bad := &malformed{status: 422}
	if in.Postcode != "" && citizen.DistrictOf(in.Postcode) == "" {
		bad.flaws = append(bad.flaws, Flaw{"postcode", "postcode.unknown", "Deze postcode ligt niet in onze stad."})
		return w, bad
	}
	return w, nil
}
