package board_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// large is a city of twenty sites with some 200,000 seats that somebody has or had: six weeks back and eight weeks ahead, four
// desks a day of eight hours.
type large struct {
	memory
	config calendar.Config
	plan   *calendar.Plan
	seats  int
}

func newLarge(b *testing.B) *large {
	b.Helper()
	l := &large{memory: memory{}, config: calendar.Config{Version: 1}}
	l.config.Products = mustCompile(b, rulebook.Default()).Products()
	for i := range 20 {
		site := office.SiteID(fmt.Sprintf("loket-%02d", i))
		l.config.Sites = append(l.config.Sites, office.Site{ID: site, Name: string(site), NIS: "1", Vault: office.Sourced[bool]{Value: true}, Desks: office.Sourced[uint8]{Value: 5}})
		for day := time.Monday; day <= time.Friday; day++ {
			l.config.Rules = append(l.config.Rules, calendar.Rule{ID: fmt.Sprintf("%d/%s", i, day), Site: site, Days: calendar.On(day), From: 540, To: 1020,
				Mode: calendar.Appointment, Desks: 4})
		}
	}
	l.plan = l.compile(b)
	for _, site := range l.plan.Sites() {
		for d := today - 42; d < today+56; d++ {
			for i, id := range l.plan.Day(site.ID, d).Seats() {
				switch {
				case d > today+40 && i%3 == 0: // some are left, far ahead
				case d > today && i%4 == 0:
					l.put(id, board.Held)
					l.seats++
				default:
					l.put(id, board.Booked)
					l.seats++
				}
			}
		}
	}
	return l
}

func (l *large) compile(b *testing.B) *calendar.Plan {
	p, err := calendar.NewPlan(l.config)
	if err != nil {
		b.Fatal(err)
	}
	return p
}

func (l *large) scene() *board.Scene { return &board.Scene{Plan: l.plan, Ledger: l, Now: now} }

// BenchmarkWeek is a full board: twenty sites, seven days, with expected demand and first free place, over 200,000 seats in a
// calendar that is full for six weeks. The yardstick is 300 ms.
func BenchmarkWeek(b *testing.B) {
	l := newLarge(b)
	b.ReportMetric(float64(l.seats), "seats")
	for b.Loop() {
		if w := board.Week(l.scene(), board.Span{From: today + 3, Days: 7}); len(w.Rows) != 20 || !w.Rows[0].Waits[0].Found {
			b.Fatal("no board")
		}
	}
	b.ReportMetric(float64(l.seats), "seats")
}

// BenchmarkEffect is a draft of one move, from its translation over compiling the changed plan to its effect. The
// yardstick is 200 ms.
func BenchmarkEffect(b *testing.B) {
	l := newLarge(b)
	stored := &contract.Plan{Version: 1}
	for _, r := range l.config.Rules {
		stored.Rules = append(stored.Rules, rulebook.ToRule(r))
	}
	from := l.config.Sites[0].ID
	m := board.Move{From: board.Block{Site: from, Date: tuesday, Desk: 4, From: 540, To: 660}, To: board.Target{Site: l.config.Sites[1].ID, Date: tuesday, From: 540}}
	for b.Loop() {
		c, err := board.Translate(board.Draft{Name: "2", Moves: []board.Move{m}}, stored, l.plan, today)
		if err != nil {
			b.Fatal(err)
		}
		after := *l
		for _, r := range c.Put.Rules {
			rule, err := rulebook.RuleOf(r)
			if err != nil {
				b.Fatal(err)
			}
			after.config.Rules = append(after.config.Rules[:len(after.config.Rules):len(after.config.Rules)], rule)
		}
		for _, g := range c.Put.Regimes {
			regime, err := rulebook.RegimeOf(g)
			if err != nil {
				b.Fatal(err)
			}
			after.config.Regimes = append(after.config.Regimes[:len(after.config.Regimes):len(after.config.Regimes)], regime)
		}
		if e := board.Weigh(l.scene(), after.compile(b), c.Touch); e.Balanced() != nil || len(e.Rows) != 2 || e.MinutesBefore == 0 {
			b.Fatalf("effect %+v", e)
		}
	}
}
