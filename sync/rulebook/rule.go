package rulebook

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// RuleOf reads a rule of the contract.
func RuleOf(r *contract.Rule) (calendar.Rule, error) {
	mode, err := calendar.ParseMode(r.GetMode())
	if err != nil {
		return calendar.Rule{}, malformed("rulebook.RuleOf", calendar.RuleThing, r.GetId(), "mode", err)
	}
	if max(r.From, r.To, r.SlotMinutes) > uint32(office.EndOfDay) || max(r.Desks, r.FirstDesk) > calendar.MaxDesks || r.Weekdays > uint32(calendar.EveryDay) {
		return calendar.Rule{}, malformed("rulebook.RuleOf", calendar.RuleThing, r.Id, "from", fmt.Errorf("a number that no rule can have"))
	}
	when, err := recurrenceOf(r.When)
	if err != nil {
		return calendar.Rule{}, malformed("rulebook.RuleOf", calendar.RuleThing, r.Id, "when", err)
	}
	return calendar.Rule{
		ID: r.Id, Site: office.SiteID(r.Site), Days: calendar.Weekdays(r.Weekdays), When: when,
		From: office.Minute(r.From), To: office.Minute(r.To), Mode: mode,
		Desks: uint8(r.Desks), FirstDesk: office.Desk(r.FirstDesk), Slot: office.Minute(r.SlotMinutes),
		Valid: office.Period{From: office.Date(r.ValidFrom), To: office.Date(r.ValidTo)}, After: signpostOf(r.After),
		Products: as[office.ProductID](r.Products), Clusters: as[office.ClusterID](r.Clusters), Except: as[office.ProductID](r.Except),
		Reason: r.Reason, Assumed: r.Assumed,
	}, nil
}

// ToRule writes a rule as the contract has it.
func ToRule(r calendar.Rule) *contract.Rule {
	return &contract.Rule{
		Id: r.ID, Site: string(r.Site), Weekdays: uint32(r.Days), When: toRecurrence(r.When), From: uint32(r.From), To: uint32(r.To),
		Desks: uint32(r.Desks), FirstDesk: uint32(r.FirstDesk), SlotMinutes: uint32(r.Slot), Mode: r.Mode.String(),
		ValidFrom: int32(r.Valid.From), ValidTo: int32(r.Valid.To), After: toSignpost(r.After),
		Products: as[string](r.Products), Clusters: as[string](r.Clusters), Except: as[string](r.Except),
		Reason: r.Reason, Assumed: r.Assumed,
	}
}
