package text

// Pages is the bar above the planner's pages.
type Pages struct {
	Label, Week, Fleet, Inbox string
	Roster, Hours             string
	Count                     string // {page} {n}: so many there want a person
}

// Fleet is the page of all counters at a glance.
type Fleet struct {
	Title, Opening, Empty, More                string
	Lost                                       string // {time} of the picture: headquarters does not answer
	Connected                                  string
	Summary                                    Plural // counters that want a person
	AllWell                                    string
	Silent                                     string // {nodes} that did not answer
	Online, OnlineSince                        string // {time}
	Offline, OfflineSince                      string // {time}
	OfflineHeard, NeverHeard                   string // {time}
	NoAppliance, IsLost, IsFrozen, WaitsReport string
	Heard                                      string // {time} {ago}
	Waiting                                    Plural
	WaitingNone, WaitingUnknown                string
	Messages                                   Plural // {time} of the oldest
	MessagesNone, MessagesAll                  string
	Held                                       Plural // {today}
	Blocked                                    Plural
	NoneHeld                                   string
	Devices                                    Plural // all in order
	DevicesNone                                string
	Down                                       string // {name} {matter} {time}
	Alarm                                      string // {door} {matter} {time}
	Unseen                                     Plural
	Conflicts                                  Plural
	Program, ProgramUnknown                    string // {version}
	Now, Minutes, Hours, Days                  string // {n}: how long ago, short
	RowHeld                                    Plural // short, for a row
	RowMessages, RowWaiting, RowDown           Plural
	RowAlarms, RowConflicts                    Plural
	RowHeard                                   string // {ago}
	Refresh, DeclareLost                       string // buttons
	LostTitle                                  string // {site}
	LostWhat, LostTwo, LostSecond, LostNow     string
	LostDone                                   string // {site} {blocked} {booked}
	LostSame, Close                            string
}

// Dispute is the page of what a person must settle.
type Dispute struct {
	Title, Opening, Empty, More                         string
	Lost, Connected                                     string // {time}
	Row                                                 string // {time} {kind}
	KindDocument                                        string // {number}
	KindTwo, KindOne, KindOther                         string
	Open, Touched                                       string
	AppointmentSide                                     string // {site} {day} {at}
	SideWhat                                            string // {products} {persons} {channel}
	Persons                                             Plural
	Channels                                            [6]string // by the numbers of the contract
	SideWho, SideNobody                                 string    // {name} {phone}
	Seated, NotSeated, Cancelled, Past, AtSite          string    // Cancelled: {why}
	DocumentSide                                        string    // {site} {state} {time}
	States                                              map[string]string
	StateOther                                          string
	StepContact, StepRebook, StepAccept, StepSettle     string // {by} {time} {why}
	Evidence, Steps, NoSteps                            string // heads
	Rebook, Contact, Accept, Settle, Refresh            string // buttons
	RebookTitle, ContactTitle, AcceptTitle, SettleTitle string
	RebookWhat, ContactWhat, AcceptWhat, SettleWhat     string
	Which                                               string // of two appointments
	WhichRow                                            string // {day} {at} {who}
	Places, NoPlaces                                    string
	PlaceRow                                            string // {day} {at} {site}
	Why, WhyMissing, Now, Close                         string
	Done, DoneContact                                   string
}

var dutchPages = Pages{Label: "Pagina", Week: "Week", Fleet: "Loketten", Inbox: "Geschillen", Roster: "Rooster", Hours: "Uren", Count: "{page} ({n})"}

var englishPages = Pages{Label: "Page", Week: "Week", Fleet: "Counters", Inbox: "Disputes", Roster: "Roster", Hours: "Hours", Count: "{page} ({n})"}

var dutchFleet = Fleet{
	Title: "Loketten", Opening: "De stand van de loketten wordt gehaald bij het hoofdkantoor.", Empty: "Er is nog geen enkele locatie in het rooster.", More: "nog %s",
	Lost: "Geen verbinding; deze stand is van {time}.", Connected: "Verbonden met het hoofdkantoor",
	Summary: Plural{"{n} loket vraagt aandacht.", "{n} loketten vragen aandacht."}, AllWell: "Geen enkel loket vraagt aandacht.",
	Silent: "Deze knopen van het hoofdkantoor antwoorden niet: {nodes}. Een loket dat daar verbonden is, lijkt hier niet verbonden.",
	Online: "verbonden", OnlineSince: "Verbonden sinds {time}.", Offline: "niet verbonden", OfflineSince: "Niet verbonden sinds {time}. Het loket werkt alleen verder.",
	OfflineHeard: "Niet verbonden. Het loket werkt alleen verder.", NeverHeard: "Van dit loket kwam nog nooit iets binnen.",
	NoAppliance: "geen toestel", IsLost: "verloren verklaard", IsFrozen: "stilgelegd", WaitsReport: "wacht op verslag",
	Heard:   "Laatst bijgewerkt: {time}, {ago}.",
	Waiting: Plural{"{n} gebeurtenis van het loket is nog onderweg.", "{n} gebeurtenissen van het loket zijn nog onderweg."}, WaitingNone: "Alles van het loket is hier.",
	WaitingUnknown: "Wat er sindsdien gebeurde, is hier nog niet bekend.",
	Messages:       Plural{"{n} bericht wacht op het loket, het oudste van {time}.", "{n} berichten wachten op het loket, het oudste van {time}."}, MessagesNone: "Het loket heeft alle berichten.", MessagesAll: "Het loket krijgt alles opnieuw zodra er een lijn is.",
	Held:    Plural{"{n} vrije plaats bij het loket, waarvan vandaag nog {today}.", "{n} vrije plaatsen bij het loket, waarvan vandaag nog {today}."},
	Blocked: Plural{"{n} plaats is geblokkeerd tot een planner beslist.", "{n} plaatsen zijn geblokkeerd tot een planner beslist."}, NoneHeld: "Het loket heeft zelf geen vrije plaatsen.",
	Devices: Plural{"{n} toestel, in orde.", "{n} toestellen, alle in orde."}, DevicesNone: "Van toestellen is niets gemeld.",
	Down: "{name}: {matter}, sinds {time}.", Alarm: "{door}: {matter} Sinds {time}.",
	Unseen:    Plural{"{n} deur van de kluis is niet te zien.", "{n} deuren van de kluis zijn niet te zien."},
	Conflicts: Plural{"{n} geschil wacht op een beslissing.", "{n} geschillen wachten op een beslissing."},
	Program:   "Programma {version}.", ProgramUnknown: "Versie van het programma niet bekend.",
	Now: "zonet", Minutes: "{n} min geleden", Hours: "{n} u geleden", Days: "{n} d geleden",
	RowHeld: Plural{"{n} plaats", "{n} plaatsen"}, RowMessages: Plural{"{n} bericht", "{n} berichten"}, RowWaiting: Plural{"{n} onderweg", "{n} onderweg"},
	RowDown: Plural{"{n} toestel stuk", "{n} toestellen stuk"}, RowAlarms: Plural{"{n} alarm", "{n} alarmen"}, RowConflicts: Plural{"{n} geschil", "{n} geschillen"},
	RowHeard: "bijgewerkt {ago}",
	Refresh:  "Vernieuw", DeclareLost: "Verklaar verloren", LostTitle: "{site} verloren?",
	LostWhat: "Je verklaart het toestel van dit loket verloren. Doe dit alleen als het gestolen of vernield is en nooit terugkomt. Het wordt niet meer toegelaten. Zijn vrije plaatsen worden geblokkeerd, zijn afspraken blijven.",
	LostTwo:  "Dit beslissen twee planners samen. Jij bent {by}.", LostSecond: "Naam van de tweede planner", LostNow: "Ja, verklaar verloren",
	LostDone: "{site} is verloren verklaard: {blocked} plaatsen geblokkeerd, {booked} afspraken blijven.", LostSame: "Vul de naam in van een andere planner.", Close: "Terug",
}

var englishFleet = Fleet{
	Title: "Counters", Opening: "The state of the counters is being fetched from headquarters.", Empty: "There is no site in the plan yet.", More: "%s more",
	Lost: "No connection; this picture is of {time}.", Connected: "Connected to headquarters",
	Summary: Plural{"{n} counter wants attention.", "{n} counters want attention."}, AllWell: "No counter wants attention.",
	Silent: "These nodes of headquarters do not answer: {nodes}. A counter that is connected there seems not to be.",
	Online: "connected", OnlineSince: "Connected since {time}.", Offline: "not connected", OfflineSince: "Not connected since {time}. The counter works on by itself.",
	OfflineHeard: "Not connected. The counter works on by itself.", NeverHeard: "Nothing ever came from this counter.",
	NoAppliance: "no appliance", IsLost: "declared lost", IsFrozen: "stopped", WaitsReport: "waits for a report",
	Heard:   "Last updated: {time}, {ago}.",
	Waiting: Plural{"{n} event of the counter is still on its way.", "{n} events of the counter are still on their way."}, WaitingNone: "All of the counter's events are here.",
	WaitingUnknown: "What happened since is not known here yet.",
	Messages:       Plural{"{n} message waits for the counter, the oldest of {time}.", "{n} messages wait for the counter, the oldest of {time}."}, MessagesNone: "The counter has all messages.", MessagesAll: "The counter gets everything anew once there is a line.",
	Held:    Plural{"{n} free place at the counter, of which today {today}.", "{n} free places at the counter, of which today {today}."},
	Blocked: Plural{"{n} place is blocked until a planner decides.", "{n} places are blocked until a planner decides."}, NoneHeld: "The counter has no free places of its own.",
	Devices: Plural{"{n} device, in order.", "{n} devices, all in order."}, DevicesNone: "Nothing was told of devices.",
	Down: "{name}: {matter}, since {time}.", Alarm: "{door}: {matter} Since {time}.",
	Unseen:    Plural{"{n} door of the safe cannot be seen.", "{n} doors of the safe cannot be seen."},
	Conflicts: Plural{"{n} dispute waits for a decision.", "{n} disputes wait for a decision."},
	Program:   "Program {version}.", ProgramUnknown: "Version of the program not known.",
	Now: "just now", Minutes: "{n} min ago", Hours: "{n} h ago", Days: "{n} d ago",
	RowHeld: Plural{"{n} place", "{n} places"}, RowMessages: Plural{"{n} message", "{n} messages"}, RowWaiting: Plural{"{n} on its way", "{n} on their way"},
	RowDown: Plural{"{n} device down", "{n} devices down"}, RowAlarms: Plural{"{n} alarm", "{n} alarms"}, RowConflicts: Plural{"{n} dispute", "{n} disputes"},
	RowHeard: "updated {ago}",
	Refresh:  "Refresh", DeclareLost: "Declare lost", LostTitle: "{site} lost?",
	LostWhat: "You declare the appliance of this counter lost. Do this only if it was stolen or destroyed and never comes back. It will not be let in again. Its free places are blocked, its appointments stay.",
	LostTwo:  "Two planners decide this together. You are {by}.", LostSecond: "Name of the second planner", LostNow: "Yes, declare lost",
	LostDone: "{site} was declared lost: {blocked} places blocked, {booked} appointments stay.", LostSame: "Fill in the name of another planner.", Close: "Back",
}

var dutchDispute = Dispute{
	Title: "Geschillen", Opening: "De geschillen worden gehaald bij het hoofdkantoor.", Empty: "Er zijn geen geschillen. Wat niet samen waar kan zijn, komt hier, en een mens beslist.", More: "nog %s",
	Lost: "Geen verbinding; deze lijst is van {time}.", Connected: "Verbonden met het hoofdkantoor",
	Row: "{time}, {kind}", KindDocument: "document {number}", KindTwo: "twee afspraken", KindOne: "afspraak", KindOther: "kluis of toestel",
	Open: "nieuw", Touched: "bezig",
	AppointmentSide: "Afspraak {day} om {at}, {site}.", SideWhat: "{products}, {persons}, {channel}.", Persons: Plural{"{n} persoon", "{n} personen"},
	Channels: [6]string{"kanaal onbekend", "aan het loket", "via de telefoon", "via internet", "aan de kiosk", "met de app"},
	SideWho:  "{name}, {phone}.", SideNobody: "Wie er komt, is niet bekend.",
	Seated: "Heeft de plaats.", NotSeated: "Heeft geen plaats meer.", Cancelled: "Beëindigd: {why}.", Past: "Het moment is voorbij.", AtSite: "De plaats ligt bij het loket: alleen daar kan deze afspraak verplaatst worden.",
	DocumentSide: "Logboek van {site}: {state}, {time}.",
	States: map[string]string{"here": "ligt daar", "barred": "ligt daar en mag niet mee", "proposed": "ligt daar en gaat weg", "away": "is onderweg", "handed-out": "is uitgereikt",
		"destroyed": "is vernietigd", "sent-back": "is teruggestuurd", "missing": "is niet aangekomen"}, StateOther: "staat niet vast",
	StepContact: "{time}: {by} nam contact op. {why}", StepRebook: "{time}: {by} verplaatste de afspraak. {why}", StepAccept: "{time}: {by} laat beide bezoekers komen. {why}", StepSettle: "{time}: {by} sloot dit af. {why}",
	Evidence: "Wat elke kant zegt", Steps: "Wat er al gebeurde", NoSteps: "Nog niets.",
	Rebook: "Verplaats", Contact: "Noteer contact", Accept: "Laat beide komen", Settle: "Sluit af", Refresh: "Vernieuw",
	RebookTitle: "Een afspraak verplaatsen", ContactTitle: "Contact noteren", AcceptTitle: "Beide bezoekers laten komen", SettleTitle: "Geschil afsluiten",
	RebookWhat: "De bezoeker krijgt hiervan bericht. Bel eerst: niemand wordt verplaatst zonder het te weten.", ContactWhat: "Het geschil blijft open.",
	AcceptWhat: "Er verandert niets aan de plaatsen. Vraag het loket om op dat moment twee bezoekers te ontvangen.", SettleWhat: "Er verandert niets aan afspraken of documenten.",
	Which: "Welke afspraak?", WhichRow: "{day} {at}, {who}", Places: "Vrije plaatsen", NoPlaces: "Het hoofdkantoor heeft hiervoor nu geen vrije plaats.", PlaceRow: "{day} {at}, {site}",
	Why: "Waarom? Wat is er afgesproken?", WhyMissing: "Schrijf op waarom. Dat blijft bewaard, met je naam.", Now: "Bevestig", Close: "Terug",
	Done: "Geschil afgesloten.", DoneContact: "Contact genoteerd.",
}

var englishDispute = Dispute{
	Title: "Disputes", Opening: "The disputes are being fetched from headquarters.", Empty: "There are no disputes. What cannot both be true comes here, and a person decides.", More: "%s more",
	Lost: "No connection; this list is of {time}.", Connected: "Connected to headquarters",
	Row: "{time}, {kind}", KindDocument: "document {number}", KindTwo: "two appointments", KindOne: "appointment", KindOther: "safe or device",
	Open: "new", Touched: "begun",
	AppointmentSide: "Appointment {day} at {at}, {site}.", SideWhat: "{products}, {persons}, {channel}.", Persons: Plural{"{n} person", "{n} persons"},
	Channels: [6]string{"channel unknown", "at the desk", "by telephone", "by internet", "at the kiosk", "by the app"},
	SideWho:  "{name}, {phone}.", SideNobody: "Nobody said who comes.",
	Seated: "Has the place.", NotSeated: "Has no place any more.", Cancelled: "Ended: {why}.", Past: "The moment is over.", AtSite: "The place lies at the counter: only there this appointment can be moved.",
	DocumentSide: "Journal of {site}: {state}, {time}.",
	States: map[string]string{"here": "lies there", "barred": "lies there and may not leave", "proposed": "lies there and is to go", "away": "is under way", "handed-out": "was handed out",
		"destroyed": "was destroyed", "sent-back": "was sent back", "missing": "did not arrive"}, StateOther: "is not certain",
	StepContact: "{time}: {by} spoke to the visitor. {why}", StepRebook: "{time}: {by} moved the appointment. {why}", StepAccept: "{time}: {by} lets both visitors come. {why}", StepSettle: "{time}: {by} closed this. {why}",
	Evidence: "What each side says", Steps: "What was done", NoSteps: "Nothing yet.",
	Rebook: "Move", Contact: "Note contact", Accept: "Let both come", Settle: "Close", Refresh: "Refresh",
	RebookTitle: "Move an appointment", ContactTitle: "Note contact", AcceptTitle: "Let both visitors come", SettleTitle: "Close the dispute",
	RebookWhat: "The visitor is told of it. Call first: nobody is moved without knowing.", ContactWhat: "The dispute stays open.",
	AcceptWhat: "Nothing changes about the places. Ask the counter to receive two visitors at that moment.", SettleWhat: "Nothing changes about appointments or documents.",
	Which: "Which appointment?", WhichRow: "{day} {at}, {who}", Places: "Free places", NoPlaces: "Headquarters has no free place for this now.", PlaceRow: "{day} {at}, {site}",
	Why: "Why? What was agreed?", WhyMissing: "Write down why. It is kept, with your name.", Now: "Confirm", Close: "Back",
	Done: "Dispute closed.", DoneContact: "Contact noted.",
}
