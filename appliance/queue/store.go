package queue

import (
	"encoding/binary"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// prefixes of the keys; see doc.go.
const (
	visits       = "q/v/"
	open         = "q/o/"
	days         = "q/y/"
	appointments = "q/a/"
	desks        = "q/d/"
	traces       = "q/u/"
	tickets      = "q/t/"
	turns        = "q/n"
	steps        = "q/s"
)

// key joins a prefix and its parts.
func key(prefix string, parts ...[]byte) []byte {
	k := []byte(prefix)
	for _, p := range parts {
		k = append(k, p...)
	}
	return k
}

// dayKey writes a civil day so that keys sort as days do.
func dayKey(d office.Date) []byte { return binary.BigEndian.AppendUint32(nil, uint32(d)^1<<31) }

// Get is the visit of this id. Faults: NotFound; Corrupt when the projection is damaged.
func Get(r kv.Reader, id office.VisitID) (visit.Visit, error) {
	b := r.Get(key(visits, id[:]))
	if b == nil {
		return visit.Visit{}, fault.New("queue.Get", fault.NotFound).On(id.String()).
			Tell("Dit bezoek is niet gevonden.", "Kijk opnieuw in de wachtrij.")
	}
	v, err := decode(b)
	if err != nil {
		return v, fault.New("queue.Get", fault.Corrupt).On(id.String()).Because(err)
	}
	return v, nil
}

// follow is the visit whose id is stored under key; NotFound when there is none.
func follow(r kv.Reader, key []byte) (visit.Visit, error) {
	id := r.Get(key)
	if len(id) != 16 {
		return visit.Visit{}, fault.New("queue.Get", fault.NotFound)
	}
	return Get(r, office.VisitID(id))
}

// OfAppointment is the latest visit that checked in with the appointment; NotFound when nobody did.
func OfAppointment(r kv.Reader, id office.AppointmentID) (visit.Visit, error) {
	return follow(r, key(appointments, id[:]))
}

// came reports whether somebody checked in with the appointment for a visit of the day.
func came(r kv.Reader, id office.AppointmentID, d office.Date) bool {
	visit := r.Get(key(appointments, id[:]))
	return visit != nil && r.Get(key(days, dayKey(d), visit)) != nil
}

// AtDesk is the visit called to or served at the desk; NotFound when the desk is free.
func AtDesk(r kv.Reader, desk office.Desk) (visit.Visit, error) {
	return follow(r, key(desks, []byte{byte(desk)}))
}

// LastStep is the trace of the visit's last step, which Undo takes back; the zero Trace when there is nothing to take
// back. Its Number names it to Undo. Faults: Corrupt when the projection is damaged.
func LastStep(r kv.Reader, id office.VisitID) (visit.Trace, error) {
	b := r.Get(key(traces, id[:]))
	if b == nil {
		return visit.Trace{}, nil
	}
	t, err := decodeTrace(b)
	if err != nil {
		return t, fault.New("queue.LastStep", fault.Corrupt).On(id.String()).Because(err)
	}
	return t, nil
}

// Open lists the visits that wait, are called, served or parked, of any day, in the order of their ids. They are read in
// one sweep: every call needs them all.
func Open(r kv.Reader) ([]visit.Visit, error) {
	out := make([]visit.Visit, 0, 64)
	for k, b := range r.Scan([]byte(open), nil) {
		v, err := decode(b)
		if err != nil {
			return nil, fault.New("queue.Open", fault.Corrupt).On(office.VisitID(k[len(open):]).String()).Because(err)
		}
		out = append(out, v)
	}
	return out, nil
}

// Day lists the visits of a civil day in every state, in the order of their ids.
func Day(r kv.Reader, d office.Date) ([]visit.Visit, error) { return list(r, key(days, dayKey(d))) }

// list gets the visits whose ids end the keys of an index.
func list(r kv.Reader, index []byte) ([]visit.Visit, error) {
	out := make([]visit.Visit, 0, 64)
	for k := range r.Scan(index, nil) {
		v, err := Get(r, office.VisitID(k[len(index):]))
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// lastTicket is the last ticket given out on a day.
func lastTicket(r kv.Reader, d office.Date) visit.Ticket {
	if b := r.Get(key(tickets, dayKey(d))); len(b) == 4 {
		return visit.Ticket(binary.BigEndian.Uint32(b))
	}
	return 0
}

// nextTicket is the next ticket of a day. A number that somebody of an earlier day still waits with is passed over:
// two visitors would come to one call.
func nextTicket(r kv.Reader, d office.Date) (visit.Ticket, error) {
	all, err := Open(r)
	if err != nil {
		return 0, err
	}
	kept := map[visit.Ticket]bool{}
	for _, v := range all {
		kept[v.Ticket] = kept[v.Ticket] || v.Date != d
	}
	next := lastTicket(r, d) + 1
	for kept[next] {
		next++
	}
	return next, nil
}

// next draws the next number of a counter: the turns, which only order, and the steps, which only differ. Both go on
// over days and over lives of the journal.
func next(w kv.Writer, counter string) uint64 {
	n := uint64(1)
	if b := w.Get([]byte(counter)); len(b) == 8 {
		n += binary.BigEndian.Uint64(b)
	}
	w.Put([]byte(counter), binary.BigEndian.AppendUint64(nil, n))
	return n
}

// put stores a visit and the indexes that follow from its state.
func put(w kv.Writer, before, v visit.Visit) {
	b := encode(v)
	w.Put(key(visits, v.ID[:]), b)
	if v.State.Open() {
		w.Put(key(open, v.ID[:]), b)
	} else {
		w.Delete(key(open, v.ID[:]))
	}
	if before.State.AtDesk() && !v.State.AtDesk() {
		w.Delete(key(desks, []byte{byte(before.Desk)}))
	}
	if v.State.AtDesk() {
		w.Put(key(desks, []byte{byte(v.Desk)}), v.ID[:])
	}
}
