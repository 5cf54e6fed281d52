package text

// Hours is the planner's page of opening hours: what holds, what comes, what was, and a change of it.
type Hours struct {
	Title, Opening, More                                  string
	Lost, Connected                                       string    // {time}
	Tabs                                                  [4]string // hours, calendar, history, differences
	TabsLabel, Sites, Rows                                string
	Empty                                                 [4]string // of each tab
	Coming                                                Plural    // changes to come, of a site
	Shut                                                  string    // a site without hours
	OpenTo, OpensAt                                       string    // {day} {time}
	Now, From, Was, Until                                 string    // {day}
	Desk, DeskOne                                         string    // {first} {last}; {desk}
	AtDesks                                               Plural
	Some                                                  string // {products} only
	Assumed                                               string
	PutBy                                                 string // {by} {day}
	Published                                             string // {day}
	Hurried                                               string // {why}
	Week                                                  string // {day} head of the plain week
	WeekNow                                               string
	WeekDay                                               string // {day} {hours}
	Closed, WholeDay, AllSites                            string
	Part                                                  string // {from} {to}
	Holiday, Closure, OneDay, Sitting, Activity           string
	OpenExtra                                             string // {from} {to} {mode}
	SittingRow                                            string // {desks}
	Note                                                  string // {time} {by} {what}
	Nobody                                                string
	Put, Changed, Gone                                    string // {what}
	NoteRule, NoteClosure, NoteOther                      string // {say}
	Effective                                             string // {day} {published}
	Rule, Close, Day, Sit, Stop, Notice, Refresh, Change  string // buttons
	Titles                                                map[string]string
	Whats                                                 map[string]string
	Fields                                                map[string]string
	Modes                                                 [5]string
	Scope                                                 [2]string
	Times                                                 [4]string
	Check, Commit, Back                                   string
	BadDate, BadHour, BadDays, BadDesk, BadProduct        string // {field} {value}
	BadOrder, NoReason, HolidayShut, AlreadyOpen, NotOpen string // {day} {name}
	SameDay                                               string
	First                                                 string // {day}
	Nothing                                               string
	Norm, TooLate                                         string // {days} {norm}
	Before                                                string // {what} {before} {after}
	HitsNone                                              string
	Hits                                                  Plural // {days}
	HitRow                                                string // {day} {at} {site} {products}
	HitNext                                               string
	Overtaken                                             string // {by} {what}
	OvertakenSame                                         string
	Done                                                  string // {version}
	DoneNext                                              string
	NoticeNone                                            string
	NoticeSaved                                           string // {file}
	NoticeFailed                                          string // {file}
	DayChange                                             string // {day} {before} {after}
	DifferHead                                            Plural
	Differ                                                string // {with} {without}
	Offer, NoProduct                                      string
}

var dutchHours = Hours{
	Title: "Uren en aanbod", Opening: "De openingsuren worden gehaald bij het hoofdkantoor.", More: "nog %s",
	Lost: "Geen verbinding; deze uren zijn van {time}.", Connected: "Verbonden met het hoofdkantoor",
	Tabs: [4]string{"Uren", "Kalender", "Geschiedenis", "Wat verschilt"}, TabsLabel: "Wat van deze locatie", Sites: "Locaties", Rows: "Van deze locatie",
	Empty: [4]string{"Deze locatie heeft geen openingsuren. Maak ze met F2.", "Het komende jaar is er niets bijzonders. Een sluiting maak je met F3, een dag met andere uren met F4.",
		"De uren van deze locatie zijn nooit gewijzigd.", "Alle locaties van één soort bieden hetzelfde aan."},
	Coming: Plural{"{n} komt", "{n} komen"}, Shut: "geen uren", OpenTo: "open tot {time}", OpensAt: "dicht tot {day} {time}",
	Now: "geldt nu", From: "vanaf {day}", Was: "was tot {day}", Until: "tot en met {day}",
	Desk: "loket {first} tot {last}", DeskOne: "loket {desk}", AtDesks: Plural{"{n} loket", "{n} loketten"}, Some: "alleen {products}", Assumed: "aangenomen",
	PutBy: "{by}, {day}", Published: "bekend op {day}", Hurried: "te laat bekend: {why}",
	Week: "Vanaf {day}", WeekNow: "Nu", WeekDay: "{day} {hours}", Closed: "gesloten", WholeDay: "hele dag", AllSites: "alle locaties", Part: "{from} tot {to}",
	Holiday: "feestdag", Closure: "sluiting", OneDay: "andere uren", Sitting: "zitdag", Activity: "activiteit",
	OpenExtra: "Ook open {from} tot {to}, {mode}", SittingRow: "Loket {desks} is voor een andere dienst",
	Note: "{time}, {by}: {what}", Nobody: "niet vermeld", Put: "nieuw: {what}", Changed: "gewijzigd: {what}", Gone: "weg: {what}",
	NoteRule: "{say}", NoteClosure: "sluiting {say}", NoteOther: "{say}", Effective: "geldt vanaf {day}, bekend op {published}",
	Rule: "Nieuwe uren", Close: "Sluiting", Day: "Eén dag", Sit: "Zitdag", Stop: "Stop", Notice: "Bericht", Refresh: "Vernieuw", Change: "Wijzig",
	Titles: map[string]string{"rule": "Nieuwe uren in {site}", "change": "Uren wijzigen in {site}", "closure": "Sluiting in {site}", "day": "Andere uren op één dag in {site}",
		"sitting": "Zitdag van een andere dienst in {site}", "offer": "Aanbod in {site}", "stop": "Stoppen in {site}", "check": "Wat dit doet in {site}"},
	Whats: map[string]string{"rule": "Deze uren komen bij wat er al is.", "change": "Tot de eerste dag blijft alles zoals het is. Daarna gelden deze uren in de plaats: {say}.",
		"closure": "Op deze dagen is er niemand, of niet op deze uren.", "day": "Alleen op die dag. Wat er buiten deze uren open was, is dan dicht.",
		"sitting": "Het loket is die dag voor een andere dienst. Niemand kan er bij ons boeken.", "offer": "Na de laatste dag lezen bezoekers waar ze dan terecht kunnen.", "stop": "Dit houdt op: {say}."},
	Fields: map[string]string{"days": "Dagen", "from": "Van", "to": "Tot", "mode": "Hoe", "desks": "Aantal loketten", "first": "Eerste loket", "start": "Eerste dag", "end": "Laatste dag",
		"date": "Dag", "published": "Bekend op", "reason": "Reden, voor bezoekers", "products": "Alleen deze producten", "after": "Waarheen na de laatste dag", "hurry": "Waarom zo laat bekend",
		"scope": "Waar", "desk": "Loket", "who": "Welke dienst", "times": "Hoe vaak", "stop": "Eerste dag zonder"},
	Modes: [5]string{"Afspraak", "Vrije inloop", "Onthaal", "Zelfbediening", "Telefoon"}, Scope: [2]string{"Deze locatie", "Alle locaties"},
	Times: [4]string{"Eén keer", "Elke week", "Om de 2 weken", "Elke 4 weken"},
	Check: "Kijk na", Commit: "Leg vast", Back: "Terug",
	BadDate: "{field}: '{value}' is geen dag. Schrijf 7-12-2026 of 7 dec.", BadHour: "{field}: '{value}' is geen uur. Schrijf 9:00 of 9u30.", BadDays: "Kies minstens één dag van de week.",
	BadDesk: "{field}: '{value}' is geen nummer van 1 tot 64.", BadProduct: "Het product '{value}' is niet bekend, of er zijn er meer die zo heten.",
	BadOrder: "Het einde komt voor het begin.", NoReason: "Schrijf de reden op: bezoekers lezen ze.", HolidayShut: "{day} is een feestdag ({name}): dan is alles dicht.",
	AlreadyOpen: "Die dag is het al zo open.", NotOpen: "Die dag is er niets om te sluiten.", SameDay: "De eerste dag kan niet voor vandaag zijn.",
	First: "Eerste dag waarop iets anders is: {day}.", Nothing: "Dit verandert niets in de komende twee jaar.",
	Norm: "Bewoners weten het {days} dagen vooraf; de norm is {norm}.", TooLate: "Bewoners weten het {days} dagen vooraf; de norm is {norm}. Schrijf op waarom het niet eerder kan, bijvoorbeeld door ziekte.",
	Before: "{what}: nu {before}, straks {after}", HitsNone: "Geen enkele afspraak verliest haar plaats.",
	Hits:   Plural{"{n} afspraak verliest haar plaats, op {days}.", "{n} afspraken verliezen hun plaats, op {days}."},
	HitRow: "{day} {at}, {site}: {products}", HitNext: "Niemand wordt verplaatst: bel deze bezoekers, of verplaats hun afspraak.",
	Overtaken: "Intussen wijzigde {by}: {what}.", OvertakenSame: "Intussen wijzigde {by} hetzelfde. Kijk het na en begin opnieuw; er is niets gewijzigd.",
	Done: "Vastgelegd als versie {version}.", DoneNext: "Maak het bericht voor bewoners met F6.",
	NoticeNone: "Hier verandert niets waarover een bericht kan gaan. Kies een wijziging die komt.", NoticeSaved: "Bericht bewaard: {file}, met de tekst ernaast.",
	NoticeFailed: "Het bericht kan niet bewaard worden in {file}.",
	DayChange:    "{day}: nu {before}, straks {after}", Offer: "Aanbod", NoProduct: "Zeg welk product het is.", Differ: "wel op {with}, niet op {without}", DifferHead: Plural{"{n} verschil tussen locaties van één soort, deze week.", "{n} verschillen tussen locaties van één soort, deze week."},
}

var englishHours = Hours{
	Title: "Hours and offer", Opening: "The opening hours are being fetched from headquarters.", More: "%s more",
	Lost: "No connection; these hours are of {time}.", Connected: "Connected to headquarters",
	Tabs: [4]string{"Hours", "Calendar", "History", "Differences"}, TabsLabel: "What of this site", Sites: "Sites", Rows: "Of this site",
	Empty: [4]string{"This site has no opening hours. Make some with F2.", "There is nothing special in the coming year. F3 makes a closure, F4 a day with other hours.",
		"The hours of this site were never changed.", "All sites of one kind offer the same."},
	Coming: Plural{"{n} to come", "{n} to come"}, Shut: "no hours", OpenTo: "open until {time}", OpensAt: "closed until {day} {time}",
	Now: "in force", From: "from {day}", Was: "was until {day}", Until: "until {day}",
	Desk: "desk {first} to {last}", DeskOne: "desk {desk}", AtDesks: Plural{"{n} desk", "{n} desks"}, Some: "only {products}", Assumed: "assumed",
	PutBy: "{by}, {day}", Published: "told on {day}", Hurried: "told late: {why}",
	Week: "From {day}", WeekNow: "Now", WeekDay: "{day} {hours}", Closed: "closed", WholeDay: "whole day", AllSites: "all sites", Part: "{from} to {to}",
	Holiday: "holiday", Closure: "closure", OneDay: "other hours", Sitting: "sitting", Activity: "activity",
	OpenExtra: "Also open {from} to {to}, {mode}", SittingRow: "Desk {desks} is another service's",
	Note: "{time}, {by}: {what}", Nobody: "not said", Put: "new: {what}", Changed: "changed: {what}", Gone: "gone: {what}",
	NoteRule: "{say}", NoteClosure: "closure {say}", NoteOther: "{say}", Effective: "from {day}, told on {published}",
	Rule: "New hours", Close: "Closure", Day: "One day", Sit: "Sitting", Stop: "Stop", Notice: "Notice", Refresh: "Refresh", Change: "Change",
	Titles: map[string]string{"rule": "New hours in {site}", "change": "Change hours in {site}", "closure": "Closure in {site}", "day": "Other hours on one day in {site}",
		"sitting": "Sitting of another service in {site}", "offer": "Offer in {site}", "stop": "Stop in {site}", "check": "What this does in {site}"},
	Whats: map[string]string{"rule": "These hours come beside those that there are.", "change": "Until the first day all stays as it is. From then on these hours stand in the place of: {say}.",
		"closure": "On these days nobody is there, or not in these hours.", "day": "On that day only. What was open outside these hours is closed then.",
		"sitting": "That day the desk is another service's. Nobody can book it with us.", "offer": "After the last day visitors read where they can go then.", "stop": "This ends: {say}."},
	Fields: map[string]string{"days": "Days", "from": "From", "to": "To", "mode": "How", "desks": "Number of desks", "first": "First desk", "start": "First day", "end": "Last day",
		"date": "Day", "published": "Told on", "reason": "Reason, for visitors", "products": "Only these products", "after": "Where to after the last day", "hurry": "Why told so late",
		"scope": "Where", "desk": "Desk", "who": "Which service", "times": "How often", "stop": "First day without"},
	Modes: [5]string{"Appointment", "Walk-in", "Reception", "Self-service", "Phone"}, Scope: [2]string{"This site", "All sites"},
	Times: [4]string{"Once", "Every week", "Every 2 weeks", "Every 4 weeks"},
	Check: "Check", Commit: "Commit", Back: "Back",
	BadDate: "{field}: '{value}' is no day. Write 7-12-2026 or 7 dec.", BadHour: "{field}: '{value}' is no hour. Write 9:00 or 9u30.", BadDays: "Choose one day of the week at least.",
	BadDesk: "{field}: '{value}' is no number from 1 to 64.", BadProduct: "The product '{value}' is not known, or several are called so.",
	BadOrder: "The end comes before the beginning.", NoReason: "Write down the reason: visitors read it.", HolidayShut: "{day} is a holiday ({name}): all is closed.",
	AlreadyOpen: "It is open like that on that day.", NotOpen: "There is nothing to close on that day.", SameDay: "The first day cannot be before today.",
	First: "First day on which anything is otherwise: {day}.", Nothing: "This changes nothing in the coming two years.",
	Norm: "Citizens know it {days} days before; the norm is {norm}.", TooLate: "Citizens know it {days} days before; the norm is {norm}. Write down why it cannot be sooner, as by sickness.",
	Before: "{what}: now {before}, then {after}", HitsNone: "No appointment loses its place.",
	Hits:   Plural{"{n} appointment loses its place, on {days}.", "{n} appointments lose their place, on {days}."},
	HitRow: "{day} {at}, {site}: {products}", HitNext: "Nobody is moved: call these visitors, or move their appointment.",
	Overtaken: "Meanwhile {by} changed: {what}.", OvertakenSame: "Meanwhile {by} changed the same. Look at it and begin anew; nothing is changed.",
	Done: "Committed as version {version}.", DoneNext: "F6 makes the notice for citizens.",
	NoticeNone: "Nothing changes here that a notice could be about. Choose a change to come.", NoticeSaved: "Notice saved: {file}, with its words beside it.",
	NoticeFailed: "The notice cannot be saved as {file}.",
	DayChange:    "{day}: now {before}, then {after}", Offer: "Offer", NoProduct: "Say which product it is.", Differ: "at {with}, not at {without}", DifferHead: Plural{"{n} difference between sites of one kind, this week.", "{n} differences between sites of one kind, this week."},
}
