package text

import (
	"cmp"

	"github.com/buurtloket/buurtloket/sync/told"
)

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
	Closed     string // {day} {why}
	ClosedDays string // {from} {to} {why}
	Modes      map[string]string

	Touch, Here               string // Here: {site}
	OtherSites, News          string
	Activity                  string
	ActivityAt                string // {day} {hours}
	SignUp, NoSignUp          string // for an activity, before it
	OpenHours                 string
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

	RefusedTitle, RefusedPlaces, RefusedNone     string
	PlacesTitle, PlacesNone                      string
	Place                                        string // {day} {time}
	Asked                                        string // a place that headquarters must give yet
	NameTitle, NameHint, NameShort               string
	ReachTitle, ReachHint, ReachSkip, ReachWrong string
	CheckTitle, CheckWho, CheckYes               string // {name}
	BookedTitle, BookedCode, BookedAsked         string

	CertificateTitle, CardTitle, CardHow, CardReading, CardRefused              string
	PINTitle, PINHint, PINShort                                                 string
	PaperPrinting, PaperPrinted, PaperWaits, PaperKeep, PaperRefused            string
	PaperFailed                                                                 string
	FetchTitle, FetchDocument, FetchPaper, PickupTitle, PickupHint, PickupShort string

	LetterTile, LetterTitle, LetterWhat, LetterHome, LetterDesk    string // a letter with a PIN and PUK
	LetterCard, LetterName, LetterNameHint, LetterClerk, LetterYes string
	LetterDone, LetterTakeCard                                     string
	BornTitle, BornHint, BornWrong                                 string
	Born                                                           string // {day} {month} {year}
	AgeTitle, AgeWhy, AgeYoung, AgeMiddle, AgeOld, AgeSkip         string

	WhereTitle, WhereNone string

	SettingsTitle, Larger, Normal, Contrast, Dark, Colours, Low, High, Spoken, Silent string
	Louder, Softer                                                                    string // of the voice
	LanguageTitle                                                                     string

	Wait                          string // something is being done
	StillTitle, StillYes, StillNo string
	StillLeft                     string // under the figure of the seconds that are left
	FailedTitle, FailedNext       string
	Gone, GoneNext                string // the daemon is gone
	Done                          string // ends the visit, on its last page

	Products map[string]string    // names of products by id; what is missing stands in Dutch
	Says     map[told.Code]string // what the daemon says; what is missing, and all of it in Dutch, stands as it says it
	Deeds    map[string]string    // names of certificates by the codes of sync/attest; likewise
}

// Kiosks are the languages of the self-service desk, Dutch first.
func Kiosks() []*Kiosk {
	return []*Kiosk{&dutchKiosk, &frenchKiosk, &englishKiosk, &germanKiosk, &turkishKiosk, &polishKiosk, &ukrainianKiosk}
}

// Product is the name of a product in this language, or the one that was given.
func (k *Kiosk) Product(id, dutch string) string { return cmp.Or(k.Products[id], dutch) }

// Deed is the name of a kind of certificate in this language, or the one that was given.
func (k *Kiosk) Deed(code, dutch string) string { return cmp.Or(k.Deeds[code], dutch) }

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
	Span: "{from} tot {to}", Closed: "{day} gesloten: {why}", ClosedDays: "{from} tot {to} gesloten: {why}",
	Modes: map[string]string{"appointment": "Op afspraak", "walk_in": "Vrije inloop", "reception": "Onthaal", "self_service": "Zelf doen"},

	Touch: "Raak het scherm aan", Here: "Welkom in {site}", OtherSites: "Onze andere loketten", News: "Nieuws", OpenHours: "Open vandaag",
	Activity: "Activiteit", ActivityAt: "{day}, {hours}", SignUp: "Schrijf u vooraf in", NoSignUp: "Inschrijven hoeft niet",
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
	BookedAsked: "Uw afspraak is aangevraagd. U hoort van ons of ze kan.",

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

	LetterTile: "Pin- of pukcode", LetterTitle: "Nieuwe pin- en pukcode",
	LetterWhat: "Bent u de code van uw identiteitskaart kwijt? Vraag hier een brief met nieuwe codes.",
	LetterHome: "De brief komt naar uw adres in het bevolkingsregister.",
	LetterDesk: "U krijgt bericht als de brief bij een loket ligt.",
	LetterCard: "Met mijn identiteitskaart", LetterName: "Met mijn naam", LetterNameHint: "En mijn geboortedatum", LetterClerk: "Bij een medewerker",
	LetterYes: "Ja, vraag de brief aan", LetterDone: "Uw aanvraag is genoteerd", LetterTakeCard: "Vergeet uw kaart niet in de lezer.",
	BornTitle: "Wanneer bent u geboren?", BornHint: "Dag, maand en jaar: 07-03-1985",
	BornWrong: "Dit is geen geboortedatum.", Born: "Geboren op {day} {month} {year}",
	AgeTitle: "Hoe oud bent u?", AgeWhy: "U hoeft dit niet te zeggen. We bewaren het zonder uw naam.",
	AgeYoung: "Jonger dan 25", AgeMiddle: "25 tot en met 64", AgeOld: "65 of ouder", AgeSkip: "Liever niet",

	WhereTitle: "Hier kunt u terecht", WhereNone: "Geen enkel loket doet dit. Vraag hulp aan een medewerker.",

	SettingsTitle: "Wat helpt u?", Larger: "Grotere letters", Normal: "Gewone letters", Contrast: "Meer contrast", Dark: "Donkere kleuren", Colours: "Gewone kleuren",
	Low: "Alles lager", High: "Alles op gewone hoogte", Spoken: "Lees alles voor", Silent: "Lees niet voor",
	Louder: "Luider voorlezen", Softer: "Gewoon voorlezen", LanguageTitle: "Kies uw taal",

	Wait: "Een ogenblik", StillTitle: "Hebt u meer tijd nodig?", StillYes: "Ja, ik ben er nog", StillNo: "Nee, stop", StillLeft: "seconden over",
	FailedTitle: "Dat lukt nu niet", FailedNext: "Probeer het later opnieuw, of vraag hulp aan een medewerker.",
	Gone: "Dit toestel werkt even niet", GoneNext: "Ga naar een medewerker. Het toestel begint vanzelf opnieuw.",
	Done: "Klaar",
}
