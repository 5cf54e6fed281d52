package catalogue

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// rawSurroundings is what lies around sites and products: the way to a site, where to go instead, closing days.
type rawSurroundings struct {
	Schema      string            `json:"schema"`
	Conventions map[string]string `json:"conventions"`
	Near        []struct {
		District string   `json:"district"`
		NextTo   []string `json:"next_to"`
		Assumed  bool     `json:"assumed"`
	} `json:"near"`
	StepFree []struct {
		Site    office.SiteID `json:"site"`
		Value   bool          `json:"value"`
		Assumed bool          `json:"assumed"`
		Source  string        `json:"source"`
		Note    string        `json:"note"`
	} `json:"step_free"`
	Signposts []struct {
		Product office.ProductID `json:"product"`
		Say     string           `json:"say"`
		Where   string           `json:"where"`
		Site    office.SiteID    `json:"site"`
		Web     string           `json:"web"`
		Phone   string           `json:"phone"`
		Assumed bool             `json:"assumed"`
		Source  string           `json:"source"`
	} `json:"signposts"`
	Extras []rawExtra `json:"extras"`
	Posts  []rawPost  `json:"posts"`
}

type rawExtra struct {
	ID      string `json:"id"`
	Each    string `json:"each"`
	From    string `json:"from"`
	To      string `json:"to"`
	Reason  string `json:"reason"`
	Assumed bool   `json:"assumed"`
	Source  string `json:"source"`
}

// readSurroundings reads the file of surroundings; districts, sites and products are known by then.
func (c *Catalogue) readSurroundings(data []byte) error {
	var raw rawSurroundings
	if err := decode(data, "surroundings/1", &raw, &raw.Schema); err != nil {
		return err
	}
	for i := range c.Locations {
		c.Locations[i].StepFree.Unknown = true
	}
	for _, n := range raw.Near {
		i := slices.IndexFunc(c.Districts, func(d District) bool { return d.ID == n.District })
		if i < 0 {
			return fmt.Errorf("near: district %q is unknown", n.District)
		}
		c.Districts[i].Near = marked(n.NextTo, n.Assumed)
	}
	for _, s := range raw.StepFree {
		i := slices.IndexFunc(c.Locations, func(l Location) bool { return l.ID == s.Site })
		if i < 0 {
			return fmt.Errorf("step_free: location %q is unknown", s.Site)
		}
		c.Locations[i].StepFree = office.Sourced[bool]{Value: s.Value, Assumed: s.Assumed, Source: s.Source, Note: s.Note}
	}
	c.Signposts = map[office.ProductID]calendar.Signpost{}
	for _, s := range raw.Signposts {
		c.Signposts[s.Product] = calendar.Signpost{Say: s.Say, Where: s.Where, Site: s.Site, Web: s.Web, Phone: s.Phone, Assumed: s.Assumed}
	}
	for _, e := range raw.Extras {
		closure, err := e.closure()
		if err != nil {
			return fmt.Errorf("extra %q: %w", e.ID, err)
		}
		c.Extras = append(c.Extras, closure)
	}
	for _, p := range raw.Posts {
		post, err := p.post(c)
		if err != nil {
			return fmt.Errorf("post %q, desk %d: %w", p.Site, p.Desk, err)
		}
		c.Posts = append(c.Posts, post)
	}
	return c.withoutAppointment()
}

// extrasSince is the date from which the closing days are written down; none of them is older than this program.
var extrasSince = office.NewDate(2020, 1, 1)

// closure turns the file's form of a closing day into ours: of all sites, each year, for ever.
func (e rawExtra) closure() (c calendar.Closure, err error) {
	c = calendar.Closure{ID: e.ID, Dates: office.Period{From: extrasSince}, Reason: e.Reason, Assumed: e.Assumed}
	if c.When.Each, err = calendar.ParseAnnual(e.Each); err != nil {
		return c, err
	}
	if e.From == "" && e.To == "" {
		return c, nil
	}
	if c.From, err = office.ParseMinute(e.From); err == nil {
		c.To, err = office.ParseMinute(e.To)
	}
	return c, err
}
