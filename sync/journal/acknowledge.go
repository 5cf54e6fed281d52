package journal

import (
	"encoding/binary"
	"fmt"
	"maps"

	"go.etcd.io/bbolt"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// margin is what is noted about a life beside its records: it is written along with the next commit, and
// losing it in a crash costs nothing, since HQ says it again.
type margin struct {
	acknowledged Head       // Size 0: nothing new
	head         SignedHead // Note nil: nothing new
}

// Acknowledge takes HQ's word that the tree of this size and root is durable there. A root that is not this
// tree's, or a size that it does not have, is a fork, whoever lied: Corrupt, and nothing is noted. An older
// acknowledgement than the last is checked and forgotten. An unknown life is NotFound.
func (j *Journal) Acknowledge(life office.Incarnation, size uint64, root Hash) error {
	const op = "journal.Acknowledge"
	var h Head
	err := j.read(op, func(tx *bbolt.Tx) error {
		t, err := openTree(tx, life)
		if err != nil {
			return err
		}
		h, err = t.promised(j.o.Site, size, root)
		return err
	})
	if err != nil {
		return fault.Wrap(op, err)
	}
	j.remember(life, func(m *margin) {
		if h.Size > m.acknowledged.Size {
			m.acknowledged = h
		}
	})
	return nil
}

// promised compares what was said of the tree with the tree: Corrupt when it was never so.
func (t tree) promised(site office.SiteID, size uint64, root Hash) (Head, error) {
	if size > t.size {
		return Head{}, forked(t.life, fmt.Errorf("size %d was promised, the tree has %d", size, t.size))
	}
	h, err := t.head(site, size)
	if err == nil && h.Root != root {
		err = forked(t.life, fmt.Errorf("at size %d the root is %v, promised was %v", size, h.Root, root))
	}
	return h, err
}

// forked is the fault of two histories under one name.
func forked(life office.Incarnation, cause error) error {
	return fault.New("journal.promised", fault.Corrupt).On("life "+life.String()).Because(cause).Tell(
		"Het logboek van dit toestel en dat van het hoofdkantoor spreken elkaar tegen.",
		"Werk niet verder aan dit toestel en bel de beheerder.")
}

// Acknowledged is the newest head of a life that HQ has acknowledged, as far as known here; Size 0 when it
// never has. An unknown life is NotFound.
func (j *Journal) Acknowledged(life office.Incarnation) (Head, error) {
	none := Head{Site: j.o.Site, Life: life, Root: Edge{}.Root()}
	j.mu.Lock()
	recent := j.margins[life].acknowledged
	j.mu.Unlock()
	var stored Head
	err := j.read("journal.Acknowledged", func(tx *bbolt.Tx) error {
		if _, err := openTree(tx, life); err != nil {
			return err
		}
		var err error
		stored, err = storedAcknowledgement(tx, j.o.Site, life)
		return err
	})
	for _, h := range []Head{stored, recent} {
		if h.Size > none.Size {
			none = h
		}
	}
	return none, err
}

// storedAcknowledgement reads what was written of HQ's acknowledgements; Size 0 when nothing was.
func storedAcknowledgement(tx *bbolt.Tx, site office.SiteID, life office.Incarnation) (Head, error) {
	v := tx.Bucket(bucketAcknowledged).Get(number(uint64(life)))
	if v == nil {
		return Head{}, nil
	}
	if len(v) != 8+len(Hash{}) {
		return Head{}, fault.New("journal.acknowledged", fault.Corrupt).On("life " + life.String())
	}
	return Head{Site: site, Life: life, Size: binary.BigEndian.Uint64(v), Root: Hash(v[8:])}, nil
}

// storedHead reads the last head that was signed for a life; Size 0 when none was. Its signature is not
// checked here.
func storedHead(tx *bbolt.Tx, life office.Incarnation) (SignedHead, error) {
	v := tx.Bucket(bucketHeads).Get(number(uint64(life)))
	if v == nil {
		return SignedHead{}, nil
	}
	h, err := parseNoteText(v)
	if err != nil || h.Life != life {
		return SignedHead{}, fault.New("journal.heads", fault.Corrupt).On("life " + life.String()).Because(err)
	}
	return SignedHead{Head: h, Note: append([]byte(nil), v...)}, nil
}

// checkPromises compares every life's tree with the heads that were given out and acknowledged. A file that
// has lost records since, or was changed, does not pass.
func checkPromises(tx *bbolt.Tx, site office.SiteID) error {
	lives, err := readLives(tx)
	if err != nil {
		return err
	}
	for _, life := range lives {
		t, err := openTree(tx, life)
		if err != nil {
			return err
		}
		acknowledged, err := storedAcknowledgement(tx, site, life)
		if err != nil {
			return err
		}
		signed, err := storedHead(tx, life)
		if err != nil {
			return err
		}
		for _, h := range []Head{acknowledged, signed.Head} {
			if h.Size == 0 {
				continue
			}
			if _, err := t.promised(site, h.Size, h.Root); err != nil {
				return err
			}
		}
	}
	return nil
}

// remember notes something about a life until the next commit.
func (j *Journal) remember(life office.Incarnation, note func(*margin)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	m := j.margins[life]
	note(&m)
	j.margins[life] = m
}

// putMargins writes what was noted into the transaction and returns what it wrote.
func (j *Journal) putMargins(tx *bbolt.Tx) (map[office.Incarnation]margin, error) {
	j.mu.Lock()
	margins := maps.Clone(j.margins)
	j.mu.Unlock()
	for life, m := range margins {
		if err := m.put(tx, j.o.Site, life); err != nil {
			return nil, err
		}
	}
	return margins, nil
}

// put writes what is newer than what the file has; an older word never replaces a newer one.
func (m margin) put(tx *bbolt.Tx, site office.SiteID, life office.Incarnation) error {
	acknowledged, err := storedAcknowledgement(tx, site, life)
	if err != nil {
		return err
	}
	signed, err := storedHead(tx, life)
	if err != nil {
		return err
	}
	key := number(uint64(life))
	if h := m.acknowledged; h.Size > acknowledged.Size {
		if err := tx.Bucket(bucketAcknowledged).Put(key, append(number(h.Size), h.Root[:]...)); err != nil {
			return err
		}
	}
	if m.head.Note != nil && m.head.Size >= signed.Size {
		return tx.Bucket(bucketHeads).Put(key, m.head.Note)
	}
	return nil
}

// dropMargins forgets what has been written and has not changed since.
func (j *Journal) dropMargins(written map[office.Incarnation]margin) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for life, w := range written {
		m := j.margins[life]
		if m.acknowledged.Size == w.acknowledged.Size && m.head.Size == w.head.Size {
			delete(j.margins, life)
		}
	}
}

// writeMargins writes what is still noted when the journal closes. A failure loses nothing that matters.
func (j *Journal) writeMargins() {
	if j.usable("journal.Close") != nil || len(j.margins) == 0 {
		return
	}
	tx, err := j.db.Begin(true)
	if err != nil {
		j.o.Logger.Warn("journal: acknowledgements are not written at closing", "cause", err)
		return
	}
	if _, err = j.putMargins(tx); err != nil {
		_ = tx.Rollback() // the error below is what counts
	} else {
		err = j.commit(tx)
	}
	if err != nil {
		j.o.Logger.Warn("journal: acknowledgements are not written at closing", "cause", err)
	}
}
