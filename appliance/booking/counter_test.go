package booking_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

const (
	here  = office.SiteID("buurtloket-berchem")
	there = office.SiteID("buurtloket-groenenhoek")
	mine  = office.Incarnation(7)
	short = "eid-aanvraag"          // one seat
	long  = "buitenlands-rijbewijs" // two
)

// today is a Monday; the counter is asked at eight, and opens from nine to eleven, every day.
var today = office.NewDate(2026, time.November, 23)

// counter is a counter's memory with what it was told, as the node keeps them: what is heard is folded first, then
// what the counter does on it.
type counter struct {
	testing.TB
	w      kv.Memory
	plan   *calendar.Plan
	now    time.Time
	life   office.Incarnation
	number uint64
	ids    byte
	log    []func(*kv.Memory) error // everything, to fold again
}

func newCounter(t testing.TB) *counter {
	t.Helper()
	p := &contract.Plan{Version: 1}
	for _, s := range []office.SiteID{here, there} {
		p.Rules = append(p.Rules, rulebook.ToRule(calendar.Rule{ID: string(s), Site: s, Days: calendar.EveryDay, From: 9 * 60, To: 11 * 60,
			Mode: calendar.Appointment, Desks: 1, FirstDesk: 1}))
	}
	plan, err := rulebook.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return &counter{TB: t, plan: plan, now: today.At(8*60, plan.Zone()), life: mine}
}

// id draws a new id.
func (c *counter) id() [16]byte {
	c.ids++
	return [16]byte{15: c.ids}
}

func (c *counter) desk() booking.Desk {
	return booking.Desk{R: &c.w, Site: here, Life: c.life, Plan: c.plan, Now: c.now, Request: c.id()}
}

// does folds events of this counter.
func (c *counter) does(events ...*contract.Event) {
	c.Helper()
	for _, e := range events {
		step := func(w *kv.Memory) error { return booking.Fold(w, here, e) }
		c.log = append(c.log, step)
		if err := step(&c.w); err != nil {
			c.Fatalf("%v: %v", e, err)
		}
	}
}

// hears takes entries of the feed and does what follows from them, which it gives.
func (c *counter) hears(entries ...*contract.FeedEntry) []*contract.Event {
	c.Helper()
	for _, e := range entries {
		c.number++
		e.Number = c.number
	}
	events := booking.Hear(c.desk(), entries)
	for _, e := range entries {
		step := func(w *kv.Memory) error { booking.FoldFeed(w, here, e); return nil }
		c.log = append(c.log, step)
		_ = step(&c.w) // folds of the feed cannot fail
	}
	c.does(events...)
	return events
}

// holds makes the counter hold seats under a grant of era 1.
func (c *counter) holds(n uint64, seats ...office.SeatID) {
	c.Helper()
	if got := c.hears(grant(1, n, seats...)); len(got) != 1 || got[0].GetAccepted() == nil {
		c.Fatalf("the grant was answered with %v", got)
	}
}

// books has the counter book a place it holds.
func (c *counter) books(at office.SeatID, product string) *contract.Appointment {
	c.Helper()
	a := c.visit(at, product)
	e := c.decides(booking.Book(c.desk(), a))
	if e.GetBooked() == nil {
		c.Fatalf("%s was not booked at once: %v", at, e)
	}
	return a
}

// decides folds a decision that must pass.
func (c *counter) decides(e *contract.Event, err error) *contract.Event {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
	c.does(e)
	return e
}

// visit is an appointment not yet made.
func (c *counter) visit(at office.SeatID, product string) *contract.Appointment {
	id := c.id()
	return &contract.Appointment{Id: id[:], Place: place(at, product), Products: []string{product}, Persons: 1,
		Channel: contract.Channel_CHANNEL_DESK}
}

// hand is what the counter has of a seat.
func (c *counter) hand(at office.SeatID) custody.Hand { return booking.Hand(&c.w, at) }

// wants fails unless a seat is in a state with an appointment (nil: none).
func (c *counter) wants(at office.SeatID, state custody.HandState, a *contract.Appointment) {
	c.Helper()
	if h := c.hand(at); h.State != state || h.Booking != a.AppointmentID() && state == custody.Booked {
		c.Fatalf("%s is %+v, want state %d with %s", at, h, state, a.AppointmentID())
	}
}

// rebuilt fails unless folding everything again gives the same projection.
func (c *counter) rebuilt() {
	c.Helper()
	var again kv.Memory
	for _, step := range c.log {
		if err := step(&again); err != nil {
			c.Fatal(err)
		}
	}
	if !again.Equal(&c.w) {
		c.Fatal("folded again, the projection is another")
	}
}

// seat is a seat of this counter, so many days and minutes after today nine o'clock.
func seat(days, minutes int) office.SeatID {
	return office.SeatID{Site: here, Date: today + office.Date(days), Desk: 1, Start: office.Minute(9*60 + minutes)}
}

// elsewhere is a seat of another site.
func elsewhere(days, minutes int) office.SeatID {
	s := seat(days, minutes)
	s.Site = there
	return s
}

func place(at office.SeatID, product string) *contract.Place {
	n := 1
	if product == long {
		n = 2
	}
	return &contract.Place{Site: string(at.Site), Run: contract.NewRun(at, n, 10)}
}

// grant gives free seats to this counter's life.
func grant(era, n uint64, seats ...office.SeatID) *contract.FeedEntry {
	return &contract.FeedEntry{Kind: &contract.FeedEntry_Grant{Grant: &contract.Grant{
		Identity: &contract.Identity{Era: era, Number: n}, To: uint64(mine), Free: contract.Runs(seats, 10)}}}
}

// gives gives appointments with their seats.
func gives(era, n uint64, as ...*contract.Appointment) *contract.FeedEntry {
	e := grant(era, n)
	e.GetGrant().Booked = as
	return e
}

func changed(a *contract.Appointment, cancelled bool) *contract.FeedEntry {
	return &contract.FeedEntry{Kind: &contract.FeedEntry_Appointment{Appointment: &contract.AppointmentChanged{Appointment: a, Cancelled: cancelled}}}
}

func yes(request []byte, era uint64, a *contract.Appointment) *contract.FeedEntry {
	return &contract.FeedEntry{Kind: &contract.FeedEntry_Answer{Answer: &contract.Answer{Request: request, Accepted: a, Era: era}}}
}

func no(request []byte, era uint64) *contract.FeedEntry {
	return &contract.FeedEntry{Kind: &contract.FeedEntry_Answer{Answer: &contract.Answer{Request: request, Refused: &contract.Refusal{Say: "vol"}, Era: era}}}
}
