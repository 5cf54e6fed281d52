package local

import (
	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// brought reports whether documents of a kind are here without a vault, brought for the day by a trip (A002-45).
func (s *Service) brought(t appliance.Turn, kind office.ProductID) bool {
	return !s.register.Vault && s.register.Collectable(t.View, kind, "", office.DateOf(t.Now)) == nil
}

// offerToday is what the calendar says of a product here today in a mode; what a trip brought is offered as where it lies.
func (s *Service) offerToday(t appliance.Turn, m calendar.Mode, p office.ProductID) calendar.Verdict {
	today := office.DateOf(t.Now)
	if s.brought(t, p) {
		return t.Plan.OfferBrought(m, s.site.ID, p, today)
	}
	return t.Plan.OfferIn(m, s.site.ID, p, today, office.ChannelDesk)
}
