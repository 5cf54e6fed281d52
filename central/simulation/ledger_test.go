package simulation_test

import (
	"slices"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// fate is what has become of an appointment: the zero fate is none, or none any more.
type fate struct {
	live  bool
	place string // as sayPlace writes it
}

// entry is what people were told of one appointment.
type entry struct {
	id   office.AppointmentID
	told fate
	leg  uint32
	may  map[[16]byte]fate // by act: what may have become of it, unseen or not yet answered
	seen int               // step of the last definite word
	hq   int               // step of headquarters' last word

	// Who gave that word: a box in a life, with the sequence of its record, or headquarters.
	box  *box
	life office.Incarnation
	seq  uint64
	lost bool // the box's disk was put back since: it has the record no more

	// free says why any fate will do: the word was lost with a disk, or two boxes spoke. A free entry that holds
	// keeps its seats all the same: nobody else may be told that they are theirs.
	free  string
	holds bool
}

// certain reports whether the entry surely has its seats.
func (e *entry) certain() bool { return e.told.live && len(e.may) == 0 && (e.free == "" || e.holds) }

// wanted is a wish on its way.
type wanted struct {
	box  *box
	id   office.AppointmentID
	want fate
	done bool // answered
}

// entry finds or makes what is noted of an appointment.
func (c *checker) entry(id office.AppointmentID) *entry {
	e := c.entries[id]
	if e == nil {
		e = &entry{id: id, may: map[[16]byte]fate{}, holds: true}
		c.entries[id] = e
		c.order = append(c.order, e)
	}
	return e
}

// word notes who spoke last.
func (c *checker) word(e *entry, b *box) {
	e.seen, e.box, e.life, e.seq, e.lost = c.w.step, b, 0, 0, false
	if b == nil {
		e.hq = c.w.step
		return
	}
	if b.node != nil && !b.dead {
		e.life, e.seq = b.life()
	}
	switch b.apart {
	case "":
	case "lost":
		if !e.told.live {
			e.free = "ended by a box that was declared lost"
		}
	default:
		e.free, e.holds = "said by a box that is "+b.apart, false
	}
}

// confirm notes that people were told: this appointment is at this place. Nobody may have been told before that
// one of its seats is theirs.
func (c *checker) confirm(b *box, a *contract.Appointment, how string) {
	e := c.entry(a.AppointmentID())
	if e.told.live && a.Leg < e.leg {
		return // old news
	}
	there := fate{live: true, place: sayPlace(a.Place)}
	if !e.told.live && e.seen > 0 && a.Leg <= e.leg {
		return
	}
	for _, o := range c.order {
		if o == e || !o.certain() {
			continue
		}
		for _, s := range seatsAt(there.place) {
			if slices.Contains(seatsAt(o.told.place), s) && !c.risk[s] && (b == nil || b.apart == "" || b.apart == "lost") {
				c.w.fail("I1 (two people for one seat)", "%s is %s at %s, where %s was told to be", short(a.Id), how, there.place, short(o.id))
			}
		}
	}
	e.told, e.leg = there, a.Leg
	c.word(e, b)
}

// cancelled notes that people were told: this appointment is over.
func (c *checker) cancelled(b *box, id office.AppointmentID, leg uint32) {
	e := c.entry(id)
	e.told, e.leg = fate{}, max(e.leg, leg)
	c.word(e, b)
}

// doubt notes an act whose outcome nobody saw.
func (c *checker) doubt(_ *box, act [16]byte, id office.AppointmentID, f fate) {
	c.entry(id).may[act] = f
}

// asked notes a wish.
func (c *checker) asked(b *box, act [16]byte, id office.AppointmentID, f fate) {
	if _, ok := c.wishes[act]; !ok {
		c.wishes[act] = wanted{box: b, id: id, want: f}
		c.entry(id).may[act] = f
	}
}

// heard looks for answers that a box has got since.
func (c *checker) heard(b *box) {
	life, size := b.life()
	if at := (mark{life, size}); c.marks[b] == at {
		return
	} else {
		if c.marks[b].life != 0 && c.marks[b].life != life {
			c.begun = c.w.step
		}
		c.marks[b] = at
	}
	b.look(func(t appliance.Turn) {
		for s := range booking.Requests(t.View) {
			if s.Answer != nil {
				c.answer(b, s)
			}
		}
	})
}

// answer takes in an answer the first time it is seen. It never changes after that, unless headquarters has woken from
// a backup and answered anew.
func (c *checker) answer(b *box, s *contract.RequestState) {
	act := [16]byte(s.Request.Id)
	key := answerOf{b, act}
	before, again := c.answers[key]
	switch {
	case again && before.Era == s.Answer.Era && (before.Accepted == nil) != (s.Answer.Accepted == nil):
		c.w.fail("one answer", "%s has a second answer to %s", b.name, short(act))
	case again && before.Era == s.Answer.Era:
		return
	}
	c.answers[key] = s.Answer
	wish, ok := c.wishes[act]
	if !ok {
		return
	}
	wish.done = true
	c.wishes[act] = wish
	e := c.entry(wish.id)
	a := s.Answer.Accepted
	if a != nil || wish.want.live { // a refused wish to cancel may have been passed on to another counter
		delete(e.may, act)
	}
	has := c.w.hq.view().Appointment(wish.id)
	switch {
	case a != nil && wish.want.live && has != nil && (has.Cancelled || has.Appointment.Leg > a.Leg):
		e.may[act] = fate{live: true, place: sayPlace(a.Place)} // old news: more has happened since
	case a == nil && again:
		e.free, e.holds = "refused by a headquarters that forgot its yes", false
	case a == nil:
	case !wish.want.live:
		if !e.told.live || a.Leg >= e.leg {
			c.cancelled(nil, wish.id, a.Leg)
		}
	default:
		c.confirm(nil, a, "granted")
	}
}

// live lists the appointments that people believe in.
func (c *checker) live() (out []office.AppointmentID) {
	for _, e := range c.order {
		if e.told.live {
			out = append(out, e.id)
		}
	}
	return out
}

// seats is how many seats an appointment takes.
func (c *checker) seats(id office.AppointmentID) int {
	return max(1, len(seatsAt(c.entry(id).told.place)))
}

// risky notes that two planners accepted the risk of a seat.
func (c *checker) risky(s office.SeatID) { c.risk[s] = true }

// restarted looks at what has become of the acts during which a process died.
func (c *checker) restarted(b *box) {
	c.marks[b] = mark{}
}

// putBack frees what a box said since an image was made and headquarters has not.
func (c *checker) putBack(b *box, at int, unseen bool) {
	for _, e := range c.order {
		if e.box != b && !c.wishedBy(e, b) {
			continue
		}
		if e.seen > at && !c.shipped(e) || len(e.may) > 0 {
			e.free = "lost with the disk of " + b.name
			e.holds = e.holds && !unseen
		}
		if e.box == b && e.seen > at {
			e.lost = true // the box has no record of it any more
		}
	}
	for act, wish := range c.wishes {
		if wish.box == b && !wish.done {
			delete(c.wishes, act) // nobody may be left to hear the answer
			e := c.entry(wish.id)
			delete(e.may, act)
			e.free, e.holds = "asked by a box that was put back", false
		}
	}
	c.begun = c.w.step
	for key := range c.answers {
		if key.box == b {
			delete(c.answers, key)
		}
	}
}

func (c *checker) wishedBy(e *entry, b *box) bool {
	for act := range e.may {
		if c.wishes[act].box == b {
			return true
		}
	}
	return false
}

// shipped reports whether headquarters has the record of an entry's last word.
func (c *checker) shipped(e *entry) bool {
	return e.box == nil || !e.lost && !c.forgetful && c.w.hq.view().Tree(e.box.site, e.life).Size >= e.seq
}

// restored frees what headquarters said since a backup was made.
func (c *checker) restored(from *backup) {
	for _, e := range c.order {
		gone := e.hq > from.at || len(e.may) > 0 || from.loose[e]
		if e.box != nil && c.w.hq.machine.View(from.state).Tree(e.box.site, e.life).Size < e.seq {
			if e.lost || e.box.node == nil {
				gone = true
			} else if life, _ := e.box.life(); life != e.life {
				gone = true
			}
		}
		if gone {
			e.free, e.holds = "said by a headquarters that was forgotten", false
		}
	}
	c.forgetful = true
}

// scrapped frees what a box said that headquarters does not have, for the box is gone.
func (c *checker) scrapped(b *box) {
	for _, e := range c.order {
		if e.box == b && !c.shipped(e) || c.wishedBy(e, b) {
			e.free = "gone with " + b.name
			e.holds = e.holds && b.apart == "lost" && e.box == b
		}
	}
	for act, wish := range c.wishes {
		if wish.box == b && !wish.done {
			delete(c.wishes, act)
			delete(c.entry(wish.id).may, act)
		}
	}
}

// loose are the entries of which any fate will do just now.
func (c *checker) loose() map[*entry]bool {
	out := map[*entry]bool{}
	for _, e := range c.order {
		if e.free != "" || len(e.may) > 0 {
			out[e] = true
		}
	}
	return out
}
