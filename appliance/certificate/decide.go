package certificate

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// ID names a certificate: it is the act that asked for it.
type ID [16]byte

// Subject is whose the keys of its files are.
func (i ID) Subject() office.SubjectID { return office.SubjectID(i) }

// Waits is for how many days a certificate that was not printed waits for who asked.
const Waits = 14

// Ask is the wish for a certificate whose sealed question is durable.
type Ask struct {
	ID     ID
	Kind   string
	Visit  office.VisitID // zero: nobody in the queue
	Digest blob.Digest    // of the sealed question
	Secret journal.Commitment
}

// Decide gives the event, or none when the act asked before. Faults: Invalid for a kind that there is not.
func (a Ask) Decide(r kv.Reader, today office.Date) (*contract.Event, error) {
	if r.Get(stateKey(a.ID)) != nil {
		return nil, nil
	}
	if _, known := attest.Find(a.Kind); !known || a.ID == (ID{}) {
		return nil, fault.New("certificate.Ask", fault.Invalid).Tell("Dit attest bestaat hier niet.", "Kies een ander.")
	}
	e := &contract.CertificateAsked{Certificate: a.ID[:], Kind: a.Kind, Pickup: pickup(r, a.ID), Digest: a.Digest[:], Secret: a.Secret[:], Date: int32(today)}
	if a.Visit != (office.VisitID{}) {
		e.Visit = a.Visit[:]
	}
	return &contract.Event{Kind: &contract.Event_CertificateAsked{CertificateAsked: e}}, nil
}

// pickup is a code that no other certificate here has now. It follows from the act, which is drawn at random.
func pickup(r kv.Reader, id ID) string {
	for try := uint64(0); ; try++ {
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(append([]byte("buurtloket pickup"), id[:]...), try))
		if code := attest.Pickup.Make([8]byte(sum[:8])); r.Get(pickupKey(code)) == nil {
			return code
		}
	}
}

// Ready is the event that headquarters made a certificate, and that its sealed content is durable; none when it no longer
// waits for headquarters. The seal must be one of a kind that was asked for.
func Ready(r kv.Reader, id ID, seal *contract.CertificateSeal, digest blob.Digest, secret journal.Commitment) (*contract.Event, error) {
	s, err := waiting(r, id)
	if s == nil || err != nil {
		return nil, err
	}
	if seal.GetKind() != s.Asked.Kind || seal.GetCode() == "" {
		return nil, fault.New("certificate.Ready", fault.Corrupt).On(fmt.Sprintf("%x", id)).Because(fmt.Errorf("asked for %q, and %q came", s.Asked.Kind, seal.GetKind()))
	}
	return &contract.Event{Kind: &contract.Event_CertificateReady{CertificateReady: &contract.CertificateReady{Certificate: id[:],
		Seal:   &contract.CertificateSeal{Code: seal.Code, Kind: seal.Kind, Digest: seal.Digest, AtMs: seal.AtMs, Signature: seal.Signature},
		Digest: digest[:], Secret: secret[:]}}}, nil
}

// Refuse is the event that headquarters makes none; none when it no longer waits for headquarters.
func Refuse(r kv.Reader, id ID, why attest.Reason) (*contract.Event, error) {
	s, err := waiting(r, id)
	if s == nil || err != nil {
		return nil, err
	}
	if why == "" {
		return nil, fault.New("certificate.Refuse", fault.Internal)
	}
	return &contract.Event{Kind: &contract.Event_CertificateRefused{CertificateRefused: &contract.CertificateRefused{Certificate: id[:], Reason: why}}}, nil
}

// waiting is a certificate that headquarters is asked for; nil when it is not.
func waiting(r kv.Reader, id ID) (*contract.CertificateState, error) {
	if r.Get(openKey(id)) == nil {
		return nil, nil
	}
	return read(r, id[:])
}

// Collect is the event that who asked is here, by the code that they name. Faults: NotFound for a code that is none or no
// longer valid; Refused while headquarters has not made it.
func Collect(r kv.Reader, id ID) (*contract.Event, error) {
	if err := Printable(r, id); err != nil {
		return nil, err
	}
	return &contract.Event{Kind: &contract.Event_CertificateCollected{CertificateCollected: &contract.CertificateCollected{Certificate: id[:]}}}, nil
}

// Printable refuses, in words, what cannot be printed now.
func Printable(r kv.Reader, id ID) error {
	const op = "certificate.Printable"
	s, err := Get(r, id)
	switch {
	case err != nil:
		return err
	case StageOf(s) == contract.CertificateStage_CERTIFICATE_STAGE_ASKED:
		return fault.New(op, fault.Refused).Tell("Het attest is nog niet gemaakt: het wacht op het hoofdkantoor.", "Geef de bezoeker de afhaalcode.")
	case s.Refused != "":
		return fault.New(op, fault.Refused).Tell(Words(s), "")
	case s.Ready == nil || s.ErasedMs != 0:
		return fault.New(op, fault.NotFound).Tell("Dit attest is hier gewist.", "Vraag het opnieuw aan.")
	}
	return nil
}

// uncollected is why a certificate ended for which nobody came.
const uncollected = "uncollected"

// Purge is the events by which certificates go, at most this many of them, and whose keys are erased with them: those that
// were printed, refused or over before the day, and those for which nobody came within Waits days.
func Purge(r kv.Reader, day office.Date, zoned func(ms int64) office.Date, most int) (out []*contract.Event, subjects []office.SubjectID, err error) {
	for k := range r.Scan(prefixKept, nil) {
		if len(subjects) == most {
			break
		}
		id := ID(k[len(prefixKept):])
		s, err := read(r, id[:])
		if err != nil {
			return nil, nil, err
		}
		switch StageOf(s) {
		case contract.CertificateStage_CERTIFICATE_STAGE_ASKED, contract.CertificateStage_CERTIFICATE_STAGE_READY:
			if office.Date(s.Asked.Date)+Waits >= day {
				continue
			}
			out = append(out, &contract.Event{Kind: &contract.Event_CertificateEnded{CertificateEnded: &contract.CertificateEnded{Certificate: id[:], Reason: uncollected}}})
		default:
			if zoned(max(s.PrintedMs, s.EndedMs)) >= day {
				continue
			}
		}
		subject := id.Subject()
		out = append(out, &contract.Event{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: subject[:]}}})
		subjects = append(subjects, subject)
	}
	return out, subjects, nil
}
