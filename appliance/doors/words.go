package doors

import (
	"strings"

	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/equipment"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// Say puts an alarm into Dutch.
func Say(a *contract.DoorAlarm) (say, next string) {
	say, next = equipment.Alarm(a.GetKind())
	return equipment.Door(a.GetCompartment(), a.GetDoor()) + ": " + say, next
}

// SayState says how a door stands.
func SayState(s locker.State) string {
	return map[locker.State]string{locker.Closed: "dicht", locker.Open: "open", locker.Unknown: "onbekend"}[s]
}

// Notice is something that a person must know now.
type Notice struct {
	Code, Say string
}

// Notices are the alarms that stand and the doors that cannot be seen, each in one sentence with what to do. All are urgent.
func (l Layout) Notices(r kv.Reader) (out []Notice, err error) {
	alarms, err := Alarms(r)
	if err != nil {
		return nil, err
	}
	for _, a := range alarms {
		say, next := Say(a.Alarm)
		out = append(out, Notice{Code: "door-" + a.Alarm.GetKind(), Say: say + " " + next})
	}
	states, err := States(r)
	var lost []string
	for _, s := range states {
		if name := l.Compartment(locker.Door(s.Door)); s.Lost && name != "" {
			lost = append(lost, name)
		}
	}
	switch n := len(lost); {
	case n > 0 && n == len(l.Places):
		out = append(out, Notice{"doors-unknown", "Van geen enkele deur van de kluis is geweten hoe ze staat. Kijk zelf of ze dicht zijn, en kijk stroom en kabel na."})
	case n > 0:
		out = append(out, Notice{"doors-unknown", "Van deze vakken is niet geweten of de deur dicht is: " + strings.Join(lost, ", ") + ". Kijk zelf."})
	}
	return out, err
}
