package state

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

// reading is the sheet of the procedures.
type reading struct {
	manual  *Manual // nil while it is fetched
	fail    string  // why it could not be
	product office.ProductID
	step    procedure.StepID // that a remark is about; empty: all of it
	typed   string
}

// ProceduresShown is that sheet in words.
type ProceduresShown struct {
	Rows    []Row // the procedures; new ones first
	Chosen  string
	Empty   string
	Title   string
	About   string // which version, since when
	News    Notice // what is new in it
	Steps   []Row  // the whole, then its steps
	Step    string // of Steps
	Detail  string // of the chosen step: all of its words
	Said    string // the latest remark, with its answer
	Typed   string
	CanRead bool
	CanSend bool
}

// pressProcedures opens the sheet at what is new, or at what the visitor at the desk comes for.
func (c *Clerk) pressProcedures() {
	c.change(func() {
		c.openLocked(ProceduresSheet)
		c.read = reading{typed: c.read.typed} // what was being written when a visitor came
		if f, ok := c.following(); ok {
			c.read.product = f.Product
		}
		c.fetchProcedures()
	})
}

// fetchProcedures asks for them. It wants the lock held.
func (c *Clerk) fetchProcedures() {
	var got Manual
	var failed error
	c.look(job{
		run: func(ctx context.Context) (Receipt, error) {
			got, failed = c.cfg.Counter.Procedures(ctx)
			return Receipt{}, nil // said in the sheet
		},
		then: func(Receipt) {
			if failed != nil {
				c.read.fail = fault.Sentence(failed)
				return
			}
			slices.SortStableFunc(got.Works, func(a, b Work) int {
				return cmp.Or(order(b.New())-order(a.New()), strings.Compare(strings.ToLower(c.short(a.Product)), strings.ToLower(c.short(b.Product))))
			})
			c.read.manual, c.read.fail = &got, ""
			if _, ok := c.chosenWork(); !ok && len(got.Works) > 0 {
				c.read.product, c.read.step = got.Works[0].Product, ""
			}
		},
	})
}

func order(b bool) int {
	if b {
		return 1
	}
	return 0
}

// chosenWork is the chosen procedure.
func (c *Clerk) chosenWork() (Work, bool) {
	if c.read.manual == nil {
		return Work{}, false
	}
	i := slices.IndexFunc(c.read.manual.Works, func(w Work) bool { return w.Product == c.read.product })
	if i < 0 {
		return Work{}, false
	}
	return c.read.manual.Works[i], true
}

// ChooseProcedure shows a procedure.
func (c *Clerk) ChooseProcedure(product string) {
	c.change(func() {
		if c.read.product != office.ProductID(product) {
			c.read.product, c.read.step = office.ProductID(product), ""
		}
	})
}

// ChooseStep says which step a remark is about; empty: all of it.
func (c *Clerk) ChooseStep(id string) { c.change(func() { c.read.step = stepOf(id) }) }

// TypeRemark is what somebody is writing.
func (c *Clerk) TypeRemark(words string) { c.change(func() { c.read.typed = words }) }

// ReadProcedure notes that what is new in the chosen procedure was read, and goes on to the next one with something new.
func (c *Clerk) ReadProcedure() {
	c.mu.Lock()
	w, ok := c.chosenWork()
	c.mu.Unlock()
	if !ok || !w.New() {
		return
	}
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) {
			return c.cfg.Counter.ReadProcedure(ctx, w.Product, w.InForce)
		},
		then: func(Receipt) {
			c.say(text.Fill(c.cfg.Words.Process.ReadSaid, "what", c.short(w.Product)), "", Good)
			for _, other := range c.read.manual.Works {
				if other.New() && other.Product != w.Product {
					c.read.product, c.read.step = other.Product, ""
					break
				}
			}
			c.fetchProcedures()
		},
	})
}

// SendRemark tells headquarters what was written.
func (c *Clerk) SendRemark() {
	c.mu.Lock()
	w, ok := c.chosenWork()
	step, words := c.read.step, c.read.typed
	c.mu.Unlock()
	if !ok {
		return
	}
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) {
			return c.cfg.Counter.RemarkProcedure(ctx, w.Product, w.InForce, step, words)
		},
		then: func(Receipt) {
			c.read.typed = ""
			c.say(c.cfg.Words.Process.Sent, c.cfg.Words.Process.SentNext, Good)
			c.fetchProcedures()
		},
	})
}

func (c *Clerk) showProcedures() ProceduresShown {
	w := c.cfg.Words.Process
	s := ProceduresShown{Empty: w.Empty, Typed: c.read.typed}
	switch {
	case c.read.fail != "":
		s.Empty = c.read.fail
	case c.read.manual == nil:
		s.Empty = w.Fetching
	}
	if c.read.manual == nil {
		return s
	}
	for _, one := range c.read.manual.Works {
		row := Row{ID: string(one.Product), Main: c.short(one.Product), Strong: one.New()}
		if one.New() {
			row.State, row.Tone, row.Shape = w.New, Main, Full
		}
		s.Rows = append(s.Rows, row)
	}
	work, ok := c.chosenWork()
	if !ok {
		return s
	}
	c.showWork(&s, work)
	return s
}

// showWork shows the chosen procedure.
func (c *Clerk) showWork(s *ProceduresShown, work Work) {
	w := c.cfg.Words.Process
	now, _ := work.Version(work.InForce)
	was, _ := work.Version(work.Knows)
	s.Chosen, s.Title, s.About = string(work.Product), c.productName(work.Product), c.versionWords(work, now)
	s.CanRead, s.CanSend = work.New(), strings.TrimSpace(c.read.typed) != ""
	if !work.New() {
		was = now
	} else {
		s.News = Notice{Say: c.sinceWords(work), Next: now.Note, Tone: Main}
	}
	s.Steps = []Row{{ID: wholeRow, Main: w.Whole}}
	for i, l := range procedure.Difference(was.Steps, now.Steps) {
		s.Steps = append(s.Steps, c.lineRow(i, l))
		if id := lineID(l); id == c.read.step && c.read.step != "" {
			s.Step, s.Detail = string(id), c.lineDetail(l)
		}
	}
	if c.read.step == "" {
		s.Step = wholeRow
		if now.Assumed {
			s.Detail = w.Assumed
		}
	}
	s.Said = c.saidOf(work)
}

// wholeRow names the row that stands for all of a procedure; no step has such a name.
const wholeRow = "*"

// stepOf is the step of a row.
func stepOf(row string) procedure.StepID {
	if row == wholeRow {
		return ""
	}
	return procedure.StepID(row)
}

func lineID(l procedure.Line) procedure.StepID {
	if l.Kind == procedure.Removed {
		return l.Was.ID
	}
	return l.Is.ID
}

// lineRow is a step, with what became of it.
func (c *Clerk) lineRow(i int, l procedure.Line) Row {
	w := c.cfg.Words.Process
	r := Row{ID: string(lineID(l)), Main: fmt.Sprintf("%d. %s", i+1, l.Is.Say)}
	switch {
	case l.Kind == procedure.Added:
		r.State, r.Tone, r.Shape, r.Strong = w.New, Good, Full, true
	case l.Kind == procedure.Changed:
		r.State, r.Tone, r.Shape, r.Strong = w.Changed, Warn, Half, true
	case l.Kind == procedure.Removed:
		r.Main, r.State, r.Tone, r.Shape = l.Was.Say, w.Gone, Plain, Empty
	case l.Moved:
		r.State, r.Shape = w.Moved, Half
	}
	return r
}

// lineDetail is all that is to be said of a step.
func (c *Clerk) lineDetail(l procedure.Line) string {
	w := c.cfg.Words.Process
	is := l.Is
	if l.Kind == procedure.Removed {
		is = l.Was
	}
	parts := []string{is.Say}
	add := func(say, what string) {
		if what != "" {
			parts = append(parts, text.Fill(say, "what", what))
		}
	}
	if l.Kind == procedure.Changed && l.Was.Say != l.Is.Say {
		add(w.Was, l.Was.Say)
	}
	add("{what}", is.Why)
	if is.Required {
		parts = append(parts, w.Required)
	}
	add(w.Source, is.Source)
	return strings.Join(parts, "\n")
}

// versionWords says which version is in force, and which comes.
func (c *Clerk) versionWords(work Work, now procedure.Version) string {
	w := c.cfg.Words.Process
	say := w.Version
	if now.From == 0 {
		say = w.Always
	}
	parts := []string{text.Fill(say, "n", now.Number, "from", c.cfg.Words.Day(now.From.UTC()))}
	for _, v := range work.Coming(c.snap.Today) {
		parts = append(parts, text.Fill(w.Coming, "n", v.Number, "from", c.cfg.Words.Day(v.From.UTC())))
	}
	return joined(parts...)
}

// sinceWords says since when something is new.
func (c *Clerk) sinceWords(work Work) string {
	w, shift := c.cfg.Words.Process, c.read.manual.Shift
	switch {
	case !work.SinceShift:
		return w.Unread
	case shift.IsZero():
		return w.SinceFirst
	}
	return text.Fill(w.Since, "day", c.cfg.Words.Day(shift.In(c.cfg.Location)))
}

// saidOf is the latest remark about the chosen step, or about any where the whole is chosen, with its answer.
func (c *Clerk) saidOf(work Work) string {
	w := c.cfg.Words.Process
	for _, r := range work.Remarks {
		if c.read.step != "" && r.Step != c.read.step {
			continue
		}
		said := text.Fill(w.Said, "day", c.cfg.Words.Day(r.At.In(c.cfg.Location)), "what", r.Words)
		if r.Answer == "" {
			return said + "\n" + w.Open
		}
		return said + "\n" + text.Fill(w.Answered, "by", r.By, "what", r.Answer)
	}
	return ""
}

// productName is a product's whole name, where this site offers it; else its short one.
func (c *Clerk) productName(id office.ProductID) string {
	if p := c.product(id); p.Name != string(id) {
		return p.Name
	}
	return c.short(id)
}
