package room_test

import (
	"slices"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/room"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"github.com/buurtloket/buurtloket/sync/visit"
)

const (
	site office.SiteID    = "buurtloket-berchem"
	eid  office.ProductID = "eid-aanvraag"
)

// monday is the day of every test; the site is closed on the Tuesday after.
var monday = office.NewDate(2026, time.November, 23)

// world is a room over a counter at nine on the Monday. Headquarters' plan is told to it by hand.
type world struct {
	*room.Room
	t    *testing.T
	node *appliance.Node
	now  time.Time
	fed  uint64
}

func mustWorld(t *testing.T) *world {
	t.Helper()
	zone, err := calendar.Zone()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, now: monday.At(9*60, zone)}
	if w.node, err = appliance.Open(appliance.Config{Site: site, Dir: t.TempDir(), Now: func() time.Time { return w.now }}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.node.Close(); err != nil {
			t.Error(err)
		}
	})
	products := catalogue.Embedded()
	location, ok := products.Location(site)
	if !ok {
		t.Fatal("no such site")
	}
	w.Room = room.New(location.Site, products, vault.Register{Site: site, Vault: true, Procedures: vault.DefaultProcedures})
	return w
}

// plans has headquarters tell a plan: by appointment from nine to twelve every day but the Tuesday, and what is given beside it.
func (w *world) plans(rules []calendar.Rule, posts ...*contract.SitePost) {
	w.t.Helper()
	w.fed++
	plan := &contract.Plan{Version: w.fed, Posts: posts,
		Closures: []*contract.Closure{{Id: "dinsdag", Site: string(site), FromDate: int32(monday) + 1, Reason: "verhuizing"}}}
	for _, r := range append(rules, calendar.Rule{ID: "week", Mode: calendar.Appointment, From: 9 * 60, To: 12 * 60, Desks: 2, FirstDesk: 1}) {
		r.Site, r.Days, r.Products = site, calendar.EveryDay, []office.ProductID{eid}
		plan.Rules = append(plan.Rules, rulebook.ToRule(r))
	}
	err := w.node.Shipping().Apply(w.t.Context(), &contract.Feed{First: w.fed,
		Entries: [][]byte{contract.Encode(&contract.FeedEntry{Number: w.fed, Kind: &contract.FeedEntry_Plan{Plan: plan}})}})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) look(f func(appliance.Turn)) {
	w.t.Helper()
	if err := w.node.Look(func(t appliance.Turn) error { f(t); return nil }); err != nil {
		w.t.Fatal(err)
	}
}

// TestRulesAreReadOnce: for each plan and day, and anew for the next of either.
func TestRulesAreReadOnce(t *testing.T) {
	w := mustWorld(t)
	w.plans(nil)
	read := func() (r *room.Rules) { w.look(func(t appliance.Turn) { r = w.Rules(t) }); return r }
	first := read()
	if again := read(); again != first || len(first.Posts) != 0 {
		t.Errorf("read anew, or there are desks of a kind: %v", first.Posts)
	}
	w.plans(nil, &contract.SitePost{Site: string(site), Desk: 2, Kind: "snelbalie"})
	second := read()
	if second == first || second.Posts[2].Kind != visit.Snelbalie {
		t.Errorf("after another plan %v", second.Posts)
	}
	w.now = w.now.Add(24 * time.Hour)
	if read() == second {
		t.Error("the order of yesterday")
	}
}

// TestOpenAndClosed: the hours of each day in each way, and what closes it.
func TestOpenAndClosed_A002_60(t *testing.T) {
	w := mustWorld(t)
	w.plans(nil)
	w.look(func(turn appliance.Turn) {
		hours, open := w.Hours(turn)
		if !open || len(hours) != 1 || hours[0].Of != calendar.Appointment.String() || len(hours[0].Spans) != 1 || hours[0].Spans[0].To != 12*60 {
			t.Errorf("on Monday %v, %v", hours, open)
		}
		if all, closed := w.Closures(turn); len(all) == 0 || all[0].FromDate != int32(monday)+1 || closed != "" {
			t.Errorf("what closes it: %v, %q", all, closed)
		}
	})
	w.now = w.now.Add(24 * time.Hour)
	w.look(func(turn appliance.Turn) {
		hours, open := w.Hours(turn)
		if open || len(hours) != 1 || len(hours[0].Spans) != 0 || hours[0].NextDate != int32(monday)+2 || hours[0].NextFrom != 9*60 {
			t.Errorf("on Tuesday %v, %v", hours, open)
		}
		if _, closed := w.Closures(turn); closed != "verhuizing" {
			t.Errorf("closed because of %q", closed)
		}
	})
}

// TestWithoutAppointment: in the hours of the walk-in and half an hour at the door before them; outside these it says when, stretches
// that touch as one; a snelbalie takes what is quick while the site is open.
func TestWithoutAppointment_A001_16_A000_34(t *testing.T) {
	w := mustWorld(t)
	judge := func() (v calendar.Verdict, hours []room.Stretch) {
		w.look(func(t appliance.Turn) { v, hours = w.WithoutHours(t, eid) })
		return v, hours
	}
	w.plans(nil)
	if v, hours := judge(); v.OK || len(hours) != 0 {
		t.Errorf("where nobody may: %+v, %v", v, hours)
	}
	w.plans([]calendar.Rule{{ID: "a", Mode: calendar.WalkIn, From: 10 * 60, To: 11 * 60}, {ID: "b", Mode: calendar.WalkIn, From: 11 * 60, To: 12 * 60}})
	if v, hours := judge(); v.OK || v.Code != calendar.NotThen || v.Reason != "Zonder afspraak kan dit vandaag alleen van 10:00 tot 12:00." ||
		!slices.Equal(hours, []room.Stretch{{From: 10 * 60, To: 12 * 60}}) {
		t.Errorf("at nine: %+v, %v", v, hours)
	}
	w.now = w.now.Add(30 * time.Minute)
	if v, hours := judge(); !v.OK || hours != nil {
		t.Errorf("at the door: %+v, %v", v, hours)
	}
	w.plans(nil, &contract.SitePost{Site: string(site), Desk: 2, Kind: "snelbalie", Products: []string{string(eid)}})
	quick := w.Offer[eid].Quick
	if v, _ := judge(); v.OK != quick {
		t.Errorf("quick is %v, and the snelbalie: %+v", quick, v)
	}
}

// TestOpenFromMidnight: a stretch that begins with the day has no half hour before it, and is open all the same.
func TestOpenFromMidnight(t *testing.T) {
	w := mustWorld(t)
	w.plans([]calendar.Rule{{ID: "nacht", Mode: calendar.WalkIn, From: 0, To: 8 * 60}})
	for hours, want := range map[time.Duration]bool{-9: true, -6: true, -1: false} { // midnight, three, eight
		now := w.now
		w.now = now.Add(hours * time.Hour)
		w.look(func(turn appliance.Turn) {
			if v := w.Without(turn, eid); v.OK != want {
				t.Errorf("%s: %+v", w.now.Format("15:04"), v)
			}
		})
		w.now = now
	}
}

// TestAnEmptyRoom: nobody is here, nobody is at a desk, and a product has one row by the channel that asks.
func TestAnEmptyRoom(t *testing.T) {
	w := mustWorld(t)
	w.plans(nil)
	w.look(func(turn appliance.Turn) {
		m, err := w.Moment(turn)
		if err != nil || len(m.Visits) != 0 || len(m.Room.List(0)) != 0 || len(m.Room.AtDesks()) != 0 {
			t.Errorf("%+v, %v", m, err)
		}
		product, _ := turn.Plan.Product(eid)
		if row := room.Row(product, w.Cells(turn, site, office.ChannelDesk)[eid]); !row.Offered || !row.WalkIn || row.Id != string(eid) {
			t.Errorf("%v", row)
		}
	})
}
