package calendar

import "fmt"

// Flaw says what is wrong with a configuration: in which thing, and in which field of it. It is the cause of the
// fault that NewPlan returns, so that a screen can point at the field; errors.As finds it.
type Flaw struct {
	Thing   Thing
	ID      string // of the rule, closure, …; empty when that is what is missing
	Field   string // as the contract names it: "slot_minutes"
	Other   string // id of the thing it clashes with, if any
	Problem string // for operators, in English
	Dutch   string // the same for planners
}

// Thing is a sort of thing that a configuration has.
type Thing string

// The things of a configuration.
const (
	SiteThing    Thing = "site"
	ProductThing Thing = "product"
	RuleThing    Thing = "rule"
	ClosureThing Thing = "closure"
	RegimeThing  Thing = "regime"
	TermThing    Thing = "term"
	WindowThing  Thing = "window"
	OrderThing   Thing = "order" // of the queue; checked elsewhere, as posts are
	PostThing    Thing = "post"
	KioskThing   Thing = "kiosk"
	OfferThing   Thing = "offer"
	NormThing    Thing = "norm" // of publication; checked elsewhere
)

var dutchThings = map[Thing]string{SiteThing: "Locatie", ProductThing: "Product", RuleThing: "Regel",
	ClosureThing: "Sluiting", RegimeThing: "Bezettingsregeling", TermThing: "Termijn", WindowThing: "Boekingsvenster",
	OrderThing: "Wachtrij", PostThing: "Loket", KioskThing: "Zelfbediening", NormThing: "Bekendmaking", OfferThing: "Aanbod"}

// Error is for operators: `rule "r": slot_minutes: a slot of 4 minutes`.
func (f *Flaw) Error() string { return fmt.Sprintf("%s %q: %s: %s", f.Thing, f.ID, f.Field, f.Problem) }

// Say is for planners, in Dutch.
func (f *Flaw) Say() string {
	return fmt.Sprintf("%s '%s', veld '%s': %s. Er is niets gewijzigd.", dutchThings[f.Thing], f.ID, f.Field, f.Dutch)
}

// flawed makes a flaw of a thing; nil when there is no problem.
func flawed(t Thing, id, field, problem, dutch string) *Flaw {
	if problem == "" {
		return nil
	}
	return &Flaw{Thing: t, ID: id, Field: field, Problem: problem, Dutch: dutch}
}

// unknown is the flaw of naming something that is not there.
func unknown(t Thing, id, field, what, name string) *Flaw {
	return flawed(t, id, field, fmt.Sprintf("unknown %s %q", what, name), fmt.Sprintf("'%s' is niet bekend", name))
}

// twice is the flaw of an id that is missing or used before.
func twice(t Thing, id string) *Flaw {
	return flawed(t, id, "id", "has no id or is there twice", "de naam ontbreekt of is al in gebruik")
}
