package simulation_test

import (
	"context"
	"crypto/ed25519"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/replica"
)

// mutants are the defects that the simulator must find, each with how many seeds it is given and the checks that may
// find it first.
var mutants = []struct {
	mutant
	within uint64
	checks []string
	faults faults // of all its worlds; none: as each seed has them
}{
	{mutant{name: "ack before quorum", headquarters: ackEarly}, 60, []string{"I3"}, faults{}},
	{mutant{name: "an incarnation is used again after a restore", sameLife: true}, 60, []string{"I1", "I2"}, faults{network: true, boxes: true}},
	{mutant{name: "book before accept", bookGranted: true}, 60, []string{"I1", "what people were told"}, faults{}},
	{mutant{name: "answer before durable", tellFirst: true}, 60, []string{"what people were told"}, faults{}},
	{mutant{name: "ingest with a gap", headquarters: takeGaps}, 60, []string{"I3"}, faults{}},
}

// TestMutants plants each defect and asks that some seed shows it: a checker that cannot fail proves nothing.
func TestMutants(t *testing.T) {
	for _, row := range mutants {
		t.Run(strings.ReplaceAll(row.name, " ", "-"), func(t *testing.T) {
			for seed := uint64(1); seed <= row.within; seed++ {
				o := seeded(disk(t), seed, 200)
				o.mutant = row.mutant
				if row.faults != (faults{}) {
					o.faults = row.faults
				}
				bad := once(t, o)
				if bad == nil {
					continue
				}
				if !slices.ContainsFunc(row.checks, func(c string) bool { return strings.HasPrefix(bad.check, c) }) {
					t.Fatalf("seed %d: caught by %q, not by one of %q: %v", seed, bad.check, row.checks, bad)
				}
				t.Logf("seed %d of at most %d: %v", seed, row.within, bad)
				return
			}
			t.Errorf("%d seeds did not show it", row.within)
		})
	}
}

// eager acknowledges records before they are proposed, and proposes them with the next call: a headquarters that dies
// in between has promised what it does not have.
type eager struct {
	replica.Headquarters
	w      *world
	owed   *contract.Batch
	owedBy office.SiteID
}

func ackEarly(w *world, real replica.Headquarters) replica.Headquarters {
	return &eager{Headquarters: real, w: w}
}

func (e *eager) pay(ctx context.Context) error {
	if e.owed == nil {
		return nil
	}
	b := e.owed
	e.owed = nil
	_, _, err := e.Headquarters.Take(ctx, e.owedBy, b)
	return err
}

func (e *eager) Take(ctx context.Context, site office.SiteID, b *contract.Batch) (*contract.Ack, *contract.Frozen, error) {
	if err := e.pay(ctx); err != nil {
		return nil, nil, err
	}
	v := e.w.hq.view()
	st, _ := v.Site(site)
	tree := v.Tree(site, office.Incarnation(b.Incarnation))
	if b.First != tree.Size+1 || !v.Open(site) || st.Current.Incarnation != office.Incarnation(b.Incarnation) {
		return e.Headquarters.Take(ctx, site, b)
	}
	e.owed, e.owedBy = b, site
	return promised(e.w, site, b)
}

func (e *eager) Greet(ctx context.Context, site office.SiteID, h *contract.Hello) (*contract.Welcome, *contract.Frozen, error) {
	if err := e.pay(ctx); err != nil {
		return nil, nil, err
	}
	return e.Headquarters.Greet(ctx, site, h)
}

// promised is the acknowledgement that the signed head of a batch would earn.
func promised(w *world, site office.SiteID, b *contract.Batch) (*contract.Ack, *contract.Frozen, error) {
	_, s := w.hq.view().Site(site)
	v, err := journal.NewVerifier(site, ed25519.PublicKey(s.Key))
	if err != nil {
		return nil, nil, err
	}
	head, err := journal.ParseHead(b.Head, note.VerifierList(v))
	if err != nil {
		return nil, nil, err
	}
	return &contract.Ack{Incarnation: b.Incarnation, Size: head.Size, Root: head.Root[:]}, nil, nil
}

// gapped takes a batch that skips records, as if it were the next.
type gapped struct {
	replica.Headquarters
	w *world
}

func takeGaps(w *world, real replica.Headquarters) replica.Headquarters { return &gapped{real, w} }

func (g *gapped) Take(ctx context.Context, site office.SiteID, b *contract.Batch) (*contract.Ack, *contract.Frozen, error) {
	v := g.w.hq.view()
	st, _ := v.Site(site)
	life := office.Incarnation(b.Incarnation)
	tree := v.Tree(site, life)
	if b.First <= tree.Size+1 || st.Current.Incarnation != life || !v.Open(site) {
		return g.Headquarters.Take(ctx, site, b)
	}
	bodies, err := replica.Unpack(b)
	if err != nil {
		return nil, nil, err
	}
	edge := journal.Edge{}
	if len(tree.Edge) > 0 {
		if edge, err = journal.ParseEdge(tree.Edge); err != nil {
			return nil, nil, err
		}
	}
	after, root := edge.Extend(bodies)
	text, err := after.AppendBinary(nil)
	if err != nil {
		return nil, nil, err
	}
	closer := &contract.Batch{Incarnation: b.Incarnation, First: tree.Size + 1, Count: b.Count, Records: b.Records, Personal: b.Personal}
	if _, err := g.w.hq.do(&contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: string(site), Batch: closer, Base: tree.Root, Root: root[:], Edge: text}}}); err != nil {
		return nil, nil, err
	}
	return promised(g.w, site, b)
}

// granted is a seat that a grant on its way to a box gives it.
func granted(b *box) (seat office.SeatID, ok bool) {
	if b.wire == nil {
		return seat, false
	}
	life, _ := b.life()
	for _, packet := range b.wire.down {
		m, err := contract.Decode(packet, new(contract.Downlink))
		if err != nil {
			continue
		}
		for _, entry := range m.GetFeed().GetEntries() {
			e, err := contract.Decode(entry, new(contract.FeedEntry))
			if err != nil || office.Incarnation(e.GetGrant().GetTo()) != life {
				continue
			}
			for _, run := range e.GetGrant().GetFree() {
				seat, ok = run.First(b.site), true
			}
		}
	}
	return seat, ok
}

// onItsWay reports whether a place is granted and not accepted yet.
func onItsWay(b *box, p *contract.Place) bool {
	seat, ok := granted(b)
	if !ok || p.Run.Len() > 1 || p.Run.First(office.SiteID(p.Site)) != seat {
		return false
	}
	held := false
	b.look(func(t appliance.Turn) {
		held = booking.Hand(t.View, seat).State != custody.Empty ||
			t.Plan.Zone() == nil || office.DateOf(t.Now) >= seat.Date // what the calendar refuses is not told either
	})
	return !held
}

// wouldBook reports whether a decision to book passes now, at this counter alone.
func wouldBook(b *box, a *contract.Appointment) bool {
	fine := false
	b.look(func(t appliance.Turn) {
		e, err := booking.Book(t.Desk, a)
		fine = err == nil && e.GetBooked() != nil && b.frozen() == ""
	})
	return fine
}
