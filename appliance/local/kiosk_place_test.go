package local_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// TestAWishOfTheKioskIsAnswered: until the visitor has read headquarters' answer a clerk has it to tell, with how they can be told;
// once they read it at the kiosk nobody need, whether it is a yes or a no.
func TestAWishOfTheKioskIsAnswered(t *testing.T) {
	for _, no := range []*contract.Refusal{nil, {Say: "Deze plaats is net door iemand anders genomen."}} {
		k := mustKiosk(t)
		found, err := k.kiosk.Search(context.Background(), connect.NewRequest(&contract.SearchRequest{Products: []string{"eid-aanvraag"}, Persons: 1, Limit: 50}))
		at := slices.IndexFunc(found.Msg.GetPlaces(), func(p *contract.FoundPlace) bool { return p.Pending })
		if err != nil || at < 0 {
			t.Fatalf("nothing to ask for: %v, %v", found, err)
		}
		q := &contract.KioskBookRequest{Act: k.act(), Place: found.Msg.Places[at].Place, Product: "eid-aanvraag", Persons: 1, Person: &contract.Person{Name: "Amélie Öz", Phone: "0471 23 45 67"}}
		asked, err := do(k, k.kiosk.Book, func() *contract.KioskBookRequest { return q })
		if err != nil || !asked.Pending {
			t.Fatalf("%v, %v", asked, err)
		}
		answer := &contract.Answer{Request: asked.Request, Refused: no}
		if no == nil {
			answer.Accepted = asked.Appointment
		}
		k.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Answer{Answer: answer}})
		if inbox := k.mustView().Inbox; len(inbox) != 1 || inbox[0].Pending || inbox[0].Phone != "0471 23 45 67" {
			t.Errorf("nobody told them, and the inbox is %v", inbox)
		}
		for range 2 { // a tap repeated hears the same
			got, err := k.kiosk.Book(context.Background(), connect.NewRequest(q))
			if no == nil && (err != nil || got.Msg.Pending || got.Msg.Code == "") {
				t.Errorf("a yes: %v, %v", got, err)
			}
			if f := fault.FromRPC("test", err); no != nil && (!fault.Is(f, fault.Refused) || fault.Sentence(f) != no.Say+" Kies een andere plaats.") {
				t.Errorf("a no: %v", err)
			}
			if inbox := k.mustView().Inbox; len(inbox) != 0 {
				t.Errorf("they read it, and a clerk has to tell them %v", inbox)
			}
		}
	}
}

// TestACertificateIsHadRightHere: who asks where a certificate can be had is told of this very kiosk, while it can make one.
func TestACertificateIsHadRightHere(t *testing.T) {
	k := mustKiosk(t)
	how := func() string {
		t.Helper()
		where, err := k.kiosk.Where(context.Background(), connect.NewRequest(&contract.KioskWhereRequest{Product: "attest-bevolking"}))
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range where.Msg.Offers {
			if o.Site.Site == string(site) {
				return o.How
			}
		}
		return ""
	}
	if got := how(); !strings.Contains(got, "zelfbediening") {
		t.Errorf("it is had here by %s", got)
	}
	k.slot.Unplug()
	k.ask(t)
	if got := how(); strings.Contains(got, "zelfbediening") {
		t.Errorf("without a reader it is had here by %s", got)
	}
}
