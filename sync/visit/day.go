package visit

import (
	"cmp"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Norm judges a mean in minutes; judged is false when the norm cannot tell. The catalogue's norms are such.
type Norm interface {
	Met(minutes float64) (met, judged bool)
}

// Day is a counter's own day as it stands: a fold over its visits, in whatever order they come, made from this
// counter's journal alone, so it holds while the line is down (A003-23). A visit counts for the cluster of its first
// product; of a product that the offer does not have it counts for the cluster "".
type Day struct {
	Clusters map[office.ClusterID]*ClusterDay
	now      time.Time
	offer    Offer
}

// ClusterDay is one cluster's part of a day.
type ClusterDay struct {
	Totals
	Tickets int // visits that began
	Waiting int
	AtDesk  int
	Parked  int
	Served  int
	Missed  int           // called and never there
	Left    int           // went away, or closed with the day
	NoShows int           // appointments nobody came for: excluded from every measure, counted here
	Longest time.Duration // the longest wait of those who wait now, from check-in
	Latest  time.Duration // how long past its planned start the latest appointment is that still waits
}

// NewDay begins an empty day, seen at now in the site's zone.
func NewDay(offer Offer, now time.Time) *Day {
	return &Day{Clusters: map[office.ClusterID]*ClusterDay{}, now: now, offer: offer}
}

// Add takes a visit in.
func (d *Day) Add(v Visit) {
	c := d.cluster(v.Products)
	c.Totals.Add(v, d.now.Location())
	c.Tickets++
	switch v.State {
	case Waiting:
		c.Waiting++
		d.addWait(c, v)
	case Called, Serving:
		c.AtDesk++
	case Parked:
		c.Parked++
	case Finished:
		c.Served++
	case Missed:
		c.Missed++
	case Left:
		c.Left++
	}
}

// addWait takes in how long one waits who was not called yet.
func (d *Day) addWait(c *ClusterDay, v Visit) {
	if v.Called != 0 || v.Arrived == 0 {
		return
	}
	c.Longest = max(c.Longest, d.now.Sub(v.Arrived.Time()))
	if start, booked := v.Start(d.now.Location()); booked {
		c.Latest = max(c.Latest, d.now.Sub(start))
	}
}

// AddExpected takes in an appointment of the date whose visitor did not check in: a no-show once its time is over.
func (d *Day) AddExpected(date office.Date, planned office.Minute, products []office.ProductID) {
	if NoShow(false, date, planned, d.now) {
		d.cluster(products).NoShows++
	}
}

// cluster is the part of the day that products count for.
func (d *Day) cluster(products []office.ProductID) *ClusterDay {
	var id office.ClusterID
	if len(products) > 0 {
		id = d.offer[products[0]].Theme
	}
	if d.Clusters[id] == nil {
		d.Clusters[id] = new(ClusterDay)
	}
	return d.Clusters[id]
}

// Verdict is a mean against its norm.
type Verdict struct {
	Minutes float64
	N       int
	Shown   bool // there is data, of enough visits
	Met     bool
	Judged  bool // shown, and the norm can tell
}

// Lateness is the cluster's published figure against its norm (A004-06 to A004-11); norm may be nil: none.
func (c ClusterDay) Lateness(norm Norm) Verdict {
	mean, shown := c.Totals.Lateness.Mean()
	v := Verdict{Minutes: mean.Minutes(), N: c.Totals.Lateness.N, Shown: shown}
	if shown && norm != nil {
		v.Met, v.Judged = norm.Met(v.Minutes)
	}
	return v
}

// Alarm is a visitor who waits longer than the norm of the cluster allows on average (A003-23).
type Alarm struct {
	Visit   Visit
	Cluster office.ClusterID
	Late    time.Duration // past the planned start, or past the arrival of one without appointment
}

// Alarms lists who waits now, was not called yet, and is past the norm of the cluster, the latest first; ties by turn.
// norms gives nil for a cluster without norm, which alarms nobody.
func Alarms(visits []Visit, offer Offer, norms func(office.ClusterID) Norm, now time.Time) []Alarm {
	var out []Alarm
	for _, v := range visits {
		if v.State != Waiting || v.Called != 0 || v.Arrived == 0 || len(v.Products) == 0 {
			continue
		}
		cluster := offer[v.Products[0]].Theme
		from := v.Arrived.Time()
		if start, booked := v.Start(now.Location()); booked && start.After(from) {
			from = start
		}
		norm, late := norms(cluster), now.Sub(from)
		if norm == nil || late <= 0 {
			continue
		}
		if met, judged := norm.Met(late.Minutes()); judged && !met {
			out = append(out, Alarm{Visit: v, Cluster: cluster, Late: late})
		}
	}
	slices.SortFunc(out, func(a, b Alarm) int {
		return cmp.Or(cmp.Compare(b.Late, a.Late), cmp.Compare(a.Visit.Turn, b.Visit.Turn))
	})
	return out
}
