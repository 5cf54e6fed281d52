package doors

import (
	"slices"
	"strings"
	"time"

	locker "github.com/buurtloket/buurtloket/hardware/vault"
)

// Place is a door and the compartment behind it.
type Place struct {
	Door        locker.Door
	Compartment string // its name in the register
}

// Layout is which door stands for which compartment: each compartment has one door, and each door one compartment.
type Layout struct {
	Places   []Place
	Deadline time.Duration // from an order to the last moment at which its lock may be pulsed
	Limits   locker.Limits
}

// Doors are all doors, by number.
func (l Layout) Doors() (out []locker.Door) {
	for _, p := range l.Places {
		out = append(out, p.Door)
	}
	slices.Sort(out)
	return out
}

// Compartment is what lies behind a door; empty: the layout has no such door.
func (l Layout) Compartment(d locker.Door) string {
	for _, p := range l.Places {
		if p.Door == d {
			return p.Compartment
		}
	}
	return ""
}

// door is the one of a compartment.
func (l Layout) door(compartment string) (locker.Door, bool) {
	for _, p := range l.Places {
		if strings.EqualFold(p.Compartment, strings.TrimSpace(compartment)) {
			return p.Door, true
		}
	}
	return 0, false
}
