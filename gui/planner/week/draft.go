package week

import (
	"context"
	"slices"

	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// draft is what the planner wants to do, and what headquarters says that it does.
type draft struct {
	moves  []*contract.BoardMove
	undo   uint64                // takes back a change; then there are no moves
	effect *contract.BoardEffect // of exactly these moves; nil: it is being weighed, or could not be
}

func (d draft) empty() bool { return len(d.moves) == 0 && d.undo == 0 }

// picking is which hours of a cell are about to be lifted.
type picking struct {
	at       int // which of the cell's openings
	from, to uint32
}

// Press is Enter, or a touch, on the cell that the planner stands on: with hours in hand they are put down there, without any the
// hours of the cell are shown.
func (w *Week) Press() {
	w.Change(func() {
		row, cell := w.here()
		switch {
		case cell == nil || w.busy():
		case w.hand != nil:
			w.put(row, cell, w.hourHere(), w.hand)
		case len(cell.Stretches) == 0 || w.half && openAt(cell, w.hour) < 0:
			w.notice = Notice{Say: w.words().NoHours, Tone: Warn}
		case w.half:
			w.sheet, w.goal, w.picking = HoursSheet, nil, picking{}
			w.pickFrom(cell, openAt(cell, w.hour), w.hour)
		default:
			w.sheet, w.goal, w.picking = HoursSheet, nil, picking{}
			w.whole(cell)
		}
	})
}

// Pick chooses an opening of the cell.
func (w *Week) Pick(n int) {
	w.Change(func() {
		if _, cell := w.here(); w.sheet == HoursSheet && cell != nil && n >= 0 && n < len(cell.Stretches) {
			w.picking.at = n
			w.whole(cell)
		}
	})
}

// whole picks an opening from its beginning to its end.
func (w *Week) whole(cell *contract.BoardCell) {
	s := cell.Stretches[w.picking.at]
	w.picking.from, w.picking.to = s.From, s.To
}

// Shape makes what is picked begin or end so many slots later, within the opening and never shorter than one.
func (w *Week) Shape(begin, end int) {
	w.Change(func() {
		_, cell := w.here()
		if w.sheet != HoursSheet || cell == nil || w.picking.at >= len(cell.Stretches) {
			return
		}
		s, p := cell.Stretches[w.picking.at], &w.picking
		slot := int(max(s.SlotMinutes, 1))
		from := min(max(int(p.from)+begin*slot, int(s.From)), int(p.to)-slot)
		to := max(min(int(p.to)+end*slot, int(s.To)), from+slot)
		p.from, p.to = uint32(from), uint32(to)
	})
}

// asBefore stands for the time of day at which hours began where they were.
const asBefore = -1

// hourHere is the half hour where the planner stands; in the week none is said.
func (w *Week) hourHere() int {
	if w.half {
		return int(w.hour)
	}
	return asBefore
}

// Lift takes what is picked in hand; what was dragged somewhere is put down there.
func (w *Week) Lift() {
	w.Change(func() {
		row, cell := w.here()
		if w.sheet != HoursSheet || cell == nil || w.picking.at >= len(cell.Stretches) {
			return
		}
		w.lift(row, cell)
	})
}

// put adds a move of what is in hand to the draft, to begin at a minute or asBefore, and asks what that does. On the day and the hour
// they came from, the hours are back. What is refused leaves the draft as it was, and left in hand.
func (w *Week) put(row *contract.BoardRow, cell *contract.BoardCell, at int, left *hand) {
	h := w.hand
	w.hand = nil
	if h.site == row.Site && h.date == office.Date(cell.Date) && (at == asBefore || at == int(h.from)/halfHour*halfHour) {
		return
	}
	if at == asBefore {
		at = int(h.from)
	}
	before := w.draft
	move := &contract.BoardMove{FromSite: h.site, FromDate: int32(h.date), From: h.from, To: h.to, Desk: h.desk,
		ToSite: row.Site, ToDate: cell.Date, At: uint32(at)}
	w.draft = draft{moves: append(slices.Clone(before.moves), move)}
	w.weigh(func() { w.draft, w.hand = before, left })
}

// Shift makes the last move begin so many steps of ten minutes later where it goes.
func (w *Week) Shift(steps int) {
	w.Change(func() {
		if len(w.draft.moves) == 0 || w.busy() {
			return
		}
		before := w.draft
		last := before.moves[len(before.moves)-1]
		moved := &contract.BoardMove{FromSite: last.FromSite, FromDate: last.FromDate, From: last.From, To: last.To, Desk: last.Desk,
			ToSite: last.ToSite, ToDate: last.ToDate, At: uint32(max(int(last.At)+steps*10, 0)), Products: last.Products, Clusters: last.Clusters}
		w.draft = draft{moves: append(slices.Clone(before.moves[:len(before.moves)-1]), moved)}
		w.weigh(func() { w.draft = before })
	})
}

// weigh asks what the draft does. It wants the lock held. A draft that is refused goes back to what it was: unput says how;
// nil: it stays, without an effect.
func (w *Week) weigh(unput func()) {
	w.draft.effect, w.notice = nil, Notice{}
	if w.draft.empty() {
		return
	}
	d := &contract.BoardDraft{Version: w.board.Version, Moves: w.draft.moves, Undo: w.draft.undo}
	var got *contract.BoardEffect
	w.do(errand.Job{
		Run: func(ctx context.Context) (err error) {
			got, err = w.cfg.Headquarters.Try(ctx, d)
			return err
		},
		Then: func() {
			w.draft.effect, w.lost = got, ""
			if got.Stale {
				w.notice = Notice{Say: w.words().Stale, Tone: Warn}
			}
		},
		Failed: func(err error) {
			if unput != nil {
				unput()
			}
			w.refuse(err)
		},
	})
}

// Undo lets go of what is in hand, or takes back the last move of the draft.
func (w *Week) Undo() {
	w.Change(func() {
		switch {
		case w.busy():
		case w.hand != nil:
			w.hand = nil
		case w.draft.undo != 0:
			w.draft = draft{}
		case len(w.draft.moves) > 0:
			w.draft = draft{moves: slices.Clone(w.draft.moves[:len(w.draft.moves)-1])}
			w.weigh(nil)
		}
	})
}

// Dismiss goes back one step: out of a sheet, or lets go of what is in hand, or goes from the day to the week. It never loses a draft.
func (w *Week) Dismiss() {
	w.Change(func() {
		switch {
		case w.sheet != NoSheet:
			w.sheet = NoSheet
		case w.hand != nil:
			w.hand = nil
		default:
			w.half = false
		}
		w.notice = Notice{}
	})
}

// Discard drops the draft.
func (w *Week) Discard() {
	w.Change(func() {
		if !w.busy() {
			w.draft, w.hand, w.notice, w.sheet = draft{}, nil, Notice{}, NoSheet
		}
	})
}

// TakeBack makes a draft that takes the last committed change back.
func (w *Week) TakeBack() {
	w.Change(func() {
		if w.busy() || w.last == 0 || !w.draft.empty() {
			return
		}
		w.draft = draft{undo: w.last}
		w.weigh(func() { w.draft = draft{} })
	})
}

// Commit asks whether to commit, and commits on the second press: what happens is on the sheet in between.
func (w *Week) Commit() {
	w.Change(func() {
		switch {
		case w.busy() || !w.committable():
		case w.sheet != CommitSheet:
			w.sheet = CommitSheet
		default:
			w.commit()
		}
	})
}

// committable reports whether the draft's effect is known, of the plan as it is.
func (w *Week) committable() bool {
	return !w.draft.empty() && w.draft.effect != nil && !w.draft.effect.Stale && w.lost == ""
}

func (w *Week) commit() {
	e := w.draft.effect
	q := &contract.BoardCommitRequest{By: w.cfg.By, Draft: &contract.BoardDraft{Version: e.Version, Moves: w.draft.moves, Undo: w.draft.undo}}
	for _, h := range e.Hits {
		q.Hit = append(q.Hit, h.Appointment.GetId())
	}
	undo := w.draft.undo != 0
	var got *contract.BoardCommitResponse
	w.do(errand.Job{
		Run: func(ctx context.Context) (err error) {
			got, err = w.cfg.Headquarters.Commit(ctx, q)
			return err
		},
		Then: func() {
			w.draft, w.sheet, w.last = draft{}, NoSheet, got.Version
			if undo {
				w.last = 0
			}
			w.notice = w.committed(got.Effect)
			w.readBoard()
		},
		Failed: func(err error) {
			w.sheet = NoSheet
			w.refuse(err)
			if fault.Is(err, fault.Conflict) {
				w.readAgain()
			}
		},
	})
}

// readAgain reads the board after a refusal that tells that it is no longer so; what was said stays to be read.
func (w *Week) readAgain() {
	said := w.notice
	w.readBoard()
	w.notice = said
}

// committed says what was done, and what is only asked yet.
func (w *Week) committed(e *contract.BoardEffect) Notice {
	t := w.words()
	n := Notice{Say: t.Committed, Tone: Good}
	held := 0
	for _, r := range e.GetRecalls() {
		held += int(r.Held)
	}
	if held > 0 {
		n.Next = t.Asked.Count(held)
	}
	return n
}

// Advise asks for suggestions.
func (w *Week) Advise() {
	w.Change(func() {
		if w.busy() || w.board == nil {
			return
		}
		var got *contract.BoardAdviseResponse
		w.do(errand.Job{
			Run: func(ctx context.Context) (err error) {
				got, err = w.cfg.Headquarters.Advise(ctx, &contract.BoardAdviseRequest{})
				return err
			},
			Then: func() { w.advice, w.sheet, w.picking = got, AdviceSheet, picking{} },
		})
	})
}

// Choose marks a suggestion.
func (w *Week) Choose(n int) {
	w.Change(func() {
		if w.sheet == AdviceSheet && n >= 0 && n < len(w.advice.GetSuggestions()) {
			w.picking.at = n
		}
	})
}

// Adopt makes the marked suggestion the draft. It is weighed like any other, and nothing is committed by it.
func (w *Week) Adopt() {
	w.Change(func() {
		if w.sheet != AdviceSheet || w.busy() || w.picking.at >= len(w.advice.GetSuggestions()) {
			return
		}
		before := w.draft
		w.draft = draft{moves: w.advice.Suggestions[w.picking.at].Draft.GetMoves()}
		w.sheet, w.hand = NoSheet, nil
		w.weigh(func() { w.draft = before })
	})
}

func (w *Week) words() *text.Planner { return &w.cfg.Words.Planner }
