package roster

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Work is what somebody does in a shift. Time at desks, in the back office and for training are planned apart (A000-02,
// A003-03).
type Work string

// The kinds of work. Posts are of the first three; the others take people away from them.
const (
	Desk      Work = "desk"
	Reception Work = "reception"
	Phone     Work = "phone"
	Back      Work = "back"
	Training  Work = "training"
)

// Works lists every kind of work.
var Works = []Work{Desk, Reception, Phone, Back, Training}

var dutchWork = map[Work]string{Desk: "loket", Reception: "onthaal", Phone: "telefoon", Back: "backoffice", Training: "opleiding"}

// Dutch names the work as colleagues say it.
func (w Work) Dutch() string { return dutchWork[w] }

// AtPost reports whether the work is at a post that the calendar may open.
func (w Work) AtPost() bool { return w == Desk || w == Reception || w == Phone }

// Person is somebody who may be rostered.
type Person struct {
	ID       office.ClerkID
	Name     string
	Skills   []string        // products or clusters; empty: all that a desk does (A002-54)
	Sites    []office.SiteID // where they may work
	Home     office.SiteID   // the one they belong to; may be empty
	Contract int             // minutes a week; 0: nobody said
	Teams    []string        // see Apart
	Themes   []string        // for planners; no rule reads them (A002-55)
	Works    []Work          // what they may be rostered for; empty: everything
}

// Does reports whether the person may be rostered for the work.
func (p Person) Does(w Work) bool { return len(p.Works) == 0 || slices.Contains(p.Works, w) }

// At reports whether the person may work at the site.
func (p Person) At(s office.SiteID) bool { return p.Home == s || slices.Contains(p.Sites, s) }

// Can reports whether the person can do something of an activity.
func (p Person) Can(a Activity) bool {
	return len(p.Skills) == 0 || slices.Contains(p.Skills, string(a.Cluster)) ||
		slices.ContainsFunc(a.Products, func(id office.ProductID) bool { return slices.Contains(p.Skills, string(id)) })
}

// canAny reports whether the person can do something of what is offered. What offers nothing in particular anybody can do.
func (p Person) canAny(offer []Activity) bool {
	return len(offer) == 0 || slices.ContainsFunc(offer, p.Can)
}

// Absence is time in which somebody is not there: the same hours of each of the days, or all of them when both are 0.
type Absence struct {
	Person   office.ClerkID
	Dates    office.Period
	From, To office.Minute
}

// on gives the hours of a date in which the absence holds.
func (a Absence) on(d office.Date) (from, to office.Minute, ok bool) {
	if !a.Dates.Contains(d) {
		return 0, 0, false
	}
	if a.From == 0 && a.To == 0 {
		return 0, office.EndOfDay, true
	}
	return a.From, a.To, true
}
