package booking

import (
	"encoding/binary"
	"fmt"
	"iter"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// A stored hand is: state and flags (1 byte: bits 0-1 state, 2 blocked, 3 has booking, 4 has ask), era and number
// of the greatest grant (uvarint each), then, as flagged, booking (16) and ask (16).
const (
	isBlocked = 1 << (2 + iota)
	hasBooking
	hasAsk
)

// A day at this site is one stretch of keys: each seat's hand, and after it the appointments that begin there. So
// a booking, which changes a hand and adds an appointment, writes one page of it, and not one here and one there.
const dayPart = "b/d/"

func handKey(id office.SeatID) []byte { return id.AppendKey([]byte(dayPart)) }

func dayKey(a *contract.Appointment) []byte {
	first := a.Place.Run.First(office.SiteID(a.Place.Site))
	return append(first.AppendKey([]byte(dayPart)), a.Id...)
}

// siteDays and dayOf are the keys of all days of a site, and of one.
func siteDays(site office.SiteID) []byte { return office.AppendSiteKey([]byte(dayPart), site) }

func dayOf(site office.SiteID, d office.Date) []byte {
	return office.AppendDayKey([]byte(dayPart), site, d)
}

// storedHands yields the stored hands among the keys with this prefix, from `from` on: the seat and the hand's bytes.
func storedHands(r kv.Reader, site office.SiteID, prefix, from []byte) iter.Seq2[office.SeatID, []byte] {
	return func(yield func(office.SeatID, []byte) bool) {
		for k, b := range r.Scan(prefix, from) {
			if seat := k[len(dayPart):]; len(seat) == len(site)+1+seatSize {
				id, err := office.SeatOfKey(seat)
				if err != nil {
					panic("booking: " + err.Error()) // only this package writes them
				}
				if !yield(id, b) {
					return
				}
			}
		}
	}
}

// beginning yields the ids of the appointments among the keys with this prefix, from `from` on, by day, start, desk.
func beginning(r kv.Reader, site office.SiteID, prefix, from []byte) iter.Seq[office.AppointmentID] {
	return func(yield func(office.AppointmentID) bool) {
		for k := range r.Scan(prefix, from) {
			if seat := k[len(dayPart):]; len(seat) == len(site)+1+seatSize+len(office.AppointmentID{}) {
				if !yield(office.AppointmentID(seat[len(seat)-16:])) {
					return
				}
			}
		}
	}
}

// seatSize is what a seat's key has after its site: day (4), start (2), desk (1).
const seatSize = 7

func appendHand(b []byte, h custody.Hand) []byte {
	flags := byte(h.State)
	if h.Blocked {
		flags |= isBlocked
	}
	if h.Booking != (office.AppointmentID{}) {
		flags |= hasBooking
	}
	if h.Ask != (office.RequestID{}) {
		flags |= hasAsk
	}
	b = append(b, flags)
	b = binary.AppendUvarint(b, h.Grant.Era)
	b = binary.AppendUvarint(b, h.Grant.N)
	if flags&hasBooking != 0 {
		b = append(b, h.Booking[:]...)
	}
	if flags&hasAsk != 0 {
		b = append(b, h.Ask[:]...)
	}
	return b
}

// readHand reads what appendHand wrote. Malformed bytes cannot come about: projections are rebuilt from the
// journal, and only this package writes them.
func readHand(b []byte) (h custody.Hand) {
	if len(b) == 0 {
		return h
	}
	flags := b[0]
	b = b[1:]
	for _, to := range []*uint64{&h.Grant.Era, &h.Grant.N} {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			panic(fmt.Sprintf("booking: a hand with a malformed grant: %x", b))
		}
		*to, b = v, b[n:]
	}
	h.State, h.Blocked = custody.HandState(flags&3), flags&isBlocked != 0
	if flags&hasBooking != 0 {
		h.Booking, b = office.AppointmentID(b[:16]), b[16:]
	}
	if flags&hasAsk != 0 {
		h.Ask = office.RequestID(b[:16])
	}
	return h
}

// Hand is what this site has of a seat.
func Hand(r kv.Reader, id office.SeatID) custody.Hand { return readHand(r.Get(handKey(id))) }

// held pairs seats with the identities they are held by, gathering neighbours that share one.
func held(ids []office.SeatID, hands []custody.Hand, minutes int) []*contract.HeldRun {
	var out []*contract.HeldRun
	for i, id := range ids {
		g := hands[i].Grant
		if n := len(out); n > 0 {
			last := out[n-1]
			if same(last.Grant, g) && last.Run.Desk == uint32(id.Desk) && last.Run.Date == int32(id.Date) && last.Run.End() == id.Start {
				last.Run.Count++
				continue
			}
		}
		out = append(out, &contract.HeldRun{Run: contract.NewRun(id, 1, minutes), Grant: contract.NewIdentity(g)})
	}
	return out
}

func same(a *contract.Identity, g custody.Identity) bool {
	return a.GetEra() == g.Era && a.GetNumber() == g.N
}
