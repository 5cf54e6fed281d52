package local_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pass"
)

var hqKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{5}, ed25519.SeedSize))

// mustKnowKey tells the counter of headquarters' key.
func (c *counter) mustKnowKey() {
	c.tb.Helper()
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_PassKeys{PassKeys: &contract.PassKeys{Keys: []*contract.PassKey{{
		Identity: &contract.Identity{Era: 1, Number: 1}, Public: hqKey.Public().(ed25519.PublicKey)}}}}})
}

// unheard is an appointment that headquarters booked and this counter never heard of: desk 2 has no seat of its own.
func unheard(n byte, at office.SiteID, d office.Date, start office.Minute) *contract.Appointment {
	id := [16]byte{6: 0x70, 8: 0x80, 15: n}
	return &contract.Appointment{Id: id[:], Products: []string{"eid-aanvraag"}, Persons: 2,
		Place: &contract.Place{Site: string(at), Run: contract.NewRun(office.SeatID{Date: d, Desk: 2, Start: start}, 1, 10)}}
}

func (c *counter) code(a *contract.Appointment) string {
	c.tb.Helper()
	text, err := pass.Text(a, hqKey)
	if err != nil {
		c.tb.Fatal(err)
	}
	return text
}

func (c *counter) checkIn(q *contract.CheckInRequest) (*contract.TicketResponse, error) {
	res, err := c.client.CheckIn(context.Background(), connect.NewRequest(q))
	if err != nil {
		return nil, err
	}
	return res.Msg, nil
}

// TestCheckInByACodeAlone: who was booked while the line was cut is let in on the code, waits with what they come for, and is
// joined to the appointment when that is heard of. Nothing is counted twice.
func TestCheckInByACodeAlone(t *testing.T) {
	c := mustCounter(t, nil)
	c.mustKnowKey()
	a := unheard(1, site, monday, 9*60+10)
	q := &contract.CheckInRequest{Command: c.command(), Code: " " + strings.ToLower(c.code(a)) + "\n"}
	first, err := c.checkIn(q)
	if err != nil {
		t.Fatal(err)
	}
	events := c.events()
	e := events[len(events)-1].GetCheckedIn()
	if s, err := pass.Read(e.GetPass()); err != nil || s.Text() != c.code(a) {
		t.Fatalf("journaled with %x: %v", e.GetPass(), err)
	}
	view := c.mustView()
	row := view.Waiting[0]
	if len(view.Waiting) != 1 || row.Ticket != first.Ticket || row.Planned != 9*60+10 || row.Persons != 2 || row.Products[0] != "eid-aanvraag" || row.Name != "" {
		t.Fatalf("waiting: %v", view.Waiting)
	}
	before := c.size()
	if again, err := c.checkIn(q); err != nil || again.Ticket != first.Ticket || c.size() != before {
		t.Fatalf("the tap repeated: %v, %v", again, err)
	}

	sealed, err := journal.Seal(bytes.NewReader(make([]byte, 64)), office.SubjectID(a.Id), contract.Encode(&contract.Person{Name: "Bram Maes"}))
	if err != nil {
		t.Fatal(err)
	}
	a.Person = sealed.Commitment[:]
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Appointment{Appointment: &contract.AppointmentChanged{Appointment: a}}},
		&contract.Sealed{Commitment: sealed.Commitment[:], Subject: sealed.Subject[:], Salt: sealed.Salt[:], Plain: sealed.Plain})
	view = c.mustView()
	if len(view.Waiting) != 1 || view.Waiting[0].Name == "" {
		t.Errorf("after the news %v wait", view.Waiting)
	}
	arrived := 0
	for _, row := range view.Today.Rows {
		if row.Arrived {
			arrived++
		}
	}
	if arrived != 1 || len(view.Notices) != 0 {
		t.Errorf("%d have arrived; notices %v", arrived, view.Notices)
	}
}

// TestACodeThatIsRefused: each in words of its own, and nothing is journaled.
func TestACodeThatIsRefused(t *testing.T) {
	c := mustCounter(t, nil)
	c.mustKnowKey()
	zone := mustZone(t)
	used, over := unheard(1, site, monday, 9*60+10), unheard(2, site, monday, 9*60+20)
	for _, a := range []*contract.Appointment{used, over} {
		if _, err := c.checkIn(&contract.CheckInRequest{Command: c.command(), Code: c.code(a)}); err != nil {
			t.Fatal(err)
		}
	}
	v := c.mustView().Waiting[1]
	if _, err := c.client.Leave(context.Background(), connect.NewRequest(&contract.VisitCommand{Command: c.command(), Visit: v.Visit})); err != nil {
		t.Fatal(err)
	}
	c.set(monday.At(9*60+5, zone))
	forged, err := pass.Sign(pass.Of(unheard(3, site, monday, 600)), ed25519.NewKeyFromSeed(make([]byte, 32)))
	if err != nil {
		t.Fatal(err)
	}
	foreign := forged.Text()
	forged.Key = pass.IDOf(hqKey.Public().(ed25519.PublicKey))
	for name, row := range map[string]struct {
		code string
		kind fault.Kind
		say  string
	}{
		"shown again":   {c.code(used), fault.Conflict, "Met deze code is om 09:00 al aangemeld: volgnummer A001."},
		"visit over":    {c.code(over), fault.Refused, "Met deze code is om 09:00 al aangemeld: volgnummer A002, en dat bezoek is voorbij."},
		"wrong site":    {c.code(unheard(4, "buurtloket-groenenhoek", monday, 600)), fault.Refused, "Deze afspraak is op maandag 23 november 2026 om 10:00 in Buurtloket Groenenhoek, niet hier."},
		"wrong day":     {c.code(unheard(5, site, monday+3, 600)), fault.Refused, "Deze afspraak is op donderdag 26 november 2026 om 10:00, niet vandaag."},
		"a day before":  {c.code(unheard(6, site, monday-3, 600)), fault.Refused, "Deze afspraak was op vrijdag 20 november 2026 om 10:00, niet vandaag."},
		"damaged":       {c.code(used)[:80], fault.Invalid, "beschadigd"},
		"forged":        {forged.Text(), fault.Denied, "handtekening klopt niet"},
		"unknown key":   {foreign, fault.Refused, "sleutel die dit loket nog niet kreeg"},
		"seat is ours":  {c.code(ownSeat()), fault.Refused, "haar plaats is intussen van dit loket"},
		"no code of us": {"BL1", fault.NotFound, "Geen afspraak van vandaag gevonden."},
	} {
		before := c.size()
		_, err := c.checkIn(&contract.CheckInRequest{Command: c.command(), Code: row.code})
		c.mustRefuse(row.kind, before, err)
		if say := fault.Sentence(fault.FromRPC("test", err)); !strings.Contains(say, row.say) {
			t.Errorf("%s: %q", name, say)
		}
	}
}

func ownSeat() *contract.Appointment {
	a := unheard(7, site, monday, 9*60+30)
	a.Place.Run.Desk = 1
	return a
}

// TestTheAppointmentStandsOtherwise: headquarters had moved or cancelled it meanwhile. The visit goes on; a person is told.
func TestTheAppointmentStandsOtherwise(t *testing.T) {
	c := mustCounter(t, nil)
	c.mustKnowKey()
	moved, cancelled, same := unheard(1, site, monday, 9*60+10), unheard(2, site, monday, 9*60+20), unheard(3, site, monday, 9*60+30)
	for _, a := range []*contract.Appointment{moved, cancelled, same} {
		if _, err := c.checkIn(&contract.CheckInRequest{Command: c.command(), Code: c.code(a)}); err != nil {
			t.Fatal(err)
		}
	}
	changed := func(a *contract.Appointment, gone bool) {
		c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Appointment{Appointment: &contract.AppointmentChanged{Appointment: a, Cancelled: gone}}})
	}
	changed(same, false)
	changed(cancelled, false)
	changed(cancelled, true)
	changed(moved, true)
	changed(moved.MovedTo(unheard(1, site, monday+2, 600).Place), false)
	view := c.mustView()
	if len(view.Waiting) != 3 || len(view.Notices) != 2 {
		t.Fatalf("%d wait, notices %v", len(view.Waiting), view.Notices)
	}
	if say := view.Notices[0].Say; !strings.HasPrefix(say, "A001 kwam met een afspraakcode voor 09:10;") || !strings.Contains(say, "verzet naar woensdag 25 november 2026 om 10:00") {
		t.Error(say)
	}
	if say := view.Notices[1].Say; !strings.HasPrefix(say, "A002 kwam met een afspraakcode voor 09:20;") || !strings.Contains(say, "geannuleerd of naar een andere locatie verzet") {
		t.Error(say)
	}
	c.set(c.clock().Add(24 * time.Hour))
	if view = c.mustView(); len(view.Notices) != 0 {
		t.Errorf("the day after: %v", view.Notices)
	}
}

// TestTheCodeOfWhoWasErased: the day is over and who it was for is erased; the code says so.
func TestTheCodeOfWhoWasErased(t *testing.T) {
	c := mustCounter(t, nil)
	c.mustKnowKey()
	a := c.mustBook(c.wish(monday, 10*60)).Appointment
	c.set(c.clock().Add(35 * 24 * time.Hour))
	_, err := c.checkIn(&contract.CheckInRequest{Command: c.command(), Code: c.code(a)})
	if say := fault.Sentence(fault.FromRPC("test", err)); !strings.Contains(say, "niet vandaag") {
		t.Fatalf("before the erasure: %v", err)
	}
	if _, err := c.node.Do(context.Background(), appliance.Who{}, func(appliance.Turn) (appliance.Decision, error) {
		return appliance.Decision{Erase: []office.SubjectID{office.SubjectID(a.Id)},
			Events: []*contract.Event{{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: a.Id}}}}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	_, err = c.checkIn(&contract.CheckInRequest{Command: c.command(), Code: c.code(a)})
	if say := fault.Sentence(fault.FromRPC("test", err)); !strings.Contains(say, "was op maandag 23 november 2026; haar gegevens zijn gewist") {
		t.Errorf("after it: %v", err)
	}
}
