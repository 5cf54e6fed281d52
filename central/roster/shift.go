package roster

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Shift is one person at work at one site, unbroken.
type Shift struct {
	Person   office.ClerkID
	Site     office.SiteID
	Date     office.Date
	From, To office.Minute // local wall time
	Work     Work
	Desk     office.Desk // of Desk; 0: any that is open
}

// Minutes is how long the shift takes by the wall clock.
func (s Shift) Minutes() int { return int(s.To) - int(s.From) }

// meets reports whether both shifts hold one moment of one date.
func (s Shift) meets(o Shift) bool { return s.Date == o.Date && s.From < o.To && o.From < s.To }

// span gives the shift as instants.
func (s Shift) span(zone *time.Location) (from, to time.Time) {
	return s.Date.At(s.From, zone), s.Date.At(s.To, zone)
}

// String writes "an buurtloket-berchem 2026-11-24 09:00-12:30 desk 2".
func (s Shift) String() string {
	return fmt.Sprintf("%s %s %s %s-%s %s %d", s.Person, s.Site, s.Date, s.From, s.To, s.Work, s.Desk)
}

// Compare orders shifts by date, start, site, person, end, work, desk.
func (s Shift) Compare(o Shift) int {
	return cmp.Or(cmp.Compare(s.Date, o.Date), cmp.Compare(s.From, o.From), cmp.Compare(s.Site, o.Site), cmp.Compare(s.Person, o.Person),
		cmp.Compare(s.To, o.To), cmp.Compare(s.Work, o.Work), cmp.Compare(s.Desk, o.Desk))
}

// Roster is shifts, of any sites and dates, with what they are held against. It is only read.
type Roster struct {
	People   []Person
	Absences []Absence
	Rules    Rules
	Shifts   []Shift
}

// Person finds a person.
func (r Roster) Person(id office.ClerkID) (Person, bool) {
	for _, p := range r.People {
		if p.ID == id {
			return p, true
		}
	}
	return Person{}, false
}

// With is the roster with more shifts.
func (r Roster) With(more ...Shift) Roster {
	r.Shifts = append(slices.Clone(r.Shifts), more...)
	return r
}

// Without is the roster without the shifts that match.
func (r Roster) Without(match func(Shift) bool) Roster {
	r.Shifts = slices.DeleteFunc(slices.Clone(r.Shifts), match)
	return r
}

// Monday is the first day of the week that holds a date.
func Monday(d office.Date) office.Date { return d - office.Date((d.Weekday()+6)%7) }

// Week is the period of seven dates from the Monday before or on a date.
func Week(d office.Date) office.Period { return office.Period{From: Monday(d), To: Monday(d) + 6} }
