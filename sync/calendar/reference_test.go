package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// The reference: a slow and obvious answer to "is this seat there on this date", minute by minute, read from the
// configuration alone. It shares no code with the plan but the values of the configuration.
type reference struct {
	calendar.Config
	zone *time.Location
}

// seat is the length of the slot of a desk that begins at the minute, or 0.
func (x reference) seat(site office.SiteID, date office.Date, desk office.Desk, start office.Minute) office.Minute {
	for _, r := range x.Rules {
		slot, first := r.Slot, r.FirstDesk
		if slot == 0 {
			slot = 10
		}
		if first == 0 {
			first = 1
		}
		if r.Site != site || r.Mode != calendar.Appointment || desk < first || desk >= first+office.Desk(r.Desks) || !x.opens(r, date) {
			continue
		}
		for s := r.From; s+slot <= r.To; s += slot {
			if s == start && x.served(site, date, desk, s, s+slot) {
				return slot
			}
		}
	}
	return 0
}

func (x reference) opens(r calendar.Rule, date office.Date) bool {
	return weekdayIn(r.Days, date) && (r.Valid.From == 0 || r.Valid.From <= date) && (r.Valid.To == 0 || date <= r.Valid.To) && returns(r.When, date)
}

// served walks through the minutes of a slot: each must exist, follow the one before by one minute of real time, and
// be open.
func (x reference) served(site office.SiteID, date office.Date, desk office.Desk, from, to office.Minute) bool {
	var last time.Time
	staff, _ := x.staff(site, date, desk, from)
	for m := from; m < to; m++ {
		at, exists := x.instant(date, m)
		if !exists || (m > from && at.Sub(last) != time.Minute) || holiday(date) || x.shut(site, date, m) {
			return false
		}
		if who, there := x.staff(site, date, desk, m); !there || who != staff {
			return false
		}
		last = at
	}
	return true
}

// instant is the first time that the clock on the wall shows the minute on the date; in spring an hour of minutes
// never shows.
func (x reference) instant(date office.Date, m office.Minute) (time.Time, bool) {
	y, mo, d := date.UTC().Date()
	want := time.Date(y, mo, d, int(m)/60, int(m)%60, 0, 0, time.UTC).Format("2006-01-02 15:04")
	for _, offset := range []time.Duration{2 * time.Hour, time.Hour} { // summer time first: it is the first pass of the doubled hour
		at := time.Date(y, mo, d, int(m)/60, int(m)%60, 0, 0, time.UTC).Add(-offset)
		if at.In(x.zone).Format("2006-01-02 15:04") == want {
			return at, true
		}
	}
	return time.Time{}, false
}

func (x reference) shut(site office.SiteID, date office.Date, m office.Minute) bool {
	for _, c := range x.Closures {
		whole := c.From == 0 && c.To == 0
		if (c.Site == "" || c.Site == site) && len(c.Products) == 0 && (c.Modes == 0 || c.Modes&1 == 1) &&
			c.Dates.From <= date && (c.Dates.To == 0 || date <= c.Dates.To) && returns(c.When, date) &&
			(whole || c.From <= m && m < c.To) {
			return true
		}
	}
	return false
}

// staff tells who sits at the desk at the minute, as far as regimes say; there is false when nobody does.
func (x reference) staff(site office.SiteID, date office.Date, desk office.Desk, m office.Minute) (who string, there bool) {
	for _, g := range x.Regimes {
		if g.Site != "" && g.Site != site || date < g.Dates.From || date > g.Dates.To {
			continue
		}
		bit := calendar.Desks(1) << (desk - 1)
		if g.Closed&bit != 0 {
			return "", false
		}
		member, turn := false, ""
		for _, t := range g.Teams {
			if t.Desks&bit != 0 {
				member = true
				if returns(t.Turn, date) && (t.From == 0 && t.To == 0 || t.From <= m && m < t.To) {
					turn = t.Name
				}
			}
		}
		if member && turn == "" {
			return "", false
		}
		who += turn
	}
	return who, true
}

func weekdayIn(w calendar.Weekdays, d office.Date) bool { return w&(1<<d.UTC().Weekday()) != 0 }

// returns walks the calendar instead of computing: weeks from Monday to Monday, months from their first day.
func returns(r calendar.Recurrence, date office.Date) bool {
	if r.Days != 0 && !weekdayIn(r.Days, date) || r.Since != 0 && date < r.Since {
		return false
	}
	if r.Every > 1 {
		monday, in := mondayOf(r.Since), false
		for ; monday <= date; monday += 7 * office.Date(r.Every) {
			in = in || date < monday+7
		}
		if !in {
			return false
		}
	}
	if r.Nth != 0 && !among(r.Nth, date, sameWeekdays(date)) || r.Week != 0 && !among(r.Week, mondayOf(date)+3, sameWeekdays(mondayOf(date)+3)) {
		return false
	}
	y, m, d := date.UTC().Date()
	switch r.Each {
	case calendar.BridgeDay():
		return !off(date) && off(date-1) && off(date+1)
	case calendar.AfterEaster(-2):
		return date+3 == easterMondays[y]
	case calendar.Yearly(3, 24):
		return m == time.March && d == 24
	case calendar.Yearly(2, 29):
		return m == time.February && d == 29
	}
	return true
}

func mondayOf(d office.Date) office.Date {
	for d.UTC().Weekday() != time.Monday {
		d--
	}
	return d
}

// sameWeekdays lists the dates of a date's month on its weekday.
func sameWeekdays(date office.Date) []office.Date {
	y, m, _ := date.UTC().Date()
	var list []office.Date
	for d := office.NewDate(y, m, 1); d.UTC().Month() == m; d++ {
		if d.UTC().Weekday() == date.UTC().Weekday() {
			list = append(list, d)
		}
	}
	return list
}

func among(o calendar.Ordinals, date office.Date, list []office.Date) bool {
	for i, d := range list {
		if d == date && (o>>i&1 == 1 || i == len(list)-1 && o>>5&1 == 1) {
			return true
		}
	}
	return false
}

// The holidays of the years that random towns live in, as a list (facts 2.7).
var easterMondays = map[int]office.Date{2025: office.NewDate(2025, 4, 21), 2026: office.NewDate(2026, 4, 6), 2027: office.NewDate(2027, 3, 29)}

func holiday(date office.Date) bool {
	y, m, d := date.UTC().Date()
	for _, f := range [][2]int{{1, 1}, {5, 1}, {7, 21}, {8, 15}, {11, 1}, {11, 11}, {12, 25}} {
		if int(m) == f[0] && d == f[1] {
			return true
		}
	}
	easter := easterMondays[y]
	return date == easter || date == easter+38 || date == easter+49
}

func off(d office.Date) bool {
	w := d.UTC().Weekday()
	return w == time.Saturday || w == time.Sunday || holiday(d)
}

// Every seat of the compiled plan is one of the reference and the other way round, on days around every change that
// matters.
func TestSeatsAreThoseOfTheReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyTown(t)
		p, err := calendar.NewPlan(c)
		if err != nil {
			t.Fatal(err)
		}
		x := reference{c, p.Zone()}
		for range 3 {
			date := firstDay + office.Date(rapid.IntRange(-2, days+50).Draw(t, "date"))
			site := rapid.SampledFrom(c.Sites).Draw(t, "seat's site").ID
			day := p.Day(site, date)
			count := 0
			for desk := office.Desk(1); desk <= 8; desk++ {
				for start := range office.EndOfDay {
					want := x.seat(site, date, desk, start)
					if got := day.SlotAt(desk, start); got != want || day.Has(desk, start) != (want > 0) {
						t.Fatalf("%s %s, desk %d at %s: a seat of %d minutes, want %d", site, date, desk, start, got, want)
					}
					if want > 0 {
						count++
					}
				}
			}
			if day.Len() != count || len(day.Seats()) != count || day.AllFree().Len() != count {
				t.Fatalf("%s %s: %d seats, want %d", site, date, day.Len(), count)
			}
			if holiday(date) && len(day.Openings) > 0 { // in every mode: a holiday beats every weekly rule (A001-19)
				t.Fatalf("%d openings on the holiday %s", len(day.Openings), date)
			}
		}
	})
}
