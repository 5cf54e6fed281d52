package headquarters_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/headquarters"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// rosters is a node that answers with what it was asked, and refuses to put.
type rosters struct {
	contractconnect.UnimplementedRostersHandler
	contractconnect.UnimplementedPlanningHandler
}

func (rosters) Sites(context.Context, *connect.Request[contract.SitesRequest]) (*connect.Response[contract.SitesResponse], error) {
	return connect.NewResponse(&contract.SitesResponse{Sites: []*contract.SiteRow{{Id: "s"}}}), nil
}

func (rosters) Week(_ context.Context, r *connect.Request[contract.RosterWeekRequest]) (*connect.Response[contract.RosterWeekResponse], error) {
	return connect.NewResponse(&contract.RosterWeekResponse{Sheet: &contract.RosterSheet{Site: r.Msg.Site, Monday: r.Msg.Monday}}), nil
}

func (rosters) Check(_ context.Context, r *connect.Request[contract.RosterSheet]) (*connect.Response[contract.RosterWeekResponse], error) {
	return connect.NewResponse(&contract.RosterWeekResponse{Sheet: r.Msg, Book: 1}), nil
}

func (rosters) Put(_ context.Context, r *connect.Request[contract.RosterSheetPut]) (*connect.Response[contract.RosterWeekResponse], error) {
	return nil, fault.RPC(fault.New("test", fault.Conflict).Tell("wim wijzigde dit, "+r.Msg.By+".", ""))
}

func (rosters) Staff(context.Context, *connect.Request[contract.RosterStaffRequest]) (*connect.Response[contract.RosterStaffResponse], error) {
	return connect.NewResponse(&contract.RosterStaffResponse{Book: &contract.RosterBook{Version: 7}}), nil
}

func (rosters) PutStaff(_ context.Context, r *connect.Request[contract.RosterBookPut]) (*connect.Response[contract.RosterStaffResponse], error) {
	return connect.NewResponse(&contract.RosterStaffResponse{Book: &contract.RosterBook{Version: r.Msg.Book.Version + 1}}), nil
}

func (rosters) Need(_ context.Context, r *connect.Request[contract.RosterNeedRequest]) (*connect.Response[contract.RosterNeedResponse], error) {
	return connect.NewResponse(&contract.RosterNeedResponse{Method: r.Msg.Sites[0]}), nil
}

func (rosters) Propose(_ context.Context, r *connect.Request[contract.RosterSheet]) (*connect.Response[contract.RosterProposeResponse], error) {
	return connect.NewResponse(&contract.RosterProposeResponse{Sheet: r.Msg}), nil
}

func (rosters) History(_ context.Context, r *connect.Request[contract.RosterHistoryRequest]) (*connect.Response[contract.RosterHistoryResponse], error) {
	return connect.NewResponse(&contract.RosterHistoryResponse{Notes: []*contract.RosterNote{{By: r.Msg.Site}}}), nil
}

// TestRosters: each question of the page of rosters arrives at its own call, and its answer or refusal comes back.
func TestRosters(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle(contractconnect.NewRostersHandler(rosters{}))
	mux.Handle(contractconnect.NewPlanningHandler(rosters{}))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	d, err := headquarters.Dial(headquarters.Address{Public: []string{server.URL}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	ctx, sheet := t.Context(), &contract.RosterSheet{Site: "s", Monday: 3}
	for name, same := range map[string]func() (bool, error){
		"Sites": func() (bool, error) {
			r, err := d.Sites(ctx, &contract.SitesRequest{})
			return r.GetSites()[0].GetId() == "s", err
		},
		"Week": func() (bool, error) {
			r, err := d.RosterWeek(ctx, &contract.RosterWeekRequest{Site: "s", Monday: 3})
			return r.GetSheet().GetMonday() == 3 && r.Book == 0, err
		},
		"Check": func() (bool, error) {
			r, err := d.RosterCheck(ctx, sheet)
			return r.GetSheet().GetSite() == "s" && r.Book == 1, err
		},
		"Staff": func() (bool, error) {
			r, err := d.RosterStaff(ctx, &contract.RosterStaffRequest{})
			return r.GetBook().GetVersion() == 7, err
		},
		"PutStaff": func() (bool, error) {
			r, err := d.RosterPutStaff(ctx, &contract.RosterBookPut{Book: &contract.RosterBook{Version: 2}})
			return r.GetBook().GetVersion() == 3, err
		},
		"Need": func() (bool, error) {
			r, err := d.RosterNeed(ctx, &contract.RosterNeedRequest{Sites: []string{"s"}})
			return r.GetMethod() == "s", err
		},
		"Propose": func() (bool, error) { r, err := d.RosterPropose(ctx, sheet); return r.GetSheet().GetSite() == "s", err },
		"History": func() (bool, error) {
			r, err := d.RosterHistory(ctx, &contract.RosterHistoryRequest{Site: "s"})
			return r.GetNotes()[0].GetBy() == "s", err
		},
	} {
		if ok, err := same(); err != nil || !ok {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
	}
	if _, err := d.RosterPut(ctx, &contract.RosterSheetPut{Sheet: sheet, By: "ines"}); !fault.Is(err, fault.Conflict) || fault.Sentence(err) != "wim wijzigde dit, ines." {
		t.Errorf("Put: %v", err)
	}
}
