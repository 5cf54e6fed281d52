package roster

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Check lists what the shifts of some dates break, with those before and after as far as the roster has them: for the weekly
// rest it should have a week on either side. The gravest comes first.
func (t Town) Check(r Roster, of office.Period) []Finding {
	r.Rules = r.Rules.Filled()
	c := &check{t: t.remembering(), r: r, of: of}
	byPerson := map[office.ClerkID][]Shift{}
	byDay := map[place][]Shift{}
	for _, s := range r.Shifts {
		if c.formed(s) {
			byPerson[s.Person] = append(byPerson[s.Person], s)
			byDay[place{s.Site, s.Date}] = append(byDay[place{s.Site, s.Date}], s)
		}
	}
	for _, p := range r.People {
		own := byPerson[p.ID]
		slices.SortFunc(own, Shift.Compare)
		c.person(p, own)
	}
	for at, shifts := range byDay {
		if of.Contains(at.date) {
			slices.SortFunc(shifts, Shift.Compare)
			c.together(shifts)
		}
	}
	slices.SortFunc(c.found, Finding.compare)
	return slices.CompactFunc(c.found, func(a, b Finding) bool { return a.Key() == b.Key() && a.Say == b.Say })
}

type place struct {
	site office.SiteID
	date office.Date
}

// check is a roster being looked at.
type check struct {
	t     Town
	r     Roster
	of    office.Period
	found []Finding
}

// find notes a finding if one of its shifts is asked about.
func (c *check) find(k Kind, say string, shifts ...Shift) {
	if slices.ContainsFunc(shifts, func(s Shift) bool { return c.of.Contains(s.Date) }) {
		c.found = append(c.found, Finding{k, shifts, say})
	}
}

// formed refuses what is no shift.
func (c *check) formed(s Shift) bool {
	_, known := c.r.Person(s.Person)
	_, site := c.t.Plan.Site(s.Site)
	say := ""
	switch {
	case !known:
		say = fmt.Sprintf("'%s' staat niet op de lijst van medewerkers.", s.Person)
	case !site:
		say = fmt.Sprintf("Locatie '%s' is niet bekend.", s.Site)
	case s.From >= s.To || s.To > office.EndOfDay:
		say = fmt.Sprintf("Een dienst van %s tot %s is er geen.", s.From, s.To)
	case !slices.Contains(Works, s.Work):
		say = fmt.Sprintf("Werk '%s' bestaat niet; kies uit %q.", s.Work, Works)
	case s.Desk > calendar.MaxDesks || s.Desk > 0 && s.Work != Desk:
		say = fmt.Sprintf("Loket %d hoort hier niet.", s.Desk)
	default:
		return true
	}
	c.find(Malformed, say, s)
	return false
}

// person looks at one person's shifts, in order.
func (c *check) person(p Person, own []Shift) {
	for i, s := range own {
		c.shift(p, s)
		for _, before := range own[:i] {
			c.pair(p, before, s)
		}
	}
	c.days(p, own)
	c.weeks(p, own)
	c.contract(p, own)
}

// shift looks at one shift by itself.
func (c *check) shift(p Person, s Shift) {
	if !c.of.Contains(s.Date) {
		return
	}
	when := fmt.Sprintf("op %s van %s tot %s", day(s.Date), s.From, s.To)
	for _, a := range c.r.Absences {
		if from, to, ok := a.on(s.Date); ok && a.Person == p.ID && from < s.To && s.From < to {
			c.find(Away, fmt.Sprintf("%s is afwezig %s.", p.Name, when), s)
			break
		}
	}
	if !p.At(s.Site) {
		c.find(Foreign, fmt.Sprintf("%s werkt niet in %s.", p.Name, c.site(s.Site)), s)
	}
	if !p.Does(s.Work) {
		c.find(Unfit, fmt.Sprintf("%s doet geen %s.", p.Name, s.Work.Dutch()), s)
	}
	if !s.Work.AtPost() {
		return
	}
	posts := slices.DeleteFunc(c.t.Posts(s.Site, s.Date), func(x Post) bool {
		return x.Work != s.Work || s.Desk != 0 && x.Desk != s.Desk || x.To <= s.From || s.To <= x.From
	})
	switch {
	case len(posts) == 0:
		c.find(Idle, fmt.Sprintf("%s is %s niet open waar %s staat.", c.site(s.Site), when, p.Name), s)
	case !slices.ContainsFunc(posts, func(x Post) bool { return p.canAny(x.Offer) }):
		c.find(Unskilled, fmt.Sprintf("%s kan niets van wat %s %s aanbiedt.", p.Name, c.desk(s), when), s)
	}
}

// pair looks at two shifts of one person, the earlier first.
func (c *check) pair(p Person, a, b Shift) {
	if a.Date != b.Date {
		return
	}
	if a.meets(b) {
		say := fmt.Sprintf("%s staat op %s tegelijk in %s (%s) en %s (%s).", p.Name, day(a.Date), c.site(a.Site), between(a), c.site(b.Site), between(b))
		if a.Site == b.Site {
			say = fmt.Sprintf("%s staat op %s in %s dubbel: %s en %s.", p.Name, day(a.Date), c.site(a.Site), between(a), between(b))
		}
		c.find(Twice, say, b, a)
		return
	}
	if need, has := c.r.Rules.travel(a.Site, b.Site), c.minutes(a, b); has < need {
		c.find(Travel, fmt.Sprintf("%s heeft op %s %d minuten om van %s naar %s te gaan; reken %d.", p.Name, day(a.Date), has, c.site(a.Site), c.site(b.Site), need), b, a)
	}
}

// minutes is how long it is from the end of a shift to the beginning of another.
func (c *check) minutes(a, b Shift) int {
	zone := c.t.Plan.Zone()
	_, end := a.span(zone)
	start, _ := b.span(zone)
	return int(start.Sub(end).Minutes())
}

// together looks at the shifts of one site on one date, in order.
func (c *check) together(shifts []Shift) {
	for i, b := range shifts {
		for _, a := range shifts[:i] {
			if a.Person == b.Person || !a.meets(b) {
				continue
			}
			p, _ := c.r.Person(a.Person)
			q, _ := c.r.Person(b.Person)
			if x, y, ok := c.r.Rules.apart(p, q, a.Date); ok {
				c.find(Teams, fmt.Sprintf("%s (%s) en %s (%s) staan op %s samen in %s; hun ploegen delen geen dienst.", p.Name, x, q.Name, y, day(a.Date), c.site(a.Site)), b, a)
			}
			if a.Work == Desk && b.Work == Desk && a.Desk != 0 && a.Desk == b.Desk {
				c.find(SameDesk, fmt.Sprintf("%s en %s staan op %s allebei aan %s.", p.Name, q.Name, day(a.Date), c.desk(a)), b, a)
			}
		}
	}
}

// contract compares the hours of each week with what the contract says (A002-62).
func (c *check) contract(p Person, own []Shift) {
	if p.Contract == 0 {
		return
	}
	sum := map[office.Date]int{}
	for _, s := range own {
		before := sum[Monday(s.Date)]
		sum[Monday(s.Date)] += s.Minutes()
		if before <= p.Contract && before+s.Minutes() > p.Contract {
			c.find(Overtime, fmt.Sprintf("%s werkt in de week van %s meer dan %s.", p.Name, calendar.SayDate(Monday(s.Date)), Hours(p.Contract)), s)
		}
	}
}

func (c *check) site(id office.SiteID) string {
	s, _ := c.t.Plan.Site(id)
	return cmp.Or(s.Name, string(id))
}

func (c *check) desk(s Shift) string {
	if s.Desk == 0 {
		return s.Work.Dutch() + " van " + c.site(s.Site)
	}
	return fmt.Sprintf("loket %d van %s", s.Desk, c.site(s.Site))
}
