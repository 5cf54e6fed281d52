package local

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// admit asks the calendar whether somebody without appointment is helped now for all of the products (A001-16). A clerk's
// code of urgency goes before it, and is counted (A001-13 to 15). The fault is Refused and says why.
func (s *Service) admit(t appliance.Turn, w queue.Walk) error {
	if w.Urgency != visit.Ordinary {
		return nil
	}
	for _, p := range w.Products {
		if no := s.room.Without(t, p); !no.OK {
			return fault.New("local.admit", fault.Refused).On(string(p)).Tell(no.Reason, no.Instead)
		}
	}
	return nil
}

// offered is how many free places a visitor is told who cannot be helped without appointment.
const offered = 3

// instead adds to a refusal of somebody without appointment where and when there are places. It asks headquarters when
// there is a line, so it is no part of a decision.
func (s *Service) instead(ctx context.Context, w queue.Walk, refused error) error {
	var f *fault.Fault
	found := s.first(ctx, w, office.ChannelDesk)
	if len(found) == 0 || !errors.As(refused, &f) {
		return refused // by the rules there is nothing to offer: the refusal stands as it is
	}
	var places []string
	for _, p := range found {
		first := p.Place.Run.First(office.SiteID(p.Place.Site))
		places = append(places, fmt.Sprintf("%s om %s in %s", calendar.SayDate(first.Date), first.Start, p.SiteName))
	}
	return fault.New("local.Issue", fault.Refused).On(f.Subject).Because(refused).
		Tell(f.Say, strings.TrimSpace(f.Next+" Eerste vrije plaatsen: "+strings.Join(places, "; ")+"."))
}

// first are the first free places for somebody who came without appointment; none when the rules offer none.
func (s *Service) first(ctx context.Context, w queue.Walk, by office.Channel) []*contract.FoundPlace {
	q := &contract.SearchRequest{Persons: uint32(max(w.Persons, 1)), Limit: offered}
	for _, p := range w.Products {
		q.Products = append(q.Products, string(p))
	}
	found, err := s.search(ctx, q, by)
	if err != nil {
		return nil
	}
	return found.Places
}
