package rulebook

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// RegimeOf reads a regime of the contract.
func RegimeOf(g *contract.Regime) (calendar.Regime, error) {
	out := calendar.Regime{ID: g.GetId(), Site: office.SiteID(g.GetSite()), Closed: calendar.Desks(g.GetClosed()), Reason: g.GetReason(),
		Dates: office.Period{From: office.Date(g.GetFromDate()), To: office.Date(g.GetToDate())}}
	for _, t := range g.GetTeams() {
		turn, err := recurrenceOf(t.GetTurn())
		if max(t.GetFrom(), t.GetTo()) > uint32(office.EndOfDay) {
			err = fmt.Errorf("a turn that ends after midnight")
		}
		if err != nil {
			return calendar.Regime{}, malformed("rulebook.RegimeOf", calendar.RegimeThing, g.GetId(), "teams", err)
		}
		out.Teams = append(out.Teams, calendar.Team{Name: t.GetName(), Desks: calendar.Desks(t.GetDesks()), Turn: turn,
			From: office.Minute(t.GetFrom()), To: office.Minute(t.GetTo())})
	}
	return out, nil
}

// ToRegime writes a regime as the contract has it.
func ToRegime(g calendar.Regime) *contract.Regime {
	out := &contract.Regime{Id: g.ID, Site: string(g.Site), FromDate: int32(g.Dates.From), ToDate: int32(g.Dates.To), Closed: uint64(g.Closed), Reason: g.Reason}
	for _, t := range g.Teams {
		out.Teams = append(out.Teams, &contract.Regime_Team{Name: t.Name, Desks: uint64(t.Desks), Turn: toRecurrence(t.Turn), From: uint32(t.From), To: uint32(t.To)})
	}
	return out
}

// TermOf reads a term of the contract.
func TermOf(t *contract.Term) (calendar.Term, error) {
	if max(t.GetFirst(), t.GetLast(), t.GetNoticeMinutes()) > calendar.MaxNotice || t.GetChannel() < 0 || t.GetChannel() > contract.Channel_CHANNEL_APP {
		return calendar.Term{}, malformed("rulebook.TermOf", calendar.TermThing, t.GetProduct(), "last", fmt.Errorf("a number that no term can have"))
	}
	return calendar.Term{Product: office.ProductID(t.GetProduct()), Channel: office.Channel(t.GetChannel()), Notice: int(t.GetNoticeMinutes()),
		Window: calendar.Window{First: int(t.GetFirst()), Last: int(t.GetLast())}}, nil
}

// ToTerm writes a term as the contract has it.
func ToTerm(t calendar.Term) *contract.Term {
	return &contract.Term{Product: string(t.Product), Channel: contract.Channel(t.Channel), First: uint32(t.Window.First), Last: uint32(t.Window.Last), NoticeMinutes: uint32(t.Notice)}
}
