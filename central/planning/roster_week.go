package planning

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/central/roster"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Rosters implements the Rosters service on any node: who works where and when. It decides nothing: the register does, by the rules
// of central/roster. It is safe for concurrent use.
type Rosters struct{ p *Planning }

var _ contractconnect.RostersHandler = Rosters{}

// NewRosters is the rosters' door of a node's planning door.
func NewRosters(p *Planning) Rosters { return Rosters{p} }

// Week implements the Rosters service.
func (r Rosters) Week(ctx context.Context, q *connect.Request[contract.RosterWeekRequest]) (*connect.Response[contract.RosterWeekResponse], error) {
	var out *contract.RosterWeekResponse
	err := r.p.read(ctx, func(v register.View) error {
		if err := known(v, q.Msg.Site); err != nil {
			return err
		}
		day := office.Date(q.Msg.Monday)
		if day == 0 {
			day = v.Calendar().Today(r.p.now())
		}
		out = weekOf(v, v.Sheet(office.SiteID(q.Msg.Site), roster.Monday(day)))
		return nil
	})
	return answer(out, err)
}

// Check implements the Rosters service.
func (r Rosters) Check(ctx context.Context, q *connect.Request[contract.RosterSheet]) (*connect.Response[contract.RosterWeekResponse], error) {
	var out *contract.RosterWeekResponse
	err := r.p.read(ctx, func(v register.View) error {
		if err := sheetOf(v, q.Msg); err != nil {
			return err
		}
		out = weekOf(v, q.Msg)
		return nil
	})
	return answer(out, err)
}

// Put implements the Rosters service.
func (r Rosters) Put(ctx context.Context, q *connect.Request[contract.RosterSheetPut]) (*connect.Response[contract.RosterWeekResponse], error) {
	const op = "planning.Rosters.Put"
	if _, err := r.p.do(ctx, op, &contract.HQCommand{Kind: &contract.HQCommand_RosterSheet{RosterSheet: q.Msg}}); err != nil {
		return answer[contract.RosterWeekResponse](nil, err)
	}
	return r.Week(ctx, connect.NewRequest(&contract.RosterWeekRequest{Site: q.Msg.Sheet.GetSite(), Monday: q.Msg.Sheet.GetMonday()}))
}

// Staff implements the Rosters service.
func (r Rosters) Staff(ctx context.Context, _ *connect.Request[contract.RosterStaffRequest]) (*connect.Response[contract.RosterStaffResponse], error) {
	out := new(contract.RosterStaffResponse)
	err := r.p.read(ctx, func(v register.View) error {
		out.Book = v.Book()
		out.Rules = roster.ToRules(roster.RulesOf(out.Book.Rules))
		stored := out.Book.People
		out.Book.People = nil
		for _, p := range v.Staff() {
			one := roster.ToPerson(p)
			one.Work = nil // as their roles say, unless the book says it
			for _, x := range stored {
				if x.Id == one.Id {
					one.Work = x.Work
				}
			}
			out.Book.People = append(out.Book.People, one)
		}
		return nil
	})
	return answer(out, err)
}

// PutStaff implements the Rosters service.
func (r Rosters) PutStaff(ctx context.Context, q *connect.Request[contract.RosterBookPut]) (*connect.Response[contract.RosterStaffResponse], error) {
	if _, err := r.p.do(ctx, "planning.Rosters.PutStaff", &contract.HQCommand{Kind: &contract.HQCommand_RosterBook{RosterBook: q.Msg}}); err != nil {
		return answer[contract.RosterStaffResponse](nil, err)
	}
	return r.Staff(ctx, connect.NewRequest(&contract.RosterStaffRequest{}))
}

// Propose implements the Rosters service.
func (r Rosters) Propose(ctx context.Context, q *connect.Request[contract.RosterSheet]) (*connect.Response[contract.RosterProposeResponse], error) {
	out := &contract.RosterProposeResponse{Method: "Wat niemand bezet krijgt de medewerker die er het meest van kan, bij die locatie hoort en de meeste uren van het contract over heeft. " +
		"Geen regel wordt gebroken; wat open blijft, kan zo niet."}
	err := r.p.read(ctx, func(v register.View) error {
		if err := sheetOf(v, q.Msg); err != nil {
			return err
		}
		all := v.Drafted(q.Msg)
		more := v.Town().Propose(all, office.SiteID(q.Msg.Site), roster.Week(office.Date(q.Msg.Monday)))
		out.Proposed = roster.ToShifts(more)
		out.Sheet = q.Msg
		out.Sheet.Shifts = roster.ToShifts(append(roster.ShiftsOf(q.Msg), more...))
		out.Week = weekOf(v, out.Sheet)
		return nil
	})
	return answer(out, err)
}

// History implements the Rosters service.
func (r Rosters) History(ctx context.Context, q *connect.Request[contract.RosterHistoryRequest]) (*connect.Response[contract.RosterHistoryResponse], error) {
	out := new(contract.RosterHistoryResponse)
	err := r.p.read(ctx, func(v register.View) error {
		for _, n := range v.RosterHistory() {
			if q.Msg.Site != "" && n.After.GetSite() != q.Msg.Site || q.Msg.Monday != 0 && n.After.GetMonday() != int32(roster.Monday(office.Date(q.Msg.Monday))) {
				continue
			}
			out.Notes = append(out.Notes, n)
		}
		return nil
	})
	return answer(out, err)
}

// sheetOf refuses a draft that is of no site or of no week, and fills in what it left out.
func sheetOf(v register.View, s *contract.RosterSheet) error {
	if err := known(v, s.GetSite()); err != nil {
		return err
	}
	monday := roster.Monday(office.Date(s.Monday))
	if s.Monday == 0 || int32(monday) != s.Monday {
		return nameless("planning.Rosters", "Een blad begint op maandag.")
	}
	for _, x := range s.Shifts {
		if !roster.Week(monday).Contains(office.Date(x.Date)) {
			return nameless("planning.Rosters", fmt.Sprintf("%s ligt niet in de week van dit blad.", office.Date(x.Date)))
		}
	}
	s.Version = cmp.Or(s.Version, v.Sheet(office.SiteID(s.Site), monday).Version)
	return nil
}

// weekOf is a sheet with all that follows from it.
func weekOf(v register.View, s *contract.RosterSheet) *contract.RosterWeekResponse {
	site, week := office.SiteID(s.Site), roster.Week(office.Date(s.Monday))
	all, town := v.Drafted(s), v.Town()
	out := &contract.RosterWeekResponse{Sheet: s, Book: v.Book().Version, Findings: roster.ToFindings(v.SheetFindings(s), s.Accepted)}
	for d := week.From; d <= week.To; d++ {
		out.Days = append(out.Days, roster.ToDay(town.Cover(all, site, d)))
	}
	for _, p := range all.People {
		if p.At(site) || slices.ContainsFunc(s.Shifts, func(x *contract.RosterShift) bool { return x.Person == string(p.ID) }) {
			out.People = append(out.People, roster.ToPerson(p))
		}
	}
	return out
}
