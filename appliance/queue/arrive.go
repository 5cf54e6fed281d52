package queue

import (
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

const (
	// MaxPersons is the most persons of one visit: larger than a household; a larger group takes more tickets.
	MaxPersons = 20
	// MaxProducts is the most products of one visit.
	MaxProducts = 10
)

// Arrival is what the queue must know of an appointment whose visitor checks in. The node resolves code or
// name to the appointment, and sees to it that this site is its custodian.
type Arrival struct {
	Visit       office.VisitID // fresh
	Appointment office.AppointmentID
	Date        office.Date
	Planned     office.Minute
	Desk        office.Desk
	Minutes     int // length of the place
	Products    []office.ProductID
	Persons     int // less than 1 counts as 1
}

// ArrivalOf reads an appointment. A malformed one is refused by CheckIn.
func ArrivalOf(id office.VisitID, a *contract.Appointment) Arrival {
	run := a.GetPlace().GetRun()
	return Arrival{
		Visit: id, Appointment: a.AppointmentID(), Date: office.Date(run.GetDate()), Planned: office.Minute(run.GetStart()),
		Desk: office.Desk(run.GetDesk()), Minutes: run.Len() * run.Minutes(), Products: a.ProductIDs(), Persons: int(a.GetPersons()),
	}
}

// CheckIn announces the visitor of an appointment of today. Checking in once more gives no event: the visit
// and its ticket stand (OfAppointment). now is in the site's zone. Faults: Invalid for what no appointment can
// be; Refused on another day, or when today's visit with this appointment is over.
func CheckIn(r kv.Reader, a Arrival, now time.Time) (*contract.Event, error) {
	const op = "queue.CheckIn"
	today := office.DateOf(now)
	if err := a.check(op); err != nil {
		return nil, err
	}
	if a.Date != today {
		return nil, fault.New(op, fault.Refused).On(a.Appointment.String()).
			Tell(fmt.Sprintf("Deze afspraak is op %s, niet vandaag.", a.Date.UTC().Format("02/01/2006")), "Verzet de afspraak, of geef een volgnummer zonder afspraak.")
	}
	switch before, err := OfAppointment(r, a.Appointment); {
	case fault.Is(err, fault.NotFound) || err == nil && before.Date != today:
	case err != nil:
		return nil, fault.Wrap(op, err)
	case before.State.Open() || before.ID == a.Visit: // a tap repeated late finds its own visit, also when it is over
		return nil, nil
	default:
		return nil, fault.New(op, fault.Refused).On(before.Ticket.String()).
			Tell(fmt.Sprintf("Het bezoek met deze afspraak (%s) is vandaag al afgesloten.", before.Ticket), "Geef een nieuw volgnummer zonder afspraak.")
	}
	return &contract.Event{Kind: &contract.Event_CheckedIn{CheckedIn: &contract.CheckedIn{
		Visit: a.Visit[:], Appointment: a.Appointment[:], Ticket: uint32(lastTicket(r, today) + 1), Date: int32(today),
		Planned: uint32(a.Planned), PlannedDesk: uint32(a.Desk), Minutes: uint32(a.Minutes),
		Products: texts(a.Products), Persons: uint32(max(a.Persons, 1)),
	}}}, nil
}

// check refuses what no appointment can be.
func (a Arrival) check(op string) error {
	if a.Visit == (office.VisitID{}) || a.Appointment == (office.AppointmentID{}) || a.Desk == 0 ||
		a.Minutes < 1 || int(a.Planned)+a.Minutes > int(office.EndOfDay) || len(a.Products) > MaxProducts {
		return fault.New(op, fault.Invalid).On(a.Appointment.String()).
			Tell("Deze afspraak is onvolledig en kan niet aangemeld worden.", "Geef een volgnummer zonder afspraak en meld het aan de beheerder.")
	}
	return nil
}

// Walk is a visitor without appointment. Whether today takes walk-ins for these products is the calendar's
// word, which the node asks first.
type Walk struct {
	Visit    office.VisitID // fresh
	Products []office.ProductID
	Persons  int // less than 1 counts as 1
	Urgency  visit.Urgency
}

// Issue gives the next ticket of the day to a visitor without appointment. now is in the site's zone. Faults:
// Invalid for products the catalogue does not have or not any more, none or too many of them, too many persons,
// and for a product that is there to count urgent visits without an urgency (A001-15).
func Issue(r kv.Reader, c *catalogue.Catalogue, w Walk, now time.Time) (*contract.Event, error) {
	const op = "queue.Issue"
	today := office.DateOf(now)
	if w.Visit == (office.VisitID{}) || w.Urgency > visit.Urgent {
		return nil, fault.New(op, fault.Invalid)
	}
	if w.Persons > MaxPersons {
		return nil, fault.New(op, fault.Invalid).
			Tell(fmt.Sprintf("Een volgnummer is voor ten hoogste %d personen.", MaxPersons), "Geef de groep meer dan één volgnummer.")
	}
	if err := checkProducts(op, c, w, today); err != nil {
		return nil, err
	}
	if r.Get(key(visits, w.Visit[:])) != nil {
		return nil, nil
	}
	return &contract.Event{Kind: &contract.Event_TicketIssued{TicketIssued: &contract.TicketIssued{
		Visit: w.Visit[:], Ticket: uint32(lastTicket(r, today) + 1), Products: texts(w.Products), Persons: uint32(max(w.Persons, 1)),
		Urgency: contract.Urgency(w.Urgency), Date: int32(today),
	}}}, nil
}

// checkProducts holds the products of a walk-in against the catalogue.
func checkProducts(op string, c *catalogue.Catalogue, w Walk, today office.Date) error {
	if len(w.Products) == 0 || len(w.Products) > MaxProducts {
		return fault.New(op, fault.Invalid).Tell("Er is geen product gekozen, of het zijn er te veel.", fmt.Sprintf("Kies één tot %d producten.", MaxProducts))
	}
	for i, id := range w.Products {
		p, ok := c.Product(id)
		switch {
		case !ok || slices.Contains(w.Products[:i], id):
			return fault.New(op, fault.Invalid).On(string(id)).Tell("Dit product staat niet in de lijst, of staat er dubbel in.", "Kies het product opnieuw.")
		case !p.Offered.Contains(today):
			return fault.New(op, fault.Invalid).On(string(id)).Tell(fmt.Sprintf("%s wordt vandaag niet aangeboden.", p.Dutch), "Kies een ander product.")
		case p.StatisticsOnly && w.Urgency == visit.Ordinary:
			return fault.New(op, fault.Invalid).On(string(id)).Tell("Voor een bezoek zonder afspraak is een code nodig.", "Kies spoed of semi-spoed.")
		}
	}
	return nil
}

// texts writes products as an event has them.
func texts(in []office.ProductID) []string {
	var out []string
	for _, p := range in {
		out = append(out, string(p))
	}
	return out
}
