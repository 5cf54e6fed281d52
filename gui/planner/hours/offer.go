package hours

import (
	"strings"

	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// offer is between which days products are offered here, or everywhere, and where to go afterwards (A002-47).
func (r *reader) offer(d *contract.HoursDraft) office.Date {
	o := contract.ProductOffer{Site: string(r.site), ValidFrom: int32(r.maybe(Start)), ValidTo: int32(r.maybe(End))}
	if r.picks[Scope] == 1 {
		o.Site = ""
	}
	if o.ValidFrom != 0 && o.ValidTo != 0 && o.ValidTo < o.ValidFrom {
		r.wrong(r.w.Hours.BadOrder)
	}
	if after := strings.TrimSpace(r.words[After]); after != "" {
		o.After = &contract.Signpost{Say: after}
	}
	for _, id := range r.products() {
		d.Put.Offers = append(d.Put.Offers, &contract.ProductOffer{Product: id, Site: o.Site, ValidFrom: o.ValidFrom, ValidTo: o.ValidTo, After: o.After})
	}
	if len(d.Put.Offers) == 0 {
		r.wrong(r.w.Hours.NoProduct)
	}
	return r.firstChange(d)
}

// firstChange is the first day on which a change makes anything otherwise; today when it makes nothing so.
func (r *reader) firstChange(d *contract.HoursDraft) office.Date {
	if r.err != nil {
		return r.k.today
	}
	after, _, err := rulebook.Read(with(r.k.plan, d))
	if err != nil {
		return r.k.today // headquarters says what is wrong with it
	}
	var all []office.SiteID
	for _, s := range r.k.cal.Sites() {
		all = append(all, s.ID)
	}
	if first, ok := r.k.cal.FirstChange(after, all, office.Period{From: r.k.today, To: r.k.today + 2*ahead}); ok {
		return first
	}
	return r.k.today
}

// offers are the products of the site whose offer begins or ends.
func (h *Hours) offers() (out []Row) {
	t, today := h.words(), h.known.today
	for _, o := range h.known.plan.Offers {
		if o.Site != "" && office.SiteID(o.Site) != h.site {
			continue
		}
		from, to := office.Date(o.ValidFrom), office.Date(o.ValidTo)
		row := Row{ID: "offer/" + rulebook.OfferID(o), Main: h.productNames([]string{o.Product}), Detail: h.offerDetail(o), offer: o, order: 1 << 39, State: week.Line{Say: t.Now, Tone: week.Good}}
		switch {
		case to != 0 && to < today:
			row.State = week.Line{Say: text.Fill(t.Was, "day", h.day(to))}
		case from > today:
			row.State = week.Line{Say: text.Fill(t.From, "day", h.day(from)), Tone: week.Warn}
		case to != 0:
			row.State = week.Line{Say: text.Fill(t.Until, "day", h.day(to)), Tone: week.Warn}
		}
		row.Here = append(row.Here, week.Line{Say: row.Main + ", " + row.State.Say, Tone: week.Main})
		if say := o.GetAfter().GetSay(); say != "" {
			row.Here = append(row.Here, week.Line{Say: t.Fields[After] + ": " + say})
		}
		row.Here = append(row.Here, h.decided(rulebook.OfferID(o))...)
		out = append(out, row)
	}
	return out
}

func (h *Hours) offerDetail(o *contract.ProductOffer) string {
	if o.Site == "" {
		return h.words().Offer + ", " + h.words().AllSites
	}
	return h.words().Offer
}
