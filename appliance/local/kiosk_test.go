package local_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance/local"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// TestWhatTheKioskCan: devices decide, and what is plugged in or runs out is shown by itself; without a line a certificate waits.
func TestWhatTheKioskCan(t *testing.T) {
	k := mustKiosk(t)
	v := mustShow(t, k.kiosk)
	for _, code := range []string{"check-in", "ticket", "book", "certificate", "collect", "where", "help", "paper", "card"} {
		if say := why(t, v, code); say != "" {
			t.Errorf("%s: %q", code, say)
		}
	}
	if v.Online || why(t, v, "pin-letter") == "" {
		t.Errorf("online %v", v.Online)
	}
	k.roll.Break(receipt.OutOfPaper)
	asked := false
	v = mustSee(t, k.kiosk, "no paper for numbers", func(v *contract.KioskView) bool {
		if !asked { // once the view before is shown: the device's answer alone sends the next
			asked = true
			k.ask(t)
			return false
		}
		return why(t, v, "paper") != ""
	})
	if say := why(t, v, "paper"); say != "Het papier van de printer voor nummers is op. Uw nummer staat op het scherm." || why(t, v, "ticket") != "" || why(t, v, "certificate") != "" {
		t.Errorf("%q", say)
	}
	k.roll.Repair(receipt.OutOfPaper)
	k.sheet.Break(printer.OutOfPaper)
	k.ask(t)
	v = mustShow(t, k.kiosk)
	if say := why(t, v, "certificate"); say != "Het papier van de printer voor documenten is op." || why(t, v, "paper") != say || why(t, v, "collect") != "" {
		t.Errorf("certificate %q", say)
	}
	k.slot.Unplug()
	k.ask(t)
	if v = mustShow(t, k.kiosk); why(t, v, "card") != "De kaartlezer werkt nu niet." {
		t.Errorf("card %q", why(t, v, "card"))
	}
}

// TestAKioskWithNothing: no printer, no reader, and it says so.
func TestAKioskWithNothing(t *testing.T) {
	c := mustCounter(t, nil)
	v := mustShow(t, kioskOf(c))
	if len(v.Cards) != 0 || why(t, v, "ticket") != "" {
		t.Errorf("%v", v)
	}
	for _, code := range []string{"paper", "certificate", "card"} {
		if why(t, v, code) == "" {
			t.Errorf("%s works", code)
		}
	}
	_, err := kioskOf(c).Certify(context.Background(), connect.NewRequest(&contract.KioskCertifyRequest{Act: c.command().Act, Kind: "leven", Card: 7, Pin: "1234"}))
	c.mustRefuse(fault.Refused, c.size(), err)
}

// TestTheCityOnTheKiosk: this site first, then the others, with now and next; no names.
func TestTheCityOnTheKiosk_A002_60(t *testing.T) {
	k := mustKiosk(t)
	v := mustShow(t, k.kiosk)
	if len(v.Sites) < 3 || v.Sites[0].Site != string(site) || !v.Sites[0].Open || v.Sites[0].Until != 12*60 || v.Sites[0].Say != "Nu open tot 12:00." || !v.Open {
		t.Fatalf("sites %v", v.Sites)
	}
	if len(v.Hours) == 0 || len(v.Closures) == 0 || v.Closures[0].FromDate != int32(monday+1) {
		t.Errorf("hours %v, closures %v", v.Hours, v.Closures)
	}
	k.set(k.clock().Add(24 * time.Hour))
	v = mustShow(t, k.kiosk)
	if s := v.Sites[0]; s.Open || v.Open || s.Until != 0 || s.NextDate != int32(monday+2) || s.NextFrom != 9*60 || !strings.HasPrefix(s.Say, "Nu gesloten.") {
		t.Errorf("on the day that is closed %v", s)
	}
}

// TestCheckInAtTheKiosk: by the short code, by all that a code holds, or by the card; once, and with words for a visitor. A name
// opens nothing, and of another's appointment nothing is told.
func TestCheckInAtTheKiosk(t *testing.T) {
	k := mustKiosk(t)
	k.mustKnowKey()
	booked := k.mustBook(k.wish(monday, 9*60))
	in := func(code string, card uint64) (*contract.KioskTicket, error) {
		act := k.act()
		return do(k, k.kiosk.CheckIn, func() *contract.KioskCheckInRequest {
			return &contract.KioskCheckInRequest{Act: act, Code: code, Card: card}
		})
	}
	ticket, err := in(strings.ToLower(booked.Code), 0)
	if err != nil || ticket.Ticket == "" || ticket.Ahead != 0 || ticket.Paper != contract.KioskTicket_ON_ITS_WAY {
		t.Fatalf("%v, %v", ticket, err)
	}
	if again, err := in(booked.Code, 0); err != nil || again.Ticket != ticket.Ticket {
		t.Errorf("the code again: %v, %v", again, err)
	}
	eventually(t, "the number is on paper", func() bool { return len(k.roll.Slips()) == 1 })
	for _, code := range []string{"", "AAAA-AAAA", "Saïda Peeters"} {
		if _, err := in(code, 0); !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Invalid) || strings.Contains(fault.Sentence(err), "volgnummer zonder") {
			t.Errorf("%q: %v", code, err)
		}
	}
	pass := k.code(unheard(1, site, monday, 9*60+10))
	if ticket, err := in(pass, 0); err != nil || ticket.Ticket == "" {
		t.Errorf("by a signed code: %v", err)
	}
	if _, err := in(pass, 0); !fault.Is(err, fault.Refused) || !strings.Contains(fault.Sentence(err), "al aangemeld") {
		t.Errorf("the signed code again: %v", err)
	}
	card := k.put(t, mustCard(t, virtual.Citizen))
	if _, err := in("", card); !fault.Is(err, fault.NotFound) {
		t.Errorf("a card without appointment: %v", err)
	}
	q := k.wish(monday, 9*60+20)
	q.Person = &contract.Person{Name: "Specimen"}
	k.mustBook(q)
	if _, err := in("", card); !fault.Is(err, fault.Refused) || strings.Contains(fault.Sentence(err), "09:20") {
		t.Errorf("another of the family: %v", err)
	}
	q = k.wish(monday, 9*60+30)
	q.Person = &contract.Person{Name: "Noël Specimen"}
	k.mustBook(q)
	if ticket, err := in("", card); err != nil || ticket.Ticket == "" {
		t.Errorf("by card: %v", err)
	}
	if _, err := in("", card+1); !fault.Is(err, fault.Refused) {
		t.Errorf("by another card: %v", err)
	}
}

// TestATicketAtTheKiosk: a number where the calendar lets somebody in, else why not and the first places of a citizen (A001-16).
// What the printer does changes nothing of it.
func TestATicketAtTheKiosk(t *testing.T) {
	k := mustKiosk(t)
	issue := func(product string, persons uint32) (*contract.KioskTicket, error) {
		act := k.act()
		return do(k, k.kiosk.Issue, func() *contract.KioskIssueRequest {
			return &contract.KioskIssueRequest{Act: act, Product: product, Persons: persons}
		})
	}
	got, err := issue("eid-aanvraag", 2)
	if err != nil || got.Ticket != "A001" || got.Ahead != 0 || got.Paper != contract.KioskTicket_ON_ITS_WAY || got.Refused != "" {
		t.Fatalf("%v, %v", got, err)
	}
	k.roll.Break(receipt.OutOfPaper)
	if got, err := issue("eid-aanvraag", 1); err != nil || got.Ticket != "A002" || got.Ahead != 1 || got.Paper != contract.KioskTicket_FAILED {
		t.Errorf("without paper %v, %v", got, err)
	}
	before := k.size()
	got, err = issue("buitenlands-rijbewijs", 1)
	if err != nil || got.Ticket != "" || got.Refused == "" || len(got.Places) == 0 || k.size() != before {
		t.Fatalf("refused: %v, %v", got, err)
	}
	for _, p := range got.Places {
		if p.Place.Run.Date <= int32(monday) {
			t.Errorf("a citizen is offered %v", p)
		}
	}
	for _, q := range []struct {
		product string
		persons uint32
	}{{"", 1}, {"zonder-afspraak", 1}, {"eid-aanvraag", 21}} {
		if _, err := issue(q.product, q.persons); !fault.Is(err, fault.Invalid) || !strings.HasSuffix(fault.Sentence(err), "Vraag hulp aan een medewerker.") {
			t.Errorf("%v: %v", q, err)
		}
	}
}

// TestABookingAtTheKiosk: by the rules of citizens, which a clerk's words do not loosen; of the person what the visitor may give.
func TestABookingAtTheKiosk_A000_33(t *testing.T) {
	k := mustKiosk(t)
	found, err := k.kiosk.Search(context.Background(), connect.NewRequest(&contract.SearchRequest{Products: []string{"eid-aanvraag"}, Persons: 1,
		Urgency: contract.Urgency_URGENCY_URGENT, Document: "AB123456", From: int32(monday)}))
	if err != nil || len(found.Msg.Places) == 0 {
		t.Fatalf("%v, %v", found, err)
	}
	for _, p := range found.Msg.Places {
		if p.Place.Run.Date < int32(monday+2) {
			t.Errorf("found %v", p)
		}
	}
	place := found.Msg.Places[0].Place
	act := k.act()
	person := &contract.Person{Name: " Amélie Öz ", Phone: "0471 23 45 67", Note: "VIP"}
	booked, err := do(k, k.kiosk.Book, func() *contract.KioskBookRequest {
		return &contract.KioskBookRequest{Act: act, Place: place, Product: "eid-aanvraag", Persons: 1, Person: person}
	})
	if err != nil || booked.Pending || booked.Code == "" || booked.Appointment.Channel != contract.Channel_CHANNEL_KIOSK {
		t.Fatalf("%v, %v", booked, err)
	}
	day, err := k.client.Agenda(context.Background(), connect.NewRequest(&contract.AgendaRequest{Date: place.Run.Date}))
	if err != nil || !slices.ContainsFunc(day.Msg.Rows, func(r *contract.AgendaRow) bool { return r.Name == "Amélie Öz" && r.Phone == "0471 23 45 67" }) {
		t.Errorf("the agenda has %v, %v", day, err)
	}
	refused := func(what string, q *contract.KioskBookRequest) {
		t.Helper()
		q.Act = k.act()
		if _, err := do(k, k.kiosk.Book, func() *contract.KioskBookRequest { return q }); !fault.Is(err, fault.Refused) && !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", what, err)
		}
	}
	today := k.wish(monday, 10*60).Place
	refused("today", &contract.KioskBookRequest{Place: today, Product: "eid-aanvraag", Person: person})
	refused("of staff only", &contract.KioskBookRequest{Place: place, Product: "zonder-afspraak", Person: person})
	refused("of nobody", &contract.KioskBookRequest{Place: place, Product: "eid-aanvraag"})
	refused("of too much", &contract.KioskBookRequest{Place: place, Product: "eid-aanvraag", Person: &contract.Person{Name: strings.Repeat("a", 101)}})
	refused("nowhere", &contract.KioskBookRequest{Product: "eid-aanvraag", Person: person})

	elsewhere := &contract.Place{Site: "buurtloket-groenenhoek", Run: place.Run} // no line: a wish, that a clerk finds
	if wish, err := k.kiosk.Book(context.Background(), connect.NewRequest(&contract.KioskBookRequest{Act: k.act(), Place: elsewhere, Product: "eid-aanvraag", Person: person})); err == nil {
		if inbox := k.mustView().Inbox; !wish.Msg.Pending || len(inbox) != 1 || inbox[0].Phone != "0471 23 45 67" {
			t.Errorf("the wish is %v, the inbox %v", wish.Msg, inbox)
		}
	} else if !fault.Is(fault.FromRPC("test", err), fault.Refused) {
		t.Errorf("elsewhere: %v", err)
	}
}

// TestTheKiosksProducts: what is only counted is left out, and what another site of the city has can be chosen here.
func TestTheKiosksProducts(t *testing.T) {
	k := mustKiosk(t)
	got, err := k.kiosk.Products(context.Background(), connect.NewRequest(new(contract.KioskProductsRequest)))
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]*contract.ProductRow{}
	for _, row := range got.Msg.Products {
		rows[row.Id] = row
	}
	if r := rows["eid-aanvraag"]; !r.GetOffered() || !r.WalkIn || r.Reason != "" {
		t.Errorf("%v", r)
	}
	if r := rows["sociale-producten"]; rows["zonder-afspraak"] != nil || r.GetOffered() || !strings.Contains(r.GetReason(), "2021") {
		t.Errorf("what nobody can have: %v, %v", rows["zonder-afspraak"], r)
	}
	where, err := k.kiosk.Where(context.Background(), connect.NewRequest(&contract.KioskWhereRequest{Product: "eid-aanvraag"}))
	if err != nil || len(where.Msg.Offers) == 0 {
		t.Fatalf("%v, %v", where, err)
	}
	first := where.Msg.Offers[0]
	if first.Site.Site != string(site) || first.How != "op afspraak, vrije inloop" || first.First.GetPlace().GetRun().GetDate() != int32(monday+2) {
		t.Errorf("where: %v", where.Msg.Offers)
	}
	if _, err := k.kiosk.Where(context.Background(), connect.NewRequest(&contract.KioskWhereRequest{Product: "paspoort-voor-een-hond"})); !fault.Is(fault.FromRPC("test", err), fault.NotFound) {
		t.Errorf("of nothing: %v", err)
	}
}

// TestTheKioskIsNoClerk walks the service: it has these calls and no others, no request of it can name a session, a desk, an
// urgency or a person to look for, and beside it the commands of staff are refused as ever.
func TestTheKioskIsNoClerk(t *testing.T) {
	var names []string
	service := reflect.TypeFor[contractconnect.KioskClient]()
	for i := range service.NumMethod() {
		m := service.Method(i)
		names = append(names, m.Name)
		if m.Name == "Search" { // what a clerk may add is not looked at: TestABookingAtTheKiosk
			continue
		}
		msg := m.Type.In(1).Elem()
		field, ok := msg.FieldByName("Msg")
		if !ok {
			t.Fatalf("%s takes %v", m.Name, msg)
		}
		request := field.Type.Elem()
		for j := range request.NumField() {
			f := request.Field(j)
			if f.IsExported() && !slices.Contains(strings.Fields("Act Code Card Product Persons Place Person Kind Pin Pickup What Outcome Age Language"), f.Name) &&
				!(m.Name == "AskLetter" && (f.Name == "Name" || f.Name == "Born")) {
				t.Errorf("%s takes %s", m.Name, f.Name)
			}
		}
	}
	want := strings.Fields("AskLetter Book CallHelp Certificates Certify CheckIn Collect Issue Products Scans Search Used Watch Where")
	if !slices.Equal(names, want) {
		t.Errorf("the kiosk can %v", names)
	}
	k := mustKiosk(t)
	if _, err := k.kiosk.Issue(context.Background(), connect.NewRequest(&contract.KioskIssueRequest{Act: k.act(), Product: "eid-aanvraag"})); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the number is on paper", func() bool { return len(k.roll.Slips()) == 1 })
	before := k.size()
	k.session = ""
	for name, right := range local.Rights {
		if right == "" || slices.Contains(streams, name) {
			continue
		}
		if personal, err := k.try(name, k.command()); personal && fault.Sentence(fault.FromRPC("test", err)) == "" {
			t.Errorf("%s without a session: %v", name, err)
		}
	}
	if k.size() != before {
		t.Errorf("without a session %v were written", k.events()[before:])
	}
}
