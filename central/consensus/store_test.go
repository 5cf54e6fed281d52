package consensus_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// A store reads as a plain map does, over its file and its overlays, in every batch and in every view that is kept open
// while it is written to, flushed and replaced.
func TestStoreIsAPlainMap(t *testing.T) {
	dir := t.TempDir()
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		s, err := consensus.NewStore(filepath.Join(dir, fmt.Sprint(run)), rapid.SampledFrom([]int{1, 60, 400, 1 << 20}).Draw(t, "limit"))
		if err != nil {
			t.Fatal(err)
		}
		model := new(kv.Memory)
		type still struct {
			view  consensus.View
			model *kv.Memory
		}
		var open []still
		for range rapid.IntRange(1, 15).Draw(t, "batches") {
			b, err := s.Begin()
			if err != nil {
				t.Fatal(err)
			}
			next := model.Clone()
			for range rapid.IntRange(0, 12).Draw(t, "changes") {
				k := rapid.SliceOfN(rapid.SampledFrom([]byte("ab/")), 1, 3).Draw(t, "key")
				if rapid.IntRange(0, 2).Draw(t, "delete") == 0 {
					b.Delete(k)
					next.Delete(k)
				} else {
					v := rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "value")
					b.Put(k, v)
					next.Put(k, v)
				}
				mustReadAlike(t, b, next)
			}
			if rapid.IntRange(0, 3).Draw(t, "forget") > 0 { // else the batch failed and is forgotten
				if err := s.Publish(b); err != nil {
					t.Fatal(err)
				}
				model = next
			}
			v, err := s.View()
			if err != nil {
				t.Fatal(err)
			}
			open = append(open, still{v, model})
			for _, o := range open {
				mustReadAlike(t, o.view, o.model)
			}
		}
		for _, o := range open {
			if err := o.view.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// mustReadAlike compares everything that two readers say.
func mustReadAlike(t *rapid.T, got, want kv.Reader) {
	t.Helper()
	scan := func(r kv.Reader, prefix, from string) (all []string) {
		for k, v := range r.Scan([]byte(prefix), []byte(from)) {
			all = append(all, fmt.Sprintf("%q=%x", k, v))
		}
		return all
	}
	for _, way := range [][2]string{{"", ""}, {"a", ""}, {"a", "ab"}, {"ab", "b"}, {"/", "/a"}, {"b", "a"}} {
		if g, w := scan(got, way[0], way[1]), scan(want, way[0], way[1]); !slices.Equal(g, w) {
			t.Fatalf("scan %q from %q: %v, want %v", way[0], way[1], g, w)
		}
	}
	for _, k := range []string{"a", "b", "/", "ab", "aa", "a/b"} {
		if g, w := got.Get([]byte(k)), want.Get([]byte(k)); !bytes.Equal(g, w) || (g == nil) != (w == nil) {
			t.Fatalf("%q is %x, want %x", k, g, w)
		}
	}
	stop := 0
	for range got.Scan(nil, nil) { // a scan may be left
		if stop++; stop == 2 {
			break
		}
	}
}

// A view that begins to read while a flush begins or ends belongs to one state, or begins again.
func TestViewAcrossAFlush(t *testing.T) {
	s, err := consensus.NewStore(filepath.Join(t.TempDir(), "db"), 10)
	if err != nil {
		t.Fatal(err)
	}
	put := func(value string) {
		t.Helper()
		b, err := s.Begin()
		if err != nil {
			t.Fatal(err)
		}
		b.Put([]byte("k"), []byte(value))
		if err := s.Publish(b); err != nil {
			t.Fatal(err)
		}
	}
	look := func(do func(), want string) {
		t.Helper()
		v, ok, err := s.ViewAcross(do)
		if err != nil || ok != (want != "") {
			t.Fatalf("across: %v, ok %t", err, ok)
		}
		if !ok {
			return
		}
		if got := v.Get([]byte("k")); string(got) != want {
			t.Errorf("%q, want %q", got, want)
		}
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}
	put("one")
	look(func() { put("two") }, "two")
	look(func() {
		if err := s.FlushHalf(); err != nil {
			t.Fatal(err)
		}
	}, "two")
	look(func() {}, "two") // the file has it, and the overlay still does
	look(func() { put("a long one") }, "")
	look(func() {}, "a long one")
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// Readers that begin at any moment of a flush see one whole state: each batch sets all keys to its number.
func TestViewsDuringFlushes(t *testing.T) {
	s, err := consensus.NewStore(filepath.Join(t.TempDir(), "db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	const keys, batches = 20, 300
	done, read := make(chan struct{}), make(chan error)
	for range 2 {
		go func() { read <- watchStates(s, done, keys) }()
	}
	for n := range batches {
		b, err := s.Begin()
		if err != nil {
			t.Fatal(err)
		}
		for k := range keys {
			b.Put([]byte{'k', byte(k)}, fmt.Append(nil, n))
		}
		if err := s.Publish(b); err != nil {
			t.Fatal(err)
		}
	}
	close(done)
	for range 2 {
		if err := <-read; err != nil {
			t.Error(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// watchStates looks until done, and never back in time.
func watchStates(s *consensus.Store, done <-chan struct{}, keys int) error {
	for last := -1; ; {
		select {
		case <-done:
			return nil
		default:
		}
		v, err := s.View()
		if err != nil {
			return err
		}
		seen, found := map[string]bool{}, 0
		for _, b := range v.Scan(nil, nil) {
			seen[string(b)], found = true, found+1
		}
		if err := v.Close(); err != nil {
			return err
		}
		if len(seen) > 1 || found != 0 && found != keys {
			return fmt.Errorf("a torn state: %d keys of batches %v", found, seen)
		}
		for b := range seen {
			var n int
			if _, err := fmt.Sscan(b, &n); err != nil || n < last {
				return fmt.Errorf("batch %s after %d: %v", b, last, err)
			}
			last = n
		}
	}
}
