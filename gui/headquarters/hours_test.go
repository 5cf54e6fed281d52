package headquarters_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/headquarters"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// rulers is a node that tells the plan and takes changes of hours.
type rulers struct {
	contractconnect.UnimplementedPlanningHandler
	contractconnect.UnimplementedHoursHandler
}

func (rulers) Rules(context.Context, *connect.Request[contract.RulesRequest]) (*connect.Response[contract.PlanResponse], error) {
	return connect.NewResponse(&contract.PlanResponse{Plan: &contract.Plan{Version: 7}}), nil
}

func (rulers) Bulletin(context.Context, *connect.Request[contract.BulletinRequest]) (*connect.Response[contract.BulletinResponse], error) {
	return connect.NewResponse(&contract.BulletinResponse{Entries: make([]*contract.BulletinEntry, 0)}), nil
}

func (rulers) Try(_ context.Context, r *connect.Request[contract.HoursDraft]) (*connect.Response[contract.HoursEffect], error) {
	return connect.NewResponse(&contract.HoursEffect{Version: r.Msg.Version}), nil
}

func (rulers) Commit(context.Context, *connect.Request[contract.HoursCommitRequest]) (*connect.Response[contract.HoursCommitResponse], error) {
	return nil, fault.RPC(fault.New("hours", fault.Conflict).Tell("Het plan is intussen gewijzigd.", ""))
}

func (rulers) Notice(_ context.Context, r *connect.Request[contract.HoursNoticeRequest]) (*connect.Response[contract.HoursNoticeResponse], error) {
	return connect.NewResponse(&contract.HoursNoticeResponse{Name: r.Msg.Site}), nil
}

// TestHoursAtTheDoor: each call of the page of hours arrives with the token, and a refusal comes back with its kind and words.
func TestHoursAtTheDoor(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle(contractconnect.NewPlanningHandler(rulers{}))
	mux.Handle(contractconnect.NewHoursHandler(rulers{}))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+token {
			http.Error(w, "who?", http.StatusUnauthorized)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(token), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := headquarters.Dial(headquarters.Address{Public: []string{server.URL}, TokenFile: file})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	ctx := t.Context()
	if r, err := d.Rules(ctx, &contract.RulesRequest{}); err != nil || r.Plan.Version != 7 {
		t.Error(r, err)
	}
	if _, err := d.Bulletin(ctx, &contract.BulletinRequest{}); err != nil {
		t.Error(err)
	}
	if r, err := d.TryHours(ctx, &contract.HoursDraft{Version: 3}); err != nil || r.Version != 3 {
		t.Error(r, err)
	}
	if _, err := d.CommitHours(ctx, &contract.HoursCommitRequest{}); !fault.Is(err, fault.Conflict) || fault.Sentence(err) == "" {
		t.Error(err)
	}
	if r, err := d.Notice(ctx, &contract.HoursNoticeRequest{Site: "x"}); err != nil || r.Name != "x" {
		t.Error(r, err)
	}
}
