package visit_test

import (
	"slices"
	"testing"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// TestOrder shows the whole order at 10:10, place by place with its reason.
func TestOrder_A002_66_A001_15(t *testing.T) {
	urgent, semi := waiting(t, 9, "10:06"), waiting(t, 8, "10:04")
	urgent.Urgency, semi.Urgency = visit.Urgent, visit.SemiUrgent
	missed := booked(t, 1, "09:40", "09:50")
	missed.Misses, missed.Turn, missed.MissedCall = 1, 10, stamp(t, "09:52")
	q := visit.Queue{
		Visits: []visit.Visit{
			waiting(t, 2, "09:58"), missed, booked(t, 3, "10:00", "10:40"), booked(t, 4, "10:01", "10:10"),
			booked(t, 5, "10:02", "10:00"), waiting(t, 6, "10:03"), booked(t, 7, "10:03", "10:15"), semi, urgent,
		},
		Expected: []visit.Expected{{Planned: minute(t, "10:30"), Desk: 1}},
	}
	want := []string{
		"A009 spoed, 4 min",
		"A005 afspraak 10:00, aan de beurt",
		"A004 afspraak 10:10, aan de beurt",
		"A007 afspraak 10:15, zo meteen aan de beurt",
		"A008 semi-spoed, 6 min",
		"A002 inloop, 12 min",
		"A006 inloop, 7 min",
		"A001 opgeroepen om 09:52 en niet verschenen, achteraan",
		"A003 afspraak 10:40, wacht: eerst de afspraak van 10:15",
	}
	if got := lines(visit.DefaultOrder.Arrange(q, clock(t, "10:10"), 1)); !slices.Equal(got, want) {
		t.Errorf("order:\n%q\nwant:\n%q", got, want)
	}
}

// lines writes an order as "A001 why".
func lines(order []visit.Place) []string {
	var out []string
	for _, p := range order {
		out = append(out, p.Visit.Ticket.String()+" "+p.Why)
	}
	return out
}

func TestEarlyAppointmentsMakeNobodyLate(t *testing.T) {
	early := booked(t, 1, "10:00", "10:40")
	for _, row := range []struct {
		name     string
		now      string
		desk     office.Desk
		expected []visit.Expected
		held     bool
	}{
		{"nobody else has an appointment", "10:05", 1, nil, false},
		{"one at this desk starts before it is done", "10:05", 1, []visit.Expected{{Planned: 610, Desk: 1}}, true},
		{"that one is for another desk", "10:05", 2, []visit.Expected{{Planned: 610, Desk: 1}}, false},
		{"no desk in particular: cautious", "10:05", 0, []visit.Expected{{Planned: 610, Desk: 1}}, true},
		{"it is done when the other starts", "10:00", 1, []visit.Expected{{Planned: 610, Desk: 1}}, false},
		{"the other's time is over", "10:10", 1, []visit.Expected{{Planned: 610, Desk: 1}}, false},
		{"the other is planned after it", "10:35", 1, []visit.Expected{{Planned: 644, Desk: 1}}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			q := visit.Queue{Visits: []visit.Visit{early}, Expected: row.expected}
			place, ok := visit.DefaultOrder.Next(q, clock(t, row.now), row.desk)
			if ok == row.held {
				t.Errorf("next %v (%s), want held %v", ok, place.Why, row.held)
			}
			all := visit.DefaultOrder.Arrange(q, clock(t, row.now), row.desk)
			if len(all) != 1 || all[0].Held != row.held || all[0].Why == "" {
				t.Errorf("order %+v, want held %v", all, row.held)
			}
		})
	}
}

// TestOnlyAKeptPlaceHoldsOthers: an appointment that missed its call, or that was served already and is sent on, has no
// place in the agenda to be late for.
func TestOnlyAKeptPlaceHoldsOthers(t *testing.T) {
	waits, missed, begun := booked(t, 1, "10:00", "10:10"), booked(t, 1, "10:00", "10:10"), booked(t, 1, "10:00", "10:10")
	missed.MissedCall, begun.Started = stamp(t, "10:02"), stamp(t, "10:02")
	for name, row := range map[string]struct {
		other visit.Visit
		held  bool
	}{"waits": {waits, true}, "missed": {missed, false}, "begun": {begun, false}} {
		q := visit.Queue{Visits: []visit.Visit{row.other, booked(t, 2, "10:00", "10:40")}}
		for _, p := range visit.DefaultOrder.Arrange(q, clock(t, "10:05"), 1) {
			if p.Visit.Ticket == 2 && p.Held != row.held {
				t.Errorf("the other %s: %q", name, p.Why)
			}
		}
	}
}

func TestNextOfAnEmptyQueue(t *testing.T) {
	if p, ok := visit.DefaultOrder.Next(visit.Queue{}, clock(t, "10:00"), 1); ok {
		t.Errorf("next of nobody: %+v", p)
	}
}

func TestTicket(t *testing.T) {
	for n, want := range map[visit.Ticket]string{0: "-", 1: "A001", 17: "A017", 999: "A999", 1000: "B001", 1998: "B999", 26 * 999: "Z999", 26*999 + 1: "A001"} {
		if got := n.String(); got != want {
			t.Errorf("ticket %d: %s, want %s", n, got, want)
		}
	}
}
