package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"go.etcd.io/bbolt"
	"golang.org/x/mod/sumdb/note"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

const opVerify = "journal.Verify"

// VerifyOptions say how much to verify. The zero value verifies all that the file alone can prove.
type VerifyOptions struct {
	Site office.SiteID // refuse another site's journal; empty: any
	// Known checks the signatures of stored heads, so it needs every key that the device ever had; nil: heads
	// are only compared with the tree.
	Known note.Verifiers

	// Fold, when set, is run over records and feed, in memory, and what it makes is compared with the
	// projections; FoldVersion must then be that of the file. For journals of moderate size.
	Fold        Fold
	FoldVersion string

	Pages bool // also check every page of the file: slower
}

// Report is what Verify went through.
type Report struct {
	Site     office.SiteID
	Lives    []LifeReport // oldest first
	Feed     uint64       // entries
	Subjects int          // keys
	Personal int          // sealed items
	Rebuilt  bool         // the projections were compared with a rebuild
}

// LifeReport is what Verify found of one life.
type LifeReport struct {
	Head                        // recomputed from the records
	Signed, Acknowledged uint64 // sizes of the last head given out and acknowledged; 0: none
}

// Verify reads a whole journal that no process has open, changes nothing, and recomputes everything: every
// record's hash, every tree, the heads given out and acknowledged, the sealed data, the projections. The
// first thing that is wrong comes back as a Corrupt fault whose subject names it, "life … record …"; the
// report then says how far it came. Conflict: a process has it open; NotFound: there is no such file.
func Verify(path string, o VerifyOptions) (Report, error) {
	var r Report
	db, err := openFile(path, Options{}.withDefaults(), true)
	if errors.Is(err, fs.ErrNotExist) {
		return r, fault.New(opVerify, fault.NotFound).On(path).Because(err)
	}
	if err != nil {
		return r, storeFault(opVerify, path, err)
	}
	err = guard(func() error {
		return db.View(func(tx *bbolt.Tx) error {
			v := verifier{o: o, tx: tx, report: &r}
			return v.run()
		})
	})
	if cerr := db.Close(); err == nil && cerr != nil && !errors.Is(cerr, os.ErrClosed) {
		err = cerr
	}
	return r, storeFault(opVerify, path, err)
}

// verifier goes once through one state of a journal.
type verifier struct {
	o      VerifyOptions
	tx     *bbolt.Tx
	report *Report
}

// run checks everything in an order in which each part may rely on those before it.
func (v *verifier) run() error {
	if err := checkMeta(v.tx, v.o.Site); err != nil {
		return err
	}
	v.report.Site = office.SiteID(v.tx.Bucket(bucketMeta).Get(metaSite))
	lives, err := readLives(v.tx)
	if err != nil {
		return err
	}
	for _, life := range lives {
		if err := v.life(life); err != nil {
			return err
		}
	}
	for _, check := range []func() error{v.feed, v.personal, v.projections, v.pages} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// life recomputes one life's records and compares its promises.
func (v *verifier) life(life office.Incarnation) error {
	t, err := openTree(v.tx, life)
	if err != nil {
		return corrupt("life "+life.String(), err)
	}
	promises, err := v.promises(life)
	if err != nil {
		return err
	}
	var edge Edge
	err = t.records.ForEach(func(k, value []byte) error {
		if len(k) != 8 || binary.BigEndian.Uint64(k) != edge.Size+1 {
			return t.bad(edge.Size+1, fmt.Errorf("missing: the next key is %x", k))
		}
		if err := checkRecord(t, &edge, value); err != nil {
			return err
		}
		for _, p := range promises {
			if p.Size == edge.Size && p.Root != edge.Root() {
				return t.bad(edge.Size, fmt.Errorf("up to here the tree is not the one that was promised"))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	r := LifeReport{Head: Head{Site: v.report.Site, Life: life, Size: edge.Size, Root: edge.Root()},
		Signed: promises[0].Size, Acknowledged: promises[1].Size}
	if most := max(r.Signed, r.Acknowledged); most > r.Size {
		return t.bad(r.Size+1, fmt.Errorf("missing: %d records were promised", most))
	}
	v.report.Lives = append(v.report.Lives, r)
	return nil
}

// checkRecord recomputes the hashes that the next record completes and moves the edge over it.
func checkRecord(t tree, edge *Edge, value []byte) error {
	sequence := edge.Size + 1
	s, err := decodeRecord(sequence, value)
	if err != nil {
		return t.bad(sequence, err)
	}
	for level, h := range edge.push(s.body) {
		if s.hash(level) != h {
			return t.bad(sequence, fmt.Errorf("its hash of level %d is not that of its bytes", level))
		}
	}
	for c := range slices.Chunk(s.commitments, commitSize) {
		if !bytes.Contains(s.body, c) {
			return t.bad(sequence, fmt.Errorf("commitment %x is not in it", c))
		}
	}
	return nil
}

// promises are the last signed and the last acknowledged head of a life; Size 0 where there is none.
func (v *verifier) promises(life office.Incarnation) ([2]Head, error) {
	signed, err := storedHead(v.tx, life)
	if err != nil {
		return [2]Head{}, err
	}
	if signed.Note != nil && v.o.Known != nil {
		if _, err := ParseHead(signed.Note, v.o.Known); err != nil {
			return [2]Head{}, corrupt("head of life "+life.String(), err)
		}
	}
	if signed.Note != nil && signed.Site != v.report.Site {
		return [2]Head{}, corrupt("head of life "+life.String(), fmt.Errorf("it is of site %q", signed.Site))
	}
	acknowledged, err := storedAcknowledgement(v.tx, v.report.Site, life)
	return [2]Head{signed.Head, acknowledged}, err
}

// feed checks that the entries are numbered without gaps.
func (v *verifier) feed() error {
	return v.tx.Bucket(bucketFeed).ForEach(func(k, _ []byte) error {
		if len(k) != 8 || binary.BigEndian.Uint64(k) != v.report.Feed+1 {
			return corrupt(fmt.Sprintf("feed entry %d", v.report.Feed+1), fmt.Errorf("missing: the next key is %x", k))
		}
		v.report.Feed++
		return nil
	})
}

// personal opens everything that is sealed, and checks that no key is without what lies under it, and nothing
// sealed without its key and its owner.
func (v *verifier) personal() error {
	var subject []byte // whose key came last
	items := 0         // that followed it
	bare := func() error {
		if subject == nil || items > 0 {
			return nil
		}
		return corrupt(fmt.Sprintf("key of %x", subject), fmt.Errorf("nothing is sealed under it"))
	}
	err := v.tx.Bucket(bucketPersonal).ForEach(func(k, value []byte) error {
		switch {
		case k[0] == ofCommitment && len(k) == 1+commitSize:
			v.report.Personal++
			_, ok, err := unseal(v.tx, Commitment(k[1:]))
			if err == nil && !ok {
				err = corrupt(fmt.Sprintf("sealed %x", k[1:]), fmt.Errorf("its owner is %x", value))
			}
			return err
		case k[0] == ofSubject && len(k) == 1+subjectSize && len(value) == keySize:
			if err := bare(); err != nil {
				return err
			}
			subject, items = bytes.Clone(k[1:]), 0
			v.report.Subjects++
			return nil
		case k[0] == ofSubject && len(k) == 1+subjectSize+commitSize:
			items++
			return v.item(subject, k[1:])
		}
		return corrupt(fmt.Sprintf("sealed %x", k), fmt.Errorf("malformed"))
	})
	if err != nil {
		return err
	}
	return bare()
}

// item checks that a sealed item lies under the key before it and is found by its commitment.
func (v *verifier) item(subject, k []byte) error {
	c := Commitment(k[subjectSize:])
	owner, ok := subjectOf(v.tx, c)
	if !ok || !bytes.Equal(subject, k[:subjectSize]) || !bytes.Equal(owner[:], subject) {
		return corrupt(fmt.Sprintf("sealed %x", c), fmt.Errorf("it has no key, or nobody finds it"))
	}
	return nil
}

// projections folds everything again and compares.
func (v *verifier) projections() error {
	have := string(v.tx.Bucket(bucketMeta).Get(metaFold))
	if v.o.Fold == nil {
		return nil
	}
	if have != v.o.FoldVersion {
		return fault.New(opVerify, fault.Invalid).Because(fmt.Errorf("projections of version %q, asked for %q", have, v.o.FoldVersion))
	}
	var rebuilt kv.Memory
	for _, life := range v.report.Lives {
		records := v.tx.Bucket(recordsBucket(life.Life))
		for n := uint64(1); n <= life.Size; n++ {
			s, err := decodeRecord(n, records.Get(number(n)))
			if err == nil {
				err = v.o.Fold(&rebuilt, feedSource{v.tx.Bucket(bucketFeed)}, Record{life.Life, n, s.body})
			}
			if err != nil {
				return corrupt(fmt.Sprintf("life %s record %d", life.Life, n), fmt.Errorf("does not fold: %w", err))
			}
		}
	}
	v.report.Rebuilt = true
	return sameProjections(stateBucket(v.tx), &rebuilt)
}

// sameProjections names the first key in which the live projections and rebuilt ones differ.
func sameProjections(live *bbolt.Bucket, rebuilt *kv.Memory) error {
	c := live.Cursor()
	k, value := c.First()
	for want, wanted := range rebuilt.Scan(nil, nil) {
		if !bytes.Equal(k, want) || !bytes.Equal(value, wanted) {
			return corrupt(fmt.Sprintf("projection %q", want), fmt.Errorf("rebuilt it is %x; live there is %q: %x", wanted, k, value))
		}
		k, value = c.Next()
	}
	if k != nil {
		return corrupt(fmt.Sprintf("projection %q", k), fmt.Errorf("no record makes it"))
	}
	return nil
}

// pages lets bbolt check its own structure, after everything could be read.
func (v *verifier) pages() error {
	if !v.o.Pages {
		return nil
	}
	var first error
	for err := range v.tx.Check() {
		if first == nil {
			first = corrupt("pages", err)
		}
	}
	return first
}

// corrupt is the fault that names what is wrong.
func corrupt(what string, cause error) error {
	return fault.New(opVerify, fault.Corrupt).On(what).Because(cause)
}
