package week

import (
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// effect is what the draft does, in sentences: the waits that change, who sits there, who is hit, what must come back.
func (w *Week) effect() []Line {
	t, e := w.words(), w.draft.effect
	if e == nil {
		return nil
	}
	var lines []Line
	for _, r := range e.Rows {
		lines = append(lines, w.waitChanges(r)...)
	}
	if len(lines) == 0 && len(e.Rows) > 0 {
		lines = append(lines, Line{t.WaitsStay, Plain})
	}
	for _, c := range e.Staff {
		if c.DesksAfter > c.DesksBefore {
			lines = append(lines, w.coverage(e, c))
		}
	}
	if n := len(e.Hits); n > 0 {
		lines = append(lines, Line{t.Hits.Count(n), Bad})
	} else {
		lines = append(lines, Line{t.NoHits, Plain})
	}
	for _, r := range e.Recalls {
		switch {
		case r.Held > 0 && !r.Online:
			lines = append(lines, Line{text.Fill(t.RecallOffline, "site", w.siteName(r.Site), "held", r.Held, "certain", r.Certain), Warn})
		case r.Held > 0:
			lines = append(lines, Line{text.Fill(t.Recall, "site", w.siteName(r.Site), "held", r.Held, "certain", r.Certain), Plain})
		}
	}
	for _, x := range e.Warnings {
		lines = append(lines, Line{x, Warn})
	}
	return lines
}

// coverage says who may sit at the desks that open.
func (w *Week) coverage(e *contract.BoardEffect, c *contract.BoardCoverage) Line {
	t := w.words()
	name := w.siteName(c.Site)
	if !c.Known {
		return Line{text.Fill(t.StaffUnknown, "site", name), Warn}
	}
	var people []string
	for _, p := range c.People {
		people = append(people, p.Name)
	}
	some, nobody := t.Staff, t.StaffNobody // who may work there
	if c.Rostered {
		some, nobody = t.Rostered, t.RosteredNobody // who does, that day
	}
	line := Line{text.Fill(some, "site", name, "desks", c.DesksAfter, "people", strings.Join(people, ", ")), Plain}
	if len(people) == 0 {
		line.Say = text.Fill(nobody, "site", name)
	}
	if c.Lacks > 0 || len(people) == 0 {
		line.Tone = Warn
	}
	return line
}

// waitChanges says how the waits of a site change. Clusters of which the same is to be said share a sentence: often that is all of them.
func (w *Week) waitChanges(r *contract.BoardRowEffect) []Line {
	t := w.words()
	type change struct{ was, is string }
	var order []change
	names, tones := map[change][]string{}, map[change]Tone{}
	for i, a := range r.After.GetWaits() {
		if i >= len(r.Before.GetWaits()) {
			continue
		}
		b := r.Before.Waits[i]
		is := waiting(t, a)
		c := change{waiting(t, b).Say, is.Say}
		if c.was == c.is {
			continue
		}
		if !slices.Contains(order, c) {
			order = append(order, c)
		}
		names[c], tones[c] = append(names[c], a.ClusterName), Good
		if is.Tone != Plain || a.WorkingDays > b.WorkingDays {
			tones[c] = Warn
		}
	}
	var lines []Line
	for _, c := range order {
		what := strings.Join(names[c], ", ")
		if n := len(names[c]); n > 1 && n == len(r.After.Waits) {
			what = t.AllClusters
		}
		lines = append(lines, Line{text.Fill(t.WaitChanges, "site", r.After.Name, "cluster", what, "before", c.was, "after", c.is), tones[c]})
	}
	return lines
}
