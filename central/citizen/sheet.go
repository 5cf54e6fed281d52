package citizen

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Sheet is what a visitor reads before making an appointment: what to bring, and where it can be had without one (A003-08).
type Sheet struct {
	Product    office.Product
	Ended      string // it is not offered now: why, and where to go (A002-47)
	Bring      []string
	Minutes    int // at the desk, for one person
	Bookable   bool
	StaffOnly  bool
	NeedsNone  bool
	WithoutOne []WalkIn
}

// WalkIn is where and when a product can be had without appointment.
type WalkIn struct {
	Site office.Site
	How  calendar.Mode
	Say  string
}

// SheetOf is the sheet of a product; its fault is NotFound for what cannot be chosen.
func SheetOf(plan *calendar.Plan, id office.ProductID, now time.Time) (Sheet, error) {
	product, ok := plan.Product(id)
	if !ok || product.StatisticsOnly {
		return Sheet{}, say("citizen.SheetOf", fault.NotFound, "product.unknown")
	}
	s := Sheet{Product: product, Bring: catalogue.Bring(id), Minutes: product.Duration.Value.For(1), Ended: ended(plan, product, plan.Today(now)),
		NeedsNone: product.Appointment.Value == office.AppointmentNone, StaffOnly: product.Appointment.Value == office.AppointmentStaffOnly}
	s.Bookable = s.Ended == "" && !s.NeedsNone && !s.StaffOnly
	if s.Ended == "" {
		s.WithoutOne = withoutOne(plan, product, now)
	}
	return s, nil
}

// ended says why a product is not to be had at all any more, or not yet, and what to do instead; empty when it is.
func ended(plan *calendar.Plan, product office.Product, today office.Date) string {
	if product.Offered.Contains(today) || product.Offered.From > today && product.Offered.From <= today+calendar.Horizon {
		return ""
	}
	for _, s := range Sites(plan) {
		if no := plan.Offer(s.ID, product.ID, today, office.ChannelWeb); no.Code == calendar.NoLonger || no.Code == calendar.NotYet {
			return no.Say()
		}
	}
	return ""
}

// withoutOne lists where a product can be had without an appointment in the coming week, the soonest of each site and way.
func withoutOne(plan *calendar.Plan, product office.Product, now time.Time) (out []WalkIn) {
	today := plan.Today(now)
	ways := []calendar.Mode{calendar.Reception, calendar.WalkIn}
	if product.SelfService.Value == office.SelfServiceFull { // what can only be begun there still takes a visit
		ways = append(ways, calendar.SelfService)
	}
	for _, s := range Sites(plan) {
		for _, m := range ways {
			for d := today; d < today+7; d++ {
				if plan.OfferIn(m, s.ID, product.ID, d, office.ChannelWeb).OK {
					out = append(out, WalkIn{s, m, plan.Roster(s.ID, m).Say(now)})
					break
				}
			}
		}
	}
	return out
}
