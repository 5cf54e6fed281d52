package booking_test

import (
	"strings"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

const passport = "EN810004"

// receives has Berchem's journal say that a document came in.
func (h hq) receives(t *testing.T, number string) {
	t.Helper()
	at := now.UnixMilli()
	h.mustDo(t, &contract.HQCommand{AtMs: at, Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{Site: berchem, Incarnation: 1, Era: 1, Key: make([]byte, 32)}}})
	body := contract.Encode(&contract.Event{Kind: &contract.Event_Received{Received: &contract.Received{Consignment: "Z1", Items: []*contract.Item{{Document: number, Kind: "eid-afhalen"}}}}})
	h.mustDo(t, &contract.HQCommand{AtMs: at, Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: berchem, Root: make([]byte, 32),
		Batch: &contract.Batch{Incarnation: 1, First: 1, Count: 1, Records: contract.JoinRecords([][]byte{body})}}}})
}

func (h hq) mustSearch(t *testing.T, q *contract.PublicSearchRequest) *contract.PublicSearchResponse {
	t.Helper()
	res, err := h.Search(t.Context(), connect.NewRequest(q))
	if err != nil {
		t.Fatal(err)
	}
	return res.Msg
}

// A collection is offered only where the document lies (A002-43), whatever sites and district are asked for.
func TestACollectionIsOfferedWhereItLies(t *testing.T) {
	h := mustOpen(t)
	q := &contract.PublicSearchRequest{Products: []string{"eid-afhalen"}, Document: passport, Limit: 100}
	if _, err := h.Search(t.Context(), connect.NewRequest(q)); !fault.Is(fault.FromRPC("test", err), fault.NotFound) {
		t.Fatalf("a document that nobody has: %v", err)
	}
	h.receives(t, passport)
	q.Document, q.District, q.Reach = "en 810 004", "Hoboken", 2
	found := h.mustSearch(t, q)
	if len(found.Places) == 0 {
		t.Fatal("nothing is offered")
	}
	for _, p := range found.Places {
		if p.Place.Site != berchem {
			t.Errorf("offered at %s", p.Place.Site)
		}
	}
	q.Sites = []string{"buurtloket-groenenhoek"}
	_, err := h.Search(t.Context(), connect.NewRequest(q))
	if err = fault.FromRPC("test", err); !fault.Is(err, fault.Refused) || !strings.Contains(fault.Sentence(err), "Berchem") {
		t.Errorf("elsewhere: %v: %s", err, fault.Sentence(err))
	}
	b := wish(found.Places[0].Place)
	b.Products, b.Document = []string{"eid-afhalen"}, "en 810004"
	h.mustBook(t, t.Context(), b)
	b = wish(found.Places[len(found.Places)-1].Place)
	b.Products, b.Document = []string{"eid-afhalen"}, "EN999999"
	if _, err := h.Book(t.Context(), connect.NewRequest(b)); !fault.Is(fault.FromRPC("test", err), fault.NotFound) {
		t.Errorf("booked for a document that nobody has: %v", err)
	}
}

// Urgency is staff's to judge (A001-15): what a citizen says of it counts for nothing.
func TestUrgencyIsOfStaffOnly(t *testing.T) {
	h := mustOpen(t)
	place := h.free(t, t.Context(), office.ChannelWeb)[0]
	q := wish(place)
	q.Urgency, q.Channel = uint32(contract.Urgency_URGENCY_URGENT), contract.Channel_CHANNEL_PHONE
	if a := h.mustBook(t, t.Context(), q).Appointment; a.Urgency != 0 || a.Channel != contract.Channel_CHANNEL_WEB {
		t.Errorf("a citizen's: %v", a)
	}
	places := h.free(t, t.Context(), office.ChannelWeb)
	q = wish(places[len(places)-1])
	q.Urgency, q.Channel = uint32(contract.Urgency_URGENCY_URGENT), contract.Channel_CHANNEL_PHONE
	if a := h.mustBook(t, booking.AsStaff(t.Context()), q).Appointment; a.Urgency != uint32(contract.Urgency_URGENCY_URGENT) {
		t.Errorf("staff's: %v", a)
	}
}

// What is asked of days, steps and nearness is kept to, and a search that finds nothing says why (A002-29, A002-34).
func TestASearchSaysWhy(t *testing.T) {
	h := mustOpen(t)
	friday := &contract.PublicSearchRequest{Products: []string{"eid-aanvraag"}, Weekdays: 1 << 5, Limit: 100}
	places := h.mustSearch(t, friday).Places
	if len(places) == 0 {
		t.Fatal("no Friday")
	}
	for _, p := range places {
		if (int(p.Place.Run.Date)+4)%7 != 5 {
			t.Errorf("day %d is no Friday", p.Place.Run.Date)
		}
	}
	near := h.mustSearch(t, &contract.PublicSearchRequest{Products: []string{"eid-aanvraag"}, District: "Berchem", Reach: 2, Limit: 100})
	for _, p := range near.Places {
		if !strings.Contains(p.Why, "in uw district") {
			t.Errorf("not in the district: %s", p.Why)
		}
	}
	_, err := h.Search(t.Context(), connect.NewRequest(&contract.PublicSearchRequest{Products: []string{"eid-aanvraag"}, District: "Nergenshuizen", Reach: 2}))
	if err = fault.FromRPC("test", err); !fault.Is(err, fault.Refused) || !strings.Contains(fault.Sentence(err), "Nergenshuizen") {
		t.Errorf("nowhere near: %v: %s", err, fault.Sentence(err))
	}
	first := places[0].Place
	for _, p := range h.mustSearch(t, &contract.PublicSearchRequest{Products: []string{"eid-aanvraag"}, Sites: []string{first.Site}, From: first.Run.Date, To: first.Run.Date, Limit: 100}).Places {
		for desk := uint32(1); desk < 20; desk++ { // one desk is offered, all of them are booked
			b := wish(p.Place)
			b.Place.Run.Desk = desk
			if _, err := h.Book(t.Context(), connect.NewRequest(b)); err != nil && fault.Is(fault.FromRPC("test", err), fault.Internal) {
				t.Fatal(err)
			}
		}
	}
	res := h.mustSearch(t, &contract.PublicSearchRequest{Products: []string{"eid-aanvraag"}, Sites: []string{first.Site}, From: first.Run.Date, To: first.Run.Date})
	if len(res.Places) != 0 || !strings.Contains(res.Why, "bezet") || !strings.Contains(res.Why, "andere locaties") {
		t.Errorf("%d places, why %q", len(res.Places), res.Why)
	}
}
