// Package fleettest is a headquarters in memory for tests of the page of all counters: a city of counters in every state, and a line
// that can be cut.
package fleettest

import (
	"context"
	"slices"
	"sync"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Noon is the moment of the picture.
var Noon = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)

// Headquarters implements fleet.Headquarters. It is safe for concurrent use.
type Headquarters struct {
	mu    sync.Mutex
	sites []*contract.FleetSite
	cut   bool

	Silent []string
	Lost   []*contract.DeclareLostRequest
}

// New makes a city with a counter in every state.
func New() *Headquarters {
	ago := func(d time.Duration) int64 { return Noon.Add(-d).UnixMilli() }
	device := func(kind, id, state, why string) *contract.DeviceState {
		return &contract.DeviceState{Last: &contract.DeviceChanged{Kind: kind, Id: id, State: state, Reasons: []string{why}}, AtMs: ago(50 * time.Minute)}
	}
	return &Headquarters{sites: []*contract.FleetSite{
		{Site: "antwerpen-harmonie", Name: "Stadsloket Harmonie", Appliance: true, Online: true, SinceMs: ago(30 * time.Hour), HeardMs: ago(20 * time.Second), Records: 1200, Held: 14, HeldToday: 9, Open: true, Devices: 6, Program: "1.4.2"},
		{Site: "buurtloket-berchem", Name: "Buurtloket Berchem", Appliance: true, SinceMs: ago(116 * time.Minute), HeardMs: ago(2 * time.Hour), Records: 800, Messages: 3, OldestMs: ago(100 * time.Minute), Held: 12, HeldToday: 7, Open: true, Devices: 5, Program: "1.4.1"},
		{Site: "buurtloket-groenenhoek", Name: "Buurtloket Groenenhoek", Open: true},
		{Site: "buurtloket-linkeroever", Name: "Buurtloket Linkeroever", Appliance: true, Online: true, SinceMs: ago(time.Hour), HeardMs: ago(90 * time.Second), Records: 90, Waiting: 37, Held: 2, Open: true, Devices: 4,
			Down: []*contract.DeviceState{device("receipt", "kiosk", "stopped", "paper-out")}, Program: "1.4.2"},
		{Site: "buurtloket-merksem", Name: "Buurtloket Merksem", Appliance: true, Online: true, SinceMs: ago(5 * time.Hour), HeardMs: ago(4 * time.Minute), Open: true, Devices: 5, Unseen: 1, Conflicts: 2, Program: "1.4.2",
			Alarms: []*contract.DoorAlarmState{{Alarm: &contract.DoorAlarm{Door: 3, Kind: "forced", Compartment: "A3"}, AtMs: ago(12 * time.Minute)}}},
		{Site: "buurtloket-wilrijk", Name: "Buurtloket Wilrijk", Appliance: true, Lost: true, HeardMs: ago(75 * time.Hour), Blocked: 8, Open: true},
	}}
}

// Cut takes the line away, or gives it back.
func (h *Headquarters) Cut(cut bool) { h.Set(func() { h.cut = cut }) }

// Set changes what it is, while nobody asks.
func (h *Headquarters) Set(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
}

// Site is one of its sites, to be changed in Set.
func (h *Headquarters) Site(id string) *contract.FleetSite {
	return h.sites[slices.IndexFunc(h.sites, func(s *contract.FleetSite) bool { return s.Site == id })]
}

// Glance implements fleet.Headquarters.
func (h *Headquarters) Glance(context.Context, *contract.FleetRequest) (*contract.FleetResponse, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.cut {
		return nil, fault.New("fleettest.Glance", fault.Unreachable).Tell("Het hoofdkantoor antwoordt niet.", "Probeer het straks nog eens.")
	}
	out := &contract.FleetResponse{AtMs: Noon.UnixMilli(), Silent: h.Silent, Node: "n1"}
	for _, s := range h.sites {
		out.Sites = append(out.Sites, proto.CloneOf(s))
	}
	return out, nil
}

// DeclareLost implements fleet.Headquarters.
func (h *Headquarters) DeclareLost(_ context.Context, q *contract.DeclareLostRequest) (*contract.DeclareLostResponse, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if q.By == "" || q.Second == "" || q.By == q.Second {
		return nil, fault.New("fleettest.DeclareLost", fault.Denied).Tell("Twee verschillende planners moeten dit bevestigen.", "")
	}
	h.Lost = append(h.Lost, q)
	h.Site(q.Site).Lost = true
	return &contract.DeclareLostResponse{Blocked: 12, Booked: 5}, nil
}
