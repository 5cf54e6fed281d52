package appliance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/booth"
	"github.com/buurtloket/buurtloket/appliance/night"
	"github.com/buurtloket/buurtloket/appliance/photo"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// photoDir is the store of sealed photos in Dir.
const photoDir = "photos"

// openPhotos opens the booth where there is a camera, and the store of photos where there is one or ever was.
func (n *Node) openPhotos(store string) (err error) {
	if n.cfg.PhotoDays == 0 {
		n.cfg.PhotoDays = night.KeepPersons
	}
	if n.cfg.PhotoNorm == (photo.Norm{}) {
		n.cfg.PhotoNorm = photo.Default
	}
	if n.cfg.Camera == nil {
		if _, err := os.Stat(store); errors.Is(err, fs.ErrNotExist) {
			return nil
		}
	} else if n.booth, err = booth.New(n.cfg.Camera, n.cfg.PhotoNorm, n.cfg.Steady); err != nil {
		return err
	}
	n.blobs, err = blob.Open(store)
	return err
}

// Booth is the photo booth; without one it refuses, in words.
func (n *Node) Booth() (*booth.Booth, error) {
	if n.booth == nil {
		return nil, fault.New("appliance.Booth", fault.Refused).Tell("Deze locatie heeft geen camera.", "Vraag de bezoeker een foto mee te brengen.")
	}
	return n.booth, nil
}

// Capture takes a photo for a visit that is going on, or for nobody in the queue, and judges it. Who.Act names it.
func (n *Node) Capture(ctx context.Context, who Who, of office.VisitID) (*booth.Shot, error) {
	const op = "appliance.Capture"
	b, err := n.Booth()
	if err != nil {
		return nil, err
	}
	if of != (office.VisitID{}) {
		if err := n.Look(func(t Turn) error { return present(t, of) }); err != nil {
			return nil, fault.Wrap(op, err)
		}
	}
	shot, err := b.Take(ctx, booth.ID(who.Act), of, who.Desk, n.cfg.Now)
	return shot, fault.Wrap(op, err)
}

// present refuses a visit that has ended.
func present(t Turn, id office.VisitID) error {
	v, err := queue.Get(t.View, id)
	if err == nil && slices.Contains([]visit.State{visit.Finished, visit.Missed, visit.Left}, v.State) {
		err = fault.New("appliance.present", fault.Refused).Tell("Dit bezoek is al afgelopen.", "Neem de foto bij een nieuw bezoek, of zonder bezoek met een reden.")
	}
	return err
}

// KeepPhoto accepts a shot: its sealed bytes are durable before its record is. A photo that was kept already is given as
// it is. A refusal leaves the shot where it was.
func (n *Node) KeepPhoto(ctx context.Context, who Who, id booth.ID, consent bool, reason string) (seq uint64, row *contract.PhotoRow, err error) {
	const op = "appliance.KeepPhoto"
	b, err := n.Booth()
	if err != nil {
		return 0, nil, err
	}
	if seq, row, err = n.keptPhoto(id); row != nil || err != nil {
		return seq, row, fault.Wrap(op, err)
	}
	shot := b.Find(id)
	if shot == nil || shot.JPEG == nil || shot.Desk != who.Desk {
		return 0, nil, fault.New(op, fault.NotFound).Tell("Deze foto is er niet meer.", "Neem een nieuwe.")
	}
	k, sealed, blobbed, err := n.sealPhoto(shot, consent, reason)
	if err != nil {
		return 0, nil, fault.Wrap(op, err)
	}
	if err := n.commitPhoto(ctx, who, k, sealed, blobbed); err != nil {
		return 0, nil, fault.Wrap(op, err)
	}
	b.Drop(id)
	n.kept.broadcast()
	seq, row, err = n.keptPhoto(id)
	return seq, row, fault.Wrap(op, err)
}

// sealPhoto seals a shot for whoever it is of.
func (n *Node) sealPhoto(shot *booth.Shot, consent bool, reason string) (k booth.Keep, secret journal.Sealed, content []byte, err error) {
	reason = strings.TrimSpace(reason)
	k = booth.Keep{Photo: shot.ID, Visit: shot.Visit, Failed: shot.Verdict.Failed(), Consent: consent, Reasoned: reason != "", Taken: shot.Taken}
	if err = k.Check(); err != nil {
		return k, secret, nil, err
	}
	if err = n.Look(func(t Turn) (err error) { k.Subject, err = photoSubject(t, shot); return err }); err != nil {
		return k, secret, nil, err
	}
	content, key, err := blob.Seal(shot.JPEG, n.cfg.Random)
	if err == nil {
		secret, err = journal.Seal(n.cfg.Random, k.Subject, contract.Encode(&contract.PhotoSecret{Key: key[:], Reason: reason}))
	}
	k.Digest, k.Size, k.Secret = blob.Of(content), len(content), secret.Commitment
	return k, secret, content, err
}

// photoSubject is whose photo it is: who the appointment of the visit is for; without one, the visit's own; without a
// visit, the photo's. So erasing a person erases what was photographed of them.
func photoSubject(t Turn, shot *booth.Shot) (office.SubjectID, error) {
	if shot.Visit == (office.VisitID{}) {
		return office.SubjectID(shot.ID), nil
	}
	v, err := queue.Get(t.View, shot.Visit)
	if err != nil {
		return office.SubjectID{}, err
	}
	if v.Appointment != (office.AppointmentID{}) {
		return office.SubjectID(v.Appointment), nil
	}
	return office.SubjectID(shot.Visit), nil
}

// commitPhoto writes the blob and then the record. While it is at it, nothing is swept.
func (n *Node) commitPhoto(ctx context.Context, who Who, k booth.Keep, secret journal.Sealed, content []byte) error {
	n.sweeping.RLock()
	defer n.sweeping.RUnlock()
	if _, err := n.blobs.Put(content); err != nil {
		return err
	}
	made := false
	_, err := n.Do(ctx, who, func(t Turn) (Decision, error) {
		e, err := k.Decide(t.View, office.DateOf(t.Now))
		made = e != nil
		d, err := One(e, err)
		if made {
			d.Sealed = []journal.Sealed{secret}
		}
		return d, err
	})
	if !made { // refused, or kept by another tap: this blob is nobody's
		if gone := n.blobs.Remove(k.Digest); gone != nil {
			n.cfg.Logger.Warn("a photo that was not kept stays until the night", "err", gone)
		}
	}
	return err
}

// keptPhoto reads a photo as the journal has it; nil when it was not kept.
func (n *Node) keptPhoto(id booth.ID) (seq uint64, row *contract.PhotoRow, err error) {
	err = n.Look(func(t Turn) error {
		s, err := booth.Get(t.View, id)
		if s != nil {
			seq, row = t.View.Size(), booth.Row(s, photoReason(t, s))
		}
		return err
	})
	return seq, row, err
}

// DropPhoto forgets a shot of a desk.
func (n *Node) DropPhoto(who Who, id booth.ID) error {
	b, err := n.Booth()
	if err != nil {
		return err
	}
	if s := b.Find(id); s != nil && s.Desk == who.Desk {
		b.Drop(id)
	}
	return nil
}

// Photos tells what happened to the photos of a visit.
func (n *Node) Photos(of office.VisitID) (out []*contract.PhotoRow, err error) {
	err = n.Look(func(t Turn) error {
		states, err := booth.OfVisit(t.View, of)
		for _, s := range states {
			out = append(out, booth.Row(s, photoReason(t, s)))
		}
		return err
	})
	return out, err
}

// photoReason is the clerk's words, as long as the person is not erased.
func photoReason(t Turn, s *contract.PhotoState) string {
	id, err := contract.ID16[journal.Commitment](s.Kept.Secret)
	if err != nil {
		return ""
	}
	plain, ok := t.View.Personal(id)
	if !ok {
		return ""
	}
	secret, err := contract.Decode(plain, new(contract.PhotoSecret))
	if err != nil {
		return ""
	}
	return secret.Reason
}

// sweepPhotos removes the blobs that the journal does not want: of photos that were purged or erased, and what a crash left
// before its record.
func (n *Node) sweepPhotos() error {
	if n.blobs == nil {
		return nil
	}
	return n.sweep(n.blobs, booth.Wanted)
}

// sweep removes the files of a store, whole or in part, that the journal does not want.
func (n *Node) sweep(store *blob.Store, wants func(kv.Reader) iter.Seq[blob.Digest]) error {
	n.sweeping.Lock()
	defer n.sweeping.Unlock()
	here, err := store.All()
	parts, perr := store.Parts()
	if here = append(here, parts...); err != nil || perr != nil || len(here) == 0 {
		return errors.Join(err, perr)
	}
	wanted := map[blob.Digest]bool{}
	if err := n.Look(func(t Turn) error {
		for d := range wants(t.View) {
			wanted[d] = true
		}
		return nil
	}); err != nil {
		return err
	}
	for _, d := range here {
		if !wanted[d] {
			if err := store.Remove(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// purgePhotos lets copies go that headquarters has and that were kept long enough here, and sweeps. It says how many.
func (w nightWork) purgePhotos(ctx context.Context, morning office.Date) (purged int, err error) {
	for {
		n := 0
		if _, err := w.n.Do(ctx, Who{}, func(t Turn) (Decision, error) {
			events, err := booth.Purge(t.View, morning-office.Date(w.n.cfg.PhotoDays), eraseAtOnce)
			n = len(events)
			return Decision{Events: events}, err
		}); err != nil {
			return purged, err
		}
		if purged += n; n < eraseAtOnce {
			return purged, w.n.sweepPhotos()
		}
	}
}

// photographed are the subjects whose photos were kept long enough. Who has an appointment that is not is left to it.
func (w nightWork) photographed(before office.Date) (out []office.SubjectID, undelivered int, err error) {
	err = w.n.Look(func(t Turn) error {
		out, undelivered, err = booth.Due(t.View, before)
		out = slices.DeleteFunc(out, func(s office.SubjectID) bool {
			k := booking.Known(t.View, office.AppointmentID(s))
			return k != nil && office.Date(k.Appointment.GetPlace().GetRun().GetDate()) >= before
		})
		return err
	})
	return out, undelivered, err
}

// sayPhotos tells what the night did to photos; empty when it did nothing.
func sayPhotos(purged, undelivered int) string {
	var b bytes.Buffer
	if purged > 0 {
		fmt.Fprintf(&b, " Kopieën van foto's gewist die het hoofdkantoor heeft: %d.", purged)
	}
	if undelivered > 0 {
		fmt.Fprintf(&b, " Foto's gewist die het hoofdkantoor nooit kreeg: %d.", undelivered)
	}
	return b.String()
}
