package visit

import (
	"cmp"
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Demand counts what was asked for: a fold over visits in whatever order. A visit with two products counts for
// both; a visit by four persons counts once for each of its products.
type Demand struct {
	Asked  map[office.ProductID]int         // by any visit (A000-18)
	Walked map[office.ProductID]int         // served to the end without appointment (A000-35)
	Urgent map[Pressing]int                 // with a code of urgency (A001-13)
	Hours  map[office.ProductID]map[int]int // by the hour of arrival, 0 to 23 (A001-05)
	zone   func(Stamp) int
}

// Pressing is what urgent visits are counted by.
type Pressing struct {
	Urgency Urgency
	Reason  ReasonCode
	Product office.ProductID
}

// NewDemand begins an empty count. hour gives the hour of the day of a stamp at the site.
func NewDemand(hour func(Stamp) int) *Demand {
	return &Demand{Asked: map[office.ProductID]int{}, Walked: map[office.ProductID]int{}, Urgent: map[Pressing]int{},
		Hours: map[office.ProductID]map[int]int{}, zone: hour}
}

// Add takes a visit in.
func (d *Demand) Add(v Visit) {
	for _, p := range v.Products {
		d.Asked[p]++
		if v.State == Finished && !v.Booked() {
			d.Walked[p]++
		}
		if v.Urgency != Ordinary {
			d.Urgent[Pressing{v.Urgency, v.Reason, p}]++
		}
		if at := v.Since(); at != 0 {
			if d.Hours[p] == nil {
				d.Hours[p] = map[int]int{}
			}
			d.Hours[p][d.zone(at)]++
		}
	}
}

// Ranked is one line of a ranking.
type Ranked struct {
	Product office.ProductID
	N       int
}

// Ranking orders counts from most to least, ties by the product's id, so that it never changes by itself (A000-18).
func Ranking(counts map[office.ProductID]int) []Ranked {
	out := make([]Ranked, 0, len(counts))
	for p, n := range counts {
		out = append(out, Ranked{p, n})
	}
	slices.SortFunc(out, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Product, b.Product))
	})
	return out
}
