package local

import (
	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/bulletin"
	news "github.com/buurtloket/buurtloket/sync/bulletin"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// bulletin is what this site shows to visitors now, in its order: what headquarters approved, of which the time is now.
func (s *Service) bulletin(t appliance.Turn) ([]*contract.BulletinItem, error) {
	return bulletin.Showing(t.View, s.site.ID, t.Now)
}

// newsOf is the Dutch of items, for screens that know nothing else.
func newsOf(items []*contract.BulletinItem) (out []*contract.KioskNews) {
	for _, m := range items {
		if i, err := news.Of(m); err == nil {
			t, _ := i.In(news.Dutch)
			out = append(out, &contract.KioskNews{Title: t.Title, Text: t.Body})
		}
	}
	return out
}
