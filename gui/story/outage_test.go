//go:build story

package story_test

import (
	"bytes"
	"sync"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

const notFound = fault.NotFound

// wish is something asked of headquarters while there was no line, and what must become of it.
type wish struct {
	what     string
	request  []byte
	accepted bool
	another  bool // refused, with other places offered
}

// offline: what the counter holds is booked at once; the rest is asked, and waits. Meanwhile citizens book.
func (d *day) offline() {
	d.t.Helper()
	d.to("10:10")
	today := d.an.search(tuesday, card, true)[0]
	own := d.bart.search(nextWeek, card, true)
	for _, b := range []*contract.BookRequest{d.an.booking(today, card, "Piet Offline"), d.bart.booking(own[0], card, "Rita Offline")} {
		res := must(d.berchem, screen.Book, b)
		if res.Pending {
			d.t.Errorf("%s waits, though the counter holds it", sayPlace(b.Place))
		}
		d.visitors[b.Person.Name] = res.Appointment
		d.say("Zonder lijn geboekt: %s.", sayPlace(b.Place))
	}
	elsewhere := d.places(groenenhoek, thursday, card)
	others := d.an.search(nextWeek, card, false)
	if len(others) < 6 {
		d.t.Fatalf("only %d places of headquarters", len(others))
	}
	d.to("10:30")
	d.wishToBook("een plaats die vrij blijft", others[0], true)
	d.wishToBook("een plaats die een burger intussen neemt", others[1], false)
	d.wishToBook("een plaats in Groenenhoek", elsewhere[len(elsewhere)-1], true)
	d.wishToMove("Greet naar volgende week", d.visitors["Greet"], others[2], true)
	d.wishToMove("Samira naar een plaats die een burger neemt", d.visitors["Samira"], others[3], false)
	d.wishToCancel("Nora van volgende week", d.visitors["Nora"])
	d.to("11:00")
	d.citizens(others, own[1])
}

// asked notes a wish that must wait.
func (d *day) asked(what string, res *contract.BookResponse, accepted, another bool) {
	d.t.Helper()
	if !res.Pending || len(res.Request) == 0 {
		d.t.Fatalf("%s does not wait for an answer: %v", what, res)
	}
	d.wishes = append(d.wishes, wish{what, res.Request, accepted, another})
	d.say("Gevraagd: %s.", what)
}

func (d *day) wishToBook(what string, to *contract.Place, accepted bool) {
	d.t.Helper()
	d.asked(what, must(d.berchem, screen.Book, d.an.booking(to, card, "Wens "+what)), accepted, !accepted)
}

func (d *day) wishToMove(what string, a *contract.Appointment, to *contract.Place, accepted bool) {
	d.t.Helper()
	d.asked("verzet "+what, must(d.berchem, screen.Move,
		&contract.MoveRequest{Command: d.bart.act(), Appointment: a.Id, To: to}), accepted, !accepted)
}

func (d *day) wishToCancel(what string, a *contract.Appointment) {
	d.t.Helper()
	d.asked("annuleer "+what, must(d.berchem, screen.Cancel,
		&contract.CancelRequest{Command: d.an.act(), Appointment: a.Id, Reason: "belde naar het loket"}), true, false)
}

// citizens book the same days at headquarters: two take what the counter asked for, many come at once, and nobody gets
// what the counter holds.
func (d *day) citizens(wished []*contract.Place, held *contract.Place) {
	d.t.Helper()
	d.mustBook(wished[1], card, "Tine Sneller")
	d.mustBook(wished[3], card, "Tom Sneller")
	_, err := try(d.city, door.Book, d.web(held, card, "Uma Telaat"))
	mustRefuse(d.t, err, fault.NotHeld)
	var all sync.WaitGroup
	free := d.places(berchem, nextWeek, card)
	for i := range 12 {
		all.Go(func() { // four places, three rivals for each; what is wished for is left alone
			place := free[len(free)-1-i%4]
			if _, err := try(d.city, door.Book, d.web(place, card, "Burger Web")); err != nil && !fault.Is(err, fault.Taken) {
				d.t.Errorf("a citizen's booking: %v", err)
			}
		})
	}
	all.Wait()
	d.say("Intussen boekten burgers dezelfde dagen; wat het loket heeft, kregen ze niet.")
}

// handOut: a document comes in, lies in the vault, and goes out once, after every check.
func (d *day) handOut() {
	d.t.Helper()
	d.to("11:20")
	const document = "592-1234567-32"
	must(d.berchem, screen.Receive, &contract.ReceiveRequest{Command: d.an.act(), Consignment: "Z-2026-118", From: "de koerier",
		Second: &contract.Second{Clerk: "bart", Pin: pin},
		Items:  []*contract.ReceiveRequest_NewItem{{Document: document, Kind: "eid-afhalen", Holder: &contract.Person{Name: "Wim Voorbeeld"}}}})
	must(d.berchem, screen.Store, &contract.StoreRequest{Command: d.an.act(), Document: document, Compartment: "B3"})
	hand := func(evidence ...string) error {
		_, err := do(d.berchem, screen.HandOut, &contract.HandOutRequest{Command: d.bart.act(), Document: document,
			Collector: "holder", Evidence: evidence})
		return err
	}
	seen := []string{"letter-seen", "identity-checked", "likeness-checked", "old-card-taken", "chip-tested", "activation-done"}
	mustRefuse(d.t, hand(seen[:3]...), fault.Refused)
	if err := hand(seen...); err != nil {
		d.t.Fatal(err)
	}
	mustRefuse(d.t, hand(seen...), fault.Taken)
	d.say("De kaart van Wim: ontvangen, in vak B3, uitgereikt na elke controle, en geen tweede keer.")
}

// urgent: who cannot wait is called before those who can.
func (d *day) urgent() {
	d.t.Helper()
	d.to("11:40")
	for range 2 {
		must(d.berchem, screen.Issue, d.bart.walkIn())
	}
	d.to("11:45")
	now := must(d.berchem, screen.Issue, &contract.IssueRequest{Command: d.bart.act(), Products: []string{"zonder-afspraak"},
		Persons: 1, Urgency: contract.Urgency_URGENCY_URGENT})
	next := must(d.berchem, screen.Call, &contract.CallRequest{Command: d.an.act()})
	if !bytes.Equal(next.Visit.Visit, now.Visit) {
		d.t.Errorf("called %s (%s), not the urgent %s", next.Visit.Ticket, next.Visit.Why, now.Ticket)
	}
	d.serve(next, "11:55")
	d.say("%s had spoed en ging voor.", now.Ticket)
}
