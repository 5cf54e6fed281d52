package register_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestToldOfADocument: it is there, it is there still, a letter was sent and the term runs, it ends soon; who has it is told no more.
func TestToldOfADocument(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	thread := append(append([]byte("d"), berchem...), 0)
	thread = append(thread, card...)
	items := []*contract.Item{{Document: card, Kind: "eid-afhalen", Holder: somebody.Commitment}, {Document: passport, Kind: "reispas-afhalen"}}
	h.taken(berchem, 1, vaultEvent(&contract.Received{Consignment: "z1", Items: items, Date: int32(today)}))
	h.tells(thread, told{ready, dispatch.Waiting}, told{stillReady, dispatch.Waiting})
	if n := len(h.view().DueThreads(1<<62, -1)); n != 1 {
		t.Fatalf("%d threads: a document without a known holder has nobody to tell", n)
	}
	h.sendsAll()
	h.now = h.now.Add(20 * 24 * time.Hour)
	letter := &contract.Event{Kind: &contract.Event_Reminded{Reminded: &contract.Reminded{Documents: []string{card}, Date: int32(today + 20)}}}
	h.taken(berchem, 1, letter, letter)
	h.tells(thread, told{ready, dispatch.Sent}, told{stillReady, dispatch.Dropped}, told{term, dispatch.Waiting}, told{lastCall, dispatch.Waiting})
	last := dispatch.Ends(today+20, 3)
	for _, m := range h.view().Thread(thread).Messages[2:] {
		if m.LastDay != int32(last) {
			t.Errorf("%s names %s as the last day, want %s", m.Kind, office.Date(m.LastDay), last)
		}
	}
	if m := h.view().Thread(thread).Messages[3]; m.DueMs != (last-dispatch.LastCallDays).At(10*60, h.plan.Zone()).UnixMilli() {
		t.Errorf("the last call is at %s", time.UnixMilli(m.DueMs))
	}
	h.sendsAll()
	h.taken(berchem, 1, vaultEvent(&contract.HandedOut{Document: card}))
	h.tells(thread, told{ready, dispatch.Sent}, told{stillReady, dispatch.Dropped}, told{term, dispatch.Sent}, told{lastCall, dispatch.Dropped})
}

// TestNotToBeCollected: of a document that came in damaged, or for another site, nobody is told to come.
func TestNotToBeCollected(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	h.taken(berchem, 1, vaultEvent(&contract.Received{Consignment: "z1", Date: int32(today), Items: []*contract.Item{
		{Document: card, Kind: "eid-afhalen", Holder: somebody.Commitment, Damaged: true},
		{Document: passport, Kind: "reispas-afhalen", Holder: somebody.Commitment, Site: string(hoek)}}}))
	if n := len(h.view().DueThreads(1<<62, -1)); n != 0 {
		t.Fatalf("%d are told", n)
	}
	h.taken(berchem, 1, &contract.Event{AtMs: h.now.UnixMilli(), Kind: vaultEvent(&contract.WorkedOff{Documents: []string{passport}, Outcome: "accepted"}).Kind})
	if n := len(h.view().DueThreads(1<<62, -1)); n != 1 {
		t.Fatalf("%d are told of what a clerk accepted", n)
	}
}
