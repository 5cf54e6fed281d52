package intake_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/intake"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/replica"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

const (
	site office.SiteID      = "buurtloket-berchem"
	life office.Incarnation = 0x1234
)

// counter is a site's journal as its records alone: enough to make every batch, also those that no counter would.
type counter struct {
	key    ed25519.PrivateKey
	site   office.SiteID
	life   office.Incarnation
	era    uint64 // last reported to
	bodies [][]byte
}

func newCounter(seed byte) *counter {
	return &counter{key: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)), site: site, life: life, era: 1}
}

// write adds records: tickets, numbered.
func (c *counter) write(n int) {
	for range n {
		k := len(c.bodies) + 1
		c.bodies = append(c.bodies, contract.Encode(&contract.Event{AtMs: 1_795_420_800_000 + int64(k), Kind: &contract.Event_TicketIssued{
			TicketIssued: &contract.TicketIssued{Visit: fmt.Appendf(nil, "visit %010d", k), Ticket: uint32(k)}}}))
	}
}

// batch is records first…last with the head that belongs to them.
func (c *counter) batch(tb testing.TB, first, last int) *contract.Batch {
	tb.Helper()
	b := &contract.Batch{Incarnation: uint64(c.life), First: uint64(first)}
	replica.Pack(b, c.bodies[first-1:last])
	b.Head = c.head(tb, last)
	return b
}

// head is the signed head of the first n records.
func (c *counter) head(tb testing.TB, n int) []byte {
	tb.Helper()
	_, root := journal.Edge{}.Extend(c.bodies[:n])
	return c.sign(tb, journal.Head{Site: c.site, Life: c.life, Size: uint64(n), Root: root})
}

func (c *counter) sign(tb testing.TB, h journal.Head) []byte {
	tb.Helper()
	signer, err := journal.NewSigner(site, c.key)
	if err != nil {
		tb.Fatal(err)
	}
	text, err := note.Sign(&note.Note{Text: h.Text()}, signer)
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

// hello is what the counter says first.
func (c *counter) hello() *contract.Hello {
	return &contract.Hello{Incarnation: uint64(c.life), Size: uint64(len(c.bodies)), Version: 1, Era: c.era,
		Key: c.key.Public().(ed25519.PublicKey)}
}

// hq is one node of headquarters in memory, that knows the embedded plan.
type hq struct {
	tb      testing.TB
	log     *consensus.Solo
	machine *register.Machine
	*intake.Intake
}

func mustHQ(tb testing.TB) *hq {
	tb.Helper()
	h := &hq{tb: tb, machine: &register.Machine{Quota: register.DefaultQuota}}
	h.log = consensus.NewSolo(h.machine)
	h.Intake = intake.New(h.log, h.machine, func() time.Time { return time.UnixMilli(1_795_420_800_000) })
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: rulebook.Default()}}})
	return h
}

// do proposes a command of headquarters' own.
func (h *hq) do(c *contract.HQCommand) error {
	c.AtMs = 1_795_420_800_000
	b, _, err := h.log.Propose(context.Background(), contract.Encode(c))
	if err != nil {
		return err
	}
	reply, err := contract.Decode(b, new(contract.HQReply))
	if err != nil {
		return err
	}
	return register.Err("test", reply)
}

func (h *hq) must(c *contract.HQCommand) {
	h.tb.Helper()
	if err := h.do(c); err != nil {
		h.tb.Fatal(err)
	}
}

func (h *hq) look(f func(register.View)) {
	h.tb.Helper()
	if err := h.log.Read(context.Background(), func(r kv.Reader) error { f(h.machine.View(r)); return nil }); err != nil {
		h.tb.Fatal(err)
	}
}

// size is how many records of a life headquarters has.
func (h *hq) size(of office.Incarnation) (n uint64) {
	h.look(func(v register.View) { n = v.Tree(site, of).Size })
	return n
}

// mustGreet brings a counter in, whose life goes on.
func (h *hq) mustGreet(c *counter) *contract.Welcome {
	h.tb.Helper()
	w, frozen, err := h.Greet(context.Background(), site, c.hello())
	if err == nil && w.GetReport() {
		if frozen, err = h.Report(context.Background(), site, c.hello(), &contract.Report{Incarnation: uint64(c.life), Era: w.Era, Size: 0}); err == nil && frozen == nil {
			w, frozen, err = h.Greet(context.Background(), site, c.hello())
		}
	}
	if err != nil || frozen != nil {
		h.tb.Fatalf("greeted with %v, %v", frozen, err)
	}
	return w
}

func (h *hq) mustTake(b *contract.Batch) *contract.Ack {
	h.tb.Helper()
	ack, frozen, err := h.Take(context.Background(), site, b)
	if err != nil || frozen != nil {
		h.tb.Fatalf("taken with %v, %v", frozen, err)
	}
	return ack
}

// mustRefuse wants a batch refused, and headquarters to have what it had: not a command was proposed.
func (h *hq) mustRefuse(kind fault.Kind, b *contract.Batch) error {
	h.tb.Helper()
	before, _ := h.log.Watch()
	ack, frozen, err := h.Take(context.Background(), site, b)
	if !fault.Is(err, kind) || ack != nil || frozen != nil {
		h.tb.Fatalf("got %v, %v, %v; want a fault: %s", ack, frozen, err, kind)
	}
	if now, _ := h.log.Watch(); now != before {
		h.tb.Fatalf("%d commands were applied", now-before)
	}
	return err
}
