package booth

import (
	"fmt"
	"iter"

	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Get finds a photo that was kept, whatever became of it; nil when there is none.
func Get(r kv.Reader, id ID) (*contract.PhotoState, error) {
	if r.Get(stateKey(id)) == nil {
		return nil, nil
	}
	return read(r, id)
}

// OfVisit lists the photos of a visit, in the order in which they were taken.
func OfVisit(r kv.Reader, visit office.VisitID) (out []*contract.PhotoState, err error) {
	prefix := key(prefixVisits, visit[:])
	for k := range r.Scan(prefix, nil) {
		s, err := read(r, ID(k[len(prefix):]))
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// Waiting lists the photos that headquarters does not have, the oldest first.
func Waiting(r kv.Reader) (out []ID) {
	for k := range r.Scan(prefixWaiting, nil) {
		out = append(out, ID(k[len(prefixWaiting):]))
	}
	return out
}

// Wanted is the blobs that this counter keeps. Any other in its store may go.
func Wanted(r kv.Reader) iter.Seq[blob.Digest] {
	return func(yield func(blob.Digest) bool) {
		for k := range r.Scan(prefixCopies, nil) {
			if !yield(blob.Digest(k[len(prefixCopies):])) {
				return
			}
		}
	}
}

// Due is whose photos are all of a day before the date: these subjects are to be erased. undelivered is how many of
// their photos headquarters never got.
func Due(r kv.Reader, before office.Date) (subjects []office.SubjectID, undelivered int, err error) {
	late := map[office.SubjectID]bool{}
	var order []office.SubjectID
	waiting := map[office.SubjectID]int{}
	for k := range r.Scan(prefixSubjects, nil) {
		k = k[len(prefixSubjects):]
		subject := office.SubjectID(k[:len(office.SubjectID{})])
		s, err := read(r, ID(k[len(subject):]))
		if err != nil {
			return nil, 0, err
		}
		known, seen := late[subject]
		if !seen {
			order, known = append(order, subject), true
		}
		late[subject] = known && office.Date(s.Kept.Date) < before
		if s.DeliveredMs == 0 {
			waiting[subject]++
		}
	}
	for _, s := range order {
		if late[s] {
			subjects = append(subjects, s)
			undelivered += waiting[s]
		}
	}
	return subjects, undelivered, nil
}

// Row is a photo and what happened to it, in words. reason is the clerk's, where it is still there.
func Row(s *contract.PhotoState, reason string) *contract.PhotoRow {
	k := s.Kept
	row := &contract.PhotoRow{Photo: k.Photo, Visit: k.Visit, Size: k.Size, Failed: k.Failed, Reason: reason, Consent: k.Consent, Subject: k.Subject}
	step := func(code string, at int64, say string, args ...any) {
		if at != 0 {
			row.Steps = append(row.Steps, &contract.PhotoStep{Code: code, AtMs: at, Say: fmt.Sprintf(say, args...)})
		}
	}
	step("taken", k.TakenMs, "De foto is genomen.")
	if len(k.Failed) == 0 {
		step("judged", k.TakenMs, "De foto is in orde bevonden.")
	} else {
		step("judged", k.TakenMs, "Bij het beoordelen waren er opmerkingen: %d.", len(k.Failed))
	}
	step("kept", s.KeptMs, "De foto is verzegeld en bewaard.")
	step("delivered", s.DeliveredMs, "Het hoofdkantoor heeft de foto.")
	step("purged", s.PurgedMs, "De kopie op dit toestel is gewist.")
	step("erased", s.ErasedMs, "De foto is gewist: niemand kan ze nog openen.")
	return row
}
