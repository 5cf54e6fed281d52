package local_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// TestAWishSaysWhatItCollects (A002-43): headquarters is told which document a booking from afar is for, and a refusal with
// places there comes back.
func TestAWishSaysWhatItCollects_A002_43(t *testing.T) {
	c := mustCounter(t, nil)
	c.decides(nil)
	q := c.wish(monday+3, 9*60) // held by headquarters
	q.Products, q.Place.Site, q.Document = []string{"eid-afhalen"}, "antwerpen-harmonie", " 592-1234567-32 "
	plan := hours()
	plan.Version = 3
	rule := plan.Rules[0]
	rule.Products = nil
	plan.Rules = append(plan.Rules, &contract.Rule{Id: "daar", Site: "antwerpen-harmonie", Weekdays: 127, From: 540, To: 720, Desks: 1, FirstDesk: 1, Mode: "appointment"})
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: plan}})
	got, err := c.book(q)
	if err != nil || !got.Pending {
		t.Fatalf("asked: %v, %v", got, err)
	}
	asked := c.events()[c.size()-1].GetRequested().GetRequest()
	if asked.GetDocument() != "592-1234567-32" || asked.GetBook() == nil {
		t.Errorf("wished %v", asked)
	}
	there := q.Place
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Answer{Answer: &contract.Answer{Request: got.Request, Refused: &contract.Refusal{
		Code: "refused", Say: "Dit document ligt in Lier.", Alternatives: []*contract.Place{there}}}}})
	if in := c.mustView().Inbox; len(in) != 1 || in[0].Answer.GetRefused() == nil || len(in[0].AlternativeSites) != 1 {
		t.Errorf("inbox %v", in)
	}
}

// TestWhatWasTakenBackIsNotAwaited (A002-43): the screen counts what comes, and a restart, which folds anew, counts the same.
func TestWhatWasTakenBackIsNotAwaited_A002_43(t *testing.T) {
	c := mustCounter(t, nil)
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Consignment{Consignment: &contract.Consignment{Id: "Z1", Documents: []string{"EN810001", "EN810002", "EN810003"}}}})
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_TakenBack{TakenBack: &contract.TakenBack{Consignment: "Z1", Documents: []string{"EN810002"}}}})
	if n := c.mustView().Announced; n != 2 {
		t.Errorf("%d documents are awaited", n)
	}
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Snapshot{Snapshot: &contract.Snapshot{Plan: hours(), Roster: roster("ann", "bert"),
		Consignments: []*contract.Consignment{{Id: "Z2", Documents: []string{"EN810004"}}}}}})
	if n := c.mustView().Announced; n != 1 {
		t.Errorf("after a snapshot %d documents are awaited", n)
	}
	c.stop()
	c.open(nil)
	if n := c.mustView().Announced; n != 1 {
		t.Errorf("after a restart %d documents are awaited", n)
	}
}
