package office

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"

	"github.com/google/uuid"
)

// SiteID names a location, in lower case with hyphens: "buurtloket-berchem".
type SiteID string

// ProductID names a product of the catalogue: "eid-aanvraag".
type ProductID string

// ClusterID names an activity cluster, which carries a norm: "burgerzaken".
type ClusterID string

// ClerkID names a member of staff: the short name used to sign in.
type ClerkID string

// DocumentNumber is the unique number of a controlled document, as printed on it.
type DocumentNumber string

// Desk is the number of a service point within its site, from 1.
type Desk uint8

var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Valid reports whether the id has the form every key and certificate relies on:
// lower-case words joined by hyphens, at most 64 bytes.
func (s SiteID) Valid() bool { return len(s) <= 64 && slug.MatchString(string(s)) }

// Incarnation is one life of an appliance's store, drawn at random when the store is made
// or restored. Zero is no incarnation.
type Incarnation uint64

// NewIncarnation draws an incarnation from random; it fails only when random does.
func NewIncarnation(random io.Reader) (Incarnation, error) {
	var b [8]byte
	for {
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return 0, fmt.Errorf("draw an incarnation: %w", err)
		}
		if n := binary.BigEndian.Uint64(b[:]); n != 0 {
			return Incarnation(n), nil
		}
	}
}

// String writes the incarnation as sixteen hexadecimal digits.
func (i Incarnation) String() string { return fmt.Sprintf("%016x", uint64(i)) }

// Holder is a site in one of its lives: the party at the counter's end of custody.
type Holder struct {
	Site        SiteID
	Incarnation Incarnation
}

// String writes "site#incarnation".
func (h Holder) String() string { return string(h.Site) + "#" + h.Incarnation.String() }

// AppointmentID identifies an appointment for its whole life, wherever it moves.
type AppointmentID [16]byte

// VisitID identifies one stay at a site, arrival to departure.
type VisitID [16]byte

// RequestID identifies a wish for something the asker does not hold; the answer repeats it.
// The same id asked twice is done once.
type RequestID [16]byte

// SubjectID identifies the person whose data lies under one key; erasing that key erases the person.
type SubjectID [16]byte

// NewID draws a time-ordered (version 7, RFC 9562) identifier from random; ms is the wall time in
// milliseconds since 1970, which orders ids roughly and decides nothing.
func NewID(random io.Reader, ms int64) ([16]byte, error) {
	var id [16]byte
	if _, err := io.ReadFull(random, id[6:]); err != nil {
		return id, fmt.Errorf("draw an id: %w", err)
	}
	for i := range 6 {
		id[i] = byte(ms >> (8 * (5 - i)))
	}
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id, nil
}

// String writes the id in the canonical form of RFC 9562.
func (a AppointmentID) String() string { return uuid.UUID(a).String() }

// String writes the id in the canonical form of RFC 9562.
func (v VisitID) String() string { return uuid.UUID(v).String() }

// String writes the id in the canonical form of RFC 9562.
func (r RequestID) String() string { return uuid.UUID(r).String() }

// String writes the id as hexadecimal digits.
func (s SubjectID) String() string { return hex.EncodeToString(s[:]) }

// Code is the short code a visitor says or shows at the counter, for example "K7M4-2QXD":
// eight characters of Crockford's alphabet over the random end of the id. It is not a secret.
func (a AppointmentID) Code() string {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	n := binary.BigEndian.Uint64(a[8:])
	var b [9]byte
	for i := 8; i >= 0; i-- {
		if i == 4 {
			b[i] = '-'
			continue
		}
		b[i] = alphabet[n&31]
		n >>= 5
	}
	return string(b[:])
}
