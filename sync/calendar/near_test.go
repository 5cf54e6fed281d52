package calendar_test

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Alternatives are the nearest of what Search lists, without the place wished for.
func TestAlternativesAreTheNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyTown(t)
		p, err := calendar.NewPlan(c)
		if err != nil {
			t.Fatal(err)
		}
		q, k := anyQuery(t, c, p.Zone()), anyTaken(t)
		w := wish(q, office.SeatID{Site: rapid.SampledFrom(c.Sites).Draw(t, "wished site").ID,
			Date: firstDay + office.Date(rapid.IntRange(-30, 90).Draw(t, "wished date")),
			Desk: office.Desk(rapid.IntRange(1, 3).Draw(t, "wished desk")), Start: office.Minute(rapid.IntRange(0, 1439).Draw(t, "wished start"))})
		all, _ := calendar.Search(calendar.Query{Products: q.Products, Persons: q.Persons, Channel: q.Channel, Urgency: q.Urgency, Now: q.Now}, p, k)
		all = slices.DeleteFunc(all, func(x calendar.Place) bool {
			return x.Site == w.Site && x.Date == w.Date && x.Desk == w.Desk && x.Start == w.Start
		})
		all = slices.CompactFunc(all, func(a, b calendar.Place) bool { return a.Date == b.Date && a.Start == b.Start && a.Site == b.Site })
		slices.SortStableFunc(all, func(a, b calendar.Place) int { return cmp.Compare(distance(w, a), distance(w, b)) })
		n := rapid.IntRange(0, 6).Draw(t, "n")
		got := calendar.Alternatives(w, n, p, k)
		if !slices.EqualFunc(got, all[:min(n, len(all))], same) {
			t.Fatalf("to %+v:\n%+v, want\n%+v", w, got, all[:min(n, len(all))])
		}
	})
}

// distance restates how far an alternative feels.
func distance(w calendar.Wish, p calendar.Place) int {
	diff := func(a, b int) int { return max(a-b, b-a) }
	d := 240*diff(int(p.Date), int(w.Date)) + diff(int(p.Start), int(w.Start))
	if p.Site != w.Site {
		d += 120
	}
	return d
}

// In the embedded town: the other desk, then ten minutes, then another site; each with its words.
func TestAlternativesExplain(t *testing.T) {
	p := mustTown(t)
	w := calendar.Wish{Site: groenenhoek, Date: mustDate(t, "2026-03-05"), Desk: 1, Start: mustMinute(t, "13:30"),
		Products: []office.ProductID{"eid-afhalen"}, Channel: office.ChannelDesk, Now: at(t, "2026-03-02 10:04")}
	got := calendar.Alternatives(w, 1, p, calendar.Everything) // no vault there: it must be elsewhere
	if len(got) != 1 || got[0].Site != harmonie || got[0].Why != "Dezelfde dag, op hetzelfde uur, in Stadsloket Harmonie." {
		t.Errorf("%+v", got)
	}
	w.Products = []office.ProductID{"eid-aanvraag"}
	got = calendar.Alternatives(w, 2, p, calendar.Everything)
	if len(got) != 2 || got[0].Desk != 2 || got[1].Why != "Dezelfde dag, 10 minuten later." {
		t.Errorf("%+v", got)
	}
	w.Products = []office.ProductID{"sociale-producten"}
	if got = calendar.Alternatives(w, 3, p, calendar.Everything); len(got) != 0 {
		t.Errorf("what is offered nowhere has alternatives: %+v", got)
	}
}

// The same hour tomorrow is nearer than seven hours later today, and of two desks that are free at one
// time the lower is named, whichever opening it belongs to.
func TestAlternativesLookFurther(t *testing.T) {
	p := mustPlan(t, calendar.Config{
		Sites:    []office.Site{{ID: "s", Name: "S"}},
		Products: []office.Product{{ID: "p", Dutch: "P", Duration: office.Sourced[office.DeskTime]{Value: office.DeskTime{Minutes: 10}}}},
		Rules: []calendar.Rule{
			{ID: "early", Site: "s", Days: calendar.EveryDay, From: 540, To: 1000, Desks: 1, FirstDesk: 2},
			{ID: "late", Site: "s", Days: calendar.EveryDay, From: 550, To: 1000, Desks: 1, FirstDesk: 1},
		},
	})
	date := mustDate(t, "2026-03-03")
	w := calendar.Wish{Site: "s", Date: date, Desk: 2, Start: 560, Products: []office.ProductID{"p"}, Channel: office.ChannelDesk, Now: at(t, "2026-03-02 20:00")}
	free := only{{Site: "s", Date: date, Desk: 2, Start: 980}, {Site: "s", Date: date + 1, Desk: 2, Start: 560},
		{Site: "s", Date: date + 1, Desk: 1, Start: 560}}
	got := calendar.Alternatives(w, 2, p, free)
	if one := calendar.Alternatives(w, 1, p, free); len(one) != 1 || !same(one[0], got[0]) {
		t.Errorf("the nearest alone is %+v", one)
	}
	if len(got) != 2 || got[0].Date != date+1 || got[0].Desk != 1 || got[1].Date != date {
		t.Errorf("%+v", got)
	}
	if got[0].Why != "Woensdag 4 maart 2026, op hetzelfde uur." || got[1].Why != "Dezelfde dag, 420 minuten later." {
		t.Errorf("%q, %q", got[0].Why, got[1].Why)
	}
}

// only is the occupancy in which these seats are free and no others.
type only []office.SeatID

func (o only) Free(d *calendar.Day) calendar.Free {
	f := d.NoneFree()
	for _, s := range o {
		if s.Site == d.Site && s.Date == d.Date {
			f.Give(s.Desk, s.Start)
		}
	}
	return f
}
