package hours

import (
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// change is what became of one piece of the plan.
type change struct{ id, site, before, after string }

// notes are the changes of the site's hours, the newest first: who, what from what to what, and when citizens were told.
func (h *Hours) notes() (out []Row) {
	t := h.words()
	for _, n := range h.known.history {
		var said []string
		for _, c := range h.changes(n) {
			if c.site != "" && office.SiteID(c.site) != h.site {
				continue
			}
			switch {
			case c.before == "":
				said = append(said, text.Fill(t.Put, "what", c.after))
			case c.after == "":
				said = append(said, text.Fill(t.Gone, "what", c.before))
			default:
				said = append(said, text.Fill(t.Changed, "what", c.before+" → "+c.after))
			}
		}
		if len(said) == 0 {
			continue
		}
		at := time.UnixMilli(n.AtMs).In(h.cfg.Location)
		row := Row{ID: "note/" + at.Format(time.RFC3339Nano), Main: h.day(h.dateOf(n.AtMs)) + "  " + h.whoever(n.By), Detail: strings.Join(said, "; "), order: -int64(n.Version)}
		row.Here = append(row.Here, week.Line{Say: h.day(h.dateOf(n.AtMs)) + " " + h.cfg.Words.Clock(at) + ", " + h.whoever(n.By), Tone: week.Main})
		for _, s := range said {
			row.Here = append(row.Here, week.Line{Say: s})
		}
		if p := n.Publication; p != nil {
			row.Here = append(row.Here, week.Line{Say: text.Fill(t.Effective, "day", h.day(office.Date(p.Effective)), "published", h.day(office.Date(p.Published)))})
			if p.Hurry != "" {
				row.Here = append(row.Here, week.Line{Say: text.Fill(t.Hurried, "why", p.Hurry), Tone: week.Warn})
			}
		}
		out = append(out, row)
	}
	return out
}

// changes are what a note says of rules, closures and regimes.
func (h *Hours) changes(n *contract.PlanNote) (out []change) {
	put := func(id, site, say string, after bool) {
		i := slices.IndexFunc(out, func(c change) bool { return c.id == id })
		if i < 0 {
			out = append(out, change{id: id, site: site})
			i = len(out) - 1
		}
		if after {
			out[i].after = say
		} else {
			out[i].before = say
		}
	}
	for i, p := range []*contract.Plan{n.GetBefore(), n.GetAfter()} {
		for _, r := range p.GetRules() {
			put(r.Id, r.Site, text.Fill(h.words().NoteRule, "say", h.ruleName(r)+", "+h.ruleDetail(r)+h.valid(r)), i == 1)
		}
		for _, c := range p.GetClosures() {
			put(c.Id, c.Site, text.Fill(h.words().NoteClosure, "say", h.closureName(c)+" ("+c.Reason+")"), i == 1)
		}
		for _, g := range p.GetRegimes() {
			put(g.Id, g.Site, text.Fill(h.words().NoteOther, "say", g.Reason+", "+h.day(office.Date(g.FromDate))), i == 1)
		}
		for _, o := range p.GetOffers() {
			say := h.offerDetail(o) + ": " + h.productNames([]string{o.Product}) + h.between(o.ValidFrom, o.ValidTo)
			put(rulebook.OfferID(o), o.Site, text.Fill(h.words().NoteOther, "say", say), i == 1)
		}
	}
	return out
}

// valid writes between which days a rule holds, where it has any.
func (h *Hours) valid(r *contract.Rule) string { return h.between(r.ValidFrom, r.ValidTo) }

// between writes the first and the last day of something, where it has any.
func (h *Hours) between(from, to int32) (out string) {
	if from != 0 {
		out += ", " + text.Fill(h.words().From, "day", h.day(office.Date(from)))
	}
	if to != 0 {
		out += ", " + text.Fill(h.words().Until, "day", h.day(office.Date(to)))
	}
	return out
}
