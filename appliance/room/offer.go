package room

import (
	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// brought reports whether documents of a kind are here without a vault, brought for the day by a trip (A002-45).
func (r *Room) brought(t appliance.Turn, kind office.ProductID) bool {
	return !r.register.Vault && r.register.Collectable(t.View, kind, "", office.DateOf(t.Now)) == nil
}

// offerToday is what the calendar says of a product here today in a mode; what a trip brought is offered as where it lies.
func (r *Room) offerToday(t appliance.Turn, m calendar.Mode, p office.ProductID) calendar.Verdict {
	today := office.DateOf(t.Now)
	if r.brought(t, p) {
		return t.Plan.OfferBrought(m, r.Site.ID, p, today)
	}
	return t.Plan.OfferIn(m, r.Site.ID, p, today, office.ChannelDesk)
}

// Cells are what each product is today at a site, by a channel.
func (r *Room) Cells(t appliance.Turn, at office.SiteID, by office.Channel) map[office.ProductID]calendar.Cell {
	today, brought := office.DateOf(t.Now), map[office.ProductID]bool{}
	if at == r.Site.ID {
		for kind := range r.register.Procedures {
			brought[kind] = r.brought(t, kind)
		}
	}
	cells := map[office.ProductID]calendar.Cell{}
	for c := range t.Plan.Matrix(calendar.Scope{Sites: []office.SiteID{at}, Channels: []office.Channel{by},
		Dates: office.Period{From: today, To: today}, Brought: brought}) {
		cells[c.Product] = c
	}
	return cells
}

// Row is a product with what it is today.
func Row(p office.Product, cell calendar.Cell) *contract.ProductRow {
	v := cell.By[calendar.Appointment]
	reason := v.Reason
	if !v.OK && !cell.Offered() {
		reason = cell.WhyNot().Reason
	}
	row := &contract.ProductRow{Id: string(p.ID), Name: p.Dutch, Offered: Bookable(cell),
		Reason: reason, Minutes: uint32(p.Duration.Value.Minutes), WalkIn: p.WalkIn.Value, HandOut: p.Vault.Value, Say: cell.Say()}
	if row.Reason == "" && !row.Offered {
		row.Reason = row.Say
	}
	return row
}

// Bookable reports whether a product can be had by appointment at a site, today or on another day.
func Bookable(c calendar.Cell) bool {
	v := c.By[calendar.Appointment]
	return v.OK || v.Code == calendar.Closed || v.Code == calendar.NotThen
}
