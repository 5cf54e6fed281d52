package visit_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// served is an appointment of 10:00 that began so many minutes late.
func served(t testing.TB, n, late int, product office.ProductID) visit.Visit {
	v := booked(t, n, "09:50", "10:00")
	v.Products, v.State, v.Persons = []office.ProductID{product}, visit.Finished, 2
	v.Called = stamp(t, "10:00") + visit.Stamp(late*60_000)
	v.Started, v.Ended = v.Called, v.Called+7*60_000
	return v
}

// TestOwnDayAgainstTheNorms: the mean lateness of ten visits against the published norm of each cluster, at the norm and
// just past it; nine visits say nothing.
func TestOwnDayAgainstTheNorms_A004_06_A004_11_A003_23(t *testing.T) {
	c := catalogue.Embedded()
	all := visit.OfferOf(c.Products)
	product := map[office.ClusterID]office.ProductID{}
	for _, p := range c.Products {
		product[p.Cluster.Value] = p.ID
	}
	for cluster, norm := range map[office.ClusterID]int{"burgerzaken": 1, "energieloket": 5, "mobiliteit": 2, "ocmw": 10, "omgeving": 5, "wonen": 5} {
		cl, ok := c.Cluster(cluster)
		if !ok || cl.Norm == nil {
			t.Fatalf("%s has no norm", cluster)
		}
		for _, late := range []int{norm, norm + 1} {
			d := visit.NewDay(all, clock(t, "12:00"))
			for n := 1; n <= 10; n++ {
				if got := d.Clusters[cluster]; got != nil && got.Lateness(*cl.Norm) != (visit.Verdict{N: n - 1}) {
					t.Errorf("%s: of %d visits %+v", cluster, n-1, got.Lateness(*cl.Norm))
				}
				d.Add(served(t, n, late, product[cluster]))
			}
			want := visit.Verdict{Minutes: float64(late), N: 10, Shown: true, Met: late == norm, Judged: true}
			if got := d.Clusters[cluster].Lateness(*cl.Norm); got != want || d.Clusters[cluster].Persons != 20 {
				t.Errorf("%s, %d min late: %+v, %d persons", cluster, late, got, d.Clusters[cluster].Persons)
			}
			if got := d.Clusters[cluster].Lateness(nil); got.Judged || !got.Shown {
				t.Errorf("%s without a norm: %+v", cluster, got)
			}
		}
	}
}

func TestOwnDayCountsEverybodyOnce(t *testing.T) {
	d := visit.NewDay(offer, clock(t, "10:30"))
	for n, s := range []visit.State{visit.Waiting, visit.Called, visit.Serving, visit.Finished, visit.Missed, visit.Left, visit.Parked} {
		v := booked(t, n+1, "10:05", "10:10")
		v.Products, v.State = []office.ProductID{"eid", "woonadvies"}, s
		d.Add(v)
	}
	d.Add(asks(t, 9))
	again := booked(t, 10, "08:00", "08:10") // served already, waits for a second desk
	again.Products, again.Called, again.Started = []office.ProductID{"eid"}, stamp(t, "08:20"), stamp(t, "08:20")
	d.Add(again)
	d.AddExpected(day, 600, []office.ProductID{"woonadvies"})
	d.AddExpected(day, 640, []office.ProductID{"woonadvies"})
	c := d.Clusters["burgerzaken"]
	if c.Tickets != 8 || c.Waiting != 2 || c.AtDesk != 2 || c.Served != 1 || c.Missed != 1 || c.Left != 1 || c.Parked != 1 || c.NoShows != 0 ||
		c.Longest != 25*time.Minute || c.Latest != 20*time.Minute {
		t.Errorf("burgerzaken %+v", c)
	}
	if w := d.Clusters["wonen"]; w.NoShows != 1 || w.Tickets != 0 {
		t.Errorf("wonen %+v", w)
	}
	if d.Clusters[""].Waiting != 1 {
		t.Errorf("who asked for nothing known is counted nowhere")
	}
}

// TestDayIsAFold: the day is the same in whatever order its visits are added.
func TestDayIsAFold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := drawNow(t)
		q := drawQueue(t, now)
		fold := func(visits []visit.Visit) map[office.ClusterID]*visit.ClusterDay {
			d := visit.NewDay(offer, now)
			for _, v := range visits {
				d.Add(v)
			}
			return d.Clusters
		}
		if a, b := fold(q.Visits), fold(rapid.Permutation(q.Visits).Draw(t, "shuffled")); !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v, then %+v", a, b)
		}
	})
}

func TestAlarms_A003_23(t *testing.T) {
	c := catalogue.Embedded()
	norms := func(id office.ClusterID) visit.Norm {
		if cl, ok := c.Cluster(id); ok && cl.Norm != nil {
			return *cl.Norm
		}
		return nil
	}
	late, walk, advice, called := booked(t, 1, "09:50", "10:00"), asks(t, 2, "eid"), asks(t, 3, "woonadvies"), asks(t, 4, "eid")
	late.Products, called.Called = []office.ProductID{"eid"}, stamp(t, "10:01")
	early := booked(t, 5, "09:00", "10:10")
	early.Products = []office.ProductID{"eid"}
	walk.Arrived = stamp(t, "10:01")
	var got []visit.Ticket
	for _, a := range visit.Alarms([]visit.Visit{walk, early, late, advice, called, asks(t, 6, "nieuw"), asks(t, 7)}, offer, norms, clock(t, "10:03")) {
		got = append(got, a.Visit.Ticket)
	}
	if !slices.Equal(got, []visit.Ticket{1, 2}) {
		t.Errorf("alarms for %v: one is 3 min past an appointment, one waits 2 min, the norm is 1", got)
	}
}

// TestRankingOfProducts: F7 in order, whatever order the visits come in; equal counts stay where they are.
func TestRankingOfProducts_A000_18_A000_35_A001_05_A001_13(t *testing.T) {
	d := visit.NewDemand(func(s visit.Stamp) int { return s.Time().In(zone).Hour() })
	counts := []struct {
		product office.ProductID
		n       int
	}{{"pinpuk", 1}, {"adres", 2}, {"eid-af", 3}, {"rijbewijs", 4}, {"eid", 5}, {"pas", 2}}
	n := 0
	for _, row := range counts {
		for range row.n {
			n++
			v := asks(t, n, row.product)
			v.State = visit.Finished
			d.Add(v)
		}
	}
	urgent := asks(t, n+1, "eid-af", "pas")
	urgent.Urgency, urgent.Reason = visit.SemiUrgent, "verlies"
	d.Add(urgent)
	kept := booked(t, n+2, "11:10", "11:00")
	kept.Products, kept.State = []office.ProductID{"eid"}, visit.Finished
	d.Add(kept)
	want := []visit.Ranked{{"eid", 6}, {"eid-af", 4}, {"rijbewijs", 4}, {"pas", 3}, {"adres", 2}, {"pinpuk", 1}}
	for range 20 { // a map has another order every time
		if got := visit.Ranking(d.Asked); !slices.Equal(got, want) {
			t.Fatalf("ranking %v", got)
		}
	}
	if d.Walked["eid"] != 5 || d.Walked["eid-af"] != 3 {
		t.Errorf("served without appointment %v", d.Walked)
	}
	if d.Urgent[visit.Pressing{Urgency: visit.SemiUrgent, Reason: "verlies", Product: "pas"}] != 1 || len(d.Urgent) != 2 {
		t.Errorf("urgent %v", d.Urgent)
	}
	if d.Hours["eid"][10] != 5 || d.Hours["eid"][11] != 1 {
		t.Errorf("hours %v", d.Hours["eid"])
	}
}

// TestSnelbalieOf2020 adds the published counts of documents handed over without appointment (F5).
func TestSnelbalieOf2020_A000_36_A000_37_A000_38(t *testing.T) {
	d := visit.NewDemand(func(visit.Stamp) int { return 0 })
	sum := 0
	for product, n := range map[office.ProductID]int{"reispas-afhalen": 373, "rijbewijs-afhalen": 1013, "internationaal-rijbewijs": 88} {
		for i := range n {
			v := asks(t, i+1, product)
			v.State = visit.Finished
			d.Add(v)
		}
		if d.Walked[product] != n {
			t.Errorf("%s: %d", product, d.Walked[product])
		}
		sum += d.Walked[product]
	}
	if sum != 1474 {
		t.Errorf("sum %d: C13, the sum of the three", sum)
	}
}

// usualMinutes have the quartiles 6 and 10 (lower of two neighbours: 6, 8).
var usualMinutes = []int{10, 4, 6, 8, 12, 6, 8, 10, 8, 8}

// paceOf is that of a site whose visits took so many minutes.
func paceOf(t *testing.T, minutes ...int) visit.Pace {
	var visits []visit.Visit
	for n, m := range minutes {
		v := served(t, n+1, 0, "eid")
		v.Ended = v.Started + visit.Stamp(m*60_000)
		visits = append(visits, v)
	}
	return visit.PaceOf(visits)
}

func TestExpectedWait(t *testing.T) {
	pace := func(minutes ...int) visit.Pace { return paceOf(t, minutes...) }
	usual := pace(usualMinutes...)
	waitsFor := asks(t, 9, "eid")
	queue := func(ahead int, posts ...visit.Post) visit.Queue {
		q := visit.Queue{Offer: offer, Posts: posts, Visits: []visit.Visit{waitsFor}}
		for n := range ahead {
			q.Visits = append(q.Visits, asks(t, n+1, "eid"))
		}
		return q
	}
	wonen := visit.Post{Desk: 2, Serves: visit.Scope{Themes: []office.ClusterID{"wonen"}}}
	mixed := queue(2, visit.Post{Desk: 1, Serves: visit.Scope{Themes: []office.ClusterID{"burgerzaken"}}})
	mixed.Visits = append(mixed.Visits, asks(t, 7, "woonadvies"))
	for _, row := range []struct {
		name string
		q    visit.Queue
		pace visit.Pace
		want string
	}{
		{"next, one desk", queue(0, visit.Post{Desk: 1}), usual, "minder dan 10 min"},
		{"four ahead, one desk", queue(4, visit.Post{Desk: 1}), usual, "20 tot 40 min"},
		{"four ahead, two desks", queue(4, visit.Post{Desk: 1}, visit.Post{Desk: 3}), usual, "10 tot 20 min"},
		{"a desk that does not serve it does not count", queue(4, visit.Post{Desk: 1}, wonen), usual, "20 tot 40 min"},
		{"who needs another desk does not count", mixed, usual, "10 tot 25 min"},
		{"nine visits", queue(4, visit.Post{Desk: 1}), pace(1, 2, 3, 4, 5, 6, 7, 8, 9), visit.NoData},
		{"no desk serves it", queue(0, wonen), usual, visit.NoData},
		{"no desk is manned", queue(0), usual, visit.NoData},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := visit.NoData
			if w, ok := visit.DefaultOrder.Expect(row.q, waitsFor.ID, row.pace, clock(t, "10:05")); ok {
				got = w.String()
			}
			if got != row.want {
				t.Errorf("%q, want %q", got, row.want)
			}
		})
	}
	early := booked(t, 8, "10:00", "10:52")
	q := visit.Queue{Offer: offer, Posts: []visit.Post{{Desk: 1}}, Visits: []visit.Visit{early}}
	if w, ok := visit.DefaultOrder.Expect(q, early.ID, usual, clock(t, "10:05")); !ok || w.String() != "minder dan 50 min" {
		t.Errorf("an appointment before its time: %s %v", w, ok)
	}
	if _, ok := visit.DefaultOrder.Expect(q, id(77), usual, clock(t, "10:05")); ok {
		t.Error("somebody who does not wait may expect something")
	}
}

// TestExpectedWaitOfWhoComesNow: behind everybody whom a manned desk serves, over all manned desks.
func TestExpectedWaitOfWhoComesNow(t *testing.T) {
	usual := paceOf(t, usualMinutes...)
	waiting := func(n int, posts ...visit.Post) visit.Queue {
		q := visit.Queue{Offer: offer, Posts: posts}
		for i := range n {
			q.Visits = append(q.Visits, asks(t, i+1, "eid"))
		}
		return q
	}
	wonen := visit.Post{Desk: 2, Serves: visit.Scope{Themes: []office.ClusterID{"wonen"}}}
	for _, row := range []struct {
		name string
		q    visit.Queue
		pace visit.Pace
		want string
	}{
		{"nobody waits", waiting(0, visit.Post{Desk: 1}), usual, "minder dan 10 min"},
		{"four wait", waiting(4, visit.Post{Desk: 1}), usual, "20 tot 40 min"},
		{"four wait for another desk", waiting(4, wonen), usual, "minder dan 10 min"},
		{"no desk is manned", waiting(2), usual, visit.NoData},
		{"too few visits to say", waiting(2, visit.Post{Desk: 1}), usual[:9], visit.NoData},
	} {
		got := visit.NoData
		if w, ok := visit.DefaultOrder.ExpectNew(row.q, row.pace, clock(t, "10:05")); ok {
			got = w.String()
		}
		if got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

// TestExpectedWaitGrows: a range has its ends in order, and one more before you never shortens it.
func TestExpectedWaitGrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := drawNow(t)
		q := drawQueue(t, now)
		v := drawVisit(t, 30, now)
		v.State, v.Appointment, v.Turn = visit.Waiting, office.AppointmentID{}, 90
		q.Visits = append(q.Visits, v)
		var pace visit.Pace
		for range 10 {
			pace = append(pace, time.Duration(rapid.IntRange(0, 1800).Draw(t, "seconds"))*time.Second)
		}
		slices.Sort(pace)
		before, ok := visit.DefaultOrder.Expect(q, v.ID, pace, now)
		more := drawVisit(t, 31, now)
		more.State, more.Urgency, more.MissedCall, more.Turn = visit.Waiting, visit.Urgent, 0, 1
		q.Visits = append(q.Visits, more)
		after, ok2 := visit.DefaultOrder.Expect(q, v.ID, pace, now)
		if ok != ok2 || before.From > before.To || after.From < before.From || after.To < before.To {
			t.Fatalf("%v %v, then %v %v", before, ok, after, ok2)
		}
	})
}
