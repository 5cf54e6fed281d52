package planning_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

const hoek = "buurtloket-groenenhoek"

// says has the journal of a site's life say something, from its first record on.
func (w *world) says(t *testing.T, site string, life uint64, events ...*contract.Event) {
	t.Helper()
	var bodies [][]byte
	for _, e := range events {
		bodies = append(bodies, contract.Encode(e))
	}
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: site, Root: make([]byte, 32),
		Batch: &contract.Batch{Incarnation: life, First: 1, Count: uint32(len(bodies)), Records: contract.JoinRecords(bodies)}}}})
}

// TestDevices: what is plugged in at each counter, what somebody must look at, how old that is; and a count of it for who
// only asks how headquarters is doing.
func TestDevices(t *testing.T) {
	w := newWorld(t)
	w.arrive(t, berchem, 7)
	w.arrive(t, hoek, 8)
	day := 24 * time.Hour
	ago := func(d time.Duration) int64 { return now.Add(-d).UnixMilli() }
	changed := func(kind, id, state string) *contract.Event {
		return &contract.Event{AtMs: ago(time.Hour), Kind: &contract.Event_DeviceChanged{DeviceChanged: &contract.DeviceChanged{Kind: kind, Id: id, State: state}}}
	}
	refused1 := func(d time.Duration, who string) *contract.Event {
		return &contract.Event{AtMs: ago(d), Clerk: who, Kind: &contract.Event_DoorDenied{DoorDenied: &contract.DoorDenied{Purpose: "load", Why: "denied"}}}
	}
	w.says(t, berchem, 7, changed("receipt", "kiosk", "stopped"), changed("camera", "hok", "absent"), changed("printer", "p", "attention"),
		&contract.Event{AtMs: ago(day), Kind: &contract.Event_DoorAlarm{DoorAlarm: &contract.DoorAlarm{Door: 2, Compartment: "B3", Kind: "forced"}}},
		&contract.Event{Kind: &contract.Event_DoorsSeen{DoorsSeen: &contract.DoorsSeen{Lost: []uint32{4}}}},
		refused1(8*day, "anna"), refused1(2*day, "bert"), refused1(day, "cis"))
	tell := func(q *contract.DevicesRequest) string {
		var said []string
		for _, s := range ok[contract.DevicesResponse](t)(w.Devices(t.Context(), req(q))).Sites {
			line := fmt.Sprintf("%s %v %v:", s.Name, s.HeardMs == now.UnixMilli(), s.Lost)
			for _, d := range s.Devices {
				line += " " + d.Last.Id + "=" + d.Last.State
			}
			for _, a := range s.Alarms {
				line += " " + a.Alarm.Compartment + "!" + a.Alarm.Kind
			}
			for _, u := range s.Unseen {
				line += fmt.Sprintf(" ?%d", u.Door)
			}
			for _, n := range s.Notes {
				line += " " + n.Clerk
			}
			said = append(said, line)
		}
		return strings.Join(said, "; ")
	}
	one := "Buurtloket Berchem true false: hok=absent p=attention kiosk=stopped B3!forced ?4 cis bert"
	if got := tell(&contract.DevicesRequest{Site: berchem}); got != one {
		t.Errorf("of Berchem: %s", got)
	}
	if got := tell(&contract.DevicesRequest{Site: berchem, Days: 30}); got != one+" anna" {
		t.Errorf("of a month: %s", got)
	}
	if got := tell(&contract.DevicesRequest{}); got != one+"; Buurtloket Groenenhoek false false:" {
		t.Errorf("of all: %s", got)
	}
	if s := ok[contract.StatusResponse](t)(w.Status(t.Context(), req(&contract.StatusRequest{}))); s.DevicesDown != 2 || s.DoorAlarms != 1 {
		t.Errorf("%d devices down, %d alarms", s.DevicesDown, s.DoorAlarms)
	}
	ok[contract.DeclareLostResponse](t)(w.DeclareLost(t.Context(), req(&contract.DeclareLostRequest{Site: berchem, By: "an", Second: "bo"})))
	if got := tell(&contract.DevicesRequest{Site: berchem}); got != "Buurtloket Berchem true true: cis bert" {
		t.Errorf("of a lost counter: %s", got)
	}
	if s := ok[contract.StatusResponse](t)(w.Status(t.Context(), req(&contract.StatusRequest{}))); s.DevicesDown != 0 || s.DoorAlarms != 0 || s.Conflicts != 1 {
		t.Errorf("lost: %d devices down, %d alarms, %d conflicts", s.DevicesDown, s.DoorAlarms, s.Conflicts)
	}
	_, err := w.Devices(t.Context(), req(&contract.DevicesRequest{Site: "nergens"}))
	refused(t, fault.NotFound, err)
}
