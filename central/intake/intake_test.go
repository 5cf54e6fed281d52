package intake_test

import (
	"bytes"
	"context"
	"math"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/central/intake"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/replica"
)

// TestTakesWhatContinues: each record once, whatever comes twice or overlaps, and the bytes are those that were sent.
func TestTakesWhatContinues(t *testing.T) {
	h, c := mustHQ(t), newCounter(1)
	c.write(50)
	if w := h.mustGreet(c); w.Cursor.GetSize() != 0 {
		t.Fatalf("cursor %v", w.Cursor)
	}
	for _, span := range [][2]int{{1, 1}, {2, 10}, {1, 1}, {2, 10}, {5, 20}, {1, 30}, {31, 50}, {31, 50}} {
		ack := h.mustTake(c.batch(t, span[0], span[1]))
		want, root := journal.Edge{}.Extend(c.bodies[:h.size(life)])
		if ack.Size != want.Size || !bytes.Equal(ack.Root, root[:]) || ack.Size < uint64(span[1]) {
			t.Fatalf("records %v: acknowledged %d", span, ack.Size)
		}
	}
	h.look(func(v register.View) {
		n := 0
		for seq, body := range v.Records(site, life, 1) {
			if !bytes.Equal(body, c.bodies[seq-1]) {
				t.Errorf("record %d is another", seq)
			}
			n++
		}
		if n != 50 {
			t.Errorf("%d records", n)
		}
	})
	if w := h.mustGreet(c); w.Cursor.Size != 50 {
		t.Errorf("cursor %v", w.Cursor)
	}
}

// TestRefusesWhatDoesNotFit: every way in which a batch can be wrong. After each the right batch is still taken.
func TestRefusesWhatDoesNotFit(t *testing.T) {
	for name, w := range map[string]struct {
		kind  fault.Kind
		spoil func(*testing.T, *counter, *contract.Batch)
	}{
		"a gap":       {fault.Corrupt, func(t *testing.T, c *counter, b *contract.Batch) { become(b, c.batch(t, 12, 20)) }},
		"from zero":   {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) { b.First = 0 }},
		"no records":  {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) { b.Count, b.Records = 0, nil }},
		"fewer told":  {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) { b.Count-- }},
		"more told":   {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) { b.Count++ }},
		"huge count":  {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) { b.Count = math.MaxUint32 }},
		"last number": {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) { b.First = math.MaxUint64 }},
		"a changed record": {fault.Corrupt, func(_ *testing.T, c *counter, b *contract.Batch) {
			bodies := append([][]byte(nil), c.bodies[10:20]...)
			bodies[4] = append([]byte{bodies[4][0] ^ 1}, bodies[4][1:]...)
			replica.Pack(b, bodies)
		}},
		"a wrong root": {fault.Corrupt, func(t *testing.T, c *counter, b *contract.Batch) {
			b.Head = c.sign(t, journal.Head{Site: site, Life: life, Size: 20, Root: journal.Hash{1}})
		}},
		"another size": {fault.Corrupt, func(t *testing.T, c *counter, b *contract.Batch) { b.Head = c.head(t, 19) }},
		"another life in the head": {fault.Corrupt, func(t *testing.T, c *counter, b *contract.Batch) {
			c.life++
			b.Head = c.head(t, 20)
			c.life--
		}},
		"another site in the head": {fault.Corrupt, func(t *testing.T, c *counter, b *contract.Batch) {
			c.site = "buurtloket-groenenhoek"
			b.Head = c.head(t, 20)
			c.site = site
		}},
		"a stranger's signature": {fault.Corrupt, func(t *testing.T, c *counter, b *contract.Batch) {
			thief := *c
			thief.key = newCounter(9).key
			b.Head = thief.head(t, 20)
		}},
		"a changed signature":   {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) { b.Head[len(b.Head)-20] ^= 1 }},
		"no head":               {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) { b.Head = nil }},
		"a head of nothing":     {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) { b.Head = []byte("\n\n") }},
		"noise for zstd":        {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) { b.Records, b.RawSize = []byte("noise"), 400 }},
		"raw size one short":    {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) { b.RawSize-- }},
		"raw size too long":     {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) { b.RawSize++ }},
		"raw size of 4 GB":      {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) { b.RawSize = math.MaxUint32 }},
		"five megabytes as are": {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) { b.Records, b.RawSize = make([]byte, 5<<20), 0 }},
		"a zstd bomb": {fault.Corrupt, func(t *testing.T, _ *counter, b *contract.Batch) {
			b.Records, b.RawSize = bomb(t, 256<<20), replica.MaxRaw
		}},
		"a modest lie about a bomb": {fault.Corrupt, func(t *testing.T, _ *counter, b *contract.Batch) { b.Records, b.RawSize = bomb(t, 256<<20), 400 }},
		"one large record": {fault.Corrupt, func(_ *testing.T, _ *counter, b *contract.Batch) {
			replica.Pack(b, [][]byte{make([]byte, replica.MaxRecord+1)})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			h, c := mustHQ(t), newCounter(1)
			c.write(20)
			h.mustGreet(c)
			h.mustTake(c.batch(t, 1, 10))
			bad := c.batch(t, 11, 20)
			w.spoil(t, c, bad)
			h.mustRefuse(w.kind, bad)
			if ack := h.mustTake(c.batch(t, 11, 20)); ack.Size != 20 {
				t.Errorf("acknowledged %d", ack.Size)
			}
		})
	}
}

// become makes a batch another.
func become(b, other *contract.Batch) {
	proto.Reset(b)
	proto.Merge(b, other)
}

// bomb packs zeros.
func bomb(t *testing.T, size int) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := zstd.NewWriter(&out, zstd.WithEncoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	for zero := make([]byte, 1<<20); size > 0; size -= len(zero) {
		if _, err := w.Write(zero); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestTwoHistoriesFreeze: the same sequence with another hash freezes the life; nothing more of it is taken.
func TestTwoHistoriesFreeze(t *testing.T) {
	h, c := mustHQ(t), newCounter(1)
	c.write(20)
	h.mustGreet(c)
	h.mustTake(c.batch(t, 1, 10))
	clone := newCounter(1)
	clone.write(4)
	clone.bodies[3] = contract.Encode(&contract.Event{AtMs: 1})
	ack, frozen, err := h.Take(context.Background(), site, clone.batch(t, 3, 4))
	if err != nil || ack != nil || frozen.GetCode() != "fork" || frozen.Say == "" {
		t.Fatalf("got %v, %v, %v", ack, frozen, err)
	}
	if ack, _, err := h.Take(context.Background(), site, c.batch(t, 11, 20)); err == nil {
		t.Errorf("a life with two histories goes on: %v", ack)
	}
	if w, frozen, err := h.Greet(context.Background(), site, c.hello()); err != nil || frozen.GetCode() != "fork" {
		t.Errorf("greeted with %v, %v, %v", w, frozen, err)
	}
	if n := h.size(life); n != 10 {
		t.Errorf("%d records", n)
	}
}

// TestTwoHistoriesAtTwoNodes: a clone delivers to another node than the store it was made from. However the two
// interleave, one history is taken and the other is seen to be another.
func TestTwoHistoriesAtTwoNodes(t *testing.T) {
	for name, span := range map[string][2]int{"as many records": {11, 15}, "more records": {11, 20}, "the next": {16, 20}} {
		t.Run(name, func(t *testing.T) {
			h, c := mustHQ(t), newCounter(1)
			other := intake.New(h.log, h.machine, func() time.Time { return time.UnixMilli(1_795_420_800_000) })
			c.write(20)
			h.mustGreet(c)
			h.mustTake(c.batch(t, 1, 10))
			clone := newCounter(1)
			clone.write(10)
			for range 5 {
				clone.bodies = append(clone.bodies, contract.Encode(&contract.Event{AtMs: 1}))
			}
			ctx := context.Background()
			if ack, frozen, err := other.Take(ctx, site, clone.batch(t, 11, 15)); err != nil || frozen != nil || ack.Size != 15 {
				t.Fatalf("got %v, %v, %v", ack, frozen, err)
			}
			ack, frozen, err := h.Take(ctx, site, c.batch(t, span[0], span[1]))
			if ack != nil || frozen.GetCode() != "fork" && !fault.Is(err, fault.Corrupt) {
				t.Errorf("got %v, %v, %v", ack, frozen, err)
			}
			h.look(func(v register.View) {
				_, root := journal.Edge{}.Extend(clone.bodies)
				if tree := v.Tree(site, life); tree.Size != 15 || !bytes.Equal(tree.Root, root[:]) {
					t.Errorf("headquarters has %d records of neither history", tree.Size)
				}
			})
		})
	}
}

// TestTwoNodesInTurn: a counter that changes nodes and back is taken in by both.
func TestTwoNodesInTurn(t *testing.T) {
	h, c := mustHQ(t), newCounter(1)
	other := intake.New(h.log, h.machine, func() time.Time { return time.UnixMilli(1_795_420_800_000) })
	c.write(40)
	h.mustGreet(c)
	for k := 1; k < 40; k += 2 {
		node := []*intake.Intake{h.Intake, other}[k/2%2]
		if ack, frozen, err := node.Take(context.Background(), site, c.batch(t, k, k+1)); err != nil || frozen != nil || ack.Size != uint64(k)+1 {
			t.Fatalf("records %d and %d: %v, %v, %v", k, k+1, ack, frozen, err)
		}
	}
}

// TestAnUnknownLifeBeginsWithHello: records of a life of a site that never came are not taken.
func TestAnUnknownLifeBeginsWithHello(t *testing.T) {
	h, c := mustHQ(t), newCounter(1)
	c.write(5)
	h.mustRefuse(fault.Corrupt, c.batch(t, 1, 5))
	for name, hello := range map[string]*contract.Hello{
		"no life":     {Key: c.hello().Key, Era: 1},
		"no key":      {Incarnation: 1, Era: 1},
		"a short key": {Incarnation: 1, Era: 1, Key: []byte("short")},
	} {
		if w, frozen, err := h.Greet(context.Background(), site, hello); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v, %v, %v", name, w, frozen, err)
		}
	}
	if w, frozen, err := h.Greet(context.Background(), "atlantis", c.hello()); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown site: %v, %v, %v", w, frozen, err)
	}
}

// TestAClosedLifeIsOver: when the site begins anew, the former life is welcome no more, and its records are kept.
func TestAClosedLifeIsOver(t *testing.T) {
	h, c := mustHQ(t), newCounter(1)
	c.write(20)
	h.mustGreet(c)
	h.mustTake(c.batch(t, 1, 10))
	next := newCounter(1)
	next.life++
	next.write(3)
	h.mustGreet(next)
	h.mustTake(next.batch(t, 1, 3))
	if w, frozen, err := h.Greet(context.Background(), site, c.hello()); err != nil || frozen.GetCode() != "closed" {
		t.Fatalf("greeted with %v, %v, %v", w, frozen, err)
	}
	ack, frozen, err := h.Take(context.Background(), site, c.batch(t, 11, 20))
	if err != nil || frozen.GetCode() != "closed" || ack.GetSize() != 20 || h.size(life) != 20 || h.size(next.life) != 3 {
		t.Fatalf("got %v, %v, %v; %d records", ack, frozen, err, h.size(life))
	}
}

// TestAnOldEraIsAskedToReport: after a restore of headquarters nothing is taken before the site has promised.
func TestAnOldEraIsAskedToReport(t *testing.T) {
	h, c := mustHQ(t), newCounter(1)
	c.write(20)
	h.mustGreet(c)
	h.mustTake(c.batch(t, 1, 10))
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_NewEra{NewEra: &contract.NewEra{Beyond: 1}}})
	ctx := context.Background()
	if ack, _, err := h.Take(ctx, site, c.batch(t, 11, 20)); err == nil {
		t.Fatalf("taken before the report: %v", ack)
	}
	w, frozen, err := h.Greet(ctx, site, c.hello())
	if err != nil || frozen != nil || !w.Report || w.Era != 2 {
		t.Fatalf("greeted with %v, %v, %v", w, frozen, err)
	}
	for name, r := range map[string]*contract.Report{
		"of the era before": {Incarnation: uint64(life), Era: 1, Size: 20},
		"of another life":   {Incarnation: uint64(life) + 1, Era: 2, Size: 20},
	} {
		if frozen, err := h.Report(ctx, site, c.hello(), r); err == nil && frozen == nil {
			t.Errorf("a report %s was taken", name)
		}
	}
	if frozen, err := h.Report(ctx, site, c.hello(), &contract.Report{Incarnation: uint64(life), Era: 2, Size: 20}); err != nil || frozen != nil {
		t.Fatalf("reported with %v, %v", frozen, err)
	}
	clone := *c // put back from an image of before the report: it promised nothing
	c.era = 2
	if w := h.mustGreet(c); w.Report || w.Cursor.Size != 10 {
		t.Fatalf("welcome %v", w)
	}
	h.mustTake(c.batch(t, 11, 20))
	if w, frozen, err := h.Greet(ctx, site, clone.hello()); err != nil || frozen.GetCode() != "fork" {
		t.Errorf("a clone that promised nothing is greeted with %v, %v, %v", w, frozen, err)
	}
}

// TestAnAcknowledgementIsAQuorums: while the outcome is unknown nothing is acknowledged, and a batch that was applied
// after all is acknowledged when it comes again, and kept once.
func TestAnAcknowledgementIsAQuorums(t *testing.T) {
	h, c := mustHQ(t), newCounter(1)
	c.write(20)
	h.mustGreet(c)
	h.log.Forget(1)
	if ack := h.mustTake(c.batch(t, 1, 10)); ack.Size != 10 || h.size(life) != 10 {
		t.Fatalf("acknowledged %v of %d", ack, h.size(life))
	}
	h.log.Lose(1)
	if ack := h.mustTake(c.batch(t, 11, 20)); ack.Size != 20 || h.size(life) != 20 {
		t.Fatalf("acknowledged %v of %d", ack, h.size(life))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	c.write(1)
	if ack, _, err := h.Take(ctx, site, c.batch(t, 21, 21)); err == nil {
		t.Errorf("acknowledged without a quorum: %v", ack)
	}
}
