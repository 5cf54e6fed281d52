package roster

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// TownOf is the town of a stored plan and what it compiles to. Rules that do not read ask for every skill of their site.
func TownOf(stored *contract.Plan, p *calendar.Plan) Town {
	t := Town{Plan: p, Rules: map[string]calendar.Rule{}}
	for _, r := range stored.GetRules() {
		if rule, err := rulebook.RuleOf(r); err == nil {
			t.Rules[rule.ID] = rule
		}
	}
	return t
}

// ShiftsOf reads the shifts of a sheet.
func ShiftsOf(s *contract.RosterSheet) (out []Shift) {
	for _, x := range s.GetShifts() {
		out = append(out, Shift{Person: office.ClerkID(x.Person), Site: office.SiteID(s.Site), Date: office.Date(x.Date), From: minuteOf(x.From), To: minuteOf(x.To),
			Work: cmp.Or(Work(x.Work), Desk), Desk: office.Desk(min(x.Desk, 255))})
	}
	return out
}

// minuteOf reads a minute; what no day has is read as one that no shift can have.
func minuteOf(n uint32) office.Minute { return office.Minute(min(n, 1<<16-1)) }

// ToShifts writes shifts as a sheet has them, in order.
func ToShifts(all []Shift) (out []*contract.RosterShift) {
	all = slices.Clone(all)
	slices.SortFunc(all, Shift.Compare)
	for _, s := range all {
		out = append(out, &contract.RosterShift{Person: string(s.Person), Date: int32(s.Date), From: uint32(s.From), To: uint32(s.To), Work: string(s.Work), Desk: uint32(s.Desk)})
	}
	return out
}

// PeopleOf joins the list of clerks with what a book knows of them. Who of the list is in no book may be rostered as their
// roles say: clerks and those who lead them at desks and on the phone, the reception at the reception.
func PeopleOf(list []*contract.RosterState_Entry, b *contract.RosterBook) (out []Person) {
	for _, e := range list {
		p := Person{ID: office.ClerkID(e.Clerk.GetId()), Name: cmp.Or(e.Clerk.GetName(), e.Clerk.GetId()), Skills: e.Clerk.GetSkills(), Works: works(e.Clerk.GetRoles())}
		for _, s := range e.Sites {
			p.Sites = append(p.Sites, office.SiteID(s))
		}
		at := slices.IndexFunc(b.GetPeople(), func(x *contract.RosterPerson) bool { return x.Id == string(p.ID) })
		if at >= 0 {
			x := b.People[at]
			p.Home, p.Contract, p.Teams, p.Themes = office.SiteID(x.Home), int(x.ContractMinutes), x.Teams, x.Themes
			if len(x.Work) > 0 {
				p.Works = nil
				for _, w := range x.Work {
					p.Works = append(p.Works, Work(w))
				}
			}
		}
		out = append(out, p)
	}
	return out
}

// works are the kinds of work of roles.
func works(roles []string) []Work {
	out := []Work{Back, Training}
	if slices.Contains(roles, "clerk") || slices.Contains(roles, "lead") {
		out = append(out, Desk, Phone)
	}
	if slices.Contains(roles, "reception") {
		out = append(out, Reception, Phone)
	}
	return out
}

// ToPerson writes a person as planners see them.
func ToPerson(p Person) *contract.RosterPerson {
	out := &contract.RosterPerson{Id: string(p.ID), Name: p.Name, Home: string(p.Home), ContractMinutes: uint32(p.Contract), Teams: p.Teams, Themes: p.Themes, Skills: p.Skills}
	for _, w := range p.Works {
		out.Work = append(out.Work, string(w))
	}
	for _, s := range p.Sites {
		out.Sites = append(out.Sites, string(s))
	}
	return out
}

// AbsencesOf reads the absences of a book.
func AbsencesOf(b *contract.RosterBook) (out []Absence) {
	for _, a := range b.GetAbsences() {
		out = append(out, Absence{office.ClerkID(a.Person), office.Period{From: office.Date(a.FromDate), To: office.Date(cmp.Or(a.ToDate, a.FromDate))}, minuteOf(a.From), minuteOf(a.To)})
	}
	return out
}

// RulesOf reads the rules of a book.
func RulesOf(r *contract.RosterRules) Rules {
	out := Rules{DailyRest: int(r.GetDailyRestMinutes()), WeeklyRest: int(r.GetWeeklyRestMinutes()), LongestDay: int(r.GetLongestDayMinutes()), Travel: int(r.GetTravelMinutes())}
	for _, w := range r.GetWays() {
		out.Ways = append(out.Ways, Way{office.SiteID(w.From), office.SiteID(w.To), int(w.Minutes)})
	}
	for _, a := range r.GetApart() {
		out.Apart = append(out.Apart, Apart{a.Teams, office.Period{From: office.Date(a.FromDate), To: office.Date(a.ToDate)}})
	}
	return out
}

// ToRules writes rules as they hold: with the defaults filled in.
func ToRules(r Rules) *contract.RosterRules {
	r = r.Filled()
	out := &contract.RosterRules{DailyRestMinutes: uint32(r.DailyRest), WeeklyRestMinutes: uint32(r.WeeklyRest), LongestDayMinutes: uint32(r.LongestDay), TravelMinutes: uint32(r.Travel)}
	for _, w := range r.Ways {
		out.Ways = append(out.Ways, &contract.RosterRules_Way{From: string(w.From), To: string(w.To), Minutes: uint32(w.Minutes)})
	}
	for _, a := range r.Apart {
		out.Apart = append(out.Apart, &contract.RosterRules_Apart{Teams: a.Teams, FromDate: int32(a.Valid.From), ToDate: int32(a.Valid.To)})
	}
	return out
}

// CheckBook refuses a book that no roster could be held against: people who are not on the list, sites that are not known,
// hours that are none, somebody in two teams that never meet. The fault is Invalid, with a Dutch sentence.
func (t Town) CheckBook(b *contract.RosterBook, known func(id string) bool) error {
	seen := map[string]bool{}
	for _, p := range b.GetPeople() {
		if err := t.checkPerson(p, b.GetRules(), known); err != nil {
			return err
		}
		if seen[p.Id] {
			return refused(p.Id, "'%s' staat twee keer in het boek.", p.Id)
		}
		seen[p.Id] = true
	}
	for _, a := range b.GetAbsences() {
		switch {
		case !known(a.Person):
			return refused(a.Person, "'%s' staat niet op de lijst van medewerkers.", a.Person)
		case a.FromDate == 0 || a.ToDate != 0 && a.ToDate < a.FromDate:
			return refused(a.Person, "Een afwezigheid van '%s' heeft geen dagen.", a.Person)
		case (a.From != 0 || a.To != 0) && (a.From >= a.To || a.To > uint32(office.EndOfDay)):
			return refused(a.Person, "Een afwezigheid van '%s' heeft geen uren.", a.Person)
		}
	}
	return t.checkRules(b.GetRules())
}

func (t Town) checkPerson(p *contract.RosterPerson, rules *contract.RosterRules, known func(string) bool) error {
	if !known(p.Id) {
		return refused(p.Id, "'%s' staat niet op de lijst van medewerkers.", p.Id)
	}
	if _, ok := t.Plan.Site(office.SiteID(p.Home)); p.Home != "" && !ok {
		return refused(p.Id, "Locatie '%s' van '%s' is niet bekend.", p.Home, p.Id)
	}
	if p.ContractMinutes > 7*24*60 {
		return refused(p.Id, "'%s' kan geen contract van meer dan een week per week hebben.", p.Id)
	}
	for _, w := range p.Work {
		if !slices.Contains(Works, Work(w)) {
			return refused(p.Id, "Werk '%s' van '%s' bestaat niet; kies uit %q.", w, p.Id, Works)
		}
	}
	for _, a := range rules.GetApart() {
		var in []string
		for _, team := range p.Teams {
			if slices.Contains(a.Teams, team) {
				in = append(in, team)
			}
		}
		if slices.Sort(in); len(slices.Compact(in)) > 1 {
			return refused(p.Id, "'%s' zit in ploegen die nooit een dienst delen: %s.", p.Id, strings.Join(in, ", "))
		}
	}
	return nil
}

func (t Town) checkRules(r *contract.RosterRules) error {
	for _, n := range []uint32{r.GetDailyRestMinutes(), r.GetLongestDayMinutes(), r.GetTravelMinutes()} {
		if n > 24*60 {
			return refused("rules", "Een rust, een werkdag of een verplaatsing is hoogstens een dag.")
		}
	}
	if r.GetWeeklyRestMinutes() >= 7*24*60 {
		return refused("rules", "De wekelijkse rust is korter dan een week.")
	}
	for _, w := range r.GetWays() {
		for _, s := range []string{w.From, w.To} {
			if _, ok := t.Plan.Site(office.SiteID(s)); !ok {
				return refused("rules", "Locatie '%s' is niet bekend.", s)
			}
		}
		if w.Minutes > 24*60 {
			return refused("rules", "Van %s naar %s duurt hoogstens een dag.", w.From, w.To)
		}
	}
	for _, a := range r.GetApart() {
		if len(a.Teams) < 2 || a.ToDate != 0 && a.ToDate < a.FromDate {
			return refused("rules", "Ploegen die geen dienst delen zijn er minstens twee, en de laatste dag komt na de eerste.")
		}
	}
	return nil
}

func refused(subject, format string, a ...any) error {
	return fault.New("roster", fault.Invalid).On(subject).Tell(fmt.Sprintf(format, a...), "")
}

// ToFindings writes findings, marked as accepted where their keys are.
func ToFindings(all []Finding, accepted []string) (out []*contract.RosterFinding) {
	for _, f := range all {
		s := f.Shifts[0]
		out = append(out, &contract.RosterFinding{Key: f.Key(), Kind: string(f.Kind), Weight: string(f.Weight()), Say: f.Say, Person: string(s.Person), Date: int32(s.Date),
			From: uint32(s.From), To: uint32(s.To), Accepted: f.Weight() == Breach && slices.Contains(accepted, f.Key())})
	}
	return out
}

// ToDay writes how a day is covered.
func ToDay(c Cover) *contract.RosterDay {
	out := &contract.RosterDay{Date: int32(c.Date), NeedMinutes: uint32(c.Need()), MissingMinutes: uint32(c.Missing())}
	for _, h := range c.Halves {
		out.Halves = append(out.Halves, &contract.RosterHalf{From: uint32(h.From), Need: uint32(h.Need), Missing: uint32(h.Missing)})
	}
	for _, g := range c.Gaps {
		out.Gaps = append(out.Gaps, &contract.RosterGap{Date: int32(g.Date), Work: string(g.Work), Desk: uint32(g.Desk), From: uint32(g.From), To: uint32(g.To), Cluster: string(g.Cluster), Say: g.Say()})
	}
	return out
}

// ToSum writes hours needed beside hours there.
func ToSum(s Sum) *contract.RosterSum {
	out := &contract.RosterSum{NeedMinutes: uint32(s.Need), ContractMinutes: uint32(s.Contract), MissingMinutes: uint32(s.Missing)}
	for _, d := range s.Days {
		out.Days = append(out.Days, &contract.RosterSum_Day{Date: int32(d.Date), NeedMinutes: uint32(d.Need), MissingMinutes: uint32(d.Missing), EveningMinutes: uint32(d.Evening)})
	}
	for _, k := range s.Skills {
		out.Skills = append(out.Skills, &contract.RosterSum_Skill{Cluster: string(k.Cluster), OpenMinutes: uint32(k.Open), DeskMinutes: uint32(k.Desk), People: uint32(k.People),
			ContractMinutes: uint32(k.Contract), MissingMinutes: uint32(k.Missing)})
	}
	for _, id := range s.Unknown {
		out.Unknown = append(out.Unknown, string(id))
	}
	return out
}
