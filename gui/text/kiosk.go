package text

// Kiosk is what the self-service desk says, to "u". It is a language of its own: the kiosk speaks more languages than the
// clerk's window, with no more and no other content than in Dutch (facts 2.9).
type Kiosk struct {
	Tag    string // BCP 47
	Name   string // of the language, in itself
	Marked string // over every page that is no Dutch; empty in Dutch

	Days       [7]string  // in full, from Sunday
	Months     [12]string // in full, from January
	At         string     // {day} {time}
	Today      string
	OpenTo     string // {time}
	Opens      string // {day} {time}
	Shut       string
	Span       string // {from} {to}
	Hours      string // {what} {hours}
	Closed     string // {day} {why}
	ClosedDays string // {from} {to} {why}
	Modes      map[string]string

	Touch, Here               string // Here: {site}
	OtherSites, News          string
	Next, Back, Home, Help    string
	Space, Erase              string // keys
	Earlier, Later            string // other pages of choices
	HelpComing, HelpNext      string
	Read, Languages, Settings string
	Pages                     string // {n} {of}

	What                                                      string // the first question
	HasAppointment, NoAppointment, Book, Papers, Fetch, Where string
	NoAppointmentHint                                         string

	CodeTitle, CodeScan, CodeCard, CodeHint, CodeShort string
	ProductTitle, ProductBook, ProductWhere            string
	PersonsTitle                                       string
	Person                                             Plural
	Walk, ByAppointment, NotHere                       string // beside a product

	TicketTitle, TicketWait                string
	TicketPaper, TicketNoPaper, TicketFail string
	Ahead                                  Plural
	First                                  string // nobody is ahead
	Expect                                 string // {from} {to}
	Under                                  string // {to}

	RefusedTitle, RefusedPlaces, RefusedNone          string
	PlacesTitle, PlacesNone                           string
	Place                                             string // {day} {time}
	Asked                                             string // a place that headquarters must give yet
	NameTitle, NameHint, NameShort                    string
	ReachTitle, ReachHint, ReachSkip, ReachWrong      string
	CheckTitle, CheckWho, CheckYes                    string // {name}
	BookedTitle, BookedCode, BookedAsked, BookedBring string

	CertificateTitle, CardTitle, CardHow, CardReading, CardRefused              string
	PINTitle, PINHint, PINShort                                                 string
	PaperPrinting, PaperPrinted, PaperWaits, PaperKeep, PaperRefused            string
	PaperFailed                                                                 string
	FetchTitle, FetchDocument, FetchPaper, PickupTitle, PickupHint, PickupShort string

	WhereTitle, WhereNone, Without string

	SettingsTitle, Larger, Normal, Contrast, Colours, Low, High, Spoken, Silent string
	LanguageTitle                                                               string

	Wait                          string // something is being done
	StillTitle, StillYes, StillNo string
	FailedTitle, FailedNext       string
	Gone, GoneNext                string // the daemon is gone
	Goodbye                       string
}

// Kiosks are the languages of the self-service desk, Dutch first.
func Kiosks() []*Kiosk { return []*Kiosk{&dutchKiosk, &englishKiosk} }

// KioskIn is the language of a tag, or Dutch.
func KioskIn(tag string) *Kiosk {
	for _, k := range Kiosks() {
		if k.Tag == tag {
			return k
		}
	}
	return &dutchKiosk
}

var dutchKiosk = Kiosk{
	Tag: "nl", Name: "Nederlands",
	Days:   [7]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
	Months: [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
	At:     "{day} om {time}", Today: "vandaag", OpenTo: "Nu open tot {time}", Opens: "Opent {day} om {time}", Shut: "Gesloten",
	Span: "{from} tot {to}", Hours: "{what}: {hours}", Closed: "{day} gesloten: {why}", ClosedDays: "{from} tot {to} gesloten: {why}",
	Modes: map[string]string{"appointment": "Op afspraak", "walk_in": "Vrije inloop", "reception": "Onthaal", "self_service": "Zelf doen"},

	Touch: "Raak het scherm aan", Here: "Welkom in {site}", OtherSites: "Onze andere loketten", News: "Nieuws",
	Next: "Verder", Back: "Terug", Home: "Stoppen", Help: "Roep een medewerker", Space: "Spatie", Erase: "Wis", Earlier: "Vorige", Later: "Volgende",
	HelpComing: "Er komt iemand", HelpNext: "Blijf hier staan. Een medewerker komt naar u toe.",
	Read: "Lees voor", Languages: "Andere taal", Settings: "Groter of anders", Pages: "{n} van {of}",

	What:           "Wat wilt u doen?",
	HasAppointment: "Ik heb een afspraak", NoAppointment: "Ik heb geen afspraak", Book: "Een afspraak maken",
	Papers: "Een attest of akte", Fetch: "Iets ophalen", Where: "Waar moet ik zijn?", NoAppointmentHint: "Neem een nummer",

	CodeTitle: "Wat is uw code?", CodeScan: "Houd de code van uw bevestiging voor de lezer, of tik ze hier in.",
	CodeCard: "U kunt ook uw identiteitskaart in de lezer steken.", CodeHint: "Bijvoorbeeld K7M2-4PQX", CodeShort: "De code heeft acht tekens.",
	ProductTitle: "Waarvoor komt u?", ProductBook: "Waarvoor wilt u een afspraak?", ProductWhere: "Waarvoor wilt u ergens zijn?",
	PersonsTitle: "Voor hoeveel personen?", Person: Plural{One: "{n} persoon", Many: "{n} personen"},
	Walk: "Nu, met een nummer", ByAppointment: "Op afspraak", NotHere: "Niet hier",

	TicketTitle: "Uw nummer", TicketWait: "Neem plaats. Uw nummer komt op het scherm.",
	TicketPaper: "Uw ticket komt uit de printer.", TicketNoPaper: "Onthoud dit nummer.",
	TicketFail: "De printer werkt niet. Onthoud dit nummer: het is geldig.",
	Ahead:      Plural{One: "Er is {n} wachtende voor u.", Many: "Er zijn {n} wachtenden voor u."}, First: "U bent als eerste aan de beurt.",
	Expect: "U wacht {from} tot {to} minuten.", Under: "U wacht minder dan {to} minuten.",

	RefusedTitle: "Dat kan nu niet", RefusedPlaces: "Kies een afspraak, of vraag hulp.", RefusedNone: "Vraag hulp aan een medewerker.",
	PlacesTitle: "Wanneer past het u?", PlacesNone: "Er is geen plaats gevonden. Vraag hulp aan een medewerker.",
	Place: "{day} om {time}", Asked: "Moet nog bevestigd worden",
	NameTitle: "Hoe heet u?", NameHint: "Voornaam en naam", NameShort: "Tik uw naam in.",
	ReachTitle: "Wat is uw telefoonnummer of e-mailadres?", ReachHint: "Dan kunnen we u verwittigen.", ReachSkip: "Liever niet",
	ReachWrong: "Dit is geen telefoonnummer en geen e-mailadres.",
	CheckTitle: "Klopt dit?", CheckWho: "Voor {name}", CheckYes: "Ja, maak de afspraak",
	BookedTitle: "Uw afspraak is gemaakt", BookedCode: "Uw code. Breng ze mee.",
	BookedAsked: "Uw afspraak is aangevraagd. U hoort van ons of ze kan.", BookedBring: "Breng mee: {what}",

	CertificateTitle: "Welk attest of welke akte?", CardTitle: "Steek uw identiteitskaart in de lezer",
	CardHow: "Met de chip naar voren. Laat ze zitten tot het gedaan is.", CardReading: "Uw kaart wordt gelezen. Laat ze zitten.",
	CardRefused: "Deze kaart kan niet gelezen worden.",
	PINTitle:    "Tik uw pincode in", PINHint: "De code van uw identiteitskaart", PINShort: "Een pincode heeft vier cijfers of meer.",
	PaperPrinting: "Uw document wordt gemaakt", PaperPrinted: "Uw document komt uit de printer",
	PaperWaits: "Er is nu geen verbinding. Uw document wordt gemaakt zodra die er is. Kom het halen met deze code.",
	PaperKeep:  "Neem uw kaart en uw papier mee.", PaperRefused: "Dit document kan niet gemaakt worden",
	PaperFailed: "De printer werkt niet. Met deze code krijgt u het document later.",
	FetchTitle:  "Wat komt u ophalen?", FetchDocument: "Een identiteitskaart, paspoort of rijbewijs", FetchPaper: "Een attest, met een code",
	PickupTitle: "Wat is de code op uw papier?", PickupHint: "Bijvoorbeeld K7M2", PickupShort: "Tik de hele code in.",

	WhereTitle: "Hier kunt u terecht", WhereNone: "Geen enkel loket doet dit. Vraag hulp aan een medewerker.", Without: "Zonder afspraak",

	SettingsTitle: "Wat helpt u?", Larger: "Grotere letters", Normal: "Gewone letters", Contrast: "Meer contrast", Colours: "Gewone kleuren",
	Low: "Alles lager", High: "Alles op gewone hoogte", Spoken: "Lees alles voor", Silent: "Lees niet voor",
	LanguageTitle: "Kies uw taal",

	Wait: "Een ogenblik", StillTitle: "Hebt u meer tijd nodig?", StillYes: "Ja, ik ben er nog", StillNo: "Nee, stop",
	FailedTitle: "Dat lukt nu niet", FailedNext: "Probeer het later opnieuw, of vraag hulp aan een medewerker.",
	Gone: "Dit toestel werkt even niet", GoneNext: "Ga naar een medewerker. Het toestel begint vanzelf opnieuw.",
	Goodbye: "Tot ziens",
}

var englishKiosk = Kiosk{
	Tag: "en", Name: "English", Marked: "Translation",
	Days:   [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	Months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	At:     "{day} at {time}", Today: "today", OpenTo: "Open now until {time}", Opens: "Opens {day} at {time}", Shut: "Closed",
	Span: "{from} to {to}", Hours: "{what}: {hours}", Closed: "{day} closed: {why}", ClosedDays: "{from} to {to} closed: {why}",
	Modes: map[string]string{"appointment": "By appointment", "walk_in": "Walk-in", "reception": "Reception", "self_service": "Self-service"},

	Touch: "Touch the screen", Here: "Welcome to {site}", OtherSites: "Our other offices", News: "News",
	Next: "Continue", Back: "Back", Home: "Stop", Help: "Call a clerk", Space: "Space", Erase: "Erase", Earlier: "Previous", Later: "Next",
	HelpComing: "Somebody is coming", HelpNext: "Stay here. A clerk comes to you.",
	Read: "Read aloud", Languages: "Other language", Settings: "Larger or different", Pages: "{n} of {of}",

	What:           "What would you like to do?",
	HasAppointment: "I have an appointment", NoAppointment: "I have no appointment", Book: "Make an appointment",
	Papers: "A certificate or deed", Fetch: "Collect something", Where: "Where do I go?", NoAppointmentHint: "Take a number",

	CodeTitle: "What is your code?", CodeScan: "Hold the code of your confirmation before the reader, or type it here.",
	CodeCard: "You can also put your identity card in the reader.", CodeHint: "For example K7M2-4PQX", CodeShort: "The code has eight characters.",
	ProductTitle: "What do you come for?", ProductBook: "What is the appointment for?", ProductWhere: "What do you need?",
	PersonsTitle: "For how many people?", Person: Plural{One: "{n} person", Many: "{n} people"},
	Walk: "Now, with a number", ByAppointment: "By appointment", NotHere: "Not here",

	TicketTitle: "Your number", TicketWait: "Have a seat. Your number comes on the screen.",
	TicketPaper: "Your ticket comes out of the printer.", TicketNoPaper: "Remember this number.",
	TicketFail: "The printer does not work. Remember this number: it is valid.",
	Ahead:      Plural{One: "{n} person is ahead of you.", Many: "{n} people are ahead of you."}, First: "You are the first.",
	Expect: "You wait {from} to {to} minutes.", Under: "You wait less than {to} minutes.",

	RefusedTitle: "That is not possible now", RefusedPlaces: "Choose an appointment, or ask for help.", RefusedNone: "Ask a clerk for help.",
	PlacesTitle: "When does it suit you?", PlacesNone: "No place was found. Ask a clerk for help.",
	Place: "{day} at {time}", Asked: "Has yet to be confirmed",
	NameTitle: "What is your name?", NameHint: "First name and surname", NameShort: "Type your name.",
	ReachTitle: "What is your telephone number or e-mail address?", ReachHint: "Then we can tell you of changes.", ReachSkip: "Rather not",
	ReachWrong: "This is no telephone number and no e-mail address.",
	CheckTitle: "Is this right?", CheckWho: "For {name}", CheckYes: "Yes, make the appointment",
	BookedTitle: "Your appointment is made", BookedCode: "Your code. Bring it with you.",
	BookedAsked: "Your appointment was asked for. We tell you whether it is possible.", BookedBring: "Bring: {what}",

	CertificateTitle: "Which certificate or deed?", CardTitle: "Put your identity card in the reader",
	CardHow: "With the chip forward. Leave it there until it is done.", CardReading: "Your card is being read. Leave it there.",
	CardRefused: "This card cannot be read.",
	PINTitle:    "Type your PIN", PINHint: "The code of your identity card", PINShort: "A PIN has four digits or more.",
	PaperPrinting: "Your document is being made", PaperPrinted: "Your document comes out of the printer",
	PaperWaits: "There is no connection now. Your document is made as soon as there is. Collect it with this code.",
	PaperKeep:  "Take your card and your paper with you.", PaperRefused: "This document cannot be made",
	PaperFailed: "The printer does not work. With this code you get the document later.",
	FetchTitle:  "What do you come to collect?", FetchDocument: "An identity card, passport or driving licence", FetchPaper: "A certificate, with a code",
	PickupTitle: "What is the code on your paper?", PickupHint: "For example K7M2", PickupShort: "Type the whole code.",

	WhereTitle: "You can go here", WhereNone: "No office does this. Ask a clerk for help.", Without: "Without appointment",

	SettingsTitle: "What helps you?", Larger: "Larger letters", Normal: "Ordinary letters", Contrast: "More contrast", Colours: "Ordinary colours",
	Low: "Everything lower", High: "Everything at ordinary height", Spoken: "Read everything aloud", Silent: "Do not read aloud",
	LanguageTitle: "Choose your language",

	Wait: "One moment", StillTitle: "Do you need more time?", StillYes: "Yes, I am still here", StillNo: "No, stop",
	FailedTitle: "That does not work now", FailedNext: "Try again later, or ask a clerk for help.",
	Gone: "This machine does not work for a moment", GoneNext: "Go to a clerk. The machine starts again by itself.",
	Goodbye: "Goodbye",
}
