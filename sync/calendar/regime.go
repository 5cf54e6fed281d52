package calendar

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Regime limits the desks of a site, or of all sites, for a period: every second desk empty to keep a distance, or
// teams that take turns and never meet (A000-09, A000-27, A000-28). Rules stay as they are; when the period ends all
// is as before.
type Regime struct {
	ID     string
	Site   office.SiteID // empty: all sites
	Dates  office.Period // both ends must be given: a regime is for a time
	Closed Desks         // nobody serves at these
	Teams  []Team        // a desk of a team is open in that team's turns only
	Reason string        // in Dutch, as shown to visitors and staff; not empty
}

// Team is people who share desks in turns of their own.
type Team struct {
	Name  string
	Desks Desks
	Turn  Recurrence    // the dates of its turns
	From  office.Minute // part of the day; 0 with To 0: the whole day
	To    office.Minute
}

// Desks is a set of desks; bit 0 is desk 1.
type Desks uint64

// DeskSet is the set of the desks named, from 1 to MaxDesks.
func DeskSet(desks ...office.Desk) Desks {
	var s Desks
	for _, d := range desks {
		s |= 1 << (d - 1)
	}
	return s
}

// Has reports whether the desk is in the set.
func (s Desks) Has(d office.Desk) bool { return d >= 1 && d <= MaxDesks && s>>(d-1)&1 == 1 }

func (t Team) span() span {
	if t.From == 0 && t.To == 0 {
		return wholeDay
	}
	return span{t.From, t.To}
}

// closed is when a desk is not served on a date of the regime, with an empty span wherever a team comes or goes: no
// visit begins with one team and ends with the next.
func (g Regime) closed(desk office.Desk, on office.Date) []span {
	if g.Closed.Has(desk) {
		return []span{wholeDay}
	}
	member, closed := false, []span{wholeDay}
	var changes []span
	for _, t := range g.Teams {
		if !t.Desks.Has(desk) {
			continue
		}
		member = true
		if s := t.span(); t.Turn.Has(on) {
			closed = without(closed, s)
			changes = append(changes, span{s.from, s.from}, span{s.to, s.to})
		}
	}
	if !member {
		return nil
	}
	return append(closed, changes...)
}

// check reports what is wrong with the regime on its own.
func (g Regime) check() *Flaw {
	bad := func(field, problem, dutch string) *Flaw { return flawed(RegimeThing, g.ID, field, problem, dutch) }
	switch {
	case g.ID == "":
		return twice(RegimeThing, g.ID)
	case g.Dates.From == 0 || g.Dates.To == 0 || !g.Dates.Valid():
		return bad("from_date", fmt.Sprintf("from %s to %s is not a period", g.Dates.From, g.Dates.To), "dit is geen periode")
	case g.Reason == "":
		return bad("reason", "no reason to tell", "de reden ontbreekt")
	case g.Closed == 0 && len(g.Teams) == 0:
		return bad("closed", "it limits nothing", "er is geen loket gesloten en er zijn geen teams")
	}
	for i, t := range g.Teams {
		if t.Name == "" || t.Desks == 0 || t.To > office.EndOfDay || (t.To <= t.From && (t.From != 0 || t.To != 0)) {
			return bad("teams", fmt.Sprintf("team %q has no name, no desks or no hours", t.Name), fmt.Sprintf("team '%s' heeft geen naam, loketten of uren", t.Name))
		}
		if _, problem, dutch := t.Turn.flaw(); problem != "" {
			return bad("teams", fmt.Sprintf("team %q: %s", t.Name, problem), fmt.Sprintf("team '%s': %s", t.Name, dutch))
		}
		for _, o := range g.Teams[:i] {
			if on, met := g.meet(t, o); met {
				return bad("teams", fmt.Sprintf("teams %q and %q meet on %s", o.Name, t.Name, on),
					fmt.Sprintf("de teams '%s' en '%s' zijn samen aanwezig op %s", o.Name, t.Name, SayDate(on)))
			}
		}
	}
	return nil
}

// meet finds a date of the regime on which two teams are there at once: that is what it is to prevent.
func (g Regime) meet(a, b Team) (office.Date, bool) {
	if !a.span().overlaps(b.span()) {
		return 0, false
	}
	return firstDate(g.Dates, func(d office.Date) bool { return a.Turn.Has(d) && b.Turn.Has(d) })
}
