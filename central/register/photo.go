package register

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"strings"

	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// A photo's bytes are no part of this state: they lie in a store of each node, named by their hash (central/bulk). Here is what
// the journals say of them, which decides who may bring which bytes, and which may go.

// photoKey holds what one site's journal says of the photo with these bytes.
func photoKey(digest []byte, site office.SiteID) []byte {
	return append(append([]byte("m/"), digest...), site...)
}

// sitePhotoKey finds a site's photo by its id.
func sitePhotoKey(site office.SiteID, photo []byte) []byte {
	return append(office.AppendSiteKey([]byte("y/"), site), photo...)
}

// subjectPhotoKey finds the photos of a person.
func subjectPhotoKey(subject, rest []byte) []byte {
	return append(append([]byte("q/"), subject...), rest...)
}

var readingPrefix = []byte("z/")

// readingKey holds a reading. A restored headquarters counts its commands anew, so the moment comes first.
func readingKey(atMS int64, index uint64) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(bytes.Clone(readingPrefix), uint64(atMS)), index)
}

// foldPhoto takes what a record says of a photo; it reports whether the record was about one.
func (t *turn) foldPhoto(from origin, e *contract.Event) bool {
	switch k := e.Kind.(type) {
	case *contract.Event_PhotoKept:
		t.foldKept(from, e, k.PhotoKept)
	case *contract.Event_PhotoDelivered:
		t.changePhoto(from.site, k.PhotoDelivered.Photo, func(s *contract.PhotoState) { s.DeliveredMs = e.AtMs })
	case *contract.Event_PhotoPurged:
		t.changePhoto(from.site, k.PhotoPurged.Photo, func(s *contract.PhotoState) { s.PurgedMs = e.AtMs })
	default:
		return false
	}
	return true
}

func (t *turn) foldKept(from origin, e *contract.Event, k *contract.PhotoKept) {
	if len(k.Photo) != 16 || len(k.Digest) != len(blob.Digest{}) || len(k.Subject) != 16 || k.Size == 0 || k.Size > blob.MaxSize {
		return // no photo that this version could take
	}
	key := photoKey(k.Digest, from.site)
	if t.w.Get(key) != nil {
		return // told once more by a later life
	}
	save(t.w, key, &contract.PhotoState{Kept: k, KeptMs: e.AtMs, Clerk: e.Clerk, Site: string(from.site)})
	t.w.Put(sitePhotoKey(from.site, k.Photo), k.Digest)
	t.w.Put(subjectPhotoKey(k.Subject, key), nil)
}

// changePhoto changes what is known of a site's photo.
func (t *turn) changePhoto(site office.SiteID, id []byte, f func(*contract.PhotoState)) {
	digest := bytes.Clone(t.w.Get(sitePhotoKey(site, id)))
	if digest == nil {
		return
	}
	s := new(contract.PhotoState)
	if load(t.w, photoKey(digest, site), s) {
		f(s)
		save(t.w, photoKey(digest, site), s)
	}
}

// erasePhotos notes that the photos of a person are noise: their key went with the person.
func (t *turn) erasePhotos(subject []byte) {
	prefix := subjectPhotoKey(subject, nil)
	var keys [][]byte
	for k := range t.w.Scan(prefix, nil) {
		keys = append(keys, bytes.Clone(k[len(prefix):]))
	}
	for _, key := range keys {
		s := new(contract.PhotoState)
		if load(t.w, key, s) {
			s.ErasedMs = t.atMS
			save(t.w, key, s)
		}
		t.w.Delete(subjectPhotoKey(subject, key))
	}
}

// photoReading writes down, for good, that somebody asked to see a photo. What does not say who and why is refused.
func (t *turn) photoReading(r *contract.PhotoReading) *contract.HQReply {
	const most = 500
	if strings.TrimSpace(r.By) == "" || strings.TrimSpace(r.Reason) == "" || len(r.By) > most || len(r.Reason) > most {
		return refuse(fault.Invalid, fmt.Sprintf("%x", r.Photo), "Zeg wie de foto wil zien en waarom.")
	}
	if s := (View{t.w, t.m}).PhotoOf(office.SiteID(r.Site), r.Photo); s == nil {
		return refuse(fault.NotFound, fmt.Sprintf("%x", r.Photo), "Van deze foto is niets bekend.")
	}
	note := &contract.PhotoReading{Site: r.Site, Photo: r.Photo, By: r.By, Reason: r.Reason, AtMs: t.atMS}
	save(t.w, readingKey(t.atMS, t.index), note)
	return done()
}

// PhotoBytes is what the journal of a site says of the photo with these bytes; nil when it names none.
func (v View) PhotoBytes(d blob.Digest, site office.SiteID) *contract.PhotoState {
	s := new(contract.PhotoState)
	if !load(v.r, photoKey(d[:], site), s) {
		return nil
	}
	return s
}

// PhotosOf yields what any site's journal says of the photo with these bytes.
func (v View) PhotosOf(d blob.Digest) iter.Seq[*contract.PhotoState] {
	return func(yield func(*contract.PhotoState) bool) {
		for _, b := range v.r.Scan(photoKey(d[:], ""), nil) {
			s := new(contract.PhotoState)
			load1(b, s)
			if !yield(s) {
				return
			}
		}
	}
}

// PhotoOf finds a site's photo by its id; nil when its journal names none.
func (v View) PhotoOf(site office.SiteID, photo []byte) *contract.PhotoState {
	digest, err := blob.DigestOf(v.r.Get(sitePhotoKey(site, photo)))
	if err != nil {
		return nil
	}
	return v.PhotoBytes(digest, site)
}

// SitePhotos yields what a site's journal says of its photos, the oldest first.
func (v View) SitePhotos(site office.SiteID) iter.Seq[*contract.PhotoState] {
	return func(yield func(*contract.PhotoState) bool) {
		for _, digest := range v.r.Scan(sitePhotoKey(site, nil), nil) {
			if s := v.PhotoBytes(blob.Digest(digest), site); s != nil && !yield(s) {
				return
			}
		}
	}
}

// PhotoSecret is what opens a photo; nil once the person was erased.
func (v View) PhotoSecret(s *contract.PhotoState) *contract.PhotoSecret {
	sealed := v.Person(s.GetKept().GetSecret())
	if sealed == nil {
		return nil
	}
	secret, err := contract.Decode(sealed.Plain, new(contract.PhotoSecret))
	if err != nil {
		return nil
	}
	return secret
}

// PhotoReadings yields who asked to see which photo, the oldest first.
func (v View) PhotoReadings() iter.Seq[*contract.PhotoReading] {
	return func(yield func(*contract.PhotoReading) bool) {
		for _, b := range v.r.Scan(readingPrefix, nil) {
			r := new(contract.PhotoReading)
			load1(b, r)
			if !yield(r) {
				return
			}
		}
	}
}
