package calendar

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// visit is what somebody comes for, resolved against a plan.
type visit struct {
	products []*product
	want     set // the same as a set
	persons  int
	minutes  int // at the desk, for all products and persons together
	channel  office.Channel
	term     Term // the strictest of the products'
	named    bool // of Query.Named
}

// visit resolves products and persons. Fewer than one person counts as one.
func (p *Plan) visit(ids []office.ProductID, persons int, by office.Channel) (visit, Verdict) {
	v := visit{persons: max(persons, 1), channel: by, want: newSet(len(p.order))}
	if v.persons > p.persons {
		return visit{}, refusal(TooMany, fmt.Sprintf("Een afspraak is voor hoogstens %d personen; voor %d duurt ze te lang.", p.persons, v.persons))
	}
	if len(ids) > MaxProducts {
		return visit{}, refusal(TooMany, fmt.Sprintf("Een afspraak is voor hoogstens %d producten; met %d duurt ze te lang.", MaxProducts, len(ids)))
	}
	for _, id := range ids {
		pr := p.products[id]
		if pr == nil {
			return visit{}, refusal(UnknownProduct, sayUnknownProduct)
		}
		v.products = append(v.products, pr)
		v.want.add(pr.index)
	}
	if len(v.products) == 0 {
		return visit{}, refusal(UnknownProduct, sayNoProduct)
	}
	v.minutes = deskTime(v.products, v.persons)
	v.term = p.strictest(v.products, by)
	return v, fine
}

// one is the visit of one person for one product.
func (p *Plan) one(pr *product, by office.Channel) visit {
	v := visit{products: []*product{pr}, want: newSet(len(p.order)), persons: 1, channel: by, term: p.strictest([]*product{pr}, by)}
	v.want.add(pr.index)
	v.minutes = deskTime(v.products, 1)
	return v
}

// deskTime is the time of all products together, in minutes: for each that of the first person and what each further
// one adds. What only counts that there was no appointment takes no time beside what the visitor came for (A001-12).
func deskTime(products []*product, persons int) int {
	counted := func(pr *product) bool { return pr.fillsTheDay() }
	alone := !slices.ContainsFunc(products, func(pr *product) bool { return !counted(pr) })
	minutes := 0
	for _, pr := range products {
		if alone || !counted(pr) {
			minutes += pr.Duration.Value.For(persons)
		}
	}
	return minutes
}

// Minutes is the desk time of a visit: for each product the first person's and what each further person
// adds. It is an error (UnknownProduct) to ask for a product that is not in the plan, or for none.
func (p *Plan) Minutes(products []office.ProductID, persons int) (int, error) {
	v, verdict := p.visit(products, persons, office.ChannelDesk)
	return v.minutes, verdict.fault("calendar.Minutes", "")
}

// urgent judges whether what must be said of the urgency was said.
func (v visit) urgent(u Urgency) Verdict {
	for _, pr := range v.products {
		if u == 0 && pr.fillsTheDay() {
			return refusal(UrgencyNeeded, fmt.Sprintf("Voor '%s' moet je zeggen hoe dringend het is.", pr.Dutch))
		}
	}
	return fine
}

// Urgency is the number that the contract gives to how pressing a visit without appointment is: 0 when nobody said,
// else semi-spoed or spoed (A001-15). The calendar asks only that it was said.
type Urgency uint8
