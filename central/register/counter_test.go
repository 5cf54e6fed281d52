package register_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

const (
	berchem = office.SiteID("buurtloket-berchem")
	hoek    = office.SiteID("buurtloket-groenenhoek")
	short   = "eid-aanvraag"          // one seat
	long    = "buitenlands-rijbewijs" // two
)

// today is a Monday. It is eight; sites open from nine to eleven, every day, with one desk: twelve seats.
var today = office.NewDate(2026, time.November, 23)

// headquarters is a machine over a state in memory, with the counters that speak to it. Sites hold their own day only, unless
// a test says otherwise.
type headquarters struct {
	testing.TB
	m        *register.Machine
	w        kv.Memory
	plan     *calendar.Plan
	now      time.Time
	index    uint64
	ids      byte
	commands [][]byte
	size     map[office.Incarnation]uint64 // records sent of each life
}

func found(t testing.TB) *headquarters {
	t.Helper()
	p := &contract.Plan{Version: 1}
	for _, s := range []office.SiteID{berchem, hoek} {
		p.Rules = append(p.Rules, rulebook.ToRule(calendar.Rule{ID: string(s), Site: s, Days: calendar.EveryDay, From: 9 * 60, To: 11 * 60,
			Mode: calendar.Appointment, Desks: 1, FirstDesk: 1}))
	}
	plan, err := rulebook.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	h := &headquarters{TB: t, m: &register.Machine{Quota: register.Quota{Share: 4, AtLeast: 1, Hands: 20 * 60}}, plan: plan,
		now: today.At(8*60, plan.Zone()), size: map[office.Incarnation]uint64{}}
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: p}}})
	return h
}

func (h *headquarters) id() [16]byte {
	h.ids++
	return [16]byte{15: h.ids}
}

// do applies a command now.
func (h *headquarters) do(c *contract.HQCommand) *contract.HQReply {
	h.Helper()
	c.AtMs = h.now.UnixMilli()
	h.index++
	command := contract.Encode(c)
	h.commands = append(h.commands, command)
	reply, err := contract.Decode(h.m.Apply(&h.w, h.index, command), new(contract.HQReply))
	if err != nil {
		h.Fatal(err)
	}
	return reply
}

// must applies a command that cannot be refused.
func (h *headquarters) must(c *contract.HQCommand) *contract.HQReply {
	h.Helper()
	reply := h.do(c)
	if err := register.Err("test", reply); err != nil {
		h.Fatalf("%v: %v", c, err)
	}
	return reply
}

func (h *headquarters) view() register.View { return h.m.View(&h.w) }

// greet has a new life of a site arrive; it has promised the present era.
func (h *headquarters) greet(site office.SiteID, life office.Incarnation) {
	h.Helper()
	h.greetFrom(site, life, 0, false)
}

func (h *headquarters) greetFrom(site office.SiteID, life office.Incarnation, feed uint64, granted bool) {
	h.Helper()
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{Site: string(site), Incarnation: uint64(life),
		Era: h.view().Era(), Feed: feed, Granted: granted, Key: make([]byte, 32)}}})
}

func (h *headquarters) topUp(site office.SiteID) {
	h.Helper()
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_TopUp{TopUp: &contract.TopUp{Site: string(site)}}})
}

// taken gives headquarters the next records of a life.
func (h *headquarters) taken(site office.SiteID, life office.Incarnation, events ...*contract.Event) *contract.HQReply {
	h.Helper()
	var bodies [][]byte
	for _, e := range events {
		bodies = append(bodies, contract.Encode(e))
	}
	first := h.size[life] + 1
	h.size[life] += uint64(len(events))
	return h.must(&contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: string(site), Root: make([]byte, 32), Base: h.view().Tree(site, life).Root,
		Batch: &contract.Batch{Incarnation: uint64(life), First: first, Count: uint32(len(bodies)), Records: contract.JoinRecords(bodies)}}}})
}

func (h *headquarters) visit(at office.SeatID, product string) *contract.Appointment {
	id := h.id()
	return &contract.Appointment{Id: id[:], Place: place(at, product), Products: []string{product}, Persons: 1, Channel: contract.Channel_CHANNEL_WEB}
}

func book(a *contract.Appointment) *contract.HQCommand {
	return &contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: a}}}
}

// books has a citizen book a place that is free.
func (h *headquarters) books(at office.SeatID, product string) *contract.Appointment {
	h.Helper()
	a := h.visit(at, product)
	h.must(book(a))
	return a
}

func (h *headquarters) cancel(a *contract.Appointment) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Cancel{Cancel: &contract.CancelBooking{Appointment: a.Id}}})
}

func (h *headquarters) move(a *contract.Appointment, to office.SeatID, product string) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Move{Move: &contract.MoveBooking{Appointment: a.Id, To: place(to, product)}}})
}

// lose has two planners declare a site's box lost.
func (h *headquarters) lose(site office.SiteID) *contract.HQReply {
	h.Helper()
	return h.must(&contract.HQCommand{Kind: &contract.HQCommand_Lost{Lost: &contract.Lost{Site: string(site), By: "an", Second: "bo"}}})
}

// restored begins a new era; two planners vouch that no box was replaced.
func (h *headquarters) restored() {
	h.Helper()
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_NewEra{NewEra: &contract.NewEra{By: "an", Second: "bo"}}})
}

// report has a life report its hands to the present era.
func (h *headquarters) report(site office.SiteID, life office.Incarnation, r *contract.Report) {
	h.Helper()
	r.Incarnation, r.Era = uint64(life), h.view().Era()
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Report{Report: &contract.ReportTaken{Site: string(site), Report: r}}})
}

// feed is what a site that stands after an entry hears.
func (h *headquarters) feed(site office.SiteID, after uint64) (entries []*contract.FeedEntry) {
	h.Helper()
	f := h.view().Feed(site, after, today)
	for _, b := range f.GetEntries() {
		e, err := contract.Decode(b, new(contract.FeedEntry))
		if err != nil {
			h.Fatal(err)
		}
		entries = append(entries, e)
	}
	return entries
}

// answers are the answers a site gets in all of its feed.
func (h *headquarters) answers(site office.SiteID, after uint64) (out []*contract.Answer) {
	h.Helper()
	for _, e := range h.feed(site, after) {
		if a := e.GetAnswer(); a != nil {
			out = append(out, a)
		}
		out = append(out, e.GetSnapshot().GetAnswers()...)
	}
	return out
}

// stands is the number of the last entry of a site's feed.
func (h *headquarters) stands(site office.SiteID) uint64 {
	last, _ := h.view().FeedPosition(site)
	return last
}

// taken has a site say that it applied its feed.
func (h *headquarters) applied(site office.SiteID, through uint64) {
	h.Helper()
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_FeedTaken{FeedTaken: &contract.FeedTrim{Site: string(site), Through: through}}})
}

// conflicts are the appointments that people must settle.
func (h *headquarters) conflicts() (out []office.AppointmentID) {
	for _, c := range h.view().Conflicts() {
		out = append(out, c.Appointment.AppointmentID())
	}
	return out
}

// wants fails unless a seat is owned so and has that appointment (nil: none).
func (h *headquarters) wants(at office.SeatID, owner custody.Owner, a *contract.Appointment) {
	h.Helper()
	if s := h.view().Seat(at); s.Owner != owner || s.Booking != a.AppointmentID() {
		h.Fatalf("%s is %+v, want owner %+v and %s", at, s, owner, a.AppointmentID())
	}
}

// refused fails unless a reply says no in words.
func (h *headquarters) refused(r *contract.HQReply, kind fault.Kind) {
	h.Helper()
	if err := register.Err("test", r); !fault.Is(err, kind) || r.Say == "" {
		h.Fatalf("got %v, want %s in words", r, kind)
	}
}

// seat is a seat of Berchem, so many days and minutes after today nine o'clock.
func seat(days, minutes int) office.SeatID {
	return office.SeatID{Site: berchem, Date: today + office.Date(days), Desk: 1, Start: office.Minute(9*60 + minutes)}
}

// over there is the same seat of Groenenhoek.
func there(days, minutes int) office.SeatID {
	s := seat(days, minutes)
	s.Site = hoek
	return s
}

func place(at office.SeatID, product string) *contract.Place {
	n := 1
	if product == long {
		n = 2
	}
	return &contract.Place{Site: string(at.Site), Run: contract.NewRun(at, n, 10)}
}

// held is a seat as a site's records name it, under the identity headquarters gave.
func (h *headquarters) held(at office.SeatID) []*contract.HeldRun {
	g := h.view().Seat(at).Grant
	return []*contract.HeldRun{{Run: contract.NewRun(at, 1, 10), Grant: &contract.Identity{Era: g.Era, Number: g.N}}}
}

// booked is the record of a booking by the site that holds the seats.
func (h *headquarters) booked(a *contract.Appointment) *contract.Event {
	var grants []*contract.Identity
	for _, id := range a.Place.Seats() {
		grants = append(grants, h.held(id)[0].Grant)
	}
	return &contract.Event{Kind: &contract.Event_Booked{Booked: &contract.Booked{Appointment: a, Grants: grants}}}
}

// cancelled is the record by which the site that keeps it ends an appointment of one seat.
func (h *headquarters) cancelled(a *contract.Appointment) *contract.Event {
	return &contract.Event{Kind: &contract.Event_Cancelled{Cancelled: &contract.Cancelled{Appointment: a.Id, Seats: h.held(a.Place.Seats()[0])}}}
}

// asks is the record of a wish.
func asks(id [16]byte, r *contract.Request, frozen ...*contract.HeldRun) *contract.Event {
	r.Id = id[:]
	return &contract.Event{Kind: &contract.Event_Requested{Requested: &contract.Requested{Request: r, Frozen: frozen}}}
}

func toBook(a *contract.Appointment) *contract.Request {
	return &contract.Request{Wish: &contract.Request_Book{Book: a}}
}

func toMove(a *contract.Appointment, to *contract.Place, frozen bool) *contract.Request {
	m := &contract.Request_Move{Appointment: a.Id, To: to}
	if frozen {
		m.Frozen = a
	}
	return &contract.Request{Wish: &contract.Request_Move_{Move: m}}
}

var atHQ = custody.Owner{}

func of(life office.Incarnation) custody.Owner { return custody.SiteOwner(life) }

var blocked = custody.Owner{Kind: custody.Blocked}
