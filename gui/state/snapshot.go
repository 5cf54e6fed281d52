package state

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Snapshot is what a counter is at one moment. It is immutable once shown: neither side changes it.
type Snapshot struct {
	Sequence uint64 // of the journal; grows with every change of the counter's own
	Site     office.SiteID
	Name     string // of the site, for people
	Today    office.Date
	Line     Line
	Staff    []Person // who may sign in here
	Signed   []SignedIn
	Products []Product
	Queue    []Waiting // in the order of calling
	Visits   []Visit   // at the desks now
	Agenda   []Slot    // of today, by time and desk
	Closed   string    // why the agenda is empty, where there is a reason
	Inbox    []Letter  // newest first
	Vault    Vault
	Norm     Norm
	Plug     Plug
	Alarm    string // what a person must know before anything else; one sentence
	Notices  []Notice
	Sites    []SiteName
	Morning  Morning
	Day      DayState

	Desks   int       // how many this site has
	Themes  []Theme   // that visitors can be sent on to
	Parked  []Aside   // who stepped aside, by desk and arrival
	Ended   []Ended   // whose end can be taken back, the latest first
	Order   []string  // the rule of the queue, a line each
	Alarms  []Alarm   // of clusters
	Figures []Figures // of today, by cluster
	Camera  bool      // photos can be taken here
	Cards   []Card    // by reader

	Devices    []Device    // by kind and name; none: nothing is configured
	Doors      []Door      // of the vault, by number
	DoorAlarms []DoorAlarm // that stand, the oldest first
	Prints     []Print     // under way, or ended otherwise than on paper a moment ago; the latest first
	Sound      Sound

	Switches []Switch // of a demonstration, by device; none: nothing is emulated

	Calls  []HelpCall // of colleagues, today: the latest of each desk
	Locked Lock       // who went away from this desk

	Contacts []ContactCount // of today, without a visit

	Following []Following     // by desk
	News      []ProcedureNews // of who is signed in
}

// LineState is whether headquarters can be reached.
type LineState uint8

// The states of the line.
const (
	Cut LineState = iota
	CatchingUp
	Connected
)

// Line is the line to headquarters.
type Line struct {
	State   LineState
	Since   time.Time // when it came into this state
	Waiting int       // events not yet acknowledged by headquarters
	Sent    int       // of Total, while catching up
	Total   int
	Data    time.Time // how new headquarters' data here is; zero: never received any
}

// Person is a member of staff.
type Person struct {
	ID   office.ClerkID
	Name string
}

// SignedIn is who works at a desk.
type SignedIn struct {
	Desk office.Desk
	Person
}

// Product is what can be asked for at this site.
type Product struct {
	ID      office.ProductID
	Name    string
	HandOut bool // its end is the handing over of a document
	Coded   bool // it counts urgent visits: nobody comes for it without a code of urgency
}

// Waiting is one visitor in the queue.
type Waiting struct {
	Visit   office.VisitID
	Ticket  string
	Product office.ProductID
	Planned office.Minute // of the appointment
	WalkIn  bool          // no appointment; Planned means nothing
	Urgency visit.Urgency
	Persons int
	Name    string    // empty for who gave none
	Since   time.Time // check-in
	Long    bool      // waits longer than is decent
	Why     string    // why it stands where it stands

	Next   []office.ProductID // what comes after Product
	Passed string             // why this desk does not call it; empty: it may
	Expect string             // how long it may take yet; empty: nobody knows
	Undo   Undoable
}

// Visit is one visitor at a desk.
type Visit struct {
	ID      office.VisitID
	Desk    office.Desk
	Ticket  string
	Product office.ProductID
	Name    string // empty for who gave none
	Called  time.Time
	Served  time.Time // start of service; zero while only called

	Next   []office.ProductID // what comes after Product
	Of     int                // products of the whole visit
	Passed []string           // who was passed over when it was called, and why
	Undo   Undoable
}

// SlotState is what a slot of the agenda is.
type SlotState uint8

// The states of a slot. Free ones differ by who may book them; booked ones by what became of the visitor.
const (
	FreeHere    SlotState = iota // this site holds it: bookable, line or no line
	FreeAtHQ                     // headquarters holds it
	BlockedSlot                  // nobody may book it
	Expected                     // booked, the visitor is not here yet
	Arrived
	AtDesk
	Finished
	Missed
	Left   // went away unserved
	Moving // frozen while headquarters moves it
	SteppedAside
)

// Slot is one row of the agenda.
type Slot struct {
	Seat        office.SeatID
	Minutes     int // how long
	State       SlotState
	Appointment office.AppointmentID // of a booked one
	Product     office.ProductID
	Persons     int
	Name        string
	Phone       string
	Ticket      string
	ServedAt    office.Desk // while AtDesk
	Elsewhere   bool        // headquarters is the custodian of the appointment
	Leg         uint32      // how often the appointment was moved
}

// Free reports whether nobody has booked it and somebody may.
func (s Slot) Free() bool { return s.State == FreeHere || s.State == FreeAtHQ }

// End is when it is over.
func (s Slot) End() office.Minute { return s.Seat.Start + office.Minute(s.Minutes) }

// LetterKind is what sort of message lies in the inbox.
type LetterKind uint8

// The kinds of letter.
const (
	RequestAccepted LetterKind = iota
	RequestRefused
	RequestPending // asked, not answered yet: shown, and nothing to do about it
)

// Letter is a message to the people of this desk: a request with its answer.
type Letter struct {
	ID           string
	Kind         LetterKind
	At           time.Time
	Say          string
	Product      office.ProductID // of the request, to book an alternative
	Persons      int
	Visitor      string
	Phone        string
	Moving       office.AppointmentID // the request was to move it: an alternative is where it goes; zero: to book
	Alternatives []Place
}

// Vault is what lies in the safe. Present is false at a site without one.
type Vault struct {
	Present bool
	Items   int
	Coming  int // documents announced and not yet received
}

// Keeps reports whether there are documents to work with here: a counter without a vault has those of a trip.
func (v Vault) Keeps() bool { return v.Present || v.Items > 0 || v.Coming > 0 }

// Norm is the promised punctuality and today's figure, in minutes. Known is false while there are too few visits for
// a figure.
type Norm struct {
	Cluster string
	Limit   float64
	Value   float64
	Visits  int
	Known   bool
}

// Plug is the switch of a demonstration that cuts the line.
type Plug struct {
	Present bool
	Out     bool
}

// WalkIn is a visitor without appointment.
type WalkIn struct {
	Product office.ProductID
	Persons int
	Urgency visit.Urgency
	Reason  visit.ReasonCode // of the urgency
}

// Wish is what to search for.
type Wish struct {
	Product office.ProductID
	Persons int
	From    office.Date
	Here    bool // this site only
	Site    office.SiteID
	Limit   int
	Urgency visit.Urgency // obligatory for what fills the free moments of the day
}

// Way is how a place can be had.
type Way uint8

// The ways, best first.
const (
	Own     Way = iota // this site holds it: certain at once
	Live               // headquarters books it now
	Request            // asked for; the answer comes later
)

// Place is a free place that was found: one seat or more in a row.
type Place struct {
	Seats    []office.SeatID
	Minutes  int // of each seat
	SiteName string
	Way      Way
	Warnings []string // sentences for the visitor: bring a photo
}

// Found is what a search came up with.
type Found struct {
	Places []Place
	Scope  string // what was searched, in one sentence
}

// Booking is a place for a visitor.
type Booking struct {
	Place   Place
	Product office.ProductID
	Persons int
	Name    string
	Phone   string
	Urgency visit.Urgency // as in Wish
}

// Item is a document in the safe.
type Item struct {
	Number    office.DocumentNumber
	Kind      string // as "Identiteitskaart"
	Holder    string
	Place     string      // compartment; empty while it is in somebody's hands
	May       []Collector // who may collect it
	Steps     []Step      // what must be done before it may be handed out
	Held      string      // why it may not go out; empty: it may
	Legal     office.Date // last day of its term; 0: none runs
	Reminders int         // letters that were sent
}

// Step is one step of a checklist: exactly one of its choices must have been done. Most have one.
type Step struct {
	Choices []StepChoice
	Only    []Collector // empty: whoever collects
}

// StepChoice is one way to do a step.
type StepChoice struct {
	Code  string // names it in the evidence
	Words string
}

// Collector is who takes a document along.
type Collector uint8

// Who may collect.
const (
	HolderSelf Collector = iota
	Parent
	Guardian
	Proxy
)

// HandOver is the handing over of an item, with the steps that were done.
type HandOver struct {
	Visit     office.VisitID
	Item      office.DocumentNumber
	Collector Collector
	Evidence  []string    // codes of the choices, in the order of the steps
	Born      office.Date // of the holder, as a card proved it; 0: not looked at
}

// Stock is the vault of this site: what lies in it, and what was announced and has not been received.
type Stock struct {
	Items     []Item
	Announced []Delivery
}

// Delivery is a consignment: as it was announced, or as it was taken in.
type Delivery struct {
	ID      string
	From    string        // who brought it; empty while it is on its way
	Lent    office.SiteID // the vault that lends them for the day; empty: none
	Trouble []string      // what is wrong with the list, a sentence each
	Items   []Arrival
}

// Arrival is one document of a delivery. Kind and Holder are empty where the announcement does not tell them.
type Arrival struct {
	Number office.DocumentNumber
	Kind   office.ProductID // the product of its collection
	Holder string
}

// Tally is how a count differs from the register, by document number.
type Tally struct {
	Missing   []string // should lie there and does not
	Surplus   []string // lies there and should not
	Misplaced []string // lies in another compartment than it should
}
