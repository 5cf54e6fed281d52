package api

import (
	"time"

	"github.com/buurtloket/buurtloket/central/busy"
	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Sites is where we are.
type Sites struct {
	Sites []Site `json:"sites"`
}

// Site is a place with its hours. The names with a capital or an @ are those of schema.org, as OSLO takes them over.
type Site struct {
	Type     string  `json:"@type" enum:"GovernmentOffice"`
	ID       string  `json:"identifier"`
	Name     string  `json:"name"`
	Address  string  `json:"address,omitempty"`
	District string  `json:"district,omitempty"`
	StepFree bool    `json:"stepFree" doc:"Known to be without steps."`
	Open     bool    `json:"open" doc:"Now, in any way."`
	Until    string  `json:"until,omitempty" format:"date-time" doc:"When it closes, while it is open."`
	Next     string  `json:"next,omitempty" format:"date-time" doc:"When it opens next, while it is closed. Without one it does not open within a year."`
	Busy     *Busy   `json:"busyNow,omitempty" doc:"How busy it is, while it is open and has a counter."`
	Hours    []Hours `json:"openingHoursSpecification" doc:"The hours of the coming seven days, date by date: closing days and exceptions are in it."`
}

// Hours is an unbroken stretch of a date in which somebody is served, as schema.org's OpeningHoursSpecification.
type Hours struct {
	Type    string `json:"@type" enum:"OpeningHoursSpecification"`
	From    string `json:"validFrom" format:"date"`
	Through string `json:"validThrough" format:"date"`
	Opens   string `json:"opens" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]:00$" doc:"Local wall time of Brussels."`
	Closes  string `json:"closes" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]:00$"`
	How     string `json:"serviceMode" enum:"appointment,walk_in,reception,self_service,phone" doc:"Our own: how one is served then."`
}

func (a *API) sites(asked, *struct{}) (*Sites, error) {
	plan, err := a.door.Plan()
	if err != nil {
		return nil, err
	}
	crowds, err := a.door.Busy()
	if err != nil {
		return nil, err
	}
	out := &Sites{Sites: []Site{}}
	for _, s := range citizen.OpenSites(plan, a.door.Now()) {
		out.Sites = append(out.Sites, siteOf(s, plan, crowds))
	}
	return out, nil
}

type siteIn struct {
	Site string `path:"site" max:"60"`
}

func (a *API) site(_ asked, in *siteIn) (*Site, error) {
	plan, err := a.door.Plan()
	if err != nil {
		return nil, err
	}
	crowds, err := a.door.Busy()
	if err != nil {
		return nil, err
	}
	for _, s := range citizen.OpenSites(plan, a.door.Now()) {
		if s.Site.ID == office.SiteID(in.Site) {
			out := siteOf(s, plan, crowds)
			return &out, nil
		}
	}
	return nil, fault.New("api.site", fault.NotFound).Tell("Deze locatie kennen wij niet.", "")
}

func siteOf(s citizen.OpenSite, plan *calendar.Plan, all map[office.SiteID]busy.Now) Site {
	out := Site{Type: "GovernmentOffice", ID: string(s.Site.ID), Name: s.Site.Name, Address: s.Address, District: s.Site.District,
		StepFree: s.StepFree, Open: s.Open, Hours: []Hours{}}
	switch {
	case s.Open:
		out.Until = instant(s.Hours.Date, s.Hours.To, plan)
	case s.Hours.To != 0:
		out.Next = instant(s.Hours.Date, s.Hours.From, plan)
	}
	if n, ok := all[s.Site.ID]; ok && s.Open {
		out.Busy = busyOf(n)
	}
	for _, w := range s.Ways {
		for _, d := range w.Days {
			for _, h := range d.Hours {
				out.Hours = append(out.Hours, Hours{"OpeningHoursSpecification", d.Date.String(), d.Date.String(), clock(h.From), clock(h.To), w.Mode.String()})
			}
		}
	}
	return out
}

// clock writes a minute of the day as schema.org writes a time; midnight at the end of a day is 00:00:00.
func clock(m office.Minute) string { return (m % (24 * 60)).String() + ":00" }

// instant writes a minute of a date as an instant, with the offset of that day.
func instant(d office.Date, m office.Minute, plan *calendar.Plan) string {
	return d.At(m, plan.Zone()).Format(time.RFC3339)
}
