package week

import (
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Spot is a field of what is shown: a site, and a day of the week or a half hour of the day.
type Spot struct{ Row, Col int }

// Nowhere is where no field is.
var Nowhere = Spot{-1, -1}

// goal is where hours go that were dragged there, while it is still asked which they are.
type goal struct {
	row  *contract.BoardRow
	cell *contract.BoardCell
	at   int // the minute at which they begin there; asBefore: when they began
}

// Drop is hours that were dragged from one field to another, with a finger or the mouse. It means what lifting and putting down
// mean: a move of the draft, which headquarters weighs at once. Where a site has several openings that day it is asked first which is
// meant; one alone goes as it is. Where they cannot go it is said why, and nothing changes.
func (w *Week) Drop(from, to Spot) {
	w.Change(func() {
		if w.board == nil || from == to || w.sheet != NoSheet {
			return
		}
		row, cell, minute := w.spot(from)
		there, then, at := w.spot(to)
		if why := w.undroppable(cell, then, minute); why != "" {
			w.notice = Notice{Say: why, Tone: Warn}
			return
		}
		if row == there && cell == then && !w.half {
			return
		}
		w.notice = Notice{}
		w.stand(from)
		w.goal = &goal{there, then, asBefore}
		if w.half {
			w.goal.at = int(at)
		}
		w.sheet, w.picking = HoursSheet, picking{}
		w.pickFrom(cell, max(openAt(cell, minute), 0), minute)
		if len(cell.Stretches) == 1 && !w.half {
			w.lift(row, cell)
		}
	})
}

// undroppable says why hours of a cell cannot be dragged to another; empty: they can, as far as this screen knows.
func (w *Week) undroppable(cell, then *contract.BoardCell, minute uint32) string {
	t := w.words()
	switch {
	case w.busy():
		return t.DropBusy
	case w.hand != nil:
		return t.DropHand
	case cell == nil || len(cell.Stretches) == 0 || w.half && openAt(cell, minute) < 0:
		return t.NoHours
	case then == nil:
		return t.DropNowhere
	case cell.Date <= w.board.Today || then.Date <= w.board.Today:
		return t.DropPast
	}
	return ""
}

// spot is the site and the day of a field, and in a day the minute at which it begins; without a cell there is none.
func (w *Week) spot(s Spot) (*contract.BoardRow, *contract.BoardCell, uint32) {
	day, minute := s.Col, uint32(0)
	if w.half && s.Col >= 0 {
		first, last := w.span()
		if day, minute = w.day, first+uint32(s.Col)*halfHour; minute >= last {
			return nil, nil, 0
		}
	}
	if s.Row < 0 || s.Row >= len(w.board.Rows) || day < 0 || day >= len(w.board.Rows[s.Row].Cells) {
		return nil, nil, 0
	}
	r := w.board.Rows[s.Row]
	return r, r.Cells[day], minute
}

// stand goes to a field.
func (w *Week) stand(s Spot) {
	w.row = s.Row
	if !w.half {
		w.day = s.Col
		return
	}
	first, _ := w.span()
	w.hour = w.atHour(int(first) + s.Col*halfHour)
}

// lift takes what is picked in hand, and puts it down at once where it was dragged to.
func (w *Week) lift(row *contract.BoardRow, cell *contract.BoardCell) {
	w.hand = &hand{site: row.Site, name: row.Name, date: office.Date(cell.Date), desk: cell.Stretches[w.picking.at].Desk, from: w.picking.from, to: w.picking.to}
	g := w.goal
	w.sheet, w.notice, w.goal = NoSheet, Notice{}, nil
	if g != nil {
		w.put(g.row, g.cell, g.at, nil)
	}
}
