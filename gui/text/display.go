package text

// Display is the screen in the waiting room.
type Display struct {
	Title   string // of the window
	Opening string // before the first picture of the counter arrives
	Number  string // above the number that was called
	Desk    string // {n}
	DeskIs  string // {n} {what}
	Again   string // called once more
	Nobody  string // nobody was called yet
	Before  string // above the calls before this one
	Next    string // above the numbers of who comes soon
	Waits   Plural
	NoWait  string
	Expect  string // {from} {to}: how long who comes now will wait, in minutes
	Under   string // {to}: less than that
	Closed  string
	Opens   string // {day} {time}
	Hours   string // {what} {hours}
	Span    string // {from} {to}
	Later   string // {what} {day} {time}: not today
	Today   string // the day, in Opens
	On      string // {day} {why}: a day on which it is closed
	From    string // {from} {to} {why}: days on which it is closed
	Part    string // {day} {hours} {why}: closed for a part of a day
	Until   string // {day} {to} {hours} {why}: closed for the same part of each
	Stale   string // {time} since when nothing is heard
	StaleIf string // what a visitor does then
	Modes   map[string]string

	News, Activity   string // above an item
	Line             string // {what} {title}: an item on one line
	ActivityAt       string // {day} {hours}
	SignUp, NoSignUp string // for an activity, before it
}

var dutchDisplay = Display{
	Title:   "Wachtruimte",
	Opening: "Een ogenblik",
	Number:  "Nummer",
	Desk:    "Loket {n}",
	DeskIs:  "Loket {n} · {what}",
	Again:   "Opnieuw opgeroepen",
	Nobody:  "Neem een nummer en ga even zitten.",
	Before:  "Hiervoor opgeroepen",
	Next:    "Straks aan de beurt",
	Waits:   Plural{One: "{n} bezoeker wacht", Many: "{n} bezoekers wachten"},
	NoWait:  "Niemand wacht",
	Expect:  "Wie nu komt, wacht {from} tot {to} minuten.",
	Under:   "Wie nu komt, wacht minder dan {to} minuten.",
	Closed:  "Gesloten",
	Opens:   "Opent {day} om {time}",
	Hours:   "{what} {hours}",
	Span:    "{from}–{to}",
	Later:   "{what} {day} om {time}",
	Today:   "vandaag",
	On:      "{day} gesloten: {why}",
	From:    "{from} tot {to} gesloten: {why}",
	Part:    "{day} gesloten {hours}: {why}",
	Until:   "{day} tot {to} gesloten {hours}: {why}",
	Stale:   "Dit scherm hoort niets nieuws sinds {time}.",
	StaleIf: "Luister naar de medewerker.",
	Modes: map[string]string{"appointment": "Op afspraak", "walk_in": "Vrije inloop", "reception": "Onthaal",
		"self_service": "Zelfbediening"},
	News: "Nieuws", Activity: "Activiteit", Line: "{what}: {title}", ActivityAt: "{day}, {hours}", SignUp: "Schrijf u vooraf in", NoSignUp: "Inschrijven hoeft niet",
}

var englishDisplay = Display{
	Title:   "Waiting room",
	Opening: "One moment",
	Number:  "Number",
	Desk:    "Desk {n}",
	DeskIs:  "Desk {n} · {what}",
	Again:   "Called again",
	Nobody:  "Take a number and have a seat.",
	Before:  "Called before",
	Next:    "Coming up",
	Waits:   Plural{One: "{n} visitor waits", Many: "{n} visitors wait"},
	NoWait:  "Nobody waits",
	Expect:  "If you come now you wait {from} to {to} minutes.",
	Under:   "If you come now you wait less than {to} minutes.",
	Closed:  "Closed",
	Opens:   "Opens {day} at {time}",
	Hours:   "{what} {hours}",
	Span:    "{from}–{to}",
	Later:   "{what} {day} at {time}",
	Today:   "today",
	On:      "{day} closed: {why}",
	From:    "{from} to {to} closed: {why}",
	Part:    "{day} closed {hours}: {why}",
	Until:   "{day} to {to} closed {hours}: {why}",
	Stale:   "This screen has heard nothing since {time}.",
	StaleIf: "Please listen to the clerk.",
	Modes: map[string]string{"appointment": "By appointment", "walk_in": "Walk-in", "reception": "Reception",
		"self_service": "Self-service"},
	News: "News", Activity: "Activity", Line: "{what}: {title}", ActivityAt: "{day}, {hours}", SignUp: "Please sign up beforehand", NoSignUp: "No need to sign up",
}
