package statetest

import (
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Morning is the moment of the invented day: Thursday 26 November 2026, twelve past ten.
var Morning = time.Date(2026, 11, 26, 10, 12, 0, 0, time.FixedZone("CET", 3600))

// Berchem is an invented counter in the middle of a morning, cut off since 10:04, with two desks, a visitor
// at the first and six waiting. All names are made up.
func Berchem(now func() time.Time) *Counter {
	start := now()
	at := func(minutes, seconds int) time.Time {
		return start.Add(-time.Duration(minutes)*time.Minute - time.Duration(seconds)*time.Second)
	}
	an := state.Person{ID: "an", Name: "An Peeters"}
	bart := state.Person{ID: "bart", Name: "Bart Willems"}
	s := state.Snapshot{
		Sequence: 137, Site: "buurtloket-berchem", Name: "Buurtloket Berchem", Today: office.DateOf(start),
		Line:     state.Line{State: state.Cut, Since: at(8, 0), Waiting: 37, Data: at(8, 0)},
		Staff:    []state.Person{an, bart, {ID: "zoe", Name: "Zoë Güçlü"}},
		Signed:   []state.SignedIn{{Desk: 1, Person: an}, {Desk: 2, Person: bart}},
		Products: products(),
		Queue:    queue(at),
		Visits: []state.Visit{
			{ID: visitOf(14), Desk: 1, Ticket: "A014", Product: "eid-afhalen", Name: "Lotte Maes", Called: at(4, 0), Served: at(3, 12)},
			{ID: visitOf(15), Desk: 2, Ticket: "A015", Product: "attest-bevolking", Name: "Ivo Claes", Called: at(2, 0), Served: at(1, 30)},
		},
		Inbox:  letters(start),
		Vault:  state.Vault{Present: true, Items: 41, Coming: 5},
		Norm:   state.Norm{Cluster: "Burgerzaken", Limit: 1, Value: 0.6, Visits: 23, Known: true},
		Plug:   state.Plug{Present: true, Out: true},
		Sites:  Sites(),
		Camera: true,
	}
	s.Agenda = agenda(s.Today)
	hall(&s, func(minutes, seconds int) state.Aside { return state.Aside{Since: at(minutes, seconds)} })
	return New(now, s, items())
}

func visitOf(n byte) office.VisitID { return office.VisitID{0: 1, 15: n} }

func products() []state.Product {
	return []state.Product{
		{ID: "eid-aanvraag", Name: "Elektronische identiteitskaart (eID) aanvragen"},
		{ID: "eid-afhalen", Name: "eID afhalen en activeren", HandOut: true},
		{ID: "kids-id-aanvraag", Name: "Kids-ID aanvragen"},
		{ID: "reispas-aanvraag", Name: "Reispas aanvragen"},
		{ID: "reispas-afhalen", Name: "Reispas afhalen", HandOut: true},
		{ID: "rijbewijs-aanvraag", Name: "(Voorlopig) rijbewijs aanvragen"},
		{ID: "rijbewijs-afhalen", Name: "(Voorlopig) rijbewijs afhalen", HandOut: true},
		{ID: "vreemdelingenkaart-aanvraag", Name: "Elektronische vreemdelingenkaart (eVK) aanvragen"},
		{ID: "adreswijziging-aangifte", Name: "Adreswijziging aangeven"},
		{ID: "attest-bevolking", Name: "Attest uit het bevolkingsregister"},
		{ID: "verlies-diefstal", Name: "Verlies of diefstal van identiteitsdocument"},
		{ID: "zonder-afspraak", Name: "Zonder afspraak"},
	}
}

func queue(at func(int, int) time.Time) []state.Waiting {
	return []state.Waiting{
		{Visit: visitOf(19), Ticket: "A019", Product: "verlies-diefstal", WalkIn: true, Urgency: 2, Persons: 1, Since: at(1, 0), Why: "spoed, wacht 1 min"},
		{Visit: visitOf(17), Ticket: "A017", Product: "eid-aanvraag", Planned: 610, Persons: 1, Name: "Sofie Aerts", Since: at(2, 0), Why: "afspraak 10:10, aan de beurt"},
		{Visit: visitOf(16), Ticket: "A016", Product: "vreemdelingenkaart-aanvraag", Planned: 600, Persons: 3, Name: "Nele Vandenbroeck", Since: at(14, 0), Long: true},
		{Visit: visitOf(18), Ticket: "A018", Product: "rijbewijs-aanvraag", WalkIn: true, Persons: 1, Since: at(9, 0)},
		{Visit: visitOf(20), Ticket: "A020", Product: "reispas-afhalen", Planned: 620, Persons: 1, Name: "Bram Maes", Since: at(3, 0)},
		{Visit: visitOf(21), Ticket: "A021", Product: "adreswijziging-aangifte", WalkIn: true, Persons: 2, Since: at(0, 20)},
	}
}

func agenda(today office.Date) []state.Slot {
	names := []string{"Lotte Maes", "Ivo Claes", "Nele Vandenbroeck", "Sofie Aerts", "Bram Maes", "Emma De Smet", "Noël Janssens",
		"Hanne Wouters", "Karim Haddad", "Ria Verbeeck"}
	kinds := []office.ProductID{"eid-afhalen", "attest-bevolking", "vreemdelingenkaart-aanvraag", "eid-aanvraag",
		"reispas-afhalen", "rijbewijs-aanvraag", "kids-id-aanvraag", "eid-aanvraag", "adreswijziging-aangifte", "reispas-aanvraag"}
	states := []state.SlotState{state.AtDesk, state.AtDesk, state.Arrived, state.Arrived, state.Arrived, state.FreeHere,
		state.Expected, state.FreeHere, state.FreeAtHQ, state.Expected, state.Expected, state.FreeAtHQ, state.Moving,
		state.Expected, state.FreeHere, state.BlockedSlot, state.Expected, state.FreeAtHQ}
	tickets := map[int]string{0: "A014", 1: "A015", 2: "A016", 3: "A017", 4: "A020"}
	out := []state.Slot{
		{State: state.Finished, Name: "Jan Pauwels", Product: "eid-aanvraag", Appointment: office.AppointmentID{15: 1}},
		{State: state.Missed, Name: "Tine Smets", Product: "reispas-aanvraag", Appointment: office.AppointmentID{15: 2}},
	}
	n := 0
	for i, st := range states {
		slot := state.Slot{State: st, Ticket: tickets[i]}
		if st >= state.Expected {
			slot.Name, slot.Product = names[n%len(names)], kinds[n%len(kinds)]
			slot.Appointment, slot.ServedAt = office.AppointmentID{8: 0x5a, 15: byte(10 + i)}, office.Desk(1+i%2)
			slot.Phone = "0470 00 00 00"
			n++
		}
		out = append(out, slot)
	}
	for i := range out {
		out[i].Minutes = 10
		out[i].Seat = office.SeatID{Site: "buurtloket-berchem", Date: today, Desk: office.Desk(1 + i%2), Start: office.Minute(580 + 10*(i/2))}
	}
	return out
}

// said are the words of the steps.
var said = map[string]string{"letter-seen": "Brief met pin- en pukcode gezien", "identity": "Identiteit van de afhaler nagekeken",
	"likeness": "Foto vergeleken met de persoon", "guardian": "Beslissing over de voogdij of bewindvoering gezien",
	"mandate": "Volmacht gezien", "copy": "Kopie van de identiteitskaart van de houder gezien", "old-card-taken": "Oude kaart ingenomen",
	"attest": "Attest van verlies of diefstal gezien", "none": "Er is geen oude kaart", "chip-tested": "Chip getest", "medical": "Medische reden of huisbezoek nagekeken",
	"activation-done": "Kaart geactiveerd", "later": "Activatie uitgesteld", "old-passport-cancelled": "Oud reispas ongeldig gemaakt"}

func items() []state.Item {
	may := []state.Collector{state.HolderSelf, state.Guardian, state.Proxy}
	do := func(codes ...string) (s state.Step) {
		for _, c := range codes {
			s.Choices = append(s.Choices, state.StepChoice{Code: c, Words: said[c]})
		}
		return s
	}
	only := func(s state.Step, who ...state.Collector) state.Step { s.Only = who; return s }
	eid := []state.Step{do("letter-seen"), do("identity"), only(do("likeness"), state.HolderSelf), only(do("guardian"), state.Guardian),
		only(do("mandate"), state.Proxy), only(do("copy"), state.Proxy), only(do("medical"), state.Proxy), do("old-card-taken", "attest", "none"), do("chip-tested"), do("activation-done", "later")}
	pas := []state.Step{do("identity"), do("old-passport-cancelled", "attest")}
	return []state.Item{
		{Number: "592-1234567-32", Kind: "Identiteitskaart", May: may, Holder: "Lotte Maes", Place: "12", Steps: eid},
		{Number: "EK123456", Kind: "Reispas", May: may[:1], Holder: "Bram Maes", Place: "3", Steps: pas},
		{Number: "590-0000071-97", Kind: "Identiteitskaart", May: may, Holder: "Noël Janssens", Place: "14", Steps: eid},
	}
}

func letters(now time.Time) []state.Letter {
	place := func(site office.SiteID, name string, days office.Date, start office.Minute) state.Place {
		return state.Place{SiteName: name, Way: state.Live,
			Seats: []office.SeatID{{Site: site, Date: office.DateOf(now) + days, Desk: 1, Start: start}}}
	}
	return []state.Letter{
		{ID: "l2", Kind: state.RequestRefused, At: now.Add(-50 * time.Minute), Say: "Boeken op di 1 dec om 09:20, Buurtloket Berchem is geweigerd: de plaats was al bezet.", Product: "reispas-aanvraag", Persons: 1,
			Visitor: "Ria Verbeeck", Phone: "0470 00 00 00",
			Alternatives: []state.Place{place("buurtloket-berchem", "Buurtloket Berchem", 5, 580),
				place("buurtloket-groenenhoek", "Buurtloket Groenenhoek", 4, 860), place("antwerpen-harmonie", "Stadsloket Harmonie", 1, 1020)}},
		{ID: "l1", Kind: state.RequestAccepted, At: now.Add(-2 * time.Hour), Say: "Boeken op vr 4 dec om 10:10, Stadsloket Harmonie is gelukt.",
			Product: "eid-aanvraag", Persons: 1, Visitor: "Karim Haddad"},
	}
}
