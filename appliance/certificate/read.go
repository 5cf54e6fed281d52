package certificate

import (
	"fmt"
	"iter"

	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Get finds a certificate, whatever became of it. The fault is NotFound.
func Get(r kv.Reader, id ID) (*contract.CertificateState, error) {
	if r.Get(stateKey(id)) == nil {
		return nil, fault.New("certificate.Get", fault.NotFound).On(fmt.Sprintf("%x", id[:])).
			Tell("Dit attest is niet gevonden.", "Kijk opnieuw in de lijst.")
	}
	return read(r, id[:])
}

// ByPickup finds what waits under a code, as people type it. The fault is NotFound for what is no code, or no valid one.
func ByPickup(r kv.Reader, typed string) (id ID, err error) {
	const op = "certificate.ByPickup"
	code, err := attest.Pickup.Parse(typed)
	if err != nil {
		return id, fault.New(op, fault.NotFound).Because(err).Tell("Deze afhaalcode klopt niet.", "Kijk na of ze goed overgetypt is.")
	}
	b := r.Get(pickupKey(code))
	if b == nil {
		return id, fault.New(op, fault.NotFound).Tell("Onder deze afhaalcode wacht hier niets.", "Het attest is al afgedrukt, of het wacht op een andere locatie.")
	}
	return ID(b), nil
}

// Open lists what headquarters is to make, the oldest first.
func Open(r kv.Reader) (out []ID) {
	for k := range r.Scan(prefixOpen, nil) {
		out = append(out, ID(k[len(prefixOpen):]))
	}
	return out
}

// Waiting lists what waits for headquarters, a printer or who asked, the oldest first.
func Waiting(r kv.Reader) (out []*contract.CertificateState, err error) {
	for k := range r.Scan(prefixKept, nil) { // few: what is over goes with the night
		s, err := read(r, k[len(prefixKept):])
		if err != nil {
			return nil, err
		}
		switch StageOf(s) {
		case contract.CertificateStage_CERTIFICATE_STAGE_ASKED, contract.CertificateStage_CERTIFICATE_STAGE_READY:
			out = append(out, s)
		}
	}
	return out, nil
}

// Day lists what was asked for on a civil day, the oldest first.
func Day(r kv.Reader, d office.Date) (out []*contract.CertificateState, err error) {
	prefix := dayPrefix(d)
	for k := range r.Scan(prefix, nil) {
		s, err := read(r, k[len(prefix):])
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// Wanted is the files that this counter keeps. Any other in its store may go.
func Wanted(r kv.Reader) iter.Seq[blob.Digest] {
	return func(yield func(blob.Digest) bool) {
		for k := range r.Scan(prefixFiles, nil) {
			if !yield(blob.Digest(k[len(prefixFiles):])) {
				return
			}
		}
	}
}

// StageOf is how far a certificate is.
func StageOf(s *contract.CertificateState) contract.CertificateStage {
	switch {
	case s.PrintedMs != 0:
		return contract.CertificateStage_CERTIFICATE_STAGE_PRINTED
	case s.Refused != "":
		return contract.CertificateStage_CERTIFICATE_STAGE_REFUSED
	case s.Ended != "" || s.ErasedMs != 0:
		return contract.CertificateStage_CERTIFICATE_STAGE_ENDED
	case s.Ready != nil:
		return contract.CertificateStage_CERTIFICATE_STAGE_READY
	}
	return contract.CertificateStage_CERTIFICATE_STAGE_ASKED
}

// Row is a certificate as screens see it.
func Row(s *contract.CertificateState) *contract.CertificateRow {
	row := &contract.CertificateRow{Certificate: s.Asked.Certificate, Kind: s.Asked.Kind, Name: nameOf(s), Stage: StageOf(s), Say: Words(s),
		Visit: s.Asked.Visit, AskedMs: s.AskedMs, Verification: s.GetReady().GetSeal().GetCode()}
	if row.Stage <= contract.CertificateStage_CERTIFICATE_STAGE_READY {
		row.Pickup = s.Asked.Pickup
	}
	return row
}

func nameOf(s *contract.CertificateState) string {
	if k, ok := attest.Find(s.Asked.Kind); ok {
		return k.Dutch
	}
	return s.Asked.Kind
}
