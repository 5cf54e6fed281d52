package fleet

import (
	"cmp"
	"slices"

	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// Urgency is how much a site needs a person: the more the higher.
type Urgency uint8

// The urgencies. What is at Attention or above wants a person.
const (
	Nothing   Urgency = iota // it has no appliance
	Well                     // connected, and all in order
	Alone                    // no line: it works on by itself, and waits for the line to come back
	Attention                // somebody should look: devices that stand still, doors that cannot be seen, a report that is awaited
	Act                      // somebody must act: an alarm, a dispute, custody stopped
)

// of judges one site.
func of(s *contract.FleetSite) Urgency {
	switch {
	case len(s.Alarms) > 0, s.Conflicts > 0, s.Frozen:
		return Act
	case !s.Appliance:
		return Nothing
	case len(s.Down) > 0, s.Unseen > 0, s.Lost, !s.Open:
		return Attention
	case !s.Online:
		return Alone
	}
	return Well
}

// tone is the colour family of an urgency.
func (u Urgency) tone() week.Tone {
	return [...]week.Tone{week.Plain, week.Good, week.Warn, week.Warn, week.Bad}[u]
}

// order puts what needs a person first: by urgency, then who was heard longest ago, then by name.
func order(all []*contract.FleetSite) {
	slices.SortStableFunc(all, func(a, b *contract.FleetSite) int {
		return cmp.Or(cmp.Compare(of(b), of(a)), cmp.Compare(old(a), old(b)), cmp.Compare(a.Name, b.Name))
	})
}

// old is what sites of one urgency stand by: since when nothing is known of one without a line.
func old(s *contract.FleetSite) int64 {
	if s.Online || !s.Appliance {
		return 0
	}
	return s.HeardMs
}
