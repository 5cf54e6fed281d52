package offer

import (
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// ahead is how many days of a rule without an end are looked at: each change of the clock within a year and a half.
const ahead office.Date = 550

// Warnings says in Dutch what a planner should know of pieces that are about to be put, beside whom they hit. The error is of a piece
// that cannot mean anything: hours of one day that the clock skips on that day.
func Warnings(put, stored *contract.Plan, zone *time.Location, today office.Date) (out []string, err error) {
	for _, r := range put.GetRules() {
		said, err := clockWarnings(r, zone, today)
		if err != nil {
			return nil, err
		}
		out = append(out, said...)
	}
	for _, c := range put.GetClosures() {
		out = append(out, overlaps(c, stored.GetClosures())...)
	}
	return out, nil
}

// clockWarnings tells of the dates of a rule on which the clock changes within its hours.
func clockWarnings(r *contract.Rule, zone *time.Location, today office.Date) (out []string, err error) {
	first, last := max(office.Date(r.GetValidFrom()), today), office.Date(r.GetValidTo())
	if last == 0 || last > first+ahead {
		last = first + ahead
	}
	for d := first; d <= last; d++ {
		if r.GetWeekdays()>>d.Weekday()&1 == 0 {
			continue
		}
		from, to, twice, ok := clockChange(d, zone)
		if !ok || office.Minute(r.GetTo()) <= from || office.Minute(r.GetFrom()) >= to {
			continue
		}
		switch {
		case twice:
			out = append(out, fmt.Sprintf("Op %s komt het uur van %s tot %s twee keer: de klok gaat een uur terug. Geen bezoek loopt daarover heen.", calendar.SayDate(d), from, to))
		case office.Minute(r.GetFrom()) >= from && office.Minute(r.GetTo()) <= to && first == last:
			return nil, fault.New("offer.Warnings", fault.Invalid).On(r.GetId()).Tell(fmt.Sprintf("Het uur van %s tot %s bestaat niet op %s: de klok gaat een uur vooruit. Er is niets gewijzigd.",
				office.Minute(r.GetFrom()), office.Minute(r.GetTo()), calendar.SayDate(d)), "Kies andere uren.")
		default:
			out = append(out, fmt.Sprintf("Op %s bestaat het uur van %s tot %s niet: de klok gaat een uur vooruit. Daar zijn dan geen plaatsen.", calendar.SayDate(d), from, to))
		}
	}
	return out, nil
}

// clockChange is the stretch of a date's wall times that does not exist, or that comes twice; ok is false on nearly all dates.
func clockChange(d office.Date, zone *time.Location) (from, to office.Minute, twice, ok bool) {
	_, before := d.At(0, zone).Zone()
	_, after := (d + 1).At(0, zone).Zone()
	if before == after {
		return 0, 0, false, false
	}
	_, change := d.At(0, zone).ZoneBounds()
	was, is := office.MinuteOf(change.In(time.FixedZone("", before))), office.MinuteOf(change.In(time.FixedZone("", after)))
	if is < was {
		return is, was, true, true
	}
	return was, is, false, true
}

// overlaps tells which other closures lie over one that is put.
func overlaps(c *contract.Closure, others []*contract.Closure) (out []string) {
	last := func(x *contract.Closure) int32 {
		if x.GetToDate() == 0 && x.GetWhen() == nil {
			return x.GetFromDate()
		}
		return x.GetToDate()
	}
	for _, o := range others {
		if o.GetId() == c.GetId() || o.GetWhen() != nil || c.GetWhen() != nil || o.GetSite() != c.GetSite() && o.GetSite() != "" && c.GetSite() != "" {
			continue
		}
		whole := c.GetTo() == 0 || o.GetTo() == 0
		if o.GetFromDate() <= last(c) && c.GetFromDate() <= last(o) && (whole || o.GetFrom() < c.GetTo() && c.GetFrom() < o.GetTo()) {
			out = append(out, fmt.Sprintf("Dan is er al een sluiting: %s (%s).", o.GetReason(), sayDates(o.GetFromDate(), last(o))))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func sayDates(from, to int32) string {
	if from == to {
		return calendar.SayDate(office.Date(from))
	}
	return calendar.SayDate(office.Date(from)) + " tot en met " + calendar.SayDate(office.Date(to))
}
