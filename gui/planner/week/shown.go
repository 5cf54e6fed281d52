package week

// Sheet is one piece of work over the board.
type Sheet uint8

// The sheets.
const (
	NoSheet     Sheet = iota
	HoursSheet        // which hours of a cell to lift
	CommitSheet       // what the draft does, before it is done
	AdviceSheet       // suggestions
)

// Tone is the colour family of what is said. It never stands alone. The values are those of package kit.
type Tone uint8

// The tones.
const (
	Plain Tone = iota
	Good
	Warn
	Bad
	Main
)

// Notice is said to the planner: what, and what to do next.
type Notice struct {
	Say, Next string
	Tone      Tone
}

// Line is a sentence with its tone.
type Line struct {
	Say  string
	Tone Tone
}

// Shown is the screen in words at one moment.
type Shown struct {
	Who      string
	Line     Line   // of headquarters: there, or not, and how old the board is
	Empty    string // in the place of the board
	Days     [Days]Day
	Rows     []Row
	Row, Day int    // where the planner stands
	Half     Half   // the day by half hours, in the place of Days and Rows
	Here     []Line // the cell that the planner stands on, in sentences
	Hand     string // what is in hand and what to do with it
	Draft    string // "Ontwerp: 2 verplaatsingen"
	Effect   []Line // what the draft does
	Notice   Notice
	Sheet    Sheet
	Hours    Hours
	Commit   Confirm
	Advice   Advice
	Can      Can
	Busy     string // what is being done
}

// Can tells which acts can be done.
type Can struct {
	Turn, Press, Undo, Discard, Commit, TakeBack, Advise, Shift, Zoom bool
}

// Day heads a column.
type Day struct {
	Name  string
	Today bool
}

// Row is a site.
type Row struct {
	Name  string
	Mark  Line // its line to headquarters; empty: it has no counter that keeps a journal
	Wait  Line // working days to the first free place, of the cluster that waits longest
	Cells [Days]Cell
}

// Cell is a site on a day.
type Cell struct {
	Free    string // "12 vrij", or why it is closed
	Figures string // "36/48 · 3 loketten"
	Need    string // "72 krap"
	Level   int    // of the need, 0 to 4: how many strokes are drawn
	Tone    Tone
	Closed  bool
	Changed bool // by the draft: what is shown is as it would be
	Lifted  bool // what is in hand came from here
}

// Hours is the sheet of the hours of a cell.
type Hours struct {
	Title  string
	Rows   []string // openings, desk by desk
	Detail []string
	At     int
	Picked string // "16:00–20:00, 4 uur van loket 3"
	Act    string // what is done with what is picked
}

// Confirm is the sheet before a draft is committed.
type Confirm struct {
	Title string
	Moves []string
	Lines []Line
	Hits  []Line // appointments that lose their place
}

// Advice is the sheet of suggestions.
type Advice struct {
	Title, Method, Empty string
	Rows, Detail         []string
	At                   int
	Moves                []string // of the marked one
}

// Half is all sites on one day, by half hours.
type Half struct {
	On     bool   // it is what is shown
	Title  string // "do 26 nov"
	Heads  []string
	Rows   []HalfRow
	Col    int    // where the planner stands
	Legend string // what the figures are
	Empty  string // in the place of it
}

// HalfRow is a site on a day.
type HalfRow struct {
	Name  string
	Mark  Line   // as in Row
	Desks string // open at once, at most
	Cells []Cell // Free is a bare figure; Need is what is expected, and empty where nothing is known of that
}
