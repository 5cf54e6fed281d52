package week

import (
	"context"
	"log/slog"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Days is how many days the board shows.
const Days = 7

// Every is how long the board is believed before it is read again by itself.
const Every = 30 * time.Second

// Config is what a planner's screen is made of. Headquarters and By must be given.
type Config struct {
	Headquarters Headquarters
	By           string           // who plans, as the history of the plan writes it
	Words        *text.Words      // default Dutch
	Now          func() time.Time // default time.Now
	Location     *time.Location   // of the city; default time.Local
	Log          *slog.Logger     // default discards
	Pause        func(context.Context, time.Duration)
}

// Week is the planner's screen. Make it with New, give it life with Run.
type Week struct {
	*errand.Runner
	cfg Config

	// What follows is guarded by the runner.
	board   *contract.BoardWeekResponse
	read    time.Time // when the board came
	lost    string    // why headquarters says nothing; empty: it does
	from    office.Date
	row     int
	day     int
	hand    *hand
	draft   draft
	sheet   Sheet
	picking picking
	advice  *contract.BoardAdviseResponse
	notice  Notice
	last    uint64 // version that our last commit made: what can be taken back; 0: nothing
	shown   Shown
}

// hand is hours that were lifted off the board.
type hand struct {
	site     string
	name     string
	date     office.Date
	desk     uint32
	from, to uint32
}

// New makes a planner's screen that has heard nothing yet.
func New(cfg Config) *Week {
	if cfg.Words == nil {
		cfg.Words = text.Dutch()
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Location == nil {
		cfg.Location = time.Local
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Pause == nil {
		cfg.Pause = errand.Pause
	}
	w := &Week{cfg: cfg}
	w.Runner = errand.New(func() { w.shown = w.build() })
	w.shown = w.build()
	return w
}

// Shown is what is shown now.
func (w *Week) Shown() (s Shown) {
	w.Look(func() { s = w.shown })
	return s
}

// Run gives the screen life until ctx ends: it reads the board, reads it again while nothing else is under way, and works.
func (w *Week) Run(ctx context.Context) error {
	w.Runner.Run(ctx, w.cfg.Pause, Every, w.Refresh)
	return nil
}

// do hands work over, unless some is under way; what it does not say of a failure is a refusal. It wants the lock held.
func (w *Week) do(j errand.Job) {
	if j.Failed == nil {
		j.Failed = w.refuse
	}
	w.Do(j)
}

// refuse says what headquarters refused, or that it cannot be reached.
func (w *Week) refuse(err error) {
	if fault.Is(err, fault.Unreachable) {
		w.lost = fault.Sentence(err)
		return
	}
	w.notice = Notice{Say: fault.Sentence(err), Tone: Bad}
}

// Refresh reads the board again.
func (w *Week) Refresh() { w.Change(w.readBoard) }

// readBoard asks for the board of the days that are looked at. It wants the lock held.
func (w *Week) readBoard() {
	from := w.from
	var got *contract.BoardWeekResponse
	w.do(errand.Job{
		Run: func(ctx context.Context) (err error) {
			got, err = w.cfg.Headquarters.Week(ctx, &contract.BoardWeekRequest{From: int32(from), Days: Days, Hours: true})
			return err
		},
		Then: func() { w.take(got) },
		Failed: func(err error) {
			w.cfg.Log.Warn("headquarters gave no board", "error", err)
			w.lost = fault.Sentence(err)
		},
	})
}

// take shows a board that came.
func (w *Week) take(b *contract.BoardWeekResponse) {
	changed := w.board != nil && w.board.Version != b.Version && !w.draft.empty()
	w.board, w.read, w.lost = b, w.cfg.Now(), ""
	w.from = office.Date(b.From)
	w.row = max(min(w.row, len(b.Rows)-1), 0)
	w.day = max(min(w.day, int(b.Days)-1), 0)
	if changed {
		w.weigh(nil) // the draft is held against the plan as it is now
	}
}

// Turn shows the days so many weeks later.
func (w *Week) Turn(weeks int) {
	w.Change(func() {
		if w.board == nil || w.Busy() {
			return
		}
		w.from += office.Date(weeks * Days)
		w.readBoard()
	})
}

// Go moves over the board.
func (w *Week) Go(down, right int) {
	w.Change(func() {
		if w.board == nil {
			return
		}
		w.row = max(min(w.row+down, len(w.board.Rows)-1), 0)
		w.day = max(min(w.day+right, int(w.board.Days)-1), 0)
	})
}

// Point goes to a cell.
func (w *Week) Point(row, day int) {
	w.Change(func() {
		if w.board != nil && row < len(w.board.Rows) && day < int(w.board.Days) {
			w.row, w.day = max(row, 0), max(day, 0)
		}
	})
}

// here is the row and the cell that the planner stands on; nil: there is none.
func (w *Week) here() (*contract.BoardRow, *contract.BoardCell) {
	if w.board == nil || w.row >= len(w.board.Rows) {
		return nil, nil
	}
	r := w.board.Rows[w.row]
	if w.day >= len(r.Cells) {
		return r, nil
	}
	return r, r.Cells[w.day]
}
