package bulk_test

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

// TestWholeMeansAMajority: a counter hears that its photo is whole when two of three have it; without them it hears that all
// came, and asks again; the third is mended.
func TestWholeMeansAMajority(t *testing.T) {
	c := mustCluster(t)
	p := c.keep(1, 700_000)
	c.down["hq1"], c.down["hq2"] = true, true
	if res := c.put(0, p, 64<<10); res.Whole || int(res.Offset) != len(p.sealed) {
		t.Fatalf("alone: %v", res)
	}
	if got := c.copies(p); !slices.Equal(got, []int{0}) {
		t.Fatalf("it is at %v", got)
	}
	c.down["hq2"] = false
	if res := c.put(0, p, 64<<10); !res.Whole {
		t.Fatalf("with another: %v", res)
	}
	if got := c.copies(p); !slices.Equal(got, []int{0, 2}) {
		t.Fatalf("it is at %v", got)
	}
	if err := c.nodes[0].Heal(context.Background()); !fault.Is(err, fault.Unreachable) {
		t.Errorf("mending a node that is down: %v", err)
	}
	c.down["hq1"] = false
	c.heal(2)
	if got := c.copies(p); !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("after mending it is at %v", got)
	}
	if err := c.nodes[1].Store.Remove(p.digest); err != nil { // a disk was replaced
		t.Fatal(err)
	}
	c.heal(0)
	if got := c.copies(p); len(got) != 3 {
		t.Errorf("after a disk was replaced it is at %v", got)
	}
}

// TestAnyNodeTakesAnyPart: the line changes nodes in the midst of a photo.
func TestAnyNodeTakesAnyPart(t *testing.T) {
	c := mustCluster(t)
	p := c.keep(1, 300_000)
	ask := func(node, at, to int) *contract.PutPartResponse {
		t.Helper()
		res, err := c.nodes[node].PutPart(asSite(berchem), connect.NewRequest(&contract.PutPartRequest{Digest: p.digest[:], Size: uint32(len(p.sealed)),
			Offset: uint32(at), Data: p.sealed[at:to]}))
		if err != nil {
			t.Fatal(err)
		}
		return res.Msg
	}
	if res := ask(0, 0, 100_000); res.Offset != 100_000 || res.Whole {
		t.Fatal(res)
	}
	if res := ask(1, 100_000, 200_000); res.Offset != 0 || res.Whole {
		t.Fatalf("a gap at another node: %v", res)
	}
	if res := ask(0, 0, 0); res.Offset != 100_000 {
		t.Fatalf("a question: %v", res)
	}
	if res := ask(0, 50_000, 150_000); res.Offset != 150_000 {
		t.Fatalf("bytes that overlap: %v", res)
	}
	if res := c.put(1, p, 256<<10); !res.Whole {
		t.Fatal(res)
	}
	if res := ask(0, 0, 0); !res.Whole || int(res.Offset) != len(p.sealed) {
		t.Errorf("the first node was given it: %v", res)
	}
}

// TestWhatIsRefused: nothing is written of what no record of that very site names, nor of what is too large or another.
func TestWhatIsRefused(t *testing.T) {
	c := mustCluster(t)
	p, gone := c.keep(1, 4000), c.keep(2, 4000)
	c.erase(gone)
	stranger := blob.Of([]byte("never kept"))
	size := uint32(len(p.sealed))
	node := link.WithPeer(context.Background(), link.Peer{Role: link.RoleNode, Name: "hq1"})
	for name, w := range map[string]struct {
		as   context.Context
		q    *contract.PutPartRequest
		kind fault.Kind
	}{
		"what no record names":          {asSite(berchem), &contract.PutPartRequest{Digest: stranger[:], Size: 10}, fault.NotFound},
		"what no record names, by node": {node, &contract.PutPartRequest{Digest: stranger[:], Size: 10}, fault.NotFound},
		"what another site names":       {asSite(hoek), &contract.PutPartRequest{Digest: p.digest[:], Size: size}, fault.NotFound},
		"another size":                  {asSite(berchem), &contract.PutPartRequest{Digest: p.digest[:], Size: size + 1}, fault.NotFound},
		"no size":                       {asSite(berchem), &contract.PutPartRequest{Digest: p.digest[:]}, fault.Invalid},
		"a size of gigabytes":           {asSite(berchem), &contract.PutPartRequest{Digest: p.digest[:], Size: 1 << 31}, fault.Invalid},
		"a large part":                  {asSite(berchem), &contract.PutPartRequest{Digest: p.digest[:], Size: size, Data: make([]byte, 256<<10+1)}, fault.Invalid},
		"more than there is":            {asSite(berchem), &contract.PutPartRequest{Digest: p.digest[:], Size: size, Data: make([]byte, size+1)}, fault.Invalid},
		"after the end":                 {asSite(berchem), &contract.PutPartRequest{Digest: p.digest[:], Size: size, Offset: size + 1}, fault.Invalid},
		"other bytes":                   {asSite(berchem), &contract.PutPartRequest{Digest: p.digest[:], Size: size, Data: make([]byte, size)}, fault.Conflict},
		"no digest":                     {asSite(berchem), &contract.PutPartRequest{Size: size}, fault.Invalid},
		"of an erased person":           {asSite(berchem), &contract.PutPartRequest{Digest: gone.digest[:], Size: uint32(len(gone.sealed)), Data: gone.sealed}, fault.Refused},
		"by nobody":                     {context.Background(), &contract.PutPartRequest{Digest: p.digest[:], Size: size, Data: p.sealed}, fault.Denied},
		"by a desk":                     {link.WithPeer(context.Background(), link.Peer{Role: link.RoleDesk, Name: string(berchem) + "/1"}), &contract.PutPartRequest{Digest: p.digest[:], Size: size}, fault.Denied},
	} {
		_, err := c.nodes[0].PutPart(w.as, connect.NewRequest(w.q))
		if err := fault.FromRPC("test", err); !fault.Is(err, w.kind) {
			t.Errorf("%s: %v, want %s", name, err, w.kind)
		}
		whole, err := c.nodes[0].Store.All()
		parts, perr := c.nodes[0].Store.Parts()
		if len(whole)+len(parts) != 0 || err != nil || perr != nil {
			t.Fatalf("%s: something was written: %v, %v", name, whole, parts)
		}
	}
	if _, err := c.nodes[0].GetPart(asSite(berchem), connect.NewRequest(&contract.GetPartRequest{Digest: p.digest[:]})); !fault.Is(fault.FromRPC("test", err), fault.Denied) {
		t.Errorf("a counter reads: %v", err)
	}
	if _, err := c.nodes[0].Lacking(asSite(berchem), connect.NewRequest(&contract.LackingRequest{Digests: [][]byte{p.digest[:]}})); !fault.Is(fault.FromRPC("test", err), fault.Denied) {
		t.Errorf("a counter asks what is here: %v", err)
	}
}

// TestAPhotoIsReadWithAReason: through any node, also one that does not have it; who asked and why stays written down, also
// of what was not there yet; without a name or a reason nobody reads.
func TestAPhotoIsReadWithAReason(t *testing.T) {
	c := mustCluster(t)
	p := c.keep(1, 600_000)
	if _, err := c.read(0, p, "Els", "klacht"); !fault.Is(err, fault.NotFound) || fault.Sentence(err) == "" {
		t.Errorf("before it came: %v", err)
	}
	c.down["hq2"] = true
	c.put(0, p, 256<<10)
	c.down["hq2"] = false
	for _, node := range []int{0, 2} {
		if jpeg, err := c.read(node, p, "Els", "klacht"); err != nil || !bytes.Equal(jpeg, p.plain) {
			t.Errorf("at node %d: %d bytes, %v", node, len(jpeg), err)
		}
	}
	for name, w := range map[string][2]string{"nobody": {"", "klacht"}, "no reason": {"Els", " "}} {
		if _, err := c.read(0, p, w[0], w[1]); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := c.read(0, &picture{id: make([]byte, 16)}, "Els", "klacht"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a photo that is none: %v", err)
	}
	res, err := c.nodes[1].ListPhotos(context.Background(), connect.NewRequest(&contract.ListPhotosRequest{Site: string(berchem), Readings: true}))
	if err != nil || len(res.Msg.Photos) != 1 || len(res.Msg.Readings) != 3 || res.Msg.Readings[0].By != "Els" || res.Msg.Readings[0].AtMs != noon {
		t.Errorf("%v, %v", res, err)
	}
	if _, err := c.nodes[1].ListPhotos(context.Background(), connect.NewRequest(&contract.ListPhotosRequest{Site: "nergens"})); !fault.Is(fault.FromRPC("test", err), fault.NotFound) {
		t.Errorf("of a site that is none: %v", err)
	}
}

// TestAnErasedPersonIsGoneEverywhere: the key goes with the record, so no copy opens from then on; each node removes its own,
// and what was still coming.
func TestAnErasedPersonIsGoneEverywhere(t *testing.T) {
	c := mustCluster(t)
	p, other, half := c.keep(1, 4000), c.keep(2, 4000), c.keep(3, 4000)
	c.put(0, p, 256<<10)
	c.put(0, other, 256<<10)
	c.heal(0)
	if _, err := c.nodes[0].PutPart(asSite(berchem), connect.NewRequest(&contract.PutPartRequest{Digest: half.digest[:], Size: uint32(len(half.sealed)), Data: half.sealed[:100]})); err != nil {
		t.Fatal(err)
	}
	c.erase(p)
	c.erase(half)
	if _, err := c.read(0, p, "Els", "klacht"); !fault.Is(err, fault.NotFound) || fault.Sentence(err) == "" {
		t.Errorf("read after it was erased: %v", err)
	}
	for node := range c.nodes {
		c.heal(node)
	}
	if got := c.copies(p); len(got) != 0 {
		t.Errorf("it is still at %v", got)
	}
	if got := c.copies(other); len(got) != 3 {
		t.Errorf("another's is at %v", got)
	}
	if parts, err := c.nodes[0].Store.Parts(); err != nil || len(parts) != 0 {
		t.Errorf("parts %v, %v", parts, err)
	}
	res, err := c.nodes[0].ListPhotos(context.Background(), connect.NewRequest(&contract.ListPhotosRequest{Site: string(berchem)}))
	if err != nil || res.Msg.Photos[0].ErasedMs == 0 || res.Msg.Photos[1].ErasedMs != 0 {
		t.Errorf("%v, %v", res, err)
	}
	unknown, err := c.nodes[0].Store.Put([]byte("of before headquarters was restored"))
	if err != nil {
		t.Fatal(err)
	}
	c.heal(0)
	if !c.nodes[0].Store.Has(unknown) {
		t.Error("what the register does not know yet was removed")
	}
}
