package vault

import (
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Collector is what the person who collects is to the holder of the document.
type Collector string

// The collectors.
const (
	Holder   Collector = "holder"
	Parent   Collector = "parent"
	Guardian Collector = "guardian"
	Mandate  Collector = "mandate" // somebody with a written mandate
)

// collectorWords complete "… wordt niet afgegeven".
var collectorWords = map[Collector]string{Holder: "aan de houder zelf", Parent: "aan een ouder", Guardian: "aan een voogd of bewindvoerder",
	Mandate: "met een volmacht"}

// Check is one thing a clerk sees or does before a document goes out. The code is journaled and stays; the
// Dutch words are what the screen shows, and may get better.
type Check struct {
	Code  string
	Dutch string
}

// Step is one line of a checklist: exactly one of its choices must have been seen. Most have one.
type Step struct {
	Choices []Check
	Only    []Collector // empty: for every collector
}

// Line is the step in one sentence: the words of its choices, joined by " / ".
func (s Step) Line() string {
	var words []string
	for _, c := range s.Choices {
		words = append(words, c.Dutch)
	}
	return strings.Join(words, " / ")
}

// Procedure says how documents of one kind are received, kept and handed out. Every rule says how sure it is: what one
// municipality does, or what we assume, is marked so and must be confirmed before real use.
type Procedure struct {
	Dutch       string // what the kind is called
	Collectors  office.Sourced[[]Collector]
	Steps       office.Sourced[[]Step]
	ParentUntil office.Sourced[int]              // a parent collects until the holder has this age, in years; 0: no limit is known
	Snelbalie   office.Sourced[bool]             // the reception may hand it out, without appointment (A000-35)
	Unclaimed   office.Sourced[office.Unclaimed] // what becomes of it when nobody comes
	AskAfter    office.Sourced[int]              // days in stock after which a person must decide when no term runs
	Number      office.Sourced[Form]
}

// Form is how a number of a kind is printed.
type Form = office.NumberForm

// For lists the steps that hold for one collector.
func (p Procedure) For(c Collector) []Step {
	var out []Step
	for _, s := range p.Steps.Value {
		if len(s.Only) == 0 || slices.Contains(s.Only, c) {
			out = append(out, s)
		}
	}
	return out
}

// shown is what a screen is told of a kind: made once, and shared by every row of that kind.
type shown struct {
	name       string
	collectors []string
	steps      []*contract.Step
}

func (p Procedure) shown() *shown {
	out := &shown{name: p.Dutch, collectors: names(p.Collectors.Value)}
	for _, s := range p.Steps.Value {
		step := &contract.Step{Collectors: names(s.Only)}
		for _, c := range s.Choices {
			step.Choices = append(step.Choices, &contract.Step_Choice{Code: c.Code, Words: c.Dutch})
		}
		out.steps = append(out.steps, step)
	}
	return out
}

func names(all []Collector) []string {
	var out []string
	for _, c := range all {
		out = append(out, string(c))
	}
	return out
}

// Procedures is the procedure of every kind of document, by the product of its collection. A municipality
// may have its own.
type Procedures map[office.ProductID]Procedure

// evidence turns what a clerk has ticked — codes, or the words of the screen — into the codes to journal, in
// the order of the procedure. Faults: Invalid for what is no step of it, or for two choices of one step;
// Refused, naming them, while steps are open.
func (p Procedure) evidence(op string, c Collector, ticked []string) ([]string, error) {
	var codes, missing []string
	used := map[string]bool{}
	for _, s := range p.For(c) {
		var seen []Check
		for _, choice := range s.Choices {
			for _, t := range ticked {
				if t == choice.Code || t == choice.Dutch {
					used[t] = true
					if !slices.Contains(seen, choice) {
						seen = append(seen, choice)
					}
				}
			}
		}
		switch len(seen) {
		case 0:
			missing = append(missing, s.Line())
		case 1:
			codes = append(codes, seen[0].Code)
		default:
			return nil, fault.New(op, fault.Invalid).Tell(fmt.Sprintf("Er is meer dan één keuze aangeduid: %s.", s.Line()), "Duid er één aan.")
		}
	}
	for _, t := range ticked {
		if !used[t] {
			return nil, fault.New(op, fault.Invalid).Tell("Er is iets aangeduid dat niet bij dit document hoort.", "Open het document opnieuw.")
		}
	}
	if len(missing) > 0 {
		return nil, fault.New(op, fault.Refused).Tell(fmt.Sprintf("Nog niet alles is nagekeken: %s.", strings.Join(missing, "; ")), "Kijk dit na en duid het aan.")
	}
	return codes, nil
}
