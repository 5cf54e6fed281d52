package rulebook

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// recurrenceOf reads a recurrence of the contract; none is every date.
func recurrenceOf(r *contract.Recurrence) (calendar.Recurrence, error) {
	if max(r.GetWeekdays(), r.GetEvery(), r.GetNth(), r.GetWeek()) > 255 {
		return calendar.Recurrence{}, fmt.Errorf("a recurrence with a number that none can have")
	}
	each, err := calendar.ParseAnnual(r.GetEach())
	return calendar.Recurrence{Days: calendar.Weekdays(r.GetWeekdays()), Every: uint8(r.GetEvery()), Since: office.Date(r.GetSince()),
		Nth: calendar.Ordinals(r.GetNth()), Week: calendar.Ordinals(r.GetWeek()), Each: each}, err
}

// toRecurrence writes a recurrence as the contract has it; every date is none.
func toRecurrence(r calendar.Recurrence) *contract.Recurrence {
	if r == (calendar.Recurrence{}) {
		return nil
	}
	return &contract.Recurrence{Weekdays: uint32(r.Days), Every: uint32(r.Every), Since: int32(r.Since),
		Nth: uint32(r.Nth), Week: uint32(r.Week), Each: r.Each.String()}
}

// signpostOf reads a signpost of the contract; none says nothing.
func signpostOf(s *contract.Signpost) calendar.Signpost {
	return calendar.Signpost{Say: s.GetSay(), Where: s.GetWhere(), Site: office.SiteID(s.GetSite()), Web: s.GetWeb(), Phone: s.GetPhone(), Assumed: s.GetAssumed()}
}

// toSignpost writes a signpost as the contract has it.
func toSignpost(s calendar.Signpost) *contract.Signpost {
	if s == (calendar.Signpost{}) {
		return nil
	}
	return &contract.Signpost{Say: s.Say, Where: s.Where, Site: string(s.Site), Web: s.Web, Phone: s.Phone, Assumed: s.Assumed}
}
