package journal

import (
	"bytes"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Batch is consecutive records of one life, to be shipped. Head is the head of the tree that ends with the
// batch's last record: whoever holds the edge before First can compute it from the bodies.
type Batch struct {
	Life     office.Incarnation
	First    uint64
	Bodies   [][]byte // the stored bytes
	Personal []Sealed // of these records, what has not been erased
	Head     SignedHead
}

// Batch reads records of a life from number `from` on: at most maxRecords, and at most maxBytes of bodies and
// personal data, but at least one when there is one. Without any, Bodies is empty and Head is that of the
// tree up to from-1. Errors: NotFound for an unknown life; Invalid for a number beyond the next.
func (j *Journal) Batch(life office.Incarnation, from uint64, maxRecords, maxBytes int) (Batch, error) {
	const op = "journal.Batch"
	b := Batch{Life: life, First: from}
	err := j.read(op, func(tx *bbolt.Tx) error {
		t, err := openTree(tx, life)
		if err != nil {
			return err
		}
		if from == 0 || from > t.size+1 {
			return fault.New(op, fault.Invalid).On("life " + life.String())
		}
		if err := b.fill(tx, t, maxRecords, maxBytes); err != nil {
			return err
		}
		b.Head.Head, err = t.head(j.o.Site, from-1+uint64(len(b.Bodies)))
		return err
	})
	if err != nil {
		return Batch{}, err
	}
	b.Head, err = j.signed(b.Head.Head)
	return b, err
}

// fill reads the records of the batch.
func (b *Batch) fill(tx *bbolt.Tx, t tree, maxRecords, maxBytes int) error {
	seen := map[Commitment]bool{}
	for n := b.First; n <= t.size && len(b.Bodies) < maxRecords; n++ {
		record, err := t.record(n)
		if err != nil {
			return err
		}
		size, personal := len(record.body), []Sealed(nil)
		for part := range slices.Chunk(record.commitments, commitSize) {
			s, ok, err := unseal(tx, Commitment(part))
			if err != nil {
				return err
			}
			if ok && !seen[s.Commitment] {
				personal, size = append(personal, s), size+len(s.Plain)
			}
		}
		if maxBytes -= size; maxBytes < 0 && len(b.Bodies) > 0 {
			break
		}
		for _, s := range personal {
			if !seen[s.Commitment] {
				seen[s.Commitment] = true
				b.Personal = append(b.Personal, s)
			}
		}
		b.Bodies = append(b.Bodies, bytes.Clone(record.body))
	}
	return nil
}

// Sealed opens items as they were sealed, in the order asked, to be shipped. What was erased or never stored here is
// left out.
func (j *Journal) Sealed(items []Commitment) (out []Sealed, err error) {
	err = j.read("journal.Sealed", func(tx *bbolt.Tx) error {
		for _, c := range items {
			s, ok, err := unseal(tx, c)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, s)
			}
		}
		return nil
	})
	return out, err
}

// SignedHead signs the head of a life as it stands. An unknown life is NotFound.
func (j *Journal) SignedHead(life office.Incarnation) (SignedHead, error) {
	h, err := j.Head(life)
	if err != nil {
		return SignedHead{}, err
	}
	return j.signed(h)
}

// signed signs a head and remembers it, to be written along with the next commit: who has given out a head
// can later be held to it.
func (j *Journal) signed(h Head) (SignedHead, error) {
	s, err := sign(h, j.o.Signer)
	if err != nil || s.Note == nil {
		return s, err
	}
	j.remember(h.Life, func(m *margin) {
		if h.Size >= m.head.Size {
			m.head = s
		}
	})
	return s, nil
}
