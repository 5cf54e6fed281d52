package calendar_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// The ten legal holidays (facts 2.7), the moving ones with the dates computed there.
func TestHolidaysOfWorkedYears(t *testing.T) {
	for year, moving := range map[int][3]string{ // Easter Monday, Ascension, Whit Monday
		2025: {"2025-04-21", "2025-05-29", "2025-06-09"},
		2026: {"2026-04-06", "2026-05-14", "2026-05-25"},
		2027: {"2027-03-29", "2027-05-06", "2027-05-17"},
	} {
		want := map[office.Date]bool{}
		for _, d := range moving {
			want[mustDate(t, d)] = true
		}
		for _, fixed := range [][2]int{{1, 1}, {5, 1}, {7, 21}, {8, 15}, {11, 1}, {11, 11}, {12, 25}} {
			want[office.NewDate(year, time.Month(fixed[0]), fixed[1])] = true
		}
		got := calendar.Holidays(year)
		if len(got) != 10 || len(want) != 10 {
			t.Errorf("%d: %d holidays, want 10", year, len(got))
		}
		for i, h := range got {
			if !want[h.Date] || h.Name == "" {
				t.Errorf("%d: %s %q is no legal holiday", year, h.Date, h.Name)
			}
			if i > 0 && got[i-1].Date >= h.Date {
				t.Errorf("%d: %s comes after %s", year, h.Date, got[i-1].Date)
			}
		}
	}
}

// The table's Easter agrees with an independent computus (anonymous Gregorian algorithm).
func TestHolidaysFollowEaster(t *testing.T) {
	for year := 1900; year <= 2300; year++ {
		a, b, c := year%19, year/100, year%100
		h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
		l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
		m := (a + 11*h + 22*l) / 451
		n := h + l - 7*m + 114
		easter := office.NewDate(year, time.Month(n/31), n%31+1)
		for _, after := range []office.Date{1, 39, 50} {
			if _, ok := calendar.HolidayOn(easter + after); !ok {
				t.Errorf("%s, %d days after Easter, is no holiday", easter+after, after)
			}
		}
		if _, ok := calendar.HolidayOn(easter - 2); ok {
			t.Errorf("%s, Good Friday, is a working day in Belgium", easter-2)
		}
	}
}

// A holiday is a civil date: the machine's zone does not shift it (facts 2.7, the site that printed
// 31 December for New Year).
func TestHolidaysAreCivilDates(t *testing.T) {
	was := time.Local
	defer func() { time.Local = was }()
	want := calendar.Holidays(2026)
	for _, zone := range []string{"Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Santiago", "Asia/Beirut"} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = loc
		for i, h := range calendar.Holidays(2026) {
			if h != want[i] {
				t.Errorf("in %s: %s, want %s", zone, h.Date, want[i].Date)
			}
		}
	}
}

// A004-05: the lead time in working days knows holidays.
func TestWorkingDays_A004_05(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     int
	}{
		{"2026-03-02", "2026-03-02", 0},
		{"2026-03-02", "2026-03-09", 5},
		{"2026-03-06", "2026-03-09", 1}, // Friday to Monday
		{"2026-04-03", "2026-04-07", 1}, // over Easter Monday
		{"2025-11-10", "2025-11-12", 1}, // over Armistice Day
		{"2026-03-09", "2026-03-02", 0},
	} {
		if got := calendar.WorkingDays(mustDate(t, c.from), mustDate(t, c.to)); got != c.want {
			t.Errorf("from %s to %s: %d, want %d", c.from, c.to, got, c.want)
		}
	}
}

// Holidays beat the weekly rule (requirements 0.6): Tuesday is Berchem's day and the day of the walk-in,
// Thursday is Groenenhoek's.
func TestHolidayBeatsWeeklyRule_A001_19(t *testing.T) {
	p := mustTown(t)
	for _, c := range []struct {
		site office.SiteID
		date string
		want string
	}{
		{berchem, "2025-11-11", "Buurtloket Berchem is gesloten op dinsdag 11 november 2025: Wapenstilstand."},
		{berchem, "2026-07-21", "Buurtloket Berchem is gesloten op dinsdag 21 juli 2026: Nationale Feestdag."},
		{snelbalie, "2025-11-11", "Administratief centrum met snelbalie aan het onthaal is gesloten op dinsdag 11 november 2025: Wapenstilstand."},
		{groenenhoek, "2026-05-14", "Buurtloket Groenenhoek is gesloten op donderdag 14 mei 2026: Onze Lieve Heer Hemelvaart."},
		{groenenhoek, "2027-05-06", "Buurtloket Groenenhoek is gesloten op donderdag 6 mei 2027: Onze Lieve Heer Hemelvaart."},
		{harmonie, "2026-08-15", "Stadsloket Harmonie is gesloten op zaterdag 15 augustus 2026: Onze Lieve Vrouw Hemelvaart."},
	} {
		d := p.Day(c.site, mustDate(t, c.date))
		if d.Len() != 0 || len(d.Openings) != 0 || d.Closed != c.want {
			t.Errorf("%s on %s: %d seats, %d openings, %q; want %q", c.site, c.date, d.Len(), len(d.Openings), d.Closed, c.want)
		}
	}
}
