package booking

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"google.golang.org/protobuf/proto"
)

var (
	keyState = []byte("b/c")
	keyPlan  = []byte("b/p")
	keyStamp = []byte("b/s")
)

func knownKey(id office.AppointmentID) []byte { return append([]byte("b/a/"), id[:]...) }

func awayKey(id office.AppointmentID) []byte { return append([]byte("b/m/"), id[:]...) }

func requestKey(id office.RequestID) []byte { return append([]byte("b/r/"), id[:]...) }

// mustDecode reads a stored value; only this package writes them, so bytes that do not decode are a defect.
func mustDecode[M proto.Message](b []byte, m M) M {
	m, err := contract.Decode(b, m)
	if err != nil {
		panic(fmt.Sprintf("booking: %v", err))
	}
	return m
}

// Known is an appointment as this counter last knew it, or nil.
func Known(r kv.Reader, id office.AppointmentID) *contract.KnownAppointment {
	b := r.Get(knownKey(id))
	if b == nil {
		return nil
	}
	return mustDecode(b, new(contract.KnownAppointment))
}

func putKnown(w kv.Writer, k *contract.KnownAppointment) {
	if before := Known(w, k.Appointment.AppointmentID()); before != nil {
		w.Delete(dayKey(before.Appointment))
	}
	w.Delete(awayKey(k.Appointment.AppointmentID())) // it is back
	w.Put(knownKey(k.Appointment.AppointmentID()), contract.Encode(k))
	w.Put(dayKey(k.Appointment), nil)
}

func forget(w kv.Writer, k *contract.KnownAppointment) {
	w.Delete(knownKey(k.Appointment.AppointmentID()))
	w.Delete(dayKey(k.Appointment))
}

// OfDay yields the appointments of a day, by start, then desk; cancelled ones too.
func OfDay(r kv.Reader, site office.SiteID, d office.Date) iter.Seq[*contract.KnownAppointment] {
	return func(yield func(*contract.KnownAppointment) bool) {
		for id := range beginning(r, site, dayOf(site, d), nil) {
			if known := Known(r, id); known != nil && !yield(known) {
				return
			}
		}
	}
}

// Requests yields the wishes of this counter, oldest first (their ids are time-ordered).
func Requests(r kv.Reader) iter.Seq[*contract.RequestState] {
	return func(yield func(*contract.RequestState) bool) {
		for _, b := range r.Scan([]byte("b/r/"), nil) {
			if !yield(mustDecode(b, new(contract.RequestState))) {
				return
			}
		}
	}
}

// RequestOf is one wish, or nil.
func RequestOf(r kv.Reader, id office.RequestID) *contract.RequestState {
	b := r.Get(requestKey(id))
	if b == nil {
		return nil
	}
	return mustDecode(b, new(contract.RequestState))
}

// State is the one-of-a-kind values of the present life.
func State(r kv.Reader) *contract.CustodyState {
	b := r.Get(keyState)
	if b == nil {
		return new(contract.CustodyState)
	}
	return mustDecode(b, new(contract.CustodyState))
}

func putState(w kv.Writer, s *contract.CustodyState) { w.Put(keyState, contract.Encode(s)) }

// Plan is the plan HQ last sent, or nil before the first.
func Plan(r kv.Reader) *contract.Plan {
	b := r.Get(keyPlan)
	if b == nil {
		return nil
	}
	return mustDecode(b, new(contract.Plan))
}

// PlanStamp says which plan that is without reading its rules; zero before the first. It is a hash: a restored
// headquarters may give a version's number to other rules.
func PlanStamp(r kv.Reader) (stamp [16]byte) {
	copy(stamp[:], r.Get(keyStamp))
	return stamp
}

// putPlan stores a plan and its stamp.
func putPlan(w kv.Writer, p *contract.Plan) {
	b := contract.Encode(p)
	stamp := sha256.Sum256(b)
	w.Put(keyPlan, b)
	w.Put(keyStamp, stamp[:16])
}

// OwnPlaces counts the free seats this site holds from a seat of today on.
func OwnPlaces(r kv.Reader, site office.SiteID, from office.Date, minute office.Minute) (n int) {
	start := binary.BigEndian.AppendUint16(dayOf(site, from), uint16(minute))
	for _, b := range storedHands(r, site, siteDays(site), start) {
		if b[0]&3 == 1 { // held
			n++
		}
	}
	return n
}
