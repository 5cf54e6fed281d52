package citizen

import "github.com/buurtloket/buurtloket/sync/fault"

// Sentences are what there is to say, in Dutch, by the codes of the pages' texts, which hold them in the other languages. Do not change it.
var Sentences = map[string]string{
	"product.unknown": "Dit product kennen wij niet. Zoek opnieuw.",
	"place.none":      "Deze plaats bestaat niet. Kies er een uit de lijst.",
	"name.missing":    "Vul uw naam in.",
	"name.long":       "Uw naam is te lang. Gebruik hoogstens 80 tekens.",
	"contact.missing": "Vul een e-mailadres of een telefoonnummer in. Zo kunnen wij u bereiken als er iets verandert.",
	"mail.wrong":      "Dit e-mailadres klopt niet. Schrijf het zoals naam@voorbeeld.be.",
	"phone.wrong":     "Dit telefoonnummer klopt niet. Schrijf het zoals 0470 12 34 56.",
	"national":        "Vul geen rijksregisternummer in. Wij hebben het niet nodig en hebben het niet bewaard.",
	"link.broken":     "Deze link klopt niet. Kijk na of u ze helemaal hebt overgenomen.",
	"survey.none":     "Wij stellen hier geen vragen over uw bezoek.",
	"survey.closed":   "Deze vragen zijn afgesloten. Bedankt dat u wilde antwoorden.",
	"survey.choose":   "Kies hoe tevreden u bent.",
	"survey.long":     "Uw opmerking is te lang. Gebruik hoogstens 500 tekens.",
	"sooner.none":     "Er is hier geen wachtlijst. Kijk bij de vrije momenten.",
	"link.unknown":    "Deze afspraak vinden wij niet. Kijk na of u de link helemaal hebt overgenomen, of bel ons.",
}

// say is a fault that says one of the sentences; pages say it in the visitor's language, by its code.
func say(op string, kind fault.Kind, code string) *fault.Fault {
	return fault.New(op, kind).Tell(Sentences[code], "").Coded(code)
}
