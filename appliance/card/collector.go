package card

import (
	"fmt"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/appliance/card/name"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Collecting is what is known of a document when somebody comes for it.
type Collecting struct {
	Document string // its number
	Holder   string // the name that was written down for it; empty: nobody knows
	Own      bool   // who comes says that they are the holder
}

// Finding is what a card says about who collects.
type Finding struct {
	Same   bool   // it is the card of the holder, or nothing speaks against who comes for them
	Proves bool   // and it may be taken as the proof of who that is
	Say    string // Dutch, with the name on the card: for the screen, and for nothing that is kept
}

// adult is the age from which somebody may collect for another.
const adult = 18

// Compare holds a card against a document that somebody collects. It needs Names, Birth and Document to have been asked.
// A card says who it is of, and neither that this is who stands there, which the clerk sees, nor that they may collect for
// another. A card that ran out proves nothing, also where the name is right.
func Compare(c eid.Card, q Collecting, today eid.Date) Finding {
	who, agrees := Name(c).Full(), Name(c).Agrees(q.Holder)
	switch {
	case digitsOf(string(c.CardNumber)) == digitsOf(q.Document):
		return Finding{Say: "Dit is de nieuwe kaart die klaarligt. Steek de kaart van de afhaler in de lezer."}
	case q.Own && q.Holder == "":
		return Finding{Say: fmt.Sprintf("De kaart is van %s. Van wie dit document is, staat hier niet: kijk zelf na of het klopt.", who)}
	case q.Own && agrees == name.Other:
		return Finding{Say: fmt.Sprintf("De kaart is van %s, het document van %s. Dat is niet dezelfde naam.", who, q.Holder)}
	case q.Own && agrees == name.Surname:
		return Finding{Say: fmt.Sprintf("De kaart is van %s. Van de houder is alleen «%s» bekend: kijk de voornaam zelf na.", who, q.Holder)}
	case !q.Own && c.BirthDate != (eid.Date{}) && years(c.BirthDate, today) < adult:
		return Finding{Say: fmt.Sprintf("De kaart is van %s, geboren op %s: wie geen %d is, haalt niets af voor iemand anders.", who, date(c.BirthDate), adult)}
	}
	out := Finding{Same: true, Proves: true, Say: fmt.Sprintf("De kaart is van %s, de houder.", who)}
	if !q.Own {
		out.Say = fmt.Sprintf("De kaart is van %s.", who)
		if agrees == name.Whole {
			out.Say += " Let op: zo heet de houder ook. Kijk na of dit niet de houder zelf is."
		}
	}
	if say := expired(c, today); say != "" {
		out.Proves = false
		out.Say += " " + say + " Ze bewijst niet wie iemand is: kijk zelf na."
	}
	return out
}

// years is how old somebody is on a day; of a date that is not wholly known, at most.
func years(born, today eid.Date) int {
	n := today.Year - born.Year
	if today.Month < born.Month || today.Month == born.Month && today.Day < born.Day {
		n--
	}
	return n
}

// Day is a date that is wholly known as a civil day.
func Day(d eid.Date) (office.Date, bool) {
	if d.Month == 0 || d.Day == 0 {
		return 0, false
	}
	return office.NewDate(d.Year, time.Month(d.Month), d.Day), true
}

// digitsOf is a number without what only parts it.
func digitsOf(number string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' || r == '.' {
			return -1
		}
		return r
	}, strings.ToUpper(number))
}
