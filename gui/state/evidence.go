package state

import (
	"maps"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
)

// The evidence of hand-overs into a compartment and out of it, as the register writes it.
const (
	stored   = "stored"
	takenOut = "taken out"
	moved    = "moved"
)

// evidence puts what the register wrote down of a hand-over into words: its own codes, the steps of the document's
// checklist, and the names of colleagues. What this screen has no words for stays as it is.
func (c *Clerk) evidence(i Item, code string) string {
	pairs := c.cfg.Words.Safe.Evidence
	keys := slices.SortedFunc(maps.Keys(pairs), func(a, b string) int { return len(b) - len(a) }) // the longest first
	var with []string
	for _, k := range keys {
		with = append(with, k, pairs[k])
	}
	said := map[string]string{}
	for _, s := range i.Steps {
		for _, choice := range s.Choices {
			said[choice.Code] = choice.Words + ","
		}
	}
	for _, p := range c.snap.Staff {
		said[string(p.ID)] = p.Name
	}
	words := strings.Fields(strings.NewReplacer(with...).Replace(code))
	for n, w := range words {
		if s, ok := said[w]; ok {
			words[n] = s
		}
	}
	return strings.TrimSuffix(strings.Join(words, " "), ",")
}

// party is who or what had a document, in words: a compartment, a colleague, or who collected it.
func (c *Clerk) party(name string, compartment bool) string {
	w := c.cfg.Words.HandOut
	if s := map[string]string{"holder": w.Holder, "parent": w.Parent, "guardian": w.Guardian, "mandate": w.Proxy}[name]; s != "" {
		return strings.ToLower(s)
	}
	if compartment && name != "" {
		return text.Fill(w.Place, "place", name)
	}
	return c.person(name)
}
