package calendar

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Closure takes time away from every rule of a site, or of all sites: staff days, bridge days, half
// days, a service that is not given for a while (facts 2.7). Legal holidays need no closure.
type Closure struct {
	ID     string        // names the closure for planners and in errors; not empty
	Site   office.SiteID // empty: all sites
	Dates  office.Period // both ends must be given
	From   office.Minute // local wall time at which it begins; 0 with To 0: the whole day
	To     office.Minute
	Reason string // in Dutch, as shown to visitors: "personeelsdag"; not empty

	Products []office.ProductID // only these are not served; empty: the site is closed
}

// check reports what is wrong with the closure on its own.
func (c Closure) check() error {
	switch {
	case c.ID == "":
		return fmt.Errorf("a closure of site %q has no id", c.Site)
	case c.Dates.From == 0 || c.Dates.To == 0 || !c.Dates.Valid():
		return fmt.Errorf("closure %q: from %s to %s is not a period", c.ID, c.Dates.From, c.Dates.To)
	case c.To > office.EndOfDay || (c.To <= c.From && (c.From != 0 || c.To != 0)):
		return fmt.Errorf("closure %q: from %s to %s is not a part of a day", c.ID, c.From, c.To)
	case c.Reason == "":
		return fmt.Errorf("closure %q: no reason to tell visitors", c.ID)
	}
	return nil
}

// span is the part of the day that is closed.
func (c Closure) span() span {
	if c.From == 0 && c.To == 0 {
		return span{0, office.EndOfDay}
	}
	return span{c.From, c.To}
}

// span is a stretch of a local day, from its first minute to before its last.
type span struct{ from, to office.Minute }

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
