package procedure

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Read is a stored procedure. A proof that this version of the program does not know proves nothing: a person ticks the step.
func Read(p *contract.Procedure) Procedure {
	out := Procedure{Product: office.ProductID(p.GetProduct())}
	for _, v := range p.GetVersions() {
		out.Versions = append(out.Versions, ReadVersion(v))
	}
	return out
}

// ReadVersion is one stored version.
func ReadVersion(v *contract.ProcedureVersion) Version {
	out := Version{Number: v.GetNumber(), From: office.Date(v.GetValidFrom()), Note: v.GetNote(), By: v.GetBy(), Assumed: v.GetAssumed(),
		Steps: ReadSteps(v.GetSteps())}
	if ms := v.GetKnownMs(); ms != 0 {
		out.Known = time.UnixMilli(ms)
	}
	return out
}

// ReadSteps are stored steps.
func ReadSteps(steps []*contract.ProcedureStep) []Step {
	var out []Step
	for _, s := range steps {
		out = append(out, Step{ID: StepID(s.GetId()), Say: s.GetSay(), Why: s.GetWhy(), Source: s.GetSource(), Required: s.GetRequired(), Proof: Proof(s.GetProof())})
	}
	return out
}

// Wire is a procedure as it is stored and sent.
func (p Procedure) Wire() *contract.Procedure {
	out := &contract.Procedure{Product: string(p.Product)}
	for _, v := range p.Versions {
		out.Versions = append(out.Versions, v.Wire())
	}
	return out
}

// Wire is a version as it is stored and sent.
func (v Version) Wire() *contract.ProcedureVersion {
	out := &contract.ProcedureVersion{Number: v.Number, ValidFrom: int32(v.From), Note: v.Note, By: v.By, Assumed: v.Assumed}
	if !v.Known.IsZero() {
		out.KnownMs = v.Known.UnixMilli()
	}
	for _, s := range v.Steps {
		out.Steps = append(out.Steps, s.Wire())
	}
	return out
}

// Wire is a step as it is stored and sent.
func (s Step) Wire() *contract.ProcedureStep {
	return &contract.ProcedureStep{Id: string(s.ID), Say: s.Say, Why: s.Why, Source: s.Source, Required: s.Required, Proof: string(s.Proof)}
}
