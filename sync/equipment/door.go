package equipment

import "fmt"

// alarms are what is wrong with a door, and what to do about it there, by the kind of the alarm.
var alarms = map[string]words{
	"forced":    {"De deur ging open zonder dat iemand het vroeg.", "Kijk wie daar is, sluit de deur en tel het vak. Sluit het alarm af met wat je vond."},
	"missed":    {"De deur ging niet open toen ze gevraagd werd.", "Kijk of ze klemt. Vraag ze daarna opnieuw, of gebruik de sleutel."},
	"unseen":    {"Er is niet geweten of de deur openging toen ze gevraagd werd.", "Kijk zelf of ze dicht is, en tel het vak."},
	"left-open": {"De deur staat te lang open.", "Sluit de deur en tel het vak."},
}

// Alarm puts an alarm about a door into Dutch: what happened, and what to do about it at the counter.
func Alarm(kind string) (say, next string) {
	w, known := alarms[kind]
	if !known { // of a newer program
		w = words{"Er is iets met de deur.", "Kijk zelf."}
	}
	return w.say, w.next
}

// Door names a door and the compartment behind it.
func Door(compartment string, door uint32) string {
	if compartment == "" {
		return fmt.Sprintf("Deur %d", door)
	}
	return fmt.Sprintf("Vak %s, deur %d", compartment, door)
}

// Emergency is the purpose of who opens a door for none of the others, with a reason.
const Emergency = "emergency"

// purposes are what a door is opened for.
var purposes = map[string]string{"load": "opbergen", "collect": "uitnemen voor de houder", "remove": "uitnemen om weg te doen",
	"count": "tellen", Emergency: "noodopening"}

// Purpose is what a door is opened for, in Dutch; empty for a purpose that there is not.
func Purpose(code string) string { return purposes[code] }
