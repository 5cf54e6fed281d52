package vault_test

import (
	"slices"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// register is that of a site with a vault.
var register = vault.Register{Vault: true, Procedures: vault.DefaultProcedures}

// whole is a complete checklist for the holder of an eID, in the screen's words and in another order.
var whole = []string{"Chip getest", "Foto vergeleken met de persoon", "Identiteit van de afhaler nagekeken",
	"Brief met pin- en pukcode gezien", "Oude kaart ingenomen", "Activatie uitgesteld"}

// cabinet is a site without a journal: decisions are folded at once, as the node does, and kept.
type cabinet struct {
	t      tester
	state  *kv.Memory
	events []*contract.Event
	told   []told
}

// told is what headquarters announced, after so many events.
type told struct {
	after int
	m     *contract.Consignment
}

// tester is what both testing.T and rapid.T are.
type tester interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
}

func mustCabinet(t *testing.T) *cabinet {
	t.Helper()
	c := &cabinet{t: t, state: new(kv.Memory)}
	t.Cleanup(c.checkRefold)
	return c
}

// must folds what a decision gave, which must not be an error; it reports whether there was an event.
func (c *cabinet) must(e *contract.Event, err error) bool {
	c.t.Helper()
	if err != nil {
		c.t.Fatalf("refused: %v", err)
	}
	if e == nil {
		return false
	}
	c.events = append(c.events, e)
	e.AtMs = int64(1000 * len(c.events))
	if err := vault.Fold(c.state, e); err != nil {
		c.t.Fatalf("fold: %v", err)
	}
	return true
}

// refuse wants a fault of this kind, with words for a person, and nothing written.
func (c *cabinet) refuse(kind fault.Kind, e *contract.Event, err error) {
	c.t.Helper()
	if !fault.Is(err, kind) || e != nil || fault.Sentence(err) == "" {
		c.t.Fatalf("got %v, %v; want a fault: %s", e, err, kind)
	}
}

// receive checks documents in as eIDs.
func (c *cabinet) receive(by office.ClerkID, documents ...string) {
	c.t.Helper()
	c.must(register.Receive(c.state, by, vault.Delivery{Consignment: "Z-1", From: "Koerier NV", Items: cards(documents...), Today: today}))
}

// keep checks one document of a kind in, on a day, and stores it.
func (c *cabinet) keep(document string, kind office.ProductID, on office.Date) {
	c.t.Helper()
	c.must(register.Receive(c.state, "anna", vault.Delivery{Consignment: "Z-1", From: "Koerier NV", Today: on,
		Items: []*contract.Item{{Document: document, Kind: string(kind)}}}))
	c.must(register.Store(c.state, "anna", document, "B3"))
}

// item is a document as it stands.
func (c *cabinet) item(document office.DocumentNumber) vault.Item {
	c.t.Helper()
	i, err := vault.Get(c.state, document)
	if err != nil {
		c.t.Fatalf("%v", err)
	}
	return i
}

// asks wants these questions, today at noon, in this order: their codes and what they are about.
func (c *cabinet) asks(g vault.Register, want ...string) {
	c.t.Helper()
	c.asksOn(g, today, want...)
}

func (c *cabinet) asksOn(g vault.Register, day office.Date, want ...string) {
	c.t.Helper()
	all, err := g.ToDecide(c.state, day, 12*60)
	if err != nil {
		c.t.Fatalf("%v", err)
	}
	var got []string
	for _, q := range all {
		if q.Say == "" || q.Next == "" {
			c.t.Errorf("a question without words: %+v", q)
		}
		got = append(got, q.Code+" "+q.About)
	}
	if !slices.Equal(got, want) {
		c.t.Errorf("to decide %q, want %q", got, want)
	}
}

// checkRefold folds all events again into an empty state, which must come out the same; and holds it against itself.
func (c *cabinet) checkRefold() {
	c.t.Helper()
	again, told := new(kv.Memory), c.told
	tell := func(n int) {
		for len(told) > 0 && told[0].after <= n {
			if err := vault.FoldConsignment(again, told[0].m); err != nil {
				c.t.Fatalf("announce again: %v", err)
			}
			told = told[1:]
		}
	}
	for n, e := range c.events {
		tell(n)
		body := contract.Encode(e)
		e, err := contract.Decode(body, new(contract.Event))
		if err != nil {
			c.t.Fatalf("%v", err)
		}
		if err := vault.Fold(again, e); err != nil {
			c.t.Fatalf("fold again: %v", err)
		}
	}
	tell(len(c.events))
	if !again.Equal(c.state) {
		c.t.Fatalf("the same events gave another state")
	}
	if err := vault.Verify(c.state); err != nil {
		c.t.Fatalf("%v", err)
	}
}
