package calendar_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// A002-37: two desks on two days a week. The morning of 3 h 30 has 21 slots, the afternoon of 3 h has 18.
func TestBerchemHasTwoDesksOnTwoDays_A002_37(t *testing.T) {
	p := mustTown(t)
	for i, want := range []int{0, 2 * (21 + 18), 0, 0, 2 * 21, 0, 0} { // from Monday
		date := mustDate(t, "2026-03-02") + office.Date(i)
		d := p.Day(berchem, date)
		if d.Len() != want || len(d.Seats()) != want || (d.Closed == "") != (want > 0) {
			t.Errorf("%s: %d seats, %q; want %d seats", date, d.Len(), d.Closed, want)
		}
		for _, o := range d.Openings {
			if o.Mode == calendar.Appointment && (o.Desks != 2 || o.Slot != 10) {
				t.Errorf("%s: %d desks of %d minutes", date, o.Desks, o.Slot)
			}
		}
	}
}

// A002-39, A002-35: Groenenhoek has two desks on one day, Thursday afternoon and evening.
func TestGroenenhoekHasThursday_A002_39(t *testing.T) {
	p := mustTown(t)
	d := p.Day(groenenhoek, mustDate(t, "2026-03-05"))
	seats := d.Seats()
	if len(seats) != 2*36 || seats[0].Start != mustMinute(t, "13:30") || seats[len(seats)-1].Start != mustMinute(t, "19:20") {
		t.Errorf("%d seats from %s to %s", len(seats), seats[0], seats[len(seats)-1])
	}
	if !slices.IsSortedFunc(seats, office.SeatID.Compare) {
		t.Error("the seats are not in the order of an agenda")
	}
}

// A001-16: walk-in on Tuesdays from 1 April 2025 on; until then Tuesday was by appointment. The walk-in is
// for burgerzaken without the foreigners' files. Of the five desks the snelbalie sees nobody by appointment (A000-34).
func TestWalkInBeginsOnItsDate_A001_16(t *testing.T) {
	p := mustTown(t)
	before, after := p.Day(snelbalie, mustDate(t, "2025-03-25")), p.Day(snelbalie, mustDate(t, "2025-04-01"))
	if before.Len() != 4*18 || before.Openings[0].Mode != calendar.Appointment {
		t.Errorf("the Tuesday before has %d seats", before.Len())
	}
	if after.Len() != 0 || len(after.Openings) != 1 || after.Openings[0].Mode != calendar.WalkIn {
		t.Errorf("the first walk-in Tuesday has %d seats, openings %+v", after.Len(), after.Openings)
	}
	const say = "geen afspraken; wel vrije inloop van 09:00 tot 12:00."
	if !strings.HasSuffix(after.Closed, say) {
		t.Errorf("says %q, want it to end in %q", after.Closed, say)
	}
}

// A site of one desk that never closes, to see what a day is made of.
func alwaysOpen(t *testing.T, slot office.Minute, closures ...calendar.Closure) *calendar.Plan {
	return mustPlan(t, calendar.Config{
		Sites:    []office.Site{{ID: "nacht", Name: "Nachtloket"}},
		Products: []office.Product{{ID: "kort", Dutch: "Kort", Duration: office.Sourced[office.DeskTime]{Value: office.DeskTime{Minutes: 20}}}},
		Rules:    []calendar.Rule{{ID: "r", Site: "nacht", Days: calendar.EveryDay, To: office.EndOfDay, Desks: 1, Slot: slot}},
		Closures: closures,
	})
}

// Days of 23, 24 and 25 hours (facts 2.7). The missing hour has no seats, the doubled one has them once,
// and seats begin in the order of their times.
func TestDaysOfChangingClock(t *testing.T) {
	for _, c := range []struct {
		date  string
		hours int
		seats int
	}{
		{"2026-03-28", 24, 144}, {"2026-03-29", 23, 138}, {"2026-10-25", 25, 144},
		{"2027-03-28", 23, 138}, {"2027-10-31", 25, 144},
	} {
		for _, slot := range []office.Minute{10, 45} {
			p := alwaysOpen(t, slot)
			date := mustDate(t, c.date)
			if got := (date + 1).At(0, p.Zone()).Sub(date.At(0, p.Zone())); got != time.Duration(c.hours)*time.Hour {
				t.Fatalf("%s lasts %s", date, got)
			}
			d := p.Day("nacht", date)
			if slot == 10 && d.Len() != c.seats {
				t.Errorf("%s has %d seats, want %d", date, d.Len(), c.seats)
			}
			last := time.Time{}
			for _, s := range d.Seats() {
				begin := s.Date.At(s.Start, p.Zone())
				if office.MinuteOf(begin) != s.Start {
					t.Errorf("%s does not exist", s)
				}
				if end := last.Add(time.Duration(slot) * time.Minute); begin.Before(end) {
					t.Errorf("%s begins before the seat before it ends", s)
				}
				last = begin
			}
		}
	}
}

// No visit crosses a change of the clock: what looks like 20 minutes would be 80, or nothing.
func TestVisitDoesNotCrossChangeOfClock(t *testing.T) {
	p := alwaysOpen(t, 10)
	for _, c := range []struct {
		date, start string
		want        calendar.Code
	}{
		{"2026-03-29", "01:40", calendar.Fine}, {"2026-03-29", "01:50", calendar.PastClosing},
		{"2026-03-29", "02:00", calendar.NoSeat}, {"2026-03-29", "03:00", calendar.Fine},
		{"2026-10-25", "02:40", calendar.Fine}, {"2026-10-25", "02:50", calendar.PastClosing},
		{"2026-10-25", "03:00", calendar.Fine}, {"2026-10-24", "02:50", calendar.Fine},
	} {
		w := calendar.Wish{Site: "nacht", Date: mustDate(t, c.date), Desk: 1, Start: mustMinute(t, c.start),
			Products: []office.ProductID{"kort"}, Channel: office.ChannelDesk, Now: w0(t, c.date)}
		t.Run(c.date+" "+c.start, func(t *testing.T) { wantCode(t, calendar.Check(p, w), c.want) })
	}
}

// w0 is the noon of the day before.
func w0(t *testing.T, date string) time.Time {
	return (mustDate(t, date) - 1).UTC().Add(12 * time.Hour)
}

// During the second pass of the doubled hour its seats, which are of the first pass, are over.
func TestSecondPassOfDoubledHourIsPast(t *testing.T) {
	p := alwaysOpen(t, 10)
	date := mustDate(t, "2026-10-25")
	secondPass := time.Date(2026, 10, 25, 1, 15, 0, 0, time.UTC) // 02:15, for the second time
	q := calendar.Query{Products: []office.ProductID{"kort"}, Channel: office.ChannelDesk, Now: secondPass, Limit: 1}
	places, err := calendar.Search(q, p, calendar.Everything)
	if err != nil || len(places) != 1 || places[0].Date != date || places[0].Start != mustMinute(t, "03:00") {
		t.Errorf("got %+v, %v; want 03:00 that day", places, err)
	}
}

// A closure of a part of the day takes the seats it touches, moves none, and splits the opening.
func TestClosureOfPartOfDay(t *testing.T) {
	date := mustDate(t, "2026-03-03")
	p := mustTown(t, calendar.Closure{ID: "brandoefening", Site: berchem, Dates: office.Period{From: date, To: date},
		From: mustMinute(t, "10:05"), To: mustMinute(t, "10:25"), Reason: "brandoefening"})
	open, cut := mustTown(t).Day(berchem, date), p.Day(berchem, date)
	if cut.Len() != open.Len()-2*3 || cut.Closed != "" || len(cut.Notes) != 1 {
		t.Errorf("%d of %d seats, closed %q, notes %q", cut.Len(), open.Len(), cut.Closed, cut.Notes)
	}
	for _, s := range open.Seats() {
		touched := s.Start+10 > mustMinute(t, "10:05") && s.Start < mustMinute(t, "10:25")
		if cut.Has(s.Desk, s.Start) == touched {
			t.Errorf("%s: there %t, touched by the closure %t", s, !touched, touched)
		}
	}
}

// Half days, bridge days and single-service closures (facts 2.7, Sint-Genesius-Rode 2025).
func TestMunicipalExtras(t *testing.T) {
	eve, bridge := mustDate(t, "2025-12-24"), mustDate(t, "2025-11-10")
	p := mustTown(t,
		calendar.Closure{ID: "kerstavond", Dates: office.Period{From: eve, To: eve}, From: mustMinute(t, "12:00"), To: office.EndOfDay, Reason: "kerstavond"},
		calendar.Closure{ID: "brug", Dates: office.Period{From: bridge, To: bridge}, Reason: "brugdag"},
		calendar.Closure{ID: "pas", Site: harmonie, Dates: office.Period{From: eve, To: eve}, Reason: "toestel stuk", Products: []office.ProductID{"reispas-aanvraag"}})
	if d := p.Day(harmonie, eve); d.Len() != 12*18 || len(d.Notes) != 2 {
		t.Errorf("on the half day Harmonie has %d seats, notes %q", d.Len(), d.Notes)
	}
	if d := p.Day(harmonie, bridge); d.Len() != 0 || d.Closed != "Stadsloket Harmonie is gesloten op maandag 10 november 2025: brugdag." {
		t.Errorf("on the bridge day: %d seats, %q", d.Len(), d.Closed)
	}
	if v := p.Offer(harmonie, "reispas-aanvraag", eve, office.ChannelWeb); v.OK || v.Code != calendar.Closed {
		t.Errorf("the closed service is offered: %+v", v)
	}
	if v := p.Offer(harmonie, "eid-aanvraag", eve, office.ChannelWeb); !v.OK {
		t.Errorf("another service is closed too: %+v", v)
	}
}

// Week 53 of 2026 runs into 2027; 29 February 2028 is a Tuesday.
func TestOddDates(t *testing.T) {
	p := mustTown(t)
	for _, c := range []struct {
		date string
		want int
	}{{"2026-12-29", 78}, {"2027-01-01", 0}, {"2027-01-05", 78}, {"2028-02-29", 78}} {
		if got := p.Day(berchem, mustDate(t, c.date)).Len(); got != c.want {
			t.Errorf("%s: %d seats, want %d", c.date, got, c.want)
		}
	}
	if y, w := mustDate(t, "2027-01-01").UTC().ISOWeek(); y != 2026 || w != 53 {
		t.Errorf("1 January 2027 is in week %d of %d", w, y)
	}
	if d := p.Day("nergens", 0); d == nil || d.Len() != 0 || d.Closed == "" {
		t.Error("an unknown site must give a closed day")
	}
}

// Everybody gets the same day, also of dates far apart and when many ask at once.
func TestDaysAreShared(t *testing.T) {
	p := mustTown(t)
	base := mustDate(t, "2026-03-02")
	got := make([][]*calendar.Day, 8)
	var wait sync.WaitGroup
	start := make(chan struct{})
	for i := range got {
		wait.Go(func() {
			<-start
			for k := range office.Date(3000) {
				got[i] = append(got[i], p.Day(harmonie, base+k))
			}
		})
	}
	close(start)
	wait.Wait()
	for i := range got {
		if !slices.Equal(got[i], got[0]) {
			t.Fatal("two readers hold different days of one date")
		}
	}
	for k := range office.Date(200) { // more pages than are kept: still right
		if d := p.Day(berchem, mustDate(t, "2030-01-01")+k*70); (d.Len() > 0) != (d.Closed == "") {
			t.Errorf("%s: %d seats, %q", d.Date, d.Len(), d.Closed)
		}
	}
}
