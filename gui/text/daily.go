package text

// Daily is the sheet of the day: what the night brought, its opening and its closing.
type Daily struct {
	Act, Title, Page                        string
	Morning, Opening, Closing               string // pages
	Fresh, Some, Old                        string // above the lines of the morning
	None                                    string // no report
	Notices                                 string
	Here, HereNone                          string // who is here
	Checks                                  string
	Good, Wrong                             string // of a device
	Devices                                 map[string]string
	WrongSay                                string // {device}
	Open, Close, Sheet, Count, Begin, Again string // buttons
	Opened, Closed                          string // {time} {name}
	OpenedNext, ClosedNext                  string
	NotOpen                                 string
	Uncounted, TripsKnown                   string
	NeedTrips                               string
	Saved, SavedOpen                        string // {path}
	SavedNext                               string
	Standing                                string
	More                                    Plural // notices beside the first
}

var dutchDaily = Daily{
	Act: "De dag", Title: "De dag van dit loket", Page: "Wat wil je zien?",
	Morning: "Vanmorgen", Opening: "Openen", Closing: "Sluiten",
	Fresh: "Alles is bijgewerkt.", Some: "Niet alles is bijgewerkt. Dit loket werkt.", Old: "Hier moet vandaag iemand iets aan doen.",
	None:    "Over deze nacht is nog niets bekend. Alles aan dit loket werkt zoals gisteren.",
	Notices: "Meldingen", Here: "Wie is er", HereNone: "Nog niemand is aangemeld.", Checks: "Kijk na voor je opent",
	Good: "in orde", Wrong: "niet in orde",
	Devices:  map[string]string{"ticket-printer": "Ticketprinter", "printer": "Printer en papier", "display": "Scherm in de wachtzaal", "vault": "Kluis dicht en heel"},
	WrongSay: "{device}: niet in orde",
	Open:     "Open de dag", Close: "Sluit de dag", Sheet: "Maak het dagblad", Count: "Tel de kluis", Begin: "Ga naar openen", Again: "Heropen de dag",
	Opened: "De dag is geopend om {time} door {name}.", Closed: "De dag is gesloten om {time} door {name}.",
	OpenedNext: "Goede dag. Roep de eerste bezoeker op met F2.", ClosedNext: "Maak nu het dagblad, druk het af en teken het.",
	NotOpen:   "De dag is nog niet geopend.",
	Uncounted: "Waarom is de kluis niet geteld?", TripsKnown: "De verantwoordelijke weet dat er documenten onderweg zijn",
	NeedTrips: "Er zijn nog documenten onderweg. Haal ze terug, of duid aan dat de verantwoordelijke het weet.",
	Saved:     "Het dagblad staat in {path}", SavedOpen: "Het dagblad is open. Het staat ook in {path}",
	SavedNext: "Druk het af en teken het.", Standing: "Zo staat de dag ervoor",
	More: Plural{"Nog {n} melding: zie Ctrl+D.", "Nog {n} meldingen: zie Ctrl+D."},
}

var englishDaily = Daily{
	Act: "The day", Title: "The day of this counter", Page: "What do you want to see?",
	Morning: "This morning", Opening: "Opening", Closing: "Closing",
	Fresh: "Everything is up to date.", Some: "Not everything is up to date. This counter works.", Old: "Somebody must act on this today.",
	None:    "Nothing is known of this night yet. Everything at this counter works as yesterday.",
	Notices: "Notices", Here: "Who is here", HereNone: "Nobody has signed in yet.", Checks: "Look at these before you open",
	Good: "in order", Wrong: "not in order",
	Devices:  map[string]string{"ticket-printer": "Ticket printer", "printer": "Printer and paper", "display": "Display in the waiting room", "vault": "Safe closed and whole"},
	WrongSay: "{device}: not in order",
	Open:     "Open the day", Close: "Close the day", Sheet: "Make the day sheet", Count: "Count the safe", Begin: "Go to opening", Again: "Open the day again",
	Opened: "The day was opened at {time} by {name}.", Closed: "The day was closed at {time} by {name}.",
	OpenedNext: "Have a good day. Call the first visitor with F2.", ClosedNext: "Now make the day sheet, print it and sign it.",
	NotOpen:   "The day has not been opened yet.",
	Uncounted: "Why was the safe not counted?", TripsKnown: "The person in charge knows that documents are out",
	NeedTrips: "Documents are still out. Get them back, or mark that the person in charge knows.",
	Saved:     "The day sheet is in {path}", SavedOpen: "The day sheet is open. It is also in {path}",
	SavedNext: "Print it and sign it.", Standing: "How the day stands",
	More: Plural{"{n} more notice: see Ctrl+D.", "{n} more notices: see Ctrl+D."},
}
