package api

import (
	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Appointment is one as it stands. Who it is for is not in it.
type Appointment struct {
	Link     string   `json:"link" doc:"Whoever has it may read, move and cancel the appointment."`
	Code     string   `json:"code" doc:"What people say at the desk."`
	Status   string   `json:"status" enum:"booked,cancelled,past"`
	Pending  bool     `json:"pending,omitempty" doc:"A counter keeps it: it was asked, and decides."`
	At       Place    `json:"at"`
	Products []string `json:"products"`
	Persons  int      `json:"persons" min:"1" max:"1000"`
	Bring    []string `json:"bring" doc:"In Dutch."`
	Warnings []string `json:"warnings,omitempty" doc:"What must be told, in Dutch."`
	Pass     string   `json:"pass,omitempty" doc:"What its QR code holds. Without it headquarters cannot sign just now, or there is nothing to sign."`
	Page     string   `json:"page" doc:"Address of its page, for people."`
	Agenda   string   `json:"calendar" doc:"Address of the appointment as an iCalendar."`
}

func (x *Appointment) location() string { return Path + "/appointments/" + x.Link }

type confirmBody struct {
	Hold  string `json:"hold" doc:"The hold. Sent twice it is one appointment."`
	Place string `json:"place,omitempty" max:"400" doc:"Another place, that a refusal offered instead."`
	Name  string `json:"name" max:"200"`
	Mail  string `json:"mail,omitempty" max:"200" doc:"Mail or phone, or both."`
	Phone string `json:"phone,omitempty" max:"60"`
}

type confirmIn struct {
	Body confirmBody `body:""`
}

func (a *API) confirm(by asked, in *confirmIn) (*Appointment, error) {
	to, ok := a.door.ReadVisit(citizen.OfHold, in.Body.Hold)
	if !ok {
		return nil, notOurs("hold")
	}
	if in.Body.Place != "" {
		if to.Place = citizen.ReadPlace(in.Body.Place); to.Place == nil {
			return nil, notOurs("place")
		}
	}
	who := citizen.PersonOf(in.Body.Name, in.Body.Mail, in.Body.Phone)
	if flaws := who.Check(); len(flaws) > 0 {
		return nil, unfit(flaws)
	}
	if err := a.door.Book(by, by.client, to, who); err != nil {
		return nil, err
	}
	return a.linked(by, a.door.Link(to.AppointmentID()))
}

type linkIn struct {
	Link string `path:"link" max:"200"`
}

func (a *API) appointment(by asked, in *linkIn) (*Appointment, error) { return a.linked(by, in.Link) }

// linked is the appointment of a link as it stands.
func (a *API) linked(by asked, link string) (*Appointment, error) {
	state, plan, err := a.door.Linked(by, link)
	if err != nil {
		return nil, err
	}
	return a.appointmentOf(by, state, plan), nil
}

func (a *API) appointmentOf(by asked, s *contract.AppointmentState, plan *calendar.Plan) *Appointment {
	x := s.Appointment
	out := &Appointment{Link: a.door.Link(x.AppointmentID()), Code: x.AppointmentID().Code(), Status: "booked", At: placeOf(x.Place, plan),
		Products: append([]string{}, x.Products...), Persons: max(1, int(x.Persons)), Bring: append([]string{}, catalogue.Bring(x.ProductIDs()...)...)}
	out.Page = "/afspraak/" + out.Link
	out.Agenda = out.Page + "/agenda.ics"
	switch {
	case s.Cancelled:
		out.Status = "cancelled"
	case a.door.Over(x, plan):
		out.Status = "past"
	default:
		out.Warnings, out.Pass = a.door.Warnings(x, plan), a.door.Pass(by, x)
	}
	return out
}

// changeable is the appointment of a link that still is to come.
func (a *API) changeable(by asked, link string) (*contract.AppointmentState, error) {
	state, plan, err := a.door.Linked(by, link)
	if err != nil {
		return nil, err
	}
	if state.Cancelled || a.door.Over(state.Appointment, plan) {
		return nil, fault.New("api.change", fault.Refused).Tell("Deze afspraak is voorbij of geannuleerd.", "Maak een nieuwe afspraak.")
	}
	return state, nil
}

type moveBody struct {
	Place string `json:"place" max:"400"`
}

type moveIn struct {
	Link string   `path:"link" max:"200"`
	Key  string   `header:"Idempotency-Key" max:"100" doc:"Drawn by the caller for this act: sent again with the same place it happens once."`
	Body moveBody `body:""`
}

func (a *API) move(by asked, in *moveIn) (*Appointment, error) {
	to := citizen.ReadPlace(in.Body.Place)
	if to == nil {
		return nil, notOurs("place")
	}
	state, err := a.changeable(by, in.Link)
	if err != nil {
		return nil, err
	}
	act, err := a.door.ActOf(state.Appointment.AppointmentID(), in.Key, "move", in.Body.Place)
	if err != nil {
		return nil, err
	}
	pending, err := a.door.Move(by, act, state, to)
	if err != nil {
		return nil, err
	}
	out, err := a.linked(by, in.Link)
	if err == nil {
		out.Pending = pending
	}
	return out, err
}

type cancelIn struct {
	Link string `path:"link" max:"200"`
	Key  string `header:"Idempotency-Key" max:"100" doc:"Drawn by the caller for this act: sent again it happens once."`
}

// cancel ends an appointment. What is cancelled already is answered as it stands: asked twice it is ended once.
func (a *API) cancel(by asked, in *cancelIn) (*Appointment, error) {
	if known, err := a.linked(by, in.Link); err != nil || known.Status == "cancelled" {
		return known, err
	}
	state, err := a.changeable(by, in.Link)
	if err != nil {
		return nil, err
	}
	act, err := a.door.ActOf(state.Appointment.AppointmentID(), in.Key, "cancel", "")
	if err != nil {
		return nil, err
	}
	pending, err := a.door.Cancel(by, act, state)
	if err != nil {
		return nil, err
	}
	out, err := a.linked(by, in.Link)
	if err == nil {
		out.Pending = pending
	}
	return out, err
}
