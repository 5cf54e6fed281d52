package local

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// admit asks the calendar whether somebody without appointment is helped now for all of the products (A001-16). A clerk's
// code of urgency goes before it, and is counted (A001-13 to 15). The fault is Refused and says why.
func (s *Service) admit(t appliance.Turn, w queue.Walk) error {
	if w.Urgency != visit.Ordinary {
		return nil
	}
	for _, p := range w.Products {
		if no := s.without(t, p); !no.OK {
			return fault.New("local.admit", fault.Refused).On(string(p)).Tell(no.Reason, no.Instead)
		}
	}
	return nil
}

// without judges one product: in the hours of the walk-in, at the reception, because it never takes an appointment, or at a
// desk for who has none. Of several refusals the one about the walk-in says most.
func (s *Service) without(t appliance.Turn, p office.ProductID) calendar.Verdict {
	v, _ := s.withoutHours(t, p)
	return v
}

// withoutHours also gives, of what can be had today at another hour, when: each stretch once, those that touch as one.
func (s *Service) withoutHours(t appliance.Turn, p office.ProductID) (calendar.Verdict, []stretch) {
	today, minute := office.DateOf(t.Now), office.MinuteOf(t.Now)
	day, standing := t.Plan.Day(s.site.ID, today), s.rules(t).walkIn(p, s.offer)
	var first calendar.Verdict
	var hours []stretch // in which it could be done today; empty: the rules never allow it
	for _, m := range []calendar.Mode{calendar.WalkIn, calendar.Reception, calendar.Appointment} {
		v := s.offerToday(t, m, p)
		if m == calendar.WalkIn {
			first = v
		}
		if !v.OK || m == calendar.Appointment && v.Code != calendar.NoAppointmentNeeded && !standing {
			continue
		}
		said, open := openNow(day, m, minute)
		if open {
			return v, nil
		}
		hours = append(hours, said...)
	}
	if len(hours) > 0 {
		hours = joined(hours)
		return calendar.Verdict{Code: calendar.NotThen, Reason: sayHours(hours)}, hours
	}
	return first, nil
}

// walkIn reports whether a desk here takes a product of who comes without appointment, while the site is open: the snelbalie
// what is quick (A000-34), the standing desk all that it serves (A003-22). An ordinary desk leaves that to the calendar.
func (r *rules) walkIn(p office.ProductID, o visit.Offer) bool {
	for _, post := range r.posts {
		if post.Serves.Covers(p, o) && (post.Kind == visit.Standing || post.Kind == visit.Snelbalie && o[p].Quick) {
			return true
		}
	}
	return false
}

// atTheDoor is how long before the hour a visitor may have a ticket: who waits at the door is let in to sit down.
const atTheDoor office.Minute = 30

// stretch is a part of a day, in local minutes.
type stretch struct{ from, to office.Minute }

// openNow reports whether a day is open in a mode at a minute; if not, it gives when it is.
func openNow(d *calendar.Day, m calendar.Mode, now office.Minute) (hours []stretch, open bool) {
	for _, o := range d.Openings {
		if o.Mode != m {
			continue
		}
		if o.From-atTheDoor <= now && now < o.To {
			return nil, true
		}
		hours = append(hours, stretch{o.From, o.To})
	}
	return hours, false
}

// joined is each stretch once, by the hour, those that touch as one.
func joined(hours []stretch) []stretch {
	slices.SortFunc(hours, func(a, b stretch) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	whole := hours[:1]
	for _, h := range hours[1:] {
		if last := &whole[len(whole)-1]; h.from <= last.to {
			last.to = max(last.to, h.to)
		} else {
			whole = append(whole, h)
		}
	}
	return whole
}

// sayHours says when a thing can be done today by who has no appointment.
func sayHours(hours []stretch) string {
	var say []string
	for _, h := range hours {
		say = append(say, fmt.Sprintf("van %s tot %s", h.from, h.to))
	}
	return fmt.Sprintf("Zonder afspraak kan dit vandaag alleen %s.", strings.Join(say, " en "))
}

// offered is how many free places a visitor is told who cannot be helped without appointment.
const offered = 3

// instead adds to a refusal of somebody without appointment where and when there are places. It asks headquarters when
// there is a line, so it is no part of a decision.
func (s *Service) instead(ctx context.Context, w queue.Walk, refused error) error {
	var f *fault.Fault
	found := s.first(ctx, w, office.ChannelDesk)
	if len(found) == 0 || !errors.As(refused, &f) {
		return refused // by the rules there is nothing to offer: the refusal stands as it is
	}
	var places []string
	for _, p := range found {
		first := p.Place.Run.First(office.SiteID(p.Place.Site))
		places = append(places, fmt.Sprintf("%s om %s in %s", calendar.SayDate(first.Date), first.Start, p.SiteName))
	}
	return fault.New("local.Issue", fault.Refused).On(f.Subject).Because(refused).
		Tell(f.Say, strings.TrimSpace(f.Next+" Eerste vrije plaatsen: "+strings.Join(places, "; ")+"."))
}

// first are the first free places for somebody who came without appointment; none when the rules offer none.
func (s *Service) first(ctx context.Context, w queue.Walk, by office.Channel) []*contract.FoundPlace {
	q := &contract.SearchRequest{Persons: uint32(max(w.Persons, 1)), Limit: offered}
	for _, p := range w.Products {
		q.Products = append(q.Products, string(p))
	}
	found, err := s.search(ctx, q, by)
	if err != nil {
		return nil
	}
	return found.Places
}
