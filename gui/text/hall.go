package text

// Hall is the waiting room beyond who is called next: stepping aside, sending on, taking back, urgency, the door, and
// why the order is as it is.
type Hall struct {
	Park, Resume, Transfer, NextProduct string // buttons
	Undo, Hasten, Order, Figures        string

	Aside                     string // above the list of who stepped aside
	AsideFor                  string // {desk}
	AsideSince                string // {time}
	AsideRow                  string // in a row
	AsideCount                Plural
	AsideTitle                string
	Wait                      string // button: they are back, and wait again
	WaitHint                  string // {desk}
	Parked, Returned, Resumed string // {ticket}
	ParkedNext                string

	Send, SendTo, SendHint, SendNone string // the sheet that sends on, by {ticket}
	SendDone                         string // above what is in order already
	SendNow                          string // button
	ToDesk, ToTheme, AlsoProduct     string // {n} {theme}
	Manned, Unmanned                 string // {name}
	SentDesk, SentTheme, SentProduct string // {ticket} and {n}, {theme} or {what}
	SentNext                         string
	Then                             string // {what} comes after
	NextSaid                         string // {ticket} {done} {what}

	LastStep, Undone string // {ticket} {step}

	HastenTitle, HowUrgent, Why string // HastenTitle: {ticket}
	Hastened, Calmed            string // {ticket} {urgency}
	Ordinary                    string // button: no urgency after all
	NeedReason                  string
	NoProduct                   string
	NeedCode, NeedCodeNext      string // {product}
	Reasons                     map[string]string

	DoorTitle, DoorElsewhere string // nobody is helped without appointment; an appointment that is not for here and now
	DoorPlaces, DoorSearch   string
	DoorNone, DoorNext       string
	DoorUrgent               string // button: urgent all the same

	Title, Page                  string
	PageOrder, PageDay, PageBack string
	Rules                        string
	Expect                       string // {time}
	NoData                       string
	NotHere                      string // {why} this desk does not call them
	NobodyWaits                  string
	Passed                       string // {who} was passed over

	LateBy               string // {value} mean lateness
	Norm                 string // {limit}
	Fair, Waited, Served string // {value}
	Early                Plural
	TooFew               Plural // visits, too few for a figure
	DayEmpty             string
	DayHint              string
	Alarms               Plural // beside the one that is said
	BackEmpty, BackHint  string
	LeftAtClosing        Plural // {tickets}
	LeftNext             string
}

var dutchHall = Hall{
	Park: "Zet opzij", Resume: "Neem terug", Transfer: "Stuur door", NextProduct: "Volgend product",
	Undo: "Maak ongedaan", Hasten: "Spoed", Order: "Waarom deze volgorde?", Figures: "Cijfers van vandaag",

	Aside: "Even opzij", AsideFor: "voor loket {desk}", AsideSince: "al {time}", AsideRow: "opzij", AsideCount: Plural{"{n} opzij", "{n} opzij"}, AsideTitle: "Even opzij",
	Wait: "Laat wachten", WaitHint: "Laat wachten: de bezoeker staat weer in de rij voor loket {desk}, op dezelfde plaats.",
	Parked: "{ticket} wacht even opzij. Je loket is vrij.", ParkedNext: "Is de bezoeker terug, kies dan Neem terug.",
	Returned: "{ticket} wacht weer, op dezelfde plaats in de rij.", Resumed: "{ticket} is terug aan je loket.",

	Send: "Stuur {ticket} door", SendTo: "Waarheen? Kies, of tik een product", SendNone: "Geen loket, thema of product met deze naam.",
	SendHint: "De bezoeker houdt de plaats in de rij.", SendDone: "Wat is hier al klaar?", SendNow: "Stuur door",
	ToDesk: "Loket {n}", ToTheme: "Thema {theme}", AlsoProduct: "komt erbij", Manned: "{name}", Unmanned: "niemand aangemeld",
	SentDesk: "{ticket} wacht nu op loket {n}.", SentTheme: "{ticket} wacht nu op een loket voor {theme}.",
	SentProduct: "{ticket} wacht nu ook voor {what}.", SentNext: "De bezoeker houdt de plaats in de rij.",
	Then: "Daarna: {what}", NextSaid: "{ticket}: {done} is klaar. De bezoeker wacht nu voor {what}.",

	LastStep: "Laatste stap: {ticket}, {step}", Undone: "Ongedaan: {ticket}, {step}.",

	HastenTitle: "Hoe dringend is {ticket}?", HowUrgent: "Hoe dringend? (pijl opzij)", Why: "Waarom?",
	Hastened: "{ticket} heeft nu de code {urgency}.", Calmed: "{ticket} heeft geen code van spoed meer.",
	Ordinary: "Toch geen spoed", NeedReason: "Kies in de lijst waarom het dringend is.",
	NoProduct: "Geen product met deze naam.",
	NeedCode:  "Voor {product} is een code nodig.", NeedCodeNext: "Kies semi-spoed of spoed, met de pijl opzij of met de muis.",
	Reasons: map[string]string{"vertrek": "vertrekt binnen enkele dagen op reis", "verlies": "document verloren of gestolen",
		"termijn": "een wettelijke termijn loopt af", "geboorte": "geboorte of erkenning", "overlijden": "overlijden",
		"steun": "dringende steun", "fout": "fout of vertraging van de stad", "andere": "andere reden"},

	DoorTitle: "Dit kan nu niet zonder afspraak", DoorElsewhere: "Deze afspraak is niet voor hier en nu",
	DoorPlaces: "Dit kan wel: boek een afspraak", DoorSearch: "Zoeken naar vrije plaatsen…",
	DoorNone: "Er is nergens een vrije plaats gevonden. Zoek een latere dag met F3.",
	DoorNext: "Enter boekt de gekozen plaats. Je vult alleen de naam nog in.", DoorUrgent: "Toch dringend",

	Title: "De wachtzaal", Page: "Wat wil je zien?", PageOrder: "Volgorde", PageDay: "Cijfers", PageBack: "Net beëindigd",
	Rules:  "Zo wordt de volgorde bepaald",
	Expect: "Verwachte wachttijd: {time}", NoData: "geen gegevens", NotHere: "Niet voor dit loket: {why}", NobodyWaits: "Er wacht niemand.",
	Passed: "Voorbijgegaan: {who}",

	LateBy: "{value} min te laat", Norm: "norm {limit} min", Fair: "vanaf aankomst {value}", Waited: "wacht {value}", Served: "gesprek {value}",
	Early:    Plural{"{n} vroeger geholpen", "{n} vroeger geholpen"},
	TooFew:   Plural{"geen gegevens ({n} bezoek)", "geen gegevens ({n} bezoeken)"},
	DayEmpty: "Vandaag is nog niemand opgeroepen. De cijfers verschijnen hier.",
	DayHint:  "Gemiddelden van dit loket in minuten. Onder tien bezoeken is er geen cijfer.",
	Alarms:   Plural{"En nog {n}: zie de cijfers van vandaag.", "En nog {n}: zie de cijfers van vandaag."},
	BackHint: "Enter maakt het einde ongedaan: het bezoek staat dan weer zoals ervoor.", BackEmpty: "Er is niets beëindigd dat je nog kunt terugdraaien.",
	LeftAtClosing: Plural{"Bij sluiting was {tickets} nog hier. Het volgnummer is afgesloten.", "Bij sluiting waren {tickets} nog hier. Hun volgnummers zijn afgesloten."},
	LeftNext:      "Wie terugkomt, krijgt een nieuw nummer.",
}

var englishHall = Hall{
	Park: "Set aside", Resume: "Take back", Transfer: "Send on", NextProduct: "Next product",
	Undo: "Undo", Hasten: "Urgent", Order: "Why this order?", Figures: "Figures of today",

	Aside: "Stepped aside", AsideFor: "for desk {desk}", AsideSince: "for {time}", AsideRow: "aside", AsideCount: Plural{"{n} aside", "{n} aside"}, AsideTitle: "Stepped aside",
	Wait: "Let them wait", WaitHint: "Let them wait: the visitor is in the queue for desk {desk} again, at the same place.",
	Parked: "{ticket} has stepped aside. Your desk is free.", ParkedNext: "When the visitor is back, choose Take back.",
	Returned: "{ticket} waits again, at the same place in the queue.", Resumed: "{ticket} is back at your desk.",

	Send: "Send {ticket} on", SendTo: "Where to? Choose, or type a product", SendNone: "No desk, theme or product of this name.",
	SendHint: "The visitor keeps the place in the queue.", SendDone: "What is done here?", SendNow: "Send on",
	ToDesk: "Desk {n}", ToTheme: "Theme {theme}", AlsoProduct: "is added", Manned: "{name}", Unmanned: "nobody signed in",
	SentDesk: "{ticket} waits for desk {n} now.", SentTheme: "{ticket} waits for a desk for {theme} now.",
	SentProduct: "{ticket} waits for {what} too now.", SentNext: "The visitor keeps the place in the queue.",
	Then: "Then: {what}", NextSaid: "{ticket}: {done} is done. The visitor waits for {what} now.",

	LastStep: "Last step: {ticket}, {step}", Undone: "Undone: {ticket}, {step}.",

	HastenTitle: "How urgent is {ticket}?", HowUrgent: "How urgent? (sideways arrow)", Why: "Why?",
	Hastened: "{ticket} has the code {urgency} now.", Calmed: "{ticket} has no code of urgency any more.",
	Ordinary: "Not urgent after all", NeedReason: "Choose in the list why it is urgent.",
	NoProduct: "No product of this name.",
	NeedCode:  "{product} needs a code.", NeedCodeNext: "Choose semi-urgent or urgent, with the sideways arrow or the mouse.",
	Reasons: map[string]string{"vertrek": "leaves on a journey within days", "verlies": "document lost or stolen",
		"termijn": "a legal term runs out", "geboorte": "birth or recognition", "overlijden": "death",
		"steun": "urgent support", "fout": "mistake or delay of the city", "andere": "another reason"},

	DoorTitle: "Not without an appointment now", DoorElsewhere: "This appointment is not for here and now",
	DoorPlaces: "This can be had: book an appointment", DoorSearch: "Looking for free places…",
	DoorNone: "No free place was found anywhere. Search a later day with F3.",
	DoorNext: "Enter books the chosen place. Only the name is left to fill in.", DoorUrgent: "Urgent all the same",

	Title: "The waiting room", Page: "What do you want to see?", PageOrder: "Order", PageDay: "Figures", PageBack: "Just ended",
	Rules:  "This is how the order is made",
	Expect: "Expected wait: {time}", NoData: "no data", NotHere: "Not for this desk: {why}", NobodyWaits: "Nobody waits.",
	Passed: "Passed over: {who}",

	LateBy: "{value} min late", Norm: "norm {limit} min", Fair: "from arrival {value}", Waited: "waits {value}", Served: "service {value}",
	Early:    Plural{"{n} helped early", "{n} helped early"},
	TooFew:   Plural{"no data ({n} visit)", "no data ({n} visits)"},
	DayEmpty: "Nobody was called today yet. The figures appear here.",
	DayHint:  "Means of this counter, in minutes. Below ten visits there is no figure.",
	Alarms:   Plural{"And {n} more: see the figures of today.", "And {n} more: see the figures of today."},
	BackHint: "Enter undoes the end: the visit is then as it was before.", BackEmpty: "Nothing ended that you can still take back.",
	LeftAtClosing: Plural{"{tickets} was still here at closing. The ticket is closed.", "{tickets} were still here at closing. Their tickets are closed."},
	LeftNext:      "Whoever comes back gets a new ticket.",
}
