package vault

import (
	"cmp"
	"slices"
	"time"
)

// State is how a door stands.
type State uint8

// The states. What has not been read is Unknown: no door is closed by default.
const (
	Unknown State = iota
	Closed
	Open
)

// String is the word of a log and of the command line.
func (s State) String() string {
	switch s {
	case Closed:
		return "closed"
	case Open:
		return "open"
	}
	return "unknown"
}

// Reading is all doors of a vault at one moment. It is not changed once it is given out.
type Reading struct {
	At    time.Time // when the reading began: a door that moved later may have been missed
	Doors []Seen    // every door of the vault, by number
}

// Seen is how a door stood.
type Seen struct {
	Door  Door
	State State
}

// State is how a door stood, Unknown for one that is not in the reading.
func (r Reading) State(d Door) State {
	i, found := slices.BinarySearchFunc(r.Doors, d, func(s Seen, d Door) int { return cmp.Compare(s.Door, d) })
	if !found {
		return Unknown
	}
	return r.Doors[i].State
}
