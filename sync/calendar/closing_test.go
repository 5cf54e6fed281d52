package calendar_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestClosings_A003_16: what closes Harmonie around Easter 2026, and nothing that a visitor would not meet. Its desks are
// open from Monday to Saturday.
func TestClosings_A003_16(t *testing.T) {
	date := func(s string) office.Date { return mustDate(t, s) }
	dates := func(from, to string) office.Period { return office.Period{From: date(from), To: date(to)} }
	noon := mustMinute(t, "12:00")
	p := mustTown(t,
		calendar.Closure{ID: "works", Site: harmonie, Dates: dates("2026-03-26", "2026-03-31"), Reason: "werken"}, // over a Sunday
		calendar.Closure{ID: "half", Site: harmonie, Dates: dates("2026-04-01", "2026-04-02"), From: 0, To: noon, Reason: "vorming"},
		calendar.Closure{ID: "sunday", Site: harmonie, Dates: dates("2026-04-12", "2026-04-12"), Reason: "zondag"},
		calendar.Closure{ID: "reception", Site: harmonie, Dates: dates("2026-04-08", "2026-04-08"), Modes: calendar.Only(calendar.Reception), Reason: "onthaal"},
		calendar.Closure{ID: "one product", Site: harmonie, Dates: dates("2026-04-09", "2026-04-09"), Products: []office.ProductID{"eid-aanvraag"}, Reason: "storing"},
		calendar.Closure{ID: "elsewhere", Site: groenenhoek, Dates: dates("2026-04-10", "2026-04-10"), Reason: "daar"},
		calendar.Closure{ID: "twice", Site: harmonie, Dates: dates("2026-04-06", "2026-04-06"), Reason: "op een feestdag"},
	)
	say := func(dates office.Period) (out []string) {
		for _, c := range p.Closings(harmonie, dates) {
			out = append(out, fmt.Sprintf("%s %s %s-%s %s", c.Dates.From, c.Dates.To, c.From, c.To, c.Reason))
		}
		return out
	}
	want := []string{
		"2026-03-26 2026-03-31 00:00-00:00 werken",
		"2026-04-01 2026-04-02 00:00-12:00 vorming",
		"2026-04-06 2026-04-06 00:00-00:00 Paasmaandag",
	}
	if got := say(dates("2026-03-01", "2026-04-30")); !slices.Equal(got, want) {
		t.Errorf("closings\n%q, want\n%q", got, want)
	}
	if got := say(dates("2026-03-28", "2026-03-30")); len(got) != 1 || got[0] != "2026-03-28 2026-03-30 00:00-00:00 werken" {
		t.Errorf("a part of it: %q", got)
	}
	if got := p.Closings("nergens", dates("2026-03-01", "2026-04-30")); got != nil {
		t.Errorf("of no site: %v", got)
	}
}
