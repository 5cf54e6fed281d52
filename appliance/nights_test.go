package appliance_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/night"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// clock is a wall clock that the test sets. It begins today: certificates are real.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// sleep lets the nights of a node go by until a time; a wait is passed at once, as long as still says that nothing is
// under way over the line.
func sleep(tb testing.TB, n *appliance.Node, c *clock, until time.Time, still func()) {
	tb.Helper()
	k, err := n.Nights()
	if err != nil {
		tb.Fatal(err)
	}
	for c.read().Before(until) {
		still()
		wait, err := k.Turn(context.Background(), c.read)
		if err != nil {
			tb.Fatal(err)
		}
		c.set(c.read().Add(min(wait, until.Sub(c.read()))))
	}
}

func morningOf(tb testing.TB, n *appliance.Node) (m *contract.Morning, text string) {
	tb.Helper()
	look(tb, n, func(t appliance.Turn) {
		line, err := n.Line(t)
		if err != nil {
			tb.Fatal(err)
		}
		if m, err = n.Morning(t, line, booking.Agenda(t.Desk, office.DateOf(t.Now))); err != nil {
			tb.Fatal(err)
		}
	})
	for _, l := range m.Lines {
		text += l.Say + "\n"
	}
	return m, text
}

// TestAWeekOfMornings: one whole night with the line, then none: what is read after one, two and seven days, and when the
// line is back.
func TestAWeekOfMornings(t *testing.T) {
	h, dir := mustHQ(t), t.TempDir()
	h.admit(dir)
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	first := office.DateOf(time.Now().In(zone)) + 2 // the counter is never behind headquarters, whatever the hour
	c := &clock{now: (first - 1).At(18*60, zone)}
	n := mustOpen(t, appliance.Config{Dir: dir, HQ: []string{h.addr}, Timing: quick, Now: c.read})
	run(t, n)
	me, _ := life(t, n)
	eventually(t, "the line", func() bool { return line(t, n).State == contract.Line_ONLINE })
	h.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: &contract.Plan{Version: 1, Rules: []*contract.Rule{rulebook.ToRule(calendar.Rule{
		ID: "week", Site: site, Days: calendar.EveryDay, From: 9 * 60, To: 12 * 60, Mode: calendar.Appointment, Desks: 2, FirstDesk: 1,
		Products: []office.ProductID{"eid-aanvraag"}})}}}})
	eventually(t, "the plan", func() (there bool) {
		look(t, n, func(t appliance.Turn) { there = booking.Plan(t.View) != nil })
		return there
	})
	var seats []*contract.Run
	look(t, n, func(t appliance.Turn) {
		day := t.Plan.Day(site, first)
		for _, id := range day.Seats() {
			seats = append(seats, contract.NewRun(id, 1, int(day.SlotAt(id.Desk, id.Start))))
		}
	})
	h.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Grant{Grant: &contract.Grant{Identity: &contract.Identity{Era: 1, Number: 1}, To: uint64(me), Free: seats}}})
	eventually(t, "the seats", func() bool { return int(line(t, n).OwnPlaces) == len(seats) })
	settled := func() {
		eventually(t, "all is delivered", func() bool { l := line(t, n); return l.State == contract.Line_ONLINE && l.Waiting == 0 })
	}
	sleep(t, n, c, first.At(8*60, zone), settled)
	m, text := morningOf(t, n)
	if m.Missed != 0 || !strings.Contains(text, "De nacht heeft alles bijgewerkt.") {
		t.Errorf("after a whole night, missed %d:\n%s%v", m.Missed, text, m.Steps)
	}
	if _, err := appliance.Verify(filepath.Join(dir, "journal-copy.db"), site); err != nil {
		t.Errorf("the copy of the night: %v", err)
	}

	n.SetLine(false)
	eventually(t, "the plug is out", func() bool { return line(t, n).State == contract.Line_OFFLINE })
	for day, say := range []string{1: "Vannacht is niet alles gelukt.", 2: "Geen volledige nacht sinds 2 dagen", 7: "Bel vandaag de beheerder."} {
		if say == "" {
			continue
		}
		d := first + office.Date(day)
		sleep(t, n, c, d.At(8*60, zone), func() {})
		m, text := morningOf(t, n)
		if int(m.Missed) != day || !strings.Contains(text, say) || !strings.Contains(text, "Tickets geven") || !strings.Contains(text, "zonder verbinding") {
			t.Errorf("after %d nights without, missed %d:\n%s", day, m.Missed, text)
		}
		for _, s := range m.Steps {
			if s.Done && s.Code == string(night.Exchange) || !s.Done && (s.Code == string(night.Check) || s.Code == string(night.Retention)) || s.Say == "" {
				t.Errorf("after %d nights without: %v", day, s)
			}
		}
	}

	n.SetLine(true)
	settled()
	if m, text := morningOf(t, n); m.Missed != 7 || !strings.Contains(text, "alles is intussen bijgewerkt") || strings.Contains(text, "Bel vandaag") {
		t.Errorf("with the line back:\n%s", text)
	}
}

// TestANightThatIsCut: the power goes at every commit of a night. The next process goes on, and in the end there is one
// report with everything that needs no line.
func TestANightThatIsCut(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	day := office.NewDate(2026, time.November, 23)
	cut := errors.New("the power is gone")
	for _, stage := range []journal.Stage{journal.BeforeCommit, journal.AfterCommit} {
		for at := 1; ; at++ {
			c, dir := &clock{now: day.At(1*60+30, zone)}, t.TempDir()
			cfg := appliance.Config{Site: site, Dir: dir, Now: c.read}
			commits, gone := 0, false
			cfg.Interrupt = func(s journal.Stage) error {
				if s != stage {
					return nil
				}
				if commits++; commits == at {
					gone = true
					return cut
				}
				return nil
			}
			n, err := appliance.Open(cfg)
			if err != nil {
				t.Fatal(err)
			}
			k, err := n.Nights()
			if err != nil {
				t.Fatal(err)
			}
			for c.read().Before(day.At(6*60, zone)) {
				wait, err := k.Turn(context.Background(), c.read)
				if err != nil {
					break
				}
				c.set(c.read().Add(max(wait, time.Second)))
			}
			_ = n.Close() // of what was cut off: nothing more is promised
			if !gone {
				if at < len(night.Steps) {
					t.Errorf("a night of %d commits", at)
				}
				break
			}
			cfg.Interrupt = nil
			n = mustOpen(t, cfg)
			sleep(t, n, c, day.At(7*60, zone), func() {})
			m, text := morningOf(t, n)
			if len(m.Steps) != len(night.Steps) || m.Missed != -1 || !strings.Contains(text, "nog geen volledige nacht") {
				t.Fatalf("cut at commit %d: %v\n%s", at, m.Steps, text)
			}
			for _, s := range m.Steps {
				if line := s.Code != string(night.Check) && s.Code != string(night.Retention); s.Done == line && s.Code != string(night.Consignments) && s.Code != string(night.Seats) {
					t.Errorf("cut at commit %d: %v", at, s)
				}
			}
		}
	}
}

// TestTheCopyIsRead: what the disk does to the journal is found by the night that reads it, and the copy of before stays.
func TestTheCopyIsRead(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	day := office.NewDate(2026, time.November, 23)
	c, dir := &clock{now: day.At(60, zone)}, t.TempDir()
	n := mustOpen(t, appliance.Config{Dir: dir, Now: c.read})
	if err := os.Mkdir(filepath.Join(dir, "journal-copy.db.new"), 0o700); err != nil { // no copy can be written
		t.Fatal(err)
	}
	sleep(t, n, c, day.At(7*60, zone), func() {})
	m, text := morningOf(t, n)
	urgent := false
	for _, l := range m.Lines {
		urgent = urgent || l.Urgent
	}
	if !urgent || !strings.Contains(text, "zelfcontrole") {
		t.Errorf("nobody is told:\n%s", text)
	}
}
