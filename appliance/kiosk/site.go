package kiosk

import (
	"context"
	"slices"
	"strings"
	"sync"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/told"
)

// staffed are the ways in which visitors are served by people.
var staffed = []calendar.Mode{calendar.Appointment, calendar.WalkIn, calendar.Reception}

// siteOf is a site as visitors know it: open while people serve there, or while its self-service desk can be used where no people
// ever do (A002-60).
func siteOf(t appliance.Turn, site office.Site) *contract.KioskSite {
	out := &contract.KioskSite{Site: string(site.ID), Name: site.Name, Address: site.Address.Value, StepFree: t.Plan.StepFree(site.ID), Say: "Gesloten."}
	modes, next := []calendar.Mode{calendar.SelfService}, calendar.Hours{}
	for _, m := range staffed {
		if t.Plan.Roster(site.ID, m).Exists(office.DateOf(t.Now)) {
			modes = staffed
		}
	}
	for _, m := range modes {
		roster := t.Plan.Roster(site.ID, m)
		if !roster.Exists(office.DateOf(t.Now)) {
			continue
		}
		if h, ok := roster.At(t.Now); ok {
			if until := uint32(h.To); until > out.Until {
				out.Open, out.Until, out.Say = true, until, roster.Say(t.Now)
			}
		}
		if h, ok := roster.Next(t.Now); ok && (next.Date == 0 || h.Date < next.Date || h.Date == next.Date && h.From < next.From) {
			if next = h; !out.Open {
				out.Say = roster.Say(t.Now)
			}
		}
	}
	out.NextDate, out.NextFrom = int32(next.Date), uint32(next.From)
	return out
}

// lookThrough is through how many days, from today, a site is asked whether it does something.
const lookThrough = 28

// Where implements the Kiosk service: the sites of the city where a product is had, in which ways, and the first free place of
// each that is known (A002-64).
func (k *Service) Where(ctx context.Context, r *connect.Request[contract.KioskWhereRequest]) (*connect.Response[contract.KioskWhereResponse], error) {
	out, err := k.where(ctx, office.ProductID(r.Msg.Product))
	return respond(out, fault.Wrap("kiosk.Where", err))
}

func (k *Service) where(ctx context.Context, of office.ProductID) (*contract.KioskWhereResponse, error) {
	out := new(contract.KioskWhereResponse)
	var booked []*contract.KioskOffer
	err := k.node.Look(func(t appliance.Turn) error {
		if _, known := t.Plan.Product(of); !known {
			return told.Of(told.NoProduct, told.AskHelp).Fault("kiosk.Where", fault.NotFound).On(string(of))
		}
		for _, site := range t.Plan.Around(k.room.Site.ID) {
			var how []string
			offer := &contract.KioskOffer{}
			for _, m := range append(staffed[:len(staffed):len(staffed)], calendar.SelfService) {
				if !had(t, m, site.ID, of) && !(m == calendar.SelfService && site.ID == k.room.Site.ID && k.makes(t, of)) {
					continue
				}
				how = append(how, m.Dutch())
				if m == calendar.Appointment {
					booked = append(booked, offer)
				}
			}
			if len(how) == 0 {
				continue
			}
			offer.Site, offer.How = siteOf(t, site), strings.Join(how, ", ")
			out.Offers = append(out.Offers, offer)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	k.firstPlaces(ctx, of, booked)
	return out, nil
}

// had reports whether a product is had at a site in a mode on one of the next days.
func had(t appliance.Turn, m calendar.Mode, at office.SiteID, of office.ProductID) bool {
	today := office.DateOf(t.Now)
	for d := today; d < today+lookThrough; d++ {
		if t.Plan.OfferIn(m, at, of, d, office.ChannelKiosk).OK {
			return true
		}
	}
	return false
}

// makes reports whether a product can be had at this very kiosk now.
func (k *Service) makes(t appliance.Turn, of office.ProductID) bool {
	return len(whyNot(k.whyNoSheets(), k.whyNoCard())) == 0 && slices.ContainsFunc(k.kinds(t), func(kind attest.Kind) bool { return kind.Product == of })
}

// firstPlaces looks up the first free place at each site, all at once. Of a site that cannot be asked now it is not known.
func (k *Service) firstPlaces(ctx context.Context, of office.ProductID, offers []*contract.KioskOffer) {
	var asking sync.WaitGroup
	for _, o := range offers {
		asking.Go(func() {
			found, err := k.counter.Search(ctx, &contract.SearchRequest{Products: []string{string(of)}, Sites: []string{o.Site.Site}, Persons: 1, Limit: 1})
			if err == nil && len(found.Places) > 0 {
				o.First = found.Places[0]
			}
		})
	}
	asking.Wait()
}
