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

// Procedure says how documents of one kind are handed out.
type Procedure struct {
	Dutch      string // what the kind is called
	Collectors []Collector
	Steps      []Step
}

// For lists the steps that hold for one collector.
func (p Procedure) For(c Collector) []Step {
	var out []Step
	for _, s := range p.Steps {
		if len(s.Only) == 0 || slices.Contains(s.Only, c) {
			out = append(out, s)
		}
	}
	return out
}

// fill tells a screen who may collect and what must be seen.
func (p Procedure) fill(row *contract.StockRow) {
	row.KindName, row.Collectors = p.Dutch, collectors(p.Collectors)
	for _, s := range p.Steps {
		step := &contract.Step{Collectors: collectors(s.Only)}
		for _, c := range s.Choices {
			step.Choices = append(step.Choices, &contract.Step_Choice{Code: c.Code, Words: c.Dutch})
		}
		row.Steps = append(row.Steps, step)
	}
}

func collectors(all []Collector) []string {
	var out []string
	for _, c := range all {
		out = append(out, string(c))
	}
	return out
}

// Procedures is the procedure of every kind of document, by the product of its collection. A municipality
// may have its own.
type Procedures map[office.ProductID]Procedure

// see is a step with one choice.
func see(code, dutch string) Step { return Step{Choices: []Check{{code, dutch}}} }

// only limits a step to some collectors.
func only(s Step, to ...Collector) Step { s.Only = to; return s }

// The steps that several kinds share.
var (
	letter     = see("letter-seen", "Brief met pin- en pukcode gezien")
	identity   = see("identity-checked", "Identiteit van de afhaler nagekeken")
	likeness   = only(see("likeness-checked", "Foto vergeleken met de persoon"), Holder)
	chip       = see("chip-tested", "Chip getest")
	authority  = only(see("authority-checked", "Ouderlijk gezag nagekeken"), Parent)
	guardian   = only(see("guardianship-seen", "Beslissing over de voogdij of bewindvoering gezien"), Guardian)
	mandate    = only(see("mandate-seen", "Volmacht gezien"), Mandate)
	copyOfID   = only(see("holder-id-copy-seen", "Kopie van de identiteitskaart van de houder gezien"), Mandate)
	medical    = only(see("medical-reason-seen", "Medische reden of huisbezoek nagekeken"), Mandate)
	activation = Step{Choices: []Check{{"activation-done", "Kaart geactiveerd"}, {"activation-postponed", "Activatie uitgesteld"}}}
	oldCard    = Step{Choices: []Check{{"old-card-taken", "Oude kaart ingenomen"}, {"loss-attest-seen", "Attest van verlies of diefstal gezien"}, {"old-card-none", "Er is geen oude kaart"}}}
)

// DefaultProcedures serve until a municipality has its own. They follow what municipalities publish (facts
// 2.1), of which only the annulment term has been checked against a law: confirm them before real use.
var DefaultProcedures = Procedures{
	"eid-afhalen": {"Identiteitskaart", []Collector{Holder, Guardian, Mandate},
		[]Step{letter, identity, likeness, guardian, mandate, copyOfID, medical, oldCard, chip, activation}},
	"kids-id-afhalen": {"Kids-ID", []Collector{Parent, Guardian},
		[]Step{letter, identity, authority, guardian, oldCard, chip, activation}},
	"vreemdelingenkaart-afhalen": {"Vreemdelingenkaart", []Collector{Holder, Parent, Guardian},
		[]Step{letter, identity, likeness, authority, guardian, oldCard, chip, activation}},
	"pinpuk-afhalen": {"Brief met pin- en pukcode", []Collector{Holder, Guardian, Mandate},
		[]Step{identity, guardian, mandate, copyOfID, see("letter-sealed", "Brief is ongeopend")}},
	"reispas-afhalen": {"Reispas", []Collector{Holder, Parent, Guardian, Mandate},
		[]Step{identity, likeness, authority, guardian, mandate, copyOfID, {Choices: []Check{
			{"old-passport-cancelled", "Oud reispas ongeldig gemaakt"}, {"loss-attest-seen", "Attest van verlies of diefstal gezien"}, {"old-passport-none", "Er is geen oud reispas"}}}}},
	"rijbewijs-afhalen": {"Rijbewijs", []Collector{Holder, Mandate},
		[]Step{identity, likeness, mandate, copyOfID, {Choices: []Check{
			{"old-licence-taken", "Oud rijbewijs ingenomen"}, {"loss-attest-seen", "Attest van verlies of diefstal gezien"}, {"old-licence-none", "Er is geen oud rijbewijs"}}}}},
	"internationaal-rijbewijs": {"Internationaal rijbewijs", []Collector{Holder, Mandate},
		[]Step{identity, likeness, mandate, copyOfID, see("licence-seen", "Belgisch rijbewijs gezien")}},
}

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
