package week

import (
	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// buildDay puts the day that the planner stands on in words, by half hours.
func (w *Week) buildDay(after map[string]*contract.BoardRow) Half {
	t := w.words()
	from, to := w.span()
	date := office.Date(w.board.From) + office.Date(w.day)
	h := Half{On: true, Title: w.date(date), Legend: t.HalfLegend}
	if to == 0 {
		h.Empty = text.Fill(t.HalfEmpty, "day", h.Title)
		return h
	}
	h.Col = int(w.hour-from) / halfHour
	for m := from; m < to; m += halfHour {
		h.Heads = append(h.Heads, clock(m))
	}
	for _, r := range w.board.Rows {
		h.Rows = append(h.Rows, w.buildHalfRow(r, after[r.Site], from, to))
	}
	return h
}

func (w *Week) buildHalfRow(r, after *contract.BoardRow, from, to uint32) HalfRow {
	t := w.words()
	row := HalfRow{Name: r.Name, Mark: w.mark(r)}
	date := w.board.From + int32(w.day)
	now := cellOf(r, date)
	then := now
	if touched := cellOf(after, date); touched != nil {
		then = touched
	}
	if then.GetDesks() > 0 {
		row.Desks = t.Desks.Count(int(then.GetDesks()))
	}
	for m := from; m < to; m += halfHour {
		hour := hourOf(then, m)
		c := w.buildHalf(then, hour)
		c.Changed = !proto.Equal(hour, hourOf(now, m))
		c.Lifted = w.hand != nil && w.hand.site == r.Site && w.hand.date == office.Date(date) && w.hand.from < m+halfHour && m < w.hand.to
		row.Cells = append(row.Cells, c)
	}
	return row
}

// hourOf is a cell's half hour; nil: nothing is then.
func hourOf(c *contract.BoardCell, minute uint32) *contract.BoardHour {
	for _, h := range c.GetHours() {
		if h.From == minute {
			return h
		}
	}
	return nil
}

// buildHalf says how a half hour of a cell stands.
func (w *Week) buildHalf(c *contract.BoardCell, h *contract.BoardHour) Cell {
	t := w.words()
	out := Cell{Free: t.HalfClosed, Closed: true}
	if c.GetKnown() && h.GetExpected() >= 0.5 {
		out.Need = text.Fill(t.HalfExpects, "n", w.cfg.Words.Decimal(h.GetExpected(), 0))
	}
	p := pressure(c, h)
	out.Level = p.level()
	if h.GetSeats() == 0 {
		if out.Need != "" {
			out.Closed, out.Tone = false, Warn // people are used to come, and nobody is there
		}
		return out
	}
	out.Closed, out.Free = false, text.Fill("{n}", "n", h.Free+h.Held)
	out.Figures = text.Fill(t.Figures, "booked", h.Booked, "seats", h.Seats)
	switch {
	case p >= 150:
		out.Tone = Bad
	case out.Level >= 3:
		out.Tone = Warn
	}
	return out
}

// share is how much of the seats of a half hour is wanted, in percent.
type share uint32

// pressure is the seats that people are expected to want, or have already, of those there are.
func pressure(c *contract.BoardCell, h *contract.BoardHour) share {
	wanted := float64(h.GetBooked())
	if c.GetKnown() {
		wanted = max(wanted, h.GetExpected())
	}
	switch {
	case wanted < 0.5:
		return 0
	case h.GetSeats() == 0:
		return 200
	}
	return share(100*wanted/float64(h.Seats) + 0.5)
}

// level makes strokes of it: four when there is no place for somebody more.
func (p share) level() int {
	switch {
	case p == 0:
		return 0
	case p < 50:
		return 1
	case p < 75:
		return 2
	case p < 100:
		return 3
	}
	return 4
}

// buildHour tells of the half hour that the planner stands on.
func (w *Week) buildHour(after map[string]*contract.BoardRow) []Line {
	t := w.words()
	row, cell := w.here()
	if row == nil || cell == nil {
		return nil
	}
	if then := cellOf(after[row.Site], cell.Date); then != nil {
		cell = then
	}
	if _, to := w.span(); to == 0 { // there are no half hours to tell of
		return w.buildHere(after)
	}
	lines := []Line{{text.Fill(t.HalfTitle, "site", row.Name, "day", w.date(office.Date(cell.Date)), "from", clock(w.hour), "to", clock(w.hour+halfHour)), Plain}}
	h := hourOf(cell, w.hour)
	if h.GetSeats() == 0 {
		lines = append(lines, Line{t.HalfShut, Plain})
	} else {
		lines = append(lines, Line{text.Fill(t.HereSeats, "desks", t.Desks.Count(int(h.Desks)), "seats", h.Seats, "booked", h.Booked, "free", h.Free, "held", h.Held, "blocked", h.Blocked), Plain})
	}
	if !cell.Known {
		return append(lines, Line{t.HereUnknown, Plain})
	}
	expected := Line{text.Fill(t.HalfExpected, "n", w.cfg.Words.Decimal(h.GetExpected(), 0), "days", cell.RestsOn), Plain}
	if pressure(cell, h) > 100 {
		expected.Tone = Warn
	}
	return append(lines, expected)
}
