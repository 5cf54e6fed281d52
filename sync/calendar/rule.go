package calendar

import (
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Mode says how visitors are served during an opening. Only Appointment yields seats.
// The numbers cross the wire: do not reorder.
type Mode uint8

// The modes of the catalogue.
const (
	Appointment Mode = iota
	WalkIn
	Reception
	SelfService
	Phone
)

var modeNames = [...]string{"appointment", "walk_in", "reception", "self_service", "phone"}

// String names the mode as the catalogue does.
func (m Mode) String() string {
	if int(m) < len(modeNames) {
		return modeNames[m]
	}
	return "unknown"
}

// ParseMode reads what String writes.
func ParseMode(s string) (Mode, error) {
	for i, name := range modeNames {
		if s == name {
			return Mode(i), nil
		}
	}
	return 0, fmt.Errorf("opening mode %q: want one of %q", s, modeNames)
}

// Weekdays is a set of days of the week; bit 0 is Sunday, as in time.Weekday.
type Weekdays uint8

// EveryDay holds all seven days.
const EveryDay Weekdays = 1<<7 - 1

// On is the set of the days named.
func On(days ...time.Weekday) Weekdays {
	var w Weekdays
	for _, d := range days {
		w |= 1 << d
	}
	return w
}

// Has reports whether d is in the set.
func (w Weekdays) Has(d time.Weekday) bool { return w>>d&1 == 1 }

// The bounds of a slot's length, in minutes, and the length used when a rule gives none.
const (
	MinSlot     office.Minute = 5
	MaxSlot     office.Minute = 240
	DefaultSlot office.Minute = 10
)

// MaxDesks is the highest desk number a rule can open.
const MaxDesks = 64

// Rule is one line of a site's weekly hours. Changing hours is changing rules, never code (A001-04).
type Rule struct {
	ID   string // names the rule for planners and in errors; not empty
	Site office.SiteID
	Days Weekdays
	From office.Minute // local wall time
	To   office.Minute // end, up to 24:00
	Mode Mode

	// Desks and FirstDesk say which desks are open: FirstDesk, FirstDesk+1, … (FirstDesk 0 means 1).
	// Both matter to Appointment only.
	Desks     uint8
	FirstDesk office.Desk
	Slot      office.Minute // length of a slot; 0: DefaultSlot

	Valid office.Period // dates on which the rule holds

	// Products and Clusters limit what is served; both empty: everything the site serves.
	// Except is taken away from either (A001-16).
	Products []office.ProductID
	Clusters []office.ClusterID
	Except   []office.ProductID

	Reason  string // why it is so, in Dutch, for notices; may be empty
	Assumed bool   // invented for the demonstration, not stated by a municipality
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
func (r Rule) check() error {
	switch {
	case r.ID == "":
		return fmt.Errorf("a rule of site %q has no id", r.Site)
	case r.Days == 0 || r.Days > EveryDay:
		return fmt.Errorf("rule %q: no valid day of the week", r.ID)
	case r.From >= r.To || r.To > office.EndOfDay:
		return fmt.Errorf("rule %q: opens at %s and closes at %s", r.ID, r.From, r.To)
	case r.Mode > Phone:
		return fmt.Errorf("rule %q: unknown mode %d", r.ID, r.Mode)
	case !r.Valid.Valid():
		return fmt.Errorf("rule %q: ends on %s before it begins on %s", r.ID, r.Valid.To, r.Valid.From)
	case r.Mode != Appointment:
		return nil
	case r.Slot < MinSlot || r.Slot > MaxSlot:
		return fmt.Errorf("rule %q: a slot of %d minutes; want %d to %d", r.ID, r.Slot, MinSlot, MaxSlot)
	case r.Desks == 0 || int(r.FirstDesk)+int(r.Desks)-1 > MaxDesks:
		return fmt.Errorf("rule %q: desks %d to %d; want 1 to %d", r.ID,
			r.FirstDesk, int(r.FirstDesk)+int(r.Desks)-1, MaxDesks)
	}
	return nil
}

// clashes reports whether two normalised rules can put the same desk to two uses at once, which would
// make two seats of one name.
func (r Rule) clashes(o Rule) bool {
	return r.Mode == Appointment && o.Mode == Appointment && r.Site == o.Site &&
		r.Days&o.Days != 0 && r.From < o.To && o.From < r.To && r.Valid.Overlaps(o.Valid) &&
		int(r.FirstDesk) < int(o.FirstDesk)+int(o.Desks) && int(o.FirstDesk) < int(r.FirstDesk)+int(r.Desks)
}
