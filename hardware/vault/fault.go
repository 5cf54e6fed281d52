package vault

import "fmt"

// Fault is something that can be wrong with an emulated vault.
type Fault uint8

// The faults.
const (
	PowerLost  Fault = iota + 1 // the locks have no power, and the contacts say nothing
	StuckShut                   // the lock is pulsed and the door does not open
	LineCut                     // nothing gets through
	LostBefore                  // an order is lost on its way, and the line with it
	LostAfter                   // an order is done, and the line breaks before the answer
	SlowAnswer                  // an order is done, and confirmed only after Slowness
	WrongUnit                   // another board answers
	Refusing                    // the board refuses everything: it is another than the configuration says
	Bouncing                    // a contact flutters for some readings after its door has moved
)

// Faults are all of them, in order.
func Faults() []Fault {
	return []Fault{PowerLost, StuckShut, LineCut, LostBefore, LostAfter, SlowAnswer, WrongUnit, Refusing, Bouncing}
}

// String is the word that a command line and a demo bar use.
func (f Fault) String() string {
	names := [...]string{"none", "power-lost", "stuck-shut", "line-cut", "lost-before", "lost-after", "slow-answer",
		"wrong-unit", "refusing", "bouncing"}
	if int(f) < len(names) {
		return names[f]
	}
	return names[0]
}

// ParseFault finds a fault by its word.
func ParseFault(word string) (Fault, error) {
	for _, f := range Faults() {
		if f.String() == word {
			return f, nil
		}
	}
	return 0, fmt.Errorf("vault: no fault %q", word)
}
