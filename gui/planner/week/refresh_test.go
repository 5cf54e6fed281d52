package week_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/planner/week/weektest"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// slow is a headquarters whose board takes until it is let go.
type slow struct {
	*weektest.Headquarters
	hold chan struct{}
}

func (h slow) Week(ctx context.Context, q *contract.BoardWeekRequest) (*contract.BoardWeekResponse, error) {
	select {
	case <-h.hold:
	case <-ctx.Done():
	}
	return h.Headquarters.Week(ctx, q)
}

// The board is read by itself every half minute. A press in that moment is not lost: it is done right after, on the plan as it is then.
func TestAPressWhileTheBoardIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hq := slow{weektest.New(0), make(chan struct{}, 9)}
		s := &screen{Week: week.New(week.Config{Headquarters: hq, By: "ines", Words: text.Dutch()}), hq: hq.Headquarters}
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { _ = s.Run(ctx) })
		defer func() { cancel(); wg.Wait() }()
		let := func() { hq.hold <- struct{}{}; synctest.Wait() }
		let()
		drop := func() { s.Drop(week.Spot{Row: 2, Col: 2}, week.Spot{Row: 1, Col: 4}) }

		got := s.do(s.Refresh)
		if got.Busy != "" || !got.Can.Press {
			t.Errorf("while it is read by itself: busy %q, %+v", got.Busy, got.Can)
		}
		got = s.do(drop)
		if got.Draft != "1 verplaatsing" || got.Can.Commit || got.Busy == "" {
			t.Errorf("a drop meanwhile: draft %q, busy %q, %+v", got.Draft, got.Busy, got.Can)
		}
		let()
		if got = s.Shown(); got.Draft != "1 verplaatsing" || !got.Can.Commit || got.Busy != "" {
			t.Errorf("after it: draft %q, busy %q, %+v", got.Draft, got.Busy, got.Can)
		}

		// Committed on a plan that turns out to be another: the draft is weighed again first, and nothing is committed unseen.
		s.do(s.Commit, s.Refresh)
		s.hq.Change()
		s.do(s.Commit)
		let()
		if got = s.Shown(); len(s.hq.Commits) != 0 || got.Draft != "1 verplaatsing" || got.Busy != "" {
			t.Errorf("%d commits on another plan; draft %q", len(s.hq.Commits), got.Draft)
		}
		s.do(s.Commit)
		let()
		if len(s.hq.Commits) != 1 || s.hq.Commits[0].Draft.Version != 8 {
			t.Errorf("commits %v", s.hq.Commits)
		}

		// Another week that is asked for while this one is read comes, and stays.
		s.do(s.Refresh, func() { s.Turn(1) })
		let()
		let()
		if got = s.Shown(); got.Days[0].Name != "ma 30 nov" || got.Busy != "" {
			t.Errorf("the week after: %+v", got.Days[0])
		}
	})
}
