package planning

import (
	"sync"

	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

// ledger keeps who has which seat of a day, until a seat of that day is touched, so that a board reads only what changed. A day
// is forgotten while the command is applied, before its state can be read; what is filled in from a view that does not hold
// that command yet is of before, and is not kept.
type ledger struct {
	mu      sync.Mutex
	touched map[board.Touch]uint64 // index of the last command that touched the day
	days    map[board.Touch][]board.Mark
}

// mostLedger bounds the days that are kept: more than thirty sites with half a year each. Beyond it all is read anew.
const mostLedger = 10_000

// touch forgets a day.
func (l *ledger) touch(site office.SiteID, d office.Date, index uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.touched == nil {
		l.touched = map[board.Touch]uint64{}
	}
	k := board.Touch{Site: site, Date: d}
	l.touched[k] = index
	delete(l.days, k)
}

// over is the ledger as a view sees it that holds the commands up to applied.
func (l *ledger) over(v register.View, applied uint64) board.Ledger {
	return entries{l, v, applied, map[office.SiteID]standing{}}
}

// standing is what of a site counts for all of its seats.
type standing struct {
	blocked office.Date // days until then are blocked, as far as nobody marked them
	shut    bool
}

type entries struct {
	l       *ledger
	v       register.View
	applied uint64
	sites   map[office.SiteID]standing
}

// Record implements board.Ledger.
func (e entries) Record(site office.SiteID, on office.Date) board.Record {
	st, ok := e.sites[site]
	if !ok {
		s, _ := e.v.Site(site)
		st = standing{s.BlockedThrough, !e.v.Open(site)}
		e.sites[site] = st
	}
	return board.Record{Marks: e.marks(board.Touch{Site: site, Date: on}), Blocked: on <= st.blocked, Shut: st.shut}
}

// marks are those of a day, read or remembered.
func (e entries) marks(k board.Touch) []board.Mark {
	e.l.mu.Lock()
	known, ok := e.l.days[k]
	e.l.mu.Unlock()
	if ok {
		return known
	}
	marks := readMarks(e.v, k)
	e.l.mu.Lock()
	defer e.l.mu.Unlock()
	if e.l.touched[k] <= e.applied {
		if e.l.days == nil || len(e.l.days) >= mostLedger {
			e.l.days = map[board.Touch][]board.Mark{}
		}
		e.l.days[k] = marks
	}
	return marks
}

// readMarks reads who has which seat of a day.
func readMarks(v register.View, k board.Touch) []board.Mark {
	var out []board.Mark
	for _, seat := range v.Glance(k.Site, k.Date) {
		out = append(out, board.Mark{Desk: seat.Desk, Start: seat.Start, State: stateOf(seat)})
	}
	for _, id := range v.Withheld(k.Site, k.Date) {
		out = withheld(out, id)
	}
	return out
}

// withheld marks a seat as one that somebody is just booking. A hold takes no seat that has an owner or an appointment by now.
func withheld(marks []board.Mark, id office.SeatID) []board.Mark {
	for i, m := range marks {
		if m.Desk == id.Desk && m.Start == id.Start {
			if m.State == board.Free {
				marks[i].State = board.Kept
			}
			return marks
		}
	}
	return append(marks, board.Mark{Desk: id.Desk, Start: id.Start, State: board.Kept})
}

// stateOf is who has a seat, as the board counts.
func stateOf(s register.Glance) board.State {
	switch {
	case s.Booked:
		return board.Booked
	case s.Owner == custody.Site:
		return board.Held
	case s.Owner == custody.Blocked:
		return board.Blocked
	}
	return board.Free
}
