package paper

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

var (
	prefixStates   = []byte("pr/i/")
	prefixOpen     = []byte("pr/o/")
	prefixSubjects = []byte("pr/w/")
	prefixDays     = []byte("pr/y/")
	keyNumber      = []byte("pr/n")
)

func key(prefix []byte, parts ...[]byte) []byte {
	return append(bytes.Clone(prefix), bytes.Join(parts, nil)...)
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func stateKey(id ID) []byte { return key(prefixStates, id[:]) }

func openPrefix(printer string) []byte {
	return key(prefixOpen, []byte{byte(len(printer))}, []byte(printer))
}

func subjectPrefix(s Subject) []byte { return key(prefixSubjects, s.key()) }

func dayPrefix(d office.Date) []byte {
	return key(prefixDays, binary.BigEndian.AppendUint32(nil, flipped(d)))
}

// Fold brings an event into the projection; events of other areas change nothing. It fails, as Corrupt, on what no decision
// of this package made on this state: a print that is sent twice without a refusal between, or that goes on after its end.
func Fold(w kv.Writer, e *contract.Event) error {
	var err error
	switch k := e.Kind.(type) {
	case *contract.Event_PrintQueued:
		err = foldQueued(w, e, k.PrintQueued)
	case *contract.Event_PrintSent:
		err = change(w, k.PrintSent.Print, func(s *contract.PrintState) error {
			if s.Stage != contract.PrintStage_PRINT_STAGE_QUEUED {
				return errors.New("it was sent before")
			}
			s.Stage, s.SentMs, s.Digest, s.Reason = contract.PrintStage_PRINT_STAGE_SENT, e.AtMs, k.PrintSent.Digest, ""
			s.Tries++
			return nil
		})
	case *contract.Event_PrintHeld:
		err = change(w, k.PrintHeld.Print, func(s *contract.PrintState) error {
			s.Stage, s.HeldMs, s.Reason, s.Digest = contract.PrintStage_PRINT_STAGE_QUEUED, e.AtMs, k.PrintHeld.Reason, nil
			return nil
		})
	case *contract.Event_PrintEnded:
		err = change(w, k.PrintEnded.Print, func(s *contract.PrintState) error {
			how := Stage(min(max(k.PrintEnded.Outcome, 0), 255))
			if !how.Ended() || how != Failed && s.Stage != contract.PrintStage_PRINT_STAGE_SENT {
				return fmt.Errorf("it cannot end as %s", how)
			}
			s.Stage, s.EndedMs, s.Reason = k.PrintEnded.Outcome, e.AtMs, k.PrintEnded.Reason
			w.Delete(key(openPrefix(s.Queued.Device), number(s.Number)))
			return nil
		})
	}
	return err
}

func foldQueued(w kv.Writer, e *contract.Event, k *contract.PrintQueued) error {
	id, err := contract.ID16[ID](k.Print)
	if err != nil {
		return corrupt(k.Print, err)
	}
	of, err := subjectOf(k.Of)
	if err != nil {
		return corrupt(k.Print, err)
	}
	first := original(w, of)
	if w.Get(stateKey(id)) != nil || k.Device == "" || len(k.Device) > maxDevice || !bytes.Equal(first, k.DuplicateOf) {
		return corrupt(k.Print, errors.New("it is there already, is a second original, or is a duplicate of nothing"))
	}
	n := uint64(1)
	if b := w.Get(keyNumber); len(b) == 8 {
		n += binary.BigEndian.Uint64(b)
	}
	w.Put(keyNumber, number(n))
	w.Put(stateKey(id), contract.Encode(&contract.PrintState{Queued: k, QueuedMs: e.AtMs, Clerk: e.Clerk, Desk: e.Desk, Number: n}))
	w.Put(key(openPrefix(k.Device), number(n)), id[:])
	w.Put(key(subjectPrefix(of), number(n)), id[:])
	w.Put(key(dayPrefix(office.Date(k.Date)), number(n)), id[:])
	return nil
}

// original is the id of the first print of a subject; nil when there is none.
func original(r kv.Reader, of Subject) []byte {
	for _, id := range r.Scan(subjectPrefix(of), nil) {
		return bytes.Clone(id)
	}
	return nil
}

// change changes the state of a print that has not ended.
func change(w kv.Writer, id []byte, f func(*contract.PrintState) error) error {
	s, err := state(w, id)
	if err != nil {
		return err
	}
	if Stage(s.Stage).Ended() {
		return corrupt(id, errors.New("it goes on after its end"))
	}
	if err := f(s); err != nil {
		return corrupt(id, err)
	}
	w.Put(key(prefixStates, id), contract.Encode(s))
	return nil
}

// state reads what an index or an event names.
func state(r kv.Reader, id []byte) (*contract.PrintState, error) {
	b := r.Get(key(prefixStates, id))
	if b == nil {
		return nil, corrupt(id, errors.New("nobody asked for it"))
	}
	s, err := contract.Decode(b, new(contract.PrintState))
	if err != nil {
		return nil, corrupt(id, err)
	}
	return s, nil
}

func corrupt(id []byte, err error) error {
	return fault.New("paper.Fold", fault.Corrupt).On(fmt.Sprintf("print %x", id)).Because(err)
}
