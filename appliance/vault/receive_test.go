package vault_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// today is a Thursday.
var today = office.NewDate(2026, 11, 26)

// strict is the register of a counter in the field.
var strict = vault.Register{Vault: true, Procedures: vault.DefaultProcedures, Site: "buurtloket-berchem", Strict: true}

// pair are two people, today.
var pair = vault.Actors{By: "anna", With: "bert", Today: today}

func cards(numbers ...string) []*contract.Item {
	var out []*contract.Item
	for _, n := range numbers {
		out = append(out, &contract.Item{Document: n, Kind: "eid-afhalen"})
	}
	return out
}

// card is the n-th card number with right check digits.
func card(n int) string {
	first := 5920000000 + n
	return fmt.Sprintf("%03d-%07d-%02d", first/10000000, first%10000000, (first+96)%97+1)
}

// announce folds what headquarters tells.
func (c *cabinet) announce(m *contract.Consignment) {
	c.t.Helper()
	if err := vault.FoldConsignment(c.state, m); err != nil {
		c.t.Fatalf("announce: %v", err)
	}
	c.told = append(c.told, told{len(c.events), m})
}

func TestAConsignmentAgainstItsList_A002_44(t *testing.T) {
	c := mustCabinet(t)
	c.announce(&contract.Consignment{Id: "Z-7", Documents: []string{card(1), card(2), card(3)}, Items: []*contract.Item{
		{Document: card(1), Kind: "eid-afhalen", Holder: []byte("0123456789abcdef")}, {Document: card(2), Kind: "kids-id-afhalen"}}})
	items := cards(card(3), card(4), card(5), card(6))
	items[2].Damaged, items[3].Site = true, "lier-stadskantoor"
	items = append(items, &contract.Item{Document: card(1)}) // the list knows its kind and its holder
	d := vault.Delivery{Consignment: "Z-7", From: "Koerier NV", Items: items, With: "bert", Today: today, Site: "buurtloket-berchem"}
	c.must(strict.Receive(c.state, "anna", d))
	e := c.events[0].GetReceived()
	if !e.Compared || !slices.Equal(e.Missing, []string{card(2)}) || !slices.Equal(e.Surplus, []string{card(4), card(5), card(6)}) || e.Second != "bert" {
		t.Errorf("journaled %v", e)
	}
	one := c.item(office.DocumentNumber(card(1)))
	if one.Kind != "eid-afhalen" || string(one.Holder) != "0123456789abcdef" || one.Arrived != today || one.Bars != 0 {
		t.Errorf("completed from the list: %+v", one)
	}
	if l := one.Chain[0]; l.Clerk != "anna" || l.Handover.From.Name != "Koerier NV" || l.Handover.Evidence != "consignment Z-7, with bert" {
		t.Errorf("chain %+v", l)
	}
	for n, want := range map[int]vault.Bar{3: 0, 4: vault.Surplus, 5: vault.Surplus | vault.Damaged, 6: vault.Surplus | vault.WrongSite} {
		i := c.item(office.DocumentNumber(card(n)))
		if i.Bars != want {
			t.Errorf("%d is barred by %q", n, i.Bars.Words())
		}
		e, err := strict.HandOut(c.state, "anna", vault.Handing{Document: card(n), Collector: vault.Holder, Evidence: whole, Today: today})
		if want == 0 {
			continue
		}
		c.refuse(fault.Refused, e, err)
		if !strings.Contains(fault.Sentence(err), want.Words()) {
			t.Errorf("says %q", fault.Sentence(err))
		}
	}
	all, err := vault.Announced(c.state)
	if err != nil || len(all) != 1 || !slices.Equal(all[0].Documents, []string{card(2)}) || all[0].Items[0].Kind != "kids-id-afhalen" {
		t.Errorf("still on its way: %v, %v", all, err)
	}
	c.asks(strict, "not-come "+card(2), "barred "+card(4), "barred "+card(5), "barred "+card(6))

	// A second list names what was too much; two people accept the rest, or send it back.
	c.announce(&contract.Consignment{Id: "Z-7", Documents: []string{card(1), card(2), card(3), card(4)}})
	if i := c.item(office.DocumentNumber(card(4))); i.Bars != 0 {
		t.Errorf("named after all, and still barred by %q", i.Bars.Words())
	}
	e2, err := strict.WorkOff(c.state, vault.Actors{By: "anna", Today: today}, []string{card(6)}, "accepted", "verhuisd")
	c.refuse(fault.Denied, e2, err)
	c.must(strict.WorkOff(c.state, pair, []string{card(6)}, "accepted", "De houder verhuisde naar Berchem."))
	if i := c.item(office.DocumentNumber(card(6))); i.Bars != 0 || i.For != "" {
		t.Errorf("accepted: %+v", i)
	}
	e2, err = strict.WorkOff(c.state, pair, []string{card(6)}, "accepted", "nog eens")
	c.refuse(fault.Refused, e2, err)
	c.must(strict.Propose(c.state, pair, vault.Proposing{Documents: []string{card(5)}, Fate: vault.Return, Ground: "damaged"}))
	c.must(strict.SendBack(c.state, pair, []string{card(5)}, "Zetes", "Koerier NV"))
	if i := c.item(office.DocumentNumber(card(5))); i.InStock() || i.Where() != "weg met Koerier NV" {
		t.Errorf("sent back: %+v", i)
	}
	c.asks(strict, "not-come "+card(2))
	// It comes again, whole this time: the chain goes on.
	c.must(strict.Receive(c.state, "cas", vault.Delivery{Consignment: "Z-9", From: "Bode", Items: cards(card(5)), With: "anna", Today: today + 9}))
	if i := c.item(office.DocumentNumber(card(5))); i.Bars != 0 || i.Arrived != today+9 || len(i.Chain) != 3 || i.Chain[2].Handover.From.Name != "Koerier NV" {
		t.Errorf("came again: %+v", i)
	}
}

func TestTwoPeopleReceive_A002_44(t *testing.T) {
	c := mustCabinet(t)
	for _, with := range []office.ClerkID{"", "anna", " Anna "} {
		e, err := strict.Receive(c.state, "anna", vault.Delivery{Consignment: "Z-1", From: "Koerier NV", Items: cards(card(1)), With: with, Today: today})
		c.refuse(fault.Denied, e, err)
	}
	c.must(strict.Receive(c.state, "anna", vault.Delivery{Consignment: "Z-1", From: "Koerier NV", Items: cards(card(1)), With: "bert", Today: today}))
}

func TestBadConsignments(t *testing.T) {
	for name, row := range map[string]struct {
		change func(*vault.Delivery)
		want   fault.Kind
		says   string
	}{
		"a number twice":         {func(d *vault.Delivery) { d.Items = append(d.Items, cards(" "+card(1))...) }, fault.Taken, "twee keer"},
		"check digits wrong":     {func(d *vault.Delivery) { d.Items[0].Document = "590-1234567-75" }, fault.Invalid, "geen nummer van een Identiteitskaart"},
		"no card's number":       {func(d *vault.Delivery) { d.Items[0].Document = "EN123456" }, fault.Invalid, "geen nummer van een Identiteitskaart"},
		"letters":                {func(d *vault.Delivery) { d.Items[0].Document = "59O-1234567-74" }, fault.Invalid, "geen nummer"},
		"no number at all":       {func(d *vault.Delivery) { d.Items[0].Document = "?" }, fault.Invalid, "geen documentnummer"},
		"another site's waybill": {func(d *vault.Delivery) { d.Site = "lier-stadskantoor" }, fault.Refused, "lier-stadskantoor"},
		"another site's list":    {func(d *vault.Delivery) { d.Consignment = "Z-LIER" }, fault.Refused, "geef ze terug mee"},
		"our own trip":           {func(d *vault.Delivery) { d.LentBy = "buurtloket-berchem" }, fault.Refused, "eigen kluis"},
		"more than a record has": {func(d *vault.Delivery) {
			d.Items = nil
			for n := range 1000 {
				d.Items = append(d.Items, &contract.Item{Document: card(n), Kind: "vreemdelingenkaart-afhalen", Holder: make([]byte, 16)})
			}
		}, fault.Exhausted, "in delen"},
	} {
		t.Run(name, func(t *testing.T) {
			c := mustCabinet(t)
			c.announce(&contract.Consignment{Id: "Z-LIER", Site: "lier-stadskantoor", Documents: []string{card(1)}})
			d := vault.Delivery{Consignment: "Z-1", From: "Koerier NV", Items: cards(card(1)), With: "bert", Today: today}
			row.change(&d)
			e, err := strict.Receive(c.state, "anna", d)
			c.refuse(row.want, e, err)
			if !strings.Contains(fault.Sentence(err), row.says) {
				t.Errorf("says %q", fault.Sentence(err))
			}
		})
	}
	for _, number := range []string{"590-1234567-74", "592-1234567-32", "590-0000071-97"} { // facts 2.3
		c := mustCabinet(t)
		c.must(strict.Receive(c.state, "anna", vault.Delivery{Consignment: "Z-1", From: "Koerier NV", Items: cards(number), With: "bert", Today: today}))
	}
}

func TestTroubleOfAnAnnouncement(t *testing.T) {
	m := &contract.Consignment{Id: "Z-1", Site: "lier-stadskantoor", Documents: []string{card(1), " " + card(1), "?", "590-1234567-75", "EN1"},
		Items: []*contract.Item{{Document: "590-1234567-75", Kind: "eid-afhalen"}, {Document: "EN1", Kind: "koffie"}}}
	want := []string{"voor lier-stadskantoor", "twee keer", "? is geen documentnummer", "geen nummer van een Identiteitskaart", "onbekende soort"}
	got := strict.Trouble(m)
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for n := range want {
		if !strings.Contains(got[n], want[n]) {
			t.Errorf("%q, want %q", got[n], want[n])
		}
	}
	if got := strict.Trouble(&contract.Consignment{Id: "Z-1", Documents: []string{card(1)}}); got != nil {
		t.Errorf("nothing is wrong: %q", got)
	}
	c := mustCabinet(t)
	c.announce(m)
	all, err := vault.Announced(c.state)
	if err != nil || !slices.Equal(all[0].Documents, []string{"590-1234567-75", "EN1", card(1), "?"}) {
		t.Errorf("announced %v, %v", all, err)
	}
}

func TestCompartments_A002_44(t *testing.T) {
	c := mustCabinet(t)
	g := register
	g.Compartments = map[string]int{"A1": 2, "B2": 0}
	c.receive("anna", "EN0001", "EN0002", "EN0003")
	c.must(g.Store(c.state, "anna", "EN0001", "a1"))
	c.must(g.Store(c.state, "anna", "EN0002", "A1"))
	e, err := g.Store(c.state, "anna", "EN0003", "A1")
	c.refuse(fault.Refused, e, err)
	e, err = g.Store(c.state, "anna", "EN0003", "Z9")
	c.refuse(fault.Invalid, e, err)
	c.must(g.Store(c.state, "bert", "EN0002", "B2")) // moved: room again
	c.must(g.Store(c.state, "anna", "EN0003", "A1"))
	if got, want := fmt.Sprint(g.Shelves(c.state)), "[{A1 2 0} {B2 1 -1}]"; got != want {
		t.Errorf("shelves %s, want %s", got, want)
	}
	if got := fmt.Sprint(register.Shelves(c.state)); got != "[{A1 2 -1} {B2 1 -1}]" {
		t.Errorf("shelves that nobody listed: %s", got)
	}
	// From hand to hand: the receiver signs along.
	c.must(register.Pass(c.state, pair, []string{"EN0001"}))
	held, err := vault.Hands(c.state, "bert")
	if err != nil || len(held) != 1 || held[0].Document != "EN0001" {
		t.Errorf("bert has %v, %v", held, err)
	}
	e, err = register.Pass(c.state, pair, []string{"EN0001"})
	c.refuse(fault.NotHeld, e, err)
	e, err = register.Pass(c.state, vault.Actors{By: "bert", With: "bert", Today: today}, []string{"EN0001"})
	c.refuse(fault.Denied, e, err)
}

// TestNumbersHaveOneForm: what a counter takes in and what headquarters announces is held against the same form.
func TestNumbersHaveOneForm_A002_43(t *testing.T) {
	for kind, p := range vault.DefaultProcedures {
		if p.Number.Value != office.NumberOf(kind) {
			t.Errorf("%s: %+v here, %+v in the office", kind, p.Number.Value, office.NumberOf(kind))
		}
	}
}

// TestTakenBack (A002-43): what headquarters takes back comes no more, what was received stays, and what comes all the same
// was on no list. A snapshot states what comes anew, so what it does not name was taken back.
func TestTakenBack_A002_43(t *testing.T) {
	list := func(id string, numbers ...string) *contract.Consignment {
		return &contract.Consignment{Id: id, Documents: numbers}
	}
	for _, row := range []struct {
		title string
		then  func(kv.Writer) error
		left  string
	}{
		{"one", func(w kv.Writer) error {
			return vault.FoldTakenBack(w, &contract.TakenBack{Consignment: "Z-1", Documents: []string{card(2)}})
		}, "Z-1 " + card(3) + "; Z-2 " + card(4)},
		{"what was received", func(w kv.Writer) error {
			return vault.FoldTakenBack(w, &contract.TakenBack{Consignment: "Z-1", Documents: []string{card(1)}})
		}, "Z-1 " + card(2) + " " + card(3) + "; Z-2 " + card(4)},
		{"all of it", func(w kv.Writer) error { return vault.FoldTakenBack(w, &contract.TakenBack{Consignment: "Z-1"}) }, "Z-2 " + card(4)},
		{"one that was never announced", func(w kv.Writer) error { return vault.FoldTakenBack(w, &contract.TakenBack{Consignment: "Z-9"}) }, "Z-1 " + card(2) + " " + card(3) + "; Z-2 " + card(4)},
		{"a snapshot", func(w kv.Writer) error {
			return vault.FoldSnapshot(w, []*contract.Consignment{list("Z-1", card(1), card(3)), list("Z-3", card(5))})
		}, "Z-1 " + card(3) + "; Z-3 " + card(5)},
		{"a snapshot of nothing", func(w kv.Writer) error { return vault.FoldSnapshot(w, nil) }, ""},
	} {
		t.Run(row.title, func(t *testing.T) {
			c := mustCabinet(t)
			c.announce(list("Z-1", card(1), card(2), card(3)))
			c.announce(list("Z-2", card(4)))
			c.must(register.Receive(c.state, "anna", vault.Delivery{Consignment: "Z-1", From: "Koerier NV", Items: cards(card(1)), Today: today}))
			state := c.state.Clone()
			if err := row.then(state); err != nil {
				t.Fatal(err)
			}
			all, err := vault.Announced(state)
			var got []string
			for _, one := range all {
				got = append(got, one.Id+" "+strings.Join(one.Documents, " "))
			}
			if err != nil || strings.Join(got, "; ") != row.left {
				t.Errorf("on its way: %q, want %q (%v)", got, row.left, err)
			}
			if i, err := vault.Get(state, office.DocumentNumber(card(1))); err != nil || !i.InStock() || i.Bars != 0 {
				t.Errorf("what was received: %+v, %v", i, err)
			}
			if row.title == "one" {
				e, err := register.Receive(state, "anna", vault.Delivery{Consignment: "Z-1", From: "Koerier NV", Items: cards(card(2), card(3)), Today: today})
				if err != nil || !slices.Equal(e.GetReceived().Surplus, []string{card(2)}) {
					t.Errorf("it came all the same: %v, %v", e, err)
				}
			}
		})
	}
}
