package central_test

import (
	"context"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
)

// TestMessagesOnTheWire: what a counter of ours never sends ends its exchange with a reason, and headquarters is as it was.
func TestMessagesOnTheWire(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	c.founders = c.founders[:1]
	n := c.mustRun(t, 0)
	blocked := linktest.Start(t, n.Addr(), 1)
	blocked.UDP(linktest.Blocked)
	t.Run("h3", func(t *testing.T) { messagesOn(t, c, n, n.Addr()) })
	t.Run("h2", func(t *testing.T) { messagesOn(t, c, n, blocked.Addr()) })
}

func messagesOn(t *testing.T, c *cluster, n *central.Node, addr string) {
	device, err := c.authority.NewDevice(link.Device{Site: berchem, Serial: "BL-1"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	line := mustConnect(t, device, addr)
	mustBecome(t, line, "up", func(s link.State) bool { return s.Up })
	hello := &contract.Uplink{Kind: &contract.Uplink_Hello{Hello: &contract.Hello{Incarnation: 7, Era: 1, Version: 1, Key: make([]byte, 32)}}}
	client := contractconnect.NewExchangeClient(line.HTTPClient(), link.URL)
	if code := exchange(t, client, hello, nil); code != 0 {
		t.Fatalf("a hello alone ends with %s", code)
	}
	for name, w := range map[string]struct {
		say  *contract.Uplink
		code connect.Code
	}{
		"too large":  {&contract.Uplink{Kind: &contract.Uplink_Batch{Batch: &contract.Batch{Incarnation: 7, First: 1, Count: 1, Records: make([]byte, 6<<20)}}}, connect.CodeResourceExhausted},
		"of no kind": {&contract.Uplink{}, connect.CodeInvalidArgument},
		"a gap":      {&contract.Uplink{Kind: &contract.Uplink_Batch{Batch: &contract.Batch{Incarnation: 7, First: 9, Count: 1, Records: []byte{1, 0}}}}, connect.CodeInvalidArgument},
	} {
		before := stored(t, n)
		if code := exchange(t, client, hello, w.say); code != w.code {
			t.Errorf("%s: it ends with %s, want %s", name, code, w.code)
		}
		if after := stored(t, n); after != before {
			t.Errorf("%s: headquarters has changed", name)
		}
	}
}

// exchange says hello and, once welcomed, something more; it gives the code that the exchange ends with, 0 when it is we
// who end it.
func exchange(t *testing.T, client contractconnect.ExchangeClient, hello, more *contract.Uplink) connect.Code {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	stream := client.Sync(ctx)
	if err := stream.Send(hello); err != nil {
		t.Fatal(err)
	}
	if m, err := stream.Receive(); err != nil || m.GetWelcome() == nil {
		t.Fatalf("not welcomed: %v, %v", m, err)
	}
	if more == nil {
		return 0
	}
	_ = stream.Send(more) // the answer may come before all of it went; what it is says Receive
	for {
		if _, err := stream.Receive(); err != nil {
			return connect.CodeOf(err)
		}
	}
}

// stored is everything that headquarters has of Berchem's journal, as one string.
func stored(t *testing.T, n *central.Node) (all string) {
	t.Helper()
	err := n.Raft().Stale(func(r kv.Reader, _ consensus.Freshness) error {
		for _, prefix := range []string{"l/", "j/", "a/", "p/", "c/"} {
			for k, v := range r.Scan([]byte(prefix), nil) {
				all += string(k) + "\x00" + string(v) + "\x00"
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
