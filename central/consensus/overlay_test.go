package consensus_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/consensus"
)

// An overlay holds what was put, in order, and what was published once never changes.
func TestOverlayIsAnOrderedMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var o consensus.Overlay
		model := map[string]string{}
		var published []consensus.Overlay
		var models []map[string]string
		keys := rapid.IntRange(1, 400).Draw(t, "keys") // several knots deep at times
		for range rapid.IntRange(1, 12).Draw(t, "batches") {
			e := o.Edit()
			for range rapid.IntRange(0, 80).Draw(t, "puts") {
				k := fmt.Sprintf("%03d", rapid.IntRange(0, keys).Draw(t, "key"))
				v := rapid.SampledFrom([]string{"", "x", "gone", "longer"}).Draw(t, "value")
				model[k] = v
				if v == "gone" {
					e.Put([]byte(k), nil)
				} else {
					e.Put([]byte(k), []byte(v))
				}
			}
			o = e.Publish()
			published, models = append(published, o), append(models, maps.Clone(model))
		}
		for i, o := range published {
			mustHold(t, o, models[i])
		}
		start := fmt.Sprintf("%03d", rapid.IntRange(0, keys).Draw(t, "start"))
		var want []string
		for _, k := range slices.Sorted(maps.Keys(model)) {
			if k >= start {
				want = append(want, k)
			}
		}
		var got []string
		o.From([]byte(start), func(k, _ []byte) bool { got = append(got, string(k)); return len(got) < len(want) })
		if !slices.Equal(got, want) {
			t.Fatalf("from %s: %v, want %v", start, got, want)
		}
	})
}

func mustHold(t *rapid.T, o consensus.Overlay, model map[string]string) {
	t.Helper()
	seen := 0
	o.From(nil, func(k, v []byte) bool {
		seen++
		want, ok := model[string(k)]
		if got, known := o.Get(k); !ok || !known || !bytes.Equal(got, v) || (v == nil) != (want == "gone") || v != nil && string(v) != want {
			t.Fatalf("%s is %q, want %q (known %t)", k, v, want, ok)
		}
		return true
	})
	if seen != len(model) {
		t.Fatalf("%d keys, want %d", seen, len(model))
	}
	if _, ok := o.Get([]byte("no such key")); ok {
		t.Fatal("a key that was never put")
	}
}
