package visit_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// day is the Thursday on which the examples play.
var day = office.NewDate(2026, time.November, 26)

var zone = func() *time.Location {
	l, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err)
	}
	return l
}()

// clock is the instant of "10:04" on day; "" is the zero time.
func clock(t testing.TB, text string) time.Time {
	t.Helper()
	return day.At(minute(t, text), zone)
}

// minute reads "10:04".
func minute(t testing.TB, text string) office.Minute {
	t.Helper()
	m, err := office.ParseMinute(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// stamp is the stamp of "10:04"; "" is none.
func stamp(t testing.TB, text string) visit.Stamp {
	t.Helper()
	if text == "" {
		return 0
	}
	return visit.StampOf(clock(t, text))
}

// id makes an id that differs for each n.
func id(n int) (v [16]byte) {
	v[0], v[14], v[15] = 1, byte(n>>8), byte(n)
	return v
}

// waiting is a visit in the queue that arrived as number n, at "10:00".
func waiting(t testing.TB, n int, arrived string) visit.Visit {
	t.Helper()
	return visit.Visit{ID: id(n), Ticket: visit.Ticket(n), Date: day, State: visit.Waiting, Persons: 1,
		Turn: uint64(n), Arrived: stamp(t, arrived)}
}

// booked is a waiting visit with an appointment of ten minutes at "10:10" at desk 1.
func booked(t testing.TB, n int, arrived, planned string) visit.Visit {
	t.Helper()
	v := waiting(t, n, arrived)
	v.Appointment, v.Planned, v.PlannedDesk, v.Minutes = id(n), minute(t, planned), 1, 10
	return v
}

// offer is what the counter of the examples knows of its products.
var offer = visit.Offer{
	"eid":        {Dutch: "eID aanvragen", Theme: "burgerzaken", Level: 3, Time: office.DeskTime{Minutes: 10, PerExtraPerson: 8}},
	"reispas":    {Dutch: "Reispas aanvragen", Theme: "burgerzaken", Level: 3, Time: office.DeskTime{Minutes: 10, PerExtraPerson: 8}},
	"eid-af":     {Dutch: "eID afhalen", Theme: "burgerzaken", Level: 2, Time: office.DeskTime{Minutes: 7, PerExtraPerson: 5}, Quick: true},
	"pas":        {Dutch: "Reispas afhalen", Theme: "burgerzaken", Level: 2, Time: office.DeskTime{Minutes: 3, PerExtraPerson: 2}, Quick: true},
	"rijbewijs":  {Dutch: "Rijbewijs afhalen", Theme: "burgerzaken", Level: 2, Time: office.DeskTime{Minutes: 3, PerExtraPerson: 2}, Quick: true},
	"adres":      {Dutch: "Adres op eID aanpassen", Theme: "burgerzaken", Level: 2, Time: office.DeskTime{Minutes: 4, PerExtraPerson: 3}},
	"woonadvies": {Dutch: "Woonadvies", Theme: "wonen", Level: 3, Time: office.DeskTime{Minutes: 20}},
	"steun":      {Dutch: "Dringende steun", Theme: "ocmw", Level: 4, Time: office.DeskTime{Minutes: 30}},
}

// posts are two desks: one for everything, one for burgerzaken alone.
var posts = []visit.Post{{Desk: 1}, {Desk: 2, Serves: visit.Scope{Themes: []office.ClusterID{"burgerzaken"}}}}
