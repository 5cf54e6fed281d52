package room

import (
	"sync"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Room is the waiting room of one site. It is safe for concurrent use; its fields do not change. Make it with New.
type Room struct {
	Site     office.Site
	Products *catalogue.Catalogue
	register vault.Register // of documents, which are collected here or are not
	Offer    visit.Offer    // of Products

	mu     sync.Mutex // guards what follows
	rules  *Rules     // of the latest plan and day
	minute int64      // of the pace
	pace   visit.Pace
}

// New is the room of a site.
func New(site office.Site, products *catalogue.Catalogue, register vault.Register) *Room {
	return &Room{Site: site, Products: products, register: register, Offer: visit.OfferOf(products.Products)}
}
