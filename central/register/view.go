package register

import (
	"encoding/binary"
	"iter"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"google.golang.org/protobuf/proto"
)

// View reads the state as of one transaction.
type View struct {
	r kv.Reader
	m *Machine
}

// View reads the state behind r.
func (m *Machine) View(r kv.Reader) View { return View{r, m} }

func (v View) headquarters() *contract.HeadquartersState {
	h := new(contract.HeadquartersState)
	load(v.r, keyHeadquarters, h)
	return h
}

// Founded reports whether the state was ever made.
func (v View) Founded() bool { return v.r.Get(keyHeadquarters) != nil }

// Era is headquarters' present life.
func (v View) Era() uint64 { return v.headquarters().Era }

// Plan is the rules and closures in force, as stored.
func (v View) Plan() *contract.Plan {
	p := new(contract.Plan)
	load(v.r, keyPlan, p)
	return p
}

// Calendar is the compiled plan in force. It is shared and safe for concurrent use.
func (v View) Calendar() *calendar.Plan { return v.m.compiled(v) }

// Site gives a site's custody state and what else is kept of it.
func (v View) Site(site office.SiteID) (custody.Station, *contract.SiteState) {
	return loadSite(v.r, site)
}

// Open reports whether the site's gate is open in this era.
func (v View) Open(site office.SiteID) bool {
	st, _ := loadSite(v.r, site)
	return st.Open(custody.Gate{Era: v.Era()})
}

// Tree is HQ's cursor in one life of a site's journal; size 0 when it has nothing.
func (v View) Tree(site office.SiteID, life office.Incarnation) *contract.TreeState {
	s := new(contract.TreeState)
	load(v.r, lifeKey(site, life), s)
	return s
}

// Records yields what HQ holds of one life from a sequence on. The bytes are valid during the view.
func (v View) Records(site office.SiteID, life office.Incarnation, from uint64) iter.Seq2[uint64, []byte] {
	return func(yield func(uint64, []byte) bool) {
		seq := max(from, 1)
		for _, b := range v.r.Scan(recordPrefix(site, life), recordKey(site, life, seq)) {
			if !yield(seq, b) {
				return
			}
			seq++
		}
	}
}

// Record is the stored bytes of one record, or nil.
func (v View) Record(site office.SiteID, life office.Incarnation, seq uint64) []byte {
	return v.r.Get(recordKey(site, life, seq))
}

// Appointment finds an appointment, live or ended; nil when HQ never heard of it.
func (v View) Appointment(id office.AppointmentID) *contract.AppointmentState {
	a := new(contract.AppointmentState)
	if !load(v.r, appointmentKey(id), a) {
		return nil
	}
	return a
}

// Seat is a seat as it counts now, stored or not.
func (v View) Seat(id office.SeatID) custody.Seat {
	st, _ := loadSite(v.r, id.Site)
	return v.seat(st, id)
}

// DaySeats yields the stored seats of a site and day: those that were ever touched.
func (v View) DaySeats(site office.SiteID, d office.Date) iter.Seq2[office.SeatID, custody.Seat] {
	return seatsOf(v.r, daySeatsPrefix(site, d))
}

// SiteSeats yields every stored seat of a site.
func (v View) SiteSeats(site office.SiteID) iter.Seq2[office.SeatID, custody.Seat] {
	return seatsOf(v.r, siteSeatsPrefix(site))
}

// Free is the set of a day's seats that HQ may book now.
func (v View) Free(d *calendar.Day) calendar.Free {
	st, _ := loadSite(v.r, d.Site)
	if d.Len() == 0 || !st.Open(custody.Gate{Era: v.Era()}) {
		return calendar.Free{}
	}
	free := d.AllFree()
	if st.BlockedThrough != 0 && d.Date <= st.BlockedThrough {
		free = d.NoneFree()
	}
	for id, seat := range v.DaySeats(d.Site, d.Date) {
		if seat.Free() {
			free.Give(id.Desk, id.Start)
		} else {
			free.Take(id.Desk, id.Start)
		}
	}
	v.withoutHeld(free, d)
	return free
}

// Occupancy is Free as the calendar's search wants it, uncached.
func (v View) Occupancy() calendar.Occupancy { return occupancy{v} }

type occupancy struct{ v View }

func (o occupancy) Free(d *calendar.Day) calendar.Free { return o.v.Free(d) }

// FeedPosition is where a site's feed stands: last entry written, last entry the site has applied.
func (v View) FeedPosition(site office.SiteID) (last, taken uint64) {
	f := loadFeed(v.r, site)
	return f.last, f.taken
}

// Code is an enrolment code as stored, or nil.
func (v View) Code(hash []byte) *contract.CodeState {
	c := new(contract.CodeState)
	if !load(v.r, codeKey(hash), c) {
		return nil
	}
	return c
}

// Revoked reports whether a certificate of a site, given at that moment, was withdrawn: by its serial, or with all that the
// site had. What is noted here as given since then is good, whatever clock it bears; of a serial that was never noted
// the moment decides.
func (v View) Revoked(site office.SiteID, serial string, issued time.Time) bool {
	if v.r.Get(revokedKey(site, serial)) != nil {
		return true
	}
	all := v.r.Get(revokedKey(site, ""))
	if all == nil || v.r.Get(issuedKey(site, serial)) != nil {
		return false
	}
	return issued.UnixMilli() <= int64(binary.BigEndian.Uint64(all))
}

// Conflicts yields what people must settle, oldest first.
func (v View) Conflicts() iter.Seq2[uint64, *contract.ConflictState] {
	return func(yield func(uint64, *contract.ConflictState) bool) {
		n := uint64(0)
		for _, b := range v.r.Scan([]byte("c/"), nil) {
			n++
			c := new(contract.ConflictState)
			load1(b, c)
			if !yield(n, c) {
				return
			}
		}
	}
}

// load1 reads stored bytes that are in hand.
func load1(b []byte, m proto.Message) {
	if err := proto.Unmarshal(b, m); err != nil {
		panic("register: a stored value does not decode: " + err.Error())
	}
}
