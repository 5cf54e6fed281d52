package api

import (
	"time"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Waiting is how an appointment stands on the waiting list for a sooner place.
type Waiting struct {
	Link    string   `json:"link"`
	Status  string   `json:"status" enum:"none,waiting,offered"`
	Since   string   `json:"since,omitempty" format:"date-time" doc:"When it was first asked: the order is by that."`
	Sites   []string `json:"sites" doc:"Where they would come; none: anywhere."`
	From    string   `json:"from,omitempty" format:"date" doc:"Not before this day."`
	Outside bool     `json:"outsideOfficeHours" doc:"Only before 9:00, from 17:00 or in the weekend."`
	Offer   *Place   `json:"offer,omitempty" doc:"A place that is held for them. Moving the appointment there takes it."`
	Until   string   `json:"until,omitempty" format:"date-time" doc:"Until then."`
	Page    string   `json:"page" doc:"Address of its page, for people."`
}

func (a *API) waitingOf(s citizen.Sooner) *Waiting {
	link := a.door.Link(s.State.Appointment.AppointmentID())
	out := &Waiting{Link: link, Status: "none", Sites: []string{}, Page: "/afspraak/" + link + "/vroeger"}
	if s.Waiting == nil {
		return out
	}
	wish := s.Waiting.GetWish()
	out.Status, out.Since = "waiting", time.UnixMilli(s.Waiting.AskedMs).In(s.Plan.Zone()).Format(time.RFC3339)
	out.Sites, out.Outside = append(out.Sites, wish.GetSites()...), wish.GetPart() == contract.Part_PART_AFTER_WORK
	if wish.GetFrom() != 0 {
		out.From = office.Date(wish.GetFrom()).String()
	}
	if s.Offer != nil {
		p := placeOf(s.Offer.Place, s.Plan)
		out.Status, out.Offer, out.Until = "offered", &p, s.Until().Format(time.RFC3339)
	}
	return out
}

func (a *API) waiting(by asked, in *linkIn) (*Waiting, error) {
	s, err := a.door.Sooner(by, in.Link)
	if err != nil {
		return nil, err
	}
	return a.waitingOf(s), nil
}

type waitBody struct {
	Sites   []string `json:"sites" doc:"Any of these; an empty list: anywhere."`
	From    string   `json:"from,omitempty" max:"10" doc:"Not before this day, as 2026-11-30."`
	Outside bool     `json:"outsideOfficeHours,omitempty"`
}

type waitIn struct {
	Link string   `path:"link" max:"200"`
	Body waitBody `body:""`
}

// wait puts an appointment on the list, or changes what it waits for.
func (a *API) wait(by asked, in *waitIn) (*Waiting, error) {
	wish := &contract.WaitingWish{Sites: in.Body.Sites}
	if in.Body.Outside {
		wish.Part = contract.Part_PART_AFTER_WORK
	}
	if in.Body.From != "" {
		day, err := office.ParseDate(in.Body.From)
		if err != nil {
			bad := new(malformed)
			bad.add("from", "parameter.wrong")
			return nil, bad
		}
		wish.From = int32(day)
	}
	state, err := a.changeable(by, in.Link)
	if err != nil {
		return nil, err
	}
	if err := a.door.AskSooner(by, state, wish); err != nil {
		return nil, err
	}
	return a.waiting(by, &linkIn{in.Link})
}

// unwait takes an appointment off the list; what is not on it is answered as it stands.
func (a *API) unwait(by asked, in *linkIn) (*Waiting, error) { return a.leave(by, in, false) }

// decline lets an offered place go to the next who waits.
func (a *API) decline(by asked, in *linkIn) (*Waiting, error) { return a.leave(by, in, true) }

func (a *API) leave(by asked, in *linkIn, offerOnly bool) (*Waiting, error) {
	s, err := a.door.Sooner(by, in.Link)
	if err != nil {
		return nil, err
	}
	if offerOnly && s.Offer == nil {
		return nil, fault.New("api.decline", fault.Refused).Tell("Er wordt nu geen plaats vrijgehouden voor deze afspraak.", "")
	}
	if err := a.door.LeaveSooner(by, s.State, offerOnly); err != nil {
		return nil, err
	}
	return a.waiting(by, in)
}
