package rulebook

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// ClosureOf reads a closure of the contract.
func ClosureOf(c *contract.Closure) (calendar.Closure, error) {
	bad := func(field string, err error) (calendar.Closure, error) {
		return calendar.Closure{}, malformed("rulebook.ClosureOf", calendar.ClosureThing, c.GetId(), field, err)
	}
	if max(c.GetFrom(), c.GetTo()) > uint32(office.EndOfDay) {
		return bad("to", fmt.Errorf("a closure that ends after midnight"))
	}
	when, err := recurrenceOf(c.When)
	if err != nil {
		return bad("when", err)
	}
	var modes calendar.Modes
	for _, name := range c.Modes {
		m, err := calendar.ParseMode(name)
		if err != nil {
			return bad("modes", err)
		}
		modes |= calendar.Only(m)
	}
	last := c.ToDate
	if last == 0 && c.When == nil {
		last = c.FromDate
	}
	return calendar.Closure{
		ID: c.Id, Site: office.SiteID(c.Site), Dates: office.Period{From: office.Date(c.FromDate), To: office.Date(last)}, When: when,
		From: office.Minute(c.From), To: office.Minute(c.To), Reason: c.Reason, Modes: modes,
		Products: as[office.ProductID](c.Products), Assumed: c.Assumed,
	}, nil
}

// ToClosure writes a closure as the contract has it.
func ToClosure(c calendar.Closure) *contract.Closure {
	out := &contract.Closure{
		Id: c.ID, Site: string(c.Site), FromDate: int32(c.Dates.From), ToDate: int32(c.Dates.To), When: toRecurrence(c.When),
		From: uint32(c.From), To: uint32(c.To), Reason: c.Reason, Products: as[string](c.Products), Assumed: c.Assumed,
	}
	for m := calendar.Appointment; m <= calendar.Phone && c.Modes != 0; m++ {
		if c.Modes.Has(m) {
			out.Modes = append(out.Modes, m.String())
		}
	}
	return out
}
