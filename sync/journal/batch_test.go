package journal_test

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
)

// A receiver that has only the edge accepts every split into batches, and every head on the way.
func TestBatches(t *testing.T) {
	j := open(t)
	s := mustSeal(t, "Peeters")
	for i := range 40 {
		mustPut(t, j, one(strings.Repeat("x", i+1)+string(s.Commitment[:]), s))
	}
	life := mustLives(t, j)[0]
	for _, limit := range []struct{ records, bytes int }{{1, 1 << 20}, {7, 1 << 20}, {100, 1}, {100, 200}, {100, 1 << 20}} {
		var edge journal.Edge
		for edge.Size < 40 {
			b, err := j.Batch(life, edge.Size+1, limit.records, limit.bytes)
			if err != nil {
				t.Fatal(err)
			}
			if len(b.Bodies) == 0 || len(b.Bodies) > limit.records || len(b.Personal) != 1 || b.Personal[0].Check() != nil {
				t.Fatalf("limit %v: %d bodies, personal %v", limit, len(b.Bodies), b.Personal)
			}
			next, root := edge.Extend(b.Bodies)
			head, err := journal.ParseHead(b.Head.Note, known(t))
			if err != nil || head != b.Head.Head || head.Size != next.Size || head.Root != root || head.Life != life || head.Site != site {
				t.Fatalf("limit %v: head %v, computed %d %v: %v", limit, head, next.Size, root, err)
			}
			edge = next
		}
	}
	b, err := j.Batch(life, 41, 10, 10)
	if err != nil || len(b.Bodies) != 0 || b.Head.Size != 40 {
		t.Errorf("beyond the end: %d bodies, head %v: %v", len(b.Bodies), b.Head.Head, err)
	}
	_, err = j.Batch(life, 42, 10, 10)
	wantKind(t, err, fault.Invalid)
	_, err = j.Batch(life, 0, 10, 10)
	wantKind(t, err, fault.Invalid)
	_, err = j.Batch(life+1, 1, 10, 10)
	wantKind(t, err, fault.NotFound)
}

func TestAcknowledge(t *testing.T) {
	j := open(t)
	mustAdd(t, j, "een", "twee", "drie")
	life := mustLives(t, j)[0]
	var edge journal.Edge
	edge, two := edge.Extend([][]byte{[]byte("een"), []byte("twee")})
	_, three := edge.Extend([][]byte{[]byte("drie")})
	wantAcknowledged := func(size uint64) {
		t.Helper()
		if h, err := j.Acknowledged(life); err != nil || h.Size != size || h.Life != life {
			t.Errorf("acknowledged %v, want size %d: %v", h, size, err)
		}
	}
	wantAcknowledged(0)
	wantKind(t, j.Acknowledge(life, 2, three), fault.Corrupt)
	wantKind(t, j.Acknowledge(life, 4, three), fault.Corrupt)
	wantKind(t, j.Acknowledge(life+1, 2, two), fault.NotFound)
	wantAcknowledged(0)
	for _, a := range []struct {
		size uint64
		root journal.Hash
	}{{3, three}, {2, two}} {
		if err := j.Acknowledge(life, a.size, a.root); err != nil {
			t.Fatal(err)
		}
		wantAcknowledged(3)
	}
	mustAdd(t, j, "vier")
	wantAcknowledged(3)
	mustClose(t, j)
	j = mustOpen(t, j.Path(), options(t))
	wantAcknowledged(3)
	h, err := j.Head(life)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Acknowledge(life, h.Size, h.Root); err != nil {
		t.Fatal(err)
	}
	mustClose(t, j) // writes it, without another commit
	if r := mustVerify(t, j.Path()); r.Lives[0].Acknowledged != 4 {
		t.Errorf("on disk %d are acknowledged, want 4", r.Lives[0].Acknowledged)
	}
}

func TestParseHead(t *testing.T) {
	j := open(t)
	mustAdd(t, j, "een")
	head, err := j.SignedHead(mustLives(t, j)[0])
	if err != nil {
		t.Fatal(err)
	}
	if got, err := journal.ParseHead(head.Note, known(t)); err != nil || got != head.Head {
		t.Errorf("parsed %v, want %v: %v", got, head.Head, err)
	}
	foreign, err := journal.NewVerifier(site, ed25519.NewKeyFromSeed(make([]byte, 32)).Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	_, err = journal.ParseHead(head.Note, note.VerifierList(foreign))
	wantKind(t, err, fault.Corrupt)
	_, err = journal.ParseHead(bytes.Replace(head.Note, []byte("\n1\n"), []byte("\n2\n"), 1), known(t))
	wantKind(t, err, fault.Corrupt)
}

// Signed, but not a head in its only form.
func TestParseHeadForm(t *testing.T) {
	root := journal.Edge{}.Root().String()
	for _, text := range []string{
		"berchem\n1\n" + root + "\n", "berchem#1\n1\n" + root + "\n", "Berchem#0000000000000001\n1\n" + root + "\n",
		"berchem#0000000000000001\n01\n" + root + "\n", "berchem#0000000000000001\n-1\n" + root + "\n",
		"berchem#0000000000000001\n1\n" + root[1:] + "\n", "berchem#0000000000000001\n1\n" + root + "\nmore\n",
		"berchem#0000000000000001\n99999999999999999999\n" + root + "\n", "x\n",
	} {
		signed, err := note.Sign(&note.Note{Text: text}, signer(t))
		if err != nil {
			t.Fatal(err)
		}
		if h, err := journal.ParseHead(signed, known(t)); !fault.Is(err, fault.Corrupt) {
			t.Errorf("%q was read as %v: %v", text, h, err)
		}
	}
}
