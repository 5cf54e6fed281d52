package vault_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestWhatATripBroughtIsCollected at a counter without a vault (A002-45): on the day of the trip, what it brought and nothing
// else; not once it was handed out, and not after it went home.
func TestWhatATripBroughtIsCollected_A002_45(t *testing.T) {
	c := mustCabinet(t)
	want := func(title, number string, on office.Date, kind fault.Kind, ok bool) {
		t.Helper()
		if err := groenenhoek.Collectable(c.state, "eid-afhalen", number, on); (err == nil) != ok || !ok && (!fault.Is(err, kind) || fault.Sentence(err) == "") {
			t.Errorf("%s: %v", title, err)
		}
	}
	want("before anything came", card(1), today, fault.Refused, false)
	want("any, before anything came", "", today, fault.Refused, false)
	c.must(groenenhoek.Receive(c.state, "dirk", vault.Delivery{Consignment: "G-26-118", From: "cas", Items: cards(card(1), card(2)), With: "cas", Today: today, LentBy: "buurtloket-berchem"}))
	want("on the day", card(1), today, 0, true)
	want("any", "", today, 0, true)
	want("the day after", card(1), today+1, fault.Refused, false)
	want("any, the day after", "", today+1, fault.Refused, false)
	want("of no trip", card(9), today, fault.Refused, false)
	if err := groenenhoek.Collectable(c.state, "reispas-afhalen", "", today); !fault.Is(err, fault.Refused) {
		t.Errorf("of another kind: %v", err)
	}
	c.must(groenenhoek.HandOut(c.state, "dirk", vault.Handing{Document: card(1), Collector: vault.Holder, Evidence: whole, Today: today}))
	want("handed out", card(1), today, fault.Refused, false)
	c.must(groenenhoek.Depart(c.state, vault.Actors{By: "dirk", With: "cas", Today: today}, vault.Trip{ID: "G-26-118", To: "buurtloket-berchem"}))
	want("on the way home", card(2), today, fault.Refused, false)
	want("any, on the way home", "", today, fault.Refused, false)
}
