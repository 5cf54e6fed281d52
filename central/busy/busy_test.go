package busy_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/busy"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

const berchem = office.SiteID("buurtloket-berchem")

// monday is Monday 23 November 2026, ten in the morning in Brussels.
var (
	monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	today  = office.NewDate(2026, time.November, 23)
)

// city is a headquarters that takes journals, and a board over it.
type city struct {
	testing.TB
	m     *register.Machine
	w     kv.Memory
	index uint64
	now   time.Time
	size  map[office.SiteID]uint64
	life  map[office.SiteID]uint64
	board *busy.Board
	line  map[office.SiteID]busy.Line
}

func newCity(tb testing.TB) *city {
	c := &city{TB: tb, m: &register.Machine{Quota: register.DefaultQuota}, now: monday, size: map[office.SiteID]uint64{}, life: map[office.SiteID]uint64{},
		line: map[office.SiteID]busy.Line{}}
	c.board = busy.New(0, func(s office.SiteID) busy.Line { return c.line[s] })
	c.must(&contract.HQCommand{Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: rulebook.Default()}}})
	return c
}

func (c *city) must(command *contract.HQCommand) {
	c.Helper()
	c.index++
	command.AtMs = c.now.UnixMilli()
	reply, err := contract.Decode(c.m.Apply(&c.w, c.index, contract.Encode(command)), new(contract.HQReply))
	if err == nil {
		err = register.Err("test", reply)
	}
	if err != nil {
		c.Fatal(err)
	}
}

// begins has a new life of a site's counter arrive.
func (c *city) begins(site office.SiteID) {
	c.Helper()
	c.life[site]++
	c.size[site] = 0
	c.must(&contract.HQCommand{Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{Site: string(site), Incarnation: c.life[site], Era: 1, Key: make([]byte, 32)}}})
}

// sends has a counter's records arrive; those that have no time are of now.
func (c *city) sends(site office.SiteID, events ...*contract.Event) {
	c.Helper()
	if c.life[site] == 0 {
		c.begins(site)
	}
	var bodies [][]byte
	for _, e := range events {
		if e.AtMs == 0 {
			e.AtMs = c.now.UnixMilli()
		}
		bodies = append(bodies, contract.Encode(e))
	}
	first := c.size[site] + 1
	c.size[site] += uint64(len(events))
	c.must(&contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: string(site), Root: make([]byte, 32),
		Base: c.m.View(&c.w).Tree(site, office.Incarnation(c.life[site])).Root, Batch: &contract.Batch{Incarnation: c.life[site], First: first,
			Count: uint32(len(bodies)), Records: contract.JoinRecords(bodies)}}}})
}

func (c *city) look() busy.Now { return c.board.Look(c.m.View(&c.w), c.now)[berchem] }

func id(n int) []byte { return []byte(fmt.Sprintf("visit%011d", n)) }

func ticket(n int) *contract.Event {
	return &contract.Event{Kind: &contract.Event_TicketIssued{TicketIssued: &contract.TicketIssued{Visit: id(n), Ticket: uint32(n), Date: int32(today), Products: []string{"eid-aanvraag"}}}}
}

func called(n int, desk uint32) *contract.Event {
	return &contract.Event{Desk: desk, Kind: &contract.Event_Called{Called: &contract.Called{Visit: id(n)}}}
}

func serving(n int, desk uint32) *contract.Event {
	return &contract.Event{Desk: desk, Kind: &contract.Event_Serving{Serving: &contract.Serving{Visit: id(n)}}}
}

func finished(n int, desk uint32) *contract.Event {
	return &contract.Event{Desk: desk, Kind: &contract.Event_Finished{Finished: &contract.Finished{Visit: id(n), Outcome: "done"}}}
}

func undone(n int) *contract.Event {
	return &contract.Event{Kind: &contract.Event_Undone{Undone: &contract.Undone{Visit: id(n)}}}
}

// wants fails unless so many wait, and it is so busy now.
func (c *city) wants(waiting int, level busy.Level) {
	c.Helper()
	if n := c.look(); !n.Known || n.Waiting != waiting || n.Level != level {
		c.Fatalf("%+v, want %d waiting and %s", n, waiting, level)
	}
}

// TestBusyNow: tickets, calls, ends, and what is taken back, as the records come.
func TestBusyNow(t *testing.T) {
	c := newCity(t)
	if n := c.look(); n.Known || !n.AsOf.IsZero() {
		t.Errorf("a site without a counter: %+v", n)
	}
	c.sends(berchem, ticket(1))
	c.wants(1, busy.Quiet)
	c.sends(berchem, called(1, 1), ticket(2), ticket(3))
	c.wants(2, busy.Normal)
	c.sends(berchem, ticket(4), ticket(5))
	c.wants(4, busy.Busy)
	c.sends(berchem, called(2, 2))
	c.wants(3, busy.Normal)                   // for two desks
	c.sends(berchem, undone(2), called(2, 2)) // somebody pressed too soon
	c.wants(3, busy.Normal)
	c.sends(berchem, serving(1, 1), finished(1, 1), called(3, 1), serving(2, 2), finished(2, 2), called(4, 2))
	c.wants(1, busy.Quiet)
	c.sends(berchem, &contract.Event{Kind: &contract.Event_Left{Left: &contract.Left{Visit: id(5)}}})
	c.wants(0, busy.Quiet)
	missed := &contract.Event{Desk: 1, Kind: &contract.Event_Missed{Missed: &contract.Missed{Visit: id(3)}}}
	c.sends(berchem, missed) // nobody came: they wait again
	c.wants(1, busy.Quiet)
	if n := c.look(); n.HasWait {
		t.Errorf("a wait of %s, and four were served", n.Wait)
	}
}

// TestWaitIsOfToday: with ten served there is a range, of their pace and the desks that work; a desk that was left counts no more.
func TestWaitIsOfToday(t *testing.T) {
	c := newCity(t)
	for n := range 10 {
		c.sends(berchem, ticket(n), called(n, 1), serving(n, 1))
		c.now = c.now.Add(8 * time.Minute)
		c.sends(berchem, finished(n, 1))
	}
	c.sends(berchem, ticket(20), ticket(21), ticket(22))
	n := c.look()
	if !n.HasWait || n.Wait.String() != "20 tot 35 min" {
		t.Errorf("wait %v %s", n.HasWait, n.Wait)
	}
	c.sends(berchem, called(20, 2), undone(20))
	if n = c.look(); n.Wait.String() != "10 tot 20 min" || n.Level != busy.Normal {
		t.Errorf("with two desks: %+v", n)
	}
	c.sends(berchem, &contract.Event{Desk: 2, Kind: &contract.Event_SignedOut{SignedOut: &contract.SignedOut{}}})
	if n = c.look(); n.Wait.String() != "20 tot 35 min" {
		t.Errorf("who left works still: %+v", n)
	}
}

// TestNeverAGuess: what is old, or behind a line that is down, or of a counter that has not sent all, is told as the past, with its hour.
func TestNeverAGuess(t *testing.T) {
	for name, row := range map[string]struct {
		sent  time.Duration // age of the record when it came
		later time.Duration // that went by since
		line  func(now time.Time) busy.Line
		known bool
		asOf  time.Duration // before now
	}{
		"fresh":                      {0, 0, nil, true, 0},
		"a quarter of an hour":       {0, 15 * time.Minute, nil, true, 15 * time.Minute},
		"older":                      {0, 15*time.Minute + time.Second, nil, false, 15*time.Minute + time.Second},
		"sent late, after an outage": {2 * time.Hour, time.Minute, nil, false, 2*time.Hour + time.Minute},
		"the line is down":           {0, time.Minute, func(now time.Time) busy.Line { return busy.Line{Known: true, At: now, Size: 1} }, false, time.Minute},
		"open, and all is here": {0, time.Hour, func(now time.Time) busy.Line {
			return busy.Line{Known: true, Open: true, At: now.Add(-5 * time.Second), Size: 1}
		}, true, 5 * time.Second},
		"open, and there is more":      {0, time.Hour, func(now time.Time) busy.Line { return busy.Line{Known: true, Open: true, At: now, Size: 9} }, false, time.Hour},
		"open, and it did not say":     {0, time.Hour, func(now time.Time) busy.Line { return busy.Line{Known: true, Open: true, At: now} }, false, time.Hour},
		"nobody can tell of the line":  {0, time.Minute, func(now time.Time) busy.Line { return busy.Line{At: now} }, true, time.Minute},
		"a counter's clock runs ahead": {-time.Hour, time.Minute, nil, true, time.Minute},
		"open long ago, and asked late": {0, time.Hour, func(now time.Time) busy.Line {
			return busy.Line{Known: true, Open: true, At: now.Add(-20 * time.Minute), Size: 1}
		}, false, 20 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCity(t)
			e := ticket(1)
			e.AtMs = c.now.Add(-row.sent).UnixMilli()
			c.sends(berchem, e)
			c.now = c.now.Add(row.later)
			if row.line != nil {
				c.line[berchem] = row.line(c.now)
			}
			if n := c.look(); n.Known != row.known || c.now.Sub(n.AsOf) != row.asOf || n.Waiting != 1 {
				t.Errorf("%+v, %s ago; want known %v, %s", n, c.now.Sub(n.AsOf), row.known, row.asOf)
			}
		})
	}
	c := newCity(t)
	c.sends(berchem, ticket(1))
	c.now = c.now.AddDate(0, 0, 1)
	if n := c.look(); n.Known || !n.AsOf.IsZero() || n.Waiting != 0 {
		t.Errorf("the next day: %+v", n)
	}
	c = newCity(t)
	c.sends(berchem, ticket(1))
	c.look()
	c.begins(berchem) // another box: it tells all anew
	if n := c.look(); n.Known || n.Waiting != 0 {
		t.Errorf("a new life: %+v", n)
	}
	c.sends(berchem, ticket(5))
	c.look()
	c.begins(berchem)
	out := &contract.Event{Desk: 1, Kind: &contract.Event_SignedOut{SignedOut: &contract.SignedOut{}}}
	c.sends(berchem, out, ticket(7), ticket(8))
	if n := c.look(); !n.Known || n.Waiting != 2 {
		t.Errorf("a new life that tells: %+v", n)
	}
}

// TestEachRecordOnce: however a day is looked at while it goes on, it adds up to what one look at its end does; and what waits is what
// was issued and not called.
func TestEachRecordOnce(tt *testing.T) {
	rapid.Check(tt, func(t *rapid.T) {
		c := newCity(tt)
		waiting, at := []int{}, map[uint32]int{}
		for n := range rapid.IntRange(1, 60).Draw(t, "events") {
			desk := uint32(rapid.IntRange(1, 3).Draw(t, "desk"))
			switch k := rapid.IntRange(0, 3).Draw(t, "event"); {
			case k <= 1:
				c.sends(berchem, ticket(n))
				waiting = append(waiting, n)
			case k == 2 && len(waiting) > 0 && at[desk] == 0:
				c.sends(berchem, called(waiting[0], desk), serving(waiting[0], desk))
				at[desk], waiting = waiting[0]+1, waiting[1:]
			case k == 3 && at[desk] != 0:
				c.sends(berchem, finished(at[desk]-1, desk))
				at[desk] = 0
			}
			if rapid.Bool().Draw(t, "looked at") {
				c.look()
			}
		}
		got := c.look()
		if got.Waiting != len(waiting) && c.size[berchem] > 0 {
			t.Fatalf("%+v, want %d waiting", got, len(waiting))
		}
		c.board = busy.New(0, nil)
		if again := c.look(); again != got {
			t.Fatalf("looked at along the way %+v, at the end %+v", got, again)
		}
	})
}

func TestLevels(t *testing.T) {
	for waiting, want := range map[int][]busy.Level{0: {busy.Quiet, busy.Quiet}, 1: {busy.Quiet, busy.Quiet}, 2: {busy.Normal, busy.Quiet}, 3: {busy.Normal, busy.Normal},
		4: {busy.Busy, busy.Normal}, 6: {busy.Busy, busy.Normal}, 7: {busy.Busy, busy.Busy}} {
		if got := []busy.Level{busy.LevelOf(waiting, 1), busy.LevelOf(waiting, 2)}; !slices.Equal(got, want) {
			t.Errorf("%d waiting: %v, want %v", waiting, got, want)
		}
	}
	if busy.LevelOf(3, 0) != busy.Normal {
		t.Error("nobody works, and it is no division by nothing")
	}
}

// BenchmarkLook: what a page pays, all sites with a day of 400 visits each: when nothing came, and when one record did.
func BenchmarkLook(b *testing.B) {
	c := newCity(b)
	sites := 0
	for _, site := range c.m.View(&c.w).Calendar().Sites() {
		sites++
		for n := range 400 {
			c.sends(site.ID, ticket(n), called(n, 1), serving(n, 1), finished(n, 1))
		}
	}
	b.Run(fmt.Sprintf("cold/%d-sites", sites), func(b *testing.B) {
		for b.Loop() {
			c.board = busy.New(0, nil)
			c.look()
		}
	})
	c.look()
	b.Run("nothing-new", func(b *testing.B) {
		for b.Loop() {
			c.look()
		}
	})
	n := 1000
	b.Run("one-record", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			n++
			c.sends(berchem, ticket(n), finished(n, 1))
			for range c.w.Scan([]byte("j/"), nil) { // the state of this test sorts its keys anew when they are read after a change
				break
			}
			b.StartTimer()
			c.look()
		}
	})
}
