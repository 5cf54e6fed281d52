package flow

// Page is a question, or an answer.
type Page uint8

// The pages.
const (
	Idle          Page = iota // nobody is here: what this place is and when it is open
	Welcome                   // what do you want to do
	Code                      // the code of an appointment, a card, or a scan
	Product                   // which product; Choices in pages
	Persons                   // for how many
	Ticket                    // a number: the end
	Refused                   // why not, with what can be done instead
	Places                    // the first free places
	Name                      // who it is for
	Reach                     // where they can be told of it
	Check                     // everything once more, before it is booked
	Booked                    // the end
	Certificate               // which certificate
	Card                      // put your card in
	PIN                       // of the card
	Paper                     // a certificate is under way, printed, or waits: the end
	Fetch                     // what is to be collected
	Pickup                    // the code of a certificate that waited
	Where                     // at which sites it is had
	HelpComing                // somebody was called
	Language                  // in which language
	Settings                  // larger, high contrast, low, spoken
	Failed                    // it did not work, and what to do: the end
	Letter                    // a letter with a PIN and PUK: how will you say who you are
	Born                      // date of birth, for that
	LetterCheck               // for whom, once more, before it is asked
	LetterAsked               // the promise: the end
	LetterRefused             // why not, and who can help
	Age                       // how old are you, if you want to say
)

// MostChoices is how many things a page offers at most.
const MostChoices = 6

// Shown is the kiosk at one moment, in words, ready to draw.
type Shown struct {
	Page  Page
	Site  string   // where this is
	Clock string   // "10:04"
	Title string   // the question, or what happened
	Text  []string // a few short sentences
	Big   string   // the one thing to remember: a number, a code
	Tone  Tone     // of what happened

	Choices []Choice
	Pages   string // "2 van 3"; empty: there is one page
	Earlier string // words of the button to the page before
	Later   string // and to the next
	Less    bool   // there is a page before it
	More    bool   // there is a page after it

	Entry *Entry // what is typed here; nil: nothing

	Next string // words of the button that goes on; empty: none
	Can  bool   // it can be pressed
	Back string // words of the button that goes back; empty: none
	Home string // words of the button that ends the visit; empty: none
	Help string // words of the button that calls a person; empty: somebody is on their way
	Read string // words of the button that reads the page aloud; empty: there is no voice

	Busy  string // what is being waited for; empty: nothing
	Still *Still // the question whether somebody is there; nil: not asked

	Idle  *Idling // of the page Idle
	Looks Looks
	Speak string // the page as it is read aloud

	Languages string // words of the button that changes the language
	Settings  string // and of that for larger text and the like
	Marked    string // "Vertaling": the page is in another language than Dutch; empty: it is Dutch
}

// Tone is how an answer is meant. It never stands alone: the words say the same.
type Tone uint8

// The tones.
const (
	Plain Tone = iota
	Good
	Warn
	Bad
)

// Choice is one thing that can be touched.
type Choice struct {
	Words string
	Hint  string // a second line: when, where, or why not
	Off   bool   // it cannot be had now; Hint says why
	Sign  Sign   // a picture beside the words
}

// Sign is a picture that helps who reads with trouble. It never stands alone.
type Sign uint8

// The signs.
const (
	NoSign Sign = iota
	Arrive
	Queue
	Calendar
	Document
	Collect
	Map
	Envelope
)

// Entry is a field with its keys.
type Entry struct {
	Keys  Keys
	Text  string // as it is shown: what is secret is dots
	Hint  string // how it looks, as "K7M2-4PQX"
	Wrong string // what is wrong with it; empty: nothing

	Space, Erase string // words on two of the keys
	Names        bool   // names are typed: they begin with a capital
	Language     string // BCP 47, of the page: its letters come first
}

// Keys is what is on the screen to type with.
type Keys uint8

// The keyboards.
const (
	Letters  Keys = iota // with accents: those of the language first
	Digits               // a keypad
	CodeKeys             // capitals and digits that nobody takes for one another
	MailKeys             // letters, digits and what an address has
)

// Still is the question whether somebody is there.
type Still struct {
	Title   string
	Seconds int    // left
	Left    string // under that figure
	Yes, No string
}

// Idling is what who passes by sees. News and activities take turns: one at a time, and other sites alone before each.
type Idling struct {
	Touch string    // "Raak het scherm aan"
	Hours []Opening // of this site, in each way
	Notes []string  // days on which it is closed
	Sites []Opening // the others, or some of them
	Item  *Item     // where there is no room for both, it goes before Sites; nil: it is their turn

	HoursHead, SitesHead string // words above them
}

// Item is a piece of news, or an activity.
type Item struct {
	Head   string // "Nieuws"
	Marked string // "Vertaling · Çeviri", or the language, where it is not that of the page
	Title  string
	Text   string
	Facts  []string // of an activity: when, where, and whether to sign up
}

// Opening is when something is open.
type Opening struct {
	Name, When string
	Open       bool // today in this way, or now at this site
}

// Looks is how the screen is drawn for this visit.
type Looks struct {
	Large    bool
	Contrast bool
	Dark     bool // never with Contrast
	Low      bool // everything that is touched stands within reach of who sits
	Spoken   bool // every page is read aloud by itself
}
