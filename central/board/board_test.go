package board_test

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestACellCountsEverySeatOnce: whatever is written down, a cell says of each seat of the plan who has it, once, and its half
// hours and openings add up to it. The oracle looks at one seat after the other.
func TestACellCountsEverySeatOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t)
		week := board.Week(w.scene, board.Span{From: today, Days: 20, Hours: true})
		for _, row := range week.Rows {
			for _, c := range row.Cells {
				want := w.count(c.Site, c.Date)
				got := [5]int{c.Free, c.Booked, c.Held, c.Kept, c.Blocked}
				if got != want || c.Seats != got[0]+got[1]+got[2]+got[3]+got[4] {
					t.Fatalf("%s %s: %d seats, free booked held kept blocked %v; seat by seat %v", c.Site, c.Date, c.Seats, got, want)
				}
				var sum [5]int
				for _, h := range c.Hours {
					sum[0], sum[1], sum[2], sum[3], sum[4] = sum[0]+h.Seats, sum[1]+h.Booked, sum[2]+h.Free, sum[3]+h.Held, sum[4]+h.Blocked
				}
				if want := [5]int{c.Seats, c.Booked, c.Free, c.Held, c.Blocked + c.Kept}; sum != want {
					t.Fatalf("%s %s: half hours add up to %v, not %v", c.Site, c.Date, sum, want)
				}
				long := 0
				for _, s := range c.Opening {
					long += int(s.To - s.From)
				}
				if long != int(c.Minutes) {
					t.Fatalf("%s %s: openings of %d minutes, not %d", c.Site, c.Date, long, c.Minutes)
				}
			}
		}
	})
}

// count is who has each seat of a day, by state.
func (w *world) count(site office.SiteID, on office.Date) (n [5]int) {
	r := w.ledger.Record(site, on)
	for _, id := range w.scene.Plan.Day(site, on).Seats() {
		state := board.Free
		if r.Blocked {
			state = board.Blocked
		}
		for _, m := range r.Marks {
			if m.Desk == id.Desk && m.Start == id.Start {
				state = m.State
			}
		}
		if state == board.Free && r.Shut {
			state = board.Blocked
		}
		n[state]++
	}
	return n
}

// TestTheFirstFreePlaceIsACitizens: what the board says of a site is what a citizen finds there, and five working days are
// the norm.
func TestTheFirstFreePlaceIsACitizens_A004_05(t *testing.T) {
	w := newWorld(t)
	wait := func() board.Wait {
		return board.Week(w.scene, board.Span{From: tuesday, Days: 1, Sites: []office.SiteID{berchem}}).Rows[0].Waits[0]
	}
	if got := wait(); got.Product != "eid-aanvraag" || !got.Found || got.Date != tuesday || got.Days != 2 || !got.Within() {
		t.Errorf("an empty calendar: %+v", got)
	}
	for _, d := range []office.Date{tuesday, tuesday + 3} {
		w.fill(berchem, d, 1000, board.Booked)
	}
	if got := wait(); got.Date != tuesday+7 || got.Days != 7 || got.Within() {
		t.Errorf("two full days: %+v", got)
	}
	for d := today; d < today+70; d++ {
		w.ledger[board.Touch{Site: berchem, Date: d}] = &board.Record{Blocked: true}
	}
	if got := wait(); got.Found || got.Within() || got.Why == "" {
		t.Errorf("everything blocked: %+v", got)
	}
}

// besides are counts that a test writes.
type besides struct{ walked, refused map[office.Date]int }

func (b besides) WalkedIn(_ office.SiteID, d office.Date) (int, bool) {
	return b.walked[d], b.walked != nil
}
func (b besides) Refused(_ office.SiteID, d office.Date) (int, bool) {
	return b.refused[d], b.refused != nil
}

// TestWhatIsExpected: the mean of the same weekday in past weeks; no figures are no zero.
func TestWhatIsExpected(t *testing.T) {
	w := newWorld(t)
	if e := w.scene.Expect(berchem, tuesday); e.Known {
		t.Errorf("nothing was ever booked: %+v", e)
	}
	for week := office.Date(1); week <= 6; week++ {
		w.fill(berchem, tuesday-7*week, int(10*week), board.Booked) // 10, 20, … 60
	}
	if e := w.scene.Expect(berchem, tuesday); !e.Known || e.Days != 6 || e.Seats != 35 {
		t.Errorf("tuesdays: %+v, want 35 seats of six days", e)
	}
	if e := w.scene.Expect(berchem, tuesday+3); !e.Known || e.Seats != 0 || e.Days == 0 {
		t.Errorf("fridays on which nobody came: %+v, want a known zero", e)
	}
	if e := w.scene.Expect(berchem, tuesday+1); e.Known {
		t.Errorf("wednesdays, never open: %+v", e)
	}
	if e := w.scene.Expect(hoek, thursday); e.Known {
		t.Errorf("a site without any figure: %+v", e)
	}
	w.scene.Beside = besides{walked: map[office.Date]int{tuesday - 7: 9}, refused: map[office.Date]int{tuesday - 14: 3}}
	if e := w.scene.Expect(berchem, tuesday); math.Abs(e.Seats-37) > 1e-9 {
		t.Errorf("with nine who walked in and three refused: %v, want 37", e.Seats)
	}
}

// TestTheNeed: figure and word at the edges, as the method says.
func TestTheNeed(t *testing.T) {
	known := func(n float64) board.Expectation { return board.Expectation{Known: true, Seats: n} }
	at := func(days int) []board.Wait { return []board.Wait{{Found: true, Days: days}} }
	for _, c := range []struct {
		name  string
		cell  board.Cell
		waits []board.Wait
		need  int
		word  board.Word
	}{
		{"closed", board.Cell{}, at(9), 0, board.Closed},
		{"closed, and wanted", board.Cell{Expected: known(5)}, at(0), 50, board.Tight},
		{"empty and at once", board.Cell{Seats: 40}, at(0), 0, board.Ample},
		{"just full at the norm", board.Cell{Seats: 40, Expected: known(40)}, at(board.Norm), 50, board.Tight},
		{"without figures what is booked counts", board.Cell{Seats: 40, Booked: 20}, at(0), 13, board.Ample},
		{"the longest wait counts", board.Cell{Seats: 40}, append(at(0), at(8)...), 40, board.Enough},
		{"no place anywhere", board.Cell{Seats: 40, Expected: known(200)}, []board.Wait{{}}, 100, board.Short},
	} {
		if need, word := board.Need(c.cell, c.waits); need != c.need || word != c.word {
			t.Errorf("%s: %d %s, want %d %s", c.name, need, word, c.need, c.word)
		}
	}
}

// TestWhatThePlanDoesNotHave: people on seats that are gone, and seats that the site still has, are shown and counted apart.
func TestWhatThePlanDoesNotHave(t *testing.T) {
	w := newWorld(t)
	w.ledger.put(office.SeatID{Site: berchem, Date: tuesday, Desk: 9, Start: 600}, board.Booked)
	w.ledger.put(office.SeatID{Site: berchem, Date: tuesday, Desk: 9, Start: 610}, board.Held)
	c := board.Week(w.scene, board.Span{From: tuesday, Days: 1, Sites: []office.SiteID{berchem}}).Rows[0].Cells[0]
	if c.Stranded != 1 || c.Asked != 1 || c.Booked != 0 || c.Held != 0 || c.Seats != 78 {
		t.Errorf("%+v", c)
	}
}

// TestOnlySitesWithAppointments: the board of all leaves out who makes none, and shows who is asked for.
func TestOnlySitesWithAppointments(t *testing.T) {
	w := newWorld(t)
	var got []office.SiteID
	for _, r := range board.Week(w.scene, board.Span{From: tuesday, Days: 7}).Rows {
		got = append(got, r.Site.ID)
	}
	if want := []office.SiteID{harmonie, berchem, hoek, "lier-stadskantoor", "ac-snelbalie"}; !reflect.DeepEqual(got, want) {
		t.Errorf("sites %v, want %v", got, want)
	}
	if rows := board.Week(w.scene, board.Span{From: tuesday, Days: 1, Sites: []office.SiteID{"kiosk-rooi"}}).Rows; len(rows) != 1 || rows[0].Cells[0].Word != board.Closed {
		t.Errorf("a kiosk: %+v", rows)
	}
	if c := board.Week(w.scene, board.Span{From: tuesday + 1, Days: 1, Sites: []office.SiteID{berchem}}).Rows[0].Cells[0]; c.Closed == "" {
		t.Error("a closed day does not say why")
	}
}
