package room

import (
	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Hall is the waiting room as the rules see it now: the order of the site, who sits at which desk, what they serve, and who
// may still come.
func (r *Room) Hall(t appliance.Turn) (queue.Hall, error) {
	rules := r.Rules(t)
	posts, err := r.posts(t, rules)
	return queue.Hall{Order: rules.Order, Rule: rules.On, Offer: r.Offer, Posts: posts, Expected: r.expected(t)}, err
}

// Queue is who is in the room now.
func (r *Room) Queue(t appliance.Turn) (queue.Room, error) {
	hall, err := r.Hall(t)
	if err != nil {
		return queue.Room{}, err
	}
	return hall.Room(t.View, t.Now)
}

// Moment is the room and its day, read once for all that one view says of them.
type Moment struct {
	Room   queue.Room
	Visits []visit.Visit // of today, ended ones too
	Day    *visit.Day    // their figures
}

// Moment reads the room and its day.
func (r *Room) Moment(t appliance.Turn) (m Moment, err error) {
	if m.Room, err = r.Queue(t); err != nil {
		return m, err
	}
	if m.Visits, err = queue.Day(t.View, office.DateOf(t.Now)); err != nil {
		return m, err
	}
	m.Day = r.Figures(t, m.Visits)
	return m, nil
}

// Figures are those of today's visits, beside the appointments of today.
func (r *Room) Figures(t appliance.Turn, visits []visit.Visit) *visit.Day {
	return queue.Today(visits, r.Offer, r.booked(t), t.Now)
}

// posts are the desks at which somebody is signed in who may serve, each as headquarters decided what it is, with the
// skills of the roster (A002-54).
func (r *Room) posts(t appliance.Turn, rules *Rules) ([]visit.Post, error) {
	var out []visit.Post
	for d := office.Desk(1); d <= office.Desk(r.Site.Desks.Value); d++ {
		id, ok := staff.At(t.View, d)
		if !ok {
			continue
		}
		p, err := staff.Get(t.View, id)
		if fault.Is(err, fault.NotFound) {
			continue // has just left the roster; the session ends in a moment
		}
		if err != nil {
			return nil, err
		}
		if staff.May(t.View, p, staff.Serve) == nil {
			post := rules.Posts[d] // an ordinary one that serves everything, unless it says otherwise
			post.Desk, post.Skills = d, visit.ScopeOf(p.Skills, r.Offer)
			out = append(out, post)
		}
	}
	return out, nil
}

// expected are today's appointments of this site: who may still come.
func (r *Room) expected(t appliance.Turn) []visit.Expected {
	var out []visit.Expected
	for k := range booking.OfDay(t.View, r.Site.ID, office.DateOf(t.Now)) {
		if a := k.Appointment; !k.Cancelled {
			out = append(out, visit.Expected{Appointment: a.AppointmentID(), Planned: office.Minute(a.Place.Run.Start), Desk: office.Desk(a.Place.Run.Desk)})
		}
	}
	return out
}

// booked are today's appointments as the day's count wants them.
func (r *Room) booked(t appliance.Turn) []queue.Booked {
	var out []queue.Booked
	for k := range booking.OfDay(t.View, r.Site.ID, office.DateOf(t.Now)) {
		if a := k.Appointment; !k.Cancelled {
			out = append(out, queue.Booked{Appointment: a.AppointmentID(), Planned: office.Minute(a.Place.Run.Start), Products: a.ProductIDs()})
		}
	}
	return out
}
