package state

import (
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// agendaRows are the day as the clerk reads it. Free time that can be had in one way is one row, whatever the number
// of desks and slots: what asks for attention is who comes, not what is empty.
func (c *Clerk) agendaRows(day []Slot) []Row {
	var rows []Row
	for len(day) > 0 {
		if !day[0].Free() {
			rows, day = append(rows, c.slotRow(day[0])), day[1:]
			continue
		}
		free := freeFrom(day)
		rows, day = append(rows, c.freeRow(day[0], free)), day[free.slots:]
	}
	return rows
}

// stretch is free time that can be had in one way.
type stretch struct {
	slots int // of the day, from the first on
	state SlotState
	end   office.Minute
}

// freeAt is the free time of one moment over all desks. Where they differ, what this site holds goes first.
func freeAt(day []Slot) stretch {
	s := stretch{state: FreeAtHQ}
	for s.slots < len(day) && day[s.slots].Free() && day[s.slots].Seat.Start == day[0].Seat.Start {
		if day[s.slots].State == FreeHere {
			s.state = FreeHere
		}
		s.end = max(s.end, day[s.slots].End())
		s.slots++
	}
	return s
}

// freeFrom is the whole stretch that begins with the first slot.
func freeFrom(day []Slot) stretch {
	s := freeAt(day)
	for s.slots < len(day) && day[s.slots].Free() && day[s.slots].Seat.Start <= s.end {
		next := freeAt(day[s.slots:])
		if next.state != s.state {
			break
		}
		s.slots, s.end = s.slots+next.slots, max(s.end, next.end)
	}
	return s
}

// freeRow is a stretch of free time.
func (c *Clerk) freeRow(first Slot, s stretch) Row {
	w := c.cfg.Words.Agenda
	r := Row{ID: first.Seat.String(), Lead: first.Seat.Start.String(), Detail: w.Free, State: w.FreeOwn}
	if s.end > first.End() {
		r.Detail = text.Fill(w.FreeUntil, "time", s.end)
	}
	switch {
	case s.state == FreeAtHQ && c.snap.Line.State == Cut:
		r.State = w.FreeAsk
	case s.state == FreeAtHQ:
		r.State = w.FreeHQ
	}
	return r
}

// agendaNow is the first row that is not over; after the last, the last.
func (c *Clerk) agendaNow() string {
	now := office.MinuteOf(c.cfg.Now().In(c.cfg.Location))
	id := ""
	for day := c.snap.Agenda; len(day) > 0; {
		n, end := 1, day[0].End()
		if day[0].Free() {
			free := freeFrom(day)
			n, end = free.slots, free.end
		}
		id, day = day[0].Seat.String(), day[n:]
		if end > now {
			break
		}
	}
	return id
}

// slotRow is one slot that is not free: when, who, for what, and what is the matter with it.
func (c *Clerk) slotRow(s Slot) Row {
	w := c.cfg.Words.Agenda
	r := Row{ID: s.Seat.String(), Lead: s.Seat.Start.String(), Main: s.Name, Detail: c.short(s.Product)}
	if s.Ticket != "" && s.State != Finished {
		r.Main = s.Ticket + " " + s.Name
	}
	switch s.State {
	case BlockedSlot:
		r.Main, r.Detail, r.State = "", "", w.Blocked
	case Expected:
		r.State = w.NotYet
		if s.Seat.Date > c.snap.Today {
			r.State = w.Booked
		} else if s.Seat.Start < office.MinuteOf(c.cfg.Now().In(c.cfg.Location)) {
			r.Tone, r.Shape = Warn, Empty // late
		}
	case Arrived:
		r.State, r.Tone, r.Shape, r.Strong = w.Arrived, Good, Full, true
	case AtDesk:
		r.State, r.Tone, r.Shape, r.Strong = text.Fill(w.AtDesk, "n", s.ServedAt), Main, Half, true
	case SteppedAside:
		r.State, r.Shape = w.Aside, Half
	case Finished:
		r.State, r.Tone, r.Shape = w.Finished, Good, Full
	case Missed:
		r.State, r.Tone, r.Shape = w.Missed, Warn, Empty
	case Left:
		r.State, r.Tone, r.Shape = w.Left, Plain, Empty
	case Moving:
		r.State, r.Tone, r.Shape = w.Moving, Warn, Half
	}
	return r
}

// norm is the promised punctuality beside today's figure; no data is said, never written as 0.
func (c *Clerk) norm() string {
	w, n := c.cfg.Words, c.snap.Norm
	if n.Cluster == "" {
		return ""
	}
	limit := w.Decimal(n.Limit, 0)
	if !n.Known {
		return text.Fill(w.Agenda.NormNone, "cluster", n.Cluster, "limit", limit)
	}
	return text.Fill(w.Agenda.Norm, "cluster", n.Cluster, "limit", limit, "value", w.Decimal(n.Value, 1), "n", n.Visits)
}
