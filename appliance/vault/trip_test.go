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

// groenenhoek is a counter without vault.
var groenenhoek = vault.Register{Procedures: vault.DefaultProcedures, Site: "buurtloket-groenenhoek", Strict: true}

// late wants so many late trips.
func (c *cabinet) late(day office.Date, now office.Minute, want ...string) {
	c.t.Helper()
	all, err := vault.Trips(c.state, day, now)
	if err != nil {
		c.t.Fatalf("%v", err)
	}
	var got []string
	for _, o := range all {
		if o.Late != (o.Say != "") {
			c.t.Errorf("%+v", o)
		}
		if o.Late {
			got = append(got, fmt.Sprintf("%s %d", o.ID, len(o.Documents)))
		}
	}
	if !slices.Equal(got, want) {
		c.t.Errorf("late on %s at %s: %q, want %q", day, now, got, want)
	}
}

// TestAThursdayEvening takes three documents from Berchem to Groenenhoek, hands one out there and brings one back; the
// third is forgotten, and both registers say so that evening, until it is accounted for.
func TestAThursdayEvening_A002_45(t *testing.T) {
	home, away := mustCabinet(t), mustCabinet(t)
	all := []string{card(1), card(2), card(3)}
	home.must(strict.Receive(home.state, "anna", vault.Delivery{Consignment: "Z-1", From: "Koerier NV", Items: cards(append(all, card(4))...), With: "bert", Today: today}))
	for _, n := range append(all, card(4)) {
		home.must(strict.Store(home.state, "anna", n, "B3"))
	}
	trip := vault.Trip{ID: "g-26-118", To: "buurtloket-groenenhoek", Documents: all, BackBy: 20 * 60}
	carry := vault.Actors{By: "anna", With: "cas", Today: today}
	home.must(strict.Depart(home.state, carry, trip))
	e, err := strict.Depart(home.state, carry, vault.Trip{ID: "G-26-118", To: "buurtloket-groenenhoek", Documents: []string{card(4)}})
	home.refuse(fault.Taken, e, err)

	// On the way it is in no vault: nobody hands it out, stores it, counts it or books for it.
	if i := home.item(office.DocumentNumber(card(1))); i.InStock() || !i.Away || i.Where() != "onderweg: rit G-26-118" || i.Custody.Custodian.Name != "rit G-26-118, cas" {
		t.Errorf("on the way: %+v", i)
	}
	e, err = strict.HandOut(home.state, "anna", vault.Handing{Document: card(1), Collector: vault.Holder, Evidence: whole, Today: today})
	home.refuse(fault.NotHeld, e, err)
	e, err = strict.Store(home.state, "cas", card(1), "B3")
	home.refuse(fault.NotHeld, e, err)
	e, err = strict.Receive(home.state, "anna", vault.Delivery{Consignment: "Z-2", From: "Koerier NV", Items: cards(card(1)), With: "bert", Today: today})
	home.refuse(fault.Taken, e, err)
	if n := vault.Size(home.state); n != 1 {
		t.Errorf("%d in the vault", n)
	}
	home.late(today, 20*60-1)

	// There: no list is needed, nor a line; only a trip is let in.
	e, err = groenenhoek.Receive(away.state, "cas", vault.Delivery{Consignment: "Z-3", From: "Koerier NV", Items: cards(card(9)), With: "dirk", Today: today})
	away.refuse(fault.Refused, e, err)
	in := vault.Delivery{Consignment: "G-26-118", From: "cas", Items: cards(all...), With: "cas", Today: today, LentBy: "buurtloket-berchem"}
	away.must(groenenhoek.Receive(away.state, "dirk", in))
	e, err = groenenhoek.Store(away.state, "dirk", card(1), "B3")
	away.refuse(fault.Refused, e, err)
	e, err = groenenhoek.HandOut(away.state, "eva", vault.Handing{Document: card(1), Collector: vault.Holder, Evidence: whole, Today: today})
	away.refuse(fault.NotHeld, e, err)
	away.must(groenenhoek.Pass(away.state, vault.Actors{By: "dirk", With: "eva", Today: today}, []string{card(1)}))
	e, err = groenenhoek.HandOut(away.state, "eva", vault.Handing{Document: card(1), Collector: vault.Holder, Evidence: whole, Today: today + 1})
	away.refuse(fault.Refused, e, err) // the day after: it should not be here
	away.must(groenenhoek.HandOut(away.state, "eva", vault.Handing{Document: card(1), Collector: vault.Holder, Evidence: whole, Today: today}))
	e, err = groenenhoek.HandOut(away.state, "eva", vault.Handing{Document: card(1), Collector: vault.Holder, Evidence: whole, Today: today})
	away.refuse(fault.Taken, e, err)
	e, err = groenenhoek.HandOut(away.state, "eva", vault.Handing{Document: card(4), Collector: vault.Holder, Evidence: whole, Today: today})
	away.refuse(fault.Refused, e, err)
	e, err = groenenhoek.Propose(away.state, vault.Actors{By: "dirk", Today: today}, vault.Proposing{Documents: []string{card(2)}, Fate: vault.Return, Ground: "decision", Reason: "x"})
	away.refuse(fault.Refused, e, err)

	// Home: to its own vault only, and not what was handed out.
	back := vault.Actors{By: "dirk", With: "cas", Today: today}
	e, err = groenenhoek.Depart(away.state, back, vault.Trip{ID: "G-26-118", To: "lier-stadskantoor", Documents: []string{card(2)}})
	away.refuse(fault.Refused, e, err)
	away.must(groenenhoek.Depart(away.state, back, vault.Trip{ID: "G-26-118", To: "buurtloket-berchem", Documents: []string{card(2)}}))
	if i := away.item(office.DocumentNumber(card(2))); i.InStock() || i.LentBy != "" || i.Trip != "" || i.Where() != "weg met rit G-26-118, cas" {
		t.Errorf("home: %+v", i)
	}
	away.late(today, 20*60)
	away.late(today, vault.Evening, "G-26-118 1")
	away.asksOn(groenenhoek, today+1, "late-trip G-26-118")

	e, err = strict.BringBack(home.state, vault.Actors{By: "anna", With: "cas", Today: today}, vault.Homecoming{Trip: "G-26-118", Back: []string{card(2)}, HandedOut: []string{card(2)}})
	home.refuse(fault.Invalid, e, err)
	e, err = strict.BringBack(home.state, carry, vault.Homecoming{Trip: "G-26-118", Back: []string{card(4)}})
	home.refuse(fault.Refused, e, err)
	e, err = strict.BringBack(home.state, vault.Actors{By: "anna", With: "anna", Today: today}, vault.Homecoming{Trip: "G-26-118", Back: []string{card(2)}})
	home.refuse(fault.Denied, e, err)
	home.must(strict.BringBack(home.state, carry, vault.Homecoming{Trip: "g-26-118", Back: []string{card(2)}, HandedOut: []string{card(1)}}))
	if i := home.item(office.DocumentNumber(card(1))); i.Where() != "uitgereikt" || i.Chain[len(i.Chain)-1].Handover.To.Name != "buurtloket-groenenhoek" {
		t.Errorf("handed out there: %+v", i)
	}
	if i := home.item(office.DocumentNumber(card(2))); i.Where() != "in handen van anna" || i.Trip != "" || i.For != "" {
		t.Errorf("back: %+v", i)
	}
	home.late(today, 20*60-1)
	home.late(today, 20*60, "G-26-118 1")
	home.late(today+1, 0, "G-26-118 1")
	q, err := strict.ToDecide(home.state, today, 21*60)
	if err != nil || len(q) != 1 || !strings.Contains(q[0].Say, "naar Buurtloket Groenenhoek: 1 document is niet terug") {
		t.Errorf("%+v, %v", q, err)
	}

	// It is reported, found, and brought back: only then the evening is over.
	home.must(strict.ReportMissing(home.state, carry, vault.Loss{Document: card(3), Reason: "niet in de koffer"}))
	home.late(today, 20*60, "G-26-118 1")
	away.must(groenenhoek.Depart(away.state, back, vault.Trip{ID: "G-26-118", To: "buurtloket-berchem"})) // all that is left
	home.must(strict.BringBack(home.state, carry, vault.Homecoming{Trip: "G-26-118", Back: []string{card(3)}}))
	home.late(today+9, 0)
	away.late(today+9, 0)
	e, err = strict.HandOut(home.state, "anna", vault.Handing{Document: card(3), Collector: vault.Holder, Evidence: whole, Today: today})
	home.refuse(fault.Refused, e, err)
	home.must(strict.WorkOff(home.state, carry, []string{card(3)}, "found", "lag in de auto"))
	home.must(strict.HandOut(home.state, "anna", vault.Handing{Document: card(3), Collector: vault.Holder, Evidence: whole, Today: today}))

	// Next week the second one goes again: its chain there goes on.
	week := in
	week.Consignment, week.Items, week.Today = "G-26-125", cards(card(2)), today+7
	away.must(groenenhoek.Receive(away.state, "dirk", week))
	if i := away.item(office.DocumentNumber(card(2))); len(i.Chain) != 3 || i.TripDay != today+7 || i.LentBy != "buurtloket-berchem" {
		t.Errorf("again: %+v", i)
	}
}

// TestATripThatWasAnnounced: headquarters heard the departure, so the counter's list knows the lender and the kinds.
func TestATripThatWasAnnounced_A002_45(t *testing.T) {
	c := mustCabinet(t)
	c.announce(&contract.Consignment{Id: "G-1", Site: "buurtloket-groenenhoek", LentBy: "buurtloket-berchem", Documents: []string{card(1), card(2)},
		Items: []*contract.Item{{Document: card(1), Kind: "eid-afhalen"}, {Document: card(2), Kind: "kids-id-afhalen"}}})
	c.must(groenenhoek.Receive(c.state, "dirk", vault.Delivery{Consignment: "G-1", From: "cas", With: "cas", Today: today, Items: []*contract.Item{{Document: card(1)}}}))
	if i := c.item(office.DocumentNumber(card(1))); i.Kind != "eid-afhalen" || i.LentBy != "buurtloket-berchem" {
		t.Errorf("%+v", i)
	}
	c.asks(groenenhoek, "not-come "+card(2))
}

func TestTripsThatCannotBe(t *testing.T) {
	c := mustCabinet(t)
	c.receive("anna", "EN0001", "EN0002")
	c.must(register.Propose(c.state, pair, vault.Proposing{Documents: []string{"EN0002"}, Fate: vault.Return, Ground: "decision", Reason: "verhuisd"}))
	for name, row := range map[string]struct {
		a    vault.Actors
		trip vault.Trip
		want fault.Kind
	}{
		"alone":              {vault.Actors{By: "anna", Today: today}, vault.Trip{ID: "G-1", To: "buurtloket-groenenhoek", Documents: []string{"EN0001"}}, fault.Denied},
		"no day":             {vault.Actors{By: "anna", With: "cas"}, vault.Trip{ID: "G-1", To: "buurtloket-groenenhoek", Documents: []string{"EN0001"}}, fault.Invalid},
		"no number":          {pair, vault.Trip{To: "buurtloket-groenenhoek", Documents: []string{"EN0001"}}, fault.Invalid},
		"nowhere":            {pair, vault.Trip{ID: "G-1", Documents: []string{"EN0001"}}, fault.Invalid},
		"home":               {pair, vault.Trip{ID: "G-1", To: "buurtloket-berchem", Documents: []string{"EN0001"}}, fault.Invalid},
		"after midnight":     {pair, vault.Trip{ID: "G-1", To: "buurtloket-groenenhoek", Documents: []string{"EN0001"}, BackBy: 1441}, fault.Invalid},
		"nothing":            {pair, vault.Trip{ID: "G-1", To: "buurtloket-groenenhoek"}, fault.Invalid},
		"what is to go back": {pair, vault.Trip{ID: "G-1", To: "buurtloket-groenenhoek", Documents: []string{"EN0001", "EN0002"}}, fault.Refused},
		"another's hands":    {vault.Actors{By: "bert", With: "cas", Today: today}, vault.Trip{ID: "G-1", To: "buurtloket-groenenhoek", Documents: []string{"EN0001"}}, fault.NotHeld},
	} {
		t.Run(name, func(t *testing.T) {
			g := register
			g.Site = "buurtloket-berchem"
			e, err := g.Depart(c.state, row.a, row.trip)
			c.refuse(row.want, e, err)
		})
	}
}
