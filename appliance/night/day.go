package night

import (
	"fmt"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Standing is how a counter stands when its day begins or ends; the node gathers it from the packages that know.
type Standing struct {
	Today     office.Date
	Open      int      // tickets that wait, are called, served or parked
	Vault     bool     // this site has one
	Stored    int      // documents in its compartments
	Uncounted []string // compartments with documents that were not counted today
	Trips     []Out    // documents that are out, or lent by another vault
	Unsent    uint64   // events that headquarters has not acknowledged
}

// Out is a trip with documents that are not accounted for.
type Out struct {
	ID        string
	Documents int
	Say, Next string // the alarm in Dutch when it is late, and what to do; empty: it is not
}

// MaxReason is the longest reason in bytes: it is printed on one line of the day sheet.
const MaxReason = 200

// OpenDay begins the day; no event when it is open. A day that was closed may be opened again: somebody still came.
// checks are the devices as the person saw them.
func OpenDay(r kv.Reader, today office.Date, checks []*contract.DayCheck) (*contract.Event, error) {
	s, err := Day(r, today)
	if err != nil || s.OpenedMs > 0 && s.ClosedMs == 0 {
		return nil, err
	}
	for _, c := range checks {
		if c.Code == "" || len(c.Code) > MaxReason || len(c.Say) > MaxReason {
			return nil, fault.New("night.OpenDay", fault.Invalid).Tell("Een lijn van de controle is leeg of te lang.", "Houd het bij één zin.")
		}
	}
	return &contract.Event{Kind: &contract.Event_DayOpened{DayOpened: &contract.DayOpened{Date: int32(today), Checks: checks}}}, nil
}

// CloseDay ends the day; no event when it is closed. closing is how many tickets the closing itself ends. Faults: Refused
// when the vault was not counted and no reason is given, and when documents are out and nobody says that they know.
func CloseDay(r kv.Reader, s Standing, closing int, reason string, tripsKnown bool) (*contract.Event, error) {
	const op = "night.CloseDay"
	day, err := Day(r, s.Today)
	if err != nil || day.ClosedMs > 0 {
		return nil, err
	}
	reason = strings.TrimSpace(reason)
	out := &contract.DayClosed{Date: int32(s.Today), ClosedTickets: uint32(closing), Counted: s.counted(), Unsent: s.Unsent}
	switch {
	case len(reason) > MaxReason:
		return nil, fault.New(op, fault.Invalid).Tell("De reden is te lang.", "Houd het bij één zin.")
	case !out.Counted && reason == "":
		return nil, fault.New(op, fault.Refused).Tell("De kluis is vandaag niet geteld.", "Tel ze, of zeg waarom niet.")
	case len(s.Trips) > 0 && !tripsKnown:
		return nil, fault.New(op, fault.Refused).Tell("Er zijn nog documenten onderweg: "+s.trips()+".", "Haal ze terug, of bevestig dat de verantwoordelijke het weet.")
	}
	if !out.Counted {
		out.UncountedReason = reason
	}
	for _, t := range s.Trips {
		out.Trips = append(out.Trips, t.ID)
	}
	return &contract.Event{Kind: &contract.Event_DayClosed{DayClosed: out}}, nil
}

func (s Standing) counted() bool { return !s.Vault || len(s.Uncounted) == 0 }

func (s Standing) trips() string {
	var out []string
	for _, t := range s.Trips {
		out = append(out, fmt.Sprintf("rit %s (%s)", t.ID, count(t.Documents, "document", "documenten")))
	}
	return strings.Join(out, ", ")
}

// Checks says how a day stands, a line each: what is in order too, so that nobody wonders whether it was looked at.
func (s Standing) Checks() []*contract.DayCheck {
	out := []*contract.DayCheck{s.tickets()}
	if s.Vault {
		c := &contract.DayCheck{Code: "count", Good: s.counted(), Say: "De kluis is vandaag geteld."}
		switch {
		case s.Stored == 0:
			c.Say = "De kluis is leeg: er valt niets te tellen."
		case !c.Good:
			c.Say = "Nog niet geteld vandaag: " + strings.Join(s.Uncounted, ", ") + "."
		}
		out = append(out, c)
	}
	for _, t := range s.Trips {
		c := &contract.DayCheck{Code: "trip", Say: t.Say}
		if c.Say == "" {
			c.Good, c.Say = true, fmt.Sprintf("Rit %s is onderweg met %s.", t.ID, count(t.Documents, "document", "documenten"))
		}
		out = append(out, c)
	}
	sent := &contract.DayCheck{Code: "unsent", Good: s.Unsent == 0, Say: "Alles van hier is bij het hoofdkantoor."}
	if !sent.Good {
		sent.Say = unsent(s.Unsent)
	}
	return append(out, sent)
}

func (s Standing) tickets() *contract.DayCheck {
	if s.Open == 0 {
		return &contract.DayCheck{Code: "tickets", Good: true, Say: "Er staat geen ticket open."}
	}
	return &contract.DayCheck{Code: "tickets", Say: fmt.Sprintf("Nog open: %s. Afsluiten beëindigt ze volgens de regel van deze locatie.", count(s.Open, "ticket", "tickets"))}
}

func unsent(n uint64) string {
	return fmt.Sprintf("Wacht op verzending naar het hoofdkantoor: %s. Dat gaat vanzelf zodra er verbinding is.", count(int(n), "gebeurtenis", "gebeurtenissen"))
}

// count writes a number with its noun.
func count(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// Day is who opened and closed a day, with that date alone when nobody did.
func Day(r kv.Reader, d office.Date) (*contract.DayState, error) {
	s, err := read(r, keyDay, new(contract.DayState))
	if s == nil || office.Date(s.Date) != d {
		s = &contract.DayState{Date: int32(d)}
	}
	return s, err
}

func foldOpened(w kv.Writer, e *contract.Event, o *contract.DayOpened) error {
	s, err := Day(w, office.Date(o.Date))
	if err != nil {
		return err
	}
	if s.OpenedMs == 0 { // opened again, the day keeps its beginning
		s.OpenedMs, s.OpenedBy = e.AtMs, e.Clerk
	}
	s.ClosedMs, s.ClosedBy = 0, ""
	w.Put(keyDay, contract.Encode(s))
	return nil
}

func foldClosed(w kv.Writer, e *contract.Event, c *contract.DayClosed) error {
	s, err := Day(w, office.Date(c.Date))
	if err != nil {
		return err
	}
	s.ClosedMs, s.ClosedBy = e.AtMs, e.Clerk
	w.Put(keyDay, contract.Encode(s))
	return nil
}
