package board

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Person is one of a site's staff who may serve at a desk.
type Person struct {
	ID, Name string
	Skills   []string // products or clusters; empty: all that the desk does
}

// Coverage is whom a site has for its desks on a day. Where there is a roster of that week, they are those whom it has at the
// desks that day. Where there is none, only who may work there is known: then People is an upper bound, because whoever is
// counted may be off that day, or at another site that they belong to.
type Coverage struct {
	Site          office.SiteID
	Date          office.Date
	Before, After int // desks that are open at once at most
	Known         bool
	Rostered      bool // People come from the roster; there may be none
	short         int
	People        []Person
	Without       []office.ClusterID // that the site serves that day and nobody there can
}

// Duty is whom the roster has at a site's desks on a day, and how many desks that are open at once nobody is at, at most.
type Duty struct {
	People []Person
	Short  int
}

// Lacks is how many more people there should be for all desks; 0 when there are enough, or nobody knows.
func (c Coverage) Lacks() int {
	switch {
	case !c.Known:
		return 0
	case c.Rostered:
		return c.short
	}
	return max(0, c.After-len(c.People))
}

// cover tells whom a site has.
func (s *Scene) cover(before, after Cell) Coverage {
	c := Coverage{Site: after.Site, Date: after.Date, Before: before.Desks, After: after.Desks, People: s.Staff[after.Site]}
	if s.OnDuty != nil {
		if duty, ok := s.OnDuty(s.Plan, after.Site, after.Date); ok {
			c.People, c.short, c.Rostered = duty.People, duty.Short, true
		}
	}
	c.Known = c.Rostered || len(c.People) > 0
	site, _ := s.Plan.Site(after.Site)
	if !c.Known || after.Desks == 0 {
		return c
	}
	order, by := typical(s.Plan)
	for _, cluster := range order {
		if !site.Serves(cluster) || !s.servesThen(site, by[cluster], after.Date) {
			continue
		}
		if !slices.ContainsFunc(c.People, func(p Person) bool { return p.can(cluster, by[cluster]) }) {
			c.Without = append(c.Without, cluster)
		}
	}
	return c
}

// servesThen reports whether any of the products is had at the site by appointment on the day.
func (s *Scene) servesThen(site office.Site, products []office.Product, on office.Date) bool {
	return slices.ContainsFunc(products, func(pr office.Product) bool {
		return s.Plan.OfferIn(calendar.Appointment, site.ID, pr.ID, on, office.ChannelDesk).OK
	})
}

// can reports whether the person serves the cluster, or any of its products.
func (p Person) can(cluster office.ClusterID, products []office.Product) bool {
	return len(p.Skills) == 0 || slices.Contains(p.Skills, string(cluster)) ||
		slices.ContainsFunc(products, func(pr office.Product) bool { return slices.Contains(p.Skills, string(pr.ID)) })
}
