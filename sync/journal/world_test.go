package journal_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

const site office.SiteID = "buurtloket-berchem"

// testKey is the device key of every test.
var testKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

func signer(tb testing.TB) note.Signer {
	tb.Helper()
	s, err := journal.NewSigner(site, testKey)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func known(tb testing.TB) note.Verifiers {
	tb.Helper()
	v, err := journal.NewVerifier(site, testKey.Public().(ed25519.PublicKey))
	if err != nil {
		tb.Fatal(err)
	}
	return note.VerifierList(v)
}

var errRefused = errors.New("refused by the fold")

// testFold is the projection of the tests. By the first byte of the body:
//
//	'F'  all feed entries through the uint64 that follows are taken: each is copied to "feed/<n>"
//	'-'  the rest is a key to delete
//	'!'  is refused, after having written, so that a half-written projection would show
//	else the first eight bytes are a key that is given the sequence
//
// And the records of each life are counted, by reading, so that a decision must see those before it.
func testFold(w kv.Writer, source journal.Source, r journal.Record) error {
	counter := fmt.Appendf(nil, "count/%s", r.Life)
	var n uint64
	if v := w.Get(counter); v != nil {
		n = binary.BigEndian.Uint64(v)
	}
	w.Put(counter, binary.BigEndian.AppendUint64(nil, n+1))
	switch r.Body[0] {
	case 'F':
		return takeFeed(w, source, binary.BigEndian.Uint64(r.Body[1:]))
	case '-':
		w.Delete(key(r.Body[1:]))
	case '!':
		w.Put([]byte("k/trace of a refusal"), nil)
		return errRefused
	default:
		w.Put(key(r.Body), binary.BigEndian.AppendUint64(nil, r.Sequence))
	}
	keys := byte(0)
	for range w.Scan([]byte("k/"), nil) {
		keys++
	}
	w.Put([]byte("keys"), []byte{keys})
	return nil
}

// key is the projection's key of a body.
func key(body []byte) []byte { return append([]byte("k/"), body[:min(8, len(body))]...) }

// takeFeed copies the feed entries that were not yet taken.
func takeFeed(w kv.Writer, source journal.Source, through uint64) error {
	taken := uint64(0)
	if v := w.Get([]byte("taken")); v != nil {
		taken = binary.BigEndian.Uint64(v)
	}
	for n := taken + 1; n <= through; n++ {
		body := source.Feed(n)
		if body == nil {
			return fmt.Errorf("feed entry %d is not there", n)
		}
		w.Put(fmt.Appendf(nil, "feed/%04d", n), body)
	}
	w.Put([]byte("taken"), binary.BigEndian.AppendUint64(nil, through))
	return nil
}

// feedTaken is the record that testFold takes feed entries by.
func feedTaken(through uint64) []byte { return binary.BigEndian.AppendUint64([]byte{'F'}, through) }

// options are those of most tests: seeded, signed, with the test's projections.
func options(tb testing.TB) journal.Options {
	return journal.Options{Site: site, Signer: signer(tb), Fold: testFold, FoldVersion: "1",
		Random: rand.NewChaCha8([32]byte{1})}
}

func mustOpen(tb testing.TB, path string, o journal.Options) *journal.Journal {
	tb.Helper()
	j, err := journal.Open(path, o)
	if err != nil {
		tb.Fatalf("open: %v", err)
	}
	return j
}

// folder is a folder for a test's files, in memory where there is such a place: what tests check of flushing,
// they check without a disk.
func folder(tb testing.TB) string {
	tb.Helper()
	name, err := os.MkdirTemp("/dev/shm", "journal")
	if err != nil {
		return tb.TempDir()
	}
	tb.Cleanup(func() {
		if err := os.RemoveAll(name); err != nil {
			tb.Error(err)
		}
	})
	return name
}

// open makes a journal that is closed and wholly verified, with a rebuild, when the test ends.
func open(tb testing.TB) *journal.Journal {
	tb.Helper()
	j := mustOpen(tb, filepath.Join(folder(tb), "journal.db"), options(tb))
	verifyAtEnd(tb, j)
	return j
}

// verifyAtEnd closes and verifies the journal when the test ends.
func verifyAtEnd(tb testing.TB, j *journal.Journal) {
	tb.Cleanup(func() {
		mustClose(tb, j)
		mustVerify(tb, j.Path())
	})
}

func mustClose(tb testing.TB, j *journal.Journal) {
	tb.Helper()
	if err := j.Close(); err != nil {
		tb.Errorf("close: %v", err)
	}
}

// everything is all that Verify can check of a test's journal.
func everything(tb testing.TB) journal.VerifyOptions {
	return journal.VerifyOptions{Site: site, Known: known(tb), Fold: testFold, FoldVersion: "1", Pages: true}
}

func mustVerify(tb testing.TB, path string) journal.Report {
	tb.Helper()
	r, err := journal.Verify(path, everything(tb))
	if err != nil {
		tb.Errorf("verify: %v", err)
	}
	return r
}

func mustLives(tb testing.TB, j *journal.Journal) []office.Incarnation {
	tb.Helper()
	lives, err := j.Lives()
	if err != nil {
		tb.Fatalf("lives: %v", err)
	}
	return lives
}

// add appends these bodies in one commit.
func add(j *journal.Journal, bodies ...string) (journal.Receipt, error) {
	return j.Append(context.Background(), func(journal.View) (journal.Commit, error) { return events(bodies...), nil })
}

// events is a commit of these bodies.
func events(bodies ...string) (c journal.Commit) {
	for _, b := range bodies {
		c.Events = append(c.Events, journal.Event{Body: []byte(b)})
	}
	return c
}

func mustAdd(tb testing.TB, j *journal.Journal, bodies ...string) journal.Receipt {
	tb.Helper()
	r, err := add(j, bodies...)
	if err != nil {
		tb.Fatalf("append: %v", err)
	}
	return r
}

// bodies are all records of a life, as shipped.
func bodies(tb testing.TB, j *journal.Journal, life office.Incarnation) []string {
	tb.Helper()
	b, err := j.Batch(life, 1, 1<<30, 1<<30)
	if err != nil {
		tb.Fatalf("batch: %v", err)
	}
	var all []string
	for _, body := range b.Bodies {
		all = append(all, string(body))
	}
	return all
}

func mustView(tb testing.TB, j *journal.Journal, f func(journal.View)) {
	tb.Helper()
	if err := j.View(func(v journal.View) error { f(v); return nil }); err != nil {
		tb.Fatalf("view: %v", err)
	}
}

// wantKind fails the test unless err is a fault of this kind.
func wantKind(tb testing.TB, err error, kind fault.Kind) {
	tb.Helper()
	if !fault.Is(err, kind) {
		tb.Fatalf("got error %v, want kind %v", err, kind)
	}
}

func mustRead(tb testing.TB, path string) []byte {
	tb.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func mustWrite(tb testing.TB, path string, b []byte) {
	tb.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		tb.Fatal(err)
	}
}

// foldWithEmptyKey is testFold, and puts an empty key for a body that begins with P.
func foldWithEmptyKey(w kv.Writer, source journal.Source, r journal.Record) error {
	if r.Body[0] == 'P' {
		w.Put(nil, []byte("x"))
	}
	return testFold(w, source, r)
}

// smallFold2 is another version of the projections: it only counts.
func smallFold2(w kv.Writer, _ journal.Source, r journal.Record) error {
	w.Put([]byte("records"), binary.BigEndian.AppendUint64(nil, r.Sequence))
	return nil
}

// subject is a person by number.
func subject(n byte) office.SubjectID { return office.SubjectID{n} }

func mustSeal(tb testing.TB, plain string) journal.Sealed {
	tb.Helper()
	return mustSealFor(tb, subject(1), plain)
}

func mustSealFor(tb testing.TB, of office.SubjectID, plain string) journal.Sealed {
	tb.Helper()
	seed := [32]byte{}
	copy(seed[copy(seed[:], of[:1]):], plain)
	s, err := journal.Seal(rand.NewChaCha8(seed), of, []byte(plain))
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// one is a commit of one record with its personal data.
func one(body string, personal ...journal.Sealed) journal.Commit {
	return journal.Commit{Events: []journal.Event{{Body: []byte(body), Personal: personal}}}
}
