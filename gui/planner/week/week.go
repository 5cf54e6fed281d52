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
	half    bool   // the day is shown, by half hours
	hour    uint32 // of it: the minute at which the half hour begins
	hand    *hand
	goal    *goal // where what is picked was dragged to; nil: it is taken in hand
	draft   draft
	sheet   Sheet
	picking picking
	advice  *contract.BoardAdviseResponse
	notice  Notice
	last    uint64 // version that our last commit made: what can be taken back; 0: nothing
	shown   Shown
	quiet   bool        // what is under way is that the board is read by itself
	next    *errand.Job // what the planner did meanwhile
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

// do hands work over, unless some is under way; what it does not say of a failure is a refusal. While the board is only read by itself
// the work waits for that. It wants the lock held.
func (w *Week) do(j errand.Job) {
	if j.Failed == nil {
		j.Failed = w.refuse
	}
	if w.quiet {
		w.next = &j
		return
	}
	w.Do(j)
}

// busy reports whether work of the planner's is under way: then presses do nothing. That the board is read by itself stops nobody.
func (w *Week) busy() bool { return w.Busy() && (!w.quiet || w.next != nil) }

// refuse says what headquarters refused, or that it cannot be reached.
func (w *Week) refuse(err error) {
	if fault.Is(err, fault.Unreachable) {
		w.lost = fault.Sentence(err)
		return
	}
	w.notice = Notice{Say: fault.Sentence(err), Tone: Bad}
}

// Refresh reads the board again, unless something is under way. What the planner does meanwhile is done right after it.
func (w *Week) Refresh() {
	w.Change(func() {
		if w.Busy() {
			return
		}
		j := w.reading()
		w.quiet = true
		w.Do(errand.Job{Run: j.Run, Then: func() { w.resume(j.Then) }, Failed: func(err error) { w.resume(func() { j.Failed(err) }) }})
	})
}

// resume ends a reading that nobody asked for, and goes on with what the planner did meanwhile; if the plan turned out to be another,
// and the draft must be weighed first, they are asked again.
func (w *Week) resume(end func()) {
	next := w.next
	w.quiet, w.next = false, nil
	end()
	if next != nil {
		w.Do(*next)
	}
}

// readBoard asks for the board of the days that are looked at. It wants the lock held.
func (w *Week) readBoard() { w.do(w.reading()) }

func (w *Week) reading() errand.Job {
	from := w.from
	var got *contract.BoardWeekResponse
	return errand.Job{
		Run: func(ctx context.Context) (err error) {
			got, err = w.cfg.Headquarters.Week(ctx, &contract.BoardWeekRequest{From: int32(from), Days: Days, Hours: true})
			return err
		},
		Then: func() { w.take(got) },
		Failed: func(err error) {
			w.cfg.Log.Warn("headquarters gave no board", "error", err)
			w.lost = fault.Sentence(err)
		},
	}
}

// take shows a board that came.
func (w *Week) take(b *contract.BoardWeekResponse) {
	changed := w.board != nil && w.board.Version != b.Version && !w.draft.empty()
	w.board, w.read, w.lost = b, w.cfg.Now(), ""
	w.from = office.Date(b.From)
	w.row = max(min(w.row, len(b.Rows)-1), 0)
	w.day = max(min(w.day, int(b.Days)-1), 0)
	w.hour = w.atHour(int(w.hour))
	if changed {
		w.weigh(nil) // the draft is held against the plan as it is now
	}
}

// Turn shows the days so many weeks later, or the day so many days later.
func (w *Week) Turn(by int) {
	w.Change(func() {
		switch {
		case w.board == nil || w.busy():
		case w.half:
			w.turnDay(by)
		default:
			w.from += office.Date(by * Days)
			w.readBoard()
		}
	})
}

// Go moves over the board, or over the half hours of the day.
func (w *Week) Go(down, right int) {
	w.Change(func() {
		if w.board == nil {
			return
		}
		w.row = max(min(w.row+down, len(w.board.Rows)-1), 0)
		if w.half {
			w.hour = w.atHour(int(w.hour) + right*halfHour)
			return
		}
		w.day = max(min(w.day+right, int(w.board.Days)-1), 0)
	})
}

// Point goes to a field: a site, and a day of the week or a half hour of the day.
func (w *Week) Point(row, col int) {
	w.Change(func() {
		if w.board == nil {
			return
		}
		if _, cell, _ := w.spot(Spot{max(row, 0), max(col, 0)}); cell != nil {
			w.stand(Spot{max(row, 0), max(col, 0)})
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
