package roster

import (
	"cmp"
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// usual are the hours of a shift when nothing else says any: those of an office.
const usualFrom, usualTo = 9 * 60, 17 * 60

// shortest is the shortest part of a gap that is offered: what is shorter nobody comes for.
const shortest = 30

// gaps are the posts of a date that nobody covers, as the week has them.
func gaps(w *contract.RosterWeekResponse, date int32) (out []*contract.RosterGap) {
	for _, d := range w.GetDays() {
		if d.Date != date {
			continue
		}
		for _, g := range d.Gaps {
			if g.Cluster == "" {
				out = append(out, g)
			}
		}
	}
	return out
}

// shiftsOf are somebody's shifts on a date.
func shiftsOf(all []*contract.RosterShift, person string, date int32) (out []*contract.RosterShift) {
	for _, s := range all {
		if s.Person == person && s.Date == date {
			out = append(out, s)
		}
	}
	return out
}

// does reports whether a person is rostered for a work. Of who is not known, headquarters says it.
func (r *Roster) does(person, work string) bool {
	p := r.person(person)
	return p == nil || len(p.Work) == 0 || slices.Contains(p.Work, work)
}

// absent is the absence that holds for somebody on a date; nil: none.
func (r *Roster) absent(person string, date int32) *contract.RosterAbsence {
	for _, a := range r.staff.GetBook().GetAbsences() {
		if a.Person == person && a.FromDate <= date && date <= cmp.Or(a.ToDate, a.FromDate) {
			return a
		}
	}
	return nil
}

// part is as much of a gap as somebody could take who has other shifts on that date, is away for some of it and works no longer
// than the longest day: its longest part, from its beginning. ok is false when that is not worth coming for.
func (r *Roster) part(g *contract.RosterGap, person string, d draft) (out *contract.RosterShift, ok bool) {
	if !r.does(person, g.Work) {
		return nil, false
	}
	free := []stretch{{g.From, g.To}}
	room := int(cmp.Or(r.staff.GetRules().GetLongestDayMinutes(), 24*60))
	for _, s := range shiftsOf(d.shifts, person, g.Date) {
		free = cut(free, stretch{s.From, s.To})
		room -= int(s.To) - int(s.From)
	}
	if a := r.absent(person, g.Date); a != nil {
		free = cut(free, stretch{a.From, cmp.Or(a.To, uint32(office.EndOfDay))})
	}
	best := stretch{}
	for _, s := range free {
		if s.to-s.from > best.to-best.from {
			best = s
		}
	}
	long := min(int(best.to)-int(best.from), room)
	if long < min(shortest, int(g.To)-int(g.From)) || long <= 0 {
		return nil, false
	}
	return &contract.RosterShift{Person: person, Date: g.Date, From: best.from, To: best.from + uint32(long), Work: g.Work, Desk: g.Desk}, true
}

// stretch is a part of a day, in local minutes.
type stretch struct{ from, to uint32 }

// cut is what of the stretches lies outside another.
func cut(all []stretch, away stretch) (out []stretch) {
	for _, s := range all {
		if away.to <= s.from || s.to <= away.from {
			out = append(out, s)
			continue
		}
		if s.from < away.from {
			out = append(out, stretch{s.from, away.from})
		}
		if away.to < s.to {
			out = append(out, stretch{away.to, s.to})
		}
	}
	return out
}

// suggest is the shift that somebody may want on a date: of the first gap that they could take, or the usual hours.
func (r *Roster) suggest(w *contract.RosterWeekResponse, person string, date int32, d draft) (s *contract.RosterShift, gap bool) {
	for _, g := range gaps(w, date) {
		if s, ok := r.part(g, person, d); ok {
			return s, true
		}
	}
	s = &contract.RosterShift{Person: person, Date: date, From: usualFrom, To: usualTo, Work: works[0]}
	for _, work := range works {
		if r.does(person, work) {
			s.Work = work
			break
		}
	}
	return s, false
}

// whom ranks who could take a gap: free that day first, then of this site, then with most hours of the contract left.
func (r *Roster) whom(g *contract.RosterGap, d draft) *contract.RosterShift {
	var best *contract.RosterShift
	var rank [4]int
	for _, p := range r.people() {
		s, ok := r.part(g, p.Id, d)
		if !ok {
			continue
		}
		one := [4]int{-int(s.To - s.From), len(shiftsOf(d.shifts, p.Id, g.Date)), 1, minutes(d.shifts, p.Id) - int(p.ContractMinutes)}
		if p.Home == r.site {
			one[2] = 0
		}
		if best == nil || slices.Compare(one[:], rank[:]) < 0 {
			best, rank = s, one
		}
	}
	return best
}

// minutes is how much somebody works in the week at this site.
func minutes(all []*contract.RosterShift, person string) (sum int) {
	for _, s := range all {
		if s.Person == person {
			sum += int(s.To) - int(s.From)
		}
	}
	return sum
}
