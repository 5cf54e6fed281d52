package board

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Cell is one site on one day. Seats is the sum of Booked, Held, Kept, Blocked and Free.
type Cell struct {
	Site   office.SiteID
	Date   office.Date
	Closed string // why nobody is served by appointment, in Dutch; empty when there are seats

	Desks   int           // at most so many are open at once
	Minutes office.Minute // that all desks together are open
	Seats   int
	Booked  int
	Free    int // headquarters may give them away
	Held    int // in the hands of the site
	Kept    int // somebody is just booking them
	Blocked int // nobody may book them

	Stranded int // booked seats that the plan does not have: people to be called
	Asked    int // seats that the site still has in its hands and the plan does not have any more

	Expected Expectation
	Need     int // 0 to 100
	Word     Word

	Hours   []Hour    // of the hours in which anything is, when they were asked for
	Opening []Stretch // likewise: which desk is open when
}

// Hour is half an hour of a cell; it counts the seats that begin in it.
type Hour struct {
	From     office.Minute
	Desks    int // open at some moment of it
	Seats    int
	Booked   int
	Free     int
	Held     int
	Blocked  int // with those that somebody is just booking
	Expected float64
}

// Stretch is an unbroken opening of one desk: what can be moved, whole or in part.
type Stretch struct {
	Desk         office.Desk
	From, To     office.Minute // To is the end of its last seat
	Slot         office.Minute
	Rule         string // id of the rule that opens it
	Booked, Held int    // of its seats
}

// cell looks at one day.
func (s *Scene) cell(site office.SiteID, on office.Date, before *past, waits []Wait, detail bool) Cell {
	d := s.Plan.Day(site, on)
	c := Cell{Site: site, Date: on, Closed: d.Closed, Seats: d.Len(), Expected: before.on(on.Weekday())}
	r := s.Ledger.Record(site, on)
	c.Desks, c.Minutes = desks(d)
	marked := 0
	for _, m := range r.Marks {
		if !d.Has(m.Desk, m.Start) {
			switch m.State {
			case Booked:
				c.Stranded++
			case Held:
				c.Asked++
			}
			continue
		}
		marked++
		switch r.now(m.State) {
		case Booked:
			c.Booked++
		case Held:
			c.Held++
		case Kept:
			c.Kept++
		case Blocked:
			c.Blocked++
		}
	}
	if r.Blocked || r.Shut {
		c.Blocked += d.Len() - marked
	}
	c.Free = c.Seats - c.Booked - c.Held - c.Kept - c.Blocked
	c.Need, c.Word = Need(c, waits)
	if detail {
		c.Opening = stretches(d, r)
		c.Hours = hours(d, r, c.Expected)
	}
	return c
}

// now is the state of a marked seat as it counts: a site that is shut gives nothing away.
func (r Record) now(s State) State {
	if s == Free && r.Shut {
		return Blocked
	}
	return s
}

// desks is how many desks are open at once at most, and how long they are open together. Only whole slots count.
func desks(d *calendar.Day) (most int, all office.Minute) {
	type edge struct {
		at office.Minute
		by int
	}
	var edges []edge
	for i := range d.Openings {
		o := &d.Openings[i]
		if o.Mode != calendar.Appointment {
			continue
		}
		long := o.Slot * office.Minute(o.Slots)
		all += long * office.Minute(o.Desks)
		edges = append(edges, edge{o.From, int(o.Desks)}, edge{o.From + long, -int(o.Desks)})
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.by, b.by)) })
	open := 0
	for _, e := range edges {
		open += e.by
		most = max(most, open)
	}
	return most, all
}

// hours counts a day by half hours.
func hours(d *calendar.Day, r Record, e Expectation) []Hour {
	var all [bins]Hour
	var open [bins]calendar.Desks
	for i := range d.Openings {
		o := &d.Openings[i]
		if o.Mode != calendar.Appointment {
			continue
		}
		for k := range o.Slots {
			start := o.From + office.Minute(k)*o.Slot
			h := &all[start/Bin]
			h.Seats += int(o.Desks)
			for b := start / Bin; b <= (start+o.Slot-1)/Bin; b++ {
				open[b] |= (1<<o.Desks - 1) << (o.FirstDesk - 1)
			}
			if r.Blocked || r.Shut {
				h.Blocked += int(o.Desks)
			}
		}
	}
	for _, m := range r.Marks {
		if !d.Has(m.Desk, m.Start) {
			continue
		}
		h := &all[m.Start/Bin]
		if r.Blocked || r.Shut { // it was counted as blocked, as if nobody had marked it
			h.Blocked--
		}
		switch r.now(m.State) {
		case Booked:
			h.Booked++
		case Held:
			h.Held++
		case Kept, Blocked:
			h.Blocked++
		}
	}
	var out []Hour
	for i, h := range all {
		h.From, h.Free, h.Expected = office.Minute(i)*Bin, h.Seats-h.Booked-h.Held-h.Blocked, e.bins[i]
		h.Desks = bits.OnesCount64(uint64(open[i]))
		if h.Desks > 0 || h.Expected > 0 {
			out = append(out, h)
		}
	}
	return out
}

// stretches lists which desk is open when, by desk and time.
func stretches(d *calendar.Day, r Record) []Stretch {
	var out []Stretch
	for i := range d.Openings {
		o := &d.Openings[i]
		if o.Mode != calendar.Appointment {
			continue
		}
		for k := range o.Desks {
			out = append(out, Stretch{Desk: o.FirstDesk + office.Desk(k), From: o.From, To: o.From + o.Slot*office.Minute(o.Slots), Slot: o.Slot, Rule: o.Rule})
		}
	}
	slices.SortFunc(out, func(a, b Stretch) int { return cmp.Or(cmp.Compare(a.Desk, b.Desk), cmp.Compare(a.From, b.From)) })
	for _, m := range r.Marks {
		i := slices.IndexFunc(out, func(s Stretch) bool { return s.Desk == m.Desk && s.From <= m.Start && m.Start < s.To })
		if i < 0 || !d.Has(m.Desk, m.Start) {
			continue
		}
		switch m.State {
		case Booked:
			out[i].Booked++
		case Held:
			out[i].Held++
		}
	}
	return out
}
