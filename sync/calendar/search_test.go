package calendar_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// model lists what Search should, the slow and plain way: ask Check of every seat there is.
func model(q calendar.Query, c calendar.Config, p *calendar.Plan, k taken) []calendar.Place {
	sites := reachable(q, c)
	var list []calendar.Place
	for date := firstDay - 2; date < firstDay+days+60; date++ {
		if (q.From != 0 && date < q.From) || (q.To != 0 && date > q.To) || (q.Days != 0 && !q.Days.Has(date.Weekday())) {
			continue
		}
		var today []calendar.Place
		for _, site := range sites {
			for _, s := range p.Day(site, date).Seats() {
				place, err := p.Fit(wish(q, s))
				if err == nil && inPart(q.Part, s) && !slices.ContainsFunc(place.Seats, k.has) {
					today = append(today, place)
				}
			}
		}
		slices.SortStableFunc(today, func(a, b calendar.Place) int {
			return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(slices.Index(sites, a.Site), slices.Index(sites, b.Site)), cmp.Compare(a.Desk, b.Desk))
		})
		if q.OneDesk {
			today = slices.CompactFunc(today, func(a, b calendar.Place) bool { return a.Start == b.Start && a.Site == b.Site })
		}
		list = append(list, today...)
	}
	return list
}

// reachable is where the visitor can and wants to go, the nearest first.
func reachable(q calendar.Query, c calendar.Config) []office.SiteID {
	far := map[office.SiteID]int{}
	var all []office.SiteID
	for _, s := range c.Sites {
		all = append(all, s.ID)
		next := slices.Index(c.Near[q.District], s.District)
		switch {
		case q.District == "" || s.District == q.District:
		case next >= 0:
			far[s.ID] = next + 1
		default:
			far[s.ID] = 99
		}
	}
	if len(q.Sites) > 0 {
		all = slices.Clone(q.Sites)
	}
	all = slices.DeleteFunc(all, func(s office.SiteID) bool {
		tooFar := q.Reach == calendar.InDistrict && far[s] > 0 || q.Reach == calendar.Nearby && far[s] == 99
		return q.StepFree && !c.StepFree[s] || tooFar
	})
	slices.SortStableFunc(all, func(x, y office.SiteID) int { return cmp.Compare(far[x], far[y]) })
	return all
}

// wish is the wish for the place that begins at a seat.
func wish(q calendar.Query, s office.SeatID) calendar.Wish {
	return calendar.Wish{Site: s.Site, Date: s.Date, Desk: s.Desk, Start: s.Start,
		Products: q.Products, Persons: q.Persons, Channel: q.Channel, Urgency: q.Urgency, Now: q.Now}
}

func inPart(p calendar.Part, s office.SeatID) bool {
	weekend := s.Date.Weekday() == time.Saturday || s.Date.Weekday() == time.Sunday
	switch p {
	case calendar.Morning:
		return s.Start < 12*60
	case calendar.Afternoon:
		return s.Start >= 12*60 && s.Start < 17*60
	case calendar.Evening:
		return s.Start >= 17*60
	case calendar.AfterWork:
		return weekend || s.Start < 9*60 || s.Start >= 17*60
	}
	return true
}

func same(a, b calendar.Place) bool { return slices.Equal(a.Seats, b.Seats) && a.Until == b.Until }

// Search lists exactly what Check allows and is free, in order: nothing that Check refuses, and nothing
// left out. Count is the length of the list; a limit is its beginning (A002-34).
func TestSearchIsCheckOfEverySeat_A002_34(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyTown(t)
		p, err := calendar.NewPlan(c)
		if err != nil {
			t.Fatal(err)
		}
		q, k := anyQuery(t, c, p.Zone()), anyTaken(t)
		want := model(q, c, p, k)
		got, err := calendar.Search(q, p, k)
		if err != nil && (len(want) > 0 || calendar.CodeOf(err) == calendar.Fine) {
			t.Fatalf("refused: %v; there are %d places", err, len(want))
		}
		if !slices.EqualFunc(got, want, same) {
			t.Fatalf("%d places, want %d\n%+v\n%+v", len(got), len(want), got, want)
		}
		if n, _ := calendar.Count(q, p, k); n != len(got) {
			t.Fatalf("counted %d, listed %d", n, len(got))
		}
		q.Limit = rapid.IntRange(1, 10).Draw(t, "limit")
		if some, _ := calendar.Search(q, p, k); !slices.EqualFunc(some, want[:min(q.Limit, len(want))], same) {
			t.Fatalf("with a limit of %d: %+v", q.Limit, some)
		}
	})
}

// What a place must be, read from the configuration itself and not from the code that checks it.
func TestPlacesKeepTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyTown(t)
		p, err := calendar.NewPlan(c)
		if err != nil {
			t.Fatal(err)
		}
		q := anyQuery(t, c, p.Zone())
		places, _ := calendar.Search(q, p, calendar.Everything)
		for _, place := range places {
			if _, holiday := calendar.HolidayOn(place.Date); holiday {
				t.Fatalf("%+v is on a holiday", place)
			}
			if i := slices.IndexFunc(c.Sites, func(s office.Site) bool { return s.ID == place.Site }); q.StepFree && !c.StepFree[place.Site] ||
				q.Reach == calendar.InDistrict && q.District != "" && c.Sites[i].District != q.District {
				t.Fatalf("%+v is not where the visitor can go", place)
			}
			if place.Date.At(place.Start, p.Zone()).Before(q.Now) {
				t.Fatalf("%+v is past at %s", place, q.Now)
			}
			length := place.Date.At(place.Until-1, p.Zone()).Sub(place.Date.At(place.Start, p.Zone())) + time.Minute
			if int(length.Minutes()) < place.Minutes || length.Minutes() != float64(place.Until-place.Start) {
				t.Fatalf("%+v lasts %s", place, length)
			}
			if !slices.ContainsFunc(c.Rules, func(r calendar.Rule) bool { return opens(r, place, q) }) {
				t.Fatalf("%+v crosses closing, or nobody serves it", place)
			}
			if slices.ContainsFunc(c.Closures, func(cl calendar.Closure) bool { return closes(cl, place, q) }) {
				t.Fatalf("%+v is in a closure", place)
			}
		}
	})
}

// opens reports whether one rule has the whole place within its hours, on one of its desks, for all products.
func opens(r calendar.Rule, p calendar.Place, q calendar.Query) bool {
	for _, id := range q.Products {
		if (len(r.Products) > 0 && !slices.Contains(r.Products, id)) || slices.Contains(r.Except, id) {
			return false
		}
	}
	return r.Mode == calendar.Appointment && r.Site == p.Site && r.Days.Has(p.Date.Weekday()) && r.Valid.Contains(p.Date) && r.When.Has(p.Date) &&
		r.From <= p.Start && p.Until <= r.To && p.Desk >= r.FirstDesk && p.Desk < r.FirstDesk+office.Desk(r.Desks)
}

// closes reports whether a closure touches the place.
func closes(cl calendar.Closure, p calendar.Place, q calendar.Query) bool {
	from, to := cl.From, cl.To
	if from == 0 && to == 0 {
		to = office.EndOfDay
	}
	concerns := len(cl.Products) == 0 || slices.ContainsFunc(q.Products, func(id office.ProductID) bool { return slices.Contains(cl.Products, id) })
	return (cl.Site == "" || cl.Site == p.Site) && cl.Dates.Contains(p.Date) && cl.When.Has(p.Date) && cl.Modes.Has(calendar.Appointment) && p.Start < to && from < p.Until && concerns
}

// A closure more never adds a place, nor does a regime.
func TestClosureNeverAddsAPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyTown(t)
		q, k := anyQuery(t, c, time.UTC), anyTaken(t)
		q.OneDesk = false
		before, err := calendar.NewPlan(c)
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "a closure more") {
			c.Closures = append(c.Closures, anyClosure(t, len(c.Closures), c))
		} else {
			c.Regimes = append(c.Regimes, anyRegime(t, len(c.Regimes), c))
		}
		after, err := calendar.NewPlan(c)
		if err != nil {
			t.Fatal(err)
		}
		was, _ := calendar.Search(q, before, k)
		is, _ := calendar.Search(q, after, k)
		had := map[office.SeatID]bool{}
		for _, place := range was {
			had[place.Seats[0]] = true
		}
		for _, place := range is {
			if !had[place.Seats[0]] {
				t.Fatalf("%+v was not there before", place)
			}
		}
	})
}

// The words of a search on the embedded town: earliest over all sites, ties by site, then by desk.
func TestSearchRanksAndExplains(t *testing.T) {
	p := mustTown(t)
	q := calendar.Query{Products: []office.ProductID{"eid-aanvraag"}, Channel: office.ChannelWeb,
		Now: at(t, "2026-03-02 10:04"), Sites: []office.SiteID{berchem, harmonie}, Limit: 3}
	places, err := calendar.Search(q, p, calendar.Everything)
	if err != nil || len(places) != 3 {
		t.Fatalf("%d places, %v", len(places), err)
	}
	for i, want := range []struct {
		site office.SiteID
		desk office.Desk
		why  string
	}{
		{berchem, 1, "De eerste vrije plaats van de gekozen locaties, in Buurtloket Berchem."},
		{berchem, 2, "Op hetzelfde moment, aan loket 2."},
		{harmonie, 1, "Op hetzelfde moment, in Stadsloket Harmonie."},
	} {
		got := places[i]
		if got.Site != want.site || got.Desk != want.desk || got.Why != want.why || got.Start != mustMinute(t, "09:00") {
			t.Errorf("place %d: %+v", i, got)
		}
	}
	if len(places[0].Warnings) != 1 || len(places[2].Warnings) != 0 {
		t.Error("the photo warning belongs to Berchem alone")
	}
}

// A query that can have no answer says why; a full calendar is an empty answer.
func TestSearchSaysWhyNothing(t *testing.T) {
	p := mustTown(t)
	now := at(t, "2026-03-02 10:04")
	fine := calendar.Query{Products: []office.ProductID{"eid-afhalen"}, Channel: office.ChannelWeb, Now: now}
	for name, c := range map[string]struct {
		spoil func(*calendar.Query)
		want  calendar.Code
	}{
		"unknown product":  {func(q *calendar.Query) { q.Products = []office.ProductID{"x"} }, calendar.UnknownProduct},
		"unknown site":     {func(q *calendar.Query) { q.Sites = []office.SiteID{"x"} }, calendar.UnknownSite},
		"past":             {func(q *calendar.Query) { q.To = p.Today(now) - 1 }, calendar.Past},
		"today":            {func(q *calendar.Query) { q.To = p.Today(now) }, calendar.SameDay},
		"too far":          {func(q *calendar.Query) { q.From = p.Today(now) + 57 }, calendar.BeyondHorizon},
		"no vault":         {func(q *calendar.Query) { q.Sites = []office.SiteID{groenenhoek} }, calendar.NoVault},
		"no appointment":   {func(q *calendar.Query) { q.Products = []office.ProductID{"reispas-afhalen"} }, calendar.NoAppointmentNeeded},
		"wrong way round":  {func(q *calendar.Query) { q.From, q.To = p.Today(now)+5, p.Today(now)+4 }, calendar.Fine},
		"everything taken": {func(q *calendar.Query) {}, calendar.Fine},
	} {
		t.Run(name, func(t *testing.T) {
			q := fine
			c.spoil(&q)
			places, err := calendar.Search(q, p, taken{outOf: 1})
			wantCode(t, err, c.want)
			if len(places) != 0 {
				t.Errorf("%+v", places)
			}
		})
	}
}

// A set made for another day, site or plan frees nothing.
func TestStrangeFreeSetFreesNothing(t *testing.T) {
	p, other := mustTown(t), mustTown(t)
	q := calendar.Query{Products: []office.ProductID{"eid-aanvraag"}, Channel: office.ChannelDesk, Now: at(t, "2026-03-02 10:04")}
	strange := stuck{other.Day(berchem, mustDate(t, "2026-03-03")).AllFree()}
	if n, err := calendar.Count(q, p, strange); n != 0 || err != nil {
		t.Errorf("%d places, %v", n, err)
	}
	if n, err := calendar.Count(q, other, strange); n != 78 || err != nil {
		t.Errorf("in its own plan %d places, %v", n, err)
	}
}

type stuck struct{ free calendar.Free }

func (s stuck) Free(*calendar.Day) calendar.Free { return s.free }

// Taking and giving keep the count, and refuse seats the day does not have.
func TestFree(t *testing.T) {
	d := mustTown(t).Day(harmonie, mustDate(t, "2026-03-03")) // 12 desks × 66 slots: two words each
	f := d.AllFree()
	if f.Len() != d.Len() || d.NoneFree().Len() != 0 || d.Len() != 12*66 {
		t.Fatalf("%d of %d", f.Len(), d.Len())
	}
	for _, s := range d.Seats() {
		if !f.Has(s.Desk, s.Start) || !f.Take(s.Desk, s.Start) || f.Has(s.Desk, s.Start) || f.Take(s.Desk, s.Start) {
			t.Fatalf("%s", s)
		}
	}
	last := d.Seats()[d.Len()-1]
	if f.Len() != 0 || !f.Give(last.Desk, last.Start) || f.Len() != 1 {
		t.Error("giving a seat back")
	}
	if f.Give(13, 540) || f.Give(1, 541) || f.Take(1, 1200) || (calendar.Free{}).Has(1, 540) || (calendar.Free{}).For(d) {
		t.Error("a seat that is not there")
	}
}
