package booth

import (
	"bytes"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

var (
	prefixStates   = []byte("p/i/")
	prefixVisits   = []byte("p/v/")
	prefixSubjects = []byte("p/s/")
	prefixWaiting  = []byte("p/o/")
	prefixCopies   = []byte("p/b/")
)

func key(prefix []byte, parts ...[]byte) []byte {
	return append(bytes.Clone(prefix), bytes.Join(parts, nil)...)
}

func stateKey(id ID) []byte                   { return key(prefixStates, id[:]) }
func waitingKey(id ID) []byte                 { return key(prefixWaiting, id[:]) }
func copyKey(digest []byte) []byte            { return key(prefixCopies, digest) }
func subjectKey(k *contract.PhotoKept) []byte { return key(prefixSubjects, k.Subject, k.Photo) }

// Fold brings an event into the projection; events of other areas change nothing. It fails, as Corrupt, on what no decision
// of this package made.
func Fold(w kv.Writer, e *contract.Event) error {
	switch k := e.Kind.(type) {
	case *contract.Event_PhotoKept:
		return foldKept(w, e, k.PhotoKept)
	case *contract.Event_PhotoDelivered:
		return change(w, k.PhotoDelivered.Photo, func(s *contract.PhotoState) {
			s.DeliveredMs = e.AtMs
			w.Delete(key(prefixWaiting, k.PhotoDelivered.Photo))
		})
	case *contract.Event_PhotoPurged:
		return change(w, k.PhotoPurged.Photo, func(s *contract.PhotoState) {
			s.PurgedMs = e.AtMs
			w.Delete(copyKey(s.Kept.Digest))
		})
	case *contract.Event_Erased:
		return foldErased(w, e, k.Erased.Subject)
	}
	return nil
}

func foldKept(w kv.Writer, e *contract.Event, k *contract.PhotoKept) error {
	visits := len(k.Visit) == 0 || len(k.Visit) == len(office.VisitID{})
	if len(k.Photo) != len(ID{}) || len(k.Digest) != len(blob.Digest{}) || len(k.Subject) != len(office.SubjectID{}) || !visits {
		return corrupt(k.Photo, fmt.Errorf("a photo with lengths of %d, %d, %d and %d", len(k.Photo), len(k.Digest), len(k.Subject), len(k.Visit)))
	}
	id := ID(k.Photo)
	w.Put(stateKey(id), contract.Encode(&contract.PhotoState{Kept: k, KeptMs: e.AtMs, Clerk: e.Clerk}))
	if len(k.Visit) > 0 {
		w.Put(key(prefixVisits, k.Visit, k.Photo), nil)
	}
	w.Put(subjectKey(k), nil)
	w.Put(waitingKey(id), nil)
	w.Put(copyKey(k.Digest), k.Photo)
	return nil
}

// foldErased ends everything that could still be done with a subject's photos.
func foldErased(w kv.Writer, e *contract.Event, subject []byte) error {
	if len(subject) != len(office.SubjectID{}) {
		return nil
	}
	prefix := key(prefixSubjects, subject)
	var ids [][]byte
	for k := range w.Scan(prefix, nil) {
		ids = append(ids, bytes.Clone(k[len(prefix):]))
	}
	for _, id := range ids {
		if err := change(w, id, func(s *contract.PhotoState) {
			s.ErasedMs = e.AtMs
			w.Delete(key(prefixWaiting, id))
			w.Delete(copyKey(s.Kept.Digest))
			w.Delete(subjectKey(s.Kept))
		}); err != nil {
			return err
		}
	}
	return nil
}

// change changes the state of a photo.
func change(w kv.Writer, id []byte, f func(*contract.PhotoState)) error {
	if len(id) != len(ID{}) {
		return corrupt(id, fmt.Errorf("an id of %d bytes", len(id)))
	}
	s, err := read(w, ID(id))
	if err != nil {
		return err
	}
	f(s)
	w.Put(stateKey(ID(id)), contract.Encode(s))
	return nil
}

// read is a photo that an index or an event names.
func read(r kv.Reader, id ID) (*contract.PhotoState, error) {
	b := r.Get(stateKey(id))
	if b == nil {
		return nil, corrupt(id[:], fmt.Errorf("no such photo was kept"))
	}
	s, err := contract.Decode(b, new(contract.PhotoState))
	if err != nil {
		return nil, corrupt(id[:], err)
	}
	return s, nil
}

func corrupt(id []byte, err error) error {
	return fault.New("booth.Fold", fault.Corrupt).On(fmt.Sprintf("photo %x", id)).Because(err)
}
