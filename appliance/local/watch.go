package local

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Watch implements the Counter service. The clock alone changes a view too — an appointment falls due, a day ends —
// so it is sent at the turn of each minute.
func (s *Service) Watch(ctx context.Context, r *connect.Request[contract.WatchRequest], stream *connect.ServerStream[contract.View]) error {
	return s.follow.Run(ctx, func() (int64, error) {
		view, err := s.view(office.Desk(r.Msg.Desk))
		if err != nil {
			return 0, fault.RPC(fault.Wrap("local.Watch", err))
		}
		return view.NowMs, stream.Send(view)
	}, s.devicesChanged, s.soundChanged, s.cards.changed, s.rehearsed)
}

// view is everything a clerk's screen shows, as of one state.
func (s *Service) view(desk office.Desk) (out *contract.View, err error) {
	err = s.node.Look(func(t appliance.Turn) error {
		out = &contract.View{Site: string(s.site.ID), SiteName: s.site.Name, NowMs: t.Now.UnixMilli(), Sequence: t.View.Size(),
			Vault: s.register.Vault, Demo: s.node.Demo(), Plugged: s.node.Plugged(), Desks: uint32(s.site.Desks.Value)}
		for _, fill := range []func(appliance.Turn, *contract.View) error{s.fillLine, s.fillStaff, s.fillInbox, s.fillDevices, s.fillSound, s.fillSwitches, s.fillShown, s.fillHelp, s.fillContacts, s.fillProcedures} {
			if err := fill(t, out); err != nil {
				return err
			}
		}
		out.Today = s.agenda(t, office.DateOf(t.Now))
		out.Stock = uint32(vault.Size(t.View))
		coming, err := s.announced(t)
		if err != nil {
			return err
		}
		for _, d := range coming {
			out.Announced += uint32(len(d.Items))
		}
		if err := s.fillDay(t, out); err != nil {
			return err
		}
		if err := errors.Join(s.fillPrints(t, out), s.fillCertificates(t, out)); err != nil {
			return err
		}
		s.fillCards(desk, out)
		m, err := s.room.Moment(t)
		if err != nil {
			return err
		}
		out.Measures = queue.Measures(s.room.Products, m.Day)
		return s.fillQueue(t, m, out, desk)
	})
	return out, err
}

func (s *Service) fillLine(t appliance.Turn, out *contract.View) (err error) {
	if out.Line, err = s.node.Line(t); err != nil {
		return err
	}
	if say := staff.Warning(t.View, s.node.HeardLast(t), t.Now); say != "" {
		out.Notices = append(out.Notices, &contract.Notice{Code: "roster", Say: say, Urgent: true})
	}
	if say := s.node.Custody(); say != nil {
		out.Notices = append(out.Notices, &contract.Notice{Code: "frozen", Say: fault.Sentence(say), Urgent: true})
	}
	return nil
}

func (s *Service) fillStaff(t appliance.Turn, out *contract.View) error {
	people, err := staff.All(t.View)
	if err != nil {
		return err
	}
	names := map[office.ClerkID]string{}
	for _, p := range people {
		names[p.ID] = p.Name
		out.Staff = append(out.Staff, &contract.StaffRow{Id: string(p.ID), Name: p.Name})
	}
	for d := office.Desk(1); d <= office.Desk(s.site.Desks.Value); d++ {
		if id, ok := staff.At(t.View, d); ok {
			row := &contract.SignedRow{Desk: uint32(d), Id: string(id), Name: names[id]}
			if since, locked := staff.Locked(t.View, d); locked {
				row.LockedMs = since.UnixMilli()
			}
			out.Signed = append(out.Signed, row)
		}
	}
	return nil
}

// fillInbox lists the wishes that are under way or answered and not yet dealt with, newest first.
func (s *Service) fillInbox(t appliance.Turn, out *contract.View) error {
	for state := range booking.Requests(t.View) {
		if state.Worked {
			continue
		}
		row := &contract.InboxRow{Request: state.Request.Id, Wish: state.Request, Pending: state.Answer == nil, Answer: state.Answer, AtMs: state.AtMs}
		p := person(t, wished(t, state.Request).GetPerson())
		row.Name, row.Phone = p.GetName(), p.GetPhone()
		for _, other := range state.Answer.GetRefused().GetAlternatives() {
			site, _ := t.Plan.Site(office.SiteID(other.Site))
			row.AlternativeSites = append(row.AlternativeSites, site.Name)
		}
		row.Say = sayAnswer(t, state)
		out.Inbox = append(out.Inbox, row)
	}
	slices.Reverse(out.Inbox)
	return nil
}

// wished is the appointment a wish is about.
func wished(t appliance.Turn, w *contract.Request) *contract.Appointment {
	if b := w.GetBook(); b != nil {
		return b
	}
	of := w.GetCancel().GetAppointment()
	if m := w.GetMove(); m != nil {
		of = m.Appointment
	}
	if id, err := contract.ID16[office.AppointmentID](of); err == nil {
		if k := booking.Known(t.View, id); k != nil {
			return k.Appointment
		}
	}
	return w.GetMove().GetFrozen() // it went elsewhere, and a clerk has yet to say so to who it is for
}

// sayAnswer says in one sentence how a wish stands.
func sayAnswer(t appliance.Turn, s *contract.RequestState) string {
	what := "Annuleren"
	if b := s.Request.GetBook(); b != nil {
		what = "Boeken op " + sayPlace(t, b.Place)
	} else if m := s.Request.GetMove(); m != nil {
		what = "Verzetten naar " + sayPlace(t, m.To)
	}
	switch {
	case s.Answer == nil:
		return what + ": wacht op antwoord van het hoofdkantoor."
	case s.Answer.Refused != nil:
		return fmt.Sprintf("%s is geweigerd: %s", what, s.Answer.Refused.Say)
	}
	return what + " is gelukt."
}

func sayPlace(t appliance.Turn, p *contract.Place) string {
	first := p.GetRun().First(office.SiteID(p.GetSite()))
	where := p.GetSite()
	if site, ok := t.Plan.Site(first.Site); ok {
		where = site.Name
	}
	return fmt.Sprintf("%s om %s, %s", calendar.SayDate(first.Date), first.Start, where)
}

// WorkAnswer implements the Counter service.
func (s *Service) WorkAnswer(ctx context.Context, r *connect.Request[contract.WorkAnswerRequest]) (*connect.Response[contract.Done], error) {
	return s.once(ctx, "local.WorkAnswer", r.Msg.Command, func(t appliance.Turn, _ appliance.Who) (*contract.Event, error) {
		return booking.Work(t.View, r.Msg.Request, r.Msg.Outcome)
	})
}

// SetLine implements the Counter service.
func (s *Service) SetLine(_ context.Context, r *connect.Request[contract.SetLineRequest]) (*connect.Response[contract.Done], error) {
	if !s.node.Demo() {
		return nil, fault.RPC(fault.New("local.SetLine", fault.Refused).
			Tell("De stekker kan alleen in een demonstratie uit het scherm getrokken worden.", "Start het toestel met --demo."))
	}
	s.node.SetLine(r.Msg.Plugged)
	return connect.NewResponse(new(contract.Done)), nil
}
