//go:build story

package story_test

import (
	"fmt"
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// card is what most people in the story come for: one slot at a desk.
const card = "eid-aanvraag"

// Berchem opens on Tuesdays and Friday mornings, Groenenhoek on Thursday afternoons.
var (
	thursday = tuesday + 2
	friday   = tuesday + 3
	nextWeek = tuesday + 7
)

// day is a day at Berchem, as far as it was told.
type day struct {
	*city
	berchem, groenenhoek *counter
	an, bart             *desk
	visitors             map[string]*contract.Appointment // by first name
	wishes               []wish
}

// TestStoryDayAtBerchem is the spine, told whole: a counter that works through an outage, and the headquarters it
// reconciles with, end to end.
func TestStoryDayAtBerchem(t *testing.T) {
	d := &day{city: mustCity(t, at(tuesday-1, "19:40")), visitors: map[string]*contract.Appointment{}}
	d.mustStaff()
	d.evening()
	d.morning()
	d.desks()
	d.lineCut()
	d.offline()
	d.handOut()
	d.urgent()
	d.crash()
	d.lineBack()
	d.wishesAnswered()
	d.afternoon()
	d.setClock(at(tuesday, "16:45"))
	d.say("Het loket sluit. De boeken gaan naast elkaar.")
	events := d.berchem.mustAgree(tuesday, friday, nextWeek)
	d.groenenhoek.mustAgree(thursday)
	d.mustBeWhole(events)
}

// to moves the day on.
func (d *day) to(hhmm string) { d.t.Helper(); d.setClock(at(tuesday, hhmm)) }

// evening: citizens have booked, the counters hold their share of the week, and at eight the day passes to its site.
func (d *day) evening() {
	d.t.Helper()
	soon, later := d.places(berchem, tuesday, card), d.places(berchem, nextWeek, card)
	for i, name := range []string{"Lotte", "Mehmet", "Greet", "Wim", "Samira"} {
		d.visitors[name] = d.mustBook(soon[3*i], card, name+" Voorbeeld")
	}
	for i, name := range []string{"Nora", "Omar"} {
		d.visitors[name] = d.mustBook(later[3*i], card, name+" Voorbeeld")
	}
	d.say("Zeven burgers boekten op het web.")
	d.berchem, d.groenenhoek = d.mustCounter(berchem), d.mustCounter(groenenhoek)
	for date := tuesday; date < tuesday+7; date++ {
		d.mustHoldShare(date)
	}
	if held, all := d.held(tuesday); held == all {
		d.t.Fatal("the day is the site's before eight in the evening")
	}
	d.setClock(at(tuesday-1, "20:01"))
	eventually(d.t, "the day with its site", func() error {
		if held, all := d.held(tuesday); held < all {
			return fmt.Errorf("%d of %d seats", held, all)
		}
		return nil
	})
	d.say("Acht uur: de hele dinsdag is van het loket, met haar afspraken; niemand was er.")
}

// held counts the seats of a day that the site has, booked or not, and all of them.
func (d *day) held(date office.Date) (held, all int) {
	d.t.Helper()
	life := office.Incarnation(d.berchem.row().Incarnation).String()
	for _, r := range ask(d.city, door.Day, &contract.DayRequest{Site: berchem, Date: int32(date)}).Seats {
		all += r.Run.Len()
		if r.Owner == life {
			held += r.Run.Len()
		}
	}
	return held, all
}

// mustHoldShare wants a quarter of a day's seats with the site, of each day on which it opens.
func (d *day) mustHoldShare(date office.Date) {
	d.t.Helper()
	eventually(d.t, "a quarter of "+date.String(), func() error {
		if held, all := d.held(date); held != all/4 {
			return fmt.Errorf("%d of %d seats", held, all)
		}
		return nil
	})
}

// morning: a new day's share, clerks sign in, visitors come by code, by name, and without an appointment.
func (d *day) morning() {
	d.t.Helper()
	d.to("06:00")
	d.mustHoldShare(nextWeek)
	d.say("De nacht gaf een kwart van volgende dinsdag: ook zonder lijn kan er geboekt worden.")
	d.to("08:50")
	d.an, d.bart = d.berchem.signIn("an", 1), d.berchem.signIn("bart", 2)
	code := d.visitors["Lotte"].AppointmentID().Code()
	byCode := must(d.berchem, screen.CheckIn, &contract.CheckInRequest{Command: d.an.act(), Code: code})
	byName := must(d.berchem, screen.CheckIn, &contract.CheckInRequest{Command: d.an.act(), Name: "mehm"})
	walkIn := must(d.berchem, screen.Issue, d.bart.walkIn())
	again := must(d.berchem, screen.CheckIn, &contract.CheckInRequest{Command: d.bart.act(), Name: "Lotte"})
	if again.Ticket != byCode.Ticket || byName.Ticket == byCode.Ticket {
		d.t.Errorf("tickets %s, %s, and again %s", byCode.Ticket, byName.Ticket, again.Ticket)
	}
	_, err := do(d.berchem, screen.CheckIn, &contract.CheckInRequest{Command: d.an.act(), Code: "ZZZZ-ZZZZ"})
	mustRefuse(d.t, err, notFound)
	d.say("Lotte meldt zich met haar code (%s), Mehmet met zijn naam (%s), iemand zonder afspraak (%s).",
		byCode.Ticket, byName.Ticket, walkIn.Ticket)
}

// desks: two desks call at once and never the same visitor; a double tap does nothing.
func (d *day) desks() {
	d.t.Helper()
	d.to("09:00")
	called := make(chan *contract.VisitResponse, 2)
	for _, desk := range []*desk{d.an, d.bart} {
		tap := &contract.CallRequest{Command: desk.act()}
		go func() {
			res, err := do(d.berchem, screen.Call, tap)
			if err != nil {
				d.t.Errorf("call: %v", err)
			}
			again, err := do(d.berchem, screen.Call, tap)
			if err != nil || again.Visit.GetTicket() != res.GetVisit().GetTicket() {
				d.t.Errorf("a double tap called %v, %v", again.GetVisit().GetTicket(), err)
			}
			called <- res
		}()
	}
	first, second := <-called, <-called
	if d.t.Failed() || first.Visit.Ticket == second.Visit.Ticket {
		d.t.Fatalf("two desks called %s and %s", first.Visit.GetTicket(), second.Visit.GetTicket())
	}
	d.to("09:04")
	d.serve(first, "09:11")
	d.serve(second, "09:15")
	d.say("Twee balies riepen tegelijk, elk een ander; allebei geholpen.")
}

// serve serves a visitor who was called, until then.
func (d *day) serve(v *contract.VisitResponse, until string) {
	d.t.Helper()
	who := d.an
	if v.Visit.Desk == d.bart.number {
		who = d.bart
	}
	must(d.berchem, screen.Serve, &contract.VisitCommand{Command: who.act(), Visit: v.Visit.Visit})
	d.to(until)
	done := must(d.berchem, screen.Finish, &contract.VisitCommand{Command: who.act(), Visit: v.Visit.Visit})
	if done.Visit.State == "serving" {
		d.t.Errorf("%s is %s after the end", done.Visit.Ticket, done.Visit.State)
	}
}

// lineCut: at ten somebody pulls the plug, and the screen says so.
func (d *day) lineCut() {
	d.t.Helper()
	d.to("10:00")
	d.berchem.plug(false)
	d.berchem.mustBeOffline()
	line := d.berchem.mustView().Line
	if since := at(tuesday, "10:00"); line.SinceMs < since.UnixMilli() || line.SinceMs > since.UnixMilli()+patience.Milliseconds() {
		d.t.Errorf("offline since %d", line.SinceMs)
	}
	if line.OwnPlaces == 0 {
		d.t.Error("no places of its own")
	}
	d.say("Geen verbinding meer. %d plaatsen zijn van dit loket zelf.", line.OwnPlaces)
}
