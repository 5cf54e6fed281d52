package local_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func deskOf(n int) office.Desk { return office.Desk(n) }

// TestACardOnTheScreen: a new view comes with each card that comes and goes, and of another desk nothing.
func TestACardOnTheScreen(t *testing.T) {
	r := mustReading(t)
	row := r.put(1, mustCard(t, virtual.Citizen))
	if row.Name != "N. Specimen" || row.Number != "85.07.30-***.**" || row.Stage != contract.CardStage_CARD_STAGE_READ || row.Reader != "links" {
		t.Errorf("a card: %v", row)
	}
	other := r.shows(2, func(*contract.CardRow) bool { return true })
	if other.Stage != contract.CardStage_CARD_STAGE_NONE {
		t.Errorf("the other desk: %v", other)
	}
	forged := mustCard(t, virtual.Citizen)
	forged.Forge(eid.IdentityFile)
	if row := r.put(2, forged); row.Stage != contract.CardStage_CARD_STAGE_REFUSED || !strings.Contains(row.Say, "klopt niet") || row.Name != "" {
		t.Errorf("a forged card: %v", row)
	}
	r.pull(1)
}

// TestSignInByCard: bound with the own PIN, then the card and its PIN open the same session as the clerk's PIN would.
func TestSignInByCard(t *testing.T) {
	r := mustReading(t)
	mine := mustCard(t, virtual.Citizen)
	row := r.put(1, mine)
	say := r.says(fault.Denied, r.size(), second(r.byCard(1, row.Insertion, "1234")))
	if !strings.Contains(say, "aan geen medewerker gekoppeld") || mine.TriesLeft() != 3 {
		t.Errorf("a card that is nobody's: %q", say)
	}
	r.says(fault.Conflict, r.size(), r.bind(row.Insertion+1))
	if err := r.bind(row.Insertion); err != nil {
		t.Fatal(err)
	}
	before := r.size()
	if err := r.bind(row.Insertion); err != nil || r.size() != before {
		t.Errorf("bound twice: %v, %d records more", err, r.size()-before)
	}
	r.says(fault.Conflict, r.size(), second(r.byCard(2, row.Insertion, "1234"))) // it lies at another desk
	for pin, kind := range map[string]fault.Kind{"": fault.Invalid, "12": fault.Invalid, "geheim": fault.Invalid} {
		r.says(kind, r.size(), second(r.byCard(1, row.Insertion, pin)))
	}
	in, err := r.byCard(1, row.Insertion, "1234")
	if err != nil || in.Name != "ann" || len(in.Roles) != 1 {
		t.Fatalf("%v, %v", in, err)
	}
	last := r.events()[r.size()-1]
	if last.GetSignedIn().GetBy() != "card" || last.Clerk != "ann" || last.Desk != 1 || in.Sequence != r.size() {
		t.Errorf("journaled %v", last)
	}
	r.pull(1) // pulling the card ends nothing: the reader is there for visitors
	r.session = in.Session
	r.mustBook(r.wish(monday, 10*60))
	row = r.put(1, mustCard(t, virtual.Foreigner))
	if say := r.says(fault.Denied, r.size(), r.bind(row.Insertion)); !strings.Contains(say, "eigen pincode") {
		t.Errorf("who came by card binds another: %q", say)
	}
}

// TestWrongPINsOfACard: each says what is left, counts as a wrong PIN of the clerk, and the desk then waits, with the card too.
func TestWrongPINsOfACard(t *testing.T) {
	r := mustReading(t)
	mine := mustCard(t, virtual.Citizen)
	row := r.put(1, mine)
	if err := r.bind(row.Insertion); err != nil {
		t.Fatal(err)
	}
	for n, want := range []string{"nog 2 pogingen", "nog 1 poging;", "geblokkeerd"} {
		before := r.size()
		if say := r.says(fault.Denied, before+1, second(r.byCard(1, row.Insertion, "4321"))); !strings.Contains(say, want) {
			t.Errorf("try %d says %q", n+1, say)
		}
		if e := r.events()[before]; e.GetSignInRefused().GetReason() != "wrong card pin" || e.Clerk != "ann" {
			t.Errorf("try %d journaled %v", n+1, e)
		}
	}
	for _, try := range []func() error{
		func() error { return second(r.byCard(1, row.Insertion, "1234")) },
		func() error { return second(r.signIn("ann", annPIN, 1)) },
	} {
		if say := r.says(fault.Denied, r.size(), try()); !strings.Contains(say, "Wacht nog 10 seconden") {
			t.Errorf("says %q", say)
		}
	}
	r.set(r.clock().Add(11 * time.Second))
	if say := r.says(fault.Denied, r.size()+1, second(r.byCard(1, row.Insertion, "1234"))); !strings.Contains(say, "geblokkeerd") {
		t.Errorf("a blocked card says %q", say)
	}
}

// TestSignInByCardOnAnOldRoster: the same days without headquarters as with a PIN, and the card loses no try.
func TestSignInByCardOnAnOldRoster(t *testing.T) {
	r := mustReading(t)
	mine := mustCard(t, virtual.Citizen)
	if err := r.bind(r.put(1, mine).Insertion); err != nil {
		t.Fatal(err)
	}
	r.set(r.clock().AddDate(0, 0, 20))
	row := r.put(1, mine)
	say := r.says(fault.Denied, r.size(), second(r.byCard(1, row.Insertion, "4321")))
	if !strings.Contains(say, "niets van het hoofdkantoor") || mine.TriesLeft() != 3 {
		t.Errorf("says %q, %d tries", say, mine.TriesLeft())
	}
}

// TestBindingTheRightCard: not a colleague's, and not a visitor's that was left in the reader.
func TestBindingTheRightCard(t *testing.T) {
	r := mustReading(t)
	named := roster("ann", "bert")
	named.Clerks[0].Name, named.Clerks[1].Name = "Ann Specimen", "Bert Claes"
	r.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: named}})
	eventually(t, "the sessions have the new name", func() bool { return len(r.mustView().Staff) == 2 && r.mustView().Signed[0].Name == "Ann Specimen" })
	r.session = r.mustSignIn("ann", 1)
	if say := r.says(fault.Refused, r.size(), r.bind(r.put(1, mustCard(t, virtual.Foreigner)).Insertion)); !strings.Contains(say, "De naam op de kaart") {
		t.Errorf("a visitor's card: %q", say)
	}
	mine := mustCard(t, virtual.Citizen)
	if err := r.bind(r.put(1, mine).Insertion); err != nil {
		t.Fatal(err)
	}
	named.Clerks[1].Name = "bert"
	r.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: named}})
	r.session = r.mustSignIn("bert", 1)
	r.says(fault.Taken, r.size(), r.bind(r.put(1, mine).Insertion))
}

// TestWithoutAReader: what needs a card says so, and nothing else changes.
func TestWithoutAReader(t *testing.T) {
	c := mustCounter(t, nil)
	r := &reading{counter: c}
	for name, try := range map[string]func() error{
		"sign-in":  func() error { return second(r.byCard(1, 7, "1234")) },
		"bind":     func() error { return r.bind(7) },
		"check-in": func() error { return second(r.checkIn(&contract.CheckInRequest{Card: 7})) },
	} {
		if say := r.says(fault.Refused, c.size(), try()); !strings.Contains(say, "geen kaartlezer") {
			t.Errorf("%s says %q", name, say)
		}
	}
	if len(c.mustView().Cards) != 0 {
		t.Error("there are cards")
	}
}

// TestNothingOfACardStays: after a day with cards, neither the journal's file nor the log has a name, a number or an address
// of one; the journal can be verified, and whoever was checked in can be erased.
func TestNothingOfACardStays(t *testing.T) {
	r := mustReading(t)
	r.leading()
	row := r.put(1, mustCard(t, virtual.Citizen))
	q := r.wish(monday, 10*60)
	q.Person.Name = "Noel Specimen"
	booked := r.mustBook(q)
	if _, err := r.checkIn(&contract.CheckInRequest{Card: row.Insertion}); err != nil {
		t.Fatal(err)
	}
	if err := r.bind(row.Insertion); err != nil {
		t.Fatal(err)
	}
	if _, err := r.byCard(1, row.Insertion, "4321"); err == nil {
		t.Fatal("a wrong PIN")
	}
	in, err := r.byCard(1, row.Insertion, "1234")
	if err != nil {
		t.Fatal(err)
	}
	r.session = in.Session
	r.receiveFor("Noel Specimen")
	res, err := r.check(row.Insertion, card, "holder")
	if err != nil || res.Evidence == "" {
		t.Fatalf("%v, %v", res, err)
	}
	if err := r.handOut("holder", res.Evidence, nil); err != nil {
		t.Fatal(err)
	}
	r.pull(1)
	stranger := mustCard(t, virtual.Foreigner)
	stranger.Forge(eid.IdentityFile)
	r.put(1, stranger)
	r.pull(1)
	var a *contract.AgendaRow
	for _, row := range r.mustView().Today.Rows {
		if row.Appointment != nil && bytes.Equal(row.Appointment.Id, booked.Appointment.Id) {
			a = row
		}
	}
	if a.GetName() != "Noel Specimen" || !a.Arrived {
		t.Errorf("the agenda: %v", a)
	}
	r.searchFor(virtual.Citizen, virtual.Foreigner)
	if _, err := appliance.Verify(r.copyOf(), site); err != nil {
		t.Errorf("the journal: %v", err)
	}
}

// searchFor looks for what stands on people's cards in all that the counter wrote.
func (r *reading) searchFor(people ...virtual.Person) {
	r.tb.Helper()
	written := map[string][]byte{"log": bytes.ToLower(r.log.bytes())}
	for _, path := range []string{filepath.Join(r.dir, "journal.db"), r.copyOf()} {
		b, err := os.ReadFile(path)
		if err != nil {
			r.tb.Fatal(err)
		}
		written[filepath.Base(path)] = bytes.ToLower(b)
	}
	if !bytes.Contains(written["journal.db"], []byte("identity-read")) { // else nothing could be found in it
		r.tb.Error("the journal's file does not say what it has in the clear")
	}
	for _, p := range people {
		number := p.Number
		for _, secret := range []string{number, number[:6] + "-" + number[6:], number[:2] + "." + number[2:4] + "." + number[4:6], p.FirstNames, p.Name, p.CardNumber,
			p.CardNumber[:3] + "-" + p.CardNumber[3:], p.Street, p.BirthDate} {
			for where, b := range written {
				if bytes.Contains(b, bytes.ToLower([]byte(secret))) {
					r.tb.Errorf("%s has %q of a card", where, secret)
				}
			}
		}
	}
}

// copyOf is a copy of the journal, as a backup is.
func (r *reading) copyOf() string {
	r.tb.Helper()
	path := filepath.Join(r.dir, "copy.db")
	f, err := os.Create(path)
	if err != nil {
		r.tb.Fatal(err)
	}
	defer f.Close()
	if err := r.node.Backup(context.Background(), f); err != nil {
		r.tb.Fatal(err)
	}
	return path
}

// receiveFor takes an identity card for somebody into Ann's hands.
func (r *reading) receiveFor(holder string) {
	r.tb.Helper()
	_, err := r.client.Receive(context.Background(), connect.NewRequest(&contract.ReceiveRequest{Command: r.command(), Consignment: "K1", From: "koerier", Second: bert(),
		Items: []*contract.ReceiveRequest_NewItem{{Document: card, Kind: "eid-afhalen", Holder: &contract.Person{Name: holder}}}}))
	if err == nil {
		_, err = r.client.Store(context.Background(), connect.NewRequest(&contract.StoreRequest{Command: r.command(), Document: card, Compartment: "A1"}))
	}
	if err != nil {
		r.tb.Fatal(err)
	}
}
