package roster

import (
	"cmp"
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// shortest is the shortest shift that is worth coming for.
const shortest office.Minute = 60

// Propose lists shifts that would cover what nobody covers at a site on some dates. It changes nothing, and breaks nothing:
// of each shift it adds, Check says no more than before, not even a note.
//
// The search is greedy. The gap for which the fewest people come into question goes first, the longer one of two. Who can do most of
// what is offered gets it; of these whoever belongs to the site, then whoever has most hours of the contract left. A gap that
// nobody can take whole is tried in halves, on half hours, down to an hour. What one choice makes impossible for a later gap
// stays open: it is shown, and a planner knows people who can be asked.
func (t Town) Propose(r Roster, site office.SiteID, of office.Period) []Shift {
	r.Rules = r.Rules.Filled()
	f := &filler{t: t.remembering(), r: r, site: site, of: of, gaps: map[office.Date][]Gap{}}
	var out []Shift
	for {
		gap, ok := f.next()
		if !ok {
			slices.SortFunc(out, Shift.Compare)
			return out
		}
		best := f.take(gap)
		if best == nil {
			f.given = append(f.given, gap)
			continue
		}
		f.r = f.r.With(*best)
		delete(f.gaps, best.Date)
		out = append(out, *best)
	}
}

// filler is a proposal at work.
type filler struct {
	t     Town
	r     Roster // with what is proposed already
	site  office.SiteID
	of    office.Period
	given []Gap // up: nobody can take them, nor any half of them
	gaps  map[office.Date][]Gap
}

// open is what nobody covers on a date. It is remembered until a shift is added there.
func (f *filler) open(d office.Date) []Gap {
	out, known := f.gaps[d]
	if !known {
		out = f.t.Cover(f.r, f.site, d).Gaps
		f.gaps[d] = out
	}
	return out
}

// next is the gap to look at; ok is false when there is none.
func (f *filler) next() (gap Gap, ok bool) {
	fewest := 0
	for d := f.of.From; d <= f.of.To; d++ {
		for _, g := range f.open(d) {
			if g.Cluster != "" || f.gaveUp(g) {
				continue
			}
			n := 0
			for _, p := range f.r.People {
				if eligible(p, g) {
					n++
				}
			}
			if !ok || cmp.Or(cmp.Compare(n, fewest), cmp.Compare(gap.Minutes(), g.Minutes())) < 0 {
				gap, fewest, ok = g, n, true
			}
		}
	}
	return gap, ok
}

// eligible reports whether a person could take a gap if nothing else were rostered.
func eligible(p Person, g Gap) bool { return p.At(g.Site) && p.Does(g.Work) && p.canAny(g.Offer) }

// gaveUp reports whether a gap lies within one that nobody could take.
func (f *filler) gaveUp(g Gap) bool {
	return slices.ContainsFunc(f.given, func(o Gap) bool {
		return o.Date == g.Date && o.Work == g.Work && o.Desk == g.Desk && o.From <= g.From && g.To <= o.To
	})
}

// take chooses who takes a gap; when nobody can, who takes a part of it; nil when nobody can do that either.
func (f *filler) take(g Gap) *Shift {
	type candidate struct {
		shift            Shift
		can, home, spare int
	}
	var all []candidate
	for _, p := range f.r.People {
		s := Shift{p.ID, g.Site, g.Date, g.From, g.To, g.Work, g.Desk}
		if !eligible(p, g) {
			continue
		}
		has := f.rostered(p.ID, g.Date)
		if over := has <= p.Contract && has+s.Minutes() > p.Contract; p.Contract > 0 && over || !f.fits(s) { // the first is told without a look at the rest
			continue
		}
		one := candidate{s, f.can(p, g), 0, p.Contract - has}
		if p.Home == g.Site {
			one.home = 1
		}
		all = append(all, one)
	}
	if len(all) > 0 {
		best := slices.MinFunc(all, func(a, b candidate) int {
			return cmp.Or(cmp.Compare(b.can, a.can), cmp.Compare(b.home, a.home), cmp.Compare(b.spare, a.spare), cmp.Compare(a.shift.Person, b.shift.Person))
		})
		return &best.shift
	}
	half := (g.From + (g.To-g.From)/2 + Half/2) / Half * Half
	if g.To-g.From < 2*shortest || half <= g.From || half >= g.To {
		return nil
	}
	early, late := g, g
	early.To, late.From = half, half
	if s := f.take(early); s != nil {
		return s
	}
	return f.take(late)
}

// can counts the clusters of a gap that the person can do.
func (f *filler) can(p Person, g Gap) (n int) {
	for _, a := range g.Offer {
		if p.Can(a) {
			n++
		}
	}
	return n
}

// rostered is how many minutes somebody has in the week of a date.
func (f *filler) rostered(id office.ClerkID, d office.Date) (sum int) {
	for _, s := range f.r.Shifts {
		if s.Person == id && Monday(s.Date) == Monday(d) {
			sum += s.Minutes()
		}
	}
	return sum
}

// fits reports whether a shift breaks nothing that was not broken. Only the person's own shifts and those beside it can have part
// in what it breaks.
func (f *filler) fits(s Shift) bool {
	around := f.r.Without(func(o Shift) bool { return o.Person != s.Person && (o.Site != s.Site || o.Date != s.Date) })
	near := office.Period{From: s.Date - 8, To: s.Date + 8}
	before := f.t.Check(around, near)
	return !slices.ContainsFunc(f.t.Check(around.With(s), near), func(x Finding) bool {
		return !slices.ContainsFunc(before, func(y Finding) bool { return x.Key() == y.Key() && x.Say == y.Say })
	})
}
