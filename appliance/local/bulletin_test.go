package local_test

import (
	"slices"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/bulletin"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// board is what the kiosk and the display of a counter show now, which must be the same.
func (c *counter) board() (out []string) {
	c.tb.Helper()
	for _, i := range c.mustHall().Bulletin {
		out = append(out, i.Id)
	}
	return out
}

// newsFor is a piece of news from a day on.
func newsFor(id string, from, to office.Date, sites ...office.SiteID) *contract.BulletinItem {
	return bulletin.To(bulletin.Item{ID: id, Kind: bulletin.News, Sites: sites, Shown: office.Period{From: from, To: to},
		Texts: []bulletin.Text{{Language: "nl", Title: id, Body: "tekst van " + id}, {Language: "tr", Title: "türkçe", Body: "metin"}}})
}

// TestTheCounterShowsWhatItWasTold_A003_16: what is for this site and of this day, on kiosk and display alike, in one order; it goes on
// without a line and ends by its dates; the next word replaces all of it; and all of it is there again after a restart.
func TestTheCounterShowsWhatItWasTold_A003_16(t *testing.T) {
	c := mustCounter(t, nil)
	if got := c.board(); len(got) != 0 {
		t.Fatalf("before a word %q", got)
	}
	reading := bulletin.To(bulletin.Item{ID: "voorlezen", Kind: bulletin.Activity, Shown: office.Period{From: monday, To: monday}, Date: monday, From: 9 * 60, To: 9*60 + 30, Place: "hier",
		Texts: []bulletin.Text{{Language: "nl", Title: "Voorleesuur", Body: "Voor kinderen."}}})
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Bulletin{Bulletin: &contract.Bulletin{Version: 7, Items: []*contract.BulletinItem{
		newsFor("oud", monday-9, monday-1), newsFor("nu", monday-3, monday+1), newsFor("morgen", monday+1, monday+2), newsFor("elders", monday, monday, "buurtloket-groenenhoek"),
		newsFor("hier", monday, monday+1, site), reading, {Id: "nieuwer", Kind: "film", FromDate: int32(monday), ToDate: int32(monday)}}}}})
	see := func(want ...string) {
		t.Helper()
		if got := c.board(); !slices.Equal(got, want) {
			t.Errorf("shown %q, want %q", got, want)
		}
		v := mustShow(t, kioskOf(c))
		for n, i := range v.Bulletin {
			if i.Id != want[n] || len(v.News) != len(want) || v.News[n].Title != i.Texts[0].Title {
				t.Errorf("the kiosk shows %v and %v", v.Bulletin, v.News)
			}
		}
	}
	see("voorlezen", "hier", "nu")
	if i := c.mustHall().Bulletin[1]; len(i.Texts) != 2 || i.Texts[1].Language != "tr" {
		t.Errorf("its translations are gone: %v", i)
	}
	c.set(c.clock().Add(30 * time.Minute))
	see("hier", "nu") // the reading is over
	c.stop()
	c.open(nil)
	see("hier", "nu")
	c.set(c.clock().Add(24 * time.Hour)) // nobody tells anything any more
	see("morgen", "hier", "nu")
	c.set(c.clock().Add(24 * time.Hour))
	see("morgen")
	c.set(c.clock().Add(24 * time.Hour))
	see()
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Bulletin{Bulletin: &contract.Bulletin{Version: 8, Items: []*contract.BulletinItem{newsFor("anders", monday+3, monday+3)}}}})
	see("anders")
}
