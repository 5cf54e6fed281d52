package local_test

import (
	"cmp"
	"context"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// card and licence are documents whose numbers are of the form of their kind.
const (
	card    = "592-0000001-82"
	licence = "B12345678"
)

// mustReceive takes documents into the hands of Ann and into compartment A1, with Bert beside her.
func (c *counter) mustReceive() {
	c.tb.Helper()
	_, err := c.client.Receive(context.Background(), connect.NewRequest(&contract.ReceiveRequest{Command: c.command(), Consignment: "K1", From: "koerier", Second: bert(),
		Items: []*contract.ReceiveRequest_NewItem{{Document: card, Kind: "eid-afhalen", Holder: &contract.Person{Name: "Bart Maes"}},
			{Document: licence, Kind: "rijbewijs-afhalen", Damaged: true}}}))
	if err != nil {
		c.tb.Fatal(err)
	}
}

// leading signs in somebody who may decide.
func (c *counter) leading() {
	c.tb.Helper()
	r := roster("ann", "bert")
	r.Clerks[0].Roles = []string{"clerk", "lead"}
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: r}})
}

func (c *counter) mustLists() *contract.VaultListsResponse {
	c.tb.Helper()
	res, err := c.client.VaultLists(context.Background(), connect.NewRequest(new(contract.VaultListsRequest)))
	if err != nil {
		c.tb.Fatal(err)
	}
	return res.Msg
}

func (c *counter) mustDocument(number string) *contract.DocumentResponse {
	c.tb.Helper()
	res, err := c.client.Document(context.Background(), connect.NewRequest(&contract.DocumentRequest{Document: number}))
	if err != nil {
		c.tb.Fatal(err)
	}
	return res.Msg
}

// notice is the urgent notice with a code; "" when there is none.
func (c *counter) notice(code string) string {
	for _, n := range c.mustView().Notices {
		if n.Code == code && n.Urgent {
			return n.Say
		}
	}
	return ""
}

// TestTheVaultsActs walks every act on documents, each tapped twice: of two people the second is asked once.
func TestTheVaultsActs(t *testing.T) {
	c := mustCounter(t, nil)
	c.leading()
	c.mustReceive()
	tap(t, c, c.client.Store, &contract.StoreRequest{Command: c.command(), Document: card, Compartment: "A1"})
	tap(t, c, c.client.Remind, &contract.RemindRequest{Command: c.command(), Documents: []string{card}, Sent: int32(monday)})
	if d := c.mustDocument(card); d.Row.Name != "Bart Maes" || d.Legal == 0 || d.Row.Reminders != 1 || len(d.Chain) != 2 || d.Where != "kluis, vak A1" {
		t.Errorf("document: %v", d)
	}
	tap(t, c, c.client.ProposeFate, &contract.ProposeFateRequest{Command: c.command(), Documents: []string{licence}, Fate: "destroy", Ground: "damaged"})
	tap(t, c, c.client.Withdraw, &contract.WithdrawRequest{Command: c.command(), Documents: []string{licence}, Reason: "verkeerd stuk"})
	tap(t, c, c.client.ProposeFate, &contract.ProposeFateRequest{Command: c.command(), Documents: []string{licence}, Fate: "destroy", Ground: "damaged"})
	if q := c.mustLists().Questions; len(q) != 1 || q[0].Code != "proposed" || q[0].Fate != "destroy" {
		t.Errorf("questions: %v", q)
	}
	for _, o := range c.mustLists().Outcomes {
		if o.Two != (o.Code == "found" || o.Code == "accepted") {
			t.Errorf("outcome: %v", o)
		}
	}
	before := c.size()
	tap(t, c, c.client.Destroy, &contract.DestroyRequest{Command: c.command(), Documents: []string{licence}, Certificate: "PV-1", Second: bert()})
	events := c.events()[before:]
	if len(events) != 2 || events[0].GetAttested().GetFirst() != "ann" || events[0].Clerk != "bert" || events[1].GetDestroyed().GetSecond() != "bert" {
		t.Errorf("journaled %v", events)
	}
	if d := c.mustDocument(licence); d.Where != "vernietigd" {
		t.Errorf("document: %v", d)
	}
	tap(t, c, c.client.Depart, &contract.DepartRequest{Command: c.command(), Trip: "G-1", To: "buurtloket-groenenhoek", Documents: []string{card}, Carrier: bert()})
	c.set(c.clock().Add(13 * time.Hour))
	if l := c.mustLists(); len(l.Trips) != 1 || !l.Trips[0].Late || l.Questions[0].Code != "late-trip" || len(l.Outcomes) == 0 || len(l.Grounds) == 0 {
		t.Errorf("lists: %v", l)
	}
	if q := c.mustLists().Questions; q[0].Fate != "" {
		t.Errorf("a trip is proposed to go: %v", q[0])
	}
	if say := c.notice("late-trip"); !strings.HasPrefix(say, "Rit G-1 van ") || !strings.HasSuffix(say, "naar Buurtloket Groenenhoek: 1 document is niet terug in de kluis. Bel de collega die het meenam.") {
		t.Errorf("people are told: %q", say)
	}
	tap(t, c, c.client.BringBack, &contract.BringBackRequest{Command: c.command(), Trip: "G-1", Back: []string{card}, Carrier: bert()})
	if say := c.notice("late-trip"); say != "" {
		t.Errorf("all is back, and people are told: %q", say)
	}
	told := ""
	for _, h := range c.mustDocument(card).Chain {
		told += h.Say + "\n"
	}
	if told != "zending K1, met bert\nin het vak gelegd\nuit het vak genomen\nrit G-1 naar Buurtloket Groenenhoek\nrit G-1 is terug, met bert\n" {
		t.Errorf("the chain:\n%s", told)
	}
	tap(t, c, c.client.ReportMissing, &contract.ReportMissingRequest{Command: c.command(), Document: card, Reason: "niet in het vak", Second: bert()})
	rows := c.mustStock()
	if len(rows) != 1 || !strings.Contains(rows[0].HeldBack, "als vermist gemeld") || len(c.mustLists().Missing) != 1 {
		t.Errorf("stock: %v", rows)
	}
	tap(t, c, c.client.WorkOff, &contract.WorkOffRequest{Command: c.command(), Documents: []string{card}, Outcome: "found", Reason: "lag eronder", Second: bert()})
	tap(t, c, c.client.ProposeFate, &contract.ProposeFateRequest{Command: c.command(), Documents: []string{card}, Fate: "return", Ground: "decision", Reason: "foute foto"})
	tap(t, c, c.client.SendBack, &contract.SendBackRequest{Command: c.command(), Documents: []string{card}, To: "fabrikant", Carrier: "koerier", Second: bert()})
	if len(c.mustStock()) != 0 {
		t.Error("the vault is not empty")
	}
}

// TestPassingOn: who gets a document says so with their own PIN, and from then on it is theirs to store.
func TestPassingOn(t *testing.T) {
	c := mustCounter(t, nil)
	c.mustReceive()
	tap(t, c, c.client.Pass, &contract.PassRequest{Command: c.command(), Documents: []string{card}, To: bert()})
	_, err := c.client.Store(context.Background(), connect.NewRequest(&contract.StoreRequest{Command: c.command(), Document: card, Compartment: "A1"}))
	c.mustRefuse(fault.NotHeld, c.size(), err)
	c.session = c.mustSignIn("bert", 2)
	tap(t, c, c.client.Store, &contract.StoreRequest{Command: c.command(), Document: card, Compartment: "A1"})
	count := tap(t, c, c.client.Count, &contract.CountRequest{Command: c.command(), Present: []string{card}, Compartment: "B1"})
	if len(count.Misplaced) != 1 {
		t.Errorf("counted %v", count)
	}
}

// TestTwoPeople: not alone, nobody twice, no wrong PIN, and nobody who may not keep documents; a wrong PIN is journaled,
// and so is the word of a colleague about a number that turns out to be none.
func TestTwoPeople(t *testing.T) {
	c := mustCounter(t, nil)
	r := roster("ann", "bert", "cis")
	r.Clerks[2].Roles = []string{"planner"}
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: r}})
	for what, w := range map[string]struct {
		second   *contract.Second
		kind     fault.Kind
		wrote    uint64
		say      string
		document string // default card
	}{
		"alone":         {nil, fault.Denied, 0, "Dit doen twee medewerkers samen.", ""},
		"check digits":  {bert(), fault.Invalid, 1, "592-0000001-83 is geen nummer van een Identiteitskaart.", "592-0000001-83"},
		"twice the one": {&contract.Second{Clerk: "ann", Pin: annPIN}, fault.Invalid, 0, "Hier zijn twee mensen voor nodig.", ""},
		"a wrong PIN":   {&contract.Second{Clerk: "bert", Pin: "000000"}, fault.Denied, 1, "", ""},
		"no PIN":        {&contract.Second{Clerk: "bert"}, fault.Invalid, 0, "", ""},
		"nobody's name": {&contract.Second{Clerk: "zoë", Pin: annPIN}, fault.Denied, 1, "", ""},
		"a planner":     {&contract.Second{Clerk: "cis", Pin: annPIN}, fault.Denied, 1, "het is voor een loketmedewerker", ""},
	} {
		t.Run(what, func(t *testing.T) {
			before := c.size()
			_, err := c.client.Receive(context.Background(), connect.NewRequest(&contract.ReceiveRequest{Command: c.command(), Consignment: "K1", From: "koerier",
				Second: w.second, Items: []*contract.ReceiveRequest_NewItem{{Document: cmp.Or(w.document, card), Kind: "eid-afhalen"}}}))
			c.mustRefuse(w.kind, before+w.wrote, err)
			if say := fault.Sentence(fault.FromRPC("test", err)); !strings.Contains(say, w.say) {
				t.Errorf("says %q", say)
			}
		})
	}
}

// TestTheDecisionIsForWhoDecides: a clerk proposes by the rules, and decides and destroys nothing.
func TestTheDecisionIsForWhoDecides(t *testing.T) {
	c := mustCounter(t, nil)
	c.mustReceive()
	before := c.size()
	_, err := c.client.ProposeFate(context.Background(), connect.NewRequest(&contract.ProposeFateRequest{Command: c.command(), Documents: []string{card},
		Fate: "return", Ground: "decision", Reason: "zo maar"}))
	c.mustRefuse(fault.Denied, before, err)
	_, err = c.client.Destroy(context.Background(), connect.NewRequest(&contract.DestroyRequest{Command: c.command(), Documents: []string{card}, Certificate: "1", Second: bert()}))
	c.mustRefuse(fault.Denied, before, err)
}

// TestAStaleRoster: near the end people are told; after it nobody signs in, nor answers as a second. Who is in stays.
func TestAStaleRoster(t *testing.T) {
	c := mustCounter(t, nil)
	c.set((monday + 13).At(9*60, mustZone(t)))
	if n := c.mustView().Notices; len(n) != 1 || n[0].Code != "roster" || !strings.Contains(n[0].Say, "over 1 dag") {
		t.Errorf("notices: %v", n)
	}
	c.set((monday + 15).At(10*60, mustZone(t)))
	before := c.size()
	_, err := c.signIn("bert", annPIN, 2)
	c.mustRefuse(fault.Denied, before, err)
	if say := fault.Sentence(fault.FromRPC("test", err)); !strings.Contains(say, "meer dan 14 dagen niets van het hoofdkantoor") {
		t.Errorf("says %q", say)
	}
	_, err = c.client.Pass(context.Background(), connect.NewRequest(&contract.PassRequest{Command: c.command(), Documents: []string{card}, To: bert()}))
	c.mustRefuse(fault.Denied, before, err)
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: roster("ann", "bert")}})
	c.mustSignIn("bert", 2)
}

// TestCollectingWhereItLies: a booking to collect is made where the document is, on a day it may go out (A002-43).
func TestCollectingWhereItLies(t *testing.T) {
	c := mustCounter(t, nil)
	plan := hours()
	plan.Version, plan.Rules[0].Products = 2, append(plan.Rules[0].Products, "eid-afhalen", "rijbewijs-afhalen")
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: plan}})
	c.mustReceive()
	book := func(document, product string) error {
		q := c.wish(monday, 10*60)
		q.Products, q.Document = []string{product}, document
		return second(c.book(q))
	}
	before := c.size()
	c.mustRefuse(fault.NotFound, before, book("592-0000002-83", "eid-afhalen"))
	c.mustRefuse(fault.Refused, before, book(licence, "rijbewijs-afhalen"))
	c.mustRefuse(fault.Refused, before, book(card, "rijbewijs-afhalen"))
	if err := book(card, "eid-afhalen"); err != nil {
		t.Error(err)
	}
	ask := func(document string) *contract.CollectableResponse {
		res, err := c.client.Collectable(context.Background(), connect.NewRequest(&contract.CollectableRequest{Kind: "rijbewijs-afhalen", Document: document}))
		if err != nil {
			t.Fatal(err)
		}
		return res.Msg
	}
	if no := ask(licence); no.Offered || !strings.Contains(no.Why, "beschadigd binnengekomen") {
		t.Errorf("collectable: %v", no)
	}
	if !ask("").Offered {
		t.Error("the kind is not offered")
	}
}
