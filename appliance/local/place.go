package local

import (
	"context"
	"fmt"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Book implements the Counter service. The act is the appointment's id, so that a double tap books once.
func (s *Service) Book(ctx context.Context, r *connect.Request[contract.BookRequest]) (*connect.Response[contract.BookResponse], error) {
	const op = "local.Book"
	who, _, err := s.who(op, r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(err)
	}
	by := office.ChannelDesk
	if r.Msg.Channel == contract.Channel_CHANNEL_PHONE {
		by = office.ChannelPhone
	}
	out, err := s.book(ctx, who, r.Msg, by)
	return respond(out, fault.Wrap(op, err))
}

// book books for a person, by the rules of a channel.
func (s *Service) book(ctx context.Context, who appliance.Who, q *contract.BookRequest, by office.Channel) (_ *contract.BookResponse, err error) {
	id := office.AppointmentID(who.Act)
	a := &contract.Appointment{Id: id[:], Place: q.Place, Products: q.Products, Persons: q.Persons,
		Channel: contract.Channel(by), BookedAtMs: s.node.Now().UnixMilli(), Urgency: uint32(q.Urgency)}
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
		if err := s.collects(t, q); err != nil {
			return appliance.Decision{}, err
		}
		e, err := booking.Collect(t.Desk, a, q.Document)
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
		var online, ended bool
		err := s.node.Look(func(t appliance.Turn) error {
			if state := booking.RequestOf(t.View, id); state != nil {
				out.Answer, ended = state.Answer, state.Request.GetCancel() != nil
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
				if !ended {
					out.Pass = s.sign(ctx, a.AppointmentID(), a.Leg)
				}
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

// collects refuses to book the collection of a document where it does not lie that day (A002-43).
func (s *Service) collects(t appliance.Turn, q *contract.BookRequest) error {
	if q.Document == "" {
		return nil
	}
	on := office.Date(q.Place.GetRun().GetDate())
	err := s.register.Collectable(t.View, s.collected(q.Products), q.Document, on)
	if q.Place.GetSite() == string(s.site.ID) {
		return err
	}
	if err == nil {
		return fault.New("local.Book", fault.Refused).On(q.Document).
			Tell(fmt.Sprintf("%s ligt in de kluis van %s.", q.Document, s.site.Name), "Maak de afspraak op deze locatie.")
	}
	return nil // what does not lie here may lie there: headquarters looks, and that counter when it hands out
}
