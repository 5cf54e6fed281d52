package paper

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// ID names a print: it is the act that asked for it.
type ID [16]byte

// Name is what a printer is told a print is called: unique, and nothing about anybody.
func (i ID) Name() string { return "print-" + hex.EncodeToString(i[:]) }

// Kind is what sort of paper it is.
type Kind uint8

// The kinds, numbered as in the contract.
const (
	Ticket       Kind = iota + 1 // a visitor's number
	Confirmation                 // of an appointment
	DaySheet
	Certificate
	Pickup // with the code of who comes back for a certificate
)

// String is the Dutch word, in the middle of a sentence.
func (k Kind) String() string {
	if k < Ticket || k > Pickup {
		return "papier"
	}
	return [...]string{"volgnummer", "afspraakbewijs", "dagblad", "attest", "afhaalbewijs"}[k-1]
}

// onRoll reports whether it is a slip for who stands there.
func (k Kind) onRoll() bool { return k == Ticket || k == Confirmation || k == Pickup }

// waits is for how long a print of the kind stays in the queue of a printer that is not ready. The visitor with a number
// walks on; for the others somebody stands at the printer.
func (k Kind) waits() time.Duration {
	if k.onRoll() {
		return 2 * time.Minute
	}
	return 15 * time.Minute
}

// Subject is what a paper is of.
type Subject struct {
	Kind    Kind
	ID      [16]byte    // the visit, the appointment or the certificate; zero for a day's sheet
	Day     office.Date // of a day's sheet
	Edition uint32      // another one is another original: the leg of an appointment
}

// OfVisit is the ticket of a visit.
func OfVisit(id office.VisitID) Subject { return Subject{Kind: Ticket, ID: id} }

// OfAppointment is the slip of an appointment on one of its legs.
func OfAppointment(id office.AppointmentID, leg uint32) Subject {
	return Subject{Kind: Confirmation, ID: id, Edition: leg}
}

// OfDay is the sheet of a day.
func OfDay(d office.Date) Subject { return Subject{Kind: DaySheet, Day: d} }

// OfCertificate is the paper of a certificate, and OfPickup the slip of who comes back for it.
func OfCertificate(id [16]byte) Subject { return Subject{Kind: Certificate, ID: id} }

// OfPickup is the slip of who comes back for a certificate.
func OfPickup(id [16]byte) Subject { return Subject{Kind: Pickup, ID: id} }

// First names the original that the counter asks for by itself: whoever asks twice for the same asks once.
func (s Subject) First() (id ID) {
	sum := sha256.Sum256(append([]byte("buurtloket print"), s.key()...))
	copy(id[:], sum[:])
	return id
}

// valid reports whether something can be printed of it.
func (s Subject) valid() bool {
	if s.Kind == DaySheet {
		return s.ID == [16]byte{} && s.Edition == 0
	}
	return s.Kind >= Ticket && s.Kind <= Pickup && s.ID != [16]byte{} && s.Day == 0
}

// key is the subject as it stands in a key.
func (s Subject) key() []byte {
	id := s.ID
	if s.Kind == DaySheet {
		binary.BigEndian.PutUint32(id[12:], flipped(s.Day))
	}
	return binary.BigEndian.AppendUint32(append([]byte{byte(s.Kind)}, id[:]...), s.Edition)
}

func (s Subject) message() *contract.PrintSubject {
	m := &contract.PrintSubject{Kind: contract.PrintKind(s.Kind), Date: int32(s.Day), Edition: s.Edition}
	if s.ID != [16]byte{} {
		m.Id = s.ID[:]
	}
	return m
}

// subjectOf reads a subject; it may be one of which nothing can be printed.
func subjectOf(m *contract.PrintSubject) (s Subject, err error) {
	s = Subject{Kind: Kind(min(m.GetKind(), 255)), Day: office.Date(m.GetDate()), Edition: m.GetEdition()}
	if len(m.GetId()) > 0 {
		s.ID, err = contract.ID16[[16]byte](m.GetId())
	}
	if err == nil && !s.valid() {
		err = fmt.Errorf("nothing can be printed of %v", m)
	}
	return s, err
}

// SubjectOf reads what a command is about. The fault is Invalid.
func SubjectOf(m *contract.PrintSubject) (Subject, error) {
	s, err := subjectOf(m)
	if err != nil {
		return s, fault.New("paper.SubjectOf", fault.Invalid).Tell("Dit kan niet afgedrukt worden.", "Vraag het de beheerder.").Because(err)
	}
	return s, nil
}

// flipped writes a civil day so that keys sort as days do.
func flipped(d office.Date) uint32 { return uint32(d) ^ 1<<31 }

// Stage is how far a print is.
type Stage uint8

// The stages, numbered as in the contract. The last three are ends.
const (
	Queued  Stage = iota
	Sent          // it may be on paper, whole or in part
	Printed       // the printer says so
	Failed        // it is not whole on paper, for certain
	Unknown       // nobody will ever say
)

// String is the word of a log.
func (s Stage) String() string {
	names := [...]string{"queued", "sent", "printed", "failed", "unknown"}
	if int(s) < len(names) {
		return names[s]
	}
	return "?"
}

// Ended reports whether the stage is an end.
func (s Stage) Ended() bool { return s >= Printed && s <= Unknown }

// Print is a print as it stands.
type Print struct {
	ID          ID
	Of          Subject
	Device      string // the printer, by its name in the counter's configuration
	Original    ID     // of which this is a duplicate; zero: it is the original
	Number      uint64 // in the order of asking
	Stage       Stage
	Reason      Reason // why it waits, or ended so
	Clerk       office.ClerkID
	Desk        office.Desk
	Day         office.Date // on which it was asked for
	Queued      time.Time
	Sent        time.Time // the last time; zero: never
	Held        time.Time // when the printer was last found not to take it; zero: never
	Ended       time.Time
	Tries       int // how often it was sent
	Digest      [32]byte
	Fingerprint bool // there is a digest
}

// Duplicate reports whether the paper must say that it is a duplicate.
func (p Print) Duplicate() bool { return p.Original != ID{} }

// late reports whether a print has waited too long to be sent.
func (p Print) late(now time.Time) bool { return apart(now, p.Queued) > p.Of.Kind.waits() }

// apart is how long lies between two times, in whichever order: a clock that was set back must not make a paper young again,
// which would come out before another visitor.
func apart(a, b time.Time) time.Duration { return a.Sub(b).Abs() }

// rests reports whether a print is not to be sent again yet, because the printer refused it though it seemed ready: longer
// each time.
func (p Print) rests(now time.Time) bool {
	return p.Tries > 0 && apart(now, p.Held) < time.Duration(p.Tries*p.Tries)*5*time.Second
}
