package journal_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
)

// sample makes a closed journal of 40 records with everything in it, and gives its life's bucket.
func sample(t *testing.T) (path, records string) {
	t.Helper()
	j := mustOpen(t, filepath.Join(t.TempDir(), "journal.db"), options(t))
	for i := range 39 {
		mustAdd(t, j, fmt.Sprintf("%04d is een bericht van enige lengte", i+1))
	}
	s := mustSeal(t, "Peeters")
	mustPut(t, j, one("0040 "+string(s.Commitment[:]), s))
	mustPut(t, j, feed(1, "toekenning"))
	life := mustLives(t, j)[0]
	h, err := j.SignedHead(life)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Acknowledge(life, h.Size, h.Root); err != nil {
		t.Fatal(err)
	}
	mustClose(t, j)
	mustVerify(t, j.Path())
	return j.Path(), "records-" + life.String()
}

// tamper changes the file behind the journal's back.
func tamper(t *testing.T, path string, change func(tx *bbolt.Tx) error) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(change); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func be(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// flip changes one bit of a value.
func flip(b *bbolt.Bucket, key []byte, at int) error {
	v := bytes.Clone(b.Get(key))
	v[(at+len(v))%len(v)] ^= 4
	return b.Put(key, v)
}

func TestVerifyNames(t *testing.T) {
	for _, c := range []struct {
		what   string
		change func(tx *bbolt.Tx, records *bbolt.Bucket) error
		names  string
	}{
		{"a body", func(_ *bbolt.Tx, r *bbolt.Bucket) error { return flip(r, be(17), -1) }, "record 17"},
		{"a hash", func(_ *bbolt.Tx, r *bbolt.Bucket) error { return flip(r, be(16), 2+4*32) }, "record 16"},
		{"the count of hashes", func(_ *bbolt.Tx, r *bbolt.Bucket) error { return flip(r, be(18), 0) }, "record 18"},
		{"a commitment", func(_ *bbolt.Tx, r *bbolt.Bucket) error { return flip(r, be(40), 2+4*32) }, "record 40"},
		{"a record gone", func(_ *bbolt.Tx, r *bbolt.Bucket) error { return r.Delete(be(20)) }, "record 20"},
		{"the last one gone", func(_ *bbolt.Tx, r *bbolt.Bucket) error { return r.Delete(be(40)) }, "record 40"},
		{"a feed entry gone", func(tx *bbolt.Tx, _ *bbolt.Bucket) error {
			return tx.Bucket([]byte("feed")).Put(be(3), []byte("x"))
		}, "feed entry 2"},
		{"a projection", func(tx *bbolt.Tx, _ *bbolt.Bucket) error {
			return tx.Bucket([]byte("state-a")).Put([]byte("keys"), []byte{0})
		}, `projection "keys"`},
		{"a projection more", func(tx *bbolt.Tx, _ *bbolt.Bucket) error {
			return tx.Bucket([]byte("state-a")).Put([]byte("zz"), nil)
		}, `projection "zz"`},
		{"a sealed item", func(tx *bbolt.Tx, _ *bbolt.Bucket) error {
			b := tx.Bucket([]byte("personal"))
			k, _ := b.Cursor().Last()
			return flip(b, bytes.Clone(k), -1)
		}, "sealed"},
		{"a sealed item gone", func(tx *bbolt.Tx, _ *bbolt.Bucket) error {
			b := tx.Bucket([]byte("personal"))
			k, _ := b.Cursor().Last()
			return b.Delete(bytes.Clone(k))
		}, "sealed"},
		{"a sealed item nobody finds", func(tx *bbolt.Tx, _ *bbolt.Bucket) error {
			b := tx.Bucket([]byte("personal"))
			k, _ := b.Cursor().First()
			return b.Delete(bytes.Clone(k))
		}, "sealed"},
		{"a key for nothing", func(tx *bbolt.Tx, _ *bbolt.Bucket) error {
			s := subject(9)
			return tx.Bucket([]byte("personal")).Put(append([]byte{'s'}, s[:]...), make([]byte, 32))
		}, "key of 09"},
		{"a key gone", func(tx *bbolt.Tx, _ *bbolt.Bucket) error {
			s := subject(1)
			return tx.Bucket([]byte("personal")).Delete(append([]byte{'s'}, s[:]...))
		}, "sealed"},
		{"the acknowledgement", func(tx *bbolt.Tx, _ *bbolt.Bucket) error {
			b := tx.Bucket([]byte("acknowledged"))
			k, _ := b.Cursor().First()
			return flip(b, bytes.Clone(k), -1)
		}, "record 40"},
		{"the signature of the head", func(tx *bbolt.Tx, _ *bbolt.Bucket) error {
			b := tx.Bucket([]byte("heads"))
			k, _ := b.Cursor().First()
			return flip(b, bytes.Clone(k), -20)
		}, "head of life"},
	} {
		t.Run(c.what, func(t *testing.T) {
			path, records := sample(t)
			tamper(t, path, func(tx *bbolt.Tx) error { return c.change(tx, tx.Bucket([]byte(records))) })
			_, err := journal.Verify(path, everything(t))
			wantKind(t, err, fault.Corrupt)
			if !strings.Contains(err.Error(), c.names) {
				t.Errorf("says %v, want %s named", err, c.names)
			}
		})
	}
}

// Open does not read everything, but does not take a file that is less than what was promised of it.
func TestOpenKeepsPromises(t *testing.T) {
	path, records := sample(t)
	tamper(t, path, func(tx *bbolt.Tx) error { return tx.Bucket([]byte(records)).Delete(be(40)) })
	_, err := journal.Open(path, options(t))
	wantKind(t, err, fault.Corrupt)
}

// Bytes are flipped in the raw file: what is read of records does not go unnoticed, and wherever it is,
// Verify does not crash.
func TestFlippedBytes(t *testing.T) {
	path, _ := sample(t)
	good := mustRead(t, path)
	text := []byte("0023 is een bericht")
	var flipped []int
	for at := bytes.Index(good, text); at >= 0; { // older copies of the page lie about in the file
		flipped = append(flipped, at+8)
		mustPoke(t, path, at+8, good[at+8]^1)
		more := bytes.Index(good[at+1:], text)
		if more < 0 {
			break
		}
		at += 1 + more
	}
	_, err := journal.Verify(path, everything(t))
	wantKind(t, err, fault.Corrupt)
	if !strings.Contains(err.Error(), "record 23") {
		t.Errorf("says %v", err)
	}
	for _, at := range flipped {
		mustPoke(t, path, at, good[at])
	}
	step := 199
	if testing.Short() {
		step = 997
	}
	for at := 2 * 4096; at < min(len(good), 64*4096); at += step {
		mustPoke(t, path, at, good[at]^1)
		_, _ = journal.Verify(path, journal.VerifyOptions{Known: known(t), Fold: testFold, FoldVersion: "1"})
		mustPoke(t, path, at, good[at])
	}
	mustVerify(t, path)
}

// mustPoke sets one byte of a file.
func mustPoke(t *testing.T, path string, at int, b byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt([]byte{b}, int64(at)); err != nil {
		t.Fatal(err)
	}
}
