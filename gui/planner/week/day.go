package week

import (
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// halfHour is how many minutes a column of the day counts, as headquarters counts them.
const halfHour = 30

// Zoom shows the day that the planner stands on by half hours, and from there the week again. What is in hand and the draft stay.
func (w *Week) Zoom() {
	w.Change(func() {
		if w.board == nil || w.sheet != NoSheet {
			return
		}
		w.notice = Notice{}
		if w.half = !w.half; w.half {
			w.hour = w.firstHour()
		}
	})
}

// firstHour is the first half hour of the site where the planner stands; of the day, where the site has none.
func (w *Week) firstHour() uint32 {
	if _, cell := w.here(); cell != nil && len(cell.Hours) > 0 {
		return cell.Hours[0].From
	}
	first, _ := w.span()
	return first
}

// span is from when until when any site is open on the day, or is expected to be wanted, with what the draft would open. Both are 0
// on a day on which nothing is.
func (w *Week) span() (from, to uint32) {
	if w.board == nil {
		return 0, 0
	}
	date := w.board.From + int32(w.day)
	widen := func(r *contract.BoardRow) {
		for _, h := range cellOf(r, date).GetHours() {
			if to == 0 || h.From < from {
				from = h.From
			}
			to = max(to, h.From+halfHour)
		}
	}
	for _, r := range w.board.Rows {
		widen(r)
	}
	for _, r := range w.after() {
		widen(r)
	}
	if h := w.hand; h != nil && to > 0 { // what is in hand may be put down at its own time, which may be none of the day's
		from, to = min(from, h.from/halfHour*halfHour), max(to, h.to)
	}
	return from, to
}

// atHour keeps a time within the day.
func (w *Week) atHour(minute int) uint32 {
	from, to := w.span()
	if to == 0 {
		return 0
	}
	return uint32(min(max(minute, int(from)), int(to-1)/halfHour*halfHour))
}

// turnDay goes so many days on; beyond the board it is another week that is read.
func (w *Week) turnDay(days int) {
	w.day += days
	for ; w.day < 0; w.day += Days {
		w.from -= Days
	}
	for ; w.day >= Days; w.day -= Days {
		w.from += Days
	}
	if w.from != office.Date(w.board.From) {
		w.readBoard()
	}
	w.hour = w.atHour(int(w.hour))
}

// openAt is the first of a cell's openings that is open at a minute; -1: none is.
func openAt(cell *contract.BoardCell, minute uint32) int {
	for i, s := range cell.GetStretches() {
		if s.From < minute+halfHour && minute < s.To {
			return i
		}
	}
	return -1
}

// pickFrom picks an opening from the first place that begins at a minute, or later, to its end.
func (w *Week) pickFrom(cell *contract.BoardCell, n int, minute uint32) {
	w.picking.at = n
	w.whole(cell)
	s := cell.Stretches[n]
	slot := max(s.SlotMinutes, 1)
	if minute > s.From {
		if begin := s.From + (minute-s.From+slot-1)/slot*slot; begin < s.To {
			w.picking.from = begin
		}
	}
}
