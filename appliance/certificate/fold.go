package certificate

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

var (
	prefixStates  = []byte("ce/i/")
	prefixOpen    = []byte("ce/o/")
	prefixPickups = []byte("ce/u/")
	prefixFiles   = []byte("ce/b/")
	prefixKept    = []byte("ce/k/")
	prefixDays    = []byte("ce/d/")
	prefixPrints  = []byte("ce/p/")
)

func key(prefix []byte, parts ...[]byte) []byte {
	return append(bytes.Clone(prefix), bytes.Join(parts, nil)...)
}

func stateKey(id ID) []byte { return key(prefixStates, id[:]) }
func openKey(id ID) []byte  { return key(prefixOpen, id[:]) }

func pickupKey(code string) []byte {
	return key(prefixPickups, []byte(strings.ReplaceAll(code, "-", "")))
}

func dayPrefix(d office.Date) []byte {
	return key(prefixDays, binary.BigEndian.AppendUint32(nil, uint32(d)^1<<31))
}

// Fold brings an event into the projection; events of other areas change nothing. It fails, as Corrupt, on what no decision
// of this package made on this state.
func Fold(w kv.Writer, e *contract.Event) error {
	switch k := e.Kind.(type) {
	case *contract.Event_CertificateAsked:
		return foldAsked(w, e, k.CertificateAsked)
	case *contract.Event_CertificateReady:
		return foldReady(w, e, k.CertificateReady)
	case *contract.Event_CertificateRefused:
		return change(w, k.CertificateRefused.Certificate, true, func(s *contract.CertificateState) {
			s.Refused, s.EndedMs = k.CertificateRefused.Reason, e.AtMs
			over(w, s)
		})
	case *contract.Event_CertificateEnded:
		return change(w, k.CertificateEnded.Certificate, false, func(s *contract.CertificateState) {
			s.Ended, s.EndedMs = k.CertificateEnded.Reason, e.AtMs
			over(w, s)
		})
	case *contract.Event_CertificateCollected:
		return change(w, k.CertificateCollected.Certificate, false, func(s *contract.CertificateState) { s.CollectedMs = e.AtMs })
	case *contract.Event_PrintQueued:
		if of := k.PrintQueued.GetOf(); of.GetKind() == contract.PrintKind_PRINT_KIND_CERTIFICATE && w.Get(key(prefixStates, of.Id)) != nil {
			w.Put(key(prefixPrints, k.PrintQueued.Print), of.Id)
		}
	case *contract.Event_PrintEnded:
		return foldPrinted(w, e, k.PrintEnded)
	case *contract.Event_Erased:
		return foldErased(w, e, k.Erased.Subject)
	}
	return nil
}

func foldAsked(w kv.Writer, e *contract.Event, k *contract.CertificateAsked) error {
	if len(k.Certificate) != len(ID{}) || len(k.Digest) != len(blob.Digest{}) || len(k.Pickup) == 0 {
		return corrupt(k.Certificate, fmt.Errorf("lengths of %d, %d and %d", len(k.Certificate), len(k.Digest), len(k.Pickup)))
	}
	id := ID(k.Certificate)
	if w.Get(stateKey(id)) != nil || w.Get(pickupKey(k.Pickup)) != nil {
		return corrupt(id[:], errors.New("it is there already, or its code is"))
	}
	w.Put(stateKey(id), contract.Encode(&contract.CertificateState{Asked: k, AskedMs: e.AtMs, Clerk: e.Clerk, Desk: e.Desk}))
	w.Put(openKey(id), nil)
	w.Put(pickupKey(k.Pickup), id[:])
	w.Put(key(prefixFiles, k.Digest), id[:])
	w.Put(key(prefixKept, id[:]), nil)
	w.Put(key(dayPrefix(office.Date(k.Date)), id[:]), nil)
	return nil
}

func foldReady(w kv.Writer, e *contract.Event, k *contract.CertificateReady) error {
	if len(k.Digest) != len(blob.Digest{}) {
		return corrupt(k.Certificate, fmt.Errorf("a digest of %d bytes", len(k.Digest)))
	}
	return change(w, k.Certificate, true, func(s *contract.CertificateState) {
		s.Ready, s.ReadyMs = k, e.AtMs
		w.Delete(key(prefixOpen, k.Certificate))
		w.Delete(key(prefixFiles, s.Asked.Digest))
		w.Put(key(prefixFiles, k.Digest), k.Certificate)
	})
}

// foldPrinted notes what a printer said of a print of ours.
func foldPrinted(w kv.Writer, e *contract.Event, k *contract.PrintEnded) error {
	id := bytes.Clone(w.Get(key(prefixPrints, k.Print)))
	if id == nil {
		return nil
	}
	w.Delete(key(prefixPrints, k.Print))
	if k.Outcome != contract.PrintStage_PRINT_STAGE_PRINTED {
		return nil
	}
	s, err := read(w, id)
	if err != nil || s.PrintedMs != 0 {
		return err
	}
	s.PrintedMs = e.AtMs
	w.Delete(pickupKey(s.Asked.Pickup))
	w.Put(key(prefixStates, id), contract.Encode(s))
	return nil
}

// foldErased ends everything that could still be done with a certificate.
func foldErased(w kv.Writer, e *contract.Event, subject []byte) error {
	if w.Get(key(prefixKept, subject)) == nil {
		return nil
	}
	s, err := read(w, subject)
	if err != nil {
		return err
	}
	s.ErasedMs = e.AtMs
	over(w, s)
	w.Delete(key(prefixKept, subject))
	w.Put(key(prefixStates, subject), contract.Encode(s))
	return nil
}

// over takes a certificate out of all that waits, and lets its files go.
func over(w kv.Writer, s *contract.CertificateState) {
	w.Delete(key(prefixOpen, s.Asked.Certificate))
	if held := w.Get(pickupKey(s.Asked.Pickup)); bytes.Equal(held, s.Asked.Certificate) { // else another has the code by now
		w.Delete(pickupKey(s.Asked.Pickup))
	}
	w.Delete(key(prefixFiles, s.Asked.Digest))
	if s.Ready != nil {
		w.Delete(key(prefixFiles, s.Ready.Digest))
	}
}

// change changes the state of a certificate that is not over; open: one that waits for headquarters.
func change(w kv.Writer, id []byte, open bool, f func(*contract.CertificateState)) error {
	s, err := read(w, id)
	switch {
	case err != nil:
		return err
	case s.Refused != "" || s.Ended != "" || s.ErasedMs != 0:
		return corrupt(id, errors.New("it goes on after its end"))
	case open && s.Ready != nil:
		return corrupt(id, errors.New("headquarters answers twice"))
	}
	f(s)
	w.Put(key(prefixStates, id), contract.Encode(s))
	return nil
}

// read is a certificate that an index or an event names.
func read(r kv.Reader, id []byte) (*contract.CertificateState, error) {
	b := r.Get(key(prefixStates, id))
	if b == nil || len(id) != len(ID{}) {
		return nil, corrupt(id, errors.New("nobody asked for it"))
	}
	s, err := contract.Decode(b, new(contract.CertificateState))
	if err != nil {
		return nil, corrupt(id, err)
	}
	return s, nil
}

func corrupt(id []byte, err error) error {
	return fault.New("certificate.Fold", fault.Corrupt).On(fmt.Sprintf("certificate %x", id)).Because(err)
}
