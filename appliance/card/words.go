package card

import (
	"errors"
	"fmt"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// words are what is the matter with a card, and what to do, for who sits at the counter.
type words struct {
	kind      fault.Kind
	say, next string
}

// String is for a row, which has one line for both.
func (w words) String() string { return w.say + " " + w.next }

// reasons is the one table of words for a card that cannot be used. None of them is of a person.
var reasons = map[device.Reason]words{
	device.NoCard: {fault.Conflict, "De kaart is niet gelezen: ze zat los of is uit de lezer gehaald.", "Steek ze opnieuw in en laat ze zitten."},
	eid.Forged: {fault.Refused, "Deze kaart klopt niet: wat erop staat is niet zoals het Rijksregister het ondertekende.",
		"Aanvaard ze niet en vraag de verantwoordelijke."},
	eid.Untrusted: {fault.Refused, "Deze kaart wordt hier niet vertrouwd: wie ze ondertekende is niet bekend, of was vandaag niet geldig.",
		"Kijk de kaart zelf na, of vraag de verantwoordelijke."},
	eid.OtherCard:     {fault.Refused, "Dit is geen Belgische identiteitskaart, of ze kan dit niet.", "Steek de identiteitskaart in."},
	eid.InUse:         {fault.Unreachable, "Een ander programma op dit toestel gebruikt de kaart.", "Sluit dat programma, of wacht even."},
	eid.UpsideDown:    {fault.Refused, "De kaart antwoordt niet.", "Draai ze om, met de chip naar binnen."},
	device.Unreadable: {fault.Refused, "De kaart is niet goed te lezen.", "Steek ze opnieuw in. Helpt dat niet, kijk de kaart dan zelf na."},
	device.OutOfReach: {fault.Unreachable, "De kaartlezer antwoordt niet.", "Kijk of de kabel vastzit. Kijk de kaart intussen zelf na."},
	device.NotAllowed: {fault.Unreachable, "Het loket mag de kaartlezer niet gebruiken.", "Bel de beheerder. Kijk de kaart intussen zelf na."},
}

// wordsOf are the words for what went wrong with a card.
func wordsOf(err error) words {
	var pin *eid.PINError
	if errors.As(err, &pin) {
		return wordsOfPIN(*pin)
	}
	if w, ok := reasons[device.ReasonOf(err)]; ok {
		return w
	}
	return words{fault.Unreachable, "De kaart is niet gelezen.", "Steek ze opnieuw in. Helpt dat niet, kijk de kaart dan zelf na."}
}

// wordsOfPIN says how many tries a card still has.
func wordsOfPIN(e eid.PINError) words {
	switch e.TriesLeft {
	case 0:
		return words{fault.Denied, "Deze kaart is geblokkeerd: de pincode was drie keer verkeerd.",
			"Meld je aan met je pincode van het loket. Een kaart deblokkeren gaat met de pukcode."}
	case 1:
		return words{fault.Denied, "De pincode van de kaart klopt niet. Er blijft nog 1 poging; daarna is de kaart geblokkeerd.",
			"Ben je niet zeker, meld je dan aan met je pincode van het loket."}
	}
	return words{fault.Denied, fmt.Sprintf("De pincode van de kaart klopt niet. Er blijven nog %d pogingen.", e.TriesLeft), "Probeer het opnieuw."}
}

// failed is the fault of an act with a card.
func failed(op string, err error) error {
	if err == nil {
		return nil
	}
	w := wordsOf(err)
	return fault.New(op, w.kind).Because(err).Tell(w.say, w.next)
}

// uncertain is the fault of an act that a PIN had left for when the line to the card broke.
func uncertain(op string, err error) error {
	return fault.New(op, fault.Unreachable).Because(err).
		Tell("Het is niet zeker of de kaart de pincode kreeg: ze zat los of is uit de lezer gehaald.", "Steek ze opnieuw in. Er kan een poging minder zijn.")
}
