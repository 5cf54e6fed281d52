package simulation_test

import (
	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// people are the clerks and citizens of the town; they remember what they must ask again.
type people struct {
	w     *world
	again []func() // questions to headquarters whose outcome nobody saw

	papers []pass.Signed // booking codes that somebody has
	alone  int           // how many a counter believed that knew no such appointment, or not so
}

// clerk lets a clerk do one thing at a counter.
func (p *people) clerk(b *box) {
	w := p.w
	if len(b.again) > 0 && w.chance(60) {
		do := b.again[0]
		b.again = b.again[1:]
		do()
		return
	}
	if w.o.faults.crashes && w.chance(8) {
		b.arm()
	}
	if p.shows(b) {
		return // the process died of it
	}
	switch n := w.rng.IntN(100); {
	case n < 50:
		place, product := p.choose(b)
		p.book(b, w.id(), place, product)
	case n < 65:
		if all := b.known(every); len(all) > 0 {
			p.cancel(b, w.id(), pick(w, all).Appointment)
		}
	case n < 82:
		if all := b.known(every); len(all) > 0 {
			place, _ := p.choose(b)
			a := pick(w, all).Appointment
			place.Run.Count = uint32(a.Place.Run.Len())
			p.move(b, w.id(), a, place)
		}
	case n < 92:
		p.checkIn(b)
	default:
		p.work(b)
	}
}

func every(*contract.KnownAppointment) bool { return true }

// choose draws a place for a clerk: mostly one that this counter holds.
func (p *people) choose(b *box) (*contract.Place, string) {
	w := p.w
	if w.o.mutant.bookGranted && w.chance(60) {
		if seat, ok := granted(b); ok {
			return placeAt(seat, false)
		}
	}
	if w.chance(65) {
		var held []office.SeatID
		b.look(func(t appliance.Turn) {
			for d := office.DateOf(t.Now); d < office.DateOf(t.Now)+5; d++ {
				for _, id := range t.Plan.Day(b.site, d).Seats() {
					if booking.Hand(t.View, id).State == custody.Held {
						held = append(held, id)
					}
				}
			}
		})
		if len(held) > 0 {
			return placeAt(pick(w, held), w.chance(25))
		}
	}
	site := b.site
	if w.chance(35) {
		site = pick(w, w.boxes).site
	}
	return w.place(site)
}

// book is what the counter's own service does with a clerk's booking: the act is the appointment's id.
func (p *people) book(b *box, act [16]byte, place *contract.Place, product string) {
	id := office.AppointmentID(act)
	a := &contract.Appointment{Id: id[:], Place: place, Products: []string{product}, Persons: 1,
		Channel: contract.Channel(office.ChannelDesk), BookedAtMs: b.now().UnixMilli()}
	sealed, err := journal.Seal(p.w.ids, office.SubjectID(id), contract.Encode(&contract.Person{Name: "Jan " + short(act)}))
	if err != nil {
		panic(err)
	}
	a.Person = sealed.Commitment[:]
	c := p.w.checker
	early := p.w.o.mutant.tellFirst && wouldBook(b, a) || p.w.o.mutant.bookGranted && onItsWay(b, place)
	if early {
		c.confirm(b, a, "told too early")
	}
	pending := false
	err = p.do(b, appliance.Who{Clerk: "an", Desk: 1, Act: act}, func(t appliance.Turn) (appliance.Decision, error) {
		if known := booking.Known(t.View, id); known != nil {
			a, pending = known.Appointment, !known.KeptHere
			return appliance.Decision{}, nil
		}
		if booking.RequestOf(t.View, office.RequestID(act)) != nil {
			pending = true
			return appliance.Decision{}, nil
		}
		if err := b.node.Custody(); err != nil {
			return appliance.Decision{}, err
		}
		e, err := booking.Book(t.Desk, a)
		if err != nil {
			return appliance.Decision{}, err
		}
		pending = e.GetRequested() != nil
		return appliance.Decision{Events: []*contract.Event{e}, Sealed: []journal.Sealed{sealed}}, nil
	})
	p.said(b, "books "+short(act)+" at "+sayPlace(place), err, pending)
	switch {
	case early:
	case killed(err):
		c.doubt(b, act, a.AppointmentID(), fate{live: true, place: sayPlace(place)})
		b.again = append(b.again, func() { p.book(b, act, place, product) })
	case err == nil && pending:
		c.asked(b, act, a.AppointmentID(), fate{live: true, place: sayPlace(place)})
	case err == nil:
		c.confirm(b, a, "booked")
	}
}

func (p *people) cancel(b *box, act [16]byte, a *contract.Appointment) {
	id := a.AppointmentID()
	pending := false
	err := p.do(b, appliance.Who{Clerk: "an", Desk: 1, Act: act, Once: true}, func(t appliance.Turn) (appliance.Decision, error) {
		if err := b.node.Custody(); err != nil {
			return appliance.Decision{}, err
		}
		e, err := booking.Cancel(t.Desk, id, "vraag")
		pending = e.GetRequested() != nil
		return appliance.One(e, err)
	})
	p.said(b, "cancels "+short(a.Id), err, pending)
	switch {
	case killed(err):
		p.w.checker.doubt(b, act, id, fate{})
	case err == nil && pending:
		p.w.checker.asked(b, act, id, fate{})
	case err == nil:
		p.w.checker.cancelled(b, id, a.Leg)
	}
}

func (p *people) move(b *box, act [16]byte, a *contract.Appointment, to *contract.Place) {
	id := a.AppointmentID()
	pending := false
	err := p.do(b, appliance.Who{Clerk: "an", Desk: 1, Act: act, Once: true}, func(t appliance.Turn) (appliance.Decision, error) {
		if err := b.node.Custody(); err != nil {
			return appliance.Decision{}, err
		}
		events, err := booking.Move(t.Desk, id, to)
		if err != nil {
			return appliance.Decision{}, err
		}
		pending = events[0].GetRequested() != nil
		return appliance.Decision{Events: events}, nil
	})
	p.said(b, "moves "+short(a.Id)+" to "+sayPlace(to), err, pending)
	there := fate{live: true, place: sayPlace(to)}
	switch {
	case killed(err):
		p.w.checker.doubt(b, act, id, there)
	case err == nil && pending:
		p.w.checker.asked(b, act, id, there)
	case err == nil:
		p.w.checker.confirm(b, &contract.Appointment{Id: a.Id, Place: to, Leg: a.Leg + 1}, "moved")
	}
}

// checkIn announces a visitor of today whose appointment this counter keeps.
func (p *people) checkIn(b *box) {
	var today []*contract.Appointment
	b.look(func(t appliance.Turn) {
		for k := range booking.OfDay(t.View, b.site, office.DateOf(t.Now)) {
			if k.KeptHere && !k.Cancelled {
				today = append(today, k.Appointment)
			}
		}
	})
	if len(today) == 0 {
		return
	}
	a, visit := pick(p.w, today), office.VisitID(p.w.id())
	err := p.do(b, appliance.Who{Clerk: "an", Desk: 1, Act: visit}, func(t appliance.Turn) (appliance.Decision, error) {
		return appliance.One(queue.CheckIn(t.View, queue.ArrivalOf(visit, a), t.Now))
	})
	p.said(b, "checks in "+short(a.Id), err, false)
}

// work puts one answer in the inbox away.
func (p *people) work(b *box) {
	var open [][]byte
	b.look(func(t appliance.Turn) {
		for s := range booking.Requests(t.View) {
			if s.Answer != nil && !s.Worked {
				open = append(open, s.Request.Id)
			}
		}
	})
	if len(open) == 0 {
		return
	}
	id := pick(p.w, open)
	err := p.do(b, appliance.Who{Clerk: "an", Desk: 1, Act: p.w.id(), Once: true}, func(t appliance.Turn) (appliance.Decision, error) {
		return appliance.One(booking.Work(t.View, id, "gebeld"))
	})
	p.said(b, "works answer "+short(id), err, false)
}

// do runs one command at a counter; afterwards its exchange is told, as the journal's bell does.
func (p *people) do(b *box, who appliance.Who, decide func(appliance.Turn) (appliance.Decision, error)) error {
	_, err := b.node.Do(p.w.ctx, who, decide)
	if err == nil && b.wire != nil {
		b.wire.pumpUp()
	}
	return err
}

// said writes down what a clerk was told. An internal fault is a defect: no clerk can do anything with it.
func (p *people) said(b *box, what string, err error, pending bool) {
	switch {
	case killed(err):
		p.w.tell("%s %s: the process dies", b.name, what)
	case err != nil:
		p.w.tell("%s %s: %v", b.name, what, err)
		if fault.Is(err, fault.Internal) {
			p.w.fail("words", "%s %s: %v", b.name, what, err)
		}
	case pending:
		p.w.tell("%s %s: asked", b.name, what)
	default:
		p.w.tell("%s %s: done", b.name, what)
	}
}

// citizen lets somebody do one thing at headquarters.
func (p *people) citizen() {
	w := p.w
	if len(p.again) > 0 && w.chance(50) {
		do := p.again[0]
		p.again = p.again[1:]
		do()
		return
	}
	if w.o.faults.crashes && w.chance(10) {
		w.hq.next = strike(1 + w.rng.IntN(3))
	}
	switch live := w.checker.live(); {
	case len(live) == 0 || w.chance(55):
		place, product := w.place(pick(w, w.boxes).site)
		p.webBook(w.id(), place, product)
	case w.chance(50):
		p.webCancel(w.id(), pick(w, live))
	default:
		a := pick(w, live)
		place, _ := w.place(pick(w, w.boxes).site)
		place.Run.Count = uint32(w.checker.seats(a))
		p.webMove(w.id(), a, place)
	}
}

func (p *people) webBook(id [16]byte, place *contract.Place, product string) {
	w := p.w
	res, err := w.hq.booking.Book(w.ctx, connect.NewRequest(&contract.PublicBookRequest{Id: id[:], Place: place, Products: []string{product}, Persons: 1,
		Person: &contract.Person{Name: "Bo " + short(id)}}))
	p.told("books "+short(id)+" at "+sayPlace(place), err, false)
	switch {
	case w.hq.down:
		w.checker.doubt(nil, id, id, fate{live: true, place: sayPlace(place)})
		p.again = append(p.again, func() { p.webBook(id, place, product) })
	case err == nil:
		w.checker.confirm(nil, res.Msg.Appointment, "booked")
		p.paper(res.Msg.Pass)
	}
}

func (p *people) webCancel(act [16]byte, id office.AppointmentID) {
	w := p.w
	res, err := w.hq.booking.Cancel(w.ctx, connect.NewRequest(&contract.PublicCancelRequest{Id: act[:], Appointment: id[:], Reason: "vraag"}))
	p.told("cancels "+short(id), err, err == nil && res.Msg.Pending)
	switch {
	case w.hq.down:
		w.checker.doubt(nil, act, id, fate{})
		p.again = append(p.again, func() { p.webCancel(act, id) })
	case err == nil && res.Msg.Pending:
		w.checker.doubt(nil, act, id, fate{})
	case err == nil:
		w.checker.cancelled(nil, id, res.Msg.Appointment.GetLeg())
	}
}

func (p *people) webMove(act [16]byte, id office.AppointmentID, to *contract.Place) {
	w := p.w
	res, err := w.hq.booking.Move(w.ctx, connect.NewRequest(&contract.PublicMoveRequest{Id: act[:], Appointment: id[:], To: to}))
	p.told("moves "+short(id)+" to "+sayPlace(to), err, false)
	switch {
	case w.hq.down:
		w.checker.doubt(nil, act, id, fate{live: true, place: sayPlace(to)})
		p.again = append(p.again, func() { p.webMove(act, id, to) })
	case err == nil:
		w.checker.confirm(nil, res.Msg.Appointment, "moved")
		p.paper(res.Msg.Pass)
	}
}

// told writes down what a citizen was told.
func (p *people) told(what string, err error, pending bool) {
	switch {
	case p.w.hq.down:
		p.w.tell("citizen %s: no answer", what)
	case err != nil:
		p.w.tell("citizen %s: %v", what, err)
		if connect.CodeOf(err) == connect.CodeInternal || connect.CodeOf(err) == connect.CodeUnknown {
			p.w.fail("words", "citizen %s: %v", what, err)
		}
	case pending:
		p.w.tell("citizen %s: asked", what)
	default:
		p.w.tell("citizen %s: done", what)
	}
}
