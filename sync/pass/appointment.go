package pass

import (
	"crypto/ed25519"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Of is the pass of an appointment as it stands. What is not in a pass — for whom it is, when and how it was booked — is
// left out.
func Of(a *contract.Appointment) Pass {
	run := a.GetPlace().GetRun()
	p := Pass{
		Appointment: a.AppointmentID(), Edition: int(a.GetLeg()), Site: office.SiteID(a.GetPlace().GetSite()),
		Date: office.Date(run.GetDate()), Start: office.Minute(min(run.GetStart(), uint32(office.EndOfDay))), Seats: run.Len(), Minutes: run.Minutes(),
		Persons: int(max(a.GetPersons(), 1)),
	}
	if len(a.GetProducts()) > 0 {
		p.Products = a.ProductIDs()
	}
	if run.GetDesk() <= 255 {
		p.Desk = office.Desk(run.GetDesk())
	}
	return p
}

// AsAppointment is the appointment that a pass tells of.
func (p Pass) AsAppointment() *contract.Appointment {
	first := office.SeatID{Site: p.Site, Date: p.Date, Desk: p.Desk, Start: p.Start}
	a := &contract.Appointment{Id: p.Appointment[:], Leg: uint32(p.Edition), Persons: uint32(p.Persons),
		Place: &contract.Place{Site: string(p.Site), Run: contract.NewRun(first, p.Seats, p.Minutes)}}
	for _, one := range p.Products {
		a.Products = append(a.Products, string(one))
	}
	return a
}

// Text signs an appointment as it stands and gives what its QR code holds. It fails when there is no room for it in a pass.
func Text(a *contract.Appointment, key ed25519.PrivateKey) (string, error) {
	s, err := Sign(Of(a), key)
	if err != nil {
		return "", err
	}
	return s.Text(), nil
}
