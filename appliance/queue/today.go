package queue

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Booked is an appointment of today that the day's count must know of when nobody comes for it.
type Booked struct {
	Appointment office.AppointmentID
	Planned     office.Minute
	Products    []office.ProductID
}

// Today folds the day of now, in the site's zone, into its figures per cluster (A003-23): from this counter's own
// journal alone, so while cut off too. visits are those of the day, booked its appointments at this site.
func Today(visits []visit.Visit, offer visit.Offer, booked []Booked, now time.Time) *visit.Day {
	today := office.DateOf(now)
	day := visit.NewDay(offer, now)
	came := map[office.AppointmentID]bool{}
	for _, v := range visits {
		day.Add(v)
		came[v.Appointment] = true
	}
	for _, b := range booked {
		if !came[b.Appointment] {
			day.AddExpected(today, b.Planned, b.Products)
		}
	}
	return day
}

// Norms gives the norm of each cluster of the catalogue, nil for one without, as visit.Alarms and ClusterDay.Lateness
// ask for it (A004-06 to A004-11).
func Norms(c *catalogue.Catalogue) func(office.ClusterID) visit.Norm {
	return func(id office.ClusterID) visit.Norm {
		if cluster, ok := c.Cluster(id); ok && cluster.Norm != nil {
			return *cluster.Norm
		}
		return nil
	}
}

const (
	// paceDays is how many civil days back the pace of a site is taken from: two weeks have every weekday twice.
	paceDays = 14
	// paceVisits is how many visits are enough for it.
	paceVisits = 100
)

// Pace is how long the latest visits took at this site: today's and those of the days before, until there are enough
// or two weeks are through.
func Pace(r kv.Reader, now time.Time) (visit.Pace, error) {
	var recent []visit.Visit
	today := office.DateOf(now)
	for d := today; d > today-paceDays && len(recent) < paceVisits; d-- {
		all, err := Day(r, d)
		if err != nil {
			return nil, err
		}
		for _, v := range all {
			if _, ok := visit.TransactionTime(v); ok {
				recent = append(recent, v)
			}
		}
	}
	return visit.PaceOf(recent), nil
}
