package roster_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/roster"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

var sites = []office.SiteID{berchem, hoek, harmonie}

// TestWhatPassesHasNobodyInTwoPlaces: shifts are taken one by one when nothing blocks them, accepting all that a planner may
// accept; then nobody is anywhere twice, minute by minute.
func TestWhatPassesHasNobodyInTwoPlaces(t *testing.T) {
	tw := town(t)
	rapid.Check(t, func(t *rapid.T) {
		r := draw(t)
		wanted := r.Shifts
		r.Shifts = nil
		for _, s := range wanted {
			found := tw.Check(r.With(s), week())
			var accepted []string
			for _, f := range found {
				accepted = append(accepted, f.Key())
			}
			if len(roster.Blocking(found, accepted)) == 0 {
				r = r.With(s)
			}
		}
		taken := map[office.ClerkID]map[int]bool{}
		for _, s := range r.Shifts {
			if taken[s.Person] == nil {
				taken[s.Person] = map[int]bool{}
			}
			for m := s.From; m < s.To; m++ {
				at := int(s.Date)*1440 + int(m)
				if taken[s.Person][at] {
					t.Fatalf("%s is in two places on %s at %s: %v", s.Person, s.Date, m, r.Shifts)
				}
				taken[s.Person][at] = true
			}
		}
	})
}

// TestNeedIsWhatTheCalendarOpens_A002_62: need is the sum of the calendar's seats, minute by minute, with one for each
// reception, phone and walk-in without desks.
func TestNeedIsWhatTheCalendarOpens_A002_62(t *testing.T) {
	tw := town(t)
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SliceOfNDistinct(rapid.SampledFrom(sites), 1, 3, rapid.ID).Draw(t, "sites")
		first := roster.Monday(monday + office.Date(rapid.IntRange(-30, 60).Draw(t, "day")))
		want := 0
		for _, site := range some {
			for d := first; d < first+7; d++ {
				want += needed(tw.Plan, site, d)
			}
		}
		r := draw(t)
		sum := tw.Need(r, some, first)
		days := 0
		for _, d := range sum.Days {
			days += d.Need
			if d.Missing < 0 || d.Missing > d.Need || d.Evening > d.Need {
				t.Fatalf("day %+v", d)
			}
		}
		if sum.Need != want || days != want || sum.Missing < max(0, want-sum.Contract) || sum.Missing > want {
			t.Fatalf("need %d, days %d, missing %d of %d there; want %d", sum.Need, days, sum.Missing, sum.Contract, want)
		}
	})
}

// needed counts the slow way: seats, and minutes of which an opening without desks asks for somebody.
func needed(p *calendar.Plan, site office.SiteID, d office.Date) (sum int) {
	day := p.Day(site, d)
	var open [office.EndOfDay]bool
	for _, id := range day.Seats() {
		n := day.SlotAt(id.Desk, id.Start)
		sum += int(n)
		for m := id.Start; m < id.Start+n; m++ {
			open[m] = true
		}
	}
	for m := office.Minute(0); m < office.EndOfDay; m++ {
		asked := map[calendar.Mode]bool{}
		for _, o := range day.Openings {
			if o.From <= m && m < o.To && (o.Mode == calendar.Reception || o.Mode == calendar.Phone || o.Mode == calendar.WalkIn && !open[m]) {
				asked[o.Mode] = true
			}
		}
		sum += len(asked)
	}
	return sum
}

// TestRemovingAPersonCoversNoMore: neither at the posts of a day nor in the hours there.
func TestRemovingAPersonCoversNoMore(t *testing.T) {
	tw := town(t)
	rapid.Check(t, func(t *rapid.T) {
		r := draw(t)
		gone := who(t, r)
		less := r.Without(func(s roster.Shift) bool { return s.Person == gone })
		for _, site := range sites {
			for d := monday; d < monday+7; d++ {
				if before, after := tw.Cover(r, site, d), tw.Cover(less, site, d); after.Missing() < before.Missing() || before.Missing() > before.Need() {
					t.Fatalf("%s on %s: %d missing with %s, %d without", site, d, before.Missing(), gone, after.Missing())
				}
			}
		}
		fewer := r
		fewer.People = slices.DeleteFunc(slices.Clone(r.People), func(p roster.Person) bool { return p.ID == gone })
		if before, after := tw.Need(r, sites, monday), tw.Need(fewer, sites, monday); after.Missing < before.Missing {
			t.Fatalf("%d missing with %s, %d without", before.Missing, gone, after.Missing)
		}
	})
}

// TestAProposalBreaksNothing: it covers what was open, minute for minute, and adds no finding, not even a note.
func TestAProposalBreaksNothing(t *testing.T) {
	tw := town(t, evening(2))
	rapid.Check(t, func(t *rapid.T) {
		r := draw(t)
		before := tw.Check(r, week())
		site := rapid.SampledFrom([]office.SiteID{berchem, hoek}).Draw(t, "at")
		more := tw.Propose(r, site, week())
		after := r.With(more...)
		for _, f := range tw.Check(after, week()) {
			if !slices.ContainsFunc(before, func(o roster.Finding) bool { return o.Key() == f.Key() && o.Say == f.Say }) {
				t.Fatalf("proposed %v\nbreaks %s: %s", more, f.Key(), f.Say)
			}
		}
		added := 0
		for _, s := range more {
			added += s.Minutes()
		}
		was, is := 0, 0
		for d := monday; d < monday+7; d++ {
			was, is = was+tw.Cover(r, site, d).Missing(), is+tw.Cover(after, site, d).Missing()
		}
		if was-is != added {
			t.Fatalf("%d minutes proposed cover %d", added, was-is)
		}
	})
}

// TestOrderDoesNotMatter: what is found and covered depends on the shifts, not on the order in which they were written.
func TestOrderDoesNotMatter(t *testing.T) {
	tw := town(t)
	rapid.Check(t, func(t *rapid.T) {
		r := draw(t)
		other := r
		other.Shifts = rapid.Permutation(r.Shifts).Draw(t, "order")
		one, two := tw.Check(r, week()), tw.Check(other, week())
		if !slices.EqualFunc(one, two, func(a, b roster.Finding) bool { return a.Key() == b.Key() && a.Say == b.Say }) {
			t.Fatalf("found\n%v\nand\n%v", one, two)
		}
		for d := monday; d < monday+7; d++ {
			a, b := tw.Cover(r, berchem, d), tw.Cover(other, berchem, d)
			if a.Missing() != b.Missing() || len(a.Gaps) != len(b.Gaps) {
				t.Fatalf("gaps %v and %v", a.Gaps, b.Gaps)
			}
		}
	})
}
