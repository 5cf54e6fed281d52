package help_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/help"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

var morning = time.Date(2026, time.November, 26, 10, 12, 0, 0, time.UTC)

// desks is a site whose decisions are folded at once, as the node does.
type desks struct {
	kv.Memory
	t interface{ Fatal(...any) }
}

// take stamps and folds what was decided; false when there was nothing to write down.
func (d *desks) take(e *contract.Event, err error, desk office.Desk, clerk string, at time.Time) bool {
	if err != nil {
		d.t.Fatal(err)
	}
	if e == nil {
		return false
	}
	e.Desk, e.Clerk, e.AtMs = uint32(desk), clerk, at.UnixMilli()
	if err := help.Fold(&d.Memory, e); err != nil {
		d.t.Fatal(err)
	}
	return true
}

func (d *desks) ask(desk office.Desk, at time.Time) bool {
	e, err := help.Ask(d, desk, at)
	return d.take(e, err, desk, "", at)
}

func (d *desks) answer(calling, from office.Desk, clerk string, at time.Time) bool {
	e, err := help.Answer(d, calling, from, at)
	return d.take(e, err, from, clerk, at)
}

func (d *desks) today(at time.Time) []help.Call {
	all, err := help.Today(d, office.DateOf(at))
	if err != nil {
		d.t.Fatal(err)
	}
	return all
}

func TestACallStandsUntilSomebodyComes(t *testing.T) {
	d := &desks{t: t}
	if !d.ask(1, morning) || d.ask(1, morning.Add(time.Minute)) {
		t.Error("one call was not asked once")
	}
	if got := d.today(morning); len(got) != 1 || got[0].Answered || !got[0].At.Equal(morning) {
		t.Fatalf("asked: %+v", got)
	}
	if !d.answer(1, 2, "bert", morning) || d.answer(1, 3, "zoe", morning) {
		t.Error("the first who comes is the one who comes")
	}
	if got := d.today(morning)[0]; !got.Answered || got.Comes != "bert" || got.From != 2 {
		t.Errorf("answered: %+v", got)
	}
	if !d.ask(1, morning.Add(time.Hour)) || d.today(morning)[0].Answered {
		t.Error("the next call does not stand")
	}
	if !d.answer(1, 1, "ann", morning) || d.today(morning)[0].Comes != "" {
		t.Error("who called says that it is over, and nobody comes")
	}
}

func TestACallEndsWithItsDay(t *testing.T) {
	d := &desks{t: t}
	d.ask(1, morning)
	next := morning.Add(24 * time.Hour)
	if got := d.today(next); len(got) != 0 {
		t.Errorf("of yesterday: %+v", got)
	}
	if _, err := help.Answer(d, 1, 2, next); !fault.Is(err, fault.NotFound) {
		t.Errorf("answered yesterday's call: %v", err)
	}
	if !d.ask(1, next) {
		t.Error("a call of yesterday kept today's back")
	}
	if _, err := help.Ask(d, 0, next); !fault.Is(err, fault.Invalid) {
		t.Errorf("nobody's desk: %v", err)
	}
}

// Whatever desks do, each has at most one call, and it stands exactly if nobody answered since it was asked last.
func TestCallsAreWhatTheDesksDid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &desks{t: t}
		open := map[office.Desk]bool{}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			desk := office.Desk(rapid.IntRange(1, 3).Draw(t, "desk"))
			if rapid.Bool().Draw(t, "asks") {
				if d.ask(desk, morning) == open[desk] {
					t.Fatalf("desk %d asked while its call stood: %v", desk, open[desk])
				}
				open[desk] = true
				continue
			}
			if _, called := open[desk]; called {
				from := office.Desk(rapid.IntRange(1, 3).Draw(t, "from"))
				if d.answer(desk, from, "bert", morning) != open[desk] {
					t.Fatalf("desk %d was answered while its call stood: %v", desk, open[desk])
				}
				open[desk] = false
			}
		}
		all := d.today(morning)
		if len(all) != len(open) {
			t.Fatalf("%d calls of %d desks", len(all), len(open))
		}
		for _, c := range all {
			if c.Answered == open[c.Desk] {
				t.Fatalf("desk %d: %+v", c.Desk, c)
			}
		}
	})
}
