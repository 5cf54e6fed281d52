package rulebook

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// PostID names what is put of a desk: there is one for each.
func PostID(p *contract.SitePost) string { return fmt.Sprintf("%s/%d", p.GetSite(), p.GetDesk()) }

// PostOf reads a desk of the contract, unmanned. The fault is Invalid, because of a [calendar.Flaw].
func PostOf(p *contract.SitePost) (visit.Post, error) {
	const op = "rulebook.PostOf"
	bad := func(field string, err error) (visit.Post, error) {
		return visit.Post{}, spoilt(op, calendar.PostThing, PostID(p), field, err)
	}
	if len(p.ProtoReflect().GetUnknown()) > 0 {
		return bad("kind", fault.New(op, fault.Invalid).Tell("Een deel ervan is van een nieuwere versie van dit programma.", ""))
	}
	if p.GetDesk() == 0 || p.GetDesk() > calendar.MaxDesks || p.GetLevel() > 4 {
		return bad("desk", fault.New(op, fault.Invalid).Tell("Een loket heeft een nummer vanaf 1, en een niveau tot 4.", ""))
	}
	kind, err := visit.ParseKind(p.GetKind())
	if err != nil {
		return bad("kind", err)
	}
	out := visit.Post{Desk: office.Desk(p.Desk), Kind: kind, Serves: visit.Scope{Themes: as[office.ClusterID](p.Themes),
		Products: as[office.ProductID](p.Products), Except: as[office.ProductID](p.Except), Level: uint8(p.Level)}}
	if err := out.Check(); err != nil {
		return bad("themes", err)
	}
	return out, nil
}

// ToPost writes a desk of a site as the contract has it.
func ToPost(site office.SiteID, p visit.Post) *contract.SitePost {
	return &contract.SitePost{Site: string(site), Desk: uint32(p.Desk), Kind: p.Kind.String(), Themes: as[string](p.Serves.Themes),
		Products: as[string](p.Serves.Products), Except: as[string](p.Serves.Except), Level: uint32(p.Serves.Level)}
}

// Posts are the desks of a site that are no ordinary ones, by number: as the plan has them, else as the catalogue does.
// One that this version cannot work with is an ordinary desk, and listed among the flaws.
func Posts(p *contract.Plan, site office.SiteID) ([]visit.Post, []calendar.Flaw) {
	var out []visit.Post
	var flaws []calendar.Flaw
	put := map[office.Desk]bool{}
	for _, row := range p.GetPosts() {
		if row.GetSite() != string(site) {
			continue
		}
		put[office.Desk(min(row.GetDesk(), 255))] = true
		post, err := PostOf(row)
		if err != nil {
			flaws = append(flaws, *flawOf(err))
			continue
		}
		out = append(out, post)
	}
	for _, known := range catalogue.Embedded().Posts {
		if known.Site == site && !put[known.Desk] {
			out = append(out, visit.Post{Desk: known.Desk, Kind: known.Kind, Serves: known.Serves})
		}
	}
	slices.SortFunc(out, func(a, b visit.Post) int { return cmp.Compare(a.Desk, b.Desk) })
	return out, flaws
}

// checkHall refuses orders and posts that are wrong, there twice, or of what nobody knows.
func checkHall(p *contract.Plan) error {
	const op = "rulebook.Compile"
	c := catalogue.Embedded()
	seen := map[string]bool{}
	for _, o := range p.GetOrders() {
		if _, err := OrderOf(o); err != nil {
			return err
		}
		if _, known := c.Location(office.SiteID(o.Site)); o.Site != "" && !known {
			return spoilt(op, calendar.OrderThing, OrderID(o), "site", unknownName(o.Site))
		}
		if seen[OrderID(o)] {
			return spoilt(op, calendar.OrderThing, OrderID(o), "valid_from", fault.New(op, fault.Invalid).Tell("Er is er al één.", ""))
		}
		seen[OrderID(o)] = true
	}
	for _, p := range p.GetPosts() {
		if _, err := PostOf(p); err != nil {
			return err
		}
		if _, known := c.Location(office.SiteID(p.Site)); !known {
			return spoilt(op, calendar.PostThing, PostID(p), "site", unknownName(p.Site))
		}
		for _, name := range slices.Concat(p.Products, p.Except) {
			if _, known := c.Product(office.ProductID(name)); !known {
				return spoilt(op, calendar.PostThing, PostID(p), "products", unknownName(name))
			}
		}
		for _, name := range p.Themes {
			if _, known := c.Cluster(office.ClusterID(name)); !known {
				return spoilt(op, calendar.PostThing, PostID(p), "themes", unknownName(name))
			}
		}
		if seen[PostID(p)] {
			return spoilt(op, calendar.PostThing, PostID(p), "desk", fault.New(op, fault.Invalid).Tell("Dit loket staat er al.", ""))
		}
		seen[PostID(p)] = true
	}
	return nil
}

func unknownName(name string) error {
	return fault.New("rulebook", fault.Invalid).On(name).Tell(fmt.Sprintf("'%s' is niet bekend.", name), "")
}

// spoilt is the fault of a piece that is wrong, with the flaw that names it and says it as the cause does.
func spoilt(op string, t calendar.Thing, id, field string, cause error) error {
	say := []rune(strings.TrimSuffix(fault.Sentence(cause), "."))
	say[0] = unicode.ToLower(say[0])
	f := &calendar.Flaw{Thing: t, ID: id, Field: field, Problem: cause.Error(), Dutch: string(say)}
	return fault.New(op, fault.Invalid).On(id).Because(f).Tell(f.Say(), "Kijk de regels na.")
}

// flawOf is the flaw that a fault of this package stands for.
func flawOf(err error) *calendar.Flaw {
	var f *calendar.Flaw
	if !errors.As(err, &f) {
		f = &calendar.Flaw{Problem: err.Error(), Dutch: "dit kan niet gelezen worden"}
	}
	return f
}
