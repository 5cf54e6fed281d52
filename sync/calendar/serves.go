package calendar

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// rule resolves what a rule of a site serves, and judges whether that makes sense.
func (p *Plan) rule(s *site, r Rule) (rule, *Flaw) {
	for _, named := range []struct {
		field string
		ids   []office.ProductID
	}{{"products", r.Products}, {"except", r.Except}} {
		if _, missing := p.set(named.ids); missing != "" {
			return rule{}, unknown(RuleThing, r.ID, named.field, "product", string(missing))
		}
	}
	for _, id := range r.Products {
		if f := p.contradicts(s, r, p.products[id]); f != nil {
			return rule{}, f
		}
	}
	own := rule{r, p.serves(s, r)}
	if len(p.order) > 0 && own.serves.empty() {
		return rule{}, flawed(RuleThing, r.ID, "products", "it never opens: it serves no product", "dit opent voor geen enkel product")
	}
	return own, nil
}

// contradicts judges a product that a rule names against the rest of the rule and its site.
func (p *Plan) contradicts(s *site, r Rule, pr *product) *Flaw {
	bad := func(field, problem, dutch string) *Flaw { return flawed(RuleThing, r.ID, field, problem, dutch) }
	switch {
	case slices.Contains(r.Except, pr.ID):
		return bad("except", fmt.Sprintf("it serves product %q and excepts it", pr.ID), fmt.Sprintf("'%s' staat bij wat wel en bij wat niet kan", pr.Dutch))
	case !s.Serves(pr.Cluster.Value):
		return bad("products", fmt.Sprintf("site %q does not serve product %q", s.ID, pr.ID), fmt.Sprintf("%s doet niet aan '%s'", s.Name, pr.Dutch))
	case pr.Vault.Value && !s.Vault.Value:
		return bad("products", fmt.Sprintf("site %q has no vault for product %q", s.ID, pr.ID), fmt.Sprintf("%s heeft geen kluis voor '%s'", s.Name, pr.Dutch))
	case !pr.Offered.Overlaps(r.Valid):
		return bad("products", fmt.Sprintf("product %q is not offered while the rule holds", pr.ID), fmt.Sprintf("'%s' wordt dan niet aangeboden", pr.Dutch))
	}
	return nil
}

// serves is the set of products that a rule of a site serves.
func (p *Plan) serves(s *site, r Rule) set {
	only, _ := p.set(r.Products)
	except, _ := p.set(r.Except)
	all := len(r.Products) == 0 && len(r.Clusters) == 0
	serves := newSet(len(p.order))
	for _, pr := range p.order {
		named := only.has(pr.index) || slices.Contains(r.Clusters, pr.Cluster.Value)
		if (all || named) && !except.has(pr.index) && s.Serves(pr.Cluster.Value) {
			serves.add(pr.index)
		}
	}
	return serves
}

// set is the set of the products named, or the first of them that the plan does not know.
func (p *Plan) set(ids []office.ProductID) (s set, missing office.ProductID) {
	s = newSet(len(p.order))
	for _, id := range ids {
		pr := p.products[id]
		if pr == nil {
			return nil, id
		}
		s.add(pr.index)
	}
	return s, ""
}
