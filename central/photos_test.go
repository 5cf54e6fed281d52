package central_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"net/http"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// mustRunUntil runs one node on a folder until stop is called or the test ends.
func (c *cluster) mustRunUntil(t *testing.T, i int, dir string) (n *central.Node, stop func()) {
	t.Helper()
	n, err := central.Open(central.Config{Name: c.founders[i].ID, Dir: dir, Listen: c.founders[i].Addr, Public: "127.0.0.1:0",
		Founders: c.founders, Authority: c.authority, Token: "geheim"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- n.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return n, stop
}

// mustCommand has headquarters apply a command, as soon as it is founded.
func mustCommand(t *testing.T, n *central.Node, c *contract.HQCommand) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	c.AtMs = time.Now().UnixMilli()
	for {
		reply, err := forward.Command(ctx, n.Log(), c)
		if err == nil {
			err = register.Err("test", reply)
		}
		if err == nil {
			return
		}
		if ctx.Err() != nil || !fault.Is(err, fault.Unreachable) {
			t.Fatal(err)
		}
	}
}

// mustName has headquarters take records of Berchem that name photos; it gives their sealed bytes.
func mustName(t *testing.T, n *central.Node, photos ...[]byte) (sealed [][]byte) {
	t.Helper()
	b := &contract.Batch{Incarnation: 1, First: 1}
	var bodies [][]byte
	for i, plain := range photos {
		content, key, err := blob.Seal(plain, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		id := [16]byte{byte(i + 1)}
		secret, err := journal.Seal(rand.Reader, office.SubjectID(id), contract.Encode(&contract.PhotoSecret{Key: key[:]}))
		if err != nil {
			t.Fatal(err)
		}
		digest := blob.Of(content)
		bodies = append(bodies, contract.Encode(&contract.Event{Kind: &contract.Event_PhotoKept{PhotoKept: &contract.PhotoKept{Photo: id[:], Digest: digest[:],
			Size: uint32(len(content)), Secret: secret.Commitment[:], Subject: id[:], Consent: true}}}))
		b.Personal = append(b.Personal, &contract.Sealed{Commitment: secret.Commitment[:], Subject: id[:], Salt: secret.Salt[:], Plain: secret.Plain})
		sealed = append(sealed, content)
	}
	b.Records, b.Count = contract.JoinRecords(bodies), uint32(len(bodies))
	_, base := journal.Edge{}.Extend(nil)
	mustCommand(t, n, &contract.HQCommand{Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{Site: string(berchem), Incarnation: 1, Key: make([]byte, 32), Era: 1}}})
	mustCommand(t, n, &contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: string(berchem), Batch: b, Root: []byte{1}, Base: base[:]}}})
	return sealed
}

// mustPut brings all parts of a photo over a line, and gives the last answer.
func mustPut(t *testing.T, rpc contractconnect.BulkClient, content []byte) *contract.PutPartResponse {
	t.Helper()
	digest := blob.Of(content)
	for at := 0; ; {
		ctx, cancel := context.WithTimeout(t.Context(), limit)
		res, err := rpc.PutPart(ctx, connect.NewRequest(&contract.PutPartRequest{Digest: digest[:], Size: uint32(len(content)), Offset: uint32(at),
			Data: content[at:min(at+64<<10, len(content))]}))
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		if at = int(res.Msg.Offset); res.Msg.Whole || at == len(content) {
			return res.Msg
		}
	}
}

// TestPhotosOverTheLine: a counter's photo is whole when a majority of real nodes has it on disk; without a majority it is not,
// and it is again when one is back. Staff read it at any door with the token, and at none without.
func TestPhotosOverTheLine(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	dirs := [3]string{t.TempDir(), t.TempDir(), t.TempDir()}
	var nodes [3]*central.Node
	var stop [3]func()
	for i := range nodes {
		nodes[i], stop[i] = c.mustRunUntil(t, i, dirs[i])
	}
	one, two := bytes.Repeat([]byte("one "), 40_000), bytes.Repeat([]byte("two "), 40_000)
	_, planning := doors(nodes[0])
	for late := time.After(limit); ; {
		if res, err := planning.Status(t.Context(), connect.NewRequest(&contract.StatusRequest{})); err == nil && res.Msg.Era > 0 {
			break // it is founded
		}
		select {
		case <-late:
			t.Fatal("never founded")
		default:
		}
	}
	sealed := mustName(t, nodes[0], one, two)
	device, err := c.authority.NewDevice(link.Device{Site: berchem, Serial: "BL-1"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	line := mustConnect(t, device, nodes[0].Addr())
	mustBecome(t, line, "up", func(s link.State) bool { return s.Up })
	rpc := contractconnect.NewBulkClient(line.HTTPClient(), link.URL)
	if res := mustPut(t, rpc, sealed[0]); !res.Whole {
		t.Fatalf("with all nodes: %v", res)
	}
	digest := blob.Of(sealed[0])
	if _, err := rpc.GetPart(t.Context(), connect.NewRequest(&contract.GetPartRequest{Digest: digest[:]})); !fault.Is(fault.FromRPC("test", err), fault.Denied) {
		t.Errorf("a counter reads: %v", err)
	}
	large := &contract.PutPartRequest{Digest: digest[:], Size: uint32(len(sealed[0])), Data: make([]byte, 1<<20)}
	if _, err := rpc.PutPart(t.Context(), connect.NewRequest(large)); connect.CodeOf(err) != connect.CodeResourceExhausted {
		t.Errorf("a part of a megabyte: %v", err)
	}
	for _, n := range nodes {
		read(t, n, one)
	}

	stop[1]()
	stop[2]()
	if res := mustPut(t, rpc, sealed[1]); res.Whole || int(res.Offset) != len(sealed[1]) {
		t.Fatalf("without a majority: %v", res)
	}
	nodes[1], _ = c.mustRunUntil(t, 1, dirs[1])
	for late := time.After(limit); !mustPut(t, rpc, sealed[1]).Whole; {
		select {
		case <-late:
			t.Fatal("it never was at a majority")
		default:
		}
	}
	read(t, nodes[1], two)
}

// read opens a photo at a node's plain door.
func read(t *testing.T, n *central.Node, want []byte) {
	t.Helper()
	id := [16]byte{1}
	if bytes.HasPrefix(want, []byte("two")) {
		id[0] = 2
	}
	q := &contract.ReadPhotoRequest{Site: string(berchem), Photo: id[:], By: "Els", Reason: "klacht"}
	url := "http://" + n.PublicAddr()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	if _, err := contractconnect.NewPhotosClient(http.DefaultClient, url).ReadPhoto(ctx, connect.NewRequest(q)); connect.CodeOf(err) != connect.CodeUnauthenticated {
		t.Errorf("without the token: %v", err)
	}
	staff := contractconnect.NewPhotosClient(&http.Client{Transport: bearer{http.DefaultTransport}}, url)
	for {
		res, err := staff.ReadPhoto(ctx, connect.NewRequest(q))
		if err == nil && bytes.Equal(res.Msg.Jpeg, want) {
			return
		}
		if ctx.Err() != nil || !fault.Is(fault.FromRPC("test", err), fault.Unreachable) {
			t.Fatalf("read: %v", err)
		}
	}
}
