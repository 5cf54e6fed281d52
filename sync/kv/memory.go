package kv

import (
	"bytes"
	"iter"
	"maps"
	"slices"
	"strings"
)

// Memory is a state in memory: for tests, simulators and throw-away folds. The zero value is empty and
// ready. It is not safe for concurrent use.
type Memory struct {
	values map[string][]byte
	keys   []string // sorted; nil when stale
}

// Get implements Reader.
func (m *Memory) Get(key []byte) []byte { return m.values[string(key)] }

// Scan implements Reader.
func (m *Memory) Scan(prefix, from []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		if m.keys == nil {
			m.keys = slices.Sorted(maps.Keys(m.values))
		}
		start := string(prefix)
		if bytes.Compare(from, prefix) > 0 {
			start = string(from)
		}
		i, _ := slices.BinarySearch(m.keys, start)
		for ; i < len(m.keys) && strings.HasPrefix(m.keys[i], string(prefix)); i++ {
			if !yield([]byte(m.keys[i]), m.values[m.keys[i]]) {
				return
			}
		}
	}
}

// Put implements Writer.
func (m *Memory) Put(key, value []byte) {
	if m.values == nil {
		m.values = map[string][]byte{}
	}
	if _, ok := m.values[string(key)]; !ok {
		m.keys = nil
	}
	m.values[string(key)] = append([]byte{}, value...)
}

// Delete implements Writer.
func (m *Memory) Delete(key []byte) {
	if _, ok := m.values[string(key)]; ok {
		delete(m.values, string(key))
		m.keys = nil
	}
}

// Clone is an independent copy.
func (m *Memory) Clone() *Memory { return &Memory{values: maps.Clone(m.values)} }

// Equal reports whether both hold the same pairs.
func (m *Memory) Equal(o *Memory) bool { return maps.EqualFunc(m.values, o.values, bytes.Equal) }
