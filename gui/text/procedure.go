package text

// Procedure is how products are done, step by step, and what clerks say of that.
type Procedure struct {
	Act, Tick, Title         string // buttons, the sheet
	Done                     Plural // {n} of {of} steps are done
	NextKey                  string // {key}
	Undone                   string // {what}: required steps that were not ticked, at the end of a service
	News                     Plural // {n} {day} {key}: new since the last shift
	NewsFirst                Plural // {n} {key}: the same on a first day
	Version                  string // {n} {from}
	Always                   string // in force always
	Coming                   string // {n} {from}
	Since, Unread            string // {day}: above what is new
	SinceFirst               string
	New, Changed, Gone       string // what became of a step
	Moved                    string
	Was                      string // {what}: as a step was said
	Source, Assumed          string // {what}
	Required                 string
	Proven                   string // by the counter's own records
	Whole                    string // a remark about all of it
	Remark, Send, Sent       string // field, button, notice
	SentNext                 string
	Said, Answered, Open     string // {day} {what} {by}: the latest remark
	Read, ReadSaid           string // button; {what}
	Empty, Fetching, NoSteps string
	Hint                     string
}

var dutchProcedure = Procedure{
	Act: "Werkprocessen", Tick: "Vink stap af", Title: "Werkprocessen",
	Done:      Plural{One: "{n} van {of} stappen gedaan", Many: "{n} van {of} stappen gedaan"},
	NextKey:   "{key} vinkt de volgende af",
	Undone:    "Niet afgevinkt: {what}.",
	News:      Plural{One: "{n} werkproces is gewijzigd sinds je dienst van {day}. Lees het met {key}.", Many: "{n} werkprocessen zijn gewijzigd sinds je dienst van {day}. Lees ze met {key}."},
	NewsFirst: Plural{One: "{n} werkproces is gewijzigd sinds je begon. Lees het met {key}.", Many: "{n} werkprocessen zijn gewijzigd sinds je begon. Lees ze met {key}."},
	Version:   "Versie {n}, sinds {from}", Always: "Versie {n}", Coming: "Versie {n} begint op {from}.",
	Since: "Gewijzigd sinds je dienst van {day}.", Unread: "Gewijzigd, en nog niet gelezen.", SinceFirst: "Gewijzigd sinds je begon.",
	New: "nieuw", Changed: "gewijzigd", Gone: "vervalt", Moved: "verplaatst", Was: "Vroeger: {what}",
	Source: "Bron: {what}", Assumed: "Nog niet bevestigd door de stad.", Required: "Hoort altijd te gebeuren.", Proven: "blijkt uit het logboek",
	Whole: "Het hele werkproces", Remark: "Wat kan hier beter? (noem niemand)", Send: "Geef door", Sent: "Je opmerking gaat naar het hoofdkantoor.",
	SentNext: "Het antwoord komt hier te staan.",
	Said:     "Opmerking van {day}: {what}", Answered: "Antwoord van {by}: {what}", Open: "Nog geen antwoord.",
	Read: "Gelezen", ReadSaid: "{what}: gelezen.",
	Empty: "Er zijn nog geen werkprocessen.", Fetching: "Even zoeken…", NoSteps: "Kies links een werkproces.",
	Hint: "Enter op een stap: schrijf er een opmerking over.",
}

var englishProcedure = Procedure{
	Act: "Procedures", Tick: "Tick a step", Title: "Procedures",
	Done:      Plural{One: "{n} of {of} steps done", Many: "{n} of {of} steps done"},
	NextKey:   "{key} ticks the next one",
	Undone:    "Not ticked: {what}.",
	News:      Plural{One: "{n} procedure changed since your shift of {day}. Read it with {key}.", Many: "{n} procedures changed since your shift of {day}. Read them with {key}."},
	NewsFirst: Plural{One: "{n} procedure changed since you began. Read it with {key}.", Many: "{n} procedures changed since you began. Read them with {key}."},
	Version:   "Version {n}, since {from}", Always: "Version {n}", Coming: "Version {n} begins on {from}.",
	Since: "Changed since your shift of {day}.", Unread: "Changed, and not read yet.", SinceFirst: "Changed since you began.",
	New: "new", Changed: "changed", Gone: "dropped", Moved: "moved", Was: "Before: {what}",
	Source: "Source: {what}", Assumed: "Not confirmed by the city yet.", Required: "Is always to be done.", Proven: "is in the journal",
	Whole: "The whole procedure", Remark: "What could be better here? (name nobody)", Send: "Pass on", Sent: "Your remark goes to headquarters.",
	SentNext: "The answer will stand here.",
	Said:     "Remark of {day}: {what}", Answered: "Answer by {by}: {what}", Open: "No answer yet.",
	Read: "Read", ReadSaid: "{what}: read.",
	Empty: "There are no procedures yet.", Fetching: "One moment…", NoSteps: "Choose a procedure at the left.",
	Hint: "Enter on a step: write a remark about it.",
}
