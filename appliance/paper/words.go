package paper

import (
	"fmt"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/receipt"
)

// Words are what a colleague at a counter reads of a print.
type Words struct {
	Say  string // how it stands
	Next string // what to do; empty: nothing
}

// WordsOf says how a print stands. number is the ticket's, as "A042", when it is one; it is what counts then.
func WordsOf(p Print, number string) Words {
	what := "Het " + p.name()
	why := sayReason(p.Reason)
	switch p.Stage {
	case Queued:
		if p.Reason == "" {
			return Words{Say: what + " wacht op de printer."}
		}
		return Words{what + " is nog niet afgedrukt: " + why + ".", repair(p.Reason)}
	case Sent:
		return Words{Say: what + " is onderweg naar de printer."}
	case Printed:
		return Words{Say: what + " is afgedrukt."}
	case Failed:
		return Words{what + " is niet afgedrukt: " + why + ".", p.next(number, "Druk een duplicaat af als het nog nodig is.")}
	}
	return Words{fmt.Sprintf("Het is niet zeker of het %s afgedrukt is: %s.", p.name(), why),
		p.next(number, "Kijk bij de printer. Ligt er niets, of niet alles, druk dan een duplicaat af.")}
}

// next is what to do about a print that ended otherwise than on paper. A ticket is the number, not the paper.
func (p Print) next(number, otherwise string) string {
	if p.Of.Kind == Ticket && number != "" {
		return fmt.Sprintf("Volgnummer %s blijft geldig: zeg het aan de bezoeker. %s", number, otherwise)
	}
	return otherwise
}

func (p Print) name() string {
	if p.Duplicate() {
		return "duplicaat van het " + p.Of.Kind.String()
	}
	return p.Of.Kind.String()
}

// ForVisitor is what a kiosk says to the visitor with a ticket: the number always, and what of the paper.
func ForVisitor(p Print, number string) string {
	say := fmt.Sprintf("Uw nummer is %s.", number)
	switch {
	case p.Stage == Printed:
		return say + " Neem uw ticket mee."
	case p.Stage == Failed, p.Stage == Queued && p.Reason != "":
		return say + " Er komt nu geen ticket uit de printer. Onthoud uw nummer: het blijft geldig."
	case p.Stage == Unknown:
		return say + " Komt er geen ticket uit de printer? Onthoud dan uw nummer: het blijft geldig."
	}
	return say + " Uw ticket wordt afgedrukt."
}

// sayReason is why, as the end of a sentence.
func sayReason(r Reason) string {
	if say, ok := reasons[r]; ok {
		return say
	}
	return fmt.Sprintf("de printer meldt een fout (%s)", r)
}

// reasons are the codes that have words.
var reasons = map[Reason]string{
	device.PaperLow: "het papier is bijna op", device.PaperOut: "het papier is op", device.PaperJam: "er zit papier vast",
	device.InkLow: "de inkt is bijna op", device.InkOut: "de inkt is op", device.CoverOpen: "het deksel staat open",
	device.DoorOpen: "een klep staat open", device.NoPower: "de printer heeft geen stroom", device.Paused: "de printer staat op pauze",
	device.Hot: "de printer koelt af", device.Unreadable: "de printer antwoordt onverstaanbaar",
	device.Misfitted: "op dit adres staat een ander toestel", device.OutOfReach: "de printer antwoordt niet",
	device.NotAllowed: "dit toestel mag de printer niet gebruiken", device.InUse: "een ander programma gebruikt de printer",
	device.Unspecified: "de printer meldt een fout", receipt.CutterStuck: "het mes van de printer zit vast",
	TooLate: "het stond te lang in de wachtrij van de printer", NoContent: "het kon niet opgemaakt worden",
	Withdrawn: "een collega heeft het ingetrokken", Restarted: "dit toestel viel uit tijdens het afdrukken",
	NoJob: "de printer kent deze opdracht niet meer", Stopped: "de opdracht is bij de printer gestopt",
	Aborted: "de printer heeft de opdracht afgebroken; er kunnen bladen uitgekomen zijn", NoPrinter: "deze printer is hier niet meer",
	Unprinted: "deze printer kan dit soort document niet afdrukken", Unfinished: "de printer heeft nooit gezegd of het klaar is",
}

// repair is what somebody can do at the printer.
func repair(r Reason) string {
	switch r {
	case device.PaperOut, device.PaperLow:
		return "Leg nieuw papier in de printer."
	case device.PaperJam:
		return "Haal het papier weg dat vastzit."
	case device.CoverOpen, device.DoorOpen:
		return "Sluit de printer."
	case device.InkOut, device.InkLow:
		return "Vervang de inkt of de toner."
	case device.OutOfReach, device.NoPower:
		return "Kijk of de printer aanstaat en of de kabel vastzit."
	case device.Paused:
		return "Zet de printer weer aan met de knop op de printer."
	case device.Hot:
		return "Wacht even."
	case receipt.CutterStuck:
		return "Open de printer en maak het mes vrij."
	}
	return "Kijk bij de printer, of bel de beheerder."
}
