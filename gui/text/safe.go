package text

// Second is the sheet on which a colleague shows that they are there too.
type Second struct {
	Title, Who, PIN, Empty, Alone string
	Hint                          string
}

// Safe is what the vault's sheet says beside receiving, stock and counting: what is to be decided, trips, and a
// document's life.
type Safe struct {
	Deciding, Tripping, Document, Show        string // pages, and the button that shows a document
	DecideEmpty, DecideNone, DecideHint       string
	Ticked                                    Plural
	Since                                     string            // {day}
	Codes                                     map[string]string // short words for what is to be decided
	What, Outcome, Ground, Reason             string
	Letter, Certificate, To, Carrier, Report  string // fields
	Remind, Destroying, Returning, Withdraw   string // what can be done, as a choice
	Destroy, SendBack, WorkOff, Lost, SeeTrip string
	Do, Propose, Carry, Note, Lose            string // on the button
	NeedPick, NeedReason, NeedDate, NeedText  string
	Done                                      Plural // {what}
	TwoDestroy, TwoSendBack, TwoWork, TwoLost string // {n} documents, to the second
	TwoReceive                                Plural
	TwoDepart, TwoBack, TwoHome               string // {trip}
	Age                                       string // {kind} {n} {days}
	Ages                                      string // before the list of them
	Legal                                     string // {day}
	Reminders                                 Plural
	Evidence                                  map[string]string // of hand-overs, by what the register writes
	Seek, SeekEmpty, Nowhere                  string
	ChainTitle, Handover                      string // {from} {to}
	ThisWay                                   string
	NewTrip, TripID, TripTo, TripBack         string
	TripDocs, TripStock                       string
	TripOut, TripLent                         string // {site}
	TripHand, TripHome, TripOn                string // what became of a document
	TripEmpty, Depart, BringBack, GoHome      string
	NeedTrip, NeedDocs, NeedTo, NeedTime      string
	Departed, BroughtBack, WentHome           string // {trip}
	TripLate                                  string
	CountWhere, Misplaced, LentBy, NeedLender string
	Uncounted                                 string // {names}
}

var dutchSecond = Second{
	Title: "Tweede medewerker", Who: "Wie doet dit samen met jou?", PIN: "Pincode van je collega",
	Empty: "Er is geen andere medewerker bekend aan dit loket.", Alone: "Zonder collega",
	Hint: "Je collega tikt zelf de pincode. Ze wordt niet bewaard.",
}

var englishSecond = Second{
	Title: "Second member of staff", Who: "Who does this with you?", PIN: "Your colleague's PIN",
	Empty: "No other member of staff is known at this desk.", Alone: "Without a colleague",
	Hint: "Your colleague types the PIN. It is not kept.",
}

var dutchSafe = Safe{
	Deciding: "Te beslissen", Tripping: "Ritten", Document: "Document", Show: "Toon document",
	DecideEmpty: "Er is niets te beslissen. Wat te lang ligt, ontbreekt of niet klopt, verschijnt hier.",
	DecideNone:  "Kies in de lijst waarover je beslist.", DecideHint: "Enter duidt een regel aan: zo beslis je over meer documenten tegelijk.",
	Ticked: Plural{"{n} document aangeduid", "{n} documenten aangeduid"}, Since: "sinds {day}",
	Codes: map[string]string{"late-trip": "rit niet terug", "missing": "vermist", "difference": "telling klopt niet",
		"not-come": "kwam niet mee", "barred": "mag niet mee", "proposed": "voorstel loopt", "term": "termijn voorbij", "no-term": "ligt hier lang"},
	What: "Wat doe je?", Outcome: "Hoe is het afgelopen?", Ground: "Waarom?", Reason: "Reden in één zin",
	Letter: "Datum op de brief (dag/maand)", Certificate: "Nummer van het proces-verbaal", To: "Naar wie gaat het?", Carrier: "Wie neemt het mee?",
	Report: "Nummer van de aangifte (mag leeg)",
	Remind: "Brief gestuurd", Destroying: "Vernietigen voorstellen", Returning: "Terugsturen voorstellen", Withdraw: "Voorstel intrekken",
	Destroy: "Vernietigen", SendBack: "Terugsturen", WorkOff: "Afwerken", Lost: "Als vermist melden", SeeTrip: "Naar de rit",
	Do: "Schrijf op", Propose: "Stel voor", Carry: "Voer uit met twee", Note: "Werk af", Lose: "Meld als vermist",
	NeedPick: "Kies eerst een van de antwoorden.", NeedReason: "Vul de reden in. Eén zin is genoeg.",
	NeedDate: "Vul de datum in als dag en maand, zoals 26/11.", NeedText: "Vul alle vakken in.",
	Done:        Plural{"{what}: opgeschreven voor {n} document.", "{what}: opgeschreven voor {n} documenten."},
	TwoDestroy:  "Jullie vernietigen samen: {what}.",
	TwoSendBack: "Jullie sturen samen terug: {what}.",
	TwoWork:     "Jullie laten samen weer toe: {what}.",
	TwoLost:     "Jullie melden als vermist: {what}.",
	TwoReceive:  Plural{"Jullie nemen samen {n} document aan uit zending {id}.", "Jullie nemen samen {n} documenten aan uit zending {id}."},
	TwoDepart:   "Wie rit {trip} wegbrengt, tikt hier de pincode.",
	TwoBack:     "Wie rit {trip} terugbracht, tikt hier de pincode.",
	TwoHome:     "Wie rit {trip} naar huis brengt, tikt hier de pincode.",
	Ages:        "Hier liggen:", Age: "{kind} {n}, oudste {days} dagen",
	Legal: "termijn tot {day}", Reminders: Plural{"{n} brief gestuurd", "{n} brieven gestuurd"},
	Evidence: map[string]string{"consignment ": "zending ", ", with ": ", samen met ", "taken out": "uit het vak genomen", "moved": "uit het vak genomen",
		"stored": "in het vak gelegd", "surrendered for ": "ingeleverd voor ", "trip ": "rit ", " back, with ": " is terug, samen met ",
		" handed out there, says ": " daar uitgereikt, zegt ", " to ": " naar ", "unclaimed": "niet afgehaald", "damaged": "beschadigd",
		"wrong-site": "voor een andere locatie", "surplus": "stond niet op de lijst", "surrendered": "ingeleverd", "decision": "beslissing"},
	Seek: "Scan of tik een documentnummer", SeekEmpty: "Tik een nummer: wie het document had en waar het nu is, verschijnt hier. Ook als het al weg is.",
	Nowhere: "Nog geen document gekozen.", ChainTitle: "Van hand tot hand", Handover: "van {from} naar {to}",
	NewTrip: "Nieuwe rit", ThisWay: "hierheen", TripID: "Nummer van de rit", TripTo: "Naar welke locatie?", TripBack: "Terug om (uur:min)",
	TripDocs: "Documenten van deze rit", TripStock: "Wat gaat er mee?",
	TripOut: "naar {site}", TripLent: "van {site}",
	TripHand: "uitgereikt", TripHome: "terug", TripOn: "nog onderweg",
	TripEmpty: "Er zijn geen documenten om mee te nemen.", Depart: "Geef mee", BringBack: "Schrijf in", GoHome: "Stuur naar huis",
	NeedTrip: "Vul het nummer van de rit in, zoals G-26-118.", NeedDocs: "Duid eerst de documenten aan, met Enter.", NeedTo: "Kies de locatie.",
	NeedTime: "Vul het uur in, zoals 20:30.",
	Departed: "Rit {trip} is onderweg.", BroughtBack: "Rit {trip} is ingeschreven.", WentHome: "Rit {trip} gaat naar huis.",
	TripLate:   "niet terug",
	CountWhere: "Welk vak? (leeg: de hele kluis)", Misplaced: "ligt in een ander vak", LentBy: "Van welke kluis?", NeedLender: "Kies van welke kluis de documenten komen.",
	Uncounted: "Vandaag nog niet geteld: {names}.",
}

var englishSafe = Safe{
	Deciding: "To decide", Tripping: "Trips", Document: "Document", Show: "Show document",
	DecideEmpty: "Nothing is to be decided. What lies too long, is missing or wrong appears here.",
	DecideNone:  "Choose in the list what you decide on.", DecideHint: "Enter marks a line: so you decide on several documents at once.",
	Ticked: Plural{"{n} document marked", "{n} documents marked"}, Since: "since {day}",
	Codes: map[string]string{"late-trip": "trip not back", "missing": "missing", "difference": "count is wrong",
		"not-come": "did not come", "barred": "may not go out", "proposed": "proposed", "term": "term is over", "no-term": "here for long"},
	What: "What do you do?", Outcome: "How did it end?", Ground: "Why?", Reason: "Reason in one sentence",
	Letter: "Date on the letter (day/month)", Certificate: "Number of the record", To: "Who gets it?", Carrier: "Who takes it along?",
	Report: "Number of the report (may be empty)",
	Remind: "Letter sent", Destroying: "Propose to destroy", Returning: "Propose to return", Withdraw: "Withdraw proposal",
	Destroy: "Destroy", SendBack: "Send back", WorkOff: "Work off", Lost: "Report missing", SeeTrip: "To the trip",
	Do: "Write down", Propose: "Propose", Carry: "Carry out together", Note: "Work off", Lose: "Report missing",
	NeedPick: "First pick one of the answers.", NeedReason: "Fill in the reason. One sentence will do.",
	NeedDate: "Fill in the date as day and month, as 26/11.", NeedText: "Fill in every field.",
	Done:        Plural{"{what}: written down for {n} document.", "{what}: written down for {n} documents."},
	TwoDestroy:  "Together you destroy: {what}.",
	TwoSendBack: "Together you send back: {what}.",
	TwoWork:     "Together you let out again: {what}.",
	TwoLost:     "You report missing: {what}.",
	TwoReceive:  Plural{"Together you take in {n} document of consignment {id}.", "Together you take in {n} documents of consignment {id}."},
	TwoDepart:   "Whoever carries trip {trip} types the PIN here.",
	TwoBack:     "Whoever brought trip {trip} back types the PIN here.",
	TwoHome:     "Whoever carries trip {trip} home types the PIN here.",
	Ages:        "Lying here:", Age: "{kind} {n}, oldest {days} days",
	Legal: "term until {day}", Reminders: Plural{"{n} letter sent", "{n} letters sent"},
	Evidence: map[string]string{"consignment ": "consignment ", ", with ": ", with ", "taken out": "taken out of the compartment", "moved": "taken out of the compartment",
		"stored": "put into the compartment", "surrendered for ": "surrendered for ", "trip ": "trip ", " back, with ": " is back, with ",
		" handed out there, says ": " handed out there, says ", " to ": " to ", "unclaimed": "not collected", "damaged": "damaged",
		"wrong-site": "for another location", "surplus": "was not on the list", "surrendered": "surrendered", "decision": "decision"},
	Seek: "Scan or type a document number", SeekEmpty: "Type a number: who had the document and where it is now appears here. Also when it is gone.",
	Nowhere: "No document chosen yet.", ChainTitle: "From hand to hand", Handover: "from {from} to {to}",
	NewTrip: "New trip", ThisWay: "this one", TripID: "Number of the trip", TripTo: "To which location?", TripBack: "Back at (hour:min)",
	TripDocs: "Documents of this trip", TripStock: "What goes along?",
	TripOut: "to {site}", TripLent: "from {site}",
	TripHand: "handed out", TripHome: "back", TripOn: "still out",
	TripEmpty: "There are no documents to take along.", Depart: "Send along", BringBack: "Write down", GoHome: "Send home",
	NeedTrip: "Fill in the number of the trip, as G-26-118.", NeedDocs: "First mark the documents, with Enter.", NeedTo: "Choose the location.",
	NeedTime: "Fill in the hour, as 20:30.",
	Departed: "Trip {trip} is on its way.", BroughtBack: "Trip {trip} is written down.", WentHome: "Trip {trip} goes home.",
	TripLate:   "not back",
	CountWhere: "Which compartment? (empty: the whole safe)", Misplaced: "lies in another compartment", LentBy: "From which safe?", NeedLender: "Choose from which safe the documents come.",
	Uncounted: "Not yet counted today: {names}.",
}
