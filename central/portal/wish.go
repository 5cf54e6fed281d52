package portal

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// wish is what somebody looks for, as it stands in the address of a page.
type wish struct{ citizen.Wish }

// When is the part of the day, one of whens.
func (w wish) When() string { return whens[w.Part] }

// whens are the parts of the day that can be chosen, as they stand in addresses, by calendar.Part.
var whens = []string{"altijd", "voormiddag", "namiddag", "avond", "na-het-werk"}

// flaw is something wrong with a field of a form, in words.
type flaw struct{ Field, Say string }

// readWish reads a wish, and says what in it cannot be.
func readWish(q url.Values, v *visitor) (w wish, flaws []flaw) {
	for _, id := range q["product"] {
		if id != "" {
			w.Products = append(w.Products, office.ProductID(citizen.Clip(id, 60)))
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
	w.Postcode = citizen.Clip(strings.TrimSpace(q.Get("postcode")), 12)
	if w.Postcode != "" && citizen.DistrictOf(w.Postcode) == "" {
		flaws = append(flaws, flaw{"postcode", v.T("postcode.unknown", w.Postcode)})
	}
	w.Near = q.Get("dichtbij") != ""
	w.Part = calendar.Part(max(0, slices.Index(whens, q.Get("uren"))))
	w.StepFree = q.Get("drempelvrij") != ""
	w.Site = office.SiteID(citizen.Clip(q.Get("locatie"), 60))
	if text := strings.TrimSpace(q.Get("dag")); text != "" {
		if w.From, err = office.ParseDate(text); err != nil {
			flaws = append(flaws, flaw{"dag", v.T("day.unknown")})
		}
	}
	w.Only = q.Get("enkel") != ""
	return w, flaws
}

// values writes the wish as readWish reads it.
func (w wish) values() url.Values {
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
	set("uren", w.When(), w.Part != calendar.AnyTime)
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
