package board

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Norm is the most working days to the first free place that a city allows itself (A004-05).
const Norm = 5

// Scene is all that a board is made of. It is only read.
type Scene struct {
	Plan   *calendar.Plan
	Ledger Ledger
	Now    time.Time

	// Beside counts who came without appointment, and who was refused; nil: nobody counts.
	Beside Beside
	// Weeks is how many past weeks the expectation looks at; 0: Weeks.
	Weeks int
	// Staff are the people of each site, as far as anybody said; see Coverage.
	Staff map[office.SiteID][]Person
	// OnDuty tells whom the roster has at a site's desks on a day, as the desks are open under a plan; ok is false for a week without
	// a roster. nil: there are no rosters.
	OnDuty func(*calendar.Plan, office.SiteID, office.Date) (duty Duty, ok bool)
	// Bookings are the appointments on a site's day; nil: nobody knows them, and no effect lists whom it hits.
	Bookings func(office.SiteID, office.Date) []calendar.Booking
}

// Beside counts, of a site's day, what no seat tells: visits without appointment, and people for whom there was no place. ok is
// false for what nobody counts.
type Beside interface {
	WalkedIn(office.SiteID, office.Date) (n int, ok bool)
	Refused(office.SiteID, office.Date) (n int, ok bool)
}

// Today is the civil day of the scene.
func (s *Scene) Today() office.Date { return s.Plan.Today(s.Now) }

// under is the same scene with another plan.
func (s *Scene) under(p *calendar.Plan) *Scene {
	other := *s
	other.Plan = p
	return &other
}
