package program_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/program"
	"github.com/buurtloket/buurtloket/hardware/scanner"
	"github.com/buurtloket/buurtloket/hardware/scanner/scannertest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// notes is a log that several write.
type notes struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.Write(p)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.String()
}

// scanning is a counter that runs, with a scanner at desk 1 and one of everybody.
type scanning struct {
	t      *testing.T
	client contractconnect.CounterClient
	hands  map[string]*scanner.Emulator
	node   *appliance.Node
	log    *notes
}

func mustScan(t *testing.T) *scanning {
	t.Helper()
	dir, err := os.MkdirTemp("", "scan") // short: a socket's path is
	if err != nil {
		t.Fatal(err)
	}
	config := "scanner:\n  - {id: balie, desk: 1, emulator: true}\n  - {id: zuil, emulator: true}\n"
	if err := os.WriteFile(filepath.Join(dir, "devices.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := program.PlugIn("", dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &scanning{t: t, hands: map[string]*scanner.Emulator{}, log: new(notes)}
	log := slog.New(slog.NewTextHandler(s.log, nil))
	d, err := program.Open(appliance.Config{Site: site, Dir: dir, Logger: log}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Equip(e); err != nil {
		t.Fatal(err)
	}
	for _, one := range e.Set.All {
		s.hands[one.ID] = one.Emulator.(*scanner.Emulator)
	}
	s.node, s.client = d.Node(), contractconnect.NewCounterClient(socket.Client(d.Socket()), "http://counter")
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx, log) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-done, d.Close(), e.Set.Close(), os.RemoveAll(dir)); err != nil {
			t.Error(err)
		}
	})
	return s
}

// listen is a screen of a desk; it hears from the moment on at which this returns.
func (s *scanning) listen(desk uint32) (next func() *contract.ScanRow) {
	s.t.Helper()
	ctx, cancel := context.WithCancel(s.t.Context())
	stream, err := s.client.Scans(ctx, connect.NewRequest(&contract.ScansRequest{Desk: desk}))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { cancel(); _ = stream.Close() }) // it is cut off on purpose
	if stream.ResponseHeader().Get("Content-Type") == "" {
		s.t.Fatal("the stream answers without headers")
	}
	return func() *contract.ScanRow {
		s.t.Helper()
		if !stream.Receive() {
			s.t.Fatal(stream.Err())
		}
		return stream.Msg()
	}
}

func (s *scanning) size() (n uint64) {
	s.t.Helper()
	if err := s.node.View(func(v journal.View) error { n = v.Size(); return nil }); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// TestScans: a code goes once to the screens of its desk, or to all; with words where it is of no use. Nothing of it is
// journaled or logged, and a scanner that is unplugged takes nothing else with it.
func TestScans(t *testing.T) {
	s := mustScan(t)
	before := s.size()
	one, two := s.listen(1), s.listen(2)
	for _, row := range []struct{ text, kind, number, name, say string }{
		{"BL1.AAAA", "booking", "", "", "beschadigd"},
		{"590-1234567-74", "document", "590123456774", "", ""},
		{"ZL1.Z-7;EP123456", "consignment", "Z-7", "", ""},
		{scannertest.Passport, "travel", "L898902C3", "ANNA MARIA ERIKSSON", ""},
		{"https://example.org/SECRET", "unknown", "", "", "geen afspraak, document, leverlijst of reisdocument"},
	} {
		s.hands["balie"].Scan(strings.ReplaceAll(row.text, "\n", "\r\n"))
		got := one()
		if got.Scanner != "balie" || got.Desk != 1 || got.Kind != row.kind || got.Text != row.text || got.Number != row.number || got.Name != row.name ||
			(got.Say == "") != (row.say == "") || !strings.Contains(got.Say, row.say) {
			t.Errorf("%q came as %v", row.text, got)
		}
		if row.kind == "travel" && office.Date(got.Born) != office.NewDate(1974, 8, 12) {
			t.Errorf("born %s", office.Date(got.Born))
		}
	}
	s.hands["zuil"].Scan("EP654321")
	if a, b := one(), two(); a.Number != "EP654321" || b.Number != "EP654321" || b.Desk != 0 {
		t.Errorf("everybody's: %v and %v; desk 2 heard of desk 1 what is not its own", a, b)
	}
	s.hands["balie"].Unplug()
	s.hands["zuil"].Scan("EP654322")
	if a := one(); a.Number != "EP654322" {
		t.Errorf("beside a scanner that is away: %v", a)
	}
	s.hands["balie"].Plug()
	for a := (*contract.ScanRow)(nil); a.GetNumber() != "EP654323"; { // what is scanned before the line is open again is lost
		s.hands["balie"].Scan("EP654323")
		a = one()
	}
	for _, secret := range []string{"SECRET", "ERIKSSON", "L898902C3", "590123456774", "AAAA"} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("%q is logged:\n%s", secret, s.log)
		}
	}
	if now := s.size(); now > before+4 { // how the devices are is journaled, a record each
		t.Errorf("the journal went from %d to %d", before, now)
	}
}
