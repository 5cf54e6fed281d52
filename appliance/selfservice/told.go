package selfservice

import (
	"maps"
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Told is what people told of themselves since the last record of it: a value that With makes another of. The zero Told is empty.
type Told struct {
	n               int
	ages, languages map[string]uint32
}

// With is Told with one more use, and the record of the group when that is complete: Told is then empty again.
func (t Told) With(u Use, today office.Date) (Told, *contract.Event) {
	next := Told{t.n + 1, more(t.ages, u.Age), more(t.languages, u.Language)}
	if next.n < visit.SmallestGroup {
		return next, nil
	}
	return Told{}, &contract.Event{Kind: &contract.Event_KioskTold{KioskTold: &contract.KioskTold{Date: int32(today),
		Ages: listed(next.ages), Languages: listed(next.languages)}}}
}

// more is a copy of counts with one more of a code, if there is one.
func more(counts map[string]uint32, code string) map[string]uint32 {
	if code == "" {
		return counts
	}
	out := maps.Clone(counts)
	if out == nil {
		out = map[string]uint32{}
	}
	out[code]++
	return out
}

func listed(counts map[string]uint32) (out []*contract.KioskCount) {
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, &contract.KioskCount{Code: code, Count: counts[code]})
	}
	return out
}
