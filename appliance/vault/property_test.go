package vault_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestAnyRegister lets three clerks do anything with a few documents, and holds every chain against I6: one custodian
// at a time, both names at every change, nothing after the end, and a count that finds what the register says.
func TestAnyRegister(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := &cabinet{t: t, state: new(kv.Memory)}
		out := map[office.DocumentNumber]int{}
		document := func(t *rapid.T) string { return fmt.Sprintf("EN000%d", rapid.IntRange(1, 4).Draw(t, "document")) }
		by := func(t *rapid.T) office.ClerkID {
			return rapid.SampledFrom([]office.ClerkID{"anna", "bert", "cas"}).Draw(t, "clerk")
		}
		do := func(e *contract.Event, err error) {
			if err == nil {
				c.must(e, nil)
			} else if k := fault.KindOf(err); k != fault.Taken && k != fault.NotHeld && k != fault.NotFound && k != fault.Refused {
				t.Fatalf("%v", err)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"receive": func(t *rapid.T) {
				do(register.Receive(c.state, by(t), vault.Delivery{Consignment: "Z-1", From: "Koerier NV",
					Items: []*contract.Item{{Document: document(t), Kind: "eid-afhalen"}}}))
			},
			"store": func(t *rapid.T) {
				do(register.Store(c.state, by(t), document(t), rapid.SampledFrom([]string{"A1", "B2"}).Draw(t, "compartment")))
			},
			"hand out": func(t *rapid.T) {
				seen := whole[rapid.IntRange(0, 1).Draw(t, "skipped"):]
				h := vault.Handing{Document: document(t), Collector: vault.Holder, Evidence: seen}
				e, err := register.HandOut(c.state, by(t), h)
				if err == nil {
					out[office.DocumentNumber(h.Document)]++
				}
				do(e, err)
			},
			"": func(t *rapid.T) { checkChains(t, c, out) },
		})
		c.checkRefold()
	})
}

// checkChains holds every document against I6, and the readings against the documents.
func checkChains(t *rapid.T, c *cabinet, out map[office.DocumentNumber]int) {
	inStock := 0
	var lies []string
	for n := 1; n <= 4; n++ {
		i, err := vault.Get(c.state, office.DocumentNumber(fmt.Sprintf("EN000%d", n)))
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		at := i.Chain[0].Handover.From
		for k, l := range i.Chain {
			if l.Clerk == "" || l.Handover.From != at || l.Handover.To.Name == "" || (l.Handover.To.Kind == custody.Holder) != (k == len(i.Chain)-1 && !i.InStock()) {
				t.Fatalf("chain of %s breaks at %d: %+v", i.Document, k, i.Chain)
			}
			at = l.Handover.To
		}
		if at != i.Custody.Custodian || uint64(len(i.Chain)) != i.Custody.Length || out[i.Document] > 1 || (out[i.Document] == 1) == i.InStock() {
			t.Fatalf("%s: %+v, handed out %d times", i.Document, i, out[i.Document])
		}
		if i.InStock() {
			inStock++
		}
		if _, ok := i.Compartment(); ok {
			lies = append(lies, string(i.Document))
		}
	}
	rows, err := register.Stock(c.state)
	if err != nil || len(rows) != inStock || vault.Size(c.state) != inStock {
		t.Fatalf("stock %v, %v; want %d", rows, err, inStock)
	}
	e, err := register.Count(c.state, "anna", lies)
	if err != nil || len(e.GetCounted().Missing)+len(e.GetCounted().Surplus) != 0 {
		t.Fatalf("count %v, %v", e, err)
	}
}
