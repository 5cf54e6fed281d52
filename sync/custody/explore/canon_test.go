package explore_test

import (
	"hash/maphash"
	"slices"

	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

// key is the hash of a canonical world: 128 bits, so that a collision is not a concern.
type key [2]uint64

var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

// canon writes worlds in a form in which worlds that behave alike are equal: appointments and requests are
// numbered as they come, and what the rules can never look at again is left out.
type canon struct {
	*model
	w     *world
	buf   []byte
	names [64]byte // appointment or request → its canonical number
	n     byte
}

func (k *canon) key(m *model, w *world) key {
	k.model, k.w, k.buf, k.names, k.n = m, w, k.buf[:0], [64]byte{}, 0
	k.hq(&w.hq)
	k.flag(w.backup != nil)
	if w.backup != nil && w.used.faults < m.faults {
		k.hq(w.backup)
	}
	for b := range w.boxes {
		k.box(b)
	}
	k.messages()
	for _, b := range []int{w.used.grants, w.used.books, w.used.asks, w.used.reports, w.used.faults} {
		k.buf = append(k.buf, byte(b))
	}
	k.masks(w.promises)
	k.masks(w.conflicts)
	k.masks(w.acked)
	k.masks(w.left)
	k.masks([]mask{w.ended})
	if w.backup != nil && w.used.faults < m.faults {
		k.masks(w.backup.conflicts)
		k.masks(w.backup.acked)
	}
	return key{maphash.Bytes(seeds[0], k.buf), maphash.Bytes(seeds[1], k.buf)}
}

func (k *canon) flag(b bool) {
	if b {
		k.buf = append(k.buf, 1)
	} else {
		k.buf = append(k.buf, 0)
	}
}

func (k *canon) name(slot byte, id byte) {
	if id != 0 {
		if k.names[slot+id] == 0 {
			k.n++
			k.names[slot+id] = k.n
		}
		id = k.names[slot+id]
	}
	k.buf = append(k.buf, id)
}

func (k *canon) appointment(a office.AppointmentID) { k.name(0, a[0]) }
func (k *canon) ask(r office.RequestID)             { k.name(32, r[0]) }
func (k *canon) identity(i custody.Identity)        { k.buf = append(k.buf, byte(i.Era), byte(i.N)) }

// masks are written over the appointments that anybody can still come across.
func (k *canon) masks(ms []mask) {
	for _, m := range ms {
		var named uint32
		for i := range 31 {
			if m>>i&1 == 1 && (k.names[i+1] != 0 || k.promised(i)) {
				k.appointment(office.AppointmentID{byte(i + 1)})
				k.buf = k.buf[:len(k.buf)-1]
				named |= 1 << k.names[i+1]
			}
		}
		k.buf = append(k.buf, byte(named), byte(named>>8), byte(named>>16))
	}
}

func (k *canon) promised(i int) bool {
	return slices.ContainsFunc(k.w.promises, func(m mask) bool { return m>>i&1 == 1 })
}

func (k *canon) hq(h *hq) {
	k.buf = append(k.buf, byte(h.gate.Era))
	for _, s := range h.seats {
		k.buf = append(k.buf, byte(s.Owner.Kind), byte(s.Owner.By))
		k.identity(s.Grant)
		k.appointment(s.Booking)
		k.ask(s.Ask)
		k.flag(s.Moved)
	}
	for _, st := range h.stations {
		k.buf = append(k.buf, byte(st.Current.Incarnation), byte(st.Era), byte(st.BlockedThrough))
		k.flag(st.Shut)
		for _, x := range k.w.boxes {
			l := life(st, x.me)
			k.buf = append(k.buf, byte(l.Incarnation), byte(len(x.journal)-int(l.Cursor)), byte(max(l.Settled, l.Cursor)-l.Cursor))
		}
	}
}

func life(st custody.Station, i office.Incarnation) custody.Life {
	if st.Current.Incarnation == i {
		return st.Current
	}
	for _, l := range st.Closed {
		if l.Incarnation == i {
			return l
		}
	}
	return custody.Life{}
}

func (k *canon) box(b int) {
	x := k.w.boxes[b]
	k.buf = append(k.buf, byte(x.site), byte(x.me), byte(x.reported))
	k.flag(x.alive)
	from := 0
	if k.exact {
		from = int(life(k.w.stations[x.site], x.me).Cursor)
		if k.w.backup != nil && k.w.used.faults < k.faults {
			from = min(from, int(life(k.w.backup.stations[x.site], x.me).Cursor))
		}
	}
	k.buf = append(k.buf, byte(len(x.journal)-from))
	for _, e := range x.journal[from:] {
		k.buf = append(k.buf, byte(e.seat), byte(e.Act))
		k.identity(e.Grant)
		k.appointment(e.Booking)
		k.ask(e.Ask)
	}
	if x.alive {
		k.hands(x.hands)
	}
	if img := k.w.images[x.site]; img != nil && !k.exact {
		k.buf = append(k.buf, byte(img.me), byte(len(img.journal)))
		k.hands(img.hands)
	}
}

func (k *canon) hands(hs []custody.Hand) {
	for _, h := range hs {
		k.buf = append(k.buf, byte(h.State))
		k.flag(h.Blocked)
		k.identity(h.Grant)
		k.appointment(h.Booking)
		k.ask(h.Ask)
	}
}

// messages are sets: they are written without those that can never have an effect again, in the order
// they were sent.
func (k *canon) messages() {
	for _, o := range k.w.offers {
		if k.exact && !k.offerCounts(o) {
			continue
		}
		k.buf = append(k.buf, 'o', byte(o.seat), byte(o.To))
		k.identity(o.Grant)
		k.appointment(o.Booking)
		k.flag(o.Blocked)
	}
	for _, a := range k.w.answers {
		if k.exact && !k.answerCounts(a) {
			continue
		}
		k.buf = append(k.buf, 'a', byte(a.seat), byte(a.Era))
		k.ask(a.Ask)
		k.flag(a.moved)
	}
	for _, r := range k.w.reports {
		st := k.w.stations[r.site]
		if k.exact && (r.Era != k.w.gate.Era || st.Open(k.w.gate) && life(st, r.Incarnation).Incarnation != 0) {
			continue
		}
		k.buf = append(k.buf, 'r', byte(r.Incarnation), byte(r.Era), byte(r.Size))
		k.hands(r.hands)
	}
}

func (k *canon) offerCounts(o offerMsg) bool {
	for _, x := range k.w.boxes {
		if x.me == o.To && x.alive && x.hands[o.seat].Grant.Less(o.Grant) && o.Grant.Era >= x.reported {
			return true
		}
	}
	return false
}

func (k *canon) answerCounts(a answerMsg) bool {
	for _, x := range k.w.boxes {
		if x.alive && x.hands[a.seat].Ask == a.Ask && a.Era >= x.reported {
			return true
		}
	}
	return false
}
