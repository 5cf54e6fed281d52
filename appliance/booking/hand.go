package booking

import (
	"encoding/binary"
	"fmt"

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

func handKey(id office.SeatID) []byte { return id.AppendKey([]byte("b/h/")) }

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
