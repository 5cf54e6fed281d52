package visit

import (
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Step names a step of a life that can be taken back.
type Step uint8

// The steps. The numbers are stored: do not reorder.
const (
	StepCall Step = 1 + iota
	StepMiss
	StepServe
	StepFinish
	StepLeave
	StepPark
	StepReturn
	StepTransfer
	StepHasten
)

var stepWords = [...]string{"stap", "oproep", "melding dat niemand kwam", "start van het gesprek", "afronding", "melding van vertrek",
	"pauze", "terugkeer", "doorverwijzing", "code van spoed"}

// String names the step in Dutch.
func (s Step) String() string {
	if int(s) < len(stepWords) {
		return stepWords[s]
	}
	return stepWords[0]
}

// Trace is what is kept of a visit's last step so that it can be taken back. Only the last step has one.
type Trace struct {
	Number uint64 // tells this step from every other; 0: there is none
	Step   Step
	Desk   office.Desk // that took it; 0: none in particular
	At     Stamp
	Before Visit // the visit as it was
}

// Undo takes the last step of v back: it gives the visit exactly as it was. It does so only while nothing
// depends on the step: the desk that the visit goes back to has nobody else (other is who is there now, the zero
// Visit when it is free), the step is the one the screen showed (number), it is not longer ago than the order allows,
// and the same desk asks that took it. Who keeps traces drops one when something else came to rest on the step, as a
// document handed out during the service does.
//
// Faults: Conflict when the step is not the last any more or the desk is taken; Taken for another desk's step;
// Refused when it is too long ago. A clock set back in between counts as no time at all.
func (o Order) Undo(t Trace, number uint64, desk office.Desk, other Visit, now Stamp) (Visit, error) {
	no := func(kind fault.Kind, say, next string) (Visit, error) {
		return Visit{}, fault.New("visit.Undo", kind).On(t.Before.Ticket.String()).Tell(say, next)
	}
	switch {
	case t.Number == 0 || t.Number != number:
		return no(fault.Conflict, "Er is niets meer om ongedaan te maken: er gebeurde intussen iets anders.", "Kijk opnieuw in de wachtrij.")
	case t.Desk != 0 && t.Desk != desk:
		return no(fault.Taken, fmt.Sprintf("Alleen loket %d kan deze %s ongedaan maken.", t.Desk, t.Step), "Vraag het aan je collega.")
	case now-t.At > Stamp(time.Duration(o.UndoMinutes)*time.Minute/time.Millisecond):
		return no(fault.Refused, fmt.Sprintf("Deze %s is langer dan %d minuten geleden.", t.Step, o.UndoMinutes), "Geef zo nodig een nieuw volgnummer.")
	case t.Before.State.AtDesk() && other.State != 0 && other.ID != t.Before.ID:
		return no(fault.Conflict, fmt.Sprintf("Loket %d heeft intussen %s.", t.Before.Desk, other.Ticket), "Rond dat bezoek eerst af.")
	}
	return t.Before, nil
}
