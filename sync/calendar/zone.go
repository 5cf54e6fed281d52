package calendar

import (
	"fmt"
	"time"
	_ "time/tzdata" // a bare appliance may have no time zones of its own (facts 2.7)

	"github.com/buurtloket/buurtloket/sync/office"
)

// ZoneName is the zone in which all of a city's wall times are meant.
const ZoneName = "Europe/Brussels"

// Zone loads Europe/Brussels from the system or, failing that, from the binary itself.
func Zone() (*time.Location, error) {
	loc, err := time.LoadLocation(ZoneName)
	if err != nil {
		return nil, fmt.Errorf("load time zone %s: %w", ZoneName, err)
	}
	return loc, nil
}

// changeOn is the stretch of d's wall times that a change of the clock makes unusable for a visit that
// would cross it: the missing hour in spring, and in autumn the empty stretch at the end of the doubled
// hour. ok is false on the days, nearly all, on which the clock does not change.
func changeOn(d office.Date, loc *time.Location) (s span, ok bool) {
	midnight := d.At(0, loc)
	_, change := midnight.ZoneBounds()
	if change.IsZero() || !change.Before((d+1).At(0, loc)) {
		return span{}, false
	}
	// The old offset tells what the clock showed as it was changed, the new one what it was changed to.
	_, offset := midnight.Zone()
	before := office.MinuteOf(change.In(time.FixedZone("", offset)))
	after := office.MinuteOf(change.In(loc))
	if after < before {
		return span{before, before}, true
	}
	return span{before, after}, true
}

// clockChange is changeOn in the plan's zone.
func (p *Plan) clockChange(d office.Date) (span, bool) { return changeOn(d, p.zone) }
