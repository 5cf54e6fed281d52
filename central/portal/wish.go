package portal

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/office"
)

// wish is what somebody looks for, as it stands in the address of a page.
type wish struct {
	Products []office.ProductID
	Persons  int
	Postcode string
	Near     bool   // only in the district of the postcode, or next to it
	When     string // one of whens
	StepFree bool
	Site     office.SiteID
	From     office.Date // this day or later; 0: as soon as possible
	Only     bool        // From and no later day
}

// whens are the parts of the day that can be chosen, as they stand in addresses.
var whens = []string{"altijd", "voormiddag", "namiddag", "avond", "na-het-werk"}

// flaw is something wrong with a field of a form, in words.
type flaw struct{ Field, Say string }

// readWish reads a wish, and says what in it cannot be.
func readWish(q url.Values, v *visitor) (w wish, flaws []flaw) {
	for _, id := range q["product"] {
		if id != "" {
			w.Products = append(w.Products, office.ProductID(clip(id, 60)))
		}
	}
	var err error
	w.Persons = 1
	if text := strings.TrimSpace(q.Get("personen")); text != "" {
		if w.Persons, err = strconv.Atoi(text); err != nil || w.Persons < 1 {
			w.Persons = 1
			flaws = append(flaws, flaw{"personen", v.T("persons.number")})
		}
		w.Persons = min(w.Persons, 1000)
	}
	w.Postcode = clip(strings.TrimSpace(q.Get("postcode")), 12)
	if w.Postcode != "" && districtOf(w.Postcode) == "" {
		flaws = append(flaws, flaw{"postcode", v.T("postcode.unknown", w.Postcode)})
	}
	w.Near = q.Get("dichtbij") != ""
	if w.When = q.Get("uren"); !slices.Contains(whens, w.When) {
		w.When = whens[0]
	}
	w.StepFree = q.Get("drempelvrij") != ""
	w.Site = office.SiteID(clip(q.Get("locatie"), 60))
	if text := strings.TrimSpace(q.Get("dag")); text != "" {
		if w.From, err = office.ParseDate(text); err != nil {
			flaws = append(flaws, flaw{"dag", v.T("day.unknown")})
		}
	}
	w.Only = q.Get("enkel") != ""
	return w, flaws
}

// Values writes the wish as readWish reads it.
func (w wish) Values() url.Values {
	q := url.Values{}
	for _, id := range w.Products {
		q.Add("product", string(id))
	}
	q.Set("personen", strconv.Itoa(w.Persons))
	set := func(name, value string, say bool) {
		if say {
			q.Set(name, value)
		}
	}
	set("postcode", w.Postcode, w.Postcode != "")
	set("dichtbij", "1", w.Near)
	set("uren", w.When, w.When != "" && w.When != whens[0])
	set("drempelvrij", "1", w.StepFree)
	set("locatie", string(w.Site), w.Site != "")
	set("dag", w.From.String(), w.From != 0)
	set("enkel", "1", w.Only)
	return q
}

// at is the wish for a day and no other.
func (w wish) at(d office.Date) wish { w.From, w.Only = d, true; return w }

// after is the wish from a day on.
func (w wish) after(d office.Date) wish { w.From, w.Only = d, false; return w }

// query is the wish as the calendar understands it.
func (w wish) query() calendar.Query {
	q := calendar.Query{Products: w.Products, Persons: w.Persons, Part: calendar.Part(max(0, slices.Index(whens, w.When))), StepFree: w.StepFree,
		From: w.From, District: districtOf(w.Postcode)}
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

// districtOf is the district of a postcode, or of a district's own name; empty when it is none of ours. Of a postcode that two
// districts share, the one that has most of it comes first in the catalogue.
func districtOf(text string) string {
	text = strings.TrimSpace(text)
	digits := text[:min(len(text), 4)]
	for _, d := range catalogue.Embedded().Districts {
		if strings.EqualFold(d.ID, text) || slices.Contains(d.Postcodes, digits) {
			return d.ID
		}
	}
	return ""
}

// bounds are the first and the last day that the wish can be had on the web.
func (w wish) bounds(plan *calendar.Plan, now time.Time) (first, last office.Date) {
	first, last, err := plan.WindowFor(w.Products, office.ChannelWeb, now)
	if err != nil {
		return plan.Window(office.ChannelWeb, now)
	}
	return first, last
}
