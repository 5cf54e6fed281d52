package state

import (
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// deciding is the page with what waits for a person.
type deciding struct {
	chosen string   // number of the document or trip
	ticked []string // to decide on several at once: all of one sort
}

// DecideShown is that page in words.
type DecideShown struct {
	Rows      []Row
	Empty     string
	Chosen    string
	Say, Next string
	Hint      string // how many are marked, or how to mark
	Ages      string // what lies here, by kind and age
	Task      TaskShown
}

// ChooseQuestion chooses what is decided on.
func (c *Clerk) ChooseQuestion(about string) {
	c.change(func() { c.vault.decide.chosen, c.notice = about, Notice{} })
}

// TickQuestion marks a document, or takes that back: what is done is done for all that are marked. A mark of another
// sort begins anew. For a trip it goes to the trips.
func (c *Clerk) TickQuestion(about string) {
	c.change(func() {
		d := &c.vault.decide
		d.chosen = about
		q := c.decideChosen()
		switch at := slices.Index(d.ticked, about); {
		case q == nil:
		case q.Code == "late-trip":
			c.vault.page, c.vault.trip = TripPage, travelling{chosen: about}
		case at >= 0:
			d.ticked = slices.Delete(slices.Clone(d.ticked), at, at+1)
		case len(d.ticked) > 0 && c.question(d.ticked[0]).Code != q.Code:
			d.ticked = []string{about}
		default:
			d.ticked = append(slices.Clone(d.ticked), about)
		}
	})
}

// question is what waits about a document or trip; the zero value when nothing does.
func (c *Clerk) question(about string) Question {
	for _, q := range c.vault.lists.Questions {
		if q.About == about {
			return q
		}
	}
	return Question{}
}

// decideChosen is the chosen question; without a choice the first. nil: there is none.
func (c *Clerk) decideChosen() *Question {
	all := c.vault.lists.Questions
	if len(all) == 0 {
		return nil
	}
	i := slices.IndexFunc(all, func(q Question) bool { return q.About == c.vault.decide.chosen })
	return &all[max(i, 0)]
}

// decided is what is decided on: all that are marked, or else what is chosen.
func (v *vaulting) decided(q *Question) (code string, documents []string) {
	switch {
	case q == nil || len(tasksOf[q.Code]) == 0:
		return "", nil
	case len(v.decide.ticked) > 0:
		i := slices.IndexFunc(v.lists.Questions, func(q Question) bool { return q.About == v.decide.ticked[0] })
		if i >= 0 {
			return v.lists.Questions[i].Code, v.decide.ticked
		}
	}
	return q.Code, []string{q.About}
}

// keepTicks drops the marks of what no longer waits.
func (c *Clerk) keepTicks() {
	c.vault.decide.ticked = slices.DeleteFunc(slices.Clone(c.vault.decide.ticked), func(n string) bool { return c.question(n).About == "" })
}

func (c *Clerk) showDecide() DecideShown {
	w, v := c.cfg.Words.Safe, &c.vault
	s := DecideShown{Empty: w.DecideEmpty, Next: w.DecideNone, Ages: c.ages(), Task: c.showTask()}
	if !v.loaded {
		s.Empty = c.cfg.Words.Vault.Loading
	}
	for _, q := range v.lists.Questions {
		r := Row{ID: q.About, Main: q.About, Detail: w.Codes[q.Code], State: text.Fill(w.Since, "day", c.date(q.Since)), Shape: Empty}
		if q.Since == 0 {
			r.State = ""
		}
		if q.Code == "late-trip" || q.Code == "missing" {
			r.Tone = Bad
		} else if q.Code == "difference" || q.Code == "not-come" {
			r.Tone = Warn
		}
		if slices.Contains(v.decide.ticked, q.About) {
			r.Shape, r.Tone, r.Strong = Full, Good, true
		}
		s.Rows = append(s.Rows, r)
	}
	if q := c.decideChosen(); q != nil {
		s.Chosen, s.Say, s.Next, s.Hint = q.About, q.Say, q.Next, w.DecideHint
	}
	if n := len(v.decide.ticked); n > 0 {
		s.Hint = w.Ticked.Count(n)
	}
	return s
}

// ages tells what lies here, by kind.
func (c *Clerk) ages() string {
	w := c.cfg.Words.Safe
	var out []string
	for _, a := range c.vault.lists.Ages {
		out = append(out, text.Fill(w.Age, "kind", a.Kind, "n", a.Documents, "days", a.Oldest))
	}
	if len(out) == 0 {
		return ""
	}
	return w.Ages + " " + strings.Join(out, " · ")
}

// date writes a civil date as people here do.
func (c *Clerk) date(d office.Date) string {
	return c.cfg.Words.Day(d.UTC())
}
