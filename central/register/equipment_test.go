package register_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

func device(kind, id, state string, why ...string) *contract.Event {
	return &contract.Event{AtMs: 5, Kind: &contract.Event_DeviceChanged{DeviceChanged: &contract.DeviceChanged{Kind: kind, Id: id, State: state, Reasons: why}}}
}

func alarm(door uint32, kind string) *contract.Event {
	return &contract.Event{AtMs: 6, Kind: &contract.Event_DoorAlarm{DoorAlarm: &contract.DoorAlarm{Door: door, Compartment: fmt.Sprintf("B%d", door), Kind: kind}}}
}

func settled(door uint32, kind string) *contract.Event {
	return &contract.Event{Clerk: "anna", Kind: &contract.Event_DoorAlarmSettled{DoorAlarmSettled: &contract.DoorAlarmSettled{Door: door, Kind: kind, Reason: "poetsploeg"}}}
}

func doorsSeen(lost, found []uint32) *contract.Event {
	seen := &contract.DoorsSeen{Lost: lost, Found: found}
	for _, d := range lost {
		seen.LostCompartments = append(seen.LostCompartments, fmt.Sprintf("B%d", d))
	}
	return &contract.Event{AtMs: 7, Kind: &contract.Event_DoorsSeen{DoorsSeen: seen}}
}

func denied(at int64, clerk, document string) *contract.Event {
	return &contract.Event{AtMs: at, Clerk: clerk, Kind: &contract.Event_DoorDenied{DoorDenied: &contract.DoorDenied{Document: document, Purpose: "collect", Why: "denied"}}}
}

func ordered(purpose, reason string) *contract.Event {
	return &contract.Event{AtMs: 9, Clerk: "anna", Kind: &contract.Event_DoorOrdered{DoorOrdered: &contract.DoorOrdered{Order: make([]byte, 16), Door: 1,
		Compartment: "B1", Purpose: purpose, Reason: reason}}}
}

// equipped is what headquarters knows of a site's devices and doors, a line for each.
func equipped(v register.View, site office.SiteID) (out []string) {
	for d := range v.Devices(site) {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", d.Last.Kind, d.Last.Id, d.Last.State, strings.Join(d.Last.Reasons, ","))))
	}
	for a := range v.DoorAlarms(site) {
		out = append(out, fmt.Sprintf("alarm %s %s", a.Alarm.Compartment, a.Alarm.Kind))
	}
	for u := range v.UnseenDoors(site) {
		out = append(out, fmt.Sprintf("unseen %d %s", u.Door, u.Compartment))
	}
	for n := range v.DoorNotes(site) {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", n.Purpose, n.Clerk, n.Why, n.Reason)))
	}
	return out
}

func (h *headquarters) equips(site office.SiteID, want ...string) {
	h.Helper()
	if got := equipped(h.view(), site); !slices.Equal(got, want) {
		h.Fatalf("%s:\n%s\nwant\n%s", site, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// questions are the conflicts over no appointment and no document, and how each was settled.
func (h *headquarters) questions() (out []string) {
	for _, c := range h.view().Conflicts() {
		if c.Appointment == nil && c.Document == "" {
			out = append(out, strings.TrimSpace(c.Site+": "+strings.SplitN(c.Say, ":", 2)[0]+" "+c.SettledBy))
		}
	}
	return out
}

// TestWhatIsPluggedIn: of each device the last that was said, of each alarm whether it stands, of each door whether it can
// be seen, and refusals and emergencies but no other order.
func TestWhatIsPluggedIn(t *testing.T) {
	h := vaulted(t)
	h.taken(berchem, 1, device("receipt", "kiosk", "ready"), device("receipt", "kiosk", "stopped", "paper-out"), device("camera", "hok", "absent", "no-answer"),
		device("printer", "oud", "ready"), device("printer", "oud", "removed"), device("printer", "nooit", "removed"),
		alarm(2, "forced"), alarm(2, "left-open"), alarm(3, "forced"), settled(2, "forced"), settled(9, "missed"),
		doorsSeen([]uint32{1, 2}, nil), doorsSeen(nil, []uint32{2, 4}), denied(8, "bert", "EN0001"), ordered("collect", ""), ordered("emergency", "rook"))
	h.taken(hoek, 2, device("receipt", "kiosk", "ready"))
	h.equips(berchem, "camera hok absent no-answer", "receipt kiosk stopped paper-out", "alarm B2 left-open", "alarm B3 forced", "unseen 1 B1",
		"collect bert denied", "emergency anna  rook")
	h.equips(hoek, "receipt kiosk ready")
	for d := range h.view().Devices(berchem) {
		if d.AtMs != 5 {
			t.Errorf("since %d", d.AtMs)
		}
	}
	if got := h.questions(); len(got) != 0 {
		t.Errorf("a person is asked: %q", got)
	}
}

// TestTheLastRefusals: fifty of each site, in the order in which they came, whatever the counter's clock said.
func TestTheLastRefusals(t *testing.T) {
	h := vaulted(t)
	for i := range 70 {
		h.taken(berchem, 1, denied(int64(1000-i), fmt.Sprintf("c%d", i), ""))
	}
	h.taken(hoek, 2, denied(1, "dora", ""))
	all := slices.Collect(h.view().DoorNotes(berchem))
	if len(all) != 50 || all[0].Clerk != "c20" || all[49].Clerk != "c69" {
		t.Errorf("%d, from %s to %s", len(all), all[0].GetClerk(), all[len(all)-1].GetClerk())
	}
	h.equips(hoek, "collect dora denied")
}

// TestALifeThatIsOver: whoever comes after it — another life, or nobody — knows nothing of how devices are; what it asked
// people about doors is asked of people here, and refusals stay.
func TestALifeThatIsOverAndItsDevices(t *testing.T) {
	for name, end := range map[string]func(*headquarters){
		"another life": func(h *headquarters) { h.greet(berchem, 9) },
		"lost":         func(h *headquarters) { h.lose(berchem) },
	} {
		t.Run(name, func(t *testing.T) {
			h := vaulted(t)
			h.taken(berchem, 1, device("receipt", "kiosk", "stopped"), alarm(2, "forced"), alarm(3, "missed"), settled(3, "missed"), doorsSeen([]uint32{1}, nil), denied(8, "bert", ""))
			end(h)
			h.equips(berchem, "collect bert denied")
			if got := h.questions(); !slices.Equal(got, []string{string(berchem) + ": Vak B2, deur 2"}) {
				t.Errorf("asked of people: %q", got)
			}
			// What the old life still had to tell.
			h.taken(berchem, 1, device("camera", "hok", "absent"), doorsSeen([]uint32{5}, nil), alarm(4, "forced"), alarm(5, "missed"), settled(4, "forced"), settled(2, "forced"), denied(2, "cis", ""))
			h.equips(berchem, "collect bert denied", "collect cis denied")
			if got := h.questions(); !slices.Equal(got, []string{string(berchem) + ": Vak B2, deur 2 hoofdkantoor", string(berchem) + ": Vak B4, deur 4 hoofdkantoor", string(berchem) + ": Vak B5, deur 5"}) {
				t.Errorf("asked of people: %q", got)
			}
			if name == "lost" {
				h.greet(berchem, 9)
			}
			h.taken(berchem, 9, device("receipt", "kiosk", "ready"), alarm(2, "forced"))
			h.equips(berchem, "receipt kiosk ready", "alarm B2 forced", "collect bert denied", "collect cis denied")
			h.taken(berchem, 1, settled(5, "missed"), settled(2, "forced")) // the same door and kind in another life is another alarm
			h.equips(berchem, "receipt kiosk ready", "alarm B2 forced", "collect bert denied", "collect cis denied")
		})
	}
}

// TestAPersonSettledIt: a later word of the counter does not take a person's answer away.
func TestAPersonSettledIt(t *testing.T) {
	h := vaulted(t)
	h.taken(berchem, 1, alarm(2, "forced"))
	h.lose(berchem)
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Settled{Settled: &contract.Settled{Number: 1, By: "an", Outcome: "geteld, alles is er"}}})
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Settled{Settled: &contract.Settled{Number: 1, By: "an", Outcome: "geteld, alles is er"}}})
	h.refused(h.do(&contract.HQCommand{Kind: &contract.HQCommand_Settled{Settled: &contract.Settled{Number: 1, By: "bo", Outcome: "er is er een weg"}}}), fault.Conflict)
	h.taken(berchem, 1, settled(2, "forced"))
	if got := h.questions(); !slices.Equal(got, []string{string(berchem) + ": Vak B2, deur 2 an"}) {
		t.Errorf("%q", got)
	}
}

// TestWhatNoCounterWrites about devices and doors has no effect, and stops nothing.
func TestWhatNoCounterWrites(t *testing.T) {
	h := vaulted(t)
	long := strings.Repeat("x", 3000)
	h.taken(berchem, 1, device("", "kiosk", "ready"), device("receipt", "", "ready"), device("a\x00b", "c", "ready"), device("receipt", long, "ready"),
		alarm(0, "forced"), alarm(70000, "forced"), alarm(2, ""), alarm(2, long), settled(70000, "forced"),
		doorsSeen([]uint32{0, 70000}, []uint32{0, 70000}), denied(1, long, ""), ordered("emergency", long))
	h.equips(berchem)
	for i := range 300 {
		h.taken(berchem, 1, device("scanner", fmt.Sprint(i), "ready"))
	}
	if n := len(slices.Collect(h.view().Devices(berchem))); n != 200 {
		t.Errorf("%d devices", n)
	}
	h.taken(berchem, 1, device("scanner", "7", "absent"))
	h.refused(h.do(&contract.HQCommand{Kind: &contract.HQCommand_Settled{Settled: &contract.Settled{Number: 1}}}), fault.NotFound)
}

// TestDevicesAnywhere: whatever journals say, and wherever the state is copied to in between as a snapshot does, every node
// that applies the same commands holds the same bytes.
func TestDevicesAnywhere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := vaulted(t)
		life := map[office.SiteID]office.Incarnation{berchem: 1, hoek: 2}
		var copied *kv.Memory
		copiedAt := -1
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			site := rapid.SampledFrom([]office.SiteID{berchem, hoek}).Draw(rt, "site")
			door := rapid.Uint32Range(1, 3).Draw(rt, "door")
			kind := rapid.SampledFrom([]string{"forced", "missed"}).Draw(rt, "kind")
			say := map[string]*contract.Event{"device": device("receipt", fmt.Sprint(door), kind), "gone": device("receipt", fmt.Sprint(door), "removed"), "alarm": alarm(door, kind),
				"settled": settled(door, kind), "lost": doorsSeen([]uint32{door}, nil), "found": doorsSeen(nil, []uint32{door}), "denied": denied(int64(door), "bert", "")}
			switch what := rapid.SampledFrom([]string{"device", "gone", "alarm", "settled", "lost", "found", "denied", "reborn", "late", "copy"}).Draw(rt, "what"); what {
			case "reborn":
				life[site] += 10
				h.greet(site, life[site])
			case "late":
				if old := life[site] - 10; life[site] > 10 {
					h.taken(site, old, say["alarm"], say["settled"])
				}
			case "copy":
				copied, copiedAt = h.w.Clone(), len(h.commands)
			default:
				h.taken(site, life[site], say[what])
			}
		}
		for from, w := range map[int]*kv.Memory{0: {}, copiedAt: copied} {
			if from < 0 {
				continue
			}
			m := &register.Machine{Quota: h.m.Quota}
			for i, c := range h.commands[from:] {
				m.Apply(w, uint64(from+i+1), c)
			}
			if !w.Equal(&h.w) {
				rt.Fatalf("from command %d on: another state", from)
			}
		}
	})
}
