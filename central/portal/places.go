package portal

import (
	"net/http"
	"time"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// openSite is a site as pages show it.
type openSite struct {
	citizen.OpenSite
	Now  string // open until, or when next
	Busy string // how busy it is, or was; empty: nobody knows, or it is closed
}

func openSites(plan *calendar.Plan, now time.Time, v *visitor) (out []openSite) {
	for _, s := range citizen.OpenSites(plan, now) {
		out = append(out, openSite{OpenSite: s, Now: v.sayOpen(s.Open, s.Hours, plan.Today(now))})
	}
	return out
}

// sayOpen tells until when a site is open, or from when.
func (v *visitor) sayOpen(open bool, h calendar.Hours, today office.Date) string {
	switch {
	case open:
		return v.T("open.until", h.To)
	case h.To == 0:
		return v.T("open.never")
	case h.Date == today:
		return v.T("open.today", h.From)
	case h.Date == today+1:
		return v.T("open.tomorrow", h.From)
	}
	return v.T("open.next", v.Day(h.Date), h.From)
}

// places is the page of the sites and their hours.
func (p *Portal) places(w http.ResponseWriter, _ *http.Request, v *visitor) error {
	plan, err := p.Plan()
	if err != nil {
		return err
	}
	all := openSites(plan, p.Now(), v)
	if err := p.sayBusy(all, v); err != nil {
		return err
	}
	return p.render(w, v, http.StatusOK, "places", v.T("places.title"), all)
}
