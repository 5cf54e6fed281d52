package booth

import (
	"bytes"
	"time"

	"github.com/buurtloket/buurtloket/appliance/photo"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// ID names a photo: it is the act that took it.
type ID [16]byte

// Keep is the acceptance of a photo whose sealed bytes are durable.
type Keep struct {
	Photo    ID
	Visit    office.VisitID // zero: nobody in the queue
	Subject  office.SubjectID
	Digest   blob.Digest
	Size     int // of the sealed bytes
	Secret   journal.Commitment
	Failed   []photo.Code
	Consent  bool
	Reasoned bool // the sealed part has the clerk's reason
	Taken    time.Time
}

// Check refuses what may not be kept, in words; it needs no journal. Without consent nothing is kept; in spite of a check
// that failed, or for nobody in the queue, only with a reason.
func (k Keep) Check() error {
	const op = "booth.Keep"
	switch {
	case k.Photo == ID{}:
		return fault.New(op, fault.Invalid)
	case !k.Consent:
		return fault.New(op, fault.Refused).Tell("Een foto wordt alleen bewaard als de bezoeker akkoord gaat.", "Vraag het de bezoeker en duid het aan, of gooi de foto weg.")
	case len(k.Failed) > 0 && !k.Reasoned:
		return fault.New(op, fault.Refused).Tell("De foto is niet helemaal in orde.", "Neem een nieuwe, of zeg waarom je deze toch bewaart.")
	case k.Visit == office.VisitID{} && !k.Reasoned:
		return fault.New(op, fault.Refused).Tell("Deze foto hoort bij geen bezoek.", "Zeg waarvoor ze dient.")
	}
	return nil
}

// Decide gives the event, or none when the photo was kept already.
func (k Keep) Decide(r kv.Reader, today office.Date) (*contract.Event, error) {
	if r.Get(stateKey(k.Photo)) != nil {
		return nil, nil
	}
	if err := k.Check(); err != nil {
		return nil, err
	}
	e := &contract.PhotoKept{Photo: k.Photo[:], Digest: k.Digest[:], Size: uint32(k.Size), Secret: k.Secret[:], Subject: k.Subject[:],
		Consent: k.Consent, TakenMs: k.Taken.UnixMilli(), Date: int32(today)}
	if k.Visit != (office.VisitID{}) {
		e.Visit = k.Visit[:]
	}
	for _, c := range k.Failed {
		e.Failed = append(e.Failed, string(c))
	}
	return &contract.Event{Kind: &contract.Event_PhotoKept{PhotoKept: e}}, nil
}

// Delivered is the event that headquarters has a photo; none when that is known, or the photo was erased meanwhile.
func Delivered(r kv.Reader, id ID) (*contract.Event, error) {
	if r.Get(waitingKey(id)) == nil {
		return nil, nil
	}
	return &contract.Event{Kind: &contract.Event_PhotoDelivered{PhotoDelivered: &contract.PhotoDelivered{Photo: id[:]}}}, nil
}

// Purge is the events by which the counter lets its copies go of photos that were delivered and are of a day before the
// date; at most this many.
func Purge(r kv.Reader, before office.Date, most int) (out []*contract.Event, err error) {
	for _, id := range r.Scan(prefixCopies, nil) {
		if len(out) == most {
			break
		}
		s, err := read(r, ID(id))
		if err != nil {
			return nil, err
		}
		if s.DeliveredMs != 0 && office.Date(s.Kept.Date) < before {
			out = append(out, &contract.Event{Kind: &contract.Event_PhotoPurged{PhotoPurged: &contract.PhotoPurged{Photo: bytes.Clone(id)}}})
		}
	}
	return out, nil
}
