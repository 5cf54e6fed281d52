package catalogue

import (
	_ "embed"
	"sync"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

//go:embed data/catalogue.json
var catalogueJSON []byte

//go:embed data/locations.json
var locationsJSON []byte

//go:embed data/surroundings.json
var surroundingsJSON []byte

// Catalogue is one loaded and checked set of products, norms and locations.
type Catalogue struct {
	Products        []office.Product
	Clusters        []Cluster
	Norms           []Norm // of the organisation as a whole; those of clusters are with the cluster
	PhoneCategories []PhoneCategory
	Levels          []Level
	ThemeDesks      []ThemeDesk
	Locations       []Location
	Districts       []District
	Home            string // statistical code of the municipality whose counters these are

	// Signposts say where to go for what is no longer offered here (A002-47).
	Signposts map[office.ProductID]calendar.Signpost

	// Extras are closing days that municipalities commonly add to the legal holidays (facts 2.7), once and for all
	// years. They are in force nowhere: a planner takes over those that the municipality decided.
	Extras []calendar.Closure

	// Posts are the desks that are no ordinary ones, by site and desk.
	Posts []Post

	rules []calendar.Rule
}

// Embedded is the catalogue in the binary. It panics when that is broken, which a test rules out.
var Embedded = sync.OnceValue(func() *Catalogue {
	c, err := Load(catalogueJSON, locationsJSON, surroundingsJSON)
	if err != nil {
		panic(err)
	}
	return c
})

// Rules are the opening rules of the embedded catalogue's locations.
func Rules() []calendar.Rule { return Embedded().Rules() }

// Sites are the locations of the embedded catalogue, in order.
func Sites() []office.Site { return Embedded().Sites() }

// Products are the products of the embedded catalogue, in order; shared, not to be changed.
func Products() []office.Product { return Embedded().Products }

// Extras are the closing days of the embedded catalogue that a planner can take over, in order.
func Extras() []calendar.Closure { return append([]calendar.Closure(nil), Embedded().Extras...) }

// Load reads and checks the three files of a catalogue, in the formats "catalogue/1", "locations/1" and
// "surroundings/1". What does not fit — an unknown field, a product of an unknown cluster, hours that are none — is
// refused as fault.Invalid that names the culprit: a catalogue is used as a whole or not at all.
func Load(catalogue, locations, surroundings []byte) (*Catalogue, error) {
	c := new(Catalogue)
	for _, step := range []func() error{
		func() error { return c.readCatalogue(catalogue) },
		func() error { return c.readLocations(locations) },
		func() error { return c.readSurroundings(surroundings) },
		c.check,
	} {
		if err := step(); err != nil {
			return nil, fault.New("catalogue.Load", fault.Invalid).Because(err).
				Tell("Deze catalogus klopt niet; hij is niet gebruikt.", "Kijk het bestand na.")
		}
	}
	return c, nil
}

// Product finds a product.
func (c *Catalogue) Product(id office.ProductID) (office.Product, bool) {
	for _, p := range c.Products {
		if p.ID == id {
			return p, true
		}
	}
	return office.Product{}, false
}

// Cluster finds a cluster.
func (c *Catalogue) Cluster(id office.ClusterID) (Cluster, bool) {
	for _, cl := range c.Clusters {
		if cl.ID == id {
			return cl, true
		}
	}
	return Cluster{}, false
}

// Location finds a location.
func (c *Catalogue) Location(id office.SiteID) (Location, bool) {
	for _, l := range c.Locations {
		if l.ID == id {
			return l, true
		}
	}
	return Location{}, false
}

// Sites lists the locations as the calendar needs them, in order.
func (c *Catalogue) Sites() []office.Site {
	list := make([]office.Site, len(c.Locations))
	for i, l := range c.Locations {
		list[i] = l.Site
	}
	return list
}

// Rules are the opening rules of all locations, in order; those that were invented are marked Assumed.
func (c *Catalogue) Rules() []calendar.Rule { return append([]calendar.Rule(nil), c.rules...) }

// Config is the calendar that follows from the catalogue alone: no closures, default windows.
func (c *Catalogue) Config(version uint64) calendar.Config {
	config := calendar.Config{Version: version, Sites: c.Sites(), Products: c.Products, Rules: c.Rules(), Signposts: c.Signposts,
		StepFree: map[office.SiteID]bool{}, Near: map[string][]string{}, Home: c.Home}
	for _, l := range c.Locations {
		config.StepFree[l.ID] = l.StepFree.Value
	}
	for _, d := range c.Districts {
		config.Near[d.ID] = d.Near.Value
	}
	return config
}
