package calendar

import "github.com/buurtloket/buurtloket/sync/office"

// with reports whether two sites are of one municipality, by its statistical code. Of a site without a code nobody said
// whose it is, so it is with no other.
func (s *site) with(o *site) bool { return s.NIS != "" && s.NIS == o.NIS }

// town lists, in the plan's order, the sites that are offered to who asks at a site and names none: that site, and those
// of its municipality; of the plan's own where nobody said whose the site is. A visitor of one town is not sent to
// another, which has its own registers and may not serve them.
func (p *Plan) town(at office.SiteID) []*site {
	here, nis := p.bySite[at], p.home
	if here != nil && here.NIS != "" {
		nis = here.NIS
	}
	if nis == "" {
		return p.sites
	}
	var own []*site
	for _, s := range p.sites {
		if s == here || s.NIS == nis {
			own = append(own, s)
		}
	}
	return own
}
