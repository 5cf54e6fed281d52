package register

import (
	"encoding/binary"
	"iter"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// The waiting list: who has an appointment may ask to be told when a place frees that is sooner. A seat that comes free while somebody
// waits is noted where seats are stored, whatever freed it; the next look offers it (waiting_look.go), by the rules of central/waiting.
// A row holds the identity of an appointment and what would suit: who that is stands sealed elsewhere.

// mostOffers is how often one wish is offered something. Who let so many pass does not want one.
const mostOffers = 5

// keyWaitingCount holds the number (8) of the last who asked.
var keyWaitingCount = []byte("W/n")

// waitingKey holds a WaitingState.
func waitingKey(id office.AppointmentID) []byte { return append([]byte("W/a/"), id[:]...) }

// freedKey holds a WaitingFreed.
func freedKey(s office.SeatID) []byte { return s.AppendKey([]byte("W/f/")) }

// tallyKey holds a WaitingTally.
func tallyKey(site office.SiteID) []byte { return append([]byte("W/t/"), site...) }

// Waiting is an appointment's row on the waiting list; nil when it is not on it.
func (v View) Waiting(id office.AppointmentID) *contract.WaitingState {
	w := new(contract.WaitingState)
	if !load(v.r, waitingKey(id), w) {
		return nil
	}
	return w
}

// Waits yields the rows of the waiting list, in no order that means anything.
func (v View) Waits() iter.Seq[*contract.WaitingState] {
	return func(yield func(*contract.WaitingState) bool) {
		for _, b := range v.r.Scan([]byte("W/a/"), nil) {
			w := new(contract.WaitingState)
			if load1(b, w); !yield(w) {
				return
			}
		}
	}
}

// Tally is what became of offers of places at a site.
func (v View) Tally(site office.SiteID) *contract.WaitingTally {
	c := new(contract.WaitingTally)
	load(v.r, tallyKey(site), c)
	return c
}

// Offered is what is held for somebody on the waiting list at a moment; nil: nothing.
func Offered(w *contract.WaitingState, now time.Time) *contract.WaitingOffer {
	if o := w.GetOffer(); o.GetUntilMs() > now.UnixMilli() {
		return o
	}
	return nil
}

// anybodyWaits reports whether the list has anybody on it.
func anybodyWaits(r kv.Reader) bool {
	for range r.Scan([]byte("W/a/"), nil) {
		return true
	}
	return false
}

// askSooner puts an appointment on the list, or changes what it waits for.
func (t *turn) askSooner(c *contract.WaitingAsk) *contract.HQReply {
	id, _ := contract.ID16[office.AppointmentID](c.Appointment)
	state := t.appointment(id)
	if state == nil || state.Cancelled {
		return refuse(fault.NotFound, "appointment", "Deze afspraak is niet gevonden.")
	}
	if no := t.mayWait(state, c.GetWish()); no != nil {
		return no
	}
	w := View{t.w, t.m}.Waiting(id)
	if w == nil {
		w = &contract.WaitingState{Appointment: id[:], Number: t.nextWaiting(), AskedMs: t.atMS, Leg: state.Appointment.Leg}
	}
	w.Wish = c.GetWish()
	save(t.w, waitingKey(id), w)
	return &contract.HQReply{Waiting: w}
}

// mayWait refuses a wish that can never be fulfilled, or of which nobody could be told; nil: it may wait.
func (t *turn) mayWait(state *contract.AppointmentState, wish *contract.WaitingWish) *contract.HQReply {
	a := state.Appointment
	switch {
	case t.starts(a) <= t.atMS:
		return refuse(fault.Refused, a.AppointmentID().String(), "Deze afspraak is voorbij.")
	case (View{t.w, t.m}).Person(a.Person) == nil:
		return refuse(fault.Refused, a.AppointmentID().String(), "Van deze afspraak hebben wij geen adres om u iets te laten weten.")
	case !t.keeps(a):
		return refuse(fault.NotHeld, a.AppointmentID().String(), "Deze afspraak ligt bij het loket; vraag het daar.")
	case wish.GetPart() < 0 || wish.GetPart() > contract.Part_PART_AFTER_WORK || len(wish.GetSites()) > mostWished:
		return refuse(fault.Invalid, "wish", "Deze wens is niet begrepen.")
	case wish.GetFrom() < 0 || wish.GetFrom() >= a.Place.Run.Date:
		return refuse(fault.Invalid, "from", "Kies een dag die vroeger is dan uw afspraak.")
	}
	for _, site := range wish.GetSites() {
		if _, ok := t.calendar().Site(office.SiteID(site)); !ok {
			return refuse(fault.NotFound, site, "Deze locatie is niet bekend.")
		}
	}
	return nil
}

// mostWished is how many sites a wish may name.
const mostWished = 64

// keeps reports whether headquarters is the custodian of an appointment, so that it can move it.
func (t *turn) keeps(a *contract.Appointment) bool {
	_, seats := t.seatsAt(office.SiteID(a.Place.Site), a.Place.Run)
	for _, s := range seats {
		if _, err := s.Cancel(a.AppointmentID()); err != nil {
			return false
		}
	}
	return true
}

func (t *turn) nextWaiting() uint64 {
	n := uint64(1)
	if b := t.w.Get(keyWaitingCount); len(b) == 8 {
		n += binary.BigEndian.Uint64(b)
	}
	t.w.Put(keyWaitingCount, binary.BigEndian.AppendUint64(nil, n))
	return n
}

// withdrawSooner takes an appointment off the list, or declines what it is offered. What is not on it, is not on it.
func (t *turn) withdrawSooner(c *contract.WaitingWithdraw) *contract.HQReply {
	id, _ := contract.ID16[office.AppointmentID](c.Appointment)
	w := View{t.w, t.m}.Waiting(id)
	if w == nil {
		return done()
	}
	if Offered(w, t.now) != nil {
		t.tally(w.Offer, func(c *contract.WaitingTally) { c.Declined++ })
	}
	t.endOffer(w)
	if c.OfferOnly {
		save(t.w, waitingKey(id), w)
		return &contract.HQReply{Waiting: w}
	}
	t.w.Delete(waitingKey(id))
	return done()
}

// endOffer lets go of what is held for somebody, so that the next who waits is told, and takes back what was not sent of it.
func (t *turn) endOffer(w *contract.WaitingState) {
	if w.Offer == nil {
		return
	}
	id, _ := contract.ID16[office.AppointmentID](w.Appointment)
	t.letGo(id)
	t.untellSooner(id)
	w.Offer = nil
}

// waitingChanged ends a wish with its appointment: it was moved or cancelled.
func (t *turn) waitingChanged(now *contract.AppointmentState) {
	a := now.Appointment
	id := a.AppointmentID()
	w := View{t.w, t.m}.Waiting(id)
	if w == nil || !now.Cancelled && a.Leg == w.Leg {
		return
	}
	if w.Offer != nil && !now.Cancelled && placeName(a.Place) == placeName(w.Offer.Place) {
		t.tally(w.Offer, func(c *contract.WaitingTally) { c.Taken++ })
	}
	t.endOffer(w)
	t.w.Delete(waitingKey(id))
}

// tally counts what became of an offer, at the site of its place.
func (t *turn) tally(o *contract.WaitingOffer, count func(*contract.WaitingTally)) {
	site := office.SiteID(o.Place.Site)
	c := View{t.w, t.m}.Tally(site)
	count(c)
	save(t.w, tallyKey(site), c)
}

// noteFreed notes that a seat comes free that was not, when anybody waits. Nearly always nobody looks further than the first line.
func (t *turn) noteFreed(id office.SeatID, free bool) {
	if !free || !anybodyWaits(t.w) || id.Date < t.calendar().Today(t.now) {
		return
	}
	if (View{t.w, t.m}).Seat(id).Free() {
		return
	}
	save(t.w, freedKey(id), &contract.WaitingFreed{AtMs: t.atMS})
}

// WaitingDue reports whether a look would do anything at a moment: seats came free that nobody holds, or a wish or an offer is over.
func (v View) WaitingDue(now time.Time) bool {
	t := &turn{m: v.m, w: readOnly{v.r}, atMS: now.UnixMilli(), now: now}
	for k := range v.r.Scan([]byte("W/f/"), nil) {
		if s, err := office.SeatOfKey(k[len("W/f/"):]); err != nil || !v.Seat(s).Free() || t.holder(s) == (office.AppointmentID{}) {
			return true
		}
	}
	for w := range v.Waits() {
		if t.waitOver(w) || t.offerOver(w) {
			return true
		}
	}
	return false
}

// readOnly is a state as a turn looks at it that changes nothing.
type readOnly struct{ kv.Reader }

func (readOnly) Put([]byte, []byte) { panic("register: a look that only reads wrote") }
func (readOnly) Delete([]byte)      { panic("register: a look that only reads wrote") }

// inOrderOfAsking lists the whole list by when they asked.
func (v View) inOrderOfAsking() []*contract.WaitingState {
	all := slices.Collect(v.Waits())
	slices.SortFunc(all, func(a, b *contract.WaitingState) int { return int(int64(a.Number - b.Number)) })
	return all
}
