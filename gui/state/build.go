package state

import (
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// build makes the picture of this moment. It is called under the lock after every change.
func (c *Clerk) build() Shown {
	w := c.cfg.Words
	s := Shown{Words: w, Busy: c.busy, Notice: c.notice, Sheet: c.sheet, Plug: c.snap.Plug}
	if !c.ready {
		s.Desk = w.Head.Opening
	} else {
		now := c.cfg.Now().In(c.cfg.Location)
		s.Desk = text.Fill(w.Head.Desk, "n", c.cfg.Desk, "site", c.snap.Name)
		s.Clerk = w.Head.Nobody
		if me := c.me(); me != nil {
			s.Clerk = me.Name
		}
		s.Clock = w.Day(now) + " " + w.Clock(now)
		s.Line = c.lineMark()
		s.Foot = c.foot()
		s.InboxWords = c.inboxButton()
	}
	s.Now = c.showNow()
	s.Waiting, s.WaitingCount = c.queueRows(), number(len(c.snap.Queue))
	s.Agenda, s.Norm = c.agendaRows(), c.norm()
	s.Can = c.can()
	s.AgendaNow = c.agendaNow()
	s.Next = c.next(s.Can)
	if c.lost {
		s.Notice = Notice{Say: w.Trouble.NoDaemonSay, Next: w.Trouble.NoDaemonNext, Tone: Bad}
		s.Can = [acts]bool{}
	}
	c.buildSheet(&s)
	return s
}

// buildSheet fills in the sheet that is open; the others stay empty and cost nothing.
func (c *Clerk) buildSheet(s *Shown) {
	switch c.sheet {
	case SignInSheet:
		s.SignIn = c.showSignIn()
	case BookingSheet:
		s.Booking = c.showBooking()
	case HandOutSheet:
		s.HandOut = c.showHandOut()
	case InboxSheet:
		s.Inbox = c.showInbox()
	case TicketSheet:
		s.Ticket = c.showTicket()
	case MeetingSheet:
		s.Meeting = c.showMeeting()
	case CheckInSheet:
		s.CheckIn = c.showCheckIn()
	case KeysSheet:
		s.Keys = c.keyRows()
	}
}

// keyRows are the keys with what they do.
func (c *Clerk) keyRows() []Row {
	var rows []Row
	for a := Call; a < acts; a++ {
		if a.Key() != "" && (a != PlugAct || c.snap.Plug.Present) {
			rows = append(rows, Row{ID: a.Key(), Lead: a.Key(), Main: a.Words(c.cfg.Words)})
		}
	}
	w := c.cfg.Words.Acts
	for _, k := range [][2]string{{"Ctrl+T", w.Theme}, {"Ctrl+L", w.Large}, {"Esc", w.Close}} {
		rows = append(rows, Row{ID: k[0], Lead: k[0], Main: k[1]})
	}
	return rows
}

// lineMark is the line to headquarters in words. Being cut off is amber and says what still works.
func (c *Clerk) lineMark() Mark {
	w, l := c.cfg.Words, c.snap.Line
	since := l.Since.In(c.cfg.Location)
	switch {
	case l.State == Connected:
		return Mark{Full, w.Line.Connected, Good}
	case l.State == CatchingUp && l.Total > 0:
		return Mark{Half, text.Fill(w.Line.CatchingUp, "done", l.Sent, "total", l.Total), Warn}
	case l.State == CatchingUp:
		return Mark{Half, w.Line.Updating, Warn}
	case l.Waiting == 0:
		return Mark{Empty, text.Fill(w.Line.CutEmpty, "time", w.Clock(since)), Warn}
	}
	sentence := w.Line.Cut
	if y, m, d := c.cfg.Now().In(c.cfg.Location).Date(); since.Before(time.Date(y, m, d, 0, 0, 0, 0, c.cfg.Location)) {
		sentence = w.Line.CutDay
	}
	return Mark{Empty, text.Fill(sentence, "time", w.Clock(since), "day", w.Day(since),
		"waiting", w.Line.Waits.Count(l.Waiting)), Warn}
}

// foot is the bottom row: the safe, the devices, the inbox and how old headquarters' data is.
func (c *Clerk) foot() []Mark {
	w := c.cfg.Words
	var out []Mark
	if v := c.snap.Vault; v.Present {
		m := Mark{Full, w.Foot.Vault.Count(v.Items), Good}
		if v.Open {
			m = Mark{Half, m.Words + " " + w.Foot.State["open"], Bad}
		}
		out = append(out, m)
	}
	for _, d := range c.snap.Devices {
		out = append(out, c.deviceMark(d))
	}
	if c.snap.Line.Data.IsZero() {
		return append(out, Mark{Empty, w.Line.DataNever, Warn})
	}
	data := c.snap.Line.Data.In(c.cfg.Location)
	at := w.Clock(data)
	if c.cfg.Now().Sub(data) > 12*time.Hour {
		at = w.Day(data) + " " + at
	}
	return append(out, Mark{NoShape, text.Fill(w.Line.Data, "time", at), Plain})
}

// deviceMark is one device; what stops work is red, what will soon is amber.
func (c *Clerk) deviceMark(d Device) Mark {
	w := c.cfg.Words.Foot
	name := w.Device[d.Kind]
	if name == "" {
		name = d.Kind
	}
	m := Mark{Full, name, Good}
	if d.State != "ready" {
		m = Mark{Half, name + " " + w.State[d.State], Warn}
	}
	if d.State == "gone" || d.State == "fault" || d.State == "empty" || d.State == "open" {
		m.Shape, m.Tone = Empty, Bad
	}
	return m
}

func (c *Clerk) queueRows() []Row {
	w := c.cfg.Words
	var rows []Row
	for _, q := range c.snap.Queue {
		r := Row{ID: q.Visit.String(), Lead: q.Ticket, Main: c.short(q.Product), Detail: w.Queue.WalkIn, Strong: q.Urgent}
		switch {
		case q.Urgent:
			r.Detail, r.Tone, r.Shape = w.Queue.Urgent, Warn, Full
		case !q.WalkIn:
			r.Detail = text.Fill(w.Queue.Planned, "time", q.Planned)
		}
		if q.Persons > 1 {
			r.Detail += " · " + w.Queue.Persons.Count(q.Persons)
		}
		wait := c.cfg.Now().Sub(q.Since)
		r.State = w.Duration(wait)
		if q.Long {
			r.State, r.Tone = text.Fill(w.Queue.Long, "time", r.State), Warn
		}
		rows = append(rows, r)
	}
	return rows
}

func (c *Clerk) agendaRows() []Row {
	var rows []Row
	for _, s := range c.snap.Agenda {
		rows = append(rows, c.slotRow(s))
	}
	return rows
}

// agendaNow is the last slot that has begun; before the first, the first.
func (c *Clerk) agendaNow() string {
	now := office.MinuteOf(c.cfg.Now().In(c.cfg.Location))
	id := ""
	for _, s := range c.snap.Agenda {
		if id == "" || s.Seat.Start <= now {
			id = s.Seat.String()
		}
	}
	return id
}

// slotRow is one slot: when, who or nothing, for what, and what is the matter with it.
func (c *Clerk) slotRow(s Slot) Row {
	w := c.cfg.Words.Agenda
	r := Row{ID: s.Seat.String(), Lead: s.Seat.Start.String(), Main: s.Name, Detail: c.short(s.Product)}
	if s.Ticket != "" && s.State != Finished {
		r.Main = s.Ticket + " " + s.Name
	}
	switch s.State {
	case FreeHere:
		r.Main, r.Detail, r.State, r.Tone = "", "", w.FreeOwn, Good
		r.Shape = Empty
	case FreeAtHQ:
		r.Main, r.Detail, r.State = "", "", w.FreeHQ
		if c.snap.Line.State == Cut {
			r.State = w.FreeAsk
		}
	case BlockedSlot:
		r.Main, r.Detail, r.State = "", "", w.Blocked
	case Expected:
		r.State = w.NotYet
	case Arrived:
		r.State, r.Tone, r.Shape, r.Strong = w.Arrived, Good, Full, true
	case AtDesk:
		r.State, r.Tone, r.Shape, r.Strong = text.Fill(w.AtDesk, "n", s.ServedAt), Main, Half, true
	case Finished:
		r.State, r.Tone, r.Shape = w.Finished, Good, Full
	case Missed:
		r.State, r.Tone, r.Shape = w.Missed, Warn, Empty
	case NoShow:
		r.State, r.Tone, r.Shape = w.NoShow, Warn, Empty
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
	if n.Visits == 0 {
		return text.Fill(w.Agenda.NormNone, "cluster", n.Cluster, "limit", limit)
	}
	return text.Fill(w.Agenda.Norm, "cluster", n.Cluster, "limit", limit, "value", w.Decimal(n.Value, 1), "n", n.Visits)
}
