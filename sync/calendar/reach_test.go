package calendar_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// A002-34: the first place that suits comes before the place nearby; A002-29: who wants to stay near, or needs a way
// in without steps, can say so, and is told when there is none.
func TestSearchNearAndStepFree_A002_29_A002_34(t *testing.T) {
	p := mustTown(t)
	base := calendar.Query{Products: ids("eid-aanvraag"), Channel: office.ChannelWeb, Now: at(t, "2026-03-02 10:04"), Limit: 1}
	for _, c := range []struct {
		name   string
		spoil  func(*calendar.Query)
		site   office.SiteID
		date   string
		starts string
		why    string
	}{
		{"anywhere", func(q *calendar.Query) {}, harmonie, "2026-03-03", "09:00", "van alle locaties, in Stadsloket Harmonie."},
		{"of places at one time the nearer", func(q *calendar.Query) { q.District = "Berchem" }, berchem, "2026-03-03", "09:00", "in Buurtloket Berchem, in uw district."},
		{"near, not forced", func(q *calendar.Query) { q.District, q.From = "Berchem", mustDate(t, "2026-03-04") }, harmonie, "2026-03-04", "09:00", "Stadsloket Harmonie, in een district ernaast."},
		{"in the district only", func(q *calendar.Query) {
			q.District, q.Reach, q.From = "Berchem", calendar.InDistrict, mustDate(t, "2026-03-04")
		}, groenenhoek, "2026-03-05", "13:30", "in uw district"},
		{"nearby", func(q *calendar.Query) { q.District, q.Reach = "Hoboken", calendar.Nearby }, harmonie, "2026-03-03", "09:00", "ernaast"},
		{"without steps", func(q *calendar.Query) { q.StepFree, q.District, q.Reach = true, "Berchem", calendar.InDistrict }, berchem, "2026-03-03", "09:00", "uw district"},
		{"a municipality elsewhere is far", func(q *calendar.Query) { q.District, q.Sites = "Berchem", []office.SiteID{"ac-snelbalie"} }, "ac-snelbalie", "2026-03-04", "09:00", "snelbalie"},
		{"A002-36 in the evening", func(q *calendar.Query) { q.Part = calendar.Evening }, harmonie, "2026-03-03", "17:00", "Harmonie"},
		{"A002-36 outside office hours", func(q *calendar.Query) { q.Part, q.From = calendar.AfterWork, mustDate(t, "2026-03-06") }, harmonie, "2026-03-07", "09:00", "Harmonie"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := base
			c.spoil(&q)
			got, err := calendar.Search(q, p, calendar.Everything)
			if err != nil || len(got) != 1 || got[0].Site != c.site || got[0].Date != mustDate(t, c.date) || got[0].Start != mustMinute(t, c.starts) {
				t.Fatalf("%+v, %v", got, err)
			}
			if !strings.Contains(got[0].Why, c.why) {
				t.Errorf("why: %q", got[0].Why)
			}
		})
	}
	for name, c := range map[string]struct {
		spoil func(*calendar.Query)
		want  calendar.Code
	}{
		"nobody near has a vault": {func(q *calendar.Query) {
			q.Products, q.Sites, q.District, q.Reach = ids("eid-afhalen"), []office.SiteID{harmonie, groenenhoek}, "Berchem", calendar.InDistrict
		}, calendar.NoVault},
		"nobody near at all":      {func(q *calendar.Query) { q.District, q.Reach = "Ekeren", calendar.InDistrict }, calendar.NotNear},
		"nobody is known without": {func(q *calendar.Query) { q.StepFree, q.Sites = true, []office.SiteID{groenenhoek} }, calendar.NotStepFree},
	} {
		q := base
		c.spoil(&q)
		_, err := calendar.Search(q, p, calendar.Everything)
		if calendar.CodeOf(err) != c.want || fault.Sentence(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A002-34: sites ranked by their first free place, each told in working days.
func TestSitesRankedByFirstFree_A002_34(t *testing.T) {
	p := mustTown(t)
	q := calendar.Query{Products: ids("eid-aanvraag"), Channel: office.ChannelDesk, Now: at(t, "2026-03-02 10:04"),
		Sites: []office.SiteID{groenenhoek, berchem, harmonie, "kiosk-corso"}}
	got, err := calendar.SearchEach(q, p, calendar.Everything)
	want := []string{"De eerste vrije plaats in Stadsloket Harmonie: vandaag.", "De eerste vrije plaats in Buurtloket Berchem: morgen.",
		"De eerste vrije plaats in Buurtloket Groenenhoek: over 3 werkdagen."}
	if err != nil || len(got) != len(want) {
		t.Fatalf("%+v, %v", got, err)
	}
	for i := range want {
		if got[i].Why != want[i] {
			t.Errorf("place %d: %q, want %q", i, got[i].Why, want[i])
		}
	}
	q.Products = ids("sociale-producten")
	if got, err := calendar.SearchEach(q, p, calendar.Everything); err != nil || len(got) != 0 {
		t.Errorf("what has ended: %+v, %v", got, err)
	}
}

// The first of each site is the first that the search over that site alone finds.
func TestSearchEachIsSearchPerSite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyTown(t)
		p, err := calendar.NewPlan(c)
		if err != nil {
			t.Fatal(err)
		}
		q, k := anyQuery(t, c, p.Zone()), anyTaken(t)
		got, err := calendar.SearchEach(q, p, k)
		all, err2 := calendar.Search(q, p, k)
		if calendar.CodeOf(err) != calendar.CodeOf(err2) {
			t.Fatalf("%v; one by one %v", err2, err)
		}
		var want []calendar.Place
		for _, place := range all {
			if !slices.ContainsFunc(want, func(w calendar.Place) bool { return w.Site == place.Site }) {
				want = append(want, place)
			}
		}
		if !slices.EqualFunc(got, want, same) {
			t.Fatalf("%+v, want %+v", got, want)
		}
		if !slices.IsSortedFunc(got, func(x, y calendar.Place) int {
			return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Start, y.Start))
		}) {
			t.Fatalf("not the soonest first: %+v", got)
		}
	})
}
