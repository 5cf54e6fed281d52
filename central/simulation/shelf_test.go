package simulation_test

import (
	"bytes"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/kv"
)

// shelf is headquarters' state in memory, with its keys always in order: commands write and scan by turns.
type shelf struct {
	values map[string][]byte
	keys   []string
}

var _ kv.Writer = (*shelf)(nil)

func newShelf() *shelf { return &shelf{values: map[string][]byte{}} }

// Get implements kv.Reader.
func (s *shelf) Get(key []byte) []byte { return s.values[string(key)] }

// Scan implements kv.Reader.
func (s *shelf) Scan(prefix, from []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		start := string(prefix)
		if bytes.Compare(from, prefix) > 0 {
			start = string(from)
		}
		i, _ := slices.BinarySearch(s.keys, start)
		for ; i < len(s.keys) && strings.HasPrefix(s.keys[i], string(prefix)); i++ {
			if !yield([]byte(s.keys[i]), s.values[s.keys[i]]) {
				return
			}
		}
	}
}

// Put implements kv.Writer.
func (s *shelf) Put(key, value []byte) {
	k := string(key)
	if _, ok := s.values[k]; !ok {
		i, _ := slices.BinarySearch(s.keys, k)
		s.keys = slices.Insert(s.keys, i, k)
	}
	s.values[k] = append([]byte{}, value...)
}

// Delete implements kv.Writer.
func (s *shelf) Delete(key []byte) {
	k := string(key)
	if _, ok := s.values[k]; ok {
		delete(s.values, k)
		i, _ := slices.BinarySearch(s.keys, k)
		s.keys = slices.Delete(s.keys, i, i+1)
	}
}

func (s *shelf) clone() *shelf {
	return &shelf{values: maps.Clone(s.values), keys: slices.Clone(s.keys)}
}
