package blob_test

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/fault"
)

func mustOpen(tb testing.TB, dir string) *blob.Store {
	tb.Helper()
	s, err := blob.Open(dir)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func mustPut(tb testing.TB, s *blob.Store, content string) blob.Digest {
	tb.Helper()
	d, err := s.Put([]byte(content))
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func TestWhatIsPutIsThere(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	one, two := mustPut(t, s, "one"), mustPut(t, s, "two")
	if again := mustPut(t, s, "one"); again != one {
		t.Error("the same has two names")
	}
	s = mustOpen(t, dir)
	all, err := s.All()
	if err != nil || len(all) != 2 || !slices.Contains(all, one) || !slices.Contains(all, two) {
		t.Errorf("%v, %v", all, err)
	}
	if b, err := s.Get(one); err != nil || string(b) != "one" {
		t.Errorf("%q, %v", b, err)
	}
	for range 2 {
		if err := s.Remove(one); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Get(one); !fault.Is(err, fault.NotFound) || s.Has(one) {
		t.Errorf("after it was removed: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, two.String()), []byte("twO"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(two); !fault.Is(err, fault.Conflict) {
		t.Errorf("a blob that the disk changed: %v", err)
	}
}

func TestWhatIsNoBlob(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	for name, b := range map[string][]byte{"nothing": nil, "too much": make([]byte, blob.MaxSize+1)} {
		if _, err := s.Put(b); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	d := blob.Of([]byte("abc"))
	for name, err := range map[string]error{
		"no size":        add(s, d, 0, 0, ""),
		"too large":      add(s, d, blob.MaxSize+1, 0, "a"),
		"before it":      add(s, d, 3, -1, "a"),
		"longer than it": add(s, d, 3, 2, "cd"),
	} {
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{"", "abc", d.String() + "00", "../../etc/passwd", "ABCDEF" + d.String()[6:]} {
		if _, err := blob.ParseDigest(text); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q is a digest", text)
		}
	}
	if back, err := blob.ParseDigest(d.String()); err != nil || back != d {
		t.Errorf("%v, %v", back, err)
	}
	if all, err := s.All(); err != nil || len(all) != 0 {
		t.Errorf("something stayed: %v, %v", all, err)
	}
}

func add(s *blob.Store, d blob.Digest, size, at int64, data string) error {
	_, _, err := s.Add(d, size, at, []byte(data))
	return err
}

// TestPiecesInAnyOrder: pieces come twice, from before, cut anywhere, with restarts between and a part that a crash made
// shorter; the blob is whole exactly when all of it came, and is what it is named after.
func TestPiecesInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "blob")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		content := rapid.SliceOfN(rapid.Byte(), 1, 300).Draw(t, "content")
		d, size := blob.Of(content), int64(len(content))
		s, err := blob.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		for whole := false; !whole; {
			offset, err := s.Offset(d)
			if err != nil {
				t.Fatal(err)
			}
			at := rapid.Int64Range(0, offset+3).Draw(t, "at")
			n := rapid.Int64Range(0, 80).Draw(t, "n")
			if at > size {
				continue
			}
			var got int64
			got, whole, err = s.Add(d, size, at, content[at:min(size, at+n)])
			switch {
			case at > offset:
				if !fault.Is(err, fault.Conflict) || got != offset {
					t.Fatalf("a gap from %d to %d: %d, %v", offset, at, got, err)
				}
			case err != nil || got != max(offset, min(size, at+n)) || whole != (got == size):
				t.Fatalf("from %d, %d more at %d of %d: %d, %v, %v", offset, n, at, size, got, whole, err)
			}
			if whole != s.Has(d) {
				t.Fatal("a name is a promise")
			}
			if parts, err := s.Parts(); err != nil || slices.Contains(parts, d) && whole || !slices.Contains(parts, d) && !whole && got > 0 {
				t.Fatalf("parts %v with %d bytes here, whole %v: %v", parts, got, whole, err)
			}
			if rapid.IntRange(0, 5).Draw(t, "crash") == 0 && !whole {
				if info, err := os.Stat(filepath.Join(dir, d.String()+".part")); err == nil {
					if err := os.Truncate(filepath.Join(dir, d.String()+".part"), info.Size()/2); err != nil {
						t.Fatal(err)
					}
				}
				if s, err = blob.Open(dir); err != nil {
					t.Fatal(err)
				}
			}
		}
		if b, err := s.Get(d); err != nil || !bytes.Equal(b, content) {
			t.Fatalf("%v", err)
		}
	})
}

// TestBytesThatAreOthers: what does not hash to its name is refused at the end, and the next try begins anew.
func TestBytesThatAreOthers(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	d := blob.Of([]byte("abc"))
	if err := add(s, d, 3, 0, "abd"); !fault.Is(err, fault.Conflict) || s.Has(d) {
		t.Errorf("other bytes: %v", err)
	}
	if err := add(s, d, 5, 0, "abcd"); err != nil {
		t.Fatal(err)
	}
	if err := add(s, d, 3, 0, "abc"); !fault.Is(err, fault.Conflict) {
		t.Errorf("another size: %v", err)
	}
	if _, whole, err := s.Add(d, 3, 0, []byte("abc")); err != nil || !whole {
		t.Errorf("the right bytes after that: %v, %v", whole, err)
	}
	if _, whole, err := s.Add(d, 3, 0, []byte("xyz")); err != nil || !whole {
		t.Errorf("what is whole stays: %v, %v", whole, err)
	}
	if b, err := s.Get(d); err != nil || string(b) != "abc" {
		t.Errorf("%q, %v", b, err)
	}
}

func TestManyAtOnce(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	content := bytes.Repeat([]byte("0123456789"), 1000)
	d := blob.Of(content)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for at := int64(0); at < int64(len(content)); {
				offset, _, err := s.Add(d, int64(len(content)), at, content[at:min(at+700, int64(len(content)))])
				if err != nil {
					t.Error(err)
					return
				}
				at = offset
			}
		})
	}
	all.Wait()
	if b, err := s.Get(d); err != nil || !bytes.Equal(b, content) {
		t.Errorf("%v", err)
	}
}

func TestSealed(t *testing.T) {
	content := []byte("a photo of somebody")
	sealed, key, err := blob.Seal(content, rand.Reader)
	if err != nil || bytes.Contains(sealed, content) {
		t.Fatal(err)
	}
	if b, err := blob.Unseal(sealed, key); err != nil || !bytes.Equal(b, content) {
		t.Errorf("%q, %v", b, err)
	}
	again, _, err := blob.Seal(content, rand.Reader)
	if err != nil || bytes.Equal(again, sealed) {
		t.Error("sealed twice, it is the same: one can see that it is")
	}
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 1
		if b, err := blob.Unseal(changed, key); err == nil || b != nil {
			t.Fatalf("byte %d may be changed", i)
		}
	}
	key[0] ^= 1
	if _, err := blob.Unseal(sealed, key); !fault.Is(err, fault.Conflict) {
		t.Errorf("another key: %v", err)
	}
	for _, b := range [][]byte{nil, {1}, sealed[:10]} {
		if _, err := blob.Unseal(b, key); err == nil {
			t.Error("a piece opens")
		}
	}
	if _, _, err := blob.Seal(content, bytes.NewReader(nil)); !fault.Is(err, fault.Internal) {
		t.Errorf("no randomness: %v", err)
	}
}
