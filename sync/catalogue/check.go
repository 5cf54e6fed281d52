package catalogue

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// check looks for what is wrong between the parts; each part was read as well-formed before.
func (c *Catalogue) check() error {
	for _, step := range []func() error{c.checkClusters, c.checkProducts, c.checkNorms, c.checkBands, c.checkLocations} {
		if err := step(); err != nil {
			return err
		}
	}
	// The calendar knows best whether it can be opened with these rules, products and sites, and closed on these days.
	config := c.Config(0)
	config.Closures = c.Extras
	_, err := calendar.NewPlan(config)
	return err
}

func (c *Catalogue) checkClusters() error {
	seen := map[office.ClusterID]bool{}
	for _, cl := range c.Clusters {
		if cl.ID == "" || cl.Dutch == "" || seen[cl.ID] {
			return fmt.Errorf("cluster %q has no name or is there twice", cl.ID)
		}
		seen[cl.ID] = true
		if cl.Norm != nil && !cl.Norm.Op.known() {
			return fmt.Errorf("cluster %q: operator %q is unknown", cl.ID, cl.Norm.Op)
		}
	}
	return nil
}

func (c *Catalogue) checkProducts() error {
	for _, p := range c.Products {
		if p.Dutch == "" {
			return fmt.Errorf("product %q has no Dutch name", p.ID)
		}
		if _, ok := c.Cluster(p.Cluster.Value); !ok {
			return fmt.Errorf("product %q: cluster %q is unknown", p.ID, p.Cluster.Value)
		}
		if p.Level.Value > 4 {
			return fmt.Errorf("product %q: level %d; want 0 to 4", p.ID, p.Level.Value)
		}
	}
	return nil
}

func (c *Catalogue) checkNorms() error {
	for _, n := range c.Norms {
		if n.ID == "" || !n.Op.known() {
			return fmt.Errorf("norm %q: operator %q is unknown", n.ID, n.Op)
		}
	}
	return nil
}

// checkBands sees that every whole second falls in exactly one category.
func (c *Catalogue) checkBands() error {
	next := 0
	for i, b := range c.PhoneCategories {
		if b.From != next || b.Open != (i == len(c.PhoneCategories)-1) || (!b.Open && b.To < b.From) {
			return fmt.Errorf("phone category %q does not continue at %d seconds, or does not end where it should", b.ID, next)
		}
		next = b.To + 1
	}
	return nil
}

func (c *Catalogue) checkLocations() error {
	districts := map[string]bool{"": true}
	for _, d := range c.Districts {
		districts[d.ID] = true
	}
	for _, d := range c.Districts {
		for _, near := range d.Near.Value {
			if !districts[near] {
				return fmt.Errorf("district %q: next to it is %q, which is unknown", d.ID, near)
			}
		}
	}
	if c.Home != "" && !slices.ContainsFunc(c.Locations, func(l Location) bool { return l.NIS == c.Home }) {
		return fmt.Errorf("home: no location is in municipality %q", c.Home)
	}
	for _, l := range c.Locations {
		if l.Name == "" || !districts[l.District] {
			return fmt.Errorf("location %q has no name, or district %q is unknown", l.ID, l.District)
		}
		for _, cl := range l.Clusters {
			if _, ok := c.Cluster(cl); !ok {
				return fmt.Errorf("location %q: cluster %q is unknown", l.ID, cl)
			}
		}
	}
	return nil
}

func (o Op) known() bool { return o == Below || o == AtMost || o == AtLeast || o == About }
