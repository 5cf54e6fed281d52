package kiosk_test

import (
	"context"
	"strings"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/told"
)

var act = []byte("0123456789abcdef")

// TestInNobodysName: whatever a visitor asks, the counter is asked it for no clerk, at no desk and under the visitor's own act;
// of a request only what a visitor may say goes on.
func TestInNobodysName(t *testing.T) {
	c := &asked{err: fault.New("test", fault.Internal)}
	k, ctx := mustKiosk(t, c), t.Context()
	calls := map[string]func() error{
		"check in": func() error {
			return says(k.CheckIn(ctx, connect.NewRequest(&contract.KioskCheckInRequest{Act: act, Code: "AB12", Card: 7})))
		},
		"walk in": func() error {
			return says(k.Issue(ctx, connect.NewRequest(&contract.KioskIssueRequest{Act: act, Product: "eid-aanvraag", Persons: 2})))
		},
		"search": func() error {
			return says(k.Search(ctx, connect.NewRequest(&contract.SearchRequest{Products: []string{"eid-aanvraag"}, Persons: 2, Urgency: contract.Urgency_URGENCY_URGENT, Document: "AB123456"})))
		},
		"book": func() error {
			return says(k.Book(ctx, connect.NewRequest(&contract.KioskBookRequest{Act: act, Product: "eid-aanvraag", Persons: 2,
				Person: &contract.Person{Name: " Amélie Öz ", Phone: "0471 23 45 67", Note: "VIP"}})))
		},
		"collect": func() error {
			return says(k.Collect(ctx, connect.NewRequest(&contract.KioskCollectRequest{Act: act, Pickup: "AB12CD"})))
		},
		"scans": func() error { return k.Scans(ctx, nil, nil) },
	}
	for name, call := range calls {
		if err := call(); err == nil {
			t.Errorf("%s: the counter failed and the visitor is not told", name)
		}
	}
	if len(c.who) != 4 {
		t.Errorf("%d of them name an act", len(c.who))
	}
	for _, who := range c.who {
		if who != (appliance.Who{Act: [16]byte(act)}) {
			t.Errorf("asked by %+v", who)
		}
	}
	if c.checkIn.Code != "" || c.checkIn.Card != 7 || c.checkIn.Name != "" || c.checkIn.StraightTo != 0 {
		t.Errorf("checks in with %v", c.checkIn)
	}
	if w := c.walk; len(w.Products) != 1 || w.Persons != 2 || w.Urgency != 0 || w.Reason != "" || w.Straight != 0 {
		t.Errorf("walks in with %+v", w)
	}
	if q := c.search; q.Persons != 2 || q.Urgency != 0 || q.Document != "" {
		t.Errorf("searches %v", q)
	}
	if p := c.book.Person; p.Name != "Amélie Öz" || p.Phone != "0471 23 45 67" || p.Note != "" || c.book.Document != "" || c.book.Urgency != 0 {
		t.Errorf("books %v", c.book)
	}
	if len(c.at) != 1 || c.at[0] != 0 {
		t.Errorf("a scanner of desk %v", c.at)
	}
}

// TestARefusalForAVisitor: what the counter refuses is told as it is, with what a visitor can do instead of what a clerk could, and
// as codes; of what went wrong inside nothing is told but that it did.
func TestARefusalForAVisitor(t *testing.T) {
	c := new(asked)
	k := mustKiosk(t, c)
	collect := func() error {
		return says(k.Collect(t.Context(), connect.NewRequest(&contract.KioskCollectRequest{Act: act, Pickup: "AB12CD"})))
	}
	c.err = fault.New("test", fault.NotFound).Tell("Deze code is onbekend.", "Zoek in de lijst van vandaag.")
	err := collect()
	if say := fault.Sentence(err); !fault.Is(err, fault.NotFound) || !strings.HasPrefix(say, "Deze code is onbekend.") || strings.Contains(say, "lijst van vandaag") {
		t.Errorf("%q", say)
	}
	if codes := fault.Codes(err); len(codes) != 2 || codes[0] != string(told.PickupUnknown) || codes[1] != string(told.CheckCode) {
		t.Errorf("codes %q", codes)
	}
	c.err = fault.New("test", fault.Refused).Tell("Dit attest is al afgedrukt.", "Druk een duplicaat af.")
	if say := fault.Sentence(collect()); say != "Dit attest is al afgedrukt. "+told.Say(told.AskHelp).Dutch() {
		t.Errorf("%q", say)
	}
	c.err = context.DeadlineExceeded
	if err := collect(); fault.Is(err, fault.Refused) || fault.Is(err, fault.NotFound) || len(fault.Codes(err)) != 0 {
		t.Errorf("what went wrong inside is told as %v", err)
	}
}

// TestNoWalkIn: who may not come without appointment is answered, not refused: with why not, and with the first places.
func TestNoWalkIn(t *testing.T) {
	c := &asked{refused: true, err: fault.New("test", fault.Refused).Tell("Dit kan alleen op afspraak.", "Maak een afspraak.")}
	got, err := mustKiosk(t, c).Issue(t.Context(), connect.NewRequest(&contract.KioskIssueRequest{Act: act, Product: "eid-aanvraag"}))
	if err != nil || got.Msg.Refused != "Dit kan alleen op afspraak." || got.Msg.Instead != "Maak een afspraak." || len(got.Msg.Places) != 1 || len(got.Msg.Told) == 0 {
		t.Errorf("%v, %v", got, err)
	}
}
