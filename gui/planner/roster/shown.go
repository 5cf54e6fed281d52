package roster

import "github.com/buurtloket/buurtloket/gui/planner/week"

// Sheet is one piece of work over the page.
type Sheet uint8

// The sheets. All but the form and the reckoning are lists.
const (
	NoSheet       Sheet = iota
	ShiftSheet          // a shift that is made or changed
	NeedSheet           // hours needed beside hours there
	SitesSheet          // which site
	JudgeSheet          // objections, and who accepts them
	SaveSheet           // what is about to be saved
	ProposalSheet       // what headquarters proposes
	HistorySheet        // who changed what
	StaffSheet          // people, absences, rules
)

// Shown is the page in words at one moment.
type Shown struct {
	Line       week.Line // of headquarters: there, or not, and how old the roster is
	Empty      string    // in the place of the roster
	Title      string    // site and week
	Summary    week.Line // hours needed, hours that nobody covers
	Objections week.Line
	Draft      string // so many changes that are not kept
	Days       [Days]week.Day
	Rows       []Row // the first is what nobody covers
	Row, Day   int   // where the planner stands
	Here       []week.Line
	Findings   []week.Line
	Notice     week.Notice
	Sheet      Sheet
	Form       Form
	Need       Need
	List       List
	Can        Can
	Busy       string
}

// Can tells which acts can be done.
type Can struct {
	Turn, Edit, Undo, Discard, Save, Ask bool
}

// Row is a person, or first of all what nobody covers.
type Row struct {
	Name, Under string
	Side        string // hours of the week
	Over        bool   // these are more than the contract says
	Cells       [Days]Cell
}

// Cell is a person, or the gaps, of a day.
type Cell struct {
	Main, Detail string
	Short        [3]string // the same in narrow lines below each other, for large text; of a person
	Mark         string    // something breaks a rule here
	Level        int       // of four, how much nobody covers; -1: of a person
	Tone         week.Tone
	Dim          bool // nothing
	Changed      bool // by the draft
}

// Form is the sheet of a shift.
type Form struct {
	Title          string
	People         []Item
	Who            int
	Days           []string
	Day            int
	Gaps           []Item
	Works          []string
	Work           int
	Desk, From, To string
	Effect         []week.Line
	Old            bool // there is one to be taken away
	More           bool // the person has shifts on that day, to go through
}

// Item is a row of a list.
type Item struct {
	Main, Detail string
	State        week.Line
}

// List is a sheet that is a list with something to say below it, and at most one thing to do.
type List struct {
	Title, Intro string
	Empty        string
	Items        []Item
	At           int
	Lines        []week.Line
	Do           string // empty: there is nothing to do
	Can          bool
}

// Need is the sheet of hours needed beside hours there.
type Need struct {
	Title     string
	Items     []Item // days
	Lines     []week.Line
	Ways      []string
	Way       int
	Days      []string
	Day       int
	From, To  string
	Desks     string
	WithDesks bool
	Method    string
}
