package state

import "github.com/buurtloket/buurtloket/gui/text"

// Tone is the colour family of something shown; it never stands alone.
type Tone uint8

// The tones, in the order of package kit.
const (
	Plain Tone = iota
	Good
	Warn
	Bad
	Main
)

// Shape is the sign of a status: ● ◐ ○.
type Shape uint8

// The shapes, in the order of package kit.
const (
	NoShape Shape = iota
	Full
	Half
	Empty
)

// Shown is everything the clerk sees, in words. It is immutable.
type Shown struct {
	Words *text.Words

	Desk, Clerk, Clock string
	Line               Mark
	Notice             Notice

	Waiting       []Row
	WaitingCount  string
	Now           Now
	WaitingChosen string
	Why           string // why the chosen visitor of the queue stands where it stands
	Agenda        []Row
	AgendaTitle   string // "Vandaag", or the day that is looked at
	AgendaAhead   bool   // it is a day to come
	AgendaEmpty   string // said when there are no rows
	AgendaNow     string // the row of this time of day, to begin with
	Norm          string
	Alarm         Notice // of the clusters' norms
	Undo          string // the step that can be taken back
	Foot          []Mark
	InboxWords    string // on the inbox's button

	Can     [acts]bool // what can be pressed now
	Busy    bool       // an act is under way: presses do nothing
	Next    Act        // the one act that comes next: its button is the primary one
	Plug    Plug
	Vaulted bool // this site has a vault
	Staged  bool // devices are emulated here
	Asked   bool // this desk called its colleagues, and nobody answered yet

	Sheet   Sheet
	SignIn  SignInShown
	Booking BookingShown
	HandOut HandOutShown
	Inbox   InboxShown
	Ticket  TicketShown
	Meeting MeetingShown
	CheckIn CheckInShown
	Visitor VisitorShown
	Vault   VaultShown
	Second  SecondShown
	Daily   DailyShown
	Away    AsideShown
	Send    SendShown
	Haste   HasteShown
	Door    DoorShown
	Hall    HallShown
	Photo   PhotoShown
	Bind    string // what binding the card in the reader is called; empty: there is none to bind
	Devices DevicesShown
	Doorway DoorwayShown
	Stage   StageShown
	Contact ContactShown
	Works   ProceduresShown
	Slip    bool // the confirmation of what was just booked can be printed
	Keys    []Row
}

// Mark is a status: shape, words and tone.
type Mark struct {
	Shape Shape
	Words string
	Tone  Tone
}

// Notice says what happened and what to do next. Without Say there is none.
type Notice struct {
	Say, Next string
	Brief     string // is said instead of Next where letters are large and room is short; empty: Next itself
	Tone      Tone
}

// Row is one row of a list; see kit.Row.
type Row struct {
	ID, Lead, Main, Detail, State string
	Tone                          Tone
	Shape                         Shape
	Strong                        bool
}

// Now is the visitor at this desk.
type Now struct {
	Title   string
	Empty   string // said when nobody is here; then the rest is empty
	Ticket  string
	Product string
	Name    string
	Phase   string
	Elapsed string // running time of service; empty before it
	Item    string
	Steps   []Tick
	ToDo    string
	Then    string // the products that come after this one
	Passed  string // who was passed over when this one was called
	Proofs  []Mark // what the card in the reader and what was scanned say of who collects the document

	Chosen     bool // a document was chosen: its steps and collector are to be shown
	Ready      bool // every step is done
	Usual      bool // what is left can be confirmed with one key: Phase says what that is
	Collectors []string
	Collector  int         // of Collectors
	Work       []StepShown // the procedure of what the visitor comes for
	WorkNext   string      // the step that comes next; empty: all are done
	WorkWhy    string      // what that is good for
	WorkDone   string      // how many are done
	News       string      // how many procedures changed, while nobody is here

	Door string // the button that opens its compartment; empty: it lies behind no door, or was taken out
}

// Tick is one step of a checklist: the words of its choices, of which exactly one must be picked. Most have one.
type Tick struct {
	Choices []string
	Picked  int  // -1: not done
	Usual   bool // one key may confirm it together with others; else a person notes it, or the reader
}

// Sheet is the piece of work that lies over the screen.
type Sheet uint8

// The sheets.
const (
	NoSheet Sheet = iota
	SignInSheet
	BookingSheet
	HandOutSheet
	InboxSheet
	TicketSheet
	MeetingSheet
	CheckInSheet
	KeysSheet
	VisitorSheet
	VaultSheet
	SecondSheet
	DailySheet
	AsideSheet
	SendSheet
	HasteSheet
	DoorSheet
	HallSheet
	PhotoSheet
	DevicesSheet
	DoorwaySheet
	StageSheet
	ContactSheet
	ProceduresSheet
)
