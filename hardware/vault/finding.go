package vault

import "time"

// Kind is what a Monitor has found.
type Kind uint8

// The kinds. Alarms are those that somebody must look into.
const (
	Opened   Kind = iota + 1 // a door opened, or stands open, on the orders that are named
	Shut                     // an open door is shut again and has stayed so
	Lost                     // a door cannot be seen any more
	Found                    // it can be seen again; what it did in between is not known
	Forced                   // alarm: a door opened without an order
	Missed                   // alarm: an order without a door, which stayed shut
	Unseen                   // alarm: an order whose door could not be seen in its time
	LeftOpen                 // alarm: a door stands open longer than it may; once per opening
)

// String is the word of a log and of the command line.
func (k Kind) String() string {
	names := [...]string{"nothing", "opened", "shut", "lost", "found", "forced", "missed", "unseen", "left-open"}
	if int(k) < len(names) {
		return names[k]
	}
	return names[0]
}

// Alarm reports whether a person must look into it.
func (k Kind) Alarm() bool { return k >= Forced && k <= LeftOpen }

// Finding is what one reading has shown about one door.
type Finding struct {
	Kind   Kind
	Door   Door
	At     time.Time // of the reading
	Since  time.Time // what it began with: the opening (Shut, LeftOpen), the loss (Found), the order (Missed, Unseen); else zero
	Orders []string  // of Opened, Missed and Unseen: the orders it is about, in the order they were told
}
