package state

import (
	"cmp"
	"context"
	"encoding/hex"
	"slices"
	"strconv"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// slip is the confirmation of the appointment that was booked last, which the visitor may want on paper.
type slip struct {
	of   Subject // zero: none
	what string  // of which appointment
	said string  // the notice that it was booked
}

// slipRow names the row of the slip among the papers.
const slipRow = "slip"

// offerSlip keeps what was booked or moved, so that one press prints it. It wants the lock held, after the notice was said.
func (c *Clerk) offerSlip(r Receipt, what string) {
	if r.Appointment == (office.AppointmentID{}) || !c.has("receipt") {
		return
	}
	c.notice.Brief = text.Fill(c.cfg.Words.Gear.SlipKey, "key", PrintsAct.Key())
	c.notice.Next += " " + c.notice.Brief
	c.slip = slip{Subject{Kind: SlipPaper, ID: r.Appointment, Edition: r.Leg}, what, c.notice.Say}
}

// slips reports whether the screen offers to print what it just said was booked.
func (c *Clerk) slips() bool {
	return c.slip.of.Kind != 0 && c.slip.said == c.notice.Say && c.me() != nil
}

// PrintSlip prints the confirmation of what was booked last.
func (c *Clerk) PrintSlip() {
	c.mu.Lock()
	of := c.slip.of
	c.mu.Unlock()
	if of.Kind != 0 {
		c.printOut(of, "")
	}
}

// PrintTicket prints the number of the visitor whose sheet is open: of who waits, or who stepped aside.
func (c *Clerk) PrintTicket() {
	c.mu.Lock()
	q, ok := c.waiter()
	can := ok && c.has("receipt") && c.me() != nil
	c.mu.Unlock()
	if can {
		c.printOut(Subject{Kind: TicketPaper, ID: q.Visit}, q.Ticket)
	}
}

// PrintMeeting prints the confirmation of the appointment that is open.
func (c *Clerk) PrintMeeting() {
	c.mu.Lock()
	s, ok := c.slot(c.meet.slot)
	can := ok && c.canConfirm(s)
	c.mu.Unlock()
	if can {
		c.printOut(Subject{Kind: SlipPaper, ID: s.Appointment, Edition: s.Leg}, "")
	}
}

// canConfirm reports whether the paper of an appointment can be printed here.
func (c *Clerk) canConfirm(s Slot) bool {
	return s.State == Expected && s.Appointment != (office.AppointmentID{}) && c.has("receipt") && c.me() != nil
}

// PrintDay prints the sheet of today.
func (c *Clerk) PrintDay() {
	c.mu.Lock()
	today, can := c.snap.Today, c.has("printer") && c.me() != nil
	c.mu.Unlock()
	if can {
		c.printOut(Subject{Kind: DayPaper, Day: today}, "")
	}
}

// printOut asks for a paper; one that was printed before, for a duplicate. It wants no lock.
func (c *Clerk) printOut(of Subject, number string) {
	var p Print
	c.do(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			if r, p, err = c.cfg.Counter.Print(ctx, of); err == nil && p.Stage >= Printed {
				r, p, err = c.cfg.Counter.Reprint(ctx, of)
			}
			return r, err
		},
		then: func(Receipt) { c.asked(p, number) },
	})
}

// asked says that a paper was asked for.
func (c *Clerk) asked(p Print, number string) {
	w := c.cfg.Words.Gear
	if c.slip.of == p.Of {
		c.slip = slip{}
	}
	p.Ticket = cmp.Or(p.Ticket, number)
	say := w.Asked
	if p.Duplicate {
		say = w.AskedDuplicate
	}
	c.say(text.Fill(say, "what", c.paper(p)), w.AskedNext, Good)
	c.tend.print = hex.EncodeToString(p.ID[:])
	c.loadGear()
}

// paper is what a paper is called.
func (c *Clerk) paper(p Print) string {
	w := c.cfg.Words.Gear
	name := w.Papers[min(max(int(p.Of.Kind), 1), len(w.Papers))-1]
	switch {
	case p.Ticket != "":
		name += " " + p.Ticket
	case p.Of.Kind == DayPaper && p.Of.Day != 0:
		name += " " + c.date(p.Of.Day)
	}
	return name
}

// printMarks are the papers that did not come out, in the bottom row: the latest, and how many more.
func (c *Clerk) printMarks() []Mark {
	w := c.cfg.Words.Gear
	bad := slices.DeleteFunc(slices.Clone(c.snap.Prints), func(p Print) bool { return p.Stage < PrintFailed && !p.Held || p.Stage == Printed })
	if len(bad) == 0 {
		return nil
	}
	say := [...]string{PrintWaits: w.PrintHeld, PrintFailed: w.PrintFailed, PrintUnknown: w.PrintUnknown}[min(bad[0].Stage, PrintUnknown)]
	words := text.Fill(say, "what", c.paper(bad[0]))
	if len(bad) > 1 {
		words += " +" + strconv.Itoa(len(bad)-1)
	}
	return []Mark{{Empty, words + " — " + PrintsAct.Key(), Warn}}
}

// loadPrints asks for the papers of today. It wants the lock held.
func (c *Clerk) loadPrints() {
	var got []Print
	if c.me() == nil {
		c.tend.papers, c.tend.read = c.snap.Prints, true // the rest only for who works here
		return
	}
	c.look(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			got, err = c.cfg.Counter.Prints(ctx)
			return r, err
		},
		then: func(Receipt) { c.tend.papers, c.tend.read = got, true },
	})
}

func (c *Clerk) showPrints(s *DevicesShown) {
	w := c.cfg.Words.Gear
	s.Empty = w.PrintsEmpty
	if c.slip.of.Kind != 0 {
		s.Rows = append(s.Rows, Row{ID: slipRow, Main: w.Papers[SlipPaper-1], Detail: c.slip.what, State: w.NotYet, Shape: Half, Tone: Main})
	}
	for _, p := range c.tend.papers {
		s.Rows = append(s.Rows, c.paperRow(p))
	}
	s.Chosen = chosenOf(s.Rows, c.tend.print)
	signed := c.me() != nil
	if s.Chosen == slipRow {
		s.Title, s.Lines, s.Verb, s.Can = w.Papers[SlipPaper-1], []Mark{{NoShape, c.slip.what, Plain}}, w.PrintSlip, signed
		return
	}
	p, ok := c.chosenPaper(s.Chosen)
	if !ok {
		return
	}
	_, _, tone := c.stage(p)
	s.Title, s.Say = c.paper(p), Notice{Say: p.Say, Next: p.Next, Tone: tone}
	switch {
	case p.Stage < Printed:
		s.Verb, s.Hint = w.Duplicate, w.UnderWay
	case p.Stage == Printed:
		s.Verb, s.Can, s.Hint = w.Duplicate, signed, w.AgainHint
	default:
		s.Verb, s.Can, s.Hint = w.Again, signed, w.AgainHint
	}
}

func (c *Clerk) paperRow(p Print) Row {
	w := c.cfg.Words.Gear
	r := Row{ID: hex.EncodeToString(p.ID[:]), Lead: c.cfg.Words.Clock(p.Queued.In(c.cfg.Location)), Main: c.paper(p)}
	desk := ""
	if p.Desk != 0 {
		desk = text.Fill(w.DeskN, "n", p.Desk)
	}
	duplicate := ""
	if p.Duplicate {
		duplicate = w.IsDuplicate
	}
	r.Detail = joined(duplicate, c.person(string(p.Clerk)), desk)
	r.State, r.Shape, r.Tone = c.stage(p)
	return r
}

// stage is how a paper stands, in a word.
func (c *Clerk) stage(p Print) (string, Shape, Tone) {
	w := c.cfg.Words.Gear
	how := min(p.Stage, PrintUnknown)
	shape, tone := Half, Main
	switch {
	case how == Printed:
		shape, tone = Full, Good
	case how > Printed || p.Held:
		shape, tone = Empty, Warn
	}
	return w.Stages[how], shape, tone
}

func (c *Clerk) chosenPaper(id string) (Print, bool) {
	i := slices.IndexFunc(c.tend.papers, func(p Print) bool { return hex.EncodeToString(p.ID[:]) == id })
	if i < 0 {
		return Print{}, false
	}
	return c.tend.papers[i], true
}

// pressPaper prints the slip that waits for it, or the chosen paper again: a duplicate, whatever became of the first.
func (c *Clerk) pressPaper() {
	c.mu.Lock()
	s := c.showDevices()
	p, ok := c.chosenPaper(s.Chosen)
	c.mu.Unlock()
	switch {
	case s.Chosen == slipRow && s.Can:
		c.PrintSlip()
	case ok && s.Can:
		c.printOut(p.Of, p.Ticket)
	}
}
