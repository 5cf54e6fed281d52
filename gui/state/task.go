package state

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// task is one thing that can be done about documents.
type task uint8

// The tasks.
const (
	remind task = iota
	proposeDestroy
	proposeReturn
	withdraw
	destroy
	sendBack
	workOff
	reportMissing
	tasks // how many there are
)

// tasksOf is what can be done, by the code of the question; without a question by "". What is done most comes first.
var tasksOf = map[string][]task{
	"missing":    {workOff, reportMissing},
	"difference": {workOff, reportMissing},
	"not-come":   {reportMissing},
	"barred":     {proposeReturn, proposeDestroy, workOff},
	"proposed":   {destroy, sendBack, withdraw},
	"term":       {proposeDestroy, proposeReturn, remind},
	"no-term":    {remind, proposeReturn, proposeDestroy},
	"":           {remind, proposeReturn, proposeDestroy, reportMissing},
}

// ground is what a proposal is mostly made for, by the code of the question.
var ground = map[string]string{"term": "unclaimed", "no-term": "decision", "": "decision"}

// tasking is what is filled in about the chosen documents.
type tasking struct {
	of            string // the question it was begun for: another one begins anew
	at            int    // of the tasks
	picked        int    // of the grounds or outcomes; -1: the usual one, or none
	first, second string
}

// TaskShown is what can be done about the chosen documents, in words.
type TaskShown struct {
	Tasks       []string
	Task        int
	PickLabel   string
	Options     []string // empty: nothing to pick
	Picked      int
	FirstLabel  string // empty: no such field
	First       string
	SecondLabel string
	Second      string
	Verb        string
}

// subject is what is decided on: the code of the question, and the documents. Empty: nothing.
func (c *Clerk) subject() (code string, documents []string) {
	switch v := &c.vault; v.page {
	case DecidePage:
		return v.decided(c.decideChosen())
	case DocumentPage:
		if v.dossier.got == nil {
			return "", nil
		}
		n := string(v.dossier.got.Number)
		if i := slices.IndexFunc(v.lists.Questions, func(q Question) bool { return q.About == n && len(tasksOf[q.Code]) > 0 }); i >= 0 {
			code = v.lists.Questions[i].Code
		}
		return code, []string{n}
	}
	return "", nil
}

// form is what is filled in, begun anew for another subject.
func (c *Clerk) form() *tasking {
	code, documents := c.subject()
	key := ""
	if len(documents) > 0 {
		key = code + " " + documents[0]
		if len(c.vault.decide.ticked) > 0 {
			key = code // ticking one more goes on with the same
		}
	}
	if f := &c.vault.form; f.of != key {
		*f = tasking{of: key, picked: -1}
	}
	return &c.vault.form
}

// doing is the chosen task.
func (c *Clerk) doing() (t task, code string, documents []string) {
	code, documents = c.subject()
	all := tasksOf[code]
	return all[min(c.form().at, len(all)-1)], code, documents
}

// ChooseTask says what is done about the chosen documents, by its place among what can be.
func (c *Clerk) ChooseTask(i int) {
	c.change(func() {
		f := c.form()
		f.at, f.picked, f.first, f.second = max(i, 0), -1, "", ""
	})
}

// PickAnswer picks a ground or an outcome; -1 takes it back.
func (c *Clerk) PickAnswer(i int) { c.change(func() { c.form().picked = i }) }

// SetAnswers takes what is typed about the chosen documents.
func (c *Clerk) SetAnswers(first, second string) {
	c.change(func() { f := c.form(); f.first, f.second = first, second })
}

// picks are what the task has to choose from.
func (c *Clerk) picks(t task) []StepChoice {
	switch t {
	case proposeDestroy, proposeReturn:
		return c.vault.lists.Grounds
	case workOff:
		code, _ := c.subject()
		return outcomes(c.vault.lists.Outcomes, code)
	}
	return nil
}

// outcomes are those that can close a question. What held a document back has one of its own, which closes nothing else.
func outcomes(all []StepChoice, code string) []StepChoice {
	only := map[string]string{"missing": "found", "barred": "accepted"}[code]
	var out []StepChoice
	for _, o := range all {
		if o.Code == only || only == "" && o.Code != "accepted" {
			out = append(out, o)
		}
	}
	return out
}

// pick is the code that was picked, or else is usual.
func (c *Clerk) pick(t task, code string) (at int, picked string) {
	all := c.picks(t)
	at = c.form().picked
	switch {
	case at < 0 && len(all) == 1:
		at = 0
	case at < 0 && t != workOff:
		at = slices.IndexFunc(all, func(s StepChoice) bool { return s.Code == ground[code] })
	}
	if at < 0 || at >= len(all) {
		return -1, ""
	}
	return at, all[at].Code
}

// name is what a task is called.
func (c *Clerk) name(t task) string {
	w := c.cfg.Words.Safe
	return [tasks]string{w.Remind, w.Destroying, w.Returning, w.Withdraw, w.Destroy, w.SendBack, w.WorkOff, w.Lost}[t]
}

// fields are the labels of what is typed for a task.
func (c *Clerk) fields(t task) (first, second string) {
	w := c.cfg.Words.Safe
	switch t {
	case remind:
		return w.Letter, ""
	case destroy:
		return w.Certificate, ""
	case sendBack:
		return w.To, w.Carrier
	case reportMissing:
		return w.Reason, w.Report
	}
	return w.Reason, ""
}

func (c *Clerk) showTask() TaskShown {
	code, documents := c.subject()
	if len(documents) == 0 || len(tasksOf[code]) == 0 {
		return TaskShown{}
	}
	w, f := c.cfg.Words.Safe, c.form()
	t, _, _ := c.doing()
	s := TaskShown{Task: slices.Index(tasksOf[code], t), First: f.first, Second: f.second}
	for _, one := range tasksOf[code] {
		s.Tasks = append(s.Tasks, c.name(one))
	}
	for _, p := range c.picks(t) {
		s.Options = append(s.Options, p.Words)
	}
	s.Picked, _ = c.pick(t, code)
	s.PickLabel = w.Ground
	if t == workOff {
		s.PickLabel = w.Outcome
	}
	s.FirstLabel, s.SecondLabel = c.fields(t)
	if t == remind && f.first == "" {
		s.First = c.dayMonth(c.snap.Today)
	}
	s.Verb = [tasks]string{w.Do, w.Propose, w.Propose, w.Do, w.Carry, w.Carry, w.Note, w.Lose}[t]
	return s
}

// dayMonth writes a date as people type it.
func (c *Clerk) dayMonth(d office.Date) string {
	return fmt.Sprintf("%d/%d", d.UTC().Day(), int(d.UTC().Month()))
}

// dated reads a day and a month: the last such day that is not to come.
func (c *Clerk) dated(typed string) (office.Date, bool) {
	day, month, ok := strings.Cut(strings.TrimSpace(typed), "/")
	d, err := strconv.Atoi(strings.TrimSpace(day))
	m, err2 := strconv.Atoi(strings.TrimSpace(month))
	if !ok || err != nil || err2 != nil {
		return 0, false
	}
	year := c.snap.Today.UTC().Year()
	for _, y := range []int{year, year - 1} {
		t := time.Date(y, time.Month(m), d, 12, 0, 0, 0, time.UTC)
		if t.Month() != time.Month(m) || t.Day() != d {
			return 0, false
		}
		if on := office.DateOf(t); on <= c.snap.Today {
			return on, true
		}
	}
	return 0, false
}

// asked is a task as it was filled in.
type asked struct {
	task          task
	documents     []string
	picked        string
	first, second string
	sent          office.Date
}

// filled reads what was filled in; missing says what is not.
func (c *Clerk) filled() (a asked, missing string) {
	w := c.cfg.Words.Safe
	t, code, documents := c.doing()
	a = asked{task: t, documents: documents, first: strings.TrimSpace(c.form().first), second: strings.TrimSpace(c.form().second)}
	_, a.picked = c.pick(t, code)
	switch {
	case len(c.picks(t)) > 0 && a.picked == "":
		return a, w.NeedPick
	case t == remind:
		if a.first == "" {
			a.first = c.dayMonth(c.snap.Today)
		}
		var ok bool
		if a.sent, ok = c.dated(a.first); !ok {
			return a, w.NeedDate
		}
	case (t == proposeDestroy || t == proposeReturn) && a.picked != "decision": // the register wants a reason for that alone
	case (t == destroy || t == sendBack) && (a.first == "" || t == sendBack && a.second == ""):
		return a, w.NeedText
	case a.first == "":
		return a, w.NeedReason
	}
	return a, ""
}

// Decide does what was filled in about the chosen documents: at once, or together with a colleague.
func (c *Clerk) Decide() {
	c.mu.Lock()
	_, documents := c.subject()
	c.mu.Unlock()
	if len(documents) == 0 {
		return
	}
	c.mu.Lock()
	a, missing := c.filled()
	c.mu.Unlock()
	w := c.cfg.Words.Safe
	what := strings.Join(a.documents, ", ")
	both := seconding{run: func(ctx context.Context, with Second) (Receipt, error) { return c.carry(ctx, a, with) },
		then: func(Receipt) { c.decided(a) }}
	switch {
	case missing != "":
		c.change(func() { c.say(missing, "", Warn) })
	case a.task == destroy:
		both.what = text.Fill(w.TwoDestroy, "what", what)
		c.remove(a, both)
	case a.task == sendBack:
		both.what = text.Fill(w.TwoSendBack, "what", what)
		c.remove(a, both)
	case a.task == reportMissing:
		both.what, both.alone = text.Fill(w.TwoLost, "what", what), true
		c.together(both)
	default:
		both.what = text.Fill(w.TwoWork, "what", what)
		c.do(job{run: func(ctx context.Context) (Receipt, error) { return c.carry(ctx, a, Second{}) },
			then: func(Receipt) { c.decided(a) },
			fail: func(err error) {
				if a.task == workOff && fault.Is(err, fault.Denied) { // this outcome takes two
					c.togetherLocked(both)
					return
				}
				c.refused(err)
			}})
	}
}

// remove takes documents out of the vault for good: first through their doors, where they lie behind any, and then it is
// written down, both on the one word of a colleague.
func (c *Clerk) remove(a asked, both seconding) {
	c.mu.Lock()
	ways := c.waysOf(a.documents, ForRemove)
	c.mu.Unlock()
	if len(ways) == 0 {
		c.together(both)
		return
	}
	c.pass(&opening{ways: ways, what: both.what, two: true, verb: c.name(a.task), record: both.run, then: both.then})
}

// carry calls the counter for a task.
func (c *Clerk) carry(ctx context.Context, a asked, with Second) (Receipt, error) {
	n := c.cfg.Counter
	switch a.task {
	case remind:
		return n.Remind(ctx, a.documents, a.sent)
	case proposeDestroy, proposeReturn:
		fate := map[task]string{proposeDestroy: "destroy", proposeReturn: "return"}[a.task]
		return n.Propose(ctx, a.documents, Proposal{Fate: fate, Ground: a.picked, Reason: a.first})
	case withdraw:
		return n.Withdraw(ctx, a.documents, a.first)
	case destroy:
		return n.Destroy(ctx, a.documents, a.first, with)
	case sendBack:
		return n.SendBack(ctx, a.documents, a.first, a.second, with)
	case workOff:
		return n.WorkOff(ctx, a.documents, a.picked, a.first, with)
	}
	var last Receipt
	for _, one := range a.documents { // a report is of one document
		got, err := n.ReportMissing(ctx, one, a.first, a.second, with)
		if err != nil {
			return last, err
		}
		last = got
	}
	return last, nil
}

// decided says that it was done and looks what is left.
func (c *Clerk) decided(a asked) {
	c.vault.form, c.vault.decide.ticked = tasking{picked: -1}, nil
	c.say(text.Fill(c.cfg.Words.Safe.Done.Count(len(a.documents)), "what", c.name(a.task)), "", Good)
	c.loadStock()
}
