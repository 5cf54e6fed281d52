package local

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// hall is the waiting room as the rules see it now: the order of the site, who sits at which desk, what they serve, and who
// may still come.
func (s *Service) hall(t appliance.Turn) (queue.Hall, error) {
	rules := s.rules(t)
	posts, err := s.posts(t, rules)
	return queue.Hall{Order: rules.order, Rule: rules.on, Offer: s.offer, Posts: posts, Expected: s.expected(t)}, err
}

// moment is the room and its day, read once for all that one view says of them.
type moment struct {
	room   queue.Room
	visits []visit.Visit // of today, ended ones too
	day    *visit.Day    // their figures
}

func (s *Service) moment(t appliance.Turn) (m moment, err error) {
	hall, err := s.hall(t)
	if err != nil {
		return m, err
	}
	if m.room, err = hall.Room(t.View, t.Now); err != nil {
		return m, err
	}
	if m.visits, err = queue.Day(t.View, office.DateOf(t.Now)); err != nil {
		return m, err
	}
	m.day = queue.Today(m.visits, s.offer, s.booked(t), t.Now)
	return m, nil
}

// rules are what headquarters decided of this room, as its plan has it. They do not change once made.
type rules struct {
	stamp [16]byte
	day   office.Date
	order visit.Order                // of that day
	flaw  *calendar.Flaw             // why that is not the one that headquarters gave
	on    queue.Rule                 // of other days
	posts map[office.Desk]visit.Post // the desks that are no ordinary ones, unmanned
	flaws []calendar.Flaw            // of posts, what this version cannot work with
}

// rules reads the plan, anew only when there is another or the day is.
func (s *Service) rules(t appliance.Turn) *rules {
	stamp, day := booking.PlanStamp(t.View), office.DateOf(t.Now)
	s.memory.mu.Lock()
	defer s.memory.mu.Unlock()
	if r := s.memory.rules; r != nil && r.stamp == stamp && r.day == day {
		return r
	}
	plan := booking.Plan(t.View)
	r := &rules{stamp: stamp, day: day, on: appliance.RuleOf(plan, s.site.ID), posts: map[office.Desk]visit.Post{}}
	r.order, r.flaw = rulebook.OrderOn(plan, s.site.ID, day)
	posts, flaws := rulebook.Posts(plan, s.site.ID)
	for _, p := range posts {
		r.posts[p.Desk] = p
	}
	r.flaws = flaws
	s.memory.rules = r
	return r
}

// fillOrder shows the order of this room and its desks; where this version does not understand what headquarters decided of
// them, it says so, and what holds instead.
func (s *Service) fillOrder(t appliance.Turn, out *contract.View) {
	r := s.rules(t)
	if r.flaw != nil {
		out.Notices = append(out.Notices, &contract.Notice{Code: "order", Say: "Dit toestel begrijpt de volgorde niet die het hoofdkantoor voor de wachtrij koos: " +
			r.flaw.Dutch + ". Het roept op in de gewone volgorde."})
	}
	for _, f := range r.flaws {
		out.Notices = append(out.Notices, &contract.Notice{Code: "post", Say: fmt.Sprintf("Dit toestel begrijpt niet wat het hoofdkantoor over loket %s koos: %s. Het werkt als een gewoon loket.",
			f.ID[strings.LastIndexByte(f.ID, '/')+1:], f.Dutch)})
	}
	var kinds []visit.Kind
	for _, d := range slices.Sorted(maps.Keys(r.posts)) {
		if p := r.posts[d]; p.Kind != visit.Counter {
			kinds = append(kinds, p.Kind)
			out.Posts = append(out.Posts, &contract.PostRow{Desk: uint32(d), Kind: p.Kind.String(), Say: p.Kind.Words()})
		}
	}
	out.Order = r.order.Words(kinds...)
}

// posts are the desks at which somebody is signed in who may serve, each as headquarters decided what it is, with the
// skills of the roster (A002-54).
func (s *Service) posts(t appliance.Turn, r *rules) ([]visit.Post, error) {
	var out []visit.Post
	for d := office.Desk(1); d <= office.Desk(s.site.Desks.Value); d++ {
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
			post := r.posts[d] // an ordinary one that serves everything, unless it says otherwise
			post.Desk, post.Skills = d, visit.ScopeOf(p.Skills, s.offer)
			out = append(out, post)
		}
	}
	return out, nil
}

// expected are today's appointments of this site: who may still come.
func (s *Service) expected(t appliance.Turn) []visit.Expected {
	var out []visit.Expected
	for k := range booking.OfDay(t.View, s.site.ID, office.DateOf(t.Now)) {
		if a := k.Appointment; !k.Cancelled {
			out = append(out, visit.Expected{Appointment: a.AppointmentID(), Planned: office.Minute(a.Place.Run.Start), Desk: office.Desk(a.Place.Run.Desk)})
		}
	}
	return out
}

// booked are today's appointments as the day's count wants them.
func (s *Service) booked(t appliance.Turn) []queue.Booked {
	var out []queue.Booked
	for k := range booking.OfDay(t.View, s.site.ID, office.DateOf(t.Now)) {
		if a := k.Appointment; !k.Cancelled {
			out = append(out, queue.Booked{Appointment: a.AppointmentID(), Planned: office.Minute(a.Place.Run.Start), Products: a.ProductIDs()})
		}
	}
	return out
}

// memory is what of the hall is kept between two looks, and lost without harm. All of it is in the journal.
type memory struct {
	mu     sync.Mutex
	minute int64 // of the pace
	pace   visit.Pace
	calls  map[office.Desk]calling // the latest call of each desk
	rules  *rules
	prints printed
}

// calling is whom a desk called, and whom it passed over, in words.
type calling struct {
	visit  office.VisitID
	passed []string
}

// paceOf is how long the latest visits took, looked up once a minute: it reads days.
func (s *Service) paceOf(t appliance.Turn) (visit.Pace, error) {
	minute := t.Now.Unix() / int64(time.Minute/time.Second)
	s.memory.mu.Lock()
	defer s.memory.mu.Unlock()
	if s.memory.minute == minute {
		return s.memory.pace, nil
	}
	pace, err := queue.Pace(t.View, t.Now)
	if err == nil {
		s.memory.minute, s.memory.pace = minute, pace
	}
	return pace, err
}

// remember keeps why a call passed over those who stood before.
func (s *Service) remember(t appliance.Turn, desk office.Desk, c *contract.Called) {
	id, err := contract.ID16[office.VisitID](c.GetVisit())
	if err != nil {
		return
	}
	said := calling{visit: id}
	for _, p := range c.Passed {
		over, err := contract.ID16[office.VisitID](p.Visit)
		if err != nil {
			continue
		}
		if v, err := queue.Get(t.View, over); err == nil {
			said.passed = append(said.passed, fmt.Sprintf("%s: %s", v.Ticket, p.Why))
		}
	}
	if more := int(c.PassedCount) - len(c.Passed); more > 0 {
		said.passed = append(said.passed, fmt.Sprintf("en nog %d na hen", more))
	}
	s.memory.mu.Lock()
	defer s.memory.mu.Unlock()
	if s.memory.calls == nil {
		s.memory.calls = map[office.Desk]calling{}
	}
	s.memory.calls[desk] = said
}

// passed is what was said when the visit was called, unless this program began after that.
func (s *Service) passed(v visit.Visit) []string {
	s.memory.mu.Lock()
	defer s.memory.mu.Unlock()
	if c := s.memory.calls[v.Desk]; c.visit == v.ID {
		return slices.Clone(c.passed)
	}
	return nil
}
