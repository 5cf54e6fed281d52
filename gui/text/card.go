package text

// Card is what an identity card in the desk's reader is used for.
type Card struct {
	Act              string // compare it with who collects a document
	Reading, Refused string
	InReader         string // {who}
	SignIn           string // the row of who signs in by card
	PIN, PINHint     string
	Bind             string // button
	Bound, BoundNext string // {who}
	Arrives          string // {who} is announced by Enter
	ArriveAct        string
	Same, Differs    string
	Born             string // {date}
}

// Scan is what is said of codes that a hand scanner read.
type Scan struct {
	SignFirst                      string
	Unknown, UnknownNext           string
	NotHere, NotHereNext           string // {what}
	Booking, Document, Consignment string // what it was: {number}, {id}
	NoVault, NotInVault            string // {number}
	NotInVaultNext                 string
	NobodyServed, NobodyServedNext string // {number}
	LiesHere, Another, AnotherNext string // {number}
	Listed                         Plural // {id}
	ListedNext                     string
	Unannounced                    Plural
	Agrees                         string
	OtherNumber, OtherHolder       string // {number} {name}
	OtherBirth                     string // {date}
}

var dutchCard = Card{
	Act: "Kijk kaart na", Reading: "De kaart wordt gelezen…", Refused: "Deze kaart kan niet gebruikt worden.", InReader: "Kaart in de lezer: {who}",
	SignIn: "Met mijn kaart", PIN: "Pincode van je kaart", PINHint: "De pincode gaat alleen naar de kaart.",
	Bind: "Koppel mijn kaart", Bound: "De kaart van {who} is nu jouw kaart.", BoundNext: "Vanaf nu kun je je ermee aanmelden.",
	Arrives: "Kaart van {who}: Enter meldt aan", ArriveAct: "Meld aan met kaart",
	Same: "De kaart is van de afhaler.", Differs: "De kaart is van iemand anders.", Born: "geboren {date}",
}

var englishCard = Card{
	Act: "Check card", Reading: "The card is being read…", Refused: "This card cannot be used.", InReader: "Card in the reader: {who}",
	SignIn: "With my card", PIN: "PIN of your card", PINHint: "The PIN goes to the card only.",
	Bind: "Link my card", Bound: "The card of {who} is now yours.", BoundNext: "From now on you can sign in with it.",
	Arrives: "Card of {who}: Enter checks in", ArriveAct: "Check in by card",
	Same: "The card is the collector's.", Differs: "The card is somebody else's.", Born: "born {date}",
}

var dutchScan = Scan{
	SignFirst: "Meld je eerst aan. Daarna werkt de scanner.",
	Unknown:   "Deze code kent dit loket niet.", UnknownNext: "Scan ze opnieuw, of tik over wat eronder staat.",
	NotHere: "Gescand: {what}. Hier kan dat nu niet.", NotHereNext: "Sluit dit eerst met Esc, en scan opnieuw.",
	Booking: "een afspraak", Document: "document {number}", Consignment: "zending {id}",
	NoVault: "Document {number}: aan dit loket is geen kluis.", NotInVault: "Document {number} ligt niet in de kluis van dit loket.",
	NotInVaultNext: "Met Ctrl+K zie je wie het had en waar het nu is.",
	NobodyServed:   "Document {number}: er is niemand aan dit loket.", NobodyServedNext: "Roep eerst de bezoeker op, of open de kluis met Ctrl+K.",
	LiesHere: "Document {number} ligt al klaar.", Another: "Je geeft nu {number} af.", AnotherNext: "Geef dat eerst af, of leg het terug.",
	Listed: Plural{"Zending {id}: {n} document op de lijst.", "Zending {id}: {n} documenten op de lijst."}, ListedNext: "Scan nu de documenten een voor een.",
	Unannounced: Plural{"{n} document was niet aangekondigd.", "{n} documenten waren niet aangekondigd."},
	Agrees:      "De regels onderaan het document kloppen: nummer en houder.",
	OtherNumber: "Dit is een ander document: {number}.", OtherHolder: "Dit document is van iemand anders: {name}.",
	OtherBirth: "De geboortedatum op het document is een andere: {date}.",
}

var englishScan = Scan{
	SignFirst: "Sign in first. Then the scanner works.",
	Unknown:   "This counter does not know this code.", UnknownNext: "Scan it again, or type what is printed below it.",
	NotHere: "Scanned: {what}. That cannot be done here now.", NotHereNext: "Close this first with Esc, and scan again.",
	Booking: "an appointment", Document: "document {number}", Consignment: "consignment {id}",
	NoVault: "Document {number}: there is no safe at this counter.", NotInVault: "Document {number} is not in the safe of this counter.",
	NotInVaultNext: "Ctrl+K shows who had it and where it is now.",
	NobodyServed:   "Document {number}: there is nobody at this desk.", NobodyServedNext: "First call the visitor, or open the safe with Ctrl+K.",
	LiesHere: "Document {number} is already here.", Another: "You are handing out {number} now.", AnotherNext: "First hand that out, or lay it back.",
	Listed: Plural{"Consignment {id}: {n} document on the list.", "Consignment {id}: {n} documents on the list."}, ListedNext: "Now scan the documents one by one.",
	Unannounced: Plural{"{n} document was not announced.", "{n} documents were not announced."},
	Agrees:      "The lines of the document agree: number and holder.",
	OtherNumber: "This is another document: {number}.", OtherHolder: "This document is somebody else's: {name}.",
	OtherBirth: "The date of birth on the document is another: {date}.",
}
