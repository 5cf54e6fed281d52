package state

import "context"

// Hands is the part of the [Counter] that does to the emulated devices of a demonstration what a hand would do to real ones.
type Hands interface {
	// Emulate moves a switch; choice is one of its choices where it has some, or what is scanned. Refused where it is no
	// demonstration, and when it cannot be done as things are.
	Emulate(ctx context.Context, s Switch, on bool, choice string) (Receipt, error)
}

// Switch is one thing that can be done to an emulated device, as it stands now.
type Switch struct {
	Kind, Device string // as [Device] has them
	Code         string
	Say          string // as the counter says it
	On           bool
	Moment       bool     // it is done once and has no off
	Choices      []string // what it can be done with; none: there is nothing to choose
	Choice       string   // the one that is on
}

// scans reports whether its choices are codes that are scanned: then any other code will do too.
func (s Switch) scans() bool { return s.Code == "scan" }

// id names a switch for as long as it is there.
func (s Switch) id() string { return s.Kind + "/" + s.Device + "/" + s.Code }
