package calendar

import "github.com/buurtloket/buurtloket/sync/office"

// span is a stretch of a local day, from its first minute to before its last.
type span struct{ from, to office.Minute }

var wholeDay = span{0, office.EndOfDay}

// overlaps reports whether the two share a minute.
func (s span) overlaps(o span) bool { return s.from < o.to && o.from < s.to }

// without is what remains of the spans after c is taken out; an empty c in the middle of a span splits it.
func without(spans []span, c span) []span {
	var rest []span
	for _, s := range spans {
		if c.to <= s.from || c.from >= s.to {
			rest = append(rest, s)
			continue
		}
		if s.from < c.from {
			rest = append(rest, span{s.from, c.from})
		}
		if c.to < s.to {
			rest = append(rest, span{c.to, s.to})
		}
	}
	return rest
}
