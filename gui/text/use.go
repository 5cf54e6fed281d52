package text

// Use is the page of how the self-service desk of this site was used.
type Use struct {
	Page, Empty string
	Hint        string // {from} {n}
	Withheld    string // beside a count of a small group
	By          map[string]string
	Goals       map[string]string // what it was for, by code
	Outcomes    map[string]string
	Ages        map[string]string
	Times       string // {n}
}

var dutchUse = Use{
	Page: "Zelfbediening", Empty: "Het zelfbedieningsloket is hier de laatste vier weken niet gebruikt.",
	Hint:     "Sinds {from}. Aantallen onder de {n} worden niet getoond, en ook niet wat ze zou verraden. Van de bezoekers wordt niets bewaard.",
	Withheld: "te weinig", Times: "{n}×",
	By: map[string]string{"what": "waarvoor", "product": "product", "outcome": "afloop", "age": "leeftijd, zelf gezegd", "language": "taal van het scherm"},
	Goals: map[string]string{"check-in": "Aanmelden met afspraak", "ticket": "Nummer zonder afspraak", "book": "Afspraak maken", "certificate": "Attest of akte",
		"pin-letter": "Brief met pin- en pukcode", "collect": "Ophalen", "where": "Waar moet ik zijn?", "help": "Hulp gevraagd", "nothing": "Niets gekozen"},
	Outcomes: map[string]string{"done": "Gelukt", "refused": "Kon niet", "left": "Weggegaan", "failed": "Mislukt"},
	Ages:     map[string]string{"-25": "Jonger dan 25", "25-64": "25 tot en met 64", "65-": "65 of ouder"},
}

var englishUse = Use{
	Page: "Self-service", Empty: "The self-service desk was not used here in the last four weeks.",
	Hint:     "Since {from}. Counts under {n} are not shown, nor what would tell them. Nothing of the visitors is kept.",
	Withheld: "too few", Times: "{n}×",
	By: map[string]string{"what": "what for", "product": "product", "outcome": "how it ended", "age": "age, as they said", "language": "language of the screen"},
	Goals: map[string]string{"check-in": "Check in with appointment", "ticket": "Number without appointment", "book": "Make an appointment", "certificate": "Certificate or deed",
		"pin-letter": "Letter with PIN and PUK", "collect": "Collect", "where": "Where do I go?", "help": "Help asked for", "nothing": "Nothing chosen"},
	Outcomes: map[string]string{"done": "Succeeded", "refused": "Not possible", "left": "Went away", "failed": "Failed"},
	Ages:     map[string]string{"-25": "Younger than 25", "25-64": "25 to 64", "65-": "65 or older"},
}
