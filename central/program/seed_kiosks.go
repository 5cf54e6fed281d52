package program

import (
	"context"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// demoTarget is how much use of a self-service desk the demonstration hopes for in a week. It is invented.
const demoTarget = 20

// kiosks has every self-service desk of the demonstration take letters, and hopes for some use of those that stand alone.
func (s seed) kiosks(ctx context.Context) error {
	pieces := new(contract.PlanChange)
	pieces.Put = new(contract.Plan)
	for _, site := range catalogue.Embedded().Sites() {
		rule := &contract.KioskRule{Site: string(site.ID), Letters: true, Assumed: true}
		if site.Desks.Value == 0 { // a self-service desk is all there is
			rule.TargetWeek = demoTarget
		}
		pieces.Put.Kiosks = append(pieces.Put.Kiosks, rule)
	}
	return s.once(ctx, "kiosks/"+rulebook.KioskID(pieces.Put.Kiosks[0]), &contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: &contract.PlanPut{
		Change: &contract.PlanPut_Pieces{Pieces: pieces}, By: "demonstratie"}}})
}
