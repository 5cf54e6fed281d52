//go:build story

package story_test

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// lineBack: at three the line is back, and what waited goes to headquarters.
func (d *day) lineBack() {
	d.t.Helper()
	d.to("15:00")
	waited := d.berchem.mustView().Line.Waiting
	if waited < 40 {
		d.t.Errorf("only %d events waited", waited)
	}
	d.berchem.mend()
	d.berchem.mustBeOnline()
	d.say("De lijn is terug; %d gebeurtenissen zijn bij het hoofdkantoor.", waited)
}

// wishesAnswered: every wish has its answer in the inbox, every refusal with other places, and can be dealt with.
func (d *day) wishesAnswered() {
	d.t.Helper()
	inbox := map[string]*contract.InboxRow{}
	eventually(d.t, "all answers", func() error {
		for _, row := range d.berchem.mustView().Inbox {
			inbox[string(row.Request)] = row
		}
		for _, w := range d.wishes {
			if row := inbox[string(w.request)]; row.GetAnswer() == nil || row.Pending {
				return fmt.Errorf("%s has no answer: %v", w.what, row)
			}
		}
		return nil
	})
	for _, w := range d.wishes {
		row := inbox[string(w.request)]
		refused := row.Answer.Refused
		if accepted := row.Answer.Accepted != nil; accepted != w.accepted || row.Say == "" || row.Name == "" {
			d.t.Errorf("%s: accepted %t, in words %q, for %q", w.what, accepted, row.Say, row.Name)
		}
		if n := len(refused.GetAlternatives()); w.another && (n == 0 || len(row.AlternativeSites) != n || refused.Say == "") {
			d.t.Errorf("%s: refused with %d other places: %v", w.what, n, row)
		}
		d.say("Antwoord: %s", row.Say)
		if refused != nil {
			must(d.berchem, screen.WorkAnswer, &contract.WorkAnswerRequest{Command: d.an.act(), Request: w.request, Outcome: "gebeld"})
		}
	}
	for _, row := range d.berchem.mustView().Inbox {
		if row.Answer.GetRefused() != nil {
			d.t.Errorf("still in the inbox: %s", row.Say)
		}
	}
}

// afternoon: with the line back, wishes are done while the visitor waits, and headquarters asks the counter too.
func (d *day) afternoon() {
	d.t.Helper()
	d.to("15:20")
	there := d.places(groenenhoek, thursday, card)
	res := must(d.berchem, screen.Book, d.an.booking(there[0], card, "Yara Verder"))
	if res.Pending || res.Answer.GetAccepted() == nil {
		d.t.Errorf("a place in Groenenhoek is not answered at once: %v", res)
	}
	wim := d.visitors["Wim"]
	id := d.newID()
	if !ask(d.city, door.Cancel, &contract.PublicCancelRequest{Id: id[:], Appointment: wim.Id, Reason: "belde af"}).Pending {
		d.t.Error("headquarters cancelled what the counter keeps")
	}
	eventually(d.t, "Wim's appointment cancelled at the counter", func() error {
		for _, r := range must(d.berchem, screen.Agenda, &contract.AgendaRequest{}).Rows {
			if string(r.Appointment.GetId()) == string(wim.Id) {
				return fmt.Errorf("it stands there")
			}
		}
		return nil
	})
	for _, day := range []office.Date{tuesday, friday, nextWeek} {
		d.berchem.mustAgreeOn(day)
	}
	d.mustBeOf("Rita Offline", nextWeek, "hq")
	d.mustBeOf("Piet Offline", tuesday, office.Incarnation(d.berchem.row().Incarnation).String())
	d.say("Met de lijn: een plaats in Groenenhoek meteen, en Wim die het hoofdkantoor belde, is ook hier geannuleerd.")
}

// mustBeOf wants an appointment with its custodian: the site's own day is the site's, later days are headquarters'.
func (d *day) mustBeOf(name string, date office.Date, owner string) {
	d.t.Helper()
	eventually(d.t, name+" with "+owner, func() error {
		for _, r := range ask(d.city, door.Day, &contract.DayRequest{Site: berchem, Date: int32(date)}).Seats {
			if string(r.Appointment.GetId()) == string(d.visitors[name].Id) && r.Owner == owner {
				return nil
			}
		}
		return fmt.Errorf("not there")
	})
}

// mustBeWhole looks at the whole journal: what happened once stands there once.
func (d *day) mustBeWhole(events []*contract.Event) {
	d.t.Helper()
	count := map[string]int{}
	booked, asked := map[string]int{}, map[string]int{}
	for _, e := range events {
		count[fmt.Sprintf("%T", e.Kind)]++
		if a := e.GetBooked().GetAppointment(); a != nil {
			booked[fmt.Sprintf("%x/%d", a.Id, a.Leg)]++
		}
		if r := e.GetRequested().GetRequest(); r != nil {
			asked[fmt.Sprintf("%x", r.Id)]++
		}
	}
	for what, n := range booked {
		if n != 1 {
			d.t.Errorf("appointment %s was booked %d times", what, n)
		}
	}
	for _, w := range d.wishes {
		if n := asked[fmt.Sprintf("%x", w.request)]; n != 1 {
			d.t.Errorf("%s was asked %d times", w.what, n)
		}
	}
	if count["*contract.Event_HandedOut"] != 1 || count["*contract.Event_ClockStepped"] != 0 || count["*contract.Event_Began"] != 0 {
		d.t.Errorf("events of the day: %v", count)
	}
}
