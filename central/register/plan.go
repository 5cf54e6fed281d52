package register

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// recall asks a site to give back what is still free of these seats. They are not given again as its share, nor others in
// their stead; when the day passes to the site whole, they go along.
func (t *turn) recall(c *contract.RecallPut) *contract.HQReply {
	if no := t.askable(c); no != nil {
		return no
	}
	t.ask(c)
	return done()
}

// askable refuses to ask for seats that cannot be; nil: they can.
func (t *turn) askable(c *contract.RecallPut) *contract.HQReply {
	if _, ok := t.calendar().Site(office.SiteID(c.Site)); !ok {
		return refuse(fault.NotFound, c.Site, "Deze locatie is niet bekend.")
	}
	for _, run := range c.Seats {
		if run.Check() != nil {
			return refuse(fault.Invalid, c.Site, "Deze plaatsen bestaan niet.")
		}
	}
	return nil
}

func (t *turn) ask(c *contract.RecallPut) {
	for _, run := range c.Seats {
		for _, id := range run.Seats(office.SiteID(c.Site)) {
			t.w.Put(recalledKey(id), moment(t.atMS))
		}
	}
	t.tell(office.SiteID(c.Site), &contract.FeedEntry{Kind: &contract.FeedEntry_Recall{Recall: &contract.Recall{Seats: c.Seats}}})
}

// snapshotBack is how many days before today a snapshot still speaks of: a clock of headquarters that runs ahead must
// not keep from a site what it was given.
const snapshotBack = 7

// standing is every grant that stands for a site's present life, each under its identity, and the appointments
// that HQ keeps for it, of today, later and a few days back.
func (v View) standing(site office.SiteID, today office.Date) ([]*contract.Grant, []*contract.Appointment) {
	st, _ := loadSite(v.r, site)
	g := grouping{site: site, plan: v.Calendar(), view: v}
	var kept []*contract.Appointment
	seen := map[office.AppointmentID]bool{}
	for id, seat := range v.SiteSeats(site) {
		if id.Date < today-snapshotBack {
			continue
		}
		if offer, ok := seat.Offer(); ok && offer.To == st.Current.Incarnation {
			g.add(id, seat, offer)
			continue
		}
		if seat.Booking != (office.AppointmentID{}) && !seen[seat.Booking] {
			seen[seat.Booking] = true
			if a := v.Appointment(seat.Booking); a != nil && !a.Cancelled {
				kept = append(kept, a.Appointment)
			}
		}
	}
	return g.grants(st.Current.Incarnation), kept
}

// grouping gathers seats into grants by identity.
type grouping struct {
	site office.SiteID
	plan *calendar.Plan
	view View
	byID []*contract.Grant
	free map[custody.Identity][]office.SeatID
	seen map[office.AppointmentID]bool
}

func (g *grouping) add(id office.SeatID, seat custody.Seat, o custody.Offer) {
	i := slices.IndexFunc(g.byID, func(x *contract.Grant) bool { return x.Identity.Custody() == o.Grant })
	if i < 0 {
		g.byID = append(g.byID, &contract.Grant{Identity: contract.NewIdentity(o.Grant), To: uint64(o.To)})
		i = len(g.byID) - 1
	}
	if o.Booking == (office.AppointmentID{}) {
		if g.free == nil {
			g.free = map[custody.Identity][]office.SeatID{}
		}
		g.free[o.Grant] = append(g.free[o.Grant], id)
		return
	}
	if g.seen == nil {
		g.seen = map[office.AppointmentID]bool{}
	}
	a := g.view.Appointment(o.Booking)
	if g.seen[o.Booking] || a == nil || !slices.Contains(a.Appointment.Place.Seats(), id) {
		return // an appointment that was moved off this seat: the site that will free it has it already
	}
	g.seen[o.Booking] = true
	if o.Blocked {
		g.byID[i].Attended = append(g.byID[i].Attended, a.Appointment)
	} else {
		g.byID[i].Booked = append(g.byID[i].Booked, a.Appointment)
	}
}

// grants gives what was gathered, the free seats in runs.
func (g *grouping) grants(to office.Incarnation) []*contract.Grant {
	for _, x := range g.byID {
		x.To = uint64(to)
		x.Free = g.runs(g.free[x.Identity.Custody()])
	}
	return g.byID
}

// runs gathers seats into runs, apart for each length of slot.
func (g *grouping) runs(seats []office.SeatID) []*contract.Run { return runsOf(g.plan, g.site, seats) }

func runsOf(plan *calendar.Plan, site office.SiteID, seats []office.SeatID) []*contract.Run {
	byLength := map[office.Minute][]office.SeatID{}
	var lengths []office.Minute
	for _, s := range seats {
		n := plan.Day(site, s.Date).SlotAt(s.Desk, s.Start)
		if n == 0 {
			n = calendar.DefaultSlot // a rule changed under a grant that stands; its start names the seat
		}
		if byLength[n] == nil {
			lengths = append(lengths, n)
		}
		byLength[n] = append(byLength[n], s)
	}
	var out []*contract.Run
	for _, n := range lengths {
		out = append(out, contract.Runs(byLength[n], int(n))...)
	}
	return out
}
