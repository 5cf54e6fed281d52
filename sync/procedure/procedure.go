package procedure

import (
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// StepID names a step within its procedure, as "oude-kaart".
type StepID string

// Step is one thing that a clerk does.
type Step struct {
	ID       StepID
	Say      string // Dutch, to a colleague, as "Neem de oude kaart in"
	Why      string // what it is good for; empty: it goes without saying
	Source   string // who says so; empty: nobody stated it
	Required bool   // named when it was not done; nothing waits for it
	Proof    Proof  // what the counter itself knows proves it; empty: a person ticks it
}

// Version is a procedure as it was decided once; it never changes.
type Version struct {
	Number  uint32      // from 1, without gaps
	From    office.Date // first day in force; 0: always
	Steps   []Step
	Note    string    // what is new in it, in a sentence; may be empty
	By      string    // the planner; empty: it came with the program
	Known   time.Time // when headquarters published it, or at a counter when it came there; zero: always
	Assumed bool      // no source states all of it
}

// Step is a step by its id.
func (v Version) Step(id StepID) (Step, bool) {
	if i := slices.IndexFunc(v.Steps, func(s Step) bool { return s.ID == id }); i >= 0 {
		return v.Steps[i], true
	}
	return Step{}, false
}

// Open are the required steps that are not done, in their order.
func (v Version) Open(done func(StepID) bool) []Step {
	return slices.DeleteFunc(slices.Clone(v.Steps), func(s Step) bool { return !s.Required || done(s.ID) })
}

// Procedure is how one product is done, with its versions by number. The first days of its versions never go back.
type Procedure struct {
	Product  office.ProductID
	Versions []Version
}

// At is the version in force at a moment in the site's zone: the last one that was known then and had begun. False when none was.
func (p Procedure) At(t time.Time) (Version, bool) {
	day := office.DateOf(t)
	for _, v := range slices.Backward(p.Versions) {
		if (v.From == 0 || v.From <= day) && !v.Known.After(t) {
			return v, true
		}
	}
	return Version{}, false
}

// Version is a version by its number.
func (p Procedure) Version(number uint32) (Version, bool) {
	for _, v := range p.Versions {
		if v.Number == number {
			return v, true
		}
	}
	return Version{}, false
}

// Last is the newest version, in force or not; the zero version when there is none.
func (p Procedure) Last() Version {
	if len(p.Versions) == 0 {
		return Version{}
	}
	return p.Versions[len(p.Versions)-1]
}

// Coming are the versions that begin after a day, in their order.
func (p Procedure) Coming(after office.Date) []Version {
	return slices.DeleteFunc(slices.Clone(p.Versions), func(v Version) bool { return v.From <= after })
}

// News is what is new in a procedure to somebody who knew another version of it.
type News struct {
	Product office.ProductID
	Was     Version // zero: there was none
	Is      Version
	Lines   []Line
}

// Since tells what changed between two moments in the site's zone, as between the end of a shift and now; false when the same
// version is in force.
func (p Procedure) Since(shiftEnd, now time.Time) (News, bool) {
	was, _ := p.At(shiftEnd)
	return p.news(was, now)
}

// SinceVersion is Since for somebody who knows a version by its number; 0: none.
func (p Procedure) SinceVersion(known uint32, now time.Time) (News, bool) {
	was, _ := p.Version(known)
	return p.news(was, now)
}

func (p Procedure) news(was Version, now time.Time) (News, bool) {
	is, ok := p.At(now)
	if !ok || is.Number == was.Number {
		return News{}, false
	}
	return News{Product: p.Product, Was: was, Is: is, Lines: Difference(was.Steps, is.Steps)}, true
}
