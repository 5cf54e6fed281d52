package visit

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Told is one count of a table, as it may be told: withheld when it would tell of a small group.
type Told struct {
	Code     string
	Count    uint64 // 0 when it is withheld
	Withheld bool
}

// Withhold gives the counts of a table, the most first, without those of fewer than [SmallestGroup]. Where those withheld are together
// fewer, the others and the total would tell it, so the smallest of the others is withheld too. So each count that is told is of
// enough, and what is not told is nothing or enough; unless all of it is withheld.
func Withhold(counts map[string]uint64) (out []Told) {
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, Told{Code: code, Count: counts[code]})
	}
	slices.SortStableFunc(out, func(a, b Told) int { return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Code, b.Code)) })
	hidden := uint64(0)
	for i := len(out) - 1; i >= 0; i-- {
		if out[i].Count >= SmallestGroup && (hidden == 0 || hidden >= SmallestGroup) {
			break
		}
		hidden += out[i].Count
		out[i].Count, out[i].Withheld = 0, true
	}
	return out
}
