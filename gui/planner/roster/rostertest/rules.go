package rostertest

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// post is what a site opens on a day of the week.
type post struct {
	work     string
	desk     uint32
	from, to uint32
}

// posts are Berchem's: two desks on Tuesday and Friday, one on Thursday evening and on Saturday, the reception on Monday. The other site has one desk on
// Wednesday.
func posts(site string, date int32) []post {
	if site != Berchem {
		if date%7 == (Monday+2)%7 {
			return []post{{"desk", 1, 540, 1020}}
		}
		return nil
	}
	switch (date - Monday) % 7 {
	case 0:
		return []post{{"reception", 0, 540, 990}}
	case 1:
		return []post{{"desk", 1, 540, 750}, {"desk", 2, 540, 750}, {"desk", 1, 810, 990}, {"desk", 2, 810, 990}}
	case 3:
		return []post{{"desk", 1, 780, 1200}}
	case 4:
		return []post{{"desk", 1, 540, 750}, {"desk", 2, 540, 750}}
	case 5:
		return []post{{"desk", 1, 540, 780}}
	}
	return nil
}

// weekOf is a sheet with what follows from it.
func (h *Headquarters) weekOf(s *contract.RosterSheet) *contract.RosterWeekResponse {
	out := &contract.RosterWeekResponse{Sheet: proto.CloneOf(s), Book: h.book.Version}
	for _, p := range h.book.People {
		if p.Home == s.Site || slices.Contains(p.Sites, s.Site) || slices.ContainsFunc(s.Shifts, func(x *contract.RosterShift) bool { return x.Person == p.Id }) {
			out.People = append(out.People, proto.CloneOf(p))
		}
	}
	for date := s.Monday; date < s.Monday+7; date++ {
		out.Days = append(out.Days, h.dayOf(s, date))
	}
	for i, a := range s.Shifts {
		if f := h.away(a); f != nil {
			out.Findings = append(out.Findings, f)
		}
		for _, b := range s.Shifts[:i] {
			if f := h.pair(b, a); f != nil {
				out.Findings = append(out.Findings, f)
			}
		}
	}
	for _, f := range out.Findings {
		f.Accepted = f.Weight == "breach" && slices.Contains(s.Accepted, f.Key)
	}
	return out
}

// dayOf tells what nobody covers. A post is covered where somebody is at its work, and at its desk.
func (h *Headquarters) dayOf(s *contract.RosterSheet, date int32) *contract.RosterDay {
	out := &contract.RosterDay{Date: date}
	for _, p := range posts(s.Site, date) {
		out.NeedMinutes += p.to - p.from
		at, begun := p.from, p.from
		for ; at < p.to; at += 30 {
			if slices.ContainsFunc(s.Shifts, func(x *contract.RosterShift) bool {
				return x.Date == date && x.Work == p.work && (x.Desk == 0 || x.Desk == p.desk) && x.From <= at && at < x.To && !h.absent(x.Person, date, x.From, x.To)
			}) {
				out.Gaps = gap(out.Gaps, date, p, begun, at)
				begun = at + 30
			}
		}
		out.Gaps = gap(out.Gaps, date, p, begun, p.to)
	}
	for _, g := range out.Gaps {
		out.MissingMinutes += g.To - g.From
	}
	return out
}

// gap adds a part of a post that nobody covers, when it is any.
func gap(all []*contract.RosterGap, date int32, p post, from, to uint32) []*contract.RosterGap {
	if from >= to {
		return all
	}
	where := fmt.Sprintf("staat aan loket %d", p.desk)
	if p.work == "reception" {
		where = "doet het onthaal"
	}
	say := fmt.Sprintf("Niemand %s op %s van %s tot %s.", where, day(date), office.Minute(from), office.Minute(to))
	return append(all, &contract.RosterGap{Date: date, Work: p.work, Desk: p.desk, From: from, To: to, Say: say})
}

func day(date int32) string {
	return [...]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"}[office.Date(date).Weekday()]
}

func (h *Headquarters) absent(person string, date int32, from, to uint32) bool {
	return slices.ContainsFunc(h.book.Absences, func(a *contract.RosterAbsence) bool {
		return a.Person == person && a.FromDate <= date && date <= a.ToDate && (a.To == 0 || a.From < to && from < a.To)
	})
}

func finding(kind, weight, who string, s *contract.RosterShift, say string) *contract.RosterFinding {
	return &contract.RosterFinding{Key: fmt.Sprintf("%s/%s/%s/%s", kind, who, office.Date(s.Date), office.Minute(s.From)), Kind: kind, Weight: weight, Say: say, Person: s.Person, Date: s.Date, From: s.From, To: s.To}
}

// away is that somebody is absent, or works longer than a day.
func (h *Headquarters) away(s *contract.RosterShift) *contract.RosterFinding {
	name := h.person(s.Person).Name
	switch {
	case h.absent(s.Person, s.Date, s.From, s.To):
		return finding("absent", "breach", s.Person, s, fmt.Sprintf("%s is afwezig op %s van %s tot %s.", name, day(s.Date), office.Minute(s.From), office.Minute(s.To)))
	case s.Date == Monday+6:
		return finding("contract", "note", s.Person, s, fmt.Sprintf("%s werkt in deze week meer dan het contract zegt.", name))
	}
	return nil
}

// pair is what two shifts break together, the first of them earlier in the list.
func (h *Headquarters) pair(a, b *contract.RosterShift) *contract.RosterFinding {
	p, q := h.person(a.Person), h.person(b.Person)
	meet := a.Date == b.Date && a.From < b.To && b.From < a.To
	switch {
	case meet && p == q:
		return finding("twice", "refused", a.Person, b, fmt.Sprintf("%s staat op %s dubbel.", p.Name, day(a.Date)))
	case meet && len(p.Teams) > 0 && len(q.Teams) > 0 && p.Teams[0] != q.Teams[0]:
		return finding("team", "breach", p.Id+"+"+q.Id, b, fmt.Sprintf("%s (%s) en %s (%s) staan op %s samen; hun ploegen delen geen dienst.", p.Name, p.Teams[0], q.Name, q.Teams[0], day(a.Date)))
	case p == q && b.Date-a.Date == 1 && 1440-a.To+b.From < 660:
		return finding("rest", "breach", a.Person, b, fmt.Sprintf("%s heeft tussen %s en %s minder dan 11 u rust.", p.Name, day(a.Date), day(b.Date)))
	}
	return nil
}

// sum is hours needed and there, with what is only thought of when asked.
func (h *Headquarters) sum(q *contract.RosterNeedRequest, thought bool) *contract.RosterSum {
	out := &contract.RosterSum{ContractMinutes: 125 * 60, Unknown: []string{"noor"}}
	for date := q.Monday; date < q.Monday+7; date++ {
		d := &contract.RosterSum_Day{Date: date}
		for _, p := range posts(q.Sites[0], date) {
			d.NeedMinutes += p.to - p.from
			d.EveningMinutes += p.to - min(p.to, max(p.from, 1020))
		}
		for _, r := range q.Put.GetRules() {
			if thought && r.ValidFrom == date {
				d.NeedMinutes += r.Desks * (r.To - r.From)
				d.EveningMinutes += r.Desks * (r.To - max(r.From, 1020))
				d.MissingMinutes += r.To - r.From
			}
		}
		for _, c := range q.Put.GetClosures() {
			if thought && c.FromDate == date {
				d.NeedMinutes = 0
			}
		}
		out.NeedMinutes += d.NeedMinutes
		out.MissingMinutes += d.MissingMinutes
		out.Days = append(out.Days, d)
	}
	if thought && out.MissingMinutes > 0 {
		out.Skills = []*contract.RosterSum_Skill{{Cluster: "wonen", OpenMinutes: 180, DeskMinutes: 360, People: 1, ContractMinutes: 1140, MissingMinutes: 60}}
	}
	return out
}
