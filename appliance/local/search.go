package local

import (
	"context"
	"slices"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// Search implements the Counter service: what this site holds is sure; the rest is headquarters' word of a moment
// ago, or without a line what it may still have.
func (s *Service) Search(ctx context.Context, r *connect.Request[contract.SearchRequest]) (*connect.Response[contract.SearchResponse], error) {
	out, err := s.search(ctx, r.Msg, office.ChannelDesk)
	return respond(out, fault.Wrap("local.Search", err))
}

// search looks by the rules of a channel.
func (s *Service) search(ctx context.Context, q *contract.SearchRequest, by office.Channel) (*contract.SearchResponse, error) {
	limit := int(q.Limit)
	if limit <= 0 || limit > 50 {
		limit = 10
	}
	out := new(contract.SearchResponse)
	live, why := s.live(ctx, q, limit, by)
	err := s.node.Look(func(t appliance.Turn) error {
		query := calendar.Query{Persons: int(q.Persons), From: office.Date(q.From), To: office.Date(q.To), Part: calendar.Part(q.Part),
			Channel: by, Now: t.Now, Limit: limit, Sites: []office.SiteID{s.site.ID}, OneDesk: true,
			Urgency: calendar.Urgency(min(q.Urgency, 255)), District: q.District, Reach: calendar.Reach(min(q.Reach, 255)), StepFree: q.StepFree}
		query.Products, query.Named = productIDs(q.Products), q.Document != ""
		here := (len(q.Sites) == 0 || slices.Contains(q.Sites, string(s.site.ID))) && s.lies(t, q)
		if here {
			if query.Named && !s.register.Vault { // what a trip brought is here that day only
				query.From = max(query.From, office.DateOf(t.Now))
				query.To = query.From
			}
			own, err := calendar.Search(query, t.Plan, booking.Held(t.View, s.site.ID))
			if err != nil && live == nil {
				return err
			}
			s.found(out, own, true)
			if live == nil {
				maybe, err := calendar.Search(query, t.Plan, booking.Supposed(t.View, s.site.ID))
				if err != nil {
					return err
				}
				s.found(out, maybe, false)
			}
		}
		out.Scope = "Alle locaties, zoals ze nu zijn."
		if live == nil {
			out.Scope = "Geen verbinding: alleen dit loket. Wat niet van dit loket is, wordt aangevraagd."
		}
		if live == nil && here && len(out.Places) == 0 {
			shut, err := calendar.Shut(query, t.Plan)
			if err != nil {
				return err
			}
			why = shut
		}
		if len(live)+len(out.Places) == 0 && why != "" {
			out.Scope = why
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out.Places = append(out.Places, live...)
	sortPlaces(out, limit)
	return out, nil
}

func (s *Service) found(out *contract.SearchResponse, places []calendar.Place, sure bool) {
	for _, p := range places {
		why := p.Why
		if !sure {
			why = "Ligt bij het hoofdkantoor: wordt aangevraagd."
		}
		out.Places = append(out.Places, &contract.FoundPlace{SiteName: s.site.Name, Sure: sure, Pending: !sure, Warnings: p.Warnings, Why: why,
			Place: rulebook.PlaceOf(p)})
	}
}

// live asks headquarters, or gives nil when it cannot be asked now. Without places it tells why, when it knows.
func (s *Service) live(ctx context.Context, q *contract.SearchRequest, limit int, by office.Channel) (_ []*contract.FoundPlace, why string) {
	hq := s.node.Headquarters()
	if hq == nil {
		return nil, ""
	}
	ctx, cancel := context.WithTimeout(ctx, settle)
	defer cancel()
	res, err := hq.Search(ctx, connect.NewRequest(&contract.PublicSearchRequest{Products: q.Products, Persons: q.Persons,
		From: q.From, To: q.To, Sites: q.Sites, Part: q.Part, Limit: uint32(limit), Channel: contract.Channel(by),
		Document: q.Document, Urgency: uint32(q.Urgency), District: q.District, Reach: uint32(q.Reach), StepFree: q.StepFree}))
	if err != nil {
		if f := fault.FromRPC("local.live", err); !fault.Is(f, fault.Unreachable) {
			return []*contract.FoundPlace{}, fault.Sentence(f) // it answered: by its rules there is nothing
		}
		return nil, ""
	}
	out := make([]*contract.FoundPlace, 0, len(res.Msg.Places))
	for _, p := range res.Msg.Places {
		out = append(out, &contract.FoundPlace{Place: p.Place, SiteName: p.SiteName, Warnings: p.Warnings, Why: p.Why})
	}
	return out, res.Msg.Why
}

// lies reports whether a search may offer this site: always, unless it is to collect a document that cannot be collected
// here (A002-43).
func (s *Service) lies(t appliance.Turn, q *contract.SearchRequest) bool {
	on := max(office.Date(q.From), office.DateOf(t.Now))
	return q.Document == "" || s.register.Collectable(t.View, s.collected(q.Products), q.Document, on) == nil
}

// collected is the product of a visit whose end is the handing over of a document; empty when there is none.
func (s *Service) collected(products []string) (kind office.ProductID) {
	for _, p := range products {
		if _, ok := s.register.Procedures[office.ProductID(p)]; ok {
			kind = office.ProductID(p)
		}
	}
	return kind
}
