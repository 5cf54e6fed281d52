//go:build devices

package program_test

import (
	"bytes"
	"context"
	"encoding/pem"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/program"
	"github.com/buurtloket/buurtloket/hardware/eid/eidtest"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/pin"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// TestCardsThroughPcscd: the whole daemon, with a reader that Debian's card daemon owns, from its configuration to a screen: a
// card comes and goes, a clerk binds it and signs in by it, and a wrong PIN says what is left.
func TestCardsThroughPcscd(t *testing.T) {
	slot := virtual.NewSlot()
	authority, err := virtual.NewAuthority(virtual.Curve, time.Now().AddDate(-1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	mine, err := authority.Issue(virtual.Citizen)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "cards") // short: a socket's path is
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	roots := filepath.Join(dir, "roots.pem")
	setting := fmt.Sprintf("eid: {id: balie, desk: 1, socket: %s, reader: Virtual PCD, roots: %s}\n", eidtest.StartDaemon(t, slot), roots)
	for path, text := range map[string][]byte{
		roots:                                pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority.Root.Raw}),
		filepath.Join(dir, devices.FileName): []byte(setting),
	} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	q, log := mustRunWithCards(t, dir)
	wait := func(what string, holds func(*contract.CardRow) bool) (row *contract.CardRow) {
		t.Helper()
		q.until(what, func(v *contract.View) bool {
			if len(v.Cards) == 1 {
				row = v.Cards[0]
			}
			return row != nil && holds(row)
		})
		return row
	}
	none := func(r *contract.CardRow) bool { return r.Stage == contract.CardStage_CARD_STAGE_NONE }
	read := func(r *contract.CardRow) bool { return r.Stage == contract.CardStage_CARD_STAGE_READ }
	wait("an empty reader", none)
	slot.Insert(mine)
	row := wait("a card", read)
	if row.Reader != "balie" || row.Desk != 1 || row.Name != "N. Specimen" || row.Number != "85.07.30-***.**" {
		t.Errorf("a card: %v", row)
	}
	command := q.command("ann", 1)
	if _, err := q.client.BindCard(t.Context(), connect.NewRequest(&contract.BindCardRequest{Command: command, Insertion: row.Insertion})); err != nil {
		t.Fatal(err)
	}
	enter := func(pin string) error {
		in, err := q.client.SignInByCard(t.Context(), connect.NewRequest(&contract.SignInByCardRequest{Desk: 1, Insertion: row.Insertion, Pin: pin}))
		if err == nil && in.Msg.Name != "Ann" {
			t.Errorf("signed in: %v", in.Msg)
		}
		return fault.FromRPC("test", err)
	}
	if err := enter("4321"); !strings.Contains(fault.Sentence(err), "nog 2 pogingen") {
		t.Errorf("a wrong PIN: %v", err)
	}
	if err := enter("1234"); err != nil {
		t.Errorf("the right one: %v", err)
	}
	slot.PullAt(2) // while it is asked
	if err := enter("1234"); !strings.Contains(fault.Sentence(err), "uit de lezer") {
		t.Errorf("pulled: %v", err)
	}
	wait("it is gone", none)
	slot.Insert(mine)
	again := wait("it is back", read)
	if again.Insertion <= row.Insertion {
		t.Errorf("insertion %d after %d", again.Insertion, row.Insertion)
	}
	if err := enter("1234"); !fault.Is(err, fault.Conflict) {
		t.Errorf("with the number of before: %v", err)
	}
	mine.TurnOver()
	slot.Pull()
	wait("it is gone again", none)
	slot.Insert(mine)
	if row := wait("upside down", func(r *contract.CardRow) bool { return r.Stage == contract.CardStage_CARD_STAGE_REFUSED }); !strings.Contains(row.Say, "Draai ze om") {
		t.Errorf("says %q", row.Say)
	}
	for _, secret := range []string{virtual.Citizen.Name, virtual.Citizen.Number, virtual.Citizen.CardNumber} {
		if strings.Contains(log(), secret) {
			t.Errorf("the log has %q", secret)
		}
	}
}

// mustRunWithCards runs a daemon in a folder that has its configuration; Ann is on its roster. What it gives beside ends the
// daemon, and says what it logged.
func mustRunWithCards(t *testing.T, dir string) (*equipped, func() string) {
	t.Helper()
	e, err := program.PlugIn("", dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	log := slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))
	d, err := program.Open(appliance.Config{Site: site, Dir: dir, Logger: log}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Equip(e); err != nil {
		t.Fatal(err)
	}
	hash, salt, err := pin.New("246810", strings.NewReader(strings.Repeat("s", 64)))
	if err != nil {
		t.Fatal(err)
	}
	roster := &contract.Roster{Version: 1, Clerks: []*contract.Clerk{{Id: "ann", Name: "Ann", Roles: []string{"lead"}, Pin: hash, PinSalt: salt}}}
	entry := contract.Encode(&contract.FeedEntry{Number: 1, Kind: &contract.FeedEntry_Roster{Roster: roster}})
	if err := d.Node().Shipping().Apply(t.Context(), &contract.Feed{First: 1, Entries: [][]byte{entry}}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx, log) }()
	end := sync.OnceValue(func() string {
		cancel()
		for _, err := range []error{<-done, d.Close(), e.Set.Close()} {
			if err != nil {
				t.Error(err)
			}
		}
		return said.String()
	})
	t.Cleanup(func() { end() })
	return &equipped{t: t, client: contractconnect.NewCounterClient(socket.Client(d.Socket()), "http://counter")}, end
}
