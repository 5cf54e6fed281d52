package citizen

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/office"
)

// OpenSite is a site with when it is open.
type OpenSite struct {
	Site     office.Site
	Address  string
	Open     bool           // in any way, now
	Hours    calendar.Hours // that hold now, those that end last; else the next; zero: none
	StepFree bool           // known to be without steps
	Ways     []Way
}

// Way is the hours of one way of being served in the coming week.
type Way struct {
	Mode calendar.Mode
	Say  string // open until, or when next
	Days []OpenDay
}

// OpenDay is the hours of a date.
type OpenDay struct {
	Date  office.Date
	Hours []calendar.Hours
}

// Modes are the ways that a visitor can come by, in the order in which they are told.
var Modes = []calendar.Mode{calendar.Appointment, calendar.WalkIn, calendar.Reception, calendar.SelfService}

// OpenSites tells of each site whether it is open and what it has in the coming week. Sites without hours are left out.
func OpenSites(plan *calendar.Plan, now time.Time) (out []OpenSite) {
	today := plan.Today(now)
	for _, s := range Sites(plan) {
		o := OpenSite{Site: s, Address: AddressOf(s)}
		if l, ok := catalogue.Embedded().Location(s.ID); ok {
			o.StepFree = l.StepFree.Value
		}
		for _, m := range Modes {
			roster := plan.Roster(s.ID, m)
			if !roster.Exists(today) {
				continue
			}
			w := Way{Mode: m, Say: roster.Say(now)}
			if h, ok := roster.At(now); ok {
				o.Open, o.Hours = true, later(o.Hours, h, o.Open)
			} else if h, ok := roster.Next(now); ok && !o.Open && (o.Hours.To == 0 || before(h, o.Hours)) {
				o.Hours = h
			}
			for d := today; d < today+7; d++ {
				if h := roster.On(d); len(h) > 0 {
					w.Days = append(w.Days, OpenDay{d, h})
				}
			}
			o.Ways = append(o.Ways, w)
		}
		if len(o.Ways) == 0 {
			continue
		}
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

// Sites are the sites of the municipality whose door this is, in the plan's order; all of them where nobody said whose
// they are.
func Sites(plan *calendar.Plan) []office.Site {
	home := catalogue.Embedded().Home
	all := plan.Sites()
	own := slices.DeleteFunc(slices.Clone(all), func(s office.Site) bool { return s.NIS != home })
	if len(own) == 0 {
		return all
	}
	return own
}

// AddressOf is where a site is, as far as it is known.
func AddressOf(s office.Site) string {
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
