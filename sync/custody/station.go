package custody

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Gate is HQ's era: one life of its store. Every restore of HQ from a backup begins a new one, in which
// every site is closed until it has reported.
type Gate struct{ Era uint64 }

// Restored is the gate after HQ woke from a backup that carried g. Beyond is the greatest era that anybody
// outside the backup remembers: without it, two restores of one backup would begin the same era twice and
// give the same identities twice.
func (g Gate) Restored(beyond uint64) Gate { return Gate{Era: max(g.Era, beyond) + 1} }

// Life is one incarnation of a site as HQ received it.
type Life struct {
	Incarnation office.Incarnation
	Cursor      uint64 // records received: the next expected sequence is Cursor+1
	Settled     uint64 // records through this sequence were spoken for by a report: history, without effect on seats
	Forked      bool   // two histories were seen: nothing more is taken until a person has closed it
}

// Station is one site as HQ knows it. The zero Station has no incarnation and is open in era 0 only: a site
// enrolled later is opened with [Enrol]. Methods return changed copies and leave the receiver alone.
type Station struct {
	Current        Life
	Closed         []Life // in the order of closing
	Era            uint64 // the era it last reported to, or was enrolled in
	Shut           bool   // an incarnation HQ had forgotten came: it must report, whatever Era says
	BlockedThrough office.Date
}

// Enrol is the station of a site that never was before. Opening a site that HQ has merely forgotten would
// skip its report, so after a restore this is for a person to be sure of.
func Enrol(g Gate) Station { return Station{Era: g.Era} }

// Open reports whether the site has reported to this era.
func (st Station) Open(g Gate) bool { return st.Era == g.Era && !st.Shut }

// Check is nil when HQ may grant, book, cancel, answer and ingest for this site, else GateClosed.
func (st Station) Check(g Gate) error {
	if !st.Open(g) {
		return GateClosed
	}
	return nil
}

// Seat is a seat of this station as it counts: stored is what HQ has stored, or the zero Seat. Every reader
// of a seat goes through here, and applies the steps of [Seat] to what comes out. After a
// sweep over all seats those that were never stored are blocked as well, through the last day that a
// forgotten life of HQ can have granted.
func (st Station) Seat(id office.SeatID, stored Seat) Seat {
	if stored == (Seat{}) && st.BlockedThrough != 0 && id.Date <= st.BlockedThrough {
		return stored.Block()
	}
	return stored
}

// Arrival is what an incarnation says of itself when HQ first hears of it, and a day that HQ adds. Like a
// report it is a promise, journaled before it is sent: to accept nothing of an era older than Era, of which
// a forgotten life of HQ may have sent it something.
type Arrival struct {
	Incarnation office.Incarnation
	Era         uint64
	Granted     bool        // it has accepted a grant before: then HQ has forgotten it
	Through     office.Date // the last day of which any HQ can have granted seats to this site
}

// Begin opens a new incarnation of the site and closes the one before, for ever. It holds nothing yet, save
// what it reports. The sweep goes over the site's stored seats in the same commit. An incarnation that is
// current already changes nothing.
func (st Station) Begin(g Gate, a Arrival) (Station, Sweep, error) {
	switch {
	case a.Incarnation == 0:
		return st, Sweep{}, Invalid
	case a.Incarnation == st.Current.Incarnation:
		return st, Sweep{}, nil
	case st.closed(a.Incarnation) >= 0:
		return st, Sweep{}, ClosedIncarnation
	case a.Era != g.Era:
		return st, Sweep{}, OldEra
	}
	st.Shut = st.Shut || a.Granted
	st, w := st.close(g, a.Through)
	st.Current = Life{Incarnation: a.Incarnation}
	return st, w, nil
}

// DeclareLost closes the current incarnation for ever, with no successor yet: a stolen or burnt appliance.
// The box may be alive and cut off, so the sweep blocks and does not take back. Through is as in [Arrival].
func (st Station) DeclareLost(g Gate, by Planners, through office.Date) (Station, Sweep, error) {
	if err := by.check(); err != nil {
		return st, Sweep{}, err
	}
	if st.Current.Incarnation == 0 {
		return st, Sweep{}, UnknownIncarnation
	}
	st, w := st.close(g, through)
	return st, w, nil
}

// close ends the current life. In the gate HQ does not know what it granted, so everything is swept.
func (st Station) close(g Gate, through office.Date) (Station, Sweep) {
	w := Sweep{Of: st.Current.Incarnation, All: !st.Open(g)}
	if w.All {
		st.BlockedThrough = max(st.BlockedThrough, through)
	}
	if w.Of != 0 {
		st.Closed = append(slices.Clip(st.Closed), st.Current)
	}
	st.Current = Life{}
	return st, w
}

func (st Station) closed(i office.Incarnation) int {
	return slices.IndexFunc(st.Closed, func(l Life) bool { return l.Incarnation == i })
}

// Report is the head of a site's report; its hands go to [Seat.TakeReport].
type Report struct {
	Incarnation office.Incarnation
	Era         uint64 // the era it reports to, and promises to accept nothing older than
	Size        uint64 // records in its journal when it reported
}

// Witness is what people add to a report. HQ woke from a backup; a successor of the reporting box, begun
// after that backup, would be as unknown to HQ as the seats it was granted. Two planners can state that there
// is none. Without them the sweep blocks all that the reporter does not have, through the day Through.
type Witness struct {
	Sole    Planners
	Through office.Date // as in [Arrival]
}

// Report opens the gate for the site, if it is the current incarnation that reports to this era. An
// incarnation that never began here must begin first; a closed one never opens the gate. A report that
// knows less than HQ received is a fork: store the station although there is an error. The sweep goes over
// the site's stored seats after the hands were taken.
func (st Station) Report(g Gate, r Report, by Witness) (Station, Sweep, error) {
	switch {
	case r.Era != g.Era:
		return st, Sweep{}, OldEra
	case st.closed(r.Incarnation) >= 0:
		return st, Sweep{}, ClosedIncarnation
	case r.Incarnation == 0 || r.Incarnation != st.Current.Incarnation:
		return st, Sweep{}, UnknownIncarnation
	case st.Open(g):
		return st, Sweep{}, GateOpen
	case st.Current.Forked:
		return st, Sweep{}, Fork
	case r.Size < st.Current.Cursor:
		st.Current.Forked = true
		return st, Sweep{}, Fork
	}
	st.Era, st.Shut, st.Current.Settled = g.Era, false, r.Size
	if by.Sole.check() == nil {
		return st, Sweep{}, nil
	}
	st.BlockedThrough = max(st.BlockedThrough, by.Through)
	return st, Sweep{All: true, But: r.Incarnation}, nil
}

// Batch describes records that arrived, of one incarnation.
type Batch struct {
	Incarnation office.Incarnation
	First       uint64 // sequence of the first record, from 1
	Count       uint64
	Forks       bool // the caller found that it contradicts what was received before under the same sequences
}

// Intake says what to do with the records of a batch: leave out the first Skip, which are at HQ already;
// keep the next Silent as history only, because a report spoke for them; give the rest to [Seat.Take].
type Intake struct{ Skip, Silent uint64 }

// Ingest guards the intake: only the next contiguous records of a known incarnation, each once. Those of a
// closed one are taken in the same way; their bookings become conflicts because it owns nothing. After Fork
// store the station although there is an error; it takes nothing more of that incarnation.
func (st Station) Ingest(g Gate, b Batch) (Station, Intake, error) {
	l, put := st.life(b.Incarnation)
	switch {
	case !st.Open(g):
		return st, Intake{}, GateClosed
	case l.Incarnation == 0:
		return st, Intake{}, UnknownIncarnation
	case l.Forked || b.Forks:
		l.Forked = true
		return put(l), Intake{}, Fork
	case b.First == 0 || b.First > l.Cursor+1:
		return st, Intake{}, Gap
	case b.First+b.Count <= l.Cursor+1:
		return st, Intake{}, Duplicate
	}
	in := Intake{Skip: l.Cursor + 1 - b.First}
	if l.Settled > l.Cursor {
		in.Silent = min(l.Settled-l.Cursor, b.Count-in.Skip)
	}
	l.Cursor = b.First + b.Count - 1
	return put(l), in, nil
}

// life finds an incarnation, and how to put it back into a copy of the station.
func (st Station) life(i office.Incarnation) (Life, func(Life) Station) {
	if k := st.closed(i); k >= 0 {
		return st.Closed[k], func(l Life) Station {
			st.Closed = slices.Clone(st.Closed)
			st.Closed[k] = l
			return st
		}
	}
	if i != 0 && i == st.Current.Incarnation {
		return st.Current, func(l Life) Station { st.Current = l; return st }
	}
	return Life{}, nil
}
