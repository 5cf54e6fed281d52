package calendar_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Places of another municipality are offered by name only: not found, not among the alternatives, not told of in words.
func TestAnotherMunicipalityByNameOnly(t *testing.T) {
	const lier office.SiteID = "lier-stadskantoor"
	p := mustTown(t)
	q := calendar.Query{Products: ids("reispas-aanvraag"), Channel: office.ChannelDesk, Now: at(t, "2026-03-02 08:00")}
	sites := func(q calendar.Query) map[office.SiteID]bool {
		t.Helper()
		found, err := calendar.SearchEach(q, p, calendar.Everything)
		if err != nil {
			t.Fatal(err)
		}
		all := map[office.SiteID]bool{}
		for _, f := range found {
			all[f.Site] = true
		}
		return all
	}
	if got := sites(q); got[lier] || got[snelbalie] || !got[harmonie] || !got[berchem] {
		t.Errorf("from nowhere in particular: %v", got)
	}
	q.At = berchem
	if got := sites(q); got[lier] || !got[harmonie] {
		t.Errorf("at Berchem: %v", got)
	}
	q.At = lier
	if got := sites(q); !got[lier] || len(got) != 1 {
		t.Errorf("at Lier: %v", got)
	}
	q.At = snelbalie // nobody said whose it is
	if got := sites(q); !got[snelbalie] || got[lier] {
		t.Errorf("at the snelbalie: %v", got)
	}
	q.Sites = []office.SiteID{lier}
	if got := sites(q); !got[lier] {
		t.Errorf("by name: %v", got)
	}
	wish := calendar.Wish{Site: berchem, Date: mustDate(t, "2026-03-03"), Desk: 1, Start: 540, Products: q.Products, Channel: q.Channel, Now: q.Now}
	for _, a := range calendar.Alternatives(wish, 500, p, calendar.Everything) {
		if a.Site == lier {
			t.Fatalf("instead of Berchem: %+v", a)
		}
	}
	wish.Site = lier
	for _, a := range calendar.Alternatives(wish, 20, p, calendar.Everything) {
		if a.Site != lier {
			t.Fatalf("instead of Lier: %+v", a)
		}
	}
	if why := p.Why(groenenhoek, "reispas-aanvraag", mustDate(t, "2026-03-03"), office.ChannelDesk); strings.Contains(why, "Lier") || !strings.Contains(why, "Harmonie") {
		t.Errorf("where else: %q", why)
	}
}
