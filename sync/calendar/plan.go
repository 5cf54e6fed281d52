package calendar

import (
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Horizon is how many days ahead a booking may be made unless a window says otherwise: eight weeks,
// because in 2021 the first free slot of a city was three to four weeks away (facts 2.6).
const Horizon = 56

// Window is the stretch of days a channel may book in, counted in civil days from today (0).
type Window struct{ First, Last int }

// Windows are the stretches per channel; a channel that is missing has the default: citizens from
// tomorrow, staff from today (A000-33), both up to the Horizon.
type Windows map[office.Channel]Window

// of is the window of a channel. A citizen's channel never books on the day itself, whatever is configured.
func (w Windows) of(c office.Channel) Window {
	own, ok := w[c]
	if !ok {
		own = Window{0, Horizon}
	}
	if !c.Staff() {
		own.First = max(own.First, 1)
	}
	return own
}

// Config is what a plan is compiled from. Order counts: sites rank equal places in their order here.
type Config struct {
	Version  uint64 // counted up by whoever publishes rules
	Sites    []office.Site
	Products []office.Product
	Rules    []Rule
	Closures []Closure
	Windows  Windows
	Zone     *time.Location // nil: Europe/Brussels
}

// Plan is an immutable, compiled set of rules. It is safe for concurrent use.
type Plan struct {
	version  uint64
	zone     *time.Location
	windows  Windows
	sites    []*site // in order
	bySite   map[office.SiteID]*site
	products map[office.ProductID]*product
	order    []*product
	closures []closure
}

type site struct {
	office.Site
	order int
	rules []rule
	days  dayCache
}

type rule struct {
	Rule
	serves set
}

type closure struct {
	Closure
	excludes set // products of Products
}

type product struct {
	office.Product
	index int
}

// NewPlan compiles a configuration. It refuses, as fault.Invalid with the name of the culprit, a
// configuration that is wrong in any part: two things of one id, a rule of an unknown site or product,
// hours that are none, two rules for one desk at one time.
func NewPlan(c Config) (*Plan, error) {
	p := &Plan{version: c.Version, zone: c.Zone, windows: c.Windows,
		bySite: map[office.SiteID]*site{}, products: map[office.ProductID]*product{}}
	for _, step := range []func(Config) error{p.addZone, p.addSites, p.addProducts, p.addRules, p.addClosures} {
		if err := step(c); err != nil {
			return nil, fault.New("calendar.NewPlan", fault.Invalid).Because(err).
				Tell("Deze openingsregels kloppen niet; ze zijn niet gebruikt.", "Kijk de regels na.")
		}
	}
	return p, nil
}

func (p *Plan) addZone(c Config) (err error) {
	for ch, w := range c.Windows {
		if w.First < 0 || w.Last < w.First {
			return fmt.Errorf("window of channel %s: from day %d to day %d", ch, w.First, w.Last)
		}
	}
	if p.zone == nil {
		p.zone, err = Zone()
	}
	return err
}

func (p *Plan) addSites(c Config) error {
	for i, s := range c.Sites {
		if !s.ID.Valid() || p.bySite[s.ID] != nil {
			return fmt.Errorf("site %q is malformed or there twice", s.ID)
		}
		own := &site{Site: s, order: i}
		p.sites = append(p.sites, own)
		p.bySite[s.ID] = own
	}
	return nil
}

func (p *Plan) addProducts(c Config) error {
	for i, pr := range c.Products {
		if pr.ID == "" || p.products[pr.ID] != nil {
			return fmt.Errorf("product %q has no id or is there twice", pr.ID)
		}
		if pr.Duration.Value.Minutes <= 0 || pr.Duration.Value.PerExtraPerson < 0 || !pr.Offered.Valid() {
			return fmt.Errorf("product %q takes %d minutes, %d per person more, from %s to %s", pr.ID,
				pr.Duration.Value.Minutes, pr.Duration.Value.PerExtraPerson, pr.Offered.From, pr.Offered.To)
		}
		own := &product{Product: pr, index: i}
		p.order = append(p.order, own)
		p.products[pr.ID] = own
	}
	return nil
}

func (p *Plan) addRules(c Config) error {
	seen := map[string]bool{}
	for _, r := range c.Rules {
		r = r.normal()
		if err := r.check(); err != nil {
			return err
		}
		s := p.bySite[r.Site]
		if s == nil || seen[r.ID] {
			return fmt.Errorf("rule %q is there twice or its site %q is unknown", r.ID, r.Site)
		}
		seen[r.ID] = true
		for _, o := range s.rules {
			if r.clashes(o.Rule) {
				return fmt.Errorf("rules %q and %q open the same desk at the same time", o.ID, r.ID)
			}
		}
		serves, err := p.served(s, r)
		if err != nil {
			return fmt.Errorf("rule %q: %w", r.ID, err)
		}
		s.rules = append(s.rules, rule{r, serves})
	}
	return nil
}

// served is the set of products that a rule of a site serves.
func (p *Plan) served(s *site, r Rule) (set, error) {
	only, err := p.set(r.Products)
	if err != nil {
		return nil, err
	}
	except, err := p.set(r.Except)
	if err != nil {
		return nil, err
	}
	all := len(r.Products) == 0 && len(r.Clusters) == 0
	serves := newSet(len(p.order))
	for _, pr := range p.order {
		named := only.has(pr.index) || slices.Contains(r.Clusters, pr.Cluster.Value)
		if (all || named) && !except.has(pr.index) && s.Serves(pr.Cluster.Value) {
			serves.add(pr.index)
		}
	}
	return serves, nil
}

func (p *Plan) addClosures(c Config) error {
	seen := map[string]bool{}
	for _, cl := range c.Closures {
		if err := cl.check(); err != nil {
			return err
		}
		if seen[cl.ID] || (cl.Site != "" && p.bySite[cl.Site] == nil) {
			return fmt.Errorf("closure %q is there twice or its site %q is unknown", cl.ID, cl.Site)
		}
		seen[cl.ID] = true
		excludes, err := p.set(cl.Products)
		if err != nil {
			return fmt.Errorf("closure %q: %w", cl.ID, err)
		}
		p.closures = append(p.closures, closure{cl, excludes})
	}
	return nil
}

// set is the set of the products named.
func (p *Plan) set(ids []office.ProductID) (set, error) {
	s := newSet(len(p.order))
	for _, id := range ids {
		pr := p.products[id]
		if pr == nil {
			return nil, fmt.Errorf("unknown product %q", id)
		}
		s.add(pr.index)
	}
	return s, nil
}
