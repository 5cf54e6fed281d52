package visit_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// TestReceive shows arrivals beside their appointment of 10:00: early, late, on the wrong day, at the wrong site.
func TestReceive(t *testing.T) {
	here := visit.Booking{Site: "berchem", SiteName: "Buurtloket Berchem", Date: day, Planned: 600}
	tomorrow, yesterday, elsewhere := here, here, here
	tomorrow.Date, yesterday.Date = day+1, day-1
	elsewhere.Site, elsewhere.SiteName, elsewhere.Date = "harmonie", "Stadsloket Harmonie", day+2
	for _, row := range []struct {
		name   string
		b      visit.Booking
		now    string
		want   visit.Timing
		admits bool
		say    string
	}{
		{"on time", here, "10:00", visit.OnTime, true, ""},
		{"five minutes early", here, "09:55", visit.OnTime, true, ""},
		{"early", here, "09:20", visit.Early, true, "De afspraak is pas om 10:00, over 40 min."},
		{"late", here, "10:15", visit.Late, true, "15 min geleden: de bezoeker houdt de plaats in de rij."},
		{"too late", here, "10:16", visit.TooLate, true, "16 min geleden: de bezoeker sluit aan bij de inloop."},
		{"tomorrow's", tomorrow, "10:00", visit.WrongDay, false, "Deze afspraak is op vrijdag 27 november 2026 om 10:00, niet vandaag."},
		{"yesterday's", yesterday, "10:00", visit.WrongDay, false, "Deze afspraak was op woensdag 25 november 2026 om 10:00, niet vandaag."},
		{"another site's, another day's", elsewhere, "10:00", visit.WrongSite, false, "Deze afspraak is op zaterdag 28 november 2026 om 10:00 in Stadsloket Harmonie, niet hier."},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := visit.DefaultOrder.Receive(row.b, "berchem", clock(t, row.now))
			if w.Timing != row.want || w.Admits() != row.admits || !strings.HasSuffix(w.Say, row.say) || (row.say == "") != (w.Say == "") {
				t.Errorf("%+v", w)
			}
		})
	}
}

// TestReceiveAgreesWithTheOrder: who is told to keep the place keeps it, who is told to join the walk-ins does.
func TestReceiveAgreesWithTheOrder(t *testing.T) {
	for m := office.Minute(590); m < 630; m++ {
		now := day.At(m, zone)
		w := visit.DefaultOrder.Receive(visit.Booking{Site: "berchem", Date: day, Planned: 600}, "berchem", now)
		v := booked(t, 1, m.String(), "10:00")
		p := visit.DefaultOrder.Arrange(visit.Queue{Visits: []visit.Visit{v}}, now, 0)[0]
		if (w.Timing == visit.TooLate) != (p.Group == visit.GroupWalkIn) {
			t.Errorf("at %s told %q, stands %q", m, w.Say, p.Why)
		}
	}
}

// TestClosing: what a closing does to each state, with and without tickets that are kept, and what it says of it.
func TestClosing(t *testing.T) {
	state := func(s visit.State) visit.Visit {
		v := waiting(t, 7, "10:00")
		v.Date, v.State, v.Desk = day-1, s, 2
		return v
	}
	keeps := visit.DefaultOrder
	keeps.KeepDays = 1
	for _, row := range []struct {
		v    visit.Visit
		o    visit.Order
		want visit.Fate
	}{
		{state(visit.Waiting), visit.DefaultOrder, visit.TurnedAway}, {state(visit.Called), visit.DefaultOrder, visit.TurnedAway},
		{state(visit.Parked), visit.DefaultOrder, visit.TurnedAway}, {state(visit.Serving), visit.DefaultOrder, visit.CutOff},
		{state(visit.Finished), visit.DefaultOrder, visit.Stays}, {state(visit.Left), visit.DefaultOrder, visit.Stays},
		{state(visit.Waiting), keeps, visit.Stays}, {state(visit.Called), keeps, visit.TurnedAway}, {state(visit.Serving), keeps, visit.CutOff},
	} {
		if got := row.o.AtClosing(row.v, day); got != row.want {
			t.Errorf("%s, kept %d days: %d, want %d", row.v.State, row.o.KeepDays, got, row.want)
		}
		if got := row.o.AtClosing(row.v, day-1); got != visit.Stays {
			t.Errorf("%s: closed with a day before its own", row.v.State)
		}
	}
	if got := keeps.AtClosing(state(visit.Waiting), day+1); got != visit.TurnedAway {
		t.Error("a ticket is kept longer than a day")
	}
	cut, err := state(visit.Serving).Finish(0, true, later)
	left, err2 := state(visit.Waiting).Leave(true, later)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	for _, row := range []struct {
		o    visit.Order
		v    visit.Visit
		want string
	}{
		{visit.DefaultOrder, cut, "A007 was bij sluiting nog in behandeling bij loket 2; het bezoek is afgesloten, zonder einduur."},
		{visit.DefaultOrder, left, "A007 wachtte nog bij sluiting; het volgnummer is afgesloten."},
		{keeps, state(visit.Waiting), "A007 wachtte nog bij sluiting; het volgnummer blijft geldig tot en met donderdag 26 november 2026."},
		{visit.DefaultOrder, state(visit.Finished), ""},
	} {
		if got := row.o.Closed(row.v); got != row.want {
			t.Errorf("says %q", got)
		}
	}
}

// TestBoard: a ticket and a desk, the latest call first; of a visit of level 4, or one nobody knows, nothing more.
func TestBoard_A003_32(t *testing.T) {
	at := func(n int, s visit.State, called string, products ...office.ProductID) visit.Visit {
		v := asks(t, n, products...)
		v.State, v.Desk, v.LastCalled = s, office.Desk(n), stamp(t, called)
		return v
	}
	b := visit.BoardOf([]visit.Visit{
		at(1, visit.Serving, "10:01", "eid"), at(2, visit.Called, "10:03", "steun"), at(3, visit.Called, "10:04", "pas", "steun"),
		at(4, visit.Called, "10:02", "nieuw"), at(5, visit.Finished, "10:05", "eid"), at(6, visit.Parked, "10:05", "eid"),
		asks(t, 7, "eid"), asks(t, 8, "steun"),
	}, offer, 4)
	want := []visit.Shown{{Ticket: 3, Desk: 3, Calling: true}, {Ticket: 2, Desk: 2, Calling: true}, {Ticket: 4, Desk: 4, Calling: true}, {Ticket: 1, Desk: 1, Product: "eID aanvragen"}}
	if b.Waiting != 2 || len(b.Calls) != 4 {
		t.Fatalf("%+v", b)
	}
	for i, s := range b.Calls {
		if s.At == 0 || s.Missed != 0 {
			t.Errorf("call %d: at %d, missed %d", i, s.At, s.Missed)
		}
		if s.At = 0; s != want[i] {
			t.Errorf("call %d: %+v, want %+v", i, s, want[i])
		}
	}
	if b := visit.BoardOf(nil, offer, -1); len(b.Calls) != 0 {
		t.Errorf("%+v", b)
	}
}
