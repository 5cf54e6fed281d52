// Package rulebook turns the plan as it is stored and sent into what the rules reason with: the rules, closures, regimes
// and terms of the contract, together with the sites and products of the embedded catalogue, into the calendar's plan; its
// orders and posts into the queue's ([OrderOn], [Posts]).
//
// A plan that somebody wants to put is compiled with [Compile], which refuses what is wrong in any part. A plan that
// was put is read with [Read], which sets aside what this version does not understand and works with the rest: a
// newer headquarters may name a product that an older counter does not know, and that counter must stay open.
package rulebook

import (
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Compile gives the calendar's plan, or a fault of kind Invalid because of a [calendar.Flaw] that names thing and
// field.
func Compile(p *contract.Plan) (*calendar.Plan, error) {
	c := catalogue.Embedded().Config(p.GetVersion())
	c.Rules = nil
	var err error
	if c.Rules, err = each(p.GetRules(), RuleOf); err != nil {
		return nil, err
	}
	if c.Closures, err = each(p.GetClosures(), ClosureOf); err != nil {
		return nil, err
	}
	if c.Regimes, err = each(p.GetRegimes(), RegimeOf); err != nil {
		return nil, err
	}
	if c.Terms, err = each(p.GetTerms(), TermOf); err != nil {
		return nil, err
	}
	if err := checkKiosks(p); err != nil {
		return nil, err
	}
	if err := offering(&c, p); err != nil {
		return nil, err
	}
	if err := checkNorms(p); err != nil {
		return nil, err
	}
	if err := checkHall(p); err != nil {
		return nil, err
	}
	return calendar.NewPlan(c)
}

// each reads a list, or stops at the first that cannot be read.
func each[In, Out any](list []In, read func(In) (Out, error)) ([]Out, error) {
	var out []Out
	for _, one := range list {
		o, err := read(one)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

// Default is the plan a new HQ begins with: opening hours and desks of the embedded catalogue, assumed ones marked. A
// municipality's own closing days are its own to decide: see [catalogue.Extras].
func Default() *contract.Plan {
	p := &contract.Plan{Version: 1}
	for _, r := range catalogue.Rules() {
		p.Rules = append(p.Rules, ToRule(r))
	}
	for _, post := range catalogue.Embedded().Posts {
		row := ToPost(post.Site, visit.Post{Desk: post.Desk, Kind: post.Kind, Serves: post.Serves})
		row.Assumed = post.Assumed
		p.Posts = append(p.Posts, row)
	}
	return p
}

// malformed is the fault of something that cannot be read at all, with the flaw that names it.
func malformed(op string, t calendar.Thing, id, field string, err error) error {
	f := &calendar.Flaw{Thing: t, ID: id, Field: field, Problem: err.Error(), Dutch: "dit kan niet gelezen worden"}
	return fault.New(op, fault.Invalid).On(id).Because(f).Tell(f.Say(), "Kijk de regels na.")
}

// as converts between the string types of both sides; nil stays nil.
func as[To, From ~string](in []From) []To {
	if in == nil {
		return nil
	}
	out := make([]To, len(in))
	for i, s := range in {
		out[i] = To(s)
	}
	return out
}

// known are the products and the clusters of the embedded catalogue.
func known() (products, clusters map[string]bool) {
	products, clusters = map[string]bool{}, map[string]bool{}
	for _, p := range catalogue.Products() {
		products[string(p.ID)] = true
	}
	for _, c := range catalogue.Embedded().Clusters {
		clusters[string(c.ID)] = true
	}
	return products, clusters
}
