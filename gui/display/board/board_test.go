package board_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/display/board"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

var monday = office.NewDate(2026, time.November, 23)

// daemon is a counter whose pictures a test tells.
type daemon struct {
	pictures chan *contract.HallView
	gone     chan error
}

func (d *daemon) Watch(ctx context.Context, show func(*contract.HallView)) error {
	for {
		select {
		case v := <-d.pictures:
			show(v)
		case err := <-d.gone:
			return err
		case <-ctx.Done():
			return nil
		}
	}
}

// screen is a display with a daemon behind it, in the invented time of a synctest bubble.
type screen struct {
	*daemon
	*board.Board
	changes atomic.Int64
}

func mustScreen(t *testing.T, words *text.Words) *screen {
	t.Helper()
	s := &screen{daemon: &daemon{pictures: make(chan *contract.HallView), gone: make(chan error)}}
	s.Board = board.New(board.Config{Source: s.daemon, Words: words, Location: time.UTC})
	s.OnChanged(func() { s.changes.Add(1) })
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { _ = s.Run(ctx) })
	t.Cleanup(func() { cancel(); wg.Wait() })
	synctest.Wait()
	return s
}

// see shows a picture and waits until it is on the screen.
func (s *screen) see(v *contract.HallView) board.Shown {
	s.pictures <- v
	synctest.Wait()
	return s.Shown()
}

func call(ticket string, desk uint32, at int64) *contract.HallCall {
	return &contract.HallCall{Ticket: ticket, Desk: desk, AtMs: at, Times: 1}
}

func open(calls ...*contract.HallCall) *contract.HallView {
	return &contract.HallView{SiteName: "Buurtloket Berchem", Open: true, Calls: calls}
}

func TestACallIsShownAndPulsesOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mustScreen(t, nil)
		if got := s.Shown(); got.Main.Where != "Een ogenblik" || got.Stale != "" {
			t.Errorf("opening: %+v", got)
		}
		first := s.see(open(call("A016", 2, 100)))
		if first.Pulse != 0 || first.Main != (board.Call{Ticket: "A016", Where: "Loket 2"}) || first.Heads.Number != "Nummer" {
			t.Errorf("a call from before the display was on: %+v", first)
		}
		quick := call("A017", 1, 200)
		quick.Direction, quick.Product = "snelbalie", "Rijbewijs afhalen"
		second := s.see(open(quick, call("A016", 2, 100)))
		if second.Pulse != 1 || second.Main != (board.Call{Ticket: "A017", Where: "Loket 1 · snelbalie", What: "Rijbewijs afhalen"}) || second.Before[0].Ticket != "A016" {
			t.Errorf("a new call: %+v", second)
		}
		if again := s.see(open(quick, call("A016", 2, 100))); again != second {
			t.Errorf("the same picture again: %+v", again)
		}
		changes := s.changes.Load()
		s.see(open(quick, call("A016", 2, 100)))
		if s.changes.Load() != changes {
			t.Error("the same picture was drawn again")
		}
		recalled := call("A016", 2, 300)
		recalled.Times = 2
		if got := s.see(open(recalled, quick)); got.Pulse != 2 || got.Main.Again != "Opnieuw opgeroepen" {
			t.Errorf("a call of who did not come: %+v", got)
		}
		recalled.Serving = true
		if got := s.see(open(quick, recalled)); got.Pulse != 2 || got.Main.Ticket != "A017" || got.Before[0].Again != "" {
			t.Errorf("they came: %+v", got)
		}
	})
}

func TestManyCallsAndManyWho(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mustScreen(t, nil)
		v := open()
		for i := range 12 {
			v.Calls = append(v.Calls, call("A"+strings.Repeat("1", i+1), uint32(i+1), int64(100-i)))
			v.Next = append(v.Next, strings.Repeat("9", i+1))
		}
		v.Waiting, v.ExpectFrom, v.ExpectTo = 12, 20, 45
		got := s.see(v)
		if got.Main.Ticket != "A1" || got.Before[board.Befores-1].Ticket != "A11111" || got.Next[board.Nexts-1] != "999999" || got.Waits != "12 bezoekers wachten" ||
			got.Expect != "Wie nu komt, wacht 20 tot 45 minuten." {
			t.Errorf("%+v", got)
		}
		v = open()
		v.Waiting, v.ExpectTo = 1, 10
		if got := s.see(v); got.Expect != "Wie nu komt, wacht minder dan 10 minuten." || got.Waits != "1 bezoeker wacht" || got.Before != [board.Befores]board.Call{} {
			t.Errorf("%+v", got)
		}
		v.Waiting, v.ExpectTo = 0, 0
		if got := s.see(v); got.Expect != "" || got.Waits != "Niemand wacht" {
			t.Errorf("nobody knows: %+v", got)
		}
	})
}

// The last good picture stays, with its age; what was lost first counts, and the daemon's return ends it.
func TestADaemonThatIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mustScreen(t, nil)
		s.see(open(call("A016", 2, 100)))
		since := time.Now().UTC().Format("15:04")
		s.gone <- errors.New("gone")
		synctest.Wait()
		got := s.Shown()
		if got.Main.Ticket != "A016" || got.Stale != "Dit scherm hoort niets nieuws sinds "+since+"." || got.StaleIf == "" {
			t.Errorf("gone: %+v", got)
		}
		time.Sleep(10 * time.Minute) // invented time: the bubble's
		s.gone <- errors.New("still gone")
		synctest.Wait()
		later := s.Shown()
		if later.Stale != got.Stale || later.Clock == got.Clock {
			t.Errorf("later: %+v", later)
		}
		if back := s.see(open(call("A017", 1, 200))); back.Stale != "" || back.Pulse != 1 || back.Main.Ticket != "A017" {
			t.Errorf("back: %+v", back)
		}
	})
}

func TestClosed_A002_60(t *testing.T) {
	hours := func(of string, next office.Date, from uint32, spans ...*contract.HallSpan) *contract.HallHours {
		return &contract.HallHours{Of: of, NextDate: int32(next), NextFrom: from, Spans: spans}
	}
	closure := func(from, to office.Date, why string, part ...uint32) *contract.HallClosure {
		c := &contract.HallClosure{FromDate: int32(from), ToDate: int32(to), Reason: why}
		if part != nil {
			c.From, c.To = part[0], part[1]
		}
		return c
	}
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday.At(18*60, time.UTC))) // invented time: the bubble's
		s := mustScreen(t, nil)
		morning := &contract.HallSpan{From: 540, To: 720}
		v := &contract.HallView{SiteName: "Buurtloket Berchem", Hours: []*contract.HallHours{
			hours("appointment", monday+2, 540, morning, &contract.HallSpan{From: 780, To: 960}), hours("reception", monday, 1140, morning),
			hours("walk_in", monday+1, 600), hours("self_service", 0, 0), {Of: "later", Name: "nachtloket", Spans: []*contract.HallSpan{morning}},
		}, Closures: []*contract.HallClosure{closure(monday+1, monday+1, "personeelsdag"), closure(monday+8, monday+9, "vorming", 720, 960),
			closure(monday+10, monday+10, "vroeger dicht", 840, 960), closure(monday+20, monday+24, "werken")}}
		got := s.see(v)
		if !got.Closed || got.Main != (board.Call{Ticket: "Gesloten", Where: "Opent vandaag om 19:00"}) || got.Waits != "" {
			t.Errorf("closed: %+v", got.Main)
		}
		if want := [board.Notes]string{"Op afspraak 09:00–12:00, 13:00–16:00", "Onthaal 09:00–12:00", "Vrije inloop di 24 nov om 10:00"}; got.Hours != want {
			t.Errorf("hours %q", got.Hours)
		}
		if want := [board.Notes]string{"di 24 nov gesloten: personeelsdag", "di 1 dec tot wo 2 dec gesloten 12:00–16:00: vorming", "do 3 dec gesloten 14:00–16:00: vroeger dicht"}; got.Notes != want {
			t.Errorf("closures %q", got.Notes)
		}
		v.Closures, v.Closed, v.Hours = v.Closures[3:], "Wapenstilstand", []*contract.HallHours{hours("appointment", monday+2, 540), {Of: "later", Name: "nachtloket", Spans: []*contract.HallSpan{morning}}}
		got = s.see(v)
		if got.Main.What != "Wapenstilstand" || got.Main.Where != "Opent wo 25 nov om 09:00" || got.Notes[0] != "zo 13 dec tot do 17 dec gesloten: werken" || got.Hours[1] != "nachtloket 09:00–12:00" {
			t.Errorf("closed for the day: %+v", got)
		}
		v.Waiting = 1 // somebody is still there after closing time
		if got := s.see(v); got.Closed {
			t.Errorf("with somebody here: %+v", got)
		}
		v.Waiting, v.Hours = 0, nil
		if got := s.see(v); !got.Closed || got.Main.Where != "" {
			t.Errorf("with no hours at all: %+v", got.Main)
		}
	})
}

func TestInEnglish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mustScreen(t, text.English())
		v := open(call("A016", 2, 100))
		v.Waiting = 2
		if got := s.see(v); got.Main.Where != "Desk 2" || got.Waits != "2 visitors wait" {
			t.Errorf("%+v", got)
		}
	})
}
