package register

import (
	"slices"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// note remembers a change of the plan: who put what in the place of what. Notes are kept for good: a visitor may ask years
// later by which rule somebody went first (A002-66).
func (t *turn) note(c *contract.PlanPut, before, after *contract.Plan) {
	n := &contract.PlanNote{Version: after.Version, AtMs: t.atMS, By: c.GetBy(), Before: new(contract.Plan), After: new(contract.Plan)}
	b, a := n.Before, n.After
	b.Rules, a.Rules = differ(before.GetRules(), after.GetRules(), (*contract.Rule).GetId)
	b.Closures, a.Closures = differ(before.GetClosures(), after.GetClosures(), (*contract.Closure).GetId)
	b.Regimes, a.Regimes = differ(before.GetRegimes(), after.GetRegimes(), (*contract.Regime).GetId)
	b.Terms, a.Terms = differ(before.GetTerms(), after.GetTerms(), termID)
	b.Orders, a.Orders = differ(before.GetOrders(), after.GetOrders(), rulebook.OrderID)
	b.Posts, a.Posts = differ(before.GetPosts(), after.GetPosts(), rulebook.PostID)
	b.Kiosks, a.Kiosks = differ(before.GetKiosks(), after.GetKiosks(), rulebook.KioskID)
	b.Norms, a.Norms = differ(before.GetNorms(), after.GetNorms(), rulebook.NormID)
	b.Offers, a.Offers = differ(before.GetOffers(), after.GetOffers(), rulebook.OfferID)
	n.Publication = c.GetPublication()
	save(t.w, noteKey(n.Version), n)
}

// differ lists the pieces that are not the same in two plans: as they were, and as they are.
func differ[T proto.Message](before, after []T, id func(T) string) (was, is []T) {
	without := func(list, others []T) (out []T) {
		for _, one := range list {
			if !slices.ContainsFunc(others, func(o T) bool { return id(o) == id(one) && proto.Equal(o, one) }) {
				out = append(out, one)
			}
		}
		return out
	}
	return without(before, after), without(after, before)
}

// History lists every change of the plan since the cluster was founded, oldest first.
func (v View) History() []*contract.PlanNote {
	var out []*contract.PlanNote
	for _, b := range v.r.Scan([]byte("n/"), nil) {
		n := new(contract.PlanNote)
		load1(b, n)
		out = append(out, n)
	}
	return out
}
