package rehearsal

import (
	"fmt"
	"slices"
	"time"

	locker "github.com/buurtloket/buurtloket/hardware/vault"
)

// vaultFaults are those of a vault that have only on and off.
var vaultFaults = []named[locker.Fault]{
	{locker.PowerLost, "power-lost", "geen stroom"},
	{locker.LineCut, "line-cut", "kabel los"},
	{locker.LostBefore, "lost-before", "bevelen raken zoek"},
	{locker.LostAfter, "lost-after", "opent, en zegt het niet"},
	{locker.SlowAnswer, "slow-answer", "antwoordt traag"},
	{locker.Bouncing, "bouncing", "deurcontact trilt"},
	{locker.WrongUnit, "wrong-unit", "een ander bord antwoordt"},
	{locker.Refusing, "refusing", "het bord weigert alles"},
}

// hands are those at the doors of a vault.
type hands struct {
	vault  *locker.Emulator
	linger time.Duration
	stay   bool // nobody shuts what was ordered
	doors  map[locker.Door]*handled
	labels map[string]locker.Door
}

// handled is what the hands know of one door.
type handled struct {
	pulses  int       // as they were counted last
	ordered time.Time // since when it stands open for an order; zero: it does not
}

// doorsOf are the switches of a vault.
func doorsOf(e *locker.Emulator, o Options) prop {
	h := &hands{vault: e, linger: o.Linger, doors: map[locker.Door]*handled{}, labels: map[string]locker.Door{}}
	var labels []string
	for _, d := range e.All() {
		h.doors[d] = &handled{pulses: e.Pulses(d)}
		label := fmt.Sprintf("deur %d", d)
		if at := o.Compartments[d]; at != "" {
			label = fmt.Sprintf("vak %s (deur %d)", at, d)
		}
		h.labels[label] = d
		labels = append(labels, label)
	}
	levers := []lever{
		{code: "force", say: "deur opengebroken", choices: labels, state: h.forced, pull: h.force},
		{code: "stay", say: "deuren blijven openstaan", harmless: true, state: func() (bool, string) { return h.stay, "" },
			pull: func(on bool, _ string) error { h.stay = on; return nil }},
		{code: "stuck-shut", say: "deur klemt", choices: labels, state: h.stuck, pull: h.stick},
	}
	return prop{levers: append(levers, breaks[locker.Fault](mended{e}, vaultFaults)...), step: h.step}
}

// mended is a vault in the words of breakable.
type mended struct{ *locker.Emulator }

func (m mended) Break(f locker.Fault)       { m.Emulator.Break(f) }
func (m mended) Repair(f locker.Fault)      { m.Mend(f) }
func (m mended) Broken(f locker.Fault) bool { return slices.Contains(m.Emulator.Broken(), f) }

// label is the choice that stands for a door.
func (h *hands) label(d locker.Door) string {
	for label, door := range h.labels {
		if door == d {
			return label
		}
	}
	return ""
}

// forced tells of the first door that stands open without an order.
func (h *hands) forced() (bool, string) {
	for _, d := range h.vault.Standing() {
		if h.doors[d].ordered.IsZero() && h.vault.Pulses(d) == h.doors[d].pulses {
			return true, h.label(d)
		}
	}
	return false, ""
}

// force opens a door without its lock, or shuts whatever stands open.
func (h *hands) force(on bool, with string) error {
	if on {
		h.vault.Force(h.labels[with])
		return nil
	}
	for _, d := range h.vault.Standing() {
		h.vault.Shut(d)
		h.doors[d].ordered = time.Time{}
	}
	return nil
}

func (h *hands) stuck() (bool, string) {
	if all := h.vault.Stuck(); len(all) > 0 {
		return true, h.label(all[0])
	}
	return false, ""
}

func (h *hands) stick(on bool, with string) error {
	h.vault.Mend(locker.StuckShut)
	if on {
		h.vault.Break(locker.StuckShut, h.labels[with])
	}
	return nil
}

// step shuts what was ordered open long enough ago.
func (h *hands) step(now time.Time) (moved bool, err error) {
	standing := h.vault.Standing()
	for d, one := range h.doors {
		open := slices.Contains(standing, d)
		if n := h.vault.Pulses(d); n != one.pulses {
			one.pulses = n
			if open {
				one.ordered, moved = now, true
			}
		}
		switch {
		case !open:
			one.ordered = time.Time{}
		case !one.ordered.IsZero() && !h.stay && now.Sub(one.ordered) >= h.linger:
			h.vault.Shut(d)
			one.ordered, moved = time.Time{}, true
		}
	}
	return moved, nil
}
