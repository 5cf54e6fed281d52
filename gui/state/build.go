package state

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// build makes the picture of this moment. It is called under the lock after every change.
func (c *Clerk) build() Shown {
	w := c.cfg.Words
	s := Shown{Words: w, Busy: c.busy, Notice: c.notice, Sheet: c.sheet, Plug: c.snap.Plug,
		Vaulted: c.snap.Vault.Present, Staged: len(c.snap.Switches) > 0}
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
	s.Waiting, s.WaitingCount = append(c.queueRows(), c.asideRows()...), c.waitingCount()
	s.WaitingChosen, s.Why = c.why()
	s.Undo, s.Alarm = c.undoWords(), c.alarm()
	s.Slip = c.slips()
	s.Agenda, s.Norm, s.AgendaEmpty, s.AgendaTitle = c.agendaRows(c.snap.Agenda), c.norm(), w.Agenda.Empty, w.Agenda.Title
	if c.snap.Closed != "" {
		s.AgendaEmpty = c.snap.Closed
	}
	s.Can = c.can()
	s.AgendaNow = c.agendaNow()
	c.showAhead(&s)
	s.Next = c.next(s.Can)
	if alarm := c.pressing(); s.Notice.Say == "" && (c.sheet == NoSheet || c.sheet == SignInSheet) { // no other piece of work is disturbed
		s.Notice = alarm
	}
	if c.lost.Say != "" {
		s.Notice = c.lost
		s.Line = Mark{Empty, c.lost.Say, Bad} // what was known of the line is no longer
		s.Can = [acts]bool{}
	}
	c.buildSheet(&s)
	c.veil(&s)
	c.urgent(&s)
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
		s.Keys, s.Bind = c.keyRows(), c.canBind()
	case VisitorSheet:
		s.Visitor = c.showVisitor()
	case VaultSheet:
		s.Vault = c.showVault()
	case SecondSheet:
		s.Second = c.showSecond()
	case DailySheet:
		s.Daily = c.showDaily()
	case PhotoSheet:
		s.Photo = c.showPhoto()
	case ContactSheet:
		s.Contact = c.showContact()
	case ProceduresSheet:
		s.Works = c.showProcedures()
	case DevicesSheet:
		s.Devices = c.showDevices()
	case StageSheet:
		s.Stage = c.showStage()
	case DoorwaySheet:
		s.Doorway, s.Notice = c.showDoorway(), c.saidAtDoor()
	default:
		c.buildHall(s)
	}
}

// keyRows are the keys with what they do.
func (c *Clerk) keyRows() []Row {
	var rows []Row
	for a := Call; a < acts; a++ {
		if a.Key() != "" && (a != PlugAct || c.snap.Plug.Present) && (a != VaultAct || c.snap.Vault.Keeps()) && (a != PhotoAct || c.snap.Camera) && (a != CardAct || len(c.snap.Cards) > 0) && (a != StageAct || c.staged()) && c.gearKey(a) {
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

// foot is the bottom row: the safe, what is plugged in, and how old headquarters' data is.
func (c *Clerk) foot() []Mark {
	w := c.cfg.Words
	var out []Mark
	if v := c.snap.Vault; v.Present {
		m := Mark{Full, w.Foot.Vault.Count(v.Items), Good}
		if v.Coming > 0 {
			m.Words += " · " + w.Foot.Coming.Count(v.Coming)
		}
		out = append(out, m)
	}
	out = append(out, c.gearMarks()...)
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

func (c *Clerk) queueRows() []Row {
	w := c.cfg.Words
	var rows []Row
	for _, q := range c.snap.Queue {
		r := Row{ID: q.Visit.String(), Lead: q.Ticket, Main: c.short(q.Product), Detail: w.Queue.WalkIn, Strong: q.Urgency != visit.Ordinary}
		switch {
		case q.Urgency == visit.Urgent:
			r.Detail, r.Tone, r.Shape = w.Queue.Urgent, Warn, Full
		case q.Urgency == visit.SemiUrgent:
			r.Detail, r.Tone, r.Shape = w.Queue.Semi, Warn, Half
		case !q.WalkIn:
			r.Detail = text.Fill(w.Queue.Planned, "time", q.Planned)
		}
		if q.Persons > 1 {
			r.Detail += " · " + w.Queue.Persons.Count(q.Persons) // for their names there is no room
		} else if !c.locked() {
			r.Detail = joined(r.Detail, shortName(q.Name))
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

// shortName is a name as it fits a row: the first name by its letter, as "B. Maes".
func shortName(name string) string {
	first, rest, ok := strings.Cut(strings.TrimSpace(name), " ")
	if !ok {
		return first
	}
	letter, _ := utf8.DecodeRuneInString(first)
	return string(letter) + ". " + strings.TrimSpace(rest)
}

// ChooseWaiting says of which visitor of the queue the reason is shown.
func (c *Clerk) ChooseWaiting(id string) { c.change(func() { c.chosen = id }) }

// why is the chosen visitor of the queue with the reason of its place; the first, who is called next, when none was
// chosen.
func (c *Clerk) why() (id, reason string) {
	if a, ok := c.chosenAside(); ok {
		return a.Visit.String(), joined(a.Ticket, c.awayWords(a))
	}
	q, ok := c.chosenWaiting()
	if !ok {
		return "", ""
	}
	return q.Visit.String(), c.reason(q)
}

// buildHall fills in the sheets of the waiting room.
func (c *Clerk) buildHall(s *Shown) {
	switch c.sheet {
	case AsideSheet:
		s.Away = c.showAside()
	case SendSheet:
		s.Send = c.showSend()
	case HasteSheet:
		s.Haste = c.showHaste()
	case DoorSheet:
		s.Door = c.showDoor()
	case HallSheet:
		s.Hall = c.showHall()
	}
}
