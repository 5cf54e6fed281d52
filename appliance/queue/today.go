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
// journal alone, so while cut off too. booked are today's appointments of this site.
func Today(r kv.Reader, offer visit.Offer, booked []Booked, now time.Time) (*visit.Day, error) {
	today := office.DateOf(now)
	all, err := Day(r, today)
	if err != nil {
		return nil, err
	}
	day := visit.NewDay(offer, now)
	came := map[office.AppointmentID]bool{}
	for _, v := range all {
		day.Add(v)
		came[v.Appointment] = true
	}
	for _, b := range booked {
		if !came[b.Appointment] {
			day.AddExpected(today, b.Planned, b.Products)
		}
	}
	return day, nil
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

// Alarms lists who waits longer now than the norm of the cluster allows, the latest first (A003-23).
func (h Hall) Alarms(r kv.Reader, c *catalogue.Catalogue, now time.Time) ([]visit.Alarm, error) {
	q, err := h.queue(r, now)
	if err != nil {
		return nil, err
	}
	return visit.Alarms(q.Visits, h.Offer, Norms(c), now), nil
}

// Stranded lists who waits though no manned desk serves them.
func (h Hall) Stranded(r kv.Reader, now time.Time) ([]visit.Place, error) {
	q, err := h.queue(r, now)
	if err != nil {
		return nil, err
	}
	return h.Order.Stranded(q, now), nil
}

// Board is what the public display may show, of at most so many calls.
func Board(r kv.Reader, offer visit.Offer, most int) (visit.Board, error) {
	all, err := Open(r)
	return visit.BoardOf(all, offer, most), err
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

// Expect says in Dutch how long a waiting visit is likely to wait yet: a range from the site's own latest visits, or
// visit.NoData.
func (h Hall) Expect(r kv.Reader, id office.VisitID, now time.Time) (string, error) {
	q, err := h.queue(r, now)
	if err != nil {
		return "", err
	}
	pace, err := Pace(r, now)
	if err != nil {
		return "", err
	}
	if wait, ok := h.Order.Expect(q, id, pace, now); ok {
		return wait.String(), nil
	}
	return visit.NoData, nil
}
