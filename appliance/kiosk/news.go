package kiosk

import (
	news "github.com/buurtloket/buurtloket/sync/bulletin"
	"github.com/buurtloket/buurtloket/sync/contract"
)

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
