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
		if value := g.tx.Bucket(bucketPersonal).Get(s.Commitment[:]); !ok && len(value) >= subjectSize {
			owner, ok = office.SubjectID(value[:subjectSize]), true
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

// seal stores one item under its subject's key, which is fresh when the subject has none yet.
func seal(tx *bbolt.Tx, s Sealed, fresh, nonce []byte) error {
	keys, personal := tx.Bucket(bucketKeys), tx.Bucket(bucketPersonal)
	entry := bytes.Clone(keys.Get(s.Subject[:]))
	if entry == nil {
		entry = bytes.Clone(fresh)
	}
	if len(entry) < keySize {
		return fault.New("journal.seal", fault.Corrupt).On("keys")
	}
	aead, err := chacha20poly1305.NewX(entry[:keySize])
	if err != nil {
		return err
	}
	value := slices.Concat(s.Subject[:], nonce)
	value = aead.Seal(value, nonce, slices.Concat(s.Salt[:], s.Plain), slices.Concat(s.Commitment[:], s.Subject[:]))
	if err := personal.Put(bytes.Clone(s.Commitment[:]), value); err != nil {
		return err
	}
	if !holds(entry[keySize:], s.Commitment) {
		entry = append(entry, s.Commitment[:]...)
	}
	return keys.Put(bytes.Clone(s.Subject[:]), entry)
}

// holds reports whether c is in a list of commitments.
func holds(list []byte, c Commitment) bool {
	for part := range slices.Chunk(list, commitSize) {
		if bytes.Equal(part, c[:]) {
			return true
		}
	}
	return false
}

// unseal opens one item; false when it is not there.
func unseal(tx *bbolt.Tx, c Commitment) (Sealed, bool, error) {
	s := Sealed{Commitment: c}
	value := tx.Bucket(bucketPersonal).Get(c[:])
	if value == nil {
		return s, false, nil
	}
	bad := fault.New("journal.unseal", fault.Corrupt).On(s.String())
	if len(value) < subjectSize+nonceSize {
		return s, true, bad.Because(fmt.Errorf("%d bytes", len(value)))
	}
	s.Subject = office.SubjectID(value[:subjectSize])
	entry := tx.Bucket(bucketKeys).Get(s.Subject[:])
	if len(entry) < keySize || !holds(entry[keySize:], c) {
		return s, true, bad.Because(fmt.Errorf("no key for it"))
	}
	aead, err := chacha20poly1305.NewX(entry[:keySize])
	if err != nil {
		return s, true, bad.Because(err)
	}
	nonce, box := value[subjectSize:subjectSize+nonceSize], value[subjectSize+nonceSize:]
	plain, err := aead.Open(nil, nonce, box, slices.Concat(c[:], s.Subject[:]))
	if err != nil || len(plain) < saltSize {
		return s, true, bad.Because(fmt.Errorf("%d bytes do not open: %w", len(box), err))
	}
	s.Salt, s.Plain = [16]byte(plain[:saltSize]), plain[saltSize:]
	return s, true, s.Check()
}

// erase removes a subject's key and all that is sealed under it.
func erase(tx *bbolt.Tx, subject office.SubjectID) error {
	keys, personal := tx.Bucket(bucketKeys), tx.Bucket(bucketPersonal)
	entry := keys.Get(subject[:])
	if entry == nil {
		return nil
	}
	for c := range slices.Chunk(bytes.Clone(entry[min(keySize, len(entry)):]), commitSize) {
		if err := personal.Delete(c); err != nil {
			return err
		}
	}
	return keys.Delete(subject[:])
}
