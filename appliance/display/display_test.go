package display_test

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/caller/audience"
	"github.com/buurtloket/buurtloket/appliance/display"
	"github.com/buurtloket/buurtloket/appliance/follow"
	"github.com/buurtloket/buurtloket/appliance/room"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/hardware/voice"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

const site office.SiteID = "buurtloket-berchem"

// hall is a display of a counter on a Monday at nine that nobody told anything.
type hall struct {
	contractconnect.HallClient
	now  time.Time
	stop chan struct{}
}

func mustHall(t *testing.T, aloud bool) (*hall, *audience.Audience) {
	t.Helper()
	zone, err := calendar.Zone()
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{now: office.NewDate(2026, time.November, 23).At(9*60, zone), stop: make(chan struct{})}
	clock := func() time.Time { return h.now }
	node, err := appliance.Open(appliance.Config{Site: site, Dir: t.TempDir(), Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	products := catalogue.Embedded()
	location, ok := products.Location(site)
	if !ok {
		t.Fatal("no such site")
	}
	s := &display.Service{Node: node, Room: room.New(location.Site, products, vault.Register{Site: site, Vault: true}), Follow: follow.Follower{Counter: node, Stop: h.stop}}
	if aloud {
		s.Audience = audience.New("schermen", clock)
	}
	_, handler := contractconnect.NewHallHandler(s)
	server := httptest.NewServer(handler)
	h.HallClient = contractconnect.NewHallClient(server.Client(), server.URL)
	t.Cleanup(func() {
		close(h.stop) // which ends the streams, for which the server waits
		server.Close()
		if err := node.Close(); err != nil {
			t.Error(err)
		}
	})
	return h, s.Audience
}

// TestAQuietHall: the site by its name, nobody called and nobody waiting.
func TestAQuietHall(t *testing.T) {
	h, _ := mustHall(t, false)
	stream, err := h.Watch(t.Context(), connect.NewRequest(new(contract.WatchHallRequest)))
	if err != nil || !stream.Receive() {
		t.Fatal(err)
	}
	if v := stream.Msg(); v.SiteName == "" || v.NowMs != h.now.UnixMilli() || len(v.Calls)+len(v.Next) != 0 || v.Waiting != 0 {
		t.Errorf("%v", v)
	}
}

// TestAnAnnouncement: a display gets it in words with how long it may take to begin: as long as is left of its moment, and a second
// where it has none. Where the displays do not speak, listening is refused in words.
func TestAnAnnouncement(t *testing.T) {
	h, far := mustHall(t, true)
	stream, err := h.Listen(t.Context(), connect.NewRequest(new(contract.ListenHallRequest)))
	if err != nil || !stream.Receive() || stream.Msg().Text != "" {
		t.Fatalf("%v: %v", stream, err)
	}
	for _, row := range []struct {
		by     time.Time
		within uint32
	}{{h.now.Add(20 * time.Second), 20000}, {time.Time{}, 1000}} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		if err := far.Announce(ctx, voice.Announcement{Chime: voice.Gong, Text: "nummer A een, loket een", Language: "nl", Volume: 60, By: row.by}); err != nil {
			t.Fatal(err)
		}
		cancel()
		if !stream.Receive() {
			t.Fatal(stream.Err())
		}
		if m := stream.Msg(); m.Text != "nummer A een, loket een" || m.Language != "nl" || !m.Chime || m.Volume != 60 || m.WithinMs != row.within {
			t.Errorf("%v, want within %d ms", m, row.within)
		}
	}
	silent, _ := mustHall(t, false)
	refused, err := silent.Listen(t.Context(), connect.NewRequest(new(contract.ListenHallRequest)))
	if err == nil {
		refused.Receive()
		err = refused.Err()
	}
	if f := fault.FromRPC("test", err); !fault.Is(f, fault.Refused) || fault.Sentence(f) == "" {
		t.Errorf("listens: %v", err)
	}
}
