package vault

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Count compares what lies in the vault with what the register says lies in its compartments. Missing is what
// should lie there and does not; surplus is what lies there and should not: unknown to the register, handed
// out, or still in a clerk's hands. Documents in a clerk's hands are not missing from the vault. present are
// the numbers as scanned, in any order, also twice. A count changes no custody: a difference is for people to
// settle. Faults: Invalid for what is no number, or for too many.
func (g Register) Count(r kv.Reader, by office.ClerkID, present []string) (*contract.Event, error) {
	const op = "vault.Count"
	if err := g.ready(op, by); err != nil {
		return nil, err
	}
	if len(present) > MaxItems {
		return nil, fault.New(op, fault.Exhausted)
	}
	lies := map[office.DocumentNumber]bool{}
	for _, text := range present {
		number, err := Document(text)
		if err != nil {
			return nil, fault.Wrap(op, err)
		}
		lies[number] = true
	}
	should, err := inCompartments(r)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	out := new(contract.Counted)
	for number := range lies {
		out.Present = append(out.Present, string(number))
		if !should[number] {
			out.Surplus = append(out.Surplus, string(number))
		}
	}
	for number := range should {
		if !lies[number] {
			out.Missing = append(out.Missing, string(number))
		}
	}
	slices.Sort(out.Present)
	slices.Sort(out.Surplus)
	slices.Sort(out.Missing)
	return &contract.Event{Clerk: string(by), Kind: &contract.Event_Counted{Counted: out}}, nil
}

// inCompartments are the documents that the register says lie in the vault.
func inCompartments(r kv.Reader) (map[office.DocumentNumber]bool, error) {
	all, err := inStock(r)
	if err != nil {
		return nil, err
	}
	out := map[office.DocumentNumber]bool{}
	for _, i := range all {
		if i.Custody.Custodian.Kind == custody.Compartment {
			out[i.Document] = true
		}
	}
	return out, nil
}
