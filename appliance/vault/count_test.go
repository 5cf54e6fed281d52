package vault_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// open wants these discrepancies.
func (c *cabinet) open(want ...string) []vault.Discrepancy {
	c.t.Helper()
	all, err := vault.Discrepancies(c.state)
	if err != nil {
		c.t.Fatalf("%v", err)
	}
	var got []string
	for _, d := range all {
		got = append(got, string(d.Sort)+" "+string(d.Document))
	}
	if !slices.Equal(got, want) {
		c.t.Errorf("to work off %q, want %q", got, want)
	}
	return all
}

func on(day office.Date) vault.Actors { return vault.Actors{By: "bert", Today: day} }

// TestTheDailyCount counts compartment by compartment, finds differences, counts again and works them off.
func TestTheDailyCount_A002_44(t *testing.T) {
	c := mustCabinet(t)
	c.receive("anna", "EN0001", "EN0002", "EN0003", "EN0004", "EN0005")
	for n, in := range map[string]string{"EN0001": "A1", "EN0002": "A1", "EN0003": "B2", "EN0004": "B2"} {
		c.must(register.Store(c.state, "anna", n, in))
	}
	if got := vault.Uncounted(c.state, today); !slices.Equal(got, []string{"A1", "B2"}) {
		t.Errorf("to be counted: %q", got)
	}
	before := c.item("EN0002")
	c.must(register.CountIn(c.state, on(today), "a1", []string{"EN0001", "en 0003", "EN0009", "EN0001"}))
	if e := c.events[len(c.events)-1].GetCounted(); e.Lying != 3 || e.Compartment != "A1" || !slices.Equal(e.Misplaced, []string{"EN0003"}) || len(e.Present) != 0 {
		t.Errorf("journaled %v", e)
	}
	if after := c.item("EN0002"); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("a count changed custody: %+v", after)
	}
	all := c.open("missing EN0002", "misplaced EN0003", "surplus EN0009")
	for n, want := range []string{"lag er niet bij de telling; in het register: kluis, vak A1", "lag in vak A1; in het register: kluis, vak B2", "staat niet in het register"} {
		if !strings.Contains(all[n].Say, want) || all[n].Clerk != "bert" || all[n].Since != today {
			t.Errorf("%+v, want %q", all[n], want)
		}
	}
	if got := vault.Uncounted(c.state, today); !slices.Equal(got, []string{"B2"}) {
		t.Errorf("to be counted: %q", got)
	}
	c.must(register.Count(c.state, "anna", []string{"EN0001", "EN0002", "EN0003", "EN0004"})) // who does not know the day
	c.must(register.CountIn(c.state, vault.Actors{By: "anna", Today: today + 1}, "", []string{"EN0001", "EN0002", "EN0003", "EN0004"}))
	if got := vault.Uncounted(c.state, today+1); got != nil {
		t.Errorf("to be counted: %q", got)
	}
	for _, d := range c.open("missing EN0002", "misplaced EN0003", "surplus EN0009") {
		if d.Settled == 0 || d.Since != today {
			t.Errorf("right again, and still wants a reason: %+v", d)
		}
	}
	c.asksOn(register, today+1, "difference EN0002", "difference EN0003", "difference EN0009")

	a := vault.Actors{By: "anna", Today: today + 1}
	e, err := register.WorkOff(c.state, a, []string{"EN0002"}, "typing-error", "  ")
	c.refuse(fault.Invalid, e, err)
	e, err = register.WorkOff(c.state, a, []string{"EN0002"}, "zomaar", "reden")
	c.refuse(fault.Invalid, e, err)
	e, err = register.WorkOff(c.state, a, []string{"EN0002"}, "late", "reden") // it was not handed out
	c.refuse(fault.Refused, e, err)
	e, err = register.WorkOff(c.state, a, []string{"EN0001"}, "typing-error", "reden") // nothing is open
	c.refuse(fault.Refused, e, err)
	e, err = register.WorkOff(c.state, a, []string{"EN0002", "EN0001"}, "typing-error", "reden") // wholly or not
	c.refuse(fault.Refused, e, err)
	c.must(register.WorkOff(c.state, a, []string{"EN0002", "EN0003"}, "elsewhere", "verkeerd vak"))
	c.must(register.WorkOff(c.state, a, []string{"EN0009"}, "Hoort niet bij deze locatie", "bibliotheekkaart"))
	c.open()
}

// TestHandedOutAndCounted: what was handed out lies there; or was handed out and the record came late.
func TestHandedOutAndCounted(t *testing.T) {
	c := mustCabinet(t)
	c.keep("EN0001", "eid-afhalen", today)
	c.keep("EN0002", "eid-afhalen", today)
	give := vault.Handing{Document: "EN0001", Collector: vault.Holder, Evidence: whole, Today: today}
	c.must(register.HandOut(c.state, "anna", give))
	custody := fmt.Sprint(c.item("EN0001"))
	c.must(register.CountIn(c.state, on(today), "", []string{"EN0001"}))
	all := c.open("surplus EN0001", "missing EN0002")
	if !strings.Contains(all[0].Say, "maar is uitgereikt") || fmt.Sprint(c.item("EN0001")) != custody {
		t.Errorf("%+v; %+v", all[0], c.item("EN0001"))
	}
	c.must(register.CountIn(c.state, vault.Actors{By: "cas", Today: today + 1}, "", []string{"EN0001"}))
	if again := c.open("surplus EN0001", "missing EN0002"); again[0].Since != today || again[1].Clerk != "bert" || again[1].Settled != 0 {
		t.Errorf("counted again, and still so: %+v", again)
	}
	e, err := register.HandOut(c.state, "anna", give)
	c.refuse(fault.Taken, e, err)
	c.must(register.WorkOff(c.state, on(today), []string{"EN0001"}, "escalated", "ligt in de kast van de teamleider"))
	c.must(register.HandOut(c.state, "anna", vault.Handing{Document: "EN0002", Collector: vault.Holder, Evidence: whole, Today: today}))
	c.must(register.WorkOff(c.state, on(today), []string{"EN0002"}, "late", "stroom viel uit na het uitreiken"))
	c.open()
}

func TestCountsThatCannotBe(t *testing.T) {
	c := mustCabinet(t)
	var many []string
	for n := range 3000 {
		many = append(many, fmt.Sprintf("ONBEKEND-NUMMER-%06d", n))
	}
	e, err := register.CountIn(c.state, on(today), "", many)
	c.refuse(fault.Exhausted, e, err)
	e, err = register.CountIn(c.state, on(today), "kast drie", nil)
	c.refuse(fault.Invalid, e, err)
	e, err = register.CountIn(c.state, on(today), "", []string{"EN0001", strings.Repeat("é\xff", 50)})
	c.refuse(fault.Invalid, e, err)
	if got := fault.Sentence(err); len(got) > 200 {
		t.Errorf("says %q", got)
	}
}

// TestMissing reports what is gone, completes the report, and finds it again; and what never came.
func TestMissing_A002_44(t *testing.T) {
	c := mustCabinet(t)
	c.keep("EN0001", "eid-afhalen", today)
	c.announce(&contract.Consignment{Id: "Z-9", Documents: []string{"EN0008", "EN0009"}})
	c.must(register.CountIn(c.state, on(today), "", nil))
	a := on(today)
	for document, want := range map[string]fault.Kind{"EN0404": fault.NotFound, "?": fault.Invalid} {
		e, err := register.ReportMissing(c.state, a, vault.Loss{Document: document, Reason: "weg"})
		c.refuse(want, e, err)
	}
	c.keep("EN0003", "eid-afhalen", today)
	c.must(register.HandOut(c.state, "anna", vault.Handing{Document: "EN0003", Collector: vault.Holder, Evidence: whole, Today: today}))
	e, err := register.ReportMissing(c.state, a, vault.Loss{Document: "EN0003", Reason: "houder verloor het"})
	c.refuse(fault.Refused, e, err)
	e, err = register.ReportMissing(c.state, a, vault.Loss{Document: "EN0001"})
	c.refuse(fault.Invalid, e, err)
	c.must(register.ReportMissing(c.state, a, vault.Loss{Document: "EN0001", Reason: "vak B3 was open"}))
	c.open() // reported is worked off
	c.asks(register, "missing EN0001")
	e, err = register.HandOut(c.state, "anna", vault.Handing{Document: "EN0001", Collector: vault.Holder, Evidence: whole, Today: today})
	c.refuse(fault.Refused, e, err)
	e, err = register.Propose(c.state, a, vault.Proposing{Documents: []string{"EN0001"}, Fate: vault.Return, Ground: "decision", Reason: "weg"})
	c.refuse(fault.Refused, e, err)
	c.must(register.ReportMissing(c.state, a, vault.Loss{Document: "EN0001", Reason: "vak B3 was open", Reference: "AN.11.L3.004512/2026"}))
	c.must(register.ReportMissing(c.state, a, vault.Loss{Document: "EN0009", Reason: "zegel verbroken"}))
	c.must(register.Receive(c.state, "anna", vault.Delivery{Consignment: "Z-9", From: "Koerier NV", Items: cards("EN0008"), Today: today}))
	all, err := vault.MissingReport(c.state)
	if err != nil || len(all) != 2 || all[0].Reference == "" || all[0].Last != "kluis, vak B3" || all[1].Consignment != "Z-9" || all[1].Last != "nooit binnengekomen" {
		t.Errorf("%+v, %v", all, err)
	}
	c.announce(&contract.Consignment{Id: "Z-9", Documents: []string{"EN0008", "EN0009"}}) // told again: nothing of it is to come
	if all, _ := vault.Announced(c.state); len(all) != 0 {
		t.Errorf("on its way: %v", all)
	}
	e, err = register.WorkOff(c.state, a, []string{"EN0001"}, "found", "achter de kast")
	c.refuse(fault.Denied, e, err)
	c.must(register.WorkOff(c.state, pair, []string{"EN0001"}, "found", "achter de kast"))
	c.must(register.Receive(c.state, "anna", vault.Delivery{Consignment: "Z-12", From: "Koerier NV", Items: cards("EN0009"), Today: today + 3}))
	all, err = vault.MissingReport(c.state)
	if err != nil || len(all) != 2 || all[0].Found != today || all[1].Found != today+3 {
		t.Errorf("%+v, %v", all, err)
	}
	c.asks(register)
}

func TestAges(t *testing.T) {
	c := mustCabinet(t)
	for n, days := range []office.Date{0, 1, 30, 31, 60, 61, 90, 91, 400} {
		c.keep(fmt.Sprintf("EN%04d", n), "eid-afhalen", today-days)
	}
	c.keep("R-0001", "reispas-afhalen", today-5)
	all, err := register.Ages(c.state, today)
	if got, want := fmt.Sprint(all), "[{eid-afhalen Identiteitskaart 9 400 [3 2 2 2]} {reispas-afhalen Reispas 1 5 [1 0 0 0]}]"; err != nil || got != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
}

// TestCollectable: a booking to collect is offered where the document lies, and in words nowhere else.
func TestCollectable_A002_43(t *testing.T) {
	c := mustCabinet(t)
	c.announce(&contract.Consignment{Id: "Z-9", Documents: []string{"EN0009"}})
	c.keep("EN0001", "eid-afhalen", today)
	c.must(register.Remind(c.state, pair, []string{"EN0001"}, today))
	c.keep("EN0002", "eid-afhalen", today)
	c.must(register.Depart(c.state, pair, vault.Trip{ID: "G-1", To: "buurtloket-groenenhoek", Documents: []string{"EN0002"}}))
	c.keep("EN0003", "eid-afhalen", today)
	c.must(register.HandOut(c.state, "anna", vault.Handing{Document: "EN0003", Collector: vault.Holder, Evidence: whole, Today: today}))
	c.keep("EN0004", "eid-afhalen", today)
	c.must(register.Propose(c.state, pair, vault.Proposing{Documents: []string{"EN0004"}, Fate: vault.Return, Ground: "decision", Reason: "verhuisd"}))
	for _, row := range []struct {
		g        vault.Register
		kind     office.ProductID
		document string
		day      office.Date
		want     fault.Kind // Internal: it may
		says     string
	}{
		{register, "eid-afhalen", "EN0001", today + 5, 0, ""},
		{register, "eid-afhalen", "", today + 5, 0, ""},
		{register, "eid-afhalen", "EN0002", today + 1, 0, ""},
		{register, "eid-afhalen", "EN0002", today, fault.Refused, "mee naar Buurtloket Groenenhoek"},
		{register, "eid-afhalen", "EN0001", today + 200, fault.Refused, "26-2-2027"},
		{register, "reispas-afhalen", "EN0001", today, fault.Refused, "geen Reispas maar een Identiteitskaart"},
		{register, "reispas-afhalen", "", today, fault.NotFound, "geen Reispas klaar"},
		{register, "eid-afhalen", "EN0003", today, fault.Refused, "al uitgereikt"},
		{register, "eid-afhalen", "EN0004", today, fault.Refused, "terugsturen"},
		{register, "eid-afhalen", "EN0009", today, fault.Refused, "nog onderweg met zending Z-9"},
		{register, "eid-afhalen", "EN0404", today, fault.NotFound, "niet op deze locatie"},
		{register, "eid-aanvraag", "", today, fault.NotFound, "soort document"},
		{groenenhoek, "eid-afhalen", "EN0001", today, fault.Refused, "geen kluis"},
	} {
		err := row.g.Collectable(c.state, row.kind, row.document, row.day)
		if row.says == "" {
			if err != nil {
				t.Errorf("%s on %s: %v", row.document, row.day, err)
			}
			continue
		}
		if !fault.Is(err, row.want) || !strings.Contains(fault.Sentence(err), row.says) {
			t.Errorf("%s on %s: %v", row.document, row.day, err)
		}
	}
}
