package selfservice

import (
	"fmt"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// What is counted, in the order of a report.
const (
	byDay = iota
	byHour
	byWhat
	byProduct
	byOutcome
	byAge
	byLanguage
	sorts
)

var names = [sorts]string{"day", "hour", "what", "product", "outcome", "age", "language"}

// tables are the counts of a report.
type tables [sorts]map[string]uint64

func (t *tables) add(by int, code string, n uint64) {
	if t[by] == nil {
		t[by] = map[string]uint64{}
	}
	t[by][code] += n
}

// Report counts the uses of the days from first to last, both included: each by day, by hour, by what it was for, by product, by
// outcome, by age and by language, and by no two of these together. Counts of small groups are withheld.
func Report(r kv.Reader, first, last office.Date) (out []*contract.KioskUseRow, err error) {
	var t tables
	told := func(by int) func([]byte, uint64) error {
		return func(key []byte, n uint64) error { t.add(by, string(key[4:]), n); return nil }
	}
	for prefix, take := range map[string]func([]byte, uint64) error{prefixUses: t.use, prefixAges: told(byAge), prefixLanguages: told(byLanguage)} {
		if err := each(r, prefix, first, last, take); err != nil {
			return nil, err
		}
	}
	for by, counts := range t {
		out = append(out, rows(names[by], counts)...)
	}
	return out, nil
}

// each gives the counts of a prefix with these days, and the rest of their keys, from the day on.
func each(r kv.Reader, prefix string, first, last office.Date, take func(key []byte, n uint64) error) error {
	for k, v := range r.Scan([]byte(prefix), append([]byte(prefix), day(first)...)) {
		key := k[len(prefix):]
		if len(key) < 4 {
			return corrupt(fmt.Errorf("a key of %d bytes", len(key)))
		}
		if dayIn(key) > last {
			break
		}
		n, err := counted(v)
		if err == nil {
			err = take(key, n)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// use adds the uses of one key.
func (t *tables) use(key []byte, n uint64) error {
	if len(key) < 5 {
		return corrupt(fmt.Errorf("a key of %d bytes", len(key)))
	}
	parts := strings.Split(string(key[5:]), "\x00")
	if len(parts) != 3 {
		return corrupt(fmt.Errorf("a key of %d parts", len(parts)))
	}
	t.add(byDay, dayIn(key).String(), n)
	t.add(byHour, fmt.Sprintf("%02d", key[4]), n)
	t.add(byWhat, parts[0], n)
	if parts[1] != "" {
		t.add(byProduct, parts[1], n)
	}
	t.add(byOutcome, parts[2], n)
	return nil
}

// rows are the counts of one sort, the most first, without those that would tell of a small group.
func rows(by string, counts map[string]uint64) (out []*contract.KioskUseRow) {
	for _, c := range visit.Withhold(counts) {
		out = append(out, &contract.KioskUseRow{By: by, Code: c.Code, Count: uint32(c.Count), Withheld: c.Withheld})
	}
	return out
}
