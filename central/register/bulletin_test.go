package register_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/bulletin"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// newsOf is a piece of news for sites, shown from a day before today to ten after it.
func (h *headquarters) newsOf(id, title string, sites ...office.SiteID) *contract.BulletinItem {
	h.Helper()
	today := h.view().Calendar().Today(h.now)
	return bulletin.To(bulletin.Item{ID: id, Kind: bulletin.News, Sites: sites, Shown: office.Period{From: today - 1, To: today + 10},
		Texts: []bulletin.Text{{Language: "nl", Title: title, Body: "Elke woensdag."}}})
}

func (h *headquarters) drafts(by string, i *contract.BulletinItem) *contract.HQReply {
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_BulletinDrafted{BulletinDrafted: &contract.BulletinDrafted{Item: i, By: by}}})
}

func (h *headquarters) approves(by, id string, version uint64) *contract.HQReply {
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_BulletinApproved{BulletinApproved: &contract.BulletinApproved{Id: id, Version: version, By: by}}})
}

func (h *headquarters) withdraws(by, id, reason string) *contract.HQReply {
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_BulletinWithdrawn{BulletinWithdrawn: &contract.BulletinWithdrawn{Id: id, By: by, Reason: reason}}})
}

// ok fails on a refusal.
func (h *headquarters) ok(r *contract.HQReply) {
	h.Helper()
	if r.Kind != 0 {
		h.Fatal(r)
	}
}

// titles are the items that an entry of the feed or a snapshot tells.
func titles(b *contract.Bulletin) (out []string) {
	for _, i := range b.GetItems() {
		out = append(out, i.Texts[0].Title)
	}
	return out
}

// TestNewsIsCheckedBeforeItIsShown_A003_19: a counter hears of an item when somebody else than its writer approved it, and only the
// counters that it is for; a draft that waits beside it changes nothing; what is withdrawn is gone everywhere; every step is
// kept with who took it.
func TestNewsIsCheckedBeforeItIsShown_A003_19(t *testing.T) {
	h := connected(t)
	stood := h.stands(berchem)
	h.ok(h.drafts("an", h.newsOf("zitdag", "Zitdag", berchem)))
	if told := h.feed(berchem, stood); len(told) != 0 {
		t.Fatalf("a draft was told: %v", told)
	}
	before := h.w.Clone()
	h.refused(h.approves("An", "zitdag", 1), fault.Denied)
	h.refused(h.approves("bo", "zitdag", 2), fault.Conflict)
	h.refused(h.approves("bo", "niets", 1), fault.Refused)
	if !h.w.Equal(before) {
		t.Error("a refusal changed something")
	}
	h.ok(h.approves("bo", "zitdag", 1))
	told := h.feed(berchem, stood)
	if len(told) != 1 || !slices.Equal(titles(told[0].GetBulletin()), []string{"Zitdag"}) || told[0].GetBulletin().Version != 2 {
		t.Fatalf("told %v", told)
	}
	h.ok(h.drafts("bo", h.newsOf("zitdag", "Zitdag verplaatst", hoek)))
	if told := h.feed(berchem, stood); len(told) != 1 {
		t.Fatalf("a draft of what is shown was told: %v", told)
	}
	h.ok(h.approves("an", "zitdag", 3))
	told = h.feed(berchem, stood) // it was for this site, and is not any more
	if len(told) != 2 || len(told[1].GetBulletin().Items) != 0 {
		t.Fatalf("told %v", told)
	}
	h.ok(h.drafts("an", h.newsOf("overal", "Overal")))
	h.ok(h.approves("bo", "overal", 5))
	h.ok(h.withdraws("cas", "overal", "het klopt niet"))
	h.refused(h.drafts("an", h.newsOf("overal", "Opnieuw")), fault.Refused)
	told = h.feed(berchem, stood)
	if len(told) != 4 || !slices.Equal(titles(told[2].GetBulletin()), []string{"Overal"}) || len(told[3].GetBulletin().Items) != 0 {
		t.Fatalf("told %v", told)
	}
	want := []string{"1 an zitdag drafted", "2 bo zitdag approved", "3 bo zitdag drafted", "4 an zitdag approved", "5 an overal drafted", "6 bo overal approved", "7 cas overal withdrawn"}
	var got []string
	for i, n := range h.view().BulletinHistory() {
		got = append(got, strings.Join([]string{string(rune('0' + n.Version)), n.By, n.Id, n.What}, " "))
		if n.AtMs != h.now.UnixMilli() || n.Item == nil || (n.Reason != "") != (i == 6) {
			t.Errorf("note %v", n)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("history %q", got)
	}
}

// TestWhatIsOverIsToldNoMore: to who comes anew; and a snapshot tells all that stands.
func TestWhatIsOverIsToldNoMore(t *testing.T) {
	h := connected(t)
	soon, later := h.newsOf("kort", "Kort", berchem), h.newsOf("lang", "Lang")
	soon.ToDate = soon.FromDate + 2
	for n, i := range []*contract.BulletinItem{soon, later} {
		h.ok(h.drafts("an", i))
		h.ok(h.approves("bo", i.Id, uint64(2*n+1)))
	}
	today := h.view().Calendar().Today(h.now)
	snapshot := func(today office.Date) []string {
		e, err := contract.Decode(h.view().Feed(berchem, 1<<40, today).Entries[0], new(contract.FeedEntry))
		if err != nil || e.GetSnapshot().Bulletin == nil {
			t.Fatalf("%v, %v", e, err)
		}
		return titles(e.GetSnapshot().Bulletin)
	}
	if got := snapshot(today); !slices.Equal(got, []string{"Kort", "Lang"}) {
		t.Errorf("told %q", got)
	}
	if got := snapshot(today + 2); !slices.Equal(got, []string{"Lang"}) {
		t.Errorf("told %q", got)
	}
	if got := snapshot(today + 20); len(got) != 0 {
		t.Errorf("told %q", got)
	}
}

// TestAnItemIsJudgedWhenItIsApprovedToo: its days may have gone by meanwhile, and its room been taken.
func TestAnItemIsJudgedWhenItIsApprovedToo(t *testing.T) {
	h := connected(t)
	bad := h.newsOf("fout", strings.Repeat("lang ", 30))
	if r := h.drafts("an", bad); !strings.Contains(r.Say, "er is plaats voor 60") {
		t.Errorf("%v", r)
	}
	h.refused(h.drafts("an", h.newsOf("nergens", "Nergens", "nergens")), fault.Invalid)
	h.ok(h.drafts("an", h.newsOf("laat", "Laat")))
	for n := range bulletin.MostShown {
		id := "n" + strings.Repeat("x", n)
		h.ok(h.drafts("an", h.newsOf(id, "Nieuws", berchem)))
		h.ok(h.approves("bo", id, uint64(2+2*n)))
	}
	if r := h.approves("bo", "laat", 1); r.Kind != uint32(fault.Refused)+1 || !strings.Contains(r.Say, "al 8 berichten getoond") {
		t.Errorf("%v", r)
	}
	h.now = h.now.Add(15 * 24 * time.Hour)
	if r := h.approves("bo", "laat", 1); r.Kind != uint32(fault.Invalid)+1 || !strings.Contains(r.Say, "is voorbij") {
		t.Errorf("%v", r)
	}
}
