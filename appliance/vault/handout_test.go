package vault_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// seen is a complete checklist: the first choice of every step that holds for the collector.
func seen(kind office.ProductID, to vault.Collector) []string {
	var out []string
	for _, s := range vault.DefaultProcedures[kind].For(to) {
		out = append(out, s.Choices[0].Code)
	}
	return out
}

// TestWhoCollectsWhat tries every collector on every kind: the table alone decides (facts 2.1).
func TestWhoCollectsWhat_A002_43(t *testing.T) {
	for kind, p := range vault.DefaultProcedures {
		for _, to := range []vault.Collector{vault.Holder, vault.Parent, vault.Guardian, vault.Mandate} {
			c := mustCabinet(t)
			c.keep("X-0001", kind, today)
			e, err := register.HandOut(c.state, "anna", vault.Handing{Document: "X-0001", Collector: to, Evidence: seen(kind, to), Today: today})
			may := false
			for _, allowed := range p.Collectors.Value {
				may = may || allowed == to
			}
			if may {
				c.must(e, err)
				continue
			}
			c.refuse(fault.Refused, e, err)
			if !strings.Contains(fault.Sentence(err), p.Dutch) {
				t.Errorf("says %q", fault.Sentence(err))
			}
		}
	}
}

func TestAMandateForAKindThatForbidsOne(t *testing.T) {
	for _, kind := range []office.ProductID{"kids-id-afhalen", "vreemdelingenkaart-afhalen"} {
		c := mustCabinet(t)
		c.keep("X-0001", kind, today)
		before := c.state.Clone()
		e, err := register.HandOut(c.state, "anna", vault.Handing{Document: "X-0001", Collector: vault.Mandate, Evidence: seen("eid-afhalen", vault.Mandate), Today: today})
		c.refuse(fault.Refused, e, err)
		if got := fault.Sentence(err); !strings.Contains(got, "niet met een volmacht") || !before.Equal(c.state) {
			t.Errorf("says %q", got)
		}
	}
}

func TestDatesOfBirth(t *testing.T) {
	at := func(y int, m int, d int) office.Date {
		day, err := office.ParseDate(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
		if err != nil {
			t.Fatal(err)
		}
		return day
	}
	for name, row := range map[string]struct {
		kind office.ProductID
		to   vault.Collector
		born office.Date
		want fault.Kind
		says string
	}{
		"tomorrow":                      {"reispas-afhalen", vault.Holder, today + 1, fault.Invalid, "toekomst"},
		"the century guessed wrong":     {"eid-afhalen", vault.Holder, at(2093, 5, 18), fault.Invalid, "toekomst"}, // facts 2.3
		"131 years ago":                 {"reispas-afhalen", vault.Holder, at(1895, 1, 1), fault.Invalid, "kan niet"},
		"twelve today":                  {"kids-id-afhalen", vault.Parent, at(2014, 11, 26), fault.Refused, "12 jaar of ouder"},
		"eighteen today":                {"reispas-afhalen", vault.Parent, at(2008, 11, 26), fault.Refused, "18 jaar of ouder"},
		"twelve tomorrow":               {"kids-id-afhalen", vault.Parent, at(2014, 11, 27), fault.Internal, ""},
		"born today":                    {"kids-id-afhalen", vault.Parent, today, fault.Internal, ""},
		"an adult collects for oneself": {"reispas-afhalen", vault.Holder, at(1950, 2, 28), fault.Internal, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := mustCabinet(t)
			c.keep("X-0001", row.kind, today)
			e, err := register.HandOut(c.state, "anna", vault.Handing{Document: "X-0001", Collector: row.to, Evidence: seen(row.kind, row.to), Today: today, Born: row.born})
			if row.says == "" {
				c.must(e, err)
				if strings.Contains(fmt.Sprint(e), fmt.Sprint(int32(row.born))) && row.born != today {
					t.Error("the date of birth is in the record")
				}
				return
			}
			c.refuse(row.want, e, err)
			if !strings.Contains(fault.Sentence(err), row.says) {
				t.Errorf("says %q", fault.Sentence(err))
			}
		})
	}
}

// TestTheSnelbalie hands out over the reception, and counts it as the year's report does.
func TestTheSnelbalie_A000_34_A000_35(t *testing.T) {
	c := mustCabinet(t)
	give := func(n int, kind office.ProductID, door vault.Door, on office.Date) {
		t.Helper()
		number := fmt.Sprintf("S-%05d", n)
		c.keep(number, kind, on)
		c.must(register.HandOut(c.state, "onthaal", vault.Handing{Document: number, Collector: vault.Holder, Evidence: seen(kind, vault.Holder), Door: door, Today: on}))
	}
	first, n := office.NewDate(2020, 1, 2), 0
	for kind, row := range map[office.ProductID]struct{ counter, desk int }{"reispas-afhalen": {37, 4}, "rijbewijs-afhalen": {101, 0}, "internationaal-rijbewijs": {9, 1}} {
		for k := range row.counter + row.desk {
			n++
			door := vault.AtSnelbalie
			if k >= row.counter {
				door = vault.AtDesk
			}
			give(n, kind, door, first+office.Date(k))
		}
	}
	give(9001, "reispas-afhalen", vault.AtSnelbalie, office.NewDate(2019, 12, 31))
	give(9002, "reispas-afhalen", vault.AtSnelbalie, office.NewDate(2021, 1, 1))
	got := fmt.Sprint(vault.Given(c.state, office.NewDate(2020, 1, 1), office.NewDate(2020, 12, 31)))
	want := "[{internationaal-rijbewijs  1} {internationaal-rijbewijs snelbalie 9} {reispas-afhalen  4} {reispas-afhalen snelbalie 37} {rijbewijs-afhalen snelbalie 101}]"
	if got != want {
		t.Errorf("2020: %s\nwant  %s", got, want)
	}
	c.keep("V-0001", "vreemdelingenkaart-afhalen", today)
	h := vault.Handing{Document: "V-0001", Collector: vault.Holder, Evidence: seen("vreemdelingenkaart-afhalen", vault.Holder), Door: vault.AtSnelbalie, Today: today}
	e, err := register.HandOut(c.state, "onthaal", h)
	c.refuse(fault.Refused, e, err)
	h.Door = "achterdeur"
	e, err = register.HandOut(c.state, "onthaal", h)
	c.refuse(fault.Invalid, e, err)
}

// TestTheOldDocument: taken in with its number it is somebody's to answer for until two people destroy it.
func TestTheOldDocument_A002_44(t *testing.T) {
	c := mustCabinet(t)
	c.receive("anna", eID, "EN0007")
	h := vault.Handing{Document: eID, Collector: vault.Holder, Evidence: whole, Today: today, Recipient: make([]byte, 16)}
	for number, want := range map[string]fault.Kind{eID: fault.Invalid, "?": fault.Invalid, "EN0007": fault.Taken} {
		h.Surrendered = number
		e, err := register.HandOut(c.state, "anna", h)
		c.refuse(want, e, err)
	}
	h.Surrendered = "590-0000071-97"
	c.must(register.HandOut(c.state, "anna", h))
	if e := c.events[1].GetHandedOut(); len(e.Recipient) != 16 || e.Surrendered != h.Surrendered {
		t.Errorf("journaled %v", e)
	}
	old := c.item("590-0000071-97")
	if old.Bars != vault.Surrendered || old.Where() != "in handen van anna" || old.Chain[0].Handover.Evidence != "surrendered for "+eID {
		t.Errorf("the old one: %+v", old)
	}
	c.asks(register, "barred 590-0000071-97")
	e, err := register.HandOut(c.state, "anna", vault.Handing{Document: string(old.Document), Collector: vault.Holder, Evidence: whole, Today: today})
	c.refuse(fault.Refused, e, err)
	c.must(register.Store(c.state, "anna", string(old.Document), "OUD"))
	c.must(register.Propose(c.state, pair, vault.Proposing{Documents: []string{string(old.Document)}, Fate: vault.Destroy, Ground: "surrendered"}))
	c.must(register.Destroy(c.state, pair, []string{string(old.Document)}, "PV-12"))
	// One that we handed out ourselves long ago has ended its chain; only the record has it.
	c.must(register.HandOut(c.state, "anna", vault.Handing{Document: "EN0007", Collector: vault.Holder, Evidence: whole, Today: today, Surrendered: eID}))
	if i := c.item(eID); i.Where() != "uitgereikt" || len(i.Chain) != 2 {
		t.Errorf("%+v", i)
	}
}

// TestRulesAreMarked: whatever rests on less than an official text says so.
func TestRulesAreMarked_A002_46(t *testing.T) {
	official := 0
	for kind, p := range vault.DefaultProcedures {
		for name, rule := range map[string]struct {
			assumed bool
			why     string
		}{
			"collectors": {p.Collectors.Assumed, p.Collectors.Source + p.Collectors.Note}, "steps": {p.Steps.Assumed, p.Steps.Source + p.Steps.Note},
			"parent until": {p.ParentUntil.Assumed, p.ParentUntil.Source + p.ParentUntil.Note}, "snelbalie": {p.Snelbalie.Assumed, p.Snelbalie.Source + p.Snelbalie.Note},
			"unclaimed": {p.Unclaimed.Assumed, p.Unclaimed.Source + p.Unclaimed.Note}, "ask after": {p.AskAfter.Assumed, p.AskAfter.Source + p.AskAfter.Note},
			"number": {p.Number.Assumed, p.Number.Source + p.Number.Note},
		} {
			if rule.why == "" {
				t.Errorf("%s, %s: nobody says why", kind, name)
			}
			if !rule.assumed {
				official++
				if strings.Contains(rule.why, "one municipality") || !strings.Contains("unclaimed snelbalie number", name) {
					t.Errorf("%s, %s passes for certain", kind, name)
				}
			}
		}
	}
	if official != 7 { // two terms, three kinds at the snelbalie, two forms of a number
		t.Errorf("%d rules pass for certain", official)
	}
}

func TestForgedEvents(t *testing.T) {
	c := mustCabinet(t)
	c.receive("anna", eID)
	for name, e := range map[string]*contract.Event{
		"destroyed from another's hands": {Clerk: "bert", Kind: &contract.Event_Destroyed{Destroyed: &contract.Destroyed{Documents: []string{eID}, Certificate: "PV"}}},
		"back from no trip":              {Clerk: "anna", Kind: &contract.Event_BroughtBack{BroughtBack: &contract.BroughtBack{Trip: "G-1", Back: []string{eID}}}},
		"passed on by another":           {Clerk: "bert", Kind: &contract.Event_PassedOn{PassedOn: &contract.PassedOn{Documents: []string{eID}, To: "cas"}}},
		"passed on to nobody":            {Clerk: "anna", Kind: &contract.Event_PassedOn{PassedOn: &contract.PassedOn{Documents: []string{eID}}}},
		"destroyed without certificate":  {Clerk: "anna", Kind: &contract.Event_Destroyed{Destroyed: &contract.Destroyed{Documents: []string{eID}}}},
		"a letter for what is unknown":   {Clerk: "anna", Kind: &contract.Event_Reminded{Reminded: &contract.Reminded{Documents: []string{"EN404"}}}},
		"received while it is here":      {Clerk: "bert", Kind: &contract.Event_Received{Received: &contract.Received{Consignment: "Z-2", From: "Bode", Items: cards(eID)}}},
		"sent back twice": {Clerk: "anna", Kind: &contract.Event_SentBack{SentBack: &contract.SentBack{Documents: []string{eID, eID}, To: "Zetes",
			Carrier: "Koerier NV", Second: "bert"}}},
	} {
		if err := vault.Fold(c.state.Clone(), e); !fault.Is(err, fault.Corrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
