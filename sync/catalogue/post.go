package catalogue

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Post is a desk that is no ordinary one: what it is and what it serves (A000-34, A003-22, A003-24, A003-32, A003-41).
type Post struct {
	Site    office.SiteID
	Desk    office.Desk
	Kind    visit.Kind
	Serves  visit.Scope
	Assumed bool // its kind or its number was invented or inferred
	Source  string
	Note    string
}

type rawPost struct {
	Site        office.SiteID      `json:"site"`
	Desk        office.Desk        `json:"desk"`
	Kind        string             `json:"kind"`
	ThemeDesk   string             `json:"theme_desk"`
	Products    []office.ProductID `json:"products"`
	Except      []office.ProductID `json:"except"`
	Level       uint8              `json:"level"`
	Assumed     bool               `json:"assumed"`
	DeskAssumed bool               `json:"desk_assumed"`
	Source      string             `json:"source"`
	Note        string             `json:"note"`
}

// post turns the file's form of a desk into ours; sites, clusters and products are known by then.
func (r rawPost) post(c *Catalogue) (p Post, err error) {
	p = Post{Site: r.Site, Desk: r.Desk, Assumed: r.Assumed || r.DeskAssumed, Source: r.Source, Note: r.Note,
		Serves: visit.Scope{Products: r.Products, Except: r.Except, Level: r.Level}}
	for _, cluster := range c.Clusters {
		if r.ThemeDesk != "" && cluster.ThemeDesk.Value == r.ThemeDesk {
			p.Serves.Themes = append(p.Serves.Themes, cluster.ID)
		}
	}
	l, known := c.Location(r.Site)
	_, twice := c.Post(r.Site, r.Desk)
	switch {
	case !known:
		return p, fmt.Errorf("the location is unknown")
	case r.Desk == 0 || twice || !l.Desks.Unknown && r.Desk > office.Desk(l.Desks.Value):
		return p, fmt.Errorf("there is no such desk, or it is there twice")
	case r.ThemeDesk != "" && len(p.Serves.Themes) == 0:
		return p, fmt.Errorf("no cluster is of theme desk %q", r.ThemeDesk)
	}
	for _, id := range slices.Concat(r.Products, r.Except) {
		if _, known := c.Product(id); !known {
			return p, fmt.Errorf("product %q is unknown", id)
		}
	}
	if p.Kind, err = visit.ParseKind(r.Kind); err != nil {
		return p, err
	}
	return p, visit.Post{Kind: p.Kind, Serves: p.Serves}.Check()
}

// withoutAppointment takes the desks that see nobody by appointment out of the hours by appointment: no seat is made
// there. They are the last of their site, as a rule speaks of desks in a row.
func (c *Catalogue) withoutAppointment() error {
	for i := range c.rules {
		r := &c.rules[i]
		if r.Mode != calendar.Appointment {
			continue
		}
		last := office.Desk(r.Desks)
		for r.Desks > 0 && c.walksIn(r.Site, office.Desk(r.Desks)) {
			r.Desks--
		}
		for d := office.Desk(1); d <= office.Desk(r.Desks); d++ {
			if c.walksIn(r.Site, d) {
				return fmt.Errorf("post %q, desk %d: sees nobody by appointment, and desk %d after it does", r.Site, d, last)
			}
		}
	}
	return nil
}

// walksIn reports whether a desk sees only who comes without appointment.
func (c *Catalogue) walksIn(site office.SiteID, d office.Desk) bool {
	p, _ := c.Post(site, d)
	return p.Kind == visit.Snelbalie || p.Kind == visit.Standing
}

// Post finds a desk that is no ordinary one.
func (c *Catalogue) Post(site office.SiteID, d office.Desk) (Post, bool) {
	for _, p := range c.Posts {
		if p.Site == site && p.Desk == d {
			return p, true
		}
	}
	return Post{}, false
}
