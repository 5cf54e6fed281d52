package register

import (
	"encoding/binary"
	"fmt"
	"iter"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// A stored seat is: flags (1 byte: bits 0-1 owner kind, 2 has incarnation, 3 has booking, 4 has ask, 5 moved),
// era and number of the last grant (uvarint each), then, as flagged, incarnation (8, big endian), booking (16),
// ask (16).
const (
	hasBy = 1 << (2 + iota)
	hasBooking
	hasAsk
	isMoved
)

func appendSeat(b []byte, s custody.Seat) []byte {
	flags := byte(s.Owner.Kind)
	if s.Owner.By != 0 {
		flags |= hasBy
	}
	if s.Booking != (office.AppointmentID{}) {
		flags |= hasBooking
	}
	if s.Ask != (office.RequestID{}) {
		flags |= hasAsk
	}
	if s.Moved {
		flags |= isMoved
	}
	b = append(b, flags)
	b = binary.AppendUvarint(b, s.Grant.Era)
	b = binary.AppendUvarint(b, s.Grant.N)
	if flags&hasBy != 0 {
		b = binary.BigEndian.AppendUint64(b, uint64(s.Owner.By))
	}
	if flags&hasBooking != 0 {
		b = append(b, s.Booking[:]...)
	}
	if flags&hasAsk != 0 {
		b = append(b, s.Ask[:]...)
	}
	return b
}

func readSeat(b []byte) (s custody.Seat, err error) {
	if len(b) < 3 {
		return s, fmt.Errorf("a seat of %d bytes", len(b))
	}
	flags := b[0]
	b = b[1:]
	for _, to := range []*uint64{&s.Grant.Era, &s.Grant.N} {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return s, fmt.Errorf("a seat with a malformed grant")
		}
		*to, b = v, b[n:]
	}
	want := 0
	for bit, size := range map[byte]int{hasBy: 8, hasBooking: 16, hasAsk: 16} {
		if flags&bit != 0 {
			want += size
		}
	}
	if len(b) != want {
		return s, fmt.Errorf("a seat with %d bytes at its end, not %d", len(b), want)
	}
	s.Owner.Kind, s.Moved = custody.OwnerKind(flags&3), flags&isMoved != 0
	if flags&hasBy != 0 {
		s.Owner.By, b = office.Incarnation(binary.BigEndian.Uint64(b)), b[8:]
	}
	if flags&hasBooking != 0 {
		s.Booking, b = office.AppointmentID(b[:16]), b[16:]
	}
	if flags&hasAsk != 0 {
		s.Ask = office.RequestID(b[:16])
	}
	return s, nil
}

// mustSeat reads a stored seat; the state is this package's own, so malformed bytes are a broken store.
func mustSeat(b []byte) custody.Seat {
	if b == nil {
		return custody.Seat{}
	}
	s, err := readSeat(b)
	if err != nil {
		panic("register: " + err.Error())
	}
	return s
}

// seat is a seat as it counts now.
func (v View) seat(st custody.Station, id office.SeatID) custody.Seat {
	return st.Seat(id, mustSeat(v.r.Get(seatKey(id))))
}

// seatsOf yields the stored seats under a prefix.
func seatsOf(r kv.Reader, prefix []byte) iter.Seq2[office.SeatID, custody.Seat] {
	return func(yield func(office.SeatID, custody.Seat) bool) {
		for k, b := range r.Scan(prefix, nil) {
			id, err := office.SeatOfKey(k[len("t/"):])
			if err != nil {
				panic("register: " + err.Error())
			}
			if !yield(id, mustSeat(b)) {
				return
			}
		}
	}
}

func (t *turn) putSeat(id office.SeatID, s custody.Seat) {
	t.noteFreed(id, s.Free())
	t.w.Put(seatKey(id), appendSeat(nil, s))
	t.touched(id)
}

// seatsAt loads the seats of a run with their state.
func (t *turn) seatsAt(site office.SiteID, run *contract.Run) ([]office.SeatID, []custody.Seat) {
	st, _ := loadSite(t.w, site)
	ids := run.Seats(site)
	seats := make([]custody.Seat, len(ids))
	for i, id := range ids {
		seats[i] = View{t.w, t.m}.seat(st, id)
	}
	return ids, seats
}

// putSeats stores seats loaded by seatsAt.
func (t *turn) putSeats(ids []office.SeatID, seats []custody.Seat) {
	for i, id := range ids {
		t.putSeat(id, seats[i])
	}
}

// each applies one rule to all seats of a run, and stores them only if it holds for every one.
func (t *turn) each(site office.SiteID, run *contract.Run, rule func(custody.Seat) (custody.Seat, error)) error {
	ids, seats := t.seatsAt(site, run)
	for i := range seats {
		s, err := rule(seats[i])
		if err != nil {
			return fmt.Errorf("%s: %w", ids[i], err)
		}
		seats[i] = s
	}
	t.putSeats(ids, seats)
	return nil
}
