package register

import (
	"bytes"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Quota is how many seats a site holds ahead of time and may book while cut off. Too much strands seats, too
// little refuses people.
type Quota struct {
	Days    int           // how many days after today a share is held
	Share   int           // one seat in so many of each of those days; 4 is a quarter
	AtLeast int           // but at least so many
	Stays   int           // so many places of each hour stay here while there are more, and others can make up the share
	Hands   office.Minute // local minute of the evening before, from which a day passes to its site whole
}

// DefaultQuota is the policy to start with: a quarter of each of the next seven days, at least one seat, of each hour at
// least one place left for the other channels, and all of tomorrow from eight in the evening.
var DefaultQuota = Quota{Days: 7, Share: 4, AtLeast: 1, Stays: 1, Hands: 20 * 60}

// topUp gives a site what the policy says it should hold and does not: all of its own day, with the day's
// appointments, and a share of the days after. Nothing is ever taken back by it.
func (t *turn) topUp(site office.SiteID) *contract.HQReply {
	st, s := loadSite(t.w, site)
	if st.Current.Incarnation == 0 || st.Current.Forked || s.Lost || !st.Open(t.gate()) {
		return done()
	}
	plan := t.calendar()
	local := t.now.In(plan.Zone())
	today, minute := office.DateOf(local), office.MinuteOf(local)
	own := today
	if minute >= t.m.Quota.Hands {
		own++
	}
	h := t.headquarters()
	g := gift{t: t, st: st, to: st.Current.Incarnation, id: custody.Identity{Era: h.Era, N: h.Grants + 1}}
	g.group = grouping{site: site, plan: plan, view: View{t.w, t.m}}
	for d := today; d <= own; d++ {
		from := office.Minute(0)
		if d == today {
			from = minute
		}
		g.whole(plan.Day(site, d), from)
	}
	t.forgetRecalled(site, own)
	for d := own + 1; d <= today+office.Date(t.m.Quota.Days); d++ {
		g.share(plan.Day(site, d), t.m.Quota)
	}
	grants := g.group.grants(g.to)
	if len(grants) == 0 {
		return done()
	}
	h.Grants++
	save(t.w, keyHeadquarters, h)
	for _, x := range grants {
		t.tell(site, &contract.FeedEntry{Kind: &contract.FeedEntry_Grant{Grant: x}})
	}
	return &contract.HQReply{Count: uint32(g.seats)}
}

// gift is one grant in the making.
type gift struct {
	t     *turn
	st    custody.Station
	to    office.Incarnation
	id    custody.Identity
	group grouping
	seats int
}

// whole gives every seat of a day that HQ has: the free ones from a minute on, and each appointment with its seats.
func (g *gift) whole(d *calendar.Day, from office.Minute) {
	for _, id := range d.Seats() {
		seat := View{g.t.w, g.t.m}.seat(g.st, id)
		if seat.Booking == (office.AppointmentID{}) && (id.Start < from || g.t.holder(id) != (office.AppointmentID{})) {
			continue // what somebody is just booking goes in a later round, with the booking or without
		}
		g.give(id, seat)
	}
}

// forgetRecalled drops the notes of what was asked back of days that are the site's own, or past.
func (t *turn) forgetRecalled(site office.SiteID, own office.Date) {
	var over [][]byte
	for k := range t.w.Scan(recalledPrefix(site), nil) {
		if id, err := office.SeatOfKey(k[len("r/"):]); err == nil && id.Date > own {
			break // they come by date
		}
		over = append(over, bytes.Clone(k))
	}
	for _, k := range over {
		t.w.Delete(k)
	}
}

func (g *gift) give(id office.SeatID, seat custody.Seat) {
	if seat.Booking != (office.AppointmentID{}) {
		if state := g.t.appointment(seat.Booking); state == nil || !g.t.on(state.Appointment) {
			return // it is not, or not whole, where it should be: a person has the conflict, and no site can have half of it
		}
	}
	given, err := seat.Give(g.to, g.id)
	if err != nil {
		return // not HQ's to give, or blocked and free
	}
	offer, _ := given.Offer()
	g.t.putSeat(id, given)
	g.group.add(id, given, offer)
	g.seats++
}
