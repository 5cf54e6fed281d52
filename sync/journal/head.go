package journal

import (
	"crypto/ed25519"
	"fmt"
	"math"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Head says how large the tree of one life is, and its root: it fixes every record up to Size.
type Head struct {
	Site office.SiteID
	Life office.Incarnation
	Size uint64
	Root Hash
}

// Origin is the first line of a head: the site in this life.
func (h Head) Origin() string { return office.Holder{Site: h.Site, Incarnation: h.Life}.String() }

// Text is what is signed: the origin, the size in decimal and the root in base64, each on a line.
func (h Head) Text() string { return fmt.Sprintf("%s\n%d\n%s\n", h.Origin(), h.Size, h.Root) }

// SignedHead is a head with the note that proves who signed it. Note is nil when the journal has no signer.
type SignedHead struct {
	Head
	Note []byte
}

// sign makes the note of a head.
func sign(h Head, signer note.Signer) (SignedHead, error) {
	if signer == nil {
		return SignedHead{Head: h}, nil
	}
	text, err := note.Sign(&note.Note{Text: h.Text()}, signer)
	if err != nil {
		return SignedHead{}, fault.New("journal.SignedHead", fault.Internal).On(h.Origin()).Because(err)
	}
	return SignedHead{Head: h, Note: text}, nil
}

// ParseHead reads a signed note and checks its signature against the known keys. Whether the head is of the
// site whose key signed it is for the caller to compare. Errors are Corrupt: malformed, not signed by a known
// key, or signed badly.
func ParseHead(signed []byte, known note.Verifiers) (Head, error) {
	const op = "journal.ParseHead"
	opened, err := note.Open(signed, known)
	if err != nil {
		return Head{}, fault.New(op, fault.Corrupt).Because(err)
	}
	h, err := parseText(opened.Text)
	if err != nil {
		return Head{}, fault.New(op, fault.Corrupt).Because(err)
	}
	return h, nil
}

// parseText reads what Text wrote, and nothing else.
func parseText(text string) (Head, error) {
	var h Head
	var size int64
	origin, rest, _ := strings.Cut(text, "\n")
	site, life, _ := strings.Cut(origin, "#")
	if _, err := fmt.Sscanf(life, "%016x", (*uint64)(&h.Life)); err != nil {
		return Head{}, fmt.Errorf("head of %q: life: %w", origin, err)
	}
	lines := strings.Split(rest, "\n")
	if len(lines) != 3 {
		return Head{}, fmt.Errorf("head of %q has %d lines", origin, len(lines))
	}
	if _, err := fmt.Sscanf(lines[0], "%d", &size); err != nil || size < 0 {
		return Head{}, fmt.Errorf("head of %q: size %q", origin, lines[0])
	}
	root, err := tlog.ParseHash(lines[1])
	if err != nil {
		return Head{}, fmt.Errorf("head of %q: root: %w", origin, err)
	}
	h.Site, h.Size, h.Root = office.SiteID(site), uint64(size), root
	if h.Text() != text || !h.Site.Valid() || h.Size > math.MaxInt64 {
		return Head{}, fmt.Errorf("head of %q is not in its only form", origin)
	}
	return h, nil
}

// keySigner signs notes with an Ed25519 key under a name.
type keySigner struct {
	note.Verifier
	key ed25519.PrivateKey
}

// Sign implements [note.Signer].
func (s keySigner) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key, msg), nil }

// NewSigner makes a signer of heads from a device's key; name is the site.
func NewSigner(site office.SiteID, key ed25519.PrivateKey) (note.Signer, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, fmt.Errorf("key of %s has %d bytes", site, len(key))
	}
	v, err := NewVerifier(site, key.Public().(ed25519.PublicKey))
	if err != nil {
		return nil, err
	}
	return keySigner{v, key}, nil
}

// NewVerifier makes the verifier of heads that were signed with NewSigner.
func NewVerifier(site office.SiteID, key ed25519.PublicKey) (note.Verifier, error) {
	text, err := note.NewEd25519VerifierKey(string(site), key)
	if err != nil {
		return nil, fmt.Errorf("key of %s: %w", site, err)
	}
	v, err := note.NewVerifier(text)
	if err != nil {
		return nil, fmt.Errorf("key of %s: %w", site, err)
	}
	return v, nil
}

// parseNoteText reads the head in a note without asking who signed it.
func parseNoteText(signed []byte) (Head, error) {
	text, _, ok := strings.Cut(string(signed), "\n\n")
	if !ok {
		return Head{}, fmt.Errorf("%d bytes are no signed note", len(signed))
	}
	return parseText(text + "\n")
}
