package hours

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// ahead is how far the calendar of a site looks, in days.
const ahead office.Date = 365

// Row is one thing of a site: a rule, a special day, a change, a difference.
type Row struct {
	ID     string
	Main   string
	Detail string
	State  week.Line
	Here   []week.Line // all there is to say of it
	Notice office.Date // the first day that a notice of it would be about; 0: none

	rule    *contract.Rule
	closure *contract.Closure
	regime  *contract.Regime
	offer   *contract.ProductOffer
	order   int64
}

// piece is the name of the piece of the plan that a row is; empty: none.
func (r *Row) piece() string {
	switch {
	case r.rule != nil:
		return r.rule.Id
	case r.closure != nil:
		return r.closure.Id
	case r.regime != nil:
		return r.regime.Id
	case r.offer != nil:
		return rulebook.OfferID(r.offer)
	}
	return ""
}

// list makes the rows of the site and tab.
func (h *Hours) list() (out []Row) {
	switch h.tab {
	case HoursTab:
		out = append(h.rules(), h.offers()...)
	case CalendarTab:
		out = h.calendar()
	case HistoryTab:
		out = h.notes()
	case DifferTab:
		return h.differences()
	}
	slices.SortStableFunc(out, func(a, b Row) int { return cmp.Compare(a.order, b.order) })
	return out
}

// rules are the hours of every week: what holds now first, then what comes, then what was.
func (h *Hours) rules() (out []Row) {
	t, today := h.words(), h.known.today
	for _, r := range h.known.plan.Rules {
		from, to := office.Date(r.ValidFrom), office.Date(r.ValidTo)
		if office.SiteID(r.Site) != h.site || from != 0 && from == to {
			continue
		}
		row := Row{ID: "rule/" + r.Id, Main: h.ruleName(r), Detail: h.ruleDetail(r), rule: r, State: week.Line{Say: t.Now, Tone: week.Good}}
		switch {
		case to != 0 && to < today:
			row.State, row.order = week.Line{Say: text.Fill(t.Was, "day", h.day(to))}, 1<<40-int64(to)
		case from > today:
			row.State, row.order, row.Notice = week.Line{Say: text.Fill(t.From, "day", h.day(from)), Tone: week.Warn}, 1<<20+int64(from), from
		case to != 0:
			row.State, row.Notice = week.Line{Say: text.Fill(t.Until, "day", h.day(to)), Tone: week.Warn}, to+1
		}
		row.Here = append(row.Here, week.Line{Say: row.Main + ", " + row.Detail, Tone: week.Main})
		if r.Reason != "" {
			row.Here = append(row.Here, week.Line{Say: r.Reason})
		}
		if r.GetAfter().GetSay() != "" {
			row.Here = append(row.Here, week.Line{Say: t.Fields[After] + ": " + r.After.Say})
		}
		row.Here = append(row.Here, h.decided(r.Id)...)
		out = append(out, row)
	}
	return out
}

// decided tells who put a piece last, and when citizens were told.
func (h *Hours) decided(id string) (out []week.Line) {
	t := h.words()
	for _, n := range slices.Backward(h.known.history) {
		if !slices.Contains(pieceIDs(n.GetAfter()), id) {
			continue
		}
		out = append(out, week.Line{Say: text.Fill(t.PutBy, "by", h.whoever(n.By), "day", h.day(h.dateOf(n.AtMs)))})
		if p := n.Publication; p != nil {
			out = append(out, week.Line{Say: text.Fill(t.Published, "day", h.day(office.Date(p.Published)))})
			if p.Hurry != "" {
				out = append(out, week.Line{Say: text.Fill(t.Hurried, "why", p.Hurry), Tone: week.Warn})
			}
		}
		return out
	}
	return nil
}

func (h *Hours) dateOf(ms int64) office.Date {
	return office.DateOf(time.UnixMilli(ms).In(h.cfg.Location))
}

// calendar are the special days of the coming year: holidays, closures, days with other hours, sittings, activities (A003-16).
func (h *Hours) calendar() (out []Row) {
	t, today := h.words(), h.known.today
	add := func(id string, d office.Date, main, detail, kind string, tone week.Tone) *Row {
		row := Row{ID: id, Main: h.day(d) + "  " + main, Detail: detail, State: week.Line{Say: kind, Tone: tone}, Notice: d, order: int64(d)}
		row.Here = append(row.Here, week.Line{Say: row.Main + ", " + detail, Tone: week.Main})
		out = append(out, row)
		return &out[len(out)-1]
	}
	for d := today; d <= today+ahead; d++ {
		if name, holiday := calendar.HolidayOn(d); holiday && len(h.known.cal.Week(h.site, d)[d.Weekday()]) > 0 {
			add(fmt.Sprintf("holiday/%d", d), d, name, t.Closed, t.Holiday, week.Plain).Notice = 0
		}
	}
	for _, c := range h.known.plan.Closures {
		h.closed(c, func(d office.Date, detail string) {
			row := add(fmt.Sprintf("closure/%s/%d", c.Id, d), d, c.Reason, detail, t.Closure, week.Warn)
			row.closure, row.Here = c, append(row.Here, h.decided(c.Id)...)
		})
	}
	for _, r := range h.known.plan.Rules {
		if d := office.Date(r.ValidFrom); office.SiteID(r.Site) == h.site && d >= today && r.ValidTo == r.ValidFrom {
			m, _ := calendar.ParseMode(r.Mode)
			row := add("day/"+r.Id, d, r.Reason, text.Fill(t.OpenExtra, "from", office.Minute(r.From), "to", office.Minute(r.To), "mode", t.Modes[m]), t.OneDay, week.Plain)
			row.rule, row.Here = r, append(row.Here, h.decided(r.Id)...)
		}
	}
	for _, g := range h.known.plan.Regimes {
		if d := office.Date(g.FromDate); office.SiteID(g.Site) == h.site && office.Date(g.ToDate) >= today && g.Closed != 0 {
			row := add("regime/"+g.Id, d, g.Reason, text.Fill(t.SittingRow, "desks", deskNumbers(g.Closed)), t.Sitting, week.Plain)
			row.regime, row.Notice, row.Here = g, 0, append(row.Here, h.decided(g.Id)...)
		}
	}
	for _, x := range h.known.items {
		if d := office.Date(x.Date); d >= today && (len(x.Sites) == 0 || slices.Contains(x.Sites, string(h.site))) {
			add("activity/"+x.Id, d, titleOf(x), strings.TrimPrefix(x.Place+", "+h.hoursOf(x.From, x.To), ", "), t.Activity, week.Good).Notice = 0
		}
	}
	return out
}

// closed tells the stretches of the coming year on which a closure holds here.
func (h *Hours) closed(c *contract.Closure, tell func(office.Date, string)) {
	own, err := rulebook.ClosureOf(c)
	if err != nil || c.Site != "" && office.SiteID(c.Site) != h.site {
		return
	}
	t := h.words()
	for d := h.known.today; d <= h.known.today+ahead; d++ {
		if !own.Closes(d) {
			continue
		}
		last := d
		for last < h.known.today+ahead && own.Closes(last+1) {
			last++
		}
		parts := []string{h.hoursOf(c.From, c.To)}
		if last != d {
			parts = append(parts, text.Fill(t.Until, "day", h.day(last)))
		}
		if c.Site == "" {
			parts = append(parts, t.AllSites)
		}
		if len(c.Products) > 0 {
			parts = append(parts, text.Fill(t.Some, "products", h.productNames(c.Products)))
		}
		tell(d, strings.Join(parts, ", "))
		d = last
	}
}

func titleOf(i *contract.BulletinItem) string {
	for _, x := range i.Texts {
		if x.Language == "nl" {
			return x.Title
		}
	}
	return i.Id
}

func deskNumbers(set uint64) string {
	var out []string
	for n := range calendar.MaxDesks {
		if set>>n&1 == 1 {
			out = append(out, fmt.Sprint(n+1))
		}
	}
	return strings.Join(out, ", ")
}

// differences are products that sites of one kind do not all offer, of all sites (A002-46).
func (h *Hours) differences() (out []Row) {
	for i, d := range h.known.differ {
		name := string(d.Product)
		if p, ok := h.known.cal.Product(d.Product); ok {
			name = p.Dutch
		}
		out = append(out, Row{ID: fmt.Sprint(i), Main: name, Detail: text.Fill(h.words().Differ, "with", len(d.With), "without", len(d.Without)), State: week.Line{Say: h.words().Modes[d.Mode]},
			Here: []week.Line{{Say: d.Say(h.known.cal), Tone: week.Main}}})
	}
	return out
}
