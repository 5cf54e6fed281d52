package calendar

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/office"
)

// The bounds of a slot's length, in minutes, and the length used when a rule gives none.
const (
	MinSlot     office.Minute = 5
	MaxSlot     office.Minute = 240
	DefaultSlot office.Minute = 10
)

// MaxDesks is the highest desk number a rule can open.
const MaxDesks = 64

// Rule is one line of a site's hours in one mode. Changing hours is changing rules, never code (A001-04).
type Rule struct {
	ID   string // names the rule for planners and in errors; not empty
	Site office.SiteID
	Days Weekdays
	When Recurrence    // of those days only these: every second week, the first of the month; zero: all of them
	From office.Minute // local wall time
	To   office.Minute // end, up to 24:00
	Mode Mode

	// Desks and FirstDesk say which desks are open: FirstDesk, FirstDesk+1, … (FirstDesk 0 means 1).
	// Both matter to Appointment only.
	Desks     uint8
	FirstDesk office.Desk
	Slot      office.Minute // length of a slot; 0: DefaultSlot

	Valid office.Period // dates on which the rule holds
	After Signpost      // where to go once it has ended (A002-47, A002-53)

	// Products and Clusters limit what is served; both empty: everything the site serves.
	// Except is taken away from either (A001-16).
	Products []office.ProductID
	Clusters []office.ClusterID
	Except   []office.ProductID

	Reason  string // why it is so, in Dutch, for notices; may be empty
	Assumed bool   // invented for the demonstration, not stated by a municipality
}

// Opens reports whether the rule opens on the date, closures aside.
func (r Rule) Opens(d office.Date) bool {
	return r.Days.Has(d.Weekday()) && r.Valid.Contains(d) && r.When.Has(d)
}

// normal is the rule with its defaults filled in.
func (r Rule) normal() Rule {
	if r.Slot == 0 {
		r.Slot = DefaultSlot
	}
	if r.FirstDesk == 0 {
		r.FirstDesk = 1
	}
	return r
}

// check reports what is wrong with a normalised rule on its own.
func (r Rule) check() *Flaw {
	bad := func(field, problem, dutch string) *Flaw { return flawed(RuleThing, r.ID, field, problem, dutch) }
	switch {
	case r.ID == "":
		return twice(RuleThing, r.ID)
	case r.Days == 0 || r.Days > EveryDay:
		return bad("weekdays", "no valid day of the week", "geen geldige dag van de week")
	case r.From >= r.To || r.To > office.EndOfDay:
		return bad("from", fmt.Sprintf("opens at %s and closes at %s", r.From, r.To), fmt.Sprintf("opent om %s en sluit om %s", r.From, r.To))
	case r.Mode > Phone:
		return bad("mode", fmt.Sprintf("unknown mode %d", r.Mode), "onbekende werkwijze")
	case !r.Valid.Valid():
		return bad("valid_to", fmt.Sprintf("ends on %s before it begins on %s", r.Valid.To, r.Valid.From), "eindigt voor ze begint")
	}
	if f := bad(r.When.flaw()); f != nil {
		return f
	}
	if r.Mode == Appointment {
		if f := r.checkSlots(); f != nil {
			return f
		}
	}
	return r.checkDates()
}

// checkSlots reports what is wrong with desks and slots. A slot that divides neither the hour nor the opening would
// make places at times nobody can remember and leave a rest that nobody can book.
func (r Rule) checkSlots() *Flaw {
	bad := func(field, problem, dutch string) *Flaw { return flawed(RuleThing, r.ID, field, problem, dutch) }
	last, open := int(r.FirstDesk)+int(r.Desks)-1, r.To-r.From
	switch {
	case r.Slot < MinSlot || r.Slot > MaxSlot:
		return bad("slot_minutes", fmt.Sprintf("a slot of %d minutes; want %d to %d", r.Slot, MinSlot, MaxSlot),
			fmt.Sprintf("%d minuten; het moet van %d tot %d zijn", r.Slot, MinSlot, MaxSlot))
	case r.Slot > open:
		return bad("slot_minutes", fmt.Sprintf("a slot of %d minutes in an opening of %d: it never opens", r.Slot, open),
			fmt.Sprintf("%d minuten past niet in een opening van %d minuten", r.Slot, open))
	case 60%r.Slot != 0 && open%r.Slot != 0:
		return bad("slot_minutes", fmt.Sprintf("a slot of %d minutes divides neither the hour nor the opening of %d", r.Slot, open),
			fmt.Sprintf("%d minuten gaat niet op in een uur en niet in de opening van %d minuten", r.Slot, open))
	case r.Desks == 0 || last > MaxDesks:
		return bad("desks", fmt.Sprintf("desks %d to %d; want 1 to %d", r.FirstDesk, last, MaxDesks),
			fmt.Sprintf("loket %d tot %d; het moet van 1 tot %d zijn", r.FirstDesk, last, MaxDesks))
	}
	return nil
}

// checkDates sees that there is a date on which the rule opens. Closures come and go; holidays stay.
func (r Rule) checkDates() *Flaw {
	within := r.When.from(r.Valid)
	if _, ok := firstDate(within, r.Opens); !ok {
		return flawed(RuleThing, r.ID, "when", "it never opens: no such date", "er is geen enkele dag waarop dit opent")
	}
	opens := func(d office.Date) bool {
		_, holiday := HolidayOn(d)
		return !holiday && r.Opens(d)
	}
	if _, ok := firstDate(within, opens); !ok {
		return flawed(RuleThing, r.ID, "when", "it never opens: holidays only", "dit opent alleen op feestdagen, en dan is alles dicht")
	}
	return nil
}

// meets finds a date on which both rules open, at hours that overlap.
func (r Rule) meets(o Rule) (office.Date, bool) {
	if r.Days&o.Days == 0 || r.From >= o.To || o.From >= r.To || !r.Valid.Overlaps(o.Valid) {
		return 0, false
	}
	within := office.Period{From: max(r.Valid.From, o.Valid.From), To: r.Valid.To}
	if o.Valid.To != 0 && (within.To == 0 || o.Valid.To < within.To) {
		within.To = o.Valid.To
	}
	return firstDate(o.When.from(r.When.from(within)), func(d office.Date) bool { return r.Opens(d) && o.Opens(d) })
}

// clashes reports whether two normalised rules, of which it is known what they serve, say two things of one time: the
// same desk twice, which would make two seats of one name, or the same product twice in a mode without desks, perhaps
// once with and once without.
func (r rule) clashes(o rule) *Flaw {
	if r.Mode != o.Mode || r.Site != o.Site {
		return nil
	}
	field, problem, dutch := "desks", "rules %q and %q open the same desk at the same time, as on %s", "opent hetzelfde loket op hetzelfde moment als regel '%s', zoals op %s"
	if r.Mode == Appointment {
		if int(r.FirstDesk) >= int(o.FirstDesk)+int(o.Desks) || int(o.FirstDesk) >= int(r.FirstDesk)+int(r.Desks) {
			return nil
		}
	} else {
		field, problem, dutch = "from", "rules %q and %q say two things of the same time, as on %s", "zegt iets anders over hetzelfde moment dan regel '%s', zoals op %s"
		if !r.serves.meets(o.serves) {
			return nil
		}
	}
	on, met := r.meets(o.Rule)
	if !met {
		return nil
	}
	f := flawed(RuleThing, r.ID, field, fmt.Sprintf(problem, o.ID, r.ID, on), fmt.Sprintf(dutch, o.ID, SayDate(on)))
	f.Other = o.ID
	return f
}
