package bulletin_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/bulletin"
	rules "github.com/buurtloket/buurtloket/sync/bulletin"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

const berchem office.SiteID = "buurtloket-berchem"

// TestTheLatestWordCounts: an entry and a snapshot replace all of it; one of a headquarters that knows no news, and whatever is about
// something else, leaves it.
func TestTheLatestWordCounts(t *testing.T) {
	now := time.Date(2026, time.November, 26, 10, 0, 0, 0, time.UTC)
	today := office.DateOf(now)
	said := func(ids ...string) *contract.Bulletin {
		out := new(contract.Bulletin)
		for _, id := range ids {
			out.Items = append(out.Items, rules.To(rules.Item{ID: id, Kind: rules.News, Shown: office.Period{From: today, To: today}}))
		}
		return out
	}
	w := new(kv.Memory)
	for n, x := range []struct {
		entry *contract.FeedEntry
		want  string
	}{
		{&contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: new(contract.Plan)}}, ""},
		{&contract.FeedEntry{Kind: &contract.FeedEntry_Bulletin{Bulletin: said("a", "b")}}, "ab"},
		{&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: new(contract.Roster)}}, "ab"},
		{&contract.FeedEntry{Kind: &contract.FeedEntry_Snapshot{Snapshot: new(contract.Snapshot)}}, "ab"},
		{&contract.FeedEntry{Kind: &contract.FeedEntry_Snapshot{Snapshot: &contract.Snapshot{Bulletin: said("c")}}}, "c"},
		{&contract.FeedEntry{Kind: &contract.FeedEntry_Snapshot{Snapshot: &contract.Snapshot{Bulletin: said()}}}, ""},
	} {
		bulletin.FoldFeed(w, x.entry)
		items, err := bulletin.Showing(w, berchem, now)
		got := ""
		for _, i := range items {
			got += i.Id
		}
		if err != nil || got != x.want {
			t.Errorf("after entry %d: %q, want %q, %v", n, got, x.want, err)
		}
	}
}
