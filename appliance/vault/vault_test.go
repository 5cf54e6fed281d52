package vault_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

const eID = "590-1234567-74"

// TestTheWayOfADocument follows an eID from the courier to its holder: every hand-over has both names.
func TestTheWayOfADocument_A002_44(t *testing.T) {
	c := mustCabinet(t)
	holder := []byte("0123456789abcdef")
	c.must(register.Receive(c.state, "anna", vault.Delivery{Consignment: "Z-1", From: " Koerier NV ",
		Items: []*contract.Item{{Document: "590 - 1234567 - 74", Kind: "eid-afhalen", Holder: holder}}}))
	c.must(register.Store(c.state, "anna", eID, " b3 "))
	c.must(register.Store(c.state, "bert", eID, "C1"))
	rows, err := register.Stock(c.state)
	if err != nil || len(rows) != 1 || rows[0].Compartment != "C1" || rows[0].Custodian != "kluis, vak C1" || string(rows[0].Holder) != string(holder) {
		t.Errorf("stock %v, %v", rows, err)
	}
	last := rows[0].Steps[len(rows[0].Steps)-1]
	if rows[0].KindName != "Identiteitskaart" || len(last.Choices) != 2 || last.Choices[1].Code != "activation-postponed" ||
		!slices.Equal(rows[0].Steps[2].Collectors, []string{"holder"}) || !slices.Equal(rows[0].Collectors, []string{"holder", "guardian", "mandate"}) {
		t.Errorf("what a screen is told: %v", rows[0].StockRow)
	}
	if n := vault.Size(c.state); n != 1 {
		t.Errorf("stock %d", n)
	}
	c.must(register.HandOut(c.state, "cas", vault.Handing{Document: eID, Collector: vault.Holder, Evidence: whole}))

	want := []string{"Koerier NV>anna consignment Z-1", "anna>B3 stored", "B3>bert moved", "bert>C1 stored", "C1>cas taken out",
		"cas>holder letter-seen identity-checked likeness-checked old-card-taken chip-tested activation-postponed"}
	var got []string
	for _, l := range c.item(eID).Chain {
		got = append(got, l.Handover.From.Name+">"+l.Handover.To.Name+" "+l.Handover.Evidence)
	}
	if !slices.Equal(got, want) {
		t.Errorf("chain %q, want %q", got, want)
	}
	if vault.Size(c.state) != 0 || c.item(eID).InStock() {
		t.Error("handed out and still in stock")
	}
}

func TestNothingIsHandedOutTwice(t *testing.T) {
	c := mustCabinet(t)
	c.receive("anna", eID)
	h := vault.Handing{Document: eID, Collector: vault.Holder, Evidence: whole}
	c.must(register.HandOut(c.state, "anna", h))
	e, err := register.HandOut(c.state, "anna", h)
	c.refuse(fault.Taken, e, err)
	e, err = register.Store(c.state, "anna", eID, "B3")
	c.refuse(fault.Taken, e, err)
	d := vault.Delivery{Consignment: "Z-2", From: "Koerier NV", Items: []*contract.Item{{Document: eID, Kind: "eid-afhalen"}}}
	e, err = register.Receive(c.state, "anna", d)
	c.refuse(fault.Taken, e, err)
	if err := vault.Fold(c.state, c.events[1]); !fault.Is(err, fault.Corrupt) || !errors.Is(err, custody.ChainEnded) {
		t.Errorf("folding a second hand-out: %v", err)
	}
	if err := vault.Fold(c.state, c.events[0]); !fault.Is(err, fault.Corrupt) {
		t.Errorf("folding a second receipt: %v", err)
	}
}

func TestAnotherClerksHandsAreRespected(t *testing.T) {
	c := mustCabinet(t)
	c.receive("anna", eID)
	e, err := register.Store(c.state, "bert", eID, "B3")
	c.refuse(fault.NotHeld, e, err)
	e, err = register.HandOut(c.state, "bert", vault.Handing{Document: eID, Collector: vault.Holder, Evidence: whole})
	c.refuse(fault.NotHeld, e, err)
	if !strings.Contains(fault.Sentence(err), "anna") {
		t.Errorf("says %q", fault.Sentence(err))
	}
	for _, e := range []*contract.Event{
		{Clerk: "bert", Kind: &contract.Event_Stored{Stored: &contract.Stored{Document: eID, Compartment: "B3"}}},
		{Clerk: "bert", Kind: &contract.Event_HandedOut{HandedOut: &contract.HandedOut{Document: eID, Collector: "holder", Evidence: []string{"x"}}}},
		{Clerk: "anna", Kind: &contract.Event_HandedOut{HandedOut: &contract.HandedOut{Document: eID, Collector: "holder"}}},
		{Kind: &contract.Event_Stored{Stored: &contract.Stored{Document: eID, Compartment: "B3"}}},
		{Clerk: "anna", Kind: &contract.Event_Stored{Stored: &contract.Stored{Document: "X99", Compartment: "B3"}}},
	} {
		if err := vault.Fold(c.state, e); !fault.Is(err, fault.Corrupt) {
			t.Errorf("folding %v: %v", e, err)
		}
	}
}

func TestDoubleTaps(t *testing.T) {
	c := mustCabinet(t)
	c.receive("anna", eID)
	c.must(register.Store(c.state, "anna", eID, "B3"))
	if c.must(register.Store(c.state, "anna", eID, "b3")) {
		t.Error("storing what lies there made an event")
	}
}

func TestASiteWithoutVaultRefuses_A002_45(t *testing.T) {
	c := mustCabinet(t)
	c.receive("anna", eID)
	none := vault.Register{Procedures: vault.DefaultProcedures}
	d := vault.Delivery{Consignment: "Z-2", From: "Koerier NV", Items: []*contract.Item{{Document: "EN123456", Kind: "reispas-afhalen"}}}
	for _, register := range []struct {
		vault.Register
		by   office.ClerkID
		want fault.Kind
	}{{none, "anna", fault.Refused}, {register, "", fault.Denied}} {
		e, err := register.Receive(c.state, register.by, d)
		c.refuse(register.want, e, err)
		e, err = register.Store(c.state, register.by, eID, "B3")
		c.refuse(register.want, e, err)
		e, err = register.HandOut(c.state, register.by, vault.Handing{Document: eID, Collector: vault.Holder, Evidence: whole})
		c.refuse(register.want, e, err)
		e, err = register.Count(c.state, register.by, nil)
		c.refuse(register.want, e, err)
	}
}

func TestTheChecklistIsObligatory(t *testing.T) {
	mandate := append([]string{"mandate-seen", "holder-id-copy-seen", "medical-reason-seen"}, slices.Delete(slices.Clone(whole), 1, 2)...)
	for name, row := range map[string]struct {
		collector vault.Collector
		evidence  []string
		want      fault.Kind
		says      string
	}{
		"nothing seen":                {vault.Holder, nil, fault.Refused, "Brief met pin- en pukcode gezien; Identiteit"},
		"one step open":               {vault.Holder, whole[1:], fault.Refused, "Chip getest."},
		"both choices of a step":      {vault.Holder, append(slices.Clone(whole), "activation-done"), fault.Invalid, "Kaart geactiveerd / Activatie uitgesteld"},
		"a line with all its choices": {vault.Holder, append(whole[:5:5], "Kaart geactiveerd / Activatie uitgesteld"), fault.Invalid, ""},
		"a step of nobody":            {vault.Holder, append(slices.Clone(whole), "koffie gezet"), fault.Invalid, ""},
		"a step of another collector": {vault.Holder, append(slices.Clone(whole), "mandate-seen"), fault.Invalid, ""},
		"mandate without mandate":     {vault.Mandate, mandate[1:], fault.Refused, "Volmacht gezien."},
		"a parent, for an eID":        {vault.Parent, whole, fault.Refused, "Identiteitskaart"},
		"no collector":                {"", whole, fault.Refused, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := mustCabinet(t)
			c.receive("anna", eID)
			e, err := register.HandOut(c.state, "anna", vault.Handing{Document: eID, Collector: row.collector, Evidence: row.evidence})
			c.refuse(row.want, e, err)
			if !strings.Contains(fault.Sentence(err), row.says) {
				t.Errorf("says %q, want %q", fault.Sentence(err), row.says)
			}
		})
	}
	c := mustCabinet(t)
	c.receive("anna", eID)
	visit := office.VisitID{9}
	c.must(register.HandOut(c.state, "anna", vault.Handing{Document: eID, Collector: vault.Mandate, Evidence: append(mandate, mandate...), Visit: visit}))
	e := c.events[1].GetHandedOut()
	want := []string{"letter-seen", "identity-checked", "mandate-seen", "holder-id-copy-seen", "medical-reason-seen", "old-card-taken", "chip-tested", "activation-postponed"}
	if !slices.Equal(e.Evidence, want) || office.VisitID(e.Visit) != visit {
		t.Errorf("evidence %q, want %q; visit %x", e.Evidence, want, e.Visit)
	}
}

func TestReceiveRefusesWhatCannotBe(t *testing.T) {
	for name, row := range map[string]struct {
		change func(*vault.Delivery)
		want   fault.Kind
	}{
		"nobody brought it":  {func(d *vault.Delivery) { d.From = "  " }, fault.Invalid},
		"no consignment":     {func(d *vault.Delivery) { d.Consignment = "" }, fault.Invalid},
		"not UTF-8":          {func(d *vault.Delivery) { d.From = "\xff" }, fault.Invalid},
		"empty":              {func(d *vault.Delivery) { d.Items = nil }, fault.Invalid},
		"a nil item":         {func(d *vault.Delivery) { d.Items[0] = nil }, fault.Invalid},
		"too large":          {func(d *vault.Delivery) { d.Items = slices.Repeat(d.Items, 1001) }, fault.Invalid},
		"a number of spaces": {func(d *vault.Delivery) { d.Items[0].Document = "   " }, fault.Invalid},
		"a number too long":  {func(d *vault.Delivery) { d.Items[0].Document = strings.Repeat("9", 99) }, fault.Invalid},
		"an unknown kind":    {func(d *vault.Delivery) { d.Items[0].Kind = "koffie" }, fault.Invalid},
		"no document's kind": {func(d *vault.Delivery) { d.Items[0].Kind = "eid-aanvraag" }, fault.Invalid},
		"a short commitment": {func(d *vault.Delivery) { d.Items[0].Holder = []byte("short") }, fault.Invalid},
		"a number twice": {func(d *vault.Delivery) {
			d.Items = append(d.Items, &contract.Item{Document: " 590-1234567-74", Kind: "reispas-afhalen"})
		}, fault.Taken},
	} {
		t.Run(name, func(t *testing.T) {
			c := mustCabinet(t)
			d := vault.Delivery{Consignment: "Z-1", From: "Koerier NV", Items: []*contract.Item{{Document: eID, Kind: "eid-afhalen"}}}
			row.change(&d)
			e, err := register.Receive(c.state, "anna", d)
			c.refuse(row.want, e, err)
		})
	}
}

func TestStoreRefusesWhatCannotBe(t *testing.T) {
	c := mustCabinet(t)
	c.receive("anna", eID)
	for _, into := range []string{"", "  ", "vak met spaties", strings.Repeat("B", 17), "\xff"} {
		e, err := register.Store(c.state, "anna", eID, into)
		c.refuse(fault.Invalid, e, err)
	}
	e, err := register.Store(c.state, "anna", "EN404404", "B3")
	c.refuse(fault.NotFound, e, err)
	e, err = register.Store(c.state, "anna", "?", "B3")
	c.refuse(fault.Invalid, e, err)
}

func TestCount(t *testing.T) {
	c := mustCabinet(t)
	c.receive("anna", "EN0001", "EN0002", "EN0003", "EN0004", "EN0005")
	for _, n := range []string{"EN0001", "EN0002", "EN0003"} {
		c.must(register.Store(c.state, "anna", n, "B3"))
	}
	c.must(register.HandOut(c.state, "anna", vault.Handing{Document: "EN0003", Collector: vault.Holder, Evidence: whole}))
	// Lying there: 1 twice, 3 which was handed out, 4 which anna should have, 9 which nobody knows. 5 is in anna's hands.
	c.must(register.Count(c.state, "bert", []string{"EN0009", "en0001", "EN0001", "EN0004", "EN0003"}))
	got, ok, err := vault.LastCount(c.state)
	if !ok || err != nil || got.Clerk != "bert" || !slices.Equal(got.Missing, []string{"EN0002"}) || !slices.Equal(got.Surplus, []string{"EN0003", "EN0004", "EN0009"}) {
		t.Errorf("count %+v, %v, %v", got, ok, err)
	}
	e, err := register.Count(c.state, "bert", []string{"EN0001", "??"})
	c.refuse(fault.Invalid, e, err)
	e, err = register.Count(c.state, "bert", make([]string, vault.MaxCount+1))
	c.refuse(fault.Exhausted, e, err)
	if _, ok, err := vault.LastCount(new(kv.Memory)); ok || err != nil {
		t.Errorf("a count where none was: %v, %v", ok, err)
	}
}

func TestAnnouncedUntilReceived(t *testing.T) {
	c := mustCabinet(t)
	announce := func(documents ...string) { c.announce(&contract.Consignment{Id: "Z-1", Documents: documents}) }
	open := func() []string {
		all, err := vault.Announced(c.state)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) == 0 {
			return nil
		}
		return all[0].Documents
	}
	announce("en 0001", "EN0002")
	c.receive("anna", "EN0001", "EN0007")
	if got := open(); !slices.Equal(got, []string{"EN0002"}) {
		t.Errorf("on its way: %q", got)
	}
	announce("EN0001", "EN0002")
	if got := open(); !slices.Equal(got, []string{"EN0002"}) {
		t.Errorf("on its way after it was announced again: %q", got)
	}
	c.receive("anna", "EN0002")
	if got := open(); got != nil {
		t.Errorf("on its way when all is here: %q", got)
	}
}

// TestEveryDocumentHasAProcedure holds the procedures against the catalogue, both ways.
func TestEveryDocumentHasAProcedure(t *testing.T) {
	for _, p := range catalogue.Products() {
		if _, ok := vault.DefaultProcedures[p.ID]; ok != p.Vault.Value {
			t.Errorf("%s: kept in the vault %v, procedure %v", p.ID, p.Vault.Value, ok)
		}
	}
	words := map[string]string{}
	for kind, p := range vault.DefaultProcedures {
		if p.Dutch == "" || len(p.Collectors.Value) == 0 {
			t.Errorf("%s: %+v", kind, p)
		}
		for _, c := range p.Collectors.Value {
			if len(p.For(c)) == 0 {
				t.Errorf("%s goes out to a %s unseen", kind, c)
			}
		}
		for _, s := range p.Steps.Value {
			for _, choice := range s.Choices {
				if w, ok := words[choice.Code]; choice.Code == "" || choice.Dutch == "" || ok && w != choice.Dutch {
					t.Errorf("%s: code %q says %q and %q", kind, choice.Code, choice.Dutch, w)
				}
				words[choice.Code] = choice.Dutch
			}
		}
	}
}
