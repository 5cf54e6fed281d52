package calendar

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Closure takes time away from every rule of a site, or of all sites: staff days, bridge days, half days, a service
// that is not given for a while (facts 2.7). Legal holidays need no closure. One that returns each year, such as the
// half day before Christmas, is written once, with a recurrence.
type Closure struct {
	ID     string        // names the closure for planners and in errors; not empty
	Site   office.SiteID // empty: all sites
	Dates  office.Period // both ends must be given; with When the end may be open
	When   Recurrence    // of those dates only these; zero: all of them
	From   office.Minute // local wall time at which it begins; 0 with To 0: the whole day
	To     office.Minute
	Reason string // in Dutch, as shown to visitors: "personeelsdag"; not empty

	Modes    Modes              // only these rosters close: the reception, and the desks stay; 0: all of them
	Products []office.ProductID // only these are not served; empty: the site is closed
	Assumed  bool               // invented for the demonstration, not decided by a municipality
}

// Closes reports whether the closure holds on the date.
func (c Closure) Closes(d office.Date) bool { return c.Dates.Contains(d) && c.When.Has(d) }

// check reports what is wrong with the closure on its own.
func (c Closure) check() *Flaw {
	bad := func(field, problem, dutch string) *Flaw { return flawed(ClosureThing, c.ID, field, problem, dutch) }
	open := c.When != (Recurrence{}) && c.Dates.To == 0
	switch {
	case c.ID == "":
		return twice(ClosureThing, c.ID)
	case c.Dates.From == 0 || (c.Dates.To == 0 && !open) || !c.Dates.Valid():
		return bad("from_date", fmt.Sprintf("from %s to %s is not a period", c.Dates.From, c.Dates.To), "dit is geen periode")
	case c.To > office.EndOfDay || (c.To <= c.From && (c.From != 0 || c.To != 0)):
		return bad("from", fmt.Sprintf("from %s to %s is not a part of a day", c.From, c.To), fmt.Sprintf("van %s tot %s is geen deel van een dag", c.From, c.To))
	case c.Reason == "":
		return bad("reason", "no reason to tell visitors", "de reden voor bezoekers ontbreekt")
	case c.Modes > Only(Appointment, WalkIn, Reception, SelfService, Phone):
		return bad("modes", "an unknown mode", "onbekende werkwijze")
	}
	if f := bad(c.When.flaw()); f != nil {
		return f
	}
	if _, ok := firstDate(c.When.from(c.Dates), c.Closes); !ok {
		return bad("when", "it never closes: no such date", "er is geen enkele dag waarop dit sluit")
	}
	return nil
}

// span is the part of the day that is closed.
func (c Closure) span() span {
	if c.From == 0 && c.To == 0 {
		return wholeDay
	}
	return span{c.From, c.To}
}
