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

	// Site is where the appointment is, SiteName its Dutch name, Here where the visitor stands. With Site or Here
	// empty the place is not looked at.
	Site, Here office.SiteID
	SiteName   string
	// Straight is the desk at which a visitor who never checked in is served from this moment on; 0: into the queue.
	Straight office.Desk
}

// ArrivalOf reads an appointment. A malformed one is refused by CheckIn.
func ArrivalOf(id office.VisitID, a *contract.Appointment) Arrival {
	run := a.GetPlace().GetRun()
	return Arrival{
		Site: office.SiteID(a.GetPlace().GetSite()), Visit: id, Appointment: a.AppointmentID(), Date: office.Date(run.GetDate()), Planned: office.Minute(run.GetStart()),
		Desk: office.Desk(run.GetDesk()), Minutes: run.Len() * run.Minutes(), Products: a.ProductIDs(), Persons: int(a.GetPersons()),
	}
}

// CheckIn announces the visitor of an appointment of today, or begins the service of one who stands at the desk
// unannounced. Checking in once more gives no event: the visit and its ticket stand (OfAppointment). now is in the
// site's zone. Faults: Invalid for what no appointment can be; Refused on another day or at another site, with where and
// when instead, or when today's visit with this appointment is over; Conflict when Straight has somebody, or the visitor
// waits already.
func CheckIn(r kv.Reader, a Arrival, now time.Time) (*contract.Event, error) {
	const op = "queue.CheckIn"
	today := office.DateOf(now)
	if err := a.check(op); err != nil {
		return nil, err
	}
	if err := a.here(op, now); err != nil {
		return nil, err
	}
	switch before, err := OfAppointment(r, a.Appointment); {
	case fault.Is(err, fault.NotFound) || err == nil && before.Date != today && !before.State.Open():
	case err != nil:
		return nil, fault.Wrap(op, err)
	case before.ID == a.Visit || before.State.Open() && a.Straight == 0: // a tap repeated late finds its own visit, also when it is over
		return nil, nil
	case before.State.Open():
		return nil, fault.New(op, fault.Conflict).On(before.Ticket.String()).
			Tell(fmt.Sprintf("Deze bezoeker is al aangemeld met %s.", before.Ticket), "Roep dit volgnummer op.")
	default:
		return nil, fault.New(op, fault.Refused).On(before.Ticket.String()).
			Tell(fmt.Sprintf("Het bezoek met deze afspraak (%s) is vandaag al afgesloten.", before.Ticket), "Geef een nieuw volgnummer zonder afspraak.")
	}
	ticket, err := begin(r, op, a.Straight, today)
	if err != nil {
		return nil, err
	}
	return &contract.Event{Desk: uint32(a.Straight), Kind: &contract.Event_CheckedIn{CheckedIn: &contract.CheckedIn{
		Visit: a.Visit[:], Appointment: a.Appointment[:], Ticket: uint32(ticket), Date: int32(today),
		Planned: uint32(a.Planned), PlannedDesk: uint32(a.Desk), Minutes: uint32(a.Minutes),
		Products: texts(a.Products), Persons: uint32(max(a.Persons, 1)), StraightTo: uint32(a.Straight),
	}}}, nil
}

// here refuses an appointment of another day or site, and says where and when it is.
func (a Arrival) here(op string, now time.Time) error {
	b := visit.Booking{Site: a.Site, SiteName: a.SiteName, Date: a.Date, Planned: a.Planned}
	if a.Site == "" || a.Here == "" {
		b.Site = a.Here
	}
	w := visit.Order{}.Receive(b, a.Here, now) // where and when is no matter of a site's order
	if w.Admits() {
		return nil
	}
	return fault.New(op, fault.Refused).On(a.Appointment.String()).
		Tell(w.Say, "Verzet de afspraak, of geef een volgnummer zonder afspraak.")
}

// begin gives the ticket of a visit that begins, at a desk that must be free, or in the queue.
func begin(r kv.Reader, op string, straight office.Desk, today office.Date) (visit.Ticket, error) {
	if straight != 0 {
		if err := free(r, op, straight); err != nil {
			return 0, err
		}
	}
	ticket, err := nextTicket(r, today)
	return ticket, fault.Wrap(op, err)
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
	Reason   visit.ReasonCode // of the urgency; empty: none was given
	Straight office.Desk      // served at this desk from this moment on, as at a snelbalie; 0: into the queue
}

// Issue gives the next ticket of the day to a visitor without appointment. now is in the site's zone. Faults:
// Invalid for products the catalogue does not have or not any more, none or too many of them, too many persons,
// for a product that is there to count urgent visits without an urgency (A001-15), and for a reason that is none;
// Conflict when Straight has somebody.
func Issue(r kv.Reader, c *catalogue.Catalogue, w Walk, now time.Time) (*contract.Event, error) {
	const op = "queue.Issue"
	today := office.DateOf(now)
	if w.Visit == (office.VisitID{}) || w.Urgency > visit.Urgent {
		return nil, fault.New(op, fault.Invalid)
	}
	if w.Reason != "" && (w.Urgency == visit.Ordinary || !w.Reason.Known()) {
		return nil, fault.New(op, fault.Invalid).Tell("Deze reden hoort niet bij een code van spoed.", "Kies een reden uit de lijst.")
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
	ticket, err := begin(r, op, w.Straight, today)
	if err != nil {
		return nil, err
	}
	return &contract.Event{Desk: uint32(w.Straight), Kind: &contract.Event_TicketIssued{TicketIssued: &contract.TicketIssued{
		Visit: w.Visit[:], Ticket: uint32(ticket), Products: texts(w.Products), Persons: uint32(max(w.Persons, 1)),
		Urgency: contract.Urgency(w.Urgency), Reason: string(w.Reason), Date: int32(today), StraightTo: uint32(w.Straight),
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
