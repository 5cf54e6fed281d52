package week

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// build puts the present moment in words. It wants the lock held.
func (w *Week) build() Shown {
	t := w.words()
	s := Shown{Who: w.cfg.By, Line: w.line(), Sheet: w.sheet, Row: w.row, Day: w.day, Notice: w.notice, Empty: t.Opening}
	if w.busy() {
		s.Busy = t.Busy
	}
	if w.board == nil {
		return s
	}
	s.Empty = ""
	if len(w.board.Rows) == 0 {
		s.Empty = t.NoSites
	}
	for i := range s.Days {
		d := office.Date(w.board.From) + office.Date(i)
		s.Days[i] = Day{Name: w.date(d), Today: d == office.Date(w.board.Today)}
	}
	after := w.after()
	if w.half {
		s.Half = w.buildDay(after)
		s.Here = w.buildHour(after)
	} else {
		for _, r := range w.board.Rows {
			s.Rows = append(s.Rows, w.buildRow(r, after[r.Site]))
		}
		s.Here = w.buildHere(after)
	}
	w.buildDraft(&s)
	w.buildSheet(&s)
	idle := !w.busy() && w.sheet == NoSheet
	s.Can = Can{Turn: !w.busy(), Press: idle, Undo: idle && (w.hand != nil || !w.draft.empty()), Discard: !w.busy() && !w.draft.empty(),
		Commit: !w.busy() && w.committable() && w.hand == nil, TakeBack: idle && w.last != 0 && w.draft.empty() && w.hand == nil, Advise: idle,
		Shift: idle && len(w.draft.moves) > 0 && w.hand == nil, Zoom: w.sheet == NoSheet}
	return s
}

// line says whether headquarters is there; a board without it keeps its age.
func (w *Week) line() Line {
	t := w.words()
	switch {
	case w.lost != "" && w.board != nil:
		return Line{text.Fill(t.Lost, "time", w.cfg.Words.Clock(w.read.In(w.cfg.Location))), Warn}
	case w.lost != "":
		return Line{w.lost, Warn}
	case w.board == nil:
		return Line{}
	}
	return Line{t.Connected, Good}
}

func (w *Week) date(d office.Date) string {
	return w.cfg.Words.Day(d.At(0, time.UTC))
}

// after is the rows that the draft touches, as they would be.
func (w *Week) after() map[string]*contract.BoardRow {
	out := map[string]*contract.BoardRow{}
	for _, r := range w.draft.effect.GetRows() {
		out[r.After.GetSite()] = r.After
	}
	return out
}

func (w *Week) buildRow(r, after *contract.BoardRow) Row {
	t := w.words()
	row := Row{Name: r.Name, Mark: w.mark(r)}
	row.Wait = w.wait(r)
	if after != nil {
		if then := w.wait(after); then.Say != row.Wait.Say {
			row.Wait = Line{text.Fill(t.WaitArrow, "before", w.short(r), "after", then.Say), then.Tone}
		}
	}
	for i := range min(len(r.Cells), Days) {
		c := r.Cells[i]
		row.Cells[i] = w.buildCell(c)
		if touched := cellOf(after, c.Date); touched != nil && !proto.Equal(touched, c) {
			row.Cells[i] = w.buildCell(touched)
			row.Cells[i].Changed = true
		}
		row.Cells[i].Lifted = w.hand != nil && w.hand.site == r.Site && w.hand.date == office.Date(c.Date)
	}
	return row
}

// mark says whether a site's counter hears of changes now.
func (w *Week) mark(r *contract.BoardRow) Line {
	switch {
	case r.Appliance && r.Online:
		return Line{w.words().Online, Good}
	case r.Appliance:
		return Line{w.words().Offline, Warn}
	}
	return Line{}
}

// cellOf is a row's cell of a date; nil: it has none.
func cellOf(r *contract.BoardRow, date int32) *contract.BoardCell {
	for _, c := range r.GetCells() {
		if c.Date == date {
			return c
		}
	}
	return nil
}

// wait is the longest wait of a site's clusters.
func (w *Week) wait(r *contract.BoardRow) Line {
	if x := longest(r); x != nil {
		return waiting(w.words(), x)
	}
	return Line{}
}

// short is that wait as a bare figure.
func (w *Week) short(r *contract.BoardRow) string {
	if x := longest(r); x != nil && x.Found {
		return strconv.Itoa(int(x.WorkingDays))
	}
	return w.words().NoPlace
}

// longest is the cluster that waits longest; nil: there is none.
func longest(r *contract.BoardRow) *contract.BoardWait {
	if len(r.Waits) == 0 {
		return nil
	}
	return slices.MaxFunc(r.Waits, func(a, b *contract.BoardWait) int {
		if a.Found != b.Found {
			if a.Found {
				return -1
			}
			return 1
		}
		return int(a.WorkingDays) - int(b.WorkingDays)
	})
}

func waiting(t *text.Planner, x *contract.BoardWait) Line {
	switch {
	case !x.Found:
		return Line{t.NoPlace, Bad}
	case !x.WithinNorm:
		return Line{t.WorkingDays.Count(int(x.WorkingDays)), Warn}
	}
	return Line{t.WorkingDays.Count(int(x.WorkingDays)), Plain}
}

func (w *Week) buildCell(c *contract.BoardCell) Cell {
	t := w.words()
	if c.Seats == 0 && c.Stranded == 0 && c.Asked == 0 {
		return Cell{Free: t.Closed, Closed: true}
	}
	out := Cell{Free: t.Free.Count(int(c.Free + c.Held)), Figures: text.Fill(t.Figures, "booked", c.Booked, "seats", c.Seats),
		Need: fmt.Sprintf("%d %s", c.Need, c.Word), Level: level(c.Need)}
	switch {
	case c.Stranded > 0:
		out.Tone = Bad
	case out.Level >= 4:
		out.Tone = Bad
	case out.Level == 3:
		out.Tone = Warn
	}
	return out
}

// level makes strokes of a need: none when nobody asks, four when there is too little.
func level(need uint32) int {
	switch {
	case need == 0:
		return 0
	case need < 40:
		return 1
	case need < 60:
		return 2
	case need < 80:
		return 3
	}
	return 4
}

// buildHere tells of the cell that the planner stands on.
func (w *Week) buildHere(after map[string]*contract.BoardRow) []Line {
	t := w.words()
	row, cell := w.here()
	if row == nil || cell == nil {
		return nil
	}
	if then := cellOf(after[row.Site], cell.Date); then != nil {
		cell = then
	}
	lines := []Line{{text.Fill(t.HereTitle, "site", row.Name, "day", w.date(office.Date(cell.Date))), Plain}}
	if cell.Closed != "" {
		return append(lines, Line{cell.Closed, Plain})
	}
	lines = append(lines, Line{text.Fill(t.HereSeats, "desks", t.Desks.Count(int(cell.Desks)), "seats", cell.Seats, "booked", cell.Booked, "free", cell.Free, "held", cell.Held, "blocked", cell.Blocked+cell.Kept), Plain})
	if cell.Known {
		lines = append(lines, Line{text.Fill(t.HereExpected, "n", w.cfg.Words.Decimal(cell.Expected, 0), "days", cell.RestsOn), Plain})
	} else {
		lines = append(lines, Line{t.HereUnknown, Plain})
	}
	if cell.Stranded > 0 {
		lines = append(lines, Line{t.Stranded.Count(int(cell.Stranded)), Bad})
	}
	if cell.Asked > 0 {
		lines = append(lines, Line{t.AskedBack.Count(int(cell.Asked)), Warn})
	}
	return lines
}

// buildDraft tells what is in hand, and what the draft does.
func (w *Week) buildDraft(s *Shown) {
	t := w.words()
	if h := w.hand; h != nil {
		s.Hand = text.Fill(t.InHand, "desk", h.desk, "from", clock(h.from), "to", clock(h.to), "site", h.name, "day", w.date(h.date))
	}
	switch {
	case w.draft.undo != 0:
		s.Draft = t.DraftUndo
	case len(w.draft.moves) > 0:
		s.Draft = t.DraftMoves.Count(len(w.draft.moves))
	}
	s.Effect = w.effect()
}

func (w *Week) siteName(id string) string {
	for _, r := range w.board.Rows {
		if r.Site == id {
			return r.Name
		}
	}
	return id
}

// clock writes a local minute, as "16:00".
func clock(minute uint32) string { return office.Minute(minute).String() }

// moves writes moves as sentences.
func (w *Week) moves(in []*contract.BoardMove) []string {
	t := w.words()
	var out []string
	for _, m := range in {
		out = append(out, text.Fill(t.Move, "desk", m.Desk, "from", clock(m.From), "to", clock(m.To), "site", w.siteName(m.FromSite), "day", w.date(office.Date(m.FromDate)),
			"there", w.siteName(m.ToSite), "then", w.date(office.Date(m.ToDate)), "at", clock(m.At)))
	}
	return out
}

// buildSheet fills the sheet that is open.
func (w *Week) buildSheet(s *Shown) {
	t := w.words()
	switch w.sheet {
	case HoursSheet:
		row, cell := w.here()
		if cell == nil {
			return
		}
		s.Hours = Hours{Title: text.Fill(t.HoursTitle, "site", row.Name, "day", w.date(office.Date(cell.Date))), At: w.picking.at}
		for _, x := range cell.Stretches {
			s.Hours.Rows = append(s.Hours.Rows, text.Fill(t.HoursRow, "desk", x.Desk, "from", clock(x.From), "to", clock(x.To)))
			s.Hours.Detail = append(s.Hours.Detail, text.Fill(t.HoursDetail, "booked", x.Booked, "held", x.Held))
		}
		s.Hours.Act, s.Hours.Picked = t.Lift, w.picked(t.Picked)
		if g := w.goal; g != nil {
			s.Hours.Title = text.Fill(t.DropTitle, "site", row.Name, "day", w.date(office.Date(cell.Date)))
			s.Hours.Act = t.Drop
			then := w.date(office.Date(g.cell.Date))
			if g.at != asBefore {
				then += ", " + clock(uint32(g.at))
			}
			s.Hours.Picked = text.Fill(w.picked(t.DropPicked), "there", g.row.Name, "then", then)
		}
	case CommitSheet:
		s.Commit = Confirm{Title: t.CommitTitle, Moves: w.moves(w.draft.moves), Lines: w.effect()}
		if w.draft.undo != 0 {
			s.Commit.Moves = []string{t.DraftUndo}
		}
		for _, h := range w.draft.effect.GetHits() {
			s.Commit.Hits = append(s.Commit.Hits, Line{w.hit(h), Bad})
		}
	case AdviceSheet:
		s.Advice = Advice{Title: t.AdviceTitle, Method: w.advice.GetMethod(), At: w.picking.at}
		for i, x := range w.advice.GetSuggestions() {
			s.Advice.Rows = append(s.Advice.Rows, x.Reason)
			s.Advice.Detail = append(s.Advice.Detail, text.Fill(t.Saves, "n", w.cfg.Words.Decimal(x.WaitingLess, 0)))
			if i == w.picking.at {
				s.Advice.Moves = w.moves(x.Draft.GetMoves())
			}
		}
		if len(s.Advice.Rows) == 0 {
			s.Advice.Empty = t.NoAdvice
		}
	}
}

// picked says which hours are picked.
func (w *Week) picked(words string) string {
	p := w.picking
	return text.Fill(words, "from", clock(p.from), "to", clock(p.to), "time", w.cfg.Words.Duration(time.Duration(p.to-p.from)*time.Minute))
}

// hit is an appointment that loses its place: when and why, and never of whom.
func (w *Week) hit(h *contract.PlanHit) string {
	place := h.Appointment.GetPlace()
	run := place.GetRun()
	return text.Fill(w.words().Hit, "site", w.siteName(place.GetSite()), "day", w.date(office.Date(run.GetDate())), "at", clock(run.GetStart()), "why", h.Why)
}
