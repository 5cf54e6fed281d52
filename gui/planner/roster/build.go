package roster

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// evening is when the evening begins, as headquarters counts it.
const evening = 17 * 60

// The weights of findings, as headquarters calls them.
const (
	refused = "refused"
	breach  = "breach"
)

// build puts the present moment in words. It wants the lock held.
func (r *Roster) build() Shown {
	t := r.words()
	s := Shown{Line: r.line(), Empty: t.Opening, Notice: r.notice, Sheet: r.sheet, Row: r.row, Day: r.day}
	if r.Runner != nil && r.Busy() {
		s.Busy = t.Busy
	}
	if r.stored == nil {
		if r.sites != nil && len(r.sites) == 0 || r.read != (time.Time{}) {
			s.Empty = t.NoSites
		}
		return s
	}
	s.Empty = ""
	s.Title = text.Fill(t.Heading, "site", r.siteName(), "day", r.date(r.stored.Sheet.Monday))
	for i := range s.Days {
		d := r.stored.Sheet.Monday + int32(i)
		s.Days[i] = week.Day{Name: r.date(d), Today: office.Date(d) == r.today()}
	}
	shifts := r.drawn().Shifts
	s.Rows = append(s.Rows, r.gapRow())
	for _, p := range r.people() {
		s.Rows = append(s.Rows, r.personRow(p, shifts))
	}
	s.Summary, s.Objections = r.summary()
	s.Here = r.buildHere(shifts)
	s.Findings = r.buildFindings()
	dirty := r.dirty(r.stored.Sheet)
	if dirty {
		more, less := differences(r.stored.Sheet.Shifts, r.mine.shifts)
		s.Draft = t.Draft.Count(max(len(more)+len(less), 1))
	}
	idle := r.sheet == NoSheet
	s.Can = Can{Turn: idle, Edit: idle, Undo: idle && len(r.undone) > 0, Discard: idle && dirty, Ask: idle && s.Busy == "" && r.weighed == r.changes,
		Save: (idle || r.sheet == SaveSheet) && dirty && s.Busy == "" && r.weighed == r.changes}
	r.buildSheet(&s)
	return s
}

// line says whether headquarters is there; a roster without it keeps its age.
func (r *Roster) line() week.Line {
	t := r.words()
	switch {
	case r.lost != "" && r.stored != nil:
		return week.Line{Say: text.Fill(t.Lost, "time", r.cfg.Words.Clock(r.read.In(r.cfg.Location))), Tone: week.Warn}
	case r.lost != "":
		return week.Line{Say: r.lost, Tone: week.Warn}
	case r.read == (time.Time{}):
		return week.Line{}
	}
	return week.Line{Say: t.Connected, Tone: week.Good}
}

func (r *Roster) siteName() string {
	for _, s := range r.sites {
		if s.Id == r.stored.Sheet.Site {
			return cmp.Or(s.Name, s.Id)
		}
	}
	return r.stored.Sheet.Site
}

func (r *Roster) date(d int32) string { return r.cfg.Words.Day(office.Date(d).UTC()) }

// days are those of the week, short: "ma 23".
func (r *Roster) days() (out []string) {
	for i := range Days {
		d := (r.monday + office.Date(i)).UTC()
		out = append(out, r.cfg.Words.Days[d.Weekday()]+" "+strconv.Itoa(d.Day()))
	}
	return out
}

// hours writes minutes as people plan them: "38 u", "7 u 36", "30 min".
func (r *Roster) hours(minutes int) string {
	t := r.words()
	if 0 < minutes && minutes < 60 {
		return text.Fill(t.Minutes, "n", minutes)
	}
	if minutes%60 == 0 {
		return text.Fill(t.Hours, "n", minutes/60)
	}
	m := minutes % 60
	return text.Fill(t.HoursMinutes, "n", minutes/60, "m", string([]byte{'0' + byte(m/10), '0' + byte(m%10)}))
}

func (r *Roster) span(from, to uint32) string {
	return text.Fill(r.words().Span, "from", clock(from), "to", clock(to))
}

// work names a work, with its desk.
func (r *Roster) work(work string, desk uint32) string {
	t := r.words()
	if desk > 0 {
		return text.Fill(t.Desk, "n", desk)
	}
	work = cmp.Or(work, works[0])
	return cmp.Or(t.Works[work], work)
}

// people are those of the week: who belongs to the site first, then by name.
func (r *Roster) people() []*contract.RosterPerson {
	all := slices.Clone(r.week().GetPeople())
	for _, s := range r.now().shifts {
		if !slices.ContainsFunc(all, func(p *contract.RosterPerson) bool { return p.Id == s.Person }) {
			all = append(all, &contract.RosterPerson{Id: s.Person, Name: s.Person})
		}
	}
	home := func(p *contract.RosterPerson) int {
		if p.Home == r.site {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b *contract.RosterPerson) int {
		return cmp.Or(cmp.Compare(home(a), home(b)), cmp.Compare(a.Name, b.Name))
	})
	return all
}

// person finds somebody of the week; nil: there is no such person in it.
func (r *Roster) person(id string) *contract.RosterPerson {
	for _, p := range r.week().GetPeople() {
		if p.Id == id {
			return p
		}
	}
	return nil
}

func (r *Roster) name(id string) string {
	if p := r.person(id); p != nil {
		return cmp.Or(p.Name, id)
	}
	for _, p := range r.staff.GetBook().GetPeople() {
		if p.Id == id {
			return cmp.Or(p.Name, id)
		}
	}
	return id
}

// standing is the person whom the planner stands on; empty: on the row of the gaps.
func (r *Roster) standing() string {
	if people := r.people(); r.row > 0 && r.row <= len(people) {
		return people[r.row-1].Id
	}
	return ""
}

// here are the shifts of the cell.
func (r *Roster) here() []*contract.RosterShift {
	return shiftsOf(r.now().shifts, r.standing(), int32(r.monday)+int32(r.day))
}

// gapRow is what nobody covers, day by day.
func (r *Roster) gapRow() Row {
	t, w := r.words(), r.week()
	row := Row{Name: t.Gaps, Side: r.hours(missing(w))}
	for i, d := range w.Days[:min(len(w.Days), Days)] {
		c := &row.Cells[i]
		n, skills := len(gaps(w, d.Date)), 0
		skills = len(d.Gaps) - n
		switch {
		case d.NeedMinutes == 0:
			c.Main, c.Dim = t.Shut, true
			continue
		case n == 0:
			c.Main = t.AllCovered
		default:
			c.Main, c.Detail, c.Tone = r.hours(int(d.MissingMinutes)), t.GapCount.Count(n), week.Warn
			c.Level = 1 + int(3*d.MissingMinutes/d.NeedMinutes)
		}
		if skills > 0 {
			c.Mark, c.Tone = t.NoSkill, week.Warn
		}
	}
	return row
}

// personRow is somebody's week.
func (r *Roster) personRow(p *contract.RosterPerson, shifts []*contract.RosterShift) Row {
	t, has := r.words(), minutes(shifts, p.Id)
	row := Row{Name: cmp.Or(p.Name, p.Id), Under: r.under(p, shifts), Side: r.hours(has)}
	if p.ContractMinutes > 0 {
		row.Side = text.Fill(t.OfContract, "has", r.hours(has), "contract", r.hours(int(p.ContractMinutes)))
		row.Over = has > int(p.ContractMinutes)
	}
	for i := range row.Cells {
		row.Cells[i] = r.cell(p.Id, r.stored.Sheet.Monday+int32(i), shifts)
	}
	return row
}

// narrow is how many letters stand below a name.
const narrow = 26

// under is what counts for who else can be asked: team, evenings, days of the weekend; as much as there is room for.
func (r *Roster) under(p *contract.RosterPerson, shifts []*contract.RosterShift) string {
	t := r.words()
	evenings, saturdays := map[int32]bool{}, map[int32]bool{}
	for _, s := range shifts {
		if s.Person != p.Id {
			continue
		}
		if d := office.Date(s.Date).Weekday(); d == time.Saturday || d == time.Sunday {
			saturdays[s.Date] = true
		} else if s.To > evening {
			evenings[s.Date] = true
		}
	}
	parts := slices.Clone(p.Teams)
	if n := len(evenings); n > 0 {
		parts = append(parts, t.Evenings.Count(n))
	}
	if n := len(saturdays); n > 0 {
		parts = append(parts, t.Saturdays.Count(n))
	}
	out := ""
	for _, part := range parts {
		if more := strings.TrimPrefix(out+", "+part, ", "); utf8.RuneCountInString(more) <= narrow {
			out = more
		}
	}
	return out
}

// cell is somebody's day.
func (r *Roster) cell(person string, date int32, shifts []*contract.RosterShift) Cell {
	t, own := r.words(), shiftsOf(shifts, person, date)
	more, less := differences(shiftsOf(r.stored.Sheet.Shifts, person, date), own)
	c := Cell{Level: -1, Changed: len(more)+len(less) > 0}
	a := r.absent(person, date)
	switch {
	case len(own) == 0 && a != nil:
		c.Main, c.Dim = t.Away, true
		if a.From != 0 || a.To != 0 {
			c.Main, c.Dim, c.Detail = "", false, text.Fill(t.AwayHours, "from", clock(a.From), "to", clock(a.To))
		}
		c.Short = [3]string{t.Away, "", c.Detail}
		if c.Detail != "" {
			c.Short[2] = r.span(a.From, a.To)
		}
	case len(own) == 1:
		c.Main, c.Detail = r.span(own[0].From, own[0].To), r.work(own[0].Work, own[0].Desk)
		c.Short = [3]string{clock(own[0].From), "–" + clock(own[0].To), c.Detail}
	case len(own) > 1:
		c.Main, c.Detail = r.span(own[0].From, own[0].To), r.span(own[1].From, own[1].To)
		if len(own) > 2 {
			c.Main, c.Detail = r.span(own[0].From, own[len(own)-1].To), t.Shifts.Count(len(own))
		}
		c.Short = [3]string{clock(own[0].From), "–" + clock(own[len(own)-1].To), text.Fill(t.Times, "n", len(own))}
	}
	for _, f := range r.week().Findings {
		if f.Person != person || f.Date != date {
			continue
		}
		switch {
		case f.Weight == refused:
			c.Mark, c.Tone = "!!", week.Bad
		case f.Weight == breach && !f.Accepted && c.Tone != week.Bad:
			c.Mark, c.Tone = "!", week.Warn
		case c.Tone == week.Plain:
			c.Mark = "(!)"
		}
	}
	return c
}

// summary is the week in two sentences.
func (r *Roster) summary() (hours, objections week.Line) {
	t, w := r.words(), r.week()
	need, gap := needed(w), missing(w)
	hours = week.Line{Say: text.Fill(t.Uncovered, "need", r.hours(need), "missing", r.hours(gap)), Tone: week.Warn}
	switch {
	case need == 0:
		hours = week.Line{Say: t.Closed}
	case gap == 0:
		hours = week.Line{Say: text.Fill(t.Covered, "need", r.hours(need)), Tone: week.Good}
	}
	objections = week.Line{Say: t.NoObjections}
	if n := len(blocking(w)); n > 0 {
		objections = week.Line{Say: t.Objections.Count(n), Tone: week.Bad}
	}
	return hours, objections
}

// say is a finding in a sentence, by what follows from it.
func (r *Roster) say(f *contract.RosterFinding) week.Line {
	t := r.words()
	words, tone := t.Mind, week.Plain
	switch {
	case f.Accepted:
		words = t.Accepted
	case f.Weight == refused:
		words, tone = t.Cannot, week.Bad
	case f.Weight == breach:
		words, tone = t.Breach, week.Warn
	}
	return week.Line{Say: text.Fill(words, "say", f.Say), Tone: tone}
}

func (r *Roster) buildFindings() (out []week.Line) {
	for _, f := range r.week().Findings {
		out = append(out, r.say(f))
	}
	return out
}

// buildHere tells of the cell that the planner stands on.
func (r *Roster) buildHere(shifts []*contract.RosterShift) (out []week.Line) {
	t, w, date := r.words(), r.week(), r.stored.Sheet.Monday+int32(r.day)
	say := func(tone week.Tone, words string) { out = append(out, week.Line{Say: words, Tone: tone}) }
	id := r.standing()
	if id == "" {
		return r.hereGaps(date)
	}
	say(week.Main, text.Fill(t.Here, "name", r.name(id), "day", r.date(date)))
	own := shiftsOf(shifts, id, date)
	for _, s := range own {
		say(week.Plain, text.Fill(t.ShiftHere, "from", clock(s.From), "to", clock(s.To), "work", r.work(s.Work, s.Desk)))
	}
	if a := r.absent(id, date); a != nil {
		say(week.Plain, r.away(a))
	} else if len(own) == 0 {
		say(week.Plain, t.NoShift)
	}
	for _, f := range w.Findings {
		if f.Person == id && f.Date == date {
			out = append(out, r.say(f))
		}
	}
	has := r.hours(minutes(shifts, id))
	if p := r.person(id); p != nil && p.ContractMinutes > 0 {
		say(week.Plain, text.Fill(t.WeekContract, "has", has, "contract", r.hours(int(p.ContractMinutes))))
	} else {
		say(week.Plain, text.Fill(t.WeekHere, "has", has))
	}
	return out
}

// hereGaps tells of what nobody covers on a day.
func (r *Roster) hereGaps(date int32) []week.Line {
	t := r.words()
	for _, d := range r.week().Days {
		if d.Date != date {
			continue
		}
		fill := func(words string) string {
			return text.Fill(words, "day", r.date(date), "missing", r.hours(int(d.MissingMinutes)), "need", r.hours(int(d.NeedMinutes)))
		}
		switch {
		case d.NeedMinutes == 0:
			return []week.Line{{Say: fill(t.ShutHere), Tone: week.Main}}
		case len(d.Gaps) == 0:
			return []week.Line{{Say: fill(t.CoveredHere), Tone: week.Main}}
		}
		out := []week.Line{{Say: fill(t.GapsHere), Tone: week.Main}}
		for _, g := range d.Gaps {
			out = append(out, week.Line{Say: g.Say})
		}
		return out
	}
	return nil
}

// away tells of an absence.
func (r *Roster) away(a *contract.RosterAbsence) string {
	t := r.words()
	from, to := r.date(a.FromDate), r.date(cmp.Or(a.ToDate, a.FromDate))
	if a.From == 0 && a.To == 0 {
		return text.Fill(t.StaffAway, "from", from, "to", to)
	}
	return text.Fill(t.StaffAwayHours, "from", from, "to", to, "begin", clock(a.From), "end", clock(a.To))
}
