package booking

import (
	"slices"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// legs are what a query searches, in the order of the days. It is one; for the collection of a document one for the day on
// which it is out on a trip, at the counter where it is, and one for the days on which it lies at home (A002-43, A002-45).
// The fault says in Dutch why it can be collected nowhere, or not where was asked.
func legs(v register.View, document string, q calendar.Query) ([]calendar.Query, error) {
	if document == "" {
		return []calendar.Query{q}, nil
	}
	where, err := v.Whereabouts(document)
	if err != nil {
		return nil, err
	}
	asked := q.Sites
	q.Named = true
	q.District, q.Reach = "", calendar.Anywhere // it lies in one place, near or not
	var all []calendar.Query
	add := func(at office.SiteID, from, to office.Date) {
		if leg := q; len(asked) == 0 || slices.Contains(asked, at) {
			leg.Sites, leg.From, leg.To = []office.SiteID{at}, from, to
			all = append(all, leg)
		}
	}
	from, plan := q.From, v.Calendar()
	if today := plan.Today(q.Now); where.Out != "" && max(from, today) <= where.Day {
		last := where.Day
		if q.To != 0 {
			last = min(q.To, last)
		}
		add(where.Out, from, last)
		from = where.Day + 1
	}
	if q.To == 0 || from <= q.To {
		add(where.Home, from, q.To)
	}
	if len(all) > 0 {
		return all, nil
	}
	at := where.On(max(q.From, plan.Today(q.Now)))
	site, _ := plan.Site(at)
	return nil, fault.New("booking.Search", fault.Refused).On(document).
		Tell("Dit document ligt in "+site.Name+"; alleen daar kan het afgehaald worden.", "Zoek een plaats in "+site.Name+".")
}

// searchAll searches leg after leg, up to the limit of the first. What one leg may not search is its refusal only when no
// other may be searched: who cannot book the day of the trip any more can book those after it.
func searchAll(legs []calendar.Query, p *calendar.Plan, o calendar.Occupancy) (found []calendar.Place, err error) {
	searched := false
	for _, leg := range legs {
		places, no := calendar.Search(leg, p, o)
		if no != nil {
			err = no
			continue
		}
		searched = true
		found = append(found, places...)
	}
	if searched {
		err = nil
	}
	if limit := legs[0].Limit; limit > 0 && len(found) > limit {
		found = found[:limit]
	}
	return found, err
}
