package doors

import (
	"fmt"
	"strings"

	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// words are what an alarm is, and what to do about it, in Dutch.
type words struct{ say, next string }

// alarmWords is the table of them, by the code that is journaled.
var alarmWords = map[string]words{
	locker.Forced.String():   {"De deur ging open zonder dat iemand het vroeg.", "Kijk wie daar is, sluit de deur en tel het vak. Sluit het alarm af met wat je vond."},
	locker.Missed.String():   {"De deur ging niet open toen ze gevraagd werd.", "Kijk of ze klemt. Vraag ze daarna opnieuw, of gebruik de sleutel."},
	locker.Unseen.String():   {"Er is niet geweten of de deur openging toen ze gevraagd werd.", "Kijk zelf of ze dicht is, en tel het vak."},
	locker.LeftOpen.String(): {"De deur staat te lang open.", "Sluit de deur en tel het vak."},
}

// Say puts an alarm into Dutch.
func Say(a *contract.DoorAlarm) (say, next string) {
	w, known := alarmWords[a.GetKind()]
	if !known { // of a newer program
		w = words{"Er is iets met de deur.", "Kijk zelf."}
	}
	return fmt.Sprintf("Vak %s, deur %d: %s", a.GetCompartment(), a.GetDoor(), w.say), w.next
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
