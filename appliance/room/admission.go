package room

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Without judges one product: in the hours of the walk-in, at the reception, because it never takes an appointment, or at a
// desk for who has none. Of several refusals the one about the walk-in says most.
func (r *Room) Without(t appliance.Turn, p office.ProductID) calendar.Verdict {
	v, _ := r.WithoutHours(t, p)
	return v
}

// WithoutHours also gives, of what can be had today at another hour, when: each stretch once, those that touch as one.
func (r *Room) WithoutHours(t appliance.Turn, p office.ProductID) (calendar.Verdict, []Stretch) {
	today, minute := office.DateOf(t.Now), office.MinuteOf(t.Now)
	day, standing := t.Plan.Day(r.Site.ID, today), r.Rules(t).walkIn(p, r.Offer)
	var first calendar.Verdict
	var hours []Stretch // in which it could be done today; empty: the rules never allow it
	for _, m := range []calendar.Mode{calendar.WalkIn, calendar.Reception, calendar.Appointment} {
		v := r.offerToday(t, m, p)
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
func (r *Rules) walkIn(p office.ProductID, o visit.Offer) bool {
	for _, post := range r.Posts {
		if post.Serves.Covers(p, o) && (post.Kind == visit.Standing || post.Kind == visit.Snelbalie && o[p].Quick) {
			return true
		}
	}
	return false
}

// atTheDoor is how long before the hour a visitor may have a ticket: who waits at the door is let in to sit down.
const atTheDoor office.Minute = 30

// Stretch is a part of a day, in local minutes.
type Stretch struct{ From, To office.Minute }

// openNow reports whether a day is open in a mode at a minute; if not, it gives when it is.
func openNow(d *calendar.Day, m calendar.Mode, now office.Minute) (hours []Stretch, open bool) {
	for _, o := range d.Openings {
		if o.Mode != m {
			continue
		}
		if o.From <= now+atTheDoor && now < o.To { // a minute has no sign: before midnight is nothing
			return nil, true
		}
		hours = append(hours, Stretch{o.From, o.To})
	}
	return hours, false
}

// joined is each stretch once, by the hour, those that touch as one.
func joined(hours []Stretch) []Stretch {
	slices.SortFunc(hours, func(a, b Stretch) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	whole := hours[:1]
	for _, h := range hours[1:] {
		if last := &whole[len(whole)-1]; h.From <= last.To {
			last.To = max(last.To, h.To)
		} else {
			whole = append(whole, h)
		}
	}
	return whole
}

// sayHours says when a thing can be done today by who has no appointment.
func sayHours(hours []Stretch) string {
	var say []string
	for _, h := range hours {
		say = append(say, fmt.Sprintf("van %s tot %s", h.From, h.To))
	}
	return fmt.Sprintf("Zonder afspraak kan dit vandaag alleen %s.", strings.Join(say, " en "))
}
