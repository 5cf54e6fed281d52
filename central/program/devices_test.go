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

// told is a headquarters that tells one thing of its counters' devices.
type told struct {
	contractconnect.UnimplementedPlanningHandler
	asked *contract.DevicesRequest
	tells *contract.DevicesResponse
}

func (h *told) Devices(_ context.Context, r *connect.Request[contract.DevicesRequest]) (*connect.Response[contract.DevicesResponse], error) {
	h.asked = r.Msg
	return connect.NewResponse(h.tells), nil
}

// TestDevicesByTheCommandLine: what somebody must look at before the rest, in the words of the counter's own screen, and of
// each site how old it is.
func TestDevicesByTheCommandLine(t *testing.T) {
	now := time.Date(2026, time.November, 23, 11, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) int64 { return now.Add(-d).UnixMilli() }
	device := func(kind, id, state string, why ...string) *contract.DeviceState {
		return &contract.DeviceState{AtMs: ago(time.Hour), Last: &contract.DeviceChanged{Kind: kind, Id: id, State: state, Reasons: why}}
	}
	h := &told{tells: &contract.DevicesResponse{Sites: []*contract.SiteDevices{
		{Site: "a", Online: true, HeardMs: ago(time.Hour), Devices: []*contract.DeviceState{device("receipt", "kiosk", "stopped", "paper-out"), device("eid", "balie", "ready")},
			Alarms: []*contract.DoorAlarmState{{AtMs: ago(2 * time.Hour), Alarm: &contract.DoorAlarm{Door: 2, Compartment: "B3", Kind: "forced"}}},
			Unseen: []*contract.DoorUnseen{{Door: 4, Compartment: "A1", AtMs: ago(time.Minute)}, {Door: 5}},
			Notes: []*contract.DoorNote{{AtMs: ago(time.Hour), Clerk: "anna", Purpose: "emergency", Compartment: "A1", Reason: "rook uit het vak"},
				{AtMs: ago(time.Hour), Clerk: "bert", Purpose: "collect", Document: "EN810004", Why: "denied"}, {Why: "of later"}}},
		{Site: "b", HeardMs: ago(3 * time.Hour), Devices: []*contract.DeviceState{device("hologram", "h", "dreaming")}},
		{Site: "c", HeardMs: ago(72 * time.Hour), Lost: true},
		{Site: "d"},
	}}}
	_, handler := contractconnect.NewPlanningHandler(h)
	server := httptest.NewServer(handler)
	defer server.Close()
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("geheim\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	args := []string{"devices", "--hq", server.URL, "--token-file", token, "--site", "a", "--days", "3"}
	world := program.World{Out: &out, Err: &said, Getenv: func(string) string { return "" }, Now: func() time.Time { return now }}
	if code := program.Main(t.Context(), args, world); code != 0 {
		t.Fatalf("exit code %d: %s", code, said.String())
	}
	if h.asked.Site != "a" || h.asked.Days != 3 {
		t.Errorf("asked %v", h.asked)
	}
	want := `
LOCATIE  WAT                     TOESTAND                                                                        SINDS                BIJGEWERKT
a        Vak B3, deur 2          ALARM: De deur ging open zonder dat iemand het vroeg.                           2026-11-23 10:00:00  nu
a        Vak A1, deur 4          niet te zien: open of dicht is niet geweten                                     2026-11-23 11:59:00  nu
a        Deur 5                  niet te zien: open of dicht is niet geweten                                     -                    nu
a        Ticketprinter kiosk     papier op                                                                       2026-11-23 11:00:00  nu
a        Kaartlezer balie        klaar                                                                           2026-11-23 11:00:00  nu
a        Vak A1                  noodopening door anna: «rook uit het vak»                                       2026-11-23 11:00:00  nu
a        -                       geweigerd aan bert: uitnemen voor de houder EN810004 (mag dit niet, of niet alleen) 2026-11-23 11:00:00  nu
a        -                       geweigerd aan niemand: een deur (of later)                                      -                    nu
b        Toestel «hologram» h    meldt «dreaming»                                                                2026-11-23 11:00:00  2026-11-23 09:00:00 (3 uur geleden)
c        toestellen              verloren verklaard: er is niets meer van geweten                                -                    2026-11-20 12:00:00 (3 dagen geleden)
d        toestellen              er is niets van bekend                                                          -                    nooit
`
	if got := "\n" + out.String(); squeezed(got) != squeezed(want) {
		t.Errorf("%s", got)
	}
}

// squeezed is a table without what its columns are filled with.
func squeezed(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(l), " ")
	}
	return strings.Join(lines, "\n")
}
