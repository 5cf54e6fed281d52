package local

import (
	"context"
	"fmt"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// Book implements the Counter service. The act is the appointment's id, so that a double tap books once.
func (s *Service) Book(ctx context.Context, r *connect.Request[contract.BookRequest]) (*connect.Response[contract.BookResponse], error) {
	out, err := s.book(ctx, r.Msg)
	return respond(out, fault.Wrap("local.Book", err))
}

func (s *Service) book(ctx context.Context, q *contract.BookRequest) (*contract.BookResponse, error) {
	who, _, err := s.who("local.Book", q.Command)
	if err != nil {
		return nil, err
	}
	id := office.AppointmentID(who.Act)
	a := &contract.Appointment{Id: id[:], Place: q.Place, Products: q.Products, Persons: q.Persons,
		Channel: contract.Channel(office.ChannelDesk), BookedAtMs: s.node.Now().UnixMilli()}
	if q.Channel == contract.Channel_CHANNEL_PHONE {
		a.Channel = q.Channel
	}
	var sealed []journal.Sealed
	if q.Person != nil {
		one, err := journal.Seal(s.random, office.SubjectID(id), contract.Encode(q.Person))
		if err != nil {
			return nil, err
		}
		a.Person, sealed = one.Commitment[:], []journal.Sealed{one}
	}
	out := &contract.BookResponse{Appointment: a, Code: id.Code()}
	out.Sequence, err = s.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) {
		if known := booking.Known(t.View, id); known != nil {
			out.Appointment, out.Pending = known.Appointment, false
			return appliance.Decision{}, nil
		}
		if asked := booking.RequestOf(t.View, office.RequestID(who.Act)); asked != nil {
			out.Appointment, out.Pending = asked.Request.GetBook(), true
			return appliance.Decision{}, nil
		}
		if err := s.node.Custody(); err != nil {
			return appliance.Decision{}, err
		}
		e, err := booking.Book(t.Desk, a)
		if err != nil {
			return appliance.Decision{}, err
		}
		out.Pending = e.GetRequested() != nil
		return appliance.Decision{Events: []*contract.Event{e}, Sealed: sealed}, nil
	})
	if err != nil {
		return nil, err
	}
	return s.answered(ctx, out, office.RequestID(who.Act))
}

// answered waits a moment for headquarters' answer to a wish, when there is a line.
func (s *Service) answered(ctx context.Context, out *contract.BookResponse, id office.RequestID) (*contract.BookResponse, error) {
	if !out.Pending {
		return out, nil
	}
	out.Request = id[:]
	ctx, cancel := context.WithTimeout(ctx, settle)
	defer cancel()
	for {
		changed, line := s.node.Changed()
		var online bool
		err := s.node.Look(func(t appliance.Turn) error {
			if state := booking.RequestOf(t.View, id); state != nil {
				out.Answer = state.Answer
			}
			l, err := s.node.Line(t)
			online = l.GetState() != contract.Line_OFFLINE
			return err
		})
		if err != nil {
			return nil, err
		}
		if out.Answer != nil {
			out.Pending = false
			if a := out.Answer.Accepted; a != nil {
				out.Appointment, out.Code = a, a.AppointmentID().Code()
			}
			return out, nil
		}
		if !online {
			return out, nil
		}
		select {
		case <-ctx.Done():
			return out, nil
		case <-changed:
		case <-line:
		}
	}
}

// Cancel implements the Counter service.
func (s *Service) Cancel(ctx context.Context, r *connect.Request[contract.CancelRequest]) (*connect.Response[contract.BookResponse], error) {
	out, err := s.change(ctx, r.Msg.Command, r.Msg.Appointment, func(t appliance.Turn, id office.AppointmentID) ([]*contract.Event, error) {
		e, err := booking.Cancel(t.Desk, id, r.Msg.Reason)
		return []*contract.Event{e}, err
	})
	return respond(out, fault.Wrap("local.Cancel", err))
}

// Move implements the Counter service.
func (s *Service) Move(ctx context.Context, r *connect.Request[contract.MoveRequest]) (*connect.Response[contract.BookResponse], error) {
	out, err := s.change(ctx, r.Msg.Command, r.Msg.Appointment, func(t appliance.Turn, id office.AppointmentID) ([]*contract.Event, error) {
		return booking.Move(t.Desk, id, r.Msg.To)
	})
	return respond(out, fault.Wrap("local.Move", err))
}

// change runs a decision about an appointment that exists.
func (s *Service) change(ctx context.Context, c *contract.Command, appointment []byte, decide func(appliance.Turn, office.AppointmentID) ([]*contract.Event, error)) (*contract.BookResponse, error) {
	who, _, err := s.who("local.change", c)
	if err != nil {
		return nil, err
	}
	id, err := contract.ID16[office.AppointmentID](appointment)
	if err != nil {
		return nil, fault.New("local.change", fault.Invalid).Because(err)
	}
	who.Once = true
	out := &contract.BookResponse{Code: id.Code()}
	out.Sequence, err = s.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) {
		if err := s.node.Custody(); err != nil {
			return appliance.Decision{}, err
		}
		events, err := decide(t, id)
		return appliance.Decision{Events: events}, err
	})
	if err != nil {
		return nil, err
	}
	err = s.node.Look(func(t appliance.Turn) error { // the same for a tap repeated
		out.Pending = booking.RequestOf(t.View, office.RequestID(who.Act)) != nil
		if known := booking.Known(t.View, id); known != nil {
			out.Appointment = known.Appointment
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.answered(ctx, out, office.RequestID(who.Act))
}

// Agenda implements the Counter service.
func (s *Service) Agenda(_ context.Context, r *connect.Request[contract.AgendaRequest]) (*connect.Response[contract.AgendaDay], error) {
	var out *contract.AgendaDay
	err := s.node.Look(func(t appliance.Turn) error {
		date := office.Date(r.Msg.Date)
		if date == 0 {
			date = office.DateOf(t.Now)
		}
		out = s.agenda(t, date)
		return nil
	})
	return respond(out, err)
}

func (s *Service) agenda(t appliance.Turn, date office.Date) *contract.AgendaDay {
	day := booking.Agenda(t.Desk, date)
	day.Site = string(s.site.ID)
	for _, row := range day.Rows {
		if row.Appointment != nil {
			p := person(t, row.Appointment.Person)
			row.Name, row.Phone = p.GetName(), p.GetPhone()
			if v, err := queue.OfAppointment(t.View, row.Appointment.AppointmentID()); err == nil {
				row.Arrived, row.Visit = true, v.State.String()
			}
		}
	}
	return day
}

// Search implements the Counter service: what this site holds is sure; the rest is headquarters' word of a moment
// ago, or without a line what it may still have.
func (s *Service) Search(ctx context.Context, r *connect.Request[contract.SearchRequest]) (*connect.Response[contract.SearchResponse], error) {
	out, err := s.search(ctx, r.Msg)
	return respond(out, fault.Wrap("local.Search", err))
}

func (s *Service) search(ctx context.Context, q *contract.SearchRequest) (*contract.SearchResponse, error) {
	limit := int(q.Limit)
	if limit <= 0 || limit > 50 {
		limit = 10
	}
	out := new(contract.SearchResponse)
	live := s.live(ctx, q, limit)
	err := s.node.Look(func(t appliance.Turn) error {
		query := calendar.Query{Persons: int(q.Persons), From: office.Date(q.From), To: office.Date(q.To), Part: calendar.Part(q.Part),
			Channel: office.ChannelDesk, Now: t.Now, Limit: limit, Sites: []office.SiteID{s.site.ID}, OneDesk: true}
		for _, p := range q.Products {
			query.Products = append(query.Products, office.ProductID(p))
		}
		here := len(q.Sites) == 0
		for _, site := range q.Sites {
			here = here || site == string(s.site.ID)
		}
		if here {
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

// live asks headquarters, or gives nil when it cannot be asked now.
func (s *Service) live(ctx context.Context, q *contract.SearchRequest, limit int) []*contract.FoundPlace {
	hq := s.node.Headquarters()
	if hq == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, settle)
	defer cancel()
	res, err := hq.Search(ctx, connect.NewRequest(&contract.PublicSearchRequest{Products: q.Products, Persons: q.Persons,
		From: q.From, To: q.To, Sites: q.Sites, Part: q.Part, Limit: uint32(limit), Channel: contract.Channel(office.ChannelDesk)}))
	if err != nil {
		if f := fault.FromRPC("local.live", err); !fault.Is(f, fault.Unreachable) {
			return []*contract.FoundPlace{} // it answered: by its rules there is nothing
		}
		return nil
	}
	out := make([]*contract.FoundPlace, 0, len(res.Msg.Places))
	for _, p := range res.Msg.Places {
		out = append(out, &contract.FoundPlace{Place: p.Place, SiteName: p.SiteName, Warnings: p.Warnings, Why: p.Why})
	}
	return out
}

// Products implements the Counter service.
func (s *Service) Products(context.Context, *connect.Request[contract.ProductsRequest]) (*connect.Response[contract.ProductsResponse], error) {
	out := new(contract.ProductsResponse)
	err := s.node.Look(func(t appliance.Turn) error {
		for _, p := range s.products.Products {
			v := t.Plan.Offer(s.site.ID, p.ID, office.DateOf(t.Now), office.ChannelDesk)
			offered := v.OK || v.Code == calendar.Closed || v.Code == calendar.NotThen
			out.Products = append(out.Products, &contract.ProductRow{Id: string(p.ID), Name: p.Dutch, Offered: offered, Reason: v.Reason,
				Minutes: uint32(p.Duration.Value.Minutes), WalkIn: p.WalkIn.Value, HandOut: p.Vault.Value})
		}
		return nil
	})
	return respond(out, err)
}

// code finds the appointment of today that a visitor's code, or the beginning of a name, stands for.
func (s *Service) appointmentOf(t appliance.Turn, q *contract.CheckInRequest) (*contract.Appointment, error) {
	const op = "local.CheckIn"
	var found []*contract.Appointment
	for k := range booking.OfDay(t.View, s.site.ID, office.DateOf(t.Now)) {
		a := k.Appointment
		if k.Cancelled {
			continue
		}
		switch {
		case len(q.Appointment) > 0:
			if string(a.Id) != string(q.Appointment) {
				continue
			}
		case q.Code != "":
			if !sameCode(a.AppointmentID().Code(), q.Code) {
				continue
			}
		case q.Name == "" || !startsWith(name(t, a.Person), q.Name):
			continue
		}
		found = append(found, a)
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, s.elsewhere(t, q)
	}
	return nil, fault.New(op, fault.Conflict).Tell(fmt.Sprintf("Er zijn vandaag %d afspraken die zo beginnen.", len(found)), "Kies de juiste in de agenda.")
}

// elsewhere says where and when an appointment is that is not here today.
func (s *Service) elsewhere(t appliance.Turn, q *contract.CheckInRequest) error {
	const op = "local.CheckIn"
	if id, err := contract.ID16[office.AppointmentID](q.Appointment); err == nil {
		if k := booking.Known(t.View, id); k != nil && !k.Cancelled {
			first := k.Appointment.Place.Run.First(office.SiteID(k.Appointment.Place.Site))
			return fault.New(op, fault.Refused).On(id.String()).
				Tell(fmt.Sprintf("Deze afspraak is op %s om %s.", calendar.SayDate(first.Date), first.Start), "Verzet de afspraak, of geef een volgnummer zonder afspraak.")
		}
	}
	return fault.New(op, fault.NotFound).Tell("Geen afspraak van vandaag gevonden.", "Kijk de code na, zoek op naam, of geef een volgnummer zonder afspraak.")
}
