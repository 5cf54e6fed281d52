package fleet

import (
	"context"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Headquarters is what the page asks of headquarters. Each call ends within its ctx; a refusal is a fault with words for the planner.
type Headquarters interface {
	Glance(context.Context, *contract.FleetRequest) (*contract.FleetResponse, error)
	DeclareLost(context.Context, *contract.DeclareLostRequest) (*contract.DeclareLostResponse, error)
}

// Fleet is the page. Make it with New, give it life with Run.
type Fleet struct {
	*errand.Runner
	cfg errand.Config
	hq  Headquarters

	// What follows is guarded by the runner.
	picture *contract.FleetResponse // its sites in the order in which they stand
	read    time.Time               // when it came
	lost    string                  // why headquarters says nothing; empty: it does
	at      string                  // the site that the planner stands on
	asking  bool                    // the sheet that asks whether an appliance is lost
	second  string                  // the other planner
	notice  week.Notice
	shown   Shown
}

// New makes a page that has heard nothing yet.
func New(hq Headquarters, cfg errand.Config) *Fleet {
	f := &Fleet{cfg: cfg.Filled(), hq: hq}
	f.Runner = errand.New(func() { f.shown = f.build() })
	f.shown = f.build()
	return f
}

// Shown is what is shown now.
func (f *Fleet) Shown() (s Shown) {
	f.Look(func() { s = f.shown })
	return s
}

// Run gives the page life until ctx ends.
func (f *Fleet) Run(ctx context.Context) { f.Runner.Run(ctx, f.cfg.Pause, errand.Every, f.Refresh) }

// Refresh asks headquarters again.
func (f *Fleet) Refresh() { f.Change(f.ask) }

// ask reads the picture. It wants the lock held.
func (f *Fleet) ask() {
	var got *contract.FleetResponse
	f.Do(errand.Job{
		Run: func(ctx context.Context) (err error) {
			got, err = f.hq.Glance(ctx, &contract.FleetRequest{})
			return err
		},
		Then: func() {
			f.picture, f.read, f.lost = got, f.cfg.Now(), ""
			order(f.picture.Sites)
			if f.site() == nil && len(got.Sites) > 0 {
				f.at = got.Sites[0].Site
			}
		},
		Failed: func(err error) { f.lost = fault.Sentence(err) },
	})
}

// site is the one that the planner stands on; nil: there is none.
func (f *Fleet) site() *contract.FleetSite {
	for _, s := range f.picture.GetSites() {
		if s.Site == f.at {
			return s
		}
	}
	return nil
}

// Choose stands on a site.
func (f *Fleet) Choose(site string) {
	f.Change(func() { f.at, f.notice = site, week.Notice{} })
}

// AskLost opens the sheet that asks whether the appliance of the site is lost.
func (f *Fleet) AskLost() {
	f.Change(func() {
		if f.shown.Can.Lose {
			f.asking, f.second, f.notice = true, "", week.Notice{}
		}
	})
}

// Second is the name of the other planner, as it is typed.
func (f *Fleet) Second(name string) { f.Change(func() { f.second = name }) }

// Dismiss closes the sheet, or else takes away what was said.
func (f *Fleet) Dismiss() {
	f.Change(func() { f.asking, f.notice = false, week.Notice{} })
}

// DeclareLost has the appliance declared lost, on both planners' word.
func (f *Fleet) DeclareLost() {
	f.Change(func() {
		site, second, t := f.site(), strings.TrimSpace(f.second), f.cfg.Words.Fleet
		switch {
		case !f.asking || site == nil || f.Busy():
			return
		case second == "" || strings.EqualFold(second, f.cfg.By):
			f.notice = week.Notice{Say: t.LostSame, Tone: week.Warn}
			return
		}
		f.lose(site, second)
	})
}

// lose asks headquarters. It wants the lock held.
func (f *Fleet) lose(site *contract.FleetSite, second string) {
	var done *contract.DeclareLostResponse
	f.Do(errand.Job{
		Run: func(ctx context.Context) (err error) {
			done, err = f.hq.DeclareLost(ctx, &contract.DeclareLostRequest{Site: site.Site, By: f.cfg.By, Second: second})
			return err
		},
		Then: func() {
			f.asking = false
			f.notice = week.Notice{Say: text.Fill(f.cfg.Words.Fleet.LostDone, "site", site.Name, "blocked", done.Blocked, "booked", done.Booked), Tone: week.Good}
			f.ask()
		},
		Failed: func(err error) { f.notice = week.Notice{Say: fault.Sentence(err), Tone: week.Bad} },
	})
}
