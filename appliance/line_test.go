package appliance_test

import (
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/night"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/replica"
)

// mustAcknowledge has headquarters acknowledge so many records of a node's present life.
func mustAcknowledge(tb testing.TB, n *appliance.Node, size int) {
	tb.Helper()
	me, _ := life(tb, n)
	b, err := n.Shipping().Batch(me, 1, replica.DefaultLimits)
	if err != nil {
		tb.Fatal(err)
	}
	bodies, err := replica.Unpack(b)
	if err != nil {
		tb.Fatal(err)
	}
	_, root := journal.Edge{}.Extend(bodies[:size])
	if err := n.Shipping().Acknowledge(&contract.Ack{Incarnation: uint64(me), Size: uint64(size), Root: root[:]}); err != nil {
		tb.Fatal(err)
	}
}

// TestARestartRemembersTheLine: a record that headquarters acknowledged says when it was there, the first that it did not
// since when it is not. A process that begins anew without a line tells people the same as the one before.
func TestARestartRemembersTheLine(t *testing.T) {
	monday := time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return monday.Add(time.Duration(minutes) * time.Minute) }
	for _, row := range []struct {
		title        string
		tickets      []int // minutes after nine
		acknowledged int
		open         int
		since, heard time.Time
	}{
		{"nothing ever happened", nil, 0, 60, at(60), time.Time{}},
		{"there never was a line", []int{5, 10}, 0, 60, at(5), time.Time{}},
		{"it broke after the second", []int{5, 10, 15, 20}, 2, 60, at(15), at(10)},
		{"all was acknowledged", []int{5, 10}, 2, 60, at(60), at(10)},
		{"the clock was set back since", []int{5, 50}, 1, 20, at(20), at(5)},
	} {
		t.Run(row.title, func(t *testing.T) {
			c := &clock{now: monday}
			cfg := appliance.Config{Dir: t.TempDir(), Now: c.read}
			n := mustOpen(t, cfg)
			for k, minute := range row.tickets {
				c.set(at(minute))
				ticket(t, n, string(rune('a'+k)), k+1)
			}
			if row.acknowledged > 0 {
				mustAcknowledge(t, n, row.acknowledged)
			}
			for range 2 { // the second restart says what the first said
				if err := n.Close(); err != nil {
					t.Fatal(err)
				}
				c.set(at(row.open))
				n = mustOpen(t, cfg)
				l := line(t, n)
				heard := time.Time{}
				if l.HeardMs != 0 {
					heard = time.UnixMilli(l.HeardMs)
				}
				if l.State != contract.Line_OFFLINE || !time.UnixMilli(l.SinceMs).Equal(row.since) || !heard.Equal(row.heard) {
					t.Errorf("%v: since %s, heard %s; want %s, %s", l.State, time.UnixMilli(l.SinceMs).UTC(), heard.UTC(), row.since, row.heard)
				}
				look(t, n, func(turn appliance.Turn) {
					if got := n.HeardLast(turn); !got.Equal(row.heard) {
						t.Errorf("the roster is as old as %s, the line as %s", got.UTC(), row.heard)
					}
					late := row.heard.Add(20 * 24 * time.Hour)
					if over := staff.Left(turn.View, n.HeardLast(turn), late) < 0; over == row.heard.IsZero() {
						t.Errorf("sign-in is over: %t", over)
					}
				})
			}
		})
	}
}

// TestATapDoesNotTurnTheMorning: what was just done is on its way for a moment, and nobody has to know. When headquarters
// keeps silent for a minute, people are told; and that all is well as soon as it is.
func TestATapDoesNotTurnTheMorning(t *testing.T) {
	h, dir := mustHQ(t), t.TempDir()
	h.admit(dir)
	c := &clock{now: time.Now()}
	n := mustOpen(t, appliance.Config{Dir: dir, HQ: []string{h.addr}, Timing: quick, Steady: c.read})
	run(t, n)
	online := func() bool { return line(t, n).State == contract.Line_ONLINE && line(t, n).Waiting == 0 }
	waits := func() bool {
		_, text := morningOf(t, n)
		return strings.Contains(text, "Wacht op verzending")
	}
	eventually(t, "the line", online)
	answer := h.silent()
	ticket(t, n, "one", 1)
	_, size := life(t, n)
	eventually(t, "it is on its way", func() bool { return h.came() == size })
	if waits() {
		t.Error("a tap turns the morning")
	}
	c.set(c.read().Add(59 * time.Second))
	ticket(t, n, "two", 2) // nor does the next, while the first is on its way
	if waits() {
		t.Error("less than a minute turns the morning")
	}
	c.set(c.read().Add(time.Second))
	if !waits() {
		t.Error("headquarters is silent for a minute, and nobody is told")
	}
	answer()
	eventually(t, "all is delivered", online)
	if waits() {
		t.Error("all is delivered, and the morning says otherwise")
	}
	n.SetLine(false)
	eventually(t, "the plug is out", func() bool { return line(t, n).State == contract.Line_OFFLINE })
	ticket(t, n, "three", 3)
	if !waits() {
		t.Error("without a line nothing is on its way")
	}
}

// TestTheNightDoesNotWaitForItself: what each step of a night writes down is on its way for a moment, so a step that
// looks whether all is at headquarters is tried again soon; without a line that would be of no use.
func TestTheNightDoesNotWaitForItself(t *testing.T) {
	h, dir := mustHQ(t), t.TempDir()
	h.admit(dir)
	n := mustOpen(t, appliance.Config{Dir: dir, HQ: []string{h.addr}, Timing: quick})
	run(t, n)
	eventually(t, "the line", func() bool { return line(t, n).State == contract.Line_ONLINE && line(t, n).Waiting == 0 })
	answer := h.silent()
	defer answer()
	ticket(t, n, "one", 1)
	if out := n.NightStep(night.Backup); out.Done || !out.Soon || out.Say == "" {
		t.Errorf("with a record on its way: %+v", out)
	}
	n.SetLine(false)
	eventually(t, "the plug is out", func() bool { return line(t, n).State == contract.Line_OFFLINE })
	if out := n.NightStep(night.Backup); out.Done || out.Soon || out.Say == "" {
		t.Errorf("without a line: %+v", out)
	}
}
