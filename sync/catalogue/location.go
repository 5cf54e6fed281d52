package catalogue

import (
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Location is a site with what is known of it beyond what the calendar needs.
type Location struct {
	office.Site
	Pattern       office.Sourced[string] // its hours in the words of the source
	Opened        office.Sourced[office.Date]
	PilotStart    office.Sourced[string] // year and month: "2021-09"
	Host          office.Sourced[string] // whose building it is in
	KioskUse      office.Sourced[string] // "high" or "low"
	PartnerKeeps  office.Sourced[bool]   // the host wants to keep the kiosk (A002-22)
	Snelbalie     office.Sourced[bool]
	StepFree      office.Sourced[bool] // can be entered without steps (A002-29); unknown counts as not
	ContactCentre office.Sourced[bool]
	Origin        []VisitorShare
	Note          string // on the municipality
}

// VisitorShare is the published share of visitors from a district (A002-31). The number of visitors it was
// taken from is not known.
type VisitorShare struct {
	District string
	Percent  float64
	Assumed  bool
}

// District is a part of a municipality with its postcodes. A postcode is only a hint: some belong to two.
type District struct {
	ID        string
	Postcodes []string
	Near      office.Sourced[[]string] // the districts next to it, nearest first
	Assumed   bool
}

var weekdays = map[string]time.Weekday{"sunday": time.Sunday, "monday": time.Monday, "tuesday": time.Tuesday,
	"wednesday": time.Wednesday, "thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday}

// rules turns the weekly hours of a location into opening rules. All desks of the location serve during
// its hours by appointment; a location of which nobody knows the desks has none, and so no seats.
func (r rawLocation) rules() ([]calendar.Rule, error) {
	var list []calendar.Rule
	for _, hours := range [][]rawHours{r.Opening, r.ReceptionOpening, r.ContactCentreOpening} {
		for _, h := range hours {
			rule, err := h.rule(r)
			if err != nil {
				return nil, fmt.Errorf("location %q: %w", r.ID, err)
			}
			list = append(list, rule)
		}
	}
	return list, nil
}

// rule turns one line of hours into a rule of the location.
func (h rawHours) rule(of rawLocation) (rule calendar.Rule, err error) {
	rule = calendar.Rule{ID: fmt.Sprintf("%s/%s/%s/%s", of.ID, h.Mode, h.Day, h.From), Site: of.ID, Assumed: h.Assumed}
	day, known := weekdays[h.Day]
	if !known {
		return rule, fmt.Errorf("day %q is no day of the week", h.Day)
	}
	rule.Days = calendar.On(day)
	if rule.From, err = office.ParseMinute(h.From); err != nil {
		return rule, err
	}
	if rule.To, err = office.ParseMinute(h.To); err != nil {
		return rule, err
	}
	if rule.Mode, err = calendar.ParseMode(h.Mode); err != nil {
		return rule, err
	}
	if rule.Valid, err = period(h.ValidFrom, h.ValidTo); err != nil {
		return rule, err
	}
	if rule.Mode == calendar.Appointment && of.Desks.Value != nil {
		rule.Desks, rule.Slot = *of.Desks.Value, calendar.DefaultSlot
	}
	if w := of.WalkInRule; rule.Mode == calendar.WalkIn && w != nil && w.Day == h.Day {
		rule.Clusters, rule.Except = []office.ClusterID{w.Cluster}, w.ExcludedProducts
	}
	return rule, nil
}
