// Package rulebook turns the plan as it is stored and sent into the plan the calendar reasons with: the
// rules and closures of the contract, together with the sites and products of the embedded catalogue.
package rulebook

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Compile gives the calendar's plan, or a fault of kind Invalid that names the rule that is wrong.
func Compile(p *contract.Plan) (*calendar.Plan, error) {
	c := calendar.Config{Version: p.GetVersion(), Sites: catalogue.Sites(), Products: catalogue.Products()}
	for _, r := range p.GetRules() {
		rule, err := RuleOf(r)
		if err != nil {
			return nil, err
		}
		c.Rules = append(c.Rules, rule)
	}
	for _, cl := range p.GetClosures() {
		if max(cl.From, cl.To) > uint32(office.EndOfDay) {
			return nil, fault.New("rulebook.Compile", fault.Invalid).On(cl.Id).Because(fmt.Errorf("a closure that ends after midnight"))
		}
		c.Closures = append(c.Closures, ClosureOf(cl))
	}
	return calendar.NewPlan(c)
}

// Default is the plan a new HQ begins with: the opening hours of the embedded catalogue, assumed ones marked.
func Default() *contract.Plan {
	p := &contract.Plan{Version: 1}
	for _, r := range catalogue.Rules() {
		p.Rules = append(p.Rules, ToRule(r))
	}
	return p
}

// RuleOf reads a rule of the contract.
func RuleOf(r *contract.Rule) (calendar.Rule, error) {
	mode, err := calendar.ParseMode(r.Mode)
	if err != nil {
		return calendar.Rule{}, fault.New("rulebook.RuleOf", fault.Invalid).On(r.Id).Because(err)
	}
	if max(r.From, r.To, r.SlotMinutes) > uint32(office.EndOfDay) || max(r.Desks, r.FirstDesk) > calendar.MaxDesks || r.Weekdays > uint32(calendar.EveryDay) {
		return calendar.Rule{}, fault.New("rulebook.RuleOf", fault.Invalid).On(r.Id).Because(fmt.Errorf("a number that no rule can have"))
	}
	return calendar.Rule{
		ID: r.Id, Site: office.SiteID(r.Site), Days: calendar.Weekdays(r.Weekdays),
		From: office.Minute(r.From), To: office.Minute(r.To), Mode: mode,
		Desks: uint8(r.Desks), FirstDesk: office.Desk(r.FirstDesk), Slot: office.Minute(r.SlotMinutes),
		Valid:    office.Period{From: office.Date(r.ValidFrom), To: office.Date(r.ValidTo)},
		Products: as[office.ProductID](r.Products), Clusters: as[office.ClusterID](r.Clusters), Except: as[office.ProductID](r.Except),
		Reason: r.Reason, Assumed: r.Assumed,
	}, nil
}

// ToRule writes a rule as the contract has it.
func ToRule(r calendar.Rule) *contract.Rule {
	return &contract.Rule{
		Id: r.ID, Site: string(r.Site), Weekdays: uint32(r.Days), From: uint32(r.From), To: uint32(r.To),
		Desks: uint32(r.Desks), FirstDesk: uint32(r.FirstDesk), SlotMinutes: uint32(r.Slot), Mode: r.Mode.String(),
		ValidFrom: int32(r.Valid.From), ValidTo: int32(r.Valid.To),
		Products: as[string](r.Products), Clusters: as[string](r.Clusters), Except: as[string](r.Except),
		Reason: r.Reason, Assumed: r.Assumed,
	}
}

// ClosureOf reads a closure of the contract.
func ClosureOf(c *contract.Closure) calendar.Closure {
	last := c.ToDate
	if last == 0 {
		last = c.FromDate
	}
	return calendar.Closure{
		ID: c.Id, Site: office.SiteID(c.Site), Dates: office.Period{From: office.Date(c.FromDate), To: office.Date(last)},
		From: office.Minute(c.From), To: office.Minute(c.To), Reason: c.Reason, Products: as[office.ProductID](c.Products),
	}
}

// as converts between the string types of both sides; nil stays nil.
func as[To, From ~string](in []From) []To {
	if in == nil {
		return nil
	}
	out := make([]To, len(in))
	for i, s := range in {
		out[i] = To(s)
	}
	return out
}
