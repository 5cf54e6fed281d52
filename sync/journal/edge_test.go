package journal_test

import (
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/journal"
)

// The edge, extended in any portions, agrees with tlog over the whole.
func TestEdgeAgreesWithTlog(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var edge journal.Edge
		var stored []tlog.Hash
		reader := tlog.HashReaderFunc(func(indexes []int64) (hashes []tlog.Hash, err error) {
			for _, i := range indexes {
				hashes = append(hashes, stored[i])
			}
			return hashes, nil
		})
		for range rapid.IntRange(0, 6).Draw(t, "portions") {
			portion := rapid.SliceOfN(rapid.SliceOf(rapid.Byte()), 0, 20).Draw(t, "portion")
			before, hashes := edge.Size, slices.Clone(edge.Hashes)
			next, root := edge.Extend(portion)
			if edge.Size != before || !slices.Equal(edge.Hashes, hashes) {
				t.Fatal("Extend changed its receiver")
			}
			for i, body := range portion {
				more, err := tlog.StoredHashes(int64(edge.Size)+int64(i), body, reader)
				if err != nil {
					t.Fatal(err)
				}
				stored = append(stored, more...)
			}
			edge = next
			if want, err := tlog.TreeHash(int64(edge.Size), reader); err != nil || want != root || want != edge.Root() {
				t.Fatalf("size %d: root %v, tlog says %v: %v", edge.Size, root, want, err)
			}
			wantRoundTrip(t, edge)
		}
	})
}

func wantRoundTrip(t *rapid.T, e journal.Edge) {
	b, err := e.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	back, err := journal.ParseEdge(b)
	if err != nil || back.Size != e.Size || !slices.Equal(back.Hashes, e.Hashes) {
		t.Fatalf("read back %v of %v: %v", back, e, err)
	}
	if _, err := journal.ParseEdge(b[:len(b)-1]); err == nil {
		t.Fatal("a cut edge was read")
	}
	if _, err := journal.ParseEdge(append(b, 0)); err == nil {
		t.Fatal("an edge with more behind it was read")
	}
}

func TestEdgeThatIsNone(t *testing.T) {
	if _, err := (journal.Edge{Size: 3, Hashes: make([]journal.Hash, 1)}).AppendBinary(nil); err == nil {
		t.Error("an edge with too few hashes was written")
	}
}
