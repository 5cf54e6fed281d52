package simulation_test

import (
	"bytes"
	"path/filepath"
	"slices"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/replica"
)

// checker sees everything, and is told what people are told.
type checker struct {
	w       *world
	entries map[office.AppointmentID]*entry
	order   []*entry // as they came
	wishes  map[[16]byte]wanted
	answers map[answerOf]*contract.Answer
	marks   map[*box]mark
	risk    map[office.SeatID]bool
	given   map[office.SeatID]custody.Identity // the greatest ever seen

	torn      map[office.SeatID]bool // HQ and a box differ about it, and people know
	begun     int                    // step in which a box last began a life
	forgetful bool                   // headquarters was restored, and not all is quiet since
}

type (
	mark struct {
		life office.Incarnation
		size uint64
	}
	answerOf struct {
		box *box
		act [16]byte
	}
)

func newChecker(w *world) *checker {
	return &checker{w: w, entries: map[office.AppointmentID]*entry{}, wishes: map[[16]byte]wanted{}, answers: map[answerOf]*contract.Answer{},
		marks: map[*box]mark{}, risk: map[office.SeatID]bool{}, given: map[office.SeatID]custody.Identity{}, torn: map[office.SeatID]bool{}}
}

// cheap runs after each step.
func (c *checker) cheap() {
	for _, b := range c.w.running() {
		c.acknowledged(b)
	}
	if c.w.step%5 == 0 {
		c.identities()
		for _, b := range c.w.running() {
			c.apart(b)
		}
	}
}

// acknowledged is I3 in passing: headquarters has what a counter was told it has.
func (c *checker) acknowledged(b *box) {
	if c.forgetful {
		return
	}
	b.look(func(t appliance.Turn) {
		line, err := b.node.Line(t)
		if err != nil {
			c.w.fail("look", "%s: %v", b.name, err)
		}
		if acked, has := t.View.Size()-line.Waiting, c.w.hq.view().Tree(b.site, t.View.Life()).Size; acked > has {
			c.w.fail("I3 (acknowledged is at headquarters)", "%s was told that %d records of life %s are there; %d are", b.name, acked, t.View.Life(), has)
		}
	})
}

// identities is I4: what headquarters gives anew is greater than anything it ever gave of that seat.
func (c *checker) identities() {
	for _, b := range c.w.boxes {
		for id, s := range c.w.hq.view().SiteSeats(b.site) {
			if max := c.given[id]; max.Less(s.Grant) {
				c.given[id] = s.Grant
			} else if s.Grant.Era == c.w.hq.era && max.Era == s.Grant.Era && s.Grant.Less(max) {
				c.w.fail("I4 (identities only grow)", "%s has grant %s after %s", id, s.Grant, max)
			}
		}
	}
}

// apart is I2: what headquarters may book, no living box holds.
func (c *checker) apart(b *box) {
	v := c.w.hq.view()
	if b.apart != "" || !v.Open(b.site) {
		return
	}
	b.look(func(t appliance.Turn) {
		today := office.DateOf(t.Now)
		for id := range v.SiteSeats(b.site) {
			if id.Date < today || c.risk[id] || booking.Hand(t.View, id).State == custody.Empty || !v.Seat(id).Free() {
				continue
			}
			if c.begun > 0 && c.forgetful {
				continue // headquarters may not have heard of this life yet
			}
			c.w.fail("I2 (one custodian)", "%s holds %s, which headquarters may book", b.name, id)
		}
	})
}

// full compares everything, when all is quiet.
func (c *checker) full() {
	settled := c.conflicts()
	for _, b := range c.w.boxes {
		if !b.stopped {
			c.hands(b, settled)
			c.journals(b)
			c.mirror(b, settled)
			c.inbox(b)
		}
	}
	c.fates(settled)
	c.forgetful = false
}

// conflicts are the appointments that people have been asked to settle.
func (c *checker) conflicts() map[office.AppointmentID]bool {
	out := map[office.AppointmentID]bool{}
	for _, k := range c.w.hq.view().Conflicts() {
		if aboutPaper(k) {
			continue
		}
		out[k.Appointment.AppointmentID()] = true
		if id, err := contract.ID16[office.AppointmentID](k.Other); err == nil {
			out[id] = true
		}
	}
	return out
}

// hands compares custody of every seat on both sides.
func (c *checker) hands(b *box, settled map[office.AppointmentID]bool) {
	v := c.w.hq.view()
	b.look(func(t appliance.Turn) {
		st, _ := v.Site(b.site)
		if st.Current.Incarnation != t.View.Life() || !v.Open(b.site) {
			c.w.fail("quiet", "%s lives %s, headquarters believes in %s, open: %t", b.name, t.View.Life(), st.Current.Incarnation, v.Open(b.site))
		}
		for id := range v.SiteSeats(b.site) {
			seat, hand := v.Seat(id), booking.Hand(t.View, id)
			here := hand.State != custody.Empty
			switch {
			case seat.Owner.Kind == custody.Blocked && hand.State == custody.Held && hand.Grant.Less(seat.Grant):
				// A forgotten box held the seat when HQ gave its appointment to another: a conflict, and the seat stays shut.
				c.torn[id] = true
			case settled[seat.Booking]: // on two places, or in two hands: a person has it
			case id.Date < office.DateOf(t.Now): // snapshots leave the past out
			case here != (seat.Owner.By == t.View.Life()):
				c.w.fail("custody is equal", "%s has %s as %+v, headquarters as %+v", b.name, id, hand, seat)
			case here && (hand.Grant != seat.Grant || hand.Booking != seat.Booking || hand.Blocked != (seat.Owner.Kind == custody.Blocked) ||
				hand.Ask != office.RequestID{} || seat.Ask != office.RequestID{}):
				c.w.fail("custody is equal", "%s has %s as %+v, headquarters as %+v", b.name, id, hand, seat)
			}
		}
	})
}

// journals is I3: what a counter wrote, in any of its lives, is at headquarters byte for byte, and both trees have
// one root.
func (c *checker) journals(b *box) {
	v := c.w.hq.view()
	lives := c.lives(b)
	shipping := b.node.Shipping()
	for i, life := range lives {
		st, _ := v.Site(b.site)
		if slices.ContainsFunc(append(st.Closed, st.Current), func(l custody.Life) bool { return l.Incarnation == life && l.Forked }) {
			continue // two histories: a person has it
		}
		tree := v.Tree(b.site, life)
		var edge journal.Edge
		next := uint64(1)
		for {
			batch, err := shipping.Batch(life, next, replica.DefaultLimits)
			if err != nil {
				c.w.fail("I3 (event by event)", "%s: life %s from %d: %v", b.name, life, next, err)
			}
			if batch == nil {
				break
			}
			bodies, err := replica.Unpack(batch)
			if err != nil {
				c.w.fail("I3 (event by event)", "%s: %v", b.name, err)
			}
			for i, body := range bodies {
				if !bytes.Equal(v.Record(b.site, life, next+uint64(i)), body) {
					e, _ := contract.Decode(body, new(contract.Event))
					c.w.fail("I3 (event by event)", "record %d of life %s of %s is not at headquarters, which has %d: %v", next+uint64(i), life, b.name, tree.Size, e)
				}
			}
			edge, _ = edge.Extend(bodies)
			next += uint64(len(bodies))
		}
		if i < len(lives)-1 && tree.Size > edge.Size {
			continue // a life that ended when its disk was put back: headquarters has more of it
		}
		if root := edge.Root(); tree.Size != edge.Size || tree.Size > 0 && !bytes.Equal(tree.Root, root[:]) {
			c.w.fail("I3 (one root)", "life %s of %s has %d records, headquarters %d; the roots must be equal", life, b.name, edge.Size, tree.Size)
		}
	}
}

// lives are those a box's journal has, oldest first, as its own verification reports them.
func (c *checker) lives(b *box) (out []office.Incarnation) {
	c.w.whileDown(b, func() {
		report, err := appliance.Verify(filepath.Join(b.dir, "journal.db"), b.site)
		if err != nil {
			c.w.fail("I5 (the journal verifies, rebuilt is live)", "%s: %v", b.name, err)
		}
		for _, l := range report.Lives {
			out = append(out, l.Life)
		}
	})
	return out
}

// mirror compares what a counter shows of appointments with what headquarters has.
func (c *checker) mirror(b *box, settled map[office.AppointmentID]bool) {
	v := c.w.hq.view()
	b.look(func(t appliance.Turn) {
		today := office.DateOf(t.Now)
		shown := map[office.AppointmentID]bool{}
		for d := today; d < today+12; d++ {
			for k := range booking.OfDay(t.View, b.site, d) {
				a := k.Appointment
				id := a.AppointmentID()
				if k.Cancelled || settled[id] {
					continue
				}
				shown[id] = true
				has := v.Appointment(id)
				if has == nil || has.Cancelled || sayPlace(has.Appointment.Place) != sayPlace(a.Place) {
					c.w.fail("views are equal", "%s shows %s at %s; headquarters has %v", b.name, short(id), sayPlace(a.Place), has)
				}
				if v.Person(a.Person) == nil {
					c.w.fail("persons are on both sides", "headquarters has no person for %s", short(id))
				} else if _, ok := t.View.Personal(journal.Commitment(a.Person)); !ok {
					c.w.fail("persons are on both sides", "%s has no person for %s", b.name, short(id))
				}
				st, _ := v.Site(b.site)
				if kept := v.Seat(a.Place.Seats()[0]).Owner.By == st.Current.Incarnation; kept != k.KeptHere && !c.torn[a.Place.Seats()[0]] {
					c.w.fail("views are equal", "%s shows %s as kept here: %t", b.name, short(id), k.KeptHere)
				}
			}
		}
		for _, e := range c.order {
			has := v.Appointment(e.id)
			if has == nil || has.Cancelled || settled[e.id] || has.Appointment.Place.Site != string(b.site) || c.torn[has.Appointment.Place.Seats()[0]] ||
				office.Date(has.Appointment.Place.Run.Date) < today || shown[e.id] || office.Date(has.Appointment.Place.Run.Date) >= today+12 {
				continue
			}
			c.w.fail("views are equal", "%s does not show %s at %s, which headquarters has; it knows %v", b.name, short(e.id),
				sayPlace(has.Appointment.Place), booking.Known(t.View, e.id))
		}
	})
}

// inbox: every wish has its answer.
func (c *checker) inbox(b *box) {
	b.look(func(t appliance.Turn) {
		for s := range booking.Requests(t.View) {
			if s.Answer == nil {
				c.w.fail("every wish is answered", "%s still waits for the answer to %s", b.name, short(s.Request.Id))
			}
		}
	})
}

// fates compares what people were told with what there is.
func (c *checker) fates(settled map[office.AppointmentID]bool) {
	v := c.w.hq.view()
	on := map[office.AppointmentID][]office.SeatID{}
	for _, s := range sites {
		for id, seat := range v.SiteSeats(s) {
			if seat.Booking != (office.AppointmentID{}) {
				on[seat.Booking] = append(on[seat.Booking], id)
			}
		}
	}
	for _, e := range c.order {
		var is fate
		if a := v.Appointment(e.id); a != nil && !a.Cancelled {
			is = fate{live: true, place: sayPlace(a.Appointment.Place)}
			if e.free == "" {
				e.leg = max(e.leg, a.Appointment.Leg)
			} else {
				e.leg = a.Appointment.Leg
			}
		}
		if !settled[e.id] && !slices.Equal(on[e.id], seatsAt(is.place)) {
			c.w.fail("an appointment is in one place", "%s should be at %q; it is on %v", short(e.id), is.place, on[e.id])
		}
		possible := is == e.told || e.free != "" || settled[e.id]
		for _, may := range e.may {
			possible = possible || is == may
		}
		if !possible {
			c.w.fail("what people were told holds", "%s was told to be %+v; it is %+v", short(e.id), e.told, is)
		}
		if settled[e.id] {
			e.free, e.holds = "a person settles it", false
		} else {
			if e.told != is {
				e.seen, e.hq, e.box = c.w.step, c.w.step, nil // who looks now is told so
			}
			e.told, e.free, e.holds = is, "", true
		}
		clear(e.may)
	}
}
