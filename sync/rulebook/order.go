package rulebook

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// OrderID names an order: there is one for each site and first day.
func OrderID(o *contract.QueueOrder) string {
	site := o.GetSite()
	if site == "" {
		site = "elke locatie"
	}
	if o.GetValidFrom() == 0 {
		return site
	}
	return fmt.Sprintf("%s vanaf %s", site, office.Date(o.ValidFrom))
}

// OrderOf reads an order of the contract. The fault is Invalid, because of a [calendar.Flaw]: for one that no site can
// mean, and for one of which this version does not understand all, since half an order is another order.
func OrderOf(o *contract.QueueOrder) (visit.Order, error) {
	const op = "rulebook.OrderOf"
	bad := func(field string, err error) (visit.Order, error) {
		return visit.Order{}, spoilt(op, calendar.OrderThing, OrderID(o), field, err)
	}
	if len(o.ProtoReflect().GetUnknown()) > 0 {
		return bad("sequence", fault.New(op, fault.Invalid).Tell("Een deel ervan is van een nieuwere versie van dit programma.", ""))
	}
	out := visit.Order{}
	for _, code := range o.GetSequence() {
		g, err := visit.ParseGroup(code)
		if err != nil {
			return bad("sequence", err)
		}
		out.Sequence = append(out.Sequence, g)
	}
	for to, n := range map[*int]uint32{&out.Soon: o.GetSoon(), &out.Earliest: o.GetEarliest(), &out.Grace: o.GetGrace(), &out.Patience: o.GetPatience(),
		&out.Calls: o.GetCalls(), &out.Brief: o.GetBrief(), &out.KeepDays: o.GetKeepDays(), &out.UndoMinutes: o.GetUndoMinutes()} {
		*to = int(min(n, 1<<20)) // Check says what is too much
	}
	if err := out.Check(); err != nil {
		return bad("sequence", err)
	}
	return out, nil
}

// ToOrder writes an order of a site from a day on as the contract has it.
func ToOrder(site office.SiteID, from office.Date, o visit.Order) *contract.QueueOrder {
	out := &contract.QueueOrder{Site: string(site), ValidFrom: int32(from), Soon: uint32(o.Soon), Earliest: uint32(o.Earliest), Grace: uint32(o.Grace),
		Patience: uint32(o.Patience), Calls: uint32(o.Calls), Brief: uint32(o.Brief), KeepDays: uint32(o.KeepDays), UndoMinutes: uint32(o.UndoMinutes)}
	for _, g := range o.Sequence {
		out.Sequence = append(out.Sequence, g.String())
	}
	return out
}

// OrderRow is the order in force at a site on a day as it was put, or nil: the latest of its own that has begun, else of
// those for every site.
func OrderRow(p *contract.Plan, site office.SiteID, d office.Date) *contract.QueueOrder {
	var found *contract.QueueOrder
	for _, o := range p.GetOrders() {
		if o.GetSite() != "" && o.GetSite() != string(site) || office.Date(o.GetValidFrom()) > d {
			continue
		}
		own := o.GetSite() != ""
		if found == nil || own && found.Site == "" || own == (found.Site != "") && o.ValidFrom > found.ValidFrom {
			found = o
		}
	}
	return found
}

// OrderOn is the order in force at a site on a day. Where headquarters gave none, the default serves; so it does where
// this version cannot work with what it gave, and then the flaw says why.
func OrderOn(p *contract.Plan, site office.SiteID, d office.Date) (visit.Order, *calendar.Flaw) {
	row := OrderRow(p, site, d)
	if row == nil {
		return visit.DefaultOrder, nil
	}
	o, err := OrderOf(row)
	if err != nil {
		return visit.DefaultOrder, flawOf(err)
	}
	return o, nil
}
