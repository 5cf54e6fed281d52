package night_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/night"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

const site office.SiteID = "buurtloket-berchem"

// monday is the morning that the tests are about.
var monday = office.NewDate(2026, time.November, 23)

func mustZone(tb testing.TB) *time.Location {
	tb.Helper()
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}

// world is a site whose night's hands do what the test says, on a clock of its own. Its state is a fold of its events, as
// a journal's.
type world struct {
	state  kv.Memory
	now    time.Time
	fails  map[night.Code]bool // these are not done
	soon   map[night.Code]int  // these only once they were tried so often
	tried  []night.Code
	when   []time.Time
	events []*contract.Event
	hurt   error // with which the next commits fail
	takes  time.Duration
}

var (
	_ night.Work  = (*world)(nil)
	_ night.Store = (*world)(nil)
)

func (w *world) Do(_ context.Context, step night.Code, _ office.Date) night.Outcome {
	w.tried, w.when = append(w.tried, step), append(w.when, w.now)
	w.now = w.now.Add(w.takes)
	if w.soon[step] > 0 {
		w.soon[step]--
		return night.Outcome{Say: "onderweg", Soon: true}
	}
	if w.fails[step] {
		return night.Outcome{Say: "geen verbinding"}
	}
	return night.Outcome{Done: true, Say: "gedaan"}
}

func (w *world) State() (night.State, error) { return night.Read(&w.state) }

func (w *world) Put(_ context.Context, decide night.Decision) error {
	if w.hurt != nil {
		return w.hurt
	}
	e, err := decide(&w.state, w.now)
	if err != nil || e == nil {
		return err
	}
	e.AtMs = w.now.UnixMilli()
	w.events = append(w.events, e)
	return night.Fold(&w.state, e)
}

func (w *world) keeper(tb testing.TB) *night.Keeper {
	return &night.Keeper{Plan: night.Plan{Site: site, Window: night.DefaultWindow, Zone: mustZone(tb)}, Work: w, Store: w}
}

// run lets the keeper work until the clock says until; a wait is passed at once.
func (w *world) run(tb testing.TB, k *night.Keeper, until time.Time) {
	tb.Helper()
	for n := 0; w.now.Before(until); n++ {
		if n > 100_000 {
			tb.Fatal("the night never waits")
		}
		wait, err := k.Turn(context.Background(), func() time.Time { return w.now })
		if err != nil {
			tb.Fatal(err)
		}
		if wait > 0 {
			w.now = w.now.Add(min(wait, until.Sub(w.now)))
		}
	}
}

func (w *world) reports() (out []*contract.NightReported) {
	for _, e := range w.events {
		if r := e.GetNightReported(); r != nil {
			out = append(out, r)
		}
	}
	return out
}

func codes() (out []night.Code) {
	for _, s := range night.Steps {
		out = append(out, s.Code)
	}
	return out
}

// TestANightInOrder: all steps once, in their order, within the window, and one report.
func TestANightInOrder(t *testing.T) {
	zone := mustZone(t)
	w := &world{now: (monday - 1).At(18*60, zone)}
	w.run(t, w.keeper(t), monday.At(9*60, zone))
	if !slices.Equal(w.tried, codes()) {
		t.Errorf("tried %v, want each once in order", w.tried)
	}
	begin, end := night.DefaultWindow.Bounds(site, monday, zone)
	for _, at := range w.when {
		if at.Before(begin) || !at.Before(end) {
			t.Errorf("a step ran at %s, outside %s-%s", at, begin, end)
		}
	}
	r := w.reports()
	if len(r) != 1 || office.Date(r[0].Night) != monday || len(r[0].Steps) != len(night.Steps) {
		t.Fatalf("reports: %v", r)
	}
	if night.LastWhole(&w.state) != monday {
		t.Errorf("the night was whole, and is not noted")
	}
}

// TestTheLineDown: what needs the line is tried to its budget, then the others run, then it is tried again until the
// window ends; the report says what was not done and why.
func TestTheLineDown(t *testing.T) {
	zone := mustZone(t)
	w := &world{now: monday.At(0, zone), fails: map[night.Code]bool{}}
	for _, s := range night.Steps {
		w.fails[s.Code] = s.Line
	}
	w.run(t, w.keeper(t), monday.At(9*60, zone))
	r := w.reports()
	if len(r) != 1 {
		t.Fatalf("%d reports, want 1", len(r))
	}
	for i, s := range r[0].Steps {
		if s.Done == night.Steps[i].Line || !s.Done && s.Say != "geen verbinding" {
			t.Errorf("%s: done %t, %q", s.Code, s.Done, s.Say)
		}
	}
	if night.LastWhole(&w.state) != 0 {
		t.Error("a night without a line counts as whole")
	}
	if last := w.tried[len(w.tried)-1]; !slices.Contains([]night.Code{night.Exchange, night.Seats, night.News, night.Consignments, night.Backup}, last) {
		t.Errorf("the last thing tried is %s, which needs no line", last)
	}
}

// TestTheLineComesLate: back at half past four, when all steps have had their turn.
func TestTheLineComesLate(t *testing.T) {
	zone := mustZone(t)
	w := &world{now: monday.At(0, zone), fails: map[night.Code]bool{}}
	for _, s := range night.Steps {
		w.fails[s.Code] = s.Line
	}
	k := w.keeper(t)
	w.run(t, k, monday.At(4*60+45, zone))
	clear(w.fails)
	w.run(t, k, monday.At(9*60, zone))
	if night.LastWhole(&w.state) != monday {
		t.Errorf("what was left was not done when the line came: %v", w.reports())
	}
}

// TestCrashAfterEachStep: the next process goes on where the last one was, and does nothing twice.
func TestCrashAfterEachStep(t *testing.T) {
	zone := mustZone(t)
	for done := range len(night.Steps) + 1 {
		w := &world{now: monday.At(4*60, zone)}
		k := w.keeper(t)
		for range done {
			if _, err := k.Turn(context.Background(), func() time.Time { return w.now }); err != nil {
				t.Fatal(err)
			}
		}
		w.run(t, w.keeper(t), monday.At(9*60, zone))
		if !slices.Equal(w.tried, codes()) || len(w.reports()) != 1 {
			t.Errorf("crash after %d steps: tried %v, %d reports", done, w.tried, len(w.reports()))
		}
	}
}

// TestCutOffForGood: the process stood still from the middle of a night until days later. The night is reported as it
// was, and the nights between are missed.
func TestCutOffForGood(t *testing.T) {
	zone := mustZone(t)
	w := &world{now: monday.At(4*60, zone)}
	k := w.keeper(t)
	for range 2 {
		if _, err := k.Turn(context.Background(), func() time.Time { return w.now }); err != nil {
			t.Fatal(err)
		}
	}
	w.now = (monday + 3).At(8*60, zone)
	w.run(t, w.keeper(t), (monday+3).At(9*60, zone))
	r := w.reports()
	if len(r) != 1 || office.Date(r[0].Night) != monday {
		t.Fatalf("reports: %v", r)
	}
	for i, s := range r[0].Steps {
		if s.Done != (i < 2) || s.Say == "" {
			t.Errorf("%s: done %t, %q", s.Code, s.Done, s.Say)
		}
	}
}

// TestAFullDisk: a commit that fails loses nothing; the same turn is made again.
func TestAFullDisk(t *testing.T) {
	zone := mustZone(t)
	w := &world{now: monday.At(4*60, zone), hurt: errors.New("disk full")}
	k := w.keeper(t)
	wait, err := k.Turn(context.Background(), func() time.Time { return w.now })
	if !errors.Is(err, w.hurt) || wait <= 0 {
		t.Fatalf("wait %s, %v", wait, err)
	}
	w.hurt = nil
	w.run(t, k, monday.At(9*60, zone))
	if r := w.reports(); len(r) != 1 || !r[0].Steps[0].Done {
		t.Errorf("reports: %v", r)
	}
}

// TestJitterSpreads: twenty sites, those of the catalogue and some more, do not begin at once, and each begins at its own
// time always.
func TestJitterSpreads(t *testing.T) {
	sites := catalogue.Sites()
	for n := len(sites); n < 20; n++ {
		sites = append(sites, office.Site{ID: office.SiteID(fmt.Sprintf("buurtloket-%d", n))})
	}
	var at []time.Duration
	quarters := map[int]bool{}
	for _, s := range sites[:20] {
		j := night.DefaultWindow.Jitter(s.ID)
		if j < 0 || j >= night.DefaultWindow.Spread || j != night.DefaultWindow.Jitter(s.ID) {
			t.Errorf("%s: %s", s.ID, j)
		}
		at = append(at, j)
		quarters[int(j/(15*time.Minute))] = true
	}
	slices.Sort(at)
	if len(slices.Compact(slices.Clone(at))) != 20 || len(quarters) != 4 {
		t.Errorf("not spread: %v", at)
	}
}

// TestWindowOnOddNights: nights of 23 and 25 hours are as long as others, and end at five.
func TestWindowOnOddNights(t *testing.T) {
	zone := mustZone(t)
	for _, d := range []office.Date{monday, office.NewDate(2026, time.March, 29), office.NewDate(2026, time.October, 25)} {
		begin, end := night.DefaultWindow.Bounds(site, d, zone)
		if end.Hour() != 5 || end.Sub(begin) != 3*time.Hour-night.DefaultWindow.Jitter(site) {
			t.Errorf("%s: %s to %s", d, begin, end)
		}
	}
	evening := night.Window{From: 22 * 60, To: 60, Spread: time.Hour}
	if err := evening.Check(); err != nil || evening.Length() != 3*time.Hour {
		t.Errorf("over midnight: %s, %v", evening.Length(), err)
	}
	if (night.Window{From: 120, To: 150}).Check() == nil || (night.Window{From: 120, To: 300, Spread: 2 * time.Hour}).Check() == nil {
		t.Error("a window without room is accepted")
	}
}

// TestNightsOfAnySort: whatever fails, crashes, takes long or sets the clock: a step that was done is not done again in
// its night, steps begin only inside the window, every night has at most one report, its steps are all in it, and nothing
// spins.
func TestNightsOfAnySort(t *testing.T) {
	zone := mustZone(t)
	rapid.Check(t, func(t *rapid.T) {
		w := &world{now: monday.At(0, zone), fails: map[night.Code]bool{}}
		plan := night.Plan{Site: site, Window: night.DefaultWindow, Zone: zone}
		k := &night.Keeper{Plan: plan, Work: w, Store: w}
		for range rapid.IntRange(1, 60).Draw(t, "moves") {
			switch rapid.IntRange(0, 5).Draw(t, "move") {
			case 0:
				k = &night.Keeper{Plan: plan, Work: w, Store: w} // a crash
			case 1:
				w.now = w.now.Add(time.Duration(rapid.IntRange(0, 40*60).Draw(t, "minutes")) * time.Minute)
			case 2:
				c := rapid.SampledFrom(codes()).Draw(t, "step")
				w.fails[c] = !w.fails[c]
			case 3:
				w.takes = time.Duration(rapid.IntRange(0, 3000).Draw(t, "seconds")) * time.Second
			case 4:
				w.now = w.now.Add(-time.Duration(rapid.IntRange(0, 30*60).Draw(t, "back")) * time.Minute)
			default:
				for range rapid.IntRange(1, 30).Draw(t, "turns") {
					before := len(w.tried)
					at := w.now
					wait, err := k.Turn(context.Background(), func() time.Time { return w.now })
					if err != nil || wait < 0 {
						t.Fatalf("%s, %v", wait, err)
					}
					if len(w.tried) > before {
						m := plan.Morning(at)
						if begin, end := plan.Window.Bounds(site, m, zone); at.Before(begin) || !at.Before(end) {
							t.Fatalf("a step began at %s", at)
						}
					}
					w.now = w.now.Add(wait)
				}
			}
		}
		checkHistory(t, w.events)
	})
}

func checkHistory(t *rapid.T, events []*contract.Event) {
	done := map[string]bool{}
	for _, e := range events {
		if s := e.GetNightStepped(); s != nil {
			if done[s.Step.Code] {
				t.Fatalf("%s ended twice in one night", s.Step.Code)
			}
			done[s.Step.Code] = s.Step.Done
		}
		if r := e.GetNightReported(); r != nil {
			if len(r.Steps) != len(night.Steps) {
				t.Fatalf("a report of %d steps", len(r.Steps))
			}
			for i, s := range r.Steps {
				if s.Code != string(night.Steps[i].Code) || s.Done != done[s.Code] || s.Say == "" {
					t.Fatalf("the report says %v", s)
				}
			}
			clear(done)
		}
	}
}

// TestADamagedProjection: it is told, not panicked about.
func TestADamagedProjection(t *testing.T) {
	for _, key := range []string{"m/p", "m/r"} {
		var state kv.Memory
		state.Put([]byte(key), []byte{0xff})
		if _, err := night.Read(&state); err == nil {
			t.Errorf("%s: read as if nothing were wrong", key)
		}
	}
}

// count is how often a step was tried.
func (w *world) count(c night.Code) (n int) {
	for _, one := range w.tried {
		if one == c {
			n++
		}
	}
	return n
}

// TestOneTryWithoutALine: what needs no line and failed does not get better by trying; it is tried once, unless the
// process was told to stop meanwhile.
func TestOneTryWithoutALine(t *testing.T) {
	zone := mustZone(t)
	w := &world{now: monday.At(4*60, zone), fails: map[night.Code]bool{night.Check: true}}
	k := w.keeper(t)
	for range len(night.Steps) - 1 {
		if _, err := k.Turn(context.Background(), func() time.Time { return w.now }); err != nil {
			t.Fatal(err)
		}
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if _, err := k.Turn(stopped, func() time.Time { return w.now }); err != nil {
		t.Fatal(err)
	}
	w.run(t, k, monday.At(9*60, zone))
	if n := w.count(night.Check); n != 2 {
		t.Errorf("the check was tried %d times, want once when stopped and once more", n)
	}
}

// TestTheClockGoesBack: a step that waits does not wait for the clock to come to where it was.
func TestTheClockGoesBack(t *testing.T) {
	zone := mustZone(t)
	w := &world{now: monday.At(4*60, zone), fails: map[night.Code]bool{night.Exchange: true}}
	k := w.keeper(t)
	for range 2 {
		if _, err := k.Turn(context.Background(), func() time.Time { return w.now }); err != nil {
			t.Fatal(err)
		}
	}
	w.now = w.now.Add(-20 * time.Minute)
	if wait, err := k.Turn(context.Background(), func() time.Time { return w.now }); err != nil || wait != 0 || w.count(night.Exchange) != 2 {
		t.Errorf("waits %s, tried %d times, %v", wait, w.count(night.Exchange), err)
	}
}

// TestWhatIsOnItsWayIsNotWaitedForLong: a step that only waits for an acknowledgement is tried again in a moment; one
// that found no line, after longer; and neither beyond its budget.
func TestWhatIsOnItsWayIsNotWaitedForLong(t *testing.T) {
	zone := mustZone(t)
	w := &world{now: monday.At(4*60, zone), soon: map[night.Code]int{night.Backup: 3}, fails: map[night.Code]bool{night.News: true}}
	begun := w.now
	w.run(t, w.keeper(t), monday.At(9*60, zone))
	var backup, news []time.Duration
	for n, c := range w.tried {
		switch at := w.when[n].Sub(begun); c {
		case night.Backup:
			backup = append(backup, at)
		case night.News:
			news = append(news, at)
		}
	}
	if len(backup) != 4 || backup[3]-backup[0] != 3*night.Moment {
		t.Errorf("the copy was looked for at %v", backup)
	}
	if len(news) < 3 || news[1]-news[0] != night.Retry {
		t.Errorf("the news was looked for at %v", news)
	}
	always := &world{now: begun, soon: map[night.Code]int{night.Exchange: 1 << 20}}
	always.run(t, always.keeper(t), monday.At(9*60, zone))
	if r := always.reports(); len(r) != 1 || r[0].Steps[0].Done || !r[0].Steps[1].Done {
		t.Errorf("what never comes holds up the rest: %v", r)
	}
}
