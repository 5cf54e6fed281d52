package vault_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

var errPower = errors.New("the power went")

// mustJournal opens a real journal whose projection is the register.
func mustJournal(tb testing.TB, path string, interrupt func(journal.Stage) error) *journal.Journal {
	tb.Helper()
	j, err := journal.Open(path, journal.Options{Site: "buurtloket-berchem", FoldVersion: "vault", Interrupt: interrupt,
		Fold: func(w kv.Writer, _ journal.Source, r journal.Record) error {
			e, err := contract.Decode(r.Body, new(contract.Event))
			if err != nil {
				return err
			}
			return vault.Fold(w, e)
		}})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = j.Close() })
	return j
}

// write appends what a decision gives.
func write(j *journal.Journal, decide func(kv.Reader) (*contract.Event, error)) error {
	_, err := j.Append(context.Background(), func(v journal.View) (journal.Commit, error) {
		e, err := decide(v)
		if err != nil || e == nil {
			return journal.Commit{}, err
		}
		return journal.Commit{Events: []journal.Event{{Body: contract.Encode(e)}}}, nil
	})
	return err
}

func mustWrite(tb testing.TB, j *journal.Journal, decide func(kv.Reader) (*contract.Event, error)) {
	tb.Helper()
	if err := write(j, decide); err != nil {
		tb.Fatal(err)
	}
}

// stocked receives and stores documents in one journal.
func stocked(tb testing.TB, j *journal.Journal, documents ...string) {
	tb.Helper()
	mustWrite(tb, j, func(r kv.Reader) (*contract.Event, error) {
		return register.Receive(r, "anna", vault.Delivery{Consignment: "Z-1", From: "Koerier NV", Items: cards(documents...), Today: today})
	})
	for _, d := range documents {
		mustWrite(tb, j, func(r kv.Reader) (*contract.Event, error) { return register.Store(r, "anna", d, "B3") })
	}
}

// give is a desk that hands a document out.
func give(by office.ClerkID, document string) func(kv.Reader) (*contract.Event, error) {
	return func(r kv.Reader) (*contract.Event, error) {
		return register.HandOut(r, by, vault.Handing{Document: document, Collector: vault.Holder, Evidence: whole, Today: today})
	}
}

// handedOut counts the records that hand the document out, in the journal itself.
func handedOut(tb testing.TB, j *journal.Journal, document string) int {
	tb.Helper()
	lives, err := j.Lives()
	if err != nil {
		tb.Fatal(err)
	}
	n := 0
	for _, life := range lives {
		b, err := j.Batch(life, 1, 1000, 1<<20)
		if err != nil {
			tb.Fatal(err)
		}
		for _, body := range b.Bodies {
			e, err := contract.Decode(body, new(contract.Event))
			if err != nil {
				tb.Fatal(err)
			}
			if e.GetHandedOut().GetDocument() == document {
				n++
			}
		}
	}
	return n
}

// TestCrashBetweenHandAndCommit kills the program at each stage of every act that lets go of a document, in a real
// journal, and opens it again: the register has the document in one place, the one before or the one after, and
// the act done again succeeds or is told that it was done.
func TestCrashBetweenHandAndCommit_NothingTwice(t *testing.T) {
	type act = func(kv.Reader) (*contract.Event, error)
	propose := func(f vault.Fate) act {
		return func(r kv.Reader) (*contract.Event, error) {
			return register.Propose(r, pair, vault.Proposing{Documents: []string{eID}, Fate: f, Ground: "decision", Reason: "houder overleden"})
		}
	}
	depart := func(r kv.Reader) (*contract.Event, error) {
		return register.Depart(r, pair, vault.Trip{ID: "G-1", To: "buurtloket-groenenhoek", Documents: []string{eID}})
	}
	for name, row := range map[string]struct {
		before   []act
		act      act
		from, to string
		again    fault.Kind // when it was kept
	}{
		"hand out": {nil, give("anna", eID), "kluis, vak B3", "uitgereikt", fault.Taken},
		"send back": {[]act{propose(vault.Return)}, func(r kv.Reader) (*contract.Event, error) {
			return register.SendBack(r, pair, []string{eID}, "Zetes", "Koerier NV")
		}, "kluis, vak B3", "weg met Koerier NV", fault.NotHeld},
		"depart": {nil, depart, "kluis, vak B3", "onderweg: rit G-1", fault.Taken},
		"bring back": {[]act{depart}, func(r kv.Reader) (*contract.Event, error) {
			return register.BringBack(r, pair, vault.Homecoming{Trip: "G-1", HandedOut: []string{eID}})
		}, "onderweg: rit G-1", "uitgereikt", fault.Refused},
		"pass on": {nil, func(r kv.Reader) (*contract.Event, error) { return register.Pass(r, pair, []string{eID}) }, "kluis, vak B3", "in handen van bert", fault.NotHeld},
	} {
		for stage, kept := range map[journal.Stage]bool{journal.BeforeCommit: false, journal.AfterCommit: true} {
			t.Run(fmt.Sprintf("%s, kept=%t", name, kept), func(t *testing.T) {
				path, armed := filepath.Join(t.TempDir(), "journal.db"), false
				j := mustJournal(t, path, func(s journal.Stage) error {
					if armed && s == stage {
						return errPower
					}
					return nil
				})
				stocked(t, j, eID)
				for _, b := range row.before {
					mustWrite(t, j, b)
				}
				armed = true
				if err := write(j, row.act); !errors.Is(err, errPower) {
					t.Fatalf("answered %v", err)
				}
				if err := j.Close(); err != nil {
					t.Fatal(err)
				}
				j = mustJournal(t, path, nil)
				want := row.from
				if kept {
					want = row.to
				}
				wantWhere(t, j, eID, want)
				err := write(j, row.act)
				if kept && !fault.Is(err, row.again) || !kept && err != nil {
					t.Errorf("done again: %v", err)
				}
				wantWhere(t, j, eID, row.to)
				if n := handedOut(t, j, eID); n > 1 {
					t.Errorf("handed out %d times", n)
				}
				if err := j.Rebuild(); err != nil {
					t.Fatal(err)
				}
				wantWhere(t, j, eID, row.to)
			})
		}
	}
}

func wantWhere(t *testing.T, j *journal.Journal, document office.DocumentNumber, want string) {
	t.Helper()
	err := j.View(func(v journal.View) error {
		i, err := vault.Get(v, document)
		if err != nil {
			return err
		}
		if i.Where() != want {
			t.Errorf("it is %s, want %s", i.Where(), want)
		}
		return vault.Verify(v)
	})
	if err != nil {
		t.Error(err)
	}
}

// TestTwoDesks: many desks hand the same few documents out at once; each goes out once, and the others are told so.
func TestTwoDesks_NothingTwice(t *testing.T) {
	j := mustJournal(t, filepath.Join(t.TempDir(), "journal.db"), nil)
	documents := []string{card(1), card(2), card(3)}
	stocked(t, j, documents...)
	var desks sync.WaitGroup
	results := make(chan error, 8*len(documents))
	for desk := range 8 {
		desks.Go(func() {
			for _, d := range documents {
				results <- write(j, give(office.ClerkID(fmt.Sprintf("desk%d", desk)), d))
			}
		})
	}
	desks.Wait()
	close(results)
	done := 0
	for err := range results {
		switch {
		case err == nil:
			done++
		case !fault.Is(err, fault.Taken):
			t.Errorf("a desk is told: %v", err)
		}
	}
	if done != len(documents) {
		t.Errorf("%d went out of %d", done, len(documents))
	}
	for _, d := range documents {
		if n := handedOut(t, j, d); n != 1 {
			t.Errorf("%s: %d records", d, n)
		}
	}
}
