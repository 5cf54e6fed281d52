package vault_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestAnItemAsStored: every field comes back, and one that is cut off anywhere is told apart.
func TestAnItemAsStored(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) string { return rapid.String().Draw(t, name) }
		day := func(name string) office.Date { return office.Date(rapid.Int32().Draw(t, name)) }
		i := vault.Item{Document: "EN0001", Kind: office.ProductID(text("kind")), Consignment: text("consignment"), Received: rapid.Int64().Draw(t, "received"),
			Arrived: day("arrived"), Reminder: day("reminder"), LastReminder: day("last"), Reminders: rapid.Uint32().Draw(t, "reminders"),
			Bars: vault.Bar(rapid.Uint16().Draw(t, "bars")), For: office.SiteID(text("for")), Trip: text("trip"), TripDay: day("trip day"),
			BackBy: office.Minute(rapid.Uint16().Draw(t, "back by")), Away: rapid.Bool().Draw(t, "away"), LentBy: office.SiteID(text("lent by")),
			Proposal: vault.Proposal{Fate: vault.Fate(text("fate")), Ground: text("ground"), Reason: text("reason"), By: office.ClerkID(text("by")), Date: day("proposed")},
			Custody:  custody.Custody{Custodian: custody.Party{Kind: custody.PartyKind(rapid.Uint8().Draw(t, "party")), Name: text("name")}, Length: uint64(rapid.Uint32().Draw(t, "length"))}}
		if rapid.Bool().Draw(t, "has a holder") {
			i.Holder = []byte("0123456789abcdef")
		}
		got, err := vault.RoundTrip(i)
		if err != nil || !reflect.DeepEqual(got, i) {
			t.Fatalf("%+v came back as %+v, %v", i, got, err)
		}
		if vault.Short(i, rapid.IntRange(0, 1000).Draw(t, "cut")) == nil {
			t.Fatal("a value cut off reads as whole")
		}
	})
}
