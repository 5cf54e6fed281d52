package night

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Code names a step. It is journaled and stays.
type Code string

// The steps.
const (
	Exchange     Code = "exchange"     // every event of this counter is at headquarters
	Seats        Code = "seats"        // the free places of the day to come are in this site's hands
	News         Code = "news"         // rules, closings, roster, procedures and catalogue are those of now
	Consignments Code = "consignments" // which documents are on their way here
	Retention    Code = "retention"    // what was kept long enough is erased
	Backup       Code = "backup"       // headquarters has a copy of the journal
	Check        Code = "check"        // a copy here, read from end to end: the journal, the register, the projections
)

// A StepRule is what is known of a step before it runs.
type StepRule struct {
	Code   Code
	Dutch  string
	Budget time.Duration // how long it is tried before the next has its turn; the window's spread leaves room for all
	Line   bool          // it waits for the line: later tries of the same night may succeed. Others get one try
}

// Steps is the order of a night. What the day needs most comes first; the copy comes after what is erased, so that it
// does not hold it. The budgets are assumed, and are for a line that is slow, not for one that is down.
var Steps = []StepRule{
	{Exchange, "Alles van hier naar het hoofdkantoor", 40 * time.Minute, true},
	{Seats, "Vrije plaatsen van de dag", 20 * time.Minute, true},
	{News, "Regels, sluitingen en personeelslijst", 10 * time.Minute, true},
	{Consignments, "Aangekondigde documenten", 5 * time.Minute, true},
	{Retention, "Wissen wat lang genoeg bewaard is", 10 * time.Minute, false},
	{Backup, "Kopie bij het hoofdkantoor", 10 * time.Minute, true},
	{Check, "Kopie hier en zelfcontrole", 20 * time.Minute, false},
}

// vital are the steps that a morning needs: a night without one of them counts as missed.
var vital = []Code{Exchange, Seats, News}

// Dutch is a step in words.
func (c Code) Dutch() string {
	for _, s := range Steps {
		if s.Code == c {
			return s.Dutch
		}
	}
	return string(c)
}

// KeepPersons is for how many days after an appointment who it was for is kept here. No selection list of a Flemish town
// was found that says it; thirty days is what the domain's notes propose, to be confirmed before real use. Documents in
// the vault's register keep theirs: that is kept ten years.
const KeepPersons = 30

// Outcome is what became of one try of a step.
type Outcome struct {
	Done  bool
	Say   string      // Dutch: what is fresh now, or why it was not done; names nobody
	Until office.Date // what it made fresh holds through this day; 0: until something changes
	Soon  bool        // not done, and only because something is on its way that takes a moment: try again after Moment
}

// stepped writes an outcome down.
func stepped(c Code, o Outcome, now time.Time) *contract.NightStep {
	return &contract.NightStep{Code: string(c), Done: o.Done, Say: o.Say, Until: int32(o.Until), AtMs: now.UnixMilli()}
}
