package explore_test

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

// bounds keep a world finite. Faults are restores and clones of sites, losses declared, restores of HQ.
type bounds struct {
	grants, books, asks, reports, faults, boxes int
}

// scope is a world's shape: the site of each seat, and how much may happen.
type scope struct {
	name     string
	seatSite []int
	sites    int
	bounds
	faultSet string // which faults: r restore, c clone, l declared lost, h restore of HQ
}

// mask is a set of appointments, by number.
type mask uint32

// hq is all that HQ stores; a backup is a copy. Acked is what the explorer remembers on its behalf: the
// bookings HQ has answered for.
type hq struct {
	gate             custody.Gate
	seats            []custody.Seat
	stations         []custody.Station
	conflicts, acked []mask
}

// entry is a journal record with its seat.
type entry struct {
	seat int
	custody.Record
}

// box is one machine in one incarnation, which is its index in the world plus one unless a mutant reuses one.
type box struct {
	site     int
	me       office.Incarnation
	alive    bool
	reported uint64
	hands    []custody.Hand
	journal  []entry
}

type offerMsg struct {
	seat int
	custody.Offer
}

type reportMsg struct {
	site  int
	hands []custody.Hand
	custody.Report
}

type answerMsg struct {
	seat  int
	moved bool
	custody.Answer
}

// world is one state. Slices are never written in place: a step copies the slice it changes, so worlds share
// what they have in common.
type world struct {
	hq
	backup   *hq
	boxes    []box
	images   []*box // per site, only kept for mutants that use them
	offers   []offerMsg
	reports  []reportMsg
	answers  []answerMsg
	promises []mask             // per seat: what citizens were promised and nobody entitled has ended
	left     []mask             // per seat: appointments that HQ has moved away from it
	ended    mask               // appointments that somebody entitled has cancelled
	high     []custody.Identity // per seat: the greatest identity ever given, in any life of HQ
	maxEra   uint64
	used     bounds
	folds    bool
	broken   string // what a step itself found violated
}

func newWorld(sc scope) *world {
	n := len(sc.seatSite)
	w := &world{promises: make([]mask, n), left: make([]mask, n), high: make([]custody.Identity, n), images: make([]*box, sc.sites)}
	w.hq = hq{seats: make([]custody.Seat, n), conflicts: make([]mask, n), acked: make([]mask, n),
		stations: make([]custody.Station, sc.sites)}
	for site := range sc.sites {
		me := office.Incarnation(site + 1)
		w.boxes = append(w.boxes, box{site: site, me: me, alive: true, hands: make([]custody.Hand, n)})
		w.stations[site], _, _ = custody.Enrol(w.gate).Begin(w.gate, custody.Arrival{Incarnation: me})
	}
	return w
}

func (w *world) clone() *world { c := *w; return &c }

// with is s with element i replaced, in a fresh slice.
func with[S ~[]E, E any](s S, i int, e E) S {
	s = slices.Clone(s)
	s[i] = e
	return s
}

// add is s with e appended, never in the shared backing array.
func add[S ~[]E, E any](s S, e E) S { return append(slices.Clip(s), e) }

// through is the one day all seats are on; a sweep over all seats blocks through it.
const through office.Date = 1

func (m *model) seat(w *world, s int) custody.Seat {
	return w.stations[m.seatSite[s]].Seat(office.SeatID{Date: through}, w.seats[s])
}

func (w *world) setSeat(s int, seat custody.Seat) { w.seats = with(w.seats, s, seat) }

func (w *world) outcome(s int, o custody.Outcome) {
	if o.Verdict == custody.Conflict {
		w.conflicts = with(w.conflicts, s, w.conflicts[s]|bit(o.Booking))
	}
}

// journal appends a record to a box, with the hand that results; under the real rules the fold agrees (I5).
func (w *world) journal(b int, s int, h custody.Hand, r custody.Record) {
	x := w.boxes[b]
	if folded, err := x.hands[s].Fold(r); w.folds && (err != nil || folded != h) {
		w.broken = "I5: the journal folds to another hand than the live one"
	}
	x.hands = with(x.hands, s, h)
	x.journal = add(x.journal, entry{s, r})
	w.boxes = with(w.boxes, b, x)
}

// regain promises again what came along with a grant whose HQ has forgotten it; not on a seat that the
// appointment was moved away from, for then the citizen has been told of another.
func (w *world) regain(s int, a office.AppointmentID) {
	if w.left[s]&bit(a) != 0 {
		return
	}
	for _, p := range w.promises {
		if p&bit(a) != 0 {
			return
		}
	}
	w.promise(s, a)
}

func (w *world) promise(s int, a office.AppointmentID) {
	w.promises = with(w.promises, s, w.promises[s]|bit(a)&^w.ended)
}
func (w *world) retract(s int, a office.AppointmentID) {
	w.promises = with(w.promises, s, w.promises[s]&^bit(a))
}
func (w *world) end(s int, a office.AppointmentID) {
	w.retract(s, a)
	w.ended |= bit(a)
}
func (w *world) ack(s int, a office.AppointmentID) { w.acked = with(w.acked, s, w.acked[s]|bit(a)) }

func bit(a office.AppointmentID) mask {
	if a[0] == 0 {
		return 0
	}
	return 1 << (a[0] - 1)
}

func (w *world) newAppointment() office.AppointmentID {
	w.used.books++
	return office.AppointmentID{byte(w.used.books)}
}
