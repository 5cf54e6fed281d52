package local

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/journal"
)

// person opens what a commitment stands for; nil when it was erased or never given.
func person(t appliance.Turn, commitment []byte) *contract.Person {
	id, err := contract.ID16[journal.Commitment](commitment)
	if err != nil {
		return nil
	}
	plain, ok := t.View.Personal(id)
	if !ok {
		return nil
	}
	p, err := contract.Decode(plain, new(contract.Person))
	if err != nil {
		return nil
	}
	return p
}

func name(t appliance.Turn, commitment []byte) string { return person(t, commitment).GetName() }

// sameCode compares codes as people type them: without regard to case, hyphens and spaces, O for 0, I and L for 1.
func sameCode(code, typed string) bool { return plainCode(code) == plainCode(typed) }

func plainCode(s string) string {
	return strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(s))
}

// startsWith finds the beginning of any word of a name.
func startsWith(name, typed string) bool {
	name, typed = strings.ToLower(name), strings.ToLower(strings.TrimSpace(typed))
	if strings.HasPrefix(name, typed) {
		return true
	}
	for _, word := range strings.Fields(name) {
		if strings.HasPrefix(word, typed) {
			return true
		}
	}
	return false
}

// number writes a figure as people read it: one decimal, with a comma, and none where it is whole.
func number(f float64) string {
	return strings.TrimSuffix(strings.Replace(strconv.FormatFloat(f, 'f', 1, 64), ".", ",", 1), ",0")
}

// sortPlaces orders by date, start, then sure ones first, and drops what was found twice.
func sortPlaces(out *contract.SearchResponse, limit int) {
	slices.SortStableFunc(out.Places, func(a, b *contract.FoundPlace) int {
		x, y := a.Place.Run, b.Place.Run
		sure := 0
		if a.Sure != b.Sure {
			sure = 1
			if a.Sure {
				sure = -1
			}
		}
		return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Start, y.Start), sure, cmp.Compare(a.Place.Site, b.Place.Site))
	})
	type when struct {
		site        string
		date, start int32
	}
	seen := map[when]bool{}
	kept := out.Places[:0]
	for _, p := range out.Places {
		k := when{p.Place.Site, p.Place.Run.Date, int32(p.Place.Run.Start)}
		if !seen[k] && len(kept) < limit {
			seen[k] = true
			kept = append(kept, p)
		}
	}
	out.Places = kept
}
