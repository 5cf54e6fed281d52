package program_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/program"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pin"
	"github.com/buurtloket/buurtloket/sync/socket"
)

const plugged = `
vault: {id: kluis, emulator: true, doors: [{door: 1, compartment: A1}, {door: 2, compartment: B3}]}
camera: {id: fotohokje, emulator: true}
receipt: {id: kiosk, emulator: true}
`

// equipped is a counter that runs with devices; Ann leads its team and Rita receives.
type equipped struct {
	t      *testing.T
	client contractconnect.CounterClient
	vault  *locker.Emulator
	roll   *receipt.Emulator
}

func mustEquip(t *testing.T, with ...func(*appliance.Config)) *equipped {
	t.Helper()
	dir, err := os.MkdirTemp("", "devices") // short: a socket's path is
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, devices.FileName), []byte(plugged), 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := program.PlugIn("", dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	cfg := appliance.Config{Site: site, Dir: dir, Camera: e.Camera(), Printers: e.Printers()}
	for _, change := range with {
		change(&cfg)
	}
	d, err := program.Open(cfg, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Equip(e); err != nil {
		t.Fatal(err)
	}
	hash, salt, err := pin.New("246810", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	roster := &contract.Roster{Version: 1, Clerks: []*contract.Clerk{{Id: "ann", Name: "Ann", Roles: []string{"lead"}, Pin: hash, PinSalt: salt},
		{Id: "rita", Name: "Rita", Roles: []string{"reception"}, Pin: hash, PinSalt: salt}}}
	entry := contract.Encode(&contract.FeedEntry{Number: 1, Kind: &contract.FeedEntry_Roster{Roster: roster}})
	if err := d.Node().Shipping().Apply(t.Context(), &contract.Feed{First: 1, Entries: [][]byte{entry}}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx, slog.New(slog.DiscardHandler)) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-done, d.Close(), e.Set.Close(), os.RemoveAll(dir)); err != nil {
			t.Error(err)
		}
	})
	c := contractconnect.NewCounterClient(socket.Client(d.Socket()), "http://counter")
	q := &equipped{t: t, client: c}
	for _, one := range e.Set.All {
		switch emulator := one.Emulator.(type) {
		case *locker.Emulator:
			q.vault = emulator
		case *receipt.Emulator:
			q.roll = emulator
		}
	}
	return q
}

func (q *equipped) command(clerk string, desk uint32) *contract.Command {
	q.t.Helper()
	in, err := q.client.SignIn(q.t.Context(), connect.NewRequest(&contract.SignInRequest{Clerk: clerk, Pin: "246810", Desk: desk}))
	if err != nil {
		q.t.Fatal(err)
	}
	act, err := office.NewID(rand.Reader, time.Now().UnixMilli())
	if err != nil {
		q.t.Fatal(err)
	}
	return &contract.Command{Session: in.Msg.Session, Act: act[:]}
}

// until watches the screen's view until it is as wanted.
func (q *equipped) until(what string, holds func(*contract.View) bool) {
	q.t.Helper()
	ctx, cancel := context.WithTimeout(q.t.Context(), 20*time.Second)
	defer cancel()
	stream, err := q.client.Watch(ctx, connect.NewRequest(&contract.WatchRequest{Desk: 1}))
	if err != nil {
		q.t.Fatal(err)
	}
	defer stream.Close()
	var last *contract.View
	for stream.Receive() {
		if last = stream.Msg(); holds(last) {
			return
		}
	}
	q.t.Fatalf("%s: never; devices %v, doors %v, notices %v: %v", what, last.GetDevices(), last.GetDoors(), last.GetNotices(), stream.Err())
}

// TestDevicesOfADaemon: screens see devices and doors; a door opens for a named person only, and what is wrong is an urgent
// notice until somebody says what it was.
func TestDevicesOfADaemon(t *testing.T) {
	q := mustEquip(t)
	q.until("all ready", func(v *contract.View) bool {
		ready := 0
		for _, d := range v.Devices {
			if d.State == "ready" && d.Emulated && strings.HasSuffix(d.Say, ": klaar.") {
				ready++
			}
		}
		return ready == 3 && len(v.Doors) == 2
	})
	ask := &contract.OpenDoorRequest{Command: &contract.Command{}, Purpose: "emergency", Compartment: "B3", Reason: "rook"}
	if _, err := q.client.OpenDoor(t.Context(), connect.NewRequest(ask)); err == nil {
		t.Error("a door opens for nobody")
	}
	ask.Command = q.command("rita", 2)
	if _, err := q.client.OpenDoor(t.Context(), connect.NewRequest(ask)); !fault.Is(fault.FromRPC("test", err), fault.Denied) {
		t.Errorf("for the reception: %v", err)
	}
	ask.Command = q.command("ann", 1)
	for range 2 {
		if _, err := q.client.OpenDoor(t.Context(), connect.NewRequest(ask)); err != nil {
			t.Fatal(err)
		}
	}
	if n := q.vault.Pulses(2); n != 1 {
		t.Errorf("pulsed %d times", n)
	}
	q.until("B3 open", func(v *contract.View) bool { return len(v.Doors) == 2 && v.Doors[1].State == "open" })
	q.vault.Shut(2)
	q.vault.Force(1)
	q.until("alarm", func(v *contract.View) bool {
		for _, n := range v.Notices {
			if n.Code == "door-forced" && n.Urgent {
				return len(v.DoorAlarms) == 1
			}
		}
		return false
	})
	all, err := q.client.Doors(t.Context(), connect.NewRequest(&contract.DoorsRequest{}))
	if err != nil || len(all.Msg.Rows) != 2 || len(all.Msg.Rows[0].Findings) != 2 {
		t.Errorf("%v, %v", all, err)
	}
	settle := &contract.SettleDoorAlarmRequest{Command: q.command("ann", 1), Door: 1, Kind: "forced", Reason: "sleutel van de leverancier"}
	if _, err := q.client.SettleDoorAlarm(t.Context(), connect.NewRequest(settle)); err != nil {
		t.Fatal(err)
	}
	q.until("settled", func(v *contract.View) bool { return len(v.DoorAlarms) == 0 })
}

// TestATicketIsPrinted: what is asked for comes out of the ticket printer of the configuration, once.
func TestATicketIsPrinted(t *testing.T) {
	q := mustEquip(t)
	issued, err := q.client.Issue(t.Context(), connect.NewRequest(&contract.IssueRequest{Command: q.command("ann", 1), Persons: 1,
		Products: []string{"eid-aanvraag"}, Urgency: contract.Urgency_URGENCY_URGENT, Reason: "verlies"}))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		ask := &contract.PrintRequest{Command: q.command("ann", 1), Of: &contract.PrintSubject{Kind: contract.PrintKind_PRINT_KIND_TICKET, Id: issued.Msg.Visit}}
		if _, err := q.client.Print(t.Context(), connect.NewRequest(ask)); err != nil {
			t.Fatal(err)
		}
	}
	q.until("nothing under way", func(v *contract.View) bool { return len(v.Prints) == 0 && len(q.roll.Slips()) > 0 })
	all, err := q.client.Prints(t.Context(), connect.NewRequest(&contract.PrintsRequest{Command: q.command("ann", 1)}))
	if err != nil || len(all.Msg.Prints) != 1 || all.Msg.Prints[0].Stage != contract.PrintStage_PRINT_STAGE_PRINTED {
		t.Errorf("%v, %v", all, err)
	}
	if slips := q.roll.Slips(); len(slips) != 1 || !strings.Contains(strings.ReplaceAll(slips[0].Text(), " ", ""), issued.Msg.Ticket) {
		t.Errorf("%d papers for %s", len(slips), issued.Msg.Ticket)
	}
}

// TestDevicesCommand: the list and the test say how it is, and the exit code whether all can be used.
func TestDevicesCommand(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, devices.FileName)
	if code, out, _ := main(t, "devices", "--dir", dir); code != 0 || !strings.Contains(out, "geen toestellen") {
		t.Errorf("nothing configured: %d, %q", code, out)
	}
	code, out, errs := main(t, "devices", "example")
	if code != 0 || errs != "" || !strings.Contains(out, "vault:") {
		t.Errorf("example: %d, %q", code, errs)
	}
	for text, want := range map[string]struct {
		code int
		say  string
	}{
		plugged: {0, "2 deuren gelezen: 2 dicht"},
		"receipt: {id: kiosk, path: " + dir + "/none}": {1, "Ticketprinter: er komt geen antwoord. Kijk of het toestel aanstaat en of de kabel vastzit. Tickets tonen hun nummer"},
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, out, errs := main(t, "devices", "test", "--dir", dir); code != want.code || !strings.Contains(out, want.say) {
			t.Errorf("%d, %q, %q", code, out, errs)
		}
		if code, out, _ := main(t, "devices", "list", "--devices", file); code != want.code || !strings.Contains(out, "kiosk") {
			t.Errorf("list: %d, %q", code, out)
		}
	}
	if err := os.WriteFile(file, []byte("printer:\n  - di: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"devices", "list", "--dir", dir}, {"serve", "--site", site, "--dir", dir}} {
		if code, out, errs := main(t, args...); code != 1 || out != "" || !strings.Contains(errs, "regel 2: «di» bestaat niet") {
			t.Errorf("%q: %d, %q, %q", args, code, out, errs)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "journal.db")); err == nil {
		t.Error("a refused configuration has begun a journal")
	}
}
