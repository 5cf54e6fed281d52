package calendar

import (
	"errors"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// MaxPersons and MaxProducts are the most that one visit can be for, so that no slip of the keyboard takes a whole day.
const (
	MaxPersons  = 20
	MaxProducts = 10
)

// Config is what a plan is compiled from. Order counts: sites rank equal places in their order here.
type Config struct {
	Version   uint64 // counted up by whoever publishes rules
	Sites     []office.Site
	Products  []office.Product
	Rules     []Rule
	Closures  []Closure
	Regimes   []Regime
	Terms     []Term
	Windows   Windows
	Offerings []Offering     // of single sites
	Zone      *time.Location // nil: Europe/Brussels

	Signposts map[office.ProductID]Signpost // where to go for what is no longer offered (A002-47)
	StepFree  map[office.SiteID]bool        // can be entered without steps; nobody having said so counts as not (A002-29)
	Near      map[string][]string           // district → the districts next to it, nearest first (A002-29)
	Persons   int                           // the most persons of one visit; 0: MaxPersons

	// Home is the municipality whose plan this is, by its statistical code. Whoever searches from nowhere in particular is
	// offered its sites; those of another municipality, and those of which nobody said whose they are, only by name.
	// Empty: sites of every municipality are offered.
	Home string
}

// Plan is an immutable, compiled set of rules. It is safe for concurrent use.
type Plan struct {
	version   uint64
	zone      *time.Location
	windows   Windows
	terms     terms
	sites     []*site // in order
	bySite    map[office.SiteID]*site
	products  map[office.ProductID]*product
	order     []*product
	closures  []closure
	regimes   []Regime
	signposts map[office.ProductID]Signpost
	near      map[string][]string
	persons   int
	home      string
}

type site struct {
	office.Site
	order     int
	stepFree  bool
	rules     []rule
	offerings map[office.ProductID]Offering
	days      dayCache
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

// fillsTheDay reports whether the product exists to count what was urgent and had no appointment: staff puts it on the
// day's free moments (A001-12).
func (pr *product) fillsTheDay() bool { return pr.StatisticsOnly && pr.UrgentSameDay }

// NewPlan compiles a configuration. It refuses, as fault.Invalid because of a [Flaw] that names thing and field, a
// configuration that is wrong in any part: two things of one id, a rule of an unknown site or product, hours that are
// none, rules that contradict each other, overlap or never open.
func NewPlan(c Config) (*Plan, error) {
	p := &Plan{version: c.Version, zone: c.Zone, windows: c.Windows, near: c.Near, persons: c.Persons, home: c.Home,
		bySite: map[office.SiteID]*site{}, products: map[office.ProductID]*product{}}
	for _, step := range []func(Config) error{p.addZone, p.addSites, p.addProducts, p.addRules, p.addClosures,
		p.addRegimes, p.addTerms, p.addOfferings, p.addSignposts} {
		if err := step(c); err != nil {
			return nil, refused(err)
		}
	}
	return p, nil
}

// refused is the fault of a configuration, with the flaw's own words for people if it has them.
func refused(err error) error {
	say := "Deze openingsregels kloppen niet; ze zijn niet gebruikt."
	subject := ""
	var f *Flaw
	if errors.As(err, &f) {
		say, subject = f.Say(), f.ID
	}
	return fault.New("calendar.NewPlan", fault.Invalid).On(subject).Because(err).Tell(say, "Kijk de regels na.")
}

func (p *Plan) addZone(c Config) (err error) {
	for ch, w := range c.Windows {
		if w.First < 0 || w.Last < w.First {
			return flawed(WindowThing, ch.String(), "last", fmt.Sprintf("from day %d to day %d", w.First, w.Last),
				fmt.Sprintf("van dag %d tot dag %d", w.First, w.Last))
		}
	}
	switch {
	case p.persons == 0:
		p.persons = MaxPersons
	case p.persons < 1 || p.persons > MaxPersons:
		return flawed(TermThing, "", "persons", fmt.Sprintf("visits of %d persons; want 1 to %d", p.persons, MaxPersons),
			fmt.Sprintf("bezoeken van %d personen; het moet van 1 tot %d zijn", p.persons, MaxPersons))
	}
	if p.zone == nil {
		p.zone, err = Zone()
	}
	return err
}

func (p *Plan) addSites(c Config) error {
	for i, s := range c.Sites {
		if !s.ID.Valid() || p.bySite[s.ID] != nil {
			return flawed(SiteThing, string(s.ID), "id", "is malformed or there twice", "de naam is fout of al in gebruik")
		}
		own := &site{Site: s, order: i, stepFree: c.StepFree[s.ID]}
		p.sites = append(p.sites, own)
		p.bySite[s.ID] = own
	}
	return nil
}

func (p *Plan) addProducts(c Config) error {
	for i, pr := range c.Products {
		if pr.ID == "" || p.products[pr.ID] != nil {
			return twice(ProductThing, string(pr.ID))
		}
		if pr.Duration.Value.Minutes <= 0 || pr.Duration.Value.PerExtraPerson < 0 {
			return flawed(ProductThing, string(pr.ID), "duration", fmt.Sprintf("takes %d minutes, %d per person more",
				pr.Duration.Value.Minutes, pr.Duration.Value.PerExtraPerson), "de duur klopt niet")
		}
		if !pr.Offered.Valid() {
			return flawed(ProductThing, string(pr.ID), "valid_to", fmt.Sprintf("offered from %s to %s", pr.Offered.From, pr.Offered.To), "eindigt voor het begint")
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
		if f := r.check(); f != nil {
			return f
		}
		s := p.bySite[r.Site]
		switch {
		case seen[r.ID]:
			return twice(RuleThing, r.ID)
		case s == nil:
			return unknown(RuleThing, r.ID, "site", "site", string(r.Site))
		}
		seen[r.ID] = true
		own, f := p.rule(s, r)
		if f != nil {
			return f
		}
		for _, o := range s.rules {
			if f := own.clashes(o); f != nil {
				return f
			}
		}
		s.rules = append(s.rules, own)
	}
	return nil
}

func (p *Plan) addClosures(c Config) error {
	seen := map[string]bool{}
	for _, cl := range c.Closures {
		if f := cl.check(); f != nil {
			return f
		}
		switch {
		case seen[cl.ID]:
			return twice(ClosureThing, cl.ID)
		case cl.Site != "" && p.bySite[cl.Site] == nil:
			return unknown(ClosureThing, cl.ID, "site", "site", string(cl.Site))
		}
		seen[cl.ID] = true
		excludes, missing := p.set(cl.Products)
		if missing != "" {
			return unknown(ClosureThing, cl.ID, "products", "product", string(missing))
		}
		p.closures = append(p.closures, closure{cl, excludes})
	}
	return nil
}

func (p *Plan) addRegimes(c Config) error {
	seen := map[string]bool{}
	for _, g := range c.Regimes {
		if f := g.check(); f != nil {
			return f
		}
		switch {
		case seen[g.ID]:
			return twice(RegimeThing, g.ID)
		case g.Site != "" && p.bySite[g.Site] == nil:
			return unknown(RegimeThing, g.ID, "site", "site", string(g.Site))
		}
		seen[g.ID] = true
		p.regimes = append(p.regimes, g)
	}
	return nil
}

func (p *Plan) addTerms(c Config) error {
	p.terms = make(terms, len(c.Terms))
	for _, t := range c.Terms {
		if f := t.check(); f != nil {
			return f
		}
		if t.Product != "" && p.products[t.Product] == nil {
			return unknown(TermThing, t.ID(), "product", "product", string(t.Product))
		}
		key := termKey{t.Product, t.Channel}
		if _, there := p.terms[key]; there {
			return twice(TermThing, t.ID())
		}
		p.terms[key] = t
	}
	return nil
}

func (p *Plan) addSignposts(c Config) error {
	p.signposts = c.Signposts
	for id, s := range c.Signposts {
		if p.products[id] == nil {
			return unknown(ProductThing, string(id), "signpost", "product", string(id))
		}
		if s.Site != "" && p.bySite[s.Site] == nil {
			return unknown(ProductThing, string(id), "signpost", "site", string(s.Site))
		}
	}
	for _, s := range p.sites {
		for _, r := range s.rules {
			if r.After.Site != "" && p.bySite[r.After.Site] == nil {
				return unknown(RuleThing, r.ID, "after", "site", string(r.After.Site))
			}
		}
	}
	return nil
}
