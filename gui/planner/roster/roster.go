package roster

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Days is how many days a week has.
const Days = 7

// Roster is the page. Make it with New, give it life with Run.
type Roster struct {
	*errand.Runner
	cfg errand.Config
	hq  Headquarters

	// What follows is guarded by the runner.
	sites  []*contract.SiteRow
	site   string      // that the planner looks at; empty: the first that has something open
	monday office.Date // of the week; 0: this one
	stored *contract.RosterWeekResponse
	staff  *contract.RosterStaffResponse
	read   time.Time // when the week came
	lost   string    // why headquarters says nothing; empty: it does

	row, day int    // where the planner stands: row 0 is what nobody covers
	mine     *draft // nil: as headquarters has it
	undone   []*draft
	checked  *contract.RosterWeekResponse // what headquarters says of the draft, with what the open form adds
	changes  int                          // of draft and form
	weighed  int                          // the change that checked is of

	sheet    Sheet
	pick     int // in the list of the sheet
	form     form
	proposal *contract.RosterProposeResponse
	need     need
	notes    []*contract.RosterNote
	notice   week.Notice
	shown    Shown
}

// New makes a page that has heard nothing yet.
func New(hq Headquarters, cfg errand.Config) *Roster {
	r := &Roster{cfg: cfg.Filled(), hq: hq}
	r.Runner = errand.New(func() { r.shown = r.build() })
	r.shown = r.build()
	return r
}

func (r *Roster) words() *text.Roster { return &r.cfg.Words.Roster }

// Shown is what is shown now.
func (r *Roster) Shown() (s Shown) {
	r.Look(func() { s = r.shown })
	return s
}

// Run gives the page life until ctx ends.
func (r *Roster) Run(ctx context.Context) {
	r.Runner.Run(ctx, r.cfg.Pause, errand.Every, func() {
		r.Change(func() {
			if r.sheet == NoSheet { // who is at something is not disturbed: a save says whether it was too late
				r.ask()
			}
		})
	})
}

// Refresh asks headquarters again.
func (r *Roster) Refresh() { r.Change(r.ask) }

// do hands work over, unless some is under way, and goes on afterwards with what came up meanwhile. It wants the lock held.
func (r *Roster) do(j errand.Job) {
	then, failed := j.Then, j.Failed
	j.Then = func() { then(); r.goOn() }
	j.Failed = func(err error) {
		if failed != nil {
			failed(err)
		}
		r.refuse(err)
		if r.lost == "" {
			r.goOn()
		}
	}
	r.Do(j)
}

// goOn asks what is not known yet: another week, or what the draft does. It wants the lock held.
func (r *Roster) goOn() {
	switch s := r.stored.GetSheet(); {
	case r.Busy():
	case s != nil && (s.Site != r.site || office.Date(s.Monday) != r.monday):
		r.ask()
	case r.weighed != r.changes && s != nil:
		r.weigh()
	}
}

// refuse says what headquarters refused, or that it cannot be reached.
func (r *Roster) refuse(err error) {
	if fault.Is(err, fault.Unreachable) {
		r.lost = fault.Sentence(err)
		return
	}
	r.notice = week.Notice{Say: fault.Sentence(err), Tone: week.Bad}
}

// heard is one reading of headquarters.
type heard struct {
	sites []*contract.SiteRow
	week  *contract.RosterWeekResponse
	staff *contract.RosterStaffResponse
	who   string // changed the week that the planner saw
}

// ask reads sites, week and people. It wants the lock held.
func (r *Roster) ask() {
	site, monday, version := r.site, r.monday, r.stored.GetSheet().GetVersion()
	var got heard
	r.do(errand.Job{
		Run: func(ctx context.Context) (err error) {
			got, err = r.listen(ctx, site, monday, version)
			return err
		},
		Then: func() { r.take(got, site, monday) },
	})
}

// listen reads all that is shown. Without a site it takes the first that has something open.
func (r *Roster) listen(ctx context.Context, site string, monday office.Date, version uint64) (got heard, err error) {
	all, err := r.hq.Sites(ctx, &contract.SitesRequest{})
	if err != nil || len(all.Sites) == 0 {
		return got, err
	}
	got.sites = all.Sites
	if got.staff, err = r.hq.RosterStaff(ctx, &contract.RosterStaffRequest{}); err != nil {
		return got, err
	}
	if site != "" {
		got.week, err = r.hq.RosterWeek(ctx, &contract.RosterWeekRequest{Site: site, Monday: int32(monday)})
		if err == nil && got.week.Sheet.Version != version {
			got.who, err = r.changer(ctx, got.week.Sheet)
		}
		return got, err
	}
	for _, s := range all.Sites {
		w, err := r.hq.RosterWeek(ctx, &contract.RosterWeekRequest{Site: s.Id, Monday: int32(monday)})
		if err != nil {
			return got, err
		}
		if got.week == nil || len(w.Sheet.Shifts) > 0 && len(got.week.Sheet.Shifts) == 0 || needed(w) > 0 && needed(got.week) == 0 {
			got.week = w
		}
		if len(w.Sheet.Shifts) > 0 {
			break
		}
	}
	return got, nil
}

// changer is who made the version of a week that stands.
func (r *Roster) changer(ctx context.Context, s *contract.RosterSheet) (string, error) {
	h, err := r.hq.RosterHistory(ctx, &contract.RosterHistoryRequest{Site: s.Site, Monday: s.Monday})
	if err != nil || len(h.Notes) == 0 {
		return "", err
	}
	return h.Notes[len(h.Notes)-1].By, nil
}

// take shows what came. A draft stays: on another version than it was made of, it is made again.
func (r *Roster) take(got heard, site string, monday office.Date) {
	r.read, r.lost = r.cfg.Now(), ""
	r.sites, r.staff = got.sites, got.staff
	if got.week == nil || site != r.site || monday != r.monday {
		return // the planner went on meanwhile
	}
	before := r.stored
	r.stored = got.week
	r.site, r.monday = got.week.Sheet.Site, office.Date(got.week.Sheet.Monday)
	same := before != nil && before.Sheet.Site == r.site && before.Sheet.Monday == int32(r.monday)
	switch {
	case !same:
		r.forget()
		r.stand()
	case r.dirty(before.Sheet) && before.Sheet.Version != got.week.Sheet.Version:
		r.rebase(before.Sheet, got.who)
	case r.dirty(before.Sheet):
		r.changed() // the calendar, or who is absent, may be another
	default:
		r.forget()
	}
	r.row = max(min(r.row, len(r.people())), 0)
}

// stand goes to today, or to the first day, of a week that is new.
func (r *Roster) stand() {
	r.row, r.day = 0, 0
	if today := r.today(); today >= r.monday && today < r.monday+Days {
		r.day = int(today - r.monday)
	}
}

func (r *Roster) today() office.Date { return office.DateOf(r.cfg.Now().In(r.cfg.Location)) }

// Turn shows the week so many weeks later.
func (r *Roster) Turn(weeks int) {
	r.Change(func() {
		if r.shown.Can.Turn && r.free() {
			r.monday += office.Date(weeks * Days)
			r.notice = week.Notice{}
			r.goOn()
		}
	})
}

// free reports whether nothing gets lost when another week is shown, and says so when it would.
func (r *Roster) free() bool {
	if r.stored == nil || !r.dirty(r.stored.Sheet) {
		return true
	}
	r.notice = week.Notice{Say: r.words().KeepFirst, Tone: week.Warn}
	return false
}

// Go moves over the page.
func (r *Roster) Go(down, right int) {
	r.Change(func() {
		if r.stored != nil {
			r.row, r.day = max(min(r.row+down, len(r.people())), 0), max(min(r.day+right, Days-1), 0)
		}
	})
}

// Point goes to a cell.
func (r *Roster) Point(row, day int) {
	r.Change(func() {
		if r.stored != nil && row >= 0 && row <= len(r.people()) && day >= 0 && day < Days {
			r.row, r.day = row, day
		}
	})
}

// Dismiss closes the sheet, or else takes away what was said.
func (r *Roster) Dismiss() {
	r.Change(func() {
		formed := r.sheet == ShiftSheet
		r.sheet, r.notice = NoSheet, week.Notice{}
		if formed {
			r.changed() // what the form added goes
		}
	})
}

// needed is how many minutes the week's posts take.
func needed(w *contract.RosterWeekResponse) (sum int) {
	for _, d := range w.GetDays() {
		sum += int(d.NeedMinutes)
	}
	return sum
}

// missing is how many of them nobody covers.
func missing(w *contract.RosterWeekResponse) (sum int) {
	for _, d := range w.GetDays() {
		sum += int(d.MissingMinutes)
	}
	return sum
}
