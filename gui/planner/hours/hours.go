package hours

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// Headquarters is what the page asks of headquarters. Each call ends within its ctx; a refusal is a fault with words for the planner.
type Headquarters interface {
	Rules(context.Context, *contract.RulesRequest) (*contract.PlanResponse, error)
	Bulletin(context.Context, *contract.BulletinRequest) (*contract.BulletinResponse, error)
	TryHours(context.Context, *contract.HoursDraft) (*contract.HoursEffect, error)
	CommitHours(context.Context, *contract.HoursCommitRequest) (*contract.HoursCommitResponse, error)
	Notice(context.Context, *contract.HoursNoticeRequest) (*contract.HoursNoticeResponse, error)
}

// Tab is what of a site is shown.
type Tab int

// The tabs.
const (
	HoursTab Tab = iota
	CalendarTab
	HistoryTab
	DifferTab
)

// Save keeps a file for the planner and tells where.
type Save func(name string, content []byte) (path string, err error)

// Hours is the page. Make it with New, give it life with Run.
type Hours struct {
	*errand.Runner
	cfg  errand.Config
	hq   Headquarters
	save Save

	// What follows is guarded by the runner.
	known  known
	read   time.Time // when it came
	lost   string    // why headquarters says nothing; empty: it does
	site   office.SiteID
	tab    Tab
	rows   []Row    // of the site and tab
	at     string   // the row that the planner stands on
	made   []string // pieces that were just made: the planner stands on the first when they are seen
	form   *form    // nil: none is open
	notice week.Notice
	shown  Shown
}

// known is what headquarters told, and what follows from it. It is replaced whole.
type known struct {
	plan    *contract.Plan
	cal     *calendar.Plan
	history []*contract.PlanNote
	items   []*contract.BulletinItem
	differ  []calendar.Difference
	today   office.Date
}

// New makes a page that has heard nothing yet. Notices go through save.
func New(hq Headquarters, cfg errand.Config, save Save) *Hours {
	h := &Hours{cfg: cfg.Filled(), hq: hq, save: save}
	h.Runner = errand.New(func() { h.shown = h.build() })
	h.shown = h.build()
	return h
}

func (h *Hours) words() *text.Hours { return &h.cfg.Words.Hours }

// Shown is what is shown now.
func (h *Hours) Shown() (s Shown) {
	h.Look(func() { s = h.shown })
	return s
}

// Run gives the page life until ctx ends.
func (h *Hours) Run(ctx context.Context) { h.Runner.Run(ctx, h.cfg.Pause, errand.Every, h.Refresh) }

// Refresh asks headquarters again.
func (h *Hours) Refresh() { h.Change(h.ask) }

// ask reads the plan. It wants the lock held.
func (h *Hours) ask() {
	was, got := h.known, known{}
	h.Do(errand.Job{
		Run: func(ctx context.Context) (err error) {
			got, err = h.fetch(ctx, was)
			return err
		},
		Then:   func() { h.known, h.read, h.lost = got, h.cfg.Now(), ""; h.settle(); h.stand() },
		Failed: func(err error) { h.lost = fault.Sentence(err) },
	})
}

// fetch reads what headquarters has, and compiles it when it is another plan than before.
func (h *Hours) fetch(ctx context.Context, was known) (known, error) {
	res, err := h.hq.Rules(ctx, &contract.RulesRequest{History: true})
	if err != nil {
		return known{}, err
	}
	news, err := h.hq.Bulletin(ctx, &contract.BulletinRequest{})
	if err != nil {
		return known{}, err
	}
	k := known{plan: res.Plan, history: res.History, cal: was.cal, differ: was.differ, today: office.DateOf(h.cfg.Now().In(h.cfg.Location))}
	for _, e := range news.Entries {
		if e.Shown != nil && !e.Withdrawn && e.Shown.Kind == "activity" {
			k.items = append(k.items, e.Shown)
		}
	}
	if was.plan.GetVersion() != k.plan.GetVersion() || was.today != k.today {
		if k.cal, _, err = rulebook.Read(res.Plan); err != nil {
			return known{}, err
		}
		k.differ = k.cal.Differences(calendar.Scope{Dates: office.Period{From: k.today, To: k.today + 6}, Channels: []office.Channel{office.ChannelDesk}})
	}
	return k, nil
}

// settle puts the planner on a site that there is.
func (h *Hours) settle() {
	if _, ok := h.known.cal.Site(h.site); ok {
		return
	}
	h.site = ""
	if all := h.known.cal.Sites(); len(all) > 0 {
		h.site = all[0].ID
	}
}

// stand puts the planner on what was just made.
func (h *Hours) stand() {
	for _, r := range h.list() {
		if len(h.made) > 0 && slices.Contains(h.made, r.piece()) {
			h.at, h.made = r.ID, nil
		}
	}
}

// Site stands on a site.
func (h *Hours) Site(id string) {
	h.Change(func() { h.site, h.at, h.notice = office.SiteID(id), "", week.Notice{} })
}

// Turn shows another tab; numbers beyond the last begin anew.
func (h *Hours) Turn(tab Tab) {
	const tabs = DifferTab + 1
	h.Change(func() { h.tab, h.at = (tab+tabs)%tabs, "" })
}

// Next turns to the tab beside this one.
func (h *Hours) Next(by int) { h.Turn(h.Shown().Tab + Tab(by)) }

// Choose stands on a row.
func (h *Hours) Choose(id string) { h.Change(func() { h.at, h.notice = id, week.Notice{} }) }

// row is the one that the planner stands on; nil: there is none.
func (h *Hours) row() *Row {
	i := slices.IndexFunc(h.rows, func(r Row) bool { return r.ID == h.at })
	if i < 0 {
		return nil
	}
	return &h.rows[i]
}

// Dismiss goes back from what a change does to its form, closes the form, or takes away what was said.
func (h *Hours) Dismiss() {
	h.Change(func() {
		h.notice = week.Notice{}
		switch {
		case h.form != nil && h.form.tried != nil:
			h.form.tried = nil
		default:
			h.form = nil
		}
	})
}

// SaveNotice has headquarters make the notice of the row that the planner stands on, or of the next change, and keeps it.
func (h *Hours) SaveNotice() {
	h.Change(func() {
		if !h.shown.Can.Notice {
			return
		}
		from := h.noticeDay()
		if from == 0 {
			h.notice = week.Notice{Say: h.words().NoticeNone, Tone: week.Warn}
			return
		}
		q, path := &contract.HoursNoticeRequest{Site: string(h.site), From: int32(from)}, ""
		h.Do(errand.Job{
			Run: func(ctx context.Context) (err error) {
				res, err := h.hq.Notice(ctx, q)
				if err == nil {
					path, err = h.keep(res)
				}
				return err
			},
			Then:   func() { h.notice = week.Notice{Say: text.Fill(h.words().NoticeSaved, "file", path), Tone: week.Good} },
			Failed: h.refused,
		})
	})
}

// keep saves a notice, and its words beside it.
func (h *Hours) keep(n *contract.HoursNoticeResponse) (string, error) {
	path, err := h.save(n.Name, n.Pdf)
	if err == nil {
		_, err = h.save(n.Name+".txt", []byte(n.Text))
	}
	if err != nil {
		return "", fault.New("hours.SaveNotice", fault.Internal).Because(fmt.Errorf("save the notice: %w", err)).Tell(text.Fill(h.words().NoticeFailed, "file", n.Name), "")
	}
	return path, nil
}

// noticeDay is the first day of what the planner stands on, or of the next change of the week; 0: there is none.
func (h *Hours) noticeDay() office.Date {
	if r := h.row(); r != nil && r.Notice >= h.known.today {
		return r.Notice
	}
	if all := h.known.cal.Turns(h.site, h.known.today, h.known.today+ahead); len(all) > 0 {
		return all[0]
	}
	return 0
}

// refused says what headquarters refused.
func (h *Hours) refused(err error) { h.notice = week.Notice{Say: fault.Sentence(err), Tone: week.Bad} }
