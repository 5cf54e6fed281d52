package local_test

import (
	"context"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

func (c *counter) vouch(with *contract.Second, purpose string) (string, error) {
	res, err := c.client.Vouch(context.Background(), connect.NewRequest(&contract.VouchRequest{Command: c.command(), Second: with, Purpose: purpose}))
	if err != nil {
		return "", err
	}
	if res.Msg.Sequence != c.size() || res.Msg.Seconds != uint32(staff.WordHolds.Seconds()) {
		c.tb.Errorf("vouched: %v, the journal has %d records", res.Msg, c.size())
	}
	return res.Msg.Word, nil
}

// TestAColleagueVouchesOnce: one PIN for acts that belong together, journaled once; each act names its second as ever. The word is
// good for its purpose, its colleague, its session and two minutes, and no longer than the roster has the colleague.
func TestAColleagueVouchesOnce(t *testing.T) {
	c := mustCounter(t, nil)
	c.leading()
	load, err := c.vouch(bert(), "load")
	if err != nil {
		t.Fatal(err)
	}
	said := func(word string) *contract.Second { return &contract.Second{Clerk: "bert", Word: word} }
	receive := func(id string, with *contract.Second) error {
		_, err := c.client.Receive(context.Background(), connect.NewRequest(&contract.ReceiveRequest{Command: c.command(), Consignment: id, From: "koerier", Second: with,
			Items: []*contract.ReceiveRequest_NewItem{{Document: map[string]string{"K1": licence, "K2": card}[id], Kind: map[string]string{"K1": "rijbewijs-afhalen", "K2": "eid-afhalen"}[id], Damaged: id == "K1"}}}))
		return err
	}
	before := c.size()
	if err := receive("K1", said(load)); err != nil {
		t.Fatal(err)
	}
	if events := c.events()[before:]; len(events) != 1 || events[0].GetReceived().GetSecond() != "bert" {
		t.Errorf("journaled %v", events)
	}
	tap(t, c, c.client.ProposeFate, &contract.ProposeFateRequest{Command: c.command(), Documents: []string{licence}, Fate: "destroy", Ground: "damaged"})
	destroy := func(with *contract.Second) error {
		_, err := c.client.Destroy(context.Background(), connect.NewRequest(&contract.DestroyRequest{Command: c.command(), Documents: []string{licence}, Certificate: "PV-1", Second: with}))
		return err
	}
	c.mustRefuse(fault.Denied, c.size(), destroy(said(load)))
	_, err = c.client.Depart(context.Background(), connect.NewRequest(&contract.DepartRequest{Command: c.command(), Trip: "G-1", To: "buurtloket-groenenhoek", Documents: []string{card}, Carrier: said(load)}))
	c.mustRefuse(fault.Denied, c.size(), err)
	c.mustRefuse(fault.Denied, c.size(), receive("K2", &contract.Second{Clerk: "ann", Word: load}))
	for _, purpose := range []string{"", "emergency", "collect"} {
		_, err := c.vouch(bert(), purpose)
		c.mustRefuse(fault.Invalid, c.size(), err)
	}
	_, err = c.vouch(said(load), "load") // a word begets no word
	c.mustRefuse(fault.Denied, c.size(), err)
	if _, err := c.vouch(&contract.Second{Clerk: "bert", Pin: "000000"}, "load"); !fault.Is(fault.FromRPC("test", err), fault.Denied) {
		t.Errorf("a wrong PIN: %v", err)
	}

	remove, err := c.vouch(bert(), "remove")
	if err != nil {
		t.Fatal(err)
	}
	if err := destroy(said(remove)); err != nil {
		t.Error(err)
	}
	c.pass(staff.WordHolds)
	c.mustRefuse(fault.Denied, c.size(), receive("K2", said(load)))
	if load, err = c.vouch(bert(), "load"); err != nil {
		t.Fatal(err)
	}
	r := roster("ann")
	r.Version, r.Clerks[0].Roles = 2, []string{"clerk", "lead"}
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: r}})
	if err := fault.FromRPC("test", receive("K2", said(load))); err == nil || fault.Sentence(err) == "" {
		t.Errorf("of somebody who is gone: %v", err)
	}
}
