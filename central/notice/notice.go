package notice

import (
	"fmt"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// special is how many days from its day on a notice tells of single days.
const special office.Date = 42

// Notice is what citizens are told of the hours of one site from a day on.
type Notice struct {
	site    office.Site
	from    office.Date
	made    time.Time // in the city's zone
	version uint64    // of the plan
	tables  []table
	same    []string // ways of being served of which the hours stay
	days    []string // single days, a sentence each
	why     []string // as visitors may read it
	near    office.Site
	nearby  []string // when the next site is open
}

// table is the hours in one way of being served, before and after, from Monday.
type table struct {
	mode calendar.Mode
	rows [7]row
}

// row is a day of the week.
type row struct {
	day           string
	before, after string
}

// closed is what stands where there are no hours.
const closed = "gesloten"

// Of reads the notice of a site from a day on off a plan, as it is stored and compiled. It is refused when nothing is otherwise then.
func Of(p *calendar.Plan, stored *contract.Plan, at office.SiteID, from office.Date, now time.Time) (*Notice, error) {
	const op = "notice.Of"
	site, ok := p.Site(at)
	if !ok {
		return nil, fault.New(op, fault.NotFound).On(string(at)).Tell("Deze locatie is niet bekend.", "")
	}
	n := &Notice{site: site, from: from, made: now.In(p.Zone()), version: p.Version()}
	before, after := p.Week(at, from-1), p.Week(at, from)
	for m := calendar.Appointment; m <= calendar.Phone; m++ {
		switch was, is := before.Has(m), after.Has(m); {
		case !was && !is:
		case same(before, after, m):
			n.same = append(n.same, m.Dutch())
		default:
			n.tables = append(n.tables, compare(before, after, m))
		}
	}
	n.days = singleDays(p, stored, at, from)
	if len(n.tables) == 0 && len(n.days) == 0 {
		return nil, fault.New(op, fault.Refused).On(string(at)).Tell(fmt.Sprintf("In %s verandert er niets op %s.", site.Name, calendar.SayDate(from)), "Kies de eerste dag van een wijziging.")
	}
	n.why = reasons(stored, at, from, len(n.tables) > 0)
	n.neighbour(p, at)
	return n, nil
}

// same reports whether two weeks are the same to visitors in a mode.
func same(a, b calendar.Week, m calendar.Mode) bool {
	for day := range a {
		if a.Say(m, time.Weekday(day)) != b.Say(m, time.Weekday(day)) {
			return false
		}
	}
	return true
}

func compare(before, after calendar.Week, m calendar.Mode) table {
	t := table{mode: m}
	say := func(w calendar.Week, day time.Weekday) string {
		if hours := w.Say(m, day); hours != "" {
			return hours
		}
		return closed
	}
	for i := range t.rows {
		day := time.Weekday((i + 1) % 7)
		t.rows[i] = row{calendar.On(day).Say(), say(before, day), say(after, day)}
	}
	return t
}

// singleDays tells of closures and of single days with other hours, from the day on for six weeks, in order.
func singleDays(p *calendar.Plan, stored *contract.Plan, at office.SiteID, from office.Date) (out []string) {
	shut := p.Closings(at, office.Period{From: from, To: from + special - 1})
	for d := from; d < from+special; d++ {
		for _, c := range shut {
			if c.Dates.From == d {
				out = append(out, sayClosing(c))
			}
		}
		for _, r := range stored.GetRules() {
			if office.SiteID(r.GetSite()) != at || r.GetValidFrom() != int32(d) || r.GetValidTo() != int32(d) || p.Day(at, d).Closed != "" {
				continue
			}
			if mode, err := calendar.ParseMode(r.GetMode()); err == nil {
				out = append(out, fmt.Sprintf("%s: ook open van %s tot %s (%s).", capital(calendar.SayDate(d)), office.Minute(r.GetFrom()), office.Minute(r.GetTo()), mode.Dutch()))
			}
		}
	}
	return out
}

func sayClosing(c calendar.Closing) string {
	say := capital(calendar.SayDate(c.Dates.From))
	if c.Dates.To != c.Dates.From {
		say += " tot en met " + calendar.SayDate(c.Dates.To)
	}
	say += ": gesloten"
	if c.To != 0 {
		say += fmt.Sprintf(" van %s tot %s", c.From, c.To)
	}
	return fmt.Sprintf("%s (%s).", say, c.Reason)
}

// reasons are those of the rules that begin or end with the day; of closures the reason stands beside the day.
func reasons(stored *contract.Plan, at office.SiteID, from office.Date, weekly bool) (out []string) {
	seen := map[string]bool{"": true}
	for _, r := range stored.GetRules() {
		if weekly && office.SiteID(r.GetSite()) == at && r.GetValidFrom() == int32(from) && !seen[r.GetReason()] {
			seen[r.Reason] = true
			out = append(out, r.Reason)
		}
	}
	return out
}

// neighbour finds the next site nearby that has hours in the week after the day.
func (n *Notice) neighbour(p *calendar.Plan, at office.SiteID) {
	for _, s := range p.Around(at) {
		if s.ID == at {
			continue
		}
		week := p.Week(s.ID, n.from)
		for m := calendar.Appointment; m <= calendar.Reception; m++ {
			for i := range 7 {
				day := time.Weekday((i + 1) % 7)
				if hours := week.Say(m, day); hours != "" {
					n.nearby = append(n.nearby, fmt.Sprintf("%s: %s", calendar.On(day).Say(), hours))
				}
			}
			if len(n.nearby) > 0 {
				n.near = s
				return
			}
		}
	}
}

// Name is that of a file.
func (n *Notice) Name() string { return fmt.Sprintf("openingsuren-%s-%s.pdf", n.site.ID, n.from) }

// title heads the notice.
func (n *Notice) title() string {
	if len(n.tables) > 0 {
		return "Nieuwe openingsuren"
	}
	return "Andere openingsuren"
}

// starts tells from when.
func (n *Notice) starts() string {
	if len(n.tables) > 0 {
		return "Vanaf " + calendar.SayDate(n.from)
	}
	return "Let op deze dagen"
}

// Text is the notice as plain text.
func (n *Notice) Text() string {
	var b strings.Builder
	say := func(format string, a ...any) { fmt.Fprintf(&b, format+"\n", a...) }
	say("%s", n.title())
	say("%s", n.site.Name)
	if n.site.Address.Value != "" {
		say("%s", n.site.Address.Value)
	}
	if len(n.tables) > 0 {
		say("\n%s veranderen onze openingsuren.", n.starts())
	}
	for _, why := range n.why {
		say("%s", why)
	}
	for _, t := range n.tables {
		say("\n%s", capital(t.mode.Dutch()))
		for _, r := range t.rows {
			if r.before == r.after {
				say("- %s: %s (zoals nu)", r.day, r.after)
			} else {
				say("- %s: %s (nu: %s)", r.day, r.after, r.before)
			}
		}
	}
	if len(n.tables) > 0 && len(n.same) > 0 {
		say("\n%s", n.stays())
	}
	if len(n.days) > 0 {
		say("\nBijzondere dagen")
		for _, d := range n.days {
			say("- %s", d)
		}
	}
	if n.near.ID != "" {
		say("\n%s", n.elsewhere())
		for _, l := range n.nearby {
			say("- %s", l)
		}
	}
	return b.String()
}

// stays tells which hours do not change.
func (n *Notice) stays() string {
	return "Deze uren blijven dezelfde: " + strings.Join(n.same, ", ") + "."
}

// elsewhere tells where else one can go.
func (n *Notice) elsewhere() string {
	say := "U kunt ook terecht bij " + n.near.Name
	if n.near.Address.Value != "" {
		say += ", " + n.near.Address.Value
	}
	return say + "."
}

// capital puts a capital on an ASCII first letter, which all our names of days and ways have.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
