package planning_test

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/planning"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// node is another node as this one sees it: its lines, or no answer.
type node []*contract.SiteLine

func (n node) Open(context.Context, *connect.Request[contract.LinesRequest]) (*connect.Response[contract.LinesResponse], error) {
	if n == nil {
		return nil, connect.NewError(connect.CodeUnavailable, errors.New("gone"))
	}
	return connect.NewResponse(&contract.LinesResponse{Lines: n}), nil
}

// glances is the fleet as seen from this node, beside others.
func (w *world) glances(t *testing.T, others map[string]node) *contract.FleetResponse {
	t.Helper()
	w.seat.status = consensus.Status{ID: "n1", Peers: []consensus.Peer{{ID: "n1", Addr: "n1"}}}
	for _, id := range []string{"n2", "n3", "n4"} {
		if _, ok := others[id]; ok {
			w.seat.status.Peers = append(w.seat.status.Peers, consensus.Peer{ID: id, Addr: id})
		}
	}
	p := planning.New(w.Solo, w.seat, w.machine, w.fleet, func() time.Time { return now }, rand.Reader)
	f := planning.NewFleet(p, func(addr string) contractconnect.LinesClient {
		if addr == "n4" { // no line to it was ever made
			return nil
		}
		return others[addr]
	})
	return ok[contract.FleetResponse](t)(f.Glance(t.Context(), req(&contract.FleetRequest{})))
}

func siteOf(t *testing.T, r *contract.FleetResponse, id string) *contract.FleetSite {
	t.Helper()
	i := slices.IndexFunc(r.Sites, func(s *contract.FleetSite) bool { return s.Site == id })
	if i < 0 {
		t.Fatalf("no %s in %v", id, r)
	}
	return r.Sites[i]
}

// TestGlance: what the register knows of a counter, and where its line is.
func TestGlance(t *testing.T) {
	w := newWorld(t)
	w.arrive(t, berchem, 7)
	if s := siteOf(t, w.glances(t, nil), "buurtloket-groenenhoek"); s.Appliance || s.Online {
		t.Errorf("a site without an appliance is %v", s)
	}
	s := siteOf(t, w.glances(t, nil), berchem)
	if !s.Appliance || s.Online || s.Held == 0 || s.Messages == 0 || s.OldestMs != now.UnixMilli() || !s.Open || s.SinceMs != 0 {
		t.Errorf("it is %v", s)
	}
	gone := w.fleet.Here(berchem)
	w.fleet.Heard(berchem, &contract.Hello{Size: 12, Program: "1.4"})
	s = siteOf(t, w.glances(t, nil), berchem)
	if !s.Online || s.SinceMs != now.UnixMilli() || s.Waiting != 12 || s.Program != "1.4" {
		t.Errorf("with a line it is %v", s)
	}
	gone()
	if s := siteOf(t, w.glances(t, nil), berchem); s.Online || s.SinceMs != now.UnixMilli() || s.Waiting != 0 {
		t.Errorf("when the line closed it is %v", s)
	}
}

// TestGlanceElsewhere: a line at another node is a line; a node that says nothing is told.
func TestGlanceElsewhere(t *testing.T) {
	w := newWorld(t)
	w.arrive(t, berchem, 7)
	w.fleet.Here(berchem)() // it was here, and left
	there := node{{Site: berchem, Open: true, SinceMs: now.UnixMilli() - 5000, Size: 3}}
	r := w.glances(t, map[string]node{"n2": there, "n3": nil, "n4": nil})
	if s := siteOf(t, r, berchem); !s.Online || s.SinceMs != now.UnixMilli()-5000 || s.Waiting != 3 {
		t.Errorf("it is %v", s)
	}
	if !slices.Equal(r.Silent, []string{"n3", "n4"}) || r.Node != "n1" {
		t.Errorf("silent: %v, asked: %s", r.Silent, r.Node)
	}
	there[0].Open, there[0].SinceMs = false, now.UnixMilli()+1000
	if s := siteOf(t, w.glances(t, map[string]node{"n2": there}), berchem); s.Online || s.SinceMs != there[0].SinceMs {
		t.Errorf("of two nodes that it left the last counts: %v", s)
	}
}

// TestInbox: a conflict comes with what each side has, is decided once, and stays decided.
func TestInbox(t *testing.T) {
	w := newWorld(t)
	ours := w.book(t, 600, "Bea")
	x := planning.NewInbox(planning.New(w.Solo, w.seat, w.machine, w.fleet, func() time.Time { return now }, rand.Reader))
	list := func(settled bool) []*contract.InboxItem {
		t.Helper()
		return ok[contract.InboxResponse](t)(x.List(t.Context(), req(&contract.InboxRequest{Settled: settled}))).Items
	}
	if got := list(true); len(got) != 0 {
		t.Fatalf("at first: %v", got)
	}
	// A life that is over booked the same place.
	w.arrive(t, berchem, 7)
	w.arrive(t, berchem, 8)
	theirs := &contract.Appointment{Id: []byte("0123456789abcdef"), Place: ours.Place, Products: ours.Products, Persons: 1, Channel: contract.Channel_CHANNEL_DESK}
	w.takes(t, 7, &contract.Event{Kind: &contract.Event_Booked{Booked: &contract.Booked{Appointment: theirs}}})
	got := list(false)
	if len(got) != 1 || len(got[0].Sides) != 2 || got[0].SiteName == "" || got[0].SiteName == berchem {
		t.Fatalf("the inbox: %v", got)
	}
	var lost, kept *contract.InboxSide
	for _, s := range got[0].Sides {
		if s.Seated {
			kept = s
		} else {
			lost = s
		}
	}
	if kept == nil || lost == nil || kept.Person.GetName() != "Bea" || !kept.Movable || lost.Past {
		t.Fatalf("the sides: %v", got[0].Sides)
	}
	places := ok[contract.InboxPlacesResponse](t)(x.Places(t.Context(), req(&contract.InboxPlacesRequest{Number: got[0].Number, Appointment: kept.Appointment.Id, Most: 2}))).Places
	if len(places) != 2 || places[0].SiteName == "" {
		t.Fatalf("the places: %v", places)
	}
	_, err := x.Places(t.Context(), req(&contract.InboxPlacesRequest{Number: got[0].Number, Appointment: []byte("another one of 1")}))
	refused(t, fault.NotFound, err)
	q := &contract.InboxDecideRequest{Number: got[0].Number, By: "ines", Why: "Bea komt later", Action: "rebook", Appointment: kept.Appointment.Id, To: places[0].Place, Act: []byte("this act is mine")}
	for range 2 { // the answer got lost: asked again it is the same
		if a := ok[contract.InboxDecideResponse](t)(x.Decide(t.Context(), req(q))).Appointment; a.GetLeg() != 1 {
			t.Errorf("rebooked as %v", a)
		}
	}
	q.Act = nil
	_, err = x.Decide(t.Context(), req(q))
	refused(t, fault.Conflict, err)
	q.Act = []byte("short")
	_, err = x.Decide(t.Context(), req(q))
	refused(t, fault.Invalid, err)
	if open, all := list(false), list(true); len(open) != 0 || len(all) != 1 || len(all[0].Steps) != 1 || all[0].SettledBy != "ines" {
		t.Errorf("open %v, all %v", open, all)
	}
}

// takes has headquarters take a record of a life of Berchem.
func (w *world) takes(t *testing.T, life uint64, e *contract.Event) {
	t.Helper()
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: berchem, Root: make([]byte, 32),
		Batch: &contract.Batch{Incarnation: life, First: 1, Count: 1, Records: contract.JoinRecords([][]byte{contract.Encode(e)})}}}})
}
