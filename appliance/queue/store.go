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
	tickets      = "q/t/"
	turns        = "q/n"
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

// AtDesk is the visit called to or served at the desk; NotFound when the desk is free.
func AtDesk(r kv.Reader, desk office.Desk) (visit.Visit, error) {
	return follow(r, key(desks, []byte{byte(desk)}))
}

// Open lists the visits that wait, are called or are served, of any day, in the order of their ids.
func Open(r kv.Reader) ([]visit.Visit, error) { return list(r, []byte(open)) }

// Day lists the visits of a civil day in every state, in the order of their ids.
func Day(r kv.Reader, d office.Date) ([]visit.Visit, error) { return list(r, key(days, dayKey(d))) }

// list gets the visits whose ids end the keys of an index.
func list(r kv.Reader, index []byte) ([]visit.Visit, error) {
	var out []visit.Visit
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

// nextTurn draws the next turn. Turns go on over days and over lives of the journal: they only order.
func nextTurn(w kv.Writer) uint64 {
	n := uint64(1)
	if b := w.Get([]byte(turns)); len(b) == 8 {
		n += binary.BigEndian.Uint64(b)
	}
	w.Put([]byte(turns), binary.BigEndian.AppendUint64(nil, n))
	return n
}

// put stores a visit and the indexes that follow from its state.
func put(w kv.Writer, before, v visit.Visit) {
	w.Put(key(visits, v.ID[:]), encode(v))
	if v.State.Open() {
		w.Put(key(open, v.ID[:]), nil)
	} else {
		w.Delete(key(open, v.ID[:]))
	}
	busy := func(v visit.Visit) bool { return v.State == visit.Called || v.State == visit.Serving }
	if busy(before) && !busy(v) {
		w.Delete(key(desks, []byte{byte(before.Desk)}))
	}
	if busy(v) {
		w.Put(key(desks, []byte{byte(v.Desk)}), v.ID[:])
	}
}
