package local_test

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	cards "github.com/buurtloket/buurtloket/appliance/card"
	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/local"
	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// standing is a counter with a self-service desk: a printer of numbers, one of documents and a reader of cards, all emulated.
type standing struct {
	*printing
	kiosk   contractconnect.KioskClient
	slot    *virtual.Slot
	steward *devices.Steward
	log     *logged
}

// mustKiosk also has Ann signed in at desk 1, a walk-in for one product, and seats of the Wednesday.
func mustKiosk(t *testing.T) *standing {
	t.Helper()
	k := &standing{slot: virtual.NewSlot(), log: new(logged),
		printing: &printing{roll: receipt.NewEmulator(receipt.Wide42), sheet: printer.NewEmulator(printer.EmulatorConfig{})}}
	ipp, err := printer.New(printer.Config{Address: printer.EmulatorAddress, Client: k.sheet.Client()})
	if err != nil {
		t.Fatal(err)
	}
	thermal := receipt.New(receipt.Config{Open: k.roll.Open})
	k.counter = mustCounter(t, func(c *appliance.Config) {
		c.Printers = map[string]paper.Outlet{"kiosk": paper.Roll{Printer: thermal, Tickets: true}, "documenten": paper.Sheet{Printer: ipp}}
		c.Logger = slog.New(slog.NewTextHandler(k.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	reader := eid.New(k.slot, eid.Trust{Roots: []*x509.Certificate{authority().Root}})
	watch, err := cards.NewWatch(cards.Options{Key: cards.Key{1}, Random: rand.Reader, Now: k.clock, Readers: []cards.Reader{{Name: "lezer", Reader: reader}}})
	if err != nil {
		t.Fatal(err)
	}
	k.steward = devices.NewSteward(&devices.Set{All: []devices.Device{{Kind: devices.Printer, ID: "documenten", Device: ipp},
		{Kind: devices.Receipt, ID: "kiosk", Device: thermal}, {Kind: devices.EID, ID: "lezer", Device: reader}}},
		devices.Options{Note: func(context.Context, func(kv.Reader) ([]*contract.Event, error)) error { return nil }})
	k.serve(t, watch)
	k.walksIn(0)
	k.grant(2, monday+2, 1)
	return k
}

// serve opens a second door to the counter, with all that is plugged in.
func (k *standing) serve(t *testing.T, watch *cards.Watch) {
	t.Helper()
	path := filepath.Join(folder(t), "k.sock")
	server, err := local.Listen(path, k.node, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	server.EquipCards(watch)
	server.Equip(k.steward, nil)
	k.http = socket.Client(path)
	k.client, k.kiosk = contractconnect.NewCounterClient(k.http, "http://counter"), contractconnect.NewKioskClient(k.http, "http://counter")
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 3)
	go func() { done <- server.RunPaper(ctx) }()
	go func() { done <- server.Run(ctx) }()
	go func() { done <- watch.Run(ctx) }()
	t.Cleanup(func() { // before the node closes
		k.http.CloseIdleConnections()
		cancel()
		for range cap(done) {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	})
	k.session = k.mustSignIn("ann", 1)
}

// walksIn has the plan let people in without appointment for one product, in the morning.
func (k *standing) walksIn(more uint64) {
	plan := hours()
	plan.Version += 1 + more
	plan.Rules = append(plan.Rules, rulebook.ToRule(calendar.Rule{ID: "walk", Site: site, Days: calendar.EveryDay, From: 9 * 60, To: 12 * 60,
		Mode: calendar.WalkIn, Products: []office.ProductID{"eid-aanvraag"}}))
	k.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: plan}})
}

// kioskOf is the kiosk of any counter.
func kioskOf(c *counter) contractconnect.KioskClient {
	return contractconnect.NewKioskClient(c.http, "http://counter")
}

// mustSee follows the kiosk's view until it is as wanted.
func mustSee(t *testing.T, kiosk contractconnect.KioskClient, what string, wanted func(*contract.KioskView) bool) *contract.KioskView {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	stream, err := kiosk.Watch(ctx, connect.NewRequest(new(contract.WatchKioskRequest)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Close() }() // it is cut off on purpose
	for stream.Receive() {
		if wanted(stream.Msg()) {
			return stream.Msg()
		}
	}
	t.Fatalf("never shown: %s: %v", what, stream.Err())
	return nil
}

func mustShow(t *testing.T, kiosk contractconnect.KioskClient) *contract.KioskView {
	t.Helper()
	return mustSee(t, kiosk, "anything", func(*contract.KioskView) bool { return true })
}

// why is what the kiosk says against something; empty when it can be done.
func why(t *testing.T, v *contract.KioskView, code string) string {
	t.Helper()
	for _, a := range v.Abilities {
		if a.Code == code {
			if a.Ok != (a.Say == "") {
				t.Errorf("%v", a)
			}
			return a.Say
		}
	}
	t.Fatalf("nothing is said of %q", code)
	return ""
}

// do makes one call, twice: the second writes nothing. It gives the fault, if any, of both.
func do[Q, A any](k *standing, call func(context.Context, *connect.Request[Q]) (*connect.Response[A], error), q func() *Q) (*A, error) {
	k.tb.Helper()
	before := k.size()
	first, err := call(context.Background(), connect.NewRequest(q()))
	if err != nil {
		if now := k.size(); now != before {
			k.tb.Errorf("a refusal wrote %v", k.events()[before:])
		}
		return nil, fault.FromRPC("test", err)
	}
	for _, e := range k.events()[before:] {
		if e.Clerk != "" || e.Desk != 0 {
			k.tb.Errorf("the kiosk wrote %v", e)
		}
	}
	acted := kinds(k.events())
	if _, err := call(context.Background(), connect.NewRequest(q())); err != nil {
		k.tb.Errorf("the second tap: %v", err)
	}
	for kind, n := range kinds(k.events()) {
		if n != acted[kind] && kind != "print" {
			k.tb.Errorf("the second tap wrote %s", kind)
		}
	}
	return first.Msg, nil
}

// kinds counts the records of each kind; what becomes of papers is one kind, for it comes when it comes.
func kinds(events []*contract.Event) map[string]int {
	out := map[string]int{}
	for _, e := range events {
		name := string(e.ProtoReflect().WhichOneof(e.ProtoReflect().Descriptor().Oneofs().ByName("kind")).Name())
		switch e.Kind.(type) {
		case *contract.Event_PrintSent, *contract.Event_PrintHeld, *contract.Event_PrintEnded:
			name = "print"
		}
		out[name]++
	}
	return out
}

// act is the id of one wish.
func (k *standing) act() []byte { return k.command().Act }

// put puts a card into the kiosk's reader and waits until it shows it.
func (k *standing) put(t *testing.T, c *virtual.Card) uint64 {
	t.Helper()
	k.slot.Insert(c)
	v := mustSee(t, k.kiosk, "the card", func(v *contract.KioskView) bool {
		return len(v.Cards) == 1 && v.Cards[0].Stage == contract.CardStage_CARD_STAGE_READ
	})
	return v.Cards[0].Insertion
}

func (k *standing) pull(t *testing.T) {
	t.Helper()
	k.slot.Pull()
	mustSee(t, k.kiosk, "no card", func(v *contract.KioskView) bool { return v.Cards[0].Stage == contract.CardStage_CARD_STAGE_NONE })
}

// ask asks every device how it is.
func (k *standing) ask(t *testing.T) {
	t.Helper()
	for n := range 3 {
		if err := k.steward.Ask(context.Background(), n); err != nil {
			t.Fatal(err)
		}
	}
}
