package visit

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Expected is an appointment of today whose visitor has not checked in.
type Expected struct {
	Appointment office.AppointmentID
	Planned     office.Minute
	Desk        office.Desk // of the place booked
}

// Queue is what the order is made from. Visits that do not wait are ignored, so it may hold the whole day.
type Queue struct {
	Visits   []Visit
	Expected []Expected
	Offer    Offer
	Posts    []Post // the manned desks; a desk that is not among them calls anybody
}

// manned reports whether somebody sits at the desk.
func (q Queue) manned(desk office.Desk) bool {
	_, ok := q.post(desk)
	return ok
}

// post finds a manned desk.
func (q Queue) post(desk office.Desk) (Post, bool) {
	for _, p := range q.Posts {
		if p.Desk == desk {
			return p, true
		}
	}
	return Post{}, false
}

// Place is a visit's place in the order and the reason for it.
type Place struct {
	Visit  Visit
	Group  Group
	Why    string // Dutch, as "inloop, 12 min"
	Held   bool   // not to be called yet: it would make another late
	Passed string // Dutch: why the desk that asks does not call it; empty: it may
}

// Choice is the visit that a desk calls, and who stood before it. It belongs to the queue it was made from.
type Choice struct {
	Place
	Before int // how many stood before it and were passed over
	scene  *scene
}

// Passed lists those who stood before the choice, in order, each with why the desk passed it over; at most so many. When
// there is no choice it lists everybody: why nobody is called.
func (c Choice) Passed(most int) []Place {
	out := make([]Place, 0, max(0, min(most, c.Before)))
	for i := range cap(out) {
		out = append(out, c.scene.place(c.scene.slots[i]))
	}
	return out
}

// Arrange gives the waiting visits in the order in which desk will call them, those that it does not call in
// their place among the others, with the reason. Two desks may see a different order only where an early
// appointment would keep a place of one of them from starting in time; desk 0 is cautious for all. now is in the
// site's zone. The same visits give the same order, in whatever order they come in.
//
// Nobody waits for ever: from Patience minutes after the arrival, and Grace minutes more, nobody new comes before
// a visit without appointment but who has a code of urgency; those before it are counted, and are called first.
func (o Order) Arrange(q Queue, now time.Time, desk office.Desk) []Place {
	s := o.scene(q, now, desk)
	out := make([]Place, len(s.slots))
	for i, slot := range s.slots {
		out[i] = s.place(slot)
	}
	return out
}

// Choose is what desk calls now: the first of the order that it may call. ok is false when there is none; then
// Before is how many wait.
func (o Order) Choose(q Queue, now time.Time, desk office.Desk) (c Choice, ok bool) {
	s := o.scene(q, now, desk)
	for i, slot := range s.slots {
		if s.mayCall(slot) {
			return Choice{Place: s.place(slot), Before: i, scene: s}, true
		}
	}
	return Choice{Before: len(s.slots), scene: s}, false
}

// Next is the visit that desk calls now, unless nobody waits, only those wait whose time has not come, or it serves
// none of them. The place says why.
func (o Order) Next(q Queue, now time.Time, desk office.Desk) (Place, bool) {
	c, ok := o.Choose(q, now, desk)
	return c.Place, ok
}

// slot is what decides the place of one waiting visit: small, so that sorting is cheap.
type slot struct {
	rank   uint8 // position of the group; behind all groups: held
	group  Group
	reason reason
	moment Stamp // when it came due, or will
	turn   uint64
	visit  *Visit
}

// compare is a total order: the id decides last, though two visits never share a turn.
func compare(a, b slot) int {
	c := cmp.Compare(a.rank, b.rank)
	if c == 0 && (a.group == GroupDue || a.group == GroupEarly) {
		c = cmp.Compare(a.moment, b.moment)
	}
	if c == 0 {
		c = cmp.Compare(a.turn, b.turn)
	}
	if c == 0 {
		c = bytes.Compare(a.visit.ID[:], b.visit.ID[:])
	}
	return c
}

// scene is one look at the queue: the slots in order, and what their words need.
type scene struct {
	o      Order
	q      Queue
	now    time.Time
	at     Stamp
	today  office.Date
	post   Post
	manned bool
	next   Stamp // the next appointment that may be made late at this desk; 0: none
	ranks  [groups]uint8
	starts [office.EndOfDay]Stamp // of today's minutes, as far as they were asked for
	slots  []slot
}

// scene ranks the waiting visits, without words.
func (o Order) scene(q Queue, now time.Time, desk office.Desk) *scene {
	s := &scene{o: o, q: q, now: now, at: StampOf(now), today: office.DateOf(now)}
	s.post, s.manned = q.post(desk)
	for i, g := range o.sequence() {
		s.ranks[g] = uint8(i)
	}
	s.next = s.nextAppointment(desk)
	s.slots = make([]slot, 0, len(q.Visits))
	for i := range q.Visits {
		if v := &q.Visits[i]; v.State == Waiting {
			s.slots = append(s.slots, s.slot(v))
		}
	}
	s.patience()
	slices.SortFunc(s.slots, compare)
	return s
}

// start is the stamp of a minute of a date.
func (s *scene) start(d office.Date, m office.Minute) Stamp {
	if d != s.today || m >= office.EndOfDay {
		return StampOf(d.At(m, s.now.Location()))
	}
	if s.starts[m] == 0 {
		s.starts[m] = StampOf(d.At(m, s.now.Location()))
	}
	return s.starts[m]
}

// nextAppointment is the first planned start still to come at desk, of who is expected or waits. Whether that one is
// planned before a visit is all there is to ask of serving the visit early.
func (s *scene) nextAppointment(desk office.Desk) Stamp {
	var first Stamp
	consider := func(d office.Date, m office.Minute, at office.Desk) {
		if desk != 0 && at != desk {
			return
		}
		if start := s.start(d, m); start > s.at && (first == 0 || start < first) {
			first = start
		}
	}
	for _, e := range s.q.Expected {
		consider(s.today, e.Planned, e.Desk)
	}
	for i := range s.q.Visits {
		if v := &s.q.Visits[i]; v.State == Waiting && v.Booked() && v.Started == 0 && v.MissedCall == 0 {
			consider(v.Date, v.Planned, v.PlannedDesk)
		}
	}
	return first
}

// minutes is so many minutes as a difference of stamps.
func minutes(n int) Stamp { return Stamp(n) * 60_000 }

// slot ranks one visit. Those without appointment, and those that count as such, get their moment in patience.
func (s *scene) slot(v *Visit) slot {
	out := slot{turn: v.Turn, visit: v}
	start := Stamp(0)
	if v.Booked() {
		start = s.start(v.Date, v.Planned)
	}
	switch {
	case v.MissedCall != 0:
		out.group, out.reason = GroupWalkIn, becauseMissed
	case v.Urgency == Urgent:
		out.group, out.reason = GroupUrgent, becauseUrgent
	case v.Urgency == SemiUrgent:
		out.group, out.reason = GroupSemi, becauseSemi
	case !v.Booked():
		out.group, out.reason = GroupWalkIn, becauseArrived
	case v.Arrived > start+minutes(s.o.Grace):
		out.group, out.reason = GroupWalkIn, becauseTooLate
	case v.Started != 0: // begun: it is due since then at the latest
		out.group, out.reason, out.moment = GroupDue, becauseBegun, min(start, v.Started)
	case start <= s.at:
		out.group, out.reason, out.moment = GroupDue, becauseDue, start
	default:
		s.early(&out, start)
	}
	out.rank = s.ranks[out.group]
	if out.reason.held() {
		out.rank = uint8(groups)
	}
	return out
}

// early ranks an appointment before its time. Served from now on, it must not keep one planned before it at this
// desk from starting in time; one planned after it is not made later.
func (s *scene) early(out *slot, start Stamp) {
	out.group, out.moment = GroupEarly, start
	done := s.at + minutes(out.visit.Minutes)
	switch {
	case s.next != 0 && s.next < start && s.next < done:
		out.reason = becauseOther
	case start-s.at <= minutes(s.o.Soon):
		out.group, out.reason = GroupDue, becauseSoon
	case s.o.Earliest != 0 && start-s.at > minutes(s.o.Earliest):
		out.reason = becauseNotYet
	default:
		out.reason = becauseEarly
	}
}

// patience lets who waited long without appointment go along with the appointments. Among them who came first stays
// first: a visit is due no later than any that came after it, so that no clock can turn two of them round.
func (s *scene) patience() {
	if s.o.Patience == 0 {
		return
	}
	var idle []*slot
	for i := range s.slots {
		if g := s.slots[i].group; g == GroupWalkIn || g == GroupSemi {
			idle = append(idle, &s.slots[i])
		}
	}
	slices.SortFunc(idle, func(a, b *slot) int {
		return cmp.Or(cmp.Compare(b.turn, a.turn), bytes.Compare(b.visit.ID[:], a.visit.ID[:]))
	})
	moment := Stamp(1<<63 - 1)
	for _, one := range idle {
		moment = min(moment, max(one.visit.Since(), one.visit.MissedCall)+minutes(s.o.Patience))
		if moment <= s.at {
			one.group, one.rank, one.moment = GroupDue, s.ranks[GroupDue], moment
			if one.reason == becauseArrived {
				one.reason = becausePatience
			}
		}
	}
}

// mayCall reports whether the desk calls a visit now.
func (s *scene) mayCall(slot slot) bool {
	return !slot.reason.held() && (!s.manned || s.o.bar(s.q, s.post, slot.visit).kind == barNone)
}

// place writes a slot as people read it.
func (s *scene) place(slot slot) Place {
	p := Place{Visit: *slot.visit, Group: slot.group, Held: slot.reason.held(), Why: s.why(slot)}
	if s.manned {
		p.Passed = s.o.bar(s.q, s.post, slot.visit).words(s.q.Offer)
	}
	if p.Passed == "" && p.Held {
		p.Passed = p.Why
	}
	return p
}
