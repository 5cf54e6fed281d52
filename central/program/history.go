package program

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

func historyCommand(w World) *cobra.Command {
	var site string
	c := tool(w, &cobra.Command{Use: "history", Short: "Every change of the plan: who changed what, from what to what"},
		func(ctx context.Context, h *hq, _ []string) error {
			res, err := ask(ctx, h, door.Rules, &contract.RulesRequest{History: true})
			if err != nil {
				return err
			}
			t := &table{head: []string{"VERSIE", "WANNEER", "WIE", "WAT", "NAAM", "WIJZIGING"}}
			for _, n := range res.History {
				at, err := moment(n.AtMs)
				if err != nil {
					return err
				}
				for _, x := range differences(n) {
					if site == "" || x.site == "" || x.site == site {
						t.add(fmt.Sprint(n.Version), at, cmp.Or(n.By, "niet vermeld"), x.what, x.name, x.say)
					}
				}
				if p := n.Publication; p != nil && site == "" {
					t.add(fmt.Sprint(n.Version), at, cmp.Or(n.By, "niet vermeld"), "bekendmaking", "", sayPublication(p))
				}
			}
			return h.show(res, t)
		})
	c.Flags().StringVar(&site, "site", "", "only this location")
	return c
}

// difference is what became of one piece of a plan.
type difference struct{ what, name, site, say string }

// differences lists what a change did, piece by piece.
func differences(n *contract.PlanNote) []difference {
	b, a := n.GetBefore(), n.GetAfter()
	var out []difference
	out = append(out, differ("regel", b.GetRules(), a.GetRules(), (*contract.Rule).GetId)...)
	out = append(out, differ("sluiting", b.GetClosures(), a.GetClosures(), (*contract.Closure).GetId)...)
	out = append(out, differ("bezetting", b.GetRegimes(), a.GetRegimes(), (*contract.Regime).GetId)...)
	out = append(out, differ("termijn", b.GetTerms(), a.GetTerms(), func(t *contract.Term) string {
		return cmp.Or(t.GetProduct(), "elk product") + ", " + sayChannel(t.GetChannel())
	})...)
	out = append(out, differ("wachtrij", b.GetOrders(), a.GetOrders(), rulebook.OrderID)...)
	out = append(out, differ("zelfbediening", b.GetKiosks(), a.GetKiosks(), rulebook.KioskID)...)
	out = append(out, differ("aanbod", b.GetOffers(), a.GetOffers(), rulebook.OfferID)...)
	out = append(out, differ("bekendmaking", b.GetNorms(), a.GetNorms(), rulebook.NormID)...)
	return append(out, differ("loket", b.GetPosts(), a.GetPosts(), rulebook.PostID)...)
}

func differ[T proto.Message](what string, before, after []T, id func(T) string) (out []difference) {
	was := map[string]T{}
	for _, p := range before {
		was[id(p)] = p
	}
	for _, p := range after {
		d := difference{what, id(p), siteOf(p), "nieuw: " + fields(nil, p)}
		if old, ok := was[id(p)]; ok {
			d.say = fields(old, p)
			delete(was, id(p))
		}
		out = append(out, d)
	}
	for _, p := range before {
		if _, gone := was[id(p)]; gone {
			out = append(out, difference{what, id(p), siteOf(p), "weg: " + fields(nil, p)})
		}
	}
	return out
}

func siteOf(m proto.Message) string {
	if f := m.ProtoReflect().Descriptor().Fields().ByName("site"); f != nil {
		return m.ProtoReflect().Get(f).String()
	}
	return ""
}

// fields writes the fields of a piece that are not as before, by the names of the contract, as files have them.
func fields(before, after proto.Message) string {
	var out []string
	a := after.ProtoReflect()
	for i := range a.Descriptor().Fields().Len() {
		f := a.Descriptor().Fields().Get(i)
		is := fieldText(a, f)
		if before == nil {
			if a.Has(f) && f.Name() != "id" && f.Name() != "site" {
				out = append(out, fmt.Sprintf("%s %s", f.Name(), is))
			}
			continue
		}
		if was := fieldText(before.ProtoReflect(), f); was != is {
			out = append(out, fmt.Sprintf("%s %s → %s", f.Name(), was, is))
		}
	}
	return strings.Join(out, ", ")
}

// fieldText is the value of a field on one line.
func fieldText(m protoreflect.Message, f protoreflect.FieldDescriptor) string {
	v := m.Get(f)
	switch {
	case f.IsList():
		var parts []string
		for i := range v.List().Len() {
			parts = append(parts, fmt.Sprint(v.List().Get(i).Interface()))
		}
		return "[" + strings.Join(parts, " ") + "]"
	case f.Kind() == protoreflect.Sint32Kind:
		if v.Int() == 0 {
			return "-"
		}
		return office.Date(v.Int()).String()
	case f.Name() == "weekdays":
		return cmp.Or(sayDays(uint32(v.Uint())), "-")
	case f.Kind() == protoreflect.Uint32Kind && (f.Name() == "from" || f.Name() == "to"):
		return office.Minute(v.Uint()).String()
	case f.Kind() == protoreflect.MessageKind && !m.Has(f):
		return "-"
	case v.String() == "":
		return "-"
	}
	return v.String()
}
