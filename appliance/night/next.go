package night

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Plan is whose nights they are, and when. Zone is the site's.
type Plan struct {
	Site   office.SiteID
	Window Window
	Zone   *time.Location
}

// How long to wait before a step is tried again: within its budget, the same where it only waits for what is on its way,
// and once all steps had their turn.
const (
	Retry  = 30 * time.Second
	Moment = 2 * time.Second
	Later  = 5 * time.Minute
)

// State is how the nights stand: the first three from the journal, the last in memory, so that a process that begins
// anew gives each open step its whole budget again; the window's end bounds that.
type State struct {
	Reported office.Date    // the last night with a report; 0: none
	Night    office.Date    // one that began and has no report yet; 0: none
	Ended    map[Code]bool  // of that night: the steps that had their turn, and whether they were done
	Trials   map[Code]Trial // of that night
}

// Trial is what was tried since this process began.
type Trial struct {
	Since, Last time.Time
	Outcome     Outcome // of the last try
}

// Turn is what to do now. The zero Turn is to wait.
type Turn struct {
	Night  office.Date
	Step   Code // empty with Report
	GiveUp bool // the step's budget is over: note that it was not done
	Report bool // the night is over: write its report
}

// Morning names the night that runs or is the next to: the first whose window is not over.
func (p Plan) Morning(now time.Time) office.Date {
	m := office.DateOf(now.In(p.Zone))
	for {
		if _, end := p.Window.Bounds(p.Site, m, p.Zone); now.Before(end) {
			return m
		}
		m++
	}
}

// Next is what to do now, or how long to wait before asking again; the wait is more than zero exactly when there is
// nothing to do. It has no memory, and trusts no clock: one that was set makes a night run again or be reported as it
// is, and keeps no later night from running.
func (p Plan) Next(s State, now time.Time) (Turn, time.Duration) {
	m := p.Morning(now)
	if s.Night != 0 && s.Night != m {
		return Turn{Night: s.Night, Report: true}, 0
	}
	if s.Night == 0 && s.Reported == m {
		m++
	}
	begin, end := p.Window.Bounds(p.Site, m, p.Zone)
	if now.Before(begin) {
		return Turn{}, begin.Sub(now)
	}
	for _, step := range Steps {
		if _, ended := s.Ended[step.Code]; !ended {
			return first(step, m, s.Trials[step.Code], now)
		}
	}
	return again(s, m, now, end)
}

// first is the turn of a step that has not had its turn.
func first(step StepRule, night office.Date, t Trial, now time.Time) (Turn, time.Duration) {
	turn, retry := Turn{Night: night, Step: step.Code}, Retry
	if t.Outcome.Soon {
		retry = Moment
	}
	switch {
	case t.Since.IsZero() || t.Last.After(now): // not tried, or the clock went back
		return turn, 0
	case !step.Line || now.Sub(t.Since) >= step.Budget:
		turn.GiveUp = true
		return turn, 0
	case now.Sub(t.Last) >= retry:
		return turn, 0
	}
	return Turn{}, min(t.Last.Add(retry).Sub(now), t.Since.Add(step.Budget).Sub(now))
}

// again is the turn when all steps had theirs: the one that wants the line and was tried longest ago, or the report.
func again(s State, night office.Date, now, end time.Time) (Turn, time.Duration) {
	wait, left := end.Sub(now), false
	for _, step := range Steps {
		if s.Ended[step.Code] || !step.Line {
			continue
		}
		left = true
		last := s.Trials[step.Code].Last
		if last.After(now) || now.Sub(last) >= Later {
			return Turn{Night: night, Step: step.Code}, 0
		}
		wait = min(wait, last.Add(Later).Sub(now))
	}
	if !left {
		return Turn{Night: night, Report: true}, 0
	}
	return Turn{}, wait
}
