package rulebook

import (
	"errors"
	"slices"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// Read compiles a plan that was put before, perhaps by another version of this program. What this version refuses is
// set aside, piece by piece, and listed; the rest is the plan. A product that it does not know is left out of every
// list: nobody can ask for it here. Setting aside is deterministic. The error is for what is wrong beyond any one
// piece.
func Read(p *contract.Plan) (*calendar.Plan, []calendar.Flaw, error) {
	compiled, err := Compile(p)
	if err == nil {
		return compiled, nil, nil
	}
	rest := proto.CloneOf(p)
	aside := forget(rest)
	for {
		compiled, err := Compile(rest)
		if err == nil {
			return compiled, aside, nil
		}
		var flaw *calendar.Flaw
		if !errors.As(err, &flaw) || !drop(rest, flaw) {
			return nil, aside, err
		}
		aside = append(aside, *flaw)
	}
}

// forget leaves out of every list the products and themes that nobody here knows, with what then would say nothing or something
// else.
func forget(p *contract.Plan) []calendar.Flaw {
	var aside []calendar.Flaw
	products, themes := known()
	unknown := func(known map[string]bool, thing calendar.Thing, id, field string, list []string) []string {
		return slices.DeleteFunc(list, func(name string) bool {
			if !known[name] {
				aside = append(aside, calendar.Flaw{Thing: thing, ID: id, Field: field, Problem: "unknown name " + name, Dutch: "'" + name + "' is niet bekend"})
			}
			return !known[name]
		})
	}
	strange := func(thing calendar.Thing, id, field string, list []string) []string {
		return unknown(products, thing, id, field, list)
	}
	p.Rules = slices.DeleteFunc(p.Rules, func(r *contract.Rule) bool {
		some := len(r.Products) > 0
		r.Products = strange(calendar.RuleThing, r.Id, "products", r.Products)
		r.Except = strange(calendar.RuleThing, r.Id, "except", r.Except)
		return some && len(r.Products) == 0 && len(r.Clusters) == 0 // an empty list would mean everything
	})
	p.Closures = slices.DeleteFunc(p.Closures, func(c *contract.Closure) bool {
		some := len(c.Products) > 0
		c.Products = strange(calendar.ClosureThing, c.Id, "products", c.Products)
		return some && len(c.Products) == 0
	})
	p.Terms = slices.DeleteFunc(p.Terms, func(t *contract.Term) bool {
		return t.Product != "" && len(strange(calendar.TermThing, t.Product, "product", []string{t.Product})) == 0
	})
	for _, d := range p.Posts {
		d.Products, d.Except = strange(calendar.PostThing, PostID(d), "products", d.Products), strange(calendar.PostThing, PostID(d), "except", d.Except)
		d.Themes = unknown(themes, calendar.PostThing, PostID(d), "themes", d.Themes)
	}
	return aside
}

// drop takes the piece that a flaw names out of the plan, and reports whether there was one. Of two of one name the
// later goes, as the earlier may be right.
func drop(p *contract.Plan, f *calendar.Flaw) bool {
	switch f.Thing {
	case calendar.RuleThing:
		return dropLast(&p.Rules, func(r *contract.Rule) bool { return r.GetId() == f.ID })
	case calendar.ClosureThing:
		return dropLast(&p.Closures, func(c *contract.Closure) bool { return c.GetId() == f.ID })
	case calendar.RegimeThing:
		return dropLast(&p.Regimes, func(g *contract.Regime) bool { return g.GetId() == f.ID })
	case calendar.OrderThing:
		return dropLast(&p.Orders, func(o *contract.QueueOrder) bool { return OrderID(o) == f.ID })
	case calendar.PostThing:
		return dropLast(&p.Posts, func(d *contract.SitePost) bool { return PostID(d) == f.ID })
	case calendar.KioskThing:
		return dropLast(&p.Kiosks, func(k *contract.KioskRule) bool { return KioskID(k) == f.ID })
	case calendar.OfferThing:
		return dropLast(&p.Offers, func(o *contract.ProductOffer) bool {
			return OfferID(o) == f.ID || o.GetProduct()+"@"+o.GetSite() == f.ID
		})
	case calendar.NormThing:
		return dropLast(&p.Norms, func(n *contract.NoticeNorm) bool { return NormID(n) == f.ID })
	case calendar.TermThing:
		return dropLast(&p.Terms, func(t *contract.Term) bool {
			own, err := TermOf(t)
			return t.GetProduct() == f.ID || (err == nil && own.ID() == f.ID)
		})
	}
	return false
}

// dropLast takes the last match out of a list.
func dropLast[T any](list *[]T, match func(T) bool) bool {
	for i := len(*list) - 1; i >= 0; i-- {
		if match((*list)[i]) {
			*list = slices.Delete(*list, i, i+1)
			return true
		}
	}
	return false
}
