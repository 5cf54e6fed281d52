package portal

import (
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/office"
)

// openSite is a site with when it is open.
type openSite struct {
	Site     office.Site
	Address  string
	Open     bool   // in any way, now
	Now      string // open until, or when next
	StepFree bool   // known to be without steps
	Ways     []way
}

// way is the hours of one way of being served in the coming week.
type way struct {
	Mode calendar.Mode
	Say  string // open until, or when next
	Days []openDay
}

// openDay is the hours of a date.
type openDay struct {
	Date  office.Date
	Hours []calendar.Hours
}

// shownModes are the ways that a visitor can come by, in the order in which they are told.
var shownModes = []calendar.Mode{calendar.Appointment, calendar.WalkIn, calendar.Reception, calendar.SelfService}

// openSites tells of each site whether it is open and what it has in the coming week. Sites without hours are left out.
func openSites(plan *calendar.Plan, now time.Time, v *visitor) (out []openSite) {
	today := plan.Today(now)
	for _, s := range ourSites(plan) {
		o := openSite{Site: s, Address: addressOf(s)}
		if l, ok := catalogue.Embedded().Location(s.ID); ok {
			o.StepFree = l.StepFree.Value
		}
		var soonest calendar.Hours
		for _, m := range shownModes {
			roster := plan.Roster(s.ID, m)
			if !roster.Exists(today) {
				continue
			}
			w := way{Mode: m, Say: roster.Say(now)}
			if h, ok := roster.At(now); ok {
				o.Open, soonest = true, later(soonest, h, o.Open)
			} else if h, ok := roster.Next(now); ok && !o.Open && (soonest.To == 0 || before(h, soonest)) {
				soonest = h
			}
			for d := today; d < today+7; d++ {
				if h := roster.On(d); len(h) > 0 {
					w.Days = append(w.Days, openDay{d, h})
				}
			}
			o.Ways = append(o.Ways, w)
		}
		if len(o.Ways) == 0 {
			continue
		}
		o.Now = v.sayOpen(o.Open, soonest, today)
		out = append(out, o)
	}
	return out
}

// later is the hours that end last, of those that are open now.
func later(a, b calendar.Hours, both bool) calendar.Hours {
	if both && a.To > b.To {
		return a
	}
	return b
}

func before(a, b calendar.Hours) bool {
	return a.Date < b.Date || a.Date == b.Date && a.From < b.From
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

// addressOf is where a site is, as far as it is known.
func addressOf(s office.Site) string {
	if s.Address.Unknown {
		return ""
	}
	if !strings.Contains(s.Address.Value, "to be filled in") {
		return s.Address.Value
	}
	return strings.TrimSpace(unfinished.ReplaceAllString(s.Address.Value, ""))
}

// unfinished is a remark to the city in an address of the catalogue.
var unfinished = regexp.MustCompile(`\s*\([^)]*to be filled in[^)]*\)`)

// places is the page of the sites and their hours.
func (p *Portal) places(w http.ResponseWriter, _ *http.Request, v *visitor) error {
	plan, err := p.plan()
	if err != nil {
		return err
	}
	return p.render(w, v, http.StatusOK, "places", v.T("places.title"), openSites(plan, p.Now(), v))
}
