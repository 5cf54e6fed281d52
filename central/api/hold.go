package api

import (
	"time"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Hold is a place that is kept for whoever picked it.
type Hold struct {
	Hold       string `json:"hold" doc:"The hold, to extend, confirm and release. Whoever has it may."`
	At         Place  `json:"at"`
	Until      string `json:"until,omitempty" format:"date-time" doc:"Without it the place is held no more. Confirmed, it is booked all the same when it is still free."`
	Extensions int    `json:"extensions" min:"0" max:"9" doc:"How often it can still be extended."`
	Link       string `json:"link,omitempty" doc:"Of the appointment that came of it."`
}

func (h *Hold) location() string { return Path + "/holds/" + h.Hold }

type holdBody struct {
	Visit string `json:"visit" doc:"Of the list of free moments."`
	Place string `json:"place" max:"400" doc:"One of its places, or one that a refusal offered instead."`
}

type holdIn struct {
	Body holdBody `body:""`
}

func (a *API) hold(by asked, in *holdIn) (*Hold, error) {
	to, ok := a.door.ReadVisit(citizen.OfForm, in.Body.Visit)
	if !ok {
		return nil, notOurs("visit")
	}
	if to.Place = citizen.ReadPlace(in.Body.Place); to.Place == nil {
		return nil, notOurs("place")
	}
	held, err := a.door.Hold(by, by.client, to)
	if err != nil {
		return nil, err
	}
	return a.holdOf(to, held)
}

// notOurs is the fault of a token that was not made here for this.
func notOurs(field string) error {
	bad := &malformed{status: 422}
	bad.add(field, "parameter.wrong")
	return bad
}

type heldIn struct {
	Hold string `path:"hold" max:"2048"`
}

// read is the appointment to be of a hold.
func (a *API) readHold(in *heldIn) (*contract.Appointment, error) {
	to, ok := a.door.ReadVisit(citizen.OfHold, in.Hold)
	if !ok || to.Place.Check() != nil {
		return nil, fault.New("api.hold", fault.NotFound).Tell("Deze plaats wordt niet vastgehouden.", "Kies opnieuw.")
	}
	return to, nil
}

// held tells of a hold what became of it.
func (a *API) held(by asked, in *heldIn) (*Hold, error) {
	to, err := a.readHold(in)
	if err != nil {
		return nil, err
	}
	booked, held, _, err := a.door.Progress(by, to.AppointmentID())
	if err != nil {
		return nil, err
	}
	if held != nil && citizen.PlaceText(held.Place) != citizen.PlaceText(to.Place) {
		held = nil // it moved to another place, and has a token of its own there
	}
	out, err := a.holdOf(to, held)
	if err == nil && booked != nil {
		out.Link = a.door.Link(to.AppointmentID())
	}
	return out, err
}

func (a *API) extend(by asked, in *heldIn) (*Hold, error) {
	to, err := a.readHold(in)
	if err != nil {
		return nil, err
	}
	held, err := a.door.Prolong(by, by.client, to)
	if err != nil {
		return nil, err
	}
	return a.holdOf(to, held)
}

func (a *API) release(by asked, in *heldIn) (*nothing, error) {
	to, err := a.readHold(in)
	if err != nil {
		return nil, err
	}
	return nil, a.door.LetGo(by, by.client, to.AppointmentID())
}

// holdOf is a hold as programs see it; held nil: there is none any more.
func (a *API) holdOf(to *contract.Appointment, held *contract.HoldState) (*Hold, error) {
	plan, err := a.door.Plan()
	if err != nil {
		return nil, err
	}
	out := &Hold{Hold: a.door.Visit(citizen.OfHold, to), At: placeOf(to.Place, plan)}
	if a.door.Left(held) > 0 {
		out.Until = time.UnixMilli(held.UntilMs).In(plan.Zone()).Format(time.RFC3339)
		out.Extensions = register.HoldProlongs - int(held.Prolonged)
	}
	return out, nil
}
