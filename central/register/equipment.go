package register

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/equipment"
	"github.com/buurtloket/buurtloket/sync/office"
	"google.golang.org/protobuf/proto"
)

// How a device is, and which doors cannot be seen, is what the site's present life says: when that life is over nobody knows
// it any more, and it is forgotten; the next life tells all anew. An alarm about a door is a question to a person, and
// outlives the life that asked: it becomes a conflict. Refusals and emergencies are history, and stay.

const (
	mostDevices = 200  // of one site: a journal that names more is not that of a counter
	mostNotes   = 50   // of one site: refusals and emergencies; all of them stand in the journal
	mostText    = 1000 // bytes of one record's words
)

// deviceKey holds the last that a site's journal said of a device.
func deviceKey(site office.SiteID, kind, id string) []byte {
	return append(append(append(devicesPrefix(site), kind...), 0), id...)
}

func devicesPrefix(site office.SiteID) []byte { return office.AppendSiteKey([]byte("D/"), site) }

// unseenKey holds a door that its site cannot see.
func unseenKey(site office.SiteID, door uint32) []byte {
	return binary.BigEndian.AppendUint16(unseenPrefix(site), uint16(door))
}

func unseenPrefix(site office.SiteID) []byte { return office.AppendSiteKey([]byte("U/"), site) }

// doorAlarmKey holds an alarm that nobody has settled.
func doorAlarmKey(site office.SiteID, life office.Incarnation, door uint32, kind string) []byte {
	return append(binary.BigEndian.AppendUint16(doorAlarmsPrefix(site, life), uint16(door)), kind...)
}

func doorAlarmsPrefix(site office.SiteID, life office.Incarnation) []byte {
	return binary.BigEndian.AppendUint64(office.AppendSiteKey([]byte("L/"), site), uint64(life))
}

// doorNoteKey holds a refusal or an emergency, by its number among those of its site.
func doorNoteKey(site office.SiteID, n uint64) []byte {
	return binary.BigEndian.AppendUint64(doorNotesPrefix(site), n)
}

func doorNotesPrefix(site office.SiteID) []byte { return office.AppendSiteKey([]byte("N/"), site) }

// foldEquipment notes what a site's journal says of its devices and doors; it reports whether the record was about them.
// What no counter writes has no effect.
func (t *turn) foldEquipment(from origin, e *contract.Event) bool {
	switch k := e.Kind.(type) {
	case *contract.Event_DeviceChanged:
		t.foldDevice(from, k.DeviceChanged)
	case *contract.Event_DoorsSeen:
		t.foldDoorsSeen(from, k.DoorsSeen)
	case *contract.Event_DoorAlarm:
		t.foldDoorAlarm(from, k.DoorAlarm)
	case *contract.Event_DoorAlarmSettled:
		t.foldDoorAlarmSettled(from, k.DoorAlarmSettled)
	case *contract.Event_DoorDenied:
		d := k.DoorDenied
		t.noteDoor(from.site, &contract.DoorNote{AtMs: e.AtMs, Clerk: e.Clerk, Compartment: d.Compartment, Document: d.Document, Purpose: d.Purpose, Why: d.Why})
	case *contract.Event_DoorOrdered:
		if d := k.DoorOrdered; d.Purpose == equipment.Emergency {
			t.noteDoor(from.site, &contract.DoorNote{AtMs: e.AtMs, Clerk: e.Clerk, Compartment: d.Compartment, Purpose: d.Purpose, Reason: d.Reason})
		}
	case *contract.Event_DoorEnded, *contract.Event_DoorShut: // of an order that went as it should nothing is kept
	default:
		return false
	}
	return true
}

// lives reports whether a record is of its site's present life.
func (t *turn) lives(from origin) bool {
	st, _ := loadSite(t.w, from.site)
	return st.Current.Incarnation == from.life
}

func (t *turn) foldDevice(from origin, c *contract.DeviceChanged) {
	if !t.lives(from) || c.Kind == "" || strings.ContainsRune(c.Kind, 0) || c.Id == "" || proto.Size(c) > mostText {
		return
	}
	key := deviceKey(from.site, c.Kind, c.Id)
	switch {
	case c.State == equipment.Removed:
		t.w.Delete(key)
	case t.w.Get(key) != nil || len(keysUnder(t, devicesPrefix(from.site))) < mostDevices:
		save(t.w, key, &contract.DeviceState{Last: c, AtMs: from.at})
	}
}

func (t *turn) foldDoorsSeen(from origin, seen *contract.DoorsSeen) {
	if !t.lives(from) || proto.Size(seen) > 100*mostText {
		return
	}
	for i, d := range seen.Lost {
		if !isDoor(d) {
			continue
		}
		u := &contract.DoorUnseen{Door: d, AtMs: from.at}
		if i < len(seen.LostCompartments) {
			u.Compartment = seen.LostCompartments[i]
		}
		save(t.w, unseenKey(from.site, d), u)
	}
	for _, d := range seen.Found {
		if isDoor(d) {
			t.w.Delete(unseenKey(from.site, d))
		}
	}
}

// isDoor reports whether a door can have this number.
func isDoor(n uint32) bool { return n > 0 && n <= 0xFFFF }

func (t *turn) foldDoorAlarm(from origin, a *contract.DoorAlarm) {
	if !isDoor(a.Door) || a.Kind == "" || proto.Size(a) > mostText {
		return
	}
	kept := &contract.DoorAlarmKept{Alarm: a, AtMs: from.at}
	if !t.lives(from) {
		kept.Conflict = t.outlived(from.site, kept)
	}
	save(t.w, doorAlarmKey(from.site, from.life, a.Door, a.Kind), kept)
}

// foldDoorAlarmSettled takes an alarm off. Where a person at headquarters has been asked about it, because its life was over
// before its records came, the question is answered too.
func (t *turn) foldDoorAlarmSettled(from origin, s *contract.DoorAlarmSettled) {
	kept := new(contract.DoorAlarmKept)
	key := doorAlarmKey(from.site, from.life, s.Door, s.Kind)
	if !isDoor(s.Door) || !load(t.w, key, kept) {
		return
	}
	t.w.Delete(key)
	c := new(contract.ConflictState)
	if kept.Conflict != 0 && load(t.w, conflictKey(kept.Conflict), c) && c.SettledBy == "" {
		c.SettledBy, c.Outcome = "hoofdkantoor", fmt.Sprintf("Het loket %s had het alarm al afgesloten.", from.site)
		save(t.w, conflictKey(kept.Conflict), c)
	}
}

// outlived asks a person about an alarm whose life is over: at the counter nobody can settle it any more.
func (t *turn) outlived(site office.SiteID, kept *contract.DoorAlarmKept) uint64 {
	say, _ := equipment.Alarm(kept.Alarm.Kind)
	h := t.headquarters()
	h.Conflicts++
	save(t.w, keyHeadquarters, h)
	save(t.w, conflictKey(h.Conflicts), &contract.ConflictState{Site: string(site), AtMs: t.atMS,
		Say: fmt.Sprintf("%s: %s Het toestel dat dit meldde is vervangen of verloren, en niemand zei wat het was. Ga kijken en laat het vak tellen.",
			equipment.Door(kept.Alarm.Compartment, kept.Alarm.Door), say)})
	return h.Conflicts
}

// noteDoor remembers a refusal or an emergency, in the order in which they come here: a counter's clock may be wrong.
func (t *turn) noteDoor(site office.SiteID, n *contract.DoorNote) {
	if proto.Size(n) > 2*mostText {
		return
	}
	keys, last := keysUnder(t, doorNotesPrefix(site)), uint64(0)
	if len(keys) > 0 {
		last = binary.BigEndian.Uint64(keys[len(keys)-1][len(doorNotesPrefix(site)):])
	}
	for len(keys) >= mostNotes {
		t.w.Delete(keys[0])
		keys = keys[1:]
	}
	save(t.w, doorNoteKey(site, last+1), n)
}

// forgetEquipment ends what a life that is over knew of its devices and doors. The alarms that stand are for a person.
func (t *turn) forgetEquipment(site office.SiteID, over office.Incarnation) {
	for _, key := range slices.Concat(keysUnder(t, devicesPrefix(site)), keysUnder(t, unseenPrefix(site))) {
		t.w.Delete(key)
	}
	for _, key := range keysUnder(t, doorAlarmsPrefix(site, over)) {
		kept := new(contract.DoorAlarmKept)
		if load(t.w, key, kept) && kept.Conflict == 0 {
			kept.Conflict = t.outlived(site, kept)
			save(t.w, key, kept)
		}
	}
}

// keysUnder lists the keys of a prefix, in order.
func keysUnder(t *turn, prefix []byte) (out [][]byte) {
	for k := range t.w.Scan(prefix, nil) {
		out = append(out, bytes.Clone(k))
	}
	return out
}

// Devices yields how the devices of a site are, as the journal of its present life says, by kind and name.
func (v View) Devices(site office.SiteID) iter.Seq[*contract.DeviceState] {
	return under(v, devicesPrefix(site), func() *contract.DeviceState { return new(contract.DeviceState) })
}

// UnseenDoors yields the doors that a site cannot see, by number.
func (v View) UnseenDoors(site office.SiteID) iter.Seq[*contract.DoorUnseen] {
	return under(v, unseenPrefix(site), func() *contract.DoorUnseen { return new(contract.DoorUnseen) })
}

// DoorAlarms yields the alarms about doors that stand at a site's present appliance, by door. Those of an appliance that is
// gone are conflicts.
func (v View) DoorAlarms(site office.SiteID) iter.Seq[*contract.DoorAlarmKept] {
	st, _ := loadSite(v.r, site)
	return under(v, doorAlarmsPrefix(site, st.Current.Incarnation), func() *contract.DoorAlarmKept { return new(contract.DoorAlarmKept) })
}

// DoorNotes yields the refusals and emergencies at a site's doors that are remembered, in the order in which they came.
func (v View) DoorNotes(site office.SiteID) iter.Seq[*contract.DoorNote] {
	return under(v, doorNotesPrefix(site), func() *contract.DoorNote { return new(contract.DoorNote) })
}

// under yields the messages of a prefix, by key.
func under[M proto.Message](v View, prefix []byte, empty func() M) iter.Seq[M] {
	return func(yield func(M) bool) {
		for _, b := range v.r.Scan(prefix, nil) {
			m := empty()
			if load1(b, m); !yield(m) {
				return
			}
		}
	}
}
