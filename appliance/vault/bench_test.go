package vault_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// full is a real journal with 2,000 documents in a vault of 40 compartments, each with its list of hand-overs.
func full(b *testing.B) (*journal.Journal, []string) {
	b.Helper()
	j := mustJournal(b, filepath.Join(b.TempDir(), "journal.db"), nil)
	var numbers []string
	for part := range 20 {
		var items []*contract.Item
		for n := range 100 {
			items = append(items, &contract.Item{Document: card(part*100 + n), Kind: "eid-afhalen", Holder: make([]byte, 16)})
			numbers = append(numbers, items[n].Document)
		}
		mustWrite(b, j, func(r kv.Reader) (*contract.Event, error) {
			return register.Receive(r, "anna", vault.Delivery{Consignment: fmt.Sprint("Z-", part), From: "Koerier NV", Items: items, Today: today - 100})
		})
		_, err := j.Append(b.Context(), func(journal.View) (journal.Commit, error) {
			var c journal.Commit
			for n, i := range items {
				e := &contract.Event{Clerk: "anna", Kind: &contract.Event_Stored{Stored: &contract.Stored{Document: i.Document, Compartment: fmt.Sprint("K", n%40)}}}
				c.Events = append(c.Events, journal.Event{Body: contract.Encode(e)})
			}
			return c, nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return j, numbers
}

// BenchmarkCount counts a vault of 2,000: the decision alone, and with its record durable. The target is 50 ms.
func BenchmarkCount(b *testing.B) {
	j, numbers := full(b)
	count := func(r kv.Reader) (*contract.Event, error) {
		return register.CountIn(r, vault.Actors{By: "bert", Today: today}, "", numbers)
	}
	b.Run("decide", func(b *testing.B) {
		for b.Loop() {
			look(b, j, func(v journal.View) error { _, err := count(v); return err })
		}
	})
	b.Run("durable", func(b *testing.B) {
		for b.Loop() {
			mustWrite(b, j, count)
		}
	})
	b.Run("all missing, durable", func(b *testing.B) {
		for b.Loop() {
			mustWrite(b, j, func(r kv.Reader) (*contract.Event, error) {
				return register.CountIn(r, vault.Actors{By: "bert", Today: today}, "", nil)
			})
		}
	})
}

// BenchmarkReadings reads 2,000 documents as screens do.
func BenchmarkReadings(b *testing.B) {
	j, _ := full(b)
	for name, f := range map[string]func(kv.Reader) error{
		"stock":     func(r kv.Reader) error { _, err := register.Stock(r); return err },
		"to decide": func(r kv.Reader) error { _, err := register.ToDecide(r, today, 720); return err },
		"ages":      func(r kv.Reader) error { _, err := register.Ages(r, today); return err },
		"verify":    func(r kv.Reader) error { return vault.Verify(r) },
		"size":      func(r kv.Reader) error { vault.Size(r); return nil },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				look(b, j, func(v journal.View) error { return f(v) })
			}
		})
	}
}

func look(b *testing.B, j *journal.Journal, f func(journal.View) error) {
	b.Helper()
	if err := j.View(f); err != nil {
		b.Fatal(err)
	}
}
