package vault

import (
	"slices"
	"time"
)

// Limits are the set times of a vault.
type Limits struct {
	OpenWithin  time.Duration // from an order to its door
	CloseWithin time.Duration // from the reading that showed a door open to the one that shows it shut
	Settle      time.Duration // how long a door must read closed before it counts as shut: contacts bounce
}

// Monitor holds orders against doors: each door that opens needs an order, each order a door, and each open door a hand
// that shuts it in time. It has no clock and no goroutine: it knows what it is told, in the order it is told, and the times
// that come with it. Not for use by several goroutines at once.
//
// It sees no more than readings do. A door that opened between two readings opened somewhere in between, so an order
// excuses it whose time had not passed at the last reading that showed it shut. A door that opens and shuts between two
// readings is not seen at all, and its order is Missed. Of a door that is Unknown nothing is concluded; what it did is
// judged by how it stands when it is seen again.
//
// It remembers nothing across a restart: an order of before that may still have its door is told again, with its own time;
// a door that is open at the first reading and has no order is Forced.
type Monitor struct {
	limits Limits
	doors  []Door
	watch  map[Door]*guarded
	last   time.Time // the latest time it was told: a clock that steps back does not make it younger
}

// guarded is what a Monitor knows of one door.
type guarded struct {
	seen    State     // in the latest reading
	lostAt  time.Time // since when it is Unknown; zero when it never was known
	open    bool      // it counts as open: it was seen open and has not settled since
	openAt  time.Time // of the opening
	told    bool      // LeftOpen was found for this opening
	closing time.Time // since when an open door reads closed; zero when it does not
	orders  []expected
}

// expected is an order that waits for its door.
type expected struct {
	id        string
	at, until time.Time
	unseen    bool // found already as Unseen; kept because the door may yet turn out to stand open
}

// NewMonitor watches these doors. Of none of them anything is known.
func NewMonitor(limits Limits, doors ...Door) *Monitor {
	m := &Monitor{limits: limits, doors: slices.Compact(slices.Sorted(slices.Values(doors))), watch: make(map[Door]*guarded)}
	for _, d := range m.doors {
		m.watch[d] = &guarded{}
	}
	return m
}

// Ordered tells that a door is about to be ordered open; it comes before the order leaves, or its door may be read first.
// An order for a door that is not watched is not kept: the vault has no such door and refuses it.
func (m *Monitor) Ordered(d Door, id string, at time.Time) {
	at = m.forward(at)
	if g := m.watch[d]; g != nil {
		g.orders = append(g.orders, expected{id: id, at: at, until: at.Add(m.limits.OpenWithin)})
	}
}

// Refused tells that an order was not done, for certain: no door is expected of it. An order that is uncertain stays.
func (m *Monitor) Refused(d Door, id string) {
	if g := m.watch[d]; g != nil {
		g.orders = slices.DeleteFunc(g.orders, func(e expected) bool { return e.id == id })
	}
}

// Read tells how the doors stand, and answers what that means, by door. A watched door that is not in the reading is
// Unknown.
func (m *Monitor) Read(r Reading) []Finding {
	at := m.forward(r.At)
	var found []Finding
	for _, d := range m.doors {
		for _, f := range m.watch[d].read(r.State(d), at, m.limits) {
			f.Door, f.At = d, at
			found = append(found, f)
		}
	}
	return found
}

// forward is a time that is not before any that was told.
func (m *Monitor) forward(at time.Time) time.Time {
	if at.After(m.last) {
		m.last = at
	}
	return m.last
}

// read is one reading of one door.
func (g *guarded) read(s State, at time.Time, limits Limits) []Finding {
	var found []Finding
	if g.seen == Unknown && s != Unknown && !g.lostAt.IsZero() {
		found = append(found, Finding{Kind: Found, Since: g.lostAt})
	}
	if g.seen != Unknown && s == Unknown {
		g.lostAt = at
		found = append(found, Finding{Kind: Lost})
	}
	g.seen = s
	switch s {
	case Open:
		return append(found, g.stands(at, limits)...)
	case Closed:
		return append(found, g.shut(at, limits)...)
	}
	for i, e := range g.orders {
		if !e.unseen && !e.until.After(at) {
			g.orders[i].unseen = true
			found = append(found, Finding{Kind: Unseen, Since: e.at, Orders: []string{e.id}})
		}
	}
	return found
}

// stands is a reading that shows the door open. Whatever order waits for it has it now: one whose time was over before the
// door was last seen shut does not wait any more.
func (g *guarded) stands(at time.Time, limits Limits) []Finding {
	var found []Finding
	switch {
	case len(g.orders) > 0:
		f := Finding{Kind: Opened}
		for _, e := range g.orders {
			f.Orders = append(f.Orders, e.id)
		}
		found = append(found, f)
		g.open, g.openAt, g.told, g.orders = true, at, false, nil
	case !g.open:
		found = append(found, Finding{Kind: Forced})
		g.open, g.openAt, g.told = true, at, false
	}
	g.closing = time.Time{}
	if !g.told && at.Sub(g.openAt) >= limits.CloseWithin {
		g.told = true
		found = append(found, Finding{Kind: LeftOpen, Since: g.openAt})
	}
	return found
}

// shut is a reading that shows the door closed.
func (g *guarded) shut(at time.Time, limits Limits) []Finding {
	var found []Finding
	if g.open && g.closing.IsZero() {
		g.closing = at
	}
	if g.open {
		if at.Sub(g.closing) < limits.Settle {
			return nil
		}
		found = append(found, Finding{Kind: Shut, Since: g.openAt})
		g.open, g.closing = false, time.Time{}
	}
	waiting := g.orders[:0]
	for _, e := range g.orders {
		switch {
		case e.unseen: // it was found out already that nobody knows
		case !e.until.After(at):
			found = append(found, Finding{Kind: Missed, Since: e.at, Orders: []string{e.id}})
		default:
			waiting = append(waiting, e)
		}
	}
	g.orders = waiting
	return found
}
