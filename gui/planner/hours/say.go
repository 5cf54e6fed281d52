package hours

import (
	"fmt"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// day writes a date: "ma 7 dec", with its year when it is another than this one.
func (h *Hours) day(d office.Date) string {
	say := h.cfg.Words.Day(d.At(0, time.UTC))
	if d.UTC().Year() != h.cfg.Now().Year() {
		say += fmt.Sprintf(" %d", d.UTC().Year())
	}
	return say
}

// hours writes a part of a day, or all of it.
func (h *Hours) hoursOf(from, to uint32) string {
	if from == 0 && to == 0 {
		return h.words().WholeDay
	}
	return text.Fill(h.words().Part, "from", office.Minute(from), "to", office.Minute(to))
}

// rule writes the days and hours of a rule: "di, vr 09:00 tot 12:30".
func (h *Hours) ruleName(r *contract.Rule) string {
	var days []string
	for i := range 7 {
		if day := (i + 1) % 7; calendar.Weekdays(r.Weekdays).Has(time.Weekday(day)) {
			days = append(days, h.cfg.Words.Days[day])
		}
	}
	return strings.Join(days, ", ") + " " + h.hoursOf(r.From, r.To)
}

// ruleDetail writes how a rule serves: mode, desks, products, recurrence.
func (h *Hours) ruleDetail(r *contract.Rule) string {
	t := h.words()
	var parts []string
	if m, err := calendar.ParseMode(r.Mode); err == nil {
		parts = append(parts, t.Modes[m])
		if m == calendar.Appointment {
			parts = append(parts, h.desks(r))
		}
	}
	if own, err := rulebook.RuleOf(r); err == nil && own.When != (calendar.Recurrence{}) {
		parts = append(parts, own.When.Say())
	}
	if len(r.Products) > 0 {
		parts = append(parts, text.Fill(t.Some, "products", h.productNames(r.Products)))
	} else if len(r.Clusters) > 0 {
		parts = append(parts, text.Fill(t.Some, "products", strings.Join(r.Clusters, ", ")))
	}
	if r.Assumed {
		parts = append(parts, t.Assumed)
	}
	return strings.Join(parts, " · ")
}

func (h *Hours) desks(r *contract.Rule) string {
	t, first := h.words(), max(r.FirstDesk, 1)
	if r.Desks <= 1 {
		return text.Fill(t.DeskOne, "desk", first)
	}
	return text.Fill(t.Desk, "first", first, "last", first+r.Desks-1)
}

// closureName writes when a closure is.
func (h *Hours) closureName(c *contract.Closure) string {
	say := h.day(office.Date(c.FromDate))
	if c.ToDate != 0 && c.ToDate != c.FromDate {
		say += " – " + h.day(office.Date(c.ToDate))
	}
	return say + ", " + h.hoursOf(c.From, c.To)
}

// sayWeekday writes the hours of a day of a plain week in a mode.
func sayWeekday(w calendar.Week, m calendar.Mode, day int, t *text.Hours) string {
	if say := w.Say(m, time.Weekday(day)); say != "" {
		return say
	}
	return t.Closed
}

// sayDay writes when anybody is served on a date.
func sayDay(d *calendar.Day, t *text.Hours) string {
	var out []string
	for _, o := range d.Openings {
		say := fmt.Sprintf("%s - %s %s", o.From, o.To, strings.ToLower(t.Modes[o.Mode]))
		if o.Mode == calendar.Appointment {
			say += fmt.Sprintf(" (%s)", t.AtDesks.Count(int(o.Desks)))
		}
		out = append(out, say)
	}
	if len(out) == 0 {
		return t.Closed
	}
	return strings.Join(out, ", ")
}
