package journal

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"go.etcd.io/bbolt"
	"golang.org/x/crypto/chacha20poly1305"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

const (
	keySize     = chacha20poly1305.KeySize
	nonceSize   = chacha20poly1305.NonceSizeX
	subjectSize = len(office.SubjectID{})
	saltSize    = 16
	commitSize  = len(Commitment{})
)

// sealed are all items of a commit, in order.
func (c Commit) sealed() (all []Sealed) {
	for _, e := range c.Events {
		all = append(all, e.Personal...)
	}
	for _, e := range c.Feed {
		all = append(all, e.Personal...)
	}
	return all
}

// checkSubjects refuses an item whose commitment already stands for another person's: erasing one of them
// would then take the other's data along.
func (g *group) checkSubjects(op string, all []Sealed) error {
	coming := map[Commitment]office.SubjectID{}
	for _, s := range all {
		owner, ok := coming[s.Commitment]
		if !ok {
			owner, ok = subjectOf(g.tx, s.Commitment)
		}
		if ok && owner != s.Subject {
			return fault.New(op, fault.Invalid).On(s.String()).Because(fmt.Errorf("it is sealed for another subject"))
		}
		coming[s.Commitment] = s.Subject
	}
	return nil
}

// drawEntropy draws, before anything is written, what sealing the commit may need: a nonce and a key each.
func (g *group) drawEntropy(n int) ([]byte, error) {
	entropy := make([]byte, n*(keySize+nonceSize))
	if _, err := io.ReadFull(g.j.o.Random, entropy); err != nil {
		return nil, fmt.Errorf("draw keys: %w", err)
	}
	return entropy, nil
}

// putPersonal seals the commit's personal data, then does its erasures.
func (g *group) putPersonal(c Commit, entropy []byte) error {
	for _, s := range c.sealed() {
		if err := seal(g.tx, s, entropy[:keySize], entropy[keySize:keySize+nonceSize]); err != nil {
			return err
		}
		entropy = entropy[keySize+nonceSize:]
		g.bytes += len(s.Plain)
	}
	for _, subject := range c.Erase {
		if err := erase(g.tx, subject); err != nil {
			return err
		}
	}
	return nil
}

// subjectKey is where a subject's key lies; what is sealed under it follows right after.
func subjectKey(subject office.SubjectID) []byte { return append([]byte{ofSubject}, subject[:]...) }

// itemKey is where a sealed item lies.
func itemKey(subject office.SubjectID, c Commitment) []byte {
	return append(subjectKey(subject), c[:]...)
}

// ownerKey is where it says whose a commitment is.
func ownerKey(c Commitment) []byte { return append([]byte{ofCommitment}, c[:]...) }

// The first byte of a key of the bucket of personal data.
const (
	ofCommitment = 'c'
	ofSubject    = 's'
)

// subjectOf finds whose item a commitment stands for; false when it is not here.
func subjectOf(tx *bbolt.Tx, c Commitment) (office.SubjectID, bool) {
	owner := tx.Bucket(bucketPersonal).Get(ownerKey(c))
	if len(owner) != subjectSize {
		return office.SubjectID{}, false
	}
	return office.SubjectID(owner), true
}

// seal stores one item under its subject's key, which is fresh when the subject has none yet. An item that is
// there already stays as it is.
func seal(tx *bbolt.Tx, s Sealed, fresh, nonce []byte) error {
	personal := tx.Bucket(bucketPersonal)
	if _, ok := subjectOf(tx, s.Commitment); ok {
		return nil
	}
	key := personal.Get(subjectKey(s.Subject))
	if key == nil {
		key = bytes.Clone(fresh)
		if err := personal.Put(subjectKey(s.Subject), key); err != nil {
			return err
		}
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return fault.New("journal.seal", fault.Corrupt).On("the key for " + s.String()).Because(err)
	}
	plain := slices.Concat(s.Salt[:], s.Plain)
	value := make([]byte, nonceSize, nonceSize+len(plain)+aead.Overhead())
	copy(value, nonce)
	value = aead.Seal(value, nonce, plain, slices.Concat(s.Commitment[:], s.Subject[:]))
	if err := personal.Put(itemKey(s.Subject, s.Commitment), value); err != nil {
		return err
	}
	return personal.Put(ownerKey(s.Commitment), bytes.Clone(s.Subject[:]))
}

// unseal opens one item; false when it is not there.
func unseal(tx *bbolt.Tx, c Commitment) (Sealed, bool, error) {
	subject, ok := subjectOf(tx, c)
	if !ok {
		return Sealed{Commitment: c}, false, nil
	}
	s := Sealed{Commitment: c, Subject: subject}
	personal, bad := tx.Bucket(bucketPersonal), fault.New("journal.unseal", fault.Corrupt).On(s.String())
	value := personal.Get(itemKey(subject, c))
	if len(value) < nonceSize {
		return s, true, bad.Because(fmt.Errorf("%d bytes", len(value)))
	}
	aead, err := chacha20poly1305.NewX(personal.Get(subjectKey(subject)))
	if err != nil {
		return s, true, bad.Because(fmt.Errorf("no key for it: %w", err))
	}
	nonce, box := value[:nonceSize], value[nonceSize:]
	plain, err := aead.Open(nil, nonce, box, slices.Concat(c[:], subject[:]))
	if err != nil || len(plain) < saltSize {
		return s, true, bad.Because(fmt.Errorf("%d bytes do not open: %w", len(box), err))
	}
	s.Salt, s.Plain = [16]byte(plain[:saltSize]), plain[saltSize:]
	return s, true, s.Check()
}

// erase removes a subject's key and all that is sealed under it.
func erase(tx *bbolt.Tx, subject office.SubjectID) error {
	personal := tx.Bucket(bucketPersonal)
	first := subjectKey(subject)
	var gone [][]byte
	c := personal.Cursor()
	for k, _ := c.Seek(first); bytes.HasPrefix(k, first); k, _ = c.Next() {
		gone = append(gone, bytes.Clone(k))
		if item := k[len(first):]; len(item) == commitSize {
			gone = append(gone, ownerKey(Commitment(item)))
		}
	}
	for _, k := range gone {
		if err := personal.Delete(k); err != nil {
			return err
		}
	}
	return nil
}
