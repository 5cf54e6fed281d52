package text

// Contact is the counting of who was helped without a visit.
type Contact struct {
	Act, Title, Channel   string
	About, Took, Unsaid   string
	Channels              map[string]string // by code
	Subjects              map[string]string // of the reception, by code
	Note                  string            // button
	Noted                 string            // {channel} {subject}
	Today, Minutes        string            // {n}
	Without, Hint, Nobody string
}

var dutchContact = Contact{
	Act: "Noteer contact", Title: "Contact zonder bezoek", Channel: "Hoe", About: "Waarover ging het?", Took: "Minuten", Unsaid: "–",
	Channels: map[string]string{"reception": "onthaal", "phone": "telefoon", "mail": "mail", "letter": "brief", "video": "video"},
	Subjects: map[string]string{"way": "Waar moet ik zijn?", "hours": "Openingsuren", "appointment": "Afspraak maken of verzetten", "documents": "Wat moet ik meebrengen?",
		"cost": "Prijs en betalen", "status": "Is mijn document klaar?", "elsewhere": "Niet bij ons: doorverwezen", "other": "Iets anders"},
	Note: "Noteer", Noted: "Genoteerd bij {channel}: {subject}", Today: "{n}× vandaag", Minutes: "{n} min",
	Without: "Zonder bezoek", Hint: "Er wordt geteld, en niets van de persoon bewaard.", Nobody: "Niets met deze woorden.",
}

var englishContact = Contact{
	Act: "Note contact", Title: "Contact without a visit", Channel: "How", About: "What was it about?", Took: "Minutes", Unsaid: "–",
	Channels: map[string]string{"reception": "reception", "phone": "phone", "mail": "mail", "letter": "letter", "video": "video"},
	Subjects: map[string]string{"way": "Where do I have to be?", "hours": "Opening hours", "appointment": "Making or moving an appointment", "documents": "What do I bring?",
		"cost": "Price and paying", "status": "Is my document ready?", "elsewhere": "Not with us: sent elsewhere", "other": "Something else"},
	Note: "Note", Noted: "Noted under {channel}: {subject}", Today: "{n}× today", Minutes: "{n} min",
	Without: "Without a visit", Hint: "It is counted, and nothing of the person is kept.", Nobody: "Nothing with these words.",
}
