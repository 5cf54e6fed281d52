package program_test

import (
	"bytes"
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/program"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
)

// glanced is a headquarters that tells how its counters are.
type glanced struct {
	contractconnect.UnimplementedFleetHandler
	tells *contract.FleetResponse
}

func (h glanced) Glance(context.Context, *connect.Request[contract.FleetRequest]) (*connect.Response[contract.FleetResponse], error) {
	return connect.NewResponse(h.tells), nil
}

// TestTheFleetByTheCommandLine: one line for each counter, the gravest that holds of it, and what is not known as such.
func TestTheFleetByTheCommandLine(t *testing.T) {
	now := time.Date(2026, time.November, 23, 11, 0, 0, 0, time.UTC)
	_, handler := contractconnect.NewFleetHandler(glanced{tells: &contract.FleetResponse{Silent: []string{"hq2"}, Sites: []*contract.FleetSite{
		{Site: "a", Appliance: true, Online: true, Open: true, HeardMs: now.Add(-5 * time.Minute).UnixMilli(), Waiting: 3, Held: 40, Devices: 5,
			Down: make([]*contract.DeviceState, 2), Alarms: make([]*contract.DoorAlarmState, 1), Unseen: 1, Conflicts: 2, Program: "1.2.0"},
		{Site: "b", Appliance: true, Open: true, Waiting: 9, Messages: 7},
		{Site: "c", Appliance: true, Online: true, Frozen: true},
		{Site: "d", Appliance: true, Lost: true, Frozen: true},
		{Site: "e", Appliance: true, Online: true},
		{Site: "library"},
	}}})
	server := httptest.NewServer(handler)
	defer server.Close()
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("geheim\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	world := program.World{Out: &out, Err: &said, Getenv: func(string) string { return "" }, Now: func() time.Time { return now }}
	if code := program.Main(t.Context(), []string{"fleet", "--hq", server.URL, "--token-file", token}, world); code != 0 {
		t.Fatalf("code %d: %s", code, &said)
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		got = append(got, strings.Join(strings.Fields(line), " "))
	}
	want := []string{
		"LOCATIE LIJN LAATST GEHOORD WACHT DAAR WACHT HIER IN HANDEN TOESTELLEN ALARMEN GESCHILLEN PROGRAMMA",
		"a open 5 min geleden 3 0 40 3 van 5, 1 deuren niet te zien 1 2 1.2.0",
		"b dicht nooit ? 7 0 0 van 0 0 0 -",
		"c stilgelegd nooit 0 0 0 0 van 0 0 0 -",
		"d verloren verklaard nooit ? 0 0 0 van 0 0 0 -",
		"e open, nog geen verslag nooit 0 0 0 0 van 0 0 0 -",
		"Geen antwoord van hq2: van een lijn die daar open is, is niets geweten.",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("it says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
