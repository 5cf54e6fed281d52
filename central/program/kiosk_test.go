package program_test

import (
	"bytes"
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/program"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/office"
)

// useTold is a headquarters that tells of kiosks, and keeps what is put.
type useTold struct {
	contractconnect.UnimplementedPlanningHandler
	asked *contract.PlannerKioskUseRequest
	tells *contract.PlannerKioskUseResponse
	plan  *contract.Plan
}

func (h *useTold) KioskUse(_ context.Context, r *connect.Request[contract.PlannerKioskUseRequest]) (*connect.Response[contract.PlannerKioskUseResponse], error) {
	h.asked = r.Msg
	return connect.NewResponse(h.tells), nil
}

func (h *useTold) Rules(context.Context, *connect.Request[contract.RulesRequest]) (*connect.Response[contract.PlanResponse], error) {
	return connect.NewResponse(&contract.PlanResponse{Plan: h.plan}), nil
}

func (h *useTold) PutPlan(_ context.Context, r *connect.Request[contract.PutPlanRequest]) (*connect.Response[contract.PlanResponse], error) {
	h.plan = &contract.Plan{Kiosks: append(h.plan.GetKiosks(), r.Msg.Put.Kiosks...)}
	return connect.NewResponse(&contract.PlanResponse{Plan: h.plan}), nil
}

// tool runs a command of the tool against a headquarters.
func (h *useTold) tool(t *testing.T, args ...string) string {
	t.Helper()
	_, handler := contractconnect.NewPlanningHandler(h)
	server := httptest.NewServer(handler)
	defer server.Close()
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("geheim\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	now := func() time.Time { return time.Date(2026, time.November, 23, 11, 0, 0, 0, time.UTC) }
	if code := program.Main(t.Context(), append(args, "--hq", server.URL, "--token-file", token), program.World{Out: &out, Err: &said, Getenv: func(string) string { return "" }, Now: now}); code != 0 {
		t.Fatalf("%v: exit code %d: %s", args, code, said.String())
	}
	return squeezed(out.String())
}

// TestUseByTheCommandLine: sites and products ranked, what is low, and ages of no small group; every count in the file.
func TestUseByTheCommandLine_A002_19(t *testing.T) {
	day := int32(office.NewDate(2026, 11, 16))
	h := &useTold{tells: &contract.PlannerKioskUseResponse{From: day, To: day + 6, Sites: []*contract.KioskSiteUse{
		{Site: "kiosk-de-poort", Uses: 60, Before: 40, Done: 57, Offline: 6, Target: 50, Decision: "keep"}, {Site: "kiosk-corso", Uses: 3, Target: 20, Low: true},
		{Site: "kiosk-vertellerij", Uses: 1, Before: 4, Target: 20, Decision: "stop", Reason: "gastheer wil niet meer"}},
		Rows: []*contract.KioskCountRow{{Site: "kiosk-de-poort", Date: day, What: "certificate", Product: "attest-bevolking", Outcome: "done", Count: 40},
			{Site: "kiosk-de-poort", Date: day, What: "pin-letter", Outcome: "done", Offline: true, Count: 24}},
		Shares: []*contract.KioskShareRow{{Site: "kiosk-de-poort", By: "age", Code: "25-64", Count: 31}, {Site: "kiosk-de-poort", By: "age", Code: "65-", Withheld: true}}}}
	file := filepath.Join(t.TempDir(), "use.csv")
	got := h.tool(t, "kiosk", "use", "--site", "kiosk-de-poort,kiosk-corso", "--from", "2026-11-16", "--to", "2026-11-22", "--csv", file)
	want := squeezed(`Zelfbediening van 2026-11-16 tot en met 2026-11-22

LOCATIE GEBRUIK VORIGE TREND GELUKT ZONDER LIJN DOEL STAND BESLISSING
kiosk-de-poort 60 40 +50 % 95 % 10 % 50 gehaald behouden
kiosk-corso 3 0 - 0 % 0 % 20 LAAG: 17 te weinig -
kiosk-vertellerij 1 4 -75 % 0 % 0 % 20 stopt stoppen (gastheer wil niet meer)

WAARVOOR GEBRUIK AANDEEL
certificate 40 62 %
pin-letter 24 37 %

PRODUCT GEBRUIK AANDEEL
attest-bevolking 40 100 %

UITKOMST GEBRUIK AANDEEL
done 64 100 %

LOCATIE LEEFTIJD OF TAAL AANTAL
kiosk-de-poort 25-64 31
kiosk-de-poort 65- te weinig
`)
	if got != want {
		t.Errorf("%s", got)
	}
	if len(h.asked.Sites) != 2 || h.asked.From != day || h.asked.To != day+6 {
		t.Errorf("asked %v", h.asked)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(text), `row,site,from,to,kiosk,what,product,outcome,offline,age,language,count,withheld
use,kiosk-de-poort,2026-11-16,2026-11-16,0,certificate,attest-bevolking,done,false,,,40,false
use,kiosk-de-poort,2026-11-16,2026-11-16,0,pin-letter,,done,true,,,24,false
age,kiosk-de-poort,2026-11-16,2026-11-22,,,,,,25-64,,31,false
age,kiosk-de-poort,2026-11-16,2026-11-22,,,,,,65-,,,true
`; got != want {
		t.Errorf("the file is %s", got)
	}
}

// TestATargetIsFromADayOn: what is not typed stays as it was, and what held before stays for the days before.
func TestATargetIsFromADayOn(t *testing.T) {
	h := &useTold{plan: &contract.Plan{Kiosks: []*contract.KioskRule{{Site: "kiosk-corso", TargetWeek: 20, Letters: true}}}}
	h.tool(t, "kiosk", "target", "kiosk-corso", "40", "--by", "Mia")
	h.tool(t, "kiosk", "decide", "kiosk-corso", "keep", "--why", "het loopt", "--valid-from", "2026-12-01")
	h.tool(t, "kiosk", "rule", "kiosk-corso", "--ages", "--letters=false", "--valid-from", "2026-12-15")
	today := int32(office.NewDate(2026, 11, 23))
	all := h.plan.Kiosks
	if len(all) != 4 || all[0].TargetWeek != 20 || all[1].TargetWeek != 40 || all[1].ValidFrom != today || !all[1].Letters ||
		all[2].Decision != "keep" || all[2].TargetWeek != 40 || !all[3].Ages || all[3].Letters || all[3].Reason != "het loopt" {
		t.Errorf("%v", all)
	}
	if before := len(h.plan.Kiosks); h.tool(t, "kiosk", "rule", "kiosk-corso") == "" || len(h.plan.Kiosks) != before {
		t.Error("asking changed something")
	}
}
