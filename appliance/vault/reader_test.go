package vault_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// withCard is a complete checklist in which the reader's word stands for the clerk's.
func withCard(to vault.Collector) []string {
	out := seen("eid-afhalen", to)
	out[slices.Index(out, "identity-checked")] = vault.ReadCard
	return out
}

// TestACardThatWasReadStandsForTheClerksWord: only where the counter read it, and in the journal by its own code.
func TestACardThatWasReadStandsForTheClerksWord(t *testing.T) {
	with := register
	with.Readers = true
	c := mustCabinet(t)
	c.keep("X-0001", "eid-afhalen", today)
	h := vault.Handing{Document: "X-0001", Collector: vault.Holder, Evidence: withCard(vault.Holder), Today: today}
	e, err := with.HandOut(c.state, "anna", h)
	c.refuse(fault.Refused, e, err)
	if say := fault.Sentence(err); !strings.Contains(say, "niet gelezen") {
		t.Errorf("says %q", say)
	}
	h.Read = true
	e, err = register.HandOut(c.state, "anna", h) // no reader stands here
	c.refuse(fault.Invalid, e, err)
	both := h
	both.Evidence = append(slices.Clone(h.Evidence), "identity-checked")
	e, err = with.HandOut(c.state, "anna", both)
	c.refuse(fault.Invalid, e, err)
	e, err = with.HandOut(c.state, "anna", h)
	if c.must(e, err); !slices.Contains(e.GetHandedOut().Evidence, vault.ReadCard) {
		t.Errorf("journaled %v", e.GetHandedOut().GetEvidence())
	}
	if say := register.Told("eid-afhalen", vault.ReadCard); say != "Identiteitskaart van de afhaler gelezen" {
		t.Errorf("a counter without reader tells of it as %q", say)
	}
}

// TestTheReaderIsAChoiceWhereOneStands: and everywhere each step keeps its own way.
func TestTheReaderIsAChoiceWhereOneStands(t *testing.T) {
	for _, readers := range []bool{false, true} {
		c := mustCabinet(t)
		g := register
		g.Readers = readers
		for kind := range vault.DefaultProcedures {
			c.keep("X-"+strings.ToUpper(string(kind[:4])), kind, today)
		}
		rows, err := g.Stock(c.state)
		if err != nil || len(rows) != len(vault.DefaultProcedures) {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for _, row := range rows {
			codes := 0
			for _, s := range row.Steps {
				if len(s.Choices) == 0 {
					t.Errorf("%s: a step without a choice", row.Kind)
				}
				codes += len(slices.DeleteFunc(slices.Clone(s.Choices), func(c *contract.Step_Choice) bool { return c.Code != vault.ReadCard }))
			}
			if (codes == 1) != readers || codes > 1 {
				t.Errorf("%s with readers %v: the card is %d choices", row.Kind, readers, codes)
			}
		}
	}
	if !register.Surrenders("eid-afhalen") || register.Surrenders("reispas-afhalen") || register.Surrenders("nothing") {
		t.Error("an old card comes in for a card only")
	}
}
