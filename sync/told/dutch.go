package told

// The codes of what the daemon says.
const (
	AskHelp   Code = "ask-help"
	CheckCode Code = "check-code"
	Wait      Code = "wait"
	Later     Code = "later"

	NoDesk         Code = "no-desk"
	NoBooking      Code = "no-booking"
	NoClerk        Code = "no-clerk"
	NoCertificates Code = "no-certificates"
	NoReader       Code = "no-reader"
	ReaderIll      Code = "reader-ill"
	NoSheets       Code = "no-sheets"
	SheetsOut      Code = "sheets-out"
	SheetsIll      Code = "sheets-ill"
	NoPrinter      Code = "no-printer"
	RollOut        Code = "roll-out"
	RollIll        Code = "roll-ill"
	NumberShown    Code = "number-shown"
	NoProduct      Code = "no-product"

	NoKind      Code = "no-kind"
	CardBusy    Code = "card-busy"
	CardBlocked Code = "card-blocked"
	PINWrong    Code = "pin-wrong"
	PINTries    Code = "pin-tries" // n
	PINLast     Code = "pin-last"
	PINType     Code = "pin-type"
	CardGone    Code = "card-gone"
	CardAgain   Code = "card-again"

	PaperAsked   Code = "paper-asked" // code, days
	PaperComing  Code = "paper-coming"
	PaperLater   Code = "paper-later" // code
	PaperPrinted Code = "paper-printed"
	PaperNone    Code = "paper-none"
	LivesAway    Code = "lives-away"
	DeedAway     Code = "deed-away"

	NameMissing   Code = "name-missing"
	NameType      Code = "name-type"
	PlaceOther    Code = "place-other"
	CodeMissing   Code = "code-missing"
	CodeType      Code = "code-type"
	CodeUnknown   Code = "code-unknown"
	CodeUsed      Code = "code-used"
	NotYou        Code = "not-you"
	CardNobody    Code = "card-nobody"
	CardUnsure    Code = "card-unsure"
	CodeOrHelp    Code = "code-or-help"
	PickupUnknown Code = "pickup-unknown"
	PickupWaits   Code = "pickup-waits"

	WalkHours   Code = "walk-hours" // hours
	RuleAppoint Code = "rule-appointment"
	RuleShut    Code = "rule-shut"
	RuleNotHere Code = "rule-not-here"
	RuleNotNow  Code = "rule-not-now"
	RuleOver    Code = "rule-over"
	RuleStaff   Code = "rule-staff"
	RuleTooMany Code = "rule-too-many"
	RuleOther   Code = "rule-other"
	MakeOne     Code = "make-appointment"
	ComeAnother Code = "come-another-day"
	OtherOffice Code = "other-office"
	PlaceGone   Code = "place-gone"
	NoAnswer    Code = "no-answer"

	LetterOff      Code = "letter-off"
	LetterNeedCard Code = "letter-need-card"
	LetterNewCard  Code = "letter-new-card"
	LetterAgain    Code = "letter-again" // from
	LetterTaken    Code = "letter-taken"
	LetterWaits    Code = "letter-waits"
	LetterOffline  Code = "letter-offline"
	LetterSent     Code = "letter-sent"
	LetterHome     Code = "letter-home"
	LetterDesk     Code = "letter-desk"
	LetterNobody   Code = "letter-nobody"
	LetterNone     Code = "letter-none"
	LetterAway     Code = "letter-away"
	SeeClerk       Code = "see-clerk"
	BornWrong      Code = "born-wrong"
)

// dutch is what the daemon says.
var dutch = map[Code]string{
	AskHelp: "Vraag hulp aan een medewerker.", CheckCode: "Kijk de code na, of vraag hulp aan een medewerker.", Wait: "Wacht even.",
	Later: "Kom later terug, of vraag hulp aan een medewerker.",

	NoDesk: "Hier is geen loket met medewerkers. Kijk waar u wel terecht kunt.", NoBooking: "Een afspraak maken kan hier nu niet.",
	NoClerk:        "Hier is nu geen medewerker aangemeld. Vraag hulp aan het onthaal van dit gebouw.",
	NoCertificates: "Attesten en akten zijn er niet op deze locatie.", NoReader: "Hier is geen kaartlezer.", ReaderIll: "De kaartlezer werkt nu niet.",
	NoSheets: "Hier is geen printer voor documenten.", SheetsOut: "Het papier van de printer voor documenten is op.",
	SheetsIll: "De printer voor documenten werkt nu niet.", NoPrinter: "Hier is geen printer.", RollOut: "Het papier van de printer voor nummers is op.",
	RollIll: "De printer voor nummers werkt nu niet.", NumberShown: "Uw nummer staat op het scherm.", NoProduct: "Dit product kennen we niet.",

	NoKind: "Dit document is hier niet te krijgen.", CardBusy: "De kaart wordt al gevraagd om haar pincode.",
	CardBlocked: "Deze kaart is geblokkeerd: de pincode was drie keer verkeerd.", PINWrong: "De pincode klopt niet.",
	PINTries: "U hebt nog {n} pogingen.", PINLast: "U hebt nog 1 poging; daarna is uw kaart geblokkeerd.", PINType: "Tik de pincode van uw kaart in.",
	CardGone: "De kaart is uit de lezer.", CardAgain: "Steek ze opnieuw in.",

	PaperAsked:  "Uw document wordt gemaakt zodra er verbinding is. Haal het hier af met code {code}, binnen {days} dagen.",
	PaperComing: "Uw document komt uit de printer.", PaperLater: "De printer drukt uw document nu niet af. Haal het later af met code {code}.",
	PaperPrinted: "Uw document is afgedrukt.", PaperNone: "Dit document kan hier niet gemaakt worden.",
	LivesAway: "U woont niet in deze stad: de gemeente waar u woont maakt dit attest.",
	DeedAway:  "De stad bewaart deze akte niet: vraag ze in de gemeente waar ze opgemaakt is.",

	NameMissing: "Uw naam ontbreekt, of er staat te veel.", NameType: "Tik uw voornaam en uw naam in.", PlaceOther: "Kies een andere plaats.",
	CodeMissing: "Er is geen code.", CodeType: "Tik de code van uw afspraak in.", CodeUnknown: "Met deze code is hier vandaag geen afspraak.",
	CodeUsed: "Met deze code heeft iemand zich al aangemeld.", NotYou: "Bent u dat niet, vraag dan hulp aan een medewerker.",
	CardNobody: "Op de naam van deze kaart is hier vandaag geen afspraak.", CardUnsure: "Met deze kaart vinden we uw afspraak niet zeker.",
	CodeOrHelp:    "Tik de code van uw afspraak in, of vraag hulp aan een medewerker.",
	PickupUnknown: "Onder deze code wacht hier niets.", PickupWaits: "Uw document is nog niet gemaakt.",

	WalkHours:   "Zonder afspraak kan dit vandaag alleen {hours}.",
	RuleAppoint: "Dit kan vandaag alleen op afspraak.", RuleShut: "Het loket is dan gesloten.", RuleNotHere: "Dit kan niet op deze locatie.",
	RuleNotNow: "Dit kan hier niet op dit moment.", RuleOver: "Dit wordt hier niet meer gedaan.", RuleStaff: "Alleen een medewerker kan dit voor u doen.",
	RuleTooMany: "Dit is te veel voor één bezoek.", RuleOther: "Dit kan niet volgens de regels van deze locatie.",
	MakeOne: "Maak een afspraak.", ComeAnother: "Kies een ander moment.", OtherOffice: "Kies een andere locatie.",
	PlaceGone: "Deze plaats is net door iemand anders genomen.", NoAnswer: "Er is nu geen verbinding met het hoofdkantoor.",

	LetterOff: "Een pin- of pukbrief vraagt u aan een loket.", LetterNeedCard: "Steek uw identiteitskaart in de lezer.",
	LetterNewCard: "Voor uw kaart is geen brief nodig: een medewerker geeft u meteen een nieuwe pincode.",
	LetterAgain:   "Er is al een brief voor u gevraagd. Een nieuwe kan vanaf {from}.",
	LetterTaken:   "Uw brief is aangevraagd.", LetterWaits: "Uw aanvraag is genoteerd en wordt nu nagekeken.",
	LetterOffline: "Er is nu geen verbinding. Uw aanvraag is bewaard en vertrekt vanzelf.", LetterSent: "Uw brief is verstuurd.",
	LetterHome:   "De brief komt naar uw adres in het bevolkingsregister.",
	LetterDesk:   "U krijgt bericht als de brief bij een loket ligt. Breng dan uw kaart mee.",
	LetterNobody: "We vinden u niet zeker in het bevolkingsregister.", LetterNone: "Voor u kan geen brief verstuurd worden.",
	LetterAway: "U woont niet in deze stad: de gemeente waar u woont vraagt de brief aan.",
	SeeClerk:   "Een medewerker kijkt na wie u bent en helpt u verder.", BornWrong: "Dit is geen geboortedatum.",
}
