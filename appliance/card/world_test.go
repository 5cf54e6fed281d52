package card_test

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/buurtloket/buurtloket/appliance/card"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// No test of this package may leave a goroutine behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// authority is made once: its keys take their time.
var authority = mustAuthority()

func mustAuthority() *virtual.Authority {
	a, err := virtual.NewAuthority(virtual.Curve, now.AddDate(-1, 0, 0))
	if err != nil {
		panic(err)
	}
	return a
}

func mustIssue(t *testing.T, by *virtual.Authority, p virtual.Person) *virtual.Card {
	t.Helper()
	c, err := by.Issue(p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// table is a counter with one reader at desk 1, one at desk 2, and one that is everybody's.
type table struct {
	*card.Watch
	t     *testing.T
	slots map[string]*virtual.Slot
}

func mustTable(t *testing.T, change ...func(eid.Reader) eid.Reader) *table {
	t.Helper()
	b := &table{t: t, slots: map[string]*virtual.Slot{}}
	o := card.Options{Key: card.Key{1, 2, 3}, Now: func() time.Time { return now }, Random: rand.Reader}
	for n, name := range []string{"ingang", "balie-1", "balie-2"} {
		slot := virtual.NewSlot()
		var driver eid.Reader = eid.New(slot, eid.Trust{Roots: []*x509.Certificate{authority.Root}})
		for _, c := range change {
			driver = c(driver)
		}
		b.slots[name] = slot
		o.Readers = append(o.Readers, card.Reader{Reader: driver, Name: name, Desk: office.Desk(n)})
	}
	var err error
	if b.Watch, err = card.NewWatch(o); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		for _, row := range append(b.Rows(1), b.Rows(2)...) {
			if row.Name+row.Number+row.Say != "" || row.Insertion != 0 {
				t.Errorf("a watch that ended remembers %v", row)
			}
		}
	})
	return b
}

// row waits until what lies in a reader is as wanted, as a screen of its desk is told.
func (b *table) row(reader string, wanted func(*contract.CardRow) bool) *contract.CardRow {
	b.t.Helper()
	late := time.After(10 * time.Second)
	for {
		changed := b.Changed()
		var last *contract.CardRow
		for _, desk := range []office.Desk{1, 2} {
			for _, row := range b.Rows(desk) {
				if row.Reader == reader {
					last = row
				}
			}
		}
		if wanted(last) {
			return last
		}
		select {
		case <-changed:
		case <-late:
			b.t.Fatalf("%s stays %v", reader, last)
		}
	}
}

// deskOf is a desk by its number.
func deskOf(n int) office.Desk { return office.Desk(n) }

func (b *table) stage(reader string, s contract.CardStage) *contract.CardRow {
	b.t.Helper()
	return b.row(reader, func(r *contract.CardRow) bool { return r.Stage == s })
}

// put puts somebody's card in, and waits until it is read.
func (b *table) put(reader string, c *virtual.Card) *contract.CardRow {
	b.t.Helper()
	b.slots[reader].Insert(c)
	return b.stage(reader, contract.CardStage_CARD_STAGE_READ)
}

// mustRefuse wants a fault of a kind with words.
func mustRefuse(t *testing.T, kind fault.Kind, err error) string {
	t.Helper()
	if !fault.Is(err, kind) || fault.Sentence(err) == "" {
		t.Fatalf("got %v (%q), want a fault: %s", err, fault.Sentence(err), kind)
	}
	return fault.Sentence(err)
}
