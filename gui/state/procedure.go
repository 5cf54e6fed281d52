package state

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

// Procedures is the part of [Counter] that says how products are done (A003-21) and takes what clerks do of it and say of it.
type Procedures interface {
	// Procedures reads them all, with what is new to who is signed in.
	Procedures(ctx context.Context) (Manual, error)
	// TickStep notes that a step of the visitor at this desk is done, or is not after all. Conflict when another version is followed
	// by now; Refused for taking back what the counter's own records prove.
	TickStep(ctx context.Context, f Following, step procedure.StepID, undone bool) (Receipt, error)
	// ReadProcedure notes that who is signed in has read what is new, through a version.
	ReadProcedure(ctx context.Context, product office.ProductID, version uint32) (Receipt, error)
	// RemarkProcedure tells headquarters what a clerk thinks of a procedure, or of a step of it. Invalid for what names a person.
	RemarkProcedure(ctx context.Context, product office.ProductID, version uint32, step procedure.StepID, words string) (Receipt, error)
}

// Manual is how everything is done.
type Manual struct {
	Works []Work
	Shift time.Time // the end of the clerk's last shift; zero: this is their first
}

// Work is how one product is done, as one clerk sees it.
type Work struct {
	procedure.Procedure
	InForce    uint32 // number of today's version; 0: none yet
	Knows      uint32 // number of the version that the clerk knows; 0: none
	SinceShift bool   // what is new came after their last shift
	Remarks    []Remark
}

// New reports whether there is something that the clerk has not read.
func (w Work) New() bool { return w.InForce != w.Knows }

// Remark is what somebody here said of a procedure.
type Remark struct {
	At     time.Time
	Step   procedure.StepID // empty: of the whole
	Words  string
	Answer string // empty: none yet
	By     string // who answered
}

// Following is the procedure of a visit at a desk, with what was done.
type Following struct {
	Visit        office.VisitID
	Product      office.ProductID
	Version      uint32
	Steps        []procedure.Step
	Done, Proven []procedure.StepID // Proven ones are among the done
}

// ProcedureNews is how much is new to somebody who is signed in.
type ProcedureNews struct {
	Clerk  office.ClerkID
	Unread int
	Shift  time.Time // as in Manual
}

// StepShown is a step of the visitor's procedure.
type StepShown struct {
	ID    string
	Words string
	Done  bool
	Fixed bool // the journal proves it: it cannot be taken back
}

// following is the procedure of the visitor who is served here.
func (c *Clerk) following() (Following, bool) {
	v, here := c.visit()
	if !here || v.Served.IsZero() {
		return Following{}, false
	}
	i := slices.IndexFunc(c.snap.Following, func(f Following) bool { return f.Visit == v.ID })
	if i < 0 || len(c.snap.Following[i].Steps) == 0 {
		return Following{}, false
	}
	return c.snap.Following[i], true
}

// next is the first step that is not done; false when all are.
func (f Following) next() (procedure.Step, bool) {
	for _, s := range f.Steps {
		if !slices.Contains(f.Done, s.ID) {
			return s, true
		}
	}
	return procedure.Step{}, false
}

// showSteps adds the procedure to the column of the visitor. A document's own checklist, which must be done, comes before it.
func (c *Clerk) showSteps(n *Now) {
	f, ok := c.following()
	if !ok || n.Chosen {
		return
	}
	for _, s := range f.Steps {
		n.Work = append(n.Work, StepShown{ID: string(s.ID), Words: s.Say, Done: slices.Contains(f.Done, s.ID), Fixed: slices.Contains(f.Proven, s.ID)})
	}
	w, hint := c.cfg.Words.Process, ""
	if next, ok := f.next(); ok {
		n.WorkNext = string(next.ID)
		hint = text.Fill(w.NextKey, "key", StepAct.Key())
		if next.Why != "" {
			n.WorkWhy = next.Say + ". " + next.Why
		}
	}
	n.WorkDone = joined(text.Fill(w.Done.Count(len(f.Done)), "of", len(f.Steps)), hint)
}

// TickStep ticks a step of the visitor at this desk, or takes it back.
func (c *Clerk) TickStep(id string, done bool) {
	c.mu.Lock()
	f, ok := c.following()
	c.mu.Unlock()
	if ok {
		c.do(job{run: func(ctx context.Context) (Receipt, error) {
			return c.cfg.Counter.TickStep(ctx, f, procedure.StepID(id), !done)
		}})
	}
}

// pressStep ticks the next step.
func (c *Clerk) pressStep() {
	c.mu.Lock()
	f, _ := c.following()
	next, ok := f.next()
	c.mu.Unlock()
	if ok {
		c.TickStep(string(next.ID), true)
	}
}

// undone names the required steps of the visitor here that were not ticked; empty when none is left. It wants the lock held.
func (c *Clerk) undone() string {
	f, ok := c.following()
	if !ok {
		return ""
	}
	var left []string
	for _, s := range (procedure.Version{Steps: f.Steps}).Open(func(id procedure.StepID) bool { return slices.Contains(f.Done, id) }) {
		left = append(left, s.Say)
	}
	if len(left) == 0 {
		return ""
	}
	return text.Fill(c.cfg.Words.Process.Undone, "what", strings.Join(left, "; "))
}

// canProcedures adds what can be done with procedures.
func (c *Clerk) canProcedures(can *[acts]bool, signed bool) {
	f, ok := c.following()
	_, open := f.next()
	can[StepAct] = signed && ok && open && c.hand.item == nil
	can[ProceduresAct] = signed
}

// pressProcedure does the acts of procedures; false for any other.
func (c *Clerk) pressProcedure(a Act) bool {
	switch a {
	case StepAct:
		c.pressStep()
	case ProceduresAct:
		c.pressProcedures()
	default:
		return false
	}
	return true
}

// news is how much is new to who works at this desk.
func (c *Clerk) news() (ProcedureNews, bool) {
	me := c.me()
	for _, n := range c.snap.News {
		if me != nil && n.Clerk == me.ID && n.Unread > 0 {
			return n, true
		}
	}
	return ProcedureNews{}, false
}

// newsWords says how much is new; empty when nothing is.
func (c *Clerk) newsWords() string {
	n, ok := c.news()
	if !ok {
		return ""
	}
	w := c.cfg.Words.Process
	say := w.News
	if n.Shift.IsZero() {
		say = w.NewsFirst
	}
	return text.Fill(say.Count(n.Unread), "day", c.cfg.Words.Day(n.Shift.In(c.cfg.Location)), "key", ProceduresAct.Key())
}
