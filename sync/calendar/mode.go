package calendar

import "fmt"

// Mode says how visitors are served during an opening. Only Appointment yields seats. A site has a roster of
// its own in each mode: a reception on four days beside desks on two (A002-49), or no reception at all (A002-52).
// The numbers cross the wire: do not reorder.
type Mode uint8

// The modes of the catalogue.
const (
	Appointment Mode = iota
	WalkIn
	Reception
	SelfService
	Phone
	modeCount int = iota
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

// Modes is a set of modes. The empty set stands for all of them wherever one limits something.
type Modes uint8

// Only is the set of the modes named.
func Only(modes ...Mode) Modes {
	var s Modes
	for _, m := range modes {
		s |= 1 << m
	}
	return s
}

// Has reports whether m is in the set, or the set is empty.
func (s Modes) Has(m Mode) bool { return s == 0 || s>>m&1 == 1 }

// Dutch names the mode as visitors read it: "op afspraak", "vrije inloop".
func (m Mode) Dutch() string {
	if int(m) < len(dutchModes) {
		return dutchModes[m]
	}
	return ""
}
