package roster

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// buildSheet puts what lies over the page in words.
func (r *Roster) buildSheet(s *Shown) {
	switch r.sheet {
	case ShiftSheet:
		s.Form = r.buildForm()
	case NeedSheet:
		s.Need = r.buildNeed()
	case SitesSheet:
		s.List = r.listSites()
	case JudgeSheet:
		s.List = r.listFindings(s)
	case SaveSheet:
		s.List = r.listChanges(s)
	case ProposalSheet:
		s.List = r.listProposal()
	case HistorySheet:
		s.List = r.listHistory()
	case StaffSheet:
		s.List = r.listStaff(s)
	}
	s.List.At = max(min(r.pick, len(s.List.Items)-1), 0)
}

// buildForm tells of the shift that is made or changed, and of what it does.
func (r *Roster) buildForm() Form {
	t, f := r.words(), r.form
	title := t.ShiftNew
	if f.old != nil {
		title = t.ShiftOld
	}
	out := Form{Title: text.Fill(title, "name", r.name(f.person)), Day: int(f.date) - int(r.monday), Desk: f.desk, From: f.from, To: f.to, Old: f.old != nil, Work: max(slices.Index(works, f.work), 0)}
	d := r.now()
	for i, p := range r.people() {
		item := Item{Main: cmp.Or(p.Name, p.Id), State: week.Line{Say: t.PersonFree}}
		switch own := shiftsOf(without(d.shifts, f.old), p.Id, f.date); {
		case r.absent(p.Id, f.date) != nil:
			item.State = week.Line{Say: t.Away, Tone: week.Warn}
		case !r.does(p.Id, f.work):
			item.State = week.Line{Say: t.PersonCannot}
		case len(own) > 0:
			item.State = week.Line{Say: text.Fill(t.PersonWorks, "hours", r.span(own[0].From, own[len(own)-1].To))}
		}
		if p.Id == f.person {
			out.Who, out.More = i, len(shiftsOf(d.shifts, p.Id, f.date)) > 0
		}
		out.People = append(out.People, item)
	}
	out.Days = r.days()
	for _, g := range gaps(f.before, f.date) {
		out.Gaps = append(out.Gaps, Item{Main: r.work(g.Work, g.Desk), State: week.Line{Say: r.span(g.From, g.To)}})
	}
	for _, w := range works {
		out.Works = append(out.Works, t.Works[w])
	}
	out.Effect = r.effect()
	return out
}

// effect is what the form's shift does: how much it covers, and what it breaks.
func (r *Roster) effect() (out []week.Line) {
	t := r.words()
	if _, wrong := r.form.shift(t); wrong != "" {
		return []week.Line{{Say: wrong, Tone: week.Warn}}
	}
	if r.weighed != r.changes || r.checked == nil {
		return []week.Line{{Say: t.Closing}}
	}
	switch by := missing(r.form.before) - missing(r.checked); {
	case by > 0:
		out = append(out, week.Line{Say: text.Fill(t.Fills, "time", r.hours(by)), Tone: week.Good})
	case by < 0:
		out = append(out, week.Line{Say: text.Fill(t.Opens, "time", r.hours(-by)), Tone: week.Warn})
	default:
		out = append(out, week.Line{Say: t.FillsNone})
	}
	n := len(out)
	for _, f := range r.checked.Findings {
		was := slices.ContainsFunc(r.form.before.GetFindings(), func(o *contract.RosterFinding) bool { return o.Key == f.Key && o.Say == f.Say })
		if !was {
			out = append(out, r.say(f))
		}
	}
	if len(out) == n {
		out = append(out, week.Line{Say: t.BreaksNone, Tone: week.Good})
	}
	return out
}

func (r *Roster) listSites() List {
	t := r.words()
	l := List{Title: t.SitesTitle, Do: t.GoThere, Can: len(r.sites) > 0, Empty: t.NoSites}
	for _, s := range r.sites {
		l.Items = append(l.Items, Item{Main: cmp.Or(s.Name, s.Id)})
	}
	return l
}

func (r *Roster) listFindings(s *Shown) List {
	t := r.words()
	l := List{Title: t.JudgeTitle, Intro: t.JudgeIntro, Empty: t.NoObjections, Do: text.Fill(t.Accept, "by", r.cfg.By)}
	for i, f := range r.week().Findings {
		item := Item{Main: text.Fill(t.Here, "name", r.name(f.Person), "day", r.date(f.Date)), Detail: cmp.Or(t.Kinds[f.Kind], f.Kind), State: week.Line{Say: t.StateNote}}
		can := true
		switch {
		case f.Accepted:
			item.State = week.Line{Say: t.StateAccepted, Tone: week.Good}
		case f.Weight == refused:
			item.State = week.Line{Say: t.StateRefused, Tone: week.Bad}
		case f.Weight == breach:
			item.State = week.Line{Say: t.StateBreach, Tone: week.Warn}
		default:
			can = false // to know it is enough
		}
		if i == r.pick {
			l.Lines = []week.Line{{Say: f.Say}}
			l.Can = can && s.Busy == ""
			if f.Accepted {
				l.Do = t.TakeBack
			}
		}
		l.Items = append(l.Items, item)
	}
	return l
}

func (r *Roster) listChanges(s *Shown) List {
	t := r.words()
	l := List{Title: t.SaveTitle, Intro: text.Fill(t.SaveIntro, "by", r.cfg.By), Do: t.SaveNow, Can: s.Can.Save}
	more, less := differences(r.stored.Sheet.Shifts, r.now().shifts)
	l.Items = append(r.items(t.Removed, less), r.items(t.Added, more)...)
	for _, f := range r.week().Findings {
		if f.Accepted && !slices.Contains(r.stored.Sheet.Accepted, f.Key) {
			what := text.Fill(t.Here, "name", r.name(f.Person), "day", r.date(f.Date)+" ("+cmp.Or(t.Kinds[f.Kind], f.Kind)+")")
			l.Items = append(l.Items, Item{Main: text.Fill(t.AcceptedNow, "say", what)})
		}
	}
	l.Lines = []week.Line{r.stillOpen(missing(r.week()))}
	return l
}

// items are shifts as rows.
func (r *Roster) items(words string, all []*contract.RosterShift) (out []Item) {
	for _, s := range all {
		out = append(out, Item{Main: text.Fill(words, "name", r.name(s.Person), "day", r.date(s.Date), "from", clock(s.From), "to", clock(s.To), "work", r.work(s.Work, s.Desk))})
	}
	return out
}

func (r *Roster) stillOpen(minutes int) week.Line {
	t := r.words()
	if minutes == 0 {
		return week.Line{Say: t.NothingOpen, Tone: week.Good}
	}
	return week.Line{Say: text.Fill(t.StillOpen, "missing", r.hours(minutes)), Tone: week.Warn}
}

func (r *Roster) listProposal() List {
	t, p := r.words(), r.proposal
	before, left := missing(r.week()), missing(p.Week)
	l := List{Title: t.ProposalTitle, Empty: t.ProposalNone, Do: t.Adopt, Can: len(p.Proposed) > 0,
		Intro: text.Fill(t.ProposalIntro, "filled", r.hours(before-left), "missing", r.hours(before), "left", r.hours(left)), Items: r.items(t.Added, p.Proposed)}
	l.Lines = []week.Line{{Say: p.Method}}
	if left > 0 {
		l.Lines = append(l.Lines, week.Line{Say: t.ProposalLeft, Tone: week.Main})
		for _, d := range p.Week.Days {
			for _, g := range gaps(p.Week, d.Date) {
				l.Lines = append(l.Lines, week.Line{Say: g.Say})
			}
		}
	}
	return l
}

func (r *Roster) listHistory() List {
	t := r.words()
	l := List{Title: t.HistoryTitle, Empty: t.HistoryEmpty}
	for i, n := range r.notes {
		more, less := differences(n.Before.GetShifts(), n.After.GetShifts())
		at := time.UnixMilli(n.AtMs).In(r.cfg.Location)
		item := Item{Main: text.Fill(t.HistoryRow, "time", r.cfg.Words.Day(at)+" "+r.cfg.Words.Clock(at), "by", n.By),
			State: week.Line{Say: text.Fill(t.HistoryCounts, "added", len(more), "removed", len(less))}}
		if n.Before.GetVersion() == 0 {
			item.Detail = t.HistoryFirst
		}
		l.Items = append(l.Items, item)
		if i != r.pick {
			continue
		}
		for _, x := range append(r.items(t.Removed, less), r.items(t.Added, more)...) {
			l.Lines = append(l.Lines, week.Line{Say: x.Main})
		}
		for _, key := range n.After.GetAccepted() {
			if !slices.Contains(n.Before.GetAccepted(), key) {
				l.Lines = append(l.Lines, week.Line{Say: text.Fill(t.AcceptedNow, "say", key)})
			}
		}
	}
	return l
}

func (r *Roster) listStaff(s *Shown) List {
	t, date := r.words(), int32(r.monday)+int32(r.day)
	l := List{Title: text.Fill(t.StaffTitle, "day", r.date(date)), Do: t.MarkAbsent, Can: s.Busy == ""}
	for i, p := range r.people() {
		hours := t.StaffNoContract
		if p.ContractMinutes > 0 {
			hours = r.hours(int(p.ContractMinutes))
		}
		item := Item{Main: cmp.Or(p.Name, p.Id), Detail: hours, State: week.Line{Say: t.StaffPresent}}
		if r.absent(p.Id, date) != nil {
			item.State = week.Line{Say: t.StaffAbsent, Tone: week.Warn}
			if i == r.pick {
				l.Do = t.MarkPresent
			}
		}
		if i == r.pick {
			l.Lines = r.about(p)
		}
		l.Items = append(l.Items, item)
	}
	l.Lines = append(l.Lines, r.rules()...)
	return l
}

// about is what rosters know of somebody.
func (r *Roster) about(p *contract.RosterPerson) (out []week.Line) {
	t := r.words()
	say := func(words, name string, all []string) {
		if len(all) > 0 {
			out = append(out, week.Line{Say: text.Fill(words, name, strings.Join(all, ", "))})
		}
	}
	var sites, does []string
	for _, s := range r.sites {
		if slices.Contains(p.Sites, s.Id) || p.Home == s.Id {
			sites = append(sites, cmp.Or(s.Name, s.Id))
		}
	}
	for _, w := range p.Work {
		does = append(does, r.work(w, 0))
	}
	hours := t.StaffNoContract
	if p.ContractMinutes > 0 {
		hours = r.hours(int(p.ContractMinutes))
	}
	out = append(out, week.Line{Say: text.Fill(t.StaffRow, "contract", cmp.Or(p.Name, p.Id)+": "+hours, "sites", strings.Join(sites, ", ")), Tone: week.Main})
	say(t.StaffWorks, "works", does)
	say(t.StaffSkills, "skills", p.Skills)
	if len(p.Skills) == 0 {
		out = append(out, week.Line{Say: t.StaffAll})
	}
	say(t.StaffTeams, "teams", p.Teams)
	say(t.StaffThemes, "themes", p.Themes)
	for _, a := range r.staff.GetBook().GetAbsences() {
		if a.Person == p.Id {
			out = append(out, week.Line{Say: r.away(a)})
		}
	}
	return out
}

// rules are the city's, in sentences.
func (r *Roster) rules() []week.Line {
	t, rules := r.words(), r.staff.GetRules()
	hours := func(m uint32) string { return r.hours(int(m)) }
	out := []week.Line{{Say: text.Fill(t.StaffRules, "daily", hours(rules.GetDailyRestMinutes()), "weekly", hours(rules.GetWeeklyRestMinutes()), "longest", hours(rules.GetLongestDayMinutes()),
		"travel", hours(rules.GetTravelMinutes())), Tone: week.Main}}
	for _, a := range rules.GetApart() {
		out = append(out, week.Line{Say: text.Fill(t.StaffApart, "teams", strings.Join(a.Teams, ", "))})
	}
	return out
}
