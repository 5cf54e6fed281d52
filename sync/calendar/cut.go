package calendar

// cuts gathers what closes the whole site on the day, and notes on the day what closes part of it.
// A legal holiday comes first: it beats every weekly rule, in every mode (A001-19).
func (p *Plan) cuts(s *site, d *Day) []cut {
	var cuts []cut
	if name, ok := HolidayOn(d.Date); ok {
		cuts = append(cuts, cut{span: wholeDay, reason: name})
	}
	for i := range p.closures {
		c := &p.closures[i]
		if (c.Site != "" && c.Site != s.ID) || !c.Closes(d.Date) {
			continue
		}
		if len(c.Products) > 0 {
			d.limits = append(d.limits, limit{c.span(), c.excludes, c.Modes, c.Reason})
			d.Notes = append(d.Notes, p.sayLimit(c))
			continue
		}
		cuts = append(cuts, cut{c.span(), c.Modes, c.Reason})
		if c.span() != wholeDay || c.Modes != 0 {
			d.Notes = append(d.Notes, sayPart(c))
		}
	}
	if change, ok := p.clockChange(d.Date); ok {
		cuts = append(cuts, cut{span: change})
	}
	return cuts
}

// regimesOn gathers the regimes of a site on the day, and notes them.
func (p *Plan) regimesOn(s *site, d *Day) []*Regime {
	var list []*Regime
	for i := range p.regimes {
		if g := &p.regimes[i]; (g.Site == "" || g.Site == s.ID) && g.Dates.Contains(d.Date) {
			list = append(list, g)
			d.Notes = append(d.Notes, "Niet alle loketten zijn open: "+g.Reason+".")
		}
	}
	return list
}
