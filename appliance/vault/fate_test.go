package vault_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func mustDay(t tester, s string) office.Date {
	t.Helper()
	d, err := office.ParseDate(s)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return d
}

// TestTerms holds the annulment term, three months from the first letter, at the ends of months (facts 2.1).
func TestTerms(t *testing.T) {
	p := vault.DefaultProcedures["eid-afhalen"]
	for _, row := range []struct{ letter, legal, propose string }{
		{"2025-11-30", "2026-02-28", "2026-03-03"}, // AddDate says 2 March: never before the later of the two
		{"2025-11-29", "2026-02-28", "2026-03-02"},
		{"2025-11-28", "2026-02-28", "2026-03-01"},
		{"2027-11-30", "2028-02-29", "2028-03-02"},
		{"2027-11-29", "2028-02-29", "2028-03-01"},
		{"2026-08-31", "2026-11-30", "2026-12-02"},
		{"2026-01-31", "2026-04-30", "2026-05-02"},
		{"2026-02-28", "2026-05-28", "2026-05-29"},
		{"2026-10-26", "2027-01-26", "2027-01-27"},
		{"2026-12-31", "2027-03-31", "2027-04-01"},
	} {
		got, ok := p.Term(vault.Item{Arrived: 1, Reminder: mustDay(t, row.letter)})
		if want := (vault.Term{Legal: mustDay(t, row.legal), Propose: mustDay(t, row.propose)}); !ok || got != want {
			t.Errorf("letter of %s: until %s, from %s; want %s, %s", row.letter, got.Legal, got.Propose, row.legal, row.propose)
		}
	}
	if _, ok := p.Term(vault.Item{Arrived: today}); ok {
		t.Error("a term without a letter: the clock starts at the first one, not at arrival")
	}
	for kind, want := range map[office.ProductID]bool{"pinpuk-afhalen": true, "rijbewijs-afhalen": true, "reispas-afhalen": false, "internationaal-rijbewijs": false} {
		if _, ok := vault.DefaultProcedures[kind].Term(vault.Item{Arrived: today}); ok != want {
			t.Errorf("%s: a term from arrival %v, want %v", kind, ok, want)
		}
	}
}

// TestAnyTerm: the legal day is in the third month after, on the same day or its last; proposing comes after both readings.
func TestAnyTerm(t *testing.T) {
	p := vault.DefaultProcedures["eid-afhalen"]
	rapid.Check(t, func(t *rapid.T) {
		from := office.Date(rapid.IntRange(1, 40000).Draw(t, "letter"))
		got, _ := p.Term(vault.Item{Reminder: from})
		y, m, d := from.UTC().Date()
		ly, lm, ld := got.Legal.UTC().Date()
		if months := (ly-y)*12 + int(lm-m); months != 3 || ld > d || ld < d && office.NewDate(ly, lm, ld+1).UTC().Day() != 1 {
			t.Fatalf("%s gives %s", from, got.Legal)
		}
		if over := office.DateOf(from.UTC().AddDate(0, 3, 0)); got.Propose <= got.Legal || got.Propose <= over || got.Propose > over+1 {
			t.Fatalf("%s is proposed from %s", from, got.Propose)
		}
	})
}

// TestTermsAreTheCatalogues: the register's table and the catalogue say the same of what is not collected.
func TestTermsAreTheCatalogues(t *testing.T) {
	for _, p := range catalogue.Products() {
		if !p.Vault.Value {
			continue
		}
		own := vault.DefaultProcedures[p.ID].Unclaimed
		if p.Uncollected == nil || own.Value != p.Uncollected.Value || own.Assumed != p.Uncollected.Assumed || own.Source != p.Uncollected.Source {
			t.Errorf("%s: %+v, the catalogue says %+v", p.ID, own, p.Uncollected)
		}
	}
}

// TestNotCollected follows an eID that nobody comes for: letter, term, proposal, two people (requirements 0.8).
func TestNotCollected_NoAutomaticDestruction(t *testing.T) {
	c := mustCabinet(t)
	came := mustDay(t, "2025-10-01")
	c.keep(eID, "eid-afhalen", came)
	on := func(day string) vault.Actors { return vault.Actors{By: "anna", With: "bert", Today: mustDay(t, day)} }
	destroy := vault.Proposing{Documents: []string{eID}, Fate: vault.Destroy, Ground: "unclaimed"}
	e, err := register.Propose(c.state, on("2026-11-30"), destroy) // a year, but no letter
	c.refuse(fault.Refused, e, err)
	c.asksOn(register, mustDay(t, "2026-01-01"), "no-term "+eID)

	e, err = register.Remind(c.state, on("2025-11-30"), []string{eID}, mustDay(t, "2025-12-01"))
	c.refuse(fault.Invalid, e, err)
	e, err = register.Remind(c.state, on("2025-11-30"), []string{eID}, came-1)
	c.refuse(fault.Invalid, e, err)
	c.must(register.Remind(c.state, on("2025-11-30"), []string{eID}, mustDay(t, "2025-11-30")))
	e, err = register.Remind(c.state, on("2025-12-02"), []string{eID}, mustDay(t, "2025-11-29"))
	c.refuse(fault.Invalid, e, err)
	c.must(register.Remind(c.state, on("2026-01-15"), []string{eID}, mustDay(t, "2026-01-15"))) // changes nothing to the term
	if i := c.item(eID); i.Reminders != 2 || i.Reminder != mustDay(t, "2025-11-30") || i.LastReminder != mustDay(t, "2026-01-15") {
		t.Errorf("letters %+v", i)
	}
	for _, day := range []string{"2026-02-28", "2026-03-01", "2026-03-02"} {
		c.asksOn(register, mustDay(t, day))
		e, err = register.Propose(c.state, on(day), destroy)
		c.refuse(fault.Refused, e, err)
		if !strings.Contains(fault.Sentence(err), "28-2-2026") || !strings.Contains(fault.Sentence(err), "3-3-2026") {
			t.Errorf("says %q", fault.Sentence(err))
		}
		if _, err := register.HandOut(c.state, "anna", vault.Handing{Document: eID, Collector: vault.Holder, Evidence: whole, Today: mustDay(t, day)}); err != nil {
			t.Errorf("not handed out on %s, when the term can be read to run: %v", day, err)
		}
	}
	c.asksOn(register, mustDay(t, "2026-03-03"), "term "+eID)
	e, err = register.HandOut(c.state, "anna", vault.Handing{Document: eID, Collector: vault.Holder, Evidence: whole, Today: mustDay(t, "2026-03-03")})
	c.refuse(fault.Refused, e, err)

	now := on("2026-03-03")
	e, err = register.Destroy(c.state, now, []string{eID}, "PV-1") // not proposed
	c.refuse(fault.Refused, e, err)
	c.must(register.Propose(c.state, now, destroy))
	e, err = register.Propose(c.state, now, destroy)
	c.refuse(fault.Conflict, e, err)
	e, err = register.Withdraw(c.state, now, []string{eID}, " ")
	c.refuse(fault.Invalid, e, err)
	c.must(register.Withdraw(c.state, now, []string{eID}, "De houder belde: ziekenhuis."))
	c.must(register.Propose(c.state, now, destroy))
	c.asksOn(register, now.Today, "proposed "+eID)
	for _, with := range []office.ClerkID{"", "anna", "ANNA"} {
		e, err = register.Destroy(c.state, vault.Actors{By: "anna", With: with, Today: now.Today}, []string{eID}, "PV-1")
		c.refuse(fault.Denied, e, err)
	}
	e, err = register.SendBack(c.state, now, []string{eID}, "Zetes", "Koerier NV") // another fate
	c.refuse(fault.Refused, e, err)
	e, err = register.Destroy(c.state, now, []string{eID}, "")
	c.refuse(fault.Invalid, e, err)
	c.must(register.Destroy(c.state, now, []string{eID, " " + eID}, "PV-2026-7"))
	i := c.item(eID)
	last := i.Chain[len(i.Chain)-1]
	if i.InStock() || i.Where() != "vernietigd" || last.Handover.To.Name != "PV-2026-7" || last.Clerk != "anna" || last.Handover.Evidence != "unclaimed, with bert" {
		t.Errorf("destroyed: %+v", i)
	}
	e, err = register.HandOut(c.state, "anna", vault.Handing{Document: eID, Collector: vault.Holder, Evidence: whole, Today: now.Today})
	c.refuse(fault.Taken, e, err)
	c.asksOn(register, now.Today)
}

func TestGroundsMustHold(t *testing.T) {
	if all := vault.Grounds(); len(all) != 6 || all[0] != (vault.Check{Code: "damaged", Dutch: "beschadigd"}) {
		t.Errorf("grounds %v", all)
	}
	for name, row := range map[string]struct {
		kind   office.ProductID
		days   office.Date // since it came
		fate   vault.Fate
		ground string
		reason string
		want   fault.Kind
		ok     bool
	}{
		"a passport has no term":            {"reispas-afhalen", 2000, vault.Destroy, "unclaimed", "", fault.Refused, false},
		"a person decides on a passport":    {"reispas-afhalen", 183, vault.Destroy, "decision", "houder overleden", 0, true},
		"not before somebody would ask":     {"reispas-afhalen", 182, vault.Destroy, "decision", "houder overleden", fault.Refused, false},
		"a decision has a reason":           {"reispas-afhalen", 183, vault.Destroy, "decision", "", fault.Invalid, false},
		"returning may be decided at once":  {"eid-afhalen", 0, vault.Return, "decision", "verhuisd", 0, true},
		"an eID is destroyed by its term":   {"eid-afhalen", 2000, vault.Destroy, "decision", "kast vol", fault.Refused, false},
		"a licence, from arrival":           {"rijbewijs-afhalen", 93, vault.Destroy, "unclaimed", "", 0, true},
		"a licence, a day early":            {"rijbewijs-afhalen", 91, vault.Destroy, "unclaimed", "", fault.Refused, false},
		"whole, said to be damaged":         {"eid-afhalen", 0, vault.Destroy, "damaged", "", fault.Refused, false},
		"nothing is destroyed as misrouted": {"eid-afhalen", 0, vault.Destroy, "wrong-site", "", fault.Refused, false},
		"no ground":                         {"eid-afhalen", 0, vault.Destroy, "", "", fault.Invalid, false},
		"no fate":                           {"eid-afhalen", 0, "keep", "unclaimed", "", fault.Invalid, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := mustCabinet(t)
			c.keep("X-0001", row.kind, today-row.days)
			e, err := register.Propose(c.state, pair, vault.Proposing{Documents: []string{"X-0001"}, Fate: row.fate, Ground: row.ground, Reason: row.reason})
			if row.ok {
				c.must(e, err)
				e, err = register.HandOut(c.state, "anna", vault.Handing{Document: "X-0001", Collector: vault.Holder, Evidence: seen(row.kind, vault.Holder), Today: today})
				c.refuse(fault.Refused, e, err)
				return
			}
			c.refuse(row.want, e, err)
		})
	}
}
